"""Tables to arrays: a CSV file -> X, Y and classes; new rows -> X for the same network."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from dnn.checks.warning import warn_user
from dnn.datasets.encoding import Column, Encoding
from dnn.datasets.frames import FRAME_FILES, sheet_of_file
from dnn.datasets.labelled import Dataset
from dnn.datasets.new_rows import ColumnWarning, NewRows, rows_of
from dnn.datasets.sheets import Sheet, sheet_of
from dnn.datasets.table_examples import Wishes, examples_of
from dnn.files.csv_files import read_table
from dnn.shapes import Array

__all__ = ["ColumnWarning", "load_csv", "load_csv_features"]


def load_csv(
    path: str | os.PathLike[str],
    label: str | int = -1,
    *,
    header: bool | None = None,
    kind: str | None = None,
    columns: Sequence[str | int] | None = None,
    drop: Sequence[str | int] = (),
    kinds: Mapping[str, str] | Mapping[str | int, str] | None = None,
    missing: str = "median",
    encoding: str | None = None,
    skip_broken: bool = False,
    test_fraction: float | None = None,
    split_seed: int = 1,
) -> Dataset:
    r"""Load a table as it comes, one example per line, with a column of labels.

    Parameters
    ----------
    path : path of the file
        Cells separated by commas, semicolons, tabs, bars or blanks (found by itself), one example
        per line. Cells may be quoted; blank lines are passed over, and titles and comments above
        the table are left out, which ``dataset.remarks`` says.
    label : str or int
        The column of labels: its name in the header, or its place as Python counts, 0 for the
        first and -1 for the last. A row without a label is left out.
    header : bool, optional
        Whether the first line names the columns. Left out, it does when no cell of it is a number
        where the next line has one.
    kind : ``"classes"`` or ``"numbers"``, optional
        What the labels are. Left out, text is classes, whole numbers of which at most 20 are
        different are classes (more than 5 of them where each comes twice, on average), and all
        other numbers are numbers to be predicted.
    columns, drop : sequences of str or int, optional
        The columns to learn from, and columns to leave out, as for `label`.
    kinds : mapping, optional
        What a column holds, where it is not to be found: ``{"zip": "category"}``. The kinds are
        ``"number"``, ``"comma-thousands"`` (3,750.5), ``"comma-decimals"`` (3.750,5),
        ``"true-false"``, ``"category"``, ``"date"``, ``"day-first"`` (31/12/2024),
        ``"month-first"`` (12/31/2024), and, not learnt from, ``"text"`` and ``"row-number"``.
    missing : ``"median"``, ``"drop"`` or ``"error"``
        What becomes of missing values (empty, NA, NaN, -, ?, null ...): they become the median, in
        text the most frequent value, and a feature of their own says where; or the rows are left
        out; or they are refused.
    encoding : str, optional
        That of the file, where it is not UTF-8: ``"cp1252"``, ``"gb18030"``, ... Left out, UTF-16
        and what Windows writes in the West are known by themselves; others are asked for.
    skip_broken : bool
        Leave out lines that have another number of cells, and tell of it in ``dataset.skipped``.
    test_fraction : float in (0, 1), optional
        The share of the rows that becomes ``dataset.test``. They are held out first: medians and
        categories are taken from the other rows alone.
    split_seed : int
        Seed of what is held out.

    Returns
    -------
    Dataset
        X (n_0, m) with the columns of the file but the label's as rows; Y (1, m). Classes are
        sorted: text by the alphabet, numbers by size. ``features`` are the names in the header,
        ``columns`` what was decided about them, for `load_csv_features`, ``remarks`` what was left
        out and why, and ``table.summary`` has a line for every column.

    Raises
    ------
    DataError
        When the file is missing or no such table. Every column that holds something else than it
        should is named, with the number of such cells, the first line, and what helps.

    Notes
    -----
    The kind of a column is told by all of its cells: numbers, or dates, where at least half of
    what it holds are, and the rest, of which at most 5 or a tenth may differ, is refused as
    mistakes; two words of a pair such as yes and
    no; a category, a feature for each of its values, where at most 20 texts (or a tenth of the
    rows, up to 100) come back, twice on average, or there are at most 5; else text, which is left
    out. A column without a name that counts the rows is left out, because it would give a sorted
    label away. Dates become days since the first. Numbers are written 3750.5 where all cells can
    be read so; else it must be plain from the whole column what its commas mean. Without
    ``test_fraction`` medians and categories are those of all rows, of those too that are split off
    later.

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

    Text, gaps and rows without a label:

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "pets.csv")
    ...     with open(path, "w") as file:
    ...         _ = file.write("fur,age,species\nlong,3,cat\nshort,,dog\nlong,5,cat\nshort,1,\n")
    ...     pets = load_csv(path)
    >>> pets.features
    ('fur=long', 'fur=short', 'age', 'age is missing')
    >>> pets.X
    array([[1., 0., 1.],
           [0., 1., 0.],
           [3., 4., 5.],
           [0., 1., 0.]])
    >>> pets.remarks
    ('1 row has no label and is left out, the first in line 5',)
    """
    wishes = Wishes(label, kind, columns, drop, kinds, missing)
    table = read_table(path, header, encoding=encoding, skip_broken=skip_broken)
    return examples_of(sheet_of(table), wishes, test_fraction, split_seed)


def load_csv_features(
    path: str | os.PathLike[str],
    features: Encoding | Sequence[str] | int,
    *,
    label: str | int = -1,
    header: bool | None = None,
    encoding: str | None = None,
) -> Array:
    r"""Load new rows for a network that was trained on a table.

    Parameters
    ----------
    path : path of the file
        As for `load_csv`; the labels may be there or not.
    features : Encoding, sequence of str, or int
        What was decided about the columns that the network was trained on, ``dataset.columns``.
        For a table of numbers alone the features, ``dataset.features``, or, where they have no
        names, their number, will do.
    label : str or int
        The column to leave out where columns go by their place and there is one too many.
    header, encoding : optional
        As for `load_csv`.

    Returns
    -------
    X : array of float64, (n_0, m)
        Rows in the order of ``features``. Where both have names, columns are found by name, in
        any order, and other columns are passed over; otherwise they go by their place.

    Raises
    ------
    DataError
        When the file is no such table, features are missing (they are listed), or a column holds
        something else than it did in training.

    Warns
    -----
    ColumnWarning
        When there are categories that the network never saw, which count as none of those that it
        knows, or gaps in a column that had none.

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
    rows = load_new_rows(path, features, label=label, header=header, encoding=encoding)
    for remark in rows.remarks:
        warn_user(remark, ColumnWarning)
    return rows.X


def load_new_rows(
    path: str | os.PathLike[str],
    features: Encoding | Sequence[str] | int,
    *,
    label: str | int = -1,
    header: bool | None = None,
    encoding: str | None = None,
) -> NewRows:
    """Return new rows as `load_csv_features` does, with their labels and all remarks."""
    columns = as_encoding(features)
    return rows_of(new_sheet(path, columns, header=header, encoding=encoding), columns, label)


def new_sheet(
    path: str | os.PathLike[str],
    columns: Encoding,
    *,
    header: bool | None = None,
    encoding: str | None = None,
) -> Sheet:
    """Return the cells of new rows, whatever kind of table the file is."""
    if Path(os.fsdecode(path)).suffix.lower() in FRAME_FILES:
        return sheet_of_file(path)
    known = [column.name for column in columns.columns] if columns.has_names else ()
    return sheet_of(read_table(path, header, known, encoding=encoding))


def as_encoding(features: Encoding | Sequence[str] | int) -> Encoding:
    """Return what was decided about columns; of features alone, that all are numbers without gaps.

    Examples
    --------
    >>> from dnn.datasets.tables import as_encoding
    >>> as_encoding(["height", "weight"]).features
    ('height', 'weight')
    """
    if isinstance(features, Encoding):
        return features
    has_names = not isinstance(features, int)
    names = [f"column {j + 1}" for j in range(features)] if isinstance(features, int) else features
    columns = tuple(Column(name, j, "number") for j, name in enumerate(names))
    return Encoding(columns, len(columns), has_names, "error")
