"""Nothing is lost: signals, checkpoints, kills at random moments, full disks, foreign files."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from pathlib import Path

import h5py
import numpy as np
import pytest
from networks import drawn

import dnn
from dnn.training.checkpoint import load_checkpoint

pytestmark = pytest.mark.long  # runs that are killed again and again

X, Y, _ = drawn([4, 5, 3, 1], m=23)
DIMS = [4, 5, 3, 1]
CHOSEN = {"learning_rate": 0.005, "mini_batch_size": 7, "keep_prob": 0.8, "lambd": 0.1, "every": 10}


def same_runs(a, b):
    assert a.parameters.keys() == b.parameters.keys()
    for name in a.parameters:
        np.testing.assert_array_equal(a.parameters[name], b.parameters[name])
    assert a.history.costs == b.history.costs
    assert [c.dtype for c in a.history.costs] == [c.dtype for c in b.history.costs]
    assert a.history.validation_costs == b.history.validation_costs
    assert a.history.best_iteration == b.history.best_iteration


def interrupting(number, at):
    """Return a watch that sends this process a signal after a step."""

    def watch(steps):
        for step in steps:
            if step.iteration == at:
                os.kill(os.getpid(), number)
            yield step

    return watch


# --- signals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_fit_after_the_iteration_that_is_under_way(number):
    handlers = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)]
    run = dnn.fit(X, Y, DIMS, num_iterations=1000, watch=interrupting(number, 41))
    assert (run.stopped, run.iterations) == (number.name, 42)
    expected, _ = dnn.L_layer_model(X, Y, DIMS, num_iterations=42)
    for name in expected:
        np.testing.assert_array_equal(run.parameters[name], expected[name])
    assert [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)] == handlers


def test_L_layer_model_returns_what_was_reached_and_says_how_to_go_on(tmp_path, capsys):
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.warns(
        dnn.InterruptedWarning,
        match=r"SIGINT ended .* of 1000000 iterations.*"
        r"parameters=\.\.\.; with checkpoint='training\.h5'",
    ):
        _, costs = dnn.L_layer_model(X, Y, DIMS, num_iterations=1_000_000)
    timer.join()
    assert len(costs) >= 1
    path = tmp_path / "training.h5"
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    with pytest.warns(dnn.InterruptedWarning, match="again with checkpoint='.*training.h5'"):
        dnn.L_layer_model(X, Y, DIMS, num_iterations=1_000_000, checkpoint=path)
    timer.join()
    assert load_checkpoint(path).state.iteration > 0


def test_a_keyboard_interrupt_leaves_the_iterators_last_step_whole():
    steps = dnn.train(X, Y, dnn.initialize_parameters_deep(DIMS), 0.1, 10**6)
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    last = None
    try:
        for step in steps:
            last = step
    except KeyboardInterrupt:
        assert last is not None
    timer.join()
    again = next(dnn.train(X, Y, last.state, 0.1, last.iteration + 2))
    assert again.iteration == last.iteration + 1
    assert np.isfinite(again.cost)


def test_the_iterator_can_be_ended_by_SIGTERM_between_two_steps():
    with dnn.interruptible() as interrupt:
        for step in dnn.train(X, Y, dnn.initialize_parameters_deep(DIMS), 0.1, 100):
            if step.iteration == 5:
                os.kill(os.getpid(), signal.SIGTERM)
            if interrupt:
                break
    assert (interrupt.signal, step.iteration) == (signal.SIGTERM, 5)


def test_a_second_signal_after_a_second_ends_at_once():
    with dnn.interruptible() as interrupt:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)  # within a second it is the same wish
        assert interrupt.signal is signal.SIGINT
        time.sleep(1.05)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_in_another_thread_training_works_and_leaves_the_handlers_alone():
    found = []
    thread = threading.Thread(target=lambda: found.append(dnn.fit(X, Y, DIMS, num_iterations=5)))
    thread.start()
    thread.join()
    assert found[0].iterations == 5


# --- checkpoints --------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_a_resumed_run_ends_with_the_bits_of_one_that_never_stopped(tmp_path, optimizer, dtype):
    path = tmp_path / "training.h5"
    validation = (X[:, ::-1], Y[:, ::-1])
    given = {**CHOSEN, "optimizer": optimizer, "dtype": dtype, "validation": validation}
    whole = dnn.fit(X, Y, DIMS, num_iterations=80, **given)
    for stop in (1, 34, 35, 60):
        dnn.fit(
            X,
            Y,
            DIMS,
            num_iterations=80,
            checkpoint=path,
            **given,
            watch=interrupting(signal.SIGINT, stop - 1),
        )
        assert load_checkpoint(path).state.iteration == stop
    resumed = dnn.fit(X, Y, DIMS, num_iterations=80, checkpoint=path, **given)
    same_runs(resumed, whole)
    finished = dnn.fit(X, Y, DIMS, num_iterations=80, checkpoint=path, **given)
    same_runs(finished, whole)
    longer = dnn.fit(X, Y, DIMS, num_iterations=90, checkpoint=path, **given)
    same_runs(longer, dnn.fit(X, Y, DIMS, num_iterations=90, **given))


def test_early_stopping_is_resumed_too(tmp_path):
    path = tmp_path / "training.h5"
    rng = np.random.RandomState(0)
    given = {
        "learning_rate": 0.5,
        "num_iterations": 4000,
        "every": 10,
        "patience": 5,
        "validation": (rng.randn(4, 20), rng.randint(0, 2, (1, 20))),
    }
    whole = dnn.fit(X, Y, DIMS, **given)
    assert whole.stopped == "early"
    dnn.fit(
        X,
        Y,
        DIMS,
        **given,
        checkpoint=path,
        watch=interrupting(signal.SIGINT, whole.history.best_iteration + 5),
    )
    same_runs(dnn.fit(X, Y, DIMS, **given, checkpoint=path), whole)
    again = dnn.fit(X, Y, DIMS, **given, checkpoint=path)
    same_runs(again, whole)
    assert again.stopped == "early"


def test_a_checkpoint_tells_where_training_is(tmp_path):
    path = tmp_path / "training.h5"
    dnn.fit(X, Y, DIMS, num_iterations=10, checkpoint=path, **CHOSEN)
    with h5py.File(path) as file:
        record = json.loads(file["record"][()])
    assert (record["iteration"], record["epoch"], record["position_in_epoch"]) == (10, 2, 2)
    assert record["hyperparameters"]["lambd"] == 0.1
    assert record["random_state"] == {"shuffle": 1, "masks": [1, 10]}


KILLED = """
    import sys
    sys.path.insert(0, {tests!r})
    from test_nothing_lost import CHOSEN, DIMS, X, Y
    import dnn
    dnn.fit(X, Y, DIMS, num_iterations=10**9, checkpoint={path!r}, checkpoint_every=3,
            optimizer={optimizer!r}, **CHOSEN)
"""


def kill_while_it_trains(code, path, delay):
    """Run a training in a process of its own and kill it, a while after it has begun to write."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    while not path.exists() or path.stat().st_mtime_ns == before:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.001)
    time.sleep(delay)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_killed_at_random_moments_a_resumed_run_ends_with_the_same_bits(tmp_path, optimizer):
    path, rng = tmp_path / "training.h5", random.Random(1)
    code = textwrap.dedent(KILLED).format(
        tests=str(Path(__file__).parent), path=str(path), optimizer=optimizer
    )
    reached = []
    for _ in range(13):  # times four optimisers: 52 kills
        kill_while_it_trains(code, path, delay=0.1 * rng.random())
        reached.append(load_checkpoint(path).state.iteration)
    assert reached == sorted(reached)
    assert len(set(reached)) == 13
    given = {**CHOSEN, "optimizer": optimizer, "num_iterations": reached[-1] + 20}
    resumed = dnn.fit(X, Y, DIMS, checkpoint=path, **given)
    same_runs(resumed, dnn.fit(X, Y, DIMS, **given))
    assert os.listdir(tmp_path) == ["training.h5"]  # what the killed ones left is gone


def test_a_full_disk_leaves_the_old_checkpoint_whole_and_training_running(tmp_path):
    path = tmp_path / "training.h5"
    whole = dnn.fit(X, Y, DIMS, num_iterations=60, **CHOSEN)
    dnn.fit(X, Y, DIMS, num_iterations=20, checkpoint=path, **CHOSEN)
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))  # as a full disk: EFBIG
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            run = dnn.fit(
                X, Y, DIMS, num_iterations=60, checkpoint=path, checkpoint_every=5, **CHOSEN
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    same_runs(run, whole)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["training.h5"]
    assert len(caught) == 1
    assert f"the checkpoint {path} could not be written" in str(caught[0].message)


def test_a_folder_that_cannot_be_written_leaves_training_running(tmp_path):
    path = tmp_path / "gone" / "training.h5"
    with pytest.warns(UserWarning, match="could not be written after iteration 9 .*goes on"):
        run = dnn.fit(X, Y, DIMS, num_iterations=60, checkpoint=path, checkpoint_every=10, **CHOSEN)
    assert run.iterations == 60


@pytest.fixture
def checkpoint(tmp_path):
    path = tmp_path / "training.h5"
    dnn.fit(X, Y, DIMS, num_iterations=10, checkpoint=path, **CHOSEN)
    return path


@pytest.mark.parametrize(
    ("X", "dims", "given", "words"),
    [
        (X, [4, 2, 1], {}, r"written by a network \[4, 5, 3, 1\], but this one is \[4, 2, 1\]"),
        (X + 1, DIMS, {}, r"while training on other data \(fingerprint \w{8}\.\.\. there, \w{8}"),
        (X, DIMS, {"lambd": 0.2}, "another training: lambd was 0.1 there and is 0.2 here"),
        (X, DIMS, {"optimizer": "adam"}, "optimizer was 'gd' there and is 'adam' here"),
    ],
    ids=["network", "data", "lambd", "optimizer"],
)
def test_a_checkpoint_of_another_training_is_refused_with_the_difference(
    checkpoint, X, dims, given, words
):
    before = checkpoint.read_bytes()
    with pytest.raises(dnn.DataError, match=words):
        dnn.fit(X, Y, dims, num_iterations=20, checkpoint=checkpoint, **{**CHOSEN, **given})
    assert checkpoint.read_bytes() == before


def test_a_checkpoint_of_a_newer_format_is_refused(checkpoint):
    with h5py.File(checkpoint, "r+") as file:
        file.attrs["version"] = 9
    with pytest.raises(dnn.DataError, match=r"by a newer dnn \(version 9 of the format"):
        dnn.fit(X, Y, DIMS, checkpoint=checkpoint, **CHOSEN)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{}", "is not the record of a training, it has no 'iteration'"),
        ("[1]", "is not the record of a training, it must be a mapping"),
        ("null", "is not the record of a training, it must be a mapping"),
        ("nonsense", "is not JSON"),
        ("[" * 10**5, "recursion depth"),
    ],
)
def test_a_damaged_record_is_refused(checkpoint, record, words):
    with h5py.File(checkpoint, "r+") as file:
        del file["record"]
        file["record"] = np.bytes_(record)
    with pytest.raises(dnn.DataError, match=f"key 'record': .*{words}"):
        load_checkpoint(checkpoint)


def test_parameters_are_no_checkpoint(tmp_path):
    path = tmp_path / "parameters.h5"
    dnn.save_parameters(path, dnn.initialize_parameters_deep(DIMS))
    with pytest.raises(dnn.DataError, match="it has the format 'dnn-parameters', where 'dnn-ch"):
        dnn.fit(X, Y, DIMS, checkpoint=path)


def test_a_checkpoint_beyond_the_iterations_asked_for_is_refused(checkpoint):
    with pytest.raises(
        ValueError, match="stands at iteration 10 already, beyond num_iterations = 5"
    ):
        dnn.fit(X, Y, DIMS, num_iterations=5, checkpoint=checkpoint, **CHOSEN)


def test_a_checkpoint_from_another_start_is_refused(checkpoint):
    start = dnn.initialize_parameters_deep(DIMS, seed=9)
    with pytest.raises(dnn.DataError, match="other data"):
        dnn.fit(X, Y, DIMS, parameters=start, num_iterations=20, checkpoint=checkpoint, **CHOSEN)


def test_more_iterations_stay_on_the_road_that_the_checkpoint_took(tmp_path):
    wide, labels, _ = drawn([200, 4, 1], m=10)
    path = tmp_path / "training.h5"
    dnn.fit(wide, labels, [200, 4, 1], num_iterations=1, checkpoint=path)
    longer = dnn.fit(wide, labels, [200, 4, 1], num_iterations=300, checkpoint=path)
    assert longer.state.coordinates is None


def test_a_signal_in_the_last_moment_is_told(tmp_path):
    def last_moment(steps):
        yield from steps
        os.kill(os.getpid(), signal.SIGINT)

    assert dnn.fit(X, Y, DIMS, num_iterations=5, watch=last_moment).stopped == "SIGINT"


def test_after_a_signal_the_last_parameters_come_back_not_the_best():
    given = {"validation": (X, Y), "patience": 50, "num_iterations": 1000}
    run = dnn.fit(X, Y, DIMS, watch=interrupting(signal.SIGINT, 41), **given)
    expected, _ = dnn.L_layer_model(X, Y, DIMS, num_iterations=42)
    for name in expected:
        np.testing.assert_array_equal(run.parameters[name], expected[name])
