"""Pictures of all trials at once: lines across parallel axes, and the curves on one axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from dnn.plots.common import (
    BLUE,
    FAINT,
    INK,
    VERMILION,
    curve_style,
    new_axes,
    on_paper,
)
from dnn.plots.tuning import Row, checked_rows, percents, shown
from dnn.shapes import Array

__all__ = ["plot_search_costs", "plot_search_lines"]

LOST = 1.08  # the height of a training that diverged, above the worst
GREYS = LinearSegmentedColormap.from_list("best to rest", [BLUE, "#D0D0D0"])


def plot_search_lines(
    rows: Iterable[Row], space: Mapping[str, Any], *, ax: Axes | None = None
) -> Axes:
    """Draw every trial as a line across one upright axis for each hyperparameter, and the error.

    Parameters
    ----------
    rows : iterable of dict
    space : mapping
    ax : matplotlib Axes, optional

    Returns
    -------
    ax : matplotlib Axes
        The better a trial, the bluer its line; the best is thick. Trials that diverged are dotted.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_search_lines
    >>> rows = [{"hyperparameters": {"lambd": v}, "error": v, "spread": 0} for v in (0.1, 0.3)]
    >>> ax = plot_search_lines(rows, {"lambd": {"uniform": [0, 1]}}, ax=Figure().add_subplot())
    >>> len([line for line in ax.lines if line.get_gid() == "trial"])
    2
    """
    found = checked_rows(rows)
    ax = new_axes(ax, max(5.0, 1.4 * (len(space) + 1)), 4.0)
    errors = percents(found)
    finite = errors[np.isfinite(errors)]
    low, top = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    shares = np.where(np.isnan(errors), LOST, (errors - low) / max(top - low, 1e-9))
    taken = [row["hyperparameters"] for row in found]
    heights = [[_share(values[name], space[name]) for name in space] for values in taken]
    _draw_lines(ax, np.column_stack([np.array(heights), shares]))
    for k, (name, domain) in enumerate(space.items()):
        _draw_upright(ax, k, name, _marks(domain))
    _draw_upright(ax, len(space), "error", [(0.0, f"{low:.1f} %"), (1.0, f"{top:.1f} %")])
    ax.set(xlim=(-0.3, len(space) + 0.6), ylim=(-0.25, 1.12), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return on_paper(ax)


def _draw_lines(ax: Axes, lines: Array) -> None:
    """Draw a line for each trial, the best last; its last height is its error."""
    shares = lines[:, -1]
    for k in np.argsort(-shares, kind="stable"):
        is_best = k == int(np.argmin(shares))
        ax.plot(
            lines[k],
            color=VERMILION if is_best else GREYS(float((shares < shares[k]).mean())),
            linewidth=3.0 if is_best else 1.0,
            linestyle="dotted" if shares[k] == LOST else "solid",
            alpha=0.9,
            gid="trial",
        )


def _draw_upright(ax: Axes, k: int, name: str, marks: Sequence[tuple[float, str]]) -> None:
    """Draw one upright axis with its name and its marks."""
    ax.text(k, -0.09, name, ha="center", va="top", fontsize="small", color=INK, rotation=12)
    ax.axvline(k, 0.25 / 1.37, 1.25 / 1.37, color=FAINT, linewidth=1)
    for height, text in marks:
        box = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.6}
        ax.text(
            k + 0.04, height, text, fontsize="x-small", va="center", color=INK, bbox=box, zorder=5
        )


def _marks(domain: Any) -> list[tuple[float, str]]:
    """Return where what stands on the axis of a hyperparameter."""
    if isinstance(domain, Mapping):
        ((_, (low, high)),) = domain.items()
        return [(0.0, f"{low:g}"), (1.0, f"{high:g}")]
    return [(_share(choice, domain), shown(choice)) for choice in domain]


def _share(value: Any, domain: Any) -> float:
    """Return how high a value stands on its axis, 0 to 1."""
    if not isinstance(domain, Mapping):
        return list(domain).index(value) / (len(domain) - 1) if len(domain) > 1 else 0.5
    ((scale, (low, high)),) = domain.items()
    if scale == "log_uniform":
        value, low, high = np.log(value), np.log(low), np.log(high)
    return float((value - low) / (high - low))


def plot_search_costs(rows: Iterable[Row], *, most: int = 5, ax: Axes | None = None) -> Axes:
    """Draw the validation costs of all trials on one logarithmic axis, the best few in colour.

    Parameters
    ----------
    rows : iterable of dict
    most : int
        So many of the best have a colour and a line in the legend.
    ax : matplotlib Axes, optional

    Returns
    -------
    ax : matplotlib Axes

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_search_costs
    >>> row = {"number": 3, "error": 0.1, "every": 10, "validation_costs": [0.7, 0.4, None]}
    >>> ax = plot_search_costs([row], ax=Figure().add_subplot())
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['trial 3: 10.0 %']
    """
    found = checked_rows(rows)
    ax = new_axes(ax, 6.4, 4.0)
    errors = percents(found)
    order = [int(k) for k in np.argsort(errors, kind="stable")]  # NaN comes last
    best = [k for k in order if not np.isnan(errors[k])][:most]
    for k in reversed(order):
        costs = np.array([np.nan if c is None else c for c in found[k]["validation_costs"]])
        x = found[k]["every"] * np.arange(costs.size)
        if k in best:
            label = f"trial {found[k]['number']}: {errors[k]:.1f} %"
            ax.plot(x, costs, label=label, zorder=3, **_style(best.index(k), most))
        else:
            ax.plot(x, costs, color="#B8B8B8", linewidth=0.7, zorder=1)
    ax.set_yscale("log")
    ax.set(xlabel="iteration", ylabel="validation cost, mean of the folds")
    ax.grid(visible=True, color=FAINT, alpha=0.3)
    handles, labels = ax.get_legend_handles_labels()
    if handles:
        ax.legend(handles[::-1], labels[::-1], loc="best", title="the best", fontsize="small")
    return on_paper(ax)


def _style(j: int, most: int) -> dict[str, Any]:
    """Return the style of the j-th best curve: the better, the thicker."""
    return {**curve_style(j), "linewidth": 2.6 - 1.4 * j / most, "markersize": 4, "markevery": 4}
