"""Which learning rate suits, and what a schedule makes of it."""

from __future__ import annotations

import numpy as np

from dnn.activations import ACTIVATIONS
from dnn.doctor.given import Chosen
from dnn.shapes import Array
from dnn.training.optimizers import OPTIMIZERS
from dnn.training.schedules import SCHEDULES

HIGHEST = 0.5  # deeper layers bend the cost too
SCALE_FREE = 0.01  # for optimisers that divide the slope by its size


def suitable_rate(X: Array, output: str, optimizer: str | None) -> float:
    """Return a learning rate that neither crawls nor leaps: 0.7 / (g' * lambda), at most 0.5.

    lambda is the largest eigenvalue of the mean of x x^T over the examples, with a 1 in x for b,
    and g' the steepest slope of the output: for a single layer g' * lambda is the most that the
    cost bends, and steps above 2 / (g' * lambda) leap over the valley. An optimiser that divides
    a slope by its own size moves every parameter by about the learning rate: 0.01.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.doctor.rates import suitable_rate
    >>> suitable_rate(np.array([[-3.0, 3.0]]), "linear", "gd")
    0.07777777777777778
    """
    if is_scale_free(optimizer):
        return SCALE_FREE
    largest = _largest_eigenvalue(np.asarray(X, dtype=np.float64))
    return min(HIGHEST, 0.7 / (ACTIVATIONS[output].steepest or 1.0) / largest)


def is_scale_free(optimizer: str | None) -> bool:
    """Tell whether an optimiser divides each slope by its own size: whether it averages dW^2."""
    return optimizer is not None and "s" in OPTIMIZERS[optimizer].averages


def _largest_eigenvalue(X: Array) -> float:
    """Return that of [X; 1] [X; 1]^T / m, by ten steps of the power iteration from N(0, 1)."""
    m = X.shape[1]
    z, found = np.random.RandomState(0).randn(m), 1.0
    with np.errstate(all="ignore"):
        for _ in range(10):
            z = (X.T @ (X @ z) + z.sum()) / m
            found = float(np.linalg.norm(z))
            z = z / found
    return found if np.isfinite(found) and found > 0 else 1.0


def mean_rate(settings: Chosen, m: int, iterations: int) -> float:
    """Return the mean learning rate over all iterations by the first one; 1 without a schedule."""
    if settings.schedule is None or iterations < 1:
        return 1.0
    batch = settings.mini_batch_size or m or 1
    per_epoch = max(1, -(-m // batch))
    epochs = np.unique(np.linspace(0, (iterations - 1) // per_epoch, 200).astype(int))
    schedule = SCHEDULES[settings.schedule]
    rates = [schedule(1.0, int(e), settings.decay_rate, settings.time_interval) for e in epochs]
    weights = np.gradient(epochs.astype(float)) if epochs.size > 1 else np.ones(1)
    return float(np.average(rates, weights=weights)) / max(max(rates), 1e-300)
