"""Many trainings at once: runs that differ in their learning rate alone, stacked.

Every array of the loop gets an axis in front, a place per run. So a call to numpy serves all runs,
and the product with X, or with K = X^T X, is one product for all of them. The law of this file is
equality with the runs one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS, mean_loss
from dnn.shapes import Array
from dnn.training.descent import Descent, State
from dnn.training.divergence import DivergenceError, diverged
from dnn.training.first_layer import FirstLayer
from dnn.training.fit import Run, drawn_start, fit, given_start
from dnn.training.history import History
from dnn.training.hyperparameters import hyperparameters
from dnn.training.interrupts import interruptible
from dnn.training.layout import Layout, Point
from dnn.training.lean_activations import LEAN_ACTIVATIONS
from dnn.training.loop import first_layer, prepared
from dnn.training.optimizers import Rate
from dnn.training.subspace import Span
from dnn.training.task import Task, check_training

HIGH = 2**19  # bytes of the widest Z of a stack: what a pass writes on stays near the processor


def fit_rates(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    rates: Iterable[float],
    *,
    parameters: Mapping[str, Array] | None = None,
    subspace: bool | Span | None = None,
    **options: Any,
) -> list[Run | DivergenceError]:
    """Train once with each learning rate, many at once; the runs are those of `fit`.

    Parameters
    ----------
    X, Y : arrays, (n_0, m) and (n_L, m)
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)
    rates : sequence of float
        Learning rates.
    parameters : mapping, optional
        Where all of them start; left out, `initialize_parameters_deep` draws them.
    subspace : bool, Span or None
        See `train`.
    **options
        Any other of ``dnn.HYPERPARAMETERS`` but ``patience``, the same for all.

    Returns
    -------
    list of Run or DivergenceError
        One per rate; where training diverged, the error that `fit` would have raised.

    Raises
    ------
    ValueError
        When `fit` would raise one before its first step.

    Notes
    -----
    The numbers are those of the runs one by one up to rounding: a larger product may add in
    another order. SIGINT and SIGTERM end all runs after the iteration that is under way.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import fit_rates
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0]]), np.array([[0, 0, 1, 1]])
    >>> for run in fit_rates(X, Y, [1, 1], [0.01, 1.0], num_iterations=100, every=99):
    ...     print(run.hyperparameters["learning_rate"], *(c.round(3) for c in run.history.costs))
    0.01 0.109 0.097
    1.0 0.109 0.009
    """
    dims = tuple(layers_dims)
    all_chosen = [hyperparameters(learning_rate=rate, **options) for rate in rates]
    if not all_chosen:
        return []
    if all_chosen[0]["patience"] is not None:
        raise ValueError(
            "patience watches a validation set, and fit_rates takes none: leave it out"
        )
    task = check_training(X, Y, dims, all_chosen[0])
    given = {"parameters": parameters, "subspace": subspace}
    if not _can_be_stacked(task):
        return [fit_or_error(X, Y, dims, **given, **chosen) for chosen in all_chosen]
    start = drawn_start(task) if parameters is None else given_start(task, parameters)
    state = prepared(State(0, start, {}), task)
    first = first_layer(state, task, subspace)
    stacks = np.array_split(np.arange(len(all_chosen)), _stack_count(len(all_chosen), task))
    return [
        run
        for places in stacks
        for run in _fit_stack(first, task, state, [all_chosen[k] for k in places])
    ]


def _stack_count(runs: int, task: Task) -> int:
    """Return into how many stacks runs are dealt, so that none is too high for the cache."""
    m = min(task.chosen["mini_batch_size"] or task.Y.shape[1], task.Y.shape[1])
    bytes_of_a_run = max(task.dims[1:]) * m * task.dtype.itemsize
    return min(runs, -(-runs * bytes_of_a_run // HIGH))


def _can_be_stacked(task: Task) -> bool:
    """Tell whether all that the layers wear is known to work on a stack."""
    has_short_slope = OUTPUTS[task.chosen["output"]].short_slope is not None
    return has_short_slope and LEAN_ACTIVATIONS.keys() >= set(task.activations)


def fit_or_error(*given: Any, **options: Any) -> Run | DivergenceError:
    """Return a run, or the error that ended it."""
    try:
        return fit(*given, **options)
    except DivergenceError as error:
        return error


# --- a stack ------------------------------------------------------------------------------------


class Stacked(NamedTuple):
    """The state of a stack: what is trained and its averages, all with an axis in front."""

    iteration: int
    arrays: list[Array]
    averages: dict[str, list[Array]]

    def of(self, runs: Any) -> Stacked:
        """Return the same of one run, its number given, or of some."""
        averages = {name: [array[runs] for array in all_] for name, all_ in self.averages.items()}
        return Stacked(self.iteration, [array[runs] for array in self.arrays], averages)


class RunsLostError(Exception):
    """Some runs of a stack diverged: their places, and the error of each."""

    def __init__(self, errors: Mapping[int, DivergenceError]) -> None:
        super().__init__(f"{len(errors)} runs of a stack diverged")
        self.errors = errors


class Stack(Descent):
    """Gradient descent of many runs; a step has the costs of all, and a ``Stacked`` for state."""

    def __init__(self, first: FirstLayer, task: Task, all_chosen: Sequence[dict[str, Any]]) -> None:
        super().__init__(first, task)
        self.all_chosen = all_chosen
        self.runs = len(all_chosen)
        self._rates: list[float] = []
        self._rate_of_each = np.empty(0)

    def begin(self, state: State) -> Stacked:
        """Return the state of a stack whose runs all start from one state."""
        layout, p, memory = super()._enter(state)
        alone = Stacked(
            state.iteration,
            [array[np.newaxis] for array in layout.arrays(p)],
            {name: [array[np.newaxis] for array in layout.arrays(v)] for name, v in memory.items()},
        )
        return alone.of([0] * len(self.all_chosen))

    def _enter(self, state: Stacked) -> tuple[Layout, Array, dict[str, Array]]:
        """Return the layout, the vector and the memory that the loop works on."""
        layout = Layout.of(state.arrays)
        memory = {name: layout.flatten(average) for name, average in state.averages.items()}
        return layout, layout.flatten(state.arrays), memory

    def _leave(self, layout: Layout, p: Array, memory: dict[str, Array], i: int) -> Stacked:
        """Return the state that the vector and its memory stand for."""
        averages = {name: layout.arrays(average) for name, average in memory.items()}
        return Stacked(i, layout.arrays(p), averages)

    def _rate(self, epoch: int, layout: Layout) -> Rate:
        """Return the learning rate of every entry: that of its run."""
        falls = self.chosen["decay_rate"], self.chosen["time_interval"]
        rates = [self.schedule(one["learning_rate"], epoch, *falls) for one in self.all_chosen]
        if rates != self._rates:
            self._rates, self._rate_of_each = rates, layout.spread(rates).astype(self.task.dtype)
        return self._rate_of_each

    def _cost(self, AL: Array, Y: Array, weights: Array | None, point: Point) -> Array:
        """Return the cost of every run."""
        cost = super()._cost
        return np.array([cost(AL[r], Y, weights, point.of(r)) for r in range(len(AL))])

    def _check_lost(
        self, i: int, layout: Layout, p: Array, slope: Array, AL: Array, Y: Array, batch: Any
    ) -> None:
        """Raise where the slopes, or the cost, of some runs are not finite."""
        slopes, arrays, errors = layout.arrays(slope), layout.arrays(p), {}
        for r, chosen in enumerate(self.all_chosen):
            cost = mean_loss(AL[r], Y, chosen["output"])
            if not (np.isfinite(cost) and all(np.isfinite(dW[r]).all() for dW in slopes)):
                parameters = self.first.leave([array[r] for array in arrays])
                errors[r] = diverged(parameters, i, self.first.examples(batch), Y, chosen)
        if errors:
            raise RunsLostError(errors)


def _fit_stack(
    first: FirstLayer, task: Task, start: State, all_chosen: Sequence[dict[str, Any]]
) -> list[Run | DivergenceError]:
    """Train a stack to its end; runs that are lost leave it, and the others go on."""
    histories = [History() for _ in all_chosen]
    found: dict[int, Run | DivergenceError] = {}
    places = list(range(len(all_chosen)))  # which run stands where in the stack
    stack = Stack(first, task, all_chosen)
    state = stack.begin(start)
    with interruptible() as interrupt:
        while places:
            reached: Any = None
            try:
                for step in stack.steps(state):
                    if step.iteration % task.chosen["every"] == 0:
                        for k, cost in zip(places, step.cost, strict=True):
                            histories[k].costs.append(np.asarray(cost))
                    reached = step
                    if interrupt:
                        break
                state = reached.state if reached else state
                break
            except RunsLostError as lost:
                for r, error in lost.errors.items():
                    error.costs = histories[places[r]].costs
                    found[places[r]] = error
                stay = [r for r in range(len(places)) if r not in lost.errors]
                state = (reached.state if reached else state).of(stay)
                places = [places[r] for r in stay]
                stack = Stack(first, task, [all_chosen[k] for k in places])
    for r, k in enumerate(places):
        _, arrays, averages = state.of(r)
        full = stack.full_state(state.iteration, arrays, averages)
        parameters = {name: p.copy() for name, p in full.parameters.items()}
        how = full.iteration, interrupt.name, dict(all_chosen[k]), full
        found[k] = Run(parameters, histories[k], *how)
    return [found[k] for k in range(len(all_chosen))]
