"""The drawn pictures: the program gives them again, and they teach what the lesson is about."""

import hashlib
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

import dnn

pytestmark = pytest.mark.long

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="module")
def pictures():
    train_x, train_y, test_x, test_y, _ = dnn.load_data(DATA / "cats")
    return dnn.flatten_images(train_x), train_y, dnn.flatten_images(test_x), test_y


def draw(out, *options):
    command = [sys.executable, DATA / "draw_cats.py", "--out", out, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_program_draws_the_same_pictures_again(tmp_path):
    ran = draw(tmp_path, "--train", "40", "--test", "20")
    assert ran.returncode == 0, ran.stderr
    drawn = dnn.load_data(tmp_path)
    shipped = dnn.load_data(DATA / "cats")
    for again, before in zip(drawn[:4], shipped[:4], strict=True):
        before = before[: len(again)] if before.ndim == 4 else before[:, : again.shape[1]]
        different = again != before
        # another Pillow may shade an edge pixel otherwise; another picture would differ everywhere
        assert different.mean() < 0.01
        if again.ndim == 2:
            assert not different.any()


def test_the_files_are_in_the_courses_format_and_small():
    size = 0
    for split in ("train", "test"):
        path = DATA / "cats" / f"{split}_catvnoncat.h5"
        size += path.stat().st_size
        with h5py.File(path) as file:
            assert sorted(file) == ["list_classes", f"{split}_set_x", f"{split}_set_y"]
            assert file[f"{split}_set_x"].dtype == np.uint8
            assert file[f"{split}_set_x"].shape[1:] == (64, 64, 3)
            assert file[f"{split}_set_y"].dtype == np.int64
            assert file[f"{split}_set_y"].ndim == 1
            assert list(file["list_classes"]) == [b"non-cat", b"cat"]
    assert size <= 4e6


def test_no_picture_is_in_both_sets_or_twice_in_one(pictures):
    train_x, _, test_x, _ = pictures
    digests = [hashlib.blake2b(np.ascontiguousarray(x)).digest() for x in [*train_x.T, *test_x.T]]
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_deep_network_beats_logistic_regression_by_10_points(pictures, seed):
    train_x, train_y, test_x, test_y = pictures
    shares = {}
    for name, dims in (("deep", [12288, 20, 7, 5, 1]), ("linear", [12288, 1])):
        start = dnn.initialize_parameters_deep(dims, seed=seed)
        run = dnn.fit(train_x, train_y, dims, parameters=start, num_iterations=2500)
        shares[name] = dnn.accuracy(dnn.predict(test_x, None, run.parameters), test_y)
    assert shares["deep"] >= 0.80
    assert shares["deep"] - shares["linear"] >= 0.10


@pytest.mark.parametrize(
    "options", [["--train", "-1"], ["--train", "many"], ["--seed", "-3"], ["--nonsense"]]
)
def test_a_bad_argument_is_one_line_and_status_2(tmp_path, options):
    ran = draw(tmp_path, *options)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []
