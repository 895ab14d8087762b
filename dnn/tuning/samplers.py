"""The methods of a search by name: what proposes the next trial, as a sampler of Optuna."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
from optuna.samplers import BaseSampler, RandomSampler, TPESampler

from dnn.tuning.harmonica import HarmonicaSampler
from dnn.tuning.spaces import SCALES_OF_RANGES, Space, grid, is_range, range_of
from dnn.tuning.successive import RUNGS, rungs_up_to

Factory = Callable[[int, int], BaseSampler]  # (seed, number of the trial) -> its sampler


class Plan(NamedTuple):
    """How a search proceeds: what it is called in its rows, its samplers, how many trials."""

    name: str
    factory: Factory
    budget: int
    rungs: tuple[int, ...] = ()  # where trials stop and are judged, if they do


class Asked(NamedTuple):
    """What a method is told of the search that it is to serve."""

    space: Space
    seed: int
    budget: int | None
    points: int | Mapping[str, int] | None
    num_iterations: int | None


BUDGET = 60  # trials, where nothing else is said


def seed_of(seed: int, number: int) -> int:
    """Return the seed of one trial's sampler: trials of one search draw from streams of their own.

    Examples
    --------
    >>> from dnn.tuning.samplers import seed_of
    >>> seed_of(0, 0) == seed_of(0, 0), seed_of(0, 0) == seed_of(0, 1)
    (True, False)
    """
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


# --- the methods --------------------------------------------------------------------------------


def _grid(asked: Asked) -> Plan:
    """Return the plan of a grid, in a random order, so that a part of it is a fair part."""
    points = list(grid(asked.space, asked.points))
    order = np.random.RandomState(asked.seed).permutation(len(points))
    proposed = [to_params(asked.space, points[k]) for k in order]
    budget = len(points) if asked.budget is None else min(asked.budget, len(points))
    return Plan(f"grid of {len(points)}", lambda seed, number: Listed(proposed), budget)


def _random(asked: Asked) -> Plan:
    """Return the plan of a random search."""
    return Plan("random", lambda seed, n: RandomSampler(seed_of(seed, n)), asked.budget or BUDGET)


def _tpe(asked: Asked) -> Plan:
    """Return the plan of a search by the tree-structured Parzen estimator."""
    return Plan("tpe", lambda seed, n: TPESampler(seed=seed_of(seed, n)), asked.budget or BUDGET)


def _harmonica(asked: Asked) -> Plan:
    """Return the plan of Harmonica: two stages and the rest, a third of the budget each."""
    budget = asked.budget or 3 * 100
    samples = max(1, min(100, budget // 3))
    return Plan(
        f"harmonica, {samples} samples a stage",
        lambda seed, n: HarmonicaSampler(samples=samples, seed=seed),
        budget,
    )


def _halving(asked: Asked) -> Plan:
    """Return the plan of successive halving, which draws at random."""
    rungs = RUNGS if asked.num_iterations is None else rungs_up_to(asked.num_iterations)
    budget = asked.budget or rungs[-1] // rungs[0]
    return _random(asked)._replace(budget=budget, rungs=rungs)


METHODS: Mapping[str, Callable[[Asked], Plan]] = MappingProxyType(
    {"grid": _grid, "random": _random, "tpe": _tpe, "halving": _halving, "harmonica": _harmonica}
)


def plan_of(method: str | Factory, asked: Asked) -> Plan:
    """Return how a search proceeds by a method of this name, or by a factory of samplers."""
    from dnn.checks.values import look_up

    if callable(method):
        name = f"{method.__module__}.{getattr(method, '__qualname__', type(method).__qualname__)}"
        return Plan(name, method, asked.budget or BUDGET)
    return look_up(METHODS, method, "method")(asked)


class Listed(BaseSampler):
    """Proposes the points of a list, one a trial."""

    def __init__(self, points: Sequence[Mapping[str, Any]]) -> None:
        self.points = points

    def infer_relative_search_space(self, study: Any, trial: Any) -> dict[str, BaseDistribution]:
        """Return nothing: every parameter is proposed by itself."""
        return {}

    def sample_relative(self, study: Any, trial: Any, search_space: Any) -> dict[str, Any]:
        """Return nothing."""
        return {}

    def sample_independent(self, study: Any, trial: Any, name: str, distribution: Any) -> Any:
        """Return what this trial's point says."""
        return self.points[trial.number][name]


# --- a space as Optuna knows it -----------------------------------------------------------------


def distributions(space: Space) -> dict[str, BaseDistribution]:
    """Return a space as distributions; a choice is proposed by its place in the list.

    Examples
    --------
    >>> from dnn.tuning.samplers import distributions
    >>> distributions({"optimizer": ["gd", "adam"]})
    {'optimizer': CategoricalDistribution(choices=(0, 1))}
    """
    return {name: _distribution(domain) for name, domain in space.items()}


def _distribution(domain: Any) -> BaseDistribution:
    """Return one domain as a distribution."""
    if not is_range(domain):
        return CategoricalDistribution(tuple(range(len(domain))))
    scale, low, high = range_of(domain)
    return FloatDistribution(low, high, log=SCALES_OF_RANGES[scale].is_log)


def from_params(space: Space, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the hyperparameters that proposed values stand for, in the order of the space."""
    return {
        name: params[name] if is_range(domain) else domain[params[name]]
        for name, domain in space.items()
    }


def to_params(space: Space, hyperparameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that stand for hyperparameters: `from_params` undone."""
    return {
        name: hyperparameters[name] if is_range(domain) else domain.index(hyperparameters[name])
        for name, domain in space.items()
    }


def new_study() -> optuna.Study:
    """Return an empty study in memory, to be minimised, that tells nothing."""
    quiet = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        return optuna.create_study()
    finally:
        optuna.logging.set_verbosity(quiet)
