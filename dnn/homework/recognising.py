"""Which mistake was made: a wrong result is held against what known mistakes compute."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set

from dnn.homework.asking import Answer, right_answers, wrong_leaves
from dnn.homework.comparing import same_leaf
from dnn.homework.suspects import Suspect, changes, missed_key, pairs, parts, relatives, rows
from dnn.homework.tasks import Task
from dnn.homework.trials import Trial


def recognised(trial: Trial) -> list[Suspect]:
    """Return who answers like this: one row, two together, rows of what it calls, small changes.

    Nobody: [].
    """
    task, answers, order = trial.task, trial.answers, trial.order
    if task.starts:  # short trainings first: most suspects are cleared by these
        order = sorted(order)
    # errors in every problem tell little: then the place or the key has to be the same too
    weak = all(answers[k].error is not None and not answers[k].leaves for k in order)
    for suspects in (rows, parts, *(() if weak else (changes,)), relatives, pairs):
        found = [s for s in suspects(task) if s.answers_like(answers, order)]
        best = [s for s in found if s.fails_like(answers, order)]
        placed = any(answers[k].target or missed_key(answers[k].error) is not None for k in order)
        if best or (found and not (weak and placed)):
            return [(best or found)[0]]
    return _explaining(task, answers, order)


# --- several independent mistakes ---------------------------------------------------------------


def _explaining(task: Task, answers: Sequence[Answer], order: Sequence[int]) -> list[Suspect]:
    """Return suspects each of whom explains other wrong leaves, and who together explain all."""
    if any(answers[k].error is not None and not answers[k].leaves for k in order):
        return []
    right = right_answers(task)
    wrong = {
        (k, d.path)
        for k in order
        for d in wrong_leaves(task, answers[k].leaves, right[k].leaves, False)
    }
    for kind in (str, _letter, _layer):
        found = _covering(task, answers, order, wrong, kind)
        if found:
            return found
    return []


def _letter(path: str) -> str:
    """Return whose slope or value a leaf is: W, b, dZ, ..., of any layer."""
    return re.sub(r"\d+$", "", path)


def _layer(path: str) -> str:
    """Return the layer of a leaf."""
    number = re.search(r"\d+$", path)
    return number[0] if number else ""


def _covering(
    task: Task,
    answers: Sequence[Answer],
    order: Sequence[int],
    wrong: set[tuple[int, str]],
    kind: Callable[[str], str],
) -> list[Suspect]:
    """Return suspects who explain every kind of leaf that is wrong, one for each; none for none."""
    found: list[Suspect] = []
    for group in sorted({kind(path) for _, path in wrong}):
        inside = {(k, path) for k, path in wrong if kind(path) == group}
        suspects = (*rows(task), *parts(task), *relatives(task), *changes(task))
        fitting = [s for s in suspects if _explains(s, answers, order, inside, kind)]
        if not fitting:
            return []
        whole = [s for s in fitting if all(_shares(s, answers, k, s.wrong(k)) for k in order)]
        found.append(whole[0] if whole else fitting[0].in_part())
    names = {suspect.name: suspect for suspect in found}
    return list(names.values()) if len(names) < 4 else []


def _explains(
    suspect: Suspect,
    answers: Sequence[Answer],
    order: Sequence[int],
    wrong: set[tuple[int, str]],
    kind: Callable[[str], str],
) -> bool:
    """Tell whether a suspect has these leaves wrong with the same values, and no more of a kind."""
    group = kind(next(iter(wrong))[1])
    for k in order:
        if suspect.answer(k).error is not None:
            return False
        paths = {path for path in suspect.wrong(k) if kind(path) == group}
        if paths != {path for number, path in wrong if number == k}:
            return False
        if not _shares(suspect, answers, k, paths):
            return False
    return True


def _shares(suspect: Suspect, answers: Sequence[Answer], k: int, paths: Set[str]) -> bool:
    """Tell whether these leaves have the same values in both answers to the k-th problem."""
    own, theirs = answers[k].leaves, suspect.answer(k).leaves
    return all(
        path in own and path in theirs and same_leaf(own[path], theirs[path], suspect.task.rtol)
        for path in paths
    )
