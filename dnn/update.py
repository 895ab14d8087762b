"""Arrow 5, a step downhill: parameters, grads -> parameters; each equation on a line of its own.

Plain descent, momentum, RMSprop and Adam. Here every function

- makes the same step for every W{l} and b{l}, and returns new dicts of new arrays;
- asks of a slope, and of an average, the shape of its parameter, and no more: whether the layers
  fit together is for the way forward to ask;
- raises a ValueError when a key is missing, a shape is not that of its parameter, or a number is
  out of its range. ``learning_rate`` lies in [0, inf), ``beta``, ``beta1`` and ``beta2`` in
  [0, 1), ``epsilon`` in (0, inf).

The averages start from 0, see `initialize_velocity`. What the training loop does for speed, on one
flat vector of all parameters, is in `dnn.training.optimizers`, and equals these.
"""

from __future__ import annotations

from collections.abc import Mapping

from dnn.checks.networks import check_average, check_gradients, check_parameters
from dnn.checks.values import check_number, check_whole_number
from dnn.libraries import library
from dnn.shapes import Array, Gradients, Parameters


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
    learning_rate : float in [0, inf)

    Returns
    -------
    dict
        New parameters; the old ones are left as they are.

    Raises
    ------
    ValueError
        When a slope is missing or is not of its parameter's shape, or the rate is negative or no
        finite number.

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
    rate = check_number("learning_rate", learning_rate, "[0, inf)")  # a plain float: float32 stays

    return {W: p - rate * grads[f"d{W}"] for W, p in parameters.items()}


# --- momentum -----------------------------------------------------------------------------------


def initialize_velocity(parameters: Mapping[str, Array]) -> Gradients:
    """Return v = 0 of the shape and dtype of every parameter: ``dW1``, ``db1``, ...

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_velocity
    >>> initialize_velocity({"W1": np.array([[1.0]]), "b1": np.array([[2.0]])})
    {'dW1': array([[0.]]), 'db1': array([[0.]])}
    """
    check_parameters(parameters)
    return {f"d{W}": library(p).zeros_like(p) for W, p in parameters.items()}


def update_parameters_with_momentum(
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array],
    v: Mapping[str, Array],
    beta: float,
    learning_rate: float,
) -> tuple[Parameters, Gradients]:
    """Return W - learning_rate * v for v = beta * v + (1 - beta) * dW, and v; b likewise.

    ``v`` is the velocity: from `initialize_velocity` before the first step, then as the step
    before returned it. With beta = 0 this is `update_parameters`, which says the rest.

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
    check_average(parameters, v, "v")
    beta = check_number("beta", beta, "[0, 1)")
    rate = check_number("learning_rate", learning_rate, "[0, inf)")

    slopes = {W: f"d{W}" for W in parameters}
    v = {dW: beta * v[dW] + (1 - beta) * grads[dW] for dW in slopes.values()}
    updated = {W: parameters[W] - rate * v[dW] for W, dW in slopes.items()}
    return updated, v


# --- RMSprop ------------------------------------------------------------------------------------


def initialize_rmsprop(parameters: Mapping[str, Array]) -> Gradients:
    """Return s = 0 as `initialize_velocity` returns v.

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

    And s; b likewise. ``s`` is the average of the squared slopes: from `initialize_rmsprop`
    before the first step, then as the step before returned it; see `update_parameters` for the
    rest. Hinton, "Neural Networks for Machine Learning" (2012), lecture 6e.

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
    check_average(parameters, s, "s")
    rate = check_number("learning_rate", learning_rate, "[0, inf)")
    beta2 = check_number("beta2", beta2, "[0, 1)")
    epsilon = check_number("epsilon", epsilon, "(0, inf)")

    xp, slopes = library(parameters["W1"]), {W: f"d{W}" for W in parameters}
    s = {dW: beta2 * s[dW] + (1 - beta2) * grads[dW] ** 2 for dW in slopes.values()}
    updated = {
        W: parameters[W] - rate * grads[dW] / (xp.sqrt(s[dW]) + epsilon) for W, dW in slopes.items()
    }
    return updated, s


# --- Adam ---------------------------------------------------------------------------------------


def initialize_adam(parameters: Mapping[str, Array]) -> tuple[Gradients, Gradients]:
    """Return v = 0 and s = 0, each as `initialize_velocity` returns v.

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
        The averages of dW and of dW^2: from `initialize_adam` before the first step, then as the
        step before returned them.
    t : int
        Number of this update, from 1: an average that started from 0 is too small at first, by
        the factor 1 - beta^t, and v_corrected and s_corrected make up for it.
    learning_rate : float in [0, inf)
    beta1, beta2 : float in [0, 1)
    epsilon : float in (0, inf)

    Returns
    -------
    parameters, v, s, v_corrected, s_corrected : dicts

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
    check_average(parameters, v, "v")
    check_average(parameters, s, "s")
    t = check_whole_number("t", t)
    rate = check_number("learning_rate", learning_rate, "[0, inf)")
    beta1 = check_number("beta1", beta1, "[0, 1)")
    beta2 = check_number("beta2", beta2, "[0, 1)")
    epsilon = check_number("epsilon", epsilon, "(0, inf)")

    xp, slopes = library(parameters["W1"]), {W: f"d{W}" for W in parameters}
    v = {dW: beta1 * v[dW] + (1 - beta1) * grads[dW] for dW in slopes.values()}
    s = {dW: beta2 * s[dW] + (1 - beta2) * grads[dW] ** 2 for dW in slopes.values()}
    v_corrected = {dW: v[dW] / (1 - beta1**t) for dW in slopes.values()}
    s_corrected = {dW: s[dW] / (1 - beta2**t) for dW in slopes.values()}
    updated = {
        W: parameters[W] - rate * v_corrected[dW] / (xp.sqrt(s_corrected[dW]) + epsilon)
        for W, dW in slopes.items()
    }
    return updated, v, s, v_corrected, s_corrected
