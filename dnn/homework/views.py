"""How a function is asked: what it returns -> what is compared, where that is not the same thing.

Where a right function may draw from any seed, its draw is described: its shape, the distribution,
the scale. What is described can be compared with every other description.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from dnn.shapes import Array

Function = Callable[..., Any]


def plainly(f: Function, *args: Any) -> Any:
    """Return what the function returns."""
    return f(*args)


# --- initialisation -----------------------------------------------------------------------------

SMALL = {"0.01": 0.01}
SCALES: Mapping[str, Callable[[int], float]] = {
    "0.01": lambda n: 0.01,
    "1 / sqrt(n_prev)": lambda n: n**-0.5,
    "sqrt(2 / n_prev)": lambda n: (2 / n) ** 0.5,
    "1": lambda n: 1.0,
    "1 / n_prev": lambda n: 1 / n,
    "2 / n_prev": lambda n: 2 / n,
    "sqrt(n_prev)": lambda n: n**0.5,
    "0.1": lambda n: 0.1,
    "0.001": lambda n: 0.001,
    "10": lambda n: 10.0,
}
RIGHT = "drawn from N(0, 1), of the right size"


def initialized(f: Function, *dims: Any) -> Any:
    """Describe the parameters that are drawn, and whether they are the same twice."""
    return _described(f, dims, ("0.01",))


def initialized_deep(f: Function, *dims: Any) -> Any:
    """Describe the same; 1 / sqrt(n_prev) and sqrt(2 / n_prev) are right too."""
    return _described(f, dims, ("0.01", "1 / sqrt(n_prev)", "sqrt(2 / n_prev)"))


def _described(f: Function, dims: tuple[Any, ...], right: tuple[str, ...]) -> Any:
    """Describe what two calls return."""
    first = f(*dims)
    np.random.rand(3)  # the second call finds the stream elsewhere, unless it seeds it itself
    second = f(*dims)
    if not isinstance(first, Mapping):
        return first
    seen = {name: _description(np.asarray(p), right) for name, p in first.items()}
    names = [name for name in first if str(name).startswith("W")]
    twice = all(np.array_equal(first[name], second[name]) for name in names)
    drawn = [np.ravel(np.asarray(first[name])) for name in names]
    again = any(_is_same_draw(p, q) for p, q in pairwise(drawn))
    layers = np.array(sum(str(name).startswith("W") for name in first))
    return {
        **seen,
        "layers": layers,
        "seed": "the same twice" if twice else "another draw in every call",
        "draws": "the same numbers in every layer" if again else "other numbers in every layer",
    }


def _is_same_draw(one: Any, other: Any) -> bool:
    """Tell whether two draws begin with the same numbers, whatever their scales."""
    n = min(one.size, other.size)
    if n < 3 or {one.dtype.kind, other.dtype.kind} - {*"iuf"} or not one[:n].any():
        return False
    return bool(np.allclose(one[:n] * other[0], other[:n] * one[0]) and np.ptp(one[:n]) > 0)


def _description(p: Array, right: tuple[str, ...]) -> dict[str, Any]:
    """Describe one parameter: shape, distribution and scale."""
    values: Any = "zeros"
    if p.dtype.kind not in "biuf" or not np.isfinite(p).all():
        values = "not numbers"
    elif p.size and (p != 0).any():
        values = _drawn(p, right) if p.size > 1000 else "not zeros"
    if p.size < 40 and values == "not zeros" and (p == p.flat[0]).all() and p.size > 1:
        values = "one value everywhere"
    return {"shape": np.array(p.shape), "values": values}


def _drawn(p: Array, right: tuple[str, ...]) -> str:
    """Describe a large draw: from which distribution, on which scale."""
    spread = p.std()
    if spread == 0:
        return "one value everywhere"
    normal = 0.64 < (np.abs(p - p.mean()) < spread).mean() < 0.72
    positive = p.min() >= 0
    name = "N(0, 1)" if normal and not positive else "U(0, 1)" if positive else "U(-1, 1)"
    unit = {"N(0, 1)": 1.0, "U(0, 1)": 12**-0.5, "U(-1, 1)": 3**-0.5}[name]
    n_prev = p.shape[-1]
    found = [s for s, scale in SCALES.items() if abs(spread / unit / scale(n_prev) - 1) < 0.06]
    size = next((s for s in right if s in found), found[0] if found else "another size")
    return RIGHT if name == "N(0, 1)" and size in right else f"{name} * {size}"


# --- models -------------------------------------------------------------------------------------


def every_hundredth(costs: Any, n: int) -> Any:
    """Return the costs of iterations 0, 100, 200, ... of a list that may hold more than these."""
    if isinstance(costs, list) and any(isinstance(cost, list) for cost in costs):
        return costs  # such as a list that holds itself
    try:
        row = np.ravel(np.asarray(costs, float))
    except (ValueError, TypeError):
        return costs
    wanted = -(-n // 100)
    if row.size == n > wanted:
        return row[::100]
    return row[:-1] if row.size == wanted + 1 else row


def trained(f: Function, *args: Any) -> Any:
    """Return the parameters of a model, and its costs where it returns them."""
    result = f(*args)
    if isinstance(result, tuple) and len(result) == 2:
        return result[0], every_hundredth(result[1], args[4])
    return result


def parameters_only(f: Function, *args: Any) -> Any:
    """Return the parameters of a model, whatever it returns beside them."""
    result = f(*args)
    return result[0] if isinstance(result, tuple) and len(result) == 2 else result


def optimized(f: Function, *args: Any) -> Any:
    """Return params, grads and the costs of every hundredth iteration."""
    result = f(*args)
    if isinstance(result, tuple) and len(result) == 3:
        return (*result[:2], every_hundredth(result[2], args[4]))
    return result


def modelled(f: Function, *args: Any) -> Any:
    """Return the dict of week 2's model with the costs of every hundredth iteration."""
    result = f(*args)
    if isinstance(result, Mapping) and "costs" in result:
        return {**result, "costs": every_hundredth(result["costs"], args[4])}
    return result


def slopes(f: Function, AL: Array, Y: Array, caches: Any) -> Any:
    """Return grads under the newer keys: an older edition calls dA{l-1} what is called dA{l}."""
    grads = f(AL, Y, caches)
    L = len(caches)
    if not isinstance(grads, Mapping) or "dA0" in grads or f"dA{L}" not in grads:
        return grads
    older = {f"dA{l}": f"dA{l - 1}" for l in range(1, L + 1)}
    return {older.get(name, name): slope for name, slope in grads.items()}


# --- the rest -----------------------------------------------------------------------------------


def first_three(f: Function, *args: Any) -> Any:
    """Return the parameters, v and s of Adam; older editions return no more."""
    result = f(*args)
    return tuple(result)[:3] if isinstance(result, tuple | list) and len(result) == 5 else result


def predicted(f: Function, *args: Any) -> Any:
    """Return predictions as one row, where they are as many."""
    result = f(*args)
    p = np.asarray(result) if isinstance(result, np.ndarray | list) else None
    return p.reshape(1, -1) if p is not None and p.ndim == 1 and p.dtype.kind in "biuf" else result


def batched(f: Function, X: Array, Y: Array, size: int, seed: int) -> Any:
    """Describe mini-batches in a way that leaves the order of the shuffle open."""
    batches = f(X, Y, size, seed)
    if not isinstance(batches, list | tuple) or not all(
        isinstance(batch, list | tuple) and len(batch) == 2 for batch in batches
    ):
        return batches
    full = X.shape[1] // size
    columns = [_columns_of(X, np.asarray(x)) for x, _ in batches]
    paired = [
        np.array_equal(np.ravel(np.asarray(y)), np.asarray(x, float)) and np.ndim(y) == 2
        for x, (_, y) in zip(columns, batches, strict=True)
    ]
    cut = [column for batch in columns[:full] for column in batch]
    everywhere = [column for batch in columns for column in batch]
    shuffled = X.shape[1] < 10 or everywhere != sorted(everywhere)
    other = f(X, Y, size, seed + 7) if X.shape[1] > 10 else None
    seeded = other is None or not shuffled or not _same_batches(batches, other)
    return {
        "sizes": np.array([len(x) for x in columns[:full]]),
        "batches": "apart" if len(set(cut)) == len(cut) else "examples twice",
        "last batch": _last(columns, paired, X.shape[1], size),
        "pairs": "every x has its y" if all(paired[:full]) else "x and y do not belong together",
        "order": "shuffled" if shuffled else "not shuffled",
        "seed": "shuffles by the seed" if seeded else "the seed is not used",
    }


def _last(columns: list[list[int]], paired: list[bool], m: int, size: int) -> str:
    """Describe the last batch: what is left over, if anything is."""
    full, left = m // size, m % size
    if len(columns) != full + bool(left):
        return "missing" if len(columns) < full + bool(left) else "one too many"
    if not left:
        return "right"
    rest = set(range(m)) - {column for batch in columns[:full] for column in batch}
    right = set(columns[-1]) == rest and len(columns[-1]) == left
    return "right" if right and (paired[-1] or not all(paired[:full])) else "other examples"


def _columns_of(X: Array, batch: Array) -> list[int]:
    """Return which column of X each column of a batch is; -1 for none."""
    if batch.ndim != 2 or batch.shape[0] != X.shape[0]:
        return [-1]
    found = (np.flatnonzero((column[:, None] == X).all(axis=0)) for column in batch.T)
    return [int(k[0]) if k.size else -1 for k in found]


def _same_batches(one: Any, other: Any) -> bool:
    """Tell whether two lists of batches hold the same examples in the same order."""
    return len(one) == len(other) and all(
        np.array_equal(x, z) for (x, _), (z, _) in zip(one, other, strict=True)
    )


CACHE = ("Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3")


def dropped_out(f: Function, X: Array, parameters: Mapping[str, Array], keep_prob: float) -> Any:
    """Describe each step of dropout by the masks that the function drew itself."""
    result = f(X, parameters, keep_prob)
    if not (isinstance(result, tuple | list) and len(result) == 2):
        return result
    if not (isinstance(result[1], tuple | list) and len(result[1]) == len(CACHE)):
        return result
    A3, c = np.asarray(result[0]), {k: np.asarray(v) for k, v in zip(CACHE, result[1], strict=True)}
    seen: dict[str, Any] = {}
    A = X
    for l in (1, 2, 3):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        right = np.shape(c[f"Z{l}"]) == Z.shape and np.allclose(c[f"Z{l}"], Z, 1e-6)
        seen[f"Z{l}"] = f"W{l} A{l - 1} + b{l}" if right else f"not W{l} A{l - 1} + b{l}"
        if l < 3:
            seen[f"D{l}"] = _mask(c[f"D{l}"], c[f"Z{l}"].shape, keep_prob)
            seen[f"A{l}"] = _kept(c[f"A{l}"], c[f"Z{l}"], c[f"D{l}"], keep_prob)
            A = c[f"A{l}"]
    kept = (np.array_equal(c[name], p) for name, p in parameters.items())
    seen["cache"] = "holds W and b" if all(kept) else "holds other W and b"
    s = 1 / (1 + np.exp(-c["Z3"]))
    for name, output in (("A3", A3), ("A3 in cache", c["A3"])):
        right = output.shape == s.shape and np.allclose(output, s, 1e-6)
        seen[name] = "sigmoid(Z3)" if right else "not sigmoid(Z3)"
    return seen


def _mask(D: Array, shape: tuple[int, ...], keep_prob: float) -> str:
    """Describe a mask: its entries, and the share of 1."""
    if D.shape != shape:
        return "not of the shape of Z"
    if not np.isin(D, (0, 1)).all():
        return "not 0 and 1"
    share = float(D.mean())
    if abs(share - keep_prob) < 0.045:
        return "0 and 1, 1 with probability keep_prob"
    if abs(share - 1 + keep_prob) < 0.045:
        return "0 and 1, 1 with probability 1 - keep_prob"
    return "0 and 1, 1 with another probability"


def _kept(A: Array, Z: Array, D: Array, keep_prob: float) -> str:
    """Describe an activation after dropout: relu(Z) * D / keep_prob, or what it is instead."""
    if A.shape != Z.shape or D.shape != Z.shape:
        return "of another shape"
    relu = np.maximum(Z, 0)
    forms = {
        "relu(Z) * D / keep_prob": relu * D / keep_prob,
        "relu(Z) * D": relu * D,
        "relu(Z) / keep_prob": relu / keep_prob,
        "relu(Z)": relu,
        "relu(Z) * D * keep_prob": relu * D * keep_prob,
        "relu(Z) * D / (1 - keep_prob)": relu * D / (1 - keep_prob),
        "tanh(Z) * D / keep_prob": np.tanh(Z) * D / keep_prob,
        "sigmoid(Z) * D / keep_prob": D / keep_prob / (1 + np.exp(-Z)),
    }
    fitting = (form for form, value in forms.items() if np.allclose(A, value, 1e-6))
    return next(fitting, "another formula")
