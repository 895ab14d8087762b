"""Pictures of a search: the error against each hyperparameter, and from trial to trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

from dnn.plots.common import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    VERMILION,
    new_axes,
    new_figure,
    on_paper,
)
from dnn.shapes import Array

__all__ = ["plot_search", "plot_search_stages", "plot_search_values"]

Row = Mapping[str, Any]
PERCENT = 100


def plot_search(
    rows: Iterable[Row], space: Mapping[str, Any], *, figure: Figure | SubFigure | None = None
) -> Figure | SubFigure:
    """Draw the validation error of every trial against each hyperparameter, a picture for each.

    Parameters
    ----------
    rows : iterable of dict
        As ``dnn.tuning.search`` yields them.
    space : mapping
        The space that was searched.
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, a new pyplot figure.

    Returns
    -------
    figure

    Raises
    ------
    ValueError
        When there are no rows.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_search
    >>> rows = [{"hyperparameters": {"lambd": v}, "error": v, "spread": 0.1} for v in (0.1, 0.3)]
    >>> len(plot_search(rows, {"lambd": {"uniform": [0, 1]}}, figure=Figure()).axes)
    1
    """
    found, names = checked_rows(rows), list(space)
    columns = min(3, len(names))
    lines = -(-len(names) // columns)
    drawn = new_figure(figure, 3.2 * columns, 2.8 * lines)
    for k, name in enumerate(names):
        plot_search_values(found, name, space[name], ax=drawn.add_subplot(lines, columns, k + 1))
    return drawn


def plot_search_values(
    rows: Iterable[Row], name: str, domain: Any, *, ax: Axes | None = None
) -> Axes:
    """Draw the validation error of every trial against one hyperparameter; the best is a star.

    Parameters
    ----------
    rows : iterable of dict
    name : str
        Of the hyperparameter.
    domain : list or mapping
        What the space holds under that name; a logarithmic range has a logarithmic axis.
    ax : matplotlib Axes, optional

    Returns
    -------
    ax : matplotlib Axes
        Trials that diverged are crosses at the upper edge. Choices are moved sideways a little, so
        that trials do not hide each other; a bar is their mean.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_search_values
    >>> rows = [{"hyperparameters": {"scale": name}, "error": 0.1} for name in ("he", "lecun")]
    >>> ax = plot_search_values(rows, "scale", ["he", "lecun"], ax=Figure().add_subplot())
    >>> [text.get_text() for text in ax.get_xticklabels()]
    ['he', 'lecun']
    """
    found = checked_rows(rows)
    ax = new_axes(ax, 4.0, 3.2)
    x, errors = _places(found, name, domain), percents(found)
    lost = np.isnan(errors)
    top = _top(errors)
    ax.plot(x[~lost], errors[~lost], "o", color=BLUE, alpha=0.55, markersize=4.5, gid="trials")
    if lost.any():
        ax.plot(
            x[lost], np.full(lost.sum(), top), "x", color=VERMILION, clip_on=False, gid="diverged"
        )
    if not lost.all():
        k = int(np.nanargmin(errors))
        ax.plot(x[k], errors[k], "*", color=VERMILION, markersize=13, gid="best", zorder=4)
    if isinstance(domain, Mapping):
        ax.set_xscale("log" if "log_uniform" in domain else "linear")
    else:
        _label_choices(ax, name, domain, found, errors)
    ax.set(xlabel=name, ylabel="validation error in %", ylim=(0, top))
    ax.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10]))
    ax.grid(visible=True, color=FAINT, alpha=0.3)
    return on_paper(ax)


def _label_choices(
    ax: Axes, name: str, domain: Sequence[Any], rows: Sequence[Row], errors: Array
) -> None:
    """Name the choices below the axis, and mark the mean error of each."""
    for k, choice in enumerate(domain):
        took = np.array([row["hyperparameters"][name] == choice for row in rows])
        members = errors[took & np.isfinite(errors)]
        if members.size:
            ax.hlines(members.mean(), k - 0.3, k + 0.3, color=INK, linewidth=1.5, gid="mean")
    ax.set_xticks(range(len(domain)), [shown(choice) for choice in domain])
    ax.set_xlim(-0.5, len(domain) - 0.5)
    if sum(len(shown(choice)) for choice in domain) > 16:
        ax.tick_params(axis="x", rotation=30)


def _places(rows: Sequence[Row], name: str, domain: Any) -> Array:
    """Return where trials stand on the axis of a hyperparameter."""
    values = [row["hyperparameters"][name] for row in rows]
    if isinstance(domain, Mapping):
        return np.array(values, dtype=float)
    moved = 0.5 * (np.arange(len(rows)) * 0.6180339887 % 1 - 0.5)  # evenly, and always the same
    return np.array([list(domain).index(value) for value in values]) + moved


def plot_search_stages(rows: Iterable[Row], *, ax: Axes | None = None) -> Axes:
    """Draw the error of every trial in the order of the trials, with the mean of each stage.

    Parameters
    ----------
    rows : iterable of dict
        Those of Harmonica name their stage; others are one stage.
    ax : matplotlib Axes, optional

    Returns
    -------
    ax : matplotlib Axes
        A line shows the best error so far.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_search_stages
    >>> rows = [{"number": k, "error": 0.4 - 0.1 * k, "stage": 1 + k // 2} for k in range(4)]
    >>> ax = plot_search_stages(rows, ax=Figure().add_subplot())
    >>> [text.get_text() for text in ax.texts]
    ['stage 1: 35.0 %', 'stage 2: 15.0 %']
    """
    found = sorted(checked_rows(rows), key=lambda row: row["number"])
    ax = new_axes(ax, 6.4, 3.6)
    errors, numbers = percents(found), np.array([row["number"] for row in found])
    lost, top = np.isnan(errors), _top(errors)
    ax.plot(
        numbers[~lost], errors[~lost], "o", color=BLUE, alpha=0.55, markersize=4, label="a trial"
    )
    if lost.any():
        crosses = np.full(lost.sum(), top)
        ax.plot(numbers[lost], crosses, "x", color=VERMILION, clip_on=False, label="diverged")
    so_far = np.fmin.accumulate(errors)
    ax.step(numbers, so_far, where="post", color=VERMILION, linewidth=1.4, label="best so far")
    stages = np.array([row.get("stage", 0) for row in found])
    for stage in np.unique(stages):
        members = (stages == stage) & ~lost
        if members.any():
            _draw_stage(ax, int(stage), numbers[members], float(errors[members].mean()))
    ax.set(xlabel="trial", ylabel="validation error in %", ylim=(0, 1.12 * top))
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    ax.grid(visible=True, color=FAINT, alpha=0.3)
    ax.legend(loc="best", fontsize="small")
    return on_paper(ax)


def _draw_stage(ax: Axes, stage: int, numbers: Array, mean: float) -> None:
    """Draw the mean of one stage over its trials."""
    ax.hlines(mean, numbers[0], numbers[-1], color=INK, linewidth=2, gid="stage mean")
    name = f"stage {stage}" if stage else "mean"
    box = {"facecolor": PAPER, "alpha": 0.8, "linewidth": 0, "pad": 1}
    place: dict[str, Any] = {"xytext": (0, 5), "textcoords": "offset points", "bbox": box}
    ax.annotate(
        f"{name}: {mean:.1f} %", (numbers[0], mean), fontsize="small", color=INK, zorder=5, **place
    )


# --- rows ---------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """Return a choice as a person writes it.

    Examples
    --------
    >>> from dnn.plots.tuning import shown
    >>> shown([20, 7]), shown([]), shown(None), shown(0.5)
    ('20-7', 'no hidden layer', 'none', '0.5')
    """
    if isinstance(value, list | tuple):
        return "-".join(map(str, value)) or "no hidden layer"
    if isinstance(value, float):
        return f"{value:.3g}"
    return str(value).lower()


def checked_rows(rows: Iterable[Row]) -> list[Row]:
    """Return the rows as a list, and check that there are any."""
    found = list(rows)
    if not found:
        raise ValueError("there are no rows of a search to draw")
    return found


def percents(rows: Sequence[Row]) -> Array:
    """Return the errors in percent; NaN where training diverged."""
    return np.array([np.nan if r["error"] is None else PERCENT * r["error"] for r in rows])


def _top(errors: Array) -> float:
    """Return the upper edge of the picture."""
    finite = errors[np.isfinite(errors)]
    return float(max(1.08 * finite.max(initial=0.0), 1.0))
