"""The one check of examples: X, Y and AL that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dnn.checks.arrays import check_matrix, described, shape_of
from dnn.checks.kinds import check_kind_of_array
from dnn.shapes import Array, Shape, ShapeError
from dnn.text import phrase_if

MEANING = {
    "X": "(n_0, m): one column per example",
    "Y": "(n_L, m): one column per example; names of classes become their numbers",
}


def check_labels(AL: Array, Y: Array, name: str = "AL") -> None:
    """Check that AL (or X at the start of training) and Y are matrices that fit together."""
    check_matrix(name, AL, "(n_L, m): one column per example")
    if shape_of(Y) != AL.shape:
        raise ShapeError(
            f"{name} is {AL.shape}, so Y must be {AL.shape} too" + _labels_cause(AL.shape, Y)
        )


def check_examples(X: Array, Y: Array, dims: Sequence[int]) -> None:
    """Check that X is (n_0, m) and Y is (n_L, m) for a network of these layer sizes."""
    for name, value in (("X", X), ("Y", Y)):
        check_kind_of_array(name, value, f" {MEANING[name]}")
        if not isinstance(value, np.ndarray) and not (name == "X" and hasattr(value, "epoch")):
            raise ShapeError(
                f"{name} must be a numpy array; got {described(value)}: pass np.asarray({name})"
                if shape_of(value) is None
                else f"{name} must be a numpy array; got a {type(value).__name__}: "
                f"pass np.asarray({name})"
            )
    check_matrix("X", X, MEANING["X"])
    n_0, m = X.shape
    if m == 0:
        raise ShapeError(f"X is {X.shape}: there is no example (column) to learn from")
    if n_0 != dims[0]:
        raise ShapeError(
            f"layers_dims {list(dims)} asks for n_0 = {dims[0]} rows in X, but X is {X.shape}"
            + phrase_if(m == dims[0], "; it looks transposed: examples are columns, so pass X.T")
        )
    if shape_of(Y) != (dims[-1], m):
        raise ShapeError(
            f"X holds m = {m} examples and layer L = {len(dims) - 1} has n_L = {dims[-1]} units, "
            f"so Y must be {(dims[-1], m)}" + _labels_cause((dims[-1], m), Y)
        )
    check_matrix("Y", Y, MEANING["Y"])


def _labels_cause(expected: Shape, Y: Any) -> str:
    """Say what Y is instead and, where its shape tells it, what would mend it."""
    got, m = shape_of(Y), expected[1]
    if got == (m,):
        return f", but it is the rank-1 array {got}; use Y.reshape(1, {m})"
    if got == expected[::-1]:
        return f", but it is {got}, labels as a column; use Y.T"
    if got == (1, m):
        return f", but it is {got}; if these are numbers of classes, use one_hot(Y, {expected[0]})"
    if expected[0] == 1 and got is not None and got[1:] == (m,):
        return (
            f", but it is {got}; if these are one-hot columns, give the last layer {got[0]} units "
            "and output='softmax'"
        )
    if got is not None and len(got) == 2 and got[1] != m:
        return f", but it is {got}: Y holds {got[1]} examples, not {m}"
    return f", but it is {described(Y)}"


def check_same_examples(X: Array, Y: Any) -> None:
    """Check that Y is a matrix with as many columns as X."""
    shape, m = shape_of(Y), X.shape[1]
    if shape is None or len(shape) != 2 or shape[1] != m:
        rows = shape[0] if shape and len(shape) == 2 and shape[0] != m else 1
        raise ShapeError(
            f"X holds m = {m} examples, so Y must be (n_L, {m})" + _labels_cause((rows, m), Y)
        )


def check_weights(weights: Array, Y: Array) -> None:
    """Check that there is a weight for every example, (1, m).

    Raises
    ------
    ShapeError
        When there is not: another shape would be multiplied with the losses in another way.
    """
    if tuple(weights.shape) != (1, Y.shape[1]):
        raise ShapeError(
            f"weights must be (1, {Y.shape[1]}), one for every example (column of Y), but they are "
            f"{tuple(weights.shape)}"
        )
