"""One pass as a film: values flow right, slopes flow left, and each equation is seen at work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dnn.activations import layer_activations
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.chinese.fonts import with_fonts
from dnn.chinese.translation import LANGUAGES
from dnn.lesson.steps import TraceStep
from dnn.lesson.trace import trace
from dnn.plots.common import BLUE, FAINT, INK, PAPER, VERMILION
from dnn.plots.film import Film, film_writer
from dnn.plots.formulas import NUMBERS, formulas
from dnn.plots.pass_board import board_places, draw_board, draw_cells
from dnn.plots.pass_network import draw_network, flowing
from dnn.plots.pass_scene import HEIGHT, WIDTH, Scene, scene_of
from dnn.shapes import Array

__all__ = ["animate_pass"]

DPI = 100
LINE = 2.56  # where the equation stands
DIRECTIONS = {
    "forward": ("forward: values flow right", BLUE),
    "cost": ("the cost", INK),
    "backward": ("back: slopes flow left", VERMILION),
}
SENTENCES = {  # what a step does, by its kind
    "X": "The input: one column per example, one row per feature.",
    "Z": "Each unit weighs its inputs and adds its bias.",
    "A": "The activation {g} makes of it what the layer passes on.",
    "J": "How wrong is it? The mean of the losses of all examples.",
    "dZ": "Back through {g}: times its slope, entry by entry.",
    "dZ of the output": "Here the way back starts: how far each prediction is off.",
    "dW": "What each weight does to the cost: the mean over the examples.",
    "db": "What each bias does to it: the same mean, without the inputs.",
    "dA_prev": "Back to the layer before, through the same weights, transposed.",
}


def animate_pass(
    parameters: Mapping[str, Array],
    X: Array,
    Y: Array,
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    path: str | os.PathLike[str] | None = None,
    most: int = 6,
    moves: int = 8,
    seconds: float = 1.6,
    lang: str = "en",
) -> Film:
    """Draw one pass forward and back as a film, one frame for each step of `trace`.

    Above, the network: values flow to the right as dots, slopes to the left; what is computed is
    filled. Below, the equation that is used, with its number and its matrices in their sizes: blue
    above 0, red below. Of larger matrices some rows and columns are picked.

    Parameters
    ----------
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    X : array of float, (n_0, m)
    Y : array of int, bool or float, (n_L, m)
    hidden, output
        The activations, as for `L_model_forward`.
    path : path, optional
        Where to write the film: as .gif, which moves, or as .html, with a slider from step to step.
    most : int, from 3 up
        A layer of more units is drawn with so many places, one of them dots.
    moves : int
        Frames in which a GIF moves before each step stands; 0 for none.
    seconds : float
        That each step stands.
    lang : str
        ``"en"`` or ``"zh"``: the language of the pictures.

    Returns
    -------
    Film
        A notebook plays it; ``.save("pass.gif")`` writes it; ``.frames`` are its pictures, and
        ``.moments`` the names of its steps.

    Raises
    ------
    ValueError
        When shapes do not fit, an activation, the language or the kind of file is unknown, or a
        number is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import animate_pass, initialize_parameters_deep
    >>> X, Y = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[0, 1]])
    >>> animate_pass(initialize_parameters_deep([2, 1]), X, Y, moves=0)
    Film(frames=7, steps=A0 to db1)
    """
    if path is not None:
        film_writer(path)
    say, moves = look_up(LANGUAGES, lang, "language"), check_whole_number("moves", moves, least=0)
    check_number("seconds", seconds, "(0, inf)")
    places = check_whole_number("most", most, least=3)
    steps = trace(X, parameters, Y, hidden=hidden, output=output)
    activations = layer_activations(len(steps.kind("Z")), hidden, output)
    scene = scene_of(steps, parameters, Y, activations, say, places)
    shown = [tuple(_frames(scene, step, moves)) for step in scene.steps]
    film = Film(
        tuple(frames[-1] for frames in shown),
        tuple(step.name for step in scene.steps),
        seconds,
        leading=tuple(frames[:-1] for frames in shown),
        unit="steps",
        title=say("One pass through a network, step by step"),
        lang=lang,
    )
    if path is not None:
        film.save(path)
    return film


def _frames(scene: Scene, step: TraceStep, moves: int) -> Iterator[Array]:
    """Yield the frames of a step: those in which something moves, then the one that stands."""
    figure = Figure((WIDTH, HEIGHT), dpi=DPI, facecolor=PAPER)
    canvas: Any = FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), xticks=[], yticks=[])
    ax.set_axis_off()
    _write_words(ax, scene, step)
    draw_network(ax, scene, step)
    draw_board(ax, scene, step)
    with_fonts(ax)
    canvas.draw()
    still = canvas.copy_from_bbox(figure.bbox)
    for share in np.arange(1, moves + 2) / (moves + 1):
        canvas.restore_region(still)
        for artist in _moving(ax, scene, step, float(share)):
            ax.draw_artist(artist)
            artist.remove()
        yield np.array(canvas.buffer_rgba())[..., :3]


def _moving(ax: Axes, scene: Scene, step: TraceStep, share: float) -> list[Any]:
    """Return what a step changes, a share of the way on."""
    part, x = board_places(scene, step)[0]
    if part.value is None or part.value.ndim < 2:
        result = [_write_cost(ax, scene, step)] if share == 1 else []
    else:
        by_column = step.kind in ("Z", "A", "dZ", "dA")
        result = draw_cells(ax, scene, part.value, x, share, by_column=by_column)
    artists = [*flowing(ax, scene, step, share), *result]
    return sorted(artists, key=lambda artist: artist.get_zorder())


def _write_words(ax: Axes, scene: Scene, step: TraceStep) -> None:
    """Write which step of which pass it is, its equation, and what that does."""
    say, place = scene.say, scene.steps.index(step) + 1
    dims, (direction, colour) = [layer.n for layer in scene.layers], DIRECTIONS[step.direction]
    title = say(f"One pass through {dims}, m = {scene.values['Y'].shape[1]}")
    size = 13 if len(dims) < 8 else 9.5
    ax.text(0.3, 5.72, title, size=size, weight="bold", color=INK, va="center")
    style: dict[str, Any] = {"va": "center", "color": colour}
    ax.text(WIDTH - 0.3, 5.72, say(direction), size=12, ha="right", **style)
    done = WIDTH * place / len(scene.steps)
    ax.add_patch(Rectangle((0, HEIGHT - 0.06), done, 0.06, fc=colour, lw=0))
    ax.plot([0.3, WIDTH - 0.3], [3.02, 3.02], color=FAINT, lw=0.5, alpha=0.6)
    number, formula, sentence = _told(scene, step)
    style = {"va": "baseline", "color": colour}
    ax.text(0.3, LINE, number, size=14, **style)
    ax.text(0.85 if number else 0.3, LINE, formula, size=17, math_fontfamily="cm", **style)
    ax.text(WIDTH - 0.3, LINE, say(sentence), size=11, ha="right", **{**style, "color": INK})


def _told(scene: Scene, step: TraceStep) -> tuple[str, str, str]:
    """Return number, formula and sentence of a step."""
    l = step.layer
    if step.name == "A0":
        return "", "$X = A^{[0]}$", SENTENCES["X"]
    if l is None:
        return "", r"$J = \frac{1}{m} \sum_i \mathcal{L}(a^{(i)}, y^{(i)})$", SENTENCES["J"]
    kind, g = "dA_prev" if step.kind == "dA" else step.kind, scene.activations[l - 1]
    at_output = l == scene.L
    sentence = SENTENCES["dZ of the output" if at_output and kind == "dZ" else kind].format(g=g)
    return f"({NUMBERS[kind]})", formulas(l, g, g if at_output else None)[kind], sentence


def _write_cost(ax: Axes, scene: Scene, step: TraceStep) -> Any:
    """Write the cost below its box."""
    x, y = scene.place(scene.L + 1)
    text = f"{float(step.value):.3f}"
    return ax.text(x, y - 0.42, text, size=11, color=INK, ha="center", va="center", zorder=6)
