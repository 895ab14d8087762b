"""The table of shapes for people: what flows through a network, and what of it does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dnn.checks.networks import check_layer_dims
from dnn.checks.values import check_whole_number
from dnn.lesson.glossary import shape_words
from dnn.lesson.shape_mending import Expected, ShapeCheck, check_given, examples_of
from dnn.text import aligned, counted, html_table, shape_text


class ShapeRow(NamedTuple):
    """One line of the table: the layer, the course's names, their shape, and what it means.

    ``single_names`` and ``single_shape`` are those of one example, before vectorisation;
    ``checks`` tell of the arrays that were given.
    """

    layer: int
    names: str
    shape: Expected
    meaning: str
    single_names: str = ""
    single_shape: Expected = ()
    checks: tuple[ShapeCheck, ...] = ()


class ShapeTable(NamedTuple):
    """The shapes of all that flows through one network; print it, or read its rows."""

    layer_dims: tuple[int, ...]
    rows: tuple[ShapeRow, ...]
    lang: str = "en"

    @property
    def checks(self) -> tuple[ShapeCheck, ...]:
        """What was found of every array that was given, in the order of the rows."""
        return tuple(check for row in self.rows for check in row.checks)

    @property
    def is_right(self) -> bool:
        """Whether every array that was given has its shape."""
        return all(check.is_right for check in self.checks)

    def __str__(self) -> str:
        """Return the table as text, one line per row."""
        body = [self._header()]
        for *before, last in _told_once(self._cells()):
            first, *more = last.split("\n")
            body += [(*before, first), *((*("" for _ in before), line) for line in more)]
        return "\n".join([self._title(), *aligned(body), *self._verdict()])

    def __repr__(self) -> str:
        """Return the table as text."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        title = " · ".join([self._title(), *self._verdict()])
        return html_table(title, self._header(), _told_once(self._cells()))

    def _title(self) -> str:
        """Say how many layers there are, in all and hidden."""
        L, words = len(self.layer_dims) - 1, shape_words(self.lang)
        hidden = counted(L - 1, "hidden layer") if self.lang == "en" else L - 1
        return words["title"].format(
            L=counted(L, "layer") if self.lang == "en" else L, hidden=hidden
        )

    def _header(self) -> tuple[str, ...]:
        """Return the headings of the columns."""
        words, m = shape_words(self.lang), self.rows[0].shape[1]
        many = words["one" if m == 1 else "examples"].format(m=m)
        last = words["given" if self.checks else "meaning"]
        return ("", words["one example"], "", many, "", last)

    def _cells(self) -> list[tuple[str, ...]]:
        """Return the cells of every row."""
        words = shape_words(self.lang)
        return [
            (
                words["layer"].format(l=row.layer),
                row.single_names,
                shape_text(row.single_shape),
                row.names,
                shape_text(row.shape),
                "\n".join(map(str, row.checks)) if self.checks else row.meaning,
            )
            for row in self.rows
        ]

    def _verdict(self) -> list[str]:
        """Return one sentence on the arrays that were given, if any were."""
        if not self.checks:
            return []
        words, n = shape_words(self.lang), len(self.checks)
        wrong = sum(not check.is_right for check in self.checks)
        return [words["some wrong" if wrong else "all right"].format(n=n, wrong=wrong)]


def explain_shapes(
    layer_dims: Iterable[int], m: int | None = None, *, lang: str = "en", **arrays: Any
) -> ShapeTable:
    """Tell the shape of all that flows, for one example and for m: W (n_l, n_{l-1}), Z (n_l, m).

    Parameters
    ----------
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    m : int, optional
        Number of examples; left out, it is read off the arrays, and without any the table
        says ``m``.
    lang : str
        ``"en"`` or ``"zh"``: the language of the table.
    **arrays
        Arrays by their names, such as ``W1=W1, A1=A1, dW1=dW1``, to be checked against the table.
        ``X``, ``Y`` and ``AL`` are names too, and those of one example: ``x``, ``z1``, ``a1``.

    Returns
    -------
    ShapeTable
        Prints as the table; ``.rows`` are its lines, ``.checks`` what was found of the arrays,
        each with ``name``, ``is_right``, ``mend``; ``.is_right`` whether all of them fit.

    Raises
    ------
    ValueError
        When ``layer_dims`` or ``m`` is not made of whole numbers from 1 up, or an array has a name
        that is not in the table.

    Notes
    -----
    A slope always has the shape of what it is the slope of: dW that of W, dA that of A. Shapes
    cannot tell a square matrix from its transpose.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import explain_shapes
    >>> explain_shapes([4, 3, 1], m=7)
    L = 2 layers: 1 hidden layer and the output (the input does not count)
             one example                  7 examples                   meaning
    layer 0  x = a0, da0          (4, 1)  X = A0, dA0          (4, 7)  (n_0, m): examples as columns
    layer 1  W1, dW1              (3, 4)  W1, dW1              (3, 4)  (n_1, n_0): a row per unit
             b1, db1              (3, 1)  b1, db1              (3, 1)  (n_1, 1): for every column
             z1, a1, dz1, da1     (3, 1)  Z1, A1, dZ1, dA1     (3, 7)  (n_1, m): Z1 = W1 A0 + b1
    layer 2  W2, dW2              (1, 3)  W2, dW2              (1, 3)  (n_2, n_1): a row per unit
             b2, db2              (1, 1)  b2, db2              (1, 1)  (n_2, 1): for every column
             z2, a2 = aL, y, dz2  (1, 1)  Z2, A2 = AL, Y, dZ2  (1, 7)  (n_2, m): Z2 = W2 A1 + b2
    >>> table = explain_shapes([4, 3, 1], m=7, W1=np.ones((4, 3)), db1=np.ones(3))
    >>> for check in table.checks:
    ...     print(check)
    W1 is (4, 3), wrong: transpose it, W1.T
    db1 is (3,), wrong: sum with keepdims=True, or db1.reshape(3, 1)
    """
    dims, words = check_layer_dims(layer_dims), shape_words(lang)
    rows = _table_rows(
        dims, "m" if m is None else check_whole_number("m, the number of examples,", m), words
    )
    if not arrays:
        return ShapeTable(dims, tuple(rows), lang)
    columns = examples_of(arrays, expected_shapes(rows)) if m is None else m
    rows = _table_rows(dims, columns, words)
    checks = check_given(arrays, expected_shapes(rows), dims, words)
    marked = [row._replace(checks=_checks_of(row, checks)) for row in rows]
    return ShapeTable(dims, tuple(marked), lang)


def expected_shapes(rows: Sequence[ShapeRow]) -> dict[str, Expected]:
    """Return the shape that every name of the table stands for.

    Examples
    --------
    >>> from dnn.lesson.shape_table import expected_shapes, explain_shapes
    >>> expected_shapes(explain_shapes([4, 1], m=7).rows)["Z1"]
    (1, 7)
    """
    shapes: dict[str, Expected] = {}
    for row in rows:
        shapes |= dict.fromkeys(_cell_names(row.names), row.shape)
        shapes |= {n: row.single_shape for n in _cell_names(row.single_names) if n not in shapes}
    last = rows[-1]
    slopes = (f"dA{last.layer}", "dAL")
    return shapes | dict.fromkeys(slopes, last.shape)


def _table_rows(dims: Sequence[int], m: int | str, words: Mapping[str, str]) -> list[ShapeRow]:
    """Return all rows of the table."""
    n_0 = dims[0]
    rows = [ShapeRow(0, "X = A0, dA0", (n_0, m), words["input"], "x = a0, da0", (n_0, 1))]
    for l in range(1, len(dims)):
        rows += _layer_rows(l, dims, m, words)
    return rows


def _layer_rows(
    l: int, dims: Sequence[int], m: int | str, words: Mapping[str, str]
) -> list[ShapeRow]:
    """Return the rows of one layer: its W, its b, and what flows through it."""
    is_output = l == len(dims) - 1
    n, n_prev = dims[l], dims[l - 1]
    flows = "Z{l}, A{l} = AL, Y, dZ{l}" if is_output else "Z{l}, A{l}, dZ{l}, dA{l}"
    flow = flows.format(l=l)
    W, b, meaning = (words[key].format(l=l, k=l - 1) for key in ("W", "b", "flow"))
    weights, biases = f"W{l}, dW{l}", f"b{l}, db{l}"
    return [
        ShapeRow(l, weights, (n, n_prev), W, weights, (n, n_prev)),
        ShapeRow(l, biases, (n, 1), b, biases, (n, 1)),
        ShapeRow(l, flow, (n, m), meaning, flow.lower().replace("al", "aL"), (n, 1)),
    ]


def _cell_names(names: str) -> list[str]:
    """Return the names of one cell; ``A2 = AL`` are two."""
    return names.replace(" = ", ", ").split(", ")


def _checks_of(row: ShapeRow, checks: Mapping[str, ShapeCheck]) -> tuple[ShapeCheck, ...]:
    """Return the checks that belong to a row."""
    names = dict.fromkeys(_cell_names(row.names) + _cell_names(row.single_names))
    if "AL" in names:
        names |= dict.fromkeys((f"dA{row.layer}", "dAL"))
    return tuple(checks[name] for name in names if name in checks)


def _told_once(cells: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the rows with a repeated first cell left blank."""
    before = ("", *(row[0] for row in cells))
    return [
        ("" if row[0] == last else row[0], *row[1:])
        for row, last in zip(cells, before, strict=False)
    ]
