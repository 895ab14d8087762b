"""Dropout: the masks D that an activation is multiplied by, A = A * D."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dnn.checks.arrays import described, shape_of
from dnn.checks.networks import check_layer_dims
from dnn.checks.values import check_number, check_whole_number
from dnn.libraries import cast
from dnn.shapes import Array, ShapeError
from dnn.text import counted, listed


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
        One number for all hidden layers; or L - 1 numbers, one per hidden layer; or L numbers, the
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
    >>> from dnn.dropout import layer_keep_probs
    >>> layer_keep_probs(0.8, L=3)
    (1.0, 0.8, 0.8)
    """
    if isinstance(keep_prob, Sequence | np.ndarray) and not isinstance(keep_prob, str):
        probs = tuple(check_number("keep_prob", p, "(0, 1]") for p in keep_prob)
    else:
        probs = (check_number("keep_prob", keep_prob, "(0, 1]"),) * (L - 1)
    if len(probs) not in (L - 1, L):
        raise ValueError(
            f"keep_prob is one number for all hidden layers, or {L - 1} numbers, one per hidden "
            f"layer, or {L}, the input first; got {len(probs)}"
        )
    return probs if len(probs) == L else (1.0, *probs)


def dropped(A: Array, masks: Mapping[str, Array], l: int) -> Array:
    """Return A{l}, or its slope, times its dropout mask D{l}; without a mask, as it is."""
    D = masks.get(f"D{l}")
    if D is None:
        return A
    if shape_of(D) != A.shape:
        raise ShapeError(
            f"layer {l}, dropout A = A * D: A{l} is {A.shape}, so D{l} must be {A.shape} too, but "
            f"it is {described(D)}"
        )
    return A * cast(D, like=A)


def check_masks(masks: Any, L: int) -> Mapping[str, Array]:
    """Return the masks, after checking that they are of layers 0 .. L - 1; none for None."""
    known = [f"D{l}" for l in range(L)]
    if masks is not None and not isinstance(masks, Mapping):
        raise ValueError(f"masks must be a dict of D0, D1, ...; got {described(masks)}")
    for name in masks or {}:
        if name not in known:
            raise ValueError(
                f"unknown mask {name!r}; those of a network with {counted(L, 'layer')} are "
                f"{listed(known)}"
            )
    return masks or {}
