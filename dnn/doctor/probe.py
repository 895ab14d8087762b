"""What X tells about a target, whatever the network made of it: X, target -> share explained."""

from __future__ import annotations

import numpy as np

from dnn.shapes import Array

EXAMPLES = 400  # as many are looked at: the eigenvalues of a matrix so large take 0.05 s
RIDGES = (0.03, 0.3, 3.0)  # of the mean eigenvalue; the best is taken


def share_explained(X: Array, target: Array) -> float:
    """Return the share of the squared target that X foretells, for examples never seen.

    A kernel ridge regression, linear plus Gaussian, is fitted and judged by leaving out one
    example after the other, which has a closed form: the error of example i is its residual
    divided by 1 - H_ii, where H is the matrix from targets to fitted values.

    Parameters
    ----------
    X : array, (n_0, m)
    target : array, (n, m)
        For example Y - AL: what a network leaves unexplained.

    Returns
    -------
    float
        1 where X foretells all of it, 0 or below where it foretells nothing.

    Notes
    -----
    Of more than 400 examples, 400 are taken, evenly spaced. Rasmussen and Williams, "Gaussian
    Processes for Machine Learning" (2006), section 5.4.2, has the closed form.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.doctor.probe import share_explained
    >>> X = np.random.RandomState(0).randn(2, 200)
    >>> bool(share_explained(X, X[:1] * X[1:]) > 0.8)
    True
    >>> bool(share_explained(X, np.random.RandomState(1).randn(1, 200)) < 0.1)
    True
    """
    taken = np.linspace(0, X.shape[1] - 1, min(EXAMPLES, X.shape[1])).astype(int)
    T = np.asarray(target, dtype=np.float64)[:, taken].T  # (m, n)
    values, vectors = np.linalg.eigh(_kernel(np.asarray(X[:, taken], dtype=np.float64)))
    turned, total = vectors.T @ T, float((T**2).sum())
    if not total > 0 or not np.isfinite(total):
        return 0.0
    left = min(_left_out_error(values, vectors, turned, T, ridge) for ridge in RIDGES)
    return 1 - left / total


def _kernel(X: Array) -> Array:
    """Return how alike the examples are, (m, m): of standardised features that vary."""
    spread = X.std(axis=1, keepdims=True)
    varying = (spread > 1e-9 * np.abs(X).max(axis=1, keepdims=True)).ravel()
    Z = ((X - X.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1))[varying]
    products = Z.T @ Z / max(1, len(Z))
    squares = np.diag(products)
    return products + np.exp(products - (squares[:, None] + squares) / 2) + 1.0  # 1: a constant


def _left_out_error(
    values: Array, vectors: Array, turned: Array, target: Array, ridge: float
) -> float:
    """Return the sum of the squared errors, each example left out of its own fit."""
    shrunk = values / (values + ridge * values.mean())
    fitted = vectors @ (shrunk[:, None] * turned)
    own = ((vectors**2) @ shrunk)[:, None]  # H_ii
    return float((((target - fitted) / np.maximum(1 - own, 1e-6)) ** 2).sum())
