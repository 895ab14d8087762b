"""What the variables of a function hold when it ends: which of them is the first that is wrong."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from dnn.homework.asking import ask, prepared, problems_of, right_answers
from dnn.homework.comparing import Leaves, leaves_of, same_leaf
from dnn.homework.naming import leaf_name
from dnn.homework.tasks import Task
from dnn.homework.trials import Trial


def held(task: Task, function: Callable[..., Any], k: int) -> dict[str, Any]:
    """Return a function's variables at its end, or where it raised, in the k-th problem.

    They are in the order in which its text first sets them, the arguments first.
    """
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


def _named(values: dict[str, Any]) -> Leaves:
    """Return the arrays and numbers among variables, and those in their dicts under their keys."""
    found: Leaves = {}
    for name, value in values.items():
        for path, leaf in leaves_of(value).items():
            key = path.lstrip(".") if path.startswith(".") else f"{name}{path}"
            if isinstance(leaf, np.ndarray) and not key.startswith("[") and leaf.size < 10_000:
                found[key] = leaf
    return found


def values_of(trial: Trial, function: Callable[..., Any], k: int) -> Leaves:
    """Return by their names what a learner's variables hold at the end of the k-th problem."""
    asked = prepared(trial.task, function)
    arguments = set(trial.task.arguments)
    variables = held(trial.task, asked, k)
    own = {name: value for name, value in variables.items() if name not in arguments}
    return _named(own)


def first_wrong(trial: Trial, function: Callable[..., Any]) -> tuple[str | None, set[str]]:
    """Return the first variable that is wrong, None where none is, and those that are right.

    Variables are known by the names that the course gives them.
    """
    k = trial.order[0]
    right = right_values(trial.task, k)
    wrong, fine = None, set[str]()
    for name, value in values_of(trial, function, k).items():
        if name not in right:
            continue
        if same_leaf(value, right[name], trial.task.rtol):
            fine.add(name)
        elif wrong is None:
            wrong = name
    return wrong, fine
