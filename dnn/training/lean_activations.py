"""The activations without the detours: A overwrites Z, and the slope is told by A.

Z is (n, m), or (runs, n, m) in a stack of networks.

The law of this file is equality with the rows of ACTIVATIONS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.activations import ACTIVATIONS, LEAK
from dnn.shapes import Array


class LeanActivation(NamedTuple):
    """An activation that overwrites Z by A, and its slope dZ = dA * g'(Z), which may overwrite dA.

    ``pull(dA, A)`` tells the slope by A; where ``needs_Z`` by Z, which ``apply`` then leaves alone.
    """

    apply: Callable[[Array], Array]
    pull: Callable[[Array, Array], Array]
    needs_Z: bool = False


def _relu(Z: Array) -> Array:
    return np.maximum(Z, 0, out=Z)


def _relu_pull(dA: Array, A: Array) -> Array:
    return np.multiply(dA, A > 0, out=dA)


def _leaky_relu(Z: Array) -> Array:
    return np.maximum(Z, LEAK * Z, out=Z)


def _leaky_relu_pull(dA: Array, A: Array) -> Array:
    return np.where(A > 0, dA, LEAK * dA)


def _sigmoid(Z: Array) -> Array:
    e = np.exp(-Z)
    has_overflown = e.item(e.argmax()) == np.inf
    small = np.exp(Z) if has_overflown else None
    e += 1
    A = np.reciprocal(e, out=Z)
    if small is not None:
        np.copyto(A, small, where=np.isinf(e))  # there A is exp(Z)
    return A


def _sigmoid_pull(dA: Array, A: Array) -> Array:
    dA *= A
    dA *= 1 - A
    return dA


def _tanh(Z: Array) -> Array:
    return np.tanh(Z, out=Z)


def _tanh_pull(dA: Array, A: Array) -> Array:
    dA *= 1 - A * A
    return dA


def _linear(Z: Array) -> Array:
    return Z


def _linear_pull(dA: Array, A: Array) -> Array:
    return dA


def _softmax(Z: Array) -> Array:
    Z -= Z.max(axis=-2, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-2, keepdims=True)
    return Z


def _softmax_pull(dA: Array, A: Array) -> Array:
    return A * (dA - (A * dA).sum(axis=-2, keepdims=True))


LEAN_ACTIVATIONS: Mapping[str, LeanActivation] = MappingProxyType(
    {
        "relu": LeanActivation(_relu, _relu_pull),
        "sigmoid": LeanActivation(_sigmoid, _sigmoid_pull),
        "tanh": LeanActivation(_tanh, _tanh_pull),
        "leaky_relu": LeanActivation(_leaky_relu, _leaky_relu_pull),
        "linear": LeanActivation(_linear, _linear_pull),
        "softmax": LeanActivation(_softmax, _softmax_pull),
    }
)


def lean_activation(name: str) -> LeanActivation:
    """Return the lean form of an activation; one that has none is worn as the lecture has it."""
    if name in LEAN_ACTIVATIONS:
        return LEAN_ACTIVATIONS[name]
    g, g_backward = ACTIVATIONS[name]
    return LeanActivation(lambda Z: g(Z)[0], g_backward, needs_Z=True)
