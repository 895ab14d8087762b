"""A training as a film: the decision boundary, or the first weights, over the iterations."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from dnn.checks.networks import check_forward
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.cost import decide
from dnn.forward import L_model_forward
from dnn.plots.boundary import check_plane, plot_decision_boundary
from dnn.plots.common import INK, PAPER
from dnn.plots.film import Film, film_writer
from dnn.plots.snapshots import Snapshot, as_snapshots
from dnn.plots.weights import draw_rows, first_weights, grid, weight_shape
from dnn.shapes import Array
from dnn.text import counted

__all__ = ["animate_training"]

SIZE = (5.6, 4.4)  # inches
DPI = 80
STEPS = 120  # points along each feature


def animate_training(
    parameters: Any,
    X: Array | None = None,
    Y: Any = None,
    *,
    show: str | None = None,
    path: str | os.PathLike[str] | None = None,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    classes: Sequence[Any] | Array | None = None,
    image_shape: tuple[int, int, int] | None = None,
    most: int = 60,
    seconds: float = 0.2,
) -> Film:
    """Draw a training as a film: its decision boundary, or its first weights as pictures.

    Parameters
    ----------
    parameters : mapping iteration -> parameters, or iterable
        The moments of the training: pairs (iteration, parameters), the steps of `train`, or
        parameters, numbered from 0.
    X : array of float, (2, m)
        For the boundary: the examples.
    Y : array or list of m class numbers, or one-hot columns, (n_L, m)
        For the boundary: the labels.
    show : str, optional
        ``"boundary"`` or ``"weights"``; left out, the boundary where X is given, else the weights.
    path : path, optional
        Where to write the film, as .gif, or as .html with a slider.
    hidden, output
        The activations, as for `L_model_forward`.
    classes : sequence of bytes or str, optional
        The names of class 0, 1, ...
    image_shape : (height, width, channels), optional
        Of the weights, see `plot_weights`.
    most : int, from 2 up
        Of more moments so many are drawn, evenly picked, first and last among them.
    seconds : float
        That each frame stands.

    Returns
    -------
    Film
        A notebook plays it; ``.save(path)`` writes it; ``.frames`` are its pictures.

    Raises
    ------
    ValueError
        When there is no moment, X has not two features, rows of W1 do not make pictures, or
        ``show`` or the kind of file is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import animate_training, initialize_parameters_deep, train
    >>> X, Y = np.array([[-1.0, 1.0, 2.0], [0.0, 0.0, 1.0]]), np.array([[0, 1, 1]])
    >>> steps = train(X, Y, initialize_parameters_deep([2, 1]), num_iterations=3)
    >>> animate_training(steps, X, Y)
    Film(frames=3, iterations=1 to 3)
    """
    if path is not None:
        film_writer(path)
    chosen = show or ("weights" if X is None else "boundary")
    painter = look_up(PAINTERS, chosen, "picture to show")
    check_number("seconds", seconds, "(0, inf)")
    moments = as_snapshots(parameters)
    count = min(check_whole_number("most", most, least=2), len(moments))
    moments = [moments[k] for k in np.linspace(0, len(moments) - 1, count).round().astype(int)]
    wear = {"hidden": hidden, "output": output}
    draw = painter(moments, X=X, Y=Y, wear=wear, classes=classes, image_shape=image_shape)
    frames = tuple(_frame(draw, moment) for moment in moments)
    film = Film(frames, tuple(moment.iteration for moment in moments), seconds)
    if path is not None:
        film.save(path)
    return film


# --- frames -------------------------------------------------------------------------------------


def _frame(draw: Callable[[Figure, Snapshot], None], moment: Snapshot) -> Array:
    """Return one moment as pixels."""
    figure, content = Figure(SIZE, dpi=DPI, facecolor=PAPER), io.BytesIO()
    draw(figure, moment)
    figure.savefig(content, format="raw", dpi=DPI, facecolor=PAPER)
    width, height = (round(DPI * side) for side in SIZE)
    return np.frombuffer(content.getvalue(), np.uint8).reshape(height, width, 4)[..., :3]


def _when(moment: Snapshot) -> str:
    """Say when a moment was."""
    return f"after {counted(moment.iteration, 'iteration')}"


def _boundary(
    moments: Iterable[Snapshot],
    *,
    X: Array | None,
    Y: Any,
    wear: Mapping[str, Any],
    classes: Sequence[Any] | Array | None,
    **_: Any,
) -> Callable[[Figure, Snapshot], None]:
    """Return what draws the decision boundary of one moment."""
    if X is None or Y is None:
        raise ValueError(
            'the decision boundary needs the examples: give X and Y, or show="weights"'
        )
    check_plane(X, Y)
    for moment in moments:
        check_forward(X, moment.parameters)

    def draw(figure: Figure, moment: Snapshot) -> None:
        def predicted(points: Array) -> Array:
            return decide(
                L_model_forward(points, moment.parameters, **wear)[0], output=wear["output"]
            )

        ax = figure.add_axes((0.12, 0.13, 0.84, 0.77))
        plot_decision_boundary(predicted, X, Y, classes=classes, steps=STEPS, ax=ax)
        ax.set_title(f"Decision boundary {_when(moment)}")

    return draw


def _weights(
    moments: Iterable[Snapshot], *, image_shape: tuple[int, int, int] | None, **_: Any
) -> Callable[[Figure, Snapshot], None]:
    """Return what draws the first weights of one moment; white is a row's largest of all time."""
    rows = np.array([first_weights(moment.parameters)[:20] for moment in moments])
    largest = np.abs(rows).max(axis=(0, 2))
    shape = weight_shape(rows.shape[2], image_shape)

    def draw(figure: Figure, moment: Snapshot) -> None:
        W = first_weights(moment.parameters)[: len(largest)]
        draw_rows(figure, W, shape, grid(len(W))[1], largest)
        title = f"Rows of W1 {_when(moment)}\nmid grey is weight 0"
        figure.suptitle(title, color=INK, fontsize=11)

    return draw


PAINTERS: Mapping[str, Callable[..., Callable[[Figure, Snapshot], None]]] = MappingProxyType(
    {"boundary": _boundary, "weights": _weights}
)
