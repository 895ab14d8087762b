"""Successive halving: all begin, and at every rung the better part goes on where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from time import perf_counter
from typing import Any

from dnn.checks.values import check_whole_number
from dnn.parameters import initialize_parameters_deep
from dnn.shapes import Array, Parameters
from dnn.training.descent import Step
from dnn.training.divergence import DivergenceError
from dnn.training.loop import train
from dnn.tuning.extras import needed
from dnn.tuning.rows import RowFile, ranked
from dnn.tuning.setups import Setup, set_up
from dnn.tuning.trials import (
    Outcome,
    Part,
    Row,
    Search,
    in_span,
    judged,
    lost,
    one_thread,
    part_of,
    row_of,
    validation_error,
    whole_set,
)

RUNGS = (9, 27, 81, 243)


def halving(
    X: Array,
    Y: Array,
    space: Mapping[str, Any],
    rungs: Sequence[int] = RUNGS,
    *,
    budget: int | None = None,
    folds: int = 5,
    seed: int = 0,
    file: str | os.PathLike[str] | None = None,
    **fixed: Any,
) -> Search:
    """Train many configurations a little, and the better ones of them on: a row for each.

    Parameters
    ----------
    X, Y, space, folds, seed, file, **fixed
        As for `search`.
    rungs : sequence of int
        Iterations at which the configurations are judged, growing. From one to the next the share
        that goes on is the inverse of the growth: a third for 9, 27, 81, 243.
    budget : int, optional
        Configurations at the first rung; left out, as many as leave one for the last.

    Returns
    -------
    iterator of dict
        As of `search`: a row when a configuration is dropped, at the end those that were not.
        ``num_iterations`` in its hyperparameters is the rung that it reached; ``rungs`` holds
        ``[iterations, error, cost]`` for each rung.

    Raises
    ------
    ValueError
        As `search`; when rungs do not grow, or num_iterations or patience is given beside them.

    Notes
    -----
    All folds of a configuration step in lockstep, and their mean error is judged. Who goes on keeps
    its iterators, so no iteration is done twice: 27 configurations in 3 folds take 2,187
    iterations, where training all to the end would take 19,683. It runs in one process. After a
    kill, configurations in the file are not trained again; those that were under way are.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import halving, log_uniform
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0] * 3]), np.array([[0, 0, 1, 1] * 3])
    >>> rows = list(halving(X, Y, {"learning_rate": log_uniform(1e-3, 1)}, (2, 4, 8), folds=2))
    >>> [row["hyperparameters"]["num_iterations"] for row in rows]
    [2, 2, 4, 8]
    """
    needed("optuna", "tune")
    levels = _checked_rungs(rungs)
    for name in ("num_iterations", "patience"):
        if name in fixed or name in space:
            raise ValueError(f"the rungs say when training ends: leave out {name}")
    n = budget if budget is not None else max(1, levels[-1] // levels[0])
    check_whole_number("budget", n)
    method = f"halving of {n} at {', '.join(map(str, levels))}"
    setup = set_up(X, Y, space, folds, seed, fixed, method=method, batch=1)
    rows = RowFile(file, setup.marks)
    return Search(_rows(setup, levels, n, rows, rows.resume()), n)


def rungs_up_to(n: Any) -> tuple[int, ...]:
    """Return four rungs (fewer below 27) that end at n, each three times the one before.

    Examples
    --------
    >>> from dnn.tuning.successive import rungs_up_to
    >>> rungs_up_to(243), rungs_up_to(10)
    ((9, 27, 81, 243), (1, 3, 10))
    """
    last = check_whole_number("num_iterations", n)
    return tuple(last // 3**k for k in range(3, -1, -1) if last >= 3**k)


def _checked_rungs(rungs: Sequence[int]) -> tuple[int, ...]:
    """Return the rungs, and check that they grow."""
    levels = tuple(check_whole_number("each rung", rung) for rung in rungs)
    if not levels or any(a >= b for a, b in pairwise(levels)):
        raise ValueError(f"rungs must be growing numbers of iterations; got {list(rungs)}")
    return levels


def _rows(
    setup: Setup, levels: Sequence[int], n: int, file: RowFile, known: Mapping[int, Row]
) -> Iterator[Row]:
    """Take all to the first rung, the better part of them to the next, and so on."""
    make = _Maker(setup, levels[-1])
    climbers = {number: make(number, options) for number, options in _drawn(setup, n).items()}
    alive = dict(climbers)
    for k, level in enumerate(levels):
        is_last = level == levels[-1]
        judgements = [
            _judgement(climber, known.get(number), k, level) for number, climber in alive.items()
        ]
        stay = 0 if is_last else max(1, n * levels[0] // levels[k + 1])
        gone = sorted(j["number"] for j in ranked(judgements)[stay:])
        for number in gone:
            climber = alive.pop(number)
            row = known.get(number)
            if row is None:
                row = climber.row(level, setup.marks)
                file.append(row)
            yield row


def _drawn(setup: Setup, n: int) -> dict[int, dict[str, Any]]:
    """Return n configurations drawn at random: those that a random search would try."""
    from optuna.samplers import RandomSampler

    from dnn.tuning.samplers import distributions, from_params, new_study, seed_of

    study, drawn = new_study(), {}
    for number in range(n):
        study.sampler = RandomSampler(seed_of(setup.seed, number))
        trial = study.ask(distributions(setup.space))
        drawn[number] = {**from_params(setup.space, trial.params), **setup.fixed}
    return drawn


def _judgement(climber: _Climber, row: Row | None, k: int, level: int) -> Row:
    """Return how a configuration stands at the k-th rung: by its row, else by training on."""
    if row is not None:
        _, error, cost = row["rungs"][k]
    else:
        climber.climb(level)
        _, error, cost = climber.rungs[k]
    return {"number": climber.number, "error": error, "cost": cost}


class _Maker:
    """Makes configurations that share the parts of the examples, as far as their roads allow."""

    def __init__(self, setup: Setup, last: int) -> None:
        self.setup = setup
        self.last = last
        self.parts: dict[tuple[int, bool], Part] = {}

    def __call__(self, number: int, options: dict[str, Any]) -> _Climber:
        return _Climber(number, options, self)

    def part(self, j: int, chosen: Mapping[str, Any], L: int) -> Part:
        """Return the j-th fold, made ready once for each road."""
        examples, fold = self.setup.examples, self.setup.folds[j]
        road = (j, in_span(examples, chosen, L))
        if road not in self.parts:
            self.parts[road] = part_of(examples, fold, chosen, L)
        return self.parts[road]


class _Climber:
    """One configuration: the iterators of its folds, in lockstep, and what they have recorded."""

    def __init__(self, number: int, options: dict[str, Any], maker: _Maker) -> None:
        self.number = number
        self.options = options
        self.maker = maker
        self.rungs: list[list[Any]] = []
        self.lost: Outcome | None = None
        self.seconds = 0.0
        self.at = 0

    def _begin(self) -> None:
        """Make the iterators of all folds."""
        examples = self.maker.setup.examples
        self.chosen, layers = whole_set({**self.options, "num_iterations": self.maker.last})
        dims = [len(examples.X), *layers, len(examples.Y)]
        folds = range(len(self.maker.setup.folds))
        self.parts = [self.maker.part(j, self.chosen, len(dims) - 1) for j in folds]
        dtype = self.chosen["dtype"] or examples.X.dtype
        seed, scale = self.chosen["seed"], self.chosen["scale"]
        drawn = initialize_parameters_deep(dims, seed=seed, scale=scale)
        self.start = {name: p.astype(dtype) for name, p in drawn.items()}
        self.steps: list[Step] = []
        self.costs: list[list[float]] = [[] for _ in folds]
        self.validation_costs: list[list[float]] = [[] for _ in folds]
        self.iterators = [
            train(part.X, part.Y, self.start, subspace=part.subspace, **self.chosen)
            for part in self.parts
        ]

    def climb(self, level: int) -> None:
        """Step all folds to a rung, and judge them there by their mean."""
        start = perf_counter()
        with one_thread():
            if not self.at:
                self._begin()
            try:
                while self.lost is None and self.at < level:
                    self._step()
            except DivergenceError as error:
                self.lost = lost(error, self.costs[0], self.chosen, 0.0)
        self.seconds += perf_counter() - start
        if self.lost is not None:
            self.rungs.append([level, None, None])
            return
        found = [
            validation_error(part.validation, parameters, self.chosen)
            for part, parameters in zip(self.parts, self._reached(), strict=True)
        ]
        errors, costs = zip(*found, strict=True)
        self.rungs.append([level, sum(errors) / len(errors), sum(costs) / len(costs)])

    def _step(self) -> None:
        """Take one iteration in every fold; record costs where they are due."""
        is_recorded = self.at % self.chosen["every"] == 0
        entered = self._reached() if is_recorded else []
        self.steps = [next(iterator) for iterator in self.iterators]
        for j, parameters in enumerate(entered):
            _, cost = validation_error(self.parts[j].validation, parameters, self.chosen)
            self.costs[j].append(float(self.steps[j].cost))
            self.validation_costs[j].append(cost)
        self.at += 1

    def _reached(self) -> list[Parameters]:
        """Return the parameters of every fold as they are now."""
        if not self.steps:
            return [self.start for _ in self.parts]
        return [step.parameters for step in self.steps]

    def row(self, level: int, marks: Mapping[str, Any]) -> Row:
        """Return the row of a configuration that ends here."""
        outcomes = (
            [self.lost]
            if self.lost is not None
            else [
                judged(part, parameters, self.chosen, costs, valid)
                for part, parameters, costs, valid in zip(
                    self.parts, self._reached(), self.costs, self.validation_costs, strict=True
                )
            ]
        )
        options = {**self.options, "num_iterations": level, "every": self.chosen["every"]}
        row = row_of(self.number, options, outcomes, rungs=self.rungs, search=marks)
        return {**row, "seconds": self.seconds}
