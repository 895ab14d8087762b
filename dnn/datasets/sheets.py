"""Cells in columns, from a file or a DataFrame: which column is meant, and what it holds."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.arguments import Argument
from dnn.checks.values import look_up
from dnn.datasets.columns import Mask, Values, read_again, understood
from dnn.datasets.encoding import Column
from dnn.datasets.units import unit_of
from dnn.files.cells import number
from dnn.files.csv_files import Table
from dnn.files.h5files import DataError
from dnn.shapes import Array
from dnn.text import listed, some

Cells = Sequence[str] | Values


class Sheet(NamedTuple):
    """A table by its columns.

    Attributes
    ----------
    where : str
        What it is called in messages.
    names : tuple of str, or None
        Where it has a header.
    columns : sequence
        The cells of each column as text, or as Values where its source knows what they are.
    lines : array (m,)
        What each row is called in messages.
    unit : str
        What a row is in messages.
    remarks : tuple of str
        What is to be said of how it was read.
    skipped : tuple of str
        The lines that were left out on request.
    """

    where: str
    names: tuple[str, ...] | None
    columns: Sequence[Cells]
    lines: Array
    unit: str = "line"
    remarks: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    def name(self, j: int) -> str:
        """Return the name of column j (from 0), counted from 1 where there is none."""
        return self.names[j] if self.names else f"column {j + 1}"

    def called(self, j: int) -> str:
        """Return what column j is called in messages."""
        is_named = self.names and self.names[j] != f"column {j + 1}"
        return f"column {self.name(j)!r}" if is_named else f"column {j + 1}"


def sheet_of(table: Table) -> Sheet:
    """Return a CSV file by its columns."""
    where, names, columns, lines, remarks, skipped = table
    return Sheet(where, names, columns, lines, remarks=remarks, skipped=skipped)


def kept(sheet: Sheet, rows: Mask) -> Sheet:
    """Return a sheet of some of its rows."""
    if rows.all():
        return sheet
    columns = [_taken(cells, rows) for cells in sheet.columns]
    return sheet._replace(columns=columns, lines=sheet.lines[rows])


def _taken(cells: Cells, rows: Mask) -> Cells:
    """Return the cells of some rows; of typed ones none is a fault."""
    if isinstance(cells, Values):
        return cells._replace(cells=cells.cells[rows])
    return [cell for cell, is_in in zip(cells, rows, strict=True) if is_in]


# --- which column -------------------------------------------------------------------------------


def place_of(sheet: Sheet, key: Any, what: str = "column") -> int:
    """Return the place of a column, counted from 0: by its name, or by its place as Python counts.

    Raises
    ------
    DataError
        When there is no such column; those that there are are listed.
    """
    width = len(sheet.columns)
    names = {name: j for j, name in enumerate(sheet.names or ())}
    called = {sheet.name(j): j for j in range(width)}
    if isinstance(key, str) and key in called:
        return called[key]
    try:
        at = int(key) if isinstance(key, str) else operator.index(key)
    except (TypeError, ValueError):
        return _named_place(sheet, key, names, what)
    if not -width <= at < width:
        raise DataError(
            f"{sheet.where}: {what.removesuffix(' column')} {at} is no column of {width}; they "
            f"count from 0 to {width - 1}, or back from -1 to {-width}"
            + (f": {listed(names)}" if names else "")
        )
    return at % width


def _named_place(sheet: Sheet, key: Any, names: dict[str, int], what: str) -> int:
    """Return the place of the column of this name, or say which names there are."""
    if not names:
        whose = "label's " if what == "label column" else ""
        raise DataError(
            f"{sheet.where}: has no header, so no column is called {key!r}; give the {whose}"
            "column by number, -1 for the last (or pass ",
            Argument("header", True),
            " if the first line names the columns)",
        )
    try:
        return look_up(names, key, what)
    except ValueError as error:
        raise DataError(f"{sheet.where}: {error}") from None


def places_by_name(sheet: Sheet, features: Iterable[str]) -> list[int]:
    """Return the places of the columns with these names."""
    names = {name: j for j, name in enumerate(sheet.names or ())}
    missing = [repr(name) for name in features if name not in names]
    if missing:
        raise DataError(
            f"{sheet.where}: has no column {some(missing)}, which the network was trained on; its "
            f"columns are {listed(names)}"
        )
    return [names[name] for name in features]


def places_without(sheet: Sheet, n: int, label: str | int) -> list[int]:
    """Return the places of n columns: all, or all but the label's."""
    width = len(sheet.columns)
    if width == n:
        return list(range(n))
    if width != n + 1:
        raise DataError(
            f"{sheet.where}: has {width} columns, but the network was trained on {n} features"
            f"; give {n} columns in the same order, or {n + 1} with the labels among them"
        )
    at = place_of(sheet, label, "label column")
    return [j for j in range(width) if j != at]


# --- what it holds ------------------------------------------------------------------------------


def values_of(sheet: Sheet, j: int, wanted: str | None = None) -> Values:
    """Return column j as it is understood, or as it is wanted."""
    cells = sheet.columns[j]
    if isinstance(cells, Values):
        if wanted is None or wanted == cells.kind:
            return cells
        cells = as_cells(cells)
    return understood(sheet.name(j), cells, wanted)


def values_again(sheet: Sheet, j: int, column: Column) -> Values:
    """Return column j of new rows, read as the column was that the network was trained on."""
    cells = sheet.columns[j]
    if isinstance(cells, Values):
        if cells.kind == column.kind:
            return cells
        cells = as_cells(cells)
    return read_again(column.name, cells, column.kind, column.notation)


def as_cells(values: Values) -> list[str]:
    """Return typed values as cells of text, empty where one is missing."""
    return [
        "" if out else cell if isinstance(cell, str) else _written(cell, values.kind)
        for cell, out in zip(values.cells.tolist(), values.missing.tolist(), strict=True)
    ]


def _written(value: float, kind: str) -> str:
    """Return a number as text: whole ones without a point, a truth as Python writes it."""
    if kind == "true-false":
        return str(bool(value))
    return str(int(value)) if value == int(value) else repr(value)


# --- what is wrong with it ----------------------------------------------------------------------

Parts = tuple[str | Argument, ...]
NOUNS: Mapping[str, str] = MappingProxyType(
    {"number": "no number", "date": "no date", "true-false": "neither true nor false"}
)


def strangers_told(sheet: Sheet, j: int, values: Values) -> Parts:
    """Say how many cells of a column are not of its kind, and which is the first."""
    row, cell = values.faults[0]
    what, unit = NOUNS[values.kind], unit_of(values.notation)
    if unit is not None:
        what = f"{what} such as {unit.around('1')}"
    elif values.kind == "number" and number(cell) is not None:
        what = "not finite"
    return (f"{_share(sheet, j, len(values.faults), what, row)} ({_quoted(cell)})",)


def _share(sheet: Sheet, j: int, n: int, what: str, row: int) -> str:
    """Say how many cells of a column are something, and where the first is."""
    are = "is" if n == 1 else "are"
    return (
        f"{sheet.called(j)}: {n:,} of {len(sheet.lines):,} {are} {what}, the first in "
        f"{sheet.unit} {sheet.lines[row]}"
    )


def faults_told(sheet: Sheet, j: int, values: Values, *, is_label: bool = False) -> Parts:
    """Say what is not of a column's kind, and what helps."""
    head = (*strangers_told(sheet, j, values), "; ")
    leave: Parts = (Argument("missing", "'drop'"), " leaves these rows out")
    if is_label:
        return (*head, *leave, ", or pass ", Argument("kind", "'classes'"))
    as_text = Argument("kinds", {sheet.name(j): "category"})
    return (*head, Argument("drop", [sheet.name(j)]), ", or ", *leave, ", or pass ", as_text)


def rivals_told(sheet: Sheet, j: int, values: Values) -> Parts:
    """Say that a column may be read in two ways, and ask which is meant."""
    first, second = (Argument("kinds", {sheet.name(j): kind}) for kind in values.rivals)
    cell = next(cell for cell in sheet.columns[j] if not str(cell).isalnum())
    head = f"{sheet.called(j)}: all of it can be read in two ways, such as {cell!r}; pass "
    return head, first, " or ", second


def gaps_told(sheet: Sheet, j: int, values: Values) -> Parts:
    """Say how many cells of a column are missing, and which is the first."""
    gaps = np.flatnonzero(values.missing)
    return (_share(sheet, j, len(gaps), "missing", gaps[0]),)


def joined(sheet: Sheet, problems: Sequence[Parts], end: Parts = ()) -> DataError:
    """Return one error for all columns, ten of them at most."""
    parts: list[str | Argument] = [f"{sheet.where}: "]
    for k, problem in enumerate(problems[:10]):
        parts += ["; " if k else "", *problem]
    more = len(problems) - 10
    return DataError(*parts, f"; and {more} more columns" if more > 0 else "", *end)


def _quoted(cell: str) -> str:
    """Return a cell as it may stand in a message."""
    return repr(cell if len(cell) <= 40 else cell[:40] + "...")
