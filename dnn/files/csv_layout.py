"""What stands around a table: titles and comments above it, names, empty ends, names again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

import numpy as np

from dnn.files.cells import number
from dnn.files.csv_cells import Rows
from dnn.text import counted, some

COMMENT = "#"
MOST_TITLES = 30  # lines above a table
ROWS_ASKED = 1000  # in which a name is looked for among the values
YEARS = (1000, 3000)  # between them lie numbers that may be names, where they go up evenly
TITLE = 40  # characters of a title that are shown

Cells = Sequence[str]


class Layout(NamedTuple):
    """The rows of the table itself, the names above them, and what is said of the rest."""

    rows: Rows
    names: tuple[str, ...] | None
    remarks: tuple[str, ...] = ()


def laid_out(rows: Rows, header: bool | None, known: Collection[str] = ()) -> Layout:
    r"""Tell a table from what stands around it, and name its columns.

    Parameters
    ----------
    rows : Rows
        All that the file holds, at least one row.
    header : bool or None
        Whether a row names the columns; None where that is to be found.
    known : collection of str
        Names of columns that are looked for: a row that holds one of them is a header.

    Examples
    --------
    >>> from dnn.files.csv_cells import cut
    >>> from dnn.files.csv_layout import laid_out
    >>> found = laid_out(cut("pets.csv", "My pets\n\nage,fur,y\n3,1,cat\n5,0,dog\n"), None)
    >>> found.names, found.rows.lines, found.remarks
    (('age', 'fur', 'y'), [4, 5], ("1 line above the table is left out: 'My pets'",))
    """
    above = _number_above(rows.cells)
    aside = [row for row in rows.cells[:above] if not row[0].startswith(COMMENT)]
    comments = [row for row in rows.cells[:above] if row[0].startswith(COMMENT)]
    rows = _from(rows, above)
    is_named = header if header is not None else _is_header(rows.cells, known)
    if comments and header is not False and not _is_header(rows.cells, known):
        uncommented = [comments[-1][0].removeprefix(COMMENT).strip(), *comments[-1][1:]]
        if len(uncommented) == len(rows.cells[0]) > 1:
            return _named(rows, uncommented, _above_told([*comments[:-1], *aside]))
    told = _above_told([*comments, *aside])
    return _named(_from(rows, 1), rows.cells[0], told) if is_named else Layout(rows, None, told)


def _from(rows: Rows, k: int) -> Rows:
    """Return all rows but the first k."""
    return Rows(rows.cells[k:], rows.lines[k:]) if k else rows


# --- above the table ----------------------------------------------------------------------------


def _number_above(cells: Sequence[Cells]) -> int:
    """Return how many rows stand above the table: comments, and titles of fewer cells than it."""
    width = usual_width(cells)
    first = islice(cells, MOST_TITLES)
    above = list(takewhile(lambda row: _is_comment(row) or _is_title(row, width), first))
    if len(above) == len(cells) or len(above) == MOST_TITLES:
        return 0
    is_doubtful = any(_may_be_names(row) or len(row) == width for row in above)
    if is_doubtful and not _is_comment(above[-1]) and not _has_header(cells[len(above) :]):
        return 0  # a header of another length is told of where the lengths are checked
    return len(above)


def usual_width(cells: Sequence[Cells]) -> int:
    """Return the number of cells that most rows have.

    Examples
    --------
    >>> from dnn.files.csv_layout import usual_width
    >>> usual_width([["a title"], ["1", "2"], ["3", "4"]])
    2
    """
    return Counter(map(len, cells)).most_common(1)[0][0]


def _is_comment(row: Cells) -> bool:
    return row[0].startswith(COMMENT)


def _is_title(row: Cells, width: int) -> bool:
    """Say whether a row has too few cells for a table; one too few, and it may be its names."""
    filled = len(row) - row.count("")
    return width > 1 and (len(row) == 1 or len(row) < width - 1 or (width > 2 and filled <= 1))


def _may_be_names(row: Cells) -> bool:
    return len(row) > 1 and all(row) and not _has_number(row) and not _is_comment(row)


def _has_number(row: Cells) -> bool:
    return any(number(cell) is not None for cell in row)


def _above_told(rows: Sequence[Cells]) -> tuple[str, ...]:
    """Say what stands above a table."""
    if not rows:
        return ()
    are = "is" if len(rows) == 1 else "are"
    texts = [repr(" ".join(filter(None, row))[:TITLE]) for row in rows if any(row)]
    return (f"{counted(len(rows), 'line')} above the table {are} left out: {some(texts, 3)}",)


# --- the header ---------------------------------------------------------------------------------


def _is_header(cells: Sequence[Cells], known: Collection[str]) -> bool:
    """Say whether the first row names the columns."""
    return not set(known).isdisjoint(cells[0]) or _has_header(cells)


def _has_header(cells: Sequence[Cells]) -> bool:
    """Say whether no cell of the first row is a number where the second has one.

    Years in even steps may be names, too. Where there are no numbers, the cells of a first row of
    values come back below.
    """
    first, below = cells[0], cells[1] if len(cells) > 1 else ()
    if len(first) == len(below) - 1:  # the rows have names, in a column without one
        below = below[1:]
    numeric = [cell for cell, under in zip(first, below, strict=False) if number(under) is not None]
    if not numeric:
        return not _has_number(first) and not _comes_back(cells)
    return not _has_number(numeric) or _are_years(first, below)


def _are_years(first: Cells, below: Cells) -> bool:
    """Say whether the numbers of a row, beside texts, are years in even steps, and the next not."""
    years, values = ([n for n in map(number, row) if n is not None] for row in (first, below))
    return (
        2 < len(years) < len(first)
        and all(YEARS[0] <= year < YEARS[1] for year in years)
        and len(set(np.diff(years))) == 1
        and years[0] < years[1]
        and len(set(np.diff(values))) != 1
    )


def _comes_back(cells: Sequence[Cells]) -> bool:
    """Say whether half of the cells in the first row come back below, as values do."""
    columns = zip(*cells[: ROWS_ASKED + 1], strict=False)
    again = [column[0] in column[1:] for column in columns if column[0]]
    return 2 * sum(again) >= len(again) > 0 and any(again)


def _named(rows: Rows, first: Cells, told: tuple[str, ...]) -> Layout:
    """Return a table with its names: without empty ends, and without the names once more."""
    if not rows.cells:
        return Layout(rows, tuple(first), told)
    cells, names = _without_ends(rows.cells, tuple(first))
    again = [k for k, row in enumerate(cells) if row == names]
    if again and len(again) < len(cells):
        out = set(again)
        line = rows.lines[again[0]]
        lines = [line for k, line in enumerate(rows.lines) if k not in out]
        rows = Rows([row for k, row in enumerate(cells) if k not in out], lines)
        what = "line repeats" if len(again) == 1 else "lines repeat"
        are = "is" if len(again) == 1 else "are"
        remark = f"{len(again):,} {what} the header and {are} left out, the first is line {line}"
        told = (*told, remark)
    else:
        rows = Rows(cells, rows.lines)
    different, twice = _told_apart(names)
    return Layout(rows, different, (*told, *twice))


def _without_ends(
    cells: list[tuple[str, ...]], names: tuple[str, ...]
) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Take off last cells that are empty in every row; a column of row names gets none."""
    width = usual_width(cells)
    while width > 1 and (len(names) < width or not names[-1]) and _end_empty(cells, width):
        cells = [row[:-1] if len(row) == width else row for row in cells]
        names = names[:-1] if len(names) == width else names
        width -= 1
    return cells, ("", *names) if len(names) == width - 1 else names


def _end_empty(cells: Sequence[Cells], width: int) -> bool:
    """Say whether the last cell is empty in every row of this width."""
    return not any(row[-1] for row in cells if len(row) == width)


def _told_apart(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return different names, and which had to be changed.

    Marks are taken off; a column without a name is called by its number, the second of a name x
    x.2.
    """
    are_quoted = all(cell[0] == cell[-1] == "'" != cell for cell in names if cell)
    cells = [cell[1:-1] for cell in names] if are_quoted else names
    given = [cell or f"column {j}" for j, cell in enumerate(cells, start=1)]
    different: list[str] = []
    for name in given:
        new, k = name, 1
        while new in different or (k > 1 and new in given):
            k += 1
            new = f"{name}.{k}"
        different.append(new)
    changed = [f"{old!r} ({new})" for old, new in zip(given, different, strict=True) if old != new]
    if not changed:
        return tuple(different), ()
    remark = (
        f"more than one column has the same name, and the later ones get a number: {some(changed)}"
    )
    return tuple(different), (remark,)
