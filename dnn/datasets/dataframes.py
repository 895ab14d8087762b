"""DataFrames of pandas and polars, and the files that pandas reads -> examples, new rows."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from dnn.checks.warning import warn_user
from dnn.datasets.encoding import Encoding
from dnn.datasets.frames import sheet_of_file, sheet_of_frame
from dnn.datasets.labelled import Dataset
from dnn.datasets.new_rows import ColumnWarning, rows_of
from dnn.datasets.table_examples import Wishes, examples_of
from dnn.shapes import Array

__all__ = ["features_from_dataframe", "from_dataframe", "load_table"]


def from_dataframe(
    df: Any,
    label: str | int = -1,
    *,
    kind: str | None = None,
    columns: Sequence[str | int] | None = None,
    drop: Sequence[str | int] = (),
    kinds: Mapping[str, str] | Mapping[str | int, str] | None = None,
    missing: str = "median",
    test_fraction: float | None = None,
    split_seed: int = 1,
) -> Dataset:
    """Turn a DataFrame of pandas or polars into examples: `load_csv` without a file.

    Parameters
    ----------
    df : pandas.DataFrame or polars.DataFrame
        One row per example. Numbers, truths, dates and categoricals are what their dtype says;
        columns of text are read as those of a file are. The index is passed over.
    label, kind, columns, drop, kinds, missing, test_fraction, split_seed
        As for `load_csv`.

    Returns
    -------
    Dataset
        As for `load_csv`; the categories of a categorical keep their order.

    Raises
    ------
    DataError
        When a column holds something else than it should; rows are counted from 0.
    TypeError
        When `df` is no DataFrame.

    Examples
    --------
    >>> import pandas
    >>> from dnn import from_dataframe
    >>> df = pandas.DataFrame({"age": [3, None, 5], "fur": ["long", "short", "long"]})
    >>> pets = from_dataframe(df.assign(kind=["cat", "dog", "cat"]), label="kind")
    >>> pets.X
    array([[3., 4., 5.],
           [0., 1., 0.],
           [1., 0., 1.],
           [0., 1., 0.]])
    >>> pets.features
    ('age', 'age is missing', 'fur=long', 'fur=short')
    """
    wishes = Wishes(label, kind, columns, drop, kinds, missing)
    return examples_of(sheet_of_frame(df), wishes, test_fraction, split_seed)


def load_table(
    path: str | os.PathLike[str],
    label: str | int = -1,
    *,
    kind: str | None = None,
    columns: Sequence[str | int] | None = None,
    drop: Sequence[str | int] = (),
    kinds: Mapping[str, str] | Mapping[str | int, str] | None = None,
    missing: str = "median",
    test_fraction: float | None = None,
    split_seed: int = 1,
) -> Dataset:
    """Load a ``.parquet``, ``.feather`` or ``.xlsx`` file, which pandas reads, as `load_csv` does.

    Parameters
    ----------
    path : path of the file
        Of an Excel workbook the first sheet is read.
    label, kind, columns, drop, kinds, missing, test_fraction, split_seed
        As for `load_csv`.

    Returns
    -------
    Dataset
        As for `load_csv`.

    Raises
    ------
    DataError
        When the file is missing or damaged, or what it takes to read it is not installed: the
        message names the extra that brings it.

    Examples
    --------
    >>> from dnn.datasets.dataframes import load_table
    >>> load_table("nowhere.parquet")
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere.parquet: there is no such file
    """
    wishes = Wishes(label, kind, columns, drop, kinds, missing)
    return examples_of(sheet_of_file(path), wishes, test_fraction, split_seed)


def features_from_dataframe(df: Any, columns: Encoding, *, label: str | int = -1) -> Array:
    """Turn new rows of a DataFrame into X for a network that was trained on such rows.

    Parameters
    ----------
    df : pandas.DataFrame or polars.DataFrame
        Its columns in any order; others are passed over.
    columns : Encoding
        What was decided about the columns in training, ``dataset.columns``.
    label : str or int
        The column to leave out where columns go by their place and there is one too many.

    Returns
    -------
    X : array of float64, (n_0, m)

    Raises
    ------
    DataError
        When columns are missing, or hold something else than they did in training.

    Warns
    -----
    ColumnWarning
        As for `load_csv_features`.

    Examples
    --------
    >>> import pandas
    >>> from dnn import features_from_dataframe, from_dataframe
    >>> df = pandas.DataFrame({"fur": ["long", "short"], "kind": ["cat", "dog"]})
    >>> pets = from_dataframe(df)
    >>> features_from_dataframe(pandas.DataFrame({"fur": ["short"]}), pets.columns)
    array([[0.],
           [1.]])
    """
    rows = rows_of(sheet_of_frame(df), columns, label)
    for remark in rows.remarks:
        warn_user(remark, ColumnWarning)
    return rows.X
