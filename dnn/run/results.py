"""What a training came to: its network on every part of the data, in numbers and pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS, mean_loss
from dnn.forward import L_model_forward
from dnn.plots.confusion import plot_confusion
from dnn.plots.costs import bare_figure, plot_costs
from dnn.plots.mislabeled import print_mislabeled_images
from dnn.plots.predictions import plot_predictions
from dnn.run.examples import Examples, Part
from dnn.run.judgement import Judgement, Score, judge
from dnn.shapes import Array, Parameters
from dnn.training.class_weights import example_weights
from dnn.training.divergence import DivergenceError
from dnn.training.fit import Run
from dnn.training.history import History


class Result(NamedTuple):
    """A training that ended, in whatever way.

    Attributes
    ----------
    parameters : dict
        What to use from now on.
    history : History
    iterations : int
        Number of iterations that were finished.
    stopped : str or None
        ``"early"``, ``"SIGINT"``, ``"SIGTERM"``, ``"diverged"``, or None.
    hyperparameters : dict
    scores : dict
        Part -> score; empty where the training diverged.
    last : list of float
        The iteration that the parameters would enter, and their cost as it is recorded, on the
        validation set too; empty where they are not the last, or where dropout differs.
    test : Judgement or None
        The predictions on the test set beside its labels; None where the training diverged.
    """

    parameters: Parameters
    history: History
    iterations: int
    stopped: str | None
    hyperparameters: Mapping[str, Any]
    scores: dict[str, Score]
    test: Judgement | None
    last: list[float]


# --- numbers ------------------------------------------------------------------------------------


def result_of(run: Run, examples: Examples) -> Result:
    """Judge a finished training on every part of its data.

    Raises
    ------
    DivergenceError
        When the last update left parameters whose cost is not finite.
    """
    chosen, classes, scaling = run.hyperparameters, examples.about.classes, examples.scaling.Y
    hidden, output, dtype = (chosen[name] for name in ("hidden", "output", "dtype"))
    outputs = {
        name: output_of(part.X, run.parameters, hidden, output, dtype)
        for name, part in examples.parts.items()
    }
    judged = {
        name: judge(AL, examples.parts[name].Y, output, classes, scaling)
        for name, AL in outputs.items()
    }
    scores = {name: judgement.scores for name, judgement in judged.items()}
    if not math.isfinite(scores["train"]["cost"]):
        message = (
            f"training diverged: after the last iteration, {run.iterations - 1}, the cost is no "
            f"longer finite. Try a learning rate below {chosen['learning_rate']:g}"
        )
        error = DivergenceError(message, run.iterations, len(run.parameters) // 2, run.parameters)
        error.costs = run.history.costs
        raise error
    return Result(*run[:4], chosen, scores, judged["test"], _end(run, examples, outputs))


def _end(run: Run, examples: Examples, outputs: Mapping[str, Array]) -> list[float]:
    """Return where the curve of the costs ends, see Result."""
    chosen, history = run.hyperparameters, run.history
    gives_best = chosen["patience"] is not None and run.stopped in (None, "early")
    if chosen["keep_prob"] != 1 or (gives_best and history.best_iteration != run.iterations):
        return []
    ends = [float(run.iterations)]
    for name in ("train", "validation"):
        if name in outputs:
            AL, Y = outputs[name], examples.parts[name].Y
            weights = example_weights(chosen["class_weight"], Y, chosen["output"])
            ends.append(float(mean_loss(AL, Y, chosen["output"], weights)))
            total = Y.shape[1] if weights is None else float(weights.sum())
            ends[1] += _penalty(run, total) if name == "train" else 0
    return ends


def _penalty(run: Run, total: float) -> float:
    """Return lambd / 2m * sum of W^2, which is a part of the recorded costs."""
    norms = sum(float(np.vdot(W, W)) for name, W in run.parameters.items() if name[0] == "W")
    return float(run.hyperparameters["lambd"]) / (2 * total) * norms


def diverged_result(error: DivergenceError, chosen: Mapping[str, Any]) -> Result:
    """Return what is left of a training that diverged."""
    history = History(costs=list(error.costs))
    return Result(error.parameters, history, error.iteration, "diverged", chosen, {}, None, [])


def labels_of(part: Part, examples: Examples) -> Array:
    """Return the labels of a part as its files have them: class numbers, or numbers."""
    labels, scaling = OUTPUTS[examples.output.name].labels(part.Y), examples.scaling.Y
    return labels if scaling is None else scaling.inverse(labels)


def output_of(
    X: Array, parameters: Mapping[str, Array], hidden: Any, output: str, dtype: str | None
) -> Array:
    """Return AL of the network of a run, in the dtype of its training; it may not be finite."""
    X = X.astype(dtype or X.dtype, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):
        AL, _ = L_model_forward(X, parameters, hidden=hidden, output=output)
    return AL


# --- pictures -----------------------------------------------------------------------------------


def costs_figure(result: Result) -> Any:
    """Draw the costs, or None where there are none."""
    history, chosen = result.history, result.hyperparameters
    if not history.costs:
        return None
    figure = bare_figure()
    plot_costs(
        history.costs,
        chosen["learning_rate"],
        every=chosen["every"],
        ax=figure.add_subplot(),
        validation_costs=history.validation_costs or None,
        last=result.last or None,
    )
    return figure


def confusion_figure(result: Result, examples: Examples) -> Any:
    """Draw what was taken for what on the test set, or None where there are no classes."""
    classes = examples.about.classes
    if classes is None or result.test is None:
        return None
    side = max(4.4, min(12.0, 2 + 0.5 * len(classes)))
    figure = bare_figure(side, side)
    plot_confusion(result.test.confusion, classes, ax=figure.add_subplot())
    return figure


def residuals_figure(result: Result) -> Any:
    """Draw predicted against true numbers of the test set, or None where there are none."""
    if result.test is None or result.test.classes is not None:
        return None
    figure = bare_figure(9.6, 4.4)
    plot_predictions(result.test.p, result.test.y, figure=figure)
    return figure


def mislabeled_figure(result: Result, examples: Examples) -> Any:
    """Draw the test pictures that the network got wrong, or None where there are none to draw."""
    about, test = examples.about, examples.parts["test"]
    if about.image_shape is None or about.classes is None or result.test is None:
        return None
    figure = bare_figure(9.6, 8.0)
    X = test.X if examples.scaling.X is None else examples.scaling.X.inverse(test.X)
    names: Sequence[str] = about.classes
    print_mislabeled_images(
        names,
        X,
        result.test.y,
        result.test.p,
        image_shape=about.image_shape,
        figure=figure,
    )
    return figure
