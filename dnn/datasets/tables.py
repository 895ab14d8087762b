"""Tables to arrays: a CSV file -> X, Y and classes; new rows -> X for the same network."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from dnn.checks.arguments import Argument
from dnn.checks.values import look_up
from dnn.datasets.labelled import Dataset, check_kind, from_names, from_numbers
from dnn.files.csv_files import Table, number, read_table
from dnn.files.h5files import DataError
from dnn.labels import FEW
from dnn.shapes import Array
from dnn.text import listed, some

__all__ = ["load_csv", "load_csv_features"]


def load_csv(
    path: str | os.PathLike[str],
    label: str | int = -1,
    *,
    header: bool | None = None,
    kind: str | None = None,
) -> Dataset:
    r"""Load a table of numbers, one example per line, with a column of labels.

    Parameters
    ----------
    path : path of the file
        UTF-8, cells separated by commas, semicolons or tabs (found by itself), one example per
        line. Cells may be quoted; blank lines are passed over.
    label : str or int
        The column of labels: its name in the header, or its place as Python counts, 0 for the
        first and -1 for the last.
    header : bool, optional
        Whether the first line names the columns. Left out, it does when no cell of it is a number
        where the next line has one.
    kind : ``"classes"`` or ``"numbers"``, optional
        What the labels are. Left out, text is classes, whole numbers of which at most 20 are
        different are classes, and all other numbers are numbers to be predicted.

    Returns
    -------
    Dataset
        X (n_0, m) with the columns of the file but the label's as rows; Y (1, m). Classes are
        sorted: text by the alphabet, numbers by size. ``features`` are the names in the header.

    Raises
    ------
    DataError
        When the file is missing or no such table. Every cell that is empty, not a number or not
        finite is named by line and column, counted from 1, ten of them at most.

    Notes
    -----
    A label column in which at least half of the cells are numbers is taken for numbers, and its
    other cells for mistakes, unless ``kind="classes"``.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn import load_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "pets.csv")
    ...     with open(path, "w") as file:
    ...         _ = file.write("height,weight,species\n25,4,cat\n60,30,dog\n23,5,cat\n")
    ...     pets = load_csv(path, label="species")
    >>> pets.X
    array([[25., 60., 23.],
           [ 4., 30.,  5.]])
    >>> pets.Y, pets.classes, pets.features
    (array([[0, 1, 0]]), ('cat', 'dog'), ('height', 'weight'))
    """
    check_kind(kind)
    table = read_table(path, header)
    at = _label_place(table, label)
    if table.width < 2:
        raise DataError(
            f"{table.path}: has only one column; there must be at least one column of numbers "
            "beside the label's"
        )
    others = [j for j in range(table.width) if j != at]
    is_text = _is_text(table, at, kind)
    _check_cells(table, others, texts=[at] if is_text else [], numbers=[] if is_text else [at])
    Y, classes = _labels(table, at, is_text, kind)
    features = tuple(table.names[j] for j in others) if table.names else None
    return Dataset(_number_rows(table, others), Y, classes, features)


def load_csv_features(
    path: str | os.PathLike[str],
    features: Sequence[str] | int,
    *,
    label: str | int = -1,
    header: bool | None = None,
) -> Array:
    r"""Load new rows for a network that was trained on a table.

    Parameters
    ----------
    path : path of the file
        As for `load_csv`; the labels may be there or not.
    features : sequence of str, or int
        The features that the network was trained on, ``dataset.features``; where they have no
        names, their number.
    label : str or int
        The column to leave out where columns go by their place and there is one too many.
    header : bool, optional
        As for `load_csv`.

    Returns
    -------
    X : array of float64, (n_0, m)
        Rows in the order of ``features``. Where both have names, columns are found by name, in
        any order, and other columns are passed over; otherwise they go by their place.

    Raises
    ------
    DataError
        When the file is no such table, features are missing (they are listed), or a cell is not a
        finite number.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn import load_csv_features
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "new.csv")
    ...     with open(path, "w") as file:
    ...         _ = file.write("weight;height\n7;31\n")
    ...     load_csv_features(path, ["height", "weight"])
    array([[31.],
           [ 7.]])
    """
    table = read_table(path, header)
    if isinstance(features, int):
        columns = _by_place(table, features, label)
    elif table.names:
        columns = _by_name(table, features)
    else:
        columns = _by_place(table, len(features), label)
    _check_cells(table, columns)
    return _number_rows(table, columns)


# --- which column -------------------------------------------------------------------------------


def _label_place(table: Table, label: str | int) -> int:
    """Return the place of the label column, counted from 0."""
    width = table.width
    names = {name: j for j, name in enumerate(table.names or ())}
    if isinstance(label, str) and label in names:
        return names[label]
    try:
        at = int(label) if isinstance(label, str) else operator.index(label)
    except (TypeError, ValueError):
        return _named_label_place(table, label, names)
    if not -width <= at < width:
        raise DataError(
            f"{table.path}: label {at} is no column of {width}; they count from 0 to {width - 1}, "
            f"or back from -1 to {-width}" + (f": {listed(names)}" if names else "")
        )
    return at % width


def _named_label_place(table: Table, label: Any, names: dict[str, int]) -> int:
    """Return the place of the column of this name, or say which names there are."""
    if not names:
        raise DataError(
            f"{table.path}: has no header, so no column is called {label!r}; give the label's "
            "column by number, -1 for the last (or pass ",
            Argument("header", True),
            " if the first line names the columns)",
        )
    try:
        return look_up(names, label, "label column")
    except ValueError as error:
        raise DataError(f"{table.path}: {error}") from None


def _by_name(table: Table, features: Iterable[str]) -> list[int]:
    """Return the places of the columns with these names."""
    names = {name: j for j, name in enumerate(table.names or ())}
    missing = [repr(name) for name in features if name not in names]
    if missing:
        raise DataError(
            f"{table.path}: has no column {some(missing)}, which the network was trained on; its "
            f"columns are {listed(names)}"
        )
    return [names[name] for name in features]


def _by_place(table: Table, n: int, label: str | int) -> list[int]:
    """Return the places of n columns: all, or all but the label's."""
    if table.width == n:
        return list(range(n))
    if table.width != n + 1:
        raise DataError(
            f"{table.path}: has {table.width} columns, but the network was trained on {n} features"
            f"; give {n} columns in the same order, or {n + 1} with the labels among them"
        )
    at = _label_place(table, label)
    return [j for j in range(table.width) if j != at]


# --- cells -> arrays ----------------------------------------------------------------------------


def _number_rows(table: Table, columns: Sequence[int]) -> Array:
    """Return columns of the file, all of numbers, as the rows of an array."""
    return np.array(
        [[float(row.cells[j]) for row in table.rows] for j in columns], dtype=np.float64
    )


def _is_text(table: Table, at: int, kind: str | None) -> bool:
    """Say whether the labels are to be read as text."""
    count = sum(number(row.cells[at]) is not None for row in table.rows)
    if kind is None:
        return 2 * count < len(table.rows)
    return kind == "classes" and count < len(table.rows)


def _labels(table: Table, at: int, is_text: bool, kind: str | None) -> tuple[Array, Any]:
    """Return Y and the classes."""
    where = f"{table.path}, {table.column(at)}"
    if not is_text:
        return from_numbers(where, _number_rows(table, [at])[0], kind)
    Y, classes = from_names(where, [row.cells[at] for row in table.rows])
    if kind is None and len(classes) > max(FEW, len(table.rows) // 2):
        raise DataError(
            f"{where}: holds {len(classes)} different texts in {len(table.rows)} lines, these are "
            "hardly classes; name the column of labels with ",
            Argument("label", "..."),
            ", or pass ",
            Argument("kind", "'classes'"),
        )
    return Y, classes


def _check_cells(
    table: Table, columns: Sequence[int], *, numbers: Sequence[int] = (), texts: Sequence[int] = ()
) -> None:
    """Refuse cells that are empty or not what their column holds, naming them all at once."""
    needed = sorted([*columns, *numbers, *texts])
    problems = [
        f"line {row.line}, {table.column(j)} {problem}"
        for row in table.rows
        for j in needed
        if (problem := _fault(row.cells[j], is_text=j in texts))
    ]
    if problems:
        raise DataError(
            f"{table.path}: {some(problems)}; every cell must hold a number (labels: a number or a "
            "name)",
            *_header_hint(table, problems),
        )


def _fault(cell: str, *, is_text: bool) -> str:
    """Say what is wrong with a cell; nothing, if nothing is."""
    value = number(cell)
    if not cell:
        return "is empty"
    if value is None:
        comma = not is_text and number(cell.replace(",", ".", 1)) is not None
        return "" if is_text else f"is {_quoted(cell)}" + (", write 1.5 for 1,5" if comma else "")
    return "" if math.isfinite(value) else f"is {_quoted(cell)}, not finite"


def _quoted(cell: str) -> str:
    """Return a cell as it may stand in a message."""
    return repr(cell if len(cell) <= 40 else cell[:40] + "...")


def _header_hint(table: Table, problems: Sequence[str]) -> tuple[str | Argument, ...]:
    """Say what may be the reason when the first line of the file is at fault."""
    first = f"line {table.rows[0].line},"
    is_first = table.names is None and problems[0].startswith(first)
    if not is_first:
        return ()
    return "; if the first line names the columns, pass ", Argument("header", True)
