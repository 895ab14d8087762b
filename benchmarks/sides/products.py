"""The matrix products that an iteration cannot do without, and nothing else: the floor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.jobs import Array, Job
from benchmarks.sides import Outcome, now


def plain(job: Job) -> Outcome:
    """Multiply W1 X, dZ1 X^T and what the later layers need, once an iteration."""
    sizes = _sizes(job)
    W1, X = job.parameters["W1"], job.X
    inputs = {
        m: np.ascontiguousarray(X[:, :m].T).T if job.mini_batch_size else X for m in set(sizes)
    }
    dW1 = np.empty_like(W1)
    layers = {m: _LaterLayers(job, m) for m in set(sizes)}

    def first(m: int) -> None:
        np.dot(W1, inputs[m], out=layers[m].Z1)
        np.dot(layers[m].Z1, inputs[m].T, out=dW1)

    return _run(sizes, first, layers)


def coordinates(job: Job) -> Outcome:
    """Multiply K = X^T X, W1 X and S X^T once, and S K and the later layers each iteration."""
    X, m = job.X, job.X.shape[1]
    K = np.dot(X.T, X)
    S = np.dot(job.parameters["W1"], X)
    layers = {m: _LaterLayers(job, m)}
    outcome = _run([m] * job.num_iterations, lambda m: np.dot(S, K, out=layers[m].Z1), layers)
    np.dot(S, X.T)
    return outcome


class _LaterLayers:
    """The products of layers 2 to L, into arrays that are there already."""

    def __init__(self, job: Job, m: int) -> None:
        dims, dtype = job.dims, job.X.dtype
        self.W = [job.parameters[f"W{l}"] for l in range(2, job.L + 1)]
        self.dW = [np.empty_like(W) for W in self.W]
        self.A = [np.zeros((n, m), dtype) for n in dims[1:]]
        self.Z1: Array = self.A[0]

    def multiply(self) -> None:
        for l, W in enumerate(self.W):
            np.dot(W, self.A[l], out=self.A[l + 1])
        for l in range(len(self.W) - 1, -1, -1):
            np.dot(self.A[l + 1], self.A[l].T, out=self.dW[l])
            np.dot(self.W[l].T, self.A[l + 1], out=self.A[l])


def _sizes(job: Job) -> list[int]:
    """Return the number of examples of each iteration."""
    return [job.X.shape[1] if columns is None else len(columns) for columns in job.columns()]


def _run(
    sizes: list[int], first: Callable[[int], object], layers: dict[int, _LaterLayers]
) -> Outcome:
    began = now()
    for m in sizes:
        first(m)
        layers[m].multiply()
    return Outcome(None, None, began, now())
