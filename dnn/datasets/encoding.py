"""Columns of a table -> rows of X: what is decided on the examples to train on, and applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dnn.datasets.columns import Values
from dnn.datasets.dates import written_day
from dnn.datasets.missing import median, most_frequent
from dnn.shapes import Array
from dnn.text import number_told

Rows = npt.NDArray[Any]


class Column(NamedTuple):
    """What was decided of one column, in values that JSON can hold.

    Attributes
    ----------
    name : str
    place : int
        Its place among the columns without the label's, counted from 0.
    kind, notation : str
        As in `dnn.datasets.columns.Values`.
    categories : tuple of str
        Each becomes a row of X.
    fill : float, str or None
        What stands for a missing value: the median, or the value that is there most often. None
        where none may be missing.
    has_flag : bool
        Whether a row of X says where a value was missing.
    first : float
        The day that a date is counted from.
    """

    name: str
    place: int
    kind: str
    notation: str = ""
    categories: tuple[str, ...] = ()
    fill: float | str | None = None
    has_flag: bool = False
    first: float = 0.0

    @property
    def features(self) -> tuple[str, ...]:
        """Return the names of the rows of X that the column becomes."""
        rows = [f"{self.name}={value}" for value in self.categories]
        flag = [f"{self.name} is missing"] if self.has_flag else []
        return (*(rows if self.kind == "category" else [self.name]), *flag)

    @property
    def filling(self) -> str:
        """Return what stands for a missing value, as people read it."""
        if not isinstance(self.fill, float):
            return repr(self.fill)
        return shown(self.kind, self.fill)


class Encoding(NamedTuple):
    """What turns the columns of a table into X; new rows are read with it as the old ones were.

    Attributes
    ----------
    columns : tuple of Column
        Those that are learnt from, in the order of the rows of X.
    width : int
        The number of columns in the table, without the label's.
    has_names : bool
        Whether a header named them; else columns go by their place.
    missing : str
        What becomes of missing values: ``"median"``, ``"drop"`` or ``"error"``.
    """

    columns: tuple[Column, ...]
    width: int
    has_names: bool
    missing: str = "median"

    @property
    def features(self) -> tuple[str, ...]:
        """Return the names of the rows of X."""
        return tuple(name for column in self.columns for name in column.features)


def shown(kind: str, value: float) -> str:
    """Return a value of a column as people read it.

    Examples
    --------
    >>> from dnn.datasets.encoding import shown
    >>> shown("number", 0.5), shown("true-false", 1.0), shown("date", 365.25)
    ('0.5', 'true', '1971-01-01 06:00:00')
    """
    if kind == "true-false":
        return "true" if value else "false"
    return written_day(value) if kind == "date" else number_told(value)


class Summary(NamedTuple):
    """A column in one line: what it is called, what it holds, how many values are missing."""

    name: str
    kind: str
    values: str
    missing: int


class TypedTable(NamedTuple):
    """A table as it was understood, before anything was taken from its rows.

    Attributes
    ----------
    values : tuple of Values
        The columns to learn from.
    places : tuple of int
        Their places among the columns without the label's.
    width, has_names, missing
        As in Encoding.
    summary : tuple of Summary
        A line for every column, the label's and those that are left out, too.
    """

    values: tuple[Values, ...]
    places: tuple[int, ...]
    width: int
    has_names: bool
    missing: str
    summary: tuple[Summary, ...]


# --- deciding -----------------------------------------------------------------------------------


def decided(values: Values, place: int, rows: Rows) -> Column:
    """Decide on a column by some rows alone: its categories, and what fills a gap.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.columns import understood
    >>> from dnn.datasets.encoding import decided
    >>> decided(understood("age", ["1", "", "3", "900"]), 0, np.arange(3))  # 900 is not seen
    Column(name='age', place=0, kind='number', notation='number', categories=(), fill=2.0, \
has_flag=True, first=0.0)
    """
    cells, flag = values.cells[rows], bool(values.missing[rows].any())
    column = Column(values.name, place, values.kind, values.notation, has_flag=flag)
    return FITS[values.kind](column, cells, values)


def _fit_number(column: Column, cells: Array, values: Values) -> Column:
    return column._replace(fill=median(cells))


def _fit_date(column: Column, cells: Array, values: Values) -> Column:
    known = cells[~np.isnan(cells)]
    return column._replace(fill=median(cells), first=float(known.min()) if known.size else 0.0)


def _fit_truth(column: Column, cells: Array, values: Values) -> Column:
    return column._replace(fill=float(2 * np.nansum(cells) > (~np.isnan(cells)).sum()))


def _fit_category(column: Column, cells: Array, values: Values) -> Column:
    known = [cell for cell in cells.tolist() if cell is not None]
    order = {name: k for k, name in enumerate(values.order)}
    categories = sorted(set(known), key=lambda name: (order.get(name, len(order)), name))
    return column._replace(categories=tuple(categories), fill=most_frequent(known))


FITS: Mapping[str, Callable[[Column, Array, Values], Column]] = MappingProxyType(
    {"number": _fit_number, "date": _fit_date, "true-false": _fit_truth, "category": _fit_category}
)


# --- applying -----------------------------------------------------------------------------------


def encoded(encoding: Encoding, table: Iterable[Values]) -> Array:
    """Return X (n_0, m): the rows that the columns of a table become.

    Parameters
    ----------
    encoding : Encoding
    table : iterable of Values
        One for each column of the encoding.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.columns import understood
    >>> from dnn.datasets.encoding import Encoding, decided, encoded
    >>> sex = understood("sex", ["male", "female", "male"])
    >>> encoded(Encoding((decided(sex, 0, np.arange(3)),), 1, True), [sex])
    array([[0., 1., 0.],
           [1., 0., 1.]])
    """
    pairs = zip(encoding.columns, table, strict=True)
    return np.array([row for column, values in pairs for row in _rows(column, values)])


def _rows(column: Column, values: Values) -> list[Array]:
    """Return the rows of X that one column becomes."""
    missing = values.missing
    cells = values.cells
    if missing.any() and column.fill is not None:
        cells = cells.copy()
        cells[missing] = column.fill
    if column.kind == "category":
        rows = [(cells == name).astype(np.float64) for name in column.categories]
    else:
        rows = [cells - column.first if column.kind == "date" else cells]
    return [*rows, missing.astype(np.float64)] if column.has_flag else rows
