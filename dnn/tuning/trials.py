"""One training of a search: examples, fold, hyperparameters -> how good it is on the fold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import mean_loss, score
from dnn.doctor.diagnosis import diagnose
from dnn.doctor.findings import Diagnosis
from dnn.dropout import layer_keep_probs
from dnn.forward import L_model_forward
from dnn.shapes import Array, Parameters
from dnn.training.divergence import DivergenceError
from dnn.training.fit import fit
from dnn.training.hyperparameters import HYPERPARAMETERS, hyperparameters
from dnn.training.subspace import Span, obstacle, span
from dnn.tuning.extras import needed
from dnn.tuning.folds import Fold
from dnn.tuning.outcomes import Outcome, finite
from dnn.tuning.spaces import LAYERS

RECORDS = 20  # costs that a row keeps, unless `every` says otherwise
FACTS = (  # what the doctor asks of the hyperparameters
    *("learning_rate", "num_iterations", "every", "hidden", "output", "optimizer"),
    *("mini_batch_size", "schedule", "decay_rate", "time_interval", "lambd", "keep_prob"),
)


class Examples(NamedTuple):
    """What all trials share: X (n_0, m), Y (n_L, m), and K = X^T X where that pays, else None."""

    X: Array
    Y: Array
    K: Array | None


def shared_examples(X: Array, Y: Array) -> Examples:
    """Return the examples with the span that serves every trial and fold, where X is wide.

    K takes m / n_0 of the memory of X and spares each trial products with n_0 rows; it is left
    out where it would take more than half.
    """
    X = X if X.dtype in (np.float32, np.float64) else X.astype(np.float64)
    is_wide = 2 * X.shape[1] <= X.shape[0]
    with one_thread():
        return Examples(X, Y, span(X).K if is_wide else None)


def one_thread() -> Any:
    """Return a context in which BLAS keeps to one thread, so that its sums are always the same."""
    return needed("threadpoolctl", "tune").threadpool_limits(limits=1)


# --- one fold -----------------------------------------------------------------------------------


class Part(NamedTuple):
    """One fold made ready: what is trained on, along which road, and what it is judged on."""

    X: Array
    Y: Array
    subspace: Span | None
    validation: tuple[Array, Array]


def part_of(examples: Examples, fold: Fold, chosen: Mapping[str, Any], L: int) -> Part:
    """Return a fold of the examples, in the span that all share where training there is exact."""
    X, Y = np.asarray(examples.X), np.asarray(examples.Y)  # arrays, where they were mapped
    held_out = (X[:, fold.validation], Y[:, fold.validation])
    basis = None
    if examples.K is not None and in_span(examples, chosen, L):
        basis = Span(X, np.asarray(examples.K)).columns(fold.train)
    X_train = X[:, fold.train] if basis is None else basis.X
    return Part(X_train, Y[:, fold.train], basis, held_out)


def in_span(examples: Examples, chosen: Mapping[str, Any], L: int) -> bool:
    """Tell whether training in the span of the examples is at hand, and exact."""
    if examples.K is None or chosen["dtype"] not in (None, examples.X.dtype.name):
        return False
    return obstacle(chosen, layer_keep_probs(chosen["keep_prob"], L)[0] < 1) is None


def whole_set(options: Mapping[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """Return all hyperparameters of a trial and its hidden layers; a row keeps 20 costs.

    Examples
    --------
    >>> from dnn.tuning.trials import whole_set
    >>> chosen, layers = whole_set({"layers": [7], "num_iterations": 500})
    >>> chosen["every"], layers
    (25, [7])
    """
    given = {name: value for name, value in options.items() if name != LAYERS}
    n = given.get("num_iterations", HYPERPARAMETERS["num_iterations"].default)
    return hyperparameters(**{"every": max(1, n // RECORDS), **given}), list(options[LAYERS])


def train_fold(examples: Examples, fold: Fold, options: Mapping[str, Any]) -> Outcome:
    """Train on one fold and judge it; a training that diverges is an outcome, too.

    Raises
    ------
    KeyboardInterrupt
        When a signal ended the training.
    """
    start = perf_counter()
    chosen, layers = whole_set(options)
    dims = [len(examples.X), *layers, len(examples.Y)]
    with one_thread():
        part = part_of(examples, fold, chosen, len(dims) - 1)
        try:
            run = fit(
                part.X,
                part.Y,
                dims,
                validation=part.validation,
                subspace=part.subspace,
                **chosen,
            )
        except DivergenceError as error:
            return lost(error, error.costs, chosen, perf_counter() - start)
        if run.stopped not in (None, "early"):
            raise KeyboardInterrupt(run.stopped)
        history = run.history
        outcome = judged(part, run.parameters, chosen, history.costs, history.validation_costs)
    return outcome._replace(seconds=perf_counter() - start)


def judged(
    part: Part,
    parameters: Parameters,
    chosen: Mapping[str, Any],
    costs: Sequence[Any],
    validation_costs: Sequence[Any],
) -> Outcome:
    """Return how good parameters are on a fold, and what the doctor says of the training."""
    error, cost = validation_error(part.validation, parameters, chosen)
    facts = {name: chosen[name] for name in FACTS}
    found = diagnose(
        costs,
        part.X,
        part.Y,
        parameters=parameters,
        validation_costs=validation_costs,
        validation=part.validation,
        **facts,
    )
    return Outcome(error, cost, finite(costs), finite(validation_costs), said(found), None, 0.0)


def validation_error(
    held_out: tuple[Array, Array], parameters: Parameters, chosen: Mapping[str, Any]
) -> tuple[float, float]:
    """Return the error, 1 - accuracy or 1 - R2, and the cost on examples that were held out."""
    X, Y = held_out
    hidden, output = chosen["hidden"], chosen["output"]
    X = X.astype(parameters["W1"].dtype, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):  # too large is told as infinite
        AL, _ = L_model_forward(X, parameters, hidden=hidden, output=output)
        found = 1 - score(AL, Y, output=output), float(mean_loss(AL, Y, output))
    error, cost = (value if math.isfinite(value) else math.inf for value in found)
    return error, cost


def lost(
    error: DivergenceError, costs: Sequence[Any], chosen: Mapping[str, Any], seconds: float
) -> Outcome:
    """Return the outcome of a training that diverged: the worst there is, and it says so."""
    ended = [*map(float, costs), math.nan]
    found = diagnose(ended, **{name: chosen[name] for name in FACTS})
    return Outcome(math.inf, math.inf, finite(ended), [], said(found), error.cause_told, seconds)


def said(found: Diagnosis) -> dict[str, str]:
    """Return what the doctor says as plain values."""
    return {part: getattr(found, part) for part in ("verdict", "evidence", "cause", "action")}
