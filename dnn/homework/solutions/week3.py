"""The functions of week 3: one hidden layer with tanh."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dnn.shapes import Array, Gradients, Parameters


def sigmoid(z: Array) -> Array:
    """Return A = 1 / (1 + exp(-Z))."""
    s = 1 / (1 + np.exp(-z))  # (2)
    return s


def layer_sizes(X: Array, Y: Array) -> tuple[int, int, int]:
    """Return n_x, n_h = 4 and n_y."""
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return n_x, n_h, n_y


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> Parameters:
    """Draw W1, W2 small from N(0, 1); b1, b2 are zeros."""
    rng = np.random.RandomState(2)
    W1 = rng.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = rng.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(
    X: Array, parameters: Mapping[str, Array]
) -> tuple[Array, dict[str, Array]]:
    """Return A2 and the cache of Z1, A1, Z2, A2."""
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = W1 @ X + b1  # (1)
    A1 = np.tanh(Z1)  # (2)
    Z2 = W2 @ A1 + b2  # (1)
    A2 = sigmoid(Z2)  # (2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2: Array, Y: Array, parameters: Mapping[str, Array] | None = None) -> float:
    """Return the cross-entropy, averaged over the examples."""
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    return float(np.squeeze(cost))


def backward_propagation(
    parameters: Mapping[str, Array], cache: Mapping[str, Array], X: Array, Y: Array
) -> Gradients:
    """Return dW1, db1, dW2 and db2."""
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y  # (6)
    dW2 = dZ2 @ A1.T / m  # (7)
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # (8)
    dA1 = W2.T @ dZ2  # (9)
    dZ1 = dA1 * (1 - A1**2)  # (6)
    dW1 = dZ1 @ X.T / m  # (7)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m  # (8)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(
    parameters: Mapping[str, Array], grads: Mapping[str, Array], learning_rate: float = 1.2
) -> Parameters:
    """Return W - learning_rate * dW and b - learning_rate * db of both layers."""
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(
    X: Array, Y: Array, n_h: int, num_iterations: int = 10000, print_cost: bool = False
) -> Parameters:
    """Train linear -> tanh -> linear -> sigmoid."""
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for _ in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


def predict(parameters: Mapping[str, Array], X: Array) -> Array:
    """Return 1 where A2 > 0.5, else 0."""
    A2, _ = forward_propagation(X, parameters)
    predictions = np.where(A2 > 0.5, 1.0, 0.0)
    return predictions
