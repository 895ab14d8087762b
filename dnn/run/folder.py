"""The folder of a run: when it may be made, how it is written, how its network is read again."""

from __future__ import annotations

import math
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dnn.checks.networks import network_dims
from dnn.cost import OUTPUTS
from dnn.doctor.findings import Diagnosis
from dnn.files.atomic import atomic_path, remove_leftovers
from dnn.files.parameters import load_parameters, save_parameters
from dnn.plots.costs import save_figure
from dnn.run.agreement import check_network, check_scaling
from dnn.run.examples import Examples, Scaling
from dnn.run.records import (
    Facts,
    Made,
    Record,
    RunError,
    facts_of,
    load_scaling,
    read_record,
    record_begun,
    record_ended,
    save_scaling,
    write_record,
)
from dnn.run.report import report_html
from dnn.run.results import (
    Result,
    confusion_figure,
    costs_figure,
    mislabeled_figure,
    residuals_figure,
)
from dnn.run.settings import Settings
from dnn.shapes import Parameters
from dnn.text import counted, listed

__all__ = [  # noqa: RUF022  in the order of a run's life
    "SavedRun",
    "RunError",
    "default_folder",
    "claimed",
    "begin",
    "write_run",
    "read_run",
    "seen_paths",
    "resumable",
]

PARAMETERS, SCALING, COSTS, CONFUSION, RESIDUALS, MISLABELED, CHECKPOINT, REPORT, RECORD = FILES = (
    "parameters.h5",
    "scaling.h5",
    "costs.png",
    "confusion.png",
    "residuals.png",
    "mislabeled.png",
    "checkpoint.h5",
    "report.html",
    "run.json",
)
PREDICTIONS = "predictions"  # its folder of what the network saw


@dataclass(frozen=True)
class SavedRun:
    """A run that was read back: what it takes to use its network."""

    folder: Path
    parameters: Parameters
    scaling: Scaling
    facts: Facts


# --- the folder ---------------------------------------------------------------------------------


def default_folder(hidden: Sequence[int], data: str | None = None) -> Path:
    """Return where a run goes that was given no name: runs/cats-20-7-5.

    Examples
    --------
    >>> from dnn.run.folder import default_folder
    >>> default_folder([20, 7, 5]).as_posix(), default_folder([], "my/iris.csv").as_posix()
    ('runs/cats-20-7-5', 'runs/iris')
    """
    path = Path(data).resolve() if data else Path("cats")
    stem = path.name if path.is_dir() else path.stem
    name = re.sub(r"[^\w.]+", "-", stem).strip(".-")[:60] or "data"
    return Path("runs") / "-".join([name, *(str(n) for n in hidden)])[:140]


@contextmanager
def claimed(folder: Path, *, force: bool = False) -> Iterator[None]:
    """Make the folder of a run, before the work of training; take it away when that fails.

    Raises
    ------
    RunError
        When the folder holds a run already, unless forced, or is a file.
    OSError
        When the folder cannot be made or written.
    """
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder}: is a file, but a run is a folder; give another name with --out")
    taken = [name for name in FILES if os.path.lexists(folder / name)]
    if taken and not force:
        raise RunError(
            f"{folder} holds a run already ({listed(taken)}); give this one another name with "
            "--out DIR, or overwrite that one with --force"
        )
    made = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):  # may it be written? better asked now than later
            pass
        yield
    except BaseException:
        with suppress(OSError):  # folders that hold something stay
            for place in made:
                place.rmdir()
        raise


# --- writing ------------------------------------------------------------------------------------


def begin(
    folder: Path, settings: Settings, examples: Examples, made: Made, *, resumed: bool = False
) -> None:
    """Write what it takes to go on with a run, before it is trained.

    Raises
    ------
    OSError
        When a file cannot be written.
    """
    for name in FILES:
        remove_leftovers(folder / name)
        if not resumed:
            (folder / name).unlink(missing_ok=True)
    save_scaling(folder / SCALING, examples.scaling)
    write_record(folder / RECORD, record_begun(settings, examples, made))


def write_run(
    folder: Path,
    settings: Settings,
    examples: Examples,
    made: Made,
    result: Result,
    diagnosis: Diagnosis | None = None,
) -> list[str]:
    """Write all files of a run, each whole or not at all; the record comes last.

    Returns
    -------
    list of str
        The names of the files that were written.

    Raises
    ------
    OSError
        When a file cannot be written. The run can be gone on with.
    """
    save_parameters(folder / PARAMETERS, result.parameters)
    figures = {
        COSTS: costs_figure(result),
        CONFUSION: confusion_figure(result, examples),
        RESIDUALS: residuals_figure(result),
        MISLABELED: mislabeled_figure(result, examples),
    }
    for name, figure in figures.items():
        if figure is not None:
            save_figure(folder / name, figure)
    record = record_ended(settings, examples, made, result, diagnosis)
    write_report(folder / REPORT, folder, record)
    write_record(folder / RECORD, record)
    return [name for name in FILES if (folder / name).exists()]


def write_report(path: Path, folder: Path, record: Record) -> None:
    """Write the page of a run, whole or not at all."""
    page = report_html(folder, record)
    with atomic_path(path) as temporary:
        temporary.write_text(page, encoding="utf-8", errors="surrogateescape")  # names of files


# --- reading ------------------------------------------------------------------------------------


def read_run(folder: Path) -> SavedRun:
    """Read what it takes to use the network of a run.

    Raises
    ------
    RunError, DataError
        ValueErrors that name the folder or the file: when it is not a run, or is damaged.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.run.folder import read_run
    >>> read_run(Path("nowhere"))
    Traceback (most recent call last):
    dnn.run.records.RunError: nowhere: there is no such folder; `dnn train --out nowhere` makes it
    """
    record = read_record(folder / RECORD)
    facts = facts_of(folder / RECORD, record)
    if record.get("stopped") == "unfinished" and not (folder / PARAMETERS).exists():
        raise RunError(
            f"{folder}: its training has not ended, there are no {PARAMETERS} yet; "
            f"`dnn train --resume {folder}` goes on with it"
        )
    parameters = load_parameters(folder / PARAMETERS)
    scaling = load_scaling(folder / SCALING) if facts.is_standardized else Scaling()
    check_network(folder / RECORD, facts, parameters, folder / CHECKPOINT)
    check_scaling(folder / RECORD, facts, scaling, folder / SCALING)
    _check_one_run(folder, facts, scaling, network_dims(parameters))
    return SavedRun(folder, parameters, scaling, facts)


def _check_one_run(folder: Path, facts: Facts, scaling: Scaling, dims: Sequence[int]) -> None:
    """Refuse files that come from different runs."""
    units = OUTPUTS[facts.output].units(len(facts.classes or ())) or 1
    n_0 = math.prod(facts.image_shape) if facts.image_shape else facts.n_features
    scaled = {len(values) for values in scaling.X or ()} | {n_0}
    if dims[0] != n_0 or dims[-1] != units or scaled != {n_0}:
        what = f"pictures of {facts.image_shape}" if facts.image_shape else f"{n_0} features"
        raise RunError(
            f"{folder}: {RECORD} and {PARAMETERS} are not of one run: {what} do not enter a "
            f"network {list(dims)}, or its output has not the {counted(units, 'unit')} it should"
        )


def seen_paths(run: SavedRun, images: Sequence[str]) -> list[Path]:
    """Return where the pictures that the network saw go: predictions/<name>.png, made if need be.

    Two pictures of one name in different folders are told apart by a number.
    """
    folder = run.folder / PREDICTIONS
    folder.mkdir(exist_ok=True)
    names: list[str] = []
    for image in images:
        stem = Path(image).stem
        tries = (f"{stem}-{k}" if k > 1 else stem for k in range(1, len(images) + 2))
        names.append(next(name for name in tries if name not in names))
    return [folder / f"{name}.png" for name in names]


@contextmanager
def resumable(command: str) -> Iterator[None]:
    """Say by which command the work goes on where a signal ends it."""
    try:
        yield
    except KeyboardInterrupt as error:
        error.add_note(f"; to go on: {command}")
        raise
