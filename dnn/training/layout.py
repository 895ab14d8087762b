"""All parameters in one flat vector, so that a step is one operation: where in it each lies."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from math import prod
from typing import NamedTuple

import numpy as np

from dnn.shapes import Array


class Point(NamedTuple):
    """Parameters, or their slopes, as views of one flat vector.

    ``M[l]`` is [W{l} b{l}] for l = 2 .. L: the bias is the weight of an input that is always 1.
    ``W[l]`` are its first columns. Layer 1 keeps W1 and b1 apart, since X has no such input, and
    ``extra`` is what it keeps besides, see `dnn.training.subspace`. Places before these are unused.
    """

    W: list[Array]
    M: list[Array]
    b1: Array
    extra: Array

    def of(self, run: int) -> Point:
        """Return the same of one network of a stack."""
        W, M = ([array[run] for array in arrays] for arrays in (self.W, self.M))
        return Point(W, M, self.b1[run], self.extra[run])


class Layout(NamedTuple):
    """Where in a flat vector W1, b1, [W2 b2], ..., [WL bL] and the extra lie, in this order.

    Arrays of a stack of networks have an axis more, in front.
    """

    places: tuple[tuple[slice, tuple[int, ...]], ...]

    @classmethod
    def of(cls, arrays: Sequence[Array]) -> Layout:
        """Return the layout of W1, b1, ..., WL, bL and the extra."""
        blocks = _joined(arrays)
        ends = accumulate((block.size for block in blocks), initial=0)
        slices = [slice(start, end) for start, end in pairwise(ends)]
        return cls(tuple(zip(slices, (block.shape for block in blocks), strict=True)))

    def flatten(self, arrays: Sequence[Array]) -> Array:
        """Return one vector that holds W1, b1, ..., WL, bL and the extra."""
        return np.concatenate([block.ravel() for block in _joined(arrays)])

    def arrays(self, vector: Array) -> list[Array]:
        """Return W1, b1, ..., WL, bL and the extra, each in one piece, to be read only."""
        W1, b1, *M, extra = self._blocks(vector)
        split = chain.from_iterable((block[..., :-1], block[..., -1:]) for block in M)
        found = [np.ascontiguousarray(array) for array in (W1, b1, *split, extra)]
        for array in found:
            array.flags.writeable = False
        return found

    def spread(self, numbers: Sequence[float]) -> Array:
        """Return a vector with a number for each network of a stack, at each of its entries."""
        sizes = [prod(shape[1:]) for _, shape in self.places]
        return np.concatenate([np.repeat(numbers, size) for size in sizes])

    def point(self, vector: Array) -> Point:
        """Return the views of a vector, by layer."""
        W1, b1, *M, extra = self._blocks(vector)
        W = [extra, W1, *[block[..., :-1] for block in M]]
        return Point(W, [extra, W1, *M], b1, extra)

    def _blocks(self, vector: Array) -> list[Array]:
        """Return W1, b1, [W2 b2], ..., [WL bL] and the extra, without a copy."""
        return [vector[place].reshape(shape) for place, shape in self.places]


def _joined(arrays: Sequence[Array]) -> list[Array]:
    """Return W1, b1, [W2 b2], ..., [WL bL] and the extra."""
    W1, b1, *later, extra = arrays
    pairs = zip(later[0::2], later[1::2], strict=True)
    return [W1, b1, *(np.concatenate(pair, axis=-1) for pair in pairs), extra]
