"""What the doctor says of a run."""

from __future__ import annotations

import math

from dnn.doctor.diagnosis import diagnose
from dnn.doctor.findings import Diagnosis
from dnn.run.examples import Examples
from dnn.run.results import Result
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
    if result.stopped == "diverged":
        return diagnose(
            [*history.costs, math.nan],
            *examples.parts["train"],
            learning_rate=chosen["learning_rate"],
            every=chosen["every"],
        )
    state = State(result.iterations, result.parameters, {})
    run = Run(*result[:4], dict(chosen), state)
    return diagnose(run, *examples.parts["train"], validation=examples.parts.get("validation"))
