"""A cell of a table -> the number that it writes."""

from __future__ import annotations


def number(cell: str) -> float | None:
    """Return the number that a cell writes (it may be nan or inf), or None.

    Examples
    --------
    >>> from dnn.files.cells import number
    >>> number("-1.5e3"), number("1_000"), number("one")
    (-1500.0, None, None)
    """
    if "_" in cell or not cell.isascii():  # float() would take 1_000 and the digits of any script
        return None
    try:
        return float(cell)
    except ValueError:
        return None
