"""The pictures that a network took for something else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure, SubFigure

from dnn.checks.arrays import check_matrix
from dnn.checks.values import check_whole_number
from dnn.chinese.fonts import with_fonts
from dnn.plots.common import new_figure, outside_ink
from dnn.shapes import Array, ShapeError
from dnn.text import class_name, counted

__all__ = ["plot_mislabeled", "print_mislabeled_images"]


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
        Flattened pictures, one per column, as `flatten_images` makes them.
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
    '1 of 3 pictures is misclassified'
    >>> print(figure.axes[0].get_title())
    Prediction: non-cat
    Class: cat
    """
    check_whole_number("most", most)
    check_matrix("X", X, "(n_0, m): one flattened picture per column")
    names = [class_name(name) for name in classes]
    labels, answers = _class_row("y", y, X.shape[1], names), _class_row("p", p, X.shape[1], names)
    shape = _picture_shape(X.shape[0], image_shape)
    wrong = np.flatnonzero(labels != answers)
    pictures = _shaded(X, wrong[:most], shape)
    titles = [f"Prediction: {names[answers[i]]}\nClass: {names[labels[i]]}" for i in wrong[:most]]
    figure = new_figure(figure, 9.6, 8.0)
    title = _wrong_title(wrong.size, X.shape[1], len(titles))
    figure.suptitle(title, color=outside_ink(figure))
    _draw_pictures(figure, pictures, titles)
    return figure


def plot_mislabeled(
    X: Array,
    y: Any,
    p: Any,
    *,
    classes: Sequence[Any] | Array | None = None,
    most: int = 20,
    image_shape: tuple[int, int, int] | None = None,
    figure: Figure | SubFigure | None = None,
) -> Figure | SubFigure:
    """Show the pictures whose prediction differs from their label.

    Parameters
    ----------
    X : array of float, (n_0, m), values 0 to 1
        Flattened pictures, one per column, as `flatten_images` makes them.
    y, p : arrays or lists of m class numbers, (1, m) or (m,)
        Labels, and predictions as `predict` returns them.
    classes : sequence of bytes or str, optional
        The names of class 0, 1, ...; left out, the classes are called by their numbers.
    most, image_shape, figure
        As for `print_mislabeled_images`, the course's name for this with the classes first.

    Returns
    -------
    figure : matplotlib Figure or SubFigure

    Raises
    ------
    ValueError
        When shapes do not fit each other, X leaves 0 to 1, or a label has no class.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_mislabeled
    >>> X = np.linspace(0, 1, 36).reshape(12, 3)
    >>> figure = plot_mislabeled(X, [[0, 1, 1]], [[0.0, 1.0, 0.0]], figure=Figure())
    >>> figure.get_suptitle()
    '1 of 3 pictures is misclassified'
    """
    if classes is None:
        rows = [np.asarray(row, dtype=np.float64).ravel() for row in (y, p)]
        numbers = [float(row.max()) for row in rows if row.size and np.isfinite(row).all()]
        classes = range(max(2, int(min(max(numbers, default=1), 1e4)) + 1))
    options: dict[str, Any] = {"most": most, "image_shape": image_shape, "figure": figure}
    return print_mislabeled_images(classes, X, y, p, **options)


def _wrong_title(wrong: int, m: int, shown: int) -> str:
    """Say how many are wrong, and how many of them are shown."""
    if not wrong:
        return f"None of {counted(m, 'picture')} is misclassified"
    said = f"{wrong} of {counted(m, 'picture')} {'is' if wrong == 1 else 'are'} misclassified"
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
        ax.set_title(title, fontsize="small", parse_math=False, color=outside_ink(figure))
        ax.set_axis_off()
    with_fonts(figure)


def _class_row(name: str, values: Any, m: int, classes: Sequence[str]) -> Array:
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


def _picture_shape(n_0: int, image_shape: tuple[int, int, int] | None) -> tuple[int, int, int]:
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


def _shaded(X: Array, columns: Array, shape: tuple[int, int, int]) -> Array:
    """Return columns of X as pictures, after checking that they are shades from 0 to 1."""
    shades = X[:, columns]
    if shades.size and not (shades.min() >= -1e-6 and shades.max() <= 1 + 1e-6):
        raise ValueError(
            "X must hold shades from 0 to 1, as flatten_images makes them, but here they go from "
            f"{shades.min():g} to {shades.max():g}"
        )
    return np.clip(shades.T.reshape(-1, *shape), 0, 1)
