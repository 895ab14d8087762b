"""What the functions of week 4 are tried on: seeded cases, as in all editions but the first.

Each seeds the global stream, as the course's do: homework relies on it. np comes with a star.
"""

from typing import Any

import numpy as np

from dnn.shapes import Array

EDITION = "2018"  # since 2018-v4a two of the cases are others

NEWER = ("2018-v4a", "2021")


def drawn(seed: int, *shapes: tuple[int, int]) -> list[Array]:
    """Seed the global stream and draw an array N(0, 1) of every shape."""
    np.random.seed(seed)
    return [np.random.randn(*shape) for shape in shapes]


def linear_forward_test_case() -> tuple[Array, ...]:
    """Return A, W, b."""
    A, W, b = drawn(1, (3, 2), (1, 3), (1, 1))
    return A, W, b


def linear_activation_forward_test_case() -> tuple[Array, ...]:
    """Return A_prev, W, b."""
    A_prev, W, b = drawn(2, (3, 2), (1, 3), (1, 1))
    return A_prev, W, b


def L_model_forward_test_case() -> tuple[Array, dict[str, Array]]:
    """Return X and the parameters of two layers."""
    X, W1, b1, W2, b2 = drawn(1, (4, 2), (3, 4), (3, 1), (1, 3), (1, 1))
    return X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def L_model_forward_test_case_2hidden() -> tuple[Array, dict[str, Array]]:
    """Return X and the parameters of three layers."""
    X, *drawn_parameters = drawn(6, (5, 4), (4, 5), (4, 1), (3, 4), (3, 1), (1, 3), (1, 1))
    return X, dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), drawn_parameters, strict=True))


def compute_cost_test_case() -> tuple[Array, Array]:
    """Return Y, AL."""
    return np.asarray([[1, 1, 0 if EDITION in NEWER else 1]]), np.array([[0.8, 0.9, 0.4]])


def linear_backward_test_case() -> tuple[Array, tuple[Array, ...]]:
    """Return dZ, (A, W, b)."""
    n, n_prev, m = (3, 5, 4) if EDITION in NEWER else (1, 3, 2)
    dZ, A, W, b = drawn(1, (n, m), (n_prev, m), (n, n_prev), (n, 1))
    return dZ, (A, W, b)


def linear_activation_backward_test_case() -> tuple[Array, tuple[Any, ...]]:
    """Return dA, ((A, W, b), Z)."""
    dA, A, W, b, Z = drawn(2, (1, 2), (3, 2), (1, 3), (1, 1), (1, 2))
    return dA, ((A, W, b), Z)


def L_model_backward_test_case() -> tuple[Any, ...]:
    """Return AL, Y and the caches of two layers."""
    AL, A1, W1, b1, Z1, A2, W2, b2, Z2 = drawn(
        3, (1, 2), (4, 2), (3, 4), (3, 1), (3, 2), (3, 2), (1, 3), (1, 1), (1, 2)
    )
    return AL, np.array([[1, 0]]), (((A1, W1, b1), Z1), ((A2, W2, b2), Z2))


def update_parameters_test_case() -> tuple[dict[str, Array], dict[str, Array]]:
    """Return parameters, grads."""
    shapes = (3, 4), (3, 1), (1, 3), (1, 1)
    parameters = dict(zip(("W1", "b1", "W2", "b2"), drawn(2, *shapes), strict=True))
    grads = dict(zip(("dW1", "db1", "dW2", "db2"), drawn(3, *shapes), strict=True))
    return parameters, grads


def print_grads(grads: dict[str, Any]) -> None:
    """Print the slopes of the first layer, and by what leaves it."""
    for name in ("dW1", "db1", "dA1"):
        print(f"{name} = {grads[name]}")
