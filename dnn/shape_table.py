"""The table of shapes for people: what flows through a network, with numbers in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dnn.checks import check_whole_number
from dnn.shapes import check_layer_dims, counted


class ShapeRow(NamedTuple):
    """One line of the table: the layer, the course's names, their shape, and what it means."""

    layer: int
    names: str
    shape: tuple[int | str, int | str]
    meaning: str


class ShapeTable(NamedTuple):
    """The shapes of all that flows through one network; print it, or read its rows."""

    layer_dims: tuple[int, ...]
    rows: tuple[ShapeRow, ...]

    def __str__(self) -> str:
        """Return the table as text, one line a row."""
        L = len(self.layer_dims) - 1
        title = (
            f"L = {counted(L, 'layer')}: {counted(L - 1, 'hidden layer')} and the output "
            "(the input does not count)"
        )
        cells = [
            (f"layer {row.layer}", row.names, f"({row.shape[0]}, {row.shape[1]})", row.meaning)
            for row in self.rows
        ]
        return "\n".join([title, *_aligned(cells)])


def explain_shapes(layer_dims: Iterable[int], m: int | None = None) -> ShapeTable:
    """Tell the shape of everything that flows: W (n_l, n_{l-1}), b (n_l, 1), Z and A (n_l, m).

    Parameters
    ----------
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    m : int, optional
        Number of examples; left out, the table says ``m``.

    Returns
    -------
    ShapeTable
        Prints as the table; ``.rows`` are its lines as ``(layer, names, shape, meaning)``.

    Raises
    ------
    ValueError
        When ``layer_dims`` or ``m`` is not made of whole numbers from 1 up.

    Notes
    -----
    A slope always has the shape of what it is the slope of: dW that of W, dA that of A.

    Examples
    --------
    >>> from dnn import explain_shapes
    >>> print(explain_shapes([4, 3, 1], m=7))
    L = 2 layers: 1 hidden layer and the output (the input does not count)
    layer 0  X = A0, dA0          (4, 7)  (n_0, m): one column an example
    layer 1  W1, dW1              (3, 4)  (n_1, n_0)
             b1, db1              (3, 1)  (n_1, 1): added to every column
             Z1, A1, dZ1, dA1     (3, 7)  (n_1, m)
    layer 2  W2, dW2              (1, 3)  (n_2, n_1)
             b2, db2              (1, 1)  (n_2, 1): added to every column
             Z2, A2 = AL, Y, dZ2  (1, 7)  (n_2, m)
    """
    dims = check_layer_dims(layer_dims)
    columns = "m" if m is None else check_whole_number("m, the number of examples,", m)
    rows = [ShapeRow(0, "X = A0, dA0", (dims[0], columns), "(n_0, m): one column an example")]
    for l in range(1, len(dims)):
        rows += _layer_rows(l, dims, columns)
    return ShapeTable(dims, tuple(rows))


def _layer_rows(l: int, dims: Sequence[int], m: int | str) -> list[ShapeRow]:
    """Return the rows of one layer: its W, its b, and what flows through it."""
    is_output = l == len(dims) - 1
    flows = f"Z{l}, A{l} = AL, Y, dZ{l}" if is_output else f"Z{l}, A{l}, dZ{l}, dA{l}"
    return [
        ShapeRow(l, f"W{l}, dW{l}", (dims[l], dims[l - 1]), f"(n_{l}, n_{l - 1})"),
        ShapeRow(l, f"b{l}, db{l}", (dims[l], 1), f"(n_{l}, 1): added to every column"),
        ShapeRow(l, flows, (dims[l], m), f"(n_{l}, m)"),
    ]


def _aligned(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return one line a row, columns aligned, a repeated first cell left blank."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines, before = [], ""
    for row in cells:
        shown = ["" if row[0] == before else row[0], *row[1:]]
        before = row[0]
        padded = (f"{cell:<{width}}" for cell, width in zip(shown, widths, strict=True))
        lines.append("  ".join(padded).rstrip())
    return lines
