"""One known mistake: the change to the solution that makes it, its hint and its equation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from dnn.homework.bilingual import Words
from dnn.homework.tasks import TASKS, Task


class Mistake:
    """A row of MISTAKES.

    Parameters
    ----------
    exercise : str
        The name of the function, after its week where several weeks share it: ``"3 predict"``.
    name : str
    edits : mapping
        What is changed in the solution's text: what stands there -> what the mistake writes.
    en, zh : str
        The hint: it leads on, and does not show the answer.
    equation : str, optional
        Numbers of the README's table, such as ``"(7), (8)"``.
    variants : sequence of mappings
        Other changes that make the same mistake.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.homework.mistakes import MISTAKES
    >>> row = next(row for row in MISTAKES if row.name == "dW without 1 / m")
    >>> row.exercise, row.equation
    ('linear_backward', '(7)')
    >>> A_prev, W, b = np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[0.0]])
    >>> row.function(np.array([[10.0, 20.0]]), (A_prev, W, b))[1]
    array([[50.]])
    """

    def __init__(
        self,
        exercise: str,
        name: str,
        edits: Mapping[str, str],
        en: str,
        zh: str,
        equation: str | None = None,
        variants: Sequence[Mapping[str, str]] = (),
    ) -> None:
        *week, self.exercise = exercise.split()
        self.name, self.edits, self.equation = name, edits, equation
        self.hint, self.variants = Words(en, zh), tuple(variants)
        self.task: Task = next(t for t in TASKS[self.exercise] if not week or t.week == week[0])

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The function that makes the mistake."""
        return spoilt(self.task, self.edits)

    @cached_property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """That function, and those of the variants."""
        return (self.function, *(spoilt(self.task, edits) for edits in self.variants))

    def texts_in_part(self) -> Iterator[str]:
        """Yield texts that make the mistake in one of the places alone that it changes."""
        text = source_of(self.task)
        for edits in (self.edits, *self.variants):
            places = [(old, new, k) for old, new in edits.items() for k in range(text.count(old))]
            if len(places) > 1:
                for old, new, k in places:
                    parts = text.split(old)
                    yield old.join(parts[: k + 1]) + new + old.join(parts[k + 1 :])

    def __repr__(self) -> str:
        """Return exercise and name."""
        return f"Mistake({self.exercise}: {self.name})"


@cache
def source_of(task: Task) -> str:
    """Return the text of a task's solution."""
    return inspect.getsource(task.solution)


def edited(text: str, edits: Mapping[str, str]) -> str:
    """Return a text with these changes.

    Raises
    ------
    ValueError
        When what is to be changed does not stand there.
    """
    for old, new in edits.items():
        if old not in text:
            raise ValueError(f"{old!r} does not stand in the text:\n{text}")
        text = text.replace(old, new)
    return text


def spoilt(task: Task, *changes: Mapping[str, str]) -> Callable[..., Any]:
    """Return a task's solution with these changes to its text, in the world of its module."""
    text = source_of(task)
    for edits in changes:
        text = edited(text, edits)
    return compiled(task, text)


def compiled(task: Task, text: str) -> Callable[..., Any]:
    """Return the function of a text, in the world of a task's solution."""
    world = dict(task.helpers)
    exec(compile(text, f"<{task.name}>", "exec"), world)
    function: Callable[..., Any] = world[task.name]
    return function
