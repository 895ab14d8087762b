"""The matrices of one pass as boxes drawn to scale, the way back right below the way forward."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle

from dnn.checks.networks import check_layer_dims
from dnn.checks.values import check_whole_number, look_up
from dnn.plots.common import BLUE, FAINT, INK, ORANGE, PAPER, new_sheet, on_paper

__all__ = ["SCALES", "Scale", "plot_shapes", "suiting_scale"]

SIDE = 1.5  # inches, of the longest side
GAP = 0.16
NARROWEST = 0.8  # inches, so that three boxes leave room for the equations
LETTER = 0.083  # inches, of a letter of 9 points
FONT = 9
COLOURS = {"flow": BLUE, "parameter": ORANGE}


class Scale(NamedTuple):
    """One row of SCALES: the side of a box that stands for n, and how a reader is told."""

    side: Callable[[int], float]
    words: str


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "linear": Scale(lambda n: float(n), "sides to scale"),
        "sqrt": Scale(lambda n: float(np.sqrt(n)), "sides to the scale of their square roots"),
        "log": Scale(
            lambda n: float(1 + np.log2(n)), "sides to the scale 1 + log2: twice as many, one more"
        ),
    }
)


class Box(NamedTuple):
    """A matrix on the way forward, what stands below it on the way back, and their shape."""

    layer: int
    names: str
    slopes: str
    shape: tuple[int, int]
    kind: str


def plot_shapes(
    layer_dims: Iterable[int], m: int, *, scale: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the matrices of one pass to scale: forward above, and each slope below its matrix.

    Parameters
    ----------
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    m : int
        Number of examples.
    scale : str, optional
        ``"linear"``, ``"sqrt"`` or ``"log"``; left out, the first of them in which the longest
        side is no more than 20 times the shortest, else ``"log"``. The title says which.
    ax : matplotlib Axes, optional
        Where to draw; left out, on a new pyplot figure of about 3 inches a layer. Letters shrink
        with the axes.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        When ``layer_dims`` or ``m`` is not made of whole numbers from 1 up, or the scale is
        unknown.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn import plot_shapes
    >>> ax = plot_shapes([4, 3, 1], 7, ax=Figure().add_subplot())
    >>> print(ax.get_title())
    The matrices (rows, columns) of one pass, m = 7
    sides to scale
    """
    dims = check_layer_dims(layer_dims)
    check_whole_number("m, the number of examples,", m)
    boxes = _boxes(dims, m)
    chosen = look_up(SCALES, suiting_scale((*dims, m)) if scale is None else scale, "scale")
    unit = SIDE / max(chosen.side(n) for n in (*dims, m))
    sizes = [(unit * chosen.side(box.shape[1]), unit * chosen.side(box.shape[0])) for box in boxes]
    centres, edges = _across(boxes, sizes)
    height = max(h for _, h in sizes)
    lanes = {"forward": height + 1.15, "backward": 0.0}  # bottoms of the boxes' lanes
    top = lanes["forward"] + height + 0.95
    ax, points = new_sheet(ax, (-0.1, edges[-1] + 0.1, -1.75, top), 1)
    _draw_layers(ax, dims, edges, lanes, height, points)
    for box, size, x in zip(boxes, sizes, centres, strict=True):
        _draw_box(ax, box, size, (x, lanes["forward"] + height / 2), lanes["forward"], points)
        style = {"fc": PAPER, "hatch": "/////", "ec": COLOURS[box.kind], "gid": box.slopes}
        middle = (x, lanes["backward"] + height / 2)
        _draw_box(ax, box, size, middle, lanes["backward"], points, **style)
    _explain_boxes(ax, points)
    title = f"The matrices (rows, columns) of one pass, m = {m}\n{chosen.words}"
    ax.set_title(title, fontsize=11, parse_math=False)
    return on_paper(ax)


# --- what is drawn where ------------------------------------------------------------------------


def _boxes(dims: Sequence[int], m: int) -> list[Box]:
    """Return what flows, from left to right, with the slopes that stand below."""
    boxes = [Box(0, "X = A0", "dA0", (dims[0], m), "flow")]
    for l in range(1, len(dims)):
        is_output = l == len(dims) - 1
        flows = (f"Z{l}, AL, Y", f"dZ{l}") if is_output else (f"Z{l}, A{l}", f"dZ{l}, dA{l}")
        boxes += [
            Box(l, f"W{l}", f"dW{l}", (dims[l], dims[l - 1]), "parameter"),
            Box(l, f"b{l}", f"db{l}", (dims[l], 1), "parameter"),
            Box(l, *flows, (dims[l], m), "flow"),
        ]
    return boxes


def suiting_scale(sides: Sequence[int]) -> str:
    """Return the first scale in which the longest side is not too long beside the shortest."""
    for name in ("linear", "sqrt"):
        side = SCALES[name].side
        if side(max(sides)) <= 20 * side(1):
            return name
    return "log"


def _across(
    boxes: Sequence[Box], sizes: Sequence[tuple[float, float]]
) -> tuple[list[float], list[float]]:
    """Return the middle of every box, and where each layer starts and the last one ends."""
    centres, edges, x = [], [0.0], 0.0
    for box, (width, _) in zip(boxes, sizes, strict=True):
        if box.layer >= len(edges):
            edges.append(x)
        letters = max(len(box.slopes), len(f"{box.shape}"))
        slot = max(width, LETTER * letters, NARROWEST) + GAP
        centres.append(x + slot / 2)
        x += slot
    return centres, [*edges, x]


# --- drawing ------------------------------------------------------------------------------------


def _draw_layers(
    ax: Axes,
    dims: Sequence[int],
    edges: Sequence[float],
    lanes: Mapping[str, float],
    height: float,
    points: float,
) -> None:
    """Draw a band per layer with its name and equations, and the two arrows of the pass."""
    top = lanes["forward"] + height + 0.85
    for l, (left, right) in enumerate(pairwise(edges)):
        fill = PAPER if l % 2 else "#F0F0F0"
        band = Rectangle((left, -1.3), right - left, top + 1.3, fc=fill, lw=0, zorder=0)
        band.set_gid("band")
        ax.add_patch(band)
        _write(ax, (left + right) / 2, top - 0.14, f"layer {l}", points, weight="bold")
        if l:
            forward, backward = _equations(l, is_output=l == len(dims) - 1)
            _write(ax, (left + right) / 2, top - 0.42, forward, points, size=8)
            _write(ax, (left + right) / 2, -0.9, backward, points, size=8)
    ends = ((edges[0] + 0.1, edges[-1] - 0.1), (edges[-1] - 0.1, edges[0] + 0.1))
    for (name, low), (start, end) in zip(lanes.items(), ends, strict=True):
        y = low + height + 0.18
        style: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": points / 6}
        arrow = FancyArrowPatch((start, y), (end, y), color=FAINT, lw=points / 60, **style)
        arrow.set_gid(name)
        ax.add_patch(arrow)
        _write(ax, edges[1] / 2, y + 0.13, name, points, size=8)


def _equations(l: int, *, is_output: bool) -> tuple[str, str]:
    """Return the equations of one layer, on the way forward and on the way back."""
    before = f"A{l - 1}"
    A = "AL" if is_output else f"A{l}"
    dZ = "from AL and Y" if is_output else f"= dA{l} * g'(Z{l})"
    return (
        f"(1) Z{l} = W{l} {before} + b{l}   (2) {A} = g(Z{l})",
        f"(6) dZ{l} {dZ}   (7) dW{l} = dZ{l} {before}.T / m\n"
        f"(8) db{l} = sum of dZ{l} / m   (9) d{before} = W{l}.T dZ{l}",
    )


def _draw_box(
    ax: Axes,
    box: Box,
    size: tuple[float, float],
    centre: tuple[float, float],
    low: float,
    points: float,
    **style: Any,
) -> None:
    """Draw one box around its centre, with its names and its shape written below the lane."""
    (width, height), (x, y) = size, centre
    style = {"fc": COLOURS[box.kind], "ec": INK, "gid": box.names, **style}
    corner = (x - width / 2, y - height / 2)
    ax.add_patch(Rectangle(corner, width, height, lw=points / 80, zorder=2, **style))
    _write(ax, x, low - 0.16, style["gid"], points, weight="bold")
    _write(ax, x, low - 0.36, str(box.shape), points)


def _write(ax: Axes, x: float, y: float, text: str, points: float, **style: Any) -> None:
    """Write a text around a place, in a size that goes with the drawing."""
    size = style.pop("size", FONT) * points / 72
    ax.text(x, y, text, ha="center", va="center", size=size, color=INK, parse_math=False, **style)


def _explain_boxes(ax: Axes, points: float) -> None:
    """Tell below what colour and hatching say."""
    handles = [
        Patch(fc=BLUE, ec=INK, label="one column per example"),
        Patch(fc=ORANGE, ec=INK, label="parameters"),
        Patch(fc=PAPER, ec=INK, hatch="/////", label="slopes, of the shape of what stands above"),
    ]
    style: dict[str, Any] = {"fontsize": FONT * points / 72, "frameon": False}
    ax.legend(handles=handles, loc="lower center", ncols=3, borderaxespad=0.2, **style)
