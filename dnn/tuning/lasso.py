"""The Lasso by FISTA: columns, values, penalty -> the few weights that are not 0."""

from __future__ import annotations

import numpy as np

from dnn.shapes import Array

AT_ONCE = 100  # columns that join the working set together


def lasso(A: Array, y: Array, penalty: float) -> Array:
    """Return the w that minimises |y - c - A w|^2 / 2T + penalty |w|_1; c is free.

    Parameters
    ----------
    A : array, (T, n)
    y : array, (T,)
    penalty : float

    Returns
    -------
    w : array, (n,)

    Notes
    -----
    Most weights are 0. So FISTA solves for a working set of columns; then those whose slope says
    that they should not be 0 join it, until there is none.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning.lasso import lasso
    >>> lasso(np.array([[1.0], [-1.0]]), np.array([5.0, 1.0]), penalty=0.5).round(6)
    array([1.5])
    """
    T = len(y)
    w, working = np.zeros(A.shape[1]), np.zeros(A.shape[1], dtype=bool)
    target = y - y.mean()
    residual = target
    while True:
        slopes = np.abs(residual @ A) / T
        slopes[working] = 0
        new = np.argsort(-slopes, kind="stable")[:AT_ONCE]
        new = new[slopes[new] > penalty * (1 + 1e-6) + 1e-12 * np.abs(target).max()]
        if not new.size:
            return w
        working[new] = True
        columns = A[:, working] - A[:, working].mean(axis=0)
        w[working] = fista(columns, target, penalty, w[working])
        residual = target - columns @ w[working]


def fista(
    A: Array, y: Array, penalty: float, start: Array, *, tolerance: float = 1e-10, most: int = 5000
) -> Array:
    """Return the w that minimises |y - A w|^2 / 2T + penalty |w|_1, by accelerated steps.

    Parameters
    ----------
    A : array, (T, n)
    y : array, (T,)
    penalty : float
    start : array, (n,)
        A guess.
    tolerance : float
        It ends when the duality gap is below this share of |y|^2 / 2T.
    most : int
        Steps at most.

    Notes
    -----
    Beck and Teboulle, A Fast Iterative Shrinkage-Thresholding Algorithm (2009), begun again where
    the momentum points uphill (O'Donoghue and Candes, 2015).

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning.lasso import fista
    >>> fista(np.array([[1.0], [1.0]]), np.array([2.0, 2.0]), 0.5, np.zeros(1)).round(6)
    array([1.5])
    """
    T = len(y)
    step = T / max(float(np.linalg.norm(A, 2)) ** 2, 1e-300)  # 1 / the steepest curvature
    w = ahead = start
    t = 1.0
    for k in range(most):
        if k % 10 == 0 and duality_gap(A, y, penalty, w) <= tolerance * (y @ y) / (2 * T):
            break
        uphill = A.T @ (A @ ahead - y) / T
        old, w = w, _shrunk(ahead - step * uphill, step * penalty)
        if (ahead - w) @ (w - old) > 0:
            t, ahead = 1.0, w
            continue
        t_old, t = t, (1 + np.sqrt(1 + 4 * t**2)) / 2
        ahead = w + (t_old - 1) / t * (w - old)
    return w


def _shrunk(w: Array, by: float) -> Array:
    """Return w moved towards 0 by so much, and not beyond."""
    return np.sign(w) * np.maximum(np.abs(w) - by, 0)


def duality_gap(A: Array, y: Array, penalty: float, w: Array) -> float:
    """Return a bound of how far the Lasso's objective at w is above its minimum."""
    T, residual = len(y), y - A @ w
    steepest = np.abs(residual @ A).max(initial=0.0)
    scaled = residual * min(1.0, penalty * T / steepest) if steepest > 0 else residual
    primal = residual @ residual / (2 * T) + penalty * np.abs(w).sum()
    dual = (y @ y - (y - scaled) @ (y - scaled)) / (2 * T)
    return float(primal - dual)
