"""run.json and scaling.h5: all that there is to know of a run besides its parameters."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS
from dnn.datasets.encoding import Encoding
from dnn.datasets.plain_columns import as_plain
from dnn.datasets.preparation import Standardization
from dnn.doctor.findings import Diagnosis
from dnn.files.atomic import atomic_path
from dnn.files.h5files import DataError, open_h5
from dnn.files.h5keys import has_key
from dnn.files.ordinary import what_else_it_is
from dnn.files.parameters import as_h5, check_format, read_matrix
from dnn.run.examples import Examples, Scaling
from dnn.run.judgement import Judgement
from dnn.run.record_fields import checked_fields
from dnn.run.results import Result
from dnn.run.settings import Settings

FORMAT, VERSION = "dnn-run", 1
MOST = 50  # classes, of which the confusion matrix is kept
SCALING_FORMAT, SCALING_VERSION = "dnn-scaling", 1
LONGEST = 64 * 2**20  # bytes of a record
Record = dict[str, Any]


class RunError(ValueError):
    """A run's folder is taken, or does not hold a run."""


class Facts(NamedTuple):
    """What a record says of the examples that a network takes, and of its answers."""

    hidden: Any
    output: str
    dtype: str | None
    classes: tuple[str, ...] | None
    features: tuple[str, ...] | None
    n_features: int
    image_shape: tuple[int, int, int] | None
    is_standardized: bool
    label: str | None
    header: bool | None
    has_diverged: bool
    layer_dims: tuple[int, ...]
    hyperparameters: Mapping[str, Any]
    x: str | None = None  # keys of an h5 file
    y: str | None = None
    columns: Encoding | None = None
    encoding: str | None = None  # of the file, where it is not UTF-8


class Made(NamedTuple):
    """How a run came about: when it was begun, how long it was trained, by which command."""

    date: str | None = None
    seconds: float = 0.0
    command: str | None = None


# --- what is written ----------------------------------------------------------------------------


def record_begun(settings: Settings, examples: Examples, made: Made) -> Record:
    """Return the record of a run that is about to be trained."""
    from dnn import __version__

    python, numpy = platform.python_version(), np.__version__
    n_0 = len(examples.parts["train"].X)
    return {
        "format": FORMAT,
        "version": VERSION,
        "versions": {"dnn": __version__, "python": python, "numpy": numpy},
        "made": made._asdict(),
        "stopped": "unfinished",
        "iterations": 0,
        "layer_dims": [n_0, *settings.layers, examples.output.units],
        "hyperparameters": dict(settings.hyperparameters),
        "checkpoint_every": settings.checkpoint_every,
        "source": {**settings.source, "data": in_full(settings.source["data"])},
        "data": _about(examples),
    }


def in_full(path: str | None) -> str | None:
    """Return a path that means the same in every folder."""
    return None if path is None else os.path.abspath(os.path.expanduser(path))


def _about(examples: Examples) -> Record:
    """Return what there is to know of the examples."""
    about = examples.about
    return {
        **{f"m_{name}": part.X.shape[1] for name, part in examples.parts.items()},
        "image_shape": about.image_shape,
        "classes": about.classes,
        "features": about.features,
        "standardized": examples.scaling.X is not None,
        "held_out": examples.held_out,
        "skipped": about.skipped,
        "columns": None if about.columns is None else as_plain(about.columns),
        "remarks": about.remarks,
    }


def record_ended(
    settings: Settings,
    examples: Examples,
    made: Made,
    result: Result,
    diagnosis: Diagnosis | None = None,
) -> Record:
    """Return the record of a run that was trained."""
    history, every = result.history, result.hyperparameters["every"]
    costs: Record = {"every": every, "values": _numbers(history.costs)}
    if history.validation_costs:
        costs["validation"] = _numbers(history.validation_costs)
        costs["validation_scores"] = _numbers(history.validation_scores)
        costs["best_iteration"] = history.best_iteration
    if result.last:
        costs["last"] = result.last
    return {
        **record_begun(settings, examples, made),
        "stopped": result.stopped,
        "iterations": result.iterations,
        "costs": costs,
        **result.scores,
        "judged": None if result.test is None else _judged(result.test),
        "diagnosis": None if diagnosis is None else {**vars(diagnosis)},
    }


def _judged(test: Judgement) -> Record:
    """Return what there is to know of the test set besides its scores."""
    if not test.is_told:
        return {}
    if test.classes is None:
        return {"remark": test.remark, "residuals": test.residuals._asdict()}
    report = [list(row) for row in test.report.rows]
    few = len(test.classes) <= MOST
    counts = test.confusion.tolist() if few else None
    return {"remark": test.remark, "classes": report, "confusion": counts}


def _numbers(values: Any) -> list[float | None]:
    """Return numbers as JSON has them: infinity and NaN are null."""
    return [float(value) if math.isfinite(value) else None for value in values]


def write_record(path: Path, record: Record) -> None:
    """Write a record, whole or not at all."""
    content = json.dumps(record, indent=2, allow_nan=False)
    with atomic_path(path) as temporary:
        temporary.write_text(content + "\n", encoding="ascii")


def save_scaling(path: Path, scaling: Scaling) -> None:
    """Write the means and scales, where there are any, whole or not at all."""
    arrays = {
        f"{name}/{what}": getattr(transform, what)
        for name, transform in zip(("X", "Y"), scaling, strict=True)
        if transform is not None
        for what in ("mean", "scale")
    }
    if arrays:
        content = as_h5(SCALING_FORMAT, SCALING_VERSION, arrays)
        with atomic_path(path) as temporary:
            temporary.write_bytes(content)


# --- what is read -------------------------------------------------------------------------------


def load_scaling(path: Path) -> Scaling:
    """Read what `save_scaling` wrote.

    Raises
    ------
    DataError
        When the file is missing, damaged or of another kind.
    """
    with open_h5(path) as file:
        check_format(file, SCALING_FORMAT, SCALING_VERSION)
        found: list[Standardization | None] = []
        for name in ("X", "Y"):
            if not has_key(file, name):
                found.append(None)
                continue
            mean, scale = (read_matrix(file, f"{name}/{what}") for what in ("mean", "scale"))
            if mean.shape != scale.shape or mean.shape[1] != 1:
                raise DataError(f"{path}, key {name!r}: mean and scale must be (n, 1) both")
            if not (np.isfinite([mean, scale]).all() and (scale > 0).all()):
                raise DataError(
                    f"{path}, key {name!r}: means must be finite numbers and scales be above 0"
                )
            found.append(Standardization(mean, scale))
    return Scaling(*found)


def read_record(path: Path) -> Record:
    """Return a record after checking that it is one.

    Raises
    ------
    RunError
        When there is none, or it is damaged, of another kind or newer.
    """
    folder = path.parent
    if not folder.is_dir():
        is_file = folder.exists()
        what = "is a file, not the folder of a run" if is_file else "there is no such folder"
        raise RunError(f"{folder}: {what}; `dnn train --out {folder}` makes it")
    try:
        if other := what_else_it_is(path):
            raise RunError(f"{path}: is {other}, where the record of a run was expected")
        if path.stat().st_size > LONGEST:
            raise RunError(f"{path}: is longer than any record, {LONGEST / 2**20:.0f} MiB")
        record = json.loads(path.read_text(encoding="utf-8"))
    except RunError:
        raise
    except FileNotFoundError:
        raise RunError(f"{folder}: is not the folder of a run, it has no {path.name}") from None
    except (ValueError, RecursionError):
        raise RunError(f"{path}: is damaged, it is not JSON") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise RunError(f"{path}: is not the record of a run: its format is not {FORMAT!r}")
    if type(record.get("version")) is not int or record["version"] != VERSION:
        raise RunError(
            f"{path}: has version {record.get('version')!r}, this dnn reads {VERSION}; update dnn"
        )
    return record


def read_fields(path: Path) -> Record:
    """Return a record, after checking every field of it.

    Raises
    ------
    RunError
        When there is none, or a field is missing or another kind of thing.
    """
    record = read_record(path)
    try:
        return {**record, **checked_fields(record)}
    except ValueError as error:
        raise RunError(f"{path}: {error}; the file was changed after training") from None


def facts_of(path: Path, record: Mapping[str, Any]) -> Facts:
    """Return what a record says of examples and answers, after checking every field of it.

    Raises
    ------
    RunError
        When a field is missing or another kind of thing, or fields contradict each other.
    """
    try:
        fields = checked_fields(record)
        _check_fields_agree(fields)
    except ValueError as error:
        raise RunError(f"{path}: {error}; the file was changed after training") from None
    data, source, chosen = fields["data"], fields["source"], fields["hyperparameters"]
    return Facts(
        chosen["hidden"],
        chosen["output"],
        chosen["dtype"],
        data["classes"],
        data["features"],
        fields["layer_dims"][0],
        data["image_shape"],
        data["standardized"],
        source["label"],
        source["header"],
        fields["stopped"] == "diverged",
        fields["layer_dims"],
        chosen,
        source["x"],
        source["y"],
        data["columns"],
        source["encoding"],
    )


def made_of(record: Mapping[str, Any]) -> Made:
    """Return what a record says of how its run came about, as far as it does.

    Examples
    --------
    >>> from dnn.run.records import made_of
    >>> made_of({"made": {"date": "2026-01-31T12:00:00+00:00", "seconds": "long"}})
    Made(date='2026-01-31T12:00:00+00:00', seconds=0.0, command=None)
    """
    found = record.get("made")
    found = found if isinstance(found, dict) else {}
    date, seconds, command = (found.get(name) for name in Made._fields)
    return Made(
        date if isinstance(date, str) else None,
        float(seconds) if isinstance(seconds, int | float) else 0.0,
        command if isinstance(command, str) else None,
    )


def _check_fields_agree(fields: Mapping[str, Any]) -> None:
    """Refuse a record whose fields contradict each other."""
    data, dims, chosen = fields["data"], fields["layer_dims"], fields["hyperparameters"]
    output, classes = OUTPUTS[chosen["output"]], data["classes"]
    if (output.answers == "classes") != (classes is not None):
        raise ValueError(
            f"'data.classes' is {classes}, but the output {chosen['output']!r} answers with "
            f"{output.answers}"
        )
    if classes is not None and output.units(len(classes)) != dims[-1]:
        raise ValueError(
            f"'data.classes' are {len(classes)} names, but the last of 'layer_dims' is {dims[-1]}"
        )
    shape, names = data["image_shape"], data["features"]
    if shape is not None and (names is not None or math.prod(shape) != dims[0]):
        raise ValueError(
            f"'data.image_shape' is {list(shape)}, but the network takes {dims[0]} features"
        )
    columns = data["columns"]
    if columns is not None and len(columns.features) != dims[0]:
        raise ValueError(
            f"'data.columns' become {len(columns.features)} features, but the network takes "
            f"{dims[0]}"
        )
    if names is not None and len(names) != dims[0]:
        raise ValueError(
            f"'data.features' are {len(names)} names, but the network takes {dims[0]} features"
        )
