"""The runs that there are: folders -> a line per run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dnn.cost import OUTPUTS
from dnn.run.folder import RECORD
from dnn.run.overview import Overview, sorted_by
from dnn.run.records import Record, RunError, made_of, read_fields
from dnn.run.settings import COMMAND_LINE

__all__ = ["find_runs", "overview_of"]


def find_runs(folder: Path) -> tuple[list[Overview], list[str]]:
    """Return all runs in a folder and in the folders in it, newest first.

    Returns
    -------
    runs : list of Overview
    faults : list of str
        What is wrong with records that cannot be read.

    Raises
    ------
    RunError
        When there is no such folder, or no run in it.
    """
    if not folder.is_dir():
        raise RunError(f"{folder}: there is no such folder; `dnn train` makes runs in runs/")
    runs, faults = [], []
    for place in sorted(_records(folder)):
        try:
            runs.append(overview_of(place.parent, read_fields(place)))
        except (RunError, OSError) as error:
            faults.append(str(error))
    if not runs and not faults:
        raise RunError(f"{folder}: holds no run; `dnn train --out {folder / 'name'}` makes one")
    return sorted_by(runs, "date"), faults


def _records(folder: Path) -> Iterator[Path]:
    """Yield the records in a folder and three floors of folders in it."""
    for depth in range(4):
        yield from folder.glob("/".join(["*"] * depth + [RECORD]))


def overview_of(folder: Path, record: Record) -> Overview:
    """Return the line of a run.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.run.found_runs import overview_of
    >>> run = overview_of(Path("mine"), {"layer_dims": [2, 1], "hyperparameters": {"seed": 7}})
    >>> run.layers, run.chosen
    ('2-1', 'seed 7')
    """
    made, chosen = made_of(record), record.get("hyperparameters") or {}
    row = OUTPUTS.get(str(chosen.get("output")))
    score = "" if row is None else row.score_name.lower()
    parts = (record.get(name) or {} for name in ("train", "validation", "test"))
    train, validation, test = (part.get(score) for part in parts)
    diagnosis = record.get("diagnosis") or {}
    data = (record.get("source") or {}).get("data")
    return Overview(
        str(folder),
        (made.date or "")[:19].replace("T", " "),
        Path(data).name if data else "cats",
        "-".join(map(str, record.get("layer_dims") or ())),
        ", ".join(_unusual(chosen)),
        train,
        validation,
        test,
        score,
        record.get("stopped") or diagnosis.get("verdict") or "",
    )


def _unusual(chosen: Mapping[str, Any]) -> Iterator[str]:
    """Yield the hyperparameters that are not the default, in words."""
    for name, row in COMMAND_LINE.items():
        value = chosen.get(name, row.default)
        if value != row.default and name != "output":
            shown = ",".join(map(str, value)) if isinstance(value, list) else value
            yield f"{name.removeprefix('num_').replace('_', ' ')} {shown}"
