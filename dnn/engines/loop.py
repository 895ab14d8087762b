"""Training as an iterator over its steps, on another array library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Any

import numpy as np

from dnn.checks.networks import network_dims
from dnn.checks.values import look_up
from dnn.engines.blocks import Block, blocks_of
from dnn.engines.iteration import Plan, Point, numbers_of
from dnn.engines.table import ENGINES, Engine
from dnn.shapes import Array, parameter_names
from dnn.training.descent import State, Step
from dnn.training.divergence import DivergenceError, diverged
from dnn.training.hyperparameters import hyperparameters
from dnn.training.loop import prepared
from dnn.training.schedules import SCHEDULES
from dnn.training.task import Task, check_training

PROMPT = 0.1  # seconds after which whoever waits for a step, or presses Ctrl-C, shall have it


def train(
    X: Array,
    Y: Array,
    parameters: Mapping[str, Array] | State,
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    *,
    library: str,
    device: Any = None,
    subspace: bool | None = None,
    **options: Any,
) -> Iterator[Step]:
    """Yield the steps that `dnn.train` yields, computed by another array library.

    The iterations are the lecture's five arrows, the functions of `dnn` themselves, on arrays of
    that library.

    Parameters
    ----------
    X, Y, parameters, learning_rate, num_iterations
        See `dnn.train`; X and Y are arrays of numpy's, or X is read from a file.
    library : str
        ``"torch"``, ``"jax"``, ``"cupy"``, or ``"numpy"``: the lecture's loop as it stands, which
        is the reference.
    device : str, optional
        Where to compute, as the library names it: ``"cpu"``, ``"cuda"``, ``"cuda:1"``. Left out,
        the library chooses.
    subspace : None or False
        The subspace of the examples is a road of `dnn.train` alone, so True is refused.
    **options
        Any other of ``dnn.HYPERPARAMETERS``; they mean what they mean to `dnn.train`.

    Returns
    -------
    iterator of Step
        As `dnn.train` yields them. What is asked of a step, its ``cost``, ``parameters`` and
        ``state``, are arrays of numpy's.

    Raises
    ------
    ImportError
        When the library is not installed: the command that installs it.
    ValueError
        At the call, before the first step: when the library or its device is unknown, and whatever
        `dnn.train` raises.
    DivergenceError
        During training, when a cost or a slope is no longer finite.

    Notes
    -----
    The costs and parameters are those of `dnn.train` up to rounding: within 1e-12 of their size in
    float64 as long as rounding is not magnified by many iterations. Shuffles and dropout masks come
    from numpy's streams, so they are the same. Going on from the state of a step of the same
    library loses nothing, to the last bit.

    JAX compiles an iteration when it first meets a network, a size of batch and an optimizer, in
    about a second, and makes up to 128 iterations in one call. The parameters inside of a call are
    computed again for a step that is asked for them: ask the last step, or one in a hundred. With
    dropout, or examples from a file, a call makes a single iteration. Numbers too small for the
    normal form, below 2.2e-308, are 0 to JAX on a CPU.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import engines, initialize_parameters_deep
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> start = initialize_parameters_deep([1, 1])
    >>> *_, last = engines.train(X, Y, start, 0.5, num_iterations=100, library="numpy")
    >>> last.iteration, last.parameters["W1"].round(2)
    (99, array([[2.63]]))
    """
    if subspace not in (None, False):
        raise ValueError(
            f"subspace={subspace!r}: the subspace of the examples is a road of dnn.train alone; "
            "leave it out, or call dnn.train"
        )
    chosen = hyperparameters(learning_rate=learning_rate, num_iterations=num_iterations, **options)
    state = parameters if isinstance(parameters, State) else State(0, parameters, {})
    task = check_training(X, Y, network_dims(state.parameters), chosen)
    engine = look_up(ENGINES, library, "library")(device)
    return Loop(engine, task, prepared(state, task)).steps()


class Loop:
    """Gradient descent on one set of examples by one engine, from one state on."""

    def __init__(self, engine: Engine, task: Task, state: State) -> None:
        self.engine = engine
        self.task, self.chosen = task, task.chosen
        self.plan, self.numbers = Plan.of(task), numbers_of(task)
        self.names = parameter_names(len(task.activations))
        self.first, self.start = state.iteration, self._enter(state)
        self.blocks = blocks_of(engine, task, state.iteration)

    def steps(self) -> Iterator[Step]:
        """Yield the steps, block by block; a block ends early where a point in it is looked at."""
        point, first, end, most = self.start, self.first, self.chosen["num_iterations"], 1
        while first < end:
            block, began = self.blocks(first, min(most, end - first)), monotonic()
            rates = [self._rate(epoch) for epoch in block.epochs]
            call = Call(partial(self._run, block, point, first, rates), point, len(rates))
            is_prompt = monotonic() - began < PROMPT
            for k, (epoch, rate) in enumerate(zip(block.epochs, rates, strict=True)):
                if not np.isfinite(call.costs[k]):
                    raise self._lost(first + k, call.after(k), block, k)
                cost = partial(np.array, call.costs[k])
                yield Step(first + k, epoch, rate, cost, partial(self._leave, call, first))
                if k + 1 in call.points:
                    break
            is_whole = k + 1 == len(rates)
            most = min(2 * most, self.engine.most) if is_whole and is_prompt else max(1, most // 2)
            point, first = call.points[k + 1], first + k + 1

    def _run(
        self, block: Block, point: Point, first: int, rates: Sequence[float], count: int
    ) -> tuple[Array, Point]:
        """Make the first `count` iterations of a block from the point that enters it."""
        columns = None if block.columns is None else block.columns[:count]
        return self.engine.run(
            self.plan, self.numbers, block.examples, columns, point, first, rates[:count]
        )

    def _rate(self, epoch: int) -> float:
        """Return the learning rate of an epoch."""
        chosen = self.chosen
        schedule = SCHEDULES[chosen["schedule"]]
        return schedule(
            chosen["learning_rate"], epoch, chosen["decay_rate"], chosen["time_interval"]
        )

    def _enter(self, state: State) -> Point:
        """Take a state to the library."""
        place = self.engine.place
        memory = {
            name: {key: place(value) for key, value in average.items()}
            for name, average in state.memory.items()
        }
        return Point({name: place(p) for name, p in state.parameters.items()}, memory)

    def _leave(self, call: Call, first: int, i: int) -> State:
        """Return the state that enters iteration i, brought back from the library."""
        parameters, memory = call.after(i - first)
        bring = self.engine.bring
        averages = {
            name: {f"d{key}": bring(average[f"d{key}"]) for key in self.names}
            for name, average in memory.items()
        }
        return State(i, {name: bring(parameters[name]) for name in self.names}, averages)

    def _lost(self, i: int, point: Point, block: Block, k: int) -> DivergenceError:
        """Return the error for an iteration whose cost or slopes are not finite."""
        parameters = {name: self.engine.bring(point.parameters[name]) for name in self.names}
        return diverged(parameters, i, *block.seen(self.engine, k), self.chosen)


class Call:
    """Iterations that were made in one call; a point among them is made again when asked for.

    Attributes
    ----------
    costs : array
        One per iteration.
    points : dict
        Number of iterations -> the point after so many of them, where it is at hand.
    """

    def __init__(self, run: Callable[[int], tuple[Array, Point]], start: Point, count: int) -> None:
        self._run = run
        self.costs, end = run(count)
        self.points = {0: start, count: end}

    def after(self, count: int) -> Point:
        """Return the point after so many of the iterations."""
        if count not in self.points:
            _, self.points[count] = self._run(count)
        return self.points[count]
