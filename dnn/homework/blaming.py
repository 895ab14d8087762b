"""Which equations are hurt: the leaves that are wrong -> the numbers of the README's table.

Each step is recomputed from what the function itself returned before it. So a step that is right
is not blamed for what came wrong into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

import numpy as np

from dnn.homework.problems import Problem
from dnn.homework.solutions import week4
from dnn.shapes import Array

Named = Mapping[str, Any]  # the name of a leaf -> what the function returned
Blame = Callable[[Set[str], Named, Named, Problem], set[int]]


def none(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Blame no equation."""
    return set()


def always(number: int) -> Blame:
    """Blame one equation for every wrong value."""
    return lambda wrong, got, want, problem: {number} if wrong else set()


def by_name(numbers: Mapping[str, int]) -> Blame:
    """Blame the equation of every leaf that is wrong."""
    return lambda wrong, got, want, problem: {numbers[name] for name in wrong if name in numbers}


def activation_forward(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Blame (1) where Z is wrong, else (2)."""
    return {1} if "cache.Z" in wrong else {2} if "A" in wrong else set()


LAYER = {"dW": 7, "db": 8, "dA_prev": 9}


def activation_backward(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Blame (6) where all three slopes are wrong, else the equations of those that are."""
    return {6} if wrong >= LAYER.keys() else {LAYER[name] for name in wrong if name in LAYER}


def near(one: Any, other: Any) -> bool:
    """Tell whether two values agree in shape and number."""
    return np.shape(one) == np.shape(other) and np.allclose(one, other, 1e-5, 1e-9)


def deep_forward(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Go forward through the caches; blame the first step that does not follow from its own."""
    parameters = problem.args[1]
    L = len(parameters) // 2
    before = [problem.args[0]]  # every activation so far
    for l in range(1, L + 1):
        A_prev, Z = got.get(f"caches[{l - 1}].A_prev"), got.get(f"caches[{l - 1}].Z")
        if A_prev is None or Z is None:
            return set()
        if not near(A_prev, before[-1]):
            return {1} if l == 1 or any(near(A_prev, A) for A in before) else {2}
        if not near(Z, parameters[f"W{l}"] @ A_prev + parameters[f"b{l}"]):
            return {1}
        before.append(np.maximum(Z, 0))
    return {2} if "AL" in wrong else set()


def deep_backward(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Go back through the slopes; blame the first layer whose do not follow from its own dA."""
    AL, Y, caches = problem.args
    dA, activation = -(Y / AL - (1 - Y) / (1 - AL)), "sigmoid"
    for l in range(len(caches), 0, -1):
        names = (f"dA{l - 1}", f"dW{l}", f"db{l}")
        if any(got.get(name) is None for name in names):
            return set()
        right = week4.linear_activation_backward(dA, caches[l - 1], activation)
        bad = {n for n, v, k in zip((9, 7, 8), right, names, strict=True) if not near(got[k], v)}
        if bad:
            return {6} if len(bad) == 3 else bad
        dA, activation = got[names[0]], "relu"
    return set()


def one_layer(dW: str, db: str, wrong: Set[str], got: Named, want: Named, m: int) -> set[int]:
    """Blame (7) or (8) where one slope is wrong, or both by m; else (6), which both come from."""
    bad = {n for n, name in ((7, dW), (8, db)) if name in wrong}
    if len(bad) < 2:
        return bad
    by_m = (
        np.shape(got[name]) == np.shape(want[name])
        and any(near(got[name], want[name] * factor) for factor in (m, 1 / m))
        for name in (dW, db)
    )
    return bad if m > 1 and all(by_m) else {6}


def logistic(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Blame (2) where the cost is wrong too, unless all are off by one m; else the slopes'."""
    names = ("dw", "db", "cost")
    if wrong >= {*names}:
        by_m = np.size(got["cost"]) == 1 and all(
            near(got[name] * want["cost"], want[name] * got["cost"]) for name in names
        )
        return {7, 8} if by_m else {2}
    return one_layer("dw", "db", wrong, got, want, problem.args[2].shape[1])


def shallow_backward(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Blame the output layer first, the hidden layer where that one is right."""
    m = problem.args[2].shape[1]
    output = one_layer("dW2", "db2", wrong, got, want, m)
    if 6 in output:
        return output
    return output | one_layer("dW1", "db1", wrong, got, want, m)


def shallow_forward(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Recompute each step from the one before, as it was returned."""
    X, p = problem.args
    if not wrong & {"Z2", "A2"}:
        return set()  # what is right in the end was computed right: only the cache is wrong
    if any(got.get(name) is None for name in ("Z1", "A1", "Z2", "A2")):
        return {2} if "A2" in wrong else set()
    Z1, A1, Z2, A2 = (got[name] for name in ("Z1", "A1", "Z2", "A2"))
    try:
        steps = [
            (1, Z1, p["W1"] @ X + p["b1"]),
            (2, A1, np.tanh(Z1)),
            (1, Z2, p["W2"] @ A1 + p["b2"]),
            (2, A2, 1 / (1 + np.exp(-Z2))),
        ]
    except (ValueError, KeyError):
        return {1}
    return {number for number, value, right in steps if not near(value, right)} or {2}


def regularized(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Recompute each slope from the one before it, as it was returned."""
    X, Y, cache, decay = problem.args
    m, blamed = X.shape[1], set[int]()
    A: dict[int, Array] = {0: X, 1: cache[1], 2: cache[5]}
    W: dict[int, Array] = {1: cache[2], 2: cache[6], 3: cache[10]}
    dZ_right = cache[9] - Y
    for l in (3, 2, 1):
        dZ = got.get(f"dZ{l}")
        if dZ is None or np.shape(dZ) != dZ_right.shape:
            return blamed | {6}
        if not near(dZ, dZ_right):
            blamed.add(6)
        if not near(got.get(f"dW{l}"), dZ @ A[l - 1].T / m + decay / m * W[l]):
            blamed.add(7)
        if not near(got.get(f"db{l}"), dZ.sum(axis=1, keepdims=True) / m):
            blamed.add(8)
        if l == 1:
            return blamed
        dA = got.get(f"dA{l - 1}")
        if not near(dA, W[l].T @ dZ):
            blamed.add(9)
        if dA is None or np.shape(dA) != A[l - 1].shape:
            return blamed
        dZ_right = dA * (A[l - 1] > 0)
    return blamed


def dropout(wrong: Set[str], got: Named, want: Named, problem: Problem) -> set[int]:
    """Blame (1) for Z, (2) for the output; the masks have no number."""
    first = sorted(name for name in wrong if name[0] == "Z")
    return {1} if first else {2} if wrong & {"A3", "A3 in cache"} else set()
