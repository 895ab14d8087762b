"""CSV files from anywhere: bytes -> rows of cells, each with its line, under their names."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dnn.checks.arguments import Argument
from dnn.files.cells import number
from dnn.files.h5files import DataError
from dnn.files.memory import available_memory
from dnn.files.ordinary import what_else_it_is
from dnn.text import some

DELIMITERS = ("\t", ";", ",")  # of two that fit as well, the earlier: 1,5;2,5 has decimal commas
BLANK = " "  # only where none of these cuts a line: blanks stand inside of cells, too
SAMPLE = 20  # lines on which the delimiter is found
NOT_TEXT = {
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"\x89HDF": "an HDF5 file",
}


class TableRow(NamedTuple):
    """The cells of one row, and the line on which it begins, counted from 1."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A file as rows of cells, all of one length; `names` where the file has a header."""

    path: str
    names: tuple[str, ...] | None
    rows: list[TableRow]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0].cells)

    def column(self, j: int) -> str:
        """Return what column j (from 0) is called in messages: by name, else counted from 1."""
        return f"column {self.names[j]!r}" if self.names else f"column {j + 1}"


def read_table(
    path: str | os.PathLike[str], header: bool | None = None, known: Collection[str] = ()
) -> Table:
    """Read a CSV file as text: find the delimiter and the header, and check the rows' lengths.

    Parameters
    ----------
    path : path of the file
        UTF-8, with or without its mark. Cells may be quoted; blank lines are passed over.
    header : bool, optional
        Whether the first line names the columns. Left out, it does when no cell of it is a number
        where the next line has one.
    known : collection of str
        Names of columns that are looked for: a first line that holds one of them is a header.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        When the file is missing, empty, not UTF-8, holds nothing but a header, names two columns
        alike, or a line has another number of cells.

    Notes
    -----
    The delimiter is the one of tab, semicolon and comma that cuts the first 20 lines into equally
    many cells, at least two; of several, the one that makes the most. Where none of them is in any
    of these lines, blanks are.

    Examples
    --------
    >>> from dnn.files.csv_files import read_table
    >>> read_table("nowhere.csv")
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere.csv: there is no such file
    """
    name = os.fsdecode(path)
    text = _decoded(name, _read(name))
    rows = list(_rows(name, text, _delimiter(text)))
    if not rows:
        raise DataError(f"{name}: is empty, it holds no line with values")
    names = None
    if header is None:
        header = not set(known).isdisjoint(rows[0].cells) or _has_header(rows)
    if header:
        names = _names(name, rows.pop(0))
    if not rows:
        raise DataError(
            f"{name}: holds only a header and no examples below it; if its line holds values, pass "
            "header=False"
        )
    _check_lengths(name, rows, names)
    return Table(name, names, rows)


# --- bytes -> text ------------------------------------------------------------------------------


def _read(name: str) -> bytes:
    """Return the bytes of an ordinary file: a pipe or a device would keep us waiting."""
    try:
        if other := what_else_it_is(name):
            raise DataError(f"{name}: is {other}, where a CSV file was expected")
        if os.path.getsize(name) > available_memory():
            raise DataError(f"{name}: does not fit in memory")
        with open(name, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        raise DataError(f"{name}: there is no such file") from None
    except PermissionError:
        raise DataError(f"{name}: may not be read, permission is denied") from None
    except MemoryError:
        raise DataError(f"{name}: does not fit in memory") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be read ({error})") from error


def _decoded(name: str, content: bytes) -> str:
    """Return UTF-8 as text, without its mark."""
    for beginning, kind in NOT_TEXT.items():
        if content.startswith(beginning):
            raise DataError(f"{name}: is {kind}; save the table as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(
            f"{name}, line {line}: is not UTF-8 text (byte {content[error.start]:#04x}); save the "
            "table again with the encoding UTF-8"
        ) from None


# --- text -> rows -------------------------------------------------------------------------------


def _rows(name: str, text: str, delimiter: str) -> Iterator[TableRow]:
    """Yield the rows that are not blank, their cells without the spaces around them."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if stripped not in ([], [""]):
                yield TableRow(line, stripped)
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{name}, line {line}: {_cause(error)}") from None


def _cause(error: csv.Error) -> str:
    """Say why a line could not be cut into cells."""
    reported = str(error)
    if "field limit" in reported:
        return (
            f"a cell is longer than {csv.field_size_limit()} characters; is a quotation mark "
            "never closed, or is this no table?"
        )
    if "unexpected end" in reported:
        return "a quotation mark is opened and never closed"
    if "expected after" in reported:
        return "a cell goes on after its closing quotation mark; write a mark inside a cell twice"
    return f"cannot be cut into cells ({reported})"


def _delimiter(text: str) -> str:
    """Return what separates the cells."""
    counts = {delimiter: _cell_counts(text, delimiter) for delimiter in (*DELIMITERS, BLANK)}
    agreed = [d for d, n in counts.items() if len(set(n)) == 1 and n[0] > 1]
    if agreed == [BLANK] and all(set(counts[d]) == {1} for d in DELIMITERS):
        return BLANK
    agreed = [d for d in agreed if d != BLANK]
    return max(agreed or DELIMITERS, key=lambda d: counts[d][0] if counts[d] else 0)


def _cell_counts(text: str, delimiter: str) -> list[int]:
    """Return the number of cells of the first lines, as far as they can be cut."""
    counts: list[int] = []
    try:
        for row in _rows("", text, delimiter):
            counts.append(len(row.cells))
            if len(counts) == SAMPLE:
                break
    except DataError:
        pass  # it is told of when the file is read with the delimiter that was found
    return counts


# --- the header ---------------------------------------------------------------------------------


def _has_header(rows: Sequence[TableRow]) -> bool:
    """Say whether no cell of the first row is a number where the second has one."""
    first = rows[0].cells
    below = rows[1].cells if len(rows) > 1 else []
    numeric = [cell for cell, under in zip(first, below, strict=False) if number(under) is not None]
    return all(number(cell) is None for cell in numeric or first)


def _names(name: str, row: TableRow) -> tuple[str, ...]:
    """Return the names in a header, without marks; a column without one is called by its number."""
    are_quoted = all(cell[0] == cell[-1] == "'" != cell for cell in row.cells if cell)
    cells = [cell[1:-1] for cell in row.cells] if are_quoted else row.cells
    names = tuple(cell or f"column {j}" for j, cell in enumerate(cells, start=1))
    twice = [repr(cell) for cell, count in Counter(names).items() if count > 1]
    if twice:
        raise DataError(
            f"{name}, line {row.line}: the header names more than one column {some(twice)}; every "
            "column needs a name of its own (if there is no header, pass ",
            Argument("header", False),
            ")",
        )
    return names


def _check_lengths(name: str, rows: Sequence[TableRow], names: tuple[str, ...] | None) -> None:
    """Refuse rows that have not as many cells as the header, or as the first row."""
    width = len(names or rows[0].cells)
    problems = [f"line {row.line} has {len(row.cells)}" for row in rows if len(row.cells) != width]
    if problems:
        which = "the header" if names else f"line {rows[0].line}"
        raise DataError(
            f"{name}: every line must have as many cells as {which}, {width}, but {some(problems)}"
        )
