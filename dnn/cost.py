"""The cost of an output, AL and Y -> cost, and its slope where backpropagation starts."""

from __future__ import annotations

import numpy as np

from dnn.activations import sigmoid
from dnn.shapes import Array, check_labels


def compute_cost(AL: Array, Y: Array) -> Array:
    """Return the cross-entropy -mean(Y log AL + (1 - Y) log(1 - AL)).

    Parameters
    ----------
    AL : array of float, (n_L, m)
        Output of the last layer, probabilities.
    Y : array of int, bool or float, (n_L, m)
        Labels, 0 or 1.

    Returns
    -------
    array of shape ()
        The cost in nats, summed over the units and averaged over the examples, in the dtype of
        AL: float64 unless AL is float32.

    Raises
    ------
    ValueError
        When AL and Y are not matrices of one shape.

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
    Y = Y.astype(AL.dtype, copy=False)
    m = AL.shape[1]
    log_likelihoods = Y * _log(AL) + (1 - Y) * _log_of_rest(AL)
    return np.squeeze(-log_likelihoods.sum(keepdims=True) / m)


def sigmoid_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ at a sigmoid output under `compute_cost`: AL - Y, where AL is sigmoid(Z).

    Parameters
    ----------
    AL, Y, Z : arrays of float, (n_L, m)

    Returns
    -------
    dZ : array, (n_L, m), the slope of the loss of each example

    Notes
    -----
    The chain rule gives dAL = (1 - Y) / (1 - AL) - Y / AL and dZ = dAL * s * (1 - s) with
    s = sigmoid(Z). Regrouped, each quotient is 1 where AL is s, and stays 1 where both sides of
    it have reached 0, so that a saturated output is still pulled back.
    """
    s, _ = sigmoid(Z)
    return (1 - Y) * s * _quotient(1 - s, 1 - AL) - Y * (1 - s) * _quotient(s, AL)


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
