"""The whole job in one call: two_layer_model, L_layer_model and predict."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np

from dnn.checks.arrays import check_finite
from dnn.checks.kinds import NUMBERS
from dnn.checks.networks import check_layer_dims
from dnn.checks.warning import warn_user
from dnn.cost import OUTPUTS, Output, decide
from dnn.forward import L_model_forward
from dnn.parameters import initialize_parameters
from dnn.shapes import Array, Parameters, ShapeError
from dnn.training.descent import Step
from dnn.training.fit import Run, fit
from dnn.training.hyperparameters import hyperparameters
from dnn.training.subspace import Span


class InterruptedWarning(UserWarning):
    """Training was ended by a signal; what was reached is there."""


def two_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
    *,
    subspace: bool | Span | None = None,
) -> tuple[Parameters, list[Array]]:
    """Train linear -> relu -> linear -> sigmoid by gradient descent from W = 0.01 * N(0, 1).

    Parameters
    ----------
    X : array of float, (n_x, m)
        One column per example.
    Y : array of int, bool or float, (n_y, m)
        Labels, 0 or 1.
    layers_dims : sequence of int, (n_x, n_h, n_y)
    learning_rate : float
    num_iterations : int
    print_cost : bool
        Print the cost at i = 0, 100, 200, ... and at the last iteration.
    subspace : bool, Span or None
        Whether to train in the subspace of the examples, see `train`: the same numbers, sooner.

    Returns
    -------
    parameters : dict
        W1, b1, W2, b2.
    costs : list of arrays of shape ()
        The costs at i = 0, 100, 200, ...

    Raises
    ------
    ValueError
        When a shape does not fit, X holds NaN or infinity, or a hyperparameter is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import two_layer_model
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> parameters, costs = two_layer_model(X, Y, (1, 3, 1), num_iterations=200)
    >>> sorted(parameters), len(costs)
    (['W1', 'W2', 'b1', 'b2'], 2)
    """
    dims = check_layer_dims(layers_dims)
    if len(dims) != 3:
        raise ValueError(
            f"two_layer_model takes layers_dims (n_x, n_h, n_y), three numbers; got {list(dims)}. "
            "For other depths use L_layer_model"
        )
    parameters = initialize_parameters(*dims)
    return L_layer_model(
        X,
        Y,
        dims,
        learning_rate,
        num_iterations,
        print_cost,
        parameters=parameters,
        subspace=subspace,
    )


def L_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Iterable[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
    *,
    parameters: Mapping[str, Array] | None = None,
    validation: tuple[Array, Array] | None = None,
    checkpoint: str | PathLike[str] | None = None,
    checkpoint_every: int = 100,
    subspace: bool | Span | None = None,
    **options: Any,
) -> tuple[Parameters, list[Array]]:
    """Train (L - 1) times linear -> relu, then linear -> sigmoid, by gradient descent.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column per example.
    Y : array of int, bool or float, (n_L, m)
        Labels, see `compute_cost`.
    layers_dims : sequence of int, (n_0, n_1, ..., n_L)
        Units of every layer, input first.
    learning_rate : float
    num_iterations : int
        One iteration is one update of the parameters.
    print_cost : bool
        Print the cost at i = 0, 100, 200, ... and at the last iteration.
    parameters : mapping, optional
        Where to start; left out, `initialize_parameters_deep` draws them.
    validation : pair (X, Y), optional
        A set to be judged on and never trained on; ``patience`` watches its cost.
    checkpoint : path, optional
        An h5 file to write the state of training to every ``checkpoint_every`` iterations, and
        to go on from where it is there already.
    subspace : bool, Span or None
        Whether to train in the subspace of the examples, see `train`: the same numbers, sooner.
    **options
        Any other of ``dnn.HYPERPARAMETERS``: hidden, output, scale, seed, optimizer, ...

    Returns
    -------
    parameters : dict
        W1, b1, ..., WL, bL: of the last iteration; with ``patience``, of the lowest validation
        cost.
    costs : list of arrays of shape ()
        The costs at i = 0, 100, 200, ... (the step is ``every``).

    Raises
    ------
    ValueError
        When a shape does not fit, X holds NaN or infinity, a hyperparameter is unknown or out of
        range, or the checkpoint belongs to another training.
    DivergenceError
        When the cost is no longer finite; the error holds the last finite parameters.

    Warns
    -----
    InterruptedWarning
        When SIGINT (Ctrl-C) or SIGTERM ended training early. The parameters of the last finished
        iteration are returned, and the warning says how to go on.

    Notes
    -----
    `dnn.fit` is the same with all that was found on the way.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import L_layer_model, predict
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> parameters, costs = L_layer_model(X, Y, [1, 1], learning_rate=1.0, num_iterations=200)
    >>> predict(X, None, parameters)
    array([[0., 0., 1., 1.]])
    """
    options |= {"learning_rate": learning_rate, "num_iterations": num_iterations}
    run = fit(
        X,
        Y,
        layers_dims,
        parameters=parameters,
        validation=validation,
        checkpoint=checkpoint,
        checkpoint_every=checkpoint_every,
        watch=_printing(options) if print_cost else iter,
        subspace=subspace,
        **options,
    )
    if run.stopped in ("SIGINT", "SIGTERM"):
        warn_user(_how_to_go_on(run, checkpoint), InterruptedWarning)
    best = run.history.best_iteration
    if print_cost and options.get("patience") and run.stopped in (None, "early"):
        print(f"The parameters are those of the lowest validation cost, at iteration {best}")
    return run.parameters, run.history.costs


def _printing(options: Mapping[str, Any]) -> Callable[[Iterator[Step]], Iterator[Step]]:
    """Return what prints the costs of the steps that pass: the recorded ones, and the last."""
    every, last = hyperparameters(**options)["every"], options["num_iterations"] - 1

    def watch(steps: Iterator[Step]) -> Iterator[Step]:
        for step in steps:
            if step.iteration % every == 0 or step.iteration == last:
                print(f"Cost after iteration {step.iteration}: {step.cost}")
            yield step

    return watch


def _how_to_go_on(run: Run, checkpoint: Any) -> str:
    """Say where training was ended and how it can go on."""
    how = (
        f"call L_layer_model again with checkpoint={os.fspath(checkpoint)!r}"
        if checkpoint is not None
        else "give them to L_layer_model as parameters=...; with checkpoint='training.h5' the "
        "optimizer's memory and the costs are kept too"
    )
    return (
        f"{run.stopped} ended training after {run.iterations} of "
        f"{run.hyperparameters['num_iterations']} iterations; the parameters reached are "
        f"returned. To go on, {how}"
    )


def predict(
    X: Array,
    y: Any,
    parameters: Mapping[str, Array],
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
) -> Array:
    """Return p = 1 where AL > 0.5, else 0; print the accuracy when labels are given.

    Parameters
    ----------
    X : array of float, (n_0, m)
        One column per example.
    y : array or list of m labels, (1, m) or (m,), or None
        Given, the share of right predictions is printed (R2 where the output is linear); None
        prints nothing. With ``output="softmax"`` the numbers of the classes, or one-hot columns.
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    hidden, output
        The activations, as for `L_model_forward`. With ``"softmax"`` p is the number of the
        likeliest class, with ``"linear"`` the predicted number itself.

    Returns
    -------
    p : array of float, (1, m), 0. and 1.

    Raises
    ------
    ValueError
        When X does not enter the network, y does not hold m labels, or an activation is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import predict
    >>> parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    >>> predict(np.array([[-2.0, 3.0]]), [0, 1], parameters)
    Accuracy: 1.0
    array([[0., 1.]])
    """
    AL, _ = L_model_forward(X, parameters, hidden=hidden, output=output)
    if isinstance(X, np.ndarray) and not np.isfinite(AL).all():
        check_finite(X)
    p = decide(AL, output=output)
    if y is not None:
        row = OUTPUTS[output]
        print(f"{row.score_name}: {row.score(p, _label_rows(y, p, AL, row))}")
    return p


def _label_rows(y: Any, p: Array, AL: Array, row: Output) -> Array:
    """Return labels as an array of the shape of p; only m of them, in a row, make one."""
    labels: Array = np.asarray(y)
    if labels.shape == AL.shape != p.shape:
        return row.labels(labels)
    if labels.dtype.kind not in NUMBERS:
        raise ValueError(
            f"y must hold numbers (of classes: 0, 1, ...), but its dtype is {labels.dtype}"
        )
    if labels.shape != p.shape and (labels.shape != p.shape[1:] or len(p) > 1):
        raise ShapeError(
            f"X holds {p.shape[1]} examples and the network has n_L = {len(p)} outputs, so y must "
            f"be {p.shape}"
            + (f" or a list of {p.shape[1]} labels" if len(p) == 1 else "")
            + f", but it is {labels.shape}"
            + ("; use y.T" if labels.shape == p.shape[::-1] else "")
            + ("; was it trained with output='softmax'? Then say so here" if len(p) > 1 else "")
        )
    labels = labels.reshape(p.shape)
    if p.shape == AL.shape:
        row.check(labels, "y")
    elif labels.size and not (labels.min() >= 0 and labels.max() < len(AL)):
        raise ValueError(
            f"the network tells {len(AL)} classes apart, 0 to {len(AL) - 1}, but y goes from "
            f"{labels.min():g} to {labels.max():g}"
            + ("; pass y - 1" if labels.min() == 1 and labels.max() == len(AL) else "")
        )
    return labels
