"""Cells of a table -> the numbers that they write."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dnn.shapes import Array


def number(cell: str) -> float | None:
    """Return the number that a cell writes (it may be nan or inf), or None.

    Examples
    --------
    >>> from dnn.files.cells import number
    >>> number("-1.5e3"), number("1_000"), number("one")
    (-1500.0, None, None)
    """
    if "_" in cell or not cell.isascii():  # float() would take 1_000 and the digits of any script
        return None
    try:
        return float(cell)
    except ValueError:
        return None


def numbers(cells: Sequence[str]) -> Array | None:
    """Return the numbers that the cells of a column write, as a whole; None where one writes none.

    Examples
    --------
    >>> from dnn.files.cells import numbers
    >>> numbers(["-1.5e3", "2"]), numbers(["1", "one"])
    (array([-1500.,     2.]), None)
    """
    together = "".join(cells)
    if "_" in together or not together.isascii():
        return None
    try:
        return np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return None
