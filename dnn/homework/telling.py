"""What is seen of a wrong answer: the first difference, or the error; never the right value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dnn.homework.asking import problems_of
from dnn.homework.comparing import Difference
from dnn.homework.naming import leaf_name, spoken
from dnn.homework.problems import Problem
from dnn.homework.reading import failing_step
from dnn.homework.tasks import Task
from dnn.homework.trials import Trial
from dnn.homework.words import say

MOST = 4  # arguments that a message names


def seen(trial: Trial, function: Callable[..., Any], lang: str) -> str:
    """Say what the first problem that went wrong shows."""
    return _differs(trial, lang) if trial.error is None else _raised(trial, function, lang)


def _differs(trial: Trial, lang: str) -> str:
    """Say the first difference: key, layer, index, what stands there; not what should."""
    task, k = trial.task, trial.order[0]
    difference, leaves = _first(trial.wrong[k], task), trial.answers[k].leaves
    leaf = spoken(leaf_name(difference.path, task.returns), lang) or task.returns
    got, kind = difference.got, difference.kind
    if leaves.get("", "") is None:
        return say("none", lang, leaf=task.name)
    if kind == "missing" and leaves and all(path.startswith(".") for path in leaves):
        there = ", ".join(path.lstrip(".") for path in leaves)
        return say("missing beside", lang, leaf=leaf, there=there)
    if kind == "value" and isinstance(got, str):
        kind = "description"
    if kind == "shape":
        got = got.shape
    elif isinstance(got, np.generic):
        got = f"{got:.6g}"
    at = say("at", lang, index=list(difference.place)) if difference.place else ""
    return say(
        kind,
        lang,
        leaf=leaf,
        name=task.name,
        layout=task.returns,
        got=got,
        at=at,
        shapes=shapes_of(task, problems_of(task)[k]),
    )


def _first(wrong: Sequence[Difference], task: Task) -> Difference:
    """Return the difference that came first: what stands in the caches was computed before AL."""
    cached = (d for d in wrong if leaf_name(d.path, task.returns).startswith("caches["))
    return next(cached, wrong[0])


def _raised(trial: Trial, function: Callable[..., Any], lang: str) -> str:
    """Say what was raised, in which line, for which arguments."""
    task, error = trial.task, trial.error
    code = failing_step(error, function).text if error is not None else ""
    line = say("line", lang, code=code) if code else ""
    told = f"{type(error).__name__}: {error}".rstrip(": ")
    shapes = shapes_of(task, problems_of(task)[trial.order[0]])
    return say("raised", lang, name=task.name, error=told, line=line, shapes=shapes)


def shapes_of(task: Task, problem: Problem) -> str:
    """Return the shapes and numbers of the arguments: ``A (3, 4), W (2, 3), b (2, 1)``."""
    named = zip(task.arguments, problem.args, strict=False)
    parts = [part for name, value in named for part in _shapes(name, value)]
    return ", ".join([*parts[:MOST], *(["..."] if len(parts) > MOST else [])])


def _shapes(name: str, value: Any) -> list[str]:
    """Return an argument in short: its shape, or the shapes in it, or its value."""
    if isinstance(value, np.ndarray):
        return [f"{name} {value.shape}"]
    if isinstance(value, dict):
        return [f"{key} {part.shape}" for key, part in value.items()]
    if isinstance(value, int | float | str):
        return [f"{name} = {value:.4g}" if isinstance(value, float) else f"{name} = {value!r}"]
    if isinstance(value, list) and all(isinstance(part, int) for part in value):
        return [f"{name} = {value}"]
    if isinstance(value, list | tuple) and isinstance(value[0], np.ndarray):
        return [f"{name} of {', '.join(str(part.shape) for part in value[:3])}"]
    return [f"L = {len(value)}"] if name == "caches" else []
