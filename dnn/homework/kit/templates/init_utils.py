"""What course 2's homework on initialisation imports; its circles are drawn anew.

np and plt come along with a star.
"""

import matplotlib.pyplot as plt  # noqa: F401
import numpy as np

from dnn.homework.kit.templates.course2 import (  # noqa: F401
    backward_propagation,
    compute_cost,
    drawn_set,
    forward_propagation,
    predict,
    predict_dec,
    relu,
    update_parameters,
)
from dnn.homework.kit.templates.planar_utils import plot_decision_boundary, sigmoid  # noqa: F401
from dnn.shapes import Array

compute_loss = compute_cost


def circles(turn: Array, Y: Array) -> tuple[Array, Array]:
    """Return points of two circles around 0, label 1 within."""
    radius = np.where(Y == 1, 0.8, 1.0)
    return radius * np.cos(2 * np.pi * turn), radius * np.sin(2 * np.pi * turn)


def load_dataset() -> tuple[Array, Array, Array, Array]:
    """Return train_X, train_Y, test_X, test_Y: 300 and 100 points of two circles."""
    return (*drawn_set(circles, 300, 0.05, 1, True), *drawn_set(circles, 100, 0.05, 2, False))
