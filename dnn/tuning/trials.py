"""One trial: hyperparameters, trained and judged on every fold -> a row of plain values."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import mean_loss, score
from dnn.doctor.diagnosis import diagnose
from dnn.doctor.evidence import Diagnosis
from dnn.dropout import layer_keep_probs
from dnn.forward import L_model_forward
from dnn.shapes import Array, Parameters
from dnn.training.divergence import DivergenceError
from dnn.training.fit import fit
from dnn.training.hyperparameters import HYPERPARAMETERS, hyperparameters
from dnn.training.subspace import Span, obstacle, span
from dnn.tuning.extras import needed
from dnn.tuning.folds import Fold
from dnn.tuning.spaces import LAYERS

Row = dict[str, Any]
RECORDS = 20  # costs that a row keeps, unless `every` says otherwise
BEYOND = "the output on the held-out examples is not finite"
VARYING = ("seconds", "machine", "date", "versions")  # all in a row that another day may change


class Search(Iterator[Row]):
    """The rows of a search as they come; ``len`` says how many there will be in all."""

    def __init__(self, rows: Iterator[Row], total: int) -> None:
        self._rows = rows
        self._total = total

    def __next__(self) -> Row:
        return next(self._rows)

    def __len__(self) -> int:
        return self._total


class Examples(NamedTuple):
    """What all trials share: X (n_0, m), Y (n_L, m), and K = X^T X where that pays, else None."""

    X: Array
    Y: Array
    K: Array | None


class Outcome(NamedTuple):
    """What training on one fold came to; costs that are not finite are None."""

    error: float
    cost: float
    costs: list[float | None]
    validation_costs: list[float | None]
    doctor: dict[str, str]
    diverged: str | None
    seconds: float


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
    found = diagnose(
        costs,
        parameters=parameters,
        X=part.X,
        Y=part.Y,
        learning_rate=chosen["learning_rate"],
        validation_costs=validation_costs,
        hidden=chosen["hidden"],
        output=chosen["output"],
        every=chosen["every"],
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
    found = diagnose(ended, learning_rate=chosen["learning_rate"], every=chosen["every"])
    return Outcome(math.inf, math.inf, finite(ended), [], said(found), error.cause_told, seconds)


def said(found: Diagnosis) -> dict[str, str]:
    """Return what the doctor says as plain values."""
    return {part: getattr(found, part) for part in ("verdict", "evidence", "cause", "action")}


def finite(values: Sequence[Any]) -> list[float | None]:
    """Return numbers as JSON has them: infinity and NaN are None."""
    return [float(value) if math.isfinite(value) else None for value in values]


# --- all folds -> a row -------------------------------------------------------------------------


def row_of(
    number: int, options: Mapping[str, Any], outcomes: Sequence[Outcome], **more: Any
) -> Row:
    """Return the row of a trial: plain values that JSON can hold.

    Parameters
    ----------
    number : int
        Which trial of its search it is, from 0.
    options : mapping
        Its hyperparameters.
    outcomes : sequence of Outcome
        One a fold.
    **more
        What else is to stand in it.
    """
    worst = max(outcomes, key=lambda outcome: (outcome.error, outcome.cost))
    errors = [outcome.error for outcome in outcomes]
    is_lost = not math.isfinite(worst.error)
    return {
        "number": number,
        "hyperparameters": dict(options),
        "error": None if is_lost else float(np.mean(errors)),
        "spread": None if is_lost else float(np.std(errors)),
        "errors": finite(errors),
        "cost": None if is_lost else finite([np.mean([o.cost for o in outcomes])])[0],
        "every": whole_set(options)[0]["every"],
        "costs": mean_curve([outcome.costs for outcome in outcomes]),
        "validation_costs": mean_curve([outcome.validation_costs for outcome in outcomes]),
        "diverged": (worst.diverged or BEYOND) if is_lost else None,
        "doctor": worst.doctor,
        **more,
        "seconds": sum(outcome.seconds for outcome in outcomes),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": versions(),
    }


def mean_curve(curves: Sequence[Sequence[float | None]]) -> list[float | None]:
    """Return the mean of the folds' curves, as far as every fold has them; None where one has none.

    Examples
    --------
    >>> from dnn.tuning.trials import mean_curve
    >>> mean_curve([[3.0, 1.0, 0.5], [1.0, None]])
    [2.0, None]
    """
    return [
        None if None in costs else float(np.mean([c for c in costs if c is not None]))
        for costs in zip(*curves, strict=False)
    ]


def versions() -> dict[str, str]:
    """Return the versions of all that a row hangs on."""
    from dnn import __version__

    python = platform.python_version()
    optuna = needed("optuna", "tune").__version__
    return {"dnn": __version__, "python": python, "numpy": np.__version__, "optuna": optuna}


def lasting(row: Row) -> Row:
    """Return what of a row is the same whenever and wherever its search is run."""
    return {name: value for name, value in row.items() if name not in VARYING}
