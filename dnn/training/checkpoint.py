"""The whole state of a training to an h5 file and back, so that no stop loses anything."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.networks import network_dims
from dnn.files.atomic import atomic_path, remove_leftovers
from dnn.files.h5data import read_dataset
from dnn.files.h5files import DataError, H5File, open_h5, place
from dnn.files.h5keys import all_keys
from dnn.files.parameters import as_h5, check_format, read_matrix, read_text
from dnn.shapes import Array, Parameters, parameter_names
from dnn.training.batches import batch_count
from dnn.training.checkpoint_checks import LISTS, check_record, check_state
from dnn.training.descent import State
from dnn.training.history import History
from dnn.training.optimizers import Memory

__all__ = [
    "Checkpoint",
    "fingerprint",
    "load_checkpoint",
    "load_record",
    "remove_leftovers",
    "resume_checkpoint",
    "save_checkpoint",
]

FORMAT, VERSION = "dnn-checkpoint", 2  # 1 kept its record in an attribute
MAY_CHANGE = ("num_iterations", "patience")
LATER = {"class_weight": None}  # hyperparameters that version 0.1.0 did not write, as it had them


class Checkpoint(NamedTuple):
    """What a checkpoint holds: enough to go on as if training had never stopped."""

    state: State
    history: History
    hyperparameters: dict[str, Any]
    data: str
    m: int


def fingerprint(*arrays: Array) -> str:
    """Return a digest of the shapes, dtypes and values of arrays, whatever their memory layout.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.training.checkpoint import fingerprint
    >>> X = np.arange(6.0).reshape(2, 3)
    >>> fingerprint(X) == fingerprint(np.asfortranarray(X)), fingerprint(X) == fingerprint(X + 1)
    (True, False)
    """
    digest = hashlib.blake2b(digest_size=16)
    for array in arrays:
        if not isinstance(array, np.ndarray):  # it lies in a file, and knows its own digest
            digest.update(array.fingerprint().encode())
            continue
        digest.update(f"{array.shape} {array.dtype.str};".encode())
        for row in array:
            digest.update(np.ascontiguousarray(row).data)
    return digest.hexdigest()


def save_checkpoint(path: str | os.PathLike[str], checkpoint: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all.

    Parameters
    ----------
    path : path of the file
    checkpoint : Checkpoint

    Raises
    ------
    OSError
        When the file cannot be written; what stood at `path` before still stands there.
    """
    texts = {"record": json.dumps(_record(checkpoint))}
    content = as_h5(FORMAT, VERSION, _arrays(checkpoint), texts)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def _arrays(checkpoint: Checkpoint) -> dict[str, Array]:
    """Return all arrays of a checkpoint by the key under which the file has them."""
    state, history = checkpoint.state, checkpoint.history
    arrays = {f"parameters/{name}": p for name, p in state.parameters.items()}
    for average, slopes in sorted(state.memory.items()):
        arrays |= {f"memory/{average}/{name}": value for name, value in slopes.items()}
    arrays |= {f"coordinates/{name}": p for name, p in (state.coordinates or {}).items()}
    arrays |= {f"best/{name}": p for name, p in (history.best_parameters or {}).items()}
    return arrays | {name: np.array(values) for name in LISTS if (values := getattr(history, name))}


def _record(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return all of a checkpoint that is not an array."""
    iteration, chosen = checkpoint.state.iteration, checkpoint.hyperparameters
    batches = batch_count(checkpoint.m, chosen["mini_batch_size"])
    return {
        "iteration": iteration,
        "epoch": iteration // batches,
        "position_in_epoch": iteration % batches,
        "random_state": {"shuffle": chosen["seed"], "masks": [chosen["seed"], iteration]},
        "layer_dims": network_dims(checkpoint.state.parameters),
        "memory": sorted(checkpoint.state.memory),
        "coordinates": sorted(checkpoint.state.coordinates or {}),
        "lists": {name: len(getattr(checkpoint.history, name)) for name in LISTS},
        "best_iteration": checkpoint.history.best_iteration,
        "hyperparameters": chosen,
        "data": checkpoint.data,
        "m": checkpoint.m,
    }


def load_checkpoint(path: str | os.PathLike[str]) -> Checkpoint:
    """Read what `save_checkpoint` wrote.

    Parameters
    ----------
    path : path of the file

    Returns
    -------
    Checkpoint

    Raises
    ------
    DataError
        A ValueError that names the file and the key: when the file is missing, damaged, of another
        kind or of a newer version.

    Examples
    --------
    >>> from dnn.training.checkpoint import load_checkpoint
    >>> load_checkpoint("nowhere.h5")
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere.h5: there is no such file
    """
    with open_h5(path) as file:
        found = _record_in(file)
        with _told_of_the_record(file):
            checkpoint = _read(file, check_record(found))
            for name, value in json.loads(json.dumps(_record(checkpoint))).items():
                if found.get(name) != value:
                    raise ValueError(f"{name} is {found.get(name)!r}, but it must be {value!r}")
            untold = all_keys(file) - {*_arrays(checkpoint), "record"}
            if untold:
                raise ValueError(f"does not tell of {sorted(untold)[0]!r}, which is in the file")
    return checkpoint


def load_record(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read the record of a checkpoint without its arrays: where it stands, its hyperparameters.

    Raises
    ------
    DataError
        As `load_checkpoint` does.
    """
    with open_h5(path) as file:
        found = _record_in(file)
        with _told_of_the_record(file):
            return check_record(found)


def _record_in(file: H5File) -> Any:
    """Return what the record of a file holds, unchecked."""
    check_format(file, FORMAT, VERSION)
    text = read_text(file, "record")
    with _told_of_the_record(file):
        record = json.loads(text)
    chosen = record.get("hyperparameters") if isinstance(record, dict) else None
    return {**record, "hyperparameters": LATER | chosen} if isinstance(chosen, dict) else record


@contextmanager
def _told_of_the_record(file: H5File) -> Iterator[None]:
    """Let errors name the file and the record."""
    try:
        yield
    except DataError:
        raise
    except (ValueError, RecursionError) as error:
        problem = "is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        raise DataError(f"{place(file, 'record')}: {problem}") from None


def _read(file: H5File, record: Mapping[str, Any]) -> Checkpoint:
    """Read the arrays that the record tells of."""
    names = parameter_names(len(record["layer_dims"]) - 1)
    best = None if record["best_iteration"] is None else _matrices(file, "best", names)
    lists = {name: _values(file, name) for name in LISTS if record["lists"][name]}
    history = History(
        costs=[np.array(cost) for cost in lists.get("costs", [])],
        validation_costs=[float(v) for v in lists.get("validation_costs", [])],
        validation_scores=[float(v) for v in lists.get("validation_scores", [])],
        best_iteration=record["best_iteration"],
        best_parameters=best,
    )
    slopes = [f"d{name}" for name in names]
    memory: Memory = {v: _matrices(file, f"memory/{v}", slopes) for v in record["memory"]}
    coordinates = _matrices(file, "coordinates", record["coordinates"]) or None
    state = State(record["iteration"], _matrices(file, "parameters", names), memory, coordinates)
    check_state(state, history, dict(record))
    return Checkpoint(state, history, record["hyperparameters"], record["data"], record["m"])


def _matrices(file: H5File, group: str, names: Sequence[str]) -> Parameters:
    """Read the matrices of one group."""
    return {name: read_matrix(file, f"{group}/{name}") for name in names}


def _values(file: H5File, key: str) -> Array:
    """Read a list of numbers."""

    def check(where: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        if len(shape) != 1 or dtype.kind != "f":
            raise DataError(f"{where}: must be a list of numbers, but it is {shape} {dtype}")

    return read_dataset(file, key, check)


def resume_checkpoint(
    path: str | os.PathLike[str], dims: Sequence[int], chosen: Mapping[str, Any], data: str
) -> Checkpoint:
    """Read a checkpoint, after checking that it is of this network, this data and this training.

    Parameters
    ----------
    path : path of the file
    dims : sequence of int, (n_0, n_1, ..., n_L)
    chosen : mapping
        The hyperparameters; the number of iterations and the patience may have changed.
    data : str
        The `fingerprint` of the data.

    Returns
    -------
    Checkpoint

    Raises
    ------
    DataError
        A ValueError that names the file and the difference.
    """
    found = load_checkpoint(path)
    there, here = list(network_dims(found.state.parameters)), list(dims)
    if there != here:
        raise DataError(f"{path}: was written by a network {there}, but this one is {here}")
    differences = [
        f"{name} was {found.hyperparameters.get(name)!r} there and is {value!r} here"
        for name, value in chosen.items()
        if name not in MAY_CHANGE and found.hyperparameters.get(name) != value
    ]
    if differences:
        raise DataError(f"{path}: was written by another training: {'; '.join(differences)}")
    if found.data != data:
        raise DataError(
            f"{path}: was written while training on other data (fingerprint {found.data[:8]}... "
            f"there, {data[:8]}... here)"
        )
    return found
