"""When training blows up: where it began, what is left of it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dnn.cost import OUTPUTS
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

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be copied and pickled whole: it is made by four arguments, not by its message."""
        made_by = self.cause_told, self.iteration, self.layer, self.parameters
        return type(self), made_by, self.__dict__


def diverged(
    parameters: Parameters,
    iteration: int,
    X: Array,
    Y: Array,
    chosen: Mapping[str, Any],
) -> DivergenceError:
    """Return the error for parameters whose slopes are not finite: layer, causes, actions.

    Parameters
    ----------
    parameters : dict
        Those that entered the iteration; they are finite.
    iteration : int
    X : array, (n_0, m)
    Y : array, (n_L, m)
    chosen : mapping
        The hyperparameters.
    """
    layer = _first_bad_layer(parameters, X, chosen)
    return DivergenceError(
        f"training diverged: at iteration {iteration} the cost or its slopes are no longer finite, "
        f"and it began in layer {layer}. Likely causes, in this order: "
        + "; ".join(_causes(X, Y, iteration, chosen)),
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


def _causes(X: Array, Y: Array, iteration: int, chosen: Mapping[str, Any]) -> list[str]:
    """Return what may have gone wrong, the likeliest first."""
    pixels, labels = float(np.abs(X).max()), float(np.abs(Y).max())
    rate, scale, output = chosen["learning_rate"], chosen["scale"], chosen["output"]
    low, high = OUTPUTS[output].reach or (-np.inf, np.inf)
    causes = (
        (iteration == 0, f"W starts too large (scale is {scale!r})"),
        (
            labels > high,
            f"the labels in Y reach {labels:.3g}, but a {output} output takes {low:g} or {high:g}",
        ),
        (
            pixels > 10,
            f"X is not scaled, its entries reach {pixels:.3g} (standardize it, or divide by it)",
        ),
        (
            OUTPUTS[output].answers == "numbers" and labels > 10,
            f"the targets in Y are not scaled, they reach {labels:.3g} (standardize them)",
        ),
        (True, f"the learning rate {rate:g} is too high (try {min(rate / 10, 0.1):g})"),
        (iteration > 0 and isinstance(scale, float), f"W starts too large: scale is {scale!r}"),
    )
    return [cause for applies, cause in causes if applies]
