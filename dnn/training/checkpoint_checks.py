"""What must hold of a checkpoint that was read: every field of its record, every array."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from dnn.checks.arrays import check_finite
from dnn.checks.networks import check_average, check_layer_dims, network_dims
from dnn.checks.values import check_whole_number
from dnn.shapes import Array, Shape
from dnn.training.descent import State
from dnn.training.history import History
from dnn.training.hyperparameters import hyperparameters
from dnn.training.optimizers import OPTIMIZERS

__all__ = ["LISTS", "check_record", "check_state"]

Record = dict[str, Any]

LISTS = ("costs", "validation_costs", "validation_scores")


# --- the record ---------------------------------------------------------------------------------


def check_record(record: Any) -> Record:
    """Return the fields of a record, each of the type and in the range that it must have.

    Raises
    ------
    ValueError
        When it is no record, or a field is missing or another kind of thing.
    """
    if not isinstance(record, dict):
        raise ValueError("is not the record of a training, it must be a mapping")
    missing = [name for name in FIELDS if name not in record]
    if missing:
        raise ValueError(f"is not the record of a training, it has no {missing[0]!r}")
    return {name: check(name, record[name]) for name, check in FIELDS.items()}


def _count(name: str, value: Any) -> int:
    return check_whole_number(name, _no_float(name, value), 0)


def _no_float(name: str, value: Any) -> Any:
    if not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number; got {value!r}")
    return value


def _count_or_none(name: str, value: Any) -> int | None:
    return None if value is None else _count(name, value)


def _sizes(name: str, value: Any) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{name} must list the units of every layer; got {value!r}")
    return check_layer_dims([check_whole_number(name, size) for size in value])


def _names(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValueError(f"{name} must be a list of names; got {value!r}")
    return value


def _lengths(name: str, value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or not value.keys() >= set(LISTS):
        raise ValueError(f"{name} must hold the lengths of {', '.join(LISTS)}; got {value!r}")
    return {key: _count(f"{name}: {key}", value[key]) for key in LISTS}


def _chosen(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a mapping; got {value!r}")
    return hyperparameters(**value)


def _digest(name: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{32}", value):
        raise ValueError(f"{name} must be a fingerprint, 32 hexadecimal digits; got {value!r}")
    return value


FIELDS: Mapping[str, Callable[[str, Any], Any]] = MappingProxyType(
    {
        "iteration": _count,
        "layer_dims": _sizes,
        "memory": _names,
        "coordinates": _names,
        "lists": _lengths,
        "best_iteration": _count_or_none,
        "hyperparameters": _chosen,
        "data": _digest,
        "m": check_whole_number,
    }
)


# --- what lies beside it ------------------------------------------------------------------------


def check_state(state: State, history: History, record: Record) -> None:
    """Check that parameters, memory, coordinates and lists are those of one training.

    Raises
    ------
    ValueError
        When shapes do not fit together, numbers are not finite, or lists are of another length.
    """
    dims, chosen = record["layer_dims"], record["hyperparameters"]
    for group, parameters in (("parameters", state.parameters), ("best", history.best_parameters)):
        if parameters is not None:
            _check_network(group, parameters, dims)
    memory = OPTIMIZERS[chosen["optimizer"]].init(state.parameters)
    if state.memory.keys() != memory.keys() and (state.memory or state.iteration):
        raise ValueError(
            f"memory is {sorted(state.memory)}, but the optimizer {chosen['optimizer']!r} "
            f"remembers {sorted(memory)}"
        )
    for name, average in state.memory.items():
        check_average(state.parameters, average, f"memory/{name}")
        _check_all_finite(f"memory/{name}", average)
    if state.coordinates is not None:
        _check_coordinates(state, dims, record["m"])
    _check_history(state.iteration, history, chosen["every"])


def _check_network(group: str, parameters: Mapping[str, Array], dims: tuple[int, ...]) -> None:
    """Check that parameters are finite and of this network, all in one dtype."""
    if network_dims(parameters) != dims:
        raise ValueError(
            f"{group} are of a network {list(network_dims(parameters))}, but layer_dims is "
            f"{list(dims)}"
        )
    dtypes = sorted({p.dtype.name for p in parameters.values()})
    if len(dtypes) > 1:
        raise ValueError(f"{group} are of more than one dtype: {', '.join(dtypes)}")
    _check_all_finite(group, parameters)


def _check_coordinates(state: State, dims: tuple[int, ...], m: int) -> None:
    """Check that coordinates are there for every parameter and for the memory of each."""
    W1, *rest = (p.shape for p in state.parameters.values())
    shapes: list[Shape] = [(dims[1], m), *rest, (1, 1)]
    expected = {"start": W1} | {
        f"{name}{k}": shape for name in ("p", *state.memory) for k, shape in enumerate(shapes)
    }
    found = {name: value.shape for name, value in (state.coordinates or {}).items()}
    if found != expected:
        raise ValueError(f"coordinates have the shapes {found}, but they must be {expected}")
    _check_all_finite("coordinates", state.coordinates or {})


def _check_history(iteration: int, history: History, every: int) -> None:
    """Check that there is a cost for every so many iterations, and a best one where it is told."""
    wanted = -(-iteration // every)
    for name in LISTS:
        values = getattr(history, name)
        if len(values) != wanted and (values or name == "costs"):
            raise ValueError(
                f"{name} holds {len(values)} numbers, but after {iteration} iterations with every "
                f"= {every} there are {wanted}"
            )
    check_finite(np.array(history.costs, dtype=float).reshape(1, -1), "costs")
    if np.isnan(history.validation_costs).any():
        raise ValueError("validation_costs must be numbers, but one is nan")
    best = history.best_iteration
    if best is not None and not (history.validation_costs and best <= iteration):
        raise ValueError(f"best_iteration is {best}, which is not one of the {iteration} recorded")


def _check_all_finite(group: str, arrays: Mapping[str, Array]) -> None:
    """Refuse NaN and infinity, by name."""
    for name, array in arrays.items():
        check_finite(array, f"{group}/{name}")
