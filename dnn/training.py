"""The loop of gradient descent, as an iterator over its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import layer_activations
from dnn.backward import L_model_backward
from dnn.batches import batch_count, shuffled_columns
from dnn.cost import compute_cost
from dnn.divergence import DivergenceError, check_still_finite
from dnn.forward import L_model_forward
from dnn.hyperparameters import SEEDS, hyperparameters
from dnn.optimizers import OPTIMIZERS, Memory, check_memory
from dnn.regularization import (
    add_l2_slopes,
    compute_cost_with_regularization,
    dropout_masks,
    layer_keep_probs,
)
from dnn.schedules import SCHEDULES
from dnn.shapes import Array, Parameters, check_examples, check_finite, network_dims

__all__ = ["DivergenceError", "State", "Step", "train"]


class State(NamedTuple):
    """All that training needs to go on: where it is, its parameters, its optimiser's memory."""

    iteration: int
    parameters: Mapping[str, Array]
    memory: Memory


@dataclass(frozen=True)
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
    parameters : dict
        The parameters that left the iteration.
    state : State
        What ``train`` can go on from.
    """

    iteration: int
    epoch: int
    learning_rate: float
    parameters: Parameters
    memory: Memory = field(repr=False)
    _find_cost: Callable[[], Array] = field(repr=False)

    @cached_property
    def cost(self) -> Array:
        """Compute the cost of the output that this iteration saw."""
        return self._find_cost()

    @property
    def state(self) -> State:
        """Return what the next iteration starts from."""
        return State(self.iteration + 1, self.parameters, self.memory)


def train(
    X: Array,
    Y: Array,
    parameters: Mapping[str, Array] | State,
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    **options: Any,
) -> Iterator[Step]:
    """Yield the steps of gradient descent from these parameters, one an iteration.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column an example. Other numbers are converted to float64 once, here.
    Y : array of int, bool or float, (n_L, m)
        Labels, see `compute_cost`.
    parameters : mapping or State
        Where to start, for example from `initialize_parameters_deep`; or the ``.state`` of a
        step, to go on from it.
    learning_rate : float
    num_iterations : int
        The iterations end before this number. An iteration is one update of the parameters, on
        one mini-batch.
    **options
        Any other of ``dnn.HYPERPARAMETERS``.

    Returns
    -------
    iterator of Step
        Each with ``iteration``, ``cost``, ``parameters`` and ``state``.

    Raises
    ------
    ValueError
        At the call, before the first step: when shapes do not fit, X holds NaN or infinity, or a
        hyperparameter is unknown or out of its range.
    DivergenceError
        During training, when the output of the network is no longer finite.

    Notes
    -----
    Epoch e shuffles with seed + e, and iteration i draws its dropout masks from the stream of
    (seed, i): so training goes on from any state as if it had never stopped, to the last bit.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import initialize_parameters_deep, train
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> steps = train(X, Y, initialize_parameters_deep([1, 1]), learning_rate=0.5)
    >>> first = next(steps)
    >>> second = next(steps)
    >>> second.iteration, bool(second.cost < first.cost)
    (1, True)
    """
    chosen = hyperparameters(learning_rate=learning_rate, num_iterations=num_iterations, **options)
    state = parameters if isinstance(parameters, State) else State(0, parameters, {})
    dims = network_dims(state.parameters)
    check_examples(X, Y, dims)
    layer_activations(len(dims) - 1, chosen["hidden"], chosen["output"])
    layer_keep_probs(chosen["keep_prob"], len(dims) - 1)
    X = as_floats(X, chosen["dtype"])
    check_finite(X)
    Y = Y.astype(X.dtype, copy=False)
    check_finite(Y, "Y")
    return _steps(X, Y, _prepared(state, chosen, X.dtype), chosen)


def _prepared(state: State, chosen: Mapping[str, Any], dtype: np.dtype[Any]) -> State:
    """Return the state in the dtype of X, rows contiguous, with the memory of the optimiser."""
    start = {name: np.array(p, dtype, order="C") for name, p in state.parameters.items()}
    fresh = OPTIMIZERS[chosen["optimizer"]].init(start)
    memory = state.memory or fresh
    if memory.keys() != fresh.keys():
        raise ValueError(
            f"the optimizer {chosen['optimizer']!r} remembers {sorted(fresh) or 'nothing'}, but "
            f"the state to go on from remembers {sorted(memory) or 'nothing'}"
        )
    for name, average in memory.items():
        check_memory(start, average, name)
    return State(state.iteration, start, memory)


def _steps(X: Array, Y: Array, state: State, chosen: Mapping[str, Any]) -> Iterator[Step]:
    """Yield the steps: the arrows of the lecture, in a loop."""
    batches = _batches(X, Y, chosen["mini_batch_size"], chosen["seed"], state.iteration)
    before = state.parameters
    while state.iteration < chosen["num_iterations"]:
        epoch, X_batch, Y_batch = next(batches)
        with np.errstate(over="ignore", invalid="ignore"):  # check_still_finite says it better
            step = _step(X_batch, Y_batch, state, epoch, X.shape[1], chosen, before)
        before = state.parameters
        yield step
        state = step.state


def _step(
    X: Array,
    Y: Array,
    state: State,
    epoch: int,
    m: int,
    chosen: Mapping[str, Any],
    before: Mapping[str, Array],
) -> Step:
    """Make one iteration on one batch; m counts the examples of all batches."""
    parameters, output, lambd = state.parameters, chosen["output"], chosen["lambd"]
    wear = {"hidden": chosen["hidden"], "output": output, "masks": _masks(X, state, chosen)}
    AL, caches = L_model_forward(X, parameters, **wear)
    check_still_finite(AL, caches, state.iteration, (parameters, before), X, chosen)
    grads = L_model_backward(AL, Y, caches, **wear)
    if lambd:
        grads = add_l2_slopes(grads, parameters, lambd, m)
    rate = SCHEDULES[chosen["schedule"]](
        chosen["learning_rate"], epoch, chosen["decay_rate"], chosen["time_interval"]
    )
    updated, memory = OPTIMIZERS[chosen["optimizer"]].update(
        parameters, grads, state.memory, state.iteration + 1, rate, chosen
    )

    def find_cost() -> Array:
        if lambd:
            return compute_cost_with_regularization(AL, Y, parameters, lambd, output=output, m=m)
        return compute_cost(AL, Y, output=output)

    return Step(state.iteration, epoch, rate, updated, memory, find_cost)


def _batches(
    X: Array, Y: Array, size: int | None, seed: int, iteration: int
) -> Iterator[tuple[int, Array, Array]]:
    """Yield (epoch, X, Y) of every iteration from this one on, without end."""
    m = X.shape[1]
    while True:
        epoch, position = divmod(iteration, batch_count(m, size))
        if size is None:
            yield epoch, X, Y
            iteration += 1
            continue
        for columns in shuffled_columns(m, size, (seed + epoch) % SEEDS)[position:]:
            yield epoch, X[:, columns], Y[:, columns]
            iteration += 1


def _masks(X: Array, state: State, chosen: Mapping[str, Any]) -> dict[str, Array] | None:
    """Draw the dropout masks of this iteration from its own stream."""
    if chosen["keep_prob"] == 1:
        return None
    dims, m = network_dims(state.parameters), X.shape[1]
    rng = np.random.RandomState([chosen["seed"], state.iteration])
    masks = dropout_masks(dims, m, chosen["keep_prob"], rng)
    return {name: D.astype(X.dtype, copy=False) for name, D in masks.items()}


def as_floats(X: Array, dtype: str | None = None) -> Array:
    """Return X in this dtype; without one, float32 and float64 stay, all else becomes float64."""
    if X.dtype.kind not in "buif":
        raise ValueError(f"X must hold real numbers, but its dtype is {X.dtype}")
    kept = X.dtype if X.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    return X.astype(dtype or kept, copy=False)
