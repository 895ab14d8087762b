"""The door for people with data of their own: pictures in folders, tables, h5 files."""

import csv
import json
import re
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

import dnn
from dnn.cli.entry import main

COLOURS = {"blue": (40, 40, 200), "green": (40, 200, 40), "red": (200, 40, 40)}
QUICK = ["--learning-rate", "0.1", "--iterations", "300"]


# --- a small world ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DNN_DATA", raising=False)


@pytest.fixture
def refused(capsys):
    """Return what runs a command that must end in one line on the error stream; return it."""

    def run(*arguments):
        assert main([str(argument) for argument in arguments]) == 2
        error = capsys.readouterr().err
        assert error.startswith("dnn: error: ")
        assert error.count("\n") == 1
        return error.removeprefix("dnn: error: ").rstrip()

    return run


def pictures(folder, colours=COLOURS, m=10):
    rng = np.random.RandomState(1)
    for name, colour in colours.items():
        (folder / name).mkdir(parents=True)
        for i in range(m):
            pixels = np.clip(np.array(colour) + rng.randint(-40, 40, (6, 9, 3)), 0, 255)
            Image.fromarray(pixels.astype(np.uint8)).save(folder / name / f"{i}.png")
    return folder


def table(path, m=60, header=True):
    """Write heights and weights of three species, on very different scales."""
    rng = np.random.RandomState(2)
    lines = ["height,weight,species"] * header
    for i in range(m):
        k = i % 3
        height, weight = 2000 + 900 * k + rng.randn(), 0.02 - 0.005 * k + 0.0001 * rng.randn()
        lines.append(f"{height},{weight},{['cat', 'dog', 'elk'][k]}")
    Path(path).write_text("\n".join(lines) + "\n")
    return path


def prices(path, m=60):
    """Write sizes and prices of houses: price = 1000 size + 50000."""
    sizes = np.random.RandomState(3).randint(30, 300, m)
    lines = ["price;size", *(f"{1000 * size + 50000.5};{size}" for size in sizes)]
    Path(path).write_text("\n".join(lines) + "\n")
    return path


def record(folder):
    return json.loads((Path(folder) / "run.json").read_text())


# --- a folder of pictures -----------------------------------------------------------------------


def test_a_folder_of_pictures_is_learnt_and_new_pictures_are_told(tmp_path, capsys):
    folder = pictures(tmp_path / "colours")
    assert main(["train", "--data", "colours", "--size", "4", "--layers", "8", *QUICK]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "Loaded 24 pictures to train on and 6 held out to test on, 4x4 each, from colours"
    )
    assert lines[1].endswith("3 classes (blue, green, red), so the output is softmax with 3 units.")
    assert "class  precision  recall  f1      support" in lines
    assert lines[-4] == (
        "Wrote runs/colours-8: parameters.h5, costs.png, confusion.png, mislabeled.png, "
        "checkpoint.h5, report.html, run.json"
    )
    found = record("runs/colours-8")
    right = {"accuracy": 1.0, "standard error": 0.0, "balanced": 1.0, "majority": 1 / 3}
    assert found["test"] == {"cost": found["test"]["cost"], **right}
    assert found["data"]["held_out"] == 0.2
    new = folder / "red" / "0.png"
    assert main(["predict", str(new), "--run", "runs/colours-8"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{new}: red, probability 0.")
    assert said[0].endswith("(PNG, 9x6)")
    with Image.open("runs/colours-8/predictions/0.png") as image:
        assert image.size == (4, 4)


def test_two_folders_of_pictures_ask_for_a_sigmoid_unless_told_otherwise(tmp_path, capsys):
    pictures(tmp_path / "two", {name: COLOURS[name] for name in ("red", "blue")}, m=4)
    words = ["train", "--data", "two", "--size", "2", "--layers", "none", "--iterations", "1"]
    assert main(words) == 0
    assert "so the output is sigmoid with 1 unit." in capsys.readouterr().out
    assert main([*words, "--output", "softmax", "--out", "other"]) == 0
    assert "The output is softmax with 2 units, as asked for." in capsys.readouterr().out
    assert record("runs/two")["layer_dims"] == [12, 1]
    assert record("other")["layer_dims"] == [12, 2]
    assert main(["predict", "two/red/0.png", "--run", "other"]) == 0


def test_a_broken_picture_is_named_and_skipped_when_asked(tmp_path, refused, capsys):
    pictures(tmp_path / "two", {name: COLOURS[name] for name in ("red", "blue")}, m=4)
    (tmp_path / "two" / "red" / "bad.png").write_text("no picture")
    words = ["train", "--data", "two", "--size", "2", "--layers", "2", "--iterations", "1"]
    error = refused(*words)
    assert "bad.png: is not a picture" in error
    assert "leave them out with --skip-broken" in error
    assert not Path("runs").exists()
    assert main([*words, "--skip-broken"]) == 0
    assert "Skipped 1 file: " in capsys.readouterr().out
    assert "bad.png" in record("runs/two-2")["data"]["skipped"][0]


# --- tables -------------------------------------------------------------------------------------


def test_a_table_of_classes_is_standardized_and_new_rows_are_told(capsys):
    table("pets.csv")
    assert main(["train", "--data", "pets.csv", "--layers", "5", *QUICK, "--out", "run"]) == 0
    out = capsys.readouterr().out
    assert "Loaded 48 examples to train on and 12 held out to test on, 2 features each" in out
    assert "The features are standardized to mean 0 and standard deviation 1" in out
    assert record("run")["test"]["accuracy"] == 1
    assert record("run")["data"]["features"] == ["height", "weight"]
    assert not Path("run/mislabeled.png").exists()
    Path("new.csv").write_text("weight,age,height\n0.02,3,2000\n\n0.01,4,3800\n")
    assert main(["predict", "new.csv", "--run", "run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("new.csv row 1: cat, probability 0.")
    assert lines[1].startswith("new.csv row 2: elk, probability 0.")


def test_predictions_go_to_a_csv_file_with_every_probability(capsys):
    table("pets.csv")
    assert main(["train", "--data", "pets.csv", "--layers", "5", *QUICK, "--out", "run"]) == 0
    assert main(["predict", "pets.csv", "--run", "run", "--out", "said.csv"]) == 0
    assert capsys.readouterr().out.endswith("Wrote said.csv: 60 predictions\n")
    with open("said.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    for k, row in enumerate(rows):
        assert (row["file"], row["row"]) == ("pets.csv", str(k + 1))
        assert row["prediction"] == ["cat", "dog", "elk"][k % 3]
        shares = [float(row[f"probability of {name}"]) for name in ("cat", "dog", "elk")]
        assert sum(shares) == pytest.approx(1)
        assert int(np.argmax(shares)) == k % 3


def test_predictions_are_not_written_over_what_they_come_from(refused):
    table("pets.csv")
    assert main(["train", "--data", "pets.csv", "--layers", "5", *QUICK, "--out", "run"]) == 0
    before = Path("pets.csv").read_text()
    assert "stays as it is" in refused("predict", "pets.csv", "--run", "run", "--out", "pets.csv")
    assert Path("pets.csv").read_text() == before


def test_numbers_are_predicted_on_their_own_scale(capsys):
    prices("homes.csv")
    words = ["--label", "price", "--layers", "none", "--learning-rate", "0.5"]
    assert main(["train", "--data", "homes.csv", *words, "--iterations", "200"]) == 0
    out = capsys.readouterr().out
    assert "so the output is linear." in out
    assert "and so are the labels" in out
    found = record("runs/homes")
    assert found["test"]["r2"] > 0.999
    assert found["test"]["error"] < 100
    Path("new.csv").write_text("size\n100\n250\n")
    assert main(["predict", "new.csv", "--run", "runs/homes", "--out", "said.csv"]) == 0
    with open("said.csv", newline="") as file:
        said = [float(row["prediction"]) for row in csv.DictReader(file)]
    assert said == pytest.approx([150_000, 300_000], rel=0.001)


def test_whole_number_labels_are_numbers_when_the_output_is_to_be_linear(capsys):
    Path("stars.csv").write_text("x,stars\n" + "".join(f"{i},{i % 5}\n" for i in range(20)))
    words = ["train", "--data", "stars.csv", "--layers", "none", "--iterations", "1"]
    assert main([*words, "--out", "a"]) == 0
    assert main([*words, "--out", "b", "--output", "linear"]) == 0
    assert record("a")["hyperparameters"]["output"] == "softmax"
    assert record("b")["hyperparameters"]["output"] == "linear"


def test_a_table_may_be_left_as_it_stands():
    table("pets.csv")
    words = ["train", "--data", "pets.csv", "--layers", "none", "--iterations", "1"]
    assert main([*words, "--no-standardize", "--out", "run"]) == 0
    assert record("run")["data"]["standardized"] is False
    assert not Path("run/scaling.h5").exists()
    assert main(["predict", "pets.csv", "--run", "run"]) == 0


def test_a_table_without_names_goes_by_place(refused):
    table("pets.csv", header=False)
    words = ["train", "--data", "pets.csv", "--label", "-1", "--layers", "5", *QUICK]
    assert main([*words, "--out", "run"]) == 0
    Path("new.csv").write_text("2000,0.02\n3800,0.01\n")
    assert main(["predict", "new.csv", "--run", "run"]) == 0
    Path("wrong.csv").write_text("1,2,3,4\n")
    assert "has 4 columns, but the network was trained on 2 features" in refused(
        "predict", "wrong.csv", "--run", "run"
    )


def test_wrong_columns_and_wrong_kinds_of_files_are_named(refused, tmp_path):
    table("pets.csv")
    assert main(["train", "--data", "pets.csv", "--layers", "2", *QUICK, "--out", "run"]) == 0
    Path("new.csv").write_text("height,age\n1,2\n")
    assert "new.csv: has no column 'weight'" in refused("predict", "new.csv", "--run", "run")
    pictures(tmp_path / "two", {"red": (200, 0, 0), "blue": (0, 0, 200)}, m=3)
    assert refused("predict", "two/red/0.png", "--run", "run") == (
        "two/red/0.png: is a picture, but run was trained on tables"
    )
    words = ["train", "--data", "two", "--size", "2", "--iterations", "1", "--out", "seen"]
    assert main(words) == 0
    assert refused("predict", "pets.csv", "--run", "seen") == (
        "pets.csv: is a table, but seen was trained on pictures"
    )


TEXTS = "x,name\n" + "".join(f"{i},n{i}\n" for i in range(60))


@pytest.mark.parametrize(
    ("content", "options", "in_python", "in_words"),
    [
        ("a,b,k\n", {}, "values, pass header=False", "values, pass --no-header"),
        (
            "a,k\n1,0\n3\n",
            {},
            "leave such lines out with skip_broken=True",
            "leave such lines out with --skip-broken",
        ),
        (
            "name,k\n" + "".join(f"n{i},{i % 2}\n" for i in range(60)),
            {},
            "to learn from it all the same, pass kinds={'name': 'category'}",
            "to learn from it all the same, pass --kind name=category",
        ),
        (
            "a,b\n1,0\n2,1\n",
            {"header": False},
            "if the first line names the columns, pass header=True",
            "if the first line names the columns, pass --header",
        ),
        (
            "1,0\n2,1\n",
            {"label": "k"},
            "(or pass header=True if the first line names the columns)",
            "(or pass --header if the first line names the columns)",
        ),
        (
            TEXTS,
            {},
            "labels with label=..., or pass kind='classes'",
            "labels with --label NAME, or pass --output softmax",
        ),
        (TEXTS, {"size": 4}, "'size' is no option of a CSV file", "--size is no option of a CSV"),
    ],
)
def test_a_remedy_is_told_as_an_argument_in_python_and_as_an_option_here(
    refused, content, options, in_python, in_words
):
    Path("mine.csv").write_text(content)
    with pytest.raises(ValueError, match=re.escape(in_python)):
        dnn.load_dataset("mine.csv", **options)
    words = {"header": ["--no-header"], "label": ["--label", "k"], "size": ["--size", "4"]}
    given = [word for name in options for word in words[name]]
    assert in_words in refused("train", "--data", "mine.csv", *given)


# --- h5 files -----------------------------------------------------------------------------------


def digits(path, m=100):
    rng = np.random.RandomState(4)
    y = np.arange(m) % 10
    x = rng.randint(0, 60, (m, 5, 4)) + 190 * (np.arange(20).reshape(5, 4) // 2 == y[:, None, None])
    with h5py.File(path, "w") as file:
        file["images"], file["digits"] = np.minimum(x, 255).astype(np.uint8), y
        file["other"] = rng.randint(0, 9, m)


def test_an_h5_file_with_ten_classes_is_learnt(refused, capsys):
    digits("digits.h5")
    words = ["train", "--data", "digits.h5", "--layers", "15", "--out", "run"]
    assert "name one with --y KEY" in refused(*words)
    adam = ["--optimizer", "adam", "--learning-rate", "0.01", "--iterations", "300"]
    assert main([*words, "--y", "digits", *adam, "--mini-batch-size", "20"]) == 0
    found = record("run")
    assert found["layer_dims"] == [20, 15, 10]
    assert found["data"]["image_shape"] == [5, 4, 1]
    assert found["test"]["accuracy"] > 0.9
    names = ["confusion.png", "costs.png", "mislabeled.png"]
    assert sorted(path.name for path in Path("run").glob("*.png")) == names


# --- hyperparameters, validation ------------------------------------------------------------------


def test_every_hyperparameter_is_an_option_and_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for name, row in dnn.HYPERPARAMETERS.items():
        assert f"--{name.removeprefix('num_').replace('_', '-')} VALUE" in text
        assert row.equation in text


OTHERS = {
    "learning_rate": ("0.02", 0.02),
    "num_iterations": ("7", 7),
    "hidden": ("tanh,relu", ["tanh", "relu"]),
    "output": ("softmax", "softmax"),
    "scale": ("he", "he"),
    "seed": ("5", 5),
    "optimizer": ("adam", "adam"),
    "beta": ("0.8", 0.8),
    "beta1": ("0.7", 0.7),
    "beta2": ("0.6", 0.6),
    "epsilon": ("1e-6", 1e-6),
    "mini_batch_size": ("16", 16),
    "lambd": ("0.1", 0.1),
    "keep_prob": ("0.9,0.8", [0.9, 0.8]),
    "schedule": ("cosine", "cosine"),
    "decay_rate": ("0.5", 0.5),
    "time_interval": ("3", 3),
    "every": ("2", 2),
    "class_weight": ("cat=2,elk=0.5", {"cat": 2.0, "elk": 0.5}),
    "patience": ("4", 4),
    "dtype": ("float32", "float32"),
}


def test_every_hyperparameter_reaches_the_training_and_another_run_reads_them():
    assert OTHERS.keys() == dnn.HYPERPARAMETERS.keys()
    table("pets.csv")
    words = ["train", "--data", "pets.csv", "--layers", "4,3", "--validation", "0.25"]
    for name, (word, _) in OTHERS.items():
        words += [f"--{name.removeprefix('num_').replace('_', '-')}", word]
    assert main([*words, "--out", "a"]) == 0
    found = record("a")
    assert found["hyperparameters"] == {name: value for name, (_, value) in OTHERS.items()}
    assert dnn.load_parameters("a/parameters.h5")["W1"].dtype == np.float32
    again = ["train", "--data", "pets.csv", "--hyperparameters", "a/run.json"]
    assert main([*again, "--learning-rate", "0.3", "--out", "b"]) == 0
    expected = {**found["hyperparameters"], "learning_rate": 0.3, "patience": None}
    assert record("b")["hyperparameters"] == expected
    assert record("b")["layer_dims"] == [2, 4, 3, 3]


def test_hyperparameters_come_from_a_plain_file_too():
    table("pets.csv")
    Path("mine.json").write_text('{"layers": [3], "num_iterations": 5, "optimizer": "momentum"}')
    words = ["train", "--data", "pets.csv", "--hyperparameters", "mine.json", "--out", "run"]
    assert main(words) == 0
    assert record("run")["layer_dims"] == [2, 3, 3]
    chosen = record("run")["hyperparameters"]
    assert (chosen["num_iterations"], chosen["optimizer"]) == (5, "momentum")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "mine.json: is not JSON"),
        ("[]", "mine.json: must be a JSON object"),
        ('{"learning_rat": 1}', "mine.json: unknown hyperparameter 'learning_rat', did you mean"),
        ('{"beta": 1}', "mine.json: beta must be a number in [0, 1); got 1"),
        ('{"layers": [0]}', "mine.json: layers must be sizes of hidden layers"),
        ('{"layers": 3}', "mine.json: layers must be sizes of hidden layers"),
        ('{"num_iterations": 0}', "mine.json: num_iterations must be a whole number from 1 up"),
        ('{"hyperparameters": {}}', "mine.json: is not a whole run.json"),
        (None, "mine.json: No such file or directory"),
    ],
)
def test_a_file_of_hyperparameters_that_is_wrong_is_told(refused, content, words):
    if content is not None:
        Path("mine.json").write_text(content)
    assert words in refused("train", "--hyperparameters", "mine.json")
    assert not Path("runs").exists()


def test_validation_stops_early_and_says_where_the_parameters_come_from(capsys):
    table("pets.csv")
    words = ["--validation", "0.25", "--patience", "2", "--learning-rate", "3", "--every", "1"]
    assert main(["train", "--data", "pets.csv", "--layers", "4", *words, "--out", "run"]) == 0
    found = record("run")
    assert (found["stopped"], found["data"]["m_validation"]) == ("early", 12)
    costs = found["costs"]
    assert len(costs["validation"]) == len(costs["values"]) == found["iterations"]
    assert costs["best_iteration"] == int(np.argmin(costs["validation"]))
    assert (
        f"Stopped early, after {found['iterations']} iterations: the parameters are those of "
        f"iteration {costs['best_iteration']}, where the validation cost was lowest"
    ) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--patience 3", "--patience watches the validation cost; hold some examples out for it"),
        ("--validation 1", "argument --validation: must be a number in (0, 1); got 1"),
        ("--test-fraction 0", "argument --test-fraction: must be a number in (0, 1); got 0"),
        ("--size 4", "--size is no option of a CSV file"),
        ("--label age", "pets.csv: unknown label column 'age'"),
        ("--output sigmoid", "--output sigmoid tells two classes apart, but the labels are 3"),
        ("--output linear", "pets.csv"),
        ("--hidden tanh,relu", "hidden names one activation for each of the 1 hidden layers"),
        ("--hidden tnh", "argument --hidden: unknown hidden 'tnh', did you mean 'tanh'?"),
        ("--keep-prob 0.5,0.5,0.5", "keep_prob"),
        ("--optimizer sgd", "argument --optimizer: unknown optimizer 'sgd'"),
        ("--checkpoint-every 0", "argument --checkpoint-every: must be a whole number from 1 up"),
    ],
)
def test_what_does_not_go_together_is_told_and_nothing_is_left(refused, words, message):
    table("pets.csv")
    before = sorted(path.name for path in Path().iterdir())
    assert message in refused("train", "--data", "pets.csv", "--layers", "2", *words.split())
    assert sorted(path.name for path in Path().iterdir()) == before
