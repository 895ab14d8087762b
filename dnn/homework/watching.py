"""What the variables of a function hold when it ends: which of them is the first that is wrong."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from dnn.homework import views
from dnn.homework.asking import ask, prepared, problems_of, right_answers
from dnn.homework.comparing import Leaves, leaves_of, same_leaf
from dnn.homework.naming import leaf_name
from dnn.homework.tasks import Task
from dnn.homework.trials import Trial

DRAWN = (views.initialized, views.initialized_deep, views.batched, views.dropped_out)
LARGE = 10_000  # entries; nothing that large is looked at


def held(task: Task, function: Callable[..., Any], k: int) -> dict[str, Any]:
    """Return a function's variables at its end, or where it raised, in the k-th problem.

    They are in the order in which its text first sets them, the arguments first. Where a right
    function may draw other numbers there is nothing to compare: {}.
    """
    if task.ask in DRAWN:
        return {}
    code = getattr(function, "__code__", None)
    found: dict[str, Any] = {}

    def notice(frame: types.FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is code and not found:
            found.update(frame.f_locals)

    before = sys.getprofile()
    sys.setprofile(notice)
    try:
        ask(task, function, problems_of(task)[k])
    finally:
        sys.setprofile(before)
    names = getattr(code, "co_varnames", ())
    return {name: found[name] for name in names if name in found}


@cache
def right_values(task: Task, k: int) -> Leaves:
    """Return by their names what is right in the k-th problem: arguments, variables, results."""
    right = right_answers(task)[k].leaves
    results = {leaf_name(path, task.returns): leaf for path, leaf in right.items()}
    return _named(held(task, prepared(task, task.solution), k)) | {
        name: leaf for name, leaf in results.items() if isinstance(leaf, np.ndarray)
    }


PLAIN = ("parameters", "params", "grads", "gradients", "cache")  # dicts whose keys are names


def _named(values: dict[str, Any]) -> Leaves:
    """Return the arrays and numbers among variables, and those in their dicts under their keys."""
    found: Leaves = {}
    for name, value in values.items():
        for path, leaf in leaves_of(value).items():
            key = path.lstrip(".") if name in PLAIN and path else f"{name}{path}"
            if not isinstance(leaf, np.ndarray) or "[" in key or leaf.size > LARGE:
                continue
            if leaf.dtype.kind != "b":
                found[key] = leaf
            elif leaf.ndim:  # a mask, not a flag
                found[key] = leaf.astype(int)
    return found


def values_of(trial: Trial, function: Callable[..., Any], k: int) -> Leaves:
    """Return by their names what a learner's variables hold at the end of the k-th problem.

    Of the arguments these are the ones that hold something else by then; they come first, but for
    the parameters, which are computed from all the others.
    """
    task = trial.task
    variables = held(task, prepared(task, function), k)
    given = dict(zip(task.arguments, problems_of(task)[k].args, strict=False))
    before = _named(given)
    late = {name: variables[name] for name in PLAIN[:2] if name in variables and name in given}
    values = _named({name: v for name, v in variables.items() if name not in late} | late)
    return {
        name: value
        for name, value in values.items()
        if name not in before or not same_leaf(value, before[name])
    }


LOOPS = ("l", "i", "k", "start", "end")  # what only counts


def first_wrong(trial: Trial, function: Callable[..., Any]) -> tuple[str | None, set[str]]:
    """Return the first variable that is wrong, None where none is, and all that are compared.

    Variables are known by the names that the course gives them. A name for an array of another
    rank and size stands for something else, and so does one whose result is right.
    """
    k = trial.order[0]
    wrong_results = {leaf_name(d.path, trial.task.returns) for d in trial.wrong[k]}
    results = {leaf_name(path, trial.task.returns) for path in right_answers(trial.task)[k].leaves}
    right = right_values(trial.task, k)
    wrong, known = None, set[str]()
    for name, value in values_of(trial, function, k).items():
        if name not in right or name in LOOPS or name in results - wrong_results:
            continue
        want = right[name]
        if value.ndim != want.ndim and value.size != want.size:
            continue
        known.add(name)
        if wrong is None and not same_leaf(value, want, trial.task.rtol):
            wrong = name
    return wrong, known


def fine_ones(trial: Trial, function: Callable[..., Any]) -> set[str]:
    """Return the variables that are right."""
    k = trial.order[0]
    right = right_values(trial.task, k)
    return {
        name
        for name, value in values_of(trial, function, k).items()
        if name in right and same_leaf(value, right[name], trial.task.rtol)
    }
