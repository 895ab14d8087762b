"""Learning rates side by side: X, Y, rates -> curves, what becomes of each, which to take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np

from dnn.checks.values import check_number, check_whole_number
from dnn.doctor.cost_curve import CostCurve, cost_curve
from dnn.doctor.evidence import digits
from dnn.shapes import Array
from dnn.text import aligned, markdown_table
from dnn.training.divergence import DivergenceError
from dnn.training.fit import fit

DIVERGES = "diverges"
SLOW = "falls slowly"
WELL = "falls well"
HIGHER = "falls fast but settles higher"
BEST = "fast and lowest"

CLOSE = 0.05  # of the deepest fall: costs so near each other count as the same
STRAIGHT = 0.4  # share of its fall that a curve makes in the second half, if it hardly bends
SETTLED = 0.1  # the same, if it has come to rest


@dataclass(frozen=True, repr=False)
class RateComparison:
    """One run a learning rate; print it, or draw it with `plot_learning_rates`.

    Attributes
    ----------
    rates : tuple of float
    costs : list of lists of float
        One list per rate; where training diverged the list is cut, and NaN is its last entry.
    every : int
        Iterations from one cost to the next.
    outcomes : tuple of str
        One per rate: ``"diverges"``, ``"falls slowly"``, ``"falls well"``,
        ``"falls fast but settles higher"`` or ``"fast and lowest"``.
    recommended : float or None
        The rate to take; None when every rate diverges.
    reason : str
        Why, in one sentence.
    """

    rates: tuple[float, ...]
    costs: list[list[float]]
    every: int
    outcomes: tuple[str, ...]
    recommended: float | None
    reason: str

    def __repr__(self) -> str:
        return "\n".join([*aligned([_HEADER, *self._cells()]), self.reason])

    def _repr_markdown_(self) -> str:
        return f"{markdown_table(_HEADER, self._cells())}\n\n{self.reason}"

    def _cells(self) -> list[tuple[str, ...]]:
        """Return one row per rate: the rate, its last cost, what became of it."""
        table = zip(self.rates, self.costs, self.outcomes, strict=True)
        return [
            (f"{rate:g}", digits(costs[-1]), outcome + " (take it)" * (rate == self.recommended))
            for rate, costs, outcome in table
        ]


_HEADER = ("learning rate", "last cost", "outcome")


def compare_learning_rates(
    X: Array,
    Y: Array,
    layer_dims: Iterable[int],
    rates: Iterable[float],
    *,
    num_iterations: int = 1000,
    every: int | None = None,
    **hyperparameters: Any,
) -> RateComparison:
    """Train once with each learning rate, tell what became of each, and recommend one.

    Parameters
    ----------
    X, Y : arrays, (n_0, m) and (n_L, m)
        See `fit`.
    layer_dims : sequence of int, (n_0, n_1, ..., n_L)
    rates : sequence of float
        Learning rates, all different; steps of 3 or 10 from one to the next show most.
    num_iterations : int
        Of each run.
    every : int, optional
        Iterations from one recorded cost to the next; left out, a fiftieth of them all.
    **hyperparameters
        Whatever else `fit` takes.

    Returns
    -------
    RateComparison

    Raises
    ------
    ValueError
        When there is no rate, one is no number above 0 or stands there twice, or `fit` refuses.

    Notes
    -----
    *diverges*: the cost becomes infinite, stays above where it began, or leaps by half of that
    from one record to the next (with mini-batches, whose costs are noisy, only what ends at twice
    the first cost). Of the others, the lowest at the end is *fast and lowest*; of costs within
    5 % of the deepest fall the one that came down fastest is. It *falls slowly* instead where even
    it goes down in nearly a straight line. Another that ends within 5 % of the best *falls well*.
    What ends higher *falls fast but settles higher* where it has come to rest; where it still
    comes down it *falls well* if it has made over half of the deepest fall, else *falls slowly*.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import compare_learning_rates
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0]]), np.array([[0, 0, 1, 1]])
    >>> found = compare_learning_rates(X, Y, [1, 1], [0.01, 1.0], num_iterations=100)
    >>> found.outcomes, found.recommended
    (('falls slowly', 'fast and lowest'), 1.0)
    """
    kept = _check_rates(rates, hyperparameters)
    dims = tuple(layer_dims)
    n = check_whole_number("num_iterations", num_iterations)
    step = max(1, n // 50) if every is None else check_whole_number("every", every)
    settings = {"num_iterations": n, "every": step, **hyperparameters}
    costs = [_costs(X, Y, dims, rate, settings) for rate in kept]
    curves = [cost_curve(row, step) if math.isfinite(row[0]) else None for row in costs]
    noisy = settings.get("mini_batch_size") is not None
    alive = [c for c in curves if c is not None and not _diverges(c, noisy=noisy)]
    best = _best(alive)
    chosen = None if best is None else kept[curves.index(best)]
    outcomes = tuple(
        _outcome(curve, best, alive, is_lower=chosen is not None and rate < chosen)
        for rate, curve in zip(kept, curves, strict=True)
    )
    return RateComparison(
        kept, costs, step, outcomes, chosen, _reason(kept, curves, outcomes, chosen)
    )


def _check_rates(rates: Iterable[float], hyperparameters: dict[str, Any]) -> tuple[float, ...]:
    """Return the rates as plain floats, after checking that they are different and above 0."""
    if "learning_rate" in hyperparameters:
        raise ValueError("the learning rates to compare are in rates: leave out learning_rate")
    if not isinstance(rates, Iterable) or isinstance(rates, str):
        raise ValueError(f"rates must be a list of learning rates; got {rates!r}")
    kept = tuple(check_number("each of the rates", rate, "(0, inf)") for rate in rates)
    if not kept:
        raise ValueError("rates is empty: give at least one learning rate, as [0.01, 0.001]")
    twice = [rate for rate in kept if kept.count(rate) > 1]
    if twice:
        raise ValueError(f"rates holds {twice[0]:g} more than once")
    return kept


def _costs(
    X: Array, Y: Array, dims: Sequence[int], rate: float, settings: dict[str, Any]
) -> list[float]:
    """Return the costs of one run, NaN at their end where it diverged."""
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # the outcome says it better
            run = fit(X, Y, dims, learning_rate=rate, **settings)
    except DivergenceError as error:
        return [*takewhile(math.isfinite, map(float, error.costs)), math.nan]
    if run.stopped not in (None, "early"):
        raise KeyboardInterrupt(run.stopped)
    return [float(cost) for cost in run.history.costs]


def _diverges(curve: CostCurve, *, noisy: bool) -> bool:
    """Tell whether the cost was lost, stays above where it began, or leaps without rest."""
    begun = max(curve.first, curve.at(0.0))
    if curve.lost is not None or noisy:
        return curve.lost is not None or curve.level > 2 * begun
    ends_at = max(curve.level, float(curve.later.mean()))
    return ends_at > 1.05 * begun or curve.jump > 0.5 * begun


def _best(alive: Sequence[CostCurve]) -> CostCurve | None:
    """Return the curve that ends lowest; of those that end alike, the one that fell fastest."""
    if not alive:
        return None
    lowest = min(curve.level for curve in alive)
    near = CLOSE * max(0.0, max(curve.first for curve in alive) - lowest)
    level_with = [curve for curve in alive if curve.level <= lowest + near]
    return min(level_with, key=lambda curve: float(np.mean(curve.finite)))


def _outcome(
    curve: CostCurve | None,
    best: CostCurve | None,
    alive: Sequence[CostCurve],
    *,
    is_lower: bool,
) -> str:
    """Return what became of one curve, seen beside the best; is_lower tells of its rate."""
    if curve is None or best is None or all(curve is not other for other in alive):
        return DIVERGES
    fall, deepest = curve.first - curve.level, best.first - best.level
    second_half = curve.at(0.5) - curve.level
    if curve is best:
        straight = curve.is_falling and second_half > STRAIGHT * fall
        return SLOW if straight or fall < 1e-3 * curve.first else BEST
    if curve.level <= best.level + CLOSE * deepest:
        return WELL
    goes_on = curve.is_falling and second_half > SETTLED * fall
    if goes_on or is_lower or max(abs(fall), curve.jump) < 1e-3 * deepest:
        return WELL if fall > 0.5 * deepest else SLOW
    return HIGHER


def _reason(
    rates: Sequence[float],
    curves: Sequence[CostCurve | None],
    outcomes: Sequence[str],
    chosen: float | None,
) -> str:
    """Return why this rate is recommended, and where to look further."""
    if chosen is None:
        return f"Every rate diverges: try {min(rates) / 10:g}."
    curve = curves[rates.index(chosen)]
    told = f"Take {chosen:g}: of all that do not diverge it comes down to the lowest cost"
    if curve is not None:
        told += f", {digits(curve.level)} after {curve.iterations} iterations"
    if outcomes[rates.index(chosen)] == SLOW:
        return f"{told}; but even it falls slowly, so try {3 * chosen:g} too."
    if chosen == max(rates) and len(rates) > 1:
        return f"{told}; it is the highest tried, so try {3 * chosen:g} too."
    return f"{told}."
