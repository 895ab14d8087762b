"""When training blows up: where it began, what is left of it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dnn.forward import L_model_forward
from dnn.shapes import Array, Parameters


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
    cause_told : str
        The message, without where the parameters are.
    costs : list
        The costs recorded before, when ``L_layer_model`` or ``fit`` trained; else empty.
    """

    def __init__(self, message: str, iteration: int, layer: int, parameters: Parameters) -> None:
        super().__init__(f"{message}. The last finite parameters are in its .parameters")
        self.cause_told = message
        self.iteration = iteration
        self.layer = layer
        self.parameters = parameters
        self.costs: list[Array] = []


def diverged(
    parameters: Parameters,
    iteration: int,
    X: Array,
    chosen: Mapping[str, Any],
) -> DivergenceError:
    """Return the error for parameters whose slopes are not finite: layer, causes, actions.

    Parameters
    ----------
    parameters : dict
        Those that entered the iteration; they are finite.
    iteration : int
    X : array, (n_0, m)
    chosen : mapping
        The hyperparameters.
    """
    layer = _first_bad_layer(parameters, X, chosen)
    return DivergenceError(
        f"training diverged: at iteration {iteration} the cost or its slopes are no longer finite, "
        f"and it began in layer {layer}. Likely causes, in this order: "
        + "; ".join(_causes(X, iteration, chosen)),
        iteration,
        layer,
        parameters,
    )


def _first_bad_layer(parameters: Parameters, X: Array, chosen: Mapping[str, Any]) -> int:
    """Return the first layer, from the input, whose Z is not finite; the last if all are."""
    with np.errstate(over="ignore", invalid="ignore"):
        wear = {"hidden": chosen["hidden"], "output": chosen["output"]}
        _, caches = L_model_forward(X, parameters, **wear)
    bad = (l for l, (_, Z) in enumerate(caches, start=1) if not np.isfinite(Z).all())
    return next(bad, len(caches))


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
