"""Labels <-> columns of Y: class numbers and one-hot columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dnn.checks.arrays import check_matrix
from dnn.checks.kinds import NUMBERS
from dnn.checks.values import check_whole_number
from dnn.shapes import Array, ShapeError
from dnn.text import phrase_if

Integers = npt.NDArray[np.int64]

LARGEST = 2**53  # from here on floats do not tell whole numbers apart
FEW = 20  # so many different whole numbers are classes, however few examples there are


def one_hot(labels: Any, n: int | None = None) -> Array:
    """Turn class numbers into the columns of Y: Y[k, i] = 1 where labels[i] = k, else 0.

    Parameters
    ----------
    labels : array or list of whole numbers 0 .. n - 1, (1, m) or (m,)
        Floats will do when they are whole, as `predict` returns them.
    n : int, optional
        Number of classes; left out, the largest label + 1.

    Returns
    -------
    Y : array of float64, (n, m)

    Raises
    ------
    ValueError
        When a label is not a whole number from 0 to n - 1, or labels are not in a row.

    Examples
    --------
    >>> from dnn import one_hot
    >>> one_hot([0, 2, 1])
    array([[1., 0., 0.],
           [0., 0., 1.],
           [0., 1., 0.]])
    """
    numbers = class_numbers("labels", labels, n)
    count = int(numbers.max()) + 1 if n is None else n
    return (numbers == np.arange(count)[:, np.newaxis]).astype(np.float64)


def from_one_hot(Y: Array) -> Integers:
    """Turn one-hot columns into class numbers: the row in which each column has its 1.

    Parameters
    ----------
    Y : array, (n, m)
        One 1 per column, the rest 0.

    Returns
    -------
    labels : array of int64, (1, m)

    Raises
    ------
    ValueError
        When Y is not a matrix, or a column is not one-hot.

    Examples
    --------
    >>> from dnn import from_one_hot, one_hot
    >>> from_one_hot(one_hot([0, 2, 1]))
    array([[0, 2, 1]])
    """
    check_matrix("Y", Y, "(n, m): one one-hot column per example")
    wrong = np.flatnonzero(~is_one_hot(Y))
    if wrong.size:
        shown = ", ".join(map(str, Y[:6, wrong[0]])) + phrase_if(len(Y) > 6, ", ...")
        raise ValueError(
            f"Y[:, {wrong[0]}] must hold one 1 and otherwise 0, but it is [{shown}]; for "
            "probabilities use decide(AL, output='softmax')"
        )
    return Y.argmax(axis=0).reshape(1, -1).astype(np.int64)


def class_numbers(name: str, labels: Any, n: int | None = None) -> Integers:
    """Return labels (1, m) or (m,) as m integers, after checking that each is one.

    Raises
    ------
    ValueError
        When labels are not in a row, there is none, or one is not a whole number 0 .. n - 1.

    Examples
    --------
    >>> from dnn.labels import class_numbers
    >>> class_numbers("y", [[0.0, 1.0]])
    array([0, 1])
    >>> class_numbers("y", [0, 3], n=3)
    Traceback (most recent call last):
      ...
    ValueError: y must hold whole numbers from 0 to 2, one class number per example; y[1] is 3
    """
    values = np.asarray(labels)
    if values.ndim not in (1, 2) or (values.ndim == 2 and len(values) != 1) or values.size == 0:
        raise ShapeError(
            f"{name} must be class numbers in a row, (1, m) or (m,), but it is {values.shape}"
            + _mended(name, values.shape)
        )
    least_wrong = LARGEST if n is None else check_whole_number("n, the number of classes,", n)
    row, highest = values.ravel(), "up" if n is None else f"to {n - 1}"
    wanted = f"{name} must hold whole numbers from 0 {highest}, one class number per example"
    if row.dtype.kind not in NUMBERS:
        raise ValueError(f"{wanted}; {name}[0] is {row[0]!r}")
    wrong = np.flatnonzero(~((row >= 0) & (row < least_wrong) & (row == np.floor(row))))
    if wrong.size:
        raise ValueError(f"{wanted}; {name}[{wrong[0]}] is {row[wrong[0]]}")
    return row.astype(np.int64)


def _mended(name: str, shape: tuple[int, ...]) -> str:
    """Say what turns an array of this shape into a row of class numbers, where that is known."""
    if len(shape) == 2 and shape[1] == 1:
        return f", labels as a column; use {name}.T"
    if len(shape) == 2 and 0 not in shape:
        return f"; for one-hot columns use from_one_hot({name})"
    return ""


def is_one_hot(Y: Array) -> npt.NDArray[np.bool_]:
    """Say of each column whether it holds one 1 and otherwise 0."""
    return ((Y == 0) | (Y == 1)).all(axis=0) & ((Y == 1).sum(axis=0) == 1)
