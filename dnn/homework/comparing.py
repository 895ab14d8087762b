"""What two results differ in: a result taken apart into named leaves, and leaf against leaf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dnn.shapes import Array

Leaves = dict[str, Any]  # "[1][0]" or ".dW1" -> an array, a text, or None

RTOL = 1e-6
FLOAT32_RTOL = 1e-3


class Difference(NamedTuple):
    """One leaf that is not as it should be: where, in what way, at which place, and what is there.

    ``kind`` is "missing", "none", "shape", "integer", "nan" or "value".
    """

    path: str
    kind: str
    place: tuple[int, ...]
    got: Any


DEEPEST = 6  # a list may hold itself


def leaves_of(value: Any, path: str = "", depth: int = 0) -> Leaves:
    """Return the leaves of a result: its arrays, numbers and texts, by where they stand.

    Examples
    --------
    >>> from dnn.homework.comparing import leaves_of
    >>> sorted(leaves_of(({"dW1": 1.0}, [2.0, 3.0])))
    ['[0].dW1', '[1]']
    """
    if depth > DEEPEST:
        return {path: f"<{type(value).__name__}>"}
    if isinstance(value, Mapping):
        parts = {f"{path}.{key}": part for key, part in value.items()}
    elif isinstance(value, tuple) or (isinstance(value, list) and not _is_row(value)):
        parts = {f"{path}[{k}]": part for k, part in enumerate(value)}
    else:
        return {path: _leaf(value)}
    leaves: Leaves = {}
    for place, part in parts.items():
        leaves |= leaves_of(part, place, depth + 1)
    return leaves


def _is_row(value: list[Any], depth: int = 0) -> bool:
    """Tell a list that stands for an array: of numbers, or of lists of numbers."""
    return depth < DEEPEST and all(
        isinstance(part, int | float | np.generic)
        or (isinstance(part, np.ndarray) and part.size == 1)
        or (isinstance(part, list) and part != [] and _is_row(part, depth + 1))
        for part in value
    )


def _leaf(value: Any) -> Any:
    """Return a leaf as an array where it can be one; a text and None stay, else its type's name."""
    if value is None or isinstance(value, str):
        return value
    try:
        array = np.asarray(value)
    except Exception:  # anything may be returned
        return f"<{type(value).__name__}>"
    return array if array.dtype.kind in "biufc" else f"<{type(value).__name__}>"


def differences(expected: Leaves, got: Leaves, rtol: float = RTOL) -> list[Difference]:
    """Return what the leaves that are expected lack; more leaves than these do no harm."""
    found = (_difference(path, want, got, rtol) for path, want in expected.items())
    return [difference for difference in found if difference is not None]


def _difference(path: str, want: Any, leaves: Leaves, rtol: float) -> Difference | None:
    """Return how one leaf differs, or None."""
    if path not in leaves:
        return Difference(path, "missing", (), None)
    got = leaves[path]
    if got is None:
        return Difference(path, "none", (), None)
    if isinstance(want, str) or isinstance(got, str):
        return None if isinstance(got, type(want)) and got == want else _value(path, (), got)
    if got.shape != want.shape:
        return Difference(path, "shape", (), got)
    wrong = ~_close(want, got, rtol)
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    if got.dtype.kind in "iub" and want.dtype.kind == "f":
        return Difference(path, "integer", index, got[index])
    if not np.isfinite(got[index]):
        return Difference(path, "nan", index, got[index])
    return _value(path, index, got[index])


def _value(path: str, index: tuple[int, ...], got: Any) -> Difference:
    """Return a difference of values."""
    return Difference(path, "value", index, got)


def _close(want: Array, got: Array, rtol: float) -> Array:
    """Tell which entries agree: to the last digits, in float32 to its own."""
    single = got.dtype in (np.float32, np.float16)
    rtol = max(rtol, FLOAT32_RTOL) if single else rtol
    finite = want[np.isfinite(want)]
    size = np.abs(finite).max(initial=0.0) * (1e-5 if single else 1e-10)
    return np.isclose(got.astype(float), want.astype(float), rtol, size + 1e-14, equal_nan=True)


def equal(one: Leaves, other: Leaves, known: Leaves, rtol: float = RTOL) -> bool:
    """Tell whether two wrong results are the same, apart from keys that nobody asked for.

    ``known`` are the leaves of the right result: of these, both have to lack the same ones.
    """
    paths = known.keys() | other.keys()
    if {path for path in one if path in paths or path.endswith("]")} != set(other):
        return False
    return all(same_leaf(one[path], other[path], rtol) for path in other)


def same_leaf(one: Any, other: Any, rtol: float = RTOL) -> bool:
    """Tell whether two leaves are the same in shape and value."""
    if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
        return type(one) is type(other) and bool(one == other)
    alike = one.shape == other.shape and (one.dtype.kind == "b") == (other.dtype.kind == "b")
    return alike and bool(_close(other, one, rtol).all())
