"""The losses of an example and their slopes at the output, side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from dnn.activations import sigmoid, softmax
from dnn.libraries import library
from dnn.shapes import Array


def binary_cross_entropies(AL: Array, Y: Array) -> Array:
    """Return -(Y log AL + (1 - Y) log(1 - AL)), one per unit and example."""
    return -(Y * _log(AL) + (1 - Y) * _log_of_rest(AL))


def sigmoid_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ of `binary_cross_entropies` at a sigmoid: AL - Y, where AL is sigmoid(Z).

    The chain rule gives dAL = (1 - Y) / (1 - AL) - Y / AL and dZ = dAL * s * (1 - s) with
    s = sigmoid(Z). Regrouped, each quotient is 1 where AL is s, and stays 1 where both sides of
    it have reached 0, so that a saturated output is still pulled back.
    """
    s, _ = sigmoid(Z)
    return (1 - Y) * s * _quotient(1 - s, 1 - AL) - Y * (1 - s) * _quotient(s, AL)


def categorical_cross_entropies(AL: Array, Y: Array) -> Array:
    """Return -Y log AL, one per unit and example."""
    return -Y * _log(AL)


def softmax_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ of `categorical_cross_entropies` at a softmax: AL - Y, where AL is softmax(Z).

    The chain rule gives dAL = -Y / AL and, by the Jacobian, dZ = s * (dA - sum(s * dA)) with
    s = softmax(Z); it is regrouped as in `sigmoid_cost_slope`. Columns of Y need not add up to 1.
    """
    s, _ = softmax(Z)
    pulled = Y * _quotient(s, AL)
    return s * library(s).sum(pulled, axis=0, keepdims=True) - pulled


def half_squared_errors(AL: Array, Y: Array) -> Array:
    """Return (AL - Y)^2 / 2, one per unit and example."""
    return (AL - Y) ** 2 / 2


def linear_cost_slope(AL: Array, Y: Array, Z: Array) -> Array:
    """Return dZ of `half_squared_errors` at a linear output: AL - Y."""
    return AL - Y


def _quotient(a: Array, b: Array) -> Array:
    """Return a / b, with 0 / 0 read as 1."""
    xp, both_zero = library(a), (a == 0) & (b == 0)
    one = xp.ones_like(a)
    return xp.where(both_zero, one, a) / xp.where(both_zero, one, b)


def _log(AL: Array) -> Array:
    """Return log AL, at AL = 0 that of the smallest positive number."""
    return _log_or(AL, float(np.log(_finfo(AL).smallest_subnormal)))


def _log_of_rest(AL: Array) -> Array:
    """Return log(1 - AL), at AL = 1 that for the largest number below 1."""
    return _log_or(1 - AL, float(np.log(_finfo(AL).epsneg)))


def _log_or(p: Array, at_0: float) -> Array:
    """Return log p, and a number in its place where p is 0."""
    xp = library(p)
    one = xp.ones_like(p)
    return xp.where(p == 0, at_0 * one, xp.log(xp.where(p == 0, one, p)))


def _finfo(A: Array) -> Any:
    """Return the limits of the floats of an array, by the width that its library names."""
    return np.finfo(np.float32 if library(A).finfo(A.dtype).bits == 32 else np.float64)


def sigmoid_sensitivity(AL: Array, Y: Array) -> Array:
    """Return how far -(Y log AL + (1 - Y) log(1 - AL)) is moved by a small share of AL."""
    rest = np.abs(1 - Y) * AL / np.maximum(1 - AL, np.finfo(AL.dtype).epsneg)
    is_lost = (AL == 1) & (Y != 1)
    return softmax_sensitivity(AL, Y) + np.where(is_lost, np.inf, rest)


def softmax_sensitivity(AL: Array, Y: Array) -> Array:
    """Return how far -Y log AL is moved by a small share of AL; inf where AL has no such share."""
    is_lost = (np.finfo(AL.dtype).tiny > AL) & (Y != 0)
    return np.where(is_lost, np.inf, np.abs(Y))


def error(AL: Array, Y: Array) -> Array:
    """Return AL - Y, which the slope of all three comes to where AL is that of Z."""
    return AL - Y
