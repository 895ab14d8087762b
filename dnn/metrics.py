"""How good predictions are: p, y -> accuracy, confusion matrix, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.examples import check_labels
from dnn.labels import Integers, class_numbers
from dnn.shapes import Array, ShapeError
from dnn.text import aligned, class_name

GROUPS = 50  # of examples, that the jackknife leaves out one after the other


def accuracy(p: Array, y: Array) -> float:
    """Return the share of predictions that are right.

    Parameters
    ----------
    p, y : arrays of one shape
        Predictions and labels.

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        When p and y differ in shape, or are empty.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import accuracy
    >>> accuracy(np.array([[0.0, 1.0, 1.0, 1.0]]), np.array([[0, 1, 1, 0]]))
    0.75
    """
    if np.shape(p) != np.shape(y) or np.size(p) == 0:
        raise ShapeError(
            f"p and y must be of one shape, with at least one prediction; p is {np.shape(p)} and "
            f"y is {np.shape(y)}"
        )
    return float(np.mean(np.equal(p, y)))


def r2_score(AL: Array, Y: Array) -> float:
    """Return R2 = 1 - sum of (AL - Y)^2 / sum of (mean of Y - Y)^2, by unit, then averaged.

    Parameters
    ----------
    AL, Y : arrays of float, (n_L, m)
        Predicted and true numbers.

    Returns
    -------
    float, 1 when every number is met, 0 when the mean of Y would do as well

    Raises
    ------
    ValueError
        When the shapes differ.

    Notes
    -----
    Where all true numbers are the same, R2 is 1 if they are met and 0 if not.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import r2_score
    >>> r2_score(np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 2.0, 3.0]]))
    0.5
    """
    check_labels(AL, Y)
    rest = ((AL - Y) ** 2).sum(axis=1)
    spread = ((Y - Y.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    constant = spread == 0
    unexplained = np.where(constant, rest > 0, rest / np.where(constant, 1, spread))
    return float(np.mean(1 - unexplained))


def above_half(AL: Array) -> Array:
    """Return 1 where AL > 0.5, else 0."""
    return (AL > 0.5).astype(AL.dtype)


def likeliest(AL: Array) -> Array:
    """Return the number of the row with the largest AL, (1, m)."""
    return AL.argmax(axis=0).reshape(1, -1).astype(AL.dtype)


# --- class by class -----------------------------------------------------------------------------


def confusion_matrix(p: Any, y: Any, n: int | None = None) -> Integers:
    """Count what was taken for what: M[k, j] examples of class k were predicted as class j.

    Parameters
    ----------
    p, y : arrays or lists of class numbers, (1, m) or (m,)
        Predictions, as `predict` returns them, and labels.
    n : int, optional
        Number of classes; left out, the largest class number + 1, and at least 2.

    Returns
    -------
    M : array of int64, (n, n)
        One row per true class, one column per predicted class; the diagonal is what was right.

    Raises
    ------
    ValueError
        When p or y holds something else than class numbers 0 .. n - 1, or they differ in number.

    Examples
    --------
    >>> from dnn import confusion_matrix
    >>> confusion_matrix([0, 1, 1, 1], [0, 1, 1, 0])
    array([[1, 1],
           [0, 2]])
    """
    predicted, true = class_numbers("p", p, n), class_numbers("y", y, n)
    if len(predicted) != len(true):
        raise ShapeError(
            f"p holds {len(predicted)} predictions and y holds {len(true)} labels; there must be "
            "one label per prediction"
        )
    count = max(int(predicted.max()) + 1, int(true.max()) + 1, 2) if n is None else n
    cells = np.bincount(true * count + predicted, minlength=count * count)
    return cells.reshape(count, count).astype(np.int64, copy=False)


class ClassScore(NamedTuple):
    """How one class fared.

    Attributes
    ----------
    name : str
    precision : float
        Of the examples predicted as this class, the share that is of it.
    recall : float
        Of the examples of this class, the share predicted as it.
    f1 : float
        2 * precision * recall / (precision + recall).
    support : int
        Number of examples of this class.
    """

    name: str
    precision: float
    recall: float
    f1: float
    support: int


class ClassReport(NamedTuple):
    """The scores of every class; print it, or read its rows."""

    rows: tuple[ClassScore, ...]

    def __str__(self) -> str:
        """Return the report as a table, one line per class."""
        cells = [
            (row.name, *(f"{x:.4f}" for x in row[1:4]), f"{row.support:>7}") for row in self.rows
        ]
        return "\n".join(aligned([("class", "precision", "recall", "f1", "support"), *cells]))


def per_class_report(p: Any, y: Any, classes: Sequence[str] | Array | None = None) -> ClassReport:
    """Tell precision = M[k, k] / sum of column k and recall = M[k, k] / sum of row k of each class.

    Parameters
    ----------
    p, y : arrays or lists of class numbers, (1, m) or (m,)
    classes : sequence of str or bytes, optional
        The names of class 0, 1, ...; left out, the classes are called by their numbers.

    Returns
    -------
    ClassReport
        Prints as a table; ``.rows`` are its lines as ``(name, precision, recall, f1, support)``.

    Raises
    ------
    ValueError
        When p or y holds something else than class numbers, one outside of ``classes``, or they
        differ in number.

    Notes
    -----
    Precision is 0 for a class that was never predicted, recall for one of which there is no
    example, and f1 where both are 0.

    Examples
    --------
    >>> from dnn import per_class_report
    >>> print(per_class_report([0, 1, 1, 1], [0, 1, 1, 0], ["non-cat", "cat"]))
    class    precision  recall  f1      support
    non-cat  1.0000     0.5000  0.6667        2
    cat      0.6667     1.0000  0.8000        2
    """
    M = confusion_matrix(p, y, None if classes is None else len(classes))
    names = map(str, range(len(M))) if classes is None else map(class_name, classes)
    right, support = np.diag(M), M.sum(axis=1)
    precision, recall = _ratio(right, M.sum(axis=0)), _ratio(right, support)
    f1 = _ratio(2 * right, M.sum(axis=0) + support)  # the same as from precision and recall
    columns = (names, precision.tolist(), recall.tolist(), f1.tolist(), support.tolist())
    return ClassReport(tuple(ClassScore(*row) for row in zip(*columns, strict=True)))


def _ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, and 0 where the whole is 0."""
    return part / np.maximum(whole, 1)


# --- where classes are rare, and numbers --------------------------------------------------------


def balanced_accuracy(p: Any, y: Any) -> float:
    """Return the mean of the recalls of all classes, which a rare class moves as a frequent one.

    Parameters
    ----------
    p, y : arrays or lists of class numbers, (1, m) or (m,)

    Returns
    -------
    float in [0, 1]
        1 / n for one and the same answer to the examples of n classes.

    Raises
    ------
    ValueError
        When p or y holds something else than class numbers, or they differ in number.

    Notes
    -----
    Classes of which there is no example in y are left out.

    Examples
    --------
    >>> from dnn import balanced_accuracy
    >>> balanced_accuracy([0, 0, 0, 0], [0, 0, 0, 1])
    0.5
    """
    M = confusion_matrix(p, y)
    support = M.sum(axis=1)
    return float(_ratio(np.diag(M), support)[support > 0].mean())


def roc_auc(probabilities: Any, y: Any) -> float:
    """Return the area under the ROC curve: how often a 1 is thought likelier than a 0.

    Parameters
    ----------
    probabilities : array or list of numbers, (1, m) or (m,)
        Of class 1, such as AL; only their order counts.
    y : array or list of 0 and 1, as many

    Returns
    -------
    float in [0, 1]
        1 where every example of class 1 has a higher probability than every one of class 0, 0.5
        where chance would do as well.

    Raises
    ------
    ValueError
        When they differ in number, the probabilities are not finite, or y does not hold both 0
        and 1.

    Notes
    -----
    It is the share of all pairs (a 1, a 0) in the right order, a tie counting one half: the
    statistic of Mann and Whitney over the number of pairs.

    Examples
    --------
    >>> from dnn import roc_auc
    >>> roc_auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    0.75
    """
    values, true = np.ravel(probabilities), class_numbers("y", y, 2).astype(bool)
    if values.size != true.size or not np.isfinite(values).all():
        raise ValueError(
            "there must be one finite probability per label, but there are "
            f"{int(np.isfinite(values).sum())} finite ones of {values.size}, and {true.size} labels"
        )
    ones, zeros = np.sort(values[true]), np.sort(values[~true])
    if not ones.size or not zeros.size:
        raise ValueError(f"y must hold both classes, 0 and 1; it holds {true.size} of one alone")
    below = np.searchsorted(zeros, ones, "left") + np.searchsorted(zeros, ones, "right")
    return float(below.sum() / (2 * ones.size * zeros.size))


class Residuals(NamedTuple):
    """How far predicted numbers are from the true ones.

    Attributes
    ----------
    mean : float
        Of y - p: above 0 where the predictions are too low.
    mean_size : float
        The mean of abs(y - p).
    root_mean_square : float
    quartiles : (float, float, float)
        Of y - p: a quarter of them lies below the first, half below the second, ...
    lowest, highest : float
        Of y - p.
    """

    mean: float
    mean_size: float
    root_mean_square: float
    quartiles: tuple[float, float, float]
    lowest: float
    highest: float


def residuals(p: Array, y: Array) -> Residuals:
    """Describe y - p, what predictions leave unexplained.

    Parameters
    ----------
    p, y : arrays of float, of one shape
        Predicted and true numbers.

    Returns
    -------
    Residuals

    Raises
    ------
    ValueError
        When p and y differ in shape, or are empty.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import residuals
    >>> found = residuals(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 2.0, 6.0]]))
    >>> found.mean, found.mean_size, found.quartiles
    (1.0, 1.0, (0.0, 0.0, 1.5))
    """
    if np.shape(p) != np.shape(y) or np.size(p) == 0:
        raise ShapeError(
            f"p and y must be of one shape, with at least one prediction; p is {np.shape(p)} and "
            f"y is {np.shape(y)}"
        )
    rest = np.ravel(np.subtract(y, p, dtype=np.float64))
    low, middle, high = np.quantile(rest, (0.25, 0.5, 0.75)).tolist()
    return Residuals(
        float(rest.mean()),
        float(np.abs(rest).mean()),
        float(np.sqrt(np.mean(rest**2))),
        (low, middle, high),
        float(rest.min()),
        float(rest.max()),
    )


def standard_error(score: Callable[[Array, Array], float], p: Array, y: Array) -> float | None:
    """Return how far a score is off by chance, because it is of these examples and no others.

    Parameters
    ----------
    score : callable, (p, y) -> float
        Such as `accuracy` or `r2_score`.
    p, y : arrays, (n, m)
        Predictions and labels, one column per example.

    Returns
    -------
    float, or None of a single example
        The standard error: of 100 sets of so many examples about 68 give a score that is off by
        less.

    Notes
    -----
    The jackknife over at most 50 groups of examples, each left out once: sqrt((g - 1) / g * sum
    of (score without group - mean)^2) (Efron and Stein, 1981). With one example per group the
    error of an accuracy a is sqrt(a (1 - a) / (m - 1)). The groups are drawn from a stream of
    their own, so the same predictions have the same error.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import accuracy
    >>> from dnn.metrics import standard_error
    >>> p, y = np.array([[1, 1, 1, 1, 0]]), np.array([[1, 1, 1, 0, 0]])
    >>> round(standard_error(accuracy, p, y), 6), round((0.8 * 0.2 / 4) ** 0.5, 6)
    (0.2, 0.2)
    """
    m = np.shape(y)[1]
    groups = min(m, GROUPS)
    if groups < 2:
        return None
    group = np.random.RandomState(1).permutation(m) % groups
    scores = [score(p[:, group != k], y[:, group != k]) for k in range(groups)]
    return float(np.sqrt((groups - 1) * np.var(scores)))
