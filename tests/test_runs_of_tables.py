"""A run keeps what was decided about the columns of its table, and new rows are read with it."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnn.cli import main

PASSENGERS = "Id,Survived,Class,Name,Sex,Age,Ticket,Fare,Cabin,Embarked\n" + "".join(
    f'{k},{int(k % 3 > 0)},{k % 3 + 1},"Person, Mr. {k}",{"male" if k % 3 else "female"},'
    f"{'' if k % 7 == 0 else 20 + k % 40},{'PC ' * (k % 4 == 0)}{k},"
    f'"{1000 + 10 * k:,}.50",{f"C{k}" if k % 5 == 0 else ""},'
    f"{'SCQ'[k % 3] if k % 11 else ''}\n"
    for k in range(1, 91)
)
QUICK = ["--layers", "4", "--iterations", "200", "--learning-rate", "0.3"]
TRAIN = ["train", "--data", "ship.csv", "--label", "Survived", *QUICK]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("ship.csv").write_text(PASSENGERS)


@pytest.fixture
def refused(capsys):
    """Return what runs a command that has to fail, and returns its message."""

    def run(*words):
        capsys.readouterr()
        assert main(words) == 2
        return capsys.readouterr().err.removeprefix("dnn: error: ").strip()

    return run


def record(run):
    """Return the record of a run."""
    return json.loads(Path(run, "run.json").read_text())


def test_a_line_for_every_column_is_printed_and_what_is_left_out_is_said(capsys):
    assert main([*TRAIN, "--out", "run"]) == 0
    lines = re.sub(" {2,}", " | ", capsys.readouterr().out).splitlines()
    assert lines[1:12] == [
        "column | kind | values | missing",
        "Id | number | 1 to 90",
        "Survived | label | 1 (60), 0 (30)",
        "Class | number | 1 to 3",
        "Name | text | 90 different, left out",
        "Sex | category | male (60), female (30)",
        "Age | number | 20 to 59 | 12, become 37.5",
        "Ticket | text | 90 different, left out",
        "Fare | number | 1010.5 to 1900.5",
        "Cabin | text | 18 different, left out | 72",
        "Embarked | category | S (28), C (27), Q (27) | 8, become 'C'",
    ]
    out = "\n".join(lines)
    assert "Text, each value of which would be a feature, is left out: column 'Name' (90" in out
    assert "Column 'Id' counts the rows" in out
    assert record("run")["data"]["remarks"][0].startswith("text, each value")


def test_new_rows_are_read_as_the_run_was_trained_in_any_order_of_columns(capsys):
    assert main([*TRAIN, "--drop", "Id", "--out", "run"]) == 0
    assert record("run")["test"]["accuracy"] == 1
    Path("new.csv").write_text('Embarked,Fare,Age,Sex,Class,Name\nS,"1,040.5",,male,2,x\n')
    assert main(["predict", "new.csv", "--run", "run"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("new.csv row 1: 1, probability of 1 0.")
    assert err == ""
    Path("new.csv").write_text("Embarked,Fare,Age,Sex,Class\nX,1,,female,1\n")
    assert main(["predict", "new.csv", "--run", "run"]) == 0
    assert capsys.readouterr().err == (
        "dnn: warning: column 'Embarked': 1 cell is of a category that training did not have, "
        "'X' (1), and counts as none of those it had\n"
    )


def test_medians_are_those_of_the_part_to_train_on():
    assert main([*TRAIN, "--validation", "0.2", "--out", "run"]) == 0
    from dnn.run.examples import prepare
    from dnn.run.settings import new_settings

    source = new_settings({"data": "ship.csv", "label": "Survived", "validation": 0.2}).source
    examples = prepare({**source, "standardize": False})
    age, flag = (examples.about.features.index(name) for name in ("Age", "Age is missing"))
    X = examples.parts["train"].X
    fill = next(
        c["fill"] for c in record("run")["data"]["columns"]["columns"] if c["name"] == "Age"
    )
    assert fill == np.median(X[age][X[flag] == 0])
    held = np.hstack([examples.parts[part].X for part in ("test", "validation")])
    assert set(held[age][held[flag] == 1]) == {fill}


def test_columns_kinds_and_missing_values_are_set_and_kept(refused):
    chosen = ["--columns", "Class,Sex,Age", "--kind", "Class=category", "--kind", "Sex=text"]
    assert main([*TRAIN, *chosen, "--missing", "drop", "--out", "run"]) == 0
    found = record("run")
    assert found["data"]["features"] == ["Class=1", "Class=2", "Class=3", "Age"]
    assert found["source"]["kinds"] == {"Class": "category", "Sex": "text"}
    assert found["data"]["m_train"] + found["data"]["m_test"] == 78
    assert main(["train", "--resume", "run", "--iterations", "300"]) == 0
    assert record("run")["data"]["columns"] == found["data"]["columns"]
    assert "column 'Age': 12 of 90 are missing, the first in line 8" in refused(
        *TRAIN, "--missing", "error"
    )
    assert refused(*TRAIN, "--kind", "Age=numbr").startswith("argument --kind: unknown kind")
    assert "--missing: must be median, drop or error; got 'mean'" in refused(
        *TRAIN, "--missing", "mean"
    )
    assert "unknown column 'Agee', did you mean 'Age'?" in refused(*TRAIN, "--drop", "Agee")


def test_a_remedy_is_an_option_and_helps(refused):
    rows = "".join(f"2012-01-{k:02},{k % 4},{k % 2}\n" for k in range(1, 29)) + "later on,3,1\n"
    Path("days.csv").write_text("first day,x,y\n" + rows)
    words = ["train", "--data", "days.csv", *QUICK, "--force", "--out", "run"]
    assert (
        "column 'first day': 1 of 29 is no date, the first in line 30 ('later on'); "
        "--drop 'first day', or --missing drop leaves these rows out, or pass "
        "--kind 'first day=category'"
    ) in refused(*words)
    assert main([*words, "--drop", "first day"]) == 0
    assert main([*words, "--missing", "drop"]) == 0
    assert main([*words, "--kind", "first day=category"]) == 0


def test_a_run_from_before_columns_were_kept_is_read_as_it_was(capsys):
    Path("old.csv").write_text("a,b,y\n" + "".join(f"{k},{k % 5},{k % 2}\n" for k in range(40)))
    assert main(["train", "--data", "old.csv", *QUICK, "--out", "run"]) == 0
    capsys.readouterr()
    assert main(["predict", "old.csv", "--run", "run"]) == 0
    said, found = capsys.readouterr().out, record("run")
    for name in ("columns", "remarks"):
        del found["data"][name]
    for name in ("columns", "drop", "kinds", "missing"):
        del found["source"][name]
    Path("run/run.json").write_text(json.dumps(found))
    assert main(["predict", "old.csv", "--run", "run"]) == 0
    assert capsys.readouterr().out == said
    assert main(["train", "--resume", "run", "--iterations", "300"]) == 0


def test_damaged_columns_are_refused(refused):
    assert main([*TRAIN, "--out", "run"]) == 0
    found = record("run")
    found["data"]["columns"]["columns"].pop()
    Path("run/run.json").write_text(json.dumps(found))
    assert "'data.columns' become" in refused("predict", "ship.csv", "--run", "run")
    found["data"]["columns"] = {"columns": "all"}
    Path("run/run.json").write_text(json.dumps(found))
    assert "the columns of the table are not all there" in refused(
        "predict", "ship.csv", "--run", "run"
    )


def test_options_of_tables_are_refused_for_pictures(refused):
    assert "--drop is no option of the two files of the course" in refused("train", "--drop", "a")
    assert "--kind is no option of the two files" in refused("train", "--kind", "a=number")


def test_wide_tables_of_numbers_are_not_listed(capsys):
    names = [f"p{j}" for j in range(60)]
    rows = "".join(",".join(str((k + j) % 7) for j in range(60)) + f",{k % 2}\n" for k in range(20))
    Path("wide.csv").write_text(",".join([*names, "y"]) + "\n" + rows)
    assert main(["train", "--data", "wide.csv", *QUICK]) == 0
    out = capsys.readouterr().out
    assert "and 60 columns of numbers without a gap" in out
    assert "p7" not in out


def test_folders_to_train_test_and_validate_on_are_used_as_such(refused, capsys):
    for part, m in (("train", 6), ("val", 2), ("test", 3)):
        for name, shade in (("dark", 20), ("light", 220)):
            Path("two", part, name).mkdir(parents=True)
            for k in range(m):
                Image.new("RGB", (4, 4), (shade + k,) * 3).save(f"two/{part}/{name}/{k}.png")
    words = ["train", "--data", "two", "--size", "4", *QUICK, "--out", "run"]
    assert main([*words, "--patience", "100"]) == 0
    found = record("run")["data"]
    assert [found[f"m_{part}"] for part in ("train", "validation", "test")] == [12, 4, 6]
    assert found["held_out"] is None
    assert "leave --validation out" in refused(*words, "--force", "--validation", "0.2")
