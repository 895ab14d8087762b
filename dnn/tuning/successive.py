"""Successive halving: all begin, and at every rung the better part goes on where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dnn.checks.values import check_whole_number
from dnn.shapes import Array
from dnn.tuning.extras import needed
from dnn.tuning.lockstep import Climber, SharedParts
from dnn.tuning.outcomes import Row, Rows
from dnn.tuning.rows import RowFile, ranked
from dnn.tuning.setups import Setup, set_up

RUNGS = (9, 27, 81, 243)


def halving(
    X: Array,
    Y: Array,
    space: Mapping[str, Any],
    rungs: Sequence[int] = RUNGS,
    *,
    budget: int | None = None,
    folds: int = 5,
    seed: int = 0,
    file: str | os.PathLike[str] | None = None,
    **fixed: Any,
) -> Rows:
    """Train many configurations a little, and the better ones of them on: a row for each.

    Parameters
    ----------
    X, Y, space
        As for `search`.
    rungs : sequence of int
        Iterations at which the configurations are judged, growing. From one to the next the share
        that goes on is the inverse of the growth: a third for 9, 27, 81, 243.
    budget : int, optional
        Configurations at the first rung; left out, as many as leave one for the last.
    folds, seed, file, **fixed
        As for `search`.

    Returns
    -------
    iterator of dict
        As of `search`: a row when a configuration is dropped, at the end those that were not.
        ``num_iterations`` in its hyperparameters is the rung that it reached; ``rungs`` holds
        ``[iterations, error, cost]`` for each rung.

    Raises
    ------
    ValueError
        As `search`; when rungs do not grow, or num_iterations or patience is given beside them.

    Notes
    -----
    All folds of a configuration step in lockstep, and their mean error is judged. Who goes on keeps
    its iterators, so no iteration is done twice: 27 configurations in 3 folds take 2,187
    iterations, where training all to the end would take 19,683. It runs in one process. After a
    kill, configurations in the file are not trained again; those that were under way are.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import halving, log_uniform
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0] * 3]), np.array([[0, 0, 1, 1] * 3])
    >>> rows = list(halving(X, Y, {"learning_rate": log_uniform(1e-3, 1)}, (2, 4, 8), folds=2))
    >>> [row["hyperparameters"]["num_iterations"] for row in rows]
    [2, 2, 4, 8]
    """
    needed("optuna", "tune")
    levels = _checked_rungs(rungs)
    for name in ("num_iterations", "patience"):
        if name in fixed or name in space:
            raise ValueError(f"the rungs say when training ends: leave out {name}")
    n = budget if budget is not None else max(1, levels[-1] // levels[0])
    check_whole_number("budget", n)
    method = f"halving of {n} at {', '.join(map(str, levels))}"
    setup = set_up(X, Y, space, folds, seed, fixed, method=method, batch=1)
    rows = RowFile(file, setup.marks)
    return Rows(_rows(setup, levels, n, rows, rows.resume()), n)


def rungs_up_to(n: Any) -> tuple[int, ...]:
    """Return four rungs (fewer below 27) that end at n, each three times the one before.

    Examples
    --------
    >>> from dnn.tuning.successive import rungs_up_to
    >>> rungs_up_to(243), rungs_up_to(10)
    ((9, 27, 81, 243), (1, 3, 10))
    """
    last = check_whole_number("num_iterations", n)
    return tuple(last // 3**k for k in range(3, -1, -1) if last >= 3**k)


def _checked_rungs(rungs: Sequence[int]) -> tuple[int, ...]:
    """Return the rungs, and check that they grow."""
    levels = tuple(check_whole_number("each rung", rung) for rung in rungs)
    if not levels or any(a >= b for a, b in pairwise(levels)):
        raise ValueError(f"rungs must be growing numbers of iterations; got {list(rungs)}")
    return levels


def _rows(
    setup: Setup, levels: Sequence[int], n: int, file: RowFile, known: Mapping[int, Row]
) -> Iterator[Row]:
    """Take all to the first rung, the better part of them to the next, and so on."""
    parts, last = SharedParts(setup), levels[-1]
    alive = {k: Climber(k, options, parts, last) for k, options in enumerate(_drawn(setup, n))}
    for k, level in enumerate(levels):
        judgements = [
            _judgement(climber, known.get(number), k, level) for number, climber in alive.items()
        ]
        stay = 0 if level == last else max(1, n * levels[0] // levels[k + 1])
        gone = sorted(j["number"] for j in ranked(judgements)[stay:])
        for number in gone:
            climber = alive.pop(number)
            row = known.get(number)
            if row is None:
                row = climber.row(level, setup.marks)
                file.append(row)
            yield row


def _drawn(setup: Setup, n: int) -> list[dict[str, Any]]:
    """Return n configurations drawn at random: those that a random search would try."""
    from optuna.samplers import RandomSampler

    from dnn.tuning.samplers import distributions, from_params, new_study, seed_of

    study, drawn = new_study(), []
    for number in range(n):
        study.sampler = RandomSampler(seed_of(setup.seed, number))
        trial = study.ask(distributions(setup.space))
        drawn.append({**from_params(setup.space, trial.params), **setup.fixed})
    return drawn


def _judgement(climber: Climber, row: Row | None, k: int, level: int) -> Row:
    """Return how a configuration stands at the k-th rung: by its row, else by training on."""
    if row is not None:
        _, error, cost = row["rungs"][k]
    else:
        climber.climb(level)
        _, error, cost = climber.rungs[k]
    return {"number": climber.number, "error": error, "cost": cost}
