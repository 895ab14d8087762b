"""The steps of one pass through a network, in order: to slice, to filter and to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from dnn.checks.values import look_up
from dnn.chinese.translation import LANGUAGES
from dnn.shapes import Array, Shape
from dnn.text import aligned, first_numbers, html_table, in_one_line, listed

DIRECTIONS = {
    "forward": "the way forward",
    "cost": "the cost",
    "backward": "the way back",
    "mean": "the means over the examples",
}


@dataclass(frozen=True, eq=False)
class TraceStep:
    """One step: what is computed, by which equation, from what, and its value.

    Attributes
    ----------
    name : str
        ``"Z1"``; of a single example ``"z1"``.
    layer : int or None
        The layer whose equation it is, so dA0 belongs to layer 1; None for the cost.
    direction : str
        ``"forward"``, ``"cost"``, ``"backward"`` or ``"mean"``.
    equation : int or None
        Its number in ``dnn.EQUATIONS``.
    lecture : tuple of int
        Its numbers in ``dnn.LECTURE_EQUATIONS``: of one example (1) to (5), else those of here.
    formula : str
        The equation as the table has it.
    shapes : str
        The equation of this layer with the shapes put in.
    value : array
    note : str
        What else is to be said of it.
    aliases : tuple of str
        Other names that it answers to: X for A0, AL for the last A.
    """

    name: str
    layer: int | None
    direction: str
    equation: int | None
    formula: str
    shapes: str
    value: Array
    note: str = ""
    aliases: tuple[str, ...] = ()
    lecture: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """The name without the layer: ``"Z"``, ``"dW"``."""
        return self.name.rstrip("0123456789")

    @property
    def shape(self) -> Shape:
        """The shape of the value."""
        return self.value.shape

    @property
    def number(self) -> str:
        """The number of the equation in brackets, or nothing."""
        return "" if self.equation is None else f"({self.equation})"

    @property
    def lecture_numbers(self) -> str:
        """The numbers that the lecture gives it, in brackets, or nothing."""
        return listed(f"({number})" for number in self.lecture)

    def __repr__(self) -> str:
        """Return equation, shapes and the first numbers, in a few lines."""
        head = f"{self.number} {self.formula}".strip()
        lines = [head, self.shapes, first_numbers(self.value), self.note]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, eq=False)
class Trace(Sequence[TraceStep]):
    """The steps of one pass: index it by place, slice it, or ask for a step by its name.

    ``t[0]`` and ``t["Z1"]`` are steps; ``t[2:5]``, ``t.layer(1)``, ``t.kind("dW")``,
    ``t.equation(7)``, ``t.lecture(5)``, ``t.forward`` and ``t.backward`` are traces of fewer
    steps.
    """

    title: str
    steps: tuple[TraceStep, ...]
    lang: str = "en"

    @overload
    def __getitem__(self, key: int | str) -> TraceStep: ...
    @overload
    def __getitem__(self, key: slice) -> Trace: ...
    def __getitem__(self, key: int | str | slice) -> TraceStep | Trace:
        """Return a step by place or name, or the steps of a slice."""
        if isinstance(key, str):
            return look_up(self._by_name(), key, "step")
        if isinstance(key, slice):
            return replace(self, steps=self.steps[key])
        return self.steps[key]

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.steps)

    def __iter__(self) -> Iterator[TraceStep]:
        """Go through the steps in order."""
        return iter(self.steps)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a step, or one of that name."""
        return key in self._by_name() if isinstance(key, str) else key in self.steps

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the steps, in order."""
        return tuple(step.name for step in self.steps)

    def _by_name(self) -> dict[str, TraceStep]:
        """Return the steps by name and by alias."""
        return {name: step for step in self.steps for name in (step.name, *step.aliases)}

    def _where(self, holds: Callable[[TraceStep], bool]) -> Trace:
        """Return the steps for which it holds."""
        return replace(self, steps=tuple(step for step in self.steps if holds(step)))

    def layer(self, l: int) -> Trace:
        """Return the steps of layer l, forward and back; layer 0 is the input."""
        _check_known("of layer", l, (step.layer for step in self.steps), "layers")
        return self._where(lambda step: step.layer == l)

    def kind(self, name: str) -> Trace:
        """Return the steps of one kind, ``"dW"`` for dW1 .. dWL."""
        look_up({step.kind: step for step in self.steps}, name, "kind of step")
        return self._where(lambda step: step.kind == name)

    def equation(self, number: int) -> Trace:
        """Return the steps that one equation makes."""
        known = sorted(filter(None, (step.equation for step in self.steps)))
        _check_known("by equation", number, known, "equations")
        return self._where(lambda step: step.equation == number)

    def lecture(self, number: int) -> Trace:
        """Return the steps that one equation of the lecture makes, by its number there."""
        known = sorted({n for step in self.steps for n in step.lecture})
        _check_known("by the lecture's equation", number, known, "its equations")
        return self._where(lambda step: number in step.lecture)

    def direction(self, name: str) -> Trace:
        """Return the steps of ``"forward"``, ``"cost"``, ``"backward"`` or ``"mean"``."""
        look_up(DIRECTIONS, name, "direction")
        return self._where(lambda step: step.direction == name)

    @property
    def forward(self) -> Trace:
        """The way forward, from X to AL."""
        return self.direction("forward")

    @property
    def backward(self) -> Trace:
        """The way back, from the output to dW1; empty where no labels were given."""
        return self.direction("backward")

    def __str__(self) -> str:
        """Return the steps as a text table."""
        say = LANGUAGES[self.lang]
        cells = [
            (
                s.number,
                *([say(f"lecture {s.lecture_numbers}" * bool(s.lecture))] if self._differs else []),
                s.shapes,
                in_one_line(s.value),
                s.note,
            )
            for s in self.steps
        ]
        return "\n".join([self.title, *(aligned(cells) if cells else [])])

    __repr__ = __str__

    @property
    def _differs(self) -> bool:
        """Whether some step has another number in the lecture than here."""
        return any(s.lecture not in ((), (s.equation,)) for s in self.steps)

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        lecture = ["lecture"] if self._differs else []
        header = ["", *lecture, "equation", "with its shapes", "first values"]
        rows = [
            (
                s.number,
                *([s.lecture_numbers] if self._differs else []),
                s.formula,
                "\n".join(filter(None, (s.shapes, s.note))),
                first_numbers(s.value, columns=3),
            )
            for s in self.steps
        ]
        return html_table(self.title, [*map(LANGUAGES[self.lang], header)], rows)


def told(title: str, steps: Iterable[TraceStep], lang: str) -> Trace:
    """Return steps as a trace whose words are those of a language.

    Examples
    --------
    >>> from dnn.lesson.steps import told
    >>> told("One pass forward through [2, 1]: L = 1 layer, 0 hidden; m = 4", [], "zh").title
    '[2, 1] 网络的一次前向传播：共 1 层，其中隐藏层 0 个；m = 4'
    """
    say = LANGUAGES[lang]
    spoken = (
        replace(s, formula=say(s.formula), shapes=say(s.shapes), note=say(s.note)) for s in steps
    )
    return Trace(say(title), tuple(spoken), lang)


def _check_known(which: str, number: int, there: Iterable[int | None], name: str) -> None:
    """Check that there is a step of this layer or equation, and say which there are."""
    known = dict.fromkeys(n for n in there if n is not None)
    if number not in known:
        here = listed(map(str, known)) or "none"
        raise ValueError(f"there is no step {which} {number!r}; {name} here: {here}")
