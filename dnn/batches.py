"""X, Y -> mini-batches: the shuffled columns of one epoch, cut into pieces."""

from __future__ import annotations

import numpy as np

from dnn.checks import check_whole_number
from dnn.shapes import Array, check_matrix, check_same_examples


def random_mini_batches(
    X: Array, Y: Array, mini_batch_size: int = 64, seed: int = 0
) -> list[tuple[Array, Array]]:
    """Shuffle the columns of X and Y alike and cut them into batches.

    Parameters
    ----------
    X : array, (n_0, m)
    Y : array, (n_L, m)
    mini_batch_size : int
        Columns a batch; the last batch holds what is left.
    seed : int
        Seed of the shuffle, ``numpy.random.RandomState(seed).permutation(m)``.

    Returns
    -------
    list of tuples ``(mini_batch_X, mini_batch_Y)``

    Raises
    ------
    ValueError
        When X and Y differ in their number of columns, or the size is not a whole number from
        1 up.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import random_mini_batches
    >>> X, Y = np.arange(5.0).reshape(1, 5), np.array([[0, 1, 2, 3, 4]])
    >>> for mini_batch_X, mini_batch_Y in random_mini_batches(X, Y, mini_batch_size=2):
    ...     print(mini_batch_X, mini_batch_Y)
    [[2. 0.]] [[2 0]]
    [[1. 3.]] [[1 3]]
    [[4.]] [[4]]
    """
    check_matrix("X", X, "(n_0, m): one column an example")
    check_same_examples(X, Y)
    batches = shuffled_columns(X.shape[1], mini_batch_size, seed)
    return [(X[:, columns], Y[:, columns]) for columns in batches]


def shuffled_columns(m: int, mini_batch_size: int, seed: int) -> list[Array]:
    """Return which columns make each batch of one epoch.

    Examples
    --------
    >>> from dnn.batches import shuffled_columns
    >>> shuffled_columns(5, 2, seed=0)
    [array([2, 0]), array([1, 3]), array([4])]
    """
    size = check_whole_number("mini_batch_size", mini_batch_size)
    seed = check_whole_number("seed", seed, least=0)
    permutation = np.random.RandomState(seed).permutation(m)
    return [permutation[start : start + size] for start in range(0, m, size)]


def batch_count(m: int, mini_batch_size: int | None) -> int:
    """Return the number of batches in an epoch: ceil(m / size), or 1 for the full batch.

    Examples
    --------
    >>> from dnn.batches import batch_count
    >>> batch_count(5, 2), batch_count(5, None)
    (3, 1)
    """
    return 1 if mini_batch_size is None else -(-m // mini_batch_size)


def windowed_columns(m: int, block: int, blocks: int, seed: int) -> list[Array]:
    """Return the examples of one epoch, window by window, for a file too large to be shuffled.

    Blocks of neighbouring examples are dealt out in random order, so many to a window, and every
    window is shuffled.

    Parameters
    ----------
    m : int
        Number of examples.
    block : int
        Neighbours that are read at once.
    blocks : int
        Blocks that make a window.
    seed : int

    Returns
    -------
    list of arrays of int
        Each example stands in one of them, once.

    Notes
    -----
    The quality of the shuffle: which blocks meet in a window is random over the whole file, and
    the order within a window is too; but neighbours in a block always share a window. So a file
    that is sorted by class needs windows of many blocks, or to be shuffled once when it is written.

    Examples
    --------
    >>> from dnn.batches import windowed_columns
    >>> windowed_columns(7, block=2, blocks=2, seed=1)
    [array([6, 5, 4]), array([3, 2, 0, 1])]
    """
    rng = np.random.RandomState(seed)
    starts = rng.permutation(np.arange(0, m, block))
    windows = []
    for first in range(0, len(starts), blocks):
        columns = starts[first : first + blocks, np.newaxis] + np.arange(block)
        windows.append(rng.permutation(columns[columns < m]))
    return windows
