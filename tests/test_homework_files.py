"""`dnn check`: what is taken from a file, where it runs, and what is told."""

import json
import re
import sys

import pytest

from dnn.cli.entry import main
from dnn.homework.file_checks import check_file
from dnn.homework.files import read_homework

RIGHT = "def linear_forward(A, W, b):\n    return np.dot(W, A) + b, (A, W, b)\n"
WRONG = "def relu(Z):\n    return np.minimum(0, Z), Z\n"
HEAD = "import numpy as np\n"


def notebook(*cells):
    return json.dumps(
        {
            "nbformat": 4,
            "cells": [
                {"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells
            ],
        }
    )


@pytest.fixture
def written(tmp_path):
    def write(text, name="homework.py"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def definitions(path):
    return [text for _, text in read_homework(path).cells]


# --- how a file is read ---------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk"])
def test_a_file_is_read_in_its_encoding(tmp_path, encoding):
    path = tmp_path / "homework.py"
    path.write_bytes(f"# 线性部分\n{RIGHT}".encode(encoding))
    assert len(definitions(path)) == 1


def test_a_coding_line_is_honoured(tmp_path):
    path = tmp_path / "homework.py"
    path.write_bytes("# -*- coding: gbk -*-\n名字 = '作业'\n".encode("gbk"))
    assert definitions(path) == ["名字 = '作业'"]


def test_a_notebook_of_nbformat_3_is_read(written):
    cell = {"cell_type": "code", "input": RIGHT, "language": "python", "outputs": []}
    sheets = {"nbformat": 3, "worksheets": [{"cells": [cell]}], "metadata": {}}
    assert len(definitions(written(json.dumps(sheets), "homework.ipynb"))) == 1


# --- what is taken from a file --------------------------------------------------------------------


def test_only_definitions_imports_and_constants_are_taken(written):
    text = (
        HEAD + "from dnn_utils_v2 import *\nRATE = 0.5\nsquare = lambda x: x * x\n" + RIGHT + "\n"
        "X = np.load('missing.npy')\nprint(linear_forward)\nfor i in range(3):\n    train()\n"
        "if True:\n    import math\n"
    )
    taken = definitions(written(text))
    assert [line.split("\n")[0] for line in taken] == [
        "import numpy as np",
        "from dnn_utils_v2 import *",
        "RATE = 0.5",
        "square = lambda x: x * x",
        "def linear_forward(A, W, b):",
        "import math",
    ]


def test_magics_and_what_is_no_python_are_left_out(written):
    text = (
        "%matplotlib inline\n!pip install x\nget_ipython().magic('pylab')\n"
        + HEAD
        + 'print "old"\n'
        + RIGHT
    )
    homework = read_homework(written(text))
    assert len(homework.cells) == 2
    assert [(part.line, part.text) for part in homework.left_out] == [(5, 'print "old"')]


def test_cells_of_a_notebook_are_read_and_magic_cells_are_not(written):
    path = written(notebook(HEAD, "%%bash\nrm -rf /", "%time\n" + RIGHT, "x ="), "homework.ipynb")
    homework = read_homework(path)
    assert len(homework.cells) == 2
    assert [(part.cell, part.line) for part in homework.left_out] == [(3, 1)]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ipynb", "{not json", "not a notebook"),
        ("a.ipynb", "[1]", "not a notebook"),
        ("a.py", "def f(:\n", "line 1 of a.py, `def f(:`: invalid syntax"),
        ("a.py", "<!DOCTYPE html><html></html>", "an HTML page"),
        ("a.ipynb", "version https://git-lfs.github.com/spec/v1\noid x", "a Git LFS pointer"),
    ],
)
def test_a_file_that_is_no_homework_is_named(written, name, text, said, capsys):
    path = written(text, name)
    with pytest.raises(ValueError, match=re.escape(said)):
        check_file(path)
    assert main(["check", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_the_edition_with_scalars_is_told_from_the_text(written):
    text = HEAD + (
        "def linear_backward(dZ, cache):\n"
        "    A, W, b = cache\n"
        "    db = np.sum(dZ) / A.shape[1]\n"
        "    assert isinstance(db, float)\n"
        "    return W.T @ dZ, dZ @ A.T / A.shape[1], db\n"
    )
    found = check_file(written(text))
    assert found.edition == "2017-08"
    assert found.results["linear_backward"]


def test_helpers_beside_the_homework_are_used(written):
    written(HEAD + "def product(a, b):\n    return np.dot(a, b)\nopen('x', 'w')\n", "tools.py")
    text = "from tools import product\n" + RIGHT.replace("np.dot", "product")
    assert check_file(written(text)).results["linear_forward"]


# --- where it runs ------------------------------------------------------------------------------

HOSTILE = {
    "network": "import socket; socket.create_connection(('127.0.0.1', 80), 1)",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a shell": "import os; os.system('true')",
    "writing": "open(PLACE, 'w').write('x')",
    "a fork": "import os; os.fork()",
    "too much memory": "np.ones((100000, 100000))",
    "an exit": "import os; os._exit(3)",
    "a crash": "import ctypes; ctypes.string_at(0)",
    "the input": "input()",
}


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the platform")
def test_what_a_homework_may_not_do_comes_to_nothing_and_the_rest_is_checked(written, tmp_path):
    place = tmp_path / "written"
    names = (
        *("relu", "sigmoid", "compute_cost", "linear_backward", "L_model_forward", "propagate"),
        *("L_model_backward", "update_parameters", "layer_sizes"),
    )
    text = HEAD + RIGHT
    for name, body in zip(names, HOSTILE.values(), strict=True):
        text += f"def {name}(*args):\n    {body.replace('PLACE', repr(str(place)))}\n"
    results = check_file(written(text)).results
    assert {name: results[name].outcome for name in names} == dict.fromkeys(names, "raised")
    assert results["linear_forward"].outcome == "passed"
    assert not place.exists()


def test_top_level_code_never_runs(written, tmp_path):
    place = tmp_path / "ran"
    text = f"{HEAD}open({str(place)!r}, 'w').close()\nraise SystemExit(5)\n" + RIGHT
    assert check_file(written(text)).results["linear_forward"]
    assert not place.exists()


# --- what is told -------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "status"), [(HEAD + RIGHT, 0), (HEAD + RIGHT + WRONG, 1)])
def test_the_exit_status_says_whether_all_passed(written, text, status, capsys):
    assert main(["check", str(written(text))]) == status
    out, err = capsys.readouterr()
    assert "linear_forward" in out
    assert err == ""


def test_a_file_without_exercises_has_an_exit_status_of_its_own(written, capsys):
    assert main(["check", str(written(HEAD))]) == 2
    said = capsys.readouterr().out
    assert "No exercise" in said
    assert "looked for functions of the names sigmoid, " in said


def test_a_file_that_is_not_there_is_an_error(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.py")]) == 2
    assert "none.py" in capsys.readouterr().err


def test_the_table_is_there_in_chinese(written, capsys):
    assert main(["check", str(written(HEAD + WRONG)), "--lang", "zh"]) == 1
    out = capsys.readouterr().out
    assert "未通过" in out
    assert "relu 保留正数" in out


def test_json_holds_every_result(written, capsys):
    path = written(notebook(HEAD, RIGHT, WRONG), "homework.ipynb")
    assert main(["check", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in told["results"]] == ["relu", "linear_forward"]
    relu = told["results"][0]
    assert (relu["outcome"], relu["mistake"], relu["equation"]) == (
        "failed",
        "minimum for maximum",
        "(2)",
    )


def test_one_exercise_alone_is_checked(written, capsys):
    path = written(HEAD + RIGHT + WRONG)
    assert main(["check", str(path), "--only", "linear_forward"]) == 0
    assert "relu" not in capsys.readouterr().out
    assert main(["check", str(path), "--only", "sigmoid"]) == 1
    assert "unattempted" in capsys.readouterr().out
    assert main(["check", str(path), "--only", "sigmoyd"]) == 2
    assert "sigmoid" in capsys.readouterr().err
