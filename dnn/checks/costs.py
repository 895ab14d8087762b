"""The one check of costs: a row of numbers, AL in its interval, where a lost cost comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from dnn.checks.kinds import NUMBERS
from dnn.shapes import Array, ShapeError
from dnn.text import in_short


def within_reach(AL: Array, reach: tuple[float, float] | None, output: str) -> Array:
    """Return AL within the interval of its output, rounding cut off; refuse what is far outside.

    Raises
    ------
    ValueError
        When an entry lies outside by more than rounding.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.checks.costs import within_reach
    >>> within_reach(np.array([[1.0 + 1e-16, 0.2]]), (0, 1), "sigmoid")
    array([[1. , 0.2]])
    """
    if reach is None:
        return AL
    low, high = reach
    least, most = AL.min(), AL.max()
    if low <= least and most <= high:
        return AL
    slack = 16 * float(np.finfo(AL.dtype).eps)
    outside = (low - slack > AL) | (high + slack < AL)
    if outside.any():
        row, column = (int(i) for i in np.argwhere(outside)[0])
        raise ValueError(
            f"AL[{row}, {column}] is {AL[row, column]:g}, but the output {output} lies within "
            f"{low:g} to {high:g}: were AL and Y swapped, or Z passed for AL?"
        )
    return np.clip(AL, low, high)


def why_lost(AL: Array, Y: Array, cost: Array) -> str:
    """Say where a cost that is not finite comes from."""
    for name, values in (("AL", AL), ("Y", Y)):
        bad = np.argwhere(~np.isfinite(values))
        if len(bad):
            row, column = (int(i) for i in bad[0])
            return (
                f"the cost is {cost}, since {name}[{row}, {column}] is {values[row, column]} "
                f"(unit {row} of example {column}): the numbers were lost before the cost; look at "
                "X, at the parameters and at the learning rate"
            )
    return f"the cost is {cost}: AL is so far from Y that the loss is no finite number"


def cost_row(name: str, costs: Iterable[Any], kinds: str = NUMBERS) -> Array:
    """Return costs as a row of floats, after checking that they are numbers and that there are any.

    Raises
    ------
    ValueError
        When there is none, one is not a number, or they are not one row; NaN and infinity are
        taken. ``kinds`` are the kinds of dtype that count as numbers.

    Examples
    --------
    >>> from dnn.checks.costs import cost_row
    >>> cost_row("costs", [0.7, float("nan")])
    array([0.7, nan])
    """
    try:
        values = np.asarray(costs if hasattr(costs, "shape") else list(costs))
        if values.size and values.dtype.kind not in kinds:
            raise TypeError
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be a list of numbers, the second value that L_layer_model returns; got "
            f"{in_short(costs)}"
        ) from None
    if values.size == 0:
        raise ValueError(f"there is no number in {name}: was num_iterations 0?")
    if values.size != max(values.shape, default=1):
        raise ShapeError(f"{name} must be one row of numbers, but the shape is {values.shape}")
    return values.reshape(-1).astype(np.float64)
