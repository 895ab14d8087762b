"""One source -> the students' notebook, its solution, and what a grader needs: ADAPTERS."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dnn.checks.values import look_up
from dnn.files.atomic import atomic_path
from dnn.homework.teaching.marks import Cell, cells_of, for_students

__all__ = ["ADAPTERS", "Exercise", "new_exercise"]

SOURCE = "exercise.py"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CHECKED = re.compile(r"exercises\.(\w+)\.check\(")


@dataclass(frozen=True)
class Exercise:
    """The cells of an exercise, with their solutions."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def students(self) -> tuple[Cell, ...]:
        """The cells as students get them."""
        return tuple(for_students(cell) for cell in self.cells)

    @property
    def checked(self) -> list[str]:
        """The names of the exercises that its cells check."""
        return CHECKED.findall("\n".join(cell.text for cell in self.cells))


Files = dict[str, str]


def new_exercise(folder: str | os.PathLike[str], grader: str = "plain") -> list[Path]:
    """Make the notebooks of an exercise out of its source, exercise.py.

    Where the folder has no exercise.py, one that checks linear_backward is put there first: change
    it, and call this again.

    Parameters
    ----------
    folder : path
    grader : str
        A name of ADAPTERS: who will grade. ``"plain"`` is nobody but the check cells themselves.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ValueError
        When the grader is unknown, or a solution in the source is not closed.
    """
    adapt = look_up(ADAPTERS, grader, "grader")
    folder = Path(folder)
    source = folder / SOURCE
    texts: Files = {}
    if not source.exists():
        texts[SOURCE] = _template("exercise.txt")
    text = texts.get(SOURCE) or source.read_text(encoding="utf-8")
    exercise = Exercise(folder.resolve().name, tuple(cells_of(text)))
    texts |= adapt(exercise)
    return [_written(folder / name, content) for name, content in texts.items()]


def _template(name: str) -> str:
    """Return what comes with the package."""
    place = files("dnn.homework.teaching").joinpath("templates", name)
    return place.read_text(encoding="utf-8")


def _written(path: Path, text: str) -> Path:
    """Write a file, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as there:
        there.write_text(text, encoding="utf-8")
    return path


def notebook(cells: list[dict[str, Any]]) -> str:
    """Return cells as the text of a notebook."""
    numbered = [{"id": f"cell-{k:02}", **cell} for k, cell in enumerate(cells)]
    head = {"metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps({"cells": numbered, **head}, ensure_ascii=False, indent=1) + "\n"


def as_json(cell: Cell, **metadata: Any) -> dict[str, Any]:
    """Return a cell as it stands in a notebook."""
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if cell.kind == "code" else {}
    source = cell.text.splitlines(keepends=True)
    return {"cell_type": cell.kind, "metadata": metadata, "source": source, **code}


# --- the graders --------------------------------------------------------------------------------


def plain(exercise: Exercise) -> Files:
    """Return the two notebooks: the check cells need dnn-course and nothing else."""
    return {
        "student.ipynb": notebook([as_json(cell) for cell in exercise.students]),
        "solution.ipynb": notebook([as_json(cell) for cell in exercise.cells]),
    }


def nbgrader(exercise: Exercise) -> Files:
    """Return a course folder of nbgrader: it strips the solutions and grades the check cells.

    In the folder: ``nbgrader generate_assignment NAME`` makes release/; what is handed in lies in
    submitted/STUDENT/NAME/; ``nbgrader autograde NAME`` grades it. A check cell that raises is
    given no point, and it ends in ``raise_if_failed()``, whose value is no number of points.
    """
    cells = [as_json(cell, **_graded(cell, k)) for k, cell in enumerate(exercise.cells)]
    config = f"c = get_config()\nc.CourseDirectory.course_id = {exercise.name!r}\n"
    return {
        **plain(exercise),
        f"source/{exercise.name}/homework.ipynb": notebook(cells),
        "nbgrader_config.py": config,
    }


def _graded(cell: Cell, k: int) -> dict[str, Any]:
    """Return what nbgrader reads of a cell: it is solved, or it is worth a point."""
    if not (cell.is_solved or cell.is_check):
        return {}
    points = {"points": 1} if cell.is_check else {}
    kind = {"grade": cell.is_check, "locked": cell.is_check, "solution": cell.is_solved}
    told = {"schema_version": 3, "grade_id": f"cell-{k:02}", "task": False, **kind, **points}
    return {"nbgrader": told}


def otter(exercise: Exercise) -> Files:
    """Return a notebook for ``otter assign NAME.ipynb dist``: a question for every check cell.

    ``otter run SUBMISSION.ipynb -a dist/autograder/NAME-autograder_....zip`` grades one.
    """
    cells, is_open = [Cell("raw", "# ASSIGNMENT CONFIG\ngenerate: true\nexport_cell: false")], False
    for k, cell in enumerate(exercise.cells, start=1):
        if cell.is_solved:
            begin = Cell("raw", f"# BEGIN QUESTION\nname: question-{k:02}\npoints: 1")
            cells += [begin] * (not is_open) + _between("SOLUTION", cell.with_marks("# "))
            is_open = True
        elif cell.is_check and is_open:
            cells += [*_between("TESTS", cell), Cell("raw", "# END QUESTION")]
            is_open = False
        else:
            cells.append(cell)
    if is_open:
        raise ValueError("after the last solution there must be a cell with raise_if_failed()")
    return {**plain(exercise), f"{exercise.name}.ipynb": notebook([as_json(c) for c in cells])}


def _between(what: str, cell: Cell) -> list[Cell]:
    """Return a cell between the two raw ones that otter reads."""
    return [Cell("raw", f"# BEGIN {what}"), cell, Cell("raw", f"# END {what}")]


def pytest(exercise: Exercise) -> Files:
    """Return a test file: ``HOMEWORK=file pytest test_homework.py`` checks a script or notebook."""
    text = _template("pytest_homework.txt")
    names = ", ".join(map(json.dumps, exercise.checked))
    return {
        **plain(exercise),
        "test_homework.py": re.sub(r"(?m)^NAMES = .*", f"NAMES = [{names}]", text),
    }


# who grades -> what is made for it
ADAPTERS: Mapping[str, Callable[[Exercise], Files]] = MappingProxyType(
    {"plain": plain, "nbgrader": nbgrader, "otter": otter, "pytest": pytest}
)
