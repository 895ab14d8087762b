"""A homework run from its first cell to its last, beside a kit, with the stand-ins it needs."""

from __future__ import annotations

import linecache
import os
import traceback
from dataclasses import dataclass
from pathlib import Path

from dnn.homework.cells import read_code
from dnn.homework.kit.shims import World, install
from dnn.homework.kit.shims.modules import compiled
from dnn.homework.running import TimeIsUp, ending_after

__all__ = ["Ended", "run_homework"]

SECONDS = 4 * 3600.0


@dataclass(frozen=True)
class Ended:
    """How a homework ended.

    Attributes
    ----------
    cells, done : int
        How many code cells there are, and how many of them ran; a script is one.
    error : str or None
        What ended it early: the traceback, of the homework's own lines.
    stand_ins : tuple of str
        What was stood in for.
    """

    cells: int
    done: int
    error: str | None
    stand_ins: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether it ran to its end."""
        return self.error is None


def run_homework(
    path: str | os.PathLike[str],
    *,
    edition: str | None = None,
    data: str | os.PathLike[str] | None = None,
    seconds: float | None = SECONDS,
) -> Ended:
    r"""Run a notebook or a script in its folder, in this process; what it changes is put back.

    Parameters
    ----------
    path : path of the .ipynb or .py
    edition : str, optional
        The edition of the course; left out, it is told from the homework's text.
    data : path, optional
        The folder of the user's own two files, see `make_kit`.
    seconds : float, optional
        After so long the homework is ended, wherever it is: in a loop, or waiting for an answer
        or for a window to be closed. None: never.

    Returns
    -------
    Ended

    Raises
    ------
    ValueError
        When the file is no homework, the edition is unknown, or the seconds are not positive.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from dnn.homework.kit.running import run_homework
    >>> path = pathlib.Path(tempfile.mkdtemp(), "homework.py")
    >>> _ = path.write_text("%matplotlib inline\nfrom dnn_utils_v2 import sigmoid\nsigmoid(0)")
    >>> for stand_in in run_homework(path).stand_ins:
    ...     print(stand_in)
    %matplotlib inline: not done
    dnn_utils_v2 is not there: dnn_utils of edition 2017 stands in
    """
    if seconds is not None and not seconds > 0:
        raise ValueError(f"seconds: a limit is a positive number or None; got {seconds!r}")
    homework = read_code(Path(path))
    with World(homework, edition=edition, data=data) as world, ending_after(seconds):
        install(world)
        if not homework.is_notebook:
            world.namespace["__file__"] = str(homework.path.resolve())
        done, error = _run_cells(homework.path, homework.cells, world)
        return Ended(len(homework.cells), done, error, tuple(world.notes))


def _run_cells(path: Path, cells: tuple[str, ...], world: World) -> tuple[int, str | None]:
    """Run cell after cell; return how many ran, and the error that ended it."""
    for k, cell in enumerate(cells):
        name = f"{path.name}, cell {k + 1}" if len(cells) > 1 else path.name
        linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
        try:
            exec(compiled(cell, name, world), world.namespace)
        except SystemExit as left:
            error = f"the homework left with {left.code!r}" if left.code else None
            return k + (error is None), error
        except TimeIsUp as limit:
            return k, str(limit)
        except Exception as fault:
            return k, _told(fault)
        finally:
            linecache.cache.pop(name, None)
    return len(cells), None


def _told(error: Exception) -> str:
    """Return a traceback without the frames of the runner."""
    here = str(Path(__file__).parent)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if here not in f.filename]
    lines = traceback.format_list(frames) + traceback.format_exception_only(error)
    return "".join(lines).rstrip()
