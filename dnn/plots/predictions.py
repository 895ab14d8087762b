"""Predicted numbers against the true ones, and what is left over: how a regression is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure, SubFigure

from dnn.metrics import residuals
from dnn.plots.common import BLUE, FAINT, INK, new_figure, on_paper
from dnn.shapes import Array

__all__ = ["plot_predictions"]

SIZE = (9.6, 4.4)  # inches
BINS = 30


def plot_predictions(p: Array, y: Array, *, figure: Figure | SubFigure | None = None) -> Any:
    """Draw predicted numbers over true ones, and beside them how y - p is spread.

    Parameters
    ----------
    p, y : arrays of float, (1, m)
        Predicted and true numbers, on their own scale.
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, a new pyplot figure.

    Returns
    -------
    figure : matplotlib Figure or SubFigure
        With two axes.

    Raises
    ------
    ValueError
        When p and y differ in shape, or are empty.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_predictions
    >>> y = np.array([[1.0, 2.0, 3.0]])
    >>> figure = plot_predictions(y + 0.5, y, figure=Figure())
    >>> [ax.get_xlabel() for ax in figure.axes]
    ['true', 'true - predicted']
    """
    found = residuals(p, y)
    figure = new_figure(figure, *SIZE)
    beside, spread = figure.subplots(1, 2, width_ratios=(1.3, 1))
    true, predicted = np.ravel(y), np.ravel(p)
    low, high = (float(f([f(true), f(predicted)])) for f in (np.min, np.max))
    beside.plot([low, high], [low, high], "--", color=FAINT, label="predicted = true", gid="ideal")
    beside.plot(true, predicted, "o", color=BLUE, markersize=4, alpha=0.6, gid="examples")
    beside.set(xlabel="true", ylabel="predicted")
    beside.set_title(f"Root mean square error {found.root_mean_square:.4g}")
    beside.legend()
    spread.hist(np.ravel(y - p), BINS, color=BLUE)
    spread.axvline(0, color=INK, linewidth=1)
    spread.set(xlabel="true - predicted", ylabel="examples")
    spread.set_title(f"Mean {found.mean:.3g}, median {found.quartiles[1]:.3g}")
    for ax in (beside, spread):
        on_paper(ax)
    return figure
