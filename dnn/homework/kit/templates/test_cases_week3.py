"""What the functions of week 3 are tried on: drawn anew in the course's shapes, not its figures.

Each seeds the global stream, as the course's do. np comes with a star.
"""

from typing import Any

import numpy as np

import dnn
from dnn.shapes import Array

EDITION = "2018"  # in 2021 the cost is told no parameters


def drawn(*shapes: tuple[int, int]) -> list[Array]:
    """Seed the global stream with 1 and draw an array N(0, 1) of every shape."""
    np.random.seed(1)
    return [np.random.randn(*shape) for shape in shapes]


def drawn_parameters(n_x: int = 2, n_h: int = 4, n_y: int = 1) -> dict[str, Array]:
    """Return small parameters of a network with one hidden layer."""
    names = ("W1", "b1", "W2", "b2")
    arrays = drawn((n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1))
    return {name: array * 0.01 for name, array in zip(names, arrays, strict=True)}


def layer_sizes_test_case() -> tuple[Array, ...]:
    """Return X, Y."""
    X, Y = drawn((5, 3), (2, 3))
    return X, Y


def initialize_parameters_test_case() -> tuple[int, int, int]:
    """Return n_x, n_h, n_y."""
    return 2, 4, 1


def forward_propagation_test_case() -> tuple[Array, dict[str, Array]]:
    """Return X, parameters."""
    parameters = drawn_parameters()
    return np.random.randn(2, 3), parameters


def compute_cost_test_case() -> tuple[Any, ...]:
    """Return A2, Y, and parameters but in 2021."""
    parameters = drawn_parameters()
    A2, Y = np.array([[0.5, 0.4, 0.7]]), np.random.randn(1, 3) > 0
    return (A2, Y) if EDITION == "2021" else (A2, Y, parameters)


def backward_propagation_test_case() -> tuple[Any, ...]:
    """Return parameters, cache, X, Y."""
    parameters = drawn_parameters()
    X = np.random.randn(2, 3)
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2, _ = dnn.sigmoid(Z2)
    return parameters, {"A1": A1, "A2": A2, "Z1": Z1, "Z2": Z2}, X, np.array([[1, 0, 1]])


def update_parameters_test_case() -> tuple[dict[str, Array], dict[str, Array]]:
    """Return parameters, grads."""
    parameters = drawn_parameters()
    return parameters, {f"d{name}": np.random.randn(*p.shape) for name, p in parameters.items()}


def nn_model_test_case() -> tuple[Array, Array]:
    """Return X, Y."""
    X, Y = drawn((2, 3), (1, 3))
    return X, Y > 0


def predict_test_case() -> tuple[dict[str, Array], Array]:
    """Return parameters, X."""
    parameters = drawn_parameters()
    return parameters, np.random.randn(2, 3)
