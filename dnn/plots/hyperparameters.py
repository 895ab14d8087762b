"""One hyperparameter, some values: the cost and the border of each, side by side or by a slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from dnn.cost import score
from dnn.forward import L_model_forward
from dnn.plots.boundary import plot_decision_boundary
from dnn.plots.common import new_figure
from dnn.plots.costs import plot_costs
from dnn.shapes import Array
from dnn.training.fit import fit

LAYERS = (16, 8)
WIDTH, HEIGHT = 2.6, 4.8  # inches: of one value, and of the cost over the border
CURVE_POINTS = 25


def plot_hyperparameter(
    name: str,
    values: Sequence[Any],
    X: Array,
    Y: Array,
    *,
    validation: tuple[Array, Array] | None = None,
    layers: Sequence[int] = LAYERS,
    figure: Figure | SubFigure | None = None,
    **hyperparameters: Any,
) -> Figure | SubFigure:
    """Train once with each value of one hyperparameter; draw the cost above, the border below.

    Parameters
    ----------
    name : str
        A hyperparameter of `fit`, or ``"layers"``, the units of the hidden layers.
    values : sequence
        A column of the figure for each.
    X, Y : arrays, (2, m) and (1, m)
        Two features, so that the border can be drawn; labels 0 and 1.
    validation : pair of such arrays, optional
        Its cost is drawn too, with a star at its lowest, and the score on it stands over the
        border; without it, the score on X.
    layers : sequence of int
        Units of the hidden layers.
    figure : matplotlib Figure or SubFigure, optional
        Where to draw; left out, a new pyplot figure.
    **hyperparameters
        All others, as `fit` takes them.

    Returns
    -------
    matplotlib Figure or SubFigure

    Raises
    ------
    ValueError
        When there is no value, or `fit` refuses one of them.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_hyperparameter, two_moons
    >>> X, Y = two_moons(50)
    >>> figure = plot_hyperparameter("learning_rate", [0.01, 0.1], X, Y, figure=Figure(),
    ...                              num_iterations=20)
    >>> [ax.get_title() for ax in figure.axes[:2]]
    ['learning_rate = 0.01', 'learning_rate = 0.1']
    """
    if not len(values):
        raise ValueError(f"values is empty: give at least one {name} to train with")
    figure = new_figure(figure, WIDTH * len(values), HEIGHT)
    columns = figure.subplots(2, len(values), squeeze=False).T
    options = {"layers": layers, "validation": validation, **hyperparameters}
    for (above, below), value in zip(columns, values, strict=True):
        _draw(above, below, X, Y, {**options, name: value})
        above.set_title(f"{name} = {value}")
    return figure


def _draw(above: Axes, below: Axes, X: Array, Y: Array, options: Mapping[str, Any]) -> None:
    """Train once, and draw the cost and the border on these axes."""
    layers, hyperparameters = options["layers"], {**options}
    del hyperparameters["layers"]
    every = max(1, hyperparameters.get("num_iterations", 3000) // CURVE_POINTS)
    run = fit(X, Y, [len(X), *layers, 1], every=every, **hyperparameters)
    history, wear = run.history, {"hidden": hyperparameters.get("hidden", "relu")}
    seen = history.validation_costs or None

    def answer(points: Array) -> Array:
        return L_model_forward(points, run.parameters, **wear)[0]

    plot_costs(history.costs, every=every, validation_costs=seen, ax=above).set_ylim(0, 1)
    reached = history.validation_scores[-1] if seen else score(answer(X), Y)
    plot_decision_boundary(answer, X, Y, steps=100, ax=below).set_title(f"{reached:.1%}")
    for ax in (above, below):
        legend = ax.get_legend()
        if legend is not None:
            legend.remove()


def hyperparameter_slider(
    name: str, values: Sequence[Any], X: Array, Y: Array, **options: Any
) -> Any:
    """Return a slider over the values of one hyperparameter that trains and draws where it stands.

    Parameters
    ----------
    name, values, X, Y, **options
        As in `plot_hyperparameter`.

    Returns
    -------
    ipywidgets.interactive
        To be shown in a notebook with a kernel.

    Raises
    ------
    ValueError
        When ipywidgets is not installed.

    Examples
    --------
    >>> from dnn import hyperparameter_slider, two_moons
    >>> X, Y = two_moons(50)
    >>> hyperparameter_slider("beta", [0.5, 0.9, 0.99], X, Y)  # doctest: +SKIP
    """
    try:
        from ipywidgets import SelectionSlider, interactive
    except ImportError as error:
        raise ValueError(
            "a slider needs ipywidgets: pip install 'dnn-course[notebooks]'; plot_hyperparameter "
            "draws the same without"
        ) from error
    import matplotlib.pyplot as plt

    def redraw(value: Any) -> None:
        plot_hyperparameter(name, [value], X, Y, **options)
        plt.show()

    start = values[len(values) // 2]
    slider = SelectionSlider(options=values, value=start, description=name, continuous_update=False)
    slider.style.description_width = "initial"
    return interactive(redraw, value=slider)
