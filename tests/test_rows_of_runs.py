"""A row is the whole truth for the commands too: a new output is trained, resumed and asked."""

import gc
import json
from pathlib import Path

import numpy as np
import pytest

import dnn
from dnn.cli.entry import main
from dnn.cost import Output

SIGNS = Output(  # two classes as -1 and 1 at one unit
    lambda AL, Y: -np.log((1 + AL * Y) / 2),
    lambda AL, Y, Z: AL - Y,  # for labels -1 and 1
    loss="-log((1 + AL Y) / 2)",
    answers="classes",
    decide=lambda AL: (AL > 0).astype(AL.dtype),
    score=dnn.accuracy,
    score_name="Right",
    reach=(-1, 1),
    labels=lambda Y: (Y + 1) / 2,
    units=lambda n: 1 if n == 2 else None,
    columns=lambda labels, units: 2 * labels - 1,
    probabilities=lambda AL: np.concatenate([1 - AL, 1 + AL]) / 2,
)
DOUBLE = Output(  # numbers, with errors that count twice
    lambda AL, Y: (AL - Y) ** 2,
    lambda AL, Y, Z: 2 * (AL - Y),
    loss="(AL - Y)^2",
    answers="numbers",
    decide=lambda AL: AL,
    score=lambda p, y: float(np.abs(p - y).max()),
    score_name="Largest error",
)


@pytest.fixture(autouse=True)
def world(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng = np.random.RandomState(1)
    x = rng.randn(60, 2)
    for name, y in (("kinds", np.where(x[:, 0] > 0, "up", "down")), ("prices", 9 * x[:, 1] + 40)):
        lines = [f"{a!r},{b!r},{label}" for (a, b), label in zip(x.tolist(), y, strict=True)]
        Path(f"{name}.csv").write_text("\n".join(["p,q,label", *lines]) + "\n")
    (outputs,) = (found for found in gc.get_referents(dnn.OUTPUTS) if isinstance(found, dict))
    (shapes,) = (found for found in gc.get_referents(dnn.ACTIVATIONS) if isinstance(found, dict))
    monkeypatch.setitem(outputs, "tanh", SIGNS)
    monkeypatch.setitem(outputs, "double", DOUBLE)
    monkeypatch.setitem(shapes, "double", dnn.ACTIVATIONS["linear"])


def record():
    return json.loads(Path("run/run.json").read_text())


def train(data, output):
    words = ["--data", data, "--output", output, "--layers", "none", "--learning-rate", "0.3"]
    assert main(["train", *words, "--iterations", "200", "--out", "run"]) == 0
    assert main(["train", "--resume", "run", "--iterations", "400"]) == 0


def test_an_output_of_classes_goes_through_every_command(capsys):
    train("kinds.csv", "tanh")
    assert "The output is tanh with 1 unit, as asked for." in capsys.readouterr().out
    assert record()["test"]["right"] > 0.8
    Path("new.csv").write_text("p,q\n3,0\n-3,0\n")
    assert main(["predict", "new.csv", "--run", "run"]) == 0
    said = [line.rsplit(" ", 1) for line in capsys.readouterr().out.splitlines()]
    assert [words for words, _ in said] == [
        "new.csv row 1: up, probability of up",
        "new.csv row 2: down, probability of up",
    ]
    assert float(said[0][1]) > 0.9 > 0.1 > float(said[1][1])


def test_an_output_of_numbers_goes_through_every_command(capsys):
    train("prices.csv", "double")
    assert "and so are the labels" in capsys.readouterr().out
    assert record()["test"]["largest error"] < 0.01
    Path("new.csv").write_text("p,q\n0,1\n")
    assert main(["predict", "new.csv", "--run", "run"]) == 0
    assert float(capsys.readouterr().out.split()[-1]) == pytest.approx(49, abs=0.01)


@pytest.mark.parametrize(("data", "output"), [("kinds.csv", "double"), ("prices.csv", "tanh")])
def test_an_output_that_the_labels_do_not_ask_for_is_refused(data, output, capsys):
    assert main(["train", "--data", data, "--output", output, "--out", "run"]) == 2
    assert not Path("run").exists()


@pytest.mark.parametrize("more", [[], ["--class-weight", "up=3"]], ids=["alike", "weighted"])
def test_the_curve_ends_with_the_cost_that_one_more_iteration_would_begin_with(more):
    costs = []
    for iterations in ("8", "9"):
        words = ["--data", "kinds.csv", "--layers", "3", "--lambd", "20", "--every", "1", *more]
        assert main(["train", *words, "--iterations", iterations, "--out", "run", "--force"]) == 0
        costs.append(record()["costs"])
    assert costs[0]["last"] == pytest.approx([8, costs[1]["values"][8]])
