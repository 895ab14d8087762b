"""New examples for a run: what is evaluated, what is predicted, and how answers are written."""

import csv
import io
import json
import re
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from dnn.cli.entry import main

COLOURS = {"blue": (40, 40, 200), "green": (40, 200, 40), "red": (200, 40, 40)}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DNN_DATA", raising=False)


@pytest.fixture
def refused(capsys):
    def run(*arguments):
        assert main([str(argument) for argument in arguments]) == 2
        return capsys.readouterr().err.removeprefix("dnn: error: ").rstrip()

    return run


def pictures(folder, names=COLOURS, m=10, seed=1):
    rng = np.random.RandomState(seed)
    for name in names:
        (folder / name).mkdir(parents=True)
        for i in range(m):
            pixels = np.clip(np.array(COLOURS[name]) + rng.randint(-40, 40, (6, 9, 3)), 0, 255)
            Image.fromarray(pixels.astype(np.uint8)).save(folder / name / f"{i}.png")


def table(path, m=60, seed=2, names=("cat", "dog", "elk"), label=True):
    rng = np.random.RandomState(seed)
    lines = ["height,weight" + ",species" * label]
    for i in range(m):
        k = i % 3
        height, weight = 2000 + 900 * k + rng.randn(), 0.02 - 0.005 * k + 0.0001 * rng.randn()
        lines.append(f"{height},{weight}" + f",{names[k]}" * label)
    Path(path).write_text("\n".join(lines) + "\n")


def trained(data, *words):
    options = ["--learning-rate", "0.1", "--iterations", "300", "--out", "run", *words]
    assert main(["train", "--data", str(data), "--layers", "6", *options]) == 0


@pytest.fixture
def pets(capsys):
    table("pets.csv")
    trained("pets.csv")
    capsys.readouterr()


@pytest.fixture
def colours(capsys, tmp_path):
    pictures(tmp_path / "colours")
    trained("colours", "--size", "4")
    capsys.readouterr()


# --- dnn evaluate -------------------------------------------------------------------------------


def test_the_data_of_a_run_are_evaluated_as_it_was_itself(pets, capsys):
    record = json.loads(Path("run/run.json").read_text())
    assert main(["evaluate", "run", "pets.csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["60", "examples", "1.0000", "1.0000", "0.3333"]
    assert record["train"]["accuracy"] == record["test"]["accuracy"] == 1
    assert lines[3].split() == ["class", "precision", "recall", "f1", "support"]
    assert [line.split()[-1] for line in lines[4:7]] == ["20", "20", "20"]


def test_classes_that_the_run_never_saw_are_named_and_left_out(pets, capsys):
    table("new.csv", m=30, seed=3, names=("cat", "fox", "elk"))
    assert main(["evaluate", "run", "new.csv"]) == 0
    out = capsys.readouterr().out
    assert "20 examples" in out
    assert "Left out: 10 examples of 'fox', which the network never saw" in out


def test_rows_without_a_label_are_counted(pets, capsys):
    Path("new.csv").write_text("species,weight,height\ncat,0.02,2000\n,0.01,3800\nelk,0.01,3800\n")
    assert main(["evaluate", "run", "new.csv"]) == 0
    out = capsys.readouterr().out
    assert "2 examples" in out
    assert "Left out: 1 example without a label" in out


def test_the_run_may_be_named_as_predict_has_it_and_a_wrong_order_is_told(pets, capsys):
    assert main(["evaluate", "run", "pets.csv"]) == 0
    usual = capsys.readouterr().out
    assert main(["evaluate", "pets.csv", "--run", "run"]) == 0
    assert capsys.readouterr().out == usual
    assert main(["evaluate", "pets.csv", "run"]) == 2
    assert "give the run first: dnn evaluate run pets.csv" in capsys.readouterr().err
    assert main(["evaluate", "pets.csv"]) == 2
    assert "needs a run and labelled data" in capsys.readouterr().err


def test_several_files_are_evaluated_as_one(pets, capsys):
    table("more.csv", m=9, seed=5)
    assert main(["evaluate", "run", "pets.csv", "more.csv"]) == 0
    assert "69 examples" in capsys.readouterr().out


def test_data_without_labels_are_refused(pets, refused):
    table("new.csv", label=False)
    assert "new.csv: holds no labels to compare with; give a file with" in refused(
        "evaluate", "run", "new.csv"
    )
    table("other.csv", names=("ox", "ox", "ox"))
    assert refused("evaluate", "run", "other.csv") == (
        "other.csv: the labels are 'ox', but the run knows cat, dog, elk"
    )


def test_a_folder_of_pictures_is_evaluated_by_the_names_of_its_folders(colours, tmp_path, capsys):
    pictures(tmp_path / "others", names=("red", "blue"), m=4, seed=6)
    assert main(["evaluate", "run", "others"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:3] == ["8", "examples", "1.0000"]


def test_numbers_are_evaluated_on_their_own_scale(capsys):
    rng = np.random.RandomState(7)
    size = rng.rand(50) * 100
    rows = [f"{a!r},{1000 * a + 50!r}" for a in size.tolist()]
    Path("homes.csv").write_text("\n".join(["size,price", *rows]) + "\n")
    words = ["--layers", "none", "--learning-rate", "0.5", "--iterations", "300", "--out", "run"]
    assert main(["train", "--data", "homes.csv", *words]) == 0
    capsys.readouterr()
    Path("new.csv").write_text("size,price\n10,10060\n20,20040\n")
    assert main(["evaluate", "run", "new.csv"]) == 0
    out = capsys.readouterr().out
    assert "2 examples  1.0000  10.0" in out
    assert "true - predicted is " in out


# --- dnn predict --------------------------------------------------------------------------------


def write_h5(path, x, **rest):
    with h5py.File(path, "w") as file:
        file["x"] = x
        for name, values in rest.items():
            file[name] = values


def test_an_h5_file_is_predicted_and_evaluated_with_and_without_its_labels(capsys):
    rng = np.random.RandomState(8)
    y = np.arange(40) % 2
    x = rng.randn(40, 3) + 2 * y[:, np.newaxis]
    write_h5("points.h5", x, y=y, list_classes=np.array([b"low", b"high"]))
    trained("points.h5")
    capsys.readouterr()
    write_h5("new.h5", x[:3])
    assert main(["predict", "new.h5", "--run", "run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"new.h5 row {k}" for k in (1, 2, 3)]
    assert main(["evaluate", "run", "points.h5"]) == 0
    assert "40 examples" in capsys.readouterr().out
    assert main(["evaluate", "run", "new.h5"]) == 2
    assert "new.h5: holds no labels to compare with" in capsys.readouterr().err


def test_an_h5_file_of_another_shape_is_refused(pets, refused):
    write_h5("new.h5", np.zeros((4, 5)))
    assert refused("predict", "new.h5", "--run", "run") == (
        "new.h5: holds 5 features, but run was trained on 2 features"
    )


def test_a_folder_is_looked_through_for_pictures_however_deep(colours, tmp_path, capsys):
    pictures(tmp_path / "album" / "2024" / "may", names=("red",), m=2)
    pictures(tmp_path / "album" / "more", names=("blue",), m=1)
    (tmp_path / "album" / ".hidden").write_text("")
    (tmp_path / "album" / "Thumbs.db").write_text("")
    assert main(["predict", "album", "--run", "run", "--out", "said.jsonl"]) == 0
    said = [json.loads(line) for line in Path("said.jsonl").read_text().splitlines()]
    assert [(one["file"], one["prediction"]) for one in said] == [
        ("album/2024/may/red/0.png", "red"),
        ("album/2024/may/red/1.png", "red"),
        ("album/more/blue/0.png", "blue"),
    ]


def test_what_lies_beside_pictures_is_left_out_and_said(colours, capsys):
    Path("colours/readme.txt").write_text("colours")
    Path("colours/red/notes.md").write_text("red")
    assert main(["evaluate", "run", "colours"]) == 0
    said = capsys.readouterr()
    assert "30 examples" in said.out
    assert said.err == (
        "dnn: warning: colours: 2 files are no picture and left out: readme.txt; notes.md\n"
    )


def test_a_folder_without_pictures_is_refused(colours, refused, tmp_path):
    (tmp_path / "empty").mkdir()
    assert refused("predict", "empty", "--run", "run") == (
        "empty: holds no pictures, in itself or in the folders in it"
    )


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_the_ending_of_the_file_decides_how_answers_are_written(pets, ending):
    assert main(["predict", "pets.csv", "--run", "run", "--out", f"said.{ending}"]) == 0
    text = Path(f"said.{ending}").read_text()
    if ending == "csv":
        first = next(csv.DictReader(io.StringIO(text)))
        shares = {name: float(first[f"probability of {name}"]) for name in ("cat", "dog", "elk")}
    else:
        objects = json.loads(text) if ending == "json" else list(map(json.loads, text.splitlines()))
        assert len(objects) == 60
        first, shares = objects[0], objects[0]["probabilities"]
    assert first["prediction"] == "cat"
    assert list(shares) == ["cat", "dog", "elk"]
    assert sum(shares.values()) == pytest.approx(1)


def test_an_ending_that_is_no_format_is_refused_before_anything_is_asked(refused):
    assert refused("predict", "pets.csv", "--run", "run", "--out", "said.xml") == (
        "said.xml: answers are written as .csv, .json, .jsonl; give the file one of these endings"
    )


def test_rows_may_come_from_standard_input_and_answers_go_to_standard_output(
    pets, capsys, monkeypatch
):
    stream = io.TextIOWrapper(io.BytesIO(b"weight,height\n0.02,2000\n0.01,3800\n"))
    monkeypatch.setattr("sys.stdin", stream)
    assert main(["predict", "-", "--run", "run", "--out", "-", "--format", "jsonl"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["file"], one["row"], one["prediction"]) for one in said] == [
        ("-", 1, "cat"),
        ("-", 2, "elk"),
    ]


def stream(monkeypatch, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_what_is_wrong_with_standard_input_calls_it_by_its_name(pets, refused, monkeypatch, capsys):
    stream(monkeypatch, b"a,b\n1,2\n")
    assert refused("predict", "-", "--run", "run").startswith(
        "standard input: has no column 'height'; 'weight', which the network was trained on"
    )
    stream(monkeypatch, "weight,height,café\n0.02,2000,1\n".encode("latin-1"))
    assert main(["predict", "-", "--run", "run"]) == 0
    assert capsys.readouterr().err == (
        "dnn: warning: the file standard input is not UTF-8 and is read as cp1252: café\n"
    )
    stream(monkeypatch, b"weight,height\n,\n")
    assert main(["predict", "-", "--run", "run"]) == 0
    assert "dnn-" not in capsys.readouterr().err


def test_a_run_is_evaluated_on_standard_input(pets, capsys, monkeypatch):
    stream(monkeypatch, Path("pets.csv").read_bytes())
    assert main(["evaluate", "run", "-"]) == 0
    assert "60 examples" in capsys.readouterr().out


def test_the_encoding_of_a_run_is_that_of_its_new_rows_unless_they_are_utf8(capsys):
    text = "身高,城市,类别\n" + "".join(
        f"{150 + k},{'北上'[k % 2]}海,{'猫狗'[k % 2]}\n" for k in range(40)
    )
    Path("animals.csv").write_bytes(text.encode("gbk"))
    assert main(["train", "--data", "animals.csv"]) == 2
    assert "--encoding gb18030 (身高 城市 类别)" in capsys.readouterr().err
    trained("animals.csv", "--encoding", "gbk")
    capsys.readouterr()
    Path("utf8.csv").write_text(text, encoding="utf-8")
    for name in ("animals.csv", "utf8.csv"):
        assert main(["evaluate", "run", name]) == 0
        assert "unseen" not in (said := capsys.readouterr().out)
        assert "40 examples  1.0000" in said


def test_labels_with_a_currency_are_trained_and_evaluated_on(capsys):
    lines = [f'{k},"${1000 + 50 * k:,}"' for k in range(60)]
    Path("prices.csv").write_text("\n".join(["size,price", *lines]) + "\n")
    trained("prices.csv")
    assert main(["evaluate", "run", "prices.csv"]) == 0
    assert "60 examples" in capsys.readouterr().out


def test_lines_of_another_length_are_skipped_on_request_and_listed(capsys):
    table("pets.csv")
    with Path("pets.csv").open("a") as file:
        file.write("Total: 60\n")
    assert main(["train", "--data", "pets.csv"]) == 2
    assert "line 62 has 1; mend them, or leave such lines out with --skip-broken" in (
        capsys.readouterr().err
    )
    trained("pets.csv", "--skip-broken")
    assert "Skipped 1 line: pets.csv, line 62: has 1 cell" in capsys.readouterr().out


def test_the_doctor_calls_classes_by_name_and_lets_a_rare_one_count_more(capsys):
    rng = np.random.RandomState(3)
    lines = [
        f"{rng.randn()},{rng.randn()},{'fraud' if k % 50 == 0 else 'fine'}" for k in range(300)
    ]
    Path("cards.csv").write_text("\n".join(["a,b,kind", *lines]) + "\n")
    assert main(["train", "--data", "cards.csv", "--iterations", "300", "--out", "run"]) == 0
    said = capsys.readouterr().out
    assert "rare class. Class 'fraud' has 5 of the 240 examples, 2.1%" in said
    assert "Or let every class count the same in all.\nNext: dnn train --data cards.csv" in said
    command = said.partition("Next: dnn ")[2].split("\n")[0].split()
    assert "--class-weight balanced" in " ".join(command)
    assert main(command) == 0
    assert "Every class counts the same in all" in capsys.readouterr().out


def test_classes_that_are_never_tested_and_numbers_that_are_classes_are_pointed_out(capsys):
    lines = [f"{k},{k % 3 if k else 9}" for k in range(30)]
    Path("grades.csv").write_text("\n".join(["x,grade", *lines]) + "\n")
    trained("grades.csv")
    said = capsys.readouterr().out
    assert "No example to test on is 9: it is not tested." in said
    assert "If they are amounts, --output linear predicts them as numbers." in said
    assert "(--label NAME predicts another column, --kind NAME=KIND reads one as" in said


def test_every_class_is_told_with_its_probability(pets, capsys):
    assert main(["predict", "pets.csv", "--run", "run"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    found = re.fullmatch(
        r"pets\.csv row 1: cat, probability ([\d.]+) \((\w+) ([\d.]+), (\w+) ([\d.]+)\)", first
    )
    assert {found[2], found[4]} == {"dog", "elk"}
    assert sum(float(found[k]) for k in (1, 3, 5)) == pytest.approx(1, abs=1e-3)
    assert float(found[1]) > float(found[3]) >= float(found[5])
