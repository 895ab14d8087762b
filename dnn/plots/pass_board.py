"""The equation of a step in the film of a pass: its matrices in their sizes, cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from dnn.lesson.steps import TraceStep
from dnn.plots.common import BLUE, FAINT, INK, PAPER, VERMILION, luminance, tint
from dnn.plots.formulas import symbol
from dnn.plots.pass_scene import WIDTH, Part, Scene, is_sign, parts_of, slot
from dnn.plots.shapes import SCALES
from dnn.shapes import Array
from dnn.text import shape_text

__all__ = ["board_places", "draw_board", "draw_cells"]

CENTRE = 1.22  # of the boxes
MOST = (12, 18)  # rows and columns of cells; of a larger matrix so many are picked
NUMBER = (0.33, 0.19)  # inches, the smallest cell with room for a number


def board_places(scene: Scene, step: TraceStep) -> list[tuple[Part, float]]:
    """Return the pieces of the equation with the middle of each."""
    parts = parts_of(scene, step)
    widths = [slot(scene, part) for part in parts]
    edges = WIDTH / 2 - sum(widths) / 2 + np.cumsum([0.0, *widths])
    return [(part, float(x)) for part, x in zip(parts, (edges[:-1] + edges[1:]) / 2, strict=True)]


def draw_board(ax: Axes, scene: Scene, step: TraceStep) -> None:
    """Draw the equation of a step: what is on the left of it still empty."""
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": INK, "zorder": 4}
    words = f"boxes: {SCALES[scene.scale].words}"
    small: dict[str, Any] = {"size": 8.5, "color": FAINT, "va": "center"}
    ax.text(WIDTH - 0.3, 0.16, scene.say(words), ha="right", **small)
    ax.text(0.3, 0.16, scene.say("blue: above 0, orange: below 0"), **small)
    for k, (part, x) in enumerate(board_places(scene, step)):
        if part.value is None or part.value.ndim < 2:
            text = f"${part.text}$" if part.text == "J" else part.text
            ax.text(x, CENTRE, text, size=17 if is_sign(part.text) else 12, **style)
            continue
        (rows, columns), name = part.value.shape, f"${symbol(part.text)}$"
        height = scene.side(rows)
        ax.text(x, CENTRE + height / 2 + 0.15, name, size=13, math_fontfamily="cm", **style)
        low = CENTRE - height / 2 - 0.14
        ax.text(x, low, shape_text((rows, columns)), size=8.5, **{**style, "color": FAINT})
        if k:
            draw_cells(ax, scene, part.value, x)


def draw_cells(
    ax: Axes, scene: Scene, value: Array, x: float, share: float = 1.0, *, by_column: bool = True
) -> list[Artist]:
    """Draw a matrix as cells, blue above 0 and red below; a share of it, if it is being made.

    Of what has one column per example, one column after the other appears; the rest all at once.
    """
    shown = _picked(value)
    largest = np.abs(shown).max() or 1.0
    colours = np.array([[_colour(v / largest) for v in row] for row in shown], float)
    seen = np.arange(shown.shape[1]) < share * shown.shape[1]
    if by_column:
        colours[:, ~seen] = 1.0
    else:
        colours = 1 - share * (1 - colours)
    height, width = (scene.side(n) for n in value.shape)
    extent = (x - width / 2, x + width / 2, CENTRE - height / 2, CENTRE + height / 2)
    image = AxesImage(ax, extent=extent, interpolation="nearest", zorder=2)
    image.set_data(colours)
    image.set_clip_path(ax.patch)
    frame = Rectangle(extent[::2], width, height, fill=False, ec=INK, lw=1.0, zorder=3.5)
    drawn: list[Artist] = [ax.add_image(image), ax.add_patch(frame)]
    drawn.append(ax.add_collection(_grid(extent, shown.shape)))
    cell = (width / shown.shape[1], height / shown.shape[0])
    if cell[0] >= NUMBER[0] and cell[1] >= NUMBER[1] and shown.shape == value.shape:
        visible = seen if by_column else np.full(shown.shape[1], share > 0.6)
        drawn += _write_numbers(ax, shown, extent, visible)
    return drawn


def _picked(value: Array) -> Array:
    """Return a matrix, or of a large one evenly picked rows and columns."""
    places = [
        np.linspace(0, n - 1, min(n, most)).round().astype(int)
        for n, most in zip(value.shape, MOST, strict=True)
    ]
    return value[np.ix_(*places)].astype(np.float64)


def _colour(share: float) -> tuple[float, float, float]:
    """Return the colour of a number, as a share of the largest."""
    return tint(BLUE if share > 0 else VERMILION, 0.08 + 0.62 * abs(share)) if share else (1, 1, 1)


def _grid(extent: tuple[float, float, float, float], shape: tuple[int, ...]) -> LineCollection:
    """Return the lines between the cells."""
    left, right, low, high = extent
    rows, columns = shape
    upright = [[(x, low), (x, high)] for x in np.linspace(left, right, columns + 1)[1:-1]]
    level = [[(left, y), (right, y)] for y in np.linspace(low, high, rows + 1)[1:-1]]
    return LineCollection([*upright, *level], colors=[PAPER], linewidths=0.8, zorder=3)


def _write_numbers(
    ax: Axes, shown: Array, extent: tuple[float, float, float, float], visible: Array
) -> list[Artist]:
    """Write its number into every cell of the columns that are seen."""
    left, right, low, high = extent
    rows, columns = shown.shape
    largest = np.abs(shown).max() or 1.0
    return [
        ax.text(
            left + (j + 0.5) * (right - left) / columns,
            high - (i + 0.5) * (high - low) / rows,
            _short(value),
            ha="center",
            va="center",
            size=8.5,
            color=PAPER if luminance(_colour(value / largest)) < 0.45 else INK,
            zorder=4,
        )
        for (i, j), value in np.ndenumerate(shown)
        if visible[j]
    ]


def _short(value: float) -> str:
    """Return a number in two digits behind the point, a small one in one digit."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 0.005 else f"{value:.0e}".replace("e-0", "e-")
