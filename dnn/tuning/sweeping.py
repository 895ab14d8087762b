"""A sweep over learning rates: a stack of runs per process."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from dnn.shapes import Array
from dnn.training.divergence import DivergenceError
from dnn.training.fit import Run
from dnn.training.stack import fit_rates
from dnn.tuning.extras import needed
from dnn.tuning.trials import one_thread
from dnn.tuning.workers import new_pool, results_of


def sweep(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    rates: Iterable[float],
    *,
    n_jobs: int = 1,
    **options: Any,
) -> list[Run | DivergenceError]:
    """Train once with each learning rate, as `dnn.fit_rates` does, in several processes.

    Parameters
    ----------
    X, Y, layers_dims, rates, **options
        See `dnn.fit_rates`.
    n_jobs : int
        Processes, each of one thread with a stack of its own; -1 takes all cores. A process takes
        about half a second to start.

    Returns
    -------
    list of Run or DivergenceError
        One per rate, in order.

    Raises
    ------
    ValueError
        When `dnn.fit_rates` would raise one.
    ImportError
        When the extra ``tune`` is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import sweep
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0]]), np.array([[0, 0, 1, 1]])
    >>> runs = sweep(X, Y, [1, 1], [0.01, 0.1, 1.0], num_iterations=100, every=99)
    >>> [float(run.history.costs[-1].round(3)) for run in runs]
    [0.097, 0.049, 0.009]
    """
    pool, dims, wanted = new_pool(n_jobs), tuple(layers_dims), list(rates)
    processes = needed("joblib", "tune").effective_n_jobs(n_jobs)
    parts = [part for part in np.array_split(np.arange(len(wanted)), processes) if part.size]
    tasks = [(k, (X, Y, dims, [wanted[i] for i in part], options)) for k, part in enumerate(parts)]
    with pool:
        found = dict(results_of(pool, _stack, tasks))
    return [run for k in range(len(parts)) for run in found[k]]


def _stack(
    X: Array, Y: Array, dims: tuple[int, ...], rates: list[float], options: dict[str, Any]
) -> list[Run | DivergenceError]:
    """Train one stack, on one thread."""
    with one_thread():
        return fit_rates(np.asarray(X), np.asarray(Y), dims, rates, **options)
