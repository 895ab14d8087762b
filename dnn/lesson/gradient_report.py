"""What a gradient check found: figures, verdict and the worst entry, for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dnn.chinese.translation import LANGUAGES
from dnn.shapes import Array
from dnn.text import aligned, markdown_table

HEADER = ("slope", "checked", "difference", "limit", "verdict")


class Entry(NamedTuple):
    """One entry of a slope: where it stands, its numeric value, and the one that is checked."""

    name: str
    place: tuple[int, ...]
    numeric: float
    yours: float

    def __str__(self) -> str:
        """Return ``dW2[3, 0]: numeric 0.12, yours 0.24``."""
        where = ", ".join(map(str, self.place))
        return f"{self.name}[{where}]: numeric {self.numeric:.9g}, yours {self.yours:.9g}"


class SlopeCheck(NamedTuple):
    """What was found of one slope, dW1 or db1: its figure and the limit that it is held to."""

    name: str
    checked: int
    size: int
    difference: float
    limit: float

    @property
    def verdict(self) -> str:
        """``"right"``, ``"wrong"``, or why neither can be said."""
        if self.checked == 0:
            return "not checked"
        if self.difference != 0 and not self.difference < self.limit:
            return "wrong"
        return "right" if self.difference == 0 or self.limit < TOO_COARSE else "cannot tell"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table that tells of it."""
        figures = (f"{self.difference:.1e}", f"{self.limit:.1e}") if self.checked else ("", "")
        return (self.name, f"{self.checked} of {self.size}", *figures, self.verdict)


TOO_COARSE = 0.1  # a limit from here up cannot tell a right slope from a wrong one


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """What a gradient check found.

    Attributes
    ----------
    difference : float
        The course's figure, ||numeric - yours|| / (||numeric|| + ||yours||), over all entries
        that were checked.
    limit : float
        What it must stay below: 1e-7, or more where rounding alone may make more.
    slopes : tuple of SlopeCheck
        The same figure, limit and verdict for each of dW1, db1, ..., dWL, dbL.
    worst : Entry or None
        The entry that is furthest from its numeric value.
    numeric, yours : dict
        The slopes; NaN in ``numeric`` where an entry was not checked.
    kinks : int
        Entries left out because a unit crosses the kink of its activation within the step.
    epsilon : float
    seed : int or None
        That of the sample; None where every entry was taken.
    lang : str
        The language that it is told in.
    """

    difference: float
    limit: float
    slopes: tuple[SlopeCheck, ...]
    worst: Entry | None
    numeric: Mapping[str, Array]
    yours: Mapping[str, Array]
    kinks: int
    epsilon: float
    seed: int | None
    lang: str = "en"

    @property
    def is_right(self) -> bool:
        """Whether no figure reached its limit, and some could be told to be right."""
        verdicts = {slope.verdict for slope in self.slopes}
        is_close = self.difference == 0 or self.difference < self.limit
        return is_close and "right" in verdicts and "wrong" not in verdicts

    @property
    def checked(self) -> int:
        """The number of entries that were checked."""
        return sum(slope.checked for slope in self.slopes)

    @property
    def size(self) -> int:
        """The number of entries that there are."""
        return sum(slope.size for slope in self.slopes)

    @property
    def verdict(self) -> str:
        """One sentence: right or wrong, and by which figure."""
        if not self.checked:
            return "Nothing could be checked: every entry lies at a kink of its activation."
        wrong = [slope.name for slope in self.slopes if slope.verdict == "wrong"]
        if wrong:
            return f"The gradients are wrong, in {', '.join(wrong)}: {self._figure()}."
        if self.is_right:
            return f"The gradients are right: {self._figure()}."
        if self.difference < self.limit:
            return (
                "Rounding is too coarse beside these slopes to tell; try epsilon=1e-5, and "
                "examples whose output is not saturated."
            )
        return f"The gradients are wrong: {self._figure()}."

    def _figure(self) -> str:
        """Return the figure against its limit."""
        sign = "<" if self.difference < self.limit else ">="
        return f"the difference is {self.difference:.2e} {sign} {self.limit:.1e}"

    def _notes(self) -> list[str]:
        """Return what was checked, what was left out, and the worst entry."""
        way = "every entry" if self.seed is None else f"a random sample (seed {self.seed})"
        notes = [
            f"Checked: {self.checked} of {self.size} entries, {way}, central differences of step "
            f"{self.epsilon:g}."
        ]
        if self.kinks:
            notes.append(f"Left out: {self.kinks} at a kink, where there is no slope to compare.")
        return notes + ([f"Worst: {self.worst}"] if self.worst else [])

    def __str__(self) -> str:
        """Return verdict, notes and the table of all slopes."""
        say = LANGUAGES[self.lang]
        rows = [HEADER, *(slope.cells for slope in self.slopes)]
        table = aligned([tuple(map(say, row)) for row in rows])
        return "\n".join([*map(say, (self.verdict, *self._notes())), *table])

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        """Return what a notebook shows."""
        table = markdown_table(HEADER, (slope.cells for slope in self.slopes))
        notes = "  \n".join(self._notes()).replace("[", r"\[").replace("*", r"\*")
        verdict = self.verdict.replace("<", "&lt;").replace(">", "&gt;")
        return LANGUAGES[self.lang](f"**{verdict}**\n\n{notes}\n\n{table}")


# --- the figures --------------------------------------------------------------------------------


def figures(
    numeric: Mapping[str, Array],
    yours: Mapping[str, Array],
    taken: Mapping[str, Array],
    least: float,
    noise: float,
) -> tuple[float, float, tuple[SlopeCheck, ...]]:
    """Return figure and limit over all slopes, and both for each of them."""
    pairs = {name: (numeric[name][mask], yours[name][mask]) for name, mask in taken.items()}
    slopes = tuple(
        SlopeCheck(f"d{name}", len(n), taken[name].size, *_figure(n, y, least, noise))
        for name, (n, y) in pairs.items()
    )
    all_numeric, all_yours = map(np.concatenate, zip(*pairs.values(), strict=True))
    return (*_figure(all_numeric, all_yours, least, noise), slopes)


def _figure(numeric: Array, yours: Array, least: float, noise: float) -> tuple[float, float]:
    """Return ||numeric - yours|| / (||numeric|| + ||yours||), 0 / 0 read as 0, and its limit."""
    size = float(np.linalg.norm(numeric) + np.linalg.norm(yours))
    apart = float(np.linalg.norm(numeric - yours))
    if size == 0:
        return 0.0, least
    return apart / size, max(least, noise * len(numeric) ** 0.5 / size)


def worst_entry(
    numeric: Mapping[str, Array], yours: Mapping[str, Array], taken: Mapping[str, Array]
) -> Entry | None:
    """Return the entry that is furthest from its numeric value; one that is NaN is furthest."""
    apart = {
        name: np.nan_to_num(np.where(mask, np.abs(numeric[name] - yours[name]), -1), nan=np.inf)
        for name, mask in taken.items()
    }
    name = max(apart, key=lambda name: apart[name].max())
    place = tuple(map(int, np.unravel_index(apart[name].argmax(), apart[name].shape)))
    if not taken[name][place]:
        return None
    return Entry(f"d{name}", place, float(numeric[name][place]), float(yours[name][place]))
