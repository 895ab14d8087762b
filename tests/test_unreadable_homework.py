"""`dnn check` where a homework is not all Python: each exercise is told, with the reason."""

import json

import pytest

from dnn.cli.entry import main
from dnn.homework.file_checks import check_file
from dnn.homework.parts import parts_of

HEAD = "import numpy as np\n"
RELU = "def relu(Z):\n    return np.maximum(0, Z), Z\n"


def sigmoid(line, head="def sigmoid(Z):"):
    return f"{head}\n    {line}\n    return A, Z\n"


@pytest.fixture
def written(tmp_path):
    def write(text, name="homework.py"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "outcome", "said"),
    [
        (
            sigmoid("A = 1", "def sigmoid(Z)"),
            "raised",
            "line 4 of homework.py, `def sigmoid(Z)`: expected ':'",
        ),
        (
            sigmoid("A = 1 / (1 + np.exp(-Z)"),
            "raised",
            "line 5 of homework.py, `A = 1 / (1 + np.exp(-Z)`: '(' was never closed",
        ),
        (
            sigmoid("A = 1\n      B = 2"),
            "raised",
            "line 6 of homework.py, `B = 2`: unexpected indent",
        ),
        (
            sigmoid("A = ### START CODE HERE ###"),
            "unattempted",
            "line 5 of homework.py, `A = ### START CODE HERE ###`: invalid syntax",
        ),
        (sigmoid("A ="), "unattempted", "line 5 of homework.py, `A =`: invalid syntax"),
        (
            "def sigmoid(Z):\n    ### START CODE HERE ###\n    ### END CODE HERE ###\n",
            "unattempted",
            "line 4 of homework.py, `def sigmoid(Z):`: expected an indented block",
        ),
    ],
)
def test_a_function_that_is_no_python_is_told_with_its_line_and_the_reason(
    written, text, outcome, said
):
    found = check_file(written(HEAD + RELU + text))
    assert {name: r.outcome for name, r in found.results.items()} == {
        "sigmoid": outcome,
        "relu": "passed",
    }
    assert said in found.results["sigmoid"].message
    assert found.left_out == ()


def test_a_notebook_names_the_cell(written):
    cells = [HEAD, RELU, sigmoid("A = ")]
    sources = [{"cell_type": "code", "source": cell} for cell in cells]
    found = check_file(written(json.dumps({"nbformat": 4, "cells": sources}), "h.ipynb"))
    assert found.results["relu"]
    assert "line 2 of cell 3 of h.ipynb, `A =`" in found.results["sigmoid"].message


def test_a_file_of_one_broken_function_is_told_in_the_table(written, capsys):
    assert main(["check", str(written(sigmoid("A = 1", "def sigmoid(Z)")))]) == 1
    out, err = capsys.readouterr()
    assert "expected ':'" in out
    assert err == ""


def test_what_is_no_exercise_is_left_out_with_its_reason_in_both_languages(written, capsys):
    path = str(written(HEAD + "x = 3 +\n" + RELU))
    assert main(["check", path]) == 0
    assert "Left out: line 2 of homework.py, `x = 3 +`: invalid syntax." in capsys.readouterr().out
    assert main(["check", path, "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "已略过：homework.py 第 2 行 `x = 3 +`，原因：invalid syntax。" in out
    assert main(["check", path, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["left_out"] == ["line 2 of homework.py, `x = 3 +`: invalid syntax"]


def test_a_broken_function_is_told_in_chinese(written):
    found = check_file(written(sigmoid("A = ")), lang="zh")
    assert found.results["sigmoid"].message == (
        "sigmoid 里还有没写完的地方：请补全。"
        "出错处：homework.py 第 2 行 `A =`，原因：invalid syntax。"
    )


def test_the_definition_that_can_be_read_counts_where_another_cannot(written):
    found = check_file(written(HEAD + RELU + RELU.replace("Z)", "Z", 1)))
    assert found.results["relu"]
    assert len(found.left_out) == 1


def test_a_text_at_the_edge_within_a_function_takes_nothing_away():
    doc = 'def half(x):\n    """\nReturn the half.\n"""\n    return x / 2'
    good, bad = parts_of(f"def relu(Z)\n    return Z\n{doc}\nRATES = [\n1,\n2]\n")
    assert good == [doc, "RATES = [\n1,\n2]"]
    assert [part.name for part in bad] == ["relu"]


def test_a_decorated_function_keeps_its_decorator_and_its_name():
    good, bad = parts_of("@cached\ndef half(x):\n    return x / 2\n@cached\ndef relu(Z)\n    pass")
    assert good == ["def half(x):\n    return x / 2"]
    assert (bad[0].name, bad[0].line) == ("relu", 5)
