"""What all pictures share: colours that survive colour-blindness and grey, paper, ink, checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure, SubFigure

from dnn.chinese.fonts import with_fonts
from dnn.shapes import Array
from dnn.text import class_name

__all__ = ["class_names", "new_axes", "new_figure", "on_paper", "tint"]

INK = "#1A1A1A"
PAPER = "#FFFFFF"
FAINT = "#767676"
TITLE = 0.6  # inches, of two lines of title

# The colours of Okabe and Ito, those first that differ most in grey; markers and dashes differ too.
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
COLOURS = (BLUE, ORANGE, GREEN, "#F0E442", "#000000", "#56B4E9", VERMILION, "#CC79A7")
LINES = (BLUE, VERMILION, GREEN, "#000000", "#CC79A7", "#56B4E9", ORANGE)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "<")
DASHES = ("-", "--", "-.", ":")


def new_figure(
    figure: Figure | SubFigure | None, width: float, height: float
) -> Figure | SubFigure:
    """Return the figure to draw on: the one given, or a new pyplot one on white paper.

    Raises
    ------
    ValueError
        When what was given is no figure.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn.plots.common import new_figure
    >>> figure = Figure()
    >>> new_figure(figure, 6, 4) is figure
    True
    """
    if figure is None:
        import matplotlib.pyplot as plt

        return plt.figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    if not isinstance(figure, Figure | SubFigure):
        raise ValueError(
            f"figure must be a matplotlib Figure or SubFigure; got a {type(figure).__name__}"
        )
    _make_opaque(figure)
    return figure


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes to draw on: those given, or new ones on a new pyplot figure.

    Raises
    ------
    ValueError
        When what was given is no axes.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn.plots.common import new_axes
    >>> ax = Figure().add_subplot()
    >>> new_axes(ax, 6, 4) is ax
    True
    """
    if ax is None:
        return new_figure(None, width, height).add_subplot()
    if not isinstance(ax, Axes):
        raise ValueError(
            f"ax must be one matplotlib Axes, as figure.add_subplot() returns it; got a "
            f"{type(ax).__name__}"
        )
    return ax


def png_of(draw: Callable[[Axes], Any], size: tuple[float, float], dpi: float = 150) -> bytes:
    """Return what a function draws on axes as the bytes of a PNG file; pyplot is not touched.

    Parameters
    ----------
    draw : callable
        Takes the axes.
    size : (width, height)
        In inches.
    dpi : float

    Examples
    --------
    >>> from dnn.plots.common import png_of
    >>> png_of(lambda ax: ax.plot([1, 2]), (2, 1))[1:4]
    b'PNG'
    """
    figure = Figure(figsize=size, layout="constrained", facecolor=PAPER, dpi=dpi)
    draw(figure.add_subplot())
    content = BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def on_paper(ax: Axes) -> Axes:
    """Put axes on white paper, and write what stands around them in a colour to be read there.

    A transparent figure becomes white, so that a dark notebook does not shine through; on a figure
    that was made dark on purpose, what stands outside of the axes is written in white.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn.plots.common import on_paper
    >>> ax = on_paper(Figure(facecolor="none").add_subplot())
    >>> ax.figure.get_facecolor()
    (1.0, 1.0, 1.0, 1.0)
    """
    ink = outside_ink(ax.figure)
    ax.set_facecolor(PAPER)
    ax.tick_params(which="both", colors=ink)
    for text in (ax.title, ax.xaxis.label, ax.yaxis.label):
        text.set_color(ink)
    for spine in ax.spines.values():
        spine.set_edgecolor(ink)
    legend = ax.get_legend()
    if legend is not None:
        legend.get_title().set_color(INK)
        legend.get_frame().set(facecolor=PAPER, edgecolor=FAINT, alpha=0.9)
        for text in legend.get_texts():
            text.set_color(INK)
    with_fonts(ax)
    return ax


def outside_ink(figure: Any) -> str:
    """Return the colour that can be read on this figure, which is made opaque."""
    _make_opaque(figure)
    return INK if luminance(figure.figure.get_facecolor()) > 0.4 else PAPER


def _make_opaque(figure: Any) -> None:
    """Make a transparent figure white; the figure itself, not the part of it that is drawn on."""
    whole = figure.figure
    if to_rgba(whole.get_facecolor())[3] < 1:
        whole.set_facecolor(PAPER)


def luminance(colour: Any) -> float:
    """Return how light a colour is in grey, 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def tint(colour: Any, share: float) -> tuple[float, float, float]:
    """Return a colour thinned with white: share 1 is the colour, 0 is white.

    Examples
    --------
    >>> from dnn.plots.common import tint
    >>> tint("#000000", 0.25)
    (0.75, 0.75, 0.75)
    """
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return red, green, blue


def curve_style(k: int) -> dict[str, Any]:
    """Return colour, dashes and marker of the k-th curve, told apart in grey too.

    Examples
    --------
    >>> from dnn.plots.common import curve_style
    >>> curve_style(1)
    {'color': '#D55E00', 'linestyle': '--', 'marker': 's'}
    """
    return {
        "color": LINES[k % len(LINES)],
        "linestyle": DASHES[k % len(DASHES)],
        "marker": MARKERS[k % len(MARKERS)],
    }


def new_sheet(
    ax: Axes | None, limits: tuple[float, float, float, float], inches: float
) -> tuple[Axes, float]:
    """Return axes as a sheet of these limits (left, right, bottom, top), and the points of a unit.

    Without axes a figure is made in which a unit has so many inches.
    """
    left, right, bottom, top = limits
    if ax is None:
        width, height = inches * (right - left), inches * (top - bottom)
        figure = new_figure(None, width, height + TITLE)
        figure.figure.set_layout_engine("none")  # the sheet fills the figure; only the title is out
        ax = figure.add_axes((0, 0, 1, height / (height + TITLE)))
    new_axes(ax, 1, 1)
    ax.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_aspect("equal")
    box, dpi = ax.get_window_extent(), ax.figure.figure.dpi
    return ax, 72 / dpi * min(box.width / (right - left), box.height / (top - bottom))


def class_names(classes: Sequence[Any] | Array | None, count: int) -> list[str]:
    """Return the names of so many classes as text that is no formula.

    Raises
    ------
    ValueError
        When there are fewer names than classes.

    Examples
    --------
    >>> from dnn.plots.common import class_names
    >>> class_names([b"non-cat", b"cat"], 2), class_names(None, 2)
    (['non-cat', 'cat'], ['class 0', 'class 1'])
    """
    if classes is None:
        return [f"class {k}" for k in range(count)]
    names = [class_name(name) for name in classes]
    if len(names) < count:
        raise ValueError(
            f"classes names the classes 0 to {len(names) - 1}, but there is a class {count - 1}"
        )
    return [name.replace("$", r"\$") for name in names]
