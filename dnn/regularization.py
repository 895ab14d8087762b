"""Against overfitting: L2, a penalty on large weights, on the cost and on its slopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dnn.checks.networks import check_gradients, layer_count
from dnn.checks.values import check_number, check_whole_number
from dnn.cost import compute_cost
from dnn.libraries import cast, library
from dnn.shapes import Array, Gradients


def compute_cost_with_regularization(
    AL: Array,
    Y: Array,
    parameters: Mapping[str, Array],
    lambd: float,
    *,
    output: str = "sigmoid",
    m: int | None = None,
) -> Array:
    """Return the cost plus the L2 penalty, lambd / (2 m) * sum of W^2 over all layers.

    Parameters
    ----------
    AL, Y : arrays, (n_L, m)
        See `compute_cost`.
    parameters : mapping
        W{l} and b{l}; the biases are not penalised.
    lambd : float, from 0 up
    output : str
        The activation of the last layer, see `compute_cost`.
    m : int, optional
        Number of examples that the penalty is spread over. Left out, those of AL; for a
        mini-batch give the size of the whole set, so that every batch has the same penalty.

    Returns
    -------
    array of shape ()

    Raises
    ------
    ValueError
        When shapes do not fit, or lambd is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import compute_cost_with_regularization
    >>> parameters = {"W1": np.array([[3.0]]), "b1": np.array([[5.0]])}
    >>> AL, Y = np.array([[0.5, 0.5]]), np.array([[0, 1]])
    >>> print(compute_cost_with_regularization(AL, Y, parameters, lambd=0.1).round(4))
    0.9181
    """
    cost = compute_cost(AL, Y, output=output)
    m = AL.shape[1] if m is None else m
    penalty = l2_penalty(parameters, lambd, m)
    return cast(library(AL).asarray(cost + penalty), like=cost)


def l2_penalty(parameters: Mapping[str, Array], lambd: float, m: int) -> Any:
    """Return lambd / (2 m) * sum of W^2 over all layers.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.regularization import l2_penalty
    >>> l2_penalty({"W1": np.array([[3.0]]), "b1": np.array([[5.0]])}, lambd=0.1, m=2)
    np.float64(0.225)
    """
    lambd = check_number("lambd", lambd, "[0, inf)")
    weights = (parameters[f"W{l}"] for l in range(1, layer_count(parameters) + 1))
    squares = sum(library(W).sum(W * W) for W in weights)
    return lambd / (2 * check_whole_number("m", m)) * squares


def add_l2_slopes(
    grads: Mapping[str, Array], parameters: Mapping[str, Array], lambd: float, m: int
) -> Gradients:
    """Return the slopes of the regularised cost: dW + lambd / m * W; db and dA stay.

    Parameters
    ----------
    grads : mapping
        As `L_model_backward` returns them.
    parameters : mapping
    lambd : float, from 0 up
    m : int
        Number of examples that the penalty is spread over.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        When a slope is missing or does not fit its parameter, or lambd is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import add_l2_slopes
    >>> parameters = {"W1": np.array([[3.0]]), "b1": np.array([[5.0]])}
    >>> grads = {"dW1": np.array([[1.0]]), "db1": np.array([[1.0]])}
    >>> add_l2_slopes(grads, parameters, lambd=2.0, m=3)
    {'dW1': array([[3.]]), 'db1': array([[1.]])}
    """
    check_gradients(parameters, grads)
    decay = check_number("lambd", lambd, "[0, inf)") / check_whole_number("m", m)
    weights = {f"dW{l}": parameters[f"W{l}"] for l in range(1, layer_count(parameters) + 1)}
    return dict(grads) | {name: grads[name] + decay * W for name, W in weights.items()}
