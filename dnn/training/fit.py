"""One training from start to end: recorded, checked on a validation set, stopped and resumed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dnn.checks.networks import network_dims
from dnn.checks.values import check_whole_number
from dnn.parameters import initialize_parameters_deep
from dnn.shapes import Array, Parameters, parameter_names
from dnn.training.descent import State, Step
from dnn.training.divergence import DivergenceError
from dnn.training.history import History, check_validation
from dnn.training.hyperparameters import hyperparameters
from dnn.training.interrupts import interruptible
from dnn.training.loop import steps_from
from dnn.training.subspace import Span
from dnn.training.task import Task, check_training

if TYPE_CHECKING:
    from dnn.training.keeper import Keeper

Watch = Callable[[Iterator[Step]], Iterable[Step]]


class Run(NamedTuple):
    """What a training leaves.

    Attributes
    ----------
    parameters : dict
        Those of the last iteration; with ``patience``, those of the lowest validation cost among
        the recorded iterations and the end, unless a signal ended training.
    history : History
        Costs, validation costs and scores, one per recorded iteration.
    iterations : int
        Number of iterations that were finished.
    stopped : str or None
        Why it ended before its time: ``"early"``, ``"SIGINT"``, ``"SIGTERM"``; else None.
    hyperparameters : dict
        All of them, as plain values.
    state : State
        What ``train`` can go on from.
    """

    parameters: Parameters
    history: History
    iterations: int
    stopped: str | None
    hyperparameters: dict[str, Any]
    state: State


def fit(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    *,
    parameters: Mapping[str, Array] | None = None,
    validation: tuple[Array, Array] | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    checkpoint_every: int = 100,
    watch: Watch = iter,
    subspace: bool | Span | None = None,
    **options: Any,
) -> Run:
    """Train a network and keep what was found on the way.

    Parameters
    ----------
    X : array of float, (n_0, m)
    Y : array of int, bool or float, (n_L, m)
        Labels, see `compute_cost`.
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)
    parameters : mapping, optional
        Where to start; left out, `initialize_parameters_deep` draws them.
    validation : pair (X, Y), optional
        A set to be judged on and never trained on, at every recorded iteration.
    checkpoint : path, optional
        An h5 file to write the whole state of training to, and to go on from where it is there
        already. It ends as it would have ended without the stop, to the last bit.
    checkpoint_every : int
        Iterations between two writes; the end of training, also by a signal, is written too.
    watch : callable
        Wraps the iterator over the steps, as ``tqdm`` does.
    subspace : bool, Span or None
        Whether to train in the subspace of the examples, see `train`.
    **options
        Any of ``dnn.HYPERPARAMETERS``.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        When a shape does not fit, X holds NaN or infinity, a hyperparameter is unknown or out of
        range, or the checkpoint is of another network, other data or other hyperparameters.
    DivergenceError
        When the output of the network is no longer finite.

    Notes
    -----
    SIGINT (Ctrl-C) and SIGTERM end training after the iteration that is under way; a second one
    ends it at once. A checkpoint that cannot be written is warned of once and training goes on.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import fit
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> run = fit(X, Y, [1, 1], learning_rate=1.0, num_iterations=300, validation=(X, Y))
    >>> run.iterations, len(run.history.costs), run.history.validation_scores[-1]
    (300, 3, 1.0)
    """
    training = Training(
        X,
        Y,
        layers_dims,
        parameters=parameters,
        validation=validation,
        checkpoint=checkpoint,
        checkpoint_every=checkpoint_every,
        subspace=subspace,
        **options,
    )
    return training.run(watch)


class Training:
    """A training that is known to be good: checked, drawn, its checkpoint read; nothing written.

    It takes what `fit` takes, besides ``goes_on``: whether to go on from the checkpoint, which is
    written over otherwise.

    Attributes
    ----------
    task : Task
    state : State
        Where it starts.
    """

    def __init__(
        self,
        X: Array,
        Y: Array,
        layers_dims: Iterable[int],
        *,
        parameters: Mapping[str, Array] | None = None,
        validation: tuple[Array, Array] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        checkpoint_every: int = 100,
        goes_on: bool = True,
        subspace: bool | Span | None = None,
        **options: Any,
    ) -> None:
        self.task = check_training(X, Y, layers_dims, hyperparameters(**options))
        self.validation = check_validation(validation, self.task)
        start = None if parameters is None else given_start(self.task, parameters)
        every = check_whole_number("checkpoint_every", checkpoint_every)
        self.keeper: Keeper | None = None
        if checkpoint is not None:
            from dnn.training.keeper import Keeper  # late: it loads h5py

            arrays = (X, Y, *(validation or ()), *(start or {}).values())
            self.keeper = Keeper(checkpoint, every, self.task, arrays)
        found = self.keeper.read() if self.keeper and goes_on else None
        self.state, self.history = found or (
            State(0, start or drawn_start(self.task), {}),
            History(),
        )
        if self.state.iteration and subspace is None:  # along the road that the checkpoint took
            subspace = self.state.coordinates is not None
        self.is_over = self.history.is_stale(self.task.chosen["patience"])
        self.steps = iter(()) if self.is_over else steps_from(self.state, self.task, subspace)

    def run(self, watch: Watch = iter) -> Run:
        """Run the loop, once, to its end or to the first reason to stop."""
        is_over = self.is_over
        last: Step | None = None
        if self.keeper:
            self.keeper.remove_leftovers()
        with interruptible() as interrupt:
            try:
                for step in watch(self.steps):
                    is_over = self._record(step, last)
                    last = step
                    if interrupt or is_over:
                        break
                    if self.keeper and (step.iteration + 1) % self.keeper.every == 0:
                        self.keeper.write(step.state, self.history)
            except DivergenceError as error:
                error.costs = self.history.costs
                raise
            state = last.state if last else self.state
            if self.keeper:
                self.keeper.write(state, self.history)
        return self._ended(state, interrupt.name or ("early" if is_over else None))

    def _record(self, step: Step, last: Step | None) -> bool:
        """Record the cost of a step where one is due, and tell whether it is time to stop early."""
        if step.iteration % self.task.chosen["every"]:
            return False
        entered = last.state if self.validation and last else self.state
        self.history.record(step.iteration, step.cost, entered.parameters, self.validation)
        return self.history.is_stale(self.task.chosen["patience"])

    def _ended(self, state: State, stopped: str | None) -> Run:
        """Return what the training leaves: its last parameters or, with patience, its best."""
        chosen, history = dict(self.task.chosen), self.history
        has_patience = chosen["patience"] is not None and stopped in (None, "early")
        if self.validation and has_patience and stopped is None:
            history.judge(state.iteration, state.parameters, self.validation)
        best = history.best_parameters if has_patience else None
        parameters = {name: p.copy() for name, p in (best or state.parameters).items()}
        return Run(parameters, history, state.iteration, stopped, chosen, state)


def given_start(task: Task, parameters: Mapping[str, Array]) -> Parameters:
    """Return a copy of the parameters to start from, in the dtype of the training."""
    if network_dims(parameters) != task.dims:
        raise ValueError(
            f"layers_dims is {list(task.dims)}, but the parameters to start from belong to a "
            f"network {list(network_dims(parameters))}"
        )
    names = parameter_names(len(task.dims) - 1)
    return {name: parameters[name].astype(task.dtype) for name in names}


def drawn_start(task: Task) -> Parameters:
    """Draw the parameters to start from."""
    seed, scale = task.chosen["seed"], task.chosen["scale"]
    parameters = initialize_parameters_deep(task.dims, seed=seed, scale=scale)
    return {name: p.astype(task.dtype, copy=False) for name, p in parameters.items()}
