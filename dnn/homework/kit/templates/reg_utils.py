"""What course 2's homework on regularisation imports.

Its points are drawn anew, unless they are there as datasets/data.mat.
np and plt come along with a star.
"""

from pathlib import Path

import matplotlib.pyplot as plt  # noqa: F401
import numpy as np

from dnn.homework.kit.templates.course2 import (  # noqa: F401
    backward_propagation,
    compute_cost,
    drawn_set,
    forward_propagation,
    initialize_parameters,
    predict,
    predict_dec,
    relu,
    update_parameters,
)
from dnn.homework.kit.templates.planar_utils import (  # noqa: F401
    load_planar_dataset,
    plot_decision_boundary,
    sigmoid,
)
from dnn.shapes import Array


def halves(turn: Array, Y: Array) -> tuple[Array, Array]:
    """Return points of two sides of a slanted line, label 1 on the right."""
    x = 1.2 * turn - 0.7
    return x, np.where(Y == 1, -1, 1) * 0.25 - 0.6 * x


def load_2D_dataset() -> tuple[Array, Array, Array, Array]:
    """Return train_X, train_Y, test_X, test_Y: 211 and 200 points of the plane."""
    file = Path("datasets", "data.mat")
    if file.is_file():
        from scipy.io import loadmat  # type: ignore[import-untyped]

        data = loadmat(file)
        return data["X"].T, data["y"].T, data["Xval"].T, data["yval"].T
    return (*drawn_set(halves, 211, 0.15, 1, True), *drawn_set(halves, 200, 0.15, 2, False))
