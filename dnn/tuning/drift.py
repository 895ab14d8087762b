"""Check again: the best of an old search, on today's examples and machine -> what has drifted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dnn.checks.values import check_whole_number
from dnn.shapes import Array
from dnn.tuning.outcomes import Row, row_of
from dnn.tuning.rows import SearchError, best, ranked
from dnn.tuning.setups import set_up
from dnn.tuning.trials import train_fold
from dnn.tuning.workers import new_pool, results_of


class Drift(NamedTuple):
    """A trial then and now, and what has changed, a sentence each."""

    old: Row
    new: Row
    changes: tuple[str, ...]


def again(
    X: Array, Y: Array, rows: Iterable[Row], *, n: int = 3, n_jobs: int = 1
) -> Iterator[Drift]:
    """Train the best few of an old search again, with its folds and seeds, and say what drifted.

    Parameters
    ----------
    X : array of float, (n_0, m)
        Today's examples.
    Y : array, (n_L, m)
    rows : iterable of dict
        As `search` yields them, or `read_rows`.
    n : int
        So many of the best.
    n_jobs : int
        Processes.

    Yields
    ------
    Drift
        The best of the old rows first.

    Raises
    ------
    ValueError
        When no row has an error, or X and Y do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import again, search
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0] * 3]), np.array([[0, 0, 1, 1] * 3])
    >>> space = {"learning_rate": [0.1, 1.0], "layers": [[]]}
    >>> rows = list(search(X, Y, space, method="grid", folds=2, num_iterations=50))
    >>> [drift.changes for drift in again(X, Y, rows, n=1)]
    [('the error is the same: 0.0 %',)]
    """
    old = [row for row in ranked(rows) if row["error"] is not None]
    best(old)  # that there is one
    chosen = old[: check_whole_number("n", n)]
    marks = chosen[0].get("search")
    if not isinstance(marks, dict):
        raise SearchError("the rows do not say which search they are of, so it cannot be run again")
    setup = set_up(X, Y, marks["space"], marks["folds"], marks["seed"], marks["fixed"])
    pool = new_pool(n_jobs)
    tasks = [
        ((k, j), (setup.examples, fold, row["hyperparameters"]))
        for k, row in enumerate(chosen)
        for j, fold in enumerate(setup.folds)
    ]

    def drifts() -> Iterator[Drift]:
        with pool:
            outcomes = dict(results_of(pool, train_fold, tasks))
        for k, row in enumerate(chosen):
            of_folds = [outcomes[k, j] for j in range(len(setup.folds))]
            search = {**marks, "data": setup.marks["data"]}
            new = row_of(
                row["number"], row["hyperparameters"], row["every"], of_folds, search=search
            )
            yield Drift(row, new, drifted(row, new))

    return drifts()


def drifted(old: Row, new: Row) -> tuple[str, ...]:
    """Return what has changed between two rows of the same hyperparameters, a sentence each.

    Examples
    --------
    >>> from dnn.tuning.drift import drifted
    >>> old = {"error": 0.1, "spread": 0.02, "versions": {"numpy": "1"}}
    >>> drifted(old, {"error": 0.2, "spread": 0.02, "versions": {"numpy": "2"}})
    ('the error went from 10.0 % to 20.0 %, by more than its spread over the folds (2.0 %)', \
'numpy is 2, it was 1')
    """
    sentences = [_error_drift(old, new)]
    before, now = (row.get("search", {}).get("data") for row in (old, new))
    if before != now:
        sentences.append("the examples are others than then")
    if old.get("machine") != new.get("machine"):
        sentences.append(f"the machine is {new.get('machine')}, it was {old.get('machine')}")
    for name, version in new.get("versions", {}).items():
        then = old.get("versions", {}).get(name)
        if then != version:
            sentences.append(f"{name} is {version}, it was {then}")
    return tuple(sentences)


def _error_drift(old: Row, new: Row) -> str:
    """Say what became of the error."""
    if new["error"] is None:
        return f"training diverges now: {new['diverged']}"
    then, now, spread = (f"{100 * x:.1f} %" for x in (old["error"], new["error"], old["spread"]))
    if old["error"] == new["error"]:
        return f"the error is the same: {now}"
    far = abs(new["error"] - old["error"]) > max(old["spread"], 1e-12)
    size = f"by more than its spread over the folds ({spread})"
    return f"the error went from {then} to {now}, " + (
        size if far else f"within its spread ({spread})"
    )
