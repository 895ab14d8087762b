"""Several independent mistakes: suspects each of whom explains other wrong leaves."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from dnn.homework.asking import Answer, right_answers, wrong_leaves
from dnn.homework.comparing import same_leaf
from dnn.homework.suspects import Suspect
from dnn.homework.tasks import Task

Kind = Callable[[str], str]


class Evidence(NamedTuple):
    """What a function answered, the problems in order, and until when it is looked at.

    ``left`` are the functions that are judged elsewhere: no suspect errs in these.
    """

    task: Task
    answers: Sequence[Answer]
    order: Sequence[int]
    until: float
    left: Set[str] = frozenset()

    def wrong(self) -> set[tuple[int, str]]:
        """Return the leaves that are wrong, each with the number of its problem."""
        right = right_answers(self.task)
        return {
            (k, d.path)
            for k in self.order
            for d in wrong_leaves(self.task, self.answers[k].leaves, right[k].leaves, False)
        }


def explaining(evidence: Evidence, suspects: Iterable[Suspect]) -> list[Suspect]:
    """Return suspects each of whom explains other wrong leaves, and who together explain all."""
    answers = evidence.answers
    if any(answers[k].error is not None and not answers[k].leaves for k in evidence.order):
        return []
    wrong = evidence.wrong()
    for kind in (str, _letter, _layer):
        found = _covering(evidence, suspects, wrong, kind)
        if found:
            return _in_order(suspects, found)
    return []


def _in_order(suspects: Iterable[Suspect], found: Sequence[Suspect]) -> list[Suspect]:
    """Return those who were found in the order of the suspects."""
    left, ordered = {suspect.name: suspect for suspect in found}, []
    for suspect in suspects:
        if not left:
            break
        if suspect.name in left:
            ordered.append(left.pop(suspect.name))
    return ordered


def _letter(path: str) -> str:
    """Return whose slope or value a leaf is: W, b, dZ, ..., of any layer."""
    return re.sub(r"\d+$", "", path)


def _layer(path: str) -> str:
    """Return the layer of a leaf."""
    number = re.search(r"\d+$", path)
    return number[0] if number else ""


def _covering(
    evidence: Evidence, suspects: Iterable[Suspect], wrong: set[tuple[int, str]], kind: Kind
) -> list[Suspect]:
    """Return suspects who explain every kind of leaf that is wrong, one for each; none for none."""
    found: list[Suspect] = []
    for group in sorted({kind(path) for _, path in wrong}):
        inside = {(k, path) for k, path in wrong if kind(path) == group}
        timely = _in_time(suspects, evidence)
        fitting = [s for s in timely if _explains(s, evidence, inside, kind)]
        if not fitting:
            return []
        whole = [
            s for s in fitting if all(_shares(s, evidence, k, s.wrong(k)) for k in evidence.order)
        ]
        found.append(whole[0] if whole else fitting[0].in_part())
    names = {suspect.name: suspect for suspect in found}
    return list(names.values()) if len(names) < 4 else []


def _in_time(suspects: Iterable[Suspect], evidence: Evidence) -> Iterator[Suspect]:
    """Yield suspects as long as there is time."""
    for suspect in suspects:
        if time.thread_time() > evidence.until:
            return
        if suspect.called not in evidence.left:
            yield suspect


def _explains(
    suspect: Suspect, evidence: Evidence, wrong: set[tuple[int, str]], kind: Kind
) -> bool:
    """Tell whether a suspect has these leaves wrong with the same values, and no more of a kind."""
    group = kind(next(iter(wrong))[1])
    for k in evidence.order:
        if suspect.answer(k).error is not None:
            return False
        paths = {path for path in suspect.wrong(k) if kind(path) == group}
        if paths != {path for number, path in wrong if number == k}:
            return False
        if not _shares(suspect, evidence, k, paths):
            return False
    return True


def _shares(suspect: Suspect, evidence: Evidence, k: int, paths: Set[str]) -> bool:
    """Tell whether these leaves have the same values in both answers to the k-th problem."""
    own, theirs = evidence.answers[k].leaves, suspect.answer(k).leaves
    return all(
        path in own and path in theirs and same_leaf(own[path], theirs[path], suspect.task.rtol)
        for path in paths
    )
