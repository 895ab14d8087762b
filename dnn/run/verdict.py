"""What the doctor says of a run."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dnn.doctor.diagnosis import diagnose
from dnn.doctor.findings import Diagnosis
from dnn.run.examples import Examples
from dnn.run.results import Result
from dnn.shapes import Array
from dnn.training.class_weights import example_weights
from dnn.training.descent import State
from dnn.training.fit import Run
from dnn.training.hyperparameters import BALANCED

__all__ = ["diagnosis_of"]

RARE = "rare class"  # the verdict for which classes can be made to count alike
BALANCE = "Or let every class count the same in all."
CLASS = re.compile(r"(?P<before>\b[Cc]lass|always answering) (?P<number>\d+)\b")
VALIDATION = (  # what the doctor calls the examples kept apart, and what they are without such
    ("The validation cost", "The test cost"),
    ("validation set", "test set"),
)
WELL = ("healthy", "still falling")  # verdicts of a run that has nothing the matter with it


def diagnosis_of(result: Result, examples: Examples) -> Diagnosis | None:
    """Return what the doctor finds, or None of a run that a signal ended, which may go on.

    What the network makes of examples that it was not trained on is asked of the validation set,
    and of the test set where none was kept apart. Of a run that diverged the costs alone are looked
    at, with the one that was not finite.
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
    if "validation" in examples.parts:
        found = diagnose(run, X, Y, validation=examples.parts["validation"])
    else:
        found = _of_the_test_set(diagnose(run, X, Y, validation=examples.parts["test"]))
    if found.verdict == RARE and chosen["class_weight"] is None:
        found = replace(
            found, action=f"{found.action} {BALANCE}", remedy={"class_weight": BALANCED}
        )
    return _by_name(found, examples.about.classes)


def _of_the_test_set(found: Diagnosis) -> Diagnosis:
    """Return a diagnosis that calls the test set by its name instead of a validation set."""
    evidence, cause = found.evidence, found.cause
    for word, name in VALIDATION:
        evidence, cause = evidence.replace(word, name), cause.replace(word, name)
    verdict = re.sub("^validation", "test set", found.verdict)
    return replace(found, verdict=verdict, evidence=evidence, cause=cause)


def _by_name(found: Diagnosis, classes: Sequence[str] | None) -> Diagnosis:
    """Return a diagnosis that calls classes by their names instead of their numbers."""
    if classes is None:
        return found

    def named(match: re.Match[str]) -> str:
        k = int(match["number"])
        return f"{match['before']} {classes[k]!r}" if k < len(classes) else match[0]

    evidence, action = (CLASS.sub(named, text) for text in (found.evidence, found.action))
    return replace(found, evidence=evidence, action=action)


def _as_counted(X: Array, Y: Array, result: Result) -> tuple[Array, Array]:
    """Return as many examples, each as often as its class counts: costs are of these."""
    chosen = result.hyperparameters
    weights = example_weights(chosen["class_weight"], Y, chosen["output"])
    if weights is None:
        return X, Y
    ends, m = np.cumsum(weights), Y.shape[1]
    columns = np.searchsorted(ends, (np.arange(m) + 0.5) * (ends[-1] / m))
    return X[:, columns], Y[:, columns]
