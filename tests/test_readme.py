"""The README says what the package is: its tables are the package's, and it stays short."""

import re
from pathlib import Path

import pytest

import dnn

CHECKOUT = Path(__file__).resolve().parent.parent
README = (CHECKOUT / "README.md").read_text()


def hyperparameter_rows():
    """Return the rows of the table of hyperparameters as it ought to stand in the README."""
    return [
        f"| `{name}` | {row.default!r} | {row.range} | {row.equation} |".replace("'", "`")
        for name, row in dnn.HYPERPARAMETERS.items()
    ]


def test_the_table_of_hyperparameters_is_the_packages():
    table = README.split("## The hyperparameters")[1].split("\n## ")[0]
    assert [line for line in table.splitlines() if line.startswith("| `")] == hyperparameter_rows()


def test_it_is_under_130_lines():
    assert len(README.splitlines()) < 130


def test_every_equation_stands_in_it_with_its_number():
    for number in range(1, 10):
        assert f"| ({number}) |" in README


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"]
)
def test_every_link_leads_somewhere(name):
    text = (CHECKOUT / name).read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (CHECKOUT / target).exists(), target


def test_every_file_named_in_the_map_is_there():
    table = README.split("## The map")[1]
    paths = re.findall(r"`((?:dnn|data|notebooks|tests|benchmarks)/[\w/.-]*)`", table)
    assert len(paths) > 8
    for path in paths:
        assert (CHECKOUT / path).exists(), path


def test_the_names_in_it_are_public():
    for name in re.findall(r"dnn\.(\w+)\(", README):
        assert name in dnn.__all__, name


def test_what_contributing_says_of_where_things_go_is_there():
    table = (CHECKOUT / "CONTRIBUTING.md").read_text().split("## Where a new thing goes")[1]
    lines = [line for line in table.split("\n## ")[0].splitlines() if line.startswith("| ")]
    rows = [line for line in lines if line != "| new | files to touch |"]
    assert lines.index(lines[0], 1) == 14  # the first table has thirteen rows under its head
    for row in rows:
        paths = re.findall(r"`((?:dnn|notebooks|benchmarks|tests)/[\w/.-]*)`", row)
        files = [CHECKOUT / path for path in paths if not re.search("NN|NAME", path)]
        assert files, row
        assert [file for file in files if not file.exists()] == []
        sources = "".join(file.read_text() for file in files if file.is_file())
        for name in re.findall(r"`([A-Z_]{4,})`", row):
            assert re.search(rf"^{name}\b", sources, re.MULTILINE), name
