"""The one check of a training: examples, layer sizes and hyperparameters that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import layer_activations
from dnn.checks.arrays import check_finite
from dnn.checks.examples import check_examples
from dnn.checks.networks import check_layer_dims
from dnn.cost import check_label_values
from dnn.dropout import layer_keep_probs
from dnn.shapes import Array
from dnn.training.class_weights import example_weights


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
    weights : array of float, (1, m), or None
        How many times each example counts; None where all count alike.
    total : float
        Number of examples that they count as, m where all count alike.
    """

    X: Any
    Y: Array
    dims: tuple[int, ...]
    activations: tuple[str, ...]
    keep_probs: tuple[float, ...]
    chosen: Mapping[str, Any]
    weights: Array | None
    total: float

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
        When shapes do not fit, X or Y hold NaN or infinity, the output cannot mean the labels, or a
        hyperparameter does not fit the number of layers.

    Warns
    -----
    LabelWarning
        When the labels can be trained on, but are hardly meant.

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
    X, Y = check_and_cast(X, Y, dims, chosen["dtype"])
    activations = layer_activations(len(dims) - 1, chosen["hidden"], chosen["output"])
    keep_probs = layer_keep_probs(chosen["keep_prob"], len(dims) - 1)
    check_label_values(Y, chosen["output"])
    weights = example_weights(chosen["class_weight"], Y, chosen["output"])
    total = Y.shape[1] if weights is None else float(weights.sum())
    return Task(X, Y, dims, tuple(activations), keep_probs, chosen, weights, total)


def check_and_cast(X: Any, Y: Any, dims: Sequence[int], dtype: Any) -> tuple[Any, Array]:
    """Check that X and Y fit the sizes and are finite, and return both in one dtype of floats."""
    check_examples(X, Y, dims)
    if isinstance(X, np.ndarray):
        X = as_floats(X, dtype)
        check_finite(X)
    Y = Y.astype(dtype or X.dtype, copy=False)
    check_finite(Y, "Y")
    return X, Y


def as_floats(X: Array, dtype: Any = None) -> Array:
    """Return X in this dtype; without one, float32 and float64 stay, all else becomes float64.

    Raises
    ------
    ValueError
        When a finite number of X lies beyond all numbers of that dtype.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.training.task import as_floats
    >>> as_floats(np.array([[1e300]]), np.float32)
    Traceback (most recent call last):
      ...
    ValueError: X[0, 0] is 1e+300, beyond the largest number of float32, 3.40e+38: bring X to a \
smaller scale
    """
    kept = X.dtype if X.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    wanted = np.dtype(dtype or kept)
    if X.dtype.kind != "f" or X.dtype.itemsize <= wanted.itemsize:
        return X.astype(wanted, copy=False)
    with np.errstate(over="ignore"):  # told below, with its place
        cast = X.astype(wanted)
    beyond = np.argwhere(np.isinf(cast) & np.isfinite(X))
    if len(beyond):
        row, column = (int(i) for i in beyond[0])
        raise ValueError(
            f"X[{row}, {column}] is {X[row, column]!s}, beyond the largest number of {wanted}, "
            f"{np.finfo(wanted).max:.2e}: bring X to a smaller scale"
        )
    return cast
