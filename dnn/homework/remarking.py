"""What is no mistake but worth knowing of a function that passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dnn.homework.asking import Answer, problems_of, right_answers
from dnn.homework.reading import globals_read
from dnn.homework.trials import Trial
from dnn.homework.words import say


def remarks_of(trial: Trial, function: Callable[..., Any], scalars: bool, lang: str) -> list[str]:
    """Return the remarks on a function that passed."""
    keys = dict.fromkeys([*_keys(trial, scalars), *filter(None, [trial.remark])])
    remarks = [say(key, lang) for key in keys]
    if "print" in getattr(getattr(function, "__code__", None), "co_names", ()):
        remarks.append(say("printed", lang))
    outside = globals_read(function)
    if outside:
        remarks.append(say("globals read", lang, names=", ".join(outside)))
    return remarks


def _keys(trial: Trial, scalars: bool) -> Iterator[str]:
    """Yield the keys of the sentences that hold."""
    task, answers = trial.task, trial.answers
    raw, args = answers[0].raw, problems_of(task)[0].args
    if task.returns == "cost" and type(raw) is float and task.week == "4":
        yield "float cost"
    if any(answer.changed for answer in answers):
        yield "changed"
    if task.returns == "grads" and isinstance(raw, dict) and _has_older_keys(raw, args):
        yield "older keys"
    if task.returns == "parameters, costs" and isinstance(raw, dict):
        yield "parameters alone"
    if task.returns == "grads" and any(trial.wrong):
        yield "short cut"
    if task.scalars and scalars and _has_scalars(answers[0], right_answers(task)[0]):
        yield "scalar edition"
    parts = list(_parts(raw))
    if any(isinstance(part, np.matrix) for part in parts):
        yield "matrix"
    if any(getattr(part, "dtype", None) in (np.float32, np.float16) for part in parts):
        yield "float32"
    if isinstance(raw, list) and isinstance(right_answers(task)[0].raw, tuple):
        yield "list"


def _has_older_keys(grads: dict[str, Any], args: tuple[Any, ...]) -> bool:
    """Tell whether the slopes dA are called as in an older edition."""
    return len(args) == 3 and "dA0" not in grads and f"dA{len(args[2])}" in grads


def _has_scalars(answer: Answer, right: Answer) -> bool:
    """Tell whether a leaf is a scalar that is none in the other editions."""
    return any(
        isinstance(leaf, np.ndarray) and np.shape(answer.leaves[path]) != leaf.shape
        for path, leaf in right.leaves.items()
    )


def _parts(value: Any) -> Iterator[Any]:
    """Yield the arrays and numbers of a result."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list):
        for part in value:
            yield from _parts(part)
    else:
        yield value
