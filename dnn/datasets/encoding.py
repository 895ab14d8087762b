"""Columns of a table -> rows of X: what is decided on the examples to train on, and applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dnn.checks.values import check_number
from dnn.datasets.columns import Values
from dnn.datasets.missing import POLICIES, median, most_frequent
from dnn.datasets.notation import written_day
from dnn.shapes import Array
from dnn.text import counted, some

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
    return written_day(value) if kind == "date" else f"{value:.6g}"


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
    return _FITS[values.kind](column, cells, values)


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


_FITS: Mapping[str, Callable[[Column, Array, Values], Column]] = MappingProxyType(
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
        rows = [cells - column.first if column.first else cells]
    return [*rows, missing.astype(np.float64)] if column.has_flag else rows


def unseen(column: Column, values: Values) -> Counter[str]:
    """Count the categories that a column holds and its encoding does not know."""
    if column.kind != "category":
        return Counter()
    known = {None, *column.categories}
    return Counter(cell for cell in values.cells.tolist() if cell not in known)


def surprises(encoding: Encoding, table: Iterable[Values]) -> tuple[str, ...]:
    """Say which categories were never seen, and which gaps are filled without a flag.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.columns import understood
    >>> from dnn.datasets.encoding import Encoding, decided, surprises
    >>> sex = understood("sex", ["male", "female", "male"])
    >>> encoding = Encoding((decided(sex, 0, np.arange(3)),), 1, True)
    >>> surprises(encoding, [understood("sex", ["m", "male", "?"], "category")])
    ("column 'sex': 1 cell is of a category that training did not have, 'm' (1), and counts as \
none of those it had", "column 'sex': 1 cell is missing, as none was in training, and becomes \
'male'")
    """
    remarks = []
    for column, values in zip(encoding.columns, table, strict=True):
        strange, gaps = unseen(column, values), int(values.missing.sum())
        if strange:
            names = [f"{name!r} ({count})" for name, count in strange.most_common()]
            what, counts = (
                ("a category", "counts") if strange.total() == 1 else ("categories", "count")
            )
            remarks.append(
                f"column {column.name!r}: {_cells(strange.total())} of {what} that training did "
                f"not have, {some(names, 5)}, and {counts} as none of those it had"
            )
        if gaps and not column.has_flag:
            remarks.append(
                f"column {column.name!r}: {_cells(gaps)} missing, as none was in training, and "
                f"become{'s' * (gaps == 1)} {column.filling}"
            )
    return tuple(remarks)


def _cells(n: int) -> str:
    """Return '1 cell is', '2 cells are'."""
    return f"{counted(n, 'cell')} {'is' if n == 1 else 'are'}"


# --- plain values -------------------------------------------------------------------------------


def as_plain(encoding: Encoding) -> dict[str, Any]:
    """Return an encoding as JSON has it.

    Examples
    --------
    >>> from dnn.datasets.encoding import Column, Encoding, as_plain, from_plain
    >>> encoding = Encoding((Column("age", 0, "number", fill=30.0),), 1, True)
    >>> from_plain(as_plain(encoding)) == encoding
    True
    """
    columns = [{**c._asdict(), "categories": list(c.categories)} for c in encoding.columns]
    return {**encoding._asdict(), "columns": columns}


def from_plain(found: Any) -> Encoding:
    """Return the encoding that `as_plain` wrote.

    Raises
    ------
    ValueError
        When it is no such thing.
    """
    try:
        columns = tuple(_column(row) for row in found["columns"])
        encoding = Encoding(columns, found["width"], found["has_names"], found["missing"])
        places = [column.place for column in columns]
        is_whole = type(encoding.width) is int and type(encoding.has_names) is bool
        if is_whole and encoding.missing in POLICIES and _are_places(places, encoding.width):
            return encoding
    except (KeyError, TypeError, AttributeError):
        pass
    raise ValueError("the columns of the table are not all there, or not what they should be")


def _column(found: Mapping[str, Any]) -> Column:
    """Return a column, after checking that each value is of its type."""
    column = Column(**{**found, "categories": tuple(found["categories"])})
    texts = (column.name, column.kind, column.notation, *column.categories)
    if not all(isinstance(text, str) for text in texts) or column.kind not in _FITS:
        raise TypeError
    if column.kind != "category" and column.fill is not None:
        check_number("fill", column.fill)
    check_number("first", column.first)
    return column


def _are_places(places: Sequence[Any], width: int) -> bool:
    """Say whether all are different columns of a table so wide."""
    return len(set(places)) == len(places) and all(
        type(place) is int and 0 <= place < width for place in places
    )
