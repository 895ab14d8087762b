"""How the numbers of a column are written, told by the whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from dnn.datasets.dates import DATES
from dnn.datasets.reading import Read, Reading, best_of, read_as, sampled
from dnn.datasets.units import BESIDE, GROUPS, Unit, common_unit, unit_of, without
from dnn.files.cells import number, numbers

_SPACED = re.compile(r"(?<=\d)[ '’\u00a0\u202f](?=\d{3}(?!\d))")
_COMMA_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)
_COMMA_DECIMALS = re.compile(r"[-+]?(\d+|[1-9]\d{0,2}(\.\d{3})+)?(,\d+)?([eE][-+]?\d+)?", re.ASCII)


def _comma_thousands(cell: str) -> float | None:
    """Return 3750.5 for 3,750.5, and what is a number without commas as it stands."""
    text = _SPACED.sub("", cell)
    return number(text.replace(",", "") if _COMMA_THOUSANDS.fullmatch(text) else text)


def _comma_decimals(cell: str) -> float | None:
    """Return 3750.5 for 3.750,5 and for 3750,5."""
    text = _SPACED.sub("", cell)
    fits = _COMMA_DECIMALS.fullmatch(text)
    return number(text.replace(".", "").replace(",", ".")) if fits else None


THOUSANDS = "comma-thousands"
NUMBERS: Mapping[str, Read] = MappingProxyType(
    {"number": number, THOUSANDS: _comma_thousands, "comma-decimals": _comma_decimals}
)


def read_numbers(cells: Sequence[str], notation: str | None = None) -> Reading:
    """Read a column of numbers as it is written: 3750.5, 3,750.5 or 3.750,5; $3,750 or 12 kg.

    Parameters
    ----------
    cells : sequence of str
        None of them missing.
    notation : str, optional
        A row of NUMBERS. Left out, the one that reads the most cells, plain numbers first.

    Returns
    -------
    Reading
        With a rival where thousands and decimals fit alike.

    Examples
    --------
    >>> from dnn.datasets.notation import read_numbers
    >>> read_numbers(["3,750", "1,234.5"])
    Reading(notation='comma-thousands', values=array([3750. , 1234.5]), rival=None)
    >>> read_numbers(["3,750", "1,234"]).rival
    'comma-decimals'
    >>> read_numbers(["12 kg", "7.5 kg"])
    Reading(notation='number||kg', values=array([12. ,  7.5]), rival=None)
    """
    reading = _read_alone(cells, notation)
    if reading.number_read == len(cells):
        return reading
    unit = common_unit(sampled(cells))
    if unit is None:
        return reading
    with_unit = _read_with(cells, unit, notation)
    return with_unit if with_unit.number_read > reading.number_read else reading


def _read_alone(cells: Sequence[str], notation: str | None) -> Reading:
    """Read numbers that stand alone."""
    if notation is not None:
        return read_as(cells, NUMBERS[notation], notation)
    plain, *others = NUMBERS
    whole = numbers(cells)
    if whole is not None:
        return Reading(plain, whole)
    some = sampled(cells)
    if not any(row(cell) is not None for row in NUMBERS.values() for cell in some):
        return Reading(plain, np.full(len(cells), np.nan))  # half of them would be numbers
    first = read_as(cells, NUMBERS[plain], plain)
    return best_of(first, [read_as(cells, NUMBERS[name], name) for name in others])


def _read_with(cells: Sequence[str], unit: Unit, notation: str | None) -> Reading:
    """Read numbers with a unit around them."""
    found = [without(cell, unit) for cell in cells]
    read = np.array([one is not None for one in found], dtype=bool)
    reading = _read_alone([one[0] for one in found if one is not None], notation)
    if reading.rival and unit.before in GROUPS:
        reading = read_as([one[0] for one in found if one], NUMBERS[THOUSANDS], THOUSANDS)
    values = np.full(len(cells), np.nan)
    values[read] = reading.values * [one[1] for one in found if one is not None]
    return Reading(f"{reading.notation}{BESIDE}{unit}", values, reading.rival)


def read_again(cells: Sequence[str], notation: str) -> Reading | None:
    """Read new cells as those of a notation were; None where it is no notation of numbers or dates.

    Examples
    --------
    >>> from dnn.datasets.notation import read_again
    >>> read_again(["$3,750"], "comma-thousands|$|").values
    array([3750.])
    """
    unit, base = unit_of(notation), notation.partition(BESIDE)[0]
    if base in DATES:
        return read_as(cells, DATES[base].read, base)
    if base not in NUMBERS:
        return None
    return read_as(cells, NUMBERS[base], base) if unit is None else _read_with(cells, unit, base)
