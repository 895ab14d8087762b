"""Which mistake was made: a wrong result is held against what known mistakes compute."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dnn.homework.asking import Answer, right_answers, wrong_leaves
from dnn.homework.comparing import same_leaf
from dnn.homework.suspects import Suspect, changes, missed_key, pairs, parts, relatives, rows
from dnn.homework.tasks import Task


def recognised(task: Task, answers: Sequence[Answer], order: Sequence[int]) -> list[Suspect]:
    """Return who answers like this: one row, two together, rows of what it calls, small changes.

    ``order`` are the numbers of the problems, those that went wrong first. Nobody: [].
    """
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
        best = next((s for s in suspects if _explains(s, answers, order, inside, kind)), None)
        if best is None:
            return []
        found.append(best if _has_no_more(best, order, wrong) else best.in_part())
    names = {suspect.name: suspect for suspect in found}
    return list(names.values()) if len(names) < 4 else []


def _has_no_more(suspect: Suspect, order: Sequence[int], wrong: set[tuple[int, str]]) -> bool:
    """Tell whether all that a suspect has wrong is wrong."""
    right = right_answers(suspect.task)
    return wrong >= {
        (k, d.path)
        for k in order
        for d in wrong_leaves(suspect.task, suspect.answer(k).leaves, right[k].leaves, False)
    }


def _explains(
    suspect: Suspect,
    answers: Sequence[Answer],
    order: Sequence[int],
    wrong: set[tuple[int, str]],
    kind: Callable[[str], str],
) -> bool:
    """Tell whether a suspect has these leaves wrong with the same values, and no more of a kind."""
    task, group = suspect.task, kind(next(iter(wrong))[1])
    for k in order:
        answer, right = suspect.answer(k), right_answers(task)[k].leaves
        if answer.error is not None:
            return False
        differing = wrong_leaves(task, answer.leaves, right, False)
        paths = {d.path for d in differing if kind(d.path) == group}
        if paths != {path for number, path in wrong if number == k}:
            return False
        if not all(
            path in answers[k].leaves
            and path in answer.leaves
            and same_leaf(answers[k].leaves[path], answer.leaves[path], task.rtol)
            for path in paths
        ):
            return False
    return True
