"""One iteration as the lecture writes it, on the arrays of any library."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import Any, NamedTuple

from dnn.activations import ACTIVATIONS
from dnn.backward import L_model_backward
from dnn.cost import OUTPUTS, mean_loss
from dnn.forward import L_model_forward
from dnn.libraries import cast, library
from dnn.regularization import add_l2_slopes, l2_penalty
from dnn.shapes import Array, Gradients, Parameters
from dnn.training.optimizers import OPTIMIZERS, Memory, Optimizer
from dnn.training.task import Task


class Examples(NamedTuple):
    """What an iteration sees, as arrays of one library.

    Attributes
    ----------
    X : array, (n_0, m)
    Y : array, (n_L, m)
    weights : array, (1, m), or None
        How many times each example counts.
    masks : mapping
        Dropout: D{l} (n_l, m) of the layers that drop units.
    """

    X: Array
    Y: Array
    weights: Array | None = None
    masks: Mapping[str, Array] = {}


def taken(rows: Examples, numbers: Array) -> Examples:
    """Return those of these numbers out of examples that stand in the rows of X, Y and weights."""
    xp, (X, Y, weights, masks) = library(rows.X), rows
    X, Y = xp.take(X, numbers, axis=0).T, xp.take(Y, numbers, axis=0).T
    return Examples(X, Y, None if weights is None else xp.take(weights, numbers, axis=0).T, masks)


class Point(NamedTuple):
    """Where training stands: the parameters and the optimizer's memory, of one library."""

    parameters: Parameters
    memory: Memory


class Plan(NamedTuple):
    """What all iterations of a training have in common and is no number.

    It is hashable: what a compiler makes of an iteration can be kept for the next training that
    has the same plan. So it holds the rows that its names stand for.
    """

    hidden: tuple[str, ...]
    output: str
    optimizer: Optimizer
    has_penalty: bool
    rows: tuple[Any, ...]

    @classmethod
    def of(cls, task: Task) -> Plan:
        """Return the plan of a training."""
        *hidden, output = task.activations
        rows = *(ACTIVATIONS[name] for name in task.activations), OUTPUTS[output]
        optimizer = OPTIMIZERS[task.chosen["optimizer"]]
        return cls(tuple(hidden), output, optimizer, task.chosen["lambd"] > 0, rows)


def numbers_of(task: Task) -> dict[str, float]:
    """Return the numbers that an iteration reads, besides the learning rate.

    ``decay`` is lambd / m; the others are those of the optimizer.
    """
    names = OPTIMIZERS[task.chosen["optimizer"]].hyperparameters
    decay = task.chosen["lambd"] / task.total
    return {"decay": decay, **{name: task.chosen[name] for name in names}}


def iteration(
    plan: Plan, numbers: Mapping[str, Any], examples: Examples, point: Point, t: Any, rate: Any
) -> tuple[Array, Point]:
    """Return the cost that an iteration finds, and the point that it leaves.

    Parameters
    ----------
    plan : Plan
    numbers : mapping
        As `numbers_of` returns them.
    examples : Examples
    point : Point
    t : int
        Number of the update, from 1.
    rate : float
        Numbers may be single numbers of the library, too.

    Returns
    -------
    cost : array of shape ()
        NaN where a slope is not finite: then the point is lost.
    point : Point

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import hyperparameters, initialize_parameters_deep
    >>> from dnn.engines.iteration import Examples, Plan, Point, iteration, numbers_of
    >>> from dnn.training.task import check_training
    >>> X, Y = np.array([[0.0, 1.0]]), np.array([[0, 1]])
    >>> task = check_training(X, Y, [1, 1], hyperparameters())
    >>> start = Point(initialize_parameters_deep([1, 1]), {})
    >>> cost, left = iteration(Plan.of(task), numbers_of(task), Examples(X, Y), start, 1, rate=0.5)
    >>> print(cost.round(4), left.parameters["W1"].round(4))
    0.4365 [[1.6655]]
    """
    parameters, decay = point.parameters, numbers["decay"]
    X, Y, weights, masks = examples
    wear: dict[str, Any] = {"hidden": plan.hidden, "output": plan.output, "masks": masks}
    AL, caches = L_model_forward(X, parameters, **wear)
    cost = mean_loss(AL, Y, plan.output, weights)
    grads = L_model_backward(AL, Y, caches, **wear, weights=weights)
    if plan.has_penalty:
        cost = cost + l2_penalty(parameters, decay, m=1)
        grads = add_l2_slopes(grads, parameters, decay, m=1)
    lost = _nothing_where_finite(grads, parameters)
    return cast(cost + lost, like=lost), _stepped(plan.optimizer, numbers, grads, point, t, rate)


def _nothing_where_finite(grads: Gradients, parameters: Parameters) -> Any:
    """Return 0 where all slopes of the parameters are finite, else NaN: 0 times infinity is NaN."""
    return sum(library(p).sum(grads[f"d{name}"] * 0) for name, p in parameters.items())


def _stepped(
    optimizer: Optimizer,
    numbers: Mapping[str, Any],
    grads: Gradients,
    point: Point,
    t: Any,
    rate: Any,
) -> Point:
    """Return the point after one step of an optimizer, as the lecture writes it."""
    parameters, memory = point
    known = {name: numbers[name] for name in optimizer.hyperparameters}
    if "t" in signature(optimizer.textbook).parameters:
        known["t"] = t
    found = optimizer.textbook(parameters, grads, **memory, learning_rate=rate, **known)
    updated, *averages = found if isinstance(found, tuple) else (found,)
    return Point(updated, dict(zip(optimizer.averages, averages, strict=False)))
