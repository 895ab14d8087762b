"""For teachers: a class checked at once, exercises made, and the graders that take them."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from dnn.cli.entry import main
from dnn.homework.teaching import ADAPTERS, check_class, new_exercise, write_report
from dnn.homework.teaching.marks import Cell, cells_of, for_students

CHECKOUT = Path(__file__).resolve().parent.parent
RIGHT = """import numpy as np
def linear_forward(A, W, b):
    return np.dot(W, A) + b, (A, W, b)
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m
"""
NO_MEAN = RIGHT.replace("A_prev.T) / m", "A_prev.T)")
TWO_FUNCTIONS = """# %% [markdown]
# # Two
# %%
import numpy as np
from dnn.homework import exercises
# %%
def linear_forward(A, W, b):
    ### BEGIN SOLUTION
    Z = np.dot(W, A) + b
    ### END SOLUTION
    return Z, (A, W, b)
# %%
exercises.linear_forward.check(linear_forward).raise_if_failed()
# %%
def relu(Z):
    # BEGIN SOLUTION
    return np.maximum(0, Z), Z
    # END SOLUTION
# %%
exercises.relu.check(relu).raise_if_failed()
"""


@pytest.fixture
def school(tmp_path):
    """Return the folder of a class: a file, a folder of a student, and what is no homework."""
    folder = tmp_path / "class"
    (folder / "Zoë").mkdir(parents=True)
    (folder / "anna.py").write_text(RIGHT)
    (folder / "ben.py").write_text(NO_MEAN)
    cells = [{"cell_type": "code", "source": NO_MEAN}]
    (folder / "Zoë" / "week4.ipynb").write_text(json.dumps({"cells": cells}))
    (folder / "=cmd.py").write_text("<html>")
    return folder


def tool(*command, cwd, **env):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **env},
        capture_output=True,
        text=True,
        check=False,
    )


# --- a class ------------------------------------------------------------------------------------


def test_a_class_gives_a_row_per_student_and_exercise_with_the_mistake(school):
    report = check_class(school)
    found = {(x.student, x.exercise): (x.outcome, x.equation) for x in report.lines}
    assert found[("anna", "linear_backward")] == ("passed", "")
    assert found[("ben", "linear_backward")] == found[("Zoë", "linear_backward")]
    assert found[("ben", "linear_backward")] == ("failed", "(7)")
    assert found[("ben", "linear_forward")] == ("passed", "")
    assert found[("=cmd", "")] == ("unreadable", "")
    (((exercise, mistake, equation), n),) = report.mistakes
    assert (exercise, equation, n) == ("linear_backward", "(7)", 2)
    assert mistake


def test_a_class_is_the_same_however_many_are_checked_at_a_time(school):
    assert check_class(school, workers=1) == check_class(school, workers=4)


def test_a_report_is_a_table_and_a_page_that_needs_nothing_from_elsewhere(school, tmp_path):
    page = write_report(check_class(school), tmp_path / "report.csv").read_text(encoding="utf-8")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student"] for row in rows} == {"anna", "ben", "Zoë", "'=cmd"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert "Homework of 4 students" in page
    assert "linear_backward" in page
    assert "http" not in page
    assert "<script" not in page


def test_what_students_write_is_no_html_of_the_page(tmp_path):
    folder = tmp_path / "<b>class"
    (folder / "<script>alert(1)<").mkdir(parents=True)
    (folder / "<script>alert(1)<" / "h.py").write_text(NO_MEAN)
    page = write_report(check_class(folder), tmp_path / "report.csv").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;" in page


def test_a_page_in_chinese_has_chinese_headings(school, tmp_path):
    page = write_report(check_class(school, lang="zh"), tmp_path / "r.csv", "zh").read_text("utf-8")
    assert "全班最常见的错误" in page
    assert 'lang="zh"' in page
    assert "Students" not in page


def test_a_folder_without_homework_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="holds no homework"):
        check_class(tmp_path)


def test_dnn_check_class_tells_the_mistakes_that_most_make(school, tmp_path, capsys):
    out = tmp_path / "report.csv"
    assert main(["check", "--class", str(school), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("4 students, 7 results, 4 of them passed\n  2 x linear_backward: ")
    assert out.exists()
    assert main(["check"]) == 2


# --- exercises ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["# ", "### "])
def test_students_get_a_gap_in_place_of_the_solution(mark):
    text = f"def f():\n    {mark}BEGIN SOLUTION\n    return 1\n    {mark}END SOLUTION\n\nf"
    given = for_students(Cell("code", text)).text
    assert given == "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()\n\nf"


def test_several_solutions_in_one_cell_are_all_taken_out():
    part = "# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n"
    assert "x = 1" not in for_students(Cell("code", part + "y = 2\n" + part)).text


def test_a_solution_that_is_not_closed_is_an_error():
    with pytest.raises(ValueError, match="line 2: in this cell each ### BEGIN SOLUTION"):
        list(cells_of("\n# %%\n# BEGIN SOLUTION\nx = 1\n"))


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]


def executed(path):
    """Run the code cells of a notebook; return the error that ends it, or None."""
    names = {}
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code":
            try:
                exec("".join(cell["source"]), names)
            except Exception as error:
                return error
    return None


def test_a_new_exercise_has_two_notebooks_of_which_the_solution_passes(tmp_path):
    written = new_exercise(tmp_path / "week4")
    assert [path.name for path in written] == ["exercise.py", "student.ipynb", "solution.ipynb"]
    student, solution = tmp_path / "week4" / "student.ipynb", tmp_path / "week4" / "solution.ipynb"
    assert executed(solution) is None
    assert "np.dot(dZ, A_prev.T)" not in "".join(sources(student))
    assert isinstance(executed(student), AssertionError)


def test_the_source_of_an_exercise_is_kept_and_used_again(tmp_path):
    (tmp_path / "exercise.py").write_text(TWO_FUNCTIONS)
    assert [path.name for path in new_exercise(tmp_path)] == ["student.ipynb", "solution.ipynb"]
    assert (tmp_path / "exercise.py").read_text() == TWO_FUNCTIONS
    assert executed(tmp_path / "solution.ipynb") is None


def test_dnn_exercise_new_says_what_it_wrote(tmp_path, capsys):
    assert main(["exercise", "new", str(tmp_path / "e"), "--for", "pytest"]) == 0
    assert f"Wrote {tmp_path / 'e' / 'test_homework.py'}\n" in capsys.readouterr().out
    assert main(["exercise", "new", str(tmp_path / "e"), "--for", "nobody"]) == 2


@pytest.mark.parametrize("grader", ADAPTERS)
def test_every_grader_is_documented_and_gets_a_notebook_for_students(grader, tmp_path):
    assert ADAPTERS[grader].__doc__
    assert tmp_path / "student.ipynb" in new_exercise(tmp_path, grader)


# --- the graders, run for real ------------------------------------------------------------------


def handed_in(folder, release):
    """Return three homeworks made of what students get: right, wrong and untouched."""
    solved = next(s for s in sources(folder / "solution.ipynb") if "def linear_backward" in s)
    notebook = json.loads(release.read_text())
    made = {}
    for name, code in (
        ("right", solved),
        ("wrong", solved.replace("A_prev.T) / m", "A_prev.T)")),
        ("untouched", None),
    ):
        copy = json.loads(json.dumps(notebook))
        for cell in copy["cells"]:
            if code and "def linear_backward" in "".join(cell["source"]):
                cell["source"] = code
        made[name] = json.dumps(copy)
    return made


def test_pytest_grades_a_homework_by_the_test_file(tmp_path):
    new_exercise(tmp_path, "pytest")
    for name, text in handed_in(tmp_path, tmp_path / "student.ipynb").items():
        (tmp_path / f"{name}.ipynb").write_text(text)
        command = (
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "test_homework.py",
        )
        ran = tool(*command, cwd=tmp_path, HOMEWORK=f"{name}.ipynb")
        assert ran.returncode == (0 if name == "right" else 1), ran.stdout
        assert name != "wrong" or "(7)" in ran.stdout


@pytest.mark.long
@pytest.mark.skipif(find_spec("nbgrader") is None, reason="nbgrader is not installed")
def test_nbgrader_grades_what_is_handed_in(tmp_path):
    folder, home = tmp_path / "week4", {"HOME": str(tmp_path)}
    new_exercise(folder, "nbgrader")
    grader = (sys.executable, "-m", "nbgrader")
    made = tool(*grader, "generate_assignment", "week4", "--create", cwd=folder, **home)
    assert made.returncode == 0, made.stderr
    release = folder / "release" / "week4" / "homework.ipynb"
    assert "np.dot(dZ, A_prev.T)" not in release.read_text()
    for name, text in handed_in(folder, release).items():
        (folder / "submitted" / name / "week4").mkdir(parents=True)
        (folder / "submitted" / name / "week4" / "homework.ipynb").write_text(text)
    tool(*grader, "autograde", "week4", cwd=folder, **home)
    tool(*grader, "export", "--to", "grades.csv", cwd=folder, **home)
    with (folder / "grades.csv").open(newline="") as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert points == {"right": 1, "wrong": 0, "untouched": 0}


@pytest.mark.long
@pytest.mark.skipif(find_spec("otter") is None, reason="otter-grader is not installed")
def test_otter_grades_what_is_handed_in(tmp_path):
    folder, home = tmp_path / "week4", {"HOME": str(tmp_path)}
    new_exercise(folder, "otter")
    grader = (sys.executable, "-m", "otter")
    made = tool(*grader, "assign", "week4.ipynb", "dist", cwd=folder, **home)
    (archive,) = (folder / "dist" / "autograder").glob("*.zip")
    assert zipfile.is_zipfile(archive), made.stderr
    release = folder / "dist" / "student" / "week4.ipynb"
    for name, text in handed_in(folder, release).items():
        (folder / f"{name}.ipynb").write_text(text)
        tool(*grader, "run", f"{name}.ipynb", "-a", archive, cwd=folder, **home)
        found = json.loads((folder / "results.json").read_text())["tests"]
        points = sum(test.get("score") or 0 for test in found)
        assert points == (1 if name == "right" else 0)
        shutil.move(folder / "results.json", folder / f"{name}.json")
