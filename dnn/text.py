"""Tables for people: cells -> aligned lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def aligned(cells: Sequence[Sequence[str]]) -> list[str]:
    r"""Return one line a row, every column as wide as its widest cell.

    Examples
    --------
    >>> from dnn.text import aligned
    >>> print("\n".join(aligned([("a", "1"), ("long", "20")])))
    a     1
    long  20
    """
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def _width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
