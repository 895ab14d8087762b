"""Training as an iterator over its steps, along the plain road or in the subspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from dnn.checks.arrays import check_finite
from dnn.checks.networks import check_average, network_dims
from dnn.shapes import Array, parameter_names
from dnn.training.descent import Descent, State, Step
from dnn.training.hyperparameters import hyperparameters
from dnn.training.lean import Direct, FirstLayer, Streamed
from dnn.training.optimizers import OPTIMIZERS
from dnn.training.subspace import (
    Coordinates,
    Span,
    are_coordinates_of,
    check_span,
    obstacle,
    pays,
    span,
)
from dnn.training.task import Task, check_training


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
    """Yield the steps of gradient descent from these parameters, one per iteration.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column per example. Other numbers are converted to float64 once, here. Or a
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
    task = check_training(X, Y, network_dims(state.parameters), chosen)
    return steps_from(state, task, subspace)


def steps_from(state: State, task: Task, subspace: bool | Span | None) -> Iterator[Step]:
    """Yield the steps of a training that is checked, see `train`; of the state only shapes are."""
    state = prepared(state, task)
    return Descent(_first_layer(state, task, subspace), task).steps(state)


def prepared(state: State, task: Task) -> State:
    """Return the state in the dtype of X, in the order W1, b1, ..., with the optimiser's memory."""
    start = {
        name: np.array(state.parameters[name], task.dtype, order="C")
        for name in parameter_names(len(task.dims) - 1)
    }
    for name, p in start.items():
        check_finite(p, name)
    optimizer = task.chosen["optimizer"]
    fresh = OPTIMIZERS[optimizer].init(start)
    memory = state.memory or (fresh if state.iteration == 0 else {})
    if memory.keys() != fresh.keys():
        raise ValueError(
            f"the optimizer {optimizer!r} remembers {sorted(fresh) or 'nothing'}, but "
            f"the state to go on from remembers {sorted(memory) or 'nothing'}"
        )
    for name, average in memory.items():
        check_average(start, average, name)
    memory = {
        name: {key: np.asarray(slope, task.dtype) for key, slope in average.items()}
        for name, average in memory.items()
    }
    coordinates = state.coordinates
    if coordinates is not None and not (
        isinstance(task.X, np.ndarray) and are_coordinates_of(coordinates, task.X, start)
    ):
        coordinates = None
    return State(state.iteration, start, memory, coordinates)


def _first_layer(state: State, task: Task, subspace: bool | Span | None) -> FirstLayer:
    """Choose the road: the plain one, or the coordinates of the subspace."""
    X, chosen = task.X, task.chosen
    if not isinstance(X, np.ndarray):
        if chosen["mini_batch_size"] is None or subspace:
            raise ValueError(
                "X lies in a file and is read batch by batch: give a mini_batch_size, and leave "
                "subspace out"
            )
        return Streamed(X, task.dtype)
    if subspace is False:
        return Direct(X)
    why = obstacle(chosen, task.keep_probs[0] < 1)
    slopes = (slope for average in state.memory.values() for slope in average.values())
    if not why and state.coordinates is None and any(slope.any() for slope in slopes):
        why = "what the optimizer remembers does not lie in the subspace"
    if subspace is not None and why:
        raise ValueError(f"training in the subspace would not be exact: {why}")
    (n_0, n_1), m = task.dims[:2], X.shape[1]
    batch = min(chosen["mini_batch_size"] or m, m)
    wanted = pays(n_0, n_1, m, batch, chosen["num_iterations"] - state.iteration)
    if why or (subspace is None and state.coordinates is None and not wanted):
        return Direct(X)
    basis = check_span(subspace, X) if not isinstance(subspace, bool | None) else span(X)
    start = state.parameters["W1"] if state.coordinates is None else state.coordinates["start"]
    return Coordinates(basis, start, decays=chosen["lambd"] > 0)
