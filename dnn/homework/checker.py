"""The check of one function: which week it is of, whether it is right, and what is wrong."""

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
from dnn.homework.comparing import Difference
from dnn.homework.explaining import explained, sibling_told
from dnn.homework.mistakes.row import source_of, spoilt
from dnn.homework.problems import Problem
from dnn.homework.reading import has_blanks, is_empty, is_placeholder
from dnn.homework.remarking import remarks_of
from dnn.homework.results import Result
from dnn.homework.running import in_time, quiet
from dnn.homework.tasks import TASKS, Task
from dnn.homework.words import say

SCALAR_EDITION = "2017-08"


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
    def order(self) -> list[int]:
        """The numbers of the strict problems, those that went wrong first."""
        strict = [k for k, problem in enumerate(problems_of(self.task)) if problem.strict]
        return sorted(strict, key=lambda k: not (self.wrong[k] or self.answers[k].error))


def missing(name: str, lang: str) -> Result:
    """Return the result of a function that is not there."""
    task = TASKS[name][0]
    text = say("missing function", lang, name=name)
    return Result(
        name, task.week, "unattempted", text, lang=lang, hints=(text, text), answer=source_of(task)
    )


def checked(
    name: str,
    function: Any,
    *,
    edition: str | None = None,
    lang: str = "en",
    seconds: float = 5.0,
) -> Result:
    """Return what is found of a function; it never raises, hangs, prints or warns."""
    say("table", lang)  # an unknown language is told before anything runs
    if is_placeholder(function):
        return missing(name, lang)
    task = TASKS[name][0]
    if not callable(function):
        text = say("not a function", lang, name=name, kind=type(function).__name__)
        return Result(name, task.week, "failed", text, lang=lang, answer=source_of(task))
    with quiet() as said:
        result, ended = in_time(
            lambda: _examined(name, function, edition == SCALAR_EDITION, lang), seconds
        )
    if not ended:
        text = say("endless", lang, name=name, seconds=seconds)
        return Result(
            *(name, task.week, "raised", text, "endless"),
            lang=lang,
            hints=(text, text),
            answer=source_of(task),
        )
    if isinstance(result, Result) and result and said.getvalue():
        result.remarks.append(say("printed", lang))
    checked_result: Result = result
    return checked_result


def _examined(name: str, function: Callable[..., Any], scalars: bool, lang: str) -> Result:
    """Return what is found, in the thread of the check."""
    try:
        with np.errstate(all="ignore"):  # numpy's settings are those of a thread
            return examined(name, function, scalars, lang, frozenset())
    except Exception as error:  # what a learner's function returns may raise when it is looked at
        text = say("odd", lang, name=name, error=f"{type(error).__name__}: {error}")
        return Result(name, TASKS[name][0].week, "failed", text, lang=lang)


def examined(
    name: str, function: Callable[..., Any], scalars: bool, lang: str, above: frozenset[str]
) -> Result:
    """Return what is found of a function; ``above`` are those that call it and are examined."""
    trials = [tried(task, function, scalars) for task in ranked(name, function)]
    trial = next((trial for trial in trials if trial.passed), None) or min(trials, key=_distance)
    task = trial.task
    if trial.passed:
        text = say("passed", lang, name=name, week=_week(task, lang))
        remarks = remarks_of(task, function, trial.answers, trial.wrong, scalars, lang)
        remarks += [say(trial.remark, lang)] if trial.remark else []
        return Result(
            name, task.week, "passed", text, remarks=remarks, lang=lang, answer=source_of(task)
        )
    if _is_unattempted(function, trial):
        text = say("placeholder", lang, name=name)
        return Result(
            *(name, task.week, "unattempted", text),
            lang=lang,
            hints=(text, text),
            answer=source_of(task),
        )
    return _blamed(trial, function, scalars, lang, above)


def _blamed(
    trial: Trial, function: Callable[..., Any], scalars: bool, lang: str, above: frozenset[str]
) -> Result:
    """Return what is wrong: in a function that it calls, or in itself."""
    called = _failing_siblings(trial.task, function, scalars, lang, above)
    if called:
        solutions = {name: _solution(name, trial.task) for name in called}
        mended = tried(trial.task, function, scalars, solutions)
        if mended.passed:
            return sibling_told(trial.task, called, lang)
        if [a.error for a in mended.answers] != [a.error for a in trial.answers] or all(
            answer.error is None for answer in mended.answers
        ):
            trial = mended
    return explained(trial.task, function, trial.answers, trial.wrong, trial.order, lang)


def _failing_siblings(
    task: Task, function: Callable[..., Any], scalars: bool, lang: str, above: frozenset[str]
) -> dict[str, Result]:
    """Return the results of the exercises that a function calls and that fail."""
    world = getattr(function, "__globals__", {})
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    found = {}
    for name in names:
        sibling = world.get(name)
        if name not in TASKS or name == task.name or name in above or not callable(sibling):
            continue
        if any(sibling is other.solution for other in TASKS[name]):
            continue
        result = examined(name, sibling, scalars, lang, above | {task.name})
        if not result:
            found[name] = result
    return found


def _solution(name: str, task: Task) -> Callable[..., Any]:
    """Return the right function of a name, as the week of a task has it."""
    same = [other.solution for other in TASKS[name] if other.week == task.week]
    return (same or [TASKS[name][0].solution])[0]


# --- trying -------------------------------------------------------------------------------------


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
    return _from_its_own_start(trial, asked, scalars) if task.starts else trial


def _wrong(
    task: Task, answers: Sequence[Answer], right: Sequence[Answer], scalars: bool
) -> tuple[list[Difference], ...]:
    """Return how each answer differs."""
    return tuple(
        wrong_leaves(task, answer.leaves, want.leaves, scalars) if answer.error is None else []
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
    return own if own.passed else trial


def _is_like_a_start(task: Task, problem: Problem, start: dict[str, Any]) -> bool:
    """Tell whether parameters are of the sizes that a model is asked for."""
    args = problem.args
    dims = args[2] if len(args) == 6 else (len(args[0]), args[2], len(args[1]))
    return {name: np.shape(p) for name, p in start.items()} == {
        name: p.shape for name, p in started(dims).items()
    }


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


def _distance(trial: Trial) -> tuple[float, bool]:
    """Return how far a trial is from right: first of all whether the container is another."""
    lacking = any(d.kind == "missing" for wrong in trial.wrong for d in wrong)
    errors = [answer.error is not None for answer in trial.answers]
    return sum(errors) / len(errors), lacking


def _is_unattempted(function: Callable[..., Any], trial: Trial) -> bool:
    """Tell a function that is not written, or not to its end."""
    if is_empty(function) or any(
        isinstance(answer.error, NotImplementedError) for answer in trial.answers
    ):
        return True
    stuck = any(answer.error is not None for answer in trial.answers) or any(
        d.kind == "none" or answer.leaves.get("", d) is None
        for answer, wrong in zip(trial.answers, trial.wrong, strict=True)
        for d in wrong
    )
    return stuck and has_blanks(function)


def _week(task: Task, lang: str) -> str:
    """Return the week of a task in words."""
    return say("course 2" if task.week == "course 2" else "week", lang, week=task.week)


__all__ = ["adapted", "checked", "examined", "missing"]
