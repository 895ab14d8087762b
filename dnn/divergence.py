"""When training blows up: where it began, what is left of it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnn.shapes import Array, Cache, Parameters


class DivergenceError(ValueError):
    """The cost is no longer finite.

    Attributes
    ----------
    iteration : int
        The iteration that met it.
    layer : int
        The first layer, from the input, whose Z is not finite.
    parameters : dict
        The last parameters that are finite.
    costs : list
        The costs recorded before, when ``L_layer_model`` or ``fit`` trained; else empty.
    """

    def __init__(self, message: str, iteration: int, layer: int, parameters: Parameters) -> None:
        super().__init__(message)
        self.iteration = iteration
        self.layer = layer
        self.parameters = parameters
        self.costs: list[Array] = []


def check_still_finite(
    AL: Array,
    caches: Sequence[Cache],
    iteration: int,
    candidates: Sequence[Mapping[str, Array]],
    X: Array,
    chosen: Mapping[str, Any],
) -> None:
    """Raise a DivergenceError where the output of this iteration holds NaN or infinity.

    Parameters
    ----------
    AL : array, (n_L, m)
    caches : sequence of L tuples ``((A_prev, W, b), Z)``
    iteration : int
    candidates : sequence of parameters
        The newest first; the first of them that is all finite goes into the error.
    X : array, (n_0, m)
    chosen : mapping
        The hyperparameters.
    """
    # a squared error overflows before its output does
    reach = np.vdot(AL, AL) if chosen["output"] == "linear" else caches[-1][1].sum()
    if np.isfinite(reach):
        return
    layer = next(
        (l for l, (_, Z) in enumerate(caches, start=1) if not np.isfinite(Z).all()), len(caches)
    )
    parameters = next((p for p in candidates if _all_finite(p)), candidates[-1])
    raise DivergenceError(
        f"training diverged: at iteration {iteration} the cost is no longer finite, and layer "
        f"{layer} is the first whose Z is not. Likely causes, in this order: "
        + "; ".join(_causes(X, iteration, chosen))
        + ". The last finite parameters are in the .parameters of this error",
        iteration,
        layer,
        dict(parameters),
    )


def _all_finite(parameters: Mapping[str, Array]) -> bool:
    """Tell whether no parameter is NaN or infinite."""
    return all(bool(np.isfinite(p).all()) for p in parameters.values())


def _causes(X: Array, iteration: int, chosen: Mapping[str, Any]) -> list[str]:
    """Return what may have gone wrong, the likeliest first."""
    largest = float(np.abs(X).max())
    rate = chosen["learning_rate"]
    unscaled = f"X is not scaled, its entries reach {largest:.3g} (standardize it, or divide by it)"
    too_fast = f"the learning rate {rate:g} is too high (try {rate / 10:g})"
    too_large = f"W starts too large (scale is {chosen['scale']!r})"
    linear = "the targets Y are not scaled (standardize them)"
    causes = [unscaled, too_fast] if largest > 10 else [too_fast]
    if iteration == 0:
        causes = [too_large, *causes]
    elif isinstance(chosen["scale"], float):
        causes.append(too_large)
    return causes + ([linear] if chosen["output"] == "linear" else [])
