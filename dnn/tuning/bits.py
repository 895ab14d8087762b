"""Options as +-1 bits: the k-th of so many options <-> the bits of its Gray code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dnn.shapes import Array

CELLS = 8  # a range is cut into so many parts of equal width on its scale, which take 3 bits


class Bit(NamedTuple):
    """One bit: the k-th of the hyperparameter of this name."""

    name: str
    k: int


def bit_count(options: int) -> int:
    """Return how many bits tell so many options apart: k for 2^k, and for a few less.

    Examples
    --------
    >>> from dnn.tuning.bits import bit_count
    >>> [bit_count(n) for n in (1, 2, 3, 4, 5, 8)]
    [0, 1, 2, 2, 3, 3]
    """
    return (options - 1).bit_length()


def codes(options: int) -> Array:
    """Return the bits of every option, (options, k): those of its Gray code, the highest first.

    Neighbours differ in one bit, so that a parity of few bits can say "in the middle". Where the
    number of options is no power of two, some settings of the bits stand for no option.

    Examples
    --------
    >>> from dnn.tuning.bits import codes
    >>> codes(3).tolist()
    [[-1, -1], [-1, 1], [1, 1]]
    """
    gray = [k ^ (k >> 1) for k in range(options)]
    shifts = range(bit_count(options) - 1, -1, -1)
    bits = [[2 * (code >> shift & 1) - 1 for shift in shifts] for code in gray]
    return np.array(bits, dtype=np.int8).reshape(options, bit_count(options))


def bits_of(counts: Mapping[str, int]) -> list[Bit]:
    """Return all bits, those of each hyperparameter after each other: the columns of Z.

    Examples
    --------
    >>> from dnn.tuning.bits import bits_of
    >>> bits_of({"scale": 2, "layers": 3})
    [Bit(name='scale', k=0), Bit(name='layers', k=0), Bit(name='layers', k=1)]
    """
    return [Bit(name, k) for name, n in counts.items() for k in range(bit_count(n))]


def encoded(counts: Mapping[str, int], options: Sequence[Mapping[str, int]]) -> Array:
    """Return Z (T, n): a row of bits per trial, from the number of the option that each took.

    Examples
    --------
    >>> from dnn.tuning.bits import encoded
    >>> encoded({"scale": 2, "layers": 4}, [{"scale": 1, "layers": 2}]).tolist()
    [[1, 1, 1]]
    """
    rows = [codes(n)[[trial[name] for trial in options]] for name, n in counts.items() if n > 1]
    return np.hstack([np.empty((len(options), 0), dtype=np.int8), *rows])


def nearest(options: int, fixed: Mapping[int, int]) -> Array:
    """Return the options with these bits; where there is none, those with the most of them.

    Examples
    --------
    >>> from dnn.tuning.bits import nearest
    >>> nearest(4, {1: 1}).tolist(), nearest(3, {0: 1, 1: -1}).tolist()
    ([1, 2], [0, 2])
    """
    table = codes(options)
    wrong = sum((table[:, k] != bit for k, bit in fixed.items()), start=np.zeros(options, int))
    return np.flatnonzero(wrong == wrong.min())
