"""One step downhill: parameters, grads -> parameters."""

from __future__ import annotations

from collections.abc import Mapping

from dnn.checks.networks import check_gradients
from dnn.checks.values import check_number
from dnn.shapes import Array, Parameters


def update_parameters(
    parameters: Mapping[str, Array], grads: Mapping[str, Array], learning_rate: float
) -> Parameters:
    """Return W - learning_rate * dW and b - learning_rate * db for every layer.

    Parameters
    ----------
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    grads : mapping
        dW{l} and db{l} of the same shapes; other keys are passed over.
    learning_rate : float

    Returns
    -------
    dict
        New parameters; the old ones are left as they are.

    Raises
    ------
    ValueError
        When a slope is missing or is not of its parameter's shape, or the rate is not a number.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import update_parameters
    >>> parameters = {"W1": np.array([[1.0]]), "b1": np.array([[2.0]])}
    >>> grads = {"dW1": np.array([[10.0]]), "db1": np.array([[-10.0]])}
    >>> update_parameters(parameters, grads, learning_rate=0.1)
    {'W1': array([[0.]]), 'b1': array([[3.]])}
    """
    check_gradients(parameters, grads)
    rate = check_number("learning_rate", learning_rate)  # a plain float leaves float32 as it is
    return {name: p - rate * grads[f"d{name}"] for name, p in parameters.items()}
