"""Words and tables for people: cells -> lines, Markdown or HTML; arrays -> first numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from dnn.shapes import Array, Shape


def listed(names: Iterable[str]) -> str:
    """Return names as one phrase."""
    return ", ".join(str(name) for name in names)


def counted(n: int, noun: str) -> str:
    """Return '1 layer', '2 layers'."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def some(problems: list[str], most: int = 10) -> str:
    """Return problems as one line: the first ten, and how many more there are.

    Examples
    --------
    >>> from dnn.text import some
    >>> some(["a", "b", "c"], most=2)
    'a; b; and 1 more'
    """
    more = len(problems) - most
    return "; ".join([*problems[:most], *([f"and {more} more"] if more > 0 else [])])


def number_told(value: float, digits: int = 6) -> str:
    """Return a number as people read it: so many digits, and those before the point in any case.

    Examples
    --------
    >>> from dnn.text import number_told
    >>> number_told(1 / 3, 3), number_told(20220206), number_told(-127123.4, 4), number_told(2e-7)
    ('0.333', '20220206', '-127123', '2e-07')
    """
    is_plain = 10.0**digits <= abs(value) < 1e15
    return f"{value:.0f}" if is_plain else f"{value:.{digits}g}"


def class_name(name: object) -> str:
    """Return the name of a class as text; the course keeps its names as bytes.

    Examples
    --------
    >>> from dnn.text import class_name
    >>> class_name(b"non-cat"), class_name("cat"), class_name(7)
    ('non-cat', 'cat', '7')
    """
    return name.decode(errors="replace") if isinstance(name, bytes) else str(name)


def in_short(value: object, most: int = 80) -> str:
    """Return a value as Python writes it, at most so many characters of it.

    Examples
    --------
    >>> from dnn.text import in_short
    >>> in_short(list(range(100)), most=20)
    '[0, 1, 2, 3, 4, 5...'
    """
    text = repr(value)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def aligned(cells: Sequence[Sequence[str]]) -> list[str]:
    r"""Return one line per row, every column as wide as its widest cell.

    Examples
    --------
    >>> from dnn.text import aligned
    >>> print("\n".join(aligned([("a", "1"), ("long", "20")])))
    a     1
    long  20
    """
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def _width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


_CELL = "text-align:left; vertical-align:top"
_VALUES = "white-space:pre; font-family:monospace"


def html_table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return an HTML table under its title; every cell is escaped, lines and spaces are kept.

    No colour is set, so that the theme of the notebook, light or dark, decides.

    Examples
    --------
    >>> from dnn.text import html_table
    >>> "<td" in html_table("Shapes", ["name", "shape"], [["W1", "(3, 4)"]])
    True
    """
    from html import escape  # its table of entities is large, and only a notebook needs it

    head = "".join(f'<th style="{_CELL}">{escape(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_CELL}"><span style="{_VALUES}">{escape(cell)}</span></td>'
            for cell in row
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        f'<div style="overflow-x:auto"><p>{escape(title)}</p>\n'
        f'<table style="color:inherit"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody></table></div>"
    )


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a Markdown table; a ``|`` in a cell is escaped.

    Examples
    --------
    >>> from dnn.text import markdown_table
    >>> print(markdown_table(["name", "slope"], [["W1", "|dW|"]]))
    | name | slope |
    | --- | --- |
    | W1 | \|dW\| |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |" for row in lines
    )


def first_numbers(value: Array, rows: int = 3, columns: int = 4) -> str:
    """Return the first rows and columns of a matrix in four digits, ``...`` for what follows.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.text import first_numbers
    >>> print(first_numbers(np.arange(20.0).reshape(4, 5), rows=2, columns=3))
    0  1  2  ...
    5  6  7  ...
    ...
    """
    if value.ndim == 0:
        return f"{float(value):.4g}"
    more = ["..."] if value.shape[1] > columns else []
    cells = [[f"{float(x):.4g}" for x in row[:columns]] + more for row in value[:rows]]
    return "\n".join([*aligned(cells), *(["..."] if value.shape[0] > rows else [])])


def in_one_line(value: Array, columns: int = 3) -> str:
    """Return the first numbers of a matrix in one line, in its brackets.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.text import in_one_line
    >>> in_one_line(np.arange(20.0).reshape(4, 5)), in_one_line(np.array(0.5))
    ('[[0 1 2 ...] ...]', '0.5')
    """
    if value.ndim == 0:
        return f"{float(value):.4g}"
    numbers = " ".join(f"{float(x):.4g}" for x in value[0][:columns])
    more_columns = " ..." if value.shape[1] > columns else ""
    more_rows = " ..." if value.shape[0] > 1 else ""
    return f"[[{numbers}{more_columns}]{more_rows}]"


def shape_text(shape: Shape | tuple[int | str, ...]) -> str:
    """Return a shape as Python writes it, a letter in it without quotes.

    Examples
    --------
    >>> from dnn.text import shape_text
    >>> shape_text((3, "m")), shape_text((3,)), shape_text(())
    ('(3, m)', '(3,)', '()')
    """
    inner = ", ".join(map(str, shape))
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def phrase_if(condition: object, text: str) -> str:
    """Return the text where the condition holds."""
    return text if condition else ""
