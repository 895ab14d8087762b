"""Whether the files of a run are of one run: record, parameters, scaling and checkpoint."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dnn.checks.arrays import check_finite
from dnn.checks.networks import network_dims
from dnn.run.examples import Scaling
from dnn.run.records import Facts, RunError
from dnn.run.settings import GIVEN_AGAIN
from dnn.shapes import Array
from dnn.training.checkpoint import load_record

__all__ = ["check_network", "check_scaling"]


def check_network(
    record: Path, facts: Facts, parameters: Mapping[str, Array], checkpoint: Path
) -> None:
    """Check that parameters are those of the network that the record tells of.

    The activations stand in no file of parameters; but the checkpoint, where there is one, tells
    with which hyperparameters it was trained.

    Raises
    ------
    RunError
        When they are of other sizes or another dtype, hold NaN or infinity, or when the checkpoint
        was written with other hyperparameters.
    DataError
        When the checkpoint cannot be read.
    """
    dims, dtypes = network_dims(parameters), {p.dtype.name for p in parameters.values()}
    if dims != facts.layer_dims:
        raise RunError(
            f"{record}: and its parameters are not of one run: 'layer_dims' is "
            f"{list(facts.layer_dims)}, but the network is {list(dims)}"
        )
    if facts.dtype is not None and dtypes != {facts.dtype}:
        raise RunError(
            f"{record}: and its parameters are not of one run: the dtype is {facts.dtype}, but "
            f"the parameters are {' and '.join(sorted(dtypes))}"
        )
    if not facts.has_diverged:
        _check_all_finite(record.parent, parameters)
    if os.path.lexists(checkpoint):
        there, here = load_record(checkpoint)["hyperparameters"], facts.hyperparameters
        for name, value in there.items():
            if name not in GIVEN_AGAIN and here[name] != value:
                raise RunError(
                    f"{record}: and {checkpoint.name} are not of one run: {name} is "
                    f"{here[name]!r} in the one and {value!r} in the other"
                )


def check_scaling(record: Path, facts: Facts, scaling: Scaling, path: Path) -> None:
    """Check that examples are scaled just where the record says so.

    Raises
    ------
    RunError
        When a scaling lies there that the record denies, or lacks a part.
    """
    if not facts.is_standardized:
        if os.path.lexists(path):
            raise RunError(
                f"{record}: says that the examples are not standardized, but {path.name} says how; "
                "one of the two was changed after training"
            )
        return
    has_numbers = facts.classes is None
    if scaling.X is None or (scaling.Y is not None) != has_numbers:
        raise RunError(
            f"{path}: must hold the scales of X{' and Y' if has_numbers else ' alone'}, as "
            f"{record.name} says"
        )
    if scaling.Y is not None and len(scaling.Y.mean) != facts.layer_dims[-1]:
        raise RunError(f"{path}: holds another number of scales of Y than the network has outputs")


def _check_all_finite(folder: Path, parameters: Mapping[str, Array]) -> None:
    """Refuse a network that holds NaN or infinity."""
    for name, p in parameters.items():
        try:
            check_finite(p, name)
        except ValueError as error:
            raise RunError(f"{folder}: its network was damaged after training: {error}") from None
