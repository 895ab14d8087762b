"""The values that arguments have by themselves, where others of the course rely on them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from dnn.homework.solutions import course2, week3
from dnn.homework.tasks import Task

RELIED_ON: dict[Callable[..., Any], tuple[str, ...]] = {
    week3.update_parameters: ("learning_rate",),  # nn_model does not pass it
    course2.update_parameters_with_adam: ("beta1", "beta2", "epsilon"),
    course2.random_mini_batches: ("mini_batch_size",),
    course2.gradient_check_n: ("epsilon",),
    course2.forward_propagation_with_dropout: ("keep_prob",),
}


def wrong_default(task: Task, function: Callable[..., Any]) -> str | None:
    """Return the argument whose own value is another than the course's; None where all agree.

    Examples
    --------
    >>> from dnn.homework.defaults import wrong_default
    >>> from dnn.homework.tasks import TASKS
    >>> task = next(t for t in TASKS["update_parameters"] if t.week == "3")
    >>> wrong_default(task, lambda parameters, grads, learning_rate=0.12: None)
    'learning_rate'
    """
    try:
        given = inspect.signature(function).parameters
    except (ValueError, TypeError):
        return None
    right = inspect.signature(task.solution).parameters
    for name in RELIED_ON.get(task.solution, ()):
        value = given[name].default if name in given else inspect.Parameter.empty
        if isinstance(value, int | float) and value != right[name].default:
            return name
    return None
