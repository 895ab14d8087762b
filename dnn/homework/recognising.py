"""Which mistake was made: a wrong result is held against what known mistakes compute."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import combinations
from typing import Any

from dnn.homework.asking import Answer, ask, prepared, problems_of, right_answers, wrong_leaves
from dnn.homework.mistakes import MISTAKES
from dnn.homework.mistakes.row import Mistake, spoilt
from dnn.homework.mutants import KINDS, Change, changes_of
from dnn.homework.reading import equation_of
from dnn.homework.tasks import Task
from dnn.homework.words import Words, equation_text, numbers_of


class Suspect:
    """A function that makes one or two known mistakes, and its answers as they are asked for."""

    def __init__(
        self, task: Task, function: Callable[..., Any], name: str, hint: Words, equation: str | None
    ) -> None:
        self.task, self.name, self.hint, self.equation = task, name, hint, equation
        self._function = function
        self._answers: dict[int, Answer] = {}

    def answer(self, k: int) -> Answer:
        """Return the answer to the k-th problem."""
        if k not in self._answers:
            self._answers[k] = ask(self.task, self._function, problems_of(self.task)[k])
        return self._answers[k]

    def answers_like(self, answers: Sequence[Answer], order: Sequence[int]) -> bool:
        """Tell whether all answers are the same; the most telling problems come first."""
        right = right_answers(self.task)
        return all(
            answers[k].is_like(self.answer(k), right[k].leaves, self.task.rtol) for k in order
        )

    def fails_like(self, answers: Sequence[Answer], order: Sequence[int]) -> bool:
        """Tell whether errors come up where variables of the same equation are computed."""
        return all(
            equation_of(answers[k].target) == equation_of(self.answer(k).target)
            and ("cost" in answers[k].target.lower()) == ("cost" in self.answer(k).target.lower())
            for k in order
        )


def recognised(task: Task, answers: Sequence[Answer], order: Sequence[int]) -> list[Suspect]:
    """Return who answers like this: one row, two together, rows of what it calls, small changes.

    ``order`` are the numbers of the problems, those that went wrong first. Nobody: [].
    """
    for suspects in (_rows, _relatives, _pairs, _changes):
        found = [s for s in suspects(task) if s.answers_like(answers, order)]
        if found:  # of errors alone, the one that comes up where the same variable is computed
            return [next((s for s in found if s.fails_like(answers, order)), found[0])]
    return _explaining(task, answers, order)


# --- who is suspected ---------------------------------------------------------------------------


@cache
def _rows(task: Task) -> tuple[Suspect, ...]:
    """Return the rows of the table that belong to a task."""
    return tuple(
        Suspect(task, prepared(task, function), row.name, row.hint, row.equation)
        for row in MISTAKES
        if row.task is task
        for function in row.functions
    )


@cache
def _relatives(task: Task) -> tuple[Suspect, ...]:
    """Return a task's solution with a known mistake in a function that it calls."""
    called = _called(task, task.solution)
    return tuple(
        Suspect(
            task,
            prepared(task, task.solution, {row.exercise: row.function}),
            row.name,
            row.hint,
            row.equation,
        )
        for row in MISTAKES
        if row.exercise in called and row.task.week == task.week and row.exercise != task.name
    )


def _called(task: Task, function: Callable[..., Any]) -> set[str]:
    """Return the names of the functions of its module that a solution calls, and they in turn."""
    names = {n for n in function.__code__.co_names if callable(task.helpers.get(n))}
    own = {n for n in names if hasattr(task.helpers[n], "__code__")} - {function.__name__}
    return own.union(*(_called(task, task.helpers[n]) for n in own)) if own else own


@cache
def _pairs(task: Task) -> tuple[Suspect, ...]:
    """Return every two rows of a task that can be made together."""
    rows = [row for row in MISTAKES if row.task is task]
    return tuple(_together(task, rows))


def _together(task: Task, rows: Iterable[Mistake]) -> Iterator[Suspect]:
    """Yield the functions that make two mistakes."""
    for one, other in combinations(rows, 2):
        with suppress(ValueError, SyntaxError):  # both change the same words
            function = spoilt(task, one.edits, other.edits)
            hint = Words(
                f"{one.hint.en} And: {other.hint.en}", f"{one.hint.zh} 另外：{other.hint.zh}"
            )
            equation = equation_text({*numbers_of(one.equation), *numbers_of(other.equation)})
            name = f"{one.name} + {other.name}"
            yield Suspect(task, prepared(task, function), name, hint, equation)


@cache
def _changes(task: Task) -> tuple[Suspect, ...]:
    """Return the small changes of a task's solution; none of a model, which takes long."""
    return () if task.starts else tuple(_suspected(task, change) for change in changes_of(task))


def _suspected(task: Task, change: Change) -> Suspect:
    """Return a small change as a suspect."""
    kind, where = KINDS[change.kind], change.target
    hint = Words(f"In what computes `{where}`, {kind.en}.", f"计算 `{where}` 的地方：{kind.zh}。")
    name = f"{change.kind} in {where}"
    return Suspect(
        task, prepared(task, change.function), name, hint, equation_text(set(change.numbers))
    )


# --- several independent mistakes ---------------------------------------------------------------


def _explaining(task: Task, answers: Sequence[Answer], order: Sequence[int]) -> list[Suspect]:
    """Return suspects each of whom explains other wrong leaves, and who together explain all."""
    if any(answers[k].error is not None for k in order):
        return []
    right = right_answers(task)
    wrong = {
        (k, d.path)
        for k in order
        for d in wrong_leaves(task, answers[k].leaves, right[k].leaves, False)
    }
    found: list[Suspect] = []
    left = set(wrong)
    for suspect in (*_rows(task), *_relatives(task), *_changes(task)):
        explained = _explained(suspect, answers, order, wrong)
        if explained & left and not explained - wrong:
            found.append(suspect)
            left -= explained
        if not left:
            return found if len(found) < 4 else []
    return []


def _explained(
    suspect: Suspect, answers: Sequence[Answer], order: Sequence[int], wrong: set[tuple[int, str]]
) -> set[tuple[int, str]]:
    """Return the wrong leaves that a suspect has too, with the same values; none, if it has more."""
    task, explained = suspect.task, set()
    for k in order:
        answer, right = suspect.answer(k), right_answers(task)[k].leaves
        if answer.error is not None:
            return set()
        paths = {d.path for d in wrong_leaves(task, answer.leaves, right, False)}
        same = {
            (k, path)
            for path in paths
            if path in answers[k].leaves
            and not wrong_leaves(
                task, {path: answers[k].leaves[path]}, {path: answer.leaves.get(path)}, False
            )
        }
        if len(same) < len(paths) or not same <= wrong:
            return set()
        explained |= same
    return explained
