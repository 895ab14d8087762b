"""The activations A = g(Z) and their slopes dZ = dA * g'(Z), side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.shapes import Array, check_elementwise


class Activation(NamedTuple):
    """One row of ACTIVATIONS: g and its backward."""

    forward: Callable[[Array], tuple[Array, Array]]
    backward: Callable[[Array, Array], Array]


def sigmoid(Z: Array) -> tuple[Array, Array]:
    """Return A = 1 / (1 + exp(-Z)), and Z for the way back.

    Parameters
    ----------
    Z : array of float, any shape

    Returns
    -------
    A : array of the shape and dtype of Z, within [0, 1]
    Z : the argument, unchanged

    Notes
    -----
    Where Z is negative the equal form exp(Z) / (1 + exp(Z)) is used, so exp only ever sees
    numbers up to 0 and cannot overflow.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import sigmoid
    >>> A, Z = sigmoid(np.array([[-1000.0, 0.0, 1000.0]]))
    >>> A
    array([[0. , 0.5, 1. ]])
    """
    e = np.exp(-np.abs(Z))
    A = np.where(Z >= 0, 1, e) / (1 + e)
    return A, Z


def sigmoid_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA * s * (1 - s) with s = sigmoid(Z).

    Parameters
    ----------
    dA, Z : arrays of float, both of one shape, (n, m)

    Returns
    -------
    dZ : array, (n, m)

    Raises
    ------
    ValueError
        When dA and Z differ in shape.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import sigmoid_backward
    >>> sigmoid_backward(np.array([[4.0]]), np.array([[0.0]]))
    array([[1.]])
    """
    check_elementwise(dA, Z)
    s, _ = sigmoid(Z)
    return dA * s * (1 - s)  # (6)  (n, m)


def relu(Z: Array) -> tuple[Array, Array]:
    """Return A = max(0, Z), and Z for the way back.

    Parameters
    ----------
    Z : array of float, any shape

    Returns
    -------
    A : array of the shape and dtype of Z
    Z : the argument, unchanged

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import relu
    >>> A, Z = relu(np.array([[-2.0, 0.0, 3.0]]))
    >>> A
    array([[0., 0., 3.]])
    """
    return np.maximum(Z, 0), Z


def relu_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA where Z > 0, and 0 elsewhere; the slope at the kink, Z = 0, is 0.

    Parameters
    ----------
    dA, Z : arrays of float, both of one shape, (n, m)

    Returns
    -------
    dZ : array, (n, m)

    Raises
    ------
    ValueError
        When dA and Z differ in shape.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import relu_backward
    >>> relu_backward(np.array([[5.0, 5.0, 5.0]]), np.array([[-1.0, 0.0, 1.0]]))
    array([[0., 0., 5.]])
    """
    check_elementwise(dA, Z)
    return np.where(Z > 0, dA, 0)  # (6)  (n, m)


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "relu": Activation(relu, relu_backward),
        "sigmoid": Activation(sigmoid, sigmoid_backward),
    }
)


def layer_activations(L: int) -> tuple[str, ...]:
    """Return which activation each of the L layers wears: relu when hidden, sigmoid at the output.

    Examples
    --------
    >>> from dnn.activations import layer_activations
    >>> layer_activations(3)
    ('relu', 'relu', 'sigmoid')
    """
    return ("relu",) * (L - 1) + ("sigmoid",)
