"""The lecture's picture of a network: a circle per unit, an arrow per weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch

from dnn.activations import layer_activations
from dnn.checks.arrays import check_finite
from dnn.checks.networks import check_layer_dims, network_dims
from dnn.checks.values import check_whole_number, look_up
from dnn.chinese.translation import LANGUAGES
from dnn.plots.common import BLUE, INK, ORANGE, VERMILION, new_sheet, on_paper, tint
from dnn.plots.formulas import NUMBERS, formulas
from dnn.shapes import Array, ShapeError
from dnn.text import counted

__all__ = ["Layer", "layer_places", "plot_network"]

RADIUS = 0.34  # of a circle; the units of a layer stand 1 apart
STEP, WIDE_STEP = 2.6, 4.6  # from layer to layer; with equations
EQUATIONS = 3.9  # the height of those of a layer
INCHES = 0.55  # of one unit


class Layer(NamedTuple):
    """Where the units of one layer stand: those drawn by number from 1, and the dots."""

    l: int
    n: int
    heights: dict[int, float]
    dots: float | None
    step: float

    @property
    def x(self) -> float:
        """Return where the column of the layer stands."""
        return self.step * self.l

    @property
    def half(self) -> float:
        """Return how far the highest unit stands above the middle."""
        return max(self.heights.values())


def plot_network(
    layer_dims: Iterable[int],
    parameters: Mapping[str, Array] | None = None,
    *,
    features: Sequence[str] | None = None,
    most: int = 8,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    equations: bool = False,
    lang: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw a network as circles and arrows: layer 0 is the input, layer L gives y hat.

    Parameters
    ----------
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    parameters : mapping, optional
        W{l} and b{l} of this network. The arrows then show the weights: blue and drawn through
        where positive, red and dashed where negative, the thicker and stronger the larger; the
        strongest of each layer is drawn full.
    features : sequence of n_0 str, optional
        Names of the inputs, written beside them; one from $ to $ is a formula.
    most : int, from 3 up
        A layer of more units is drawn with so many places, one of them dots.
    hidden : str or sequence of str
        The activation of the hidden layers, as in `L_model_forward`.
    output : str
        The activation of the last layer.
    equations : bool
        Whether to write the equations of every layer below it, forward and back.
    lang : str
        ``"en"`` or ``"zh"``: the language of the picture.
    ax : matplotlib Axes, optional
        Where to draw; left out, on a new pyplot figure.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        When ``layer_dims`` is not made of whole numbers from 1 up, the parameters are of another
        network or not finite, there is not one name per feature, or an activation or the language
        is unknown.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_network
    >>> ax = plot_network([3, 4, 1], ax=Figure().add_subplot())
    >>> ax.get_title()
    'L = 2 layers: 1 hidden layer and the output'
    >>> sum(patch.get_gid() == "unit" for patch in ax.patches)
    8
    """
    dims, say = check_layer_dims(layer_dims), look_up(LANGUAGES, lang, "language")
    activations = ("input", *layer_activations(len(dims) - 1, hidden, output))
    _check_parameters(parameters, dims)
    _check_features(features, dims[0])
    step = WIDE_STEP if equations else STEP
    layers = layer_places(dims, check_whole_number("most", most, least=3), step)
    half = max(layer.half for layer in layers)
    letters = max(len(str(name)) for name in features or [""])
    bottom = -half - 2.15 - 0.9 * (parameters is not None) - EQUATIONS * equations
    right = layers[-1].x + (2.4 if equations else 1.9)
    ax, points = new_sheet(ax, (-1.3 - 0.2 * letters, right, bottom, half + 0.6), INCHES)
    _draw_arrows(ax, layers, parameters, points)
    _draw_units(ax, layers, points)
    _draw_words(ax, layers, activations, features, say, points)
    if equations:
        _write_equations(ax, layers, activations, points)
    if parameters is not None:
        _explain_arrows(ax, say, points)
    L = len(dims) - 1
    title = f"L = {counted(L, 'layer')}: {counted(L - 1, 'hidden layer')} and the output"
    ax.set_title(say(title), parse_math=False)
    return on_paper(ax)


# --- what is drawn where ------------------------------------------------------------------------


def _check_parameters(parameters: Mapping[str, Array] | None, dims: Sequence[int]) -> None:
    """Check that the parameters are those of this network, and can be drawn."""
    if parameters is None:
        return
    found = network_dims(parameters)
    if found != tuple(dims):
        raise ShapeError(
            f"the parameters are of a network {list(found)}, but layer_dims is {list(dims)}"
        )
    for l in range(1, len(dims)):
        check_finite(parameters[f"W{l}"], f"W{l}")


def _check_features(features: Sequence[str] | None, n_0: int) -> None:
    """Check that there is one name per feature."""
    if features is None:
        return
    if isinstance(features, str) or len(features) != n_0:
        raise ValueError(
            f"features names each of the n_0 = {n_0} inputs; got "
            f"{features if isinstance(features, str) else counted(len(features), 'name')!r}"
        )


def layer_places(dims: Sequence[int], most: int, step: float = STEP) -> list[Layer]:
    """Return where the units stand, each layer centred on height 0."""
    layers = []
    for l, n in enumerate(dims):
        places = min(n, most)
        first = places if n <= most else most // 2
        heights = {i: (places - 1) / 2 - (i - 1) for i in range(1, first + 1)}
        heights |= {n - i: i - (places - 1) / 2 for i in range(places - first - 1)}
        dots = None if n <= most else (places - 1) / 2 - first
        layers.append(Layer(l, n, heights, dots, step))
    return layers


# --- drawing ------------------------------------------------------------------------------------


def _draw_arrows(
    ax: Axes, layers: Sequence[Layer], parameters: Mapping[str, Array] | None, points: float
) -> None:
    """Draw an arrow from every unit to every unit of the next layer, and y hat out of the last."""
    for before, layer in pairwise(layers):
        W = None if parameters is None else parameters[f"W{layer.l}"]
        largest = None if W is None else np.abs(W).max() or 1.0
        for i, y in layer.heights.items():
            for j, y_prev in before.heights.items():
                share = None if W is None else float(W[i - 1, j - 1] / largest)
                _arrow(ax, (before.x, y_prev), (layer.x, y), "weight", points, share)
    last = layers[-1]
    for y in last.heights.values():
        _arrow(ax, (last.x, y), (last.x + 1.15 + RADIUS, y), "output", points)


def _arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    kind: str,
    points: float,
    share: float | None = None,
) -> None:
    """Draw one arrow from circle to circle; its share of the largest weight gives the colour."""
    (x, y), (x_end, y_end) = start, end
    length = np.hypot(x_end - x, y_end - y)
    dx, dy = RADIUS * (x_end - x) / length, RADIUS * (y_end - y) / length
    size = abs(share or 0)
    style: dict[str, Any] = {"color": tint(INK, 0.55), "linewidth": points / 48}
    if share is not None:
        style["color"] = tint(BLUE if share >= 0 else VERMILION, 0.15 + 0.85 * size)
        style["linewidth"] = points / 40 * (0.5 + 2.7 * size)
        style["linestyle"] = "-" if share >= 0 else (0, (4, 2))
    ax.add_patch(
        FancyArrowPatch(
            (x + dx, y + dy),
            (x_end - dx, y_end - dy),
            arrowstyle="-|>",
            mutation_scale=points / 5.5,
            shrinkA=0,
            shrinkB=0,
            zorder=1 + size,
            gid=kind,
            **style,
        )
    )


def _draw_units(ax: Axes, layers: Sequence[Layer], points: float) -> None:
    """Draw the circles with their symbols, and the dots of those left out."""
    for layer in layers:
        fill = tint(ORANGE, 0.35) if layer.l == 0 else tint(BLUE, 0.18)
        for i, y in layer.heights.items():
            circle = Circle((layer.x, y), RADIUS, fc=fill, ec=INK, lw=points / 32, zorder=3)
            circle.set_gid("unit")
            ax.add_patch(circle)
            symbol = f"$x_{{{i}}}$" if layer.l == 0 else f"$a^{{[{layer.l}]}}_{{{i}}}$"
            size = points * (0.28 if i < 1000 else 0.2)
            ax.text(layer.x, y, symbol, ha="center", va="center", size=size, color=INK, zorder=4)
        if layer.dots is not None:
            for shift in (-0.22, 0, 0.22):
                dot = Circle((layer.x, layer.dots + shift), 0.05, color=INK, zorder=3)
                dot.set_gid("dot")
                ax.add_patch(dot)


def _draw_words(
    ax: Axes,
    layers: Sequence[Layer],
    activations: Sequence[str],
    features: Sequence[str] | None,
    say: Callable[[str], str],
    points: float,
) -> None:
    """Write the features beside the input, y hat beside the output, and the layers below."""
    first, last = layers[0], layers[-1]
    low = -max(layer.half for layer in layers) - 0.65
    size = 0.27 * points
    for layer, g in zip(layers, activations, strict=True):
        role = "input" if layer is first else f"{'output' if layer is last else 'hidden'}, {g}"
        A = "X = A^{[0]}" if layer is first else f"A^{{[{layer.l}]}}"
        text = f"{say(f'layer {layer.l}')}\n{say(role)}\n${A}$\n$n_{{{layer.l}}} = {layer.n}$"
        ax.text(layer.x, low, text, ha="center", va="top", size=size, color=INK, linespacing=1.3)
    for i, y in last.heights.items():
        symbol = r"$\hat{y}$" if last.n == 1 else rf"$\hat{{y}}_{{{i}}}$"
        ax.text(last.x + 1.3, y, symbol, ha="left", va="center", size=1.2 * size, color=INK)
    for i, y in first.heights.items() if features is not None else ():
        name = str(features[i - 1]) if features is not None else ""
        style: dict[str, Any] = {"ha": "right", "va": "center", "size": size, "color": INK}
        is_formula = name.count("$") == 2 and name[0] == name[-1] == "$"
        ax.text(-RADIUS - 0.2, y, name, parse_math=is_formula, **style)


def _write_equations(
    ax: Axes, layers: Sequence[Layer], activations: Sequence[str], points: float
) -> None:
    """Write below every layer its equations: forward in blue, back in red."""
    top = -max(layer.half for layer in layers) - 2.5
    style: dict[str, Any] = {"va": "center", "size": 0.25 * points}
    for layer, g in zip(layers[1:], activations[1:], strict=True):
        told = formulas(layer.l, g, g if layer is layers[-1] else None)
        for k, (kind, formula) in enumerate(told.items()):
            y, colour = top - 0.62 * k, BLUE if k < 2 else VERMILION
            left = layer.x - 0.45 * WIDE_STEP
            ax.text(left, y, f"({NUMBERS[kind]})", color=colour, **style)
            ax.text(left + 0.62, y, formula, color=colour, gid="equation", **style)


def _explain_arrows(ax: Axes, say: Callable[[str], str], points: float) -> None:
    """Tell below what colour, dashes and width of an arrow say."""
    width = points / 40 * 2.4
    handles = [
        Line2D([], [], color=BLUE, linewidth=width, label=say("weight above 0")),
        Line2D(
            [], [], color=VERMILION, linewidth=width, linestyle=(0, (4, 2)), label=say("below 0")
        ),
    ]
    size, title = 0.24 * points, say("the thicker, the larger within its layer")
    style: dict[str, Any] = {"fontsize": size, "title_fontsize": size, "frameon": False}
    ax.legend(handles=handles, loc="lower center", ncols=2, title=title, **style)
