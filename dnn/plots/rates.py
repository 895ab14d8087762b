"""The costs of several learning rates in one picture, and which of them to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from dnn.checks.costs import cost_row
from dnn.checks.values import check_whole_number
from dnn.plots.common import FAINT, curve_style, new_axes, on_paper
from dnn.shapes import Array

__all__ = ["plot_learning_rates"]

SIZE = (7.2, 4.8)
HEADROOM = 1.6  # times the first cost: what climbs higher leaves the picture through its top


class Curve(NamedTuple):
    """The costs of one learning rate, what became of it, and whether it is the one to take."""

    rate: float
    costs: Array
    outcome: str
    is_recommended: bool


def plot_learning_rates(comparison: Any, *, every: int = 100, ax: Axes | None = None) -> Axes:
    """Draw the costs of every learning rate over the iterations, the recommended one thick.

    Parameters
    ----------
    comparison : RateComparison, or mapping rate -> costs
        What `compare_learning_rates` returns; or the costs of each rate, as `L_layer_model`
        returns them.
    every : int
        Iterations from one cost to the next, for a mapping; a comparison knows its own.
    ax : matplotlib Axes, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    ax : matplotlib Axes
        The cost axis ends at 1.6 times the highest first cost. A curve that climbs beyond leaves
        through the top; one that ends in NaN or infinity has a cross where it was last finite.

    Raises
    ------
    ValueError
        When there is no rate, or a rate has no costs.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_learning_rates
    >>> costs = {0.01: [0.69, 0.3, 0.1], 0.0001: [0.69, 0.68, 0.67]}
    >>> ax = plot_learning_rates(costs, ax=Figure().add_subplot())
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['α = 0.01', 'α = 0.0001']
    """
    curves, every = _curves(comparison, every)
    ax = new_axes(ax, *SIZE)
    firsts = [float(c.costs[0]) for c in curves if np.isfinite(c.costs[0])]
    top = HEADROOM * max(firsts, default=1.0)
    for k, curve in enumerate(curves):
        _draw_rate(ax, k, curve, every, top)
    finite = [cost for curve in curves for cost in curve.costs if np.isfinite(cost)]
    ax.set_ylim(min([0.0, *finite]), top)
    best = [f": take {curve.rate:g}" for curve in curves if curve.is_recommended]
    ax.set(xlabel="iteration", ylabel="cost", title="".join(["Learning rates", *best[:1]]))
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    ax.grid(visible=True, color=FAINT, alpha=0.3)
    ax.legend(loc="best", title="learning rate", fontsize="small")
    return on_paper(ax)


def _curves(comparison: Any, every: int) -> tuple[list[Curve], int]:
    """Return a curve per rate, and the iterations from one cost to the next."""
    if isinstance(comparison, Mapping):
        rates, rows = list(comparison), list(comparison.values())
        outcomes: Sequence[Any] = [""] * len(rates)
        recommended = None
    elif all(hasattr(comparison, name) for name in ("rates", "costs", "every", "outcomes")):
        rates, rows, every = list(comparison.rates), list(comparison.costs), comparison.every
        outcomes, recommended = comparison.outcomes, getattr(comparison, "recommended", None)
    else:
        raise ValueError(
            "comparison must be what compare_learning_rates returns, or a dict rate -> costs; got "
            f"a {type(comparison).__name__}"
        )
    if not rates:
        raise ValueError("there are no learning rates to draw")
    every = check_whole_number("every", every)
    table = zip(rates, rows, outcomes, strict=True)
    return [
        Curve(r, cost_row(f"the costs of learning rate {r}", c), str(o), r == recommended)
        for r, c, o in table
    ], every


def _draw_rate(ax: Axes, k: int, curve: Curve, every: int, top: float) -> None:
    """Draw the k-th curve; a cross where the costs stop being numbers, at most at the top."""
    finite = np.isfinite(curve.costs)
    iterations = every * np.arange(curve.costs.size)
    style: dict[str, Any] = {
        **curve_style(k),
        "markevery": max(1, curve.costs.size // 10),
        "markersize": 5,
        "linewidth": 3 if curve.is_recommended else 1.4,
    }
    costs = np.where(finite, curve.costs, np.nan)
    outcome = f": {curve.outcome}" if curve.outcome else ""
    label = f"α = {curve.rate:g}{outcome}{', recommended' * curve.is_recommended}"
    ax.plot(iterations, costs, label=label, gid=f"rate {curve.rate}", **style)
    if not finite.all():
        last = max(int(np.argmin(finite)) - 1, 0)
        height = min(costs[last], top) if finite[last] else top
        colour = {"color": style["color"], "markersize": 10, "markeredgewidth": 2}
        ax.plot(iterations[last], height, "x", clip_on=False, gid="lost", zorder=4, **colour)
