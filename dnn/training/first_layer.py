"""The first layer on the plain road: how Z1 comes from X, and dW1 from dZ1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from dnn.shapes import Array, Parameters, parameter_names
from dnn.training.batches import shuffled_columns
from dnn.training.layout import Point


class FirstLayer(Protocol):
    """How Z1 comes from X, and dW1 from dZ1: directly, or in coordinates (`subspace`)."""

    def enter(self, parameters: Mapping[str, Array]) -> list[Array]:
        """Return what is trained: W1 (or what stands for it), b1, ..., WL, bL and the extra."""

    def leave(self, arrays: Sequence[Array]) -> Parameters:
        """Return the parameters that the trained arrays stand for."""

    def batch(self, columns: Array | None) -> Any:
        """Return what `forward` and `slope` need of these examples; None for all of them."""

    def epoch(self, size: int, seed: int, position: int) -> Iterator[tuple[Array, Any]]:
        """Yield (columns, batch) of every mini-batch of an epoch, from this one on."""

    def forward(self, point: Point, batch: Any, out: Array) -> None:
        """Write Z1 - b1, (n_1, m)."""

    def slope(self, dZ: Array, batch: Any, slopes: Point) -> None:
        """Fill in the slopes of what is trained in the place of W1."""

    def squared_norm(self, W1: Array, extra: Array) -> float:
        """Return the sum of W1^2."""

    def examples(self, batch: Any) -> Array:
        """Return the columns of X that a batch stands for, to tell of them."""


class InMemory:
    """What first layers share whose examples all lie in memory: the epoch, shuffled as a whole."""

    X: Array

    def batch(self, columns: Array | None) -> Any:
        """Return what `forward` and `slope` need of these examples; None for all of them."""
        raise NotImplementedError

    def epoch(self, size: int, seed: int, position: int) -> Iterator[tuple[Array, Any]]:
        """Yield (columns, batch) of every mini-batch, from this one on."""
        for columns in shuffled_columns(self.X.shape[1], size, seed)[position:]:
            yield columns, self.batch(columns)


class Direct(InMemory):
    """The first layer as the lecture has it: Z1 = W1 X + b1 and dW1 = dZ1 X^T / m."""

    def __init__(self, X: Array) -> None:
        self.X = X
        self._rows: Array | None = None

    def enter(self, parameters: Mapping[str, Array]) -> list[Array]:
        """Return the parameters themselves; there is nothing extra."""
        return [*parameters.values(), np.zeros(0, self.X.dtype)]

    def leave(self, arrays: Sequence[Array]) -> Parameters:
        """Return the parameters under their names."""
        return named(arrays[:-1])

    def batch(self, columns: Array | None) -> Array:
        """Return these columns of X."""
        if columns is None:
            return self.X
        if self._rows is None:
            self._rows = np.ascontiguousarray(self.X.T)  # an example's numbers side by side
        return self._rows.take(columns, axis=0).T

    def forward(self, point: Point, batch: Array, out: Array) -> None:
        """Write W1 X."""
        one_product(point.W[1], batch, out)

    def slope(self, dZ: Array, batch: Array, slopes: Point) -> None:
        """Fill in dW1."""
        one_product(dZ, batch.T, slopes.W[1])

    def examples(self, batch: Array) -> Array:
        """Return the batch itself."""
        return batch

    def squared_norm(self, W1: Array, extra: Array) -> float:
        """Return the sum of W1^2."""
        return float(np.vdot(W1, W1))


class Thinned(Direct):
    """The same first layer without the features of X that are always 0, as the rim of digits is.

    Their columns of W1 have the slope 0. So no optimiser moves them, Adam as little as any, while
    nothing decays and no average leads elsewhere. ``extra`` is 1 in parameters and 0 in averages:
    so many times the start stands in these columns.
    """

    def __init__(self, X: Array, is_used: Array, start: Array) -> None:
        super().__init__(X.T.take(np.flatnonzero(is_used), axis=1).T)
        self.is_used = is_used
        self.start = start

    def enter(self, parameters: Mapping[str, Array]) -> list[Array]:
        """Return W1 at the features that are used, b1, ..., WL, bL and 1."""
        W1, *rest = parameters.values()
        return [W1[:, self.is_used], *rest, np.ones((1, 1), self.X.dtype)]

    def leave(self, arrays: Sequence[Array]) -> Parameters:
        """Return the parameters of full size."""
        W1, *rest, extra = arrays
        full = extra * self.start
        full[:, self.is_used] = W1
        return named([full, *rest])

    def slope(self, dZ: Array, batch: Array, slopes: Point) -> None:
        """Fill in dW1 at the features that are used; nothing moves what is extra."""
        super().slope(dZ, batch, slopes)
        slopes.extra[...] = 0

    def examples(self, batch: Array) -> Array:
        """Return the batch in full size."""
        full = np.zeros((len(self.is_used), batch.shape[1]), batch.dtype)
        full[self.is_used] = batch
        return full


def used_features(X: Array) -> Array:
    """Tell of every feature whether it is other than 0 in some example.

    It reads 16 examples, then 32, 64, ..., and of each only the features that were 0 until there:
    where all are used, it has soon seen it.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.training.first_layer import used_features
    >>> used_features(np.array([[0.0, 0.0], [0.0, 2.0]]))
    array([False,  True])
    """
    unseen, start, end = np.arange(len(X)), 0, 16
    while unseen.size and start < X.shape[1]:
        unseen = unseen[~X[unseen, start:end].any(axis=1)]
        start, end = end, 2 * end
    is_used = np.ones(len(X), bool)
    is_used[unseen] = False
    return is_used


class ColumnStream(Protocol):
    """X that is not in memory, see `dnn.datasets.streams.FileColumns`."""

    shape: tuple[int, int]
    dtype: np.dtype[Any]

    def epoch(
        self, size: int, seed: int, position: int, dtype: np.dtype[Any] = ...
    ) -> Iterator[tuple[Array, Array]]:
        """Yield (columns, X[:, columns]) of every mini-batch of an epoch, from this one on."""


class Streamed(Direct):
    """The same first layer on examples that are read batch by batch."""

    def __init__(self, stream: ColumnStream, dtype: np.dtype[Any]) -> None:
        super().__init__(np.zeros((0, 0), dtype))
        self.stream = stream

    def epoch(self, size: int, seed: int, position: int) -> Iterator[tuple[Array, Array]]:
        """Yield (columns, X[:, columns]) as the stream shuffles them."""
        yield from self.stream.epoch(size, seed, position, self.X.dtype)


def one_product(A: Array, B: Array, out: Array) -> None:
    """Write A B; where A is a stack of matrices, one product serves them all."""
    if A.ndim == 2:
        np.dot(A, B, out=out)
    else:
        out[...] = np.dot(A.reshape(-1, A.shape[-1]), B).reshape(out.shape)


def named(arrays: Sequence[Array]) -> Parameters:
    """Return W1, b1, ..., WL, bL under their names."""
    return dict(zip(parameter_names(len(arrays) // 2), arrays, strict=True))
