"""Text -> rows of cells: what separates the cells is found, quotation marks are taken off."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from dnn.files.h5files import DataError

DELIMITERS = ("\t", ";", "|", ",")
SURE = DELIMITERS[:2]  # where they cut all lines alike, commas are decimal ones: 1,5;2,5
BLANK = " "  # only where none of these cuts a line: blanks stand inside of cells, too
SAMPLE = 20  # lines on which the delimiter is found
NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # what Excel writes above a table


class Rows(NamedTuple):
    """The rows of a file that are not blank, and the line on which each begins, counted from 1.

    Rows are tuples, because Python's collector of garbage looks at lists again and again.
    """

    cells: list[tuple[str, ...]]
    lines: list[int]


def cut(name: str, text: str) -> Rows:
    r"""Cut a text into rows of cells, without the spaces around them; blank lines are passed over.

    The delimiter is a tab or a semicolon where it cuts the first 20 lines into equally many cells,
    at least two; else the one of tab, semicolon, bar and comma that does so with the most lines; of
    several, the one that makes the most cells. Where none of them is in any of these lines, blanks
    are. A first line such as ``sep=;`` names it.

    Raises
    ------
    DataError
        When a quotation mark is not closed, or a cell too long.

    Examples
    --------
    >>> from dnn.files.csv_cells import cut
    >>> cut("pets.csv", "a;b\n\n1,5; 2\n")
    Rows(cells=[('a', 'b'), ('1,5', '2')], lines=[1, 3])
    """
    named = NAMED.match(text)
    delimiter = named.group(1) if named else _delimiter(text)
    before = named.end() if named else 0
    cells, lines = [], []
    for line, row in _rows(name, text[before:], delimiter, bool(named)):
        cells.append(row)
        lines.append(line)
    return Rows(cells, lines)


def _rows(
    name: str, text: str, delimiter: str, above: int = 0
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows that are not blank with their lines, `above` of which are cut off."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    line = 0
    try:
        for row in reader:
            if len(row) > 1 or (row and row[0].strip()):
                yield above + line + 1, tuple(map(str.strip, row))
            line = reader.line_num
    except csv.Error as error:
        raise DataError(f"{name}, line {above + line + 1}: {_cause(error)}") from None


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
    fits = {delimiter: _fit(found) for delimiter, found in counts.items()}
    if _all_alike(counts[BLANK]) and all(set(counts[d]) <= {1} for d in DELIMITERS):
        return BLANK
    sure = [d for d in SURE if fits[d].share == 1]
    return sure[0] if sure else max(DELIMITERS, key=fits.__getitem__)


def _all_alike(counts: list[int]) -> bool:
    """Say whether all lines have as many cells; where rows have names, the header has one fewer."""
    first, last = (counts[0], counts[-1]) if counts else (0, 0)
    return first > 1 and last - first in (0, 1) and set(counts[1:]) <= {last}


class _Fit(NamedTuple):
    share: float  # of the lines that have as many cells, at least two
    cells: int


def _fit(counts: list[int]) -> _Fit:
    """Say how many cells most lines have, and how many lines these are."""
    most = max(counts, key=counts.count, default=1)
    return _Fit(counts.count(most) / len(counts) if most > 1 else 0.0, most)


def _cell_counts(text: str, delimiter: str) -> list[int]:
    """Return the number of cells of the first lines, as far as they can be cut."""
    counts: list[int] = []
    try:
        for _, row in _rows("", text, delimiter):
            counts.append(len(row))
            if len(counts) == SAMPLE:
                break
    except DataError:
        pass  # it is told of when the file is read with the delimiter that was found
    return counts
