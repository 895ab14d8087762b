"""Downhill, step by step, on one flat vector of all parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import count
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import mean_loss
from dnn.dropout import dropout_masks
from dnn.shapes import Array, Parameters
from dnn.training.batches import batch_count
from dnn.training.divergence import diverged
from dnn.training.hyperparameters import SEEDS
from dnn.training.lean import Direct, FirstLayer, Layout, Point, lean_slopes
from dnn.training.optimizers import OPTIMIZERS, Memory
from dnn.training.schedules import SCHEDULES
from dnn.training.subspace import Coordinates
from dnn.training.task import Task


class State(NamedTuple):
    """All that training needs to go on: where it is, its parameters, its optimiser's memory.

    In the subspace of the examples (see `subspace`) ``coordinates`` hold the same parameters
    once more, as they are trained there; so going on from a state does not cost the last bit.
    """

    iteration: int
    parameters: Mapping[str, Array]
    memory: Memory
    coordinates: Mapping[str, Array] | None = None


class Step:
    """One iteration: its number, the cost that it found and the parameters that it left.

    Attributes
    ----------
    iteration : int
        i = 0, 1, 2, ...
    epoch : int
        Number of times that all examples had been seen when it began.
    learning_rate : float
        The rate that the schedule gave it.
    cost : array of shape (), on being asked for
        The cost of the parameters that entered the iteration, on its mini-batch.
    parameters : dict, on being asked for
        The parameters that left the iteration.
    state : State, on being asked for
        What ``train`` can go on from.
    """

    def __init__(
        self,
        iteration: int,
        epoch: int,
        learning_rate: float,
        find_cost: Callable[[], Array],
        find_state: Callable[[int], State],
    ) -> None:
        self.iteration = iteration
        self.epoch = epoch
        self.learning_rate = learning_rate
        self._find_cost = find_cost
        self._find_state = find_state

    @cached_property
    def cost(self) -> Array:
        """Compute the cost of the output that this iteration saw."""
        return self._find_cost()

    @cached_property
    def state(self) -> State:
        """Return what the next iteration starts from."""
        return self._find_state(self.iteration + 1)

    @property
    def parameters(self) -> Parameters:
        """Return the parameters that left the iteration, in full size; they are the caller's."""
        return {name: p.copy() for name, p in self.state.parameters.items()}


class Descent:
    """Gradient descent on one set of examples, with one set of hyperparameters."""

    def __init__(self, first: FirstLayer, task: Task) -> None:
        self.first = first
        self.task = task
        self.Y, self.chosen = task.Y, task.chosen
        self.optimizer = OPTIMIZERS[self.chosen["optimizer"]]
        self.schedule = SCHEDULES[self.chosen["schedule"]]
        self.decay = self.chosen["lambd"] / task.total

    def steps(self, state: State) -> Iterator[Step]:
        """Yield the steps: slopes, then downhill, on one flat vector of all parameters."""
        layout, p, memory = self._enter(state)
        slope = np.empty_like(p)
        slopes = layout.point(slope)
        batches = self._batches(state.iteration)
        for i in range(state.iteration, self.chosen["num_iterations"]):
            epoch, columns, batch = next(batches)
            Y, weights = self._labels(columns)
            point = layout.point(p)
            masks = iteration_masks(self.task, Y.shape[1], i)
            if "D0" in masks:  # never in the subspace: the batch is X itself
                batch = batch * masks["D0"]
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                activations = self.task.activations
                AL = lean_slopes(self.first, point, batch, Y, activations, masks, slopes, weights)
                self._add_l2(point, slopes)
                if not isfinite(np.dot(slope, slope)):
                    self._check_lost(i, slope, AL, Y, batch, layout.views(p))
                rate = self._rate(epoch)
                p, memory = self.optimizer.step(p, slope, memory, i + 1, rate, self.chosen)
            cost = partial(self._cost, AL, Y, weights, point)
            yield Step(i, epoch, rate, cost, partial(self._leave, layout, p, memory))

    def _labels(self, columns: Array | None) -> tuple[Array, Array | None]:
        """Return the labels of these examples, and how many times each counts."""
        if columns is None:
            return self.Y, self.task.weights
        weights = self.task.weights
        return self.Y[:, columns], None if weights is None else weights[:, columns]

    def _check_lost(
        self, i: int, slope: Array, AL: Array, Y: Array, batch: Any, arrays: list[Array]
    ) -> None:
        """Raise where a slope, or the cost, is not finite; large slopes alone are no loss."""
        cost = mean_loss(AL, Y, self.chosen["output"])
        if not (np.isfinite(slope).all() and np.isfinite(cost)):
            parameters, X = self.first.leave(arrays), self.first.examples(batch)
            raise diverged(parameters, i, X, Y, self.chosen)

    def _rate(self, epoch: int) -> float:
        """Return the learning rate of an epoch."""
        chosen = self.chosen
        return self.schedule(
            chosen["learning_rate"], epoch, chosen["decay_rate"], chosen["time_interval"]
        )

    def _add_l2(self, point: Point, slopes: Point) -> None:
        """Add the slopes of the penalty, lambd / m * W, see `dnn.add_l2_slopes`."""
        if self.decay:
            for dW, W in zip(slopes.W[1:], point.W[1:], strict=True):
                dW += self.decay * W
            slopes.extra[...] += self.decay * point.extra

    def _cost(self, AL: Array, Y: Array, weights: Array | None, point: Point) -> Array:
        """Return the cost of an output, with the penalty of the parameters that it came from."""
        lambd, m = self.chosen["lambd"], self.task.total
        cost = mean_loss(AL, Y, self.chosen["output"], weights)
        if not lambd:
            return cost
        norms = self.first.squared_norm(point) + sum(float(np.vdot(W, W)) for W in point.W[2:])
        return np.asarray(cost + lambd / (2 * m) * norms, cost.dtype)

    def _enter(self, state: State) -> tuple[Layout, Array, dict[str, Array]]:
        """Return the layout, the vector and the memory that the loop works on."""
        arrays = self.first.enter(state.parameters)
        layout = Layout.of(arrays)
        nothing = [np.zeros_like(array) for array in arrays]
        memory = {name: list(nothing) for name in state.memory}
        if isinstance(self.first, Direct):
            for name, average in state.memory.items():
                memory[name] = [*(average[f"d{key}"] for key in state.parameters), arrays[-1]]
        elif state.coordinates is not None:
            arrays = [state.coordinates[f"p{k}"] for k in range(len(arrays))]
            memory = {
                name: [state.coordinates[f"{name}{k}"] for k in range(len(arrays))]
                for name in state.memory
            }
        flat = {name: layout.flatten(average) for name, average in memory.items()}
        return layout, layout.flatten(arrays), flat

    def _leave(self, layout: Layout, p: Array, memory: dict[str, Array], i: int) -> State:
        """Return the state in full size that the vector and its memory stand for."""
        p.flags.writeable = False  # what is handed out are views of it
        arrays = layout.views(p)
        parameters = self.first.leave(arrays)
        averages = {name: layout.views(average) for name, average in memory.items()}
        full = {
            name: {f"d{key}": value for key, value in self.first.leave(average).items()}
            for name, average in averages.items()
        }
        if not isinstance(self.first, Coordinates):
            return State(i, parameters, full)
        coordinates = {"start": self.first.start}
        for name, values in {"p": arrays, **averages}.items():
            coordinates |= {f"{name}{k}": value for k, value in enumerate(values)}
        return State(i, parameters, full, coordinates)

    def _batches(self, iteration: int) -> Iterator[tuple[int, Array | None, Any]]:
        """Yield (epoch, columns, what the first layer needs of X) from this iteration on."""
        m, size, seed = self.Y.shape[1], self.chosen["mini_batch_size"], self.chosen["seed"]
        if size is None:
            everything = self.first.batch(None)
            yield from ((epoch, None, everything) for epoch in count(iteration))
        epoch, position = divmod(iteration, batch_count(m, size))
        while True:
            for columns, batch in self.first.epoch(size, (seed + epoch) % SEEDS, position):
                yield epoch, columns, batch
            epoch, position = epoch + 1, 0


def iteration_masks(task: Task, m: int, i: int) -> dict[str, Array]:
    """Draw the dropout masks of an iteration on m examples, from the iteration's own stream."""
    if task.chosen["keep_prob"] == 1:
        return {}
    rng = np.random.RandomState([task.chosen["seed"], i])
    masks = dropout_masks(task.dims, m, task.chosen["keep_prob"], rng)
    return {name: D.astype(task.dtype, copy=False) for name, D in masks.items()}
