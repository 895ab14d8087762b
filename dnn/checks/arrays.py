"""The one check of an array: is it one, of numbers, of rank 2, all finite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnn.checks.kinds import check_kind_of_array
from dnn.libraries import kind_of, library
from dnn.shapes import Array, Shape, ShapeError
from dnn.text import counted, phrase_if

WHOLE = "bui"  # the kinds of dtype that are whole numbers


def check_array(name: str, value: Any) -> None:
    """Check that a value is an array at all, and a plain one."""
    if shape_of(value) is None:
        raise ShapeError(f"{name} must be an array; got {described(value)}")
    check_kind_of_array(name, value)


def as_real(name: str, value: Any) -> Array:
    """Return an array of real numbers as floats: whole numbers become float64, floats stay.

    Raises
    ------
    ShapeError
        When the value is no array, or holds no real numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.checks.arrays import as_real
    >>> as_real("Z", np.array([[1, 2]], np.uint8))
    array([[1., 2.]])
    """
    check_array(name, value)
    if kind_of(value) in WHOLE:
        xp = library(value)
        value = xp.asarray(value, dtype=xp.float64)
    array: Array = value
    return array


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
    check_kind_of_array(name, value, f" {meaning}")
    if len(shape) != 2:
        raise ShapeError(
            f"{name} must be a matrix {meaning}, but it is {described(value)}"
            + phrase_if(len(shape) == 4, "; turn pictures into columns with flatten_images")
            + phrase_if(len(shape) == 1, "; reshape it to two dimensions")
        )
    if not kind_of(value):
        raise ShapeError(
            f"{name} must be an array of numbers {meaning}; got a {type(value).__name__} of dtype "
            f"{getattr(value, 'dtype', 'none')}; pass np.asarray({name})"
        )


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
