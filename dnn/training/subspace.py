"""X -> the subspace that the examples span: a change of basis that makes wide inputs small.

Every dW1 is dZ1 X^T / m, so gradient descent moves W1 along the examples and never sees the other
dimensions. Two exact forms of this remark:

*Rotation*: X = Q R with orthonormal columns in Q. Training the unchanged functions on R from
W1 Q is training on X from W1.

*Coordinates*: W1 = kept * W1_0 + S X^T. With K = X^T X, computed once,
Z1 = kept * W1_0 X + S K + b1, and the slope by S is dZ1 / m itself: no product at all on the way
back. ``kept`` is 1 but under L2, which lets all of W1 decay.

Both hold for every optimiser that is linear in the slopes. They do not hold for Adam and RMSprop,
which divide entry by entry, nor for dropout on the input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.arrays import check_matrix
from dnn.shapes import Array, Parameters, ShapeError
from dnn.training.first_layer import InMemory, named, one_product
from dnn.training.layout import Point
from dnn.training.optimizers import OPTIMIZERS


class Span(NamedTuple):
    """The inner products of the examples, K = X^T X (m, m), beside X (n_0, m) itself."""

    X: Array
    K: Array

    def columns(self, columns: Array) -> Span:
        """Return the span of some of the examples: a fold, a subset; nothing is multiplied."""
        return Span(self.X[:, columns], self.K[np.ix_(columns, columns)])


def span(X: Array) -> Span:
    """Return K = X^T X beside X; it serves every training on the same data.

    Parameters
    ----------
    X : array of float, (n_0, m)
        As it will be trained on: same values, same dtype.

    Returns
    -------
    Span
        ``X`` (n_0, m) and ``K`` (m, m), which takes m / n_0 of the memory of X.

    Raises
    ------
    ValueError
        When X is not a matrix of floats.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import span
    >>> span(np.array([[1.0, 0.0], [2.0, 1.0]])).K
    array([[5., 2.],
           [2., 1.]])
    """
    check_matrix("X", X, "(n_0, m): one column per example")
    if X.dtype not in (np.float32, np.float64):
        raise ValueError(f"X must be float32 or float64 as it is trained on, but it is {X.dtype}")
    return Span(X, np.dot(X.T, X))


# --- rotation -----------------------------------------------------------------------------------


# --- coordinates --------------------------------------------------------------------------------


class Coordinates(InMemory):
    """A first layer that is trained as S and ``kept``: W1 = kept * W1_0 + S X^T."""

    def __init__(self, basis: Span, start: Array, *, decays: bool) -> None:
        self.X, self.K = basis
        self.start = start
        self.decays = decays  # else kept stays 1
        self.Z0 = np.dot(start, self.X)

    def enter(self, parameters: Mapping[str, Array]) -> list[Array]:
        """Return S = 0, b1, ..., WL, bL and kept = 1: the start is W1_0 itself."""
        _, *rest = parameters.values()
        dtype = self.X.dtype
        return [np.zeros_like(self.Z0), *rest, np.ones((1, 1), dtype)]

    def leave(self, arrays: Sequence[Array]) -> Parameters:
        """Return the parameters of full size."""
        S, *rest, kept = arrays
        return named([kept * self.start + np.dot(S, self.X.T), *rest])

    def batch(self, columns: Array | None) -> Any:
        """Return Z0 and K at these examples, and which they are."""
        if columns is None:
            return self.Z0, self.K, None
        return self.Z0[:, columns], self.K.take(columns, axis=0).T, columns

    def forward(self, point: Point, batch: Any, out: Array) -> None:
        """Write kept * W1_0 X + S K."""
        Z0, K, _ = batch
        one_product(point.W[1], K, out)
        out += point.extra * Z0 if self.decays else Z0

    def slope(self, dZ: Array, batch: Any, slopes: Point) -> None:
        """Fill in dS, which is dZ1 (divided by m already) at these examples and 0 elsewhere."""
        columns, dS = batch[2], slopes.W[1]
        if columns is None:
            dS[...] = dZ
        else:
            dS[...] = 0
            dS[..., columns] = dZ
        slopes.extra[...] = 0  # only L2 moves kept

    def examples(self, batch: Any) -> Array:
        """Return the columns of X that a batch stands for."""
        return self.X if batch[2] is None else self.X[:, batch[2]]

    def squared_norm(self, W1: Array, extra: Array) -> float:
        """Return the sum of W1^2 = (kept W1_0 + S X^T)^2, multiplied out."""
        S, kept = W1, float(extra.item())
        start_squared = float(np.vdot(self.start, self.start))
        mixed, moved = float(np.vdot(self.Z0, S)), float(np.vdot(np.dot(S, self.K), S))
        return kept**2 * start_squared + 2 * kept * mixed + moved


def are_coordinates_of(
    coordinates: Mapping[str, Array], X: Array, parameters: Mapping[str, Array]
) -> bool:
    """Tell whether coordinates stand for these parameters on these examples, up to rounding."""
    S, *rest, kept = (coordinates[f"p{k}"] for k in range(len(parameters) + 1))
    W1, *others = parameters.values()
    if S.shape[1] != X.shape[1] or S.dtype != X.dtype or coordinates["start"].shape != W1.shape:
        return False
    meant = kept * coordinates["start"] + np.dot(S, X.T)
    limit = 1e3 * np.finfo(X.dtype).eps * np.abs(meant).max()
    is_near = bool(np.abs(meant - W1).max() <= limit)
    return is_near and all(np.array_equal(a, b) for a, b in zip(rest, others, strict=True))


# --- when ---------------------------------------------------------------------------------------


def obstacle(chosen: Mapping[str, Any], has_input_dropout: bool) -> str | None:
    """Return why training in the subspace would not be exact, if it would not."""
    if not OPTIMIZERS[chosen["optimizer"]].is_linear:
        exact = (name for name, row in OPTIMIZERS.items() if row.is_linear)
        return (
            f"the steps of the optimizer {chosen['optimizer']!r} are not linear in the slopes, so "
            f"they leave the subspace; exact are {' and '.join(exact)}"
        )
    if has_input_dropout:
        return "dropout on the input changes the examples at every iteration"
    return None


def pays(n_0: int, n_1: int, m: int, batch: int, iterations: int) -> bool:
    """Tell whether the coordinates save more than K costs.

    Counted in multiplications: an iteration needs 2 n_1 n_0 B of them on the plain road and
    n_1 m B in coordinates, and K needs m^2 n_0, once. And K must not take more than half the memory
    of X.

    Examples
    --------
    >>> from dnn.training.subspace import pays
    >>> pays(n_0=12288, n_1=20, m=209, batch=209, iterations=2500)
    True
    >>> pays(n_0=784, n_1=20, m=1500, batch=1500, iterations=2500)
    False
    """
    saved = (2 * n_0 - m) * n_1 * batch * iterations
    return 2 * m <= n_0 and saved > (m + n_1) * m * n_0


def check_span(basis: Any, X: Array) -> Span:
    """Return a basis that was passed in, after checking that it is of these examples."""
    if not isinstance(basis, Span):
        raise ValueError(
            f"subspace must be True, False, None or a basis from span(X); got {basis!r:.80}"
        )
    if basis.X is not X and (
        basis.X.shape != X.shape or basis.X.dtype != X.dtype or not np.array_equal(basis.X, X)
    ):
        raise ShapeError(
            f"the basis is of other examples: its X is {basis.X.shape} {basis.X.dtype}, and X is "
            f"{X.shape} {X.dtype}" + (", with other values" if basis.X.shape == X.shape else "")
        )
    return basis
