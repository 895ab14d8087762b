"""The one check of a layer: W, b, A_prev, dZ and its cache against the equations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dnn.checks.arrays import as_real, check_array, check_matrix, described, shape_of
from dnn.shapes import Array, Cache, LinearCache, ShapeError, equation
from dnn.text import phrase_if


def check_layer(W: Array, b: Array, l: int | None = None) -> None:
    """Check that W is (n, n_prev) and b is (n, 1)."""
    check_matrix(_name("W", l), W, "(n, n_prev): a row per unit, a column per input")
    n = W.shape[0]
    if shape_of(b) != (n, 1):
        raise ShapeError(
            f"{_layer(l)}{equation(1)}: {_name('W', l)} is {W.shape}, so {_name('b', l)} "
            f"must be ({n}, 1), a column with one row per unit, but it is {described(b)}"
            + phrase_if(shape_of(b) in ((n,), (1, n)), f"; reshape it to ({n}, 1)")
            + phrase_if(
                shape_of(b) == (W.shape[1], 1),
                f"; or {_name('W', l)} looks transposed: it is (units, inputs)",
            )
        )


def check_linear(A_prev: Array, W: Array, b: Array, l: int | None = None) -> None:
    """Check the shapes of (1) Z = W A_prev + b: (n, n_prev) times (n_prev, m) plus (n, 1)."""
    check_layer(W, b, l)
    name = "X" if l == 1 else "A_prev"
    check_matrix(name, A_prev, "(n_prev, m): one column per example")
    n_prev = W.shape[1]
    if A_prev.shape[0] != n_prev:
        symbol = "n_prev" if l is None else f"n_{l - 1}"
        raise ShapeError(
            f"{_layer(l)}{equation(1)}: {_name('W', l)} is {W.shape}, so {name} must have "
            f"{n_prev} rows ({symbol} = {n_prev}), but it is {A_prev.shape}"
            + _linear_cause(A_prev, W)
        )


def _linear_cause(A_prev: Array, W: Array) -> str:
    """Tell, where shapes alone can tell it, why A_prev does not fit W."""
    if A_prev.shape[1] == W.shape[1]:
        return "; it looks transposed: examples are columns, so pass its .T"
    if W.shape[0] == A_prev.shape[0]:
        return "; W looks transposed: it is (units, inputs)"
    return ""


def check_slope(dZ: Array, cache: LinearCache, l: int | None = None) -> None:
    """Check the shapes of (7) dW = dZ A_prev^T / m and (9) dA_prev = W^T dZ."""
    A_prev, W, b = check_linear_cache(cache, l)
    check_linear(A_prev, W, b, l)
    check_matrix(_name("dZ", l), dZ, "(n, m), as Z is")
    expected = (W.shape[0], A_prev.shape[1])
    if dZ.shape != expected:
        raise ShapeError(
            f"{_layer(l)}{equation(7)}: {_name('W', l)} is {W.shape} and A_prev is "
            f"{A_prev.shape}, so {_name('dZ', l)} must be {expected}, but it is {dZ.shape}"
            + phrase_if(dZ.shape == expected[::-1], "; it looks transposed")
        )


def check_elementwise(dA: Array, Z: Array) -> Array:
    """Return dA as floats, after checking the shapes of (6) dZ = dA * g'(Z): both (n, m)."""
    dA = as_real("dA", dA)
    check_array("Z", Z)
    if shape_of(dA) != shape_of(Z):
        raise ShapeError(
            f"{equation(6)}: dA must have the shape of Z, {described(Z)}, but it is "
            f"{described(dA)}"
            + phrase_if(shape_of(dA) == (shape_of(Z) or ())[::-1], "; it looks transposed")
        )
    return dA


def check_linear_cache(cache: Any, l: int | None = None) -> LinearCache:
    """Return the linear cache (A_prev, W, b), after checking that it is one."""
    if not isinstance(cache, Sequence) or len(cache) != 3:
        raise ValueError(
            f"{_layer(l)}a linear cache is (A_prev, W, b), the second value that linear_forward "
            f"returns; got {described(cache)}"
            + phrase_if(
                isinstance(cache, Sequence) and len(cache) == 2,
                ": that looks like a whole cache ((A_prev, W, b), Z), pass its first part",
            )
        )
    A_prev, W, b = cache
    return A_prev, W, b


def check_cache(cache: Any, l: int | None = None) -> Cache:
    """Return the cache ((A_prev, W, b), Z), after checking that it is one."""
    if not isinstance(cache, Sequence) or len(cache) != 2:
        raise ValueError(
            f"{_layer(l)}a cache is ((A_prev, W, b), Z), the second value that "
            f"linear_activation_forward returns; got {described(cache)}"
        )
    linear_cache, Z = cache
    return check_linear_cache(linear_cache, l), Z


def _layer(l: int | None) -> str:
    """Return 'layer 2, ' where the layer is known."""
    return "" if l is None else f"layer {l}, "


def _name(name: str, l: int | None) -> str:
    """Return 'W2' where the layer is known, else 'W'."""
    return name if l is None else f"{name}{l}"
