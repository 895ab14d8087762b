"""Which mistake was made: a wrong result is held against what known mistakes compute."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import combinations
from typing import Any

from dnn.homework.asking import Answer, ask, prepared, problems_of, right_answers, wrong_leaves
from dnn.homework.comparing import same_leaf
from dnn.homework.mistakes import MISTAKES
from dnn.homework.mistakes.row import Mistake, spoilt
from dnn.homework.mutants import KINDS, Change, changes_of
from dnn.homework.reading import equation_of
from dnn.homework.tasks import Task
from dnn.homework.words import Words, equation_text, numbers_of


class Suspect:
    """A function that makes one or two known mistakes, and its answers as they are asked for."""

    def __init__(
        self,
        task: Task,
        function: Callable[..., Any],
        name: str,
        hint: Words,
        equation: str | None,
        listed: bool = True,
    ) -> None:
        self.task, self.name, self.hint, self.equation = task, name, hint, equation
        self.listed = listed  # whether a row of the table says so, equation or none
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
        return all(answers[k].is_like(self.answer(k), right[k], self.task) for k in order)

    def fails_like(self, answers: Sequence[Answer], order: Sequence[int]) -> bool:
        """Tell whether errors come up for the same key, where the same equation is computed."""
        pairs = [(answers[k], self.answer(k)) for k in order]
        if any(_key(one.error) is not None for one, _ in pairs):
            return any(
                all(_key(one.error) == _key(other.error, shift) for one, other in pairs)
                for shift in (0, 1)  # the older edition calls dA{l + 1} what is dA{l} now
            )
        return all(_part_of(one.target) == _part_of(other.target) for one, other in pairs)


def _part_of(target: str) -> str:
    """Return the part of the work that computes a variable: forward, a slope, the cost."""
    numbers = equation_of(target)
    if "cost" in target.lower():
        return "cost"
    return "forward" if numbers & {1, 2} else str(sorted(numbers))


def recognised(task: Task, answers: Sequence[Answer], order: Sequence[int]) -> list[Suspect]:
    """Return who answers like this: one row, two together, rows of what it calls, small changes.

    ``order`` are the numbers of the problems, those that went wrong first. Nobody: [].
    """
    if task.starts:  # short trainings first: most suspects are cleared by these
        order = sorted(order)
    # errors in every problem tell little: then the place or the key has to be the same too
    weak = all(answers[k].error is not None and not answers[k].leaves for k in order)
    for suspects in (_rows, _parts, *(() if weak else (_changes,)), _relatives, _pairs):
        found = [s for s in suspects(task) if s.answers_like(answers, order)]
        best = [s for s in found if s.fails_like(answers, order)]
        placed = any(answers[k].target or _key(answers[k].error) is not None for k in order)
        if best or (found and not (weak and placed)):
            return [(best or found)[0]]
    return _explaining(task, answers, order)


def _key(error: BaseException | None, shift: int = 0) -> Any:
    """Return the key that a KeyError missed, its layer shifted."""
    key = error.args[0] if isinstance(error, KeyError) and error.args else None
    if not shift or not isinstance(key, str) or not key.startswith("dA") or not key[2:].isdigit():
        return key
    return f"dA{int(key[2:]) + shift}"


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
def _parts(task: Task) -> tuple[Suspect, ...]:
    """Return the rows that change several places, made in one of them."""
    return tuple(
        Suspect(task, prepared(task, function), row.name, row.hint, row.equation, listed=False)
        for row in MISTAKES
        if row.task is task
        for function in row.functions_in_part()
    )


@cache
def _relatives(task: Task) -> tuple[Suspect, ...]:
    """Return a task's solution with a known mistake in a function that it calls."""
    called = _called(task, task.solution)
    week = "4" if task.week == "4" else "2"  # the other weeks hand out the sigmoid of week 2
    return tuple(
        Suspect(
            task,
            prepared(task, task.solution, {row.exercise: row.function}),
            row.name,
            row.hint,
            row.equation,
        )
        for row in MISTAKES
        if row.exercise in called
        and row.exercise != task.name
        and row.task.week == (week if row.exercise == "sigmoid" else task.week)
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
    equation = equation_text(set(change.numbers))
    return Suspect(task, prepared(task, change.function), name, hint, equation, listed=False)


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
    """Return the wrong leaves that a suspect has too, of the same values; none, if it has more."""
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
            and path in answer.leaves
            and same_leaf(answers[k].leaves[path], answer.leaves[path], task.rtol)
        }
        if len(same) < len(paths) or not same <= wrong:
            return set()
        explained |= same
    return explained
