"""The loop of gradient descent, as an iterator over its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dnn.backward import L_model_backward
from dnn.checks import check_number, check_whole_number
from dnn.cost import compute_cost
from dnn.forward import L_model_forward
from dnn.shapes import (
    Array,
    Parameters,
    check_examples,
    check_finite,
    network_dims,
)
from dnn.update import update_parameters


@dataclass(frozen=True)
class Step:
    """One iteration: its number, the cost that it found and the parameters that it left.

    Attributes
    ----------
    iteration : int
        i = 0, 1, 2, ...
    cost : array of shape (), on being asked for
        The cost of the parameters that entered the iteration.
    parameters : dict
        The parameters that left the iteration.
    """

    iteration: int
    parameters: Parameters
    AL: Array
    Y: Array

    @cached_property
    def cost(self) -> Array:
        """Compute the cost of the output that this iteration saw."""
        return compute_cost(self.AL, self.Y)


def train(
    X: Array,
    Y: Array,
    parameters: Mapping[str, Array],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
) -> Iterator[Step]:
    """Yield the steps of gradient descent from these parameters, one an iteration.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column an example. Other numbers are converted to float64 once, here.
    Y : array of int, bool or float, (n_L, m)
        Labels.
    parameters : mapping
        Where to start, for example from `initialize_parameters_deep`.
    learning_rate : float
    num_iterations : int

    Returns
    -------
    iterator of Step
        Each with ``iteration``, ``cost`` and ``parameters``.

    Raises
    ------
    ValueError
        At the call, before the first step: when shapes do not fit, X holds NaN or infinity, or a
        hyperparameter is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_parameters_deep, train
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> steps = train(X, Y, initialize_parameters_deep([1, 1]), learning_rate=0.5)
    >>> first = next(steps)
    >>> second = next(steps)
    >>> second.iteration, bool(second.cost < first.cost)
    (1, True)
    """
    check_examples(X, Y, network_dims(parameters))
    learning_rate = check_number("learning_rate", learning_rate, "(0, inf)")
    check_whole_number("num_iterations", num_iterations, least=0)
    X = as_floats(X)
    check_finite(X)
    Y = Y.astype(X.dtype, copy=False)
    check_finite(Y, "Y")
    start = {name: p.astype(X.dtype, copy=False) for name, p in parameters.items()}
    return _steps(X, Y, start, learning_rate, num_iterations)


def _steps(
    X: Array, Y: Array, parameters: Parameters, learning_rate: float, num_iterations: int
) -> Iterator[Step]:
    """Yield the steps: the arrows of the lecture, in a loop."""
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        yield Step(i, parameters, AL, Y)


def as_floats(X: Array) -> Array:
    """Return X itself where it is float32 or float64, else a float64 copy."""
    if X.dtype in (np.float32, np.float64):
        return X
    if X.dtype.kind not in "buif":
        raise ValueError(f"X must hold real numbers, but its dtype is {X.dtype}")
    return X.astype(np.float64)
