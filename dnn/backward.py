"""The way back: AL, Y, caches -> grads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dnn.activations import ACTIVATIONS, layer_activations
from dnn.checks.examples import check_weights
from dnn.checks.layers import check_cache, check_slope
from dnn.checks.networks import check_caches
from dnn.checks.values import look_up
from dnn.cost import output_slope
from dnn.dropout import check_masks, dropped
from dnn.libraries import library
from dnn.shapes import Array, Cache, Gradients, LinearCache


def linear_backward(dZ: Array, cache: LinearCache) -> tuple[Array, Array, Array]:
    """Return the slopes (9) dA_prev = W^T dZ, (7) dW = dZ A_prev^T / m, (8) db = mean of dZ.

    Parameters
    ----------
    dZ : array of float, (n, m)
        Slope of each example's loss by Z.
    cache : tuple ``(A_prev, W, b)``
        As `linear_forward` returns it.

    Returns
    -------
    dA_prev : array, (n_prev, m), slope of each example's loss
    dW : array, (n, n_prev), slope of the mean cost
    db : array, (n, 1), slope of the mean cost

    Raises
    ------
    ValueError
        When the shapes do not fit the equations.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import linear_backward
    >>> A_prev, W, b = np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[0.0]])
    >>> dA_prev, dW, db = linear_backward(np.array([[10.0, 20.0]]), (A_prev, W, b))
    >>> dA_prev, dW, db
    (array([[30., 60.]]), array([[25.]]), array([[15.]]))
    """
    check_slope(dZ, cache)
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m  # (7)  (n, n_prev)
    db = library(dZ).sum(dZ, axis=1, keepdims=True) / m  # (8)  (n, 1)
    dA_prev = W.T @ dZ  # (9)  (n_prev, m)
    return dA_prev, dW, db


def linear_activation_backward(
    dA: Array, cache: Cache, activation: str
) -> tuple[Array, Array, Array]:
    """Return dA_prev, dW, db of one layer: (6) dZ = dA * g'(Z), then (7) to (9).

    Parameters
    ----------
    dA : array of float, (n, m)
        Slope of each example's loss by A.
    cache : tuple ``((A_prev, W, b), Z)``
        As `linear_activation_forward` returns it.
    activation : str
        A name in ``dnn.ACTIVATIONS``.

    Returns
    -------
    dA_prev : array, (n_prev, m)
    dW : array, (n, n_prev)
    db : array, (n, 1)

    Raises
    ------
    ValueError
        When the shapes do not fit the equations, or the activation is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import linear_activation_backward
    >>> cache = ((np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[-4.0]])),
    ...          np.array([[-1.0, 2.0]]))
    >>> dA_prev, dW, db = linear_activation_backward(np.array([[5.0, 5.0]]), cache, "relu")
    >>> dW
    array([[5.]])
    """
    g_backward = look_up(ACTIVATIONS, activation, "activation").backward
    linear_cache, Z = check_cache(cache)
    dZ = g_backward(dA, Z)  # (6)  (n, m)
    return linear_backward(dZ, linear_cache)


def L_model_backward(
    AL: Array,
    Y: Array,
    caches: Sequence[Cache],
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    masks: Mapping[str, Array] | None = None,
    weights: Array | None = None,
) -> Gradients:
    """Return the slopes of the cost by every parameter, layer by layer from the output back.

    Parameters
    ----------
    AL : array of float, (n_L, m)
        The output of `L_model_forward`.
    Y : array of int, bool or float, (n_L, m)
        Labels.
    caches : sequence of L tuples ``((A_prev, W, b), Z)``
        As `L_model_forward` returns them.
    hidden, output, masks
        As they were given to `L_model_forward`.
    weights : array of float, (1, m), optional
        How many times each example counts, as for `compute_cost`, of which these are the slopes.

    Returns
    -------
    dict
        ``dW1 .. dWL`` and ``db1 .. dbL``, slopes of the mean cost, of the shapes of W and b, and
        ``dA0 .. dA{L-1}``, slopes of each example's loss, as often as it counts, of the shapes of
        A.

    Raises
    ------
    ValueError
        When AL, Y and the caches do not belong to one forward pass, or an activation is unknown.

    Notes
    -----
    At the output, equation (6) is taken in the form that is exact for every AL and finite where
    the output saturates, see `dnn.cost.sigmoid_cost_slope`. An example that counts w times among
    the sum of all w has the slope dZ w m / sum(w): equations (7) and (8) divide by m again.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import L_model_backward, L_model_forward, initialize_parameters_deep
    >>> AL, caches = L_model_forward(np.ones((4, 7)), initialize_parameters_deep([4, 3, 1]))
    >>> grads = L_model_backward(AL, np.ones((1, 7)), caches)
    >>> sorted(grads)
    ['dA0', 'dA1', 'dW1', 'dW2', 'db1', 'db2']
    """
    L = check_caches(AL, Y, caches)
    activations, masks = layer_activations(L, hidden, output), check_masks(masks, L)
    grads: Gradients = {}

    linear_cache, Z = caches[L - 1]
    dZ = output_slope(AL, Y, Z, output=output)  # (6)  (n_L, m)
    if weights is not None:
        check_weights(weights, Y)
        dZ = dZ * (weights * (Y.shape[1] / library(weights).sum(weights)))
    dA, grads[f"dW{L}"], grads[f"db{L}"] = linear_backward(dZ, linear_cache)
    grads[f"dA{L - 1}"] = dropped(dA, masks, L - 1)

    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(
            grads[f"dA{l}"], caches[l - 1], activations[l - 1]
        )
        grads[f"dA{l - 1}"] = dropped(dA, masks, l - 1)
    return grads
