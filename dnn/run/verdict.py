"""What the doctor says of a run."""

from __future__ import annotations

import math

import numpy as np

from dnn.doctor.diagnosis import diagnose
from dnn.doctor.findings import Diagnosis
from dnn.run.examples import Examples
from dnn.run.results import Result
from dnn.shapes import Array
from dnn.training.class_weights import example_weights
from dnn.training.descent import State
from dnn.training.fit import Run

__all__ = ["diagnosis_of"]

WELL = ("healthy", "still falling")  # verdicts of a run that has nothing the matter with it


def diagnosis_of(result: Result, examples: Examples) -> Diagnosis | None:
    """Return what the doctor finds, or None of a run that a signal ended, which may go on.

    Of a run that diverged the costs alone are looked at, with the one that was not finite.
    """
    if result.stopped not in (None, "early", "diverged"):
        return None
    chosen, history = result.hyperparameters, result.history
    X, Y = _as_counted(*examples.parts["train"], result)
    if result.stopped == "diverged":
        return diagnose(
            [*history.costs, math.nan],
            X,
            Y,
            learning_rate=chosen["learning_rate"],
            every=chosen["every"],
        )
    state = State(result.iterations, result.parameters, {})
    run = Run(*result[:4], dict(chosen), state)
    return diagnose(run, X, Y, validation=examples.parts.get("validation"))


def _as_counted(X: Array, Y: Array, result: Result) -> tuple[Array, Array]:
    """Return as many examples, each as often as its class counts: costs are of these."""
    chosen = result.hyperparameters
    weights = example_weights(chosen["class_weight"], Y, chosen["output"])
    if weights is None:
        return X, Y
    ends, m = np.cumsum(weights), Y.shape[1]
    columns = np.searchsorted(ends, (np.arange(m) + 0.5) * (ends[-1] / m))
    return X[:, columns], Y[:, columns]
