"""A function that cannot be called as the course calls it, or that is no code to look into."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dnn.homework.asking import problems_of
from dnn.homework.explaining import described
from dnn.homework.problems import Problem
from dnn.homework.reading import failing_step
from dnn.homework.results import Result
from dnn.homework.trials import Trial
from dnn.homework.words import say


def uncallable(trial: Trial, function: Callable[..., Any], lang: str) -> Result | None:
    """Return the result of a function whose error comes from none of its lines, None for others.

    The arguments are others than those of the exercise, or the function is not written in Python,
    as `np.sum` is not; then what it raised says most.
    """
    if trial.error is None or failing_step(trial.error, function).number:
        return None
    seen = described(trial, function, lang)
    task, problem = trial.task, problems_of(trial.task)[trial.order[0]]
    if _takes(function, problem):
        return None if hasattr(function, "__code__") else seen
    names = task.arguments[: len(problem.args) - problem.optional]
    call = f"{task.name}({', '.join(names)})"
    own = f"{task.name}{inspect.signature(function)}"
    text = say("arguments", lang, name=task.name, call=call, own=own)
    return replace(seen, message=text, mistake="other arguments", equation=None, hints=(text, text))


def _takes(function: Callable[..., Any], problem: Problem) -> bool:
    """Tell whether a function takes the arguments of a problem; one without a signature may."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return True
    for most in (len(problem.args), len(problem.args) - problem.optional):
        try:
            signature.bind(*problem.args[:most])
        except TypeError:
            continue
        return True
    return False
