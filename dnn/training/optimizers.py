"""The optimisers of the training loop: the table OPTIMIZERS, and its steps on one flat vector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.shapes import Array
from dnn.update import (
    initialize_velocity,
    update_parameters,
    update_parameters_with_adam,
    update_parameters_with_momentum,
    update_parameters_with_rmsprop,
)

BLOCK = 2**16  # bytes of each array that are stepped at once

Memory = Mapping[str, Mapping[str, Array]]
Numbers = Mapping[str, Any]
Rate = float | Array  # one for all entries, or one for each
Stepped = tuple[Array, dict[str, Array]]


class Optimizer(NamedTuple):
    """One row of OPTIMIZERS: all that depends on which optimiser it is.

    Attributes
    ----------
    textbook : function
        One step as the lecture writes it, from `dnn.update`. It takes ``parameters``, ``grads``,
        ``learning_rate``, the averages and the hyperparameters by these names, and ``t``, the
        number of the update from 1, where it counts them; it returns the new parameters, then the
        new averages in their order.
    step : function
        The same step for speed: ``step(p, slope, memory, t, learning_rate, hyperparameters)``
        takes one vector of all parameters, one of all slopes and one for each average, and returns
        the new p and the new memory. The rate is a number or, in a stack of runs, a vector too.
        It changes none of these; in place it works only on arrays that it has just made. The law
        is equality with the textbook function.
    averages : tuple of str
        What it remembers from step to step; each average starts from 0.
    hyperparameters : tuple of str
        Which of ``dnn.HYPERPARAMETERS`` it reads besides the learning rate.
    is_linear : bool
        Whether its steps are linear in the slopes. Then they are combinations of the examples, and
        training in the subspace that these span is exact, see `dnn.training.subspace`.
    in_blocks : bool
        Whether a long vector is walked in blocks, since all that a step makes of a block stays in
        the processor's cache. Only for a ``step`` that treats every entry by itself.
    """

    textbook: Callable[..., Any]
    step: Callable[[Array, Array, dict[str, Array], int, Rate, Numbers], Stepped]
    averages: tuple[str, ...] = ()
    hyperparameters: tuple[str, ...] = ()
    is_linear: bool = False
    in_blocks: bool = False

    def init(self, parameters: Mapping[str, Array]) -> Memory:
        """Return the memory of the first step: every average is 0."""
        return {average: initialize_velocity(parameters) for average in self.averages}

    def walk(
        self,
        p: Array,
        slope: Array,
        memory: dict[str, Array],
        t: int,
        rate: Rate,
        numbers: Numbers,
    ) -> Stepped:
        """Make the step, in blocks where the vector is long; the numbers are the same."""
        if not self.in_blocks or p.nbytes <= 4 * BLOCK:
            return self.step(p, slope, memory, t, rate, numbers)
        updated, new = np.empty_like(p), {name: np.empty_like(p) for name in memory}
        size = BLOCK // p.itemsize
        for start in range(0, p.size, size):
            here = slice(start, start + size)
            remembered = {name: average[here] for name, average in memory.items()}
            rates = rate[here] if isinstance(rate, np.ndarray) else rate
            updated[here], found = self.step(p[here], slope[here], remembered, t, rates, numbers)
            for name, average in found.items():
                new[name][here] = average
        return updated, new


def descent_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: Rate, numbers: Numbers
) -> Stepped:
    """Make the step of plain gradient descent."""
    updated = slope * rate
    return np.subtract(p, updated, out=updated), {}


def momentum_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: Rate, numbers: Numbers
) -> Stepped:
    """Make the step of momentum."""
    beta = numbers["beta"]
    v = beta * memory["v"]
    v += (1 - beta) * slope
    updated = v * rate
    return np.subtract(p, updated, out=updated), {"v": v}


def rmsprop_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: Rate, numbers: Numbers
) -> Stepped:
    """Make the step of RMSprop."""
    beta2, epsilon = numbers["beta2"], numbers["epsilon"]
    s = beta2 * memory["s"]
    s += (1 - beta2) * (slope * slope)
    root = np.sqrt(s)
    root += epsilon
    updated = slope * rate
    updated /= root
    return np.subtract(p, updated, out=updated), {"s": s}


def adam_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: Rate, numbers: Numbers
) -> Stepped:
    """Make the step of Adam, p - rate * (v / c1) / (sqrt(s) / c2 + epsilon), with fewer divisions.

    The corrections c1 of v and c2 of sqrt(s) are multiplied out: p - rate * c2 / c1 * v /
    (sqrt(s) + epsilon * c2). Kingma and Ba, "Adam" (2015), end of section 2.
    """
    beta1, beta2, epsilon = numbers["beta1"], numbers["beta2"], numbers["epsilon"]
    c1, c2 = 1 - beta1**t, sqrt(1 - beta2**t)
    v = beta1 * memory["v"]
    v += (1 - beta1) * slope
    s = beta2 * memory["s"]
    s += (1 - beta2) * (slope * slope)
    root = np.sqrt(s)
    root += epsilon * c2
    updated = v / root
    updated *= rate * (c2 / c1)
    return np.subtract(p, updated, out=updated), {"v": v, "s": s}


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        "gd": Optimizer(update_parameters, descent_step, is_linear=True),
        "momentum": Optimizer(
            update_parameters_with_momentum,
            momentum_step,
            averages=("v",),
            hyperparameters=("beta",),
            is_linear=True,
            in_blocks=True,
        ),
        "rmsprop": Optimizer(
            update_parameters_with_rmsprop,
            rmsprop_step,
            averages=("s",),
            hyperparameters=("beta2", "epsilon"),
            in_blocks=True,
        ),
        "adam": Optimizer(
            update_parameters_with_adam,
            adam_step,
            averages=("v", "s"),
            hyperparameters=("beta1", "beta2", "epsilon"),
            in_blocks=True,
        ),
    }
)
