"""The same slopes without the detours: what the training loop does differently from the lecture.

Four differences, and no other: all parameters lie in one flat vector, so that a step is one
operation; the slope by X is not computed, since nobody reads it; an activation overwrites its Z,
and its slope is taken from A; the division by m is made once, at the output. The law of this file
is equality with `L_model_forward` and `L_model_backward`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from dnn.cost import OUTPUTS
from dnn.shapes import Array, Parameters, parameter_names
from dnn.training.batches import shuffled_columns
from dnn.training.lean_activations import lean_activation


class Point(NamedTuple):
    """Parameters, or their slopes, as views of one flat vector.

    ``W[l]`` and ``b[l]`` belong to layer l; ``W[0]`` and ``b[0]`` stand empty. ``extra`` is what
    the first layer keeps besides, see `dnn.training.subspace`.
    """

    W: list[Array]
    b: list[Array]
    extra: Array


class Layout(NamedTuple):
    """Where in a flat vector each array lies."""

    shapes: tuple[tuple[int, ...], ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, arrays: Sequence[Array]) -> Layout:
        """Return the layout of W1, b1, ..., WL, bL and the extra, one after the other."""
        ends = np.cumsum([array.size for array in arrays])
        return cls(tuple(array.shape for array in arrays), tuple(int(end) for end in ends))

    def flatten(self, arrays: Sequence[Array]) -> Array:
        """Return one vector that holds all of them."""
        return np.concatenate([array.ravel() for array in arrays])

    def views(self, vector: Array) -> list[Array]:
        """Return the arrays that a vector holds, without a copy."""
        start, arrays = 0, []
        for shape, end in zip(self.shapes, self.ends, strict=True):
            arrays.append(vector[start:end].reshape(shape))
            start = end
        return arrays

    def point(self, vector: Array) -> Point:
        """Return the same views by layer."""
        *layers, extra = self.views(vector)
        nothing = extra[:0]
        return Point([nothing, *layers[0::2]], [nothing, *layers[1::2]], extra)


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

    def forward(self, point: Point, batch: Any) -> Array:
        """Return a new Z1 - b1, (n_1, m)."""

    def slope(self, dZ: Array, batch: Any, slopes: Point) -> None:
        """Fill in the slopes of what is trained in the place of W1."""

    def squared_norm(self, point: Point) -> float:
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

    def forward(self, point: Point, batch: Array) -> Array:
        """Return W1 X."""
        return np.dot(point.W[1], batch)

    def slope(self, dZ: Array, batch: Array, slopes: Point) -> None:
        """Fill in dW1."""
        np.dot(dZ, batch.T, out=slopes.W[1])

    def examples(self, batch: Array) -> Array:
        """Return the batch itself."""
        return batch

    def squared_norm(self, point: Point) -> float:
        """Return the sum of W1^2."""
        return float(np.vdot(point.W[1], point.W[1]))


class ColumnStream(Protocol):
    """X that is not in memory, see `dnn.datasets.streams.FileColumns`."""

    shape: tuple[int, int]
    dtype: np.dtype[Any]

    def epoch(self, size: int, seed: int, position: int) -> Iterator[tuple[Array, Array]]:
        """Yield (columns, X[:, columns]) of every mini-batch of an epoch, from this one on."""


class Streamed(Direct):
    """The same first layer on examples that are read batch by batch."""

    def __init__(self, stream: ColumnStream, dtype: np.dtype[Any]) -> None:
        super().__init__(np.zeros((0, 0), dtype))
        self.stream = stream

    def epoch(self, size: int, seed: int, position: int) -> Iterator[tuple[Array, Array]]:
        """Yield (columns, X[:, columns]) as the stream shuffles them."""
        for columns, batch in self.stream.epoch(size, seed, position):
            yield columns, batch.astype(self.X.dtype, copy=False)


def named(arrays: Sequence[Array]) -> Parameters:
    """Return W1, b1, ..., WL, bL under their names."""
    return dict(zip(parameter_names(len(arrays) // 2), arrays, strict=True))


def lean_slopes(
    first: FirstLayer,
    point: Point,
    batch: Any,
    Y: Array,
    activations: Sequence[str],
    masks: Mapping[str, Array],
    slopes: Point,
    weights: Array | None = None,
) -> Array:
    """Fill in the slopes of the mean cost at a point; return AL.

    Parameters
    ----------
    first : FirstLayer
    point : Point
        The parameters.
    batch
        What ``first.batch`` returned.
    Y : array, (n_L, m)
    activations : sequence of str
        One name per layer; the cost is the one that belongs to the last.
    masks : mapping
        Dropout, D{l} (n_l, m) of the hidden layers.
    slopes : Point
        Written to.
    weights : array, (1, m), optional
        How many times each example counts; left out, all count alike.

    Returns
    -------
    AL : array, (n_L, m)
    """
    L, m = len(activations), Y.shape[1]
    worn, output = [lean_activation(name) for name in activations], OUTPUTS[activations[-1]]
    A: list[Array] = [Y] * (L + 1)  # A[0] is never read
    passed_on = list(A)  # A after dropout
    told_by = list(A)  # A, or Z: what the slope of the activation is told by
    Z = first.forward(point, batch)
    for l in range(1, L + 1):
        if l > 1:
            Z = np.dot(point.W[l], passed_on[l - 1])
        Z += point.b[l]  # (1)
        if l == L and output.short_slope is None:
            told_by[L] = Z.copy()
        A[l] = passed_on[l] = worn[l - 1].apply(Z)  # (2)
        if l < L:
            told_by[l] = Z if worn[l - 1].needs_Z else A[l]
        if masks and f"D{l}" in masks:
            passed_on[l] = A[l] * masks[f"D{l}"]

    dZ = output.short_slope(A[L], Y) if output.short_slope else output.slope(A[L], Y, told_by[L])
    if weights is None:
        dZ /= m  # (6), divided by m once for all that follows
    else:
        dZ = dZ * (weights / weights.sum())
    ones = np.ones((m, 1), dZ.dtype)  # a product with ones is a sum, and sooner
    for l in range(L, 1, -1):
        np.dot(dZ, passed_on[l - 1].T, out=slopes.W[l])  # (7)
        np.dot(dZ, ones, out=slopes.b[l])  # (8)
        dA = np.dot(point.W[l].T, dZ)  # (9)
        if masks and f"D{l - 1}" in masks:
            dA *= masks[f"D{l - 1}"]
        dZ = worn[l - 2].pull(dA, told_by[l - 1])  # (6)
    first.slope(dZ, batch, slopes)  # (7)
    np.dot(dZ, ones, out=slopes.b[1])  # (8)
    return A[L]
