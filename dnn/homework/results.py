"""What a check found: one result, or those of a whole homework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dnn.homework.words import say
from dnn.text import aligned, html_table


@dataclass(frozen=True)
class Result:
    """What a check found of one function; true only when it passed.

    Attributes
    ----------
    name : str
        The exercise.
    week : str
        The week that the function was taken for: ``"2"``, ``"3"``, ``"4"`` or ``"course 2"``.
    outcome : str
        ``"passed"``, ``"failed"``, ``"raised"`` or ``"unattempted"``.
    message : str
        One or two sentences, with the equation.
    mistake : str or None
        The name of the mistake that was recognised; of two, with ``" + "`` between them.
    equation : str or None
        The equations that are hurt, by their numbers in the README: ``"(7), (8)"``.
    remarks : list of str
        What is no mistake but worth knowing.
    """

    name: str
    week: str
    outcome: str
    message: str
    mistake: str | None = None
    equation: str | None = None
    remarks: list[str] = field(default_factory=list)
    lang: str = "en"
    hints: tuple[str, ...] = ()
    answer: str = ""

    def __bool__(self) -> bool:
        """Tell whether the function passed."""
        return self.outcome == "passed"

    def hint(self, level: int = 1) -> str:
        """Return what leads on: where to look, and with 2 what is wrong there; not the answer.

        Raises
        ------
        ValueError
            When the level is not 1 or 2.
        """
        if level not in (1, 2):
            raise ValueError(f"there are two hints, 1 and 2; got {level!r}")
        return self.hints[level - 1] if self.hints else say("all right", self.lang)

    def solution(self) -> str:
        """Return the answer, as Python."""
        return self.answer

    def raise_if_failed(self) -> None:
        """Return None.

        Raises
        ------
        AssertionError
            Unless the function passed; it says the message.
        """
        if not self:
            raise AssertionError(self.message)

    def as_dict(self) -> dict[str, Any]:
        """Return all but the hints and the answer, as JSON can hold it."""
        names = ("name", "week", "outcome", "mistake", "equation", "message")
        return {name: getattr(self, name) for name in names} | {"remarks": list(self.remarks)}

    def verdict(self) -> str:
        """Return the outcome in the language of the result."""
        return say(f"outcome {self.outcome}", self.lang)

    def week_told(self) -> str:
        """Return the week in the language of the result."""
        key = "course 2" if self.week == "course 2" else "week"
        return say(key, self.lang, week=self.week)

    def __repr__(self) -> str:
        """Return verdict and message as text."""
        lines = [f"{self.name} ({self.week_told()}): {self.verdict()}"]
        lines += [f"  {self.message}"] if not self else []
        return "\n".join([*lines, *(f"  - {remark}" for remark in self.remarks)])

    def _repr_markdown_(self) -> str:
        """Return the same for a notebook."""
        head = f"**{self.name}** ({self.week_told()}): **{self.verdict()}**"
        remarks = "\n".join(f"- {remark}" for remark in self.remarks)
        return "\n\n".join(part for part in (head, "" if self else self.message, remarks) if part)


class Results(Mapping[str, Result]):
    """The results of a whole homework, by the names of its exercises; true when all passed."""

    def __init__(self, results: Mapping[str, Result], lang: str = "en") -> None:
        self._results, self._lang = dict(results), lang

    def __getitem__(self, name: str) -> Result:
        """Return the result of an exercise."""
        return self._results[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the exercises."""
        return iter(self._results)

    def __len__(self) -> int:
        """Return the number of exercises that were found."""
        return len(self._results)

    def __bool__(self) -> bool:
        """Tell whether all passed."""
        return all(self._results.values())

    def raise_if_failed(self) -> None:
        """Return None.

        Raises
        ------
        AssertionError
            Unless all passed; it says every message.
        """
        messages = [f"{name}: {r.message}" for name, r in self._results.items() if not r]
        if messages:
            raise AssertionError("\n".join(messages))

    def _rows(self) -> list[tuple[str, ...]]:
        """Return a row for each exercise: name, verdict, hint."""
        return [
            (name, r.verdict(), "; ".join(r.remarks) if r else r.message)
            for name, r in self._results.items()
        ]

    def __repr__(self) -> str:
        """Return the table as text."""
        return "\n".join(aligned([say("table", self._lang).split("|"), *self._rows()]))

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        return html_table("", say("table", self._lang).split("|"), self._rows())
