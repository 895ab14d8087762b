"""The cost curve that grows while a network is trained, in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from dnn.checks.values import check_whole_number
from dnn.plots.costs import bare_figure, plot_costs

if TYPE_CHECKING:
    from dnn.training.descent import Step

__all__ = ["live_costs"]


def live_costs(
    steps: Iterable[Step],
    *,
    every: int = 100,
    yscale: str = "linear",
    show: Callable[[Figure], object] | None = None,
    seconds: float = 0.3,
) -> Iterator[Step]:
    """Pass steps on and show their costs as a curve that grows.

    Parameters
    ----------
    steps : iterable of Step
        As `train` returns it, or as ``fit(..., watch=live_costs)`` passes it on.
    every : int
        Iterations from one cost to the next; the last cost is shown too.
    yscale : ``"linear"`` or ``"log"``
    show : callable, figure -> anything, optional
        Is given the figure anew each time; left out, it is shown below the cell of a notebook, in
        the place of the one before.
    seconds : float
        At least so long after a curve the next one is drawn.

    Yields
    ------
    Step
        The steps themselves, unchanged.

    Raises
    ------
    ImportError
        When there is no IPython to show it, and no ``show``.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_parameters_deep, live_costs, train
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> figures = []
    >>> steps = train(X, Y, initialize_parameters_deep([1, 1]), num_iterations=250)
    >>> *_, last = live_costs(steps, show=figures.append, seconds=0)
    >>> figures[-1].axes[0].get_lines()[0].get_xdata().tolist()
    [0, 100, 200, 249]
    """
    every = check_whole_number("every", every)
    show = _in_a_notebook() if show is None else show
    costs: list[Any] = []
    start = 0
    last: Step | None = None
    drawn = -seconds
    for step in steps:
        if step.iteration % every == 0:
            start = start if costs else step.iteration
            costs.append(step.cost)
            if monotonic() - drawn >= seconds:
                show(_figure(costs, start, step, every, yscale))
                drawn = monotonic()
        last = step
        yield step
    if last is not None and costs:
        show(_figure(costs, start, last, every, yscale))


def _figure(costs: list[Any], start: int, step: Step, every: int, yscale: str) -> Figure:
    """Draw the costs from an iteration up to a step."""
    figure = bare_figure()
    last = (step.iteration, step.cost) if step.iteration % every else None
    scale: dict[str, Any] = {"every": every, "start": start, "last": last, "yscale": yscale}
    plot_costs(costs, f"{step.learning_rate:g}", ax=figure.add_subplot(), **scale)
    return figure


def _in_a_notebook() -> Callable[[Figure], object]:
    """Return what shows a figure below the cell, in the place of the one before."""
    try:
        from IPython.display import display
    except ImportError as error:
        raise ImportError(
            "live_costs shows its curve in a notebook, which needs IPython; elsewhere pass show=, "
            "a function that is given the figure"
        ) from error
    handles: list[Any] = []

    shown: Any = display

    def show(figure: Figure) -> None:
        if handles:
            handles[0].update(figure)
        else:
            handles.append(shown(figure, display_id=True))

    return show
