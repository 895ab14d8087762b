"""One configuration of a halving: its folds in lockstep, going on from rung to rung."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from dnn.parameters import initialize_parameters_deep
from dnn.shapes import Parameters
from dnn.training.descent import Step
from dnn.training.divergence import DivergenceError
from dnn.training.loop import train
from dnn.tuning.outcomes import Outcome, Row, finite, row_of
from dnn.tuning.setups import Setup
from dnn.tuning.trials import (
    Part,
    in_span,
    judged,
    lost,
    one_thread,
    part_of,
    validation_error,
    whole_set,
)


class SharedParts:
    """The folds of a search made ready, once for each road, for all of its configurations."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._parts: dict[bool, list[Part]] = {}

    def of(self, chosen: Mapping[str, Any], L: int) -> list[Part]:
        """Return the folds for a training with these hyperparameters and so many layers."""
        road = in_span(self.setup.examples, chosen, L)
        if road not in self._parts:
            examples, folds = self.setup.examples, self.setup.folds
            self._parts[road] = [part_of(examples, fold, chosen, L) for fold in folds]
        return self._parts[road]


class Climber:
    """One configuration: the iterators of its folds, and what was recorded on the way.

    Attributes
    ----------
    number : int
    rungs : list of [iterations, error, cost]
        How it stood at each rung; None where training diverged.
    """

    def __init__(
        self, number: int, options: Mapping[str, Any], parts: SharedParts, last: int
    ) -> None:
        self.number = number
        self.options = options
        self.rungs: list[list[Any]] = []
        self._shared = parts
        self._chosen, self._layers = whole_set({**options, "num_iterations": last})
        self._folds: list[_Fold] = []
        self._lost: Outcome | None = None
        self._at = 0
        self._seconds = 0.0

    def climb(self, level: int) -> None:
        """Step all folds to a rung, one iteration of each after the other, and judge them there."""
        begun = perf_counter()
        with one_thread():
            self._folds = self._folds or self._begin()
            try:
                while self._lost is None and self._at < level:
                    for fold in self._folds:
                        fold.step(is_recorded=self._at % self._chosen["every"] == 0)
                    self._at += 1
            except DivergenceError as error:
                self._lost = lost(error, self._folds[0].costs, self._chosen, 0.0)
            self.rungs.append([level, *self._standing()])
        self._seconds += perf_counter() - begun

    def _begin(self) -> list[_Fold]:
        """Return the folds at their start, which is the same for all."""
        examples, chosen = self._shared.setup.examples, self._chosen
        dims = [len(examples.X), *self._layers, len(examples.Y)]
        drawn = initialize_parameters_deep(dims, seed=chosen["seed"], scale=chosen["scale"])
        dtype = chosen["dtype"] or examples.X.dtype
        start = {name: p.astype(dtype) for name, p in drawn.items()}
        return [_Fold(part, start, chosen) for part in self._shared.of(chosen, len(dims) - 1)]

    def _standing(self) -> list[float | None]:
        """Return the mean error and the mean cost of the folds."""
        if self._lost is not None:
            return [None, None]
        found = [fold.judge(fold.reached()) for fold in self._folds]
        return finite([sum(values) / len(found) for values in zip(*found, strict=True)])

    def row(self, level: int, marks: Mapping[str, Any]) -> Row:
        """Return the row of a configuration that ends at a rung."""
        every = self._chosen["every"]
        options = {**self.options, "num_iterations": level, "every": every}
        ended = (
            [fold.outcome(level) for fold in self._folds] if self._lost is None else [self._lost]
        )
        row = row_of(self.number, options, every, ended, rungs=self.rungs, search=marks)
        return {**row, "seconds": self._seconds}


class _Fold:
    """The training of one configuration on one fold."""

    def __init__(self, part: Part, start: Parameters, chosen: Mapping[str, Any]) -> None:
        self.part = part
        self.chosen = chosen
        self.start = start
        self.steps = train(part.X, part.Y, start, subspace=part.subspace, **chosen)
        self.last: Step | None = None
        self.costs: list[float] = []
        self.validation_costs: list[float] = []

    def step(self, *, is_recorded: bool) -> None:
        """Take one iteration; record the costs of the parameters that enter it, if they are due."""
        entered = self.reached() if is_recorded else None
        self.last = next(self.steps)
        if entered is not None:
            self.costs.append(float(self.last.cost))
            self.validation_costs.append(self.judge(entered)[1])

    def reached(self) -> Parameters:
        """Return the parameters as they are now."""
        return self.start if self.last is None else self.last.parameters

    def judge(self, parameters: Parameters) -> tuple[float, float]:
        """Return the error and the cost of parameters on the examples that were held out."""
        return validation_error(self.part.validation, parameters, self.chosen)

    def outcome(self, iterations: int) -> Outcome:
        """Return what it has come to after so many iterations."""
        chosen = {**self.chosen, "num_iterations": iterations}
        return judged(self.part, self.reached(), chosen, self.costs, self.validation_costs)
