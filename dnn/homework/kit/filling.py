"""The kit: put beside a homework what it imports and opens and does not find."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from dnn.files.atomic import atomic_path
from dnn.homework.cells import SUFFIXES, Code, read_code
from dnn.homework.kit.beside import (
    found_beside,
    is_installed,
    is_package,
    read_wants,
    supply_of,
)
from dnn.homework.kit.course_files import CourseData, find_data, part_of, write_cat, write_part
from dnn.homework.kit.editions import Told, told_edition
from dnn.homework.kit.faults import dead_path, not_what_it_seems
from dnn.homework.kit.supplies import (
    Supply,
    foreign_helper,
)
from dnn.homework.kit.wants import Wants

__all__ = ["PLACES", "Kit", "make_kit"]

PLACES = ("", "datasets", "data", "dataset", "images")  # where a homework keeps files
LOADERS = frozenset({"lr_utils", "dnn_app_utils"})  # templates that load datasets/
SHIMS = "dnn_shims.py"


@dataclass
class Kit:
    """What was put beside a homework, and what is to be known.

    Attributes
    ----------
    folder : Path
    edition : Told
    data : CourseData
    written : dict
        Path -> what it is.
    kept : tuple of Path
        Helpers that are there and were left as they are.
    named : list of str
        What the kit cannot mend, or mends with ``replace`` only.
    """

    folder: Path
    edition: Told
    data: CourseData
    written: dict[Path, str] = field(default_factory=dict)
    kept: list[Path] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def make_kit(
    folder: str | os.PathLike[str],
    homework: str | os.PathLike[str] | None = None,
    *,
    edition: str | None = None,
    replace: bool = False,
    data: str | os.PathLike[str] | None = None,
    shims: bool = False,
) -> Kit:
    """Put beside a homework the helper modules, the data and the pictures that it misses.

    Parameters
    ----------
    folder : path
        The homework's folder; nothing outside of it is written.
    homework : path, optional
        The notebook or script to fill for; left out, all that lie in the folder.
    edition : str, optional
        The edition of the course; left out, it is told from the homework's text.
    replace : bool
        Whether to replace helpers and data that are there. Else only what is missing is filled:
        helpers may have been extended by their owner.
    data : path, optional
        The folder of the user's own two files; left out, that of ``DNN_DATA``, one beside the
        homework, else the pictures that come with dnn.
    shims : bool
        Whether to put ``dnn_shims.py`` beside the homework as well.

    Returns
    -------
    Kit

    Raises
    ------
    ValueError
        When there is no homework, the edition is unknown, or the data are not there.
    """
    folder = Path(folder)
    homeworks = _homeworks(folder, homework)
    told = told_edition("\n".join(one.text for one in homeworks), edition)
    kit = Kit(folder, told, find_data(data, [folder / place for place in PLACES]))
    wants = read_wants(homeworks, folder)
    loads = _fill_modules(kit, wants, replace)
    _fill_files(kit, wants, loads, replace)
    if shims:
        source = files("dnn.homework.kit.templates").joinpath(SHIMS).read_text(encoding="utf-8")
        _write_source(folder / SHIMS, source)
        kit.written[folder / SHIMS] = "stand-ins, used where the homework says `import dnn_shims`"
    return kit


def _homeworks(folder: Path, homework: str | os.PathLike[str] | None) -> list[Code]:
    """Return the homework that is named, or all in the folder."""
    if homework is not None:
        named = Path(homework)
        path = named if named.exists() or named.is_absolute() else folder / named
        return [read_code(path)]
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder")
    paths = sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES and p.is_file())
    if not paths:
        raise ValueError(f"{folder}: holds no notebook (.ipynb) and no script (.py) to fill for")
    broken = [path for path in paths if not_what_it_seems(path)]
    return [read_code(path) for path in paths if path not in broken]


# --- modules ------------------------------------------------------------------------------------


def _fill_modules(kit: Kit, wants: Wants, replace: bool) -> bool:
    """Write the helper modules that are missing; return whether one of them loads the data."""
    loads = False
    for module in sorted(wants.modules):
        if (kit.folder / f"{module}.ipynb").is_file():  # a notebook that is imported
            continue
        supply = supply_of(module, wants, kit.edition.name)
        path = found_beside(module, kit.folder)
        if path is not None and (supply is None or not replace):
            _keep(kit, path, supply)
        elif supply is not None:
            path = path or _place_of(module, kit.folder)
            _write_source(path, supply.source)
            kit.written[path] = f"{supply.template} of edition {kit.edition.name}"
            loads |= supply.template in LOADERS
            kit.named += [
                f"{path.name}: the homework asks it for {name}, which no helper of the course has"
                for name in supply.lacking
            ]
        elif not is_installed(module) and not is_package(module, wants):
            kit.named.append(_unknown(module))
    return loads


def _place_of(module: str, folder: Path) -> Path:
    """Return where a module belongs: in the package that is named, if that lies here."""
    parts = module.split(".")
    package = folder.joinpath(*parts[:-1])
    return (package if package.is_dir() else folder) / f"{parts[-1]}.py"


def _keep(kit: Kit, path: Path, supply: Supply | None) -> None:
    """Leave a module as it is, and say what is wrong with it."""
    fault, dead = not_what_it_seems(path), dead_path(path)
    mends = "; --replace puts another in its place" if supply is not None else ""
    if fault is not None:
        kit.named.append(f"{path.name}: is {fault}: fetch the file itself{mends}")
    elif dead is not None:
        kit.named.append(f"{path.name}: opens {dead}, which is not on this machine{mends}")
    kit.kept.append(path)


def _unknown(module: str) -> str:
    """Say what a module is that is neither there nor supplied."""
    where = foreign_helper(module.split(".")[-1])
    if where is not None:
        return f"{module}: belongs to {where}; the kit does not supply it"
    top = module.split(".")[0]
    return f"{module}: is neither installed nor a helper of this course (pip install {top}?)"


def _write_source(path: Path, source: str) -> None:
    """Write a source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as there:
        there.write_text(source, encoding="utf-8")


# --- data and pictures --------------------------------------------------------------------------


def _fill_files(kit: Kit, wants: Wants, loads: bool, replace: bool) -> None:
    """Write the data and the pictures under the paths that they are asked for."""
    asked = set(wants.files)
    if loads:
        asked |= {"datasets/train_catvnoncat.h5", "datasets/test_catvnoncat.h5"}
    bare = {name for name in asked if not re.search(r"[\\/]", name)}
    for place in wants.folders:
        is_data = place.lower().startswith("data")
        asked |= {f"{place}/{name}" for name in bare if is_data is (part_of(name) is not None)}
    for name in sorted(asked):
        part = part_of(name)
        if part is None and name.lower().endswith(("h5", "hdf5")):
            continue
        path = _within(kit.folder, name)
        if path is None:
            kit.named.append(
                f"{name}: lies outside of {kit.folder}, where nothing is written; "
                "`dnn homework` finds it by its name"
            )
        elif not path.exists() or (replace and not_what_it_seems(path)):
            _write_file(kit, path, part)
        elif (fault := not_what_it_seems(path)) is not None:
            kit.named.append(
                f"{name}: is {fault}: fetch the file itself; --replace puts another in its place"
            )


def _within(folder: Path, name: str) -> Path | None:
    """Return the path of a file that is asked for, when it lies in the folder."""
    plain = name.replace("\\", "/").removeprefix("file://")
    if plain.startswith(("/", "~")) or plain[1:2] == ":" or "://" in plain:
        return None
    path = Path(os.path.normpath(folder / plain))
    return path if path.is_relative_to(os.path.normpath(folder)) else None


def _write_file(kit: Kit, path: Path, part: str | None) -> None:
    """Write a data file or a picture, and say what it is."""
    if part is None:
        write_cat(path)
        kit.written[path] = "a drawn cat"
    else:
        write_part(path, part, kit.data)
        kit.written[path] = kit.data.said
