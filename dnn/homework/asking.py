"""A function is asked every problem of a task: what it returns, raises, prints and changes."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from dnn.homework.comparing import Difference, Leaves, differences, equal, leaves_of
from dnn.homework.problems import Problem
from dnn.homework.reading import failing_step
from dnn.homework.running import isolated
from dnn.homework.tasks import Task
from dnn.shapes import Array, Parameters


class Answer(NamedTuple):
    """What came of one problem: leaves, or an error."""

    leaves: Leaves
    error: BaseException | None = None
    raw: Any = None
    changed: bool = False
    target: str = ""  # the variable that was being computed when the error came up

    def is_like(self, other: Answer, right: Answer, task: Task) -> bool:
        """Tell whether two answers are the same, or the same kind of error."""
        if (self.error is not None and not self.leaves) or other.error is not None:
            return _is_same_failure(self.error, other.error)
        wrong, known = (adapted(task, self.leaves, a.leaves, False) for a in (other, right))
        return equal(self.leaves, wrong, known, task.rtol)


def _is_same_failure(one: BaseException | None, other: BaseException | None) -> bool:
    """Tell whether two errors are of one kind; a name without a value, in the same function too."""
    if type(one) is not type(other) or not isinstance(one, NameError):
        return type(one) is type(other)
    return _function_of(one) == _function_of(other)


def _function_of(error: BaseException | None) -> str:
    """Return the name of the function in which an error came up."""
    step = error.__traceback__ if error is not None else None
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return "" if step is None else step.tb_frame.f_code.co_name


@cache
def problems_of(task: Task) -> tuple[Problem, ...]:
    """Return the problems of a task."""
    return tuple(task.problems())


@cache
def right_answers(task: Task) -> tuple[Answer, ...]:
    """Return the right answers to the problems of a task."""
    function = prepared(task, task.solution)
    return tuple(ask(task, function, problem) for problem in problems_of(task))


def prepared(
    task: Task, function: Callable[..., Any], replaced: Mapping[str, Any] | None = None
) -> Callable[..., Any]:
    """Return a function as a task asks it: apart, with helpers, a model with its start."""
    starts = dict.fromkeys(task.starts, started)
    return isolated(function, task.helpers, {**(replaced or {}), **starts})


def started(*dims: Any) -> Parameters:
    """Return where every model starts from: W of a size that shows each slope, b = 0."""
    sizes = dims[0] if len(dims) == 1 else dims
    rng = np.random.RandomState(4)
    parameters = {}
    for l in range(1, len(sizes)):
        parameters[f"W{l}"] = rng.randn(sizes[l], sizes[l - 1]) * 0.8
        parameters[f"b{l}"] = np.zeros((sizes[l], 1))
    return parameters


def ask(task: Task, function: Callable[..., Any], problem: Problem) -> Answer:
    """Return what a function answers to a problem; its arguments are copies."""
    kept: list[Any] = []

    def recorded(*args: Any) -> Any:
        kept.append(function(*args[: len(args) - _unwanted(function, problem)]))
        return kept[-1]

    args = copied(problem.args)
    try:
        leaves = leaves_of(task.ask(recorded, *args))
    except Exception as error:  # whatever a learner's function does
        leaves = _asserted(task, error, function, args)
        target = failing_step(error, function).target
        return Answer(leaves, error, kept[0] if kept else None, target=target)
    except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
        return Answer({}, error)
    return Answer(leaves, None, kept[0] if kept else None, not _unchanged(args, problem.args))


def _asserted(task: Task, error: Exception, function: Callable[..., Any], args: Any) -> Leaves:
    """Return what a function had computed when its own assert stopped it, by the names it uses."""
    step, code = error.__traceback__, getattr(function, "__code__", None)
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None or not isinstance(error, AssertionError) or step.tb_frame.f_code is not code:
        return {}
    found = dict(step.tb_frame.f_locals)
    keys = right_answers(task)[0].raw
    if isinstance(keys, dict) and keys.keys() <= found.keys():  # W1, b1, ... not yet in their dict
        found |= {task.returns: {key: found[key] for key in keys}}
    layout = ast.parse(task.returns, mode="eval")
    names = {node.id for node in ast.walk(layout) if isinstance(node, ast.Name)}
    if not names <= found.keys():
        return {}
    result = eval(compile(layout, "<returned>", "eval"), {}, found)  # names and tuples alone
    try:
        return leaves_of(task.ask(lambda *_: result, *args))
    except Exception:  # what was computed may be of any kind
        return {}


def _unwanted(function: Callable[..., Any], problem: Problem) -> int:
    """Return how many of the arguments that may be left out the function does not take."""
    if not problem.optional:
        return 0
    try:
        inspect.signature(function).bind(*problem.args)
    except TypeError:
        return problem.optional
    except ValueError:
        return 0
    return 0


def copied(value: Any) -> Any:
    """Return a copy of arguments, arrays too."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: copied(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(copied(part) for part in value)
    return value


def _unchanged(one: Any, other: Any) -> bool:
    """Tell whether arguments are as they were."""
    if isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(other, dict):
        return one.keys() == other.keys() and all(_unchanged(one[k], other[k]) for k in other)
    if isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(_unchanged, one, other))
    return bool(one == other)


# --- against the right answer -------------------------------------------------------------------


def wrong_leaves(task: Task, got: Leaves, want: Leaves, scalars: bool) -> list[Difference]:
    """Return how an answer differs, where the editions of the course allow it to."""
    return differences(adapted(task, got, want, scalars), got, task.rtol)


def adapted(task: Task, got: Leaves, want: Leaves, scalars: bool) -> Leaves:
    """Return the right answer as an edition would have it that returns what was returned."""
    if task.starts and not any(path.startswith("[0]") for path in got):
        want = {p.removeprefix("[0]"): v for p, v in want.items() if not p.startswith("[1]")}
    if not scalars or not task.scalars:
        return want
    names = task.returns.split(", ")
    return {path: _scalar(path, value, got, names) for path, value in want.items()}


def _scalar(path: str, want: Any, got: Leaves, names: list[str]) -> Any:
    """Return the right b or db of the edition of 2017-08, where a scalar was returned."""
    value: Any = got.get(path)
    name = path.lstrip(".")
    if path.startswith("[") and path[1:-1].isdigit() and len(names) > 1:
        name = names[int(path[1:-1])]
    if (
        name.startswith("b")
        and name.endswith(".shape")
        and isinstance(value, np.ndarray)
        and value.shape == (0,)
    ):
        return value
    if name.startswith("db") and isinstance(value, np.ndarray) and value.shape == ():
        total: Array = np.asarray(want.sum())
        return total
    return want
