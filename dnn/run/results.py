"""What a training came to: its network on every part of the data, in numbers and pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import decide, mean_loss
from dnn.forward import L_model_forward
from dnn.metrics import accuracy, confusion_matrix, r2_score
from dnn.plots.confusion import plot_confusion
from dnn.plots.costs import bare_figure, plot_costs
from dnn.plots.mislabeled import print_mislabeled_images
from dnn.run.examples import Examples, Part
from dnn.shapes import Array, Parameters
from dnn.training.divergence import DivergenceError
from dnn.training.fit import Run
from dnn.training.history import History

Score = dict[str, float]


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
    test_p : array (1, m) or None
        The predictions on the test set: class numbers, or numbers on their own scale.
    """

    parameters: Parameters
    history: History
    iterations: int
    stopped: str | None
    hyperparameters: Mapping[str, Any]
    scores: dict[str, Score]
    test_p: Array | None


# --- numbers ------------------------------------------------------------------------------------


def result_of(run: Run, examples: Examples) -> Result:
    """Judge a finished training on every part of its data.

    Raises
    ------
    DivergenceError
        When the last update left parameters whose cost is not finite.
    """
    chosen, scores = run.hyperparameters, {}
    answers = {
        name: _answer(part.X, run.parameters, chosen) for name, part in examples.parts.items()
    }
    for name, AL in answers.items():
        scores[name] = _score(AL, examples.parts[name], examples)
    if not math.isfinite(scores["train"]["cost"]):
        message = (
            f"training diverged: after the last iteration, {run.iterations - 1}, the cost is no "
            f"longer finite. Try a learning rate below {chosen['learning_rate']:g}"
        )
        error = DivergenceError(message, run.iterations, len(run.parameters) // 2, run.parameters)
        error.costs = run.history.costs
        raise error
    test_p = _on_its_scale(decide(answers["test"], output=chosen["output"]), examples)
    return Result(*run[:4], chosen, scores, test_p)


def diverged_result(error: DivergenceError, chosen: Mapping[str, Any]) -> Result:
    """Return what is left of a training that diverged."""
    history = History(costs=list(error.costs))
    return Result(error.parameters, history, error.iteration, "diverged", chosen, {}, None)


def labels_of(part: Part, examples: Examples) -> Array:
    """Return the labels of a part as its files have them: class numbers, or numbers."""
    Y = decide(part.Y, output="softmax") if examples.output.name == "softmax" else part.Y
    return _on_its_scale(Y, examples)


def _on_its_scale(Y: Array, examples: Examples) -> Array:
    """Return numbers on the scale that the files have them in."""
    return Y if examples.scaling.Y is None else examples.scaling.Y.inverse(Y)


def _answer(X: Array, parameters: Mapping[str, Array], chosen: Mapping[str, Any]) -> Array:
    """Return the output of the network."""
    X = X.astype(chosen["dtype"] or X.dtype, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):  # result_of says it better
        AL, _ = L_model_forward(X, parameters, hidden=chosen["hidden"], output=chosen["output"])
    return AL


def _score(AL: Array, part: Part, examples: Examples) -> Score:
    """Return the cost and how good the predictions are, beside always giving the same answer."""
    output = examples.output.name
    with np.errstate(over="ignore", invalid="ignore"):
        cost = float(mean_loss(AL, part.Y, output))
    if not math.isfinite(cost):
        return {"cost": cost}
    p = _on_its_scale(decide(AL, output=output), examples)
    y = labels_of(part, examples)
    if output == "linear":
        error = float(np.sqrt(np.mean((p - y) ** 2)))
        return {"cost": cost, "r2": r2_score(p, y), "error": error, "spread": float(np.std(y))}
    _, counts = np.unique(y, return_counts=True)
    return {"cost": cost, "accuracy": accuracy(p, y), "majority": float(counts.max() / y.size)}


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
    )
    return figure


def confusion_figure(result: Result, examples: Examples) -> Any:
    """Draw what was taken for what on the test set, or None where there are no three classes."""
    classes = examples.about.classes
    if classes is None or len(classes) < 3 or result.test_p is None:
        return None
    figure = bare_figure(*(2 * (max(4.4, min(12.0, 2 + 0.5 * len(classes))),)))
    y = labels_of(examples.parts["test"], examples)
    M = confusion_matrix(result.test_p, y, len(classes))
    plot_confusion(M, classes, ax=figure.add_subplot())
    return figure


def mislabeled_figure(result: Result, examples: Examples) -> Any:
    """Draw the test pictures that the network got wrong, or None where there are none to draw."""
    about, test = examples.about, examples.parts["test"]
    if about.image_shape is None or about.classes is None or result.test_p is None:
        return None
    figure = bare_figure(9.6, 8.0)
    X = test.X if examples.scaling.X is None else examples.scaling.X.inverse(test.X)
    names: Sequence[str] = about.classes
    print_mislabeled_images(
        names,
        X,
        labels_of(test, examples),
        result.test_p,
        image_shape=about.image_shape,
        figure=figure,
    )
    return figure
