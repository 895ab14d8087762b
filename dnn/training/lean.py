"""The same slopes without the detours: what the training loop does differently from the lecture.

Five differences, and no other: all parameters lie in one flat vector (`layout`), so that a step is
one operation; a bias is the weight of an input that is always 1, so that one product gives W A + b
and one gives dW and db; the slope by X is not computed, since nobody reads it; an activation
overwrites its Z, and its slope is told by A, on a `Sheet` that serves every iteration; the division
by m is made once, at the output. The law of this file is equality with `L_model_forward` and
`L_model_backward`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS, Output
from dnn.shapes import Array
from dnn.training.first_layer import FirstLayer
from dnn.training.layout import Point
from dnn.training.lean_activations import LeanActivation, lean_activation


class Sheet(NamedTuple):
    """What a pass through the network writes on; the next pass writes over it.

    Attributes
    ----------
    product : callable
        ``np.dot``, or ``np.matmul`` where arrays have an axis in front, for a stack of networks.
    worn : list of LeanActivation
        That of layer l at l, 0 stands empty; likewise below.
    output : Output
        What the last activation decides.
    A1 : list of arrays, (n_l + 1, m)
        What hidden layer l passes on, with a row of ones below.
    A : list of arrays, (n_l, m)
        The same without that row.
    Z : list of arrays, (n_l, m)
        Z{l}, by which the slope is told; where A may overwrite it, and nothing is dropped, it is A
        itself.
    dA : list of arrays, (n_l, m)
    AL : shape of the last layer's activation, (n_L, m), which is new in every pass
    ones : array, (m, 1)
        A product with it is a sum, and sooner.
    """

    product: Callable[..., Array]
    worn: list[LeanActivation]
    output: Output
    A1: list[Array]
    A: list[Array]
    Z: list[Array]
    dA: list[Array]
    AL: tuple[int, ...]
    ones: Array

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str],
        m: int,
        dtype: np.dtype[Any],
        drops: Sequence[bool],
        runs: int | None = None,
    ) -> Sheet:
        """Return a sheet for layers of sizes n_1 .. n_L, of which some drop units; or for runs."""
        front, product = ((), np.dot) if runs is None else ((runs,), np.matmul)
        nothing = np.empty((0, 0), dtype)
        worn = [lean_activation("linear"), *map(lean_activation, activations)]
        A1 = [nothing, *(np.ones((*front, n + 1, m), dtype) for n in sizes[:-1])]
        A = [array[..., :-1, :] for array in A1]
        is_apart = [g.needs_Z or drop for g, drop in zip(worn[1:-1], drops, strict=True)]
        Z = [np.empty_like(a) if apart else a for a, apart in zip(A[1:], is_apart, strict=True)]
        dA = [np.empty(array.shape, dtype) for array in A]
        output, ones = OUTPUTS[activations[-1]], np.ones((m, 1), dtype)
        return cls(product, worn, output, A1, A, [nothing, *Z], dA, (*front, sizes[-1], m), ones)


def lean_slopes(
    first: FirstLayer,
    sheet: Sheet,
    point: Point,
    batch: Any,
    Y: Array,
    masks: Mapping[str, Array],
    slopes: Point,
    weights: Array | None = None,
) -> Array:
    """Fill in the slopes of the mean cost at a point; return AL.

    Parameters
    ----------
    first : FirstLayer
    sheet : Sheet
        Written over.
    point : Point
        The parameters.
    batch
        What ``first.batch`` returned.
    Y : array, (n_L, m)
    masks : mapping
        Dropout, D{l} (n_l, m) of the hidden layers.
    slopes : Point
        Written to.
    weights : array, (1, m), optional
        How many times each example counts; left out, all count alike.

    Returns
    -------
    AL : array, (n_L, m)
        New: no later pass writes on it.
    """
    product, worn, A, A1 = sheet.product, sheet.worn, sheet.A, sheet.A1
    L, m = len(worn) - 1, Y.shape[1]
    Z = [*sheet.Z, np.empty(sheet.AL, sheet.ones.dtype)]
    first.forward(point, batch, Z[1])
    Z[1] += point.b1  # (1)
    for l in range(1, L):
        told = worn[l].apply(Z[l])  # (2)
        if masks and f"D{l}" in masks:
            np.multiply(told, masks[f"D{l}"], out=A[l])
        elif told is not A[l]:
            A[l][...] = told
        product(point.M[l + 1], A1[l], out=Z[l + 1])  # (1) of the next layer

    if sheet.output.short_slope:
        AL = worn[L].apply(Z[L])  # (2)
        dZ = sheet.output.short_slope(AL, Y)  # (6)
    else:
        AL = worn[L].apply(Z[L].copy())
        dZ = sheet.output.slope(AL, Y, Z[L])
    if weights is None:
        dZ /= m  # once for all that follows
    else:
        dZ = dZ * (weights / weights.sum())
    for l in range(L, 1, -1):
        product(dZ, A1[l - 1].mT, out=slopes.M[l])  # (7) and (8)
        dA = product(point.W[l].mT, dZ, out=sheet.dA[l - 1])  # (9)
        if masks and f"D{l - 1}" in masks:
            dA *= masks[f"D{l - 1}"]
        dZ = worn[l - 1].pull(dA, Z[l - 1])  # (6)
    first.slope(dZ, batch, slopes)  # (7)
    product(dZ, sheet.ones, out=slopes.b1)  # (8)
    return AL
