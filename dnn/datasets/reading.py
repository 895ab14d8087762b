"""A column of cells read in one way: what every notation of numbers and dates makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from dnn.files.cells import number, numbers
from dnn.shapes import Array

Read = Callable[[str], float | None]

SAMPLE = 50  # cells on which a unit, or a format of dates, must fit before all are tried


class Reading(NamedTuple):
    """What comes of a column: how it is written, the value of every cell, and another way to read.

    Attributes
    ----------
    notation : str
        A row of NUMBERS, with the unit where there is one, or of DATES.
    values : array of float, (m,)
        NaN where a cell cannot be read.
    rival : str or None
        A notation that reads as many cells, and some of them as another value.
    """

    notation: str
    values: Array
    rival: str | None = None

    @property
    def number_read(self) -> int:
        """Return the number of cells that can be read."""
        return int(np.count_nonzero(~np.isnan(self.values)))


def read_as(cells: Sequence[str], read: Read, notation: str) -> Reading:
    """Read every cell in one way."""
    whole = numbers(cells) if read is number else None
    return Reading(notation, _each(cells, read) if whole is None else whole)


def _each(cells: Sequence[str], read: Read) -> Array:
    """Read cells one by one, those that come back once."""
    values = {cell: read(cell) for cell in set(cells)}
    return np.array([values[cell] for cell in cells], dtype=np.float64)


def best_of(first: Reading, others: Iterable[Reading]) -> Reading:
    """Return the reading of the most cells, with the first one that reads as many otherwise."""
    readings = [first, *others]
    best = max(readings, key=lambda reading: reading.number_read)
    rivals = (
        r.notation
        for r in readings
        if r.number_read == best.number_read
        and not np.array_equal(r.values, best.values, equal_nan=True)
    )
    return best._replace(rival=next(rivals, None))


def sampled(cells: Sequence[str]) -> Sequence[str]:
    """Return some cells from all over a column, the same every time."""
    if len(cells) <= SAMPLE:
        return cells
    return [cells[k] for k in np.random.RandomState(0).randint(len(cells), size=SAMPLE)]
