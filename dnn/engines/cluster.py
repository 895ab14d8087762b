"""Training on many machines: workers find the slopes of their chunks, the driver adds them up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from dnn.checks.values import check_whole_number
from dnn.dropout import layer_keep_probs
from dnn.engines.chunks import Load, Network, Share
from dnn.engines.cluster_checks import check_client, checked_chunks, checked_network
from dnn.regularization import add_l2_slopes, l2_penalty
from dnn.shapes import Array
from dnn.training.batches import batch_count, shuffled_columns
from dnn.training.descent import State, Step
from dnn.training.first_layer import named
from dnn.training.history import History
from dnn.training.hyperparameters import SEEDS, hyperparameters
from dnn.training.layout import Layout
from dnn.training.loop import prepared
from dnn.training.optimizers import OPTIMIZERS
from dnn.training.schedules import SCHEDULES
from dnn.training.task import Task

if TYPE_CHECKING:
    from dnn.engines.cluster_examples import ClusterExamples
    from dnn.training.keeper import Keeper

__all__ = ["train_on_cluster"]


def train_on_cluster(
    load: Load,
    chunks: Iterable[Any],
    parameters: Mapping[str, Array] | State,
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    *,
    client: Any,
    fan_in: int | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    checkpoint_every: int = 100,
    **options: Any,
) -> Iterator[Step]:
    """Yield the steps that `train` yields, from examples that lie on the workers of a cluster.

    The mean slope of m examples is the sum over the chunks of m_chunk / m times the mean slope of
    a chunk. So every worker runs the same forward and backward pass on the chunks that it holds,
    and the driver adds up and makes the step: only parameters and slopes travel.

    Parameters
    ----------
    load : callable, chunk -> (X, Y)
        Called on a worker: X (n_0, m_chunk), one column per example, and Y (n_L, m_chunk).
        What it returns stays on that worker. It is called again when the worker died, or had no
        memory to keep it; so it must return the same each time.
    chunks : iterable
        What ``load`` is called with, once for each: names of files, ranges of rows, ... Their
        examples, in this order, are the columns of the X that is trained on.
    parameters : mapping or State
        Where to start, see `train`.
    learning_rate : float
    num_iterations : int
        The iterations end before this number.
    client : distributed.Client
        Of the cluster. ``dnn`` must be installed on its workers and its scheduler.
    fan_in : int, optional
        Let workers add up the slopes of so many chunks at a time before they are sent to the
        driver, again and again, until no more than so many are left. Left out, the driver adds
        them all, which is faster where the slopes of all chunks are few bytes.
    checkpoint : path, optional
        An h5 file to write the state of the driver to, and to go on from where it is there
        already: the first step is then the one after those that it holds.
    checkpoint_every : int
        Iterations between two writes; the end of the steps is written too.
    **options
        Any other of ``dnn.HYPERPARAMETERS`` but keep_prob, class_weight and patience.

    Returns
    -------
    iterator of Step
        See `train`. When it ends, or is let go, the workers forget the examples.

    Raises
    ------
    ValueError
        At the call, before the first step: when hyperparameters or parameters do not fit, or the
        checkpoint is of another training.
    ChunkError
        A ValueError that names the chunk: when it cannot be loaded, holds nothing, does not fit
        the network, or holds labels that the output cannot mean.
    DivergenceError
        During training, when a slope is no longer finite.
    ImportError
        When the extra ``cluster`` is not installed.

    Notes
    -----
    A step equals that of ``train(X, Y, ..., subspace=False)`` up to rounding, full batch and
    mini-batches: a mini-batch is drawn from all examples with the same seed, and every chunk is
    asked for its columns of it. Slopes are added in the order of the chunks, not as they arrive:
    so the same chunks and ``fan_in`` give the same bits on the same kind of processor, on any
    number of workers, whether or not workers died, and after a checkpoint.

    Ctrl-C ends the iterator; the cluster goes on, and the last step keeps its parameters.

    Examples
    --------
    >>> import numpy as np
    >>> from distributed import Client
    >>> from dnn import initialize_parameters_deep
    >>> from dnn.engines import train_on_cluster
    >>> def load(seed):
    ...     X = np.random.RandomState(seed).randn(2, 100)
    ...     return X, X[:1] > X[1:]
    >>> start = initialize_parameters_deep([2, 3, 1])
    >>> with Client(processes=False, n_workers=2, dashboard_address=":0") as client:
    ...     steps = list(train_on_cluster(load, range(4), start, 0.5, 100, client=client))
    >>> print(steps[0].cost.round(3), steps[-1].cost.round(3))
    0.538 0.065
    """
    check_client(client)
    from dnn.engines.cluster_examples import ClusterExamples  # late: it loads Dask

    chosen = hyperparameters(learning_rate=learning_rate, num_iterations=num_iterations, **options)
    state = parameters if isinstance(parameters, State) else State(0, parameters, {})
    network = checked_network(state.parameters, chosen)
    every = check_whole_number("checkpoint_every", checkpoint_every)
    groups = None if fan_in is None else check_whole_number("fan_in", fan_in, least=2)
    has_digest = checkpoint is not None
    examples = ClusterExamples(
        client, load, checked_chunks(load, chunks), network, groups, has_digest
    )
    task = _task(examples, network)
    keeper, history = None, History()
    if checkpoint is not None:
        from dnn.training.keeper import Keeper  # late: it loads h5py

        arrays: tuple[Any, ...] = examples, *state.parameters.values()
        keeper = Keeper(checkpoint, every, task, arrays)
        keeper.remove_leftovers()
        state, history = keeper.read() or (state, history)
    return _steps(prepared(state, task), task, network.layout, keeper, history)


def _task(examples: ClusterExamples, network: Network) -> Task:
    """Return the task of the whole; its examples are elsewhere, Y is a shape that takes no room."""
    dims, activations, _, chosen = network
    Y = np.broadcast_to(np.zeros((), examples.dtype), (dims[-1], examples.m))
    kept = layer_keep_probs(1.0, len(dims) - 1)
    return Task(examples, Y, dims, activations, kept, chosen, None, examples.m)


# --- the loop -----------------------------------------------------------------------------------


def _steps(
    state: State, task: Task, layout: Layout, keeper: Keeper | None, history: History
) -> Iterator[Step]:
    """Yield the steps, write the checkpoints that are due; at the end, let the workers forget."""
    examples, chosen = task.X, task.chosen
    optimizer = OPTIMIZERS[chosen["optimizer"]]
    p, memory = _entered(state, layout)
    batches = _batches(examples.m, chosen, state.iteration)
    reached: tuple[Step | None, History] = None, history  # changed at one stroke: Ctrl-C may come
    try:
        for i in range(state.iteration, chosen["num_iterations"]):
            epoch, columns = next(batches)
            share = examples.slopes(p, columns)
            slope, cost = _with_l2(share, layout.arrays(p), task) if chosen["lambd"] else share
            if not (isfinite(cost) and np.isfinite(slope).all()):
                raise examples.error(p, columns, i)
            rate = SCHEDULES[chosen["schedule"]](
                chosen["learning_rate"], epoch, chosen["decay_rate"], chosen["time_interval"]
            )
            with np.errstate(over="ignore", invalid="ignore"):  # the next cost tells of it
                p, memory = optimizer.step(p, slope, memory, i + 1, rate, chosen)
            step = Step(
                i, epoch, rate, partial(np.asarray, cost), partial(_left, layout, p, memory)
            )
            reached = step, _recorded(reached[1], step, chosen["every"])
            if keeper and (i + 1) % keeper.every == 0:
                keeper.write(step.state, reached[1])
            yield step
    finally:
        examples.release()
        last, history = reached
        if keeper and last:
            keeper.write(last.state, history)


def _entered(state: State, layout: Layout) -> tuple[Array, dict[str, Array]]:
    """Return the vector of all parameters, and that of each average of the optimiser."""
    nothing = np.zeros(0, state.parameters["W1"].dtype)
    memory = {
        name: layout.flatten([*(average[f"d{key}"] for key in state.parameters), nothing])
        for name, average in state.memory.items()
    }
    return layout.flatten([*state.parameters.values(), nothing]), memory


def _left(layout: Layout, p: Array, memory: Mapping[str, Array], i: int) -> State:
    """Return the state that the vectors stand for."""
    *arrays, _ = layout.arrays(p)
    averages = {name: named(layout.arrays(average)[:-1]) for name, average in memory.items()}
    full = {
        name: {f"d{key}": value for key, value in average.items()}
        for name, average in averages.items()
    }
    return State(i, named(arrays), full)


def _batches(
    m: int, chosen: Mapping[str, Any], iteration: int
) -> Iterator[tuple[int, Array | None]]:
    """Yield (epoch, columns) from this iteration on, as `train` draws them; None for all."""
    size, seed = chosen["mini_batch_size"], chosen["seed"]
    epoch, position = divmod(iteration, batch_count(m, size))
    while True:
        drawn = [None] if size is None else shuffled_columns(m, size, (seed + epoch) % SEEDS)
        for columns in drawn[position:]:
            yield epoch, columns
        epoch, position = epoch + 1, 0


def _with_l2(share: Share, arrays: list[Array], task: Task) -> Share:
    """Return slopes and cost with those of the penalty."""
    lambd, m, layout = task.chosen["lambd"], task.X.m, Layout.of(arrays)
    parameters, slopes = named(arrays[:-1]), named(layout.arrays(share.slope)[:-1])
    grads = add_l2_slopes({f"d{W}": dW for W, dW in slopes.items()}, parameters, lambd, m)
    slope = layout.flatten([*grads.values(), arrays[-1]])
    return Share(slope, share.cost + l2_penalty(parameters, lambd, m))


def _recorded(history: History, step: Step, every: int) -> History:
    """Return the history with the cost of this step, where one is due."""
    if step.iteration % every:
        return history
    return replace(history, costs=[*history.costs, step.cost])
