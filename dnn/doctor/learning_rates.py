"""Learning rates side by side: X, Y, rates -> curves, what becomes of each, which to take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.values import check_number, check_whole_number
from dnn.doctor.cost_curve import CostCurve, cost_curve
from dnn.doctor.findings import digits
from dnn.doctor.standing import cost_of_one_answer
from dnn.shapes import Array
from dnn.text import aligned, markdown_table
from dnn.training.divergence import DivergenceError
from dnn.training.fit import Run
from dnn.training.hyperparameters import HYPERPARAMETERS
from dnn.training.stack import fit_or_error, fit_rates

DIVERGES = "diverges"
LEAPS = "leaps or rises"
NEVER = "never learns"
SLOW = "falls slowly"
WELL = "falls well"
HIGHER = "falls fast but settles higher"
BEST = "fast and lowest"

CLOSE = 0.05  # of the deepest fall: costs so near each other count as the same
ALIKE = 0.02  # of the lowest cost: of curves that end so near to it, the fastest is taken
STRAIGHT = 0.4  # share of its fall that a curve makes in the second half, if it hardly bends
SETTLED = 0.1  # the same, if it has come to rest
CLIMBS = 0.2  # of the first cost: so much may all upward steps of the last quarter come to
RISEN = 0.3  # of the whole fall: so far above its lowest a curve has risen again
NOTHING = 0.97  # of the cost of one answer for all, above which nothing was learnt


@dataclass(frozen=True, repr=False)
class RateComparison:
    """One run per learning rate; print it, or draw it with `plot_learning_rates`.

    Attributes
    ----------
    rates : tuple of float
    costs : list of lists of float
        One list per rate; where training diverged the list is cut, and NaN is its last entry.
    every : int
        Iterations from one cost to the next.
    outcomes : tuple of str
        One per rate: ``"diverges"``, ``"leaps or rises"``, ``"never learns"``,
        ``"falls slowly"``, ``"falls well"``, ``"falls fast but settles higher"`` or
        ``"fast and lowest"``.
    recommended : float or None
        The rate to take; None when none comes down calmly.
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
    *diverges*: the cost becomes infinite, or ends above the first. *leaps or rises*: its upward
    steps in the last quarter come to over 20 % of the first cost, or it ends far above its lowest;
    with mini-batches or dropout, whose costs are noisy, only the latter. *never learns*: it has
    come to rest where one and the same answer for every example would. Of the others, the lowest
    at the end is *fast and lowest*; of costs within 2 % of it the one that came down fastest is.
    It *falls slowly* instead where even it goes down in nearly a straight line. Another that ends
    within 5 % of the deepest fall of the best *falls well*. What ends higher *falls fast but
    settles higher* where it has come to rest; where it still comes down it *falls well* if it has
    made over half of the deepest fall, else *falls slowly*.

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
    with np.errstate(over="ignore", invalid="ignore"):  # the outcome says it better
        costs = [_costs(found) for found in _trained(X, Y, dims, kept, settings)]
    task = _Task(cost_of_one_answer(Y, str(settings.get("output", "sigmoid"))), _is_noisy(settings))
    curves = [cost_curve(row, step) if math.isfinite(row[0]) else None for row in costs]
    calm = [c for c in curves if c is not None and task.trouble(c) is None]
    best = _best(calm)
    chosen = None if best is None else kept[curves.index(best)]
    outcomes = tuple(
        _outcome(curve, best, task, is_lower=chosen is not None and rate < chosen)
        for rate, curve in zip(kept, curves, strict=True)
    )
    return RateComparison(
        kept, costs, step, outcomes, chosen, _reason(kept, curves, outcomes, chosen)
    )


def _is_noisy(settings: dict[str, Any]) -> bool:
    """Tell whether the recorded costs are of parts of the examples or of the network."""
    return settings.get("mini_batch_size") is not None or settings.get("keep_prob", 1.0) != 1.0


def _check_rates(rates: Iterable[float], hyperparameters: dict[str, Any]) -> tuple[float, ...]:
    """Return the rates as plain floats; check that they are different and above 0."""
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


def _trained(
    X: Array, Y: Array, dims: Sequence[int], rates: Sequence[float], settings: dict[str, Any]
) -> Iterable[Run | DivergenceError]:
    """Return a run for each rate, all at once where no more than hyperparameters are set."""
    if settings.keys() <= {*HYPERPARAMETERS, "parameters", "subspace"} - {"patience"}:
        return fit_rates(X, Y, dims, rates, **settings)
    return (fit_or_error(X, Y, dims, learning_rate=rate, **settings) for rate in rates)


def _costs(found: Run | DivergenceError) -> list[float]:
    """Return the costs of one run, NaN at their end where it diverged."""
    if isinstance(found, DivergenceError):
        return [*takewhile(math.isfinite, map(float, found.costs)), math.nan]
    if found.stopped not in (None, "early"):
        raise KeyboardInterrupt(found.stopped)
    return [float(cost) for cost in found.history.costs]


class _Task(NamedTuple):
    """What all curves are judged by: the cost of one answer, and whether costs are noisy."""

    constant: float
    is_noisy: bool

    def trouble(self, curve: CostCurve) -> str | None:
        """Return why a curve cannot be taken: it diverges, leaps or rises, or never learns."""
        limit = 1.5 * max(curve.first, self.constant) if self.is_noisy else 1.05 * curve.first
        if curve.lost is not None or curve.level > limit:
            return DIVERGES
        lowest, _ = curve.valley
        risen = curve.level - lowest > max(RISEN * (curve.first - lowest), 6 * curve.noise)
        last = curve.finite[-max(3, curve.finite.size // 4) :]
        climb = float(np.maximum(np.diff(last), 0).sum())
        if risen or (not self.is_noisy and climb > CLIMBS * curve.first):
            return LEAPS
        rests = not curve.is_falling and abs(curve.first - curve.level) > 1e-3 * curve.first
        return NEVER if rests and curve.level > NOTHING * self.constant else None


def _best(calm: Sequence[CostCurve]) -> CostCurve | None:
    """Return the curve that ends lowest; of those that end alike, the one that fell fastest."""
    if not calm:
        return None
    lowest = min(curve.level for curve in calm)
    alike = [curve for curve in calm if curve.level <= (1 + ALIKE) * lowest]
    return min(alike, key=lambda curve: float(np.mean(curve.finite)))


def _outcome(
    curve: CostCurve | None, best: CostCurve | None, task: _Task, *, is_lower: bool
) -> str:
    """Return what became of one curve, seen beside the best; is_lower tells of its rate."""
    trouble = DIVERGES if curve is None else task.trouble(curve)
    if curve is None or best is None or trouble is not None:
        return trouble or SLOW
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
        whole = {DIVERGES: "Every rate diverges", NEVER: "No rate learns"}
        every = whole.get(outcomes[0], "Every rate leaps or rises")
        said = every if len(set(outcomes)) == 1 else "No rate comes down calmly"
        return f"{said}: try {min(rates) / 10:g}."
    curve = curves[rates.index(chosen)]
    told = f"Take {chosen:g}: of all that come down calmly it reaches the lowest cost"
    if curve is not None:
        told += f", {digits(curve.level)} after {curve.iterations} iterations"
    if outcomes[rates.index(chosen)] == SLOW:
        return f"{told}; but even it falls slowly, so try {3 * chosen:g} too."
    if chosen == max(rates) and len(rates) > 1:
        return f"{told}; it is the highest tried, so try {3 * chosen:g} too."
    return f"{told}."
