"""What was decided about the columns of a table <-> plain values, as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dnn.checks.values import check_number
from dnn.datasets.encoding import FITS, Column, Encoding
from dnn.datasets.missing import POLICIES


def as_plain(encoding: Encoding) -> dict[str, Any]:
    """Return an encoding as JSON has it.

    Examples
    --------
    >>> from dnn.datasets.encoding import Column, Encoding
    >>> from dnn.datasets.plain_columns import as_plain, from_plain
    >>> encoding = Encoding((Column("age", 0, "number", fill=30.0),), 1, True)
    >>> from_plain(as_plain(encoding)) == encoding
    True
    """
    columns = [{**c._asdict(), "categories": list(c.categories)} for c in encoding.columns]
    return {**encoding._asdict(), "columns": columns}


def from_plain(found: Any) -> Encoding:
    """Return the encoding that `as_plain` wrote.

    Raises
    ------
    ValueError
        When it is no such thing.
    """
    try:
        columns = tuple(_column(row) for row in found["columns"])
        encoding = Encoding(columns, found["width"], found["has_names"], found["missing"])
        places = [column.place for column in columns]
        is_whole = type(encoding.width) is int and type(encoding.has_names) is bool
        if is_whole and encoding.missing in POLICIES and _are_places(places, encoding.width):
            return encoding
    except (KeyError, TypeError, AttributeError, ValueError):
        pass
    raise ValueError("the columns of the table are not all there, or not what they should be")


def _column(found: Mapping[str, Any]) -> Column:
    """Return a column, after checking that each value is there and of its type."""
    column = Column(**{**found, "categories": tuple(found["categories"])})
    texts: list[Any] = [column.name, column.kind, column.notation, *column.categories]
    if column.kind != "category" and column.fill is not None:
        check_number("fill", column.fill)
    elif column.fill is not None:
        texts.append(column.fill)
    are_texts = all(isinstance(text, str) for text in texts)
    are_listed = isinstance(found["categories"], list)
    if not (are_texts and are_listed and column.kind in FITS and type(column.has_flag) is bool):
        raise TypeError
    if set(found) != set(Column._fields):
        raise KeyError
    check_number("first", column.first)
    return column


def _are_places(places: Sequence[Any], width: int) -> bool:
    """Say whether all are different columns of a table so wide."""
    return len(set(places)) == len(places) and all(
        type(place) is int and 0 <= place < width for place in places
    )
