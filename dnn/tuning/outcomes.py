"""What training on the folds came to -> a row of plain values, and the rows of a search."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from dnn.tuning.extras import needed

Row = dict[str, Any]
BEYOND = "the output on the held-out examples is not finite"
VARYING = ("seconds", "machine", "date", "versions")  # all in a row that another day may change


class Rows(Iterator[Row]):
    """The rows of a search as they come; ``len`` says how many there will be in all."""

    def __init__(self, rows: Iterator[Row], total: int) -> None:
        self._rows = rows
        self._total = total

    def __next__(self) -> Row:
        return next(self._rows)

    def __len__(self) -> int:
        return self._total


class Outcome(NamedTuple):
    """What training on one fold came to; costs that are not finite are None."""

    error: float
    cost: float
    costs: list[float | None]
    validation_costs: list[float | None]
    doctor: dict[str, str]
    diverged: str | None
    seconds: float


def finite(values: Sequence[Any]) -> list[float | None]:
    """Return numbers as JSON has them: infinity and NaN are None."""
    return [float(value) if math.isfinite(value) else None for value in values]


def row_of(
    number: int, options: Mapping[str, Any], every: int, outcomes: Sequence[Outcome], **more: Any
) -> Row:
    """Return the row of a trial: plain values that JSON can hold.

    Parameters
    ----------
    number : int
        Which trial of its search it is, from 0.
    options : mapping
        Its hyperparameters.
    every : int
        Iterations from one of its costs to the next.
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
        "every": every,
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
    >>> from dnn.tuning.outcomes import mean_curve
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
