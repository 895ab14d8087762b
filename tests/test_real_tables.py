"""Tables as they come in public packages train and predict in one command each."""

import csv
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from dnn.cli import main

QUICK = ["--layers", "6", "--iterations", "300", "--learning-rate", "0.3", "--out", "run"]


def shipped(package, *parts):
    """Return the path of a file that a package ships; skip where it is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"{package} is not installed")
    return str(Path(spec.submodule_search_locations[0], *parts))


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def trained(path, *options):
    """Train on a table as it is, predict all of its rows, and return the record of the run."""
    assert main(["train", "--data", path, *options, *QUICK]) == 0
    assert main(["predict", path, "--run", "run", "--out", "said.csv"]) == 0
    with open("said.csv", newline="", encoding="utf-8") as file:
        answers = list(csv.DictReader(file))
    record = json.loads(Path("run/run.json").read_text())
    assert len(answers) >= sum(record["data"][f"m_{part}"] for part in ("train", "test"))
    return record


@pytest.mark.parametrize("name", ["penguins.csv", "penguins-raw.csv"])
def test_penguins(name, capsys):
    label = {"penguins.csv": "species", "penguins-raw.csv": "Species"}[name]
    record = trained(shipped("palmerpenguins", "data", name), "--label", label)
    assert record["test"]["accuracy"] > 0.95
    out = capsys.readouterr().out
    assert "2, become " in out
    assert {column["kind"] for column in record["data"]["columns"]["columns"]} >= {
        "number",
        "category",
    }


def test_penguins_without_gaps():
    path = shipped("palmerpenguins", "data", "penguins.csv")
    record = trained(path, "--label", "species", "--missing", "drop")
    assert record["data"]["m_train"] + record["data"]["m_test"] == 333
    assert record["data"]["remarks"][0].startswith("11 rows miss a value and are left out")


@pytest.mark.parametrize(
    ("name", "options", "least"),
    [
        ("seattle-weather.csv", [], 0.6),
        ("la-riots.csv", ["--label", "type"], 0.5),
        ("stocks.csv", ["--label", "symbol"], 0.4),
        ("airports.csv", ["--label", "country"], 0.9),
    ],
)
def test_tables_of_vega(name, options, least, recwarn):
    record = trained(shipped("vega_datasets", "_data", name), *options)
    assert record["test"]["accuracy"] > least


@pytest.mark.parametrize(
    ("name", "options", "least"),
    [
        ("stocks.csv", [], 0.5),
        ("iowa-electricity.csv", [], 0.5),
        ("seattle-temps.csv", [], 0.5),
        ("sf-temps.csv", ["--label", "temp"], 0.2),
        ("us-employment.csv", ["--label", "nonfarm"], 0.9),
    ],
)
def test_numbers_are_predicted_from_tables_of_vega(name, options, least):
    record = trained(shipped("vega_datasets", "_data", name), *options)
    assert record["test"]["r2"] > least


@pytest.mark.parametrize(
    ("folder", "label", "score", "least"),
    [
        ("anes96", "vote", "accuracy", 0.8),
        ("spector", "GRADE", "accuracy", 0.3),
        ("fair", "affairs", "r2", 0.0),
        ("star98", "0", "r2", 0.5),
    ],
)
def test_tables_of_statsmodels(folder, label, score, least):
    path = shipped("statsmodels", "datasets", folder, f"{folder}.csv")
    assert trained(path, "--label", label)["test"][score] > least
