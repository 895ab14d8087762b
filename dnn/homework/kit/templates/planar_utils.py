"""What week 3 imports: a flower of two colours, other sets of the plane, and a boundary drawn.

np and plt come along with a star.
"""

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

import dnn
from dnn.shapes import Array

Points = tuple[Array, Array]


def sigmoid(x: Any) -> Array:
    """Return 1 / (1 + exp(-x)), alone: in week 3 nothing is kept for the way back."""
    return dnn.sigmoid(np.asarray(x, dtype=float))[0]


def plot_decision_boundary(model: Callable[[Array], Any], X: Array, y: Any) -> None:
    """Colour the plane by what the model says of its points, which it is given as rows."""
    (x_low, y_low), (x_high, y_high) = X.min(axis=1) - 1, X.max(axis=1) + 1
    xs, ys = np.meshgrid(np.linspace(x_low, x_high, 300), np.linspace(y_low, y_high, 300))
    answers = np.asarray(model(np.c_[xs.ravel(), ys.ravel()]), dtype=float)
    plt.contourf(xs, ys, answers.reshape(xs.shape), cmap="Spectral")
    plt.scatter(X[0], X[1], c=np.ravel(y), cmap="Spectral")
    plt.xlabel("x1")
    plt.ylabel("x2")


def load_planar_dataset() -> Points:
    """Return X (2, 400) and Y (1, 400): a flower, with the petals of either half in one colour."""
    np.random.seed(1)
    labels = np.repeat([0, 1], 200)
    angle = np.linspace(0, 2 * np.pi, 400) + 0.2 * np.random.randn(400)
    radius = 4 * np.sin(4 * angle) + 0.2 * np.random.randn(400)
    return np.array([radius * np.sin(angle), radius * np.cos(angle)]), labels[np.newaxis]


def load_extra_datasets() -> tuple[Points, Points, Points, Points, Points]:
    """Return circles, moons, blobs, shells and noise, each X (200, 2) and Y (200,)."""
    np.random.seed(1)
    labels = np.arange(200) % 2
    angle = 2 * np.pi * np.random.rand(200)
    ring = np.c_[np.cos(angle), np.sin(angle)]
    grain = 0.2 * np.random.randn(200, 2)
    circles = ring * np.where(labels, 0.5, 1)[:, np.newaxis] + grain
    moons = np.c_[np.cos(angle / 2), np.sin(angle / 2)]
    moons = np.where(labels[:, np.newaxis], [1, 0.5] - moons, moons) + grain
    kinds = np.arange(200) % 6
    blobs = 5 * np.c_[np.cos(kinds), np.sin(kinds)] + np.random.randn(200, 2)
    shells = np.random.randn(200, 2)
    outer = (shells**2).sum(axis=1) > 1.4
    noise = np.random.rand(200, 2)
    return (
        (circles, labels),
        (moons, labels),
        (blobs, kinds),
        (shells, outer.astype(int)),
        (noise, np.random.randint(0, 2, 200)),
    )
