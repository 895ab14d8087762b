"""What is trained: the data, where it starts, and the hyperparameters that all sides share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import dnn

Array = npt.NDArray[Any]
PICTURES = Path(__file__).resolve().parent.parent / "data" / "cats"
ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


class Job(NamedTuple):
    """One training; every side is given the same one.

    ``X`` (n_0, m), ``Y`` (n_L, m) and ``parameters`` W1, b1, ..., WL, bL are of one dtype. The
    hidden layers are relu. A cost is recorded at i = 0, every, 2 every, ...; it is the cost that
    the iteration finds, before its update.
    """

    X: Array
    Y: Array
    parameters: Mapping[str, Array]
    output: str
    optimizer: str
    learning_rate: float
    num_iterations: int
    mini_batch_size: int | None
    every: int

    @property
    def dims(self) -> list[int]:
        """Return the units of every layer, input first."""
        weights = [W for name, W in self.parameters.items() if name[0] == "W"]
        return [weights[0].shape[1], *(len(W) for W in weights)]

    @property
    def L(self) -> int:
        """Return the number of layers, the input not counted."""
        return len(self.parameters) // 2

    def columns(self) -> Iterator[Array | None]:
        """Yield which examples an iteration sees: None for all of them, else as `dnn` shuffles."""
        if self.mini_batch_size is None:
            yield from [None] * self.num_iterations
            return
        for i, columns in enumerate(self._shuffled()):
            if i == self.num_iterations:
                return
            yield columns

    def _shuffled(self) -> Iterator[Array]:
        m, size, epoch = self.X.shape[1], self.mini_batch_size, 0
        while True:
            order = np.random.RandomState(dnn.HYPERPARAMETERS["seed"].default + epoch).permutation(
                m
            )
            yield from (order[start : start + size] for start in range(0, m, size))
            epoch += 1


def pictures(
    *,
    layers: list[int],
    iterations: int,
    dtype: str,
    data: str | None = None,
    examples: int = 209,
    learning_rate: float = 0.0075,
    every: int = 100,
) -> Job:
    """Return the course's job: cat or no cat, full batch, plain gradient descent."""
    directory = data or os.environ.get("DNN_COURSE_DATA") or PICTURES
    images, labels, *_ = dnn.load_data(directory)
    images, Y = images[:examples], labels[:, :examples].astype(dtype)
    X = np.divide(images.reshape(len(images), -1).T, 255, dtype=dtype)
    if len(layers) == 3:
        start = dnn.initialize_parameters(*layers)
    else:
        start = dnn.initialize_parameters_deep(layers)
    parameters = {name: p.astype(dtype) for name, p in start.items()}
    return Job(X, Y, parameters, "sigmoid", "gd", learning_rate, iterations, None, every)


def classes(
    *,
    layers: list[int],
    optimizer: str,
    epochs: int,
    dtype: str,
    examples: int = 60_000,
    mini_batch_size: int = 256,
    every: int = 50,
    dark: int = 0,
) -> Job:
    """Return a ten-class problem of made data: noisy copies of ten patterns, mini-batches.

    So many features are always 0, as the rim of pictures of digits is.
    """
    rng = np.random.default_rng(0)
    labels = rng.integers(layers[-1], size=examples)
    patterns = rng.random((layers[-1], layers[0]), dtype="float32")
    rows = rng.random((examples, layers[0]), dtype="float32")
    rows -= 0.5
    rows += 0.3 * (patterns[labels] - 0.5)
    rows[:, :dark] = 0
    X = rows.astype(dtype, copy=False).T
    Y = np.eye(layers[-1], dtype=dtype)[labels].T
    start = dnn.initialize_parameters_he(layers)
    parameters = {name: p.astype(dtype) for name, p in start.items()}
    rate = {"gd": 0.05, "adam": 0.001}[optimizer]
    iterations = epochs * -(-examples // mini_batch_size)
    return Job(X, Y, parameters, "softmax", optimizer, rate, iterations, mini_batch_size, every)


def made(*, n_0: int, width: int, depth: int, examples: int, iterations: int) -> Job:
    """Return a binary problem of any size, made of noise: depth layers, the hidden ones as wide."""
    rng = np.random.default_rng(0)
    X = rng.random((examples, n_0)).T
    Y = rng.integers(2, size=(1, examples)).astype("float64")
    parameters = dnn.initialize_parameters_he([n_0, *[width] * (depth - 1), 1])
    return Job(X, Y, parameters, "sigmoid", "gd", 0.001, iterations, None, iterations)


JOBS: Mapping[str, Callable[..., Job]] = {"pictures": pictures, "classes": classes, "made": made}
