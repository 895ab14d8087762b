"""The functions of week 2: logistic regression."""

from __future__ import annotations

from typing import Any

import numpy as np

from dnn.shapes import Array


def sigmoid(z: Array) -> Array:
    """Return A = 1 / (1 + exp(-Z))."""
    s = 1 / (1 + np.exp(-z))  # (2)
    return s


def initialize_with_zeros(dim: int) -> tuple[Array, float]:
    """Return w = 0 (dim, 1) and b = 0."""
    w = np.zeros((dim, 1))
    b = 0.0
    return w, b


def propagate(w: Array, b: float, X: Array, Y: Array) -> tuple[dict[str, Any], Array]:
    """Return the slopes dw, db and the cost."""
    m = X.shape[1]
    Z = w.T @ X + b  # (1)
    A = sigmoid(Z)  # (2)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dZ = A - Y  # (6)
    dw = X @ dZ.T / m  # (7)
    db = np.sum(dZ) / m  # (8)
    return {"dw": dw, "db": db}, np.squeeze(cost)


def optimize(
    w: Array,
    b: float,
    X: Array,
    Y: Array,
    num_iterations: int = 100,
    learning_rate: float = 0.009,
    print_cost: bool = False,
) -> tuple[dict[str, Any], dict[str, Any], list[Array]]:
    """Return params, the last grads and the costs of every hundredth iteration."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def predict(w: Array, b: float, X: Array) -> Array:
    """Return 1 where A > 0.5, else 0."""
    A = sigmoid(w.T @ X + b)  # (1)
    Y_prediction = np.where(A > 0.5, 1.0, 0.0)
    return Y_prediction


def model(
    X_train: Array,
    Y_train: Array,
    X_test: Array,
    Y_test: Array,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
    print_cost: bool = False,
) -> dict[str, Any]:
    """Train logistic regression; return all that was found, in a dict."""
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    Y_prediction_train = predict(w, b, X_train)
    Y_prediction_test = predict(w, b, X_test)
    return {
        "costs": costs,
        "Y_prediction_test": Y_prediction_test,
        "Y_prediction_train": Y_prediction_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
