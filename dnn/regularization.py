"""Against overfitting: L2 on the cost and on its slopes, and the masks of dropout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from dnn.checks import check_number, check_whole_number
from dnn.cost import compute_cost
from dnn.shapes import Array, Gradients, check_gradients, check_layer_dims, layer_count


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
    return np.asarray(cost + l2_penalty(parameters, lambd, m), cost.dtype)


def l2_penalty(parameters: Mapping[str, Array], lambd: float, m: int) -> float:
    """Return lambd / (2 m) * sum of W^2 over all layers.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.regularization import l2_penalty
    >>> l2_penalty({"W1": np.array([[3.0]]), "b1": np.array([[5.0]])}, lambd=0.1, m=2)
    0.225
    """
    lambd = check_number("lambd", lambd, "[0, inf)")
    weights = (parameters[f"W{l}"] for l in range(1, layer_count(parameters) + 1))
    return lambd / (2 * check_whole_number("m", m)) * sum(float((W * W).sum()) for W in weights)


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


def dropout_masks(
    layer_dims: Iterable[int],
    m: int,
    keep_prob: float | Sequence[float],
    rng: np.random.RandomState,
) -> dict[str, Array]:
    """Draw D{l}: 1 / keep_prob with probability keep_prob, else 0 (inverted dropout).

    Parameters
    ----------
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
    m : int
        Number of examples.
    keep_prob : float or sequence of float, each in (0, 1]
        One number for all hidden layers; or L - 1 numbers, one a hidden layer; or L numbers, the
        input first.
    rng : numpy.random.RandomState
        The stream; layer by layer it gives ``rng.rand(n_l, m)``.

    Returns
    -------
    dict
        D{l} (n_l, m) for the layers that drop units; a layer that keeps all has no mask.

    Raises
    ------
    ValueError
        When a probability is out of its range, or their number does not fit the layers.

    Notes
    -----
    Divided by keep_prob, A{l} keeps its expected size, so at prediction time nothing is dropped
    and nothing rescaled. Srivastava et al., "Dropout" (2014), section 10.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import dropout_masks
    >>> dropout_masks([3, 2, 1], 4, 0.5, np.random.RandomState(1))
    {'D1': array([[2., 0., 2., 2.],
           [2., 2., 2., 2.]])}
    """
    dims, m = check_layer_dims(layer_dims), check_whole_number("m", m)
    if not isinstance(rng, np.random.RandomState):
        raise ValueError(
            f"rng is the stream to draw from, for example np.random.RandomState(1); got {rng!r}"
        )
    masks = {}
    for l, keep in enumerate(layer_keep_probs(keep_prob, len(dims) - 1)):
        if keep < 1:
            masks[f"D{l}"] = (rng.rand(dims[l], m) < keep) / keep
    return masks


def layer_keep_probs(keep_prob: float | Sequence[float], L: int) -> tuple[float, ...]:
    """Return keep_prob of the layers 0 .. L - 1, the input first.

    Examples
    --------
    >>> from dnn.regularization import layer_keep_probs
    >>> layer_keep_probs(0.8, L=3)
    (1.0, 0.8, 0.8)
    """
    if isinstance(keep_prob, Sequence | np.ndarray) and not isinstance(keep_prob, str):
        probs = tuple(check_number("keep_prob", p, "(0, 1]") for p in keep_prob)
    else:
        probs = (check_number("keep_prob", keep_prob, "(0, 1]"),) * (L - 1)
    if len(probs) not in (L - 1, L):
        raise ValueError(
            f"keep_prob is one number for all hidden layers, or {L - 1} numbers, one a hidden "
            f"layer, or {L}, the input first; got {len(probs)}"
        )
    return probs if len(probs) == L else (1.0, *probs)
