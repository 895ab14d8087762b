"""The source of an exercise (cells after # %%, solutions between marks) -> its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

__all__ = ["Cell", "cells_of", "for_students"]

HEAD = re.compile(r"(?m)^# %%(.*)\n?")
BEGIN = re.compile(r"(?m)^[ \t]*#{1,3} BEGIN SOLUTION.*$")
END = re.compile(r"(?m)^[ \t]*#{1,3} END SOLUTION.*$")
SOLUTION = re.compile(
    r"(?ms)^(?P<indent>[ \t]*)#{1,3} BEGIN SOLUTION.*?^[ \t]*#{1,3} END SOLUTION[^\n]*"
)
GAP = "# YOUR CODE HERE\n{indent}raise NotImplementedError()"


@dataclass(frozen=True)
class Cell:
    """A cell of an exercise: ``kind`` is "code", "markdown" or "raw"."""

    kind: str
    text: str

    @property
    def is_solved(self) -> bool:
        """Whether it holds a solution."""
        return self.kind == "code" and BEGIN.search(self.text) is not None

    @property
    def is_check(self) -> bool:
        """Whether it checks a function."""
        return self.kind == "code" and "raise_if_failed()" in self.text

    def with_marks(self, mark: str) -> Cell:
        """Return the cell with its marks written as a grader reads them: "# " or "### "."""
        text = re.sub(r"(?m)^(\s*)#{1,3} (BEGIN|END) SOLUTION", rf"\1{mark}\2 SOLUTION", self.text)
        return replace(self, text=text)


def cells_of(text: str) -> Iterator[Cell]:
    r"""Yield the cells of a source.

    Raises
    ------
    ValueError
        When a solution is opened and not closed, or the other way round.

    Examples
    --------
    >>> from dnn.homework.teaching.marks import cells_of
    >>> for cell in cells_of("# %% [markdown]\n# # Title\n# %%\nx = 1\n"):
    ...     print(cell)
    Cell(kind='markdown', text='# Title')
    Cell(kind='code', text='x = 1')
    """
    heads = list(HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        body = text[head.end() : end].strip("\n")
        if len(BEGIN.findall(body)) != len(END.findall(body)):
            raise ValueError(
                f"line {text[: head.start()].count(chr(10)) + 1}: in this cell each "
                "### BEGIN SOLUTION must have its ### END SOLUTION"
            )
        if "[markdown]" in head[1]:
            yield Cell("markdown", re.sub(r"(?m)^# ?", "", body))
        else:
            yield Cell("code", body)


def for_students(cell: Cell) -> Cell:
    r"""Return a cell with a gap in place of every solution.

    Examples
    --------
    >>> from dnn.homework.teaching.marks import Cell, for_students
    >>> text = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    >>> print(for_students(Cell("code", text)).text)
    def f():
        # YOUR CODE HERE
        raise NotImplementedError()
    """
    return replace(
        cell, text=SOLUTION.sub(lambda m: m["indent"] + GAP.format(indent=m["indent"]), cell.text)
    )
