"""The numeric slope of the cost by every parameter, and how far it may be off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import ACTIVATIONS
from dnn.cost import OUTPUTS, Output, compute_cost
from dnn.forward import L_model_forward
from dnn.lesson.trace import trace
from dnn.regularization import l2_penalty
from dnn.shapes import Array

ROUNDING = 4  # how many units in the last place of its parts the cost may be off
UNIT = float(np.finfo(np.float64).epsneg)
SHARE = 1e-6  # of AL, where an output does not say how far its losses are moved


class Problem(NamedTuple):
    """The cost that slopes are taken of."""

    X: Array
    Y: Array
    activations: tuple[str, ...]
    lambd: float
    weights: Array | None = None

    @property
    def wear(self) -> dict[str, Any]:
        """The activations as the way forward and back is told them."""
        return {"hidden": self.activations[:-1], "output": self.activations[-1]}

    def cost(self, parameters: Mapping[str, Array]) -> tuple[float, list[Array]]:
        """Return the cost, and on which side of its kink each unit of a kinked layer lies."""
        AL, caches = L_model_forward(self.X, parameters, **self.wear)
        cost = compute_cost(AL, self.Y, output=self.activations[-1], weights=self.weights)
        cost = cost + l2_penalty(parameters, self.lambd, self.Y.shape[1])
        worn = zip(caches, self.activations, strict=True)
        return float(cost), [Z > 0 for (_, Z), g in worn if ACTIVATIONS[g].kinked]


def numeric_slopes(
    problem: Problem,
    parameters: Mapping[str, Array],
    taken: Mapping[str, Array],
    epsilon: float,
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the central differences, and for which entries a unit crossed its kink."""
    numeric = {name: np.zeros(p.shape) for name, p in parameters.items()}
    crossed = {name: np.zeros(p.shape, bool) for name, p in parameters.items()}
    for name, p in parameters.items():
        moved = p.copy()
        around = {**parameters, name: moved}
        for place in map(tuple, np.argwhere(taken[name])):
            moved[place] = there = p[place] + epsilon
            high, sides = problem.cost(around)
            moved[place] = back = p[place] - epsilon
            low, other_sides = problem.cost(around)
            moved[place] = p[place]
            _check_step(name, place, p[place], there - back, epsilon)
            numeric[name][place] = (high - low) / (there - back)
            pairs = zip(sides, other_sides, strict=True)
            crossed[name][place] = any((one != other).any() for one, other in pairs)
    return numeric, crossed


def _check_step(name: str, place: tuple[int, ...], value: float, step: float, size: float) -> None:
    """Check that float can tell the parameter from itself a step away."""
    if not step > 0:
        where = ", ".join(map(str, place))
        raise ValueError(
            f"epsilon={size:g} is too small a step for {name}[{where}] = {value:g}: float cannot "
            "tell the two apart"
        )


def error_of_slopes(problem: Problem, parameters: Mapping[str, Array], epsilon: float) -> float:
    """Return how far a numeric slope may be off; inf where an output is saturated.

    The cost is off by units in the last place of its parts: of itself; of each loss, by the
    rounding of AL; of each Z, by that of its sum. Both slopes are off by units of the activations,
    and the numeric one by the square of the step, as far as it reaches.
    """
    t = trace(problem.X, parameters, problem.Y, **problem.wear)
    AL, Y, m = t["AL"].value, problem.Y, problem.X.shape[1]
    parts = np.abs(_sensitivity(OUTPUTS[problem.activations[-1]], AL, Y)).sum(axis=0)
    for l in range(1, len(problem.activations) + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        sums = np.abs(W) @ np.abs(t[f"A{l - 1}"].value) + np.abs(b)
        parts = parts + (np.abs(t[f"dZ{l}"].value) * sums).sum(axis=0)
    if problem.weights is not None:
        parts = parts * (problem.weights[0] * (m / problem.weights.sum()))
    cost, _ = problem.cost(parameters)
    off = abs(cost) + float(np.linalg.norm(parts)) / m
    reach = max(1.0, *(float(np.abs(step.value).max()) for step in t.kind("A")))
    scale = reach * max(1.0, float(np.abs(AL).max()))
    return float(ROUNDING * UNIT * (off / epsilon + scale) + (epsilon * reach) ** 2 * scale)


def _sensitivity(output: Output, AL: Array, Y: Array) -> Array:
    """Return how far each loss is moved by a small share of AL; infinitely far where it is lost."""
    if output.sensitivity is not None:
        return output.sensitivity(AL, Y)
    moved = output.losses(AL * (1 + SHARE), Y) - output.losses(AL * (1 - SHARE), Y)
    return np.nan_to_num(moved / (2 * SHARE), nan=np.inf)
