"""What a run tells of itself when it ends: the doctor's verdict, and the command to try next."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest

from dnn.cli.entry import main
from dnn.run.commands import next_command, train_command
from dnn.run.settings import HYPERPARAMETERS, new_settings


@pytest.fixture(autouse=True)
def world(tmp_path, monkeypatch):
    """Stand in a folder with a table of two kinds of points that a line tells apart."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DNN_DATA", raising=False)
    rng = np.random.RandomState(1)
    x = rng.randn(80, 2)
    kinds = np.where(x[:, 0] + x[:, 1] > 0, "up", "down")
    lines = [f"{a!r},{b!r},{kind}" for (a, b), kind in zip(x.tolist(), kinds, strict=True)]
    Path("points.csv").write_text("\n".join(["p,q,kind", *lines]) + "\n")


def train(*words, out="run"):
    return main(["train", "--data", "points.csv", "--layers", "4", "--out", out, *words])


def told(capsys):
    return capsys.readouterr().out.splitlines()


def test_a_run_that_never_moved_ends_with_the_verdict_and_a_command_that_helps(capsys):
    assert train("--learning-rate", "1e-7", "--iterations", "500") == 0
    *_, verdict, _, following = told(capsys)
    assert verdict.startswith("The doctor says: too slow. The cost has only gone from ")
    assert following.startswith("Next: dnn train --data points.csv --layers 4 --learning-rate ")
    assert main(shlex.split(following.removeprefix("Next: dnn "))) == 0
    before, after = (json.loads(Path(f"{name}/run.json").read_text()) for name in ("run", "run-2"))
    assert after["train"]["cost"] < 0.9 * before["train"]["cost"]


def test_the_verdict_stands_in_the_record(capsys):
    assert train("--learning-rate", "0.5", "--iterations", "500") == 0
    found = json.loads(Path("run/run.json").read_text())["diagnosis"]
    assert list(found) == ["verdict", "evidence", "cause", "action", "remedy"]
    assert f"The doctor says: {found['verdict']}. {found['evidence']}" in told(capsys)


def by_heart(path):
    """Write rows in which nothing foretells the label, with as many columns as can be learnt."""
    rng = np.random.RandomState(3)
    head = ",".join([*(f"f{k}" for k in range(40)), "label"])
    rows = [",".join([*map(repr, rng.randn(40).tolist()), "ab"[k % 2]]) for k in range(30)]
    Path(path).write_text("\n".join([head, *rows]) + "\n")


def test_few_examples_that_were_learnt_by_heart_are_told_by_the_test_set(capsys):
    by_heart("noise.csv")
    words = ["--data", "noise.csv", "--learning-rate", "0.1", "--iterations", "600"]
    assert train(*words) == 0
    *_, verdict, remedy, following = told(capsys)
    assert verdict.startswith("The doctor says: overfitting. The test cost is ")
    assert "validation" not in verdict
    assert remedy.startswith("The network learns the training examples by heart: 24 are too few ")
    assert "--validation 0.2 " in following
    assert "--patience 5 " in following
    assert main(shlex.split(following.removeprefix("Next: dnn "))) == 0


def test_a_run_that_fares_well_on_its_test_set_is_not_said_to_know_it_by_heart(capsys):
    assert train("--learning-rate", "0.5", "--iterations", "500") == 0
    assert "by heart" not in capsys.readouterr().out


def test_quiet_leaves_the_doctor_out_and_the_record_as_it_is(capsys):
    words = ["--iterations", "200", "--learning-rate", "0.1"]
    assert train(*words) == 0
    assert train(*words, "--quiet", out="quiet") == 0
    out = capsys.readouterr().out
    assert out.count("The doctor says") == 1
    assert out.endswith("run.json\n")
    records = [json.loads(Path(f"{name}/run.json").read_text()) for name in ("run", "quiet")]
    assert records[0]["diagnosis"] == records[1]["diagnosis"]


def test_a_training_that_diverged_is_told_what_to_try(capsys):
    assert train("--learning-rate", "1e300") == 2
    error = capsys.readouterr().err
    assert "; to try next: dnn train --data points.csv --layers 4 --learning-rate " in error
    assert error.endswith(" --out run-2\n")
    assert json.loads(Path("run/run.json").read_text())["diagnosis"]["verdict"] == "not finite"


def rare(path, share=10):
    """Write noise in which one class is rare."""
    rng = np.random.RandomState(4)
    lines = ["p,fraud"]
    for k, value in enumerate(rng.randn(200).tolist()):
        lines.append(f"{value!r},{'yes' if k % share == 0 else 'no'}")
    Path(path).write_text("\n".join(lines) + "\n")


def test_an_accuracy_no_better_than_the_majority_is_told_so(capsys):
    rare("fraud.csv")
    words = ["--layers", "none", "--iterations", "300", "--learning-rate", "1", "--out", "run"]
    assert main(["train", "--data", "fraud.csv", *words]) == 0
    out = capsys.readouterr().out
    assert (
        "An accuracy of 0.900 is no better than to say no every time, which is right 0.900 of the "
        "time."
    ) in out
    assert json.loads(Path("run/run.json").read_text())["test"]["balanced"] == 0.5


def test_two_classes_have_a_confusion_matrix_and_a_report_too(capsys):
    assert train("--learning-rate", "0.5", "--iterations", "300") == 0
    lines = told(capsys)
    at = lines.index("on the test set:")
    assert lines[at + 1].split() == ["class", "precision", "recall", "f1", "support"]
    assert [line.split()[0] for line in lines[at + 2 : at + 4]] == ["down", "up"]
    assert lines[at + 5].split() == ["true", "class", "as", "down", "as", "up"]
    counts = [list(map(int, line.split()[1:])) for line in lines[at + 6 : at + 8]]
    assert sum(map(sum, counts)) == 16
    scores = json.loads(Path("run/run.json").read_text())["test"]
    assert (counts[0][0] + counts[1][1]) / 16 == scores["accuracy"]
    assert 0.9 < scores["auc"] <= 1
    assert Path("run/confusion.png").exists()


def test_numbers_that_are_not_foretold_are_told_so_and_drawn(capsys):
    rng = np.random.RandomState(5)
    lines = [f"{a!r},{b!r}" for a, b in rng.randn(60, 2).tolist()]
    Path("noise.csv").write_text("\n".join(["p,q", *lines]) + "\n")
    words = ["--layers", "none", "--iterations", "100", "--out", "run"]
    assert main(["train", "--data", "noise.csv", *words]) == 0
    out = capsys.readouterr().out
    assert "to answer the mean of all every time would do as well" in out
    assert "true - predicted is " in out
    assert Path("run/residuals.png").exists()


def test_only_more_iterations_are_a_matter_of_going_on():
    settings = new_settings({"data": "points.csv"})
    command = next_command(Path("runs/my run"), settings, {"num_iterations": 5000})
    assert command == "dnn train --resume 'runs/my run' --iterations 5000"


def test_advice_that_is_no_option_is_left_to_the_words():
    settings = new_settings({})
    assert next_command(Path("run"), settings, {}) is None
    assert next_command(Path("run"), settings, {"more_data": True}) is None


def test_advice_on_inputs_and_layers_becomes_options():
    advice = {"divide_by": 255, "layers_dims": [4, 9, 3, 1], "hidden": ["tanh", "relu"]}
    command = next_command(Path("run"), new_settings({}), advice)
    assert command == ("dnn train --standardize --layers 9,3 --hidden tanh,relu --out run-2")


EVERY_OPTION = {
    "data": "a b.csv",
    "label": "kind",
    "header": False,
    "columns": ["p", "q, in m"],
    "drop": ["id"],
    "kinds": {"p": "number", "q, in m": "text"},
    "missing": "drop",
    "size": 8,
    "skip_broken": True,
    "output": "softmax",
    "standardize": False,
    "validation": 0.25,
    "test_fraction": 0.1,
    "split_seed": 3,
    "layers": (),
    "learning_rate": 0.1,
    "num_iterations": 7,
    "hidden": ["tanh"],
    "scale": "he",
    "optimizer": "adam",
    "mini_batch_size": 8,
    "keep_prob": [1.0, 0.5],
    "patience": 3,
    "dtype": "float32",
}


def test_the_command_of_settings_asks_for_these_settings_again():
    from dnn.cli.parser import make_parser

    settings = new_settings(EVERY_OPTION)
    words = shlex.split(train_command(settings))[1:]
    given = vars(make_parser().parse_args(words))
    again = new_settings(given)
    assert again.source == settings.source
    assert again.layers == settings.layers
    for name in HYPERPARAMETERS:
        one, other = again.hyperparameters[name], settings.hyperparameters[name]
        assert one == other or [one] == other, name


def test_a_rare_class_is_found_when_it_counts_as_much_as_the_other(capsys):
    rng = np.random.RandomState(6)
    rows = ["p,fraud"]
    for k, value in enumerate(rng.randn(400).tolist()):
        rows.append(f"{value + 1.5 * (k % 20 == 0)!r},{'yes' if k % 20 == 0 else 'no'}")
    Path("fraud.csv").write_text("\n".join(rows) + "\n")
    words = ["train", "--data", "fraud.csv", "--layers", "none", "--learning-rate", "0.5"]
    assert main([*words, "--out", "plain"]) == 0
    assert main([*words, "--class-weight", "balanced", "--out", "balanced"]) == 0
    assert main([*words, "--class-weight", "yes=19", "--out", "named"]) == 0
    out = capsys.readouterr().out
    assert "\nEvery class counts the same in all, however many examples it has.\n" in out
    assert "\nAn example counts 19 times where it is yes.\n" in out
    assert out.count("; but what is rare is found: the balanced accuracy is 0.9") == 2
    scores = {
        name: json.loads(Path(f"{name}/run.json").read_text())["test"]["balanced"]
        for name in ("plain", "balanced", "named")
    }
    assert scores["plain"] < 0.6 < scores["balanced"] == scores["named"]
    assert main(["train", "--resume", "named", "--iterations", "2600"]) == 0


def test_the_weight_of_a_class_that_there_is_not_is_refused(capsys):
    assert train("--class-weight", "sideways=2") == 2
    error = capsys.readouterr().err
    assert "--class-weight: there is no class 'sideways', but down, up" in error
    assert not Path("run").exists()


def test_the_curve_and_the_record_end_where_the_training_ended():
    words = ["--lambd", "0.1", "--class-weight", "balanced", "--every", "50", "--iterations"]
    assert train(*words, "225", "--validation", "0.2") == 0
    assert train(*words, "226", "--validation", "0.2", "--every", "25", out="longer") == 0
    costs, longer = (
        json.loads(Path(f"{name}/run.json").read_text())["costs"] for name in ("run", "longer")
    )
    at_225 = [225, longer["values"][9], longer["validation"][9]]
    assert costs["last"] == pytest.approx(at_225, rel=1e-12)


def test_a_curve_with_dropout_has_no_end_that_is_of_another_measure():
    assert train("--iterations", "250", "--keep-prob", "0.9") == 0
    assert "last" not in json.loads(Path("run/run.json").read_text())["costs"]


def test_the_command_that_trains_the_best_of_a_search_is_written_as_every_other():
    from types import SimpleNamespace

    from dnn.run.search_folder import train_command as of_a_search

    settings = new_settings({"data": "a b.csv", "kinds": {"height": "number"}, "header": False})
    told = of_a_search(Path("s"), SimpleNamespace(source=settings.source))
    assert told == f"{train_command(settings)} --hyperparameters s/best.json"
    assert "--kind height=number" in told
