"""New rows of a table -> X for the network that was trained on the old ones, in any order."""

from __future__ import annotations

from typing import NamedTuple

from dnn.checks.arguments import Argument
from dnn.datasets.columns import Values
from dnn.datasets.encoding import Encoding, encoded
from dnn.datasets.missing import are_missing
from dnn.datasets.sheets import (
    Sheet,
    as_cells,
    gaps_told,
    joined,
    place_of,
    places_by_name,
    places_without,
    strangers_told,
    values_again,
)
from dnn.datasets.surprises import surprises
from dnn.shapes import Array


class ColumnWarning(UserWarning):
    """New rows hold what the network never saw, or miss what it always saw."""


class NewRows(NamedTuple):
    """New rows as a network takes them.

    Attributes
    ----------
    X : array of float64, (n_0, m)
    labels : tuple of str or None, or None
        What the column of labels says of each row, None where it says nothing; None where there
        is no such column.
    remarks : tuple of str
        How the file was read, categories that the network never saw, gaps in columns that had none.
    """

    X: Array
    labels: tuple[str | None, ...] | None
    remarks: tuple[str, ...]


def rows_of(sheet: Sheet, encoding: Encoding, label: str | int = -1) -> NewRows:
    """Return the rows of a sheet, each column read as it was in training.

    Raises
    ------
    DataError
        When columns are missing, or hold something else than they did in training.
    """
    by_name = encoding.has_names and sheet.names is not None
    if by_name:
        places = places_by_name(sheet, [column.name for column in encoding.columns])
    else:
        others = places_without(sheet, encoding.width, label)
        places = [others[column.place] for column in encoding.columns]
    pairs = zip(places, encoding.columns, strict=True)
    table = [values_again(sheet, j, column) for j, column in pairs]
    _check(sheet, places, table, encoding)
    labels = _labels(sheet, label, by_name or len(sheet.columns) > encoding.width)
    remarks = (*sheet.remarks, *surprises(encoding, table))
    return NewRows(encoded(encoding, table), labels, remarks)


def _check(sheet: Sheet, places: list[int], table: list[Values], encoding: Encoding) -> None:
    """Refuse cells that are not of the kind of their column, and gaps that nothing can fill."""
    problems = []
    for j, values in zip(places, table, strict=True):
        if values.faults and encoding.missing != "drop":
            problems.append(strangers_told(sheet, j, values))
        elif encoding.missing == "error" and values.missing.any():
            problems.append(gaps_told(sheet, j, values))
    if problems:
        in_first_row = all(v.faults and v.faults[0][0] == 0 for v in table if v.faults)
        hint = ("; if the first line names the columns, pass ", Argument("header", True))
        faulty = any(v.faults for v in table)
        raise joined(sheet, problems, hint if faulty and in_first_row and not sheet.names else ())


def _labels(sheet: Sheet, label: str | int, may_be_there: bool) -> tuple[str | None, ...] | None:
    """Return the labels, where the table has them."""
    is_there = label in sheet.names if sheet.names and isinstance(label, str) else may_be_there
    if not is_there:
        return None
    cells = sheet.columns[place_of(sheet, label, "label column")]
    texts = as_cells(cells) if isinstance(cells, Values) else cells
    return tuple(
        None if is_out else text for text, is_out in zip(texts, are_missing(texts), strict=True)
    )
