"""The picture of a training's costs, and figures for programs that only save them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dnn.checks.costs import cost_row
from dnn.checks.values import check_whole_number, look_up
from dnn.files.atomic import atomic_path
from dnn.plots.common import FAINT, PAPER, curve_style, new_axes, on_paper
from dnn.shapes import Array

__all__ = ["bare_figure", "plot_costs", "save_figure"]

SIZE = (6.4, 4.4)  # inches
SCALES = {"linear": "linear", "log": "log"}
MANY = 60  # points, from which on a marker at each would only thicken the line


# --- costs --------------------------------------------------------------------------------------


def plot_costs(
    costs: Iterable[Any],
    learning_rate: Any = 0.0075,
    *,
    every: int = 100,
    ax: Axes | None = None,
    validation_costs: Iterable[Any] | None = None,
    label: str | None = None,
    yscale: str = "linear",
    start: int = 0,
    last: Sequence[Any] | None = None,
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
    validation_costs : sequence of as many numbers, optional
        The costs of the same parameters on a validation set, drawn beside; the lowest is marked.
    label : str, optional
        What the curve is called in the legend, where there are several; left out, its rate.
    yscale : ``"linear"`` or ``"log"``
        Of the costs.
    start : int
        The iteration of the first cost.
    last : (iteration, cost) or (iteration, cost, validation cost), optional
        Where the training ended, between two recorded costs or after the last.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        When there are no costs, they are not numbers, `every` is no whole number from 1 up, or the
        validation costs differ from the costs in number, the end lies before them, or the scale is
        neither linear nor log.

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
    values = cost_row("costs", costs)
    beside = _validation_row(validation_costs, values.size)
    iterations = np.arange(values.size) * check_whole_number("every", every)
    iterations += check_whole_number("start", start, least=0)
    look_up(SCALES, yscale, "yscale")
    if last is not None:
        iterations, values, beside = _with_end(iterations, values, beside, last)
    ax = new_axes(ax, *SIZE)
    earlier = [line for line in ax.get_lines() if line.get_gid() in ("costs", "validation")]
    title = f"Learning rate = {learning_rate}"
    called = title if label is None else label
    in_legend = called if beside is None else f"{called}, training"
    _draw_curve(ax, iterations, values, in_legend, len(earlier))
    if beside is not None:
        _draw_curve(ax, iterations, beside, f"{called}, validation", len(earlier) + 1, "validation")
        _mark_best(ax, iterations, beside)
    _mark_lost(ax, iterations[~np.isfinite(values)])
    ax.set_title(
        title if label is None and not earlier else "Learning rates" if label is None else "Costs"
    )
    ax.set(xlabel="iteration", ylabel="cost", yscale=yscale)
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    ax.grid(visible=True, color=FAINT, alpha=0.3)
    if earlier or beside is not None or not np.isfinite(values).all():
        ax.legend()
    return on_paper(ax)


def _validation_row(costs: Iterable[Any] | None, n: int) -> Array | None:
    """Return validation costs as a row of as many floats as there are costs."""
    if costs is None:
        return None
    values = cost_row("validation_costs", costs)
    if values.size != n:
        raise ValueError(
            f"validation_costs must be as many as the costs, {n}, but there are {values.size}"
        )
    return values


def _with_end(
    iterations: Array, values: Array, beside: Array | None, last: Sequence[Any]
) -> tuple[Array, Array, Array | None]:
    """Return the curves with the point where the training ended."""
    if len(last) < 2 or last[0] <= iterations[-1]:
        raise ValueError(
            f"last must be (iteration, cost), the iteration after {iterations[-1]}, that of the "
            f"last of the costs; got {tuple(last)!r}"
        )
    ends = cost_row("last", last[1:])
    iterations = np.append(iterations, check_whole_number("last", int(last[0])))
    if beside is not None:
        beside = np.append(beside, ends[1] if ends.size > 1 else np.nan)
    return iterations, np.append(values, ends[0]), beside


def _draw_curve(
    ax: Axes, iterations: Array, values: Array, label: str, k: int, gid: str = "costs"
) -> None:
    """Draw one curve in the k-th style; NaN breaks it."""
    finite = np.isfinite(values)
    ax.plot(
        iterations,
        np.where(finite, values, np.nan),
        label=label,
        gid=gid,
        markersize=4,
        markevery=1 + values.size // MANY,
        **curve_style(k),
    )


def _mark_best(ax: Axes, iterations: Array, values: Array) -> None:
    """Mark the lowest validation cost with a star."""
    if not np.isfinite(values).any():
        return
    k = int(np.nanargmin(np.where(np.isfinite(values), values, np.nan)))
    ax.plot(
        iterations[k],
        values[k],
        "*",
        color="black",
        markersize=12,
        zorder=4,
        gid="best",
        label=f"lowest, at iteration {iterations[k]}",
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


# --- figures ------------------------------------------------------------------------------------


def bare_figure(width: float = SIZE[0], height: float = SIZE[1]) -> Figure:
    """Return a figure that no window and no pyplot knows of, for programs that only save it.

    Examples
    --------
    >>> from dnn.plots.costs import bare_figure
    >>> bare_figure(8, 6).get_size_inches().tolist()
    [8.0, 6.0]
    """
    return Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)


def save_figure(path: str | os.PathLike[str], figure: Figure) -> None:
    """Write a figure as a PNG, whole or not at all.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn.plots.costs import bare_figure, save_figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_figure(os.path.join(folder, "empty.png"), bare_figure())
    ...     os.listdir(folder)
    ['empty.png']
    """
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format="png", dpi=120)
