"""`dnn tune` tells of each trial, of the best and of the worst, and loses nothing."""

import json
import os
import shlex
import signal
import subprocess
import sys

import numpy as np
import pytest

from dnn.cli import main

pytest.importorskip("optuna")
pytest.importorskip("joblib")
pytest.importorskip("threadpoolctl")

from dnn.tuning import best, read_rows
from dnn.tuning.outcomes import lasting

SPACE = {
    "learning_rate": {"log_uniform": [0.01, 3]},
    "layers": [[3], []],
    "optimizer": ["gd", "momentum"],
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a folder to work in, with a table and a space."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DNN_DATA", raising=False)
    X = np.random.RandomState(0).randn(60, 2)
    kinds = np.where(X[:, 0] * X[:, 1] > 0, "same", "other")
    lines = [f"{a:.3f},{b:.3f},{kind}" for (a, b), kind in zip(X, kinds, strict=True)]
    (tmp_path / "signs.csv").write_text("\n".join(["a,b,kind", *lines]) + "\n")
    (tmp_path / "space.json").write_text(json.dumps(SPACE))
    return tmp_path


def tune(*options):
    """Run a short search; return the exit status."""
    usual = ["--data", "signs.csv", "--space", "space.json", "--folds", "2", "--iterations", "30"]
    return main(["tune", *usual, *options])


def test_a_search_says_all_that_one_wants_to_know(place, capsys):
    assert tune("--budget", "6") == 0
    out = capsys.readouterr().out
    rows = read_rows("runs/tune-signs/rows.jsonl")
    assert len(rows) == 6
    assert "The search does not look at those to test on." in out
    assert out.count("best so far") == 6
    head, *table = out.split("Validation error")[1].splitlines()[1:7]
    assert head.split() == ["trial", "error", *SPACE]
    assert table[0].split()[0] == str(best(rows)["number"])
    assert len(table) == 5
    assert "The worst, trial " in out
    assert sorted(os.listdir("runs/tune-signs")) == [
        "best.json",
        "report.html",
        "rows.jsonl",
        "search.json",
    ]


def test_the_command_at_the_end_trains_the_winner(place, capsys):
    assert tune("--budget", "3", "--label", "kind", "--no-standardize") == 0
    command = capsys.readouterr().out.splitlines()[-1]
    words = shlex.split(command)
    assert words[:6] == ["dnn", "train", "--data", "signs.csv", "--label", "kind"]
    assert "--no-standardize" in words
    assert main([*words[1:], "--out", "winner"]) == 0
    trained = json.loads((place / "winner" / "run.json").read_text())
    chosen = best(read_rows("runs/tune-signs/rows.jsonl"))["hyperparameters"]
    assert trained["layer_dims"][1:-1] == chosen["layers"]
    assert trained["hyperparameters"]["learning_rate"] == chosen["learning_rate"]
    assert trained["hyperparameters"]["num_iterations"] == 30


def test_the_test_set_has_no_say_in_the_search(place, capsys):
    assert tune("--budget", "2") == 0
    said = capsys.readouterr().out.splitlines()[0]
    assert "48 examples to train on" in said
    row = read_rows("runs/tune-signs/rows.jsonl")[0]
    assert all((error * 24) == pytest.approx(round(error * 24)) for error in row["errors"])


def test_ctrl_c_says_how_to_go_on_and_going_on_gives_the_same_rows(place):
    command = [sys.executable, "-m", "dnn", "tune", "--data", "signs.csv", "--space", "space.json"]
    options = ["--folds", "2", "--iterations", "30", "--budget", "60"]
    process = subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if line.startswith("trial 3"):
            break
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "to go on: dnn tune --resume runs/tune-signs" in complaint
    stopped_at = len(read_rows("runs/tune-signs/rows.jsonl"))
    assert 4 <= stopped_at < 60
    assert main(["tune", "--resume", "runs/tune-signs", "--budget", "20"]) == 0
    assert tune("--budget", "20", "--out", "undisturbed") == 0
    one, other = (
        read_rows(f"{folder}/rows.jsonl") for folder in ("runs/tune-signs", "undisturbed")
    )
    assert [lasting(row) for row in one] == [lasting(row) for row in other]


def test_an_old_search_is_checked_again(place, capsys):
    assert tune("--budget", "4") == 0
    capsys.readouterr()
    assert main(["tune", "--again", "runs/tune-signs"]) == 0
    assert capsys.readouterr().out.count("the error is the same") == 3
    table = (place / "signs.csv").read_text()
    (place / "today.csv").write_text(table.replace("same\n", "SAME\n").replace("0.1", "0.9"))
    assert main(["tune", "--again", "runs/tune-signs/rows.jsonl", "--data", "today.csv"]) == 0
    assert capsys.readouterr().out.count("the examples are others than then") == 3


def refused(arguments, capsys):
    """Return the one line with which a command refuses."""
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_search_that_is_there_is_not_overwritten_unasked(place, capsys):
    assert tune("--budget", "2") == 0
    capsys.readouterr()
    before = (place / "runs/tune-signs/rows.jsonl").read_bytes()
    again = ["tune", "--data", "signs.csv", "--space", "space.json"]
    assert "holds a search already; go on with --resume" in refused(again, capsys)
    assert "--points 5" in refused([*again, "--method", "grid", "--force"], capsys)
    assert (place / "runs/tune-signs/rows.jsonl").read_bytes() == before
    assert tune("--budget", "1", "--force") == 0
    assert len(read_rows("runs/tune-signs/rows.jsonl")) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say with --space FILE what to try"),
        (["--space", "signs.csv"], "signs.csv: is not JSON"),
        (["--space", "nowhere.json"], "nowhere.json: No such file"),
        (["--space", "space.json", "--optimizer", "adam"], "optimizer is in the space and given"),
        (["--space", "space.json", "--method", "tpee"], "did you mean 'tpe'"),
        (["--space", "space.json", "--folds", "1"], "must be a whole number from 2 up"),
        (["--resume", "nowhere"], "nowhere: is not the folder of a search"),
        (["--again", "nowhere"], "nowhere: No such file"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(arguments, message, place, capsys):
    data = [] if "--resume" in arguments else ["--data", "signs.csv"]
    assert message in refused(["tune", *data, *arguments], capsys)
    assert not (place / "runs").exists()


def test_resume_takes_all_but_the_budget_from_the_search(place, capsys):
    assert tune("--budget", "2") == 0
    capsys.readouterr()
    resume = ["tune", "--resume", "runs/tune-signs"]
    assert "--folds cannot be given" in refused([*resume, "--folds", "3"], capsys)
    (place / "runs/tune-signs/search.json").write_text('{"format": "dnn-search"')
    assert "search.json: is damaged" in refused(resume, capsys)
