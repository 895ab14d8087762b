"""The cost of an output, AL and Y -> cost, and its slope where backpropagation starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.activations import sigmoid, softmax
from dnn.checks.examples import check_labels
from dnn.checks.values import look_up
from dnn.metrics import accuracy, r2_score
from dnn.shapes import Array, ShapeError


class Output(NamedTuple):
    """One row of OUTPUTS: the losses at an output layer, and their slope dZ."""

    losses: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array, Array], Array]


def compute_cost(AL: Array, Y: Array, *, output: str = "sigmoid") -> Array:
    """Return the mean loss, by default the cross-entropy -mean(Y log AL + (1 - Y) log(1 - AL)).

    Parameters
    ----------
    AL : array of float, (n_L, m)
        Output of the last layer.
    Y : array of int, bool or float, (n_L, m)
        Labels: 0 or 1 for ``"sigmoid"``, one-hot columns for ``"softmax"``, numbers for
        ``"linear"``.
    output : str
        The activation of the last layer, which decides the loss of an example:
        ``"sigmoid"``: -sum(Y log AL + (1 - Y) log(1 - AL)), ``"softmax"``: -sum(Y log AL),
        ``"linear"``: sum((AL - Y)^2) / 2, each summed over the units.

    Returns
    -------
    array of shape ()
        The cost, averaged over the examples, in nats where it is an entropy, in the dtype of
        AL: float64 unless AL is float32.

    Raises
    ------
    ValueError
        When AL and Y are not matrices of one shape, or the output is unknown.

    Notes
    -----
    An output that has saturated to exactly 0 or 1 stands for one that float cannot tell from it.
    There, and nowhere else, the nearest number that float can tell from it is put in its place:
    a wrong and certain answer costs a finite -log(5e-324) = 744 at 0 and -log(1.1e-16) = 36.7
    at 1.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import compute_cost
    >>> cost = compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))
    >>> print(cost.round(6))
    0.279777
    """
    check_labels(AL, Y)
    if AL.dtype.kind != "f" or AL.shape[1] == 0:
        raise ShapeError(
            f"AL must hold floats, one column an example, but it is {AL.shape} {AL.dtype}; were AL "
            "and Y swapped?"
        )
    losses = look_up(OUTPUTS, output, "output").losses(AL, Y.astype(AL.dtype, copy=False))
    m = AL.shape[1]
    return np.squeeze(losses.sum(keepdims=True) / m)


def output_slope(AL: Array, Y: Array, Z: Array, *, output: str = "sigmoid") -> Array:
    """Return (6) dZ at the output layer, the slope of each example's loss.

    Parameters
    ----------
    AL, Y, Z : arrays, (n_L, m)
    output : str
        The activation of the last layer, see `compute_cost`.

    Returns
    -------
    dZ : array, (n_L, m), in the dtype of AL

    Raises
    ------
    ValueError
        When the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.cost import output_slope
    >>> output_slope(np.array([[0.5]]), np.array([[1]]), np.array([[0.0]]))
    array([[-0.5]])
    """
    return look_up(OUTPUTS, output, "output").slope(AL, Y.astype(AL.dtype, copy=False), Z)


def binary_cross_entropies(AL: Array, Y: Array) -> Array:
    """Return -(Y log AL + (1 - Y) log(1 - AL)), one a unit and example."""
    return -(Y * _log(AL) + (1 - Y) * _log_of_rest(AL))


def sigmoid_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ of `binary_cross_entropies` at a sigmoid: AL - Y, where AL is sigmoid(Z).

    The chain rule gives dAL = (1 - Y) / (1 - AL) - Y / AL and dZ = dAL * s * (1 - s) with
    s = sigmoid(Z). Regrouped, each quotient is 1 where AL is s, and stays 1 where both sides of
    it have reached 0, so that a saturated output is still pulled back.
    """
    s, _ = sigmoid(Z)
    return (1 - Y) * s * _quotient(1 - s, 1 - AL) - Y * (1 - s) * _quotient(s, AL)


def categorical_cross_entropies(AL: Array, Y: Array) -> Array:
    """Return -Y log AL, one a unit and example."""
    return -Y * _log(AL)


def softmax_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ of `categorical_cross_entropies` at a softmax: AL - Y, where AL is softmax(Z).

    The chain rule gives dAL = -Y / AL and, by the Jacobian, dZ = s * (dA - sum(s * dA)) with
    s = softmax(Z); it is regrouped as in `sigmoid_cost_slope`. Columns of Y need not add up to 1.
    """
    s, _ = softmax(Z)
    pulled = Y * _quotient(s, AL)
    return s * pulled.sum(axis=0, keepdims=True) - pulled


def half_squared_errors(AL: Array, Y: Array) -> Array:
    """Return (AL - Y)^2 / 2, one a unit and example."""
    return (AL - Y) ** 2 / 2


def linear_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ of `half_squared_errors` at a linear output: AL - Y."""
    return AL - Y


OUTPUTS: Mapping[str, Output] = MappingProxyType(
    {
        "sigmoid": Output(binary_cross_entropies, sigmoid_cost_slope),
        "softmax": Output(categorical_cross_entropies, softmax_cost_slope),
        "linear": Output(half_squared_errors, linear_cost_slope),
    }
)


def _quotient(a: Array, b: Array) -> Array:
    """Return a / b, with 0 / 0 read as 1."""
    both_zero = (a == 0) & (b == 0)
    return np.where(both_zero, 1, a) / np.where(both_zero, 1, b)


def _log(AL: Array) -> Array:
    """Return log AL, at AL = 0 that of the smallest positive number."""
    return np.log(np.where(AL == 0, np.finfo(AL.dtype).smallest_subnormal, AL))


def _log_of_rest(AL: Array) -> Array:
    """Return log(1 - AL), at AL = 1 that for the largest number below 1."""
    return np.log(np.where(AL == 1, np.finfo(AL.dtype).epsneg, 1 - AL))


def decide(AL: Array, *, output: str = "sigmoid") -> Array:
    """Return what the network says: AL > 0.5, the class of the largest AL, or AL itself.

    Parameters
    ----------
    AL : array of float, (n_L, m)
    output : str
        ``"sigmoid"``: 1 where AL > 0.5, else 0, (n_L, m); ``"softmax"``: number of the row with
        the largest AL, (1, m); ``"linear"``: AL.

    Returns
    -------
    array of float

    Raises
    ------
    ValueError
        When the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import decide
    >>> decide(np.array([[0.2, 0.7]]))
    array([[0., 1.]])
    >>> decide(np.array([[0.2, 0.7], [0.8, 0.3]]), output="softmax")
    array([[1., 0.]])
    """
    look_up(OUTPUTS, output, "output")
    if output == "sigmoid":
        return (AL > 0.5).astype(AL.dtype)
    if output == "softmax":
        return AL.argmax(axis=0).reshape(1, -1).astype(AL.dtype)
    return AL


def score(AL: Array, Y: Array, *, output: str = "sigmoid") -> float:
    """Return the share of right predictions, or R2 where the output is linear.

    Parameters
    ----------
    AL, Y : arrays, (n_L, m)
        Y as `compute_cost` takes it, one-hot columns for ``"softmax"``.
    output : str

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When AL and Y are not matrices of one shape, or the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import score
    >>> score(np.array([[0.2, 0.7]]), np.array([[0, 0]]))
    0.5
    """
    check_labels(AL, Y)
    if output == "linear":
        return r2_score(AL, Y)
    y = decide(Y, output="softmax") if output == "softmax" else Y
    return accuracy(decide(AL, output=output), y)
