"""Checked once: a training looks at its examples, its parameters and its checkpoint one time."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from networks import drawn

import dnn
from dnn.cli.entry import main
from dnn.run.job import Loaded, Trained, Written, new_run, resumed_run

X, Y, _ = drawn([4, 3, 1], m=12)
DIMS = [4, 3, 1]
ONCE = ("check_training", "check_examples", "initialize_parameters_deep", "hyperparameters")


def counted(work):
    """Return how often each function of the package is called by some work."""
    package, calls = str(Path(dnn.__file__).parent), Counter()

    def note(frame, event, _):
        if event == "call" and frame.f_code.co_filename.startswith(package):
            calls[frame.f_code.co_name] += 1

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def times(calls, *names):
    return {name: calls[name] for name in names}


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [",".join(map(repr, [*x, int(y)])) for x, y in zip(X.T.tolist(), Y[0], strict=True)]
    Path("mine.csv").write_text("\n".join(["p,q,r,s,kind", *rows]) + "\n")
    return "mine.csv"


def words(table, *more):
    return ["train", "--data", table, "--layers", "3", "--iterations", "1", "--out", "run", *more]


@pytest.mark.parametrize("train", [dnn.fit, dnn.L_layer_model])
def test_a_training_checks_once_and_draws_once(train):
    calls = counted(lambda: train(X, Y, DIMS, num_iterations=1))
    assert times(calls, *ONCE) == dict.fromkeys(ONCE, 1)
    assert calls["fingerprint"] == 0


def test_the_iterator_checks_once_and_draws_nothing():
    parameters = dnn.initialize_parameters_deep(DIMS)
    calls = counted(lambda: next(dnn.train(X, Y, parameters)))
    assert times(calls, *ONCE) == {**dict.fromkeys(ONCE, 1), "initialize_parameters_deep": 0}


def test_a_validation_set_is_checked_once_beside_the_training_set():
    given = {"validation": (X, Y), "patience": 2, "num_iterations": 3, "every": 1}
    assert times(counted(lambda: dnn.fit(X, Y, DIMS, **given)), *ONCE) == {
        **dict.fromkeys(ONCE, 1),
        "check_examples": 2,
    }


def test_a_checkpoint_is_read_once_and_the_data_told_from_others_once(tmp_path):
    def train():
        dnn.fit(X, Y, DIMS, num_iterations=9, checkpoint=tmp_path / "c.h5", checkpoint_every=2)

    assert times(counted(train), "load_checkpoint", "fingerprint") == {
        "load_checkpoint": 0,
        "fingerprint": 1,
    }
    assert times(counted(train), "load_checkpoint", "fingerprint", *ONCE) == {
        "load_checkpoint": 1,
        "fingerprint": 1,
        **dict.fromkeys(ONCE, 1),
        "initialize_parameters_deep": 0,
        "hyperparameters": 2,  # those that are asked for, and those in the file
    }


def test_the_command_line_loads_checks_draws_and_reads_once(table):
    calls = counted(lambda: main(words(table)))
    once = ("prepare", "fingerprint", *ONCE)
    assert times(calls, *once, "load_checkpoint") == {
        **dict.fromkeys(once, 1),
        "load_checkpoint": 0,
        "hyperparameters": 2,  # those that are trained with, and what the report says of going on
    }
    calls = counted(lambda: main(["train", "--resume", "run", "--iterations", "3"]))
    once = ("prepare", "fingerprint", "load_checkpoint", "read_record", "check_training")
    assert times(calls, *once) == dict.fromkeys(once, 1)
    assert calls["initialize_parameters_deep"] == 0


def test_the_command_line_is_told_three_times(table):
    told = []

    def show(steps, training):
        told.append(training.state.iteration)
        return steps

    new_run({"data": table, "layers": (3,), "out": "a"}, told.append, show)
    resumed_run({"resume": "a"}, told.append, show)
    assert [news if isinstance(news, int) else type(news) for news in told] == [
        *(Loaded, 0, Trained, Written),
        *(Loaded, 2500, Trained, Written),
    ]


@pytest.mark.parametrize("more", [["--hidden", "tanh,relu"], ["--keep-prob", "0.5,0.5,0.5"]])
def test_a_forced_run_that_cannot_be_trained_leaves_the_old_one(table, more, capsys):
    assert main(words(table)) == 0
    before = {path.name: path.read_bytes() for path in Path("run").iterdir()}
    assert main(words(table, "--force", *more)) == 2
    assert {path.name: path.read_bytes() for path in Path("run").iterdir()} == before
    capsys.readouterr()
    assert main(words(table, "--force", "--seed", "2")) == 0
    assert "Training [4, 3, 1]" in capsys.readouterr().out  # not resumed from the old checkpoint


def test_what_a_training_reads_but_cannot_use_is_told_before_anything_is_written(table, capsys):
    assert main(words(table)) == 0
    np.savetxt("other.csv", np.hstack([X.T + 1, Y.T]), delimiter=",")
    before = {path.name: path.read_bytes() for path in Path("run").iterdir()}
    assert main(["train", "--resume", "run", "--data", "other.csv"]) == 2
    assert "other data" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in Path("run").iterdir()} == before


def test_the_labels_of_a_validation_set_are_checked_too():
    with pytest.raises(ValueError, match=r"^validation: with a sigmoid output labels are 0 or 1"):
        dnn.fit(X, Y, DIMS, validation=(X, Y + 1))
