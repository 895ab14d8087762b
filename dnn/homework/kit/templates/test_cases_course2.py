"""What the functions of course 2 are tried on: drawn anew in the course's shapes, not its figures.

Each seeds the global stream, as the course's do. np comes with a star.
"""

from typing import Any

import numpy as np

from dnn.homework.kit.templates.course2 import forward_propagation
from dnn.shapes import Array, Parameters

THREE = {"W1": (2, 3), "b1": (2, 1), "W2": (3, 2), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
CHECKED = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
TWO = {"W1": (2, 3), "b1": (2, 1), "W2": (3, 3), "b2": (3, 1)}


def drawn(shapes: dict[str, tuple[int, int]], prefix: str = "") -> Parameters:
    """Return an array of N(0, 1) from the global stream for every name."""
    return {f"{prefix}{name}": np.random.randn(*shape) for name, shape in shapes.items()}


def three_layers(m: int = 5) -> tuple[Array, Array, Parameters]:
    """Return X, Y and the parameters of three layers."""
    np.random.seed(1)
    return np.random.randn(3, m), (np.random.rand(1, m) > 0.5) * 1, drawn(THREE)


def compute_cost_with_regularization_test_case() -> tuple[Array, Array, Parameters]:
    """Return A3, Y, parameters."""
    X, Y, parameters = three_layers()
    return forward_propagation(X, parameters)[0], Y, parameters


def backward_propagation_with_regularization_test_case() -> tuple[Array, Array, Any]:
    """Return X, Y, cache."""
    X, Y, parameters = three_layers()
    return X, Y, forward_propagation(X, parameters)[1]


def forward_propagation_with_dropout_test_case() -> tuple[Array, Parameters]:
    """Return X, parameters."""
    X, _, parameters = three_layers()
    return X, parameters


def backward_propagation_with_dropout_test_case() -> tuple[Array, Array, Any]:
    """Return X, Y, cache with the masks D1 and D2 in it."""
    X, Y, parameters = three_layers()
    Z1, A1, W1, b1, Z2, A2, W2, b2, *rest = forward_propagation(X, parameters)[1]
    D1, D2 = np.random.rand(*A1.shape) < 0.8, np.random.rand(*A2.shape) < 0.8
    return X, Y, (Z1, D1, A1 * D1 / 0.8, W1, b1, Z2, D2, A2 * D2 / 0.8, W2, b2, *rest)


def gradient_check_n_test_case() -> tuple[Array, Array, Parameters]:
    """Return X, Y, parameters."""
    np.random.seed(1)
    return np.random.randn(4, 3), np.array([1, 1, 0]), drawn(CHECKED)


def update_parameters_with_gd_test_case() -> tuple[Parameters, Parameters, float]:
    """Return parameters, grads, learning_rate."""
    np.random.seed(1)
    return drawn(TWO), drawn(TWO, "d"), 0.01


def random_mini_batches_test_case() -> tuple[Array, Array, int]:
    """Return X, Y, mini_batch_size."""
    np.random.seed(1)
    return np.random.randn(12288, 148), (np.random.randn(1, 148) < 0.5) * 1, 64


def initialize_velocity_test_case() -> Parameters:
    """Return parameters."""
    np.random.seed(1)
    return drawn(TWO)


initialize_adam_test_case = initialize_velocity_test_case


def update_parameters_with_momentum_test_case() -> tuple[Parameters, Parameters, Parameters]:
    """Return parameters, grads, v."""
    parameters, grads, _ = update_parameters_with_gd_test_case()
    return parameters, grads, {name: slope * 0 for name, slope in grads.items()}


def update_parameters_with_adam_test_case() -> tuple[Parameters, ...]:
    """Return parameters, grads, v, s."""
    parameters, grads, v = update_parameters_with_momentum_test_case()
    return parameters, grads, v, {name: slope * 0 for name, slope in grads.items()}
