"""What a column of a table holds: number, true/false, category, date, text or row number."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dnn.checks.values import look_up
from dnn.datasets import notation as notations
from dnn.datasets.dates import DATES, ORDERS, read_dates
from dnn.datasets.missing import are_missing, beside_numbers
from dnn.datasets.notation import NUMBERS, THOUSANDS, read_numbers
from dnn.datasets.reading import Reading
from dnn.datasets.units import BESIDE
from dnn.files.cells import numbers as plain_numbers
from dnn.labels import FEW
from dnn.shapes import Array

MANY = 100  # so many different texts are no categories, however many rows there are
FEW_MISTAKES = 5  # more different ones than these must be at most a tenth of the column
COMES_BACK = 5  # more different texts than these must each come twice, on average
TRUTHS = (("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("on", "off"), ("1", "0"))
SURE_TRUTHS = TRUTHS[:2]  # one of the pair is enough
_TRUTH = {word: float(k == 0) for pair in TRUTHS for k, word in enumerate(pair)}
Mask = npt.NDArray[np.bool_]
DAY = re.compile(r"(19|20)\d{6}")
ROW_NUMBER_NAMES = re.compile(r"|unnamed: \d+|rownames|row_names", re.IGNORECASE)


class Values(NamedTuple):
    """A column as it was understood.

    Attributes
    ----------
    name : str
    kind : str
        number, true-false, category, date, text or row-number.
    notation : str
        How numbers and dates are written, see `dnn.datasets.notation`; else empty.
    cells : array (m,)
        Numbers, NaN where one is missing: dates are days since 1970, true is 1 and false 0. Of
        categories and texts: str, None where one is missing.
    faults : tuple of (row, cell)
        What is not of the kind, or is not finite; it counts as missing.
    rivals : tuple of str
        The kinds, rows of KINDS, that fit alike and mean something else.
    order : tuple of str
        The categories in the order that their source gives them; empty for the alphabet's.
    """

    name: str
    kind: str
    notation: str
    cells: Array
    faults: tuple[tuple[int, str], ...] = ()
    rivals: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def missing(self) -> Mask:
        """Say of each row whether it has no value here."""
        if self.cells.dtype.kind == "f":
            return np.isnan(self.cells)
        return np.array([cell is None for cell in self.cells], dtype=bool)


class Held(NamedTuple):
    """The cells of a column, which of them are missing, and those that are not."""

    cells: Sequence[str]
    missing: Mask
    known: Sequence[str]


Read = Callable[[str, Held], Values]


class Kind(NamedTuple):
    """One row of KINDS: what reads a column as it, and whether it is one to learn from."""

    read: Read
    is_learnt: bool = True


def _held(cells: Sequence[str]) -> Held:
    """Return cells apart from those that hold nothing."""
    missing = are_missing(cells)
    if not missing.any():
        return Held(cells, missing, cells)
    known = [cell for cell, out in zip(cells, missing.tolist(), strict=True) if not out]
    return Held(cells, missing, known)


def understood(name: str, cells: Sequence[str], wanted: str | None = None) -> Values:
    """Tell what a column holds by all of its cells, and read it.

    Parameters
    ----------
    name : str
    cells : sequence of str
    wanted : str, optional
        A row of KINDS. Left out, the kind is found: numbers where at least half of the cells are
        numbers and few of the others differ, dates likewise, two words of a pair such as yes and
        no, a category of few texts, else text.

    Returns
    -------
    Values

    Examples
    --------
    >>> from dnn.datasets.columns import understood
    >>> understood("price", ["3,750", "NA", "1,234.5"]).cells
    array([3750. ,    nan, 1234.5])
    >>> understood("open", ["yes", "no", "?"]).kind, understood("day", ["2024-02-29"]).kind
    ('true-false', 'date')
    """
    whole = plain_numbers(cells) if wanted in (None, "number") else None
    may_be_days = wanted is None and DAY.fullmatch(cells[-1] if cells else "") is not None
    if whole is not None and len(whole) and np.isfinite(whole).all() and not may_be_days:
        return Values(name, "number", "number", whole)
    held = _held(cells)
    if wanted is not None:
        return look_up(KINDS, wanted, "kind of column").read(name, held)
    for kind in ("date",) if may_be_days and _are_days(held.known) else ("number", "date"):
        values = KINDS[kind].read(name, held)
        if _is_of_its_kind(values, held):
            return values
    return KINDS[_kind_of_text(held.known)].read(name, held)


def _are_days(known: Sequence[str]) -> bool:
    """Say whether numbers are days: 20240229, of eight digits, and all of them days there are."""
    return (
        len(set(known)) > 2
        and all(map(DAY.fullmatch, known))
        and (read_dates(known).number_read == len(known))
    )


def _is_of_its_kind(values: Values, held: Held) -> bool:
    """Say whether at least half of a column was read, and the rest are mistakes."""
    m = len(held.known)
    read = len(held.cells) - int(values.missing.sum())
    return m > 0 and 2 * read >= m and _are_mistakes(values.faults, m)


def _are_mistakes(faults: Sequence[tuple[int, str]], m: int) -> bool:
    """Say whether what is not of a kind are mistakes: half of m cells at most, and few different.

    Half of the passengers may have tickets that are numbers: the others are no mistakes.
    """
    different = len({cell for _, cell in faults})
    return 2 * len(faults) <= m and (different <= FEW_MISTAKES or 10 * different <= m)


def _kind_of_text(known: Sequence[str]) -> str:
    """Return what a column holds that is neither numbers nor dates."""
    words = {cell.lower() for cell in known}
    if any(words == set(pair) for pair in TRUTHS):
        return "true-false"
    if words and any(words < set(pair) for pair in SURE_TRUTHS):
        return "true-false"
    return "category" if _are_few(known) else "text"


def _are_few(known: Sequence[str]) -> bool:
    """Say whether texts come back often enough to be categories."""
    m, n = len(known), len(set(known))
    return 0 < n <= min(max(FEW, m // 10), MANY) and (n <= COMES_BACK or 2 * n <= m)


# --- reading ------------------------------------------------------------------------------------


def _measured(
    kind: str, read: Callable[[Sequence[str]], Reading], kinds: tuple[str, ...] = ()
) -> Read:
    """Return what reads a column of numbers; `kinds` are those to choose from where two fit."""

    def values(name: str, held: Held) -> Values:
        reading = read(held.known)
        numbers = np.full(len(held.cells), math.nan)
        numbers[~held.missing] = reading.values
        numbers[np.isinf(numbers)] = math.nan
        unread = np.flatnonzero(np.isnan(numbers) & ~held.missing).tolist()
        gone = beside_numbers(held.cells[row] for row in unread)
        faults = tuple((row, held.cells[row]) for row in unread if held.cells[row] not in gone)
        return Values(name, kind, reading.notation, numbers, faults, kinds if reading.rival else ())

    return values


def _as_numbers(notation: str | None = None) -> Read:
    """Return what reads numbers of this notation, or of the one that the column shows."""
    return _measured("number", lambda cells: read_numbers(cells, notation), tuple(NUMBERS)[1:])


def _as_dates(order: str | None = None) -> Read:
    """Return what reads dates of this order, or of the one that the column shows."""
    return _measured("date", lambda cells: read_dates(cells, order), ORDERS)


def _as_truths(cells: Sequence[str]) -> Reading:
    """Read yes as 1 and no as 0, in any words of TRUTHS."""
    truths = [_TRUTH.get(cell.lower()) for cell in cells]
    return Reading("", np.array(truths, dtype=np.float64))


def _as_texts(kind: str) -> Read:
    """Return what keeps cells as they are, None for what is missing."""

    def values(name: str, held: Held) -> Values:
        kept = np.array(held.cells, dtype=object)
        kept[held.missing] = None
        return Values(name, kind, "", kept)

    return values


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "number": Kind(_as_numbers()),
        "comma-thousands": Kind(_as_numbers("comma-thousands")),
        "comma-decimals": Kind(_as_numbers("comma-decimals")),
        "true-false": Kind(_measured("true-false", _as_truths)),
        "category": Kind(_as_texts("category")),
        "date": Kind(_as_dates()),
        "day-first": Kind(_as_dates("day-first")),
        "month-first": Kind(_as_dates("month-first")),
        "text": Kind(_as_texts("text"), is_learnt=False),
        "row-number": Kind(_as_texts("row-number"), is_learnt=False),
    }
)


def manner(values: Values) -> str | None:
    """Return how a column shows that its table is written: what commas mean, which day is first.

    Examples
    --------
    >>> from dnn.datasets.columns import manner, understood
    >>> manner(understood("x", ["0.5"])), manner(understood("x", ["1"]))
    ('comma-thousands', None)
    >>> manner(understood("day", ["31/12/2024"]))
    'day-first'
    """
    base = values.notation.partition(BESIDE)[0]
    if values.kind == "date":
        return DATES[base].order
    if values.kind != "number":
        return None
    has_point = bool((values.cells % 1 > 0).any())
    return (THOUSANDS if has_point else None) if base == "number" else base


def counts_the_rows(header: str, cells: Sequence[str]) -> bool:
    """Say whether a column without a name counts the rows from 0 or from 1, in any order.

    Parameters
    ----------
    header : str
        The cell of the header; no name are, too, those that pandas and R give such a column.
    cells : sequence of str

    Examples
    --------
    >>> from dnn.datasets.columns import counts_the_rows
    >>> counts_the_rows("", ["0", "2", "1"]), counts_the_rows("age", ["0", "2", "1"])
    (True, False)
    """
    if not ROW_NUMBER_NAMES.fullmatch(header) or len(cells) < 2:
        return False
    numbers = {NUMBERS["number"](cell) for cell in cells}
    return any(numbers == set(range(first, first + len(cells))) for first in (0, 1))


def read_again(name: str, cells: Sequence[str], kind: str, notation: str) -> Values:
    """Read new cells of a column as those were that it was decided by.

    Examples
    --------
    >>> from dnn.datasets.columns import read_again
    >>> read_again("price", ["3,750"], "number", "comma-thousands").cells
    array([3750.])
    """
    held = _held(cells)
    reading = notations.read_again(held.known, notation)
    if reading is None:
        return understood(name, cells, kind)
    return _measured(kind, lambda _: reading)(name, held)
