"""The one check of an array: is it one, of numbers, of rank 2, all finite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dnn.shapes import Array, Shape, ShapeError
from dnn.text import counted, in_short, phrase_if

NUMBERS = "buif"  # the kinds of dtype that are real numbers


def check_array(name: str, value: Any) -> None:
    """Check that a value is an array at all."""
    if shape_of(value) is None:
        raise ShapeError(f"{name} must be an array; got {described(value)}")


def check_finite(X: Array, name: str = "X") -> None:
    """Name the first NaN or infinity of an array with its place, before it can spoil the cost."""
    finite = np.isfinite(X)
    if not finite.all():
        row, column = (int(i) for i in np.argwhere(~finite)[0])
        bad = int(X.size - np.count_nonzero(finite))
        what = {"X": f"feature {row} of example {column}", "Y": f"the label of example {column}"}
        raise ValueError(
            f"{name}[{row}, {column}] is {X[row, column]}: {what.get(name, 'it')} is not a finite "
            f"number ({counted(bad, 'such number')} in {name})"
        )


def check_matrix(name: str, value: Any, meaning: str) -> None:
    """Check that a value is an array of numbers of rank 2."""
    shape = shape_of(value)
    if shape is None:
        raise ShapeError(f"{name} must be an array {meaning}; got {described(value)}")
    if len(shape) != 2:
        raise ShapeError(
            f"{name} must be a matrix {meaning}, but it is {described(value)}"
            + phrase_if(len(shape) == 4, "; turn pictures into columns with flatten_images")
            + phrase_if(len(shape) == 1, "; reshape it to two dimensions")
        )
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is None or kind not in NUMBERS:
        raise ShapeError(
            f"{name} must be an array of numbers {meaning}; got a {type(value).__name__} of dtype "
            f"{getattr(value, 'dtype', 'none')}"
            + phrase_if(kind is None, f"; pass np.asarray({name})")
        )


def cost_row(name: str, costs: Iterable[Any]) -> Array:
    """Return costs as a row of floats, after checking that they are numbers and that there are any.

    Raises
    ------
    ValueError
        When there is none, one is not a number, or they are not one row; NaN and infinity are
        taken.

    Examples
    --------
    >>> from dnn.checks.arrays import cost_row
    >>> cost_row("costs", [0.7, float("nan")])
    array([0.7, nan])
    """
    try:
        values = np.asarray(costs if hasattr(costs, "shape") else list(costs))
        if values.size and values.dtype.kind not in NUMBERS:
            raise TypeError
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be a list of numbers, the second value that L_layer_model returns; got "
            f"{in_short(costs)}"
        ) from None
    if values.size == 0:
        raise ValueError(f"there is no number in {name}: was num_iterations 0?")
    if values.size != max(values.shape, default=1):
        raise ShapeError(f"{name} must be one row of numbers, but the shape is {values.shape}")
    return values.reshape(-1).astype(np.float64)


def shape_of(value: Any) -> Shape | None:
    """Return the shape of an array, or None for what is not an array."""
    return getattr(value, "shape", None)


def described(value: Any) -> str:
    """Return the shape of an array, or the kind of anything else."""
    shape = shape_of(value)
    if shape is not None:
        return str(tuple(shape))
    count = f" of {len(value)}" if isinstance(value, Sequence | Mapping) else ""
    return f"a {type(value).__name__}{count}, not an array"
