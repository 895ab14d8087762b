"""How activations and slopes are spread, layer by layer, at one moment or over a training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

from dnn.activations import layer_activations
from dnn.backward import L_model_backward
from dnn.checks.examples import check_labels
from dnn.forward import L_model_forward
from dnn.plots.common import BLUE, FAINT, INK, new_figure, on_paper, outside_ink, tint
from dnn.plots.snapshots import Snapshot, as_snapshots
from dnn.shapes import Array

__all__ = ["plot_activations", "plot_gradients"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BANDS = "line: median; dark: half of the values; light: nine of ten"
BINS = 40
COLUMNS = 4


class Spread(NamedTuple):
    """The values of one layer at one moment, those that can be drawn, and a remark on the rest."""

    values: Array
    remark: str


def plot_activations(
    parameters: Any,
    X: Array,
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    figure: Figure | SubFigure | None = None,
) -> Figure | SubFigure:
    """Draw how the activations A{l} of every layer are spread, over units and examples.

    Parameters
    ----------
    parameters : mapping, or iterable
        One moment, drawn as histograms; or several moments of a training, drawn as bands over the
        iterations: a mapping iteration -> parameters, pairs (iteration, parameters), or the steps
        of `train`.
    X : array of float, (n_0, m)
    hidden, output
        The activations, as for `L_model_forward`.
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    figure : matplotlib Figure or SubFigure
        One axes per layer; the title tells the share of zeros, at the last moment.

    Raises
    ------
    ValueError
        When there is no moment, X does not enter the network, or an activation is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from dnn import initialize_parameters_deep, plot_activations
    >>> X = np.random.RandomState(0).randn(4, 50)
    >>> figure = plot_activations(initialize_parameters_deep([4, 3, 1]), X, figure=Figure())
    >>> [ax.get_title().splitlines()[0] for ax in figure.axes]
    ['A1, layer 1: relu', 'A2, layer 2: sigmoid']
    """

    def spreads(snapshot: Snapshot) -> list[Spread]:
        AL, caches = L_model_forward(X, snapshot.parameters, hidden=hidden, output=output)
        activations = [*(linear[0] for linear, _ in caches[1:]), AL]
        return [_spread(A, is_log=False) for A in activations]

    moments = _moments(parameters, spreads)
    worn = layer_activations(len(moments[0][1]), hidden, output)
    names = [f"A{l}, layer {l}: {g}" for l, g in enumerate(worn, start=1)]
    figure = _draw(figure, moments, names, "activation")
    figure.suptitle(_title("Activations", moments), color=outside_ink(figure))
    return figure


def plot_gradients(
    parameters: Any,
    X: Array,
    Y: Array,
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    figure: Figure | SubFigure | None = None,
) -> Figure | SubFigure:
    """Draw how large the slopes dW{l} of every layer are: log10 of their sizes, one scale for all.

    Parameters
    ----------
    parameters : mapping, or iterable
        One moment or several, as for `plot_activations`.
    X : array of float, (n_0, m)
    Y : array, (n_L, m)
        Labels, as for `compute_cost`.
    hidden, output
        The activations, as for `L_model_forward`.
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    figure : matplotlib Figure or SubFigure
        One axes per layer. Slopes that are 0 have no logarithm: the title tells their share.

    Raises
    ------
    ValueError
        When there is no moment, X or Y does not fit the network, or an activation is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from dnn import initialize_parameters_deep, plot_gradients
    >>> X, Y = np.random.RandomState(0).randn(4, 50), np.ones((1, 50))
    >>> figure = plot_gradients(initialize_parameters_deep([4, 3, 1]), X, Y, figure=Figure())
    >>> [ax.get_title().splitlines()[0] for ax in figure.axes]
    ['dW1, layer 1', 'dW2, layer 2']
    """

    def spreads(snapshot: Snapshot) -> list[Spread]:
        wear: dict[str, Any] = {"hidden": hidden, "output": output}
        AL, caches = L_model_forward(X, snapshot.parameters, **wear)
        check_labels(AL, Y)
        grads = L_model_backward(AL, Y, caches, **wear)
        return [_spread(grads[f"dW{l}"], is_log=True) for l in range(1, len(caches) + 1)]

    moments = _moments(parameters, spreads)
    names = [f"dW{l}, layer {l}" for l in range(1, len(moments[0][1]) + 1)]
    figure = _draw(figure, moments, names, "log10 of |slope|", is_shared=True)
    figure.suptitle(_title("Slopes of the cost", moments), color=outside_ink(figure))
    return figure


# --- what is spread how -------------------------------------------------------------------------


def _moments(
    parameters: Any, spreads: Callable[[Snapshot], list[Spread]]
) -> list[tuple[int, list[Spread]]]:
    """Return (iteration, one spread per layer) of every moment."""
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is counted in the title
        return [(snapshot.iteration, spreads(snapshot)) for snapshot in as_snapshots(parameters)]


def _spread(A: Array, *, is_log: bool) -> Spread:
    """Return what can be drawn of an array, and the share of zeros and of what is not finite."""
    finite = A[np.isfinite(A)]
    zeros = float(np.mean(A == 0))
    remark = f"{100 * zeros:.0f} % are 0"
    if finite.size < A.size:
        remark += f", {100 * (1 - finite.size / A.size):.0f} % not finite"
    return Spread(np.log10(np.abs(finite[finite != 0])) if is_log else finite, remark)


def _title(what: str, moments: Sequence[tuple[int, Any]]) -> str:
    """Return the title: histograms of one moment, or bands and how to read them."""
    return f"{what} by layer" if len(moments) == 1 else f"{what} by layer\n{BANDS}"


# --- drawing ------------------------------------------------------------------------------------


def _draw(
    figure: Figure | SubFigure | None,
    moments: Sequence[tuple[int, list[Spread]]],
    names: Sequence[str],
    label: str,
    *,
    is_shared: bool = False,
) -> Figure | SubFigure:
    """Draw one axes per layer: a histogram of one moment, or bands over several."""
    columns = min(len(names), COLUMNS)
    rows = -(-len(names) // columns)
    figure = new_figure(figure, max(4.8, 2.9 * columns), 2.9 * rows + 0.6)
    limits = _limits(moments) if is_shared else None
    for k, name in enumerate(names):
        ax = figure.add_subplot(rows, columns, k + 1)
        ax.set_title(f"{name}\n{moments[-1][1][k].remark}", fontsize="medium")
        ax.grid(visible=True, color=FAINT, alpha=0.3)
        if len(moments) == 1:
            _draw_histogram(ax, moments[0][1][k].values, limits)
            ax.set(xlabel=label, ylabel="count" if k % columns == 0 else "")
        else:
            _draw_bands(ax, [i for i, _ in moments], [s[k].values for _, s in moments], limits)
            ax.set(xlabel="iteration", ylabel=label if k % columns == 0 else "")
        on_paper(ax)
    return figure


def _limits(moments: Sequence[tuple[int, list[Spread]]]) -> tuple[float, float] | None:
    """Return the smallest and the largest value over all layers and moments, with a margin."""
    drawn = [s.values for _, layers in moments for s in layers if s.values.size]
    if not drawn:
        return None
    low, high = min(v.min() for v in drawn), max(v.max() for v in drawn)
    if len(moments) > 1:  # bands leave the outermost values out, and so may the axis
        low = min(np.quantile(v, QUANTILES[0]) for v in drawn)
        high = max(np.quantile(v, QUANTILES[-1]) for v in drawn)
    margin = 0.05 * (high - low) or 0.5
    return float(low - margin), float(high + margin)


def _draw_histogram(ax: Axes, values: Array, limits: tuple[float, float] | None) -> None:
    """Draw how often which value occurs."""
    if values.size:
        ax.hist(values, BINS, range=limits, color=BLUE, edgecolor=INK, linewidth=0.3)
        ax.set_xlim(limits)
        ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
    else:
        _say_nothing_to_draw(ax)


def _draw_bands(
    ax: Axes,
    iterations: Sequence[int],
    values: Sequence[Array],
    limits: tuple[float, float] | None,
) -> None:
    """Draw median, half and nine tenths of the values over the iterations."""
    nothing = np.full(len(QUANTILES), np.nan)
    rows = np.array([np.quantile(v, QUANTILES) if v.size else nothing for v in values])
    low, low_half, median, high_half, high = rows.T
    ax.fill_between(iterations, low, high, color=tint(BLUE, 0.25), linewidth=0)
    ax.fill_between(iterations, low_half, high_half, color=tint(BLUE, 0.6), linewidth=0)
    ax.plot(iterations, median, color=INK, linewidth=1.6)
    ax.set_xlim(iterations[0], iterations[-1])
    ax.set_ylim(limits)
    if np.isnan(rows).all():
        _say_nothing_to_draw(ax)


def _say_nothing_to_draw(ax: Axes) -> None:
    """Say in the middle of the axes that no value could be drawn."""
    style: dict[str, Any] = {"ha": "center", "va": "center", "transform": ax.transAxes}
    ax.text(0.5, 0.5, "no value to draw", color=INK, **style)
