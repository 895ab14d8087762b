"""A curve of costs in numbers: costs -> its level, its fall, its jumps, its rise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dnn.checks.costs import cost_row
from dnn.shapes import Array

WINDOWS = 10  # a curve is read as the medians of so many parts, which single costs do not move


@dataclass(frozen=True, eq=False)
class CostCurve:
    """The recorded costs of one training; cost k was found at iteration k * every.

    Attributes
    ----------
    values : array of float64, (n,)
        As they were recorded, NaN and infinity too.
    every : int
        Iterations from one cost to the next.
    """

    values: Array
    every: int

    @cached_property
    def lost(self) -> int | None:
        """Return the index of the first cost that is not finite, if there is one."""
        places = np.flatnonzero(~np.isfinite(self.values))
        return int(places[0]) if places.size else None

    @cached_property
    def finite(self) -> Array:
        """Return the costs up to the first that is not finite."""
        return self.values[: self.lost]

    @property
    def first(self) -> float:
        """Return the cost that training began with; NaN where no cost is finite."""
        return float(self.finite[0]) if self.finite.size else float("nan")

    @cached_property
    def lowest(self) -> float:
        """Return the lowest cost."""
        return float(self.finite.min(initial=np.inf))

    @property
    def iterations(self) -> int:
        """Return the number of the iteration that found the last finite cost."""
        return max(0, self.finite.size - 1) * self.every

    def up_to(self, iteration: int) -> CostCurve:
        """Return the curve as it was at this iteration."""
        return CostCurve(self.values[: iteration // self.every + 1], self.every)

    def at(self, share: float) -> float:
        """Return the cost at this share of the way, as the median of a tenth of the curve."""
        n = self.finite.size
        if n == 0:
            return float("nan")
        width = max(1, n // WINDOWS)
        begin = round(share * (n - width))
        return float(np.median(self.finite[begin : begin + width]))

    @cached_property
    def halfway(self) -> float:
        """Return the cost at half of the way; where two costs are as near to it, their mean."""
        return (self.at(0.5 - 1e-9) + self.at(0.5 + 1e-9)) / 2

    @cached_property
    def level(self) -> float:
        """Return where the cost stands at the end, without the noise of single costs."""
        return self.at(1.0)

    @cached_property
    def late(self) -> float:
        """Return the median of the last quarter, which the noise of mini-batches moves less."""
        n = self.finite.size
        return float(np.median(self.finite[-max(1, n // 4) :])) if n else float("nan")

    @cached_property
    def valley(self) -> tuple[float, int]:
        """Return the lowest level that the curve has had, and the iteration where it was."""
        n = self.finite.size
        if n == 0:
            return float("nan"), 0
        width = max(1, n // WINDOWS)
        levels = [float(np.median(self.finite[k : k + width])) for k in range(n - width + 1)]
        k = int(np.argmin(levels))
        return levels[k], (k + width // 2) * self.every

    @cached_property
    def later(self) -> Array:
        """Return the second half of the curve, at least three costs where there are three."""
        n = self.finite.size
        return self.finite[min(n // 2, max(0, n - 3)) :]

    @cached_property
    def jump(self) -> float:
        """Return how far one cost of the second half lies from the next, as a median."""
        return float(np.median(np.abs(np.diff(self.later)))) if self.later.size > 1 else 0.0

    @cached_property
    def turns(self) -> float:
        """Return the share of places in the second half where the curve turns up or down."""
        steps = np.sign(np.diff(self.later))
        return float(np.mean(steps[1:] * steps[:-1] < 0)) if steps.size > 1 else 0.0

    @cached_property
    def noise(self) -> float:
        """Return how uncertain a level is: the standard error of the median of a tenth."""
        if self.later.size < 3:
            return 0.0
        bends = np.diff(self.later, 2)
        return float(np.sqrt(np.mean(bends**2) / 6 / max(1, self.finite.size // WINDOWS)) * 1.25)

    @cached_property
    def trend(self) -> tuple[float, float]:
        """Return the change over the second half by a straight line, and its standard error."""
        y = self.later
        if y.size < 3:
            return float(y[-1] - y[0]), 0.0
        x = np.linspace(-0.5, 0.5, y.size)
        slope = float(x @ (y - y.mean()) / (x @ x))
        rest = y - y.mean() - slope * x
        return slope, float(np.sqrt(rest @ rest / (y.size - 2) / (x @ x)))

    @property
    def is_falling(self) -> bool:
        """Tell whether the second half falls by more than its own noise explains."""
        change, error = self.trend
        return change < -4 * error


def cost_curve(costs: Iterable[Any], every: int = 100, name: str = "costs") -> CostCurve:
    """Return costs as a curve; check that they are numbers and that there are any.

    Raises
    ------
    ValueError
        When there is no cost, or one that is not a number; NaN and infinity are taken.

    Examples
    --------
    >>> from dnn.doctor.cost_curve import cost_curve
    >>> curve = cost_curve([0.7, 0.4, float("nan")])
    >>> curve.first, curve.lost
    (0.7, 2)
    """
    return CostCurve(cost_row(name, costs, kinds="uif"), every)  # yes and no are no costs
