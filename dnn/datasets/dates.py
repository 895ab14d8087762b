"""How the dates and times of a column are written, told by the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.datasets.reading import SAMPLE, Read, Reading, best_of, read_as

EPOCH = datetime(1970, 1, 1)
SECONDS_A_DAY = 86_400
LONGEST_DATE = 40

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
    >>> from dnn.datasets.dates import read_dates
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
        best_of(readings[0], readings[1:])
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
    >>> from dnn.datasets.dates import written_day
    >>> written_day(-1), written_day(0.25)
    ('1969-12-31', '1970-01-01 06:00:00')
    """
    moment = EPOCH + timedelta(seconds=round(days * SECONDS_A_DAY))
    return str(moment).removesuffix(" 00:00:00")
