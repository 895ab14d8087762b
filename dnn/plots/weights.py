"""The rows of W1 as pictures: what the units of the first layer look for."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure, SubFigure

from dnn.checks.arrays import check_finite, check_matrix
from dnn.checks.networks import network_dims
from dnn.checks.values import check_whole_number
from dnn.plots.common import new_figure, outside_ink
from dnn.shapes import Array, ShapeError
from dnn.text import counted

__all__ = ["plot_weights"]

INCHES = 1.5  # of one picture


def plot_weights(
    parameters: Mapping[str, Array] | Array,
    image_shape: tuple[int, int, int] | None = None,
    *,
    most: int = 20,
    figure: Figure | SubFigure | None = None,
) -> Figure | SubFigure:
    """Draw the rows of W1 as pictures: light where a unit wants light, dark where it wants dark.

    Parameters
    ----------
    parameters : mapping, or array W1 (n_1, n_0)
        The parameters of a network whose inputs are flattened pictures.
    image_shape : (height, width, channels), optional
        Channels are 3 or 1. Left out, pictures are square, and have 3 channels where that fits,
        else 1.
    most : int
        Show no more than the first so many units.
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    figure : matplotlib Figure or SubFigure

    Raises
    ------
    ValueError
        When rows of W1 do not make pictures, or hold NaN or infinity.

    Notes
    -----
    A weight w becomes the shade 1/2 + w / (2 largest size of w in its row): mid grey is 0.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import initialize_parameters_deep, plot_weights
    >>> figure = plot_weights(initialize_parameters_deep([48, 5, 1]), figure=Figure())
    >>> len(figure.axes), figure.axes[4].get_title()
    (5, 'unit 5')
    """
    W = first_weights(parameters)
    shape = weight_shape(W.shape[1], image_shape)
    count = min(len(W), check_whole_number("most", most))
    rows, columns = grid(count)
    figure = new_figure(figure, max(3.6, INCHES * columns), INCHES * rows + 0.8)
    draw_rows(figure, W[:count], shape, columns)
    shown = counted(len(W), "row") if count == len(W) else f"the first {count} of {len(W)} rows"
    title = f"W1, {shown} as pictures\nmid grey is weight 0"
    figure.suptitle(title, color=outside_ink(figure), fontsize=11)
    return figure


def first_weights(parameters: Mapping[str, Array] | Array) -> Array:
    """Return W1, given by itself or among the parameters, after checking that it is finite."""
    if isinstance(parameters, Mapping):
        network_dims(parameters)
        W = parameters["W1"]
    else:
        W = parameters
    check_matrix("W1", W, "(n_1, n_0): a row per unit, a column per pixel")
    check_finite(W, "W1")
    return W


def weight_shape(n_0: int, image_shape: tuple[int, int, int] | None) -> tuple[int, ...]:
    """Return (height, width, channels) of a row of W1, as given or as a square.

    Raises
    ------
    ValueError
        When n_0 weights do not make such a picture.

    Examples
    --------
    >>> from dnn.plots.weights import weight_shape
    >>> weight_shape(12288, None), weight_shape(784, None)
    ((64, 64, 3), (28, 28, 1))
    """
    sides = [(math.isqrt(n_0 // c), math.isqrt(n_0 // c), c) for c in (3, 1)]
    candidates = sides if image_shape is None else [tuple(image_shape)]
    for shape in candidates:
        if len(shape) == 3 and shape[2] in (1, 3) and math.prod(shape) == n_0:
            return shape
    said = "a square of 3 or 1 channels" if image_shape is None else f"image_shape {image_shape}"
    raise ShapeError(
        f"a row of W1 has n_0 = {n_0} weights, which does not make a picture of {said}; give "
        "image_shape=(height, width, channels) with 1 or 3 channels"
    )


def grid(count: int) -> tuple[int, int]:
    """Return the rows and columns in which so many pictures stand, a bit wider than high."""
    columns = math.ceil(math.sqrt(1.3 * count))
    return math.ceil(count / columns), columns


def draw_rows(
    figure: Figure | SubFigure,
    W: Array,
    shape: tuple[int, ...],
    columns: int,
    largest: Array | None = None,
) -> None:
    """Draw each row of W1 as a picture in which mid grey is 0, and white its largest weight."""
    ink = outside_ink(figure)
    for i, row in enumerate(W):
        ax = figure.add_subplot(math.ceil(len(W) / columns), columns, i + 1)
        top = (np.abs(row).max() if largest is None else largest[i]) or 1
        picture = (0.5 + row / (2 * top)).reshape(shape)
        ax.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        ax.set_title(f"unit {i + 1}", fontsize="small", color=ink)
        ax.set_axis_off()
