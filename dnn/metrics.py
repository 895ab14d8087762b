"""How good predictions are: p, y -> accuracy, confusion matrix, report."""

from __future__ import annotations

import numpy as np

from dnn.checks import look_up
from dnn.cost import OUTPUTS
from dnn.shapes import Array, ShapeError, check_labels


def decide(AL: Array, *, output: str = "sigmoid") -> Array:
    """Return what the network says: AL > 0.5, the class of the largest AL, or AL itself.

    Parameters
    ----------
    AL : array of float, (n_L, m)
    output : str
        ``"sigmoid"``: 1 where AL > 0.5, else 0, (n_L, m); ``"softmax"``: number of the row with
        the largest AL, (1, m); ``"linear"``: AL.

    Returns
    -------
    array of float

    Raises
    ------
    ValueError
        When the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import decide
    >>> decide(np.array([[0.2, 0.7]]))
    array([[0., 1.]])
    >>> decide(np.array([[0.2, 0.7], [0.8, 0.3]]), output="softmax")
    array([[1., 0.]])
    """
    look_up(OUTPUTS, output, "output")
    if output == "sigmoid":
        return (AL > 0.5).astype(AL.dtype)
    if output == "softmax":
        return AL.argmax(axis=0).reshape(1, -1).astype(AL.dtype)
    return AL


def score(AL: Array, Y: Array, *, output: str = "sigmoid") -> float:
    """Return the share of right predictions, or R2 where the output is linear.

    Parameters
    ----------
    AL, Y : arrays, (n_L, m)
        Y as `compute_cost` takes it, one-hot columns for ``"softmax"``.
    output : str

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When AL and Y are not matrices of one shape, or the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import score
    >>> score(np.array([[0.2, 0.7]]), np.array([[0, 0]]))
    0.5
    """
    check_labels(AL, Y)
    if output == "linear":
        return r2_score(AL, Y)
    y = decide(Y, output="softmax") if output == "softmax" else Y
    return accuracy(decide(AL, output=output), y)


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
