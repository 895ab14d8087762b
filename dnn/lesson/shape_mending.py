"""Arrays against the table of shapes: right or wrong, and the operation that mends them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dnn.checks.values import look_up
from dnn.shapes import Shape
from dnn.text import shape_text

Expected = tuple[int | str, ...]  # "m" where the number of examples is not known


class ShapeCheck(NamedTuple):
    """What was found of one array: its name, what it should be, what it is, what mends it."""

    name: str
    expected: Expected
    shape: tuple[int, ...] | None
    mend: str
    sentence: str

    @property
    def is_right(self) -> bool:
        """Whether the array has its shape."""
        return not self.mend

    def __str__(self) -> str:
        """Return the finding as a sentence."""
        return self.sentence


def check_given(
    arrays: Mapping[str, Any],
    expected: Mapping[str, Expected],
    dims: Sequence[int],
    words: Mapping[str, str],
) -> dict[str, ShapeCheck]:
    """Check every array that was given against the shape of its name.

    Raises
    ------
    ValueError
        When a name is not in the table; the message lists the known ones.
    """
    return {
        name: _check(name, value, look_up(expected, name, "name of an array"), dims, words)
        for name, value in arrays.items()
    }


def examples_of(arrays: Mapping[str, Any], expected: Mapping[str, Expected]) -> int | str:
    """Return m as most arrays have it, transposed ones too; ``"m"`` where none tells it."""
    wanted = {name: shape[0] for name, shape in expected.items() if shape[1] == "m"}
    found = (_example_count(_shape(arrays.get(name)) or (), rows) for name, rows in wanted.items())
    votes = Counter(m for m in found if m).most_common(1)
    return votes[0][0] if votes else "m"


def _example_count(got: Shape, rows: int | str) -> int:
    """Return the number of examples of an array of so many rows; 0 where it does not tell."""
    if len(got) == 1 and rows == 1:
        return got[0]
    if len(got) != 2 or rows not in got:
        return 0
    return got[1] if got[0] == rows else got[0]


def _check(
    name: str, value: Any, expected: Expected, dims: Sequence[int], words: Mapping[str, str]
) -> ShapeCheck:
    """Return what was found of one array."""
    got = _shape(value)
    if got is not None and _fits(got, expected):
        return ShapeCheck(name, expected, got, "", words["right"].format(name=name))
    key = "array" if got is None else next(k for k, holds in MENDS if holds(name, got, expected))
    rows, columns = expected
    places: dict[str, Any] = {
        "rows": rows,
        "columns": -1 if columns == "m" else columns,
        "m": got and got[0],
    }
    places["shape"] = shape_text(expected)
    mend = words[key].format(name=name, **places, **_symbols(name, dims))
    wrong = words["wrong" if got is not None else "no array"]
    told = type(value).__name__ if got is None else shape_text(got)
    return ShapeCheck(name, expected, got, mend, wrong.format(name=name, got=told, mend=mend))


def _symbols(name: str, dims: Sequence[int]) -> dict[str, int | str]:
    """Return the layer of a name, and the symbols of its rows and columns."""
    kind = name.removeprefix("d").rstrip("0123456789")
    l = 0 if kind in ("X", "x") else int(name[len(name.rstrip("0123456789")) :] or len(dims) - 1)
    return {"l": l, "symbol": f"n_{l - 1}" if kind == "W" else "m" if kind.isupper() else "1"}


# --- what mends a shape: the first row that holds ------------------------------------------------


def _wants_reshape(name: str, got: Shape, expected: Expected) -> bool:
    """Tell of the right numbers with dimensions of 1 too few or too many."""
    return _fits(_without_ones(got), _without_ones(expected))


def _without_ones(shape: Expected) -> Expected:
    """Return a shape without its dimensions of 1."""
    return tuple(n for n in shape if n != 1)


def _fits(got: Expected, expected: Expected) -> bool:
    """Tell whether a shape is the one expected; m fits every number from 1 up."""
    return len(got) == len(expected) and all(
        have == want or want == "m" for have, want in zip(got, expected, strict=True)
    )


def _shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of an array, or None for what is not an array."""
    shape = getattr(value, "shape", None)
    return None if shape is None else tuple(shape)


# key of the words -> whether it is what happened to the array of this name, shape, expected shape
MENDS: tuple[tuple[str, Callable[[str, Shape, Expected], bool]], ...] = (
    # (n_prev, n) for (n, n_prev)
    ("transpose", lambda _, got, expected: len(got) == 2 and _fits(got[::-1], expected)),
    # a sum without keepdims: (n,) for (n, 1)
    ("keepdims", lambda name, *shapes: name.startswith("db") and _wants_reshape(name, *shapes)),
    # every example's slope in place of their mean, or a sum along the other axis
    ("sum", lambda name, *_: name.startswith("db")),
    ("reshape", _wants_reshape),
    # (m, height, width, 3) for X
    (
        "flatten",
        lambda name, got, expected: (
            name in ("X", "A0") and len(got) > 2 and math.prod(got[1:]) == expected[0]
        ),
    ),
    # b (n, 1) - db (n,), which is (n, n)
    (
        "broadcast",
        lambda name, got, expected: name.startswith("b") and got == (expected[0],) * 2,
    ),
    ("rows", lambda _, got, expected: len(got) == 2 and _fits(got[1:], expected[1:])),
    ("columns", lambda _, got, expected: len(got) == 2 and _fits(got[:1], expected[:1])),
    ("both", lambda *_: True),
)
