"""CSV files from anywhere: bytes -> columns of cells under their names, and their lines."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from dnn.checks.arguments import Argument
from dnn.files.csv_cells import Rows, cut
from dnn.files.csv_layout import laid_out
from dnn.files.h5files import DataError
from dnn.files.texts import read_text
from dnn.shapes import Array
from dnn.text import counted, some


class Table(NamedTuple):
    """A file by its columns.

    Attributes
    ----------
    path : str
    names : tuple of str, or None
        Where the file has a header.
    columns : list of sequences of str
        The cells of every column.
    lines : array (m,)
        The line on which each row begins, counted from 1.
    remarks : tuple of str
        What was left out around the table, and how the file was read where it is not UTF-8.
    skipped : tuple of str
        The lines that were left out on request.
    """

    path: str
    names: tuple[str, ...] | None
    columns: list[Sequence[str]]
    lines: Array
    remarks: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def read_table(
    path: str | os.PathLike[str],
    header: bool | None = None,
    known: Collection[str] = (),
    *,
    encoding: str | None = None,
    skip_broken: bool = False,
) -> Table:
    """Read a CSV file as text: find the delimiter and the header, and check the rows' lengths.

    Parameters
    ----------
    path : path of the file
        Cells may be quoted; blank lines, and titles and comments above the table, are passed over.
    header : bool, optional
        Whether the first line names the columns. Left out, it does when no cell of it is a number
        where the next line has one; of text alone, when it does not come back below.
    known : collection of str
        Names of columns that are looked for: a first line that holds one of them is a header.
    encoding : str, optional
        As for `dnn.files.texts.read_text`.
    skip_broken : bool
        Leave out lines that have another number of cells.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        When the file is missing, empty, not text, holds nothing but a header, or a line has
        another number of cells.

    Examples
    --------
    >>> from dnn.files.csv_files import read_table
    >>> read_table("nowhere.csv")
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere.csv: there is no such file
    """
    name = os.fsdecode(path)
    text, remark = read_text(name, encoding)
    rows = cut(name, text)
    if not rows.cells:
        raise DataError(f"{name}: is empty, it holds no line with values")
    rows, names, told = laid_out(rows, header, known)
    if not rows.cells:
        raise DataError(
            f"{name}: holds only a header and no examples below it; if its line holds values, ",
            "pass ",
            Argument("header", False),
        )
    rows, skipped = _of_one_length(name, rows, names, skip_broken)
    remarks = told if remark is None else (remark, *told)
    columns: list[Sequence[str]] = list(zip(*rows.cells, strict=True))
    return Table(name, names, columns, np.array(rows.lines), remarks, skipped)


def _of_one_length(
    name: str, rows: Rows, names: tuple[str, ...] | None, skip_broken: bool
) -> tuple[Rows, tuple[str, ...]]:
    """Refuse rows that have not as many cells as the header or the first row, or leave them out."""
    width = len(names or rows.cells[0])
    wrong = [k for k, row in enumerate(rows.cells) if len(row) != width]
    if not wrong:
        return rows, ()
    lengths = [(rows.lines[k], len(rows.cells[k])) for k in wrong]
    if skip_broken and len(wrong) < len(rows.cells):
        told = tuple(f"{name}, line {line}: has {counted(n, 'cell')}" for line, n in lengths)
        out = set(wrong)
        kept = [k for k in range(len(rows.cells)) if k not in out]
        return Rows([rows.cells[k] for k in kept], [rows.lines[k] for k in kept]), told
    which = "the header" if names else f"line {rows.lines[0]}"
    raise DataError(
        f"{name}: every line must have as many cells as {which}, {width}, but "
        f"{some(_by_length(lengths))}; mend them, or leave such lines out with ",
        Argument("skip_broken", True),
    )


def _by_length(lengths: Sequence[tuple[int, int]]) -> list[str]:
    """Say which lines have how many cells, in short where many have as many."""
    counts = Counter(n for _, n in lengths)
    first = {n: line for line, n in reversed(lengths)}
    return [
        f"line {first[n]} has {n}"
        if m == 1
        else f"{m:,} lines have {n}, the first is line {first[n]}"
        for n, m in counts.items()
    ]
