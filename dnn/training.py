"""The loop of gradient descent, as an iterator over its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import layer_activations
from dnn.batches import batch_count
from dnn.cost import compute_cost
from dnn.divergence import DivergenceError, diverged
from dnn.hyperparameters import SEEDS, hyperparameters
from dnn.lean import Direct, FirstLayer, Layout, Streamed, lean_slopes
from dnn.optimizers import OPTIMIZERS, Memory, check_memory
from dnn.regularization import dropout_masks, layer_keep_probs
from dnn.schedules import SCHEDULES
from dnn.shapes import Array, Parameters, check_examples, check_finite, network_dims
from dnn.subspace import Coordinates, Span, check_span, obstacle, pays, span

__all__ = ["DivergenceError", "State", "Step", "train"]


class State(NamedTuple):
    """All that training needs to go on: where it is, its parameters, its optimiser's memory.

    In the subspace of the examples (see `dnn.subspace`) ``coordinates`` hold the same parameters
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


def train(
    X: Array,
    Y: Array,
    parameters: Mapping[str, Array] | State,
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    *,
    subspace: bool | Span | None = None,
    **options: Any,
) -> Iterator[Step]:
    """Yield the steps of gradient descent from these parameters, one an iteration.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column an example. Other numbers are converted to float64 once, here. Or a
        ``FileColumns`` from ``load_h5(..., lazy=True)``, read mini-batch by mini-batch.
    Y : array of int, bool or float, (n_L, m)
        Labels, see `compute_cost`.
    parameters : mapping or State
        Where to start, for example from `initialize_parameters_deep`; or the ``.state`` of a
        step, to go on from it.
    learning_rate : float
    num_iterations : int
        The iterations end before this number. An iteration is one update of the parameters, on
        one mini-batch.
    subspace : bool, Span or None
        Whether to train in the subspace that the examples span: None, when it is exact and pays;
        True, or a basis from `span`, insists; False never does. The numbers are the same.
    **options
        Any other of ``dnn.HYPERPARAMETERS``.

    Returns
    -------
    iterator of Step
        Each with ``iteration``, ``cost``, ``parameters`` and ``state``.

    Raises
    ------
    ValueError
        At the call, before the first step: when shapes do not fit, X holds NaN or infinity, a
        hyperparameter is unknown or out of its range, or the subspace is insisted on where it
        would not be exact.
    DivergenceError
        During training, when a slope is no longer finite.

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
    activations = layer_activations(len(dims) - 1, chosen["hidden"], chosen["output"])
    layer_keep_probs(chosen["keep_prob"], len(dims) - 1)
    if isinstance(X, np.ndarray):
        X = as_floats(X, chosen["dtype"])
        check_finite(X)
    dtype = np.dtype(chosen["dtype"] or X.dtype)
    Y = Y.astype(dtype, copy=False)
    check_finite(Y, "Y")
    state = _prepared(state, chosen, dtype)
    first = _first_layer(X, state, dims, chosen, subspace, dtype)
    return _Descent(first, Y, activations, chosen).steps(state)


def _prepared(state: State, chosen: Mapping[str, Any], dtype: np.dtype[Any]) -> State:
    """Return the state in the dtype of X, in the order W1, b1, ..., with the optimiser's memory."""
    L = len(state.parameters) // 2
    names = [f"{letter}{l}" for l in range(1, L + 1) for letter in "Wb"]
    start = {name: np.array(state.parameters[name], dtype, order="C") for name in names}
    fresh = OPTIMIZERS[chosen["optimizer"]].init(start)
    memory = state.memory or fresh
    if memory.keys() != fresh.keys():
        raise ValueError(
            f"the optimizer {chosen['optimizer']!r} remembers {sorted(fresh) or 'nothing'}, but "
            f"the state to go on from remembers {sorted(memory) or 'nothing'}"
        )
    for name, average in memory.items():
        check_memory(start, average, name)
    return State(state.iteration, start, memory, state.coordinates)


def _first_layer(
    X: Array,
    state: State,
    dims: Sequence[int],
    chosen: Mapping[str, Any],
    subspace: bool | Span | None,
    dtype: np.dtype[Any],
) -> FirstLayer:
    """Choose the road: the plain one, or the coordinates of the subspace."""
    if not isinstance(X, np.ndarray):
        if chosen["mini_batch_size"] is None or subspace:
            raise ValueError(
                "X lies in a file and is read batch by batch: give a mini_batch_size, and leave "
                "subspace out"
            )
        return Streamed(X, dtype)
    if subspace is False:
        return Direct(X)
    why = obstacle(chosen, layer_keep_probs(chosen["keep_prob"], len(dims) - 1)[0] < 1)
    if state.coordinates is None and any(v.any() for v in state.memory.get("v", {}).values()):
        why = "the velocity to go on from does not lie in the subspace"
    if subspace is not None and why:
        raise ValueError(f"training in the subspace would not be exact: {why}")
    m, n_1 = X.shape[1], dims[1]
    batch = min(chosen["mini_batch_size"] or m, m)
    wanted = pays(dims[0], n_1, m, batch, chosen["num_iterations"] - state.iteration)
    if why or (subspace is None and state.coordinates is None and not wanted):
        return Direct(X)
    basis = check_span(subspace, X) if not isinstance(subspace, bool | None) else span(X)
    return Coordinates(basis, start_of(state))


def start_of(state: State) -> Array:
    """Return the W1_0 that the coordinates of a state count from."""
    return state.parameters["W1"] if state.coordinates is None else state.coordinates["start"]


class _Descent:
    """Gradient descent on one set of examples, with one set of hyperparameters."""

    def __init__(
        self,
        first: FirstLayer,
        Y: Array,
        activations: Sequence[str],
        chosen: Mapping[str, Any],
    ) -> None:
        self.first = first
        self.Y = Y
        self.activations = activations
        self.chosen = chosen
        self.optimizer = OPTIMIZERS[chosen["optimizer"]]
        self.schedule = SCHEDULES[chosen["schedule"]]
        self.decay = chosen["lambd"] / Y.shape[1]

    def steps(self, state: State) -> Iterator[Step]:
        """Yield the steps: slopes, then downhill, on one flat vector of all parameters."""
        layout, p, memory = self._enter(state)
        slope = np.empty_like(p)
        slopes = layout.point(slope)
        batches = self._batches(state.iteration)
        for i in range(state.iteration, self.chosen["num_iterations"]):
            epoch, columns, batch = next(batches)
            Y = self.Y if columns is None else self.Y[:, columns]
            point = layout.point(p)
            masks = self._masks(state, Y.shape[1], i)
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                AL = lean_slopes(self.first, point, batch, Y, self.activations, masks, slopes)
                self._add_l2(point, slopes)
                if not isfinite(np.dot(slope, slope)):
                    parameters = self.first.leave(layout.views(p))
                    raise diverged(parameters, i, self.first.examples(batch), self.chosen)
                rate = self._rate(epoch)
                p, memory = self.optimizer.step(p, slope, memory, i + 1, rate, self.chosen)
            yield self._step(i, epoch, rate, AL, Y, point, layout, p, memory)

    def _rate(self, epoch: int) -> float:
        """Return the learning rate of an epoch."""
        chosen = self.chosen
        return self.schedule(
            chosen["learning_rate"], epoch, chosen["decay_rate"], chosen["time_interval"]
        )

    def _add_l2(self, point: Any, slopes: Any) -> None:
        """Add the slopes of the penalty, lambd / m * W, see `dnn.add_l2_slopes`."""
        if self.decay:
            for dW, W in zip(slopes.W[1:], point.W[1:], strict=True):
                dW += self.decay * W
            slopes.extra[...] += self.decay * point.extra

    def _step(
        self,
        i: int,
        epoch: int,
        rate: float,
        AL: Array,
        Y: Array,
        point: Any,
        layout: Layout,
        p: Array,
        memory: dict[str, Array],
    ) -> Step:
        """Return the step, which computes cost and state when it is asked for them."""
        lambd, m = self.chosen["lambd"], self.Y.shape[1]

        def find_cost() -> Array:
            cost = compute_cost(AL, Y, output=self.chosen["output"])
            if not lambd:
                return cost
            norms = self.first.squared_norm(point) + sum(float(np.vdot(W, W)) for W in point.W[2:])
            return np.asarray(cost + lambd / (2 * m) * norms, cost.dtype)

        return Step(i, epoch, rate, find_cost, lambda n: self._leave(n, layout, p, memory))

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

    def _leave(self, i: int, layout: Layout, p: Array, memory: dict[str, Array]) -> State:
        """Return the state in full size that the vector and its memory stand for."""
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

    def _masks(self, state: State, m: int, i: int) -> dict[str, Array]:
        """Draw the dropout masks of an iteration from its own stream."""
        if self.chosen["keep_prob"] == 1:
            return {}
        rng = np.random.RandomState([self.chosen["seed"], i])
        dims = network_dims(state.parameters)
        masks = dropout_masks(dims, m, self.chosen["keep_prob"], rng)
        return {name: D.astype(self.Y.dtype, copy=False) for name, D in masks.items()}


def as_floats(X: Array, dtype: str | None = None) -> Array:
    """Return X in this dtype; without one, float32 and float64 stay, all else becomes float64."""
    if X.dtype.kind not in "buif":
        raise ValueError(f"X must hold real numbers, but its dtype is {X.dtype}")
    kept = X.dtype if X.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    return X.astype(dtype or kept, copy=False)
