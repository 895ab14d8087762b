"""What a wrong array is instead: another value, a function of one, the right one plus a term."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dnn.homework.comparing import same_leaf
from dnn.shapes import Array


class Likeness(NamedTuple):
    """The key of the sentence that says it, the function and the value that it speaks of."""

    key: str
    of: str = ""
    function: str = ""


def _sigmoid(x: Array) -> Array:
    """Return the logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)))


FUNCTIONS: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {
        "np.abs": np.abs,
        "np.round": np.round,
        "np.floor": np.floor,
        "np.sign": np.sign,
        "a square": np.square,
        "a cube": lambda x: x**3,
        "np.sqrt": np.sqrt,
        "np.exp": np.exp,
        "np.log": np.log,
        "1 - x": lambda x: 1 - x,
        "1 / x": lambda x: 1 / x,
        "np.tanh": np.tanh,
        "relu": lambda x: np.maximum(x, 0),
        "np.minimum(0, x)": lambda x: np.minimum(x, 0),
        "np.clip(x, 0, 1)": lambda x: np.clip(x, 0, 1),
        "np.clip(x, -1, 1)": lambda x: np.clip(x, -1, 1),
        "sigmoid": _sigmoid,
        "x > 0": lambda x: x > 0,
    }
)
FEW = 3  # entries; fewer may be alike by chance


@np.errstate(all="ignore")
def likenesses(name: str, g: Array, w: Array, known: Mapping[str, Array]) -> list[Likeness]:
    """Return all that a wrong array g may be in place of w, the likeliest first.

    ``known`` are the values of the problem by their names.
    """
    if g.dtype.kind not in "biuf" or w.dtype.kind not in "biuf" or not np.isfinite(g).all():
        return []
    g, w = g.astype(float), w.astype(float)
    others = {
        key: value.astype(float)
        for key, value in known.items()
        if key != name and value.dtype.kind in "biuf" and not same_leaf(value, w)
    }
    found = [*_instead(g, others)]
    if g.shape == w.shape and w.size:
        found += [*_own(g, w), *_with_another(g, w, others), *_of_others(g, others)]
        found += _in_part(g, w)
    return found


def _instead(g: Array, others: Mapping[str, Array]) -> Iterator[Likeness]:
    """Yield the values that the array is itself, or transposed."""
    for key, value in others.items():
        if g.size and (same_leaf(g, value) or (value.ndim == 2 and same_leaf(g, value.T))):
            yield Likeness("another value", key)


def _own(g: Array, w: Array) -> Iterator[Likeness]:
    """Yield what happened to all of the right array."""
    if g.size > 1 and np.ptp(g) == 0 and np.ptp(w) > 0:
        yield Likeness("zero everywhere" if not g.any() else "same everywhere")
    if g.size >= FEW and same_leaf(np.sort(g, axis=None), np.sort(w, axis=None)):
        yield Likeness("another order")
    for function, f in FUNCTIONS.items():
        if same_leaf(g, np.asarray(f(w), float)):
            yield Likeness("function of it", "", function)


def _in_part(g: Array, w: Array) -> Iterator[Likeness]:
    """Yield in which direction the array is right in part."""
    fine = np.isclose(g, w)
    for axis, key in ((0, "some columns"), (1, "some rows")):
        if g.ndim == 2 and g.shape[1 - axis] > 1:
            lines = fine.all(axis=axis)
            if not lines.all() and (lines & w.any(axis=axis)).any():
                yield Likeness(key)


def _of_others(g: Array, others: Mapping[str, Array]) -> Iterator[Likeness]:
    """Yield the functions and multiples of other values that the array is."""
    if g.size < FEW or np.ptp(g) == 0:
        return
    for key, value in others.items():
        if value.shape == g.shape and np.ptp(value) > 0:
            if _is_multiple(g, value):
                yield Likeness("multiple of another", key)
            for function, f in FUNCTIONS.items():
                if same_leaf(g, np.asarray(f(value), float)):
                    yield Likeness("function of another", key, function)


def _with_another(g: Array, w: Array, others: Mapping[str, Array]) -> Iterator[Likeness]:
    """Yield the values that are added to the right array, or multiply it, once too often or not."""
    rest = g - w
    there = (np.abs(w) > 1e-12).all()
    ratio = g / w if there else np.zeros(g.shape)
    for key, value in others.items():
        if value.size == 0 or not np.isfinite(value).all() or not _spreads(value, g):
            continue
        spread = np.broadcast_to(value, g.shape)
        if _is_multiple(rest, spread):
            yield Likeness("term", key)
        divides = there and (value != 0).all() and not (value == 1).all()
        if divides and (_is_multiple(ratio, spread) or _is_multiple(ratio, 1 / spread)):
            yield Likeness("factor of it", key)


def _spreads(value: Array, g: Array) -> bool:
    """Tell whether a value can be added to an array without changing its shape."""
    return np.shape(value) == () or (
        value.ndim == g.ndim and all(a in (1, b) for a, b in zip(value.shape, g.shape, strict=True))
    )


NUMBERS = (1.0, -1.0, 2.0, -2.0, 0.5, -0.5)


def _is_multiple(one: Array, other: Array) -> bool:
    """Tell whether an array is another one times a number; a single number by a simple one."""
    square = float(np.sum(other * other))
    factor = float(np.sum(one * other)) / square if square > 0 else 0.0
    if not np.isfinite(factor) or factor == 0.0:
        return False
    few = other.size < FEW or np.ptp(other) == 0
    if few and not any(np.isclose(factor, number) for number in NUMBERS):
        return False
    return bool(np.allclose(one, factor * other, 1e-6, 1e-10 * np.abs(one).max(initial=0.0)))
