"""Searches that are exactly repeatable: asked and told in fixed batches by one driver."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dnn.checks.values import check_whole_number
from dnn.shapes import Array
from dnn.tuning.extras import needed
from dnn.tuning.outcomes import Outcome, Row, Rows, row_of
from dnn.tuning.rows import RowFile, SearchError
from dnn.tuning.setups import Setup, set_up
from dnn.tuning.spaces import check_space
from dnn.tuning.successive import halving
from dnn.tuning.trials import train_fold, whole_set
from dnn.tuning.workers import new_pool, results_of

if TYPE_CHECKING:
    from dnn.tuning.samplers import Factory, Plan

BATCH = 4  # trials that are asked for before the first of them is told


def search(
    X: Array,
    Y: Array,
    space: Mapping[str, Any],
    *,
    method: str | Factory = "tpe",
    budget: int | None = None,
    folds: int = 5,
    seed: int = 0,
    n_jobs: int = 1,
    file: str | os.PathLike[str] | None = None,
    points: int | Mapping[str, int] | None = None,
    batch: int = BATCH,
    **fixed: Any,
) -> Rows:
    """Try hyperparameters, and judge each by cross-validation: an iterator over a row per trial.

    Parameters
    ----------
    X : array of float, (n_0, m)
        The examples to train on; keep those to test on out of it.
    Y : array, (n_L, m)
    space : mapping
        Any of ``dnn.HYPERPARAMETERS`` and ``"layers"`` (lists of sizes of the hidden layers) -> a
        list of choices, or a range from `uniform` or `log_uniform`.
    method : str or callable
        ``"grid"``, ``"random"``, ``"tpe"``, ``"halving"`` (see `halving`), ``"harmonica"`` (see
        `HarmonicaSampler`; two stages and the rest, a third of the budget each, at most 100 trials
        a stage), or a factory ``(seed, number) -> optuna.samplers.BaseSampler``.
    budget : int, optional
        Number of trials; left out, all of a grid, 300 for Harmonica, else 60. A search that ended
        may go on with a larger one (but for ``"halving"`` and ``"harmonica"``, which plan with it).
    folds : int
        Of the cross-validation, see `k_fold`.
    seed : int
        Of the folds and of the method: trial number n draws from the stream of (seed, n).
    n_jobs : int
        Processes; -1 takes all cores. Halving keeps to one.
    file : path, optional
        Gets a JSON line per trial as soon as it is finished. Where it holds rows of this search
        already, they are not computed again.
    points : int or mapping, optional
        For a grid: so many numbers of every range.
    batch : int
        Trials that are proposed before the first of them is known.
    **fixed
        Any other of ``dnn.HYPERPARAMETERS``, or ``layers``, the same in all trials. Layers that are
        in neither are the course's, 20, 7, 5.

    Returns
    -------
    iterator of dict
        ``len`` says how many there will be. In the order of ``number``: ``hyperparameters``;
        ``error``, the mean over the folds of 1 - accuracy (1 - R2 for a linear output), with
        ``spread``, its standard deviation, and ``errors``; ``cost``; the mean ``costs`` and
        ``validation_costs``, one every ``every`` iterations; ``diverged``, why, or None;
        ``doctor``, the diagnosis of the worst fold; ``search``, which search it is of;
        ``seconds``, ``date``, ``machine``, ``versions``.

    Raises
    ------
    ValueError
        At the call: when an argument is not what a search takes, a grid has a range without
        `points`, or the file is of another space, seed, method or data.
    ImportError
        When the extra ``tune`` is missing.

    Notes
    -----
    The rows are the same for every `n_jobs` and after any number of kills, but for the keys
    ``seconds``, ``machine``, ``date`` and ``versions``: batches are of a fixed size, one driver
    asks and tells in order, starting again asks for every trial anew and tells the values from the
    file, and BLAS keeps to one thread. A training that diverges counts as the worst, its error is
    None.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import best, search
    >>> X, Y = np.array([[-2.0, -1.0, 1.0, 2.0] * 3]), np.array([[0, 0, 1, 1] * 3])
    >>> space = {"learning_rate": [1e-6, 1.0], "layers": [[], [2]]}
    >>> rows = list(search(X, Y, space, method="grid", folds=2, num_iterations=50))
    >>> len(rows), best(rows)["hyperparameters"]["learning_rate"], best(rows)["error"]
    (4, 1.0, 0.0)
    """
    needed("optuna", "tune")
    from dnn.tuning.samplers import Asked, plan_of

    trials = None if budget is None else check_whole_number("budget", budget)
    size = check_whole_number("batch", batch)
    checked, n = check_space(space), fixed.get("num_iterations")
    plan = plan_of(method, Asked(checked, seed, trials, points, n))
    if plan.rungs:
        rest = {name: value for name, value in fixed.items() if name != "num_iterations"}
        how: dict[str, Any] = {"budget": plan.budget, "folds": folds, "seed": seed, "file": file}
        return halving(X, Y, checked, plan.rungs, **how, **rest)
    setup = set_up(X, Y, checked, folds, seed, fixed)
    marks = {"method": plan.name, "batch": size, **setup.marks}
    rows = RowFile(file, marks)
    known = rows.resume()
    pool = new_pool(n_jobs)
    found = _rows(setup._replace(marks=marks), plan, size, pool, rows, known)
    return Rows(found, plan.budget)


# --- the driver ---------------------------------------------------------------------------------


def _rows(
    setup: Setup, plan: Plan, size: int, pool: Any, file: RowFile, known: Mapping[int, Row]
) -> Iterator[Row]:
    """Ask for every trial, in batches; tell of each what the file says or what it came to."""
    from dnn.tuning.samplers import distributions, new_study

    study, domains = new_study(), distributions(setup.space)
    with pool:
        for start in range(0, plan.budget, size):
            trials = []
            for number in range(start, min(start + size, plan.budget)):
                study.sampler = plan.factory(setup.seed, number)
                trials.append(study.ask(domains))
            asked = study.get_trials(deepcopy=False)[start:]
            wanted = [_wanted(setup, trial) for trial in asked]
            for w in wanted:
                _check_same(file, w, known.get(w.number))
            new = _computed(setup, pool, file, [w for w in wanted if w.number not in known])
            for trial, w in zip(trials, wanted, strict=True):
                row = known[w.number] if w.number in known else next(new)
                study.tell(trial, float("inf") if row["error"] is None else row["error"])
                yield row


class Wanted(NamedTuple):
    """A trial that was asked for."""

    number: int
    options: dict[str, Any]
    more: dict[str, Any]


def _wanted(setup: Setup, trial: Any) -> Wanted:
    """Return the hyperparameters that a trial stands for, and in which stage it was drawn."""
    from dnn.tuning.harmonica import STAGE
    from dnn.tuning.samplers import from_params

    options = {**from_params(setup.space, trial.params), **setup.fixed}
    stage = {"stage": trial.user_attrs[STAGE]} if STAGE in trial.user_attrs else {}
    return Wanted(trial.number, options, {**stage, "search": setup.marks})


def _check_same(file: RowFile, wanted: Wanted, row: Row | None) -> None:
    """Check that a row of the file is of the trial that was asked for."""
    if row is not None and row["hyperparameters"] != wanted.options:
        old, new = row["versions"].get("optuna"), needed("optuna", "tune").__version__
        raise SearchError(
            f"{file.path}: trial {wanted.number} has other hyperparameters there than it is asked "
            f"for now; the file was written with Optuna {old}, this is {new}: install that one, or "
            "give another file"
        )


def _computed(setup: Setup, pool: Any, file: RowFile, wanted: Sequence[Wanted]) -> Iterator[Row]:
    """Train and judge; write each row when it and those before it are finished, and yield it."""
    if not wanted:
        return
    outcomes: dict[int, dict[int, Outcome]] = {w.number: {} for w in wanted}
    tasks = [
        ((w.number, j), (setup.examples, fold, w.options))
        for w in wanted
        for j, fold in enumerate(setup.folds)
    ]
    finished: dict[int, Row] = {}
    waiting = list(wanted)
    try:
        for (number, j), outcome in results_of(pool, train_fold, tasks):
            outcomes[number][j] = outcome
            if len(outcomes[number]) == len(setup.folds):
                w = next(w for w in waiting if w.number == number)
                of_folds = [outcomes[number][j] for j in range(len(setup.folds))]
                every = whole_set(w.options)[0]["every"]
                finished[number] = row_of(number, w.options, every, of_folds, **w.more)
            while waiting and waiting[0].number in finished:
                row = finished.pop(waiting.pop(0).number)
                file.append(row)
                yield row
    finally:
        for row in finished.values():  # what a signal found ready is kept, if not in order
            file.append(row)
