"""How the cells of a column are written: numbers and dates, told by the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.datasets.units import BESIDE, GROUPS, Unit, common_unit, unit_of, without
from dnn.files.cells import number, numbers
from dnn.shapes import Array

Read = Callable[[str], float | None]

EPOCH = datetime(1970, 1, 1)
SECONDS_A_DAY = 86_400
SAMPLE = 50  # cells on which a unit, or a format of dates, must fit before all are tried
LONGEST_DATE = 40


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


# --- numbers ------------------------------------------------------------------------------------

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
    unit = common_unit(_sampled(cells))
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
    some = _sampled(cells)
    if not any(row(cell) is not None for row in NUMBERS.values() for cell in some):
        return Reading(plain, np.full(len(cells), np.nan))  # half of them would be numbers
    first = read_as(cells, NUMBERS[plain], plain)
    return _best(first, [read_as(cells, NUMBERS[name], name) for name in others])


def _sampled(cells: Sequence[str]) -> Sequence[str]:
    """Return some cells from all over a column, the same every time."""
    if len(cells) <= SAMPLE:
        return cells
    return [cells[k] for k in np.random.RandomState(0).randint(len(cells), size=SAMPLE)]


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


def read_as(cells: Sequence[str], read: Read, notation: str) -> Reading:
    """Read every cell in one way."""
    whole = numbers(cells) if read is number else None
    return Reading(notation, _each(cells, read) if whole is None else whole)


def _each(cells: Sequence[str], read: Read) -> Array:
    """Read cells one by one, those that come back once."""
    values = {cell: read(cell) for cell in set(cells)}
    return np.array([values[cell] for cell in cells], dtype=np.float64)


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


def _best(first: Reading, others: Iterable[Reading]) -> Reading:
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


# --- dates and times ----------------------------------------------------------------------------

ORDERS = ("day-first", "month-first")
_DAYS = {  # format -> which of two numbers comes first, where that is to be told
    "%Y/%m/%d": None,
    "%Y.%m.%d": None,
    **{f"%d{sign}%m{sign}%{year}": "day-first" for year in "Yy" for sign in "/.-"},
    **{f"%m{sign}%d{sign}%{year}": "month-first" for year in "Yy" for sign in "/-"},
    **{f"%{month} %d{comma} %Y": None for month in "bB" for comma in ("", ",")},
    **{f"%d %{month} %Y": None for month in "bB"},
    "%d-%b-%Y": None,
    "%d-%b-%y": None,
    "%b-%d-%Y": None,
    "%b %Y": None,
    "%B %Y": None,
    "%b-%Y": None,
    "%b-%y": None,
    "%Y-%m": None,
    "%Y/%m": None,
    "%m/%Y": None,
}
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")


class DateFormat(NamedTuple):
    """One row of DATES: what reads a cell as days since 1970, and the order of day and month."""

    read: Read
    order: str | None = None


def _days(read: Callable[[str], datetime], cell: str) -> float | None:
    """Return the days since 1970 of a date as it is read; a time zone is taken off."""
    if len(cell) > LONGEST_DATE:
        return None
    try:
        moment = read(cell)
        naive = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return (naive - EPOCH).total_seconds() / SECONDS_A_DAY


def _format(form: str, order: str | None = None) -> DateFormat:
    """Return the row of a format of `datetime.strptime`."""
    return DateFormat(partial(_days, lambda cell: datetime.strptime(cell, form)), order)


DATES: Mapping[str, DateFormat] = MappingProxyType(
    {
        "iso": DateFormat(partial(_days, datetime.fromisoformat)),
        **{
            day + time: _format(day + time, order)
            for day, order in _DAYS.items()
            for time in _TIMES
        },
        "%H:%M": _format("%H:%M"),
        "%H:%M:%S": _format("%H:%M:%S"),
    }
)


def read_dates(cells: Sequence[str], order: str | None = None) -> Reading:
    """Read a column of dates or times, as days since 1970.

    Parameters
    ----------
    cells : sequence of str
        None of them missing.
    order : ``"day-first"`` or ``"month-first"``, optional
        What 1/2/2024 means. Left out, it is told by the other cells of the column.

    Returns
    -------
    Reading
        With a rival where both orders fit alike. A format is tried where it reads half of the
        first 50 cells; where none does, no cell is read.

    Examples
    --------
    >>> from dnn.datasets.notation import read_dates
    >>> read_dates(["1/2/1970", "25/2/1970"])
    Reading(notation='%d/%m/%Y', values=array([31., 55.]), rival=None)
    >>> read_dates(["1/2/1970", "3/2/1970"]).rival
    '%m/%d/%Y'
    """
    sample = cells[:SAMPLE]
    fitting = [
        name for name in _worth_trying(sample, order) if 2 * _count(name, sample) >= len(sample)
    ]
    readings = [read_as(cells, DATES[name].read, name) for name in fitting]
    return (
        _best(readings[0], readings[1:])
        if readings
        else Reading("iso", np.full(len(cells), np.nan))
    )


def _worth_trying(sample: Sequence[str], order: str | None) -> list[str]:
    """Return the formats of which all signs between the letters are in the sample."""
    signs = set("".join(sample))
    if not any(map(str.isdigit, signs)):
        return []
    return [
        name
        for name, row in DATES.items()
        if row.order in (None, order or row.order)
        and ("%" not in name or signs.issuperset(re.sub("%.", "", name)))
    ]


def _count(name: str, cells: Sequence[str]) -> int:
    """Return how many cells are dates of a format."""
    return sum(DATES[name].read(cell) is not None for cell in cells)


def written_day(days: float) -> str:
    """Return the date that is so many days after the first of January 1970; midnight is left out.

    Examples
    --------
    >>> from dnn.datasets.notation import written_day
    >>> written_day(-1), written_day(0.25)
    ('1969-12-31', '1970-01-01 06:00:00')
    """
    moment = EPOCH + timedelta(seconds=round(days * SECONDS_A_DAY))
    return str(moment).removesuffix(" 00:00:00")
