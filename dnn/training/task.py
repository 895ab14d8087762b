"""The one check of a training: examples, layer sizes and hyperparameters that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import layer_activations
from dnn.checks.arrays import check_finite
from dnn.checks.examples import check_examples
from dnn.checks.networks import check_layer_dims
from dnn.dropout import layer_keep_probs
from dnn.shapes import Array


class Task(NamedTuple):
    """What is to be learnt, checked: nothing in it needs to be looked at again.

    Attributes
    ----------
    X : array of float, (n_0, m), or FileColumns
    Y : array, (n_L, m)
        In the dtype of the training.
    dims : tuple of int, (n_0, n_1, ..., n_L)
    activations : tuple of str
        That of layer 1, 2, ..., L.
    keep_probs : tuple of float
        That of the input and of the hidden layers 1, ..., L - 1.
    chosen : mapping
        A value for every row of ``dnn.HYPERPARAMETERS``.
    """

    X: Any
    Y: Array
    dims: tuple[int, ...]
    activations: tuple[str, ...]
    keep_probs: tuple[float, ...]
    chosen: Mapping[str, Any]

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the dtype that all of the training has."""
        return self.Y.dtype


def check_training(X: Any, Y: Any, layers_dims: Iterable[int], chosen: Mapping[str, Any]) -> Task:
    """Check once what all doors to training are given, and return it ready for use.

    Parameters
    ----------
    X : array, (n_0, m), or FileColumns
        Read from a file as training goes on, a value that is not finite comes up only there.
    Y : array, (n_L, m)
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)
    chosen : mapping
        What `hyperparameters` returns.

    Raises
    ------
    ValueError
        When shapes do not fit, X or Y hold NaN or infinity, Y is not what the output takes, or a
        hyperparameter does not fit the number of layers.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import hyperparameters
    >>> from dnn.training.task import check_training
    >>> X, Y = np.array([[0, 1, 2]]), np.array([[0, 1, 1]])
    >>> task = check_training(X, Y, [1, 2, 1], hyperparameters())
    >>> task.X.dtype, task.Y, task.activations
    (dtype('float64'), array([[0., 1., 1.]]), ('relu', 'sigmoid'))
    """
    dims = check_layer_dims(layers_dims)
    check_examples(X, Y, dims)
    activations = layer_activations(len(dims) - 1, chosen["hidden"], chosen["output"])
    keep_probs = layer_keep_probs(chosen["keep_prob"], len(dims) - 1)
    if isinstance(X, np.ndarray):
        X = as_floats(X, chosen["dtype"])
        check_finite(X)
    Y = Y.astype(chosen["dtype"] or X.dtype, copy=False)
    check_finite(Y, "Y")
    if chosen["output"] == "softmax":
        _check_one_hot(Y)
    return Task(X, Y, dims, tuple(activations), keep_probs, chosen)


def _check_one_hot(Y: Array) -> None:
    """Check that every column of Y says of one class that it is the right one."""
    if len(Y) < 2:
        raise ValueError(
            "softmax needs one unit a class, two at least; for yes or no use output='sigmoid'"
        )
    bad = np.flatnonzero(~(np.isclose(Y.sum(axis=0), 1, atol=1e-4) & (Y.min(axis=0) >= 0)))
    if bad.size:
        raise ValueError(
            f"with the output softmax every column of Y must add up to 1, but column {bad[0]} is "
            f"{Y[:, bad[0]].tolist()}; make them with one_hot(labels, {len(Y)})"
        )


def as_floats(X: Array, dtype: str | None = None) -> Array:
    """Return X in this dtype; without one, float32 and float64 stay, all else becomes float64."""
    kept = X.dtype if X.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    return X.astype(dtype or kept, copy=False)
