"""Nothing is lost: a training that was stopped, in whatever way, ends as if it had not been."""

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
from dnn.cli.entry import main

CHECKOUT = Path(__file__).resolve().parent.parent
N = 3000  # iterations: long enough to be stopped on the way


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Return a folder with a table and the run that was never stopped."""
    folder = tmp_path_factory.mktemp("world")
    rng = np.random.RandomState(5)
    x = rng.randn(40, 3)
    y = (x[:, 0] * x[:, 1] > 0).astype(int) + (x[:, 2] > 0.5)
    rows = [",".join([*map(repr, row.tolist()), "abc"[k]]) for row, k in zip(x, y, strict=True)]
    (folder / "points.csv").write_text("\n".join(["p,q,r,kind", *rows]) + "\n")
    assert main(words(folder, "whole")) == 0
    return folder


def words(folder, name, n=N):
    """Return a training that remembers: Adam, mini-batches and dropout."""
    hyperparameters = {
        "--iterations": n,
        "--optimizer": "adam",
        "--mini-batch-size": 8,
        "--keep-prob": 0.9,
        "--validation": 0.25,
        "--schedule": "cosine",
        "--decay-rate": 0.01,
    }
    start = ["train", "--data", folder / "points.csv", "--layers", "6,4", "--out", folder / name]
    options = [str(part) for pair in hyperparameters.items() for part in pair]
    return [*map(str, start), *options, "--checkpoint-every", "50"]


def started(arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "dnn", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stopped_on_its_way(arguments, number, after="Cost after iteration 300:"):
    """Start a training, send it a signal on its way, return status, output and errors."""
    with started(arguments) as running:
        seen = ""
        while after not in seen:
            line = running.stdout.readline()
            assert line, running.stderr.read()
            seen += line
        running.send_signal(number)
        out, error = running.communicate(timeout=30)
    return running.returncode, seen + out, error


def is_as_the_whole(world, name):
    """Say whether a run ended as the one that was never stopped, to the last bit."""
    whole, other = (json.loads((world / n / "run.json").read_text()) for n in ("whole", name))
    for record in (whole, other):  # where it lies, when it was made and how long that took
        record.pop("source"), record.pop("made")
    parts = ("parameters.h5", "scaling.h5", "costs.png")
    contents = [[(world / n / part).read_bytes() for part in parts] for n in ("whole", name)]
    return whole == other and contents[0] == contents[1]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_with_a_run_that_is_whole_and_can_be_gone_on_with(world, number, status):
    name, folder = number.name, world / number.name
    returned, out, error = stopped_on_its_way(words(world, name), number)
    record = json.loads((folder / "run.json").read_text())
    done = record["iterations"]
    assert returned == status
    assert error == (
        f"dnn: {name} ended training after {done} of {N} iterations; to go on: "
        f"dnn train --resume {folder}\n"
    )
    assert record["stopped"] == name
    assert 300 < done < N
    assert f"Wrote {folder}: " in out
    assert main(["predict", str(world / "points.csv"), "--run", str(folder)]) == 0
    assert main(["train", "--resume", str(folder)]) == 0
    assert is_as_the_whole(world, name)


def test_a_killed_run_goes_on_from_its_checkpoint(world, capsys):
    folder = world / "killed"
    returned, _, error = stopped_on_its_way(words(world, "killed"), signal.SIGKILL)
    assert (returned, error) == (-signal.SIGKILL, "")
    assert json.loads((folder / "run.json").read_text())["stopped"] == "unfinished"
    assert main(["predict", str(world / "points.csv"), "--run", str(folder)]) == 2
    assert f"`dnn train --resume {folder}` goes on with it" in capsys.readouterr().err
    assert main(["train", "--resume", str(folder)]) == 0
    assert "Resuming [3, 6, 4, 3] (2 hidden, 3 in all): after " in capsys.readouterr().out
    assert is_as_the_whole(world, "killed")


def test_a_run_that_was_killed_again_and_again_ends_the_same(world):
    rng = np.random.RandomState(6)
    arguments = words(world, "often")
    for _ in range(4):
        with started(arguments) as running:
            while not (world / "often" / "run.json").exists():
                assert running.poll() is None
                time.sleep(0.01)
            time.sleep(0.3 * rng.rand() + 0.2 * (arguments[1] == "--resume"))
            running.kill()
            running.communicate()
        arguments = ["train", "--resume", world / "often"]
    assert main([str(word) for word in arguments]) == 0
    assert is_as_the_whole(world, "often")
    left = {path.name for path in (world / "often").iterdir()}
    assert left == {path.name for path in (world / "whole").iterdir()}


def test_a_finished_run_goes_on_when_the_iterations_are_raised(world, capsys):
    short = words(world, "short", n=600)
    short[short.index("cosine")] = "constant"
    long = words(world, "long", n=900)
    long[long.index("cosine")] = "constant"
    assert main(short) == 0
    assert main(long) == 0
    folder = str(world / "short")
    assert main(["train", "--resume", folder, "--iterations", "900"]) == 0
    first, second = (dnn.load_parameters(world / n / "parameters.h5") for n in ("short", "long"))
    assert all((first[name] == second[name]).all() for name in first)
    assert main(["train", "--resume", folder, "--iterations", "600"]) == 2
    assert "has 900 iterations already" in capsys.readouterr().err


def test_to_go_on_with_a_finished_run_changes_nothing(world):
    before = {path.name: path.read_bytes() for path in (world / "whole").iterdir()}
    assert main(["train", "--resume", str(world / "whole")]) == 0
    assert before == {path.name: path.read_bytes() for path in (world / "whole").iterdir()}


def test_other_data_are_refused_and_the_run_stays(world, capsys):
    other = world / "other.csv"
    other.write_text((world / "points.csv").read_text().replace("0.", "0.1"))
    before = {path.name: path.read_bytes() for path in (world / "whole").iterdir()}
    assert main(["train", "--resume", str(world / "whole"), "--data", str(other)]) == 2
    assert "other data" in capsys.readouterr().err
    assert before == {path.name: path.read_bytes() for path in (world / "whole").iterdir()}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--layers", "3"], "--resume takes everything from the run, so --layers cannot be given"),
        (["--out", "x"], "so --out cannot be given"),
        (["--hyperparameters", "x"], "so --hyperparameters cannot be given"),
        (["--learning-rate", "1"], "so --learning-rate cannot be given"),
    ],
)
def test_what_a_run_has_is_not_given_again(world, capsys, arguments, message):
    assert main(["train", "--resume", str(world / "whole"), *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": {}}, "run.json: 'data' is missing"),
        ({"source": None}, "run.json: "),
        ({"layer_dims": [3, "x", 1]}, "run.json: layers must be sizes of hidden layers"),
        ({"hyperparameters": {"beta": 3}}, "run.json: beta must be a number in [0, 1); got 3"),
    ],
)
def test_a_spoilt_record_is_told_before_anything_is_done(world, tmp_path, capsys, change, message):
    record = json.loads((world / "whole" / "run.json").read_text())
    (tmp_path / "run.json").write_text(json.dumps({**record, **change}))
    assert main(["train", "--resume", str(tmp_path)]) == 2
    assert message in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["run.json"]


def test_to_resume_what_is_no_run_is_told(tmp_path, capsys):
    assert main(["train", "--resume", str(tmp_path)]) == 2
    assert "is not the folder of a run, it has no run.json" in capsys.readouterr().err
    assert main(["train", "--resume", str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


# --- beside training ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "status", "line"),
    [
        (signal.SIGINT, 130, "dnn: interrupted\n"),
        (signal.SIGTERM, 143, "dnn: terminated\n"),
    ],
)
def test_a_signal_before_training_leaves_nothing(
    tmp_path, monkeypatch, capsys, number, status, line
):
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(number)
    monkeypatch.setattr("dnn.run.job.prepare", lambda _: signal.raise_signal(number))
    assert main(["train"]) == status
    assert capsys.readouterr().err == line
    assert os.listdir(tmp_path) == []
    assert signal.getsignal(number) is before


def test_a_second_ctrl_c_ends_at_once_and_the_run_can_be_gone_on_with(world, monkeypatch, capsys):
    def run(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("dnn.training.fit.Training.run", run)
        assert main(words(world, "twice")) == 130
    folder = world / "twice"
    assert capsys.readouterr().err == (f"dnn: interrupted; to go on: dnn train --resume {folder}\n")
    assert main(["train", "--resume", str(folder)]) == 0
    assert is_as_the_whole(world, "twice")


def test_a_checkpoint_that_cannot_be_written_is_one_warning_and_training_ends_well(
    world, monkeypatch, capsys
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dnn.training.checkpoint.save_checkpoint", full)
    assert main(words(world, "full")) == 0
    error = capsys.readouterr().err
    assert error.startswith("dnn: warning: the checkpoint ")
    assert error.count("\n") == 1
    assert is_as_the_whole(world, "full")
