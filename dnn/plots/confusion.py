"""The confusion matrix as a picture: what was taken for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from dnn.plots.common import INK, PAPER, class_names, luminance, new_axes, on_paper
from dnn.shapes import Array, ShapeError

__all__ = ["plot_confusion"]

SIZE = (6.0, 4.8)
NUMBERED = 20  # classes, up to which counts are written into the cells


def plot_confusion(
    matrix: Any, classes: Sequence[Any] | Array | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw a confusion matrix: a row per true class, a column per predicted one.

    Parameters
    ----------
    matrix : array or list of whole numbers, (n, n)
        As `confusion_matrix` returns it. The colour is the share of the row, so that rare classes
        are seen as well as frequent ones; the count is written into the cell (up to 20 classes).
    classes : sequence of n bytes or str, optional
        The names of class 0, 1, ...; left out, the classes are called by their numbers.
    ax : matplotlib Axes, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        When the matrix is not square or does not hold counts, or there is not one name per class.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import confusion_matrix, plot_confusion
    >>> M = confusion_matrix([0, 1, 1, 1], [0, 1, 1, 0])
    >>> ax = plot_confusion(M, ["non-cat", "cat"], ax=Figure().add_subplot())
    >>> ax.get_title()
    '3 of 4 right (75.0 %)'
    >>> [text.get_text() for text in ax.texts]
    ['1', '1', '0', '2']
    """
    M = _counts(matrix)
    if classes is not None and len(classes) != len(M):
        raise ValueError(f"the matrix has {len(M)} classes, but classes has {len(classes)} names")
    names = [str(k) for k in range(len(M))] if classes is None else class_names(classes, len(M))
    shares = M / np.maximum(M.sum(axis=1, keepdims=True), 1)
    ax = new_axes(ax, *SIZE)
    image = ax.imshow(shares, cmap="cividis", vmin=0, vmax=1)
    if len(M) <= NUMBERED:
        _write_counts(ax, M, image.to_rgba(shares))
    places = range(0, len(M), max(1, len(M) // NUMBERED))
    ax.set_xticks(places, [names[k] for k in places], rotation=90 * (len("".join(names)) > 40))
    ax.set_yticks(places, [names[k] for k in places])
    ax.set(xlabel="predicted class", ylabel="true class")
    right, m = int(np.trace(M)), int(M.sum())
    ax.set_title(f"{right} of {m} right ({100 * right / m:.1f} %)")
    return on_paper(ax)


def _counts(matrix: Any) -> Array:
    """Return the matrix as integers, after checking that it counts examples."""
    M = np.asarray(matrix)
    if M.ndim != 2 or M.shape[0] != M.shape[1] or M.size == 0:
        raise ShapeError(
            f"a confusion matrix is (n, n), a row and a column per class, but it is {M.shape}"
        )
    if M.dtype.kind not in "uif" or not (np.isfinite(M) & (M >= 0) & (np.floor(M) == M)).all():
        raise ValueError(
            "a confusion matrix holds counts, whole numbers from 0 up; confusion_matrix(p, y) "
            "makes one"
        )
    if M.sum() == 0:
        raise ValueError("the confusion matrix counts no example: it is 0 all over")
    return M.astype(np.int64)


def _write_counts(ax: Axes, M: Array, colours: Array) -> None:
    """Write every count into its cell, in black or white, whichever can be read there."""
    size = max(6, 13 - 0.5 * len(M))
    for (k, j), count in np.ndenumerate(M):
        ink = INK if luminance(colours[k, j, :3]) > 0.45 else PAPER
        ax.text(j, k, str(count), ha="center", va="center", size=size, color=ink)
