"""One training from start to end: recorded, checked on a validation set, stopped and resumed."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple

from dnn.checks.examples import check_examples
from dnn.checks.networks import check_layer_dims, network_dims
from dnn.checks.values import check_whole_number
from dnn.parameters import initialize_parameters_deep
from dnn.shapes import Array, Parameters, parameter_names
from dnn.training.descent import State, Step
from dnn.training.divergence import DivergenceError
from dnn.training.history import History, Validation, check_validation
from dnn.training.hyperparameters import hyperparameters
from dnn.training.interrupts import interruptible
from dnn.training.loop import as_floats, train
from dnn.training.subspace import Span

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
    chosen = hyperparameters(**options)
    dims = check_layer_dims(layers_dims)
    check_examples(X, Y, dims)
    dtype = chosen["dtype"] or as_floats(X[:, :0]).dtype.name
    judged_on = check_validation(validation, dims, dtype, chosen)
    state = State(0, _start(dims, parameters, chosen, dtype), {})
    arrays = (X, Y, *(validation or ()), *(state.parameters.values() if parameters else ()))
    keeper = _Keeper(checkpoint, checkpoint_every, chosen, arrays)
    state, history = keeper.resume(state)
    stopped = "early" if history.is_stale(chosen["patience"]) else None
    if state.iteration and subspace is None:  # go on along the road that the checkpoint took
        subspace = state.coordinates is not None
    steps = iter(()) if stopped else train(X, Y, state, subspace=subspace, **chosen)
    return _run(watch(steps), state, history, judged_on, chosen, keeper, stopped)


def _run(
    steps: Iterable[Step],
    state: State,
    history: History,
    judged_on: Validation | None,
    chosen: dict[str, Any],
    keeper: _Keeper,
    stopped: str | None,
) -> Run:
    """Run the loop to its end, or to the first reason to stop."""
    last: Step | None = None
    with interruptible() as interrupt:
        try:
            for step in steps:
                if step.iteration % chosen["every"] == 0:
                    entered = last.state if judged_on and last else state
                    history.record(step.iteration, step.cost, entered.parameters, judged_on)
                    stopped = "early" if history.is_stale(chosen["patience"]) else None
                last = step
                stopped = interrupt.name or stopped
                if stopped:
                    break
                keeper.keep_now_and_then(step, history)
        except DivergenceError as error:
            error.costs = history.costs
            raise
        state = last.state if last else state
        keeper.keep(state, history)
        stopped = interrupt.name or stopped
    if judged_on and chosen["patience"] and stopped is None:
        history.judge(state.iteration, state.parameters, judged_on)
    wants_best = chosen["patience"] and stopped in (None, "early")
    best = history.best_parameters if wants_best else None
    parameters = {name: p.copy() for name, p in (best or state.parameters).items()}
    return Run(parameters, history, state.iteration, stopped, chosen, state)


def _start(
    dims: tuple[int, ...],
    parameters: Mapping[str, Array] | None,
    chosen: Mapping[str, Any],
    dtype: str,
) -> dict[str, Array]:
    """Return the parameters to start from: a copy of those given, or new ones."""
    if parameters is None:
        parameters = initialize_parameters_deep(dims, seed=chosen["seed"], scale=chosen["scale"])
    if network_dims(parameters) != dims:
        raise ValueError(
            f"layers_dims is {list(dims)}, but the parameters to start from belong to a network "
            f"{list(network_dims(parameters))}"
        )
    return {name: parameters[name].astype(dtype) for name in parameter_names(len(dims) - 1)}


class _Keeper:
    """Writes checkpoints where a path is given; a failure is warned of once."""

    def __init__(
        self, path: Any, every: int, chosen: dict[str, Any], arrays: tuple[Array, ...]
    ) -> None:
        self.path = None if path is None else os.fspath(path)
        self.every = check_whole_number("checkpoint_every", every)
        self.chosen = chosen
        self.arrays = arrays
        self.has_failed = False

    @cached_property
    def data(self) -> str:
        """Return what tells these arrays from others."""
        return _files().fingerprint(*self.arrays)

    def resume(self, state: State) -> tuple[State, History]:
        """Return what the checkpoint holds, or the start where there is none."""
        if self.path is None:
            return state, History()
        _files().remove_leftovers(self.path)
        if not os.path.exists(self.path):
            return state, History()
        dims = network_dims(state.parameters)
        found = _files().resume_checkpoint(self.path, dims, self.chosen, self.data)
        if found.state.iteration > self.chosen["num_iterations"]:
            raise ValueError(
                f"{self.path}: stands at iteration {found.state.iteration} already, beyond "
                f"num_iterations = {self.chosen['num_iterations']}"
            )
        return found.state, found.history

    def keep_now_and_then(self, step: Step, history: History) -> None:
        """Write a checkpoint if one is due."""
        if self.path is not None and (step.iteration + 1) % self.every == 0:
            self.keep(step.state, history)

    def keep(self, state: State, history: History) -> None:
        """Write a checkpoint; the old one stays whole until the new one is."""
        if self.path is None or state.iteration == 0:
            return
        m = self.arrays[0].shape[1]
        try:
            _files().save_checkpoint(
                self.path, _files().Checkpoint(state, history, self.chosen, self.data, m)
            )
        except OSError as error:
            if not self.has_failed:
                warnings.warn(
                    f"the checkpoint {self.path} could not be written after iteration "
                    f"{state.iteration - 1} ({error}); training goes on",
                    stacklevel=2,
                )
            self.has_failed = True


def _files() -> ModuleType:
    """Import what writes h5 files when it is first needed, so that `import dnn` stays light."""
    from dnn.training import checkpoint

    return checkpoint
