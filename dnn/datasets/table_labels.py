"""The column of labels: text or numbers, classes or numbers to be predicted."""

from __future__ import annotations

from dnn.checks.arguments import Argument
from dnn.datasets.columns import Values, understood
from dnn.datasets.dates import read_dates
from dnn.datasets.labelled import from_names, from_numbers
from dnn.datasets.sheets import Sheet, as_cells, values_of
from dnn.datasets.units import unit_of
from dnn.files.h5files import DataError
from dnn.labels import FEW
from dnn.shapes import Array
from dnn.text import listed


def label_values(sheet: Sheet, at: int, kind: str | None, wanted: str | None) -> Values:
    """Return the labels as numbers or as text: numbers where at least half of them are."""
    cells = sheet.columns[at]
    if isinstance(cells, Values) and wanted is None:
        if cells.kind == "number" or kind == "numbers":
            return cells
        cells = as_cells(cells)
        return understood(sheet.name(at), cells, "category")
    if wanted is not None:
        return values_of(sheet, at, wanted)
    numbers = values_of(sheet, at, "number")
    most = {"numbers": len(cells), "classes": 0}.get(kind or "", len(cells) // 2)
    are_names = kind is None and unit_of(numbers.notation) and len(set(cells)) <= FEW
    if are_names or len(numbers.faults) > most:  # "3 stars" may be a class
        return values_of(sheet, at, "category")
    return numbers


def labels_of(
    sheet: Sheet, at: int, label: Values, kind: str | None
) -> tuple[Array, tuple[str, ...] | None]:
    """Return Y and the classes."""
    where = f"{sheet.where}, {sheet.called(at)}"
    if label.cells.dtype.kind == "f":
        return from_numbers(where, label.cells, kind)
    Y, classes = from_names(where, label.cells.tolist())
    if kind is None and len(classes) > max(FEW, len(label.cells) // 2):
        texts = label.cells.tolist()
        are_days = 2 * read_dates(texts).number_read >= len(texts)
        known = f"; its columns are {listed(sheet.names)}" if sheet.names else ""
        raise DataError(
            f"{where}: holds {len(classes)} different {'dates' if are_days else 'texts'} in "
            f"{len(texts)} lines, these are hardly classes; name the column of labels with ",
            Argument("label", "..."),
            ", or pass ",
            Argument("kind", "'classes'"),
            known,
        )
    return Y, classes
