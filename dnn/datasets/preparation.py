"""Before training: X, Y -> two parts; X -> standardized X."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dnn.checks.arrays import check_finite, check_matrix
from dnn.checks.examples import check_same_examples
from dnn.checks.values import check_number
from dnn.labels import FEW, is_one_hot
from dnn.shapes import Array, ShapeError

# --- two parts ----------------------------------------------------------------------------------


def train_test_split(
    X: Array, Y: Array, fraction: float = 0.2, seed: int = 1, stratify: bool = True
) -> tuple[Array, Array, Array, Array]:
    """Deal the columns of X and Y out into a part to train on and a part to test on.

    Parameters
    ----------
    X : array, (n_0, m)
    Y : array, (n_L, m)
    fraction : float in (0, 1)
        Share of the examples to test on; at least one example is in each part.
    seed : int
        Seed of the shuffle, ``numpy.random.RandomState(seed).permutation(m)``.
    stratify : bool
        Give both parts the same share of every class, and each part at least one example of every
        class that has two. The number to test on then differs from fraction * m where a rare class
        asks for it.

    Returns
    -------
    X_train, Y_train, X_test, Y_test : arrays
        With the rows and dtypes of X and Y.

    Raises
    ------
    ValueError
        When X and Y differ in their number of columns, there are fewer than two, or the fraction
        is not between 0 and 1.

    Notes
    -----
    Y holds classes when its columns are one-hot, or when it is one row of whole numbers of which
    at most 20, or at most m / 10, are different. Anything else is split without regard to Y.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import train_test_split
    >>> X, Y = np.arange(10.0).reshape(1, 10), np.array([[0, 0, 0, 0, 0, 0, 0, 0, 1, 1]])
    >>> X_train, Y_train, X_test, Y_test = train_test_split(X, Y, fraction=0.3)
    >>> X_train.shape, Y_test
    ((1, 7), array([[0, 1, 0]]))
    """
    check_matrix("X", X, "(n_0, m): one column per example")
    check_same_examples(X, Y)
    share = check_number("fraction", fraction, "(0, 1)")
    m = X.shape[1]
    if m < 2:
        raise ShapeError(f"X is {X.shape}: a split needs at least two examples (columns)")
    permutation = np.random.RandomState(seed).permutation(m)
    is_test = _dealt(_groups(Y) if stratify else np.zeros(m), permutation, share)
    test, train = permutation[is_test[permutation]], permutation[~is_test[permutation]]
    return X[:, train], Y[:, train], X[:, test], Y[:, test]


def _groups(Y: Array) -> Array:
    """Return the class of every column, or the same number for all where Y holds no classes."""
    if len(Y) > 1:
        return Y.argmax(axis=0) if is_one_hot(Y).all() else np.zeros(Y.shape[1])
    row = Y.ravel()
    values, sizes = np.unique(row, return_counts=True)
    are_whole = row.dtype.kind != "f" or bool((np.isfinite(row) & (row == np.floor(row))).all())
    are_classes = are_whole and len(values) <= max(FEW, len(row) / 10) and sizes.max() > 1
    return row if are_classes else np.zeros(len(row))


def _dealt(groups: Array, permutation: Array, share: float) -> npt.NDArray[np.bool_]:
    """Say of every column whether it is to test on: the first of each group, as shuffled."""
    is_test = np.zeros(len(groups), dtype=bool)
    values, sizes = np.unique(groups, return_counts=True)
    for value, count in zip(values, _test_counts(sizes, share), strict=True):
        members = permutation[groups[permutation] == value]
        is_test[members[:count]] = True
    return is_test


def _test_counts(sizes: Array, share: float) -> Array:
    """Return how many of each group are to test on: rounded down, the rest by remainder."""
    counts = np.floor(sizes * share).astype(int)
    rest = round(float(sizes.sum()) * share) - int(counts.sum())
    by_remainder = np.argsort(counts - sizes * share, kind="stable")
    counts[by_remainder[: max(rest, 0)]] += 1
    return np.clip(counts, np.minimum(1, sizes - 1), sizes - 1)


# --- one scale for all features -----------------------------------------------------------------


class Standardization(NamedTuple):
    """What was taken from each feature and what it was divided by; call it on new data.

    Attributes
    ----------
    mean, scale : arrays of float, (n_0, 1)
    """

    mean: Array
    scale: Array

    def __call__(self, X: Array) -> Array:
        """Return (X - mean) / scale, (n_0, m): new data on the scale of the old."""
        X = self._checked(X)
        return ((X - self.mean) / self.scale).astype(X.dtype, copy=False)

    def inverse(self, X: Array) -> Array:
        """Return X * scale + mean, (n_0, m): standardized data on its own scale again."""
        X = self._checked(X)
        return (X * self.scale + self.mean).astype(X.dtype, copy=False)

    def _checked(self, X: Array) -> Array:
        """Return X as floats, after checking that it has the features that were standardized."""
        X = _floats(X)
        if len(X) != len(self.mean):
            raise ShapeError(
                f"X has {len(X)} rows (features), but {len(self.mean)} were standardized"
                + ("; it looks transposed, pass X.T" if X.shape[1] == len(self.mean) else "")
            )
        return X


def standardize(X: Array) -> tuple[Array, Standardization]:
    """Bring every feature (row) to mean 0 and standard deviation 1: (X - mean) / scale.

    Parameters
    ----------
    X : array, (n_0, m)
        One column per example.

    Returns
    -------
    X_standardized : array of float, (n_0, m)
        float32 for float32, else float64.
    transform : Standardization
        ``transform(X_new)`` does the same to new data, ``transform.inverse`` undoes it. Take it
        from the examples to train on alone, and apply it to those to test on.

    Raises
    ------
    ValueError
        When X is not a matrix of finite numbers with at least one column.

    Notes
    -----
    A feature that is the same in all examples has the scale 1: it becomes 0.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import standardize
    >>> X_standardized, transform = standardize(np.array([[1.0, 3.0], [5.0, 5.0]]))
    >>> X_standardized
    array([[-1.,  1.],
           [ 0.,  0.]])
    >>> transform(np.array([[4.0], [6.0]]))
    array([[2.],
           [1.]])
    """
    X = _floats(X)
    if X.shape[1] == 0:
        raise ShapeError(f"X is {X.shape}: there is no example (column) to take the scale from")
    check_finite(X)
    least = X.min(axis=1, keepdims=True)
    mean = X.mean(axis=1, keepdims=True, dtype=np.float64).astype(X.dtype)
    mean = np.where(X.max(axis=1, keepdims=True) == least, least, mean)
    distances = X - mean
    widest = np.abs(distances).max(axis=1, keepdims=True)
    # squares of distances / unit neither over- nor underflow
    unit = np.where(widest == 0, 1, widest)
    spread = np.sqrt(((distances / unit) ** 2).mean(axis=1, keepdims=True, dtype=np.float64))
    scale = np.where(widest == 0, 1, unit * spread).astype(X.dtype)
    transform = Standardization(mean, scale)
    return transform(X), transform


def _floats(X: Array) -> Array:
    """Return X as a matrix of floats, after checking that it is one of numbers."""
    check_matrix("X", X, "(n_0, m): one column per example")
    return X if X.dtype.kind == "f" else X.astype(np.float64)
