"""Where training starts: layer_dims -> parameters W1, b1, ..., WL, bL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np

from dnn.checks.networks import check_layer_dims
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.checks.warning import warn_user
from dnn.shapes import Array, Parameters

# name -> what becomes of W (n, n_prev) drawn from N(0, 1)
SCALES: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {
        "lecun": lambda W: W / np.sqrt(W.shape[1]),
        "he": lambda W: W * np.sqrt(2 / W.shape[1]),
        "xavier": lambda W: W * np.sqrt(2 / (W.shape[0] + W.shape[1])),
    }
)

NOTHING_LEARNT = (
    "every W is 0, so all units of a layer compute the same and learn the same; under relu and "
    "tanh every dW is 0 and nothing but the last bias is learnt. Draw W at random to break the "
    "symmetry"
)


def initialize_parameters(
    n_x: int, n_h: int, n_y: int, *, seed: int = 1, scale: float | str = 0.01
) -> Parameters:
    """Draw the parameters of a two-layer network: W = scale * N(0, 1), b = 0.

    Parameters
    ----------
    n_x, n_h, n_y : int
        Units of the input, the hidden layer and the output.
    seed : int
        Seed of the stream, ``numpy.random.RandomState(seed)``.
    scale : float or str
        See `initialize_parameters_deep`.

    Returns
    -------
    dict
        W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1), float64.

    Raises
    ------
    ValueError
        When a size is not a whole number from 1 up, or the scale is unknown.

    Examples
    --------
    >>> from dnn import initialize_parameters
    >>> initialize_parameters(3, 2, 1)["W2"]
    array([[ 0.01744812, -0.00761207]])
    """
    return initialize_parameters_deep([n_x, n_h, n_y], seed=seed, scale=scale)


def initialize_parameters_deep(
    layer_dims: Iterable[int], *, seed: int = 1, scale: float | str = "lecun"
) -> Parameters:
    """Draw the parameters of L layers: W{l} = scale * N(0, 1), b{l} = 0.

    Parameters
    ----------
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    seed : int
        Seed of the stream, ``numpy.random.RandomState(seed)``.
    scale : float or str
        A number, or a name: ``"lecun"``: 1 / sqrt(n_prev), which keeps Z of the size of A_prev;
        ``"he"``: sqrt(2 / n_prev), which makes up for the half that relu cuts off;
        ``"xavier"``: sqrt(2 / (n_prev + n)), the middle between the way forward and the way back.

    Returns
    -------
    dict
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L, float64.

    Raises
    ------
    ValueError
        When ``layer_dims`` is not made of whole numbers from 1 up, or the scale is unknown.

    Warns
    -----
    UserWarning
        When the scale is 0 and there is a hidden layer: then nothing will be learnt.

    Notes
    -----
    The course's graded function is ``seed=3, scale=0.01``; the one that its application trains
    with is the default here. LeCun et al., "Efficient BackProp" (1998), section 4.6; He et al.,
    "Delving Deep into Rectifiers" (2015), equation (10); Glorot and Bengio (2010), equation (12).

    Examples
    --------
    >>> from dnn import initialize_parameters_deep
    >>> parameters = initialize_parameters_deep([5, 4, 3])
    >>> {name: p.shape for name, p in parameters.items()}
    {'W1': (4, 5), 'b1': (4, 1), 'W2': (3, 4), 'b2': (3, 1)}
    """
    dims = check_layer_dims(layer_dims)
    if isinstance(scale, int | float) and scale == 0 and len(dims) > 2:
        warn_user(NOTHING_LEARNT)
    rng = np.random.RandomState(check_whole_number("seed", seed, least=0))
    parameters = {}
    for l in range(1, len(dims)):
        W = rng.randn(dims[l], dims[l - 1])
        parameters[f"W{l}"] = scaled(W, scale)
        parameters[f"b{l}"] = np.zeros((dims[l], 1))
    return parameters


def initialize_parameters_zeros(layers_dims: Iterable[int]) -> Parameters:
    """Return W{l} = 0 and b{l} = 0, which cannot learn: course 2 shows why.

    Parameters
    ----------
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)

    Returns
    -------
    dict
        See `initialize_parameters_deep`.

    Warns
    -----
    UserWarning
        When there is a hidden layer: then nothing will be learnt.

    Examples
    --------
    >>> from dnn import initialize_parameters_zeros
    >>> initialize_parameters_zeros([2, 1])
    {'W1': array([[0., 0.]]), 'b1': array([[0.]])}
    """
    dims = check_layer_dims(layers_dims)
    if len(dims) > 2:
        warn_user(NOTHING_LEARNT)
    parameters = {}
    for l in range(1, len(dims)):
        parameters[f"W{l}"] = np.zeros((dims[l], dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((dims[l], 1))
    return parameters


def initialize_parameters_random(layers_dims: Iterable[int]) -> Parameters:
    """Draw W{l} = 10 * N(0, 1) from seed 3, far too large: course 2 shows why.

    Parameters
    ----------
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)

    Returns
    -------
    dict
        See `initialize_parameters_deep`.

    Examples
    --------
    >>> from dnn import initialize_parameters_random
    >>> initialize_parameters_random([2, 1])["W1"].round(2)
    array([[17.89,  4.37]])
    """
    return initialize_parameters_deep(layers_dims, seed=3, scale=10)


def initialize_parameters_he(layers_dims: Iterable[int]) -> Parameters:
    """Draw W{l} = sqrt(2 / n_prev) * N(0, 1) from seed 3, as course 2 does.

    Parameters
    ----------
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)

    Returns
    -------
    dict
        See `initialize_parameters_deep`.

    Examples
    --------
    >>> from dnn import initialize_parameters_he
    >>> initialize_parameters_he([2, 1])["W1"].round(2)
    array([[1.79, 0.44]])
    """
    return initialize_parameters_deep(layers_dims, seed=3, scale="he")


def scaled(W: Array, scale: float | str) -> Array:
    """Return W, drawn from N(0, 1), at the size that a number or a name of SCALES gives it."""
    if isinstance(scale, str):
        return look_up(SCALES, scale, "scale")(W)
    return W * check_number("scale", scale)
