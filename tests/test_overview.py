"""Many runs: what there is to see of them at a glance, and side by side."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnn import accuracy, r2_score
from dnn.cli.entry import main
from dnn.metrics import standard_error


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Return a folder with a table and three runs on it."""
    folder = tmp_path_factory.mktemp("world")
    rng = np.random.RandomState(1)
    x = rng.randn(120, 2)
    kinds = np.where(x[:, 0] + x[:, 1] + 0.5 * rng.randn(120) > 0, "up", "down")
    lines = [f"{a!r},{b!r},{kind}" for (a, b), kind in zip(x.tolist(), kinds, strict=True)]
    (folder / "points.csv").write_text("\n".join(["p,q,kind", *lines]) + "\n")
    for name, words in {
        "good": ["--learning-rate", "0.5"],
        "alike": ["--learning-rate", "0.4", "--seed", "2"],
        "bad": ["--learning-rate", "1e-6"],
    }.items():
        start = ["train", "--data", str(folder / "points.csv"), "--layers", "4"]
        rest = ["--iterations", "300", "--out", str(folder / "runs" / name)]
        assert main([*start, *words, *rest]) == 0
    return folder


@pytest.fixture(autouse=True)
def here(world, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(world / "runs", tmp_path / "runs")


def change(name, **changes):
    path = Path("runs", name, "run.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_runs_are_listed_newest_first_with_what_differs_and_how_they_fared(capsys):
    change("bad", made={"date": "2020-01-01T10:00:00+00:00", "seconds": 1, "command": ""})
    change("good", made={"date": "2030-01-01T10:00:00+00:00", "seconds": 1, "command": ""})
    assert main(["runs"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == [
        *("name", "date", "data", "layers", "chosen", "train", "test", "score", "verdict")
    ]
    assert [line.split()[0] for line in lines] == ["runs/good", "runs/alike", "runs/bad"]
    assert "2030-01-01 10:00:00  points.csv  2-4-1   learning rate 0.5, iterations 300" in lines[0]
    assert "learning rate 0.4, iterations 300, seed 2" in lines[1]


@pytest.mark.parametrize(
    ("column", "first"), [("name", "alike"), ("verdict", None), ("test", None)]
)
def test_runs_are_sorted_as_asked(column, first, capsys):
    assert main(["runs", "runs", "--sort", column, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    values = [run[column] for run in found]
    assert values == sorted(values, reverse=column == "test")
    assert len(found) == 3
    assert first is None or found[0]["name"] == f"runs/{first}"


def test_runs_as_csv_have_a_line_each(capsys):
    assert main(["runs", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    record = json.loads(Path("runs/good/run.json").read_text())
    (good,) = (row for row in rows if row["name"] == "runs/good")
    assert float(good["test"]) == record["test"]["accuracy"]
    assert good["verdict"] == record["diagnosis"]["verdict"]


def test_a_run_that_is_damaged_is_told_and_left_out_and_one_of_before_is_shown(capsys):
    Path("runs/bad/run.json").write_text("{")
    record = json.loads(Path("runs/good/run.json").read_text())
    del record["made"], record["diagnosis"]
    Path("runs/good/run.json").write_text(json.dumps(record))
    assert main(["runs"]) == 0
    out, error = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "dnn: warning: left out: runs/bad/run.json: is damaged" in error


def test_a_folder_without_runs_is_refused(capsys, tmp_path):
    (tmp_path / "empty").mkdir()
    assert main(["runs", "empty"]) == 2
    assert "empty: holds no run" in capsys.readouterr().err
    assert main(["runs", "nowhere"]) == 2
    assert "nowhere: there is no such folder" in capsys.readouterr().err


def test_a_record_tells_when_it_was_made_how_long_it_took_and_by_which_command(world):
    made = json.loads(Path("runs/good/run.json").read_text())["made"]
    assert made["date"][4] == made["date"][7] == "-"
    assert made["date"][19] in "+-"
    assert made["seconds"] > 0
    data = world / "points.csv"
    assert made["command"] == (
        f"dnn train --data {data} --layers 4 --learning-rate 0.5 --iterations 300"
    )


# --- dnn compare --------------------------------------------------------------------------------


def test_runs_side_by_side_show_what_differs_and_the_best_with_its_error_bar(capsys):
    assert main(["compare", "runs/good", "runs/bad", "--out", "both.png"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["runs/good", "runs/bad"]
    assert lines[1].split() == ["learning", "rate", "0.5", "1e-06"]
    assert [line.split()[0] for line in lines[2:5]] == ["train", "test", "verdict"]
    assert lines[6].startswith("On the test set runs/good is best: accuracy 0.")
    assert " ± 0.0" in lines[6]
    with Image.open("both.png") as image:
        assert image.format == "PNG"


def test_a_gap_within_the_error_bar_may_be_chance_and_a_wide_one_hardly():
    from dnn.run.comparison import compare

    change("good", test={"accuracy": 0.90, "standard error": 0.05})
    change("alike", test={"accuracy": 0.85, "standard error": 0.05})
    change("bad", test={"accuracy": 0.55, "standard error": 0.05})
    near = compare([Path("runs/alike"), Path("runs/good")]).best
    assert near == (
        "On the test set runs/good is best: accuracy 0.900 ± 0.050. The next is runs/alike, 0.850 "
        "± 0.050: the gap of 0.050 is less than 1.96 of its standard errors of 0.071, so it may "
        "be chance."
    )
    assert "hardly chance" in compare([Path("runs/bad"), Path("runs/good")]).best


def test_runs_on_other_data_are_hardly_to_be_compared():
    from dnn.run.comparison import compare

    record = json.loads(Path("runs/bad/run.json").read_text())
    change("bad", source={**record["source"], "split_seed": 9})
    told = compare([Path("runs/bad"), Path("runs/good")])
    assert told.best.startswith("The runs were judged by different examples")
    assert told.differences["split_seed"] == [9, 1]


def test_one_run_is_nothing_to_compare(capsys):
    assert main(["compare", "runs/good"]) == 2
    assert "there must be two runs or more to compare" in capsys.readouterr().err


# --- the error bar ------------------------------------------------------------------------------


@pytest.mark.parametrize("right", [1, 7, 25])
def test_the_error_of_an_accuracy_is_that_of_a_share(right):
    y = np.ones((1, 40))
    p = (np.arange(40) < right).astype(float).reshape(1, -1)
    share = right / 40
    expected = (share * (1 - share) / 39) ** 0.5
    assert standard_error(accuracy, p, y) == pytest.approx(expected)


def test_the_error_of_a_score_is_how_far_it_is_spread_over_sets_of_examples():
    rng = np.random.RandomState(2)
    errors, scores = [], []
    for _ in range(150):
        y = rng.randn(1, 200)
        p = y + 0.5 * rng.randn(1, 200)
        scores.append(r2_score(p, y))
        errors.append(standard_error(r2_score, p, y))
    assert np.mean(errors) == pytest.approx(np.std(scores), rel=0.25)


def test_a_single_example_has_no_error_bar():
    assert standard_error(accuracy, np.ones((1, 1)), np.ones((1, 1))) is None


@pytest.mark.parametrize("field", ["made", "diagnosis", "judged", "train", "costs"])
def test_a_record_that_was_edited_is_told_by_what_shows_it(field, capsys):
    change("bad", **{field: {"x": {}, "date": 3, "verdict": 1, "remark": 2, "values": 4}})
    for words in (["compare", "runs/good", "runs/bad"], ["report", "runs/bad"]):
        assert main(words) == 2
        assert f"run.json: '{field}" in capsys.readouterr().err
    assert main(["runs"]) == 0
    out, error = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "left out: runs/bad/run.json: " in error


def test_the_picture_lies_beside_the_runs_or_where_it_is_wished_or_nowhere(capsys):
    assert main(["compare", "runs/good", "runs/bad", "--out", "none"]) == 0
    assert "Wrote" not in capsys.readouterr().out
    assert main(["compare", "runs/good", "runs/bad"]) == 0
    assert "Wrote runs/comparison.png" in capsys.readouterr().out
    assert Path("runs/comparison.png").stat().st_size > 0
    shutil.copytree("runs/bad", "elsewhere/bad")
    assert main(["compare", "runs/good", "elsewhere/bad"]) == 0
    assert "Wrote comparison.png" in capsys.readouterr().out


def test_what_differs_is_written_as_it_was_given(world, capsys):
    start = ["train", "--data", str(world / "points.csv"), "--layers", "4", "--iterations", "20"]
    assert main([*start, "--label", "P", "--out", "runs/other"]) == 2
    assert main([*start, "--label", "p", "--out", "runs/numbers"]) == 0
    capsys.readouterr()
    change(
        "bad",
        source={**json.loads(Path("runs/bad/run.json").read_text())["source"], "label": "Kind"},
    )
    assert main(["compare", "runs/numbers", "runs/bad", "--out", "none"]) == 0
    said = capsys.readouterr().out
    assert re.search("^label +p +Kind$", said, re.M)
    assert re.search("^test R2 or accuracy ", said, re.M)
    assert re.search("^layers +3,4,1 +2,4,1$", said, re.M) or "layers" not in said


def test_a_label_that_was_named_and_one_that_was_found_are_the_same_column():
    from dnn.run.comparison import compare

    record = json.loads(Path("runs/bad/run.json").read_text())
    for label, is_same in [("kind", True), ("q", False)]:
        change("bad", source={**record["source"], "label": label})
        told = compare([Path("runs/bad"), Path("runs/good")])
        assert ("label" not in told.differences) == is_same
        assert told.best.startswith("The runs were judged by different") != is_same
