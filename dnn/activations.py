"""The activations A = g(Z) and their slopes dZ = dA * g'(Z); which layer wears which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.checks.arrays import check_array
from dnn.checks.layers import check_elementwise
from dnn.checks.values import look_up
from dnn.shapes import Array

LEAK = 0.01  # the slope of leaky_relu below 0


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
    check_array("Z", Z)
    Z = Z * 1.0 if Z.dtype.kind in "bui" else Z
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
    check_array("Z", Z)
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


def leaky_relu(Z: Array) -> tuple[Array, Array]:
    """Return A = Z where Z > 0, and 0.01 Z elsewhere, and Z for the way back.

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
    >>> from dnn import leaky_relu
    >>> A, Z = leaky_relu(np.array([[-2.0, 0.0, 3.0]]))
    >>> A
    array([[-0.02,  0.  ,  3.  ]])
    """
    check_array("Z", Z)
    return np.where(Z > 0, Z, LEAK * Z), Z


def leaky_relu_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA where Z > 0, and 0.01 dA elsewhere.

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
    >>> from dnn import leaky_relu_backward
    >>> leaky_relu_backward(np.array([[5.0, 5.0]]), np.array([[-1.0, 1.0]]))
    array([[0.05, 5.  ]])
    """
    check_elementwise(dA, Z)
    return np.where(Z > 0, dA, LEAK * dA)  # (6)  (n, m)


def tanh(Z: Array) -> tuple[Array, Array]:
    """Return A = tanh(Z), and Z for the way back.

    Parameters
    ----------
    Z : array of float, any shape

    Returns
    -------
    A : array of the shape and dtype of Z, within [-1, 1]
    Z : the argument, unchanged

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import tanh
    >>> A, Z = tanh(np.array([[-1000.0, 0.0, 1000.0]]))
    >>> A
    array([[-1.,  0.,  1.]])
    """
    check_array("Z", Z)
    return np.tanh(Z), Z


def tanh_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA * (1 - A^2) with A = tanh(Z).

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
    >>> from dnn import tanh_backward
    >>> tanh_backward(np.array([[4.0]]), np.array([[0.0]]))
    array([[4.]])
    """
    check_elementwise(dA, Z)
    A, _ = tanh(Z)
    return dA * (1 - A * A)  # (6)  (n, m)


def linear(Z: Array) -> tuple[Array, Array]:
    """Return A = Z, and Z for the way back; the output of a regression.

    Parameters
    ----------
    Z : array of float, any shape

    Returns
    -------
    A, Z : the argument, unchanged

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import linear
    >>> A, Z = linear(np.array([[-2.0, 3.0]]))
    >>> A
    array([[-2.,  3.]])
    """
    return Z, Z


def linear_slope(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA, since the slope of A = Z is 1.

    Parameters
    ----------
    dA, Z : arrays of float, both of one shape, (n, m)

    Returns
    -------
    dZ : dA, unchanged, (n, m)

    Raises
    ------
    ValueError
        When dA and Z differ in shape.

    Notes
    -----
    The course's ``linear_backward`` is something else: the equations (7) to (9) of a layer.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.activations import linear_slope
    >>> linear_slope(np.array([[4.0]]), np.array([[0.0]]))
    array([[4.]])
    """
    check_elementwise(dA, Z)
    return dA  # (6)  (n, m)


def softmax(Z: Array) -> tuple[Array, Array]:
    """Return A = exp(Z) / sum of exp(Z) over the units, and Z for the way back.

    Parameters
    ----------
    Z : array of float, (n, m)
        One column an example.

    Returns
    -------
    A : array of the shape and dtype of Z; every column adds up to 1
    Z : the argument, unchanged

    Notes
    -----
    A column's largest Z is taken off first, which leaves A as it is and keeps exp from
    overflowing; what lies more than 1000 below it has A = 0 in any precision.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import softmax
    >>> A, Z = softmax(np.array([[1000.0, 0.0], [1000.0, 0.0]]))
    >>> A
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    check_array("Z", Z)
    top = Z.max(axis=0, keepdims=True)
    e = np.exp(np.maximum(Z, top - 1000) - top)
    return e / e.sum(axis=0, keepdims=True), Z


def softmax_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = A * (dA - sum of A * dA over the units), the Jacobian of softmax times dA.

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
    >>> from dnn import softmax_backward
    >>> softmax_backward(np.array([[4.0], [0.0]]), np.array([[0.0], [0.0]]))
    array([[ 1.],
           [-1.]])
    """
    check_elementwise(dA, Z)
    A, _ = softmax(Z)
    return A * (dA - (A * dA).sum(axis=0, keepdims=True))  # (6)  (n, m)


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "relu": Activation(relu, relu_backward),
        "sigmoid": Activation(sigmoid, sigmoid_backward),
        "tanh": Activation(tanh, tanh_backward),
        "leaky_relu": Activation(leaky_relu, leaky_relu_backward),
        "linear": Activation(linear, linear_slope),
        "softmax": Activation(softmax, softmax_backward),
    }
)


def layer_activations(
    L: int, hidden: str | Sequence[str] = "relu", output: str = "sigmoid"
) -> tuple[str, ...]:
    """Return which activation each of the L layers wears, the output layer last.

    Parameters
    ----------
    L : int
        Number of layers.
    hidden : str or sequence of str
        One name for every hidden layer, or one a hidden layer.
    output : str

    Raises
    ------
    ValueError
        When a name is unknown, or there are not L - 1 of them.

    Examples
    --------
    >>> from dnn.activations import layer_activations
    >>> layer_activations(3)
    ('relu', 'relu', 'sigmoid')
    >>> layer_activations(3, hidden=["tanh", "relu"], output="softmax")
    ('tanh', 'relu', 'softmax')
    """
    if not isinstance(hidden, Sequence):
        look_up(ACTIVATIONS, hidden, "activation")
    names = (hidden,) * (L - 1) if isinstance(hidden, str) else tuple(hidden)
    if len(names) != L - 1:
        raise ValueError(
            f"hidden names one activation for each of the {L - 1} hidden layers, or one for all; "
            f"got {len(names)}: {', '.join(map(str, names)) or 'none'}"
        )
    for name in (*names, output, *([hidden] if isinstance(hidden, str) else [])):
        look_up(ACTIVATIONS, name, "activation")
    return (*names, output)
