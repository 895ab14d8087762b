"""Iterations that one call can make: which they are, and what they see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dnn.engines.iteration import Examples
from dnn.engines.table import Engine
from dnn.shapes import Array
from dnn.training.batches import batch_count, shuffled_columns
from dnn.training.descent import iteration_masks
from dnn.training.hyperparameters import SEEDS
from dnn.training.task import Task


class Block(NamedTuple):
    """Consecutive iterations.

    Attributes
    ----------
    epochs : sequence of int
        The epoch of each.
    examples : Examples
        In the library of the engine; with ``columns``, all of the training, one in each row.
    columns : array of int, (iterations, batch), or None
        Which of the examples each sees; all, if None.
    """

    epochs: Sequence[int]
    examples: Examples
    columns: Array | None = None

    def seen(self, engine: Engine, k: int) -> tuple[Array, Array]:
        """Return X and Y, as arrays of numpy's, of the iteration at place k."""
        X, Y = engine.bring(self.examples.X), engine.bring(self.examples.Y)
        return (X, Y) if self.columns is None else (X[self.columns[k]].T, Y[self.columns[k]].T)


# (first, most) -> the iterations from this one on, at most so many
Blocks = Callable[[int, int], Block]


def blocks_of(engine: Engine, task: Task, first: int) -> Blocks:
    """Return how the iterations of a training come in blocks; it begins with this iteration.

    Raises
    ------
    ValueError
        When X lies in a file and there are no mini-batches.
    """
    size = task.chosen["mini_batch_size"]
    if isinstance(task.X, np.ndarray):
        blocks = _of_all(engine, task) if size is None else _shuffled(engine, task, size)
    elif size is None:
        raise ValueError("X lies in a file and is read batch by batch: give a mini_batch_size")
    else:
        blocks = _streamed(engine, task, size, first)
    return _masked(engine, task, blocks) if min(task.keep_probs) < 1 else blocks


def _of_all(engine: Engine, task: Task) -> Blocks:
    """All examples in every iteration, which is an epoch."""
    examples = _placed(engine, task.X, task.Y, task.weights)
    return lambda first, most: Block(range(first, first + most), examples)


def _shuffled(engine: Engine, task: Task, size: int) -> Blocks:
    """Mini-batches of examples that lie on the device; a block is of one epoch."""
    m, weights = task.Y.shape[1], task.weights
    rows = _placed(engine, task.X.T, task.Y.T, None if weights is None else weights.T)

    @lru_cache(1)
    def order(epoch: int) -> Array:
        (columns,) = shuffled_columns(m, m, (task.chosen["seed"] + epoch) % SEEDS)
        return columns

    def block(first: int, most: int) -> Block:
        epoch, position = divmod(first, batch_count(m, size))
        left = order(epoch)[position * size :][: most * size]
        width = min(size, len(left))
        count = len(left) // width  # a last batch that is smaller stands alone
        columns = left[: count * width].reshape(count, width)
        return Block([epoch] * count, rows, columns)

    return block


def _streamed(engine: Engine, task: Task, size: int, first: int) -> Blocks:
    """Mini-batches that are read from a file, one after the other."""
    batches = batch_count(task.Y.shape[1], size)

    def read() -> Iterator[Block]:
        epoch, position = divmod(first, batches)
        while True:
            seed = (task.chosen["seed"] + epoch) % SEEDS
            for columns, X in task.X.epoch(size, seed, position):
                weights = None if task.weights is None else task.weights[:, columns]
                X = X.astype(task.dtype, copy=False)
                yield Block([epoch], _placed(engine, X, task.Y[:, columns], weights))
            epoch, position = epoch + 1, 0

    following = read()
    return lambda first, most: next(following)


def _masked(engine: Engine, task: Task, blocks: Blocks) -> Blocks:
    """Blocks of one iteration, with the dropout masks that numpy's stream draws for it."""

    def block(first: int, most: int) -> Block:
        epochs, examples, columns = blocks(first, 1)
        m = examples.X.shape[1] if columns is None else columns.shape[1]
        masks = iteration_masks(task, m, first)
        there = {name: engine.place(D) for name, D in masks.items()}
        return Block(epochs, examples._replace(masks=there), columns)

    return block


def _placed(engine: Engine, X: Array, Y: Array, weights: Array | None) -> Examples:
    """Take examples to the library of an engine; one example's numbers stand side by side."""

    def place(A: Array) -> Array:
        return engine.place(np.ascontiguousarray(A))

    return Examples(place(X), place(Y), None if weights is None else place(weights))
