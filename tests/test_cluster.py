"""Training on a cluster: the steps of one machine, whoever of workers and driver is killed."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import h5py
import numpy as np
import pytest
from networks import drawn, labels

import dnn
from dnn.engines import ChunkError, train_on_cluster

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")

from dnn.engines.chunks import Held, Network  # noqa: E402
from dnn.engines.cluster_examples import _told  # noqa: E402
from dnn.training.checkpoint import load_checkpoint  # noqa: E402
from dnn.training.layout import Layout  # noqa: E402

TESTS = Path(__file__).resolve().parent
DIMS = [4, 5, 3, 1]
SIZES = (40, 7, 25, 1)  # examples of the chunks
LIMIT = 300 * 2**20  # bytes of memory of a worker


@pytest.fixture(scope="module")
def client():
    """Return a client of two worker processes on this machine."""
    options = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": LIMIT}
    with (
        distributed.LocalCluster(**options, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def threads():
    """Return a client of two workers that are threads of this process."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.Client(processes=False, set_as_default=False, **options) as client:
        yield client


def load(chunk, dims=DIMS, output="sigmoid"):
    """Return the examples of chunk 0, 1, 2, ..."""
    m = SIZES[chunk]
    return np.random.RandomState(chunk).randn(dims[0], m), labels(dims[-1], m, output, seed=chunk)


def whole(load=load):
    """Return the examples of all chunks."""
    X, Y = zip(*map(load, range(len(SIZES))), strict=True)
    return np.hstack(X), np.hstack(Y)


def started(**options):
    """Return what a training starts with: chunks, parameters, rate and number of iterations."""
    _, _, parameters = drawn(options.pop("dims", DIMS))
    return {"chunks": range(len(SIZES)), "parameters": parameters, "learning_rate": 0.1} | options


def last(steps):
    *_, step = steps
    return step


def same_bits(step, other):
    assert step.iteration == other.iteration
    assert step.cost.tobytes() == other.cost.tobytes()
    for name, p in step.parameters.items():
        assert p.tobytes() == other.parameters[name].tobytes(), name


def follow_memory(client, load=load, rtol=1e-13, **options):
    """Check that the steps on a cluster are those in memory, one by one."""
    dims = options.pop("dims", DIMS)
    given = started(dims=dims, num_iterations=12, **options)
    chunks = given.pop("chunks")
    steps = train_on_cluster(load, chunks, **given, client=client)
    fan_in = given.pop("fan_in", None)
    assert fan_in is None or fan_in < len(SIZES)
    for far, here in zip(steps, dnn.train(*whole(load), **given, subspace=False), strict=True):
        assert (far.iteration, far.epoch) == (here.iteration, here.epoch)
        assert far.learning_rate == here.learning_rate
        assert (far.cost.shape, far.cost.dtype) == ((), here.cost.dtype)
        np.testing.assert_allclose(far.cost, here.cost, rtol=rtol)
        assert far.state.memory.keys() == here.state.memory.keys()
        for name, p in here.parameters.items():
            np.testing.assert_allclose(far.parameters[name], p, rtol=rtol, atol=10 * rtol)


# --- the steps are those in memory --------------------------------------------------------------


@pytest.mark.parametrize("size", [None, 16])
@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_every_optimizer_makes_the_steps_that_it_makes_in_memory(threads, optimizer, size):
    follow_memory(threads, optimizer=optimizer, mini_batch_size=size, learning_rate=0.01)


@pytest.mark.parametrize("schedule", dnn.SCHEDULES)
def test_every_schedule_gives_the_rates_that_it_gives_in_memory(threads, schedule):
    chosen = {"decay_rate": 0.5, "time_interval": 2, "mini_batch_size": 30}
    follow_memory(threads, schedule=schedule, **chosen)


def load_classes(chunk):
    return load(chunk, [4, 5, 3, 3], "softmax")


def load_float32(chunk):
    X, Y = load(chunk)
    return X.astype(np.float32), Y


@pytest.mark.parametrize("size", [None, 16])
def test_l2_spreads_over_all_examples(threads, size):
    follow_memory(threads, lambd=3.0, mini_batch_size=size)


def test_the_workers_may_add_up_before_the_driver_does(threads):
    follow_memory(threads, fan_in=2)


def test_classes_are_trained_on_as_in_memory(threads):
    wear = {"output": "softmax", "hidden": "tanh"}
    follow_memory(threads, load_classes, dims=[4, 5, 3, 3], **wear)


def test_float32_stays_float32(threads):
    follow_memory(threads, load_float32, rtol=1e-4, lambd=0.1, optimizer="adam")


def test_one_chunk_is_training_in_memory_to_the_last_bit(threads):
    given = started(num_iterations=9, mini_batch_size=16, optimizer="adam")
    steps = train_on_cluster(load, **given | {"chunks": [0]}, client=threads)
    del given["chunks"]
    same_bits(last(steps), last(dnn.train(*load(0), **given, subspace=False)))


def test_a_state_is_gone_on_from_to_the_last_bit(threads):
    given = started(num_iterations=9, mini_batch_size=16, optimizer="adam")
    steps = list(train_on_cluster(load, **given, client=threads))
    resumed = train_on_cluster(load, **given | {"parameters": steps[3].state}, client=threads)
    same_bits(last(resumed), steps[-1])


def test_a_step_that_is_kept_stays_what_it_was(threads):
    steps = train_on_cluster(load, **started(num_iterations=3), client=threads)
    first = next(steps)
    before = first.parameters
    second = next(steps)
    for name, p in first.parameters.items():
        np.testing.assert_array_equal(p, before[name])
        assert (p != second.parameters[name]).any()


@pytest.mark.long
@pytest.mark.parametrize("size", [None, 16])
@pytest.mark.parametrize("optimizer", ["gd", "adam"])
def test_processes_make_the_steps_that_are_made_in_memory(client, optimizer, size):
    follow_memory(client, optimizer=optimizer, mini_batch_size=size, learning_rate=0.01)


@pytest.mark.long
def test_parameters_of_any_size_travel(client):
    wide = {"dims": [4, 5000, 1]}  # 240 kB, which are sent once and passed on
    follow_memory(client, **wide, fan_in=2)


@pytest.mark.long
def test_at_the_end_the_workers_forget(client):
    steps = train_on_cluster(load, **started(num_iterations=2), client=client)
    next(steps)
    assert any(client.has_what().values())
    steps.close()
    assert_in_time(lambda: not any(client.has_what().values()))


def assert_in_time(is_so, seconds=10):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


# --- nothing is lost ----------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("size", [None, 16])
def test_a_worker_that_is_killed_changes_no_bit(client, size):
    given = started(num_iterations=10, mini_batch_size=size, optimizer="adam")
    expected = last(train_on_cluster(load, **given, client=client))
    for step in train_on_cluster(load, **given, client=client):
        if step.iteration == 4:
            victim = next(iter(client.run(os.getpid).values()))
            os.kill(victim, signal.SIGKILL)
    assert victim not in client.run(os.getpid).values()
    same_bits(step, expected)
    client.wait_for_workers(2, timeout=60)


def test_workers_that_know_of_nothing_any_more_load_again(threads):
    given = started(num_iterations=5)
    expected = last(train_on_cluster(load, **given, client=threads))
    for step in train_on_cluster(load, **given, client=threads):
        if step.iteration == 2:  # as client.restart() leaves it
            held = [distributed.Future(key, threads) for key in threads.futures]
            threads.cancel(held, force=True)
    same_bits(step, expected)


DRIVER = """
import sys, time
from distributed import Client
from test_cluster import load, started, train_on_cluster
with Client({address!r}) as client:
    for step in train_on_cluster(load, **started({options}), client=client):
        print(step.iteration, flush=True)
        if step.iteration == 12:
            time.sleep(60)
"""


@pytest.mark.long
def test_a_driver_that_is_killed_goes_on_from_its_checkpoint_to_the_last_bit(client, tmp_path):
    options = {"optimizer": "adam", "mini_batch_size": 16, "num_iterations": 20, "every": 3}
    kept = {"checkpoint": str(tmp_path / "c.h5"), "checkpoint_every": 5}
    told = ", ".join(f"{name}={value!r}" for name, value in (options | kept).items())
    code = DRIVER.format(address=client.scheduler.address, options=told)
    places = [str(TESTS.parent), str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True
    ) as driver:
        for line in driver.stdout:
            if line == "12\n":
                driver.kill()
    assert driver.returncode == -signal.SIGKILL
    resumed = list(train_on_cluster(load, **started(**options), **kept, client=client))
    assert resumed[0].iteration == 10
    expected = list(train_on_cluster(load, **started(**options), client=client))
    same_bits(resumed[-1], expected[-1])
    costs = load_checkpoint(kept["checkpoint"]).history.costs
    assert costs == [step.cost for step in expected[::3]]


@pytest.mark.long
def test_ctrl_c_leaves_the_last_step_and_the_cluster(client):
    given = started(num_iterations=8)
    expected = list(train_on_cluster(load, **given, client=client))
    steps = train_on_cluster(load, **given, client=client)
    step = [next(steps) for _ in range(3)][-1]
    workers = client.run(os.getpid).values()
    for worker in workers:  # now the driver waits
        os.kill(worker, signal.SIGSTOP)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            next(steps)
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        timer.join()
    same_bits(step, expected[2])
    again = train_on_cluster(load, **given | {"parameters": step.state}, client=client)
    same_bits(last(again), expected[-1])


def test_a_checkpoint_tells_other_chunks_from_its_own(threads, tmp_path):
    kept = {"checkpoint": tmp_path / "c.h5", "client": threads}
    given = started(num_iterations=3)
    list(train_on_cluster(load, **given, **kept))
    for chunks in ([0, 1, 2], [1, 0, 2, 3]):
        with pytest.raises(dnn.DataError, match="was written while training on other data"):
            train_on_cluster(load, **given | {"chunks": chunks}, **kept)
    with pytest.raises(dnn.DataError, match=r"optimizer was 'gd' there and is 'adam' here"):
        train_on_cluster(load, **given, **kept, optimizer="adam")
    assert list(train_on_cluster(load, **given, **kept)) == []


def test_the_iterations_that_were_made_are_in_the_checkpoint_when_the_steps_are_let_go(
    threads, tmp_path
):
    steps = train_on_cluster(
        load, **started(num_iterations=9), checkpoint=tmp_path / "c.h5", client=threads
    )
    next(steps), next(steps)
    steps.close()
    assert load_checkpoint(tmp_path / "c.h5").state.iteration == 2


def test_the_examples_of_a_chunk_never_travel():
    network = Network(tuple(DIMS), ("relu", "relu", "sigmoid"), Layout(()), dnn.hyperparameters())
    held = Held(load, 0, network)
    first, _ = held.examples()
    sent = pickle.dumps(held)
    assert len(sent) < 1500
    again = pickle.loads(sent)
    assert again.__sizeof__() == held.__sizeof__() == 40 * (4 + 1) * 8
    np.testing.assert_array_equal(again.examples()[0].X, first.X)


# --- more than memory ---------------------------------------------------------------------------

FEATURES, ROWS, CHUNKS = 100, 25_000, 16  # 20 MB per chunk as float64, 320 MB in all


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the same examples as one h5 file, as npy files and as parquet files."""
    pandas = pytest.importorskip("pandas", reason="the extra tables is not installed")
    pytest.importorskip("pyarrow", reason="the extra tables is not installed")
    folder = tmp_path_factory.mktemp("files")
    names = [f"p{j}" for j in range(FEATURES)]
    with h5py.File(folder / "all.h5", "w") as file:
        x = file.create_dataset("x", (ROWS * CHUNKS, FEATURES, 1), np.uint8)
        y = file.create_dataset("y", (ROWS * CHUNKS,), np.int64)
        for k in range(CHUNKS):
            pixels = np.random.RandomState(k).randint(0, 256, (ROWS, FEATURES), np.uint8)
            rows, are = slice(k * ROWS, (k + 1) * ROWS), (pixels[:, 0] > 99).astype(int)
            x[rows], y[rows] = pixels[..., np.newaxis], are
            np.savez(folder / f"{k}.npz", x=pixels, y=are)
            table = pandas.DataFrame(pixels, columns=names).assign(y=are)
            table.to_parquet(folder / f"{k}.parquet")
    return str(folder)


def load_npy(chunk):
    folder, k = chunk
    with np.load(f"{folder}/{k}.npz") as arrays:
        return arrays["x"].T / 255, arrays["y"].reshape(1, -1)


def load_parquet(chunk):
    import pandas

    folder, k = chunk
    table = pandas.read_parquet(f"{folder}/{k}.parquet")
    return table.drop(columns="y").to_numpy().T / 255, table[["y"]].to_numpy().T


def load_h5_rows(chunk):
    folder, k = chunk
    data = dnn.load_h5(f"{folder}/all.h5", "x", "y", lazy=True)
    rows = slice(k * ROWS, (k + 1) * ROWS)
    return data.X[:, rows], data.Y[:, rows]


@pytest.fixture(scope="module")
def trained_in_turn(files):
    """Return what two textbook steps come to that never see more than one chunk at a time."""
    start = parameters = dnn.initialize_parameters_deep([FEATURES, 3, 1])
    for _ in range(2):
        means = []
        for k in range(CHUNKS):
            X, Y = load_npy((files, k))
            AL, caches = dnn.L_model_forward(X, parameters)
            means.append(dnn.L_model_backward(AL, Y, caches))
        grads = {f"d{W}": np.mean([mean[f"d{W}"] for mean in means], axis=0) for W in start}
        parameters = dnn.update_parameters(parameters, grads, 0.1)
    return start, parameters


@pytest.mark.long
@pytest.mark.parametrize("load", [load_h5_rows, load_npy, load_parquet])
def test_examples_beyond_the_memory_of_a_worker_are_trained_on(
    client, files, trained_in_turn, load
):
    assert CHUNKS * ROWS * FEATURES * 8 > LIMIT
    start, expected = trained_in_turn
    workers = client.run(os.getpid)
    chunks = [(files, k) for k in range(CHUNKS)]
    step = last(train_on_cluster(load, chunks, start, 0.1, 2, client=client))
    for name, p in expected.items():
        np.testing.assert_allclose(step.parameters[name], p, rtol=1e-12, atol=1e-14)
    assert client.run(os.getpid) == workers  # none was killed for want of memory


# --- the textbook's functions on the arrays of a cluster ----------------------------------------


@pytest.mark.long
def test_the_textbook_loop_runs_on_dask_arrays_of_a_cluster(client):
    da = pytest.importorskip("dask.array", reason="Dask's arrays are not installed")
    dask = sys.modules["dask"]
    X, Y = whole()
    parameters = started()["parameters"]
    with dask.config.set(scheduler=client):
        X_far, Y_far = (da.from_array(A, (len(A), 20)).persist() for A in (X, Y))
        for _ in range(3):
            AL, caches = dnn.L_model_forward(X_far, parameters)
            cost = dnn.compute_cost(AL, Y_far)
            grads = dnn.L_model_backward(AL, Y_far, caches)
            updated = dnn.update_parameters(parameters, grads, 0.1)
            parameters, cost = dask.compute(updated, cost)
    expected = last(dnn.train(X, Y, started()["parameters"], 0.1, 3, subspace=False))
    np.testing.assert_allclose(cost, expected.cost, rtol=1e-13)
    for name, p in expected.parameters.items():
        np.testing.assert_allclose(parameters[name], p, rtol=1e-13, atol=1e-14)


# --- what is told -------------------------------------------------------------------------------


def spoilt(change):
    """Return a load whose chunk 2 is changed."""
    return lambda chunk: change(*load(chunk)) if chunk == 2 else load(chunk)


def raises(X, Y):
    raise FileNotFoundError("part-2.npy is not there")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (raises, "FileNotFoundError: part-2.npy is not there"),
        (lambda X, Y: (X[:3], Y), r"layers_dims \[4, 5, 3, 1\] asks for n_0 = 4 rows in X, but X "),
        (lambda X, Y: (X, np.vstack([Y, Y])), r"so Y must be \(1, 25\), but it is \(2, 25\)"),
        (lambda X, Y: (X.T, Y), r"X is \(25, 4\)"),
        (lambda X, Y: (X[:, :0], Y[:, :0]), r"X is \(4, 0\): there is no example \(column\)"),
        (lambda X, Y: (X, Y + 1), "with a sigmoid output labels are 0 or 1, but Y holds 1 and 2"),
        (lambda X, Y: (X * np.nan, Y), r"X\[0, 0\] is nan"),
        (lambda X, Y: (X.astype(np.float32), Y), "its X is float32, but that of chunk 0 is float6"),
        (lambda X, Y: X, r"load must return a pair \(X, Y\), but it returned a ndarray"),
        (lambda X, Y: None, r"load must return a pair \(X, Y\), but it returned a NoneType"),
        (lambda X, Y: (X.tolist(), Y), r"X must be a numpy array"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_chunk_is_told_with_its_name(threads, change, words):
    with pytest.raises(ChunkError, match=rf"^chunk 2: .*{words}") as error:
        train_on_cluster(spoilt(change), **started(), client=threads)
    assert error.value.chunk == 2
    if change is raises:
        assert isinstance(error.value.__cause__, FileNotFoundError)
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)


@pytest.mark.long
def test_an_error_of_a_worker_process_comes_with_the_name_of_its_chunk(client):
    with pytest.raises(ChunkError, match=r"^chunk 2: FileNotFoundError: part-2\.npy") as error:
        train_on_cluster(spoilt(raises), **started(), client=client)
    assert isinstance(error.value.__cause__, FileNotFoundError)


def test_a_file_in_place_of_its_columns_is_refused(threads, tmp_path):
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["x"], file["y"] = np.ones((5, 4)), np.arange(5) % 2
    lazy = dnn.load_h5(tmp_path / "a.h5", "x", "y", lazy=True)
    with pytest.raises(ChunkError, match=r"return some of its columns, such as X\[:, :1000\]"):
        train_on_cluster(lambda chunk: (lazy.X, lazy.Y), **started(), client=threads)


def test_a_chunk_that_is_another_when_it_is_loaded_again_is_told():
    sizes = iter([5, 6])

    def changing(chunk):
        X, Y = load(0)
        m = next(sizes)
        return X[:, :m], Y[:, :m]

    network = Network(tuple(DIMS), ("relu", "relu", "sigmoid"), Layout(()), dnn.hyperparameters())
    held = Held(changing, 0, network)
    held.examples()
    again = Held(changing, 0, network, held.size)
    with pytest.raises(ValueError, match=r"held 200 bytes when .* holds 240 now; was it changed"):
        again.examples()


def test_odd_labels_are_warned_of_once(threads):
    def load_odd(chunk):
        X, Y = load(chunk)
        return X, Y + 0.5

    with pytest.warns(dnn.LabelWarning, match=r"^chunk 0: a sigmoid output learns") as caught:
        train_on_cluster(load_odd, **started(num_iterations=1), client=threads)
    assert len(caught) == 1
    assert caught[0].filename == __file__


def test_a_training_that_blows_up_is_told_as_in_memory(threads):
    given = started(learning_rate=1e200, output="linear", num_iterations=5)
    with pytest.raises(dnn.DivergenceError) as far:
        list(train_on_cluster(load, **given, client=threads))
    del given["chunks"]
    with pytest.raises(dnn.DivergenceError) as here:
        list(dnn.train(*whole(), **given, subspace=False))
    assert (far.value.iteration, far.value.layer) == (here.value.iteration, here.value.layer)
    for name, p in here.value.parameters.items():
        np.testing.assert_allclose(far.value.parameters[name], p, rtol=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"keep_prob": 0.8}, "keep_prob is 0.8, but a cluster trains without it: dropout draws"),
        ({"class_weight": "balanced"}, "class_weight is 'balanced', but a cluster trains without"),
        ({"patience": 3}, "patience is 3, but a cluster trains without it: it watches"),
        ({"subspace": True}, "unknown hyperparameter 'subspace'"),
        ({"fan_in": 1}, "fan_in must be a whole number from 2 up; got 1"),
        ({"checkpoint_every": 0}, "checkpoint_every must be a whole number from 1 up; got 0"),
        ({"chunks": []}, "chunks is empty: there is no example to learn from"),
        ({"chunks": "a.npy"}, r"chunks must be a list .*; got 'a.npy': pass \['a.npy'\]"),
        ({"chunks": 3}, r"chunks must be a list .*; got 3: pass \[3\] for one chunk"),
        ({"load": "a.npy"}, r"load must be a function, chunk -> \(X, Y\); got 'a.npy'"),
        ({"client": "tcp://host"}, "client must be a distributed.Client, such as"),
        ({"parameters": {}}, "parameters has no W1, b1"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_before_anything_is_loaded(threads, options, words):
    given = started(load=spoilt(raises), client=threads) | options
    with pytest.raises(ValueError, match=f"^{words}"):
        train_on_cluster(**given)


def test_no_dropout_is_no_dropout_however_it_is_said(threads):
    list(train_on_cluster(load, **started(num_iterations=1, keep_prob=[1, 1]), client=threads))


def test_workers_that_die_of_a_chunk_are_told_in_words():
    error = distributed.KilledWorker("hold-1", None, 3)
    assert _told(error) == (
        "4 workers died while they worked on it, one after the other: make chunks smaller, or "
        "give workers more memory"
    )


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r"distributed is missing.*'dnn-course\[cluster\]'"):
        train_on_cluster(load, **started(), client=None)


def test_dask_waits_until_a_training_asks_for_it():
    code = "import sys, dnn.engines; print({'dask', 'distributed', 'h5py'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=TESTS.parent, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"
