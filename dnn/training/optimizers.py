"""Steps with a memory: momentum, RMSprop and Adam; the table of OPTIMIZERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.networks import check_gradients, check_mapping, network_dims
from dnn.checks.values import check_number, check_whole_number
from dnn.shapes import Array, Gradients, Parameters, ShapeError
from dnn.text import listed

Arrays = Mapping[str, Array]
Numbers = Mapping[str, Any]
Memory = Mapping[str, Arrays]
Stepped = tuple[Array, dict[str, Array]]


class Optimizer(NamedTuple):
    """One row of OPTIMIZERS: the averages that it remembers, and its step for one array.

    ``step(p, slope, memory, t, learning_rate, hyperparameters)`` returns the new p and the new
    memory of p, a dict of one array per average; t counts the updates from 1.
    """

    averages: tuple[str, ...]
    step: Callable[[Array, Array, dict[str, Array], int, float, Numbers], Stepped]

    def init(self, parameters: Arrays) -> Memory:
        """Return the memory of the first step: every average is 0."""
        return {average: initialize_velocity(parameters) for average in self.averages}

    def update(
        self,
        parameters: Arrays,
        grads: Arrays,
        memory: Memory,
        t: int,
        learning_rate: float,
        hyperparameters: Numbers,
    ) -> tuple[Parameters, dict[str, Gradients]]:
        """Return the parameters and the memory after one step."""
        check_gradients(parameters, grads)
        rate = check_number("learning_rate", learning_rate)
        for average in self.averages:
            check_memory(parameters, memory[average], average)
        updated: Parameters = {}
        new: dict[str, Gradients] = {average: {} for average in self.averages}
        for name, p in parameters.items():
            old = {average: memory[average][f"d{name}"] for average in self.averages}
            updated[name], kept = self.step(p, grads[f"d{name}"], old, t, rate, hyperparameters)
            for average in self.averages:
                new[average][f"d{name}"] = kept[average]
        return updated, new


# --- momentum -----------------------------------------------------------------------------------


def initialize_velocity(parameters: Mapping[str, Array]) -> Gradients:
    """Return v = 0 of the shape of every slope.

    Parameters
    ----------
    parameters : mapping
        W{l} and b{l} for l = 1 .. L.

    Returns
    -------
    dict
        ``dW1``, ``db1``, ..., of zeros.

    Raises
    ------
    ValueError
        When the parameters do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_velocity
    >>> initialize_velocity({"W1": np.array([[1.0]]), "b1": np.array([[2.0]])})
    {'dW1': array([[0.]]), 'db1': array([[0.]])}
    """
    network_dims(parameters)
    return {f"d{name}": np.zeros_like(p) for name, p in parameters.items()}


def update_parameters_with_momentum(
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array],
    v: Mapping[str, Array],
    beta: float,
    learning_rate: float,
) -> tuple[Parameters, Gradients]:
    """Return W - learning_rate * v for v = beta * v + (1 - beta) * dW, and v; b likewise.

    Parameters
    ----------
    parameters, grads : mappings
        See `update_parameters`.
    v : mapping
        The velocity, an average of the slopes that forgets by and by.
    beta : float in [0, 1)
        With 0 this is `update_parameters`.
    learning_rate : float

    Returns
    -------
    parameters : dict
    v : dict

    Raises
    ------
    ValueError
        When a slope or a velocity is missing or misshapen, or beta is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_velocity, update_parameters_with_momentum
    >>> parameters = {"W1": np.array([[1.0]]), "b1": np.array([[2.0]])}
    >>> grads = {"dW1": np.array([[10.0]]), "db1": np.array([[-10.0]])}
    >>> v = initialize_velocity(parameters)
    >>> update_parameters_with_momentum(parameters, grads, v, beta=0.5, learning_rate=0.1)
    ({'W1': array([[0.5]]), 'b1': array([[2.5]])}, {'dW1': array([[5.]]), 'db1': array([[-5.]])})
    """
    numbers = {"beta": check_number("beta", beta, "[0, 1)")}
    updated, memory = OPTIMIZERS["momentum"].update(
        parameters, grads, {"v": v}, 1, learning_rate, numbers
    )
    return updated, memory["v"]


def momentum_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: float, numbers: Numbers
) -> Stepped:
    """Make the step of momentum for one array."""
    beta = numbers["beta"]
    v = beta * memory["v"] + (1 - beta) * slope
    return p - rate * v, {"v": v}


# --- RMSprop ------------------------------------------------------------------------------------


def initialize_rmsprop(parameters: Mapping[str, Array]) -> Gradients:
    """Return s = 0 of the shape of every slope, see `initialize_velocity`.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_rmsprop
    >>> initialize_rmsprop({"W1": np.array([[1.0]]), "b1": np.array([[2.0]])})
    {'dW1': array([[0.]]), 'db1': array([[0.]])}
    """
    return initialize_velocity(parameters)


def update_parameters_with_rmsprop(
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array],
    s: Mapping[str, Array],
    learning_rate: float = 0.01,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[Parameters, Gradients]:
    """Return W - learning_rate * dW / (sqrt(s) + epsilon) for s = beta2 * s + (1 - beta2) * dW^2.

    Parameters
    ----------
    parameters, grads : mappings
        See `update_parameters`.
    s : mapping
        The average of the squared slopes.
    learning_rate : float
    beta2 : float in [0, 1)
    epsilon : float in (0, inf)

    Returns
    -------
    parameters : dict
    s : dict

    Raises
    ------
    ValueError
        When a slope or an average is missing or misshapen, or a number is out of its range.

    Notes
    -----
    Hinton, "Neural Networks for Machine Learning" (2012), lecture 6e.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_rmsprop, update_parameters_with_rmsprop
    >>> parameters = {"W1": np.array([[1.0]]), "b1": np.array([[2.0]])}
    >>> grads = {"dW1": np.array([[4.0]]), "db1": np.array([[-4.0]])}
    >>> s = initialize_rmsprop(parameters)
    >>> updated, s = update_parameters_with_rmsprop(parameters, grads, s, 0.1, beta2=0.75)
    >>> updated["W1"].round(6), s["dW1"]
    (array([[0.8]]), array([[4.]]))
    """
    numbers = {
        "beta2": check_number("beta2", beta2, "[0, 1)"),
        "epsilon": check_number("epsilon", epsilon, "(0, inf)"),
    }
    updated, memory = OPTIMIZERS["rmsprop"].update(
        parameters, grads, {"s": s}, 1, learning_rate, numbers
    )
    return updated, memory["s"]


def rmsprop_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: float, numbers: Numbers
) -> Stepped:
    """Make the step of RMSprop for one array."""
    beta2, epsilon = numbers["beta2"], numbers["epsilon"]
    s = beta2 * memory["s"] + (1 - beta2) * slope**2
    return p - rate * slope / (np.sqrt(s) + epsilon), {"s": s}


# --- Adam ---------------------------------------------------------------------------------------


def initialize_adam(parameters: Mapping[str, Array]) -> tuple[Gradients, Gradients]:
    """Return v = 0 and s = 0 of the shape of every slope, see `initialize_velocity`.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_adam
    >>> v, s = initialize_adam({"W1": np.array([[1.0]]), "b1": np.array([[2.0]])})
    >>> v
    {'dW1': array([[0.]]), 'db1': array([[0.]])}
    """
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array],
    v: Mapping[str, Array],
    s: Mapping[str, Array],
    t: int,
    learning_rate: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[Parameters, Gradients, Gradients, Gradients, Gradients]:
    """Return W - learning_rate * v_corrected / (sqrt(s_corrected) + epsilon), and the averages.

    Parameters
    ----------
    parameters, grads : mappings
        See `update_parameters`.
    v, s : mappings
        The averages: v = beta1 * v + (1 - beta1) * dW and s = beta2 * s + (1 - beta2) * dW^2.
    t : int
        Number of this update, from 1: v_corrected = v / (1 - beta1^t), s_corrected likewise.
    learning_rate : float
    beta1, beta2 : float in [0, 1)
    epsilon : float in (0, inf)

    Returns
    -------
    parameters, v, s, v_corrected, s_corrected : dicts

    Raises
    ------
    ValueError
        When a slope or an average is missing or misshapen, or a number is out of its range.

    Notes
    -----
    Kingma and Ba, "Adam" (2015), algorithm 1.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_adam, update_parameters_with_adam
    >>> parameters = {"W1": np.array([[1.0]]), "b1": np.array([[2.0]])}
    >>> grads = {"dW1": np.array([[4.0]]), "db1": np.array([[-4.0]])}
    >>> v, s = initialize_adam(parameters)
    >>> updated, v, s, *corrected = update_parameters_with_adam(parameters, grads, v, s, t=1)
    >>> updated["W1"].round(6)
    array([[0.99]])
    """
    t = check_whole_number("t", t)
    numbers = {
        "beta1": check_number("beta1", beta1, "[0, 1)"),
        "beta2": check_number("beta2", beta2, "[0, 1)"),
        "epsilon": check_number("epsilon", epsilon, "(0, inf)"),
    }
    updated, memory = OPTIMIZERS["adam"].update(
        parameters, grads, {"v": v, "s": s}, t, learning_rate, numbers
    )
    beta1, beta2 = numbers["beta1"], numbers["beta2"]
    v_corrected = {name: average / (1 - beta1**t) for name, average in memory["v"].items()}
    s_corrected = {name: average / (1 - beta2**t) for name, average in memory["s"].items()}
    return updated, memory["v"], memory["s"], v_corrected, s_corrected


def adam_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: float, numbers: Numbers
) -> Stepped:
    """Make the step of Adam for one array."""
    beta1, beta2, epsilon = numbers["beta1"], numbers["beta2"], numbers["epsilon"]
    v = beta1 * memory["v"]
    v += (1 - beta1) * slope
    s = beta2 * memory["s"]
    s += (1 - beta2) * (slope * slope)
    # rate * v / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon), the corrections as numbers
    root = np.sqrt(s)
    root /= sqrt(1 - beta2**t)
    root += epsilon
    updated = v / root
    updated *= -rate / (1 - beta1**t)
    updated += p
    return updated, {"v": v, "s": s}


# --- the table ----------------------------------------------------------------------------------


def descent_step(
    p: Array, slope: Array, memory: dict[str, Array], t: int, rate: float, numbers: Numbers
) -> Stepped:
    """Make the step of plain gradient descent for one array, see `update_parameters`."""
    updated = slope * -rate
    updated += p
    return updated, {}


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        "gd": Optimizer((), descent_step),
        "momentum": Optimizer(("v",), momentum_step),
        "rmsprop": Optimizer(("s",), rmsprop_step),
        "adam": Optimizer(("v", "s"), adam_step),
    }
)


def check_memory(parameters: Mapping[str, Array], memory: Mapping[str, Array], name: str) -> None:
    """Check that an optimiser's memory holds one array of the shape of every parameter."""
    check_mapping(name, memory, "as the initialize_ function of the optimizer returns it")
    for key, p in parameters.items():
        if f"d{key}" not in memory:
            raise ValueError(f"{name} has no d{key}; its keys are {listed(memory) or 'none'}")
        if memory[f"d{key}"].shape != p.shape:
            raise ShapeError(
                f"{key} is {p.shape}, so {name}['d{key}'] must be {p.shape} too, but it is "
                f"{memory[f'd{key}'].shape}"
            )
