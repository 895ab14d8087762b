"""What simple thing turns a wrong array into the right one: a factor, a sign, a transpose."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from dnn.homework.comparing import Leaves
from dnn.homework.problems import Problem
from dnn.shapes import Array


class Turn(NamedTuple):
    """The key of the sentence that says it, and what is put into the sentence."""

    key: str
    places: dict[str, Any]


def turned(path: str, got: Leaves, want: Leaves, problem: Problem) -> Turn | None:
    """Return what turns a leaf into the right one; None where nothing simple does."""
    g, w = got.get(path), want.get(path)
    if not isinstance(g, np.ndarray) or not isinstance(w, np.ndarray) or g.dtype.kind not in "iuf":
        return None
    if g.shape != w.shape:
        return _shape(g, w)
    if w.size == 0 or not np.isfinite(g).all() or not np.isfinite(w).all():
        return None
    return _factor(g, w, problem) or _shift(g, w) or _mirrored(g, w)


def _shape(g: Array, w: Array) -> Turn | None:
    """Tell a transpose, and a lost or added dimension of 1."""
    if g.T.shape == w.shape and w.ndim == 2 and np.allclose(g.T, w):
        return Turn("transposed", {})
    if g.size == w.size and np.allclose(np.ravel(g), np.ravel(w)):
        return Turn("rank", {"got": g.shape})
    return None


def _mirrored(g: Array, w: Array) -> Turn | None:
    """Tell the transpose of a square matrix."""
    square = w.ndim == 2 and w.shape[0] == w.shape[1] > 1
    return Turn("transposed", {}) if square and np.allclose(g.T, w) else None


def _factor(g: Array, w: Array, problem: Problem) -> Turn | None:
    """Tell a factor: of m, of a sign, or any other."""
    there = np.abs(w) > 1e-9
    if not there.any() or np.abs(g[~there]).max(initial=0.0) > 1e-9:
        return None
    ratios = g[there] / w[there]
    factor = float(ratios.flat[0])
    if not np.allclose(ratios, factor, 1e-5) or factor == 0 or np.isclose(factor, 1, 1e-3):
        return None
    if np.isclose(factor, -1):
        return Turn("sign", {})
    sizes = _columns(problem.args)
    if any(np.isclose(factor, m) for m in sizes):
        return Turn("factor m", {})
    if any(np.isclose(factor, 1 / m) for m in sizes):
        return Turn("factor 1 / m", {})
    return Turn("factor", {"factor": factor}) if w[there].size > 1 else None


def _shift(g: Array, w: Array) -> Turn | None:
    """Tell the same number added everywhere."""
    shift = g - w
    same = w.size > 1 and np.allclose(shift, shift.flat[0], 1e-5)
    return Turn("shifted", {}) if same else None


def _columns(args: Any) -> set[int]:
    """Return how many columns the matrices among the arguments have, where that is not one."""
    if isinstance(args, np.ndarray):
        return {args.shape[1]} - {1} if args.ndim == 2 else set()
    parts = args.values() if isinstance(args, dict) else args
    if not isinstance(args, dict | tuple | list):
        return set()
    return set().union(*map(_columns, parts))
