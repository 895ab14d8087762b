"""What is said of a table before training: a line for every column, and what was left out."""

from __future__ import annotations

from dnn.datasets.encoding import Column, Summary
from dnn.datasets.labelled import Dataset
from dnn.text import aligned

MOST = 40  # columns of numbers without a gap: a picture's pixels are not listed
WIDEST = 60  # characters of what a column holds
HINT = (
    "(--label NAME predicts another column, --kind NAME=KIND reads one as something else, "
    "--drop NAME leaves it out)"
)


def of_table(about: Dataset) -> list[str]:
    """Return the lines on a table's columns; none where the examples are no table."""
    remarks = [remark[0].upper() + remark[1:] for remark in about.remarks]
    if about.table is None or about.columns is None:
        return remarks
    decided = {column.name: column for column in about.columns.columns}
    rows = about.table.summary
    is_wide = len(rows) > MOST
    listed = [row for row in rows if not is_wide or row.kind != "number" or row.missing]
    cells = [("column", "kind", "values", "missing")]
    cells += [
        (_cut(row.name), row.kind, _cut(row.values), _missing(row, decided.get(row.name)))
        for row in listed
    ]
    rest = len(rows) - len(listed)
    more = [f"and {rest:,} columns of numbers without a gap"] * (rest > 0)
    return [*aligned(cells), *more, HINT, *remarks, ""]


def _cut(text: str) -> str:
    """Return a text that leaves room beside it, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= WIDEST else text[: WIDEST - 3] + "..."


def _missing(row: Summary, column: Column | None) -> str:
    """Say how many values are missing, and what they become."""
    if not row.missing:
        return ""
    filled = f", become {_cut(column.filling)}" if column and column.fill is not None else ""
    return f"{row.missing:,}{filled}"
