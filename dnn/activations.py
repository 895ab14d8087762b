"""The activations A = g(Z) and their slopes dZ = dA * g'(Z); which layer wears which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dnn.checks.arrays import as_real
from dnn.checks.layers import check_elementwise
from dnn.checks.values import look_up
from dnn.libraries import library
from dnn.shapes import Array

LEAK = 0.01  # the slope of leaky_relu below 0


@dataclass(frozen=True)
class Activation:
    """One row of ACTIVATIONS: g, its backward, and what is to be known of its shape.

    What all rows have in common stands here. ``forward(Z)`` takes an array of any shape and returns
    ``(A, Z)``, A of the shape and dtype of Z, and Z for the way back. ``backward(dA, Z)`` takes two
    arrays of one shape and returns (6) dZ = dA * g'(Z). Whole numbers count as float64; what is no
    array of numbers, or of two shapes, is a ValueError. A row unpacks as the pair of the two.

    Attributes
    ----------
    forward, backward : callable
    kinked : bool
        Whether g has a kink at Z = 0, where it has no slope.
    dies : bool
        Whether g'(Z) is 0 for every Z below 0, so that a unit can stop learning for good.
    steepest : float or None
        g'(0), the steepest slope of a g that is flat at both ends; None for any other.
    """

    forward: Callable[[Array], tuple[Array, Array]]
    backward: Callable[[Array, Array], Array]
    kinked: bool = False
    dies: bool = False
    steepest: float | None = None

    def __iter__(self) -> Iterator[Callable[..., Any]]:
        """Unpack as the pair: ``g, g_backward = ACTIVATIONS["relu"]``."""
        return iter((self.forward, self.backward))


def sigmoid(Z: Array) -> tuple[Array, Array]:
    """Return A = 1 / (1 + exp(-Z)), within [0, 1], and Z for the way back.

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
    Z = as_real("Z", Z)
    xp = library(Z)
    e = xp.exp(-xp.abs(Z))
    A = xp.where(Z >= 0, xp.ones_like(e), e) / (1 + e)
    return A, Z


def sigmoid_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA * s * (1 - s) with s = sigmoid(Z).

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import sigmoid_backward
    >>> sigmoid_backward(np.array([[4.0]]), np.array([[0.0]]))
    array([[1.]])
    """
    dA = check_elementwise(dA, Z)
    s, _ = sigmoid(Z)
    return dA * s * (1 - s)  # (6)  (n, m)


def relu(Z: Array) -> tuple[Array, Array]:
    """Return A = max(0, Z), and Z for the way back.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import relu
    >>> A, Z = relu(np.array([[-2.0, 0.0, 3.0]]))
    >>> A
    array([[0., 0., 3.]])
    """
    Z = as_real("Z", Z)
    xp = library(Z)
    return xp.maximum(Z, xp.zeros_like(Z)), Z


def relu_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA where Z > 0, and 0 elsewhere; the slope at the kink, Z = 0, is 0.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import relu_backward
    >>> relu_backward(np.array([[5.0, 5.0, 5.0]]), np.array([[-1.0, 0.0, 1.0]]))
    array([[0., 0., 5.]])
    """
    dA = check_elementwise(dA, Z)
    xp = library(Z)
    return xp.where(Z > 0, dA, xp.zeros_like(dA))  # (6)  (n, m)


def leaky_relu(Z: Array) -> tuple[Array, Array]:
    """Return A = Z where Z > 0, and 0.01 Z elsewhere, and Z for the way back.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import leaky_relu
    >>> A, Z = leaky_relu(np.array([[-2.0, 0.0, 3.0]]))
    >>> A
    array([[-0.02,  0.  ,  3.  ]])
    """
    Z = as_real("Z", Z)
    return library(Z).where(Z > 0, Z, LEAK * Z), Z


def leaky_relu_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA where Z > 0, and 0.01 dA elsewhere.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import leaky_relu_backward
    >>> leaky_relu_backward(np.array([[5.0, 5.0]]), np.array([[-1.0, 1.0]]))
    array([[0.05, 5.  ]])
    """
    dA = check_elementwise(dA, Z)
    return library(Z).where(Z > 0, dA, LEAK * dA)  # (6)  (n, m)


def tanh(Z: Array) -> tuple[Array, Array]:
    """Return A = tanh(Z), within [-1, 1], and Z for the way back.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import tanh
    >>> A, Z = tanh(np.array([[-1000.0, 0.0, 1000.0]]))
    >>> A
    array([[-1.,  0.,  1.]])
    """
    Z = as_real("Z", Z)
    return library(Z).tanh(Z), Z


def tanh_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA * (1 - A^2) with A = tanh(Z).

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import tanh_backward
    >>> tanh_backward(np.array([[4.0]]), np.array([[0.0]]))
    array([[4.]])
    """
    dA = check_elementwise(dA, Z)
    A, _ = tanh(Z)
    return dA * (1 - A * A)  # (6)  (n, m)


def linear(Z: Array) -> tuple[Array, Array]:
    """Return A = Z, and Z for the way back; the output of a regression.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import linear
    >>> A, Z = linear(np.array([[-2.0, 3.0]]))
    >>> A
    array([[-2.,  3.]])
    """
    Z = as_real("Z", Z)
    return Z, Z


def linear_slope(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = dA, since the slope of A = Z is 1.

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
    return check_elementwise(dA, Z)  # (6)  (n, m)


def softmax(Z: Array) -> tuple[Array, Array]:
    """Return A = exp(Z) / sum of exp(Z) over the units, and Z for the way back.

    Z is (n, m), one column per example; every column of A adds up to 1.

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
    Z = as_real("Z", Z)
    xp = library(Z)
    top = xp.max(Z, axis=0, keepdims=True)
    e = xp.exp(xp.maximum(Z, top - 1000) - top)
    return e / xp.sum(e, axis=0, keepdims=True), Z


def softmax_backward(dA: Array, Z: Array) -> Array:
    """Return (6) dZ = A * (dA - sum of A * dA over the units), the Jacobian of softmax times dA.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import softmax_backward
    >>> softmax_backward(np.array([[4.0], [0.0]]), np.array([[0.0], [0.0]]))
    array([[ 1.],
           [-1.]])
    """
    dA = check_elementwise(dA, Z)
    A, _ = softmax(Z)
    return A * (dA - library(A).sum(A * dA, axis=0, keepdims=True))  # (6)  (n, m)


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "relu": Activation(relu, relu_backward, kinked=True, dies=True),
        "sigmoid": Activation(sigmoid, sigmoid_backward, steepest=0.25),
        "tanh": Activation(tanh, tanh_backward, steepest=1.0),
        "leaky_relu": Activation(leaky_relu, leaky_relu_backward, kinked=True),
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
        One name for every hidden layer, or one per hidden layer.
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
