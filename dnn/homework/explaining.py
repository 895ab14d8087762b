"""A wrong trial -> the result that is told: message, mistake, equation, hints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dnn.homework.findings import Allowance, Case, Finding
from dnn.homework.hurting import hurt
from dnn.homework.identifying import identified
from dnn.homework.leading import leading_on
from dnn.homework.mistakes.row import source_of
from dnn.homework.results import Result
from dnn.homework.tasks import Task
from dnn.homework.telling import seen
from dnn.homework.trials import Trial
from dnn.homework.words import cited, equation_text, joined, say


def explained(
    trial: Trial, function: Callable[..., Any], lang: str, allowance: Allowance
) -> Result:
    """Return the result of a function that is wrong, with the mistake where it is recognised."""
    finding = identified(Case(trial, function, lang, allowance))
    return _result(trial, function, lang, finding)


def described(trial: Trial, function: Callable[..., Any], lang: str) -> Result:
    """Return the result of a function that is wrong, by what is seen alone."""
    return _result(trial, function, lang, Finding(None, equation_text(hurt(trial)), ""))


def _result(trial: Trial, function: Callable[..., Any], lang: str, finding: Finding) -> Result:
    """Return the result of what was found."""
    task, sight = trial.task, seen(trial, function, lang)
    mistake, equation, hint = finding
    where = leading_on(task, equation, lang)
    number = cited("equation", equation, lang) if equation else ""
    beside = sight if hint and trial.error is None else ""
    return Result(
        name=task.name,
        week=task.week,
        outcome="failed" if trial.error is None else "raised",
        message=number + joined((hint or sight, beside), lang),
        mistake=mistake,
        equation=equation,
        lang=lang,
        hints=(where, hint or joined((where, sight), lang)),
        answer=source_of(task),
    )


def sibling_told(task: Task, called: Mapping[str, Result], lang: str) -> Result:
    """Return the result of a function that is right, and calls one that is not."""
    name, result = next(iter(called.items()))
    text = say("sibling", lang, name=task.name, sibling=name, message=result.message)
    return Result(
        name=task.name,
        week=task.week,
        outcome=result.outcome,
        message=text,
        mistake=result.mistake,
        equation=result.equation,
        lang=lang,
        hints=(text, result.hint(2)),
        answer=source_of(task),
    )
