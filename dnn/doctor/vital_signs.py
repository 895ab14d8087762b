"""The vital signs of a network, layer by layer: dead units, saturation, sizes, gradients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dnn.activations import ACTIVATIONS, layer_activations
from dnn.backward import L_model_backward
from dnn.checks.examples import check_labels
from dnn.checks.networks import check_forward
from dnn.cost import mean_loss, output_slope
from dnn.forward import L_model_forward
from dnn.shapes import Array, Cache, ShapeError
from dnn.text import aligned, counted, markdown_table

FLAT = 0.05  # of the steepest slope: |Z| > 4.4 for sigmoid, 2.2 for tanh


class LayerSigns(NamedTuple):
    """The signs of one layer.

    Attributes
    ----------
    layer : int
    units : int
    activation : str
    dead : float
        Share of units that are 0 for every example; only relu has them.
    saturated : float
        Share of entries of Z where the slope is below 5 % of the steepest; only sigmoid and tanh
        have them.
    gain : float
        Root mean square of W, times sqrt(n_prev): 1 keeps Z of the size of A_prev.
    largest : float
        Largest |Z|.
    finite : bool
        Whether no entry of W, b and Z is NaN or infinite.
    slope : float or None
        Root mean square of dZ, the slope of the loss of an example; None without Y.
    gradient : float or None
        Root mean square of dW; None without Y.
    """

    layer: int
    units: int
    activation: str
    dead: float
    saturated: float
    gain: float
    largest: float
    finite: bool
    slope: float | None
    gradient: float | None


class VitalSigns(NamedTuple):
    """The signs of a network; print it, or read its layers.

    Attributes
    ----------
    layers : tuple of LayerSigns
    spread : float
        Largest minus smallest output over the examples, of the unit where it is largest.
    cost : float or None
        Of all examples, without regularisation; None without Y.
    """

    layers: tuple[LayerSigns, ...]
    spread: float
    cost: float | None

    @property
    def hidden(self) -> tuple[LayerSigns, ...]:
        """Return the signs of the hidden layers."""
        return self.layers[:-1]

    def __str__(self) -> str:
        """Return the signs as a table, one line per layer."""
        return "\n".join(aligned([_HEADER, *map(_cells, self.layers)]))

    def _repr_markdown_(self) -> str:
        return markdown_table(_HEADER, map(_cells, self.layers))


def vital_signs(
    X: Array,
    parameters: Mapping[str, Array],
    Y: Array | None = None,
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
) -> VitalSigns:
    """Measure one forward pass and, where Y is given, one backward pass, layer by layer.

    Parameters
    ----------
    X : array of float, (n_0, m)
    parameters : mapping
        W1, b1, ..., WL, bL; NaN and infinity are measured too.
    Y : array, (n_L, m), optional
        Labels; they make the cost and the gradients known.
    hidden, output : str
        The activations, see `L_model_forward`.

    Returns
    -------
    VitalSigns

    Raises
    ------
    ValueError
        When the shapes do not fit, or an activation is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import vital_signs
    >>> parameters = {"W1": np.array([[1.0], [-1.0]]), "b1": np.zeros((2, 1))}
    >>> parameters |= {"W2": np.array([[0.5, 0.5]]), "b2": np.zeros((1, 1))}
    >>> signs = vital_signs(np.array([[1.0, 2.0]]), parameters, np.array([[0, 1]]))
    >>> signs.layers[0].dead
    0.5
    >>> print(signs)
    layer  units  g        dead  saturated  gain  largest |Z|  rms dZ  rms dW
    1      2      relu     50%   0%         1     2            0.17    0.015
    2      1      sigmoid  0%    0%         0.71  1            0.479   0.0299
    """
    check_forward(X, parameters)
    if X.shape[1] == 0:
        raise ShapeError(f"X is {X.shape}: there is no example (column) to measure")
    with np.errstate(all="ignore"):
        AL, caches = L_model_forward(X, parameters, hidden=hidden, output=output)
        worn = layer_activations(len(caches), hidden, output)
        slopes: list[tuple[float | None, float | None]] = [(None, None)] * len(caches)
        cost = None
        if Y is not None:
            check_labels(AL, Y)
            grads = L_model_backward(AL, Y, caches, hidden=hidden, output=output)
            slopes = list(_slopes(AL, Y, caches, worn, grads))
            cost = float(mean_loss(AL, Y, output))
        rows = zip(caches, worn, slopes, strict=True)
        layers = tuple(_layer_signs(l, *row) for l, row in enumerate(rows, start=1))
        return VitalSigns(layers, float((AL.max(axis=1) - AL.min(axis=1)).max()), cost)


def _slopes(
    AL: Array, Y: Array, caches: Sequence[Cache], worn: Sequence[str], grads: Mapping[str, Array]
) -> Iterator[tuple[float, float]]:
    """Yield the root mean squares of dZ and dW, one pair per layer."""
    for l, ((_, Z), activation) in enumerate(zip(caches, worn, strict=True), start=1):
        if l == len(caches):
            dZ = output_slope(AL, Y, Z, output=activation)
        else:
            dZ = ACTIVATIONS[activation].backward(grads[f"dA{l}"], Z)
        yield _rms(dZ), _rms(grads[f"dW{l}"])


def _layer_signs(
    l: int, cache: Cache, activation: str, slopes: tuple[float | None, float | None]
) -> LayerSigns:
    """Measure one layer by its cache."""
    (_, W, b), Z = cache
    return LayerSigns(
        layer=l,
        units=W.shape[0],
        activation=activation,
        dead=float((Z <= 0).all(axis=1).mean()) if ACTIVATIONS[activation].dies else 0.0,
        saturated=_saturated(Z, activation),
        gain=_rms(W) * float(np.sqrt(W.shape[1])),
        largest=float(np.abs(Z).max()),
        finite=all(bool(np.isfinite(values).all()) for values in (W, b, Z)),
        slope=slopes[0],
        gradient=slopes[1],
    )


def _saturated(Z: Array, activation: str) -> float:
    """Return the share of Z where the slope of the activation is nearly 0."""
    steepest = ACTIVATIONS[activation].steepest
    if steepest is None:
        return 0.0
    slope = ACTIVATIONS[activation].backward(np.ones_like(Z), Z)
    return float((slope < FLAT * steepest).mean())


def _rms(values: Array) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.mean(np.square(values))))


_HEADER = ["layer", "units", "g", "dead", "saturated", "gain", "largest |Z|", "rms dZ", "rms dW"]


def _cells(signs: LayerSigns) -> list[str]:
    """Return the signs of a layer as the cells of a table."""
    return [
        str(signs.layer),
        str(signs.units),
        signs.activation,
        f"{signs.dead:.0%}",
        f"{signs.saturated:.0%}",
        f"{signs.gain:.2g}",
        f"{signs.largest:.3g}",
        *("" if value is None else f"{value:.3g}" for value in (signs.slope, signs.gradient)),
    ]


def dead_by_layer(layers: Sequence[LayerSigns]) -> str:
    """Say what share of the relu units of every hidden layer is dead.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.doctor.vital_signs import dead_by_layer, vital_signs
    >>> parameters = {"W1": -np.ones((2, 1)), "b1": np.zeros((2, 1))}
    >>> parameters |= {"W2": np.ones((1, 2)), "b2": np.zeros((1, 1))}
    >>> dead_by_layer(vital_signs(np.ones((1, 3)), parameters).hidden)
    'layer 1: 2 of 2 units dead'
    """
    relus = [row for row in layers if ACTIVATIONS[row.activation].dies]
    return ", ".join(
        f"layer {row.layer}: {round(row.dead * row.units)} of {counted(row.units, 'unit')} dead"
        for row in relus
    )
