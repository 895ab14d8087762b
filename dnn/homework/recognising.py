"""Which mistake was made: a wrong result is held against what known mistakes compute."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import Any

from dnn.homework.covering import Evidence, explaining
from dnn.homework.growing import Growing
from dnn.homework.suspects import (
    Suspect,
    additions,
    changes,
    missed_key,
    pairs,
    parts,
    reached,
    relatives,
    rows,
)
from dnn.homework.tasks import Task
from dnn.homework.trials import Trial


def listed(trial: Trial) -> list[Suspect]:
    """Return the row of the table that answers exactly like this, or makes it in one place; or [].

    Errors in every problem tell little: then it is to miss the same key or compute the same.
    """
    return _like(trial, (rows, parts), frozenset(), not _is_weak(trial), math.inf)


def recognised(trial: Trial, function: Callable[..., Any], until: float) -> list[Suspect]:
    """Return a row of a called function or a small change that answers exactly like this; or []."""
    if _is_weak(trial):
        return []
    return _like(trial, (relatives, changes), reached(trial.task, function), True, until)


def _like(
    trial: Trial,
    groups: Sequence[Callable[[Task], Iterable[Suspect]]],
    left: Set[str],
    anywhere: bool,
    until: float,
) -> list[Suspect]:
    """Return the first who answers like this, of those who fail in the same place if there are."""
    order = _order(trial)
    for suspects in groups:
        found = list(_alike(suspects(trial.task), left, trial, order, until))
        best = [s for s in found if s.fails_like(trial.answers, order)]
        if best or (found and anywhere):
            return [(best or found)[0]]
    return []


def _alike(
    suspects: Iterable[Suspect],
    left: Set[str],
    trial: Trial,
    order: Sequence[int],
    until: float,
) -> Iterator[Suspect]:
    """Yield those who answer like this, as far as the time for it goes."""
    for suspect in suspects:
        if suspect.called not in left and suspect.answers_like(trial.answers, order):
            yield suspect
        if time.thread_time() > until:
            return


def explained_in_parts(trial: Trial, function: Callable[..., Any], until: float) -> list[Suspect]:
    """Return rows of the table each of which explains some of what is wrong; or []."""
    return explaining(_evidence(trial, function, until), _known(trial.task))


def supposed(trial: Trial, function: Callable[..., Any], until: float) -> list[Suspect]:
    """Return who may answer like this: by the kind of error alone, two together, part by part.

    Nobody: [].
    """
    task, left = trial.task, reached(trial.task, function)
    if _is_weak(trial):
        answers = (trial.answers[k] for k in trial.order)
        placed = any(a.target or missed_key(a.error) is not None for a in answers)
        return _like(trial, (rows, parts), left, not placed, until)
    return _like(trial, (pairs, additions), left, True, until) or explaining(
        _evidence(trial, function, until), Growing(lambda: chain(_known(task), changes(task)))
    )


def _evidence(trial: Trial, function: Callable[..., Any], until: float) -> Evidence:
    """Return what is to be explained."""
    left = reached(trial.task, function)
    return Evidence(trial.task, trial.answers, _order(trial), until, left)


def _known(task: Task) -> Growing[Suspect]:
    """Return the rows of a task, whole and in part, and those of what it calls, written out."""
    return Growing(lambda: chain(rows(task), parts(task), relatives(task)))


def _order(trial: Trial) -> list[int]:
    """Return the problems, the most telling first; short trainings clear most suspects."""
    return sorted(trial.order) if trial.task.starts else trial.order


def _is_weak(trial: Trial) -> bool:
    """Tell whether every problem raised, and left nothing to compare."""
    answers = trial.answers
    return all(answers[k].error is not None and not answers[k].leaves for k in trial.order)
