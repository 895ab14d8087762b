"""Pictures of a training: its costs, and the examples that the network got wrong."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

from dnn.atomic import atomic_path
from dnn.checks import check_whole_number
from dnn.shapes import Array, ShapeError, check_matrix, counted

__all__ = ["bare_figure", "plot_costs", "print_mislabeled_images", "save_figure"]

# One row a curve: colours that the colour-blind tell apart (Okabe and Ito), dashes that grey does.
CURVES = (
    {"color": "#0072B2", "linestyle": "-", "marker": "o"},
    {"color": "#D55E00", "linestyle": "--", "marker": "s"},
    {"color": "#009E73", "linestyle": "-.", "marker": "^"},
    {"color": "#000000", "linestyle": ":", "marker": "D"},
)
SIZE = (6.4, 4.4)  # inches
MANY = 60  # points, from which on a marker at each would only thicken the line


# --- costs --------------------------------------------------------------------------------------


def plot_costs(
    costs: Iterable[Any], learning_rate: Any = 0.0075, *, every: int = 100, ax: Axes | None = None
) -> Axes:
    """Draw the costs of a training over its iterations: cost k stands at iteration k * every.

    Parameters
    ----------
    costs : sequence of numbers
        As `L_layer_model` returns them. NaN and infinity are left out of the curve and marked on
        the axis below.
    learning_rate : float
        For the title.
    every : int
        Iterations from one cost to the next.
    ax : matplotlib Axes, optional
        Where to draw; left out, on a new pyplot figure. Drawn on the same axes again, another
        training is told apart by colour and dashes, and named in a legend.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        When there are no costs, they are not numbers, or `every` is no whole number from 1 up.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_costs
    >>> ax = plot_costs([0.69, 0.31, 0.12], 0.0075, ax=Figure().add_subplot())
    >>> ax.get_lines()[0].get_xdata().tolist()
    [0, 100, 200]
    >>> ax.get_title(), ax.get_xlabel(), ax.get_ylabel()
    ('Learning rate = 0.0075', 'iteration', 'cost')
    """
    values = _cost_row(costs)
    iterations = np.arange(values.size) * check_whole_number("every", every)
    ax = _new_figure().add_subplot() if ax is None else ax
    earlier = [line for line in ax.get_lines() if line.get_gid() == "costs"]
    _draw_curve(ax, iterations, values, f"Learning rate = {learning_rate}", len(earlier))
    _mark_lost(ax, iterations[~np.isfinite(values)])
    ax.set_title("Learning rates" if earlier else f"Learning rate = {learning_rate}")
    ax.set(xlabel="iteration", ylabel="cost")
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    ax.grid(visible=True, alpha=0.3)
    if earlier or not np.isfinite(values).all():
        ax.legend()
    return ax


def _cost_row(costs: Iterable[Any]) -> Array:
    """Return costs as a row of floats, having seen that they are numbers and that there are any."""
    try:
        values = np.asarray(costs if hasattr(costs, "shape") else list(costs))
        if values.dtype.kind not in "buif":
            raise TypeError
    except (TypeError, ValueError):
        raise ValueError(
            "costs must be a list of numbers, the second value that L_layer_model returns; got "
            f"{_in_short(costs)}"
        ) from None
    if values.size == 0:
        raise ValueError("there are no costs to draw: was num_iterations 0?")
    if values.size != max(values.shape, default=1):
        raise ShapeError(f"costs must be one row of numbers, but the shape is {values.shape}")
    return values.reshape(-1).astype(np.float64)


def _draw_curve(ax: Axes, iterations: Array, values: Array, label: str, k: int) -> None:
    """Draw one curve in the k-th style; NaN breaks it."""
    finite = np.isfinite(values)
    style = CURVES[k % len(CURVES)]
    ax.plot(
        iterations,
        np.where(finite, values, np.nan),
        label=label,
        gid="costs",
        markersize=4,
        markevery=1 + values.size // MANY,
        **style,  # type: ignore[arg-type]
    )


def _mark_lost(ax: Axes, iterations: Array) -> None:
    """Mark on the axis where a cost was no finite number."""
    if iterations.size:
        ax.plot(
            iterations,
            np.zeros(iterations.size),
            "x",
            color="black",
            markersize=8,
            clip_on=False,
            zorder=3,
            transform=ax.get_xaxis_transform(),
            gid="lost",
            label="not a finite number",
        )


# --- pictures -----------------------------------------------------------------------------------


def print_mislabeled_images(
    classes: Sequence[Any] | Array,
    X: Array,
    y: Any,
    p: Any,
    *,
    most: int = 20,
    image_shape: tuple[int, int, int] | None = None,
    figure: Figure | SubFigure | None = None,
) -> Figure | SubFigure:
    """Show the pictures whose prediction differs from their label.

    Parameters
    ----------
    classes : sequence of bytes or str
        The name of class 0, then of class 1.
    X : array of float, (n_0, m), values 0 to 1
        Flattened pictures, one a column, as `flatten_images` makes them.
    y : array or list of m labels, (1, m) or (m,)
    p : array or list of m predictions, (1, m) or (m,)
        As `predict` returns them.
    most : int
        Show no more than the first so many.
    image_shape : (height, width, channels), optional
        Left out, pictures are square and have 3 channels: the side is sqrt(n_0 / 3).
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    figure : matplotlib Figure or SubFigure
        Its title says how many are wrong, or that none is.

    Raises
    ------
    ValueError
        When shapes do not fit each other, X leaves 0 to 1, or a label has no class.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from dnn import print_mislabeled_images
    >>> X = np.linspace(0, 1, 36).reshape(12, 3)
    >>> figure = print_mislabeled_images(
    ...     [b"non-cat", b"cat"], X, [[0, 1, 1]], [[0.0, 1.0, 0.0]], figure=Figure()
    ... )
    >>> figure.get_suptitle()
    '1 of 3 pictures is mislabelled'
    >>> print(figure.axes[0].get_title())
    Prediction: non-cat
    Class: cat
    """
    check_whole_number("most", most)
    check_matrix("X", X, "(n_0, m): one flattened picture a column")
    names = [_text(name) for name in classes]
    labels, answers = _labels("y", y, X.shape[1], names), _labels("p", p, X.shape[1], names)
    shape = _image_shape(X.shape[0], image_shape)
    wrong = np.flatnonzero(labels != answers)
    pictures = _pictures(X, wrong[:most], shape)
    titles = [f"Prediction: {names[answers[i]]}\nClass: {names[labels[i]]}" for i in wrong[:most]]
    figure = _new_figure(9.6, 8.0) if figure is None else figure
    figure.suptitle(_wrong_title(wrong.size, X.shape[1], len(titles)))
    _draw_pictures(figure, pictures, titles)
    return figure


def _wrong_title(wrong: int, m: int, shown: int) -> str:
    """Say how many are wrong, and how many of them are shown."""
    if not wrong:
        return f"None of {counted(m, 'picture')} is mislabelled"
    said = f"{wrong} of {counted(m, 'picture')} {'is' if wrong == 1 else 'are'} mislabelled"
    return said if shown == wrong else f"{said}; the first {shown} of them"


def _draw_pictures(figure: Figure | SubFigure, pictures: Array, titles: Sequence[str]) -> None:
    """Draw pictures in as many columns as fill the figure best."""
    if not titles:
        return
    box = figure.bbox
    columns = min(len(titles), math.ceil(math.sqrt(len(titles) * box.width / box.height)))
    rows = math.ceil(len(titles) / columns)
    for k, (picture, title) in enumerate(zip(pictures, titles, strict=True), start=1):
        ax = figure.add_subplot(rows, columns, k)
        ax.imshow(picture, interpolation="nearest", cmap="gray", vmin=0, vmax=1)
        ax.set_title(title, fontsize="small", parse_math=False)
        ax.set_axis_off()


def _text(name: Any) -> str:
    """Return the name of a class, given as bytes or text."""
    return name.decode(errors="replace") if isinstance(name, bytes) else str(name)


def _labels(name: str, values: Any, m: int, classes: Sequence[str]) -> Array:
    """Return m labels as a row of indices into the classes."""
    row = np.asarray(values)
    if row.shape not in ((1, m), (m,)):
        raise ShapeError(
            f"X holds {m} pictures, so {name} must be {(1, m)}, but it is {row.shape}"
            + (f"; use {name}.T" if row.shape == (m, 1) else "")
        )
    known = np.isin(row, np.arange(len(classes)))
    if not known.all():
        raise ValueError(
            f"{name} must hold the numbers of classes, 0 to {len(classes) - 1} "
            f"({', '.join(classes)}), but it holds {row[~known].flat[0]}"
        )
    return row.reshape(-1).astype(np.intp)


def _image_shape(n_0: int, image_shape: tuple[int, int, int] | None) -> tuple[int, int, int]:
    """Return (height, width, channels) of a picture of n_0 values."""
    side = math.isqrt(n_0 // 3)
    h, w, c = (side, side, 3) if image_shape is None else image_shape
    if h * w * c != n_0 or c not in (1, 3, 4):
        said = "3 channels and a square" if image_shape is None else f"image_shape {(h, w, c)}"
        raise ShapeError(
            f"a column of X has n_0 = {n_0} values, which does not make a picture of {said}; give "
            "image_shape=(height, width, channels) with 1, 3 or 4 channels"
        )
    return h, w, c


def _pictures(X: Array, columns: Array, shape: tuple[int, int, int]) -> Array:
    """Return columns of X as pictures, having seen that they are shades from 0 to 1."""
    shades = X[:, columns]
    if shades.size and not (shades.min() >= -1e-6 and shades.max() <= 1 + 1e-6):
        raise ValueError(
            "X must hold shades from 0 to 1, as flatten_images makes them, but here they go from "
            f"{shades.min():g} to {shades.max():g}"
        )
    return np.clip(shades.T.reshape(-1, *shape), 0, 1)


# --- figures ------------------------------------------------------------------------------------


def bare_figure(width: float = SIZE[0], height: float = SIZE[1]) -> Figure:
    """Return a figure that no window and no pyplot knows of, for programs that only save it.

    Examples
    --------
    >>> from dnn.plots import bare_figure
    >>> bare_figure(8, 6).get_size_inches().tolist()
    [8.0, 6.0]
    """
    return Figure(figsize=(width, height), layout="constrained")


def save_figure(path: str | os.PathLike[str], figure: Figure) -> None:
    """Write a figure as a PNG, whole or not at all.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn.plots import bare_figure, save_figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_figure(os.path.join(folder, "empty.png"), bare_figure())
    ...     os.listdir(folder)
    ['empty.png']
    """
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format="png", dpi=120)


def _new_figure(width: float = SIZE[0], height: float = SIZE[1]) -> Figure:
    """Return a pyplot figure, which a notebook shows at the end of the cell."""
    import matplotlib.pyplot as plt

    return plt.figure(figsize=(width, height), layout="constrained")


def _in_short(value: object) -> str:
    """Return at most 80 characters of a value."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
