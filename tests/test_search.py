"""Searches are exactly repeatable: for any number of processes, after any number of kills."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import dnn

optuna = pytest.importorskip("optuna")
pytest.importorskip("joblib")
pytest.importorskip("threadpoolctl")

from searches import SPACE, crossed, rows_of, wide  # noqa: E402

from dnn.tuning import (  # noqa: E402
    SearchError,
    again,
    best,
    halving,
    log_uniform,
    polynomial,
    ranked,
    read_rows,
    search,
    trials,
    uniform,
)
from dnn.tuning.drift import drifted  # noqa: E402
from dnn.tuning.outcomes import VARYING, lasting  # noqa: E402
from dnn.tuning.workers import new_pool, results_of  # noqa: E402

X, Y = crossed()
PROGRAM = Path(__file__).with_name("searches.py")


def same(a, b):
    return [lasting(row) for row in a] == [lasting(row) for row in b]


def begun(file, method="tpe", budget=12, n_jobs=2):
    """Start a search in a process, and a session, of its own."""
    command = [sys.executable, PROGRAM, file, method, str(budget), str(n_jobs)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


# --- the same rows ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["random", "tpe", "harmonica", "halving"])
def test_the_rows_are_the_same_for_any_number_of_processes(method):
    assert same(rows_of(X, Y, method=method, n_jobs=1), rows_of(X, Y, method=method, n_jobs=2))


def test_only_seconds_machine_date_and_versions_may_change():
    assert VARYING == ("seconds", "machine", "date", "versions")
    row = rows_of(X, Y, budget=1)[0]
    assert set(row) - set(lasting(row)) == set(VARYING)


@pytest.mark.parametrize("method", ["tpe", "harmonica"])
def test_killed_twice_with_a_torn_line_it_gives_the_rows_of_an_undisturbed_one(method, tmp_path):
    file = tmp_path / "rows.jsonl"
    for stop_at in (2, 7):
        process = begun(file, method)
        for line in process.stdout:
            if int(line) >= stop_at:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with file.open("ab") as stream:
        stream.write(b'{"number": 11, "hyperpara')
    assert 7 < len(read_rows(file)) < 12
    assert same(rows_of(X, Y, method=method, file=file), rows_of(X, Y, method=method))
    assert len(file.read_text().splitlines()) == 12


def test_ctrl_c_keeps_all_finished_rows_and_leaves_no_process(tmp_path):
    file = tmp_path / "rows.jsonl"
    process = begun(file, budget=200)
    told = [next(process.stdout) for _ in range(6)]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    rest, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    rows = read_rows(file)
    assert len(rows) >= len(told) + len(rest.split())
    assert any(not is_there(process.pid) or time.sleep(0.2) for _ in range(150))


def is_there(group):
    """Tell whether a process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_in_the_file_is_computed_twice(tmp_path, monkeypatch):
    file = tmp_path / "rows.jsonl"
    first = rows_of(X, Y, budget=8, file=file)
    monkeypatch.setattr("dnn.tuning.searching.train_fold", None)
    assert rows_of(X, Y, budget=8, file=file) == first


def test_a_search_says_how_many_rows_there_will_be():
    assert len(search(X, Y, SPACE)) == 60
    assert len(search(X, Y, {"lambd": [0.0, 1.0], "scale": ["he", "lecun"]}, method="grid")) == 4
    assert len(search(X, Y, SPACE, method="halving")) == 27
    assert len(search(X, Y, SPACE, method="harmonica")) == 300


def test_a_search_goes_on_to_a_larger_budget(tmp_path):
    file = tmp_path / "rows.jsonl"
    rows_of(X, Y, budget=6, file=file)
    assert same(rows_of(X, Y, budget=12, file=file), rows_of(X, Y, budget=12))


def test_rows_are_yielded_and_written_as_plain_json(tmp_path):
    file = tmp_path / "rows.jsonl"
    rows = rows_of(X, Y, budget=5, file=file)
    assert [json.loads(line) for line in file.read_text().splitlines()] == rows == read_rows(file)


def test_a_search_that_is_left_early_keeps_what_it_has_and_goes_on(tmp_path):
    file = tmp_path / "rows.jsonl"
    options = {"budget": 12, "folds": 3, "num_iterations": 60, "file": file}
    for row in search(X, Y, SPACE, **options):
        if row["number"] == 4:
            break
    assert len(read_rows(file)) >= 5
    assert same(search(X, Y, SPACE, **options), rows_of(X, Y))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"space": {**SPACE, "lambd": [0.0]}}, "space"),
        ({"seed": 1}, "seed"),
        ({"method": "random"}, "method"),
        ({"X": X + 1}, "data"),
        ({"folds": 4}, "number of folds"),
        ({"num_iterations": 61}, "fixed hyperparameters"),
    ],
)
def test_another_search_in_the_file_is_refused_by_name(changed, named, tmp_path):
    file = tmp_path / "rows.jsonl"
    given = {"X": X, "Y": Y, "space": SPACE, "folds": 3, "num_iterations": 60, "file": file}
    list(search(**given, budget=2))
    before = file.read_bytes()
    with pytest.raises(SearchError, match=f"rows.jsonl: holds a search with another {named}"):
        search(**{**given, **changed}, budget=2)
    assert file.read_bytes() == before


def test_a_file_of_something_else_is_refused_with_its_line(tmp_path):
    file = tmp_path / "notes.txt"
    for text, message in (("hello\n", "line 1: is not"), ("hello", "its last line is not")):
        file.write_text(text)
        with pytest.raises(SearchError, match=f"notes.txt.*{message} the row of a search"):
            rows_of(X, Y, file=file)
        assert file.read_text() == text
    with pytest.raises(SearchError, match=r"there is no folder .*nowhere; make it first"):
        rows_of(X, Y, file=tmp_path / "nowhere" / "rows.jsonl")


def test_a_sampler_may_come_from_a_factory_of_seed_and_number():
    asked = []

    def factory(seed, number):
        asked.append((seed, number))
        return optuna.samplers.RandomSampler(seed=number)

    rows = rows_of(X, Y, budget=5, method=factory, seed=3)
    assert asked == [(3, k) for k in range(5)]
    assert len({row["hyperparameters"]["lambd"] for row in rows}) == 5


# --- how it computes ----------------------------------------------------------------------------


def threads_and_kind(array):
    from threadpoolctl import threadpool_info

    with trials.one_thread():
        counts = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    return counts, type(array).__name__, os.getpid()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_blas_keeps_to_one_thread_and_workers_map_the_data(n_jobs):
    array = np.zeros((200, 200))
    with new_pool(n_jobs) as pool:
        found = dict(results_of(pool, threads_and_kind, [(k, (array,)) for k in range(4)]))
    kind = "ndarray" if n_jobs == 1 else "memmap"
    assert all(counts == {1} and name == kind for counts, name, _ in found.values())
    assert (os.getpid() in {pid for *_, pid in found.values()}) == (n_jobs == 1)


def test_one_span_of_the_examples_serves_all_trials_and_folds(monkeypatch):
    made = []
    monkeypatch.setattr(trials, "span", lambda X: made.append(X) or dnn.span(X))
    found = rows_of(*wide(), budget=6)
    assert len(made) == 1
    monkeypatch.setattr(trials, "span", lambda X: dnn.Span(X, None))
    plain = rows_of(*wide(), budget=6)
    for a, b in zip(found, plain, strict=True):
        np.testing.assert_allclose(a["costs"], b["costs"], rtol=1e-9)


def test_a_row_is_what_cross_validation_by_hand_gives():
    row = rows_of(X, Y, budget=1)[0]
    options = dict(row["hyperparameters"])
    layers, errors = options.pop("layers"), []
    for fold in dnn.tuning.k_fold(X, Y, 3, seed=0):
        held_out = X[:, fold.validation], Y[:, fold.validation]
        run = dnn.fit(X[:, fold.train], Y[:, fold.train], [2, *layers, 1], **options)
        AL, _ = dnn.L_model_forward(held_out[0], run.parameters)
        errors.append(1 - dnn.score(AL, held_out[1]))
    assert row["errors"] == pytest.approx(errors, abs=1e-12)
    assert row["error"] == pytest.approx(np.mean(errors))
    assert row["spread"] == pytest.approx(np.std(errors))


def test_a_diverged_training_counts_as_the_worst_and_says_so(tmp_path):
    space = {"learning_rate": [0.1, 1e300], "layers": [[3]]}
    options = {"method": "grid", "folds": 2, "num_iterations": 40, "file": tmp_path / "r.jsonl"}
    rows = list(search(X * 1e3, Y, space, **options))
    lost = [row for row in rows if row["diverged"]]
    assert [row["hyperparameters"]["learning_rate"] for row in lost] == [1e300]
    assert lost[0]["error"] is None
    assert "training diverged" in lost[0]["diverged"]
    assert ranked(rows)[-1] == lost[0]
    assert best(rows)["hyperparameters"]["learning_rate"] == 0.1
    assert list(search(X * 1e3, Y, space, **options)) == rows
    with pytest.raises(ValueError, match="all 1 trainings diverged"):
        best(lost)


def test_the_doctors_verdict_is_in_each_row():
    for row in rows_of(X, Y, budget=6):
        assert set(row["doctor"]) == {"verdict", "evidence", "cause", "action"}


# --- spaces -------------------------------------------------------------------------------------


def test_a_space_goes_through_json_unchanged():
    again_read = json.loads(json.dumps(SPACE))
    assert again_read == SPACE
    rows = list(search(X, Y, again_read, budget=4, folds=3, num_iterations=60))
    assert same(rows, rows_of(X, Y, budget=4))


@pytest.mark.parametrize(
    ("space", "message"),
    [
        ({}, "a space must be a dict such as"),
        ({"lerning_rate": [0.1]}, "unknown hyperparameter 'lerning_rate', did you mean"),
        ({"learning_rate": []}, "learning_rate must be a list of choices, or a range"),
        ({"learning_rate": 0.1}, "learning_rate must be a list of choices, or a range"),
        ({"learning_rate": [0.1, 0.1]}, "holds the choice 0.1 more than once"),
        ({"learning_rate": [-1]}, r"learning_rate must be a number in \(0, inf\); got -1"),
        ({"learning_rate": {"log_uniform": [0, 1]}}, r"each end of log_uniform must be a number"),
        ({"lambd": {"uniform": [1, 0]}}, "the low end of uniform must be below the high one"),
        ({"lambd": {"normal": [0, 1]}}, "the range of lambd must be {'uniform': .low, high.}"),
        ({"num_iterations": uniform(10, 100)}, "a range for num_iterations holds what it cannot"),
        ({"optimizer": ["gd", "adamm"]}, "unknown optimizer 'adamm', did you mean 'adam'"),
        ({"layers": [20, 7]}, r"each choice for layers must be a list of sizes"),
        ({"layers": uniform(1, 20)}, "layers must be a list of choices"),
        ({"num_iterations": [0]}, "num_iterations must be a whole number from 1 up; got 0"),
    ],
)
def test_a_space_that_cannot_be_searched_is_refused_before_anything_is_trained(space, message):
    with pytest.raises(ValueError, match=message):
        search(X, Y, space)


def test_what_is_in_the_space_cannot_be_fixed_beside_it():
    with pytest.raises(ValueError, match="lambd is in the space and fixed beside it"):
        search(X, Y, SPACE, lambd=0.5)


def test_a_grid_over_a_range_is_refused_without_points():
    space = {"learning_rate": log_uniform(1e-3, 1e-1), "optimizer": ["gd", "momentum"]}
    with pytest.raises(ValueError, match=r"learning_rate is the range .* say with points=5"):
        search(X, Y, space, method="grid")
    rows = list(search(X, Y, space, method="grid", points=3, folds=2, num_iterations=5))
    tried = sorted(
        (r["hyperparameters"]["optimizer"], r["hyperparameters"]["learning_rate"]) for r in rows
    )
    rates = [pytest.approx(rate) for rate in (1e-3, 1e-2, 1e-1)]
    assert tried == [(o, rate) for o in ("gd", "momentum") for rate in rates]


def test_a_part_of_a_grid_holds_no_point_twice():
    space = {"learning_rate": [0.1, 0.2, 0.3], "lambd": [0.0, 0.5]}
    rows = list(search(X, Y, space, method="grid", budget=4, folds=2, num_iterations=5))
    assert len({json.dumps(row["hyperparameters"]) for row in rows}) == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "tpee"}, "unknown method 'tpee', did you mean 'tpe'"),
        ({"budget": 0}, "budget must be a whole number from 1 up"),
        ({"folds": 1}, "k, the number of folds, must be a whole number from 2 up"),
        ({"n_jobs": 0}, "n_jobs must be a number of processes"),
        ({"seed": -1}, "seed must be a whole number from 0 up"),
        ({"learning": 1}, "unknown hyperparameter 'learning'"),
    ],
)
def test_an_argument_that_is_none_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        search(X, Y, {"lambd": [0.0]}, **options)


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(ImportError, match=r"optuna is missing.*pip install 'dnn-course\[tune\]'"):
        search(X, Y, SPACE)


def test_labels_that_the_output_cannot_mean_are_refused_at_the_call():
    with pytest.raises(ValueError, match="Y"):
        search(X, Y + 3, {"learning_rate": [0.1]})
    with pytest.raises(ValueError, match="X holds m = 90 examples"):
        search(X, Y.T, {"learning_rate": [0.1]})
    with pytest.raises(ValueError, match="not a finite number"):
        search(np.where(X > 2, np.nan, X), Y, {"learning_rate": [0.1]})


def test_the_room_is_reached_from_the_package():
    code = "import sys, dnn; assert 'dnn.tuning' not in sys.modules; dnn.tuning.search"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("late", ["optuna", "joblib", "sklearn", "matplotlib"])
def test_import_dnn_tuning_loads_none_of_its_extras(late):
    code = f"import sys, dnn.tuning; sys.exit({late!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- halving ------------------------------------------------------------------------------------


def test_halving_takes_a_ninth_of_the_iterations_and_trains_no_iteration_twice(monkeypatch):
    taken = []

    def counted(*args, **kwargs):
        for step in dnn.train(*args, **kwargs):
            taken.append(step.iteration)
            yield step

    monkeypatch.setattr("dnn.tuning.lockstep.train", counted)
    space = {"learning_rate": log_uniform(1e-3, 1), "layers": [[3], []]}
    rows = list(halving(X, Y, space, folds=3))
    assert len(rows) == 27
    assert len(taken) == 2187
    reached = [row["hyperparameters"]["num_iterations"] for row in rows]
    assert reached == [9] * 18 + [27] * 6 + [81] * 2 + [243]


def test_who_survives_has_been_trained_as_if_it_had_never_stopped():
    space = {"learning_rate": log_uniform(1e-3, 1), "optimizer": ["gd", "adam"]}
    winner = list(halving(X, Y, space, (5, 15, 45), folds=3, layers=[3]))[-1]
    options = winner["hyperparameters"]
    fixed = {name: [value] for name, value in options.items()}
    plain = next(search(X, Y, fixed, folds=3, budget=1))
    assert winner["errors"] == plain["errors"]
    assert winner["costs"] == plain["costs"]
    assert winner["validation_costs"] == plain["validation_costs"]


def test_halving_goes_on_from_its_file_and_trains_only_what_is_missing(tmp_path, monkeypatch):
    file = tmp_path / "rows.jsonl"
    space = {"learning_rate": log_uniform(1e-3, 1)}
    options = {"rungs": (3, 9, 27), "folds": 2, "layers": [3]}
    whole = list(halving(X, Y, space, **options, file=file))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:6]) + lines[6][:20])
    begun = []
    monkeypatch.setattr(
        "dnn.tuning.lockstep.train", lambda *a, **k: begun.append(a) or dnn.train(*a, **k)
    )
    assert same(halving(X, Y, space, **options, file=file), whole)
    assert len(begun) == 3 * 2  # three configurations were not dropped yet, in two folds
    assert read_rows(file) == sorted(read_rows(file), key=lambda row: row["number"])


def test_halving_drops_what_diverges():
    space = {"learning_rate": [0.1, 0.2, 1e300]}
    rows = list(halving(X * 1e3, Y, space, (10, 20, 40), budget=8, folds=2, layers=[3]))
    lost = [row for row in rows if row["diverged"]]
    assert lost
    assert all(row["error"] is None for row in lost)
    assert best(rows)["diverged"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rungs": (9, 3)}, "rungs must be growing numbers of iterations"),
        ({"num_iterations": 100}, "the rungs say when training ends: leave out num_iterations"),
        ({"patience": 3}, "the rungs say when training ends: leave out patience"),
    ],
)
def test_halving_refuses_what_contradicts_its_rungs(options, message):
    with pytest.raises(ValueError, match=message):
        halving(X, Y, {"lambd": [0.0, 0.1]}, **options)


# --- what comes of it ---------------------------------------------------------------------------


def test_again_says_what_has_drifted():
    rows = rows_of(X, Y, budget=6)
    same_data = list(again(X, Y, rows, n=2))
    assert [drift.old for drift in same_data] == ranked(rows)[:2]
    assert all(drift.changes[0].startswith("the error is the same") for drift in same_data)
    other = next(again(*crossed(seed=5), rows, n=1))
    assert "the examples are others than then" in other.changes
    older = {**rows[0], "versions": {**rows[0]["versions"], "numpy": "1.0"}}
    assert f"numpy is {np.__version__}, it was 1.0" in drifted(older, rows[0])


def test_the_polynomial_speaks_in_the_names_of_the_hyperparameters():
    rng = np.random.RandomState(0)
    space = {"scale": ["lecun", "he"], "mini_batch_size": [None, 64], "lambd": uniform(0, 1)}
    rows = []
    for number in range(100):
        scale, size = space["scale"][rng.randint(2)], space["mini_batch_size"][rng.randint(2)]
        error = 0.3 - 0.08 * (2 * (scale == "he") - 1) - 0.03 * (2 * (size == 64) - 1)
        options = {"scale": scale, "mini_batch_size": size, "lambd": rng.rand()}
        rows.append({"number": number, "hyperparameters": options, "error": error})
    found = polynomial(rows, space, penalty=0.0, sparsity=2)
    assert found.formula == "30.0 - 8.0 [scale = he] - 3.0 [mini_batch_size = 64]"
    assert found.irrelevant == ("lambd",)


def test_a_polynomial_of_another_space_is_refused():
    rows = rows_of(X, Y, budget=2)
    with pytest.raises(SearchError, match="give the space that was searched"):
        polynomial(rows, {**SPACE, "optimizer": ["rmsprop"]})
