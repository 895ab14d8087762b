"""DataFrames of pandas and polars, and files that pandas reads -> cells in columns."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.datasets.columns import Values
from dnn.datasets.dates import SECONDS_A_DAY
from dnn.datasets.sheets import Sheet
from dnn.files.h5files import DataError
from dnn.shapes import Array
from dnn.text import listed


class FrameFile(NamedTuple):
    """One row of FRAME_FILES: the function of pandas that reads it, and what that needs."""

    function: str
    needs: str


FRAME_FILES: Mapping[str, FrameFile] = MappingProxyType(
    {
        ".parquet": FrameFile("read_parquet", "pyarrow"),
        ".feather": FrameFile("read_feather", "pyarrow"),
        ".xlsx": FrameFile("read_excel", "openpyxl"),
    }
)


# --- files that pandas reads --------------------------------------------------------------------


def sheet_of_file(path: str | os.PathLike[str]) -> Sheet:
    """Return what pandas reads from a file.

    Raises
    ------
    DataError
        When it cannot be read, or pandas is not there to read it.
    """
    place = Path(os.path.expanduser(os.fsdecode(path)))
    if not place.is_file():
        gone = "is a directory or a device" if place.exists() else "there is no such file"
        raise DataError(f"{place}: {gone}")
    row = FRAME_FILES[place.suffix.lower()]
    try:
        import pandas

        df = getattr(pandas, row.function)(place)
    except ImportError:
        raise DataError(
            f"{place}: pandas and {row.needs} read {place.suffix} files, and are not installed; "
            "pip install 'dnn-course[tables]' brings them"
        ) from None
    except Exception as error:  # each of these libraries has errors of its own
        raise DataError(f"{place}: cannot be read ({' '.join(str(error).split())[:200]})") from None
    return sheet_of_frame(df)._replace(where=str(place))


# --- columns of a DataFrame -> cells ------------------------------------------------------------


def sheet_of_frame(df: Any) -> Sheet:
    """Return a DataFrame by its columns."""
    if hasattr(df, "iloc"):
        names, read = [str(name) for name in df.columns], _of_pandas
        columns = [df.iloc[:, j] for j in range(len(names))]
    elif hasattr(df, "get_columns"):
        names, read, columns = list(df.columns), _of_polars, df.get_columns()
    else:
        raise TypeError(f"df must be a DataFrame of pandas or polars; got {type(df).__name__}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or len(df) == 0:
        what = f"more than one column is called {listed(twice)}" if twice else "has no rows"
        raise DataError(f"the DataFrame: {what}")
    cells = [read(name, column) for name, column in zip(names, columns, strict=True)]
    return Sheet("the DataFrame", tuple(names), cells, np.arange(len(df)), "row")


def _of_pandas(name: str, series: Any) -> Values | list[str]:
    """Return a column of pandas as its dtype says."""
    kind, dtype = getattr(series.dtype, "kind", "O"), str(series.dtype)
    if dtype == "category":
        order = tuple(map(_text, series.cat.categories))
        return _typed(name, "category", [_text(v) or None for v in series.astype(object)], order)
    if kind in "iuf":
        return _finite(name, series.to_numpy(dtype=np.float64, na_value=np.nan))
    if kind == "b":
        values = series.astype("boolean").to_numpy(dtype=np.float64, na_value=np.nan)
        return Values(name, "true-false", "", values)
    if kind == "M":
        days = series.dt.tz_convert(None) if getattr(series.dt, "tz", None) else series
        return _measured(name, "date", days.to_numpy().astype("datetime64[us]"))
    if kind == "m":
        return _measured(name, "number", series.to_numpy().astype("timedelta64[us]"))
    return [_text(value) for value in series.astype(object)]


def _of_polars(name: str, series: Any) -> Values | list[str]:
    """Return a column of polars as its dtype says."""
    dtype = str(series.dtype)
    if series.dtype.is_numeric():
        values = [np.nan if value is None else float(value) for value in series.to_list()]
        return _finite(name, np.array(values, dtype=np.float64))
    if dtype == "Boolean":
        values = [np.nan if value is None else float(value) for value in series.to_list()]
        return Values(name, "true-false", "", np.array(values))
    if re.match("Date|Datetime", dtype):
        naive = [v and v.replace(tzinfo=None) if hasattr(v, "tzinfo") else v for v in series]
        return _measured(name, "date", np.array(naive, dtype="datetime64[us]"))
    if dtype.startswith("Duration"):
        return _measured(name, "number", np.array(series.to_list(), dtype="timedelta64[us]"))
    if re.match("Categorical|Enum", dtype):
        order = tuple(series.dtype.categories) if dtype.startswith("Enum") else ()
        return _typed(name, "category", series.to_list(), order)
    return [_text(value) for value in series.to_list()]


def _text(value: Any) -> str:
    """Return a value as the cell of a file would hold it: empty where it is missing."""
    is_missing = value is None or value != value or str(value) in ("NaT", "<NA>")
    return "" if is_missing else str(value).strip()


def _typed(name: str, kind: str, cells: list[str | None], order: tuple[str, ...]) -> Values:
    """Return texts that are known to be of a kind."""
    return Values(name, kind, "", np.array(cells, dtype=object), order=order)


def _finite(name: str, values: Array) -> Values:
    """Return numbers; those that are infinite are faults."""
    wrong = np.flatnonzero(np.isinf(values)).tolist()
    faults = tuple((row, repr(float(values[row]))) for row in wrong)
    cells = np.where(np.isinf(values), np.nan, values)
    return Values(name, "number", "number", cells, faults)


def _measured(name: str, kind: str, moments: Array) -> Values:
    """Return moments as days since 1970, lengths of time as days; NaN for those that are not."""
    micro = moments.astype(np.int64) / 1e6 / SECONDS_A_DAY
    notation = "iso" if kind == "date" else "number"
    return Values(name, kind, notation, np.where(np.isnat(moments), np.nan, micro))
