"""A sparse polynomial of +-1 bits, found by the Lasso: Z, y -> parities with their weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from math import comb

import numpy as np

from dnn.checks.values import check_number, check_whole_number
from dnn.shapes import Array, ShapeError
from dnn.tuning.lasso import lasso

Parity = tuple[int, ...]  # the bits whose product it is; () is the constant 1
Polynomial = dict[Parity, float]

PENALTY = 0.1  # times the standard deviation of y
MOST = 2**27  # entries of a matrix of all parities: 1 GB


def fit_parities(
    Z: Array,
    y: Array,
    *,
    degree: int = 2,
    sparsity: int = 5,
    penalty: float | None = None,
) -> Polynomial:
    r"""Fit a sparse polynomial of bits: y ~ sum over S of w_S prod over i in S of Z[:, i].

    Parameters
    ----------
    Z : array, (T, n)
        A row per sample; every entry is -1 or 1.
    y : array of float, (T,)
    degree : int
        Of all parities of at most so many bits.
    sparsity : int
        So many of them are kept, those of the largest weights.
    penalty : float, optional
        lambda of the Lasso; left out, a tenth of the standard deviation of y.

    Returns
    -------
    dict
        Parity, as the numbers of its bits, to its weight, the largest first; under ``()`` the
        constant. What the Lasso gave the weight 0 is not there.

    Raises
    ------
    ValueError
        When Z holds other numbers than -1 and 1, shapes do not fit, or y is not finite.

    Notes
    -----
    One stage of Harmonica (Hazan, Klivans, Yuan: Hyperparameter Optimization: A Spectral Approach,
    arXiv 1706.00764): the Lasso ``|y - c - A w|^2 / 2T + lambda |w|_1`` over all parities A.
    Parities of uniform bits are orthogonal, so a few samples, of the order of the logarithm of the
    number of parities, tell which of them matter.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import fit_parities
    >>> Z = np.random.RandomState(0).choice([-1, 1], (60, 20))
    >>> y = 3 - 8 * Z[:, 0] - 3 * Z[:, 3] * Z[:, 17]
    >>> {parity: round(w) for parity, w in fit_parities(Z, y, sparsity=2).items()}
    {(): 3, (0,): -7, (3, 17): -2}
    """
    Z, y = _checked(Z, y)
    kept = check_whole_number("sparsity", sparsity)
    weight = PENALTY * float(y.std()) if penalty is None else penalty
    check_number("penalty", weight, "[0, inf)")
    parities = list(all_parities(Z.shape[1], check_whole_number("degree", degree)))
    if len(parities) * len(y) > MOST:
        raise ValueError(
            f"there are {len(parities)} parities of at most {degree} of {Z.shape[1]} bits, too "
            "many for the memory: choose a lower degree"
        )
    A = parity_matrix(Z, degree)
    w = lasso(A, y, weight)
    largest = np.argsort(-np.abs(w), kind="stable")[:kept]
    chosen = [k for k in largest if w[k] != 0]
    constant = float(y.mean() - A[:, chosen].mean(axis=0) @ w[chosen])
    return {(): constant, **{parities[k]: float(w[k]) for k in chosen}}


def _checked(Z: Array, y: Array) -> tuple[Array, Array]:
    """Return the samples as floats, and check that they are bits with a number each."""
    Z, y = np.asarray(Z), np.asarray(y, dtype=np.float64)
    if Z.ndim != 2 or y.shape != (len(Z),) or len(Z) == 0:
        raise ShapeError(
            f"Z must be (T, n), a row per sample, and y (T,); they are {Z.shape} and {y.shape}"
        )
    if not np.isin(Z, (-1, 1)).all():
        raise ValueError("Z must hold bits, -1 and 1 alone; write 2 * Z - 1 for 0 and 1")
    if not np.isfinite(y).all():
        raise ValueError(f"y[{np.flatnonzero(~np.isfinite(y))[0]}] is not a finite number")
    return Z.astype(np.float64), y


def all_parities(n: int, degree: int) -> Iterator[Parity]:
    """Yield the parities of 1 to `degree` of n bits, in the order of the columns of their matrix.

    Examples
    --------
    >>> from dnn.tuning.parities import all_parities
    >>> list(all_parities(3, 2))
    [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
    """
    return (parity for d in range(1, degree + 1) for parity in combinations(range(n), d))


def parity_matrix(Z: Array, degree: int) -> Array:
    """Return A (T, number of parities): the value of every parity at every sample."""
    T, n = Z.shape
    A = np.empty((T, sum(comb(n, d) for d in range(1, degree + 1))))
    start = 0
    for d in range(1, min(degree, n) + 1):
        bits = np.array(list(combinations(range(n), d)))  # (number of parities, d)
        block = A[:, start : start + len(bits)]
        block[...] = Z[:, bits[:, 0]]
        for column in bits.T[1:]:
            block *= Z[:, column]
        start += len(bits)
    return A


def value_of(polynomial: Mapping[Parity, float], Z: Array) -> Array:
    """Return the polynomial at every row of Z, (T,).

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning.parities import value_of
    >>> value_of({(): 3.0, (0, 1): -2.0}, np.array([[1, 1], [1, -1]]))
    array([1., 5.])
    """
    return sum(
        (w * Z[:, list(parity)].prod(axis=1) for parity, w in polynomial.items()),
        start=np.zeros(len(Z)),
    )


def minimisers(polynomial: Mapping[Parity, float], most: int) -> list[dict[int, int]]:
    """Return the settings of the bits involved at which a polynomial is lowest, the best first.

    Parameters
    ----------
    polynomial : mapping
        As `fit_parities` returns it.
    most : int
        So many settings.

    Returns
    -------
    list of dict
        Each: bit to -1 or 1, for every bit that a parity holds. All 2^|J| settings are tried.

    Examples
    --------
    >>> from dnn.tuning.parities import minimisers
    >>> minimisers({(): 3.0, (0,): -8.0, (3, 17): -3.0}, most=2)
    [{0: 1, 3: -1, 17: -1}, {0: 1, 3: 1, 17: 1}]
    """
    J = sorted({bit for parity in polynomial for bit in parity})
    settings = np.array(list(product((-1, 1), repeat=len(J))), dtype=int).reshape(2 ** len(J), -1)
    place = {bit: k for k, bit in enumerate(J)}
    renamed = {tuple(place[bit] for bit in parity): w for parity, w in polynomial.items()}
    lowest = np.argsort(value_of(renamed, settings), kind="stable")[:most]
    return [dict(zip(J, settings[k].tolist(), strict=True)) for k in lowest]
