"""Cross-validation: the examples dealt out into k folds, each to be validated on once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dnn.checks.arrays import check_matrix
from dnn.checks.examples import check_same_examples
from dnn.checks.values import check_whole_number
from dnn.labels import FEW, is_one_hot
from dnn.shapes import Array, ShapeError

Columns = npt.NDArray[np.intp]


class Fold(NamedTuple):
    """The columns of X and Y to train on, and those to validate on; both in order."""

    train: Columns
    validation: Columns


def k_fold(X: Array, Y: Array, k: int = 5, stratified: bool = True, seed: int = 0) -> list[Fold]:
    """Deal the examples out into k folds: each is validated on once, and trained on k - 1 times.

    Parameters
    ----------
    X : array, (n_0, m)
    Y : array, (n_L, m)
    k : int
        Number of folds, 2 to m.
    stratified : bool
        Give every fold the same share of every class, where Y holds classes: one-hot columns, or a
        row of whole numbers of which few are different.
    seed : int
        Seed of the shuffle, ``numpy.random.RandomState(seed).permutation(m)``.

    Returns
    -------
    list of Fold
        ``X[:, fold.train]`` and ``X[:, fold.validation]``; no example is copied before. The sizes
        of two folds differ by one example at most.

    Raises
    ------
    ValueError
        When X and Y differ in their number of columns, or there are fewer columns than folds.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import k_fold
    >>> X, Y = np.arange(6.0).reshape(1, 6), np.array([[0, 0, 0, 0, 1, 1]])
    >>> folds = k_fold(X, Y, 2)
    >>> [Y[:, fold.validation].tolist() for fold in folds]
    [[[0, 0, 1]], [[0, 0, 1]]]
    """
    check_matrix("X", X, "(n_0, m): one column an example")
    check_same_examples(X, Y)
    m, count = X.shape[1], check_whole_number("k, the number of folds,", k, least=2)
    if m < count:
        raise ShapeError(f"X is {X.shape}: {count} folds need at least {count} examples (columns)")
    shuffled = np.random.RandomState(seed).permutation(m)
    if stratified:  # class by class, so that dealing them out in turn gives each fold its share
        shuffled = shuffled[np.argsort(_classes(Y)[shuffled], kind="stable")]
    fold_of = np.empty(m, dtype=np.intp)
    fold_of[shuffled] = np.arange(m) % count
    return [Fold(np.flatnonzero(fold_of != j), np.flatnonzero(fold_of == j)) for j in range(count)]


def _classes(Y: Array) -> Array:
    """Return the class of every column, the same for all where Y holds no classes."""
    if len(Y) > 1:
        return Y.argmax(axis=0) if is_one_hot(Y).all() else np.zeros(Y.shape[1])
    values, found = np.unique(Y[0], return_inverse=True)
    are_few = len(values) <= max(FEW, Y.shape[1] / 10) and len(values) < Y.shape[1]
    is_whole = bool((np.isfinite(values) & (values == np.floor(values))).all())
    return found if are_few and is_whole else np.zeros(Y.shape[1])
