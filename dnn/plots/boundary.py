"""Where in the plane of two features a network decides for which class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from dnn.checks.arrays import check_finite, check_matrix
from dnn.checks.values import check_whole_number
from dnn.labels import class_numbers, from_one_hot
from dnn.plots.common import (
    COLOURS,
    INK,
    MARKERS,
    PAPER,
    class_names,
    luminance,
    new_axes,
    on_paper,
    tint,
)
from dnn.shapes import Array, ShapeError

__all__ = ["plot_decision_boundary"]

SIZE = (6.0, 4.8)
ROUNDING = 1e-9


def plot_decision_boundary(
    predict_function: Callable[[Array], Any],
    X: Array,
    Y: Any,
    *,
    classes: Sequence[Any] | Array | None = None,
    steps: int = 200,
    ax: Axes | None = None,
) -> Axes:
    """Colour the plane of two features by what is predicted there, with the examples on it.

    Parameters
    ----------
    predict_function : callable, (2, k) -> (n_L, k)
        Takes k points, one per column, and returns class numbers, probabilities of class 1, or one
        row per class. A function that refuses columns is given the points as rows, (k, 2), as the
        course's own ``lambda x: predict_dec(parameters, x.T)`` takes them.
    X : array of float, (2, m)
    Y : array or list of m class numbers, (1, m) or (m,), or one-hot columns, (n_L, m)
    classes : sequence of bytes or str, optional
        The names of class 0, 1, ...; left out, the classes are called by their numbers.
    steps : int, from 2 up
        The plane is asked at steps * steps points.
    ax : matplotlib Axes, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        When X has not two features or no example, Y does not fit X, or the function returns
        something else than one prediction per point.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_decision_boundary
    >>> X, Y = np.array([[-1.0, 1.0, 2.0], [0.0, 0.0, 1.0]]), np.array([[0, 1, 1]])
    >>> ax = plot_decision_boundary(lambda X: X[:1] > 0, X, Y, ax=Figure().add_subplot())
    >>> ax.get_xlabel(), [text.get_text() for text in ax.get_legend().get_texts()]
    ('$x_1$', ['class 0', 'class 1'])
    """
    labels = check_plane(X, Y)
    x, y = (_axis_places(row, check_whole_number("steps", steps, least=2)) for row in X)
    points = np.stack([np.tile(x, y.size), np.repeat(y, x.size)])
    regions = _regions(_asked(predict_function, points)).reshape(y.size, x.size)
    names = class_names(classes, labels.max() + 1)
    ax = new_axes(ax, *SIZE)
    _draw_regions(ax, x, y, regions)
    _draw_examples(ax, X, labels, names)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", title="Decision boundary")
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    ax.legend(loc="upper right")
    return on_paper(ax)


def check_plane(X: Array, Y: Any) -> Array:
    """Return the class of every example, after checking that each is a point of the plane."""
    check_matrix("X", X, "(2, m): one column per example")
    if X.shape[0] != 2:
        raise ShapeError(
            f"a plane has two features, so X must be (2, m), but it is {X.shape}"
            + ("; it looks transposed: examples are columns, so pass X.T" * (X.shape[1] == 2))
        )
    if X.shape[1] == 0:
        raise ShapeError("X is (2, 0): there is no example (column) to draw")
    check_finite(X)
    Y = np.asarray(Y)
    labels = class_numbers("Y", from_one_hot(Y) if Y.ndim == 2 and len(Y) > 1 < Y.shape[1] else Y)
    if labels.size != X.shape[1]:
        raise ShapeError(f"X holds m = {X.shape[1]} examples, but Y holds {labels.size} labels")
    return labels


def _axis_places(row: Array, steps: int) -> Array:
    """Return where to ask along one feature: from a bit before the first to a bit after."""
    low, high = float(row.min()), float(row.max())
    margin = 0.1 * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, steps)


def _asked(predict_function: Callable[[Array], Any], points: Array) -> Array:
    """Return what is predicted at the points, which are handed over as columns, else as rows."""
    if not callable(predict_function):
        raise ValueError(
            "predict_function must be a function of points (2, k), for example "
            f"lambda X: predict(X, None, parameters); got a {type(predict_function).__name__}"
        )
    try:
        answer = predict_function(points)
    except ValueError as refused:
        try:
            answer = predict_function(np.ascontiguousarray(points.T))
        except Exception:  # whatever rows lead to, the reason is what columns led to
            raise refused from None
    answer = np.asarray(answer[0] if isinstance(answer, tuple) else answer)
    k = points.shape[1]
    if answer.shape[-1:] != (k,) or answer.ndim > 2 or answer.dtype.kind not in "buif":
        raise ShapeError(
            f"predict_function was given {k} points, (2, {k}), and must return one prediction "
            f"each, (1, {k}); it returned {answer.shape} of {answer.dtype}"
        )
    return answer.reshape(-1, k)


def _regions(answer: Array) -> Array:
    """Return the class at every point; answers are a row per class, probabilities, or classes."""
    if len(answer) > 1:
        return answer.argmax(axis=0)
    row = answer[0]
    is_whole = row.dtype.kind in "bui" or bool(np.all(np.abs(row - np.rint(row)) < ROUNDING))
    if is_whole and row.min() >= 0:
        return np.rint(row).astype(np.int64)
    if not (row.min() >= 0 and row.max() <= 1):
        raise ValueError(
            "predict_function must return class numbers, or probabilities from 0 to 1; it returned "
            f"numbers from {row.min():g} to {row.max():g}"
        )
    return (row > 0.5).astype(np.int64)


def _draw_regions(ax: Axes, x: Array, y: Array, regions: Array) -> None:
    """Colour the plane by class, with a line where one class ends."""
    colours = np.array([tint(colour, 0.45) for colour in COLOURS])[regions % len(COLOURS)]
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    extent = (x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y)
    ax.imshow(colours, extent=extent, origin="lower", aspect="auto", interpolation="nearest")
    for k in np.unique(regions)[1:]:
        ax.contour(x, y, regions == k, levels=[0.5], colors=INK, linewidths=1.5)


def _draw_examples(ax: Axes, X: Array, labels: Array, names: Sequence[str]) -> None:
    """Draw the examples, every class in its colour and with its marker."""
    for k in np.unique(labels):
        x_1, x_2 = X[:, labels == k]
        colour, marker = COLOURS[k % len(COLOURS)], MARKERS[k % len(MARKERS)]
        edge = PAPER if luminance(colour) < 0.55 else INK
        style: dict[str, Any] = {"s": 34, "linewidths": 0.8, "edgecolors": edge, "zorder": 3}
        ax.scatter(x_1, x_2, color=colour, marker=marker, label=names[k], **style)
