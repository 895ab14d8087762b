"""Examples that stay in their file: the same training, bounded memory, a stated shuffle."""

import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dnn
from dnn.datasets.streams import FileColumns, windowed_columns


def write(path, m=103, kind="matrix", **storage):
    """Write examples and labels; return X as it is to be trained on, and Y."""
    rng = np.random.RandomState(m)
    labels = rng.randint(0, 2, m)
    if kind == "pictures":
        values = rng.randint(0, 256, (m, 4, 3, 3)).astype(np.uint8)
        X = values.reshape(m, -1).T / 255
    else:
        values = rng.randn(m, 6).astype(np.float32 if kind == "float32" else np.float64)
        X = values.T.astype(np.float64)
    with h5py.File(path, "w") as file:
        file.create_dataset("x", data=values, **storage)
        file["y"] = labels
    return X, labels.reshape(1, m)


@pytest.mark.parametrize("storage", [{}, {"chunks": True}, {"compression": "gzip"}], ids=str)
@pytest.mark.parametrize("kind", ["matrix", "float32", "pictures"])
def test_columns_are_read_as_load_h5_reads_them_all(tmp_path, kind, storage):
    X, Y = write(tmp_path / "set.h5", kind=kind, **storage)
    eager = dnn.load_h5(tmp_path / "set.h5", "x", "y")
    lazy = dnn.load_h5(tmp_path / "set.h5", "x", "y", lazy=True)
    assert lazy.X.shape == X.shape
    assert lazy.image_shape == eager.image_shape
    np.testing.assert_array_equal(eager.X, X)
    np.testing.assert_array_equal(lazy.Y, Y)
    np.testing.assert_array_equal(lazy.X[:, :], X)
    np.testing.assert_array_equal(lazy.X[:, 5:9], X[:, 5:9])
    columns = [100, 3, 3, 4, 50, -1]
    np.testing.assert_array_equal(lazy.X[:, columns], X[:, columns])
    assert lazy.X[:, :0].shape == (X.shape[0], 0)


@given(st.integers(1, 90), st.integers(1, 12), st.integers(1, 9), st.integers(0, 99))
def test_windows_hold_every_example_once_and_blocks_stay_together(m, block, blocks, seed):
    windows = windowed_columns(m, block, blocks, seed)
    np.testing.assert_array_equal(np.sort(np.concatenate(windows)), np.arange(m))
    assert all(len(np.unique(window // block)) <= blocks for window in windows)
    assert max(map(len, windows)) <= block * blocks


@pytest.mark.parametrize("size", [1, 7, 16, 200])
@pytest.mark.parametrize("position", [0, 1, 3])
def test_an_epoch_gives_every_example_once_in_batches_of_one_size(tmp_path, size, position):
    X, _ = write(tmp_path / "set.h5", chunks=(4, 6))
    stream = FileColumns(tmp_path / "set.h5", "x", window=3 * 4 * 6 * 8)
    assert (stream.block, stream.blocks) == (4, 3)
    whole = list(stream.epoch(size, 5, 0))
    assert [len(columns) for columns, _ in whole[:-1]] == [size] * (len(whole) - 1)
    seen = np.concatenate([columns for columns, _ in whole])
    np.testing.assert_array_equal(np.sort(seen), np.arange(103))
    for columns, batch in whole:
        np.testing.assert_array_equal(batch, X[:, columns])
    if position * size < 103:
        later = list(stream.epoch(size, 5, position))
        assert len(later) == len(whole) - position
        for (columns, batch), (expected, same) in zip(later, whole[position:], strict=True):
            np.testing.assert_array_equal(columns, expected)
            np.testing.assert_array_equal(batch, same)


def test_training_from_the_file_is_training_on_its_batches(tmp_path):
    X, Y = write(tmp_path / "set.h5")
    stream = FileColumns(tmp_path / "set.h5", "x", window=40 * 6 * 8)
    dims = [6, 4, 1]
    parameters = dnn.initialize_parameters_deep(dims)
    order = [c for seed in (1, 2) for c, _ in stream.epoch(16, seed, 0)]
    steps = dnn.train(stream, Y, parameters, 0.1, len(order), mini_batch_size=16)
    for step, columns in zip(steps, order, strict=True):
        AL, caches = dnn.L_model_forward(X[:, columns], parameters)
        grads = dnn.L_model_backward(AL, Y[:, columns], caches)
        np.testing.assert_allclose(step.cost, dnn.compute_cost(AL, Y[:, columns]), rtol=1e-12)
        parameters = dnn.update_parameters(parameters, grads, 0.1)
    for name in parameters:
        np.testing.assert_allclose(step.parameters[name], parameters[name], rtol=1e-10, atol=1e-13)


def test_a_stopped_training_goes_on_in_the_middle_of_an_epoch(tmp_path):
    _, Y = write(tmp_path / "set.h5")
    stream = FileColumns(tmp_path / "set.h5", "x", window=40 * 6 * 8)
    given_ = {"mini_batch_size": 16, "optimizer": "adam"}
    path = tmp_path / "training.h5"
    whole = dnn.fit(stream, Y, [6, 4, 1], num_iterations=25, **given_)
    dnn.fit(stream, Y, [6, 4, 1], num_iterations=10, checkpoint=path, **given_)
    resumed = dnn.fit(stream, Y, [6, 4, 1], num_iterations=25, checkpoint=path, **given_)
    for name in whole.parameters:
        np.testing.assert_array_equal(resumed.parameters[name], whole.parameters[name])
    write(tmp_path / "set.h5", m=104)
    other = FileColumns(tmp_path / "set.h5", "x")
    with pytest.raises(dnn.DataError, match="other data"):
        dnn.fit(other, np.zeros((1, 104)), [6, 4, 1], checkpoint=path, **given_)


def test_what_the_file_cannot_do_is_refused(tmp_path):
    _, Y = write(tmp_path / "set.h5")
    stream = FileColumns(tmp_path / "set.h5", "x")
    with pytest.raises(ValueError, match="read batch by batch: give a mini_batch_size"):
        dnn.L_layer_model(stream, Y, [6, 4, 1])
    with pytest.raises(ValueError, match="leave subspace out"):
        dnn.L_layer_model(stream, Y, [6, 4, 1], mini_batch_size=8, subspace=True)
    with pytest.raises(ValueError, match=r"asks for n_0 = 5 rows in X, but X is \(6, 103\)"):
        dnn.L_layer_model(stream, Y, [5, 4, 1], mini_batch_size=8)
    with pytest.raises(ValueError, match="X lies in a file: take some of its columns"):
        dnn.predict(stream, None, dnn.initialize_parameters_deep([6, 1]))
    assert repr(stream).startswith("<FileColumns (6, 103) in ")
    with pytest.raises(dnn.DataError, match="is read by columns"):
        stream[0, :]


def test_a_bad_number_in_the_file_is_named_when_it_is_met(tmp_path):
    _, Y = write(tmp_path / "set.h5")
    with h5py.File(tmp_path / "set.h5", "r+") as file:
        file["x"][50, 2] = np.nan
    stream = FileColumns(tmp_path / "set.h5", "x")
    with pytest.raises(dnn.DataError, match="key 'x': holds values that are not finite numbers"):
        list(dnn.train(stream, Y, dnn.initialize_parameters_deep([6, 1]), mini_batch_size=8))


def test_a_file_that_changes_while_it_is_used_is_refused(tmp_path):
    _, Y = write(tmp_path / "set.h5")
    stream = FileColumns(tmp_path / "set.h5", "x")
    write(tmp_path / "set.h5", m=90)
    with pytest.raises(dnn.DataError, match="the file was changed while it was used"):
        next(dnn.train(stream, Y, dnn.initialize_parameters_deep([6, 1]), mini_batch_size=8))


LIMITED = """
    import resource, sys
    import dnn
    data = dnn.load_h5({path!r}, "x", "y", lazy=True)
    now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + {room}, now + {room}))
    run = dnn.fit(data.X, data.Y, [1024, 8, 1], mini_batch_size=256, num_iterations={steps},
                  learning_rate=0.01)
    print(run.iterations)
    try:
        data.X[:, :]
    except (MemoryError, dnn.DataError):
        print("too large for memory")
"""


def test_a_file_several_times_a_memory_limit_is_trained_on(tmp_path):
    path, m = tmp_path / "large.h5", 400_000  # 400 MB of pictures, 3.3 GB as float64
    with h5py.File(path, "w") as file:
        x = file.create_dataset("x", (m, 32, 32), np.uint8)
        block = np.random.RandomState(0).randint(0, 256, (20_000, 32, 32)).astype(np.uint8)
        for start in range(0, m, len(block)):
            x[start : start + len(block)] = block
        file["y"] = np.arange(m) % 2
    room = 300 * 2**20
    code = textwrap.dedent(LIMITED).format(path=str(path), room=room, steps=m // 256)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        env={"OMP_NUM_THREADS": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.split("\n")[:2] == [str(m // 256), "too large for memory"], ran.stderr
    assert 10 * room < 3.3e9
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY  # only there


@pytest.mark.parametrize("position", [0, 3, 6])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("kind", ["matrix", "pictures"])
def test_epochs_follow_each_other_and_come_in_the_dtype_of_the_training(
    tmp_path, position, dtype, kind
):
    X, _ = write(tmp_path / "set.h5", kind=kind)
    stream = FileColumns(tmp_path / "set.h5", "x", window=40 * 36)
    alone = [*stream.epoch(16, 1, position), *stream.epoch(16, 2, 0), *stream.epoch(16, 3, 0)]
    found = list(stream.epochs(16, [1, 2, 3], position, np.dtype(dtype)))
    assert [c.tolist() for c, _ in found] == [c.tolist() for c, _ in alone]
    for columns, batch in found:
        assert batch.dtype == dtype
        np.testing.assert_array_equal(batch, X[:, columns].astype(dtype))


def test_while_a_window_is_trained_on_the_next_is_read_also_of_the_next_epoch(tmp_path):
    write(tmp_path / "set.h5", chunks=(4, 6))
    submitted = []

    class Told(FileColumns):
        def _windows(self, *given):
            for window in super()._windows(*given):
                submitted.append(window.is_last)
                yield window

    stream = Told(tmp_path / "set.h5", "x", window=13 * 4 * 6 * 8)  # two windows an epoch
    batches = stream.epochs(52, [1, 2], 0)
    seen = [len(submitted) for _ in batches]
    assert seen == [2, 3, 4, 4]
    assert submitted == [False, True, False, True]
