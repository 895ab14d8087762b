"""X, Y -> mini-batches: the shuffled columns of one epoch, cut into pieces."""

from __future__ import annotations

import numpy as np

from dnn.checks.arrays import check_matrix
from dnn.checks.examples import check_same_examples
from dnn.checks.values import check_whole_number
from dnn.shapes import Array


def random_mini_batches(
    X: Array, Y: Array, mini_batch_size: int = 64, seed: int = 0
) -> list[tuple[Array, Array]]:
    """Shuffle the columns of X and Y alike and cut them into batches.

    Parameters
    ----------
    X : array, (n_0, m)
    Y : array, (n_L, m)
    mini_batch_size : int
        Columns per batch; the last batch holds what is left.
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
    check_matrix("X", X, "(n_0, m): one column per example")
    check_same_examples(X, Y)
    batches = shuffled_columns(X.shape[1], mini_batch_size, seed)
    return [(X[:, columns], Y[:, columns]) for columns in batches]


def shuffled_columns(m: int, mini_batch_size: int, seed: int) -> list[Array]:
    """Return which columns make each batch of one epoch.

    Examples
    --------
    >>> from dnn.training.batches import shuffled_columns
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
    >>> from dnn.training.batches import batch_count
    >>> batch_count(5, 2), batch_count(5, None)
    (3, 1)
    """
    return 1 if mini_batch_size is None else -(-m // mini_batch_size)
