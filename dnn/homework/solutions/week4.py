"""The functions of week 4: a network of L layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dnn.shapes import Array, Cache, Gradients, LinearCache, Parameters


def sigmoid(Z: Array) -> tuple[Array, Array]:
    """Return A = 1 / (1 + exp(-Z)), and Z for the way back."""
    A = 1 / (1 + np.exp(-Z))  # (2)
    cache = Z
    return A, cache


def relu(Z: Array) -> tuple[Array, Array]:
    """Return A = max(0, Z), and Z for the way back."""
    A = np.maximum(0, Z)  # (2)
    cache = Z
    return A, cache


def sigmoid_backward(dA: Array, cache: Array) -> Array:
    """Return dZ = dA * s * (1 - s) with s = sigmoid(Z)."""
    Z = cache
    s = 1 / (1 + np.exp(-Z))  # (6)
    dZ = dA * s * (1 - s)  # (6)
    return dZ


def relu_backward(dA: Array, cache: Array) -> Array:
    """Return dZ = dA where Z > 0, and 0 elsewhere."""
    Z = cache
    dZ = np.where(Z > 0, dA, 0)  # (6)
    return dZ


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> Parameters:
    """Draw W1, W2 small from N(0, 1); b1, b2 are zeros."""
    rng = np.random.RandomState(1)
    W1 = rng.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = rng.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def initialize_parameters_deep(layer_dims: Sequence[int]) -> Parameters:
    """Draw W{l} small from N(0, 1); b{l} are zeros."""
    rng = np.random.RandomState(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = rng.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def linear_forward(A: Array, W: Array, b: Array) -> tuple[Array, LinearCache]:
    """Return Z = W A + b and the cache (A, W, b)."""
    Z = W @ A + b  # (1)
    cache = (A, W, b)
    return Z, cache


def linear_activation_forward(
    A_prev: Array, W: Array, b: Array, activation: str
) -> tuple[Array, Cache]:
    """Return A = g(Z) for Z = W A_prev + b, and the cache ((A_prev, W, b), Z)."""
    Z, linear_cache = linear_forward(A_prev, W, b)  # (1)
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)  # (2)
    elif activation == "relu":
        A, activation_cache = relu(Z)  # (2)
    cache = (linear_cache, activation_cache)
    return A, cache


def L_model_forward(X: Array, parameters: Mapping[str, Array]) -> tuple[Array, list[Cache]]:
    """Return AL and the list of the L caches."""
    caches = []
    L = len(parameters) // 2
    A = X
    for l in range(1, L):
        A_prev = A
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, cache = linear_activation_forward(A_prev, W, b, "relu")  # (1)
        caches.append(cache)
    W, b = parameters[f"W{L}"], parameters[f"b{L}"]
    AL, cache = linear_activation_forward(A, W, b, "sigmoid")  # (1)
    caches.append(cache)
    return AL, caches


def compute_cost(AL: Array, Y: Array) -> Array:
    """Return the cross-entropy, averaged over the examples."""
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    return np.squeeze(cost)


def linear_backward(dZ: Array, cache: LinearCache) -> tuple[Array, Array, Array]:
    """Return dA_prev, dW and db."""
    A_prev, W, b = cache  # noqa: RUF059  the three that linear_forward kept
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m  # (7)
    db = np.sum(dZ, axis=1, keepdims=True) / m  # (8)
    dA_prev = W.T @ dZ  # (9)
    return dA_prev, dW, db


def linear_activation_backward(
    dA: Array, cache: Cache, activation: str
) -> tuple[Array, Array, Array]:
    """Return dA_prev, dW and db of one layer."""
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)  # (6)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)  # (6)
    dA_prev, dW, db = linear_backward(dZ, linear_cache)  # (7), (8), (9)
    return dA_prev, dW, db


def L_model_backward(AL: Array, Y: Array, caches: Sequence[Cache]) -> Gradients:
    """Return dA{l}, dW{l} and db{l} of every layer."""
    grads = {}
    L = len(caches)
    dAL = -(Y / AL - (1 - Y) / (1 - AL))
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"] = dA_prev
    grads[f"dW{L}"] = dW
    grads[f"db{L}"] = db
    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{l}"], caches[l - 1], "relu")
        grads[f"dA{l - 1}"] = dA_prev
        grads[f"dW{l}"] = dW
        grads[f"db{l}"] = db
    return grads


def update_parameters(
    parameters: Mapping[str, Array], grads: Mapping[str, Array], learning_rate: float
) -> Parameters:
    """Return W - learning_rate * dW and b - learning_rate * db of every layer."""
    parameters = dict(parameters)
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


def two_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
) -> tuple[Parameters, list[Array]]:
    """Train linear -> relu -> linear -> sigmoid."""
    grads, costs = {}, []
    n_x, n_h, n_y = layers_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        W1, b1 = parameters["W1"], parameters["b1"]
        W2, b2 = parameters["W2"], parameters["b2"]
        A1, cache1 = linear_activation_forward(X, W1, b1, "relu")  # (1)
        A2, cache2 = linear_activation_forward(A1, W2, b2, "sigmoid")  # (1)
        cost = compute_cost(A2, Y)
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads["dW1"], grads["db1"] = dW1, db1
        grads["dW2"], grads["db2"] = dW2, db2
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def L_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
) -> tuple[Parameters, list[Array]]:
    """Train (L - 1) times linear -> relu, then linear -> sigmoid."""
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def predict(X: Array, y: Array, parameters: Mapping[str, Array]) -> Array:
    """Return 1 where AL > 0.5, else 0."""
    AL, _ = L_model_forward(X, parameters)
    p = np.where(AL > 0.5, 1.0, 0.0)
    return p
