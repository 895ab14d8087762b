"""The activations that the course hands out: sigmoid and relu, and their way back."""

from typing import Any

import numpy as np

import dnn
from dnn.shapes import Array


def sigmoid(Z: Any) -> tuple[Array, Any]:
    """Return A = 1 / (1 + exp(-Z)) of an array, a list or a number, and Z for the way back."""
    return dnn.sigmoid(np.asarray(Z, dtype=float))[0], Z


def relu(Z: Any) -> tuple[Array, Any]:
    """Return A = max(0, Z) of an array, a list or a number, and Z for the way back."""
    return dnn.relu(np.asarray(Z, dtype=float))[0], Z


def sigmoid_backward(dA: Any, cache: Any) -> Array:
    """Return dZ = dA * s (1 - s) with s = sigmoid(Z), where the cache is Z."""
    dA, Z = np.broadcast_arrays(np.asarray(dA, dtype=float), np.asarray(cache, dtype=float))
    return dnn.sigmoid_backward(dA, Z)


def relu_backward(dA: Any, cache: Any) -> Array:
    """Return dZ = dA where Z > 0, else 0, where the cache is Z."""
    dA, Z = np.broadcast_arrays(np.asarray(dA, dtype=float), np.asarray(cache, dtype=float))
    return dnn.relu_backward(dA, Z)
