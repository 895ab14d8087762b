"""Steps with a memory: momentum, RMSprop and Adam; the table of OPTIMIZERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.checks import check_number, check_whole_number
from dnn.shapes import (
    Array,
    Gradients,
    Parameters,
    ShapeError,
    check_gradients,
    listed,
    network_dims,
)
from dnn.update import update_parameters

Arrays = Mapping[str, Array]
Numbers = Mapping[str, Any]
Memory = dict[str, Gradients]


class Optimizer(NamedTuple):
    """One row of OPTIMIZERS: the memory that it starts with, and its step.

    ``update(parameters, grads, memory, t, learning_rate, hyperparameters)`` returns the new
    parameters and the new memory; t counts the updates from 1.
    """

    init: Callable[[Arrays], Memory]
    update: Callable[
        [Arrays, Arrays, Memory, int, float, Numbers],
        tuple[Parameters, Memory],
    ]


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
    check_gradients(parameters, grads)
    check_memory(parameters, v, "v")
    beta, rate = check_number("beta", beta, "[0, 1)"), float(learning_rate)
    v_new, updated = {}, {}
    for name, p in parameters.items():
        v_new[f"d{name}"] = beta * v[f"d{name}"] + (1 - beta) * grads[f"d{name}"]
        updated[name] = p - rate * v_new[f"d{name}"]
    return updated, v_new


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
    check_gradients(parameters, grads)
    check_memory(parameters, s, "s")
    beta2, epsilon = check_number("beta2", beta2, "[0, 1)"), check_epsilon(epsilon)
    rate = float(learning_rate)
    s_new, updated = {}, {}
    for name, p in parameters.items():
        slope = grads[f"d{name}"]
        s_new[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * slope**2
        updated[name] = p - rate * slope / (np.sqrt(s_new[f"d{name}"]) + epsilon)
    return updated, s_new


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
    check_gradients(parameters, grads)
    check_memory(parameters, v, "v")
    check_memory(parameters, s, "s")
    beta1, beta2 = check_number("beta1", beta1, "[0, 1)"), check_number("beta2", beta2, "[0, 1)")
    t, epsilon, rate = check_whole_number("t", t), check_epsilon(epsilon), float(learning_rate)
    v_new, s_new, v_corrected, s_corrected, updated = {}, {}, {}, {}, {}
    for name, p in parameters.items():
        d, slope = f"d{name}", grads[f"d{name}"]
        v_new[d] = beta1 * v[d] + (1 - beta1) * slope
        s_new[d] = beta2 * s[d] + (1 - beta2) * slope**2
        v_corrected[d] = v_new[d] / (1 - beta1**t)
        s_corrected[d] = s_new[d] / (1 - beta2**t)
        updated[name] = p - rate * v_corrected[d] / (np.sqrt(s_corrected[d]) + epsilon)
    return updated, v_new, s_new, v_corrected, s_corrected


# --- the table ----------------------------------------------------------------------------------


def _gd(
    parameters: Arrays, grads: Arrays, memory: Memory, t: int, rate: float, numbers: Numbers
) -> tuple[Parameters, Memory]:
    return update_parameters(parameters, grads, rate), memory


def _momentum(
    parameters: Arrays, grads: Arrays, memory: Memory, t: int, rate: float, numbers: Numbers
) -> tuple[Parameters, Memory]:
    beta = numbers["beta"]
    updated, v = update_parameters_with_momentum(parameters, grads, memory["v"], beta, rate)
    return updated, {"v": v}


def _rmsprop(
    parameters: Arrays, grads: Arrays, memory: Memory, t: int, rate: float, numbers: Numbers
) -> tuple[Parameters, Memory]:
    beta2, epsilon = numbers["beta2"], numbers["epsilon"]
    updated, s = update_parameters_with_rmsprop(
        parameters, grads, memory["s"], rate, beta2, epsilon
    )
    return updated, {"s": s}


def _adam(
    parameters: Arrays, grads: Arrays, memory: Memory, t: int, rate: float, numbers: Numbers
) -> tuple[Parameters, Memory]:
    betas_and_epsilon = (numbers[name] for name in ("beta1", "beta2", "epsilon"))
    updated, v, s, *_ = update_parameters_with_adam(
        parameters, grads, memory["v"], memory["s"], t, rate, *betas_and_epsilon
    )
    return updated, {"v": v, "s": s}


def _no_memory(parameters: Arrays) -> Memory:
    return {}


def _velocity(parameters: Arrays) -> Memory:
    return {"v": initialize_velocity(parameters)}


def _squares(parameters: Arrays) -> Memory:
    return {"s": initialize_rmsprop(parameters)}


def _velocity_and_squares(parameters: Arrays) -> Memory:
    v, s = initialize_adam(parameters)
    return {"v": v, "s": s}


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        "gd": Optimizer(_no_memory, _gd),
        "momentum": Optimizer(_velocity, _momentum),
        "rmsprop": Optimizer(_squares, _rmsprop),
        "adam": Optimizer(_velocity_and_squares, _adam),
    }
)


def check_memory(parameters: Mapping[str, Array], memory: Mapping[str, Array], name: str) -> None:
    """Check that an optimiser's memory holds one array of the shape of every parameter."""
    for key, p in parameters.items():
        if f"d{key}" not in memory:
            raise ValueError(f"{name} has no d{key}; its keys are {listed(memory) or 'none'}")
        if memory[f"d{key}"].shape != p.shape:
            raise ShapeError(
                f"{key} is {p.shape}, so {name}['d{key}'] must be {p.shape} too, but it is "
                f"{memory[f'd{key}'].shape}"
            )


def check_epsilon(epsilon: float) -> float:
    """Return epsilon, having seen that it is above 0: it keeps 0 / 0 out of the division."""
    return check_number("epsilon", epsilon, "(0, inf)")
