"""The whole job in one call: two_layer_model, L_layer_model and predict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dnn.forward import L_model_forward
from dnn.parameters import initialize_parameters, initialize_parameters_deep
from dnn.shapes import Array, Parameters, ShapeError, check_layer_dims
from dnn.training import train

EVERY = 100  # the course records the cost at i = 0, 100, 200, ...


def two_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
) -> tuple[Parameters, list[Array]]:
    """Train linear -> relu -> linear -> sigmoid by gradient descent from W = 0.01 * N(0, 1).

    Parameters
    ----------
    X : array of float, (n_x, m)
        One column an example.
    Y : array of int, bool or float, (n_y, m)
        Labels, 0 or 1.
    layers_dims : sequence of int, (n_x, n_h, n_y)
    learning_rate : float
    num_iterations : int
    print_cost : bool
        Print the cost at i = 0, 100, 200, ... and at the last iteration.

    Returns
    -------
    parameters : dict
        W1, b1, W2, b2.
    costs : list of arrays of shape ()
        The costs at i = 0, 100, 200, ...

    Raises
    ------
    ValueError
        When a shape does not fit, X holds NaN or infinity, or a hyperparameter is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import two_layer_model
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> parameters, costs = two_layer_model(X, Y, (1, 3, 1), num_iterations=200)
    >>> sorted(parameters), len(costs)
    (['W1', 'W2', 'b1', 'b2'], 2)
    """
    dims = check_layer_dims(layers_dims)
    if len(dims) != 3:
        raise ValueError(
            f"two_layer_model takes layers_dims (n_x, n_h, n_y), three numbers; got {list(dims)}. "
            "For other depths use L_layer_model"
        )
    parameters = initialize_parameters(*dims)
    return _descend(X, Y, parameters, learning_rate, num_iterations, print_cost)


def L_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
) -> tuple[Parameters, list[Array]]:
    """Train (L - 1) times linear -> relu, then linear -> sigmoid, by gradient descent.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column an example.
    Y : array of int, bool or float, (n_L, m)
        Labels, 0 or 1.
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    learning_rate : float
    num_iterations : int
    print_cost : bool
        Print the cost at i = 0, 100, 200, ... and at the last iteration.

    Returns
    -------
    parameters : dict
        W1, b1, ..., WL, bL.
    costs : list of arrays of shape ()
        The costs at i = 0, 100, 200, ...

    Raises
    ------
    ValueError
        When a shape does not fit, X holds NaN or infinity, or a hyperparameter is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import L_layer_model, predict
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> parameters, costs = L_layer_model(X, Y, [1, 1], learning_rate=1.0, num_iterations=200)
    >>> predict(X, None, parameters)
    array([[0., 0., 1., 1.]])
    """
    parameters = initialize_parameters_deep(layers_dims)
    return _descend(X, Y, parameters, learning_rate, num_iterations, print_cost)


def _descend(
    X: Array,
    Y: Array,
    parameters: Parameters,
    learning_rate: float,
    num_iterations: int,
    print_cost: bool,
) -> tuple[Parameters, list[Array]]:
    """Run the loop to its end; record, and print where asked, the costs."""
    costs = []
    for step in train(X, Y, parameters, learning_rate, num_iterations):
        parameters = step.parameters
        if step.iteration % EVERY == 0:
            costs.append(step.cost)
        if print_cost and (step.iteration % EVERY == 0 or step.iteration == num_iterations - 1):
            print(f"Cost after iteration {step.iteration}: {step.cost}")
    return parameters, costs


def predict(X: Array, y: Any, parameters: Mapping[str, Array]) -> Array:
    """Return p = 1 where AL > 0.5, else 0; print the accuracy when labels are given.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column an example.
    y : array or list of m labels, (1, m) or (m,), or None
        Given, the share of right predictions is printed; None prints nothing.
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.

    Returns
    -------
    p : array of float, (1, m), 0. and 1.

    Raises
    ------
    ValueError
        When X does not enter the network, or y does not hold m labels.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import predict
    >>> parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    >>> predict(np.array([[-2.0, 3.0]]), [0, 1], parameters)
    Accuracy: 1.0
    array([[0., 1.]])
    """
    AL, _ = L_model_forward(X, parameters)
    p = (AL > 0.5).astype(AL.dtype)
    if y is not None:
        print(f"Accuracy: {np.mean(p == _label_row(y, p))}")
    return p


def _label_row(y: Any, p: Array) -> Array:
    """Return labels as an array that stands beside p; only m of them, in a row, do."""
    labels: Array = np.asarray(y)
    if labels.shape not in (p.shape, p.shape[1:]):
        raise ShapeError(
            f"X holds {p.shape[1]} examples, so y must be {p.shape} or a list of {p.shape[1]} "
            f"labels, but it is {labels.shape}"
            + ("; use y.T" if labels.shape == p.shape[::-1] else "")
        )
    return labels
