"""What course 2's homework on optimisers imports; its moons are drawn anew.

np and plt come along with a star.
"""

import matplotlib.pyplot as plt  # noqa: F401
import numpy as np

from dnn.homework.kit.templates.course2 import (  # noqa: F401
    backward_propagation,
    compute_cost,
    compute_cost_total,
    drawn_set,
    forward_propagation,
    initialize_parameters,
    predict,
    predict_dec,
    relu,
    update_parameters,
)
from dnn.homework.kit.templates.planar_utils import plot_decision_boundary, sigmoid  # noqa: F401
from dnn.shapes import Array

SUMMED = False  # in opt_utils_v1a compute_cost returns the sum over the examples
if SUMMED:
    compute_cost = compute_cost_total


def load_params_and_grads(seed: int = 1) -> tuple[Array, ...]:
    """Return W1, b1, W2, b2, dW1, db1, dW2, db2."""
    np.random.seed(seed)
    shapes = ((2, 3), (2, 1), (3, 3), (3, 1)) * 2
    return tuple(np.random.randn(*shape) for shape in shapes)


def moons(turn: Array, Y: Array) -> tuple[Array, Array]:
    """Return points of two half circles that reach into each other."""
    x, y = np.cos(np.pi * turn), np.sin(np.pi * turn)
    return np.where(Y == 1, 1 - x, x), np.where(Y == 1, 0.5 - y, y)


def load_dataset(is_plot: bool = True) -> tuple[Array, Array]:
    """Return X, Y: 300 points of two moons."""
    return drawn_set(moons, 300, 0.2, 3, is_plot)
