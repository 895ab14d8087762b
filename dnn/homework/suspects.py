"""Who may have made a wrong result: functions that make known mistakes, and their answers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from copy import copy
from functools import cache, cached_property, partial
from itertools import combinations
from typing import Any

from dnn.homework.asking import (
    Answer,
    ask,
    prepared,
    problems_of,
    right_answers,
    wrong_leaves,
)
from dnn.homework.bilingual import Words
from dnn.homework.growing import Growing
from dnn.homework.kinds import told
from dnn.homework.mistakes import MISTAKES
from dnn.homework.mistakes.row import Mistake, compiled, edited, source_of, spoilt
from dnn.homework.mutants import Change, additions_of, changes_of
from dnn.homework.reading import equation_of
from dnn.homework.running import isolated
from dnn.homework.tasks import TASKS, Task
from dnn.homework.words import equation_text, numbers_of


class Suspect:
    """A function that makes one or two known mistakes, and its answers as they are asked for."""

    def __init__(
        self,
        task: Task,
        make: Callable[[], Callable[..., Any]],
        name: str,
        hint: Words,
        equation: str | None,
        listed: bool = True,
    ) -> None:
        self.task, self.name, self.hint, self.equation = task, name, hint, equation
        self.called = ""  # the function that it makes the mistake in, where that is another one
        self.listed = listed  # whether a row of the table says so, equation or none
        self.whole = True  # whether all that it makes wrong is wrong
        self._make = make  # called when the first answer is asked for
        self._answers: dict[int, Answer] = {}
        self._wrong: dict[int, frozenset[str]] = {}

    @cached_property
    def _function(self) -> Callable[..., Any]:
        """The function that makes the mistake, as it is asked."""
        return prepared(self.task, self._make())

    def answer(self, k: int) -> Answer:
        """Return the answer to the k-th problem."""
        if k not in self._answers:
            self._answers[k] = ask(self.task, self._function, problems_of(self.task)[k])
        return self._answers[k]

    def wrong(self, k: int) -> frozenset[str]:
        """Return the leaves that are wrong in the k-th problem."""
        if k not in self._wrong:
            right = right_answers(self.task)[k].leaves
            found = wrong_leaves(self.task, self.answer(k).leaves, right, False)
            self._wrong[k] = frozenset(difference.path for difference in found)
        return self._wrong[k]

    def in_part(self) -> Suspect:
        """Return the suspect of the same mistake made in fewer places."""
        part = copy(self)
        part.whole = False
        return part

    def answers_like(self, answers: Sequence[Answer], order: Sequence[int]) -> bool:
        """Tell whether all answers are the same; the most telling problems come first."""
        right = right_answers(self.task)
        return all(answers[k].is_like(self.answer(k), right[k], self.task) for k in order)

    def fails_like(self, answers: Sequence[Answer], order: Sequence[int]) -> bool:
        """Tell whether errors come up for the same key, where the same equation is computed."""
        pairs = [(answers[k], self.answer(k)) for k in order]
        if any(missed_key(one.error) is not None for one, _ in pairs):
            return any(
                all(missed_key(one.error) == missed_key(other.error, shift) for one, other in pairs)
                for shift in (0, 1)  # the older edition calls dA{l + 1} what is dA{l} now
            )
        return all(_part_of(one.target) == _part_of(other.target) for one, other in pairs)


def _part_of(target: str) -> str:
    """Return the part of the work that computes a variable: forward, a slope, the cost."""
    numbers = equation_of(target)
    if "cost" in target.lower():
        return "cost"
    return "forward" if numbers & {1, 2} else str(sorted(numbers))


def missed_key(error: BaseException | None, shift: int = 0) -> Any:
    """Return the key that a KeyError missed, its layer shifted."""
    key = error.args[0] if isinstance(error, KeyError) and error.args else None
    if not shift or not isinstance(key, str) or not key.startswith("dA") or not key[2:].isdigit():
        return key
    return f"dA{int(key[2:]) + shift}"


@cache
def rows(task: Task) -> Growing[Suspect]:
    """Return the rows of the table that belong to a task."""
    return Growing(
        lambda: (
            Suspect(task, partial(spoilt, task, edits), row.name, row.hint, row.equation)
            for row in MISTAKES
            if row.task is task
            for edits in (row.edits, *row.variants)
        )
    )


@cache
def parts(task: Task) -> Growing[Suspect]:
    """Return the rows that change several places, made in one of them."""
    return Growing(
        lambda: (
            Suspect(
                task, partial(compiled, task, text), row.name, row.hint, row.equation, listed=False
            )
            for row in MISTAKES
            if row.task is task
            for text in row.texts_in_part()
        )
    )


@cache
def relatives(task: Task) -> Growing[Suspect]:
    """Return a task's solution with a mistake in a function that it calls, everywhere or at times.

    A learner who writes the called function's lines into this one makes the mistake in the hidden
    layers alone, or in the last.
    """
    return Growing(lambda: _relatives(task))


def _relatives(task: Task) -> Iterator[Suspect]:
    """Yield a task's solution with one wrong function after another in place of a right one."""
    for other, function, name, hint, equation, listed in _mistakes_called(task):
        for replaced in _replacements(task, other, function, listed):
            make = partial(isolated, task.solution, task.helpers, replaced)
            suspect = Suspect(task, make, name, hint, equation, listed)
            suspect.called = other.name
            yield suspect


def reached(task: Task, function: Callable[..., Any]) -> set[str]:
    """Return the exercises that a learner's function leaves to others, which are judged there."""
    names = {*getattr(getattr(function, "__code__", None), "co_names", ())} & TASKS.keys()
    solutions = (task.helpers[name] for name in names if name in task.helpers)
    return names.union(*(_called(task, s) for s in solutions if hasattr(s, "__code__")))


Called = tuple[Task, Callable[..., Any], str, Words, str | None, bool]


def _mistakes_called(task: Task) -> Iterator[Called]:
    """Yield the rows of the functions that a solution calls, and then the small changes to them."""
    called = _called(task, task.solution)
    if task.starts:  # training takes long: only what a model calls itself, and not what draws
        called &= {*task.solution.__code__.co_names} - {*task.starts}
    week = "4" if task.week == "4" else "2"  # the other weeks hand out the sigmoid of week 2
    others = [
        other
        for name in TASKS
        for other in TASKS[name]
        if name in called and other.week == (week if name == "sigmoid" else task.week)
    ]
    for other in others:
        for row in MISTAKES:
            if row.task is other:
                yield other, row.function, row.name, row.hint, row.equation, True
    for other in [] if task.starts else others:
        for change in changes_of(other):
            name, hint, equation = _told(change)
            yield other, change.function, name, hint, equation, False


def _replacements(
    task: Task, other: Task, function: Callable[..., Any], listed: bool
) -> Iterator[dict[str, Callable[..., Any]]]:
    """Yield what stands for a called function: the wrong one everywhere, or for one activation."""
    yield {other.name: function}
    for callee in task.solution.__code__.co_names if listed else ():
        right = next((t.solution for t in TASKS.get(callee, ()) if t.week == task.week), None)
        if right is None or "activation" not in TASKS[callee][0].arguments:
            continue
        if other.name not in {callee, *_called(task, right)}:
            continue
        wrong = function if callee == other.name else isolated(right, {}, {other.name: function})
        for activation in ("relu", "sigmoid"):
            yield {callee: _at(activation, wrong, right)}


def _at(
    activation: str, wrong: Callable[..., Any], right: Callable[..., Any]
) -> Callable[..., Any]:
    """Return a function that is wrong for one activation."""
    return lambda *args: (wrong if args[-1] == activation else right)(*args)


def _called(task: Task, function: Callable[..., Any]) -> set[str]:
    """Return the names of the functions of its module that a solution calls, and they in turn."""
    names = {n for n in function.__code__.co_names if callable(task.helpers.get(n))}
    own = {n for n in names if hasattr(task.helpers[n], "__code__")} - {function.__name__}
    return own.union(*(_called(task, task.helpers[n]) for n in own)) if own else own


@cache
def pairs(task: Task) -> Growing[Suspect]:
    """Return every two rows of a task that can be made together."""
    rows = [row for row in MISTAKES if row.task is task]
    return Growing(lambda: _together(task, rows))


def _together(task: Task, rows: Iterable[Mistake]) -> Iterator[Suspect]:
    """Yield the functions that make two mistakes."""
    for one, other in combinations(rows, 2):
        with suppress(ValueError, SyntaxError):  # both change the same words
            text = edited(edited(source_of(task), one.edits), other.edits)
            ast.parse(text)  # two changes may leave a loop with nothing in it
            make = partial(compiled, task, text)
            hint = Words(
                f"{one.hint.en} And: {other.hint.en}", f"{one.hint.zh} 另外：{other.hint.zh}"
            )
            equation = equation_text({*numbers_of(one.equation), *numbers_of(other.equation)})
            name = f"{one.name} + {other.name}"
            yield Suspect(task, make, name, hint, equation)


@cache
def changes(task: Task) -> Growing[Suspect]:
    """Return the small changes of a task's solution; none of a model, which takes long."""
    found = () if task.starts else changes_of(task)
    return Growing(lambda: (_suspected(task, change) for change in found))


@cache
def additions(task: Task) -> Growing[Suspect]:
    """Return a task's solution with something put around a value; none of a model."""
    found = () if task.starts else additions_of(task)
    return Growing(lambda: (_suspected(task, change) for change in found))


def _suspected(task: Task, change: Change) -> Suspect:
    """Return a small change as a suspect."""
    name, hint, equation = _told(change)
    return Suspect(task, lambda: change.function, name, hint, equation, listed=False)


def _told(change: Change) -> tuple[str, Words, str | None]:
    """Return the name of a small change, its hint and its equation."""
    name, hint = told(change.kind, change.target)
    return name, hint, equation_text(set(change.numbers))
