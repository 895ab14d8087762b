"""The way forward: X, parameters -> AL, caches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dnn.activations import ACTIVATIONS, layer_activations
from dnn.checks.layers import check_linear
from dnn.checks.networks import check_forward
from dnn.checks.values import look_up
from dnn.dropout import check_masks, dropped
from dnn.shapes import Array, Cache, LinearCache


def linear_forward(A: Array, W: Array, b: Array) -> tuple[Array, LinearCache]:
    """Return (1) Z = W A_prev + b, and what the way back needs.

    Parameters
    ----------
    A : array of float, (n_prev, m)
        Activations of the layer before, or X.
    W : array of float, (n, n_prev)
    b : array of float, (n, 1)

    Returns
    -------
    Z : array, (n, m)
    cache : tuple ``(A, W, b)``

    Raises
    ------
    ValueError
        When the shapes do not fit the equation.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import linear_forward
    >>> A, W, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 10.0]]), np.array([[0.5]])
    >>> Z, cache = linear_forward(A, W, b)
    >>> Z
    array([[31.5, 42.5]])
    """
    check_linear(A, W, b)
    Z = W @ A + b  # (1)  (n, m)
    return Z, (A, W, b)


def linear_activation_forward(
    A_prev: Array, W: Array, b: Array, activation: str
) -> tuple[Array, Cache]:
    """Return (2) A = g(Z) for (1) Z = W A_prev + b, and what the way back needs.

    Parameters
    ----------
    A_prev : array of float, (n_prev, m)
    W : array of float, (n, n_prev)
    b : array of float, (n, 1)
    activation : str
        A name in ``dnn.ACTIVATIONS``.

    Returns
    -------
    A : array, (n, m)
    cache : tuple ``((A_prev, W, b), Z)``

    Raises
    ------
    ValueError
        When the shapes do not fit the equation, or the activation is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import linear_activation_forward
    >>> A_prev, W, b = np.array([[1.0, -1.0]]), np.array([[2.0]]), np.array([[0.0]])
    >>> A, cache = linear_activation_forward(A_prev, W, b, "relu")
    >>> A
    array([[2., 0.]])
    """
    g = look_up(ACTIVATIONS, activation, "activation").forward
    Z, linear_cache = linear_forward(A_prev, W, b)  # (1)  (n, m)
    A, Z = g(Z)  # (2)  (n, m)
    return A, (linear_cache, Z)


def L_model_forward(
    X: Array,
    parameters: Mapping[str, Array],
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    masks: Mapping[str, Array] | None = None,
) -> tuple[Array, list[Cache]]:
    """Return AL, the output of (1) and (2) applied layer by layer from A0 = X.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column per example.
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    hidden : str or sequence of str
        The activation of the hidden layers: one name, or one per hidden layer.
    output : str
        The activation of the last layer.
    masks : mapping, optional
        Dropout: D{l} (n_l, m), by which A{l} is multiplied, see `dnn.dropout_masks`. A layer
        without a mask drops nothing.

    Returns
    -------
    AL : array, (n_L, m)
    caches : list of L tuples ``((A_prev, W, b), Z)``
        ``caches[l - 1]`` belongs to layer l.

    Raises
    ------
    ValueError
        When a key is missing, a shape does not fit or an activation is unknown; the message
        names layer and equation.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_parameters_deep, L_model_forward
    >>> AL, caches = L_model_forward(np.ones((4, 7)), initialize_parameters_deep([4, 3, 1]))
    >>> AL.shape, len(caches)
    ((1, 7), 2)
    """
    L = check_forward(X, parameters)
    masks = check_masks(masks, L)
    A, caches = dropped(X, masks, 0), []
    for l, activation in enumerate(layer_activations(L, hidden, output), start=1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, cache = linear_activation_forward(A, W, b, activation)
        A = dropped(A, masks, l)
        caches.append(cache)
    return A, caches
