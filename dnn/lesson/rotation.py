"""The subspace of the examples as a change of basis: X = Q R, train on R, come back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dnn.checks.arrays import check_matrix
from dnn.shapes import Array, Parameters


def rotate(X: Array) -> tuple[Array, Array]:
    """Return Q (n_0, k) and R (k, m) with X = Q R and orthonormal columns in Q, k = min(n_0, m).

    Parameters
    ----------
    X : array of float, (n_0, m)

    Returns
    -------
    Q, R : arrays

    Raises
    ------
    ValueError
        When X is not a matrix.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.lesson.rotation import rotate
    >>> Q, R = rotate(np.array([[3.0], [4.0]]))
    >>> bool(np.allclose(Q @ R, [[3.0], [4.0]])), R.shape
    (True, (1, 1))
    """
    check_matrix("X", X, "(n_0, m): one column per example")
    Q, R = np.linalg.qr(X)
    return Q, R


def enter(parameters: Mapping[str, Array], Q: Array) -> Parameters:
    """Return the parameters of the same network on R: W1 Q in the place of W1.

    Parameters
    ----------
    parameters : mapping
    Q : array, (n_0, k)
        See `rotate`.

    Returns
    -------
    dict

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.lesson.rotation import enter, rotate
    >>> Q, R = rotate(np.array([[3.0], [4.0]]))
    >>> inside = enter({"W1": np.array([[1.0, 2.0]]), "b1": np.zeros((1, 1))}, Q)
    >>> (inside["W1"] @ R).round(9)
    array([[11.]])
    """
    return dict(parameters) | {"W1": parameters["W1"] @ Q}


def leave(
    trained: Mapping[str, Array], start: Mapping[str, Array], Q: Array, kept: float = 1.0
) -> Parameters:
    """Return the parameters on X: W1 = kept (W1_0 - W1_0 Q Q^T) + W1' Q^T.

    Parameters
    ----------
    trained : mapping
        The parameters on R, after training.
    start : mapping
        The parameters on X, before training.
    Q : array, (n_0, k)
        See `rotate`.
    kept : float
        The share that L2 left of what lies outside the subspace: the product of
        1 - learning_rate * lambd / m over the iterations.

    Returns
    -------
    dict

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.lesson.rotation import enter, leave, rotate
    >>> Q, R = rotate(np.array([[3.0], [4.0]]))
    >>> start = {"W1": np.array([[1.0, 2.0]]), "b1": np.zeros((1, 1))}
    >>> leave(enter(start, Q), start, Q)["W1"]
    array([[1., 2.]])
    """
    outside = start["W1"] - (start["W1"] @ Q) @ Q.T
    return dict(trained) | {"W1": kept * outside + trained["W1"] @ Q.T}
