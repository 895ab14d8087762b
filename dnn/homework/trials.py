"""A function on the problems of its exercise: which week it is of, and how its answers differ."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.homework.asking import (
    Answer,
    adapted,
    ask,
    prepared,
    problems_of,
    right_answers,
    started,
    wrong_leaves,
)
from dnn.homework.comparing import Difference, differences
from dnn.homework.mistakes.row import spoilt
from dnn.homework.problems import Problem
from dnn.homework.tasks import TASKS, Task
from dnn.homework.views import RIGHT, initialized_deep

START = "start"  # the path of what a model draws itself


class Trial(NamedTuple):
    """A function on the problems of one task: its answers, and how each differs."""

    task: Task
    answers: tuple[Answer, ...]
    wrong: tuple[list[Difference], ...]
    remark: str | None = None

    @property
    def passed(self) -> bool:
        """Whether every answer is right, but for figures of the course that may be missed."""
        return all(
            not wrong and answer.error is None
            for answer, wrong, problem in zip(
                self.answers, self.wrong, problems_of(self.task), strict=True
            )
            if problem.strict
        )

    @property
    def errors(self) -> int:
        """The number of problems in which it raised."""
        return sum(answer.error is not None for answer in self.answers)

    @property
    def error(self) -> BaseException | None:
        """The error of the first problem that went wrong, if it raised."""
        return self.answers[self.order[0]].error

    @property
    def order(self) -> list[int]:
        """The numbers of the strict problems, those that went wrong first."""
        strict = [k for k, problem in enumerate(problems_of(self.task)) if problem.strict]
        return sorted(strict, key=lambda k: not (self.wrong[k] or self.answers[k].error))


def tried(task: Task, function: Callable[..., Any], scalars: bool, replaced: Any = None) -> Trial:
    """Return a function's answers to a task's problems, and how they differ."""
    asked = prepared(task, function, replaced)
    answers = tuple(ask(task, asked, problem) for problem in problems_of(task))
    trial = Trial(task, answers, _wrong(task, answers, right_answers(task), scalars))
    for edits, remark in task.also.items():
        if trial.passed:
            break
        other = prepared(task, spoilt(task, dict([edits])))
        right = [ask(task, other, problem) for problem in problems_of(task)]
        also = Trial(task, answers, _wrong(task, answers, right, scalars), remark)
        trial = also if also.passed else trial
    if not trial.passed and "Y" in task.arguments:
        trial = _with_labels_of_rank_1(trial, asked, scalars)
    return _from_its_own_start(trial, asked, scalars) if task.starts else trial


def in_arrays(trial: Trial) -> Trial:
    """Return a trial with b and db as arrays where a scalar is right, as in other editions."""
    answers = []
    for answer, right in zip(trial.answers, right_answers(trial.task), strict=True):
        allowed = adapted(trial.task, answer.leaves, right.leaves, True)
        differing = {d.path for d in differences(allowed, answer.leaves, trial.task.rtol)}
        mended = {
            path: right.leaves[path] if path in allowed and path not in differing else leaf
            for path, leaf in answer.leaves.items()
        }
        answers.append(answer._replace(leaves=mended))
    return trial._replace(answers=tuple(answers))


def _with_labels_of_rank_1(trial: Trial, asked: Callable[..., Any], scalars: bool) -> Trial:
    """Return the trial of a function that refuses Y of (1, m), with Y of (m,)."""
    if not all(answer.error for answer in trial.answers):
        return trial
    task = trial.task
    k = task.arguments.index("Y")
    answers = tuple(
        ask(task, asked, p._replace(args=(*p.args[:k], np.ravel(p.args[k]), *p.args[k + 1 :])))
        for p in problems_of(task)
    )
    wrong = _wrong(task, answers, right_answers(task), scalars)
    flat = Trial(task, answers, wrong, "labels of rank 1")
    return flat if flat.passed else trial


def _wrong(
    task: Task, answers: Sequence[Answer], right: Sequence[Answer], scalars: bool
) -> tuple[list[Difference], ...]:
    """Return how each answer differs."""
    return tuple(
        wrong_leaves(task, answer.leaves, want.leaves, scalars)
        if answer.error is None or answer.leaves
        else []
        for answer, want in zip(answers, right, strict=True)
    )


def _from_its_own_start(trial: Trial, asked: Callable[..., Any], scalars: bool) -> Trial:
    """Return the trial of a model that draws its start itself, against training from there."""
    task = trial.task
    names = getattr(getattr(asked, "__code__", None), "co_names", ())
    if trial.passed or any(a.error for a in trial.answers) or set(task.starts) & set(names):
        return trial
    right = []
    for problem in problems_of(task):
        args = [*problem.args]
        args[4 if len(args) == 6 else 3] = 0
        start = ask(task, asked, problem._replace(args=tuple(args))).raw
        start = start[0] if isinstance(start, tuple) and start else start
        if not isinstance(start, dict) or not _is_like_a_start(task, problem, start):
            return trial
        function = prepared(task, task.solution)
        function.__globals__.update(dict.fromkeys(task.starts, lambda *_, p=start: dict(p)))
        right.append(ask(task, function, problem))
    own = Trial(task, trial.answers, _wrong(task, trial.answers, right, scalars))
    if not own.passed:
        return trial
    scale = _scale_of_its_start(task, asked)
    return own if scale is None else own._replace(wrong=([scale], *own.wrong[1:]))


def _scale_of_its_start(task: Task, asked: Callable[..., Any]) -> Difference | None:
    """Return how the start that a model draws itself differs in its distribution, if it does."""
    problem = problems_of(task)[0]
    args, k = [*problem.args], 4 if len(problem.args) == 6 else 3
    sizes = (300, 130, 70, 1) if len(args) == 6 and "deep" in task.starts[0] else (300, 130, 1)
    args[0], args[1], args[k] = np.zeros((300, 2)), np.zeros((1, 2)), 0
    args[2] = list(sizes) if len(args) == 6 else sizes[1]
    start = ask(task, asked, problem._replace(args=tuple(args))).raw
    start = start[0] if isinstance(start, tuple) and start else start
    drawn = initialized_deep(lambda: start)
    return next(
        (
            Difference(START, "value", (), drawn[name]["values"])
            for name in drawn
            if name.startswith("W") and drawn[name]["values"] not in (RIGHT, "not zeros")
        ),
        None,
    )


def _is_like_a_start(task: Task, problem: Problem, start: dict[str, Any]) -> bool:
    """Tell whether parameters are of the sizes that a model is asked for, W drawn and b zero."""
    args = problem.args
    dims = args[2] if len(args) == 6 else (len(args[0]), args[2], len(args[1]))
    if {k: np.shape(p) for k, p in start.items()} != {k: p.shape for k, p in started(dims).items()}:
        return False
    drawn = np.concatenate([np.ravel(p) for name, p in start.items() if name.startswith("W")])
    biased = any(np.any(p) for name, p in start.items() if name.startswith("b"))
    return not biased and (drawn.size < 10 or drawn.min() < 0 < drawn.max())


def ranked(name: str, function: Callable[..., Any]) -> list[Task]:
    """Return the tasks of a name, the likeliest week first: told by the arguments."""
    return sorted(TASKS[name], key=lambda task: _unlikeness(task, function))


def _unlikeness(task: Task, function: Callable[..., Any]) -> tuple[bool, int]:
    """Return how little a function looks like a task's: it cannot be called so, other names."""
    try:
        signature = inspect.signature(function)
        names = list(signature.parameters)
    except (ValueError, TypeError):
        return False, 0
    args, optional = problems_of(task)[0].args, problems_of(task)[0].optional
    try:
        signature.bind(*args)
        fits = True
    except TypeError:
        fits = bool(optional) and len(names) == len(args) - optional
    constants = set(getattr(getattr(function, "__code__", None), "co_consts", ()))
    alike = sum(one == other for one, other in zip(names, task.arguments, strict=False))
    hashable = {c for c in constants if isinstance(c, str | int)}
    return not fits, -alike - 2 * len(task.marks & hashable)


def distance(trial: Trial) -> tuple[float, bool]:
    """Return how far a trial is from right: first of all whether the container is another."""
    lacking = any(d.kind == "missing" for wrong in trial.wrong for d in wrong)
    errors = [answer.error is not None for answer in trial.answers]
    return sum(errors) / len(errors), lacking
