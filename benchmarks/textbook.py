"""The lecture's formulas as a learner writes them down: loops, dicts, and a cache for each layer.

Nothing is tuned here, and nothing is spoilt: every quantity that the lecture names is computed,
once an iteration, the slope by the pictures (dA0) among them. Binary output, float64.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Values = dict[str, Array]


def relu(Z: Array) -> Array:
    return np.maximum(0, Z)


def sigmoid(Z: Array) -> Array:
    return 1 / (1 + np.exp(-Z))


def forward(X: Array, parameters: Mapping[str, Array]) -> tuple[Array, list[Values]]:
    """Go through all layers; remember what the way back will need."""
    L = len(parameters) // 2
    A, caches = X, []
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = np.dot(W, A) + b
        caches.append({"A_prev": A, "W": W, "b": b, "Z": Z})
        A = sigmoid(Z) if l == L else relu(Z)
    return A, caches


def cost_of(AL: Array, Y: Array) -> float:
    m = Y.shape[1]
    return -float(np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))) / m


def backward(AL: Array, Y: Array, caches: list[Values]) -> Values:
    """Go back through all layers, from the slope at the output to the slope by the input."""
    L, m = len(caches), Y.shape[1]
    slopes: Values = {}
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for l in range(L, 0, -1):
        cache = caches[l - 1]
        Z = cache["Z"]
        if l == L:
            s = sigmoid(Z)
            dZ = dA * s * (1 - s)
        else:
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
        slopes[f"dW{l}"] = np.dot(dZ, cache["A_prev"].T) / m
        slopes[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
        dA = np.dot(cache["W"].T, dZ)
        slopes[f"dA{l - 1}"] = dA
    return slopes


def step(parameters: Mapping[str, Array], slopes: Values, learning_rate: float) -> Values:
    return {name: p - learning_rate * slopes[f"d{name}"] for name, p in parameters.items()}


def train(
    X: Array,
    Y: Array,
    parameters: Mapping[str, Array],
    learning_rate: float,
    num_iterations: int,
    every: int = 100,
) -> tuple[Values, list[float]]:
    """Run gradient descent; return the parameters and the costs at i = 0, every, 2 every, ..."""
    trained, costs = dict(parameters), []
    for i in range(num_iterations):
        AL, caches = forward(X, trained)
        cost = cost_of(AL, Y)
        slopes = backward(AL, Y, caches)
        trained = step(trained, slopes, learning_rate)
        if i % every == 0:
            costs.append(cost)
    return trained, costs
