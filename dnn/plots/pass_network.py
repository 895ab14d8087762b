"""The network in the film of a pass: what has been computed is filled, and dots flow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle, FancyBboxPatch

from dnn.lesson.steps import TraceStep
from dnn.plots.common import BLUE, FAINT, INK, ORANGE, PAPER, VERMILION, tint
from dnn.plots.pass_scene import Scene

__all__ = ["draw_network", "flowing"]

RADIUS = 0.37  # of a unit, as a share of the spacing
VALUE, SLOPE = tint(BLUE, 0.4), tint(VERMILION, 0.45)
LEGIBLE = 0.14  # inches, the smallest radius with room for a symbol
COST = 0.3  # inches, half the side of the box of the cost


def draw_network(ax: Axes, scene: Scene, step: TraceStep) -> None:
    """Draw the network as it is before a step: its units, weights and the cost."""
    done = {earlier.name for earlier in scene.steps[: scene.steps.index(step)]}
    for before, layer in pairwise(scene.layers):
        known = f"dW{layer.l}" in done
        ends = _ends(scene, before.l, layer.l)
        _add_lines(ax, ends, SLOPE if known else tint(INK, 0.22), 1.3 if known else 0.8)
    _add_lines(ax, _ends(scene, scene.L, scene.L + 1), tint(INK, 0.22), 0.8)
    for layer in scene.layers:
        for i, height in layer.heights.items():
            _draw_unit(ax, scene, layer.l, i, height, _fill(layer.l, done))
        for shift in (-0.2, 0, 0.2) if layer.dots is not None else ():
            x, y = scene.place(layer.l, (layer.dots or 0) + shift)
            ax.add_patch(Circle((x, y), 0.03 * scene.spacing / 0.6 + 0.005, color=INK, zorder=3))
        _write_caption(ax, scene, layer.l, layer.n)
    _draw_cost(ax, scene, done)


def _ends(scene: Scene, l: int, l_next: int) -> Any:
    """Return where every arrow between two layers leaves and arrives, (arrows, 2, 2)."""
    starts = [scene.place(l, height) for height in scene.layers[l].heights.values()]
    heights: Iterable[float] = (0.0,)
    if l_next <= scene.L:
        heights = scene.layers[l_next].heights.values()
    ends = [scene.place(l_next, height) for height in heights]
    arrows = np.array([(start, end) for start in starts for end in ends])
    along = arrows[:, 1] - arrows[:, 0]
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    gaps = RADIUS * scene.spacing, COST if l_next > scene.L else RADIUS * scene.spacing
    return arrows + np.stack([gaps[0] * along, -gaps[1] * along], axis=1)


def _add_lines(ax: Axes, ends: Any, colour: Any, width: float) -> None:
    """Draw the weights between two layers."""
    ax.add_collection(LineCollection(ends, colors=[colour], linewidths=width, zorder=1))


def _fill(l: int, done: Iterable[str]) -> Any:
    """Return the colour of a layer's units: of its slopes, of its values, or none yet."""
    if f"dZ{l}" in done:
        return SLOPE
    if f"A{l}" in done:
        return tint(ORANGE, 0.35) if l == 0 else VALUE
    return PAPER


def _draw_unit(
    ax: Axes, scene: Scene, l: int, i: int, height: float, fill: Any
) -> tuple[Artist, ...]:
    """Draw one unit with its symbol, where there is room for it."""
    place, radius = scene.place(l, height), RADIUS * scene.spacing
    circle = Circle(place, radius, fc=fill, ec=INK, lw=1.1, zorder=3)
    circle.set_gid("unit")
    ax.add_patch(circle)
    if i >= 100 or radius < LEGIBLE:
        return (circle,)
    symbol = f"$x_{{{i}}}$" if l == 0 else f"$a_{{{i}}}$"
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": INK, "zorder": 4}
    size = max(6.0, 50 * radius)
    return circle, ax.text(*place, symbol, size=size, math_fontfamily="cm", **style)


def _write_caption(ax: Axes, scene: Scene, l: int, n: int) -> None:
    """Write below a layer which it is, and of how many units."""
    g = scene.say("input") if l == 0 else scene.activations[l - 1]
    text = f"{scene.say(f'layer {l}')}\n{g}, {n}"
    size = 9.5 if scene.L < 6 else 7.5
    style: dict[str, Any] = {"ha": "center", "va": "top", "color": FAINT, "linespacing": 1.3}
    ax.text(scene.place(l)[0], scene.place(0)[1] - 1.02, text, size=size, **style)


def _draw_cost(ax: Axes, scene: Scene, done: Iterable[str]) -> None:
    """Draw the box of the cost at the end."""
    x, y = scene.place(scene.L + 1)
    fill = tint(INK, 0.12) if "cost" in done else PAPER
    style: dict[str, Any] = {"boxstyle": "round,pad=0.02,rounding_size=0.08", "lw": 1.1}
    corner = (x - COST, y - COST * 0.8)
    box = FancyBboxPatch(corner, 2 * COST, 1.6 * COST, fc=fill, ec=INK, zorder=3, **style)
    ax.add_patch(box)
    ax.text(x, y, "$J$", ha="center", va="center", size=14, math_fontfamily="cm", zorder=4)


# --- what moves ---------------------------------------------------------------------------------


def flowing(ax: Axes, scene: Scene, step: TraceStep, share: float) -> list[Artist]:
    """Draw what moves in a step, a share of the way on: 0 is its start, 1 its end."""
    return MOVES[step.kind](ax, scene, step.layer or 0, share)


def _values_out(ax: Axes, scene: Scene, l: int, share: float) -> list[Artist]:
    """Let the units of a layer take the colour of their values."""
    return _filling(ax, scene, l, PAPER, VALUE if l else tint(ORANGE, 0.35), share)


def _slopes_in(ax: Axes, scene: Scene, l: int, share: float) -> list[Artist]:
    """Let the units of a layer take the colour of their slopes; the last gets them from J."""
    dots = _dots(ax, _ends(scene, l, l + 1), 1 - share, VERMILION) if l == scene.L else []
    return [*dots, *_filling(ax, scene, l, VALUE, SLOPE, share)]


def _weights(ax: Axes, scene: Scene, l: int, share: float) -> list[Artist]:
    """Let the arrows into a layer light up."""
    width = 0.8 + 1.8 * np.sin(np.pi * share) + 0.5 * share
    style: dict[str, Any] = {"colors": [SLOPE], "linewidths": width, "alpha": share, "zorder": 2}
    return [ax.add_collection(LineCollection(_ends(scene, l - 1, l), **style))]


def _dots(ax: Axes, ends: Any, share: float, colour: str) -> list[Artist]:
    """Draw a dot on every arrow, a share of the way along it."""
    if not 0 < share < 1:
        return []
    places = ends[:, 0] + share * (ends[:, 1] - ends[:, 0])
    style: dict[str, Any] = {"color": colour, "zorder": 2.5, "linewidths": 0}
    return [ax.scatter(places[:, 0], places[:, 1], s=42, **style)]


def _filling(ax: Axes, scene: Scene, l: int, start: Any, end: Any, share: float) -> list[Artist]:
    """Draw the units of a layer in a colour that goes over into another."""
    fill = (1 - share) * np.array(to_rgb(start)) + share * np.array(to_rgb(end))
    units = scene.layers[l].heights.items()
    drawn = [_draw_unit(ax, scene, l, i, height, tuple(fill)) for i, height in units]
    return [artist for artists in drawn for artist in artists]


def _rings(ax: Axes, scene: Scene, l: int, share: float) -> list[Artist]:
    """Draw a ring around each unit of a layer: its bias."""
    radius = RADIUS * scene.spacing * (1 + 0.35 * float(np.sin(np.pi * share)))
    style: dict[str, Any] = {"fill": False, "ec": VERMILION, "zorder": 5}
    circles = [
        Circle(scene.place(l, height), radius, lw=2.2, alpha=max(share, 0.2), **style)
        for height in scene.layers[l].heights.values()
    ]
    return [ax.add_patch(circle) for circle in circles]


# what moves where a step makes this: functions of (axes, scene, layer, share of the way)
MOVES: Mapping[str, Callable[[Axes, Scene, int, float], list[Artist]]] = MappingProxyType(
    {
        "Z": lambda ax, scene, l, share: _dots(ax, _ends(scene, l - 1, l), share, BLUE),
        "A": _values_out,
        "cost": lambda ax, scene, _, share: _dots(
            ax, _ends(scene, scene.L, scene.L + 1), share, BLUE
        ),
        "dZ": _slopes_in,
        "dW": _weights,
        "db": _rings,
        "dA": lambda ax, scene, l, share: _dots(ax, _ends(scene, l - 1, l), 1 - share, VERMILION),
    }
)
