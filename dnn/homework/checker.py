"""The check of one function: which week it is of, whether it is right, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from dnn.homework.calling import uncallable
from dnn.homework.defaults import wrong_default
from dnn.homework.explaining import described, explained, sibling_told
from dnn.homework.findings import Allowance
from dnn.homework.mistakes.row import source_of
from dnn.homework.reading import has_blanks, is_empty, is_placeholder
from dnn.homework.remarking import remarks_of
from dnn.homework.results import Result
from dnn.homework.running import in_time, limited_memory, quiet
from dnn.homework.tasks import TASKS, Task
from dnn.homework.trials import Trial, distance, in_arrays, ranked, tried
from dnn.homework.words import joined, say

SCALAR_EDITION = "2017-08"
SECONDS = 0.33  # of computing, to find out what is wrong


class Terms(NamedTuple):
    """How a check is made: the edition, the language, the time; and what it knew so far."""

    scalars: bool
    lang: str
    allowance: Allowance
    so_far: list[Result]


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
    so_far: list[Result] = []
    with quiet(), limited_memory():
        result, ended = in_time(
            lambda: _examined(
                name,
                function,
                Terms(edition == SCALAR_EDITION, lang, Allowance(SECONDS), so_far),
            ),
            seconds,
        )
    if not ended and so_far:  # its own functions ended; to find out what is wrong took too long
        return so_far[-1]
    if not ended:
        text = say("endless", lang, name=name, seconds=seconds)
        return Result(
            *(name, task.week, "raised", text, "endless"),
            lang=lang,
            hints=(text, text),
            answer=source_of(task),
        )
    checked_result: Result = result
    return checked_result


def _examined(name: str, function: Callable[..., Any], terms: Terms) -> Result:
    """Return what is found, in the thread of the check."""
    try:
        with np.errstate(all="ignore"):  # numpy's settings are those of a thread
            return examined(name, function, terms, frozenset())
    except Exception as error:  # what a learner's function returns may raise when it is looked at
        text = say("odd", terms.lang, name=name, error=f"{type(error).__name__}: {error}")
        return Result(name, TASKS[name][0].week, "failed", text, lang=terms.lang)


def examined(
    name: str, function: Callable[..., Any], terms: Terms, above: frozenset[str]
) -> Result:
    """Return what is found of a function; ``above`` are those that call it and are examined.

    What is known before the mistake is looked for is put into ``terms.so_far``.
    """
    scalars, lang = terms.scalars, terms.lang
    trials = [tried(task, function, scalars) for task in ranked(name, function)]
    trial = next((trial for trial in trials if trial.passed), None) or min(trials, key=distance)
    task = trial.task
    default = wrong_default(task, function) if trial.passed else None
    if default is not None:
        text = say("default", lang, argument=default)
        return Result(
            *(name, task.week, "failed", text, f"default of {default}"),
            lang=lang,
            hints=(text, text),
            answer=source_of(task),
        )
    if trial.passed:
        text = say("passed", lang, name=name, week=_week(task, lang))
        remarks = remarks_of(trial, function, scalars, lang)
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
    other = uncallable(trial, function, lang)
    if other is not None:
        return other
    if not above:
        terms.so_far.append(described(trial, function, lang))
    return _blamed(trial, function, terms, above)


def _blamed(
    trial: Trial, function: Callable[..., Any], terms: Terms, above: frozenset[str]
) -> Result:
    """Return what is wrong: in a function that it calls, or in itself."""
    scalars, lang = terms.scalars, terms.lang
    trial = in_arrays(trial) if scalars else trial
    called = _failing_siblings(trial.task, function, terms, above)
    if called:
        solutions = {name: _solution(name, trial.task) for name in called}
        mended = tried(trial.task, function, scalars, solutions)
        if mended.passed:
            return sibling_told(trial.task, called, lang)
        trial = mended if mended.errors <= trial.errors else trial
    result = explained(trial, function, lang, terms.allowance)
    if trial.task.scalars and not scalars and tried(trial.task, function, True).passed:
        message = joined((result.message, say("scalar", lang)), lang)
        return replace(result, message=message)
    return result


def _failing_siblings(
    task: Task, function: Callable[..., Any], terms: Terms, above: frozenset[str]
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
        result = examined(name, sibling, terms, above | {task.name})
        if not result:
            found[name] = result
    return found


def _solution(name: str, task: Task) -> Callable[..., Any]:
    """Return the right function of a name, as the week of a task has it."""
    same = [other.solution for other in TASKS[name] if other.week == task.week]
    return (same or [TASKS[name][0].solution])[0]


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
