"""A folder of homework -> a row per student and exercise, with the mistake that was recognised."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from dnn.files.atomic import atomic_path
from dnn.homework.file_checks import check_file
from dnn.homework.results import Result
from dnn.homework.teaching.page import page

__all__ = ["ClassReport", "Line", "check_class", "write_report"]

SUFFIXES = (".ipynb", ".py")
FORMULA = ("=", "+", "-", "@", "\t")  # a spreadsheet would compute what begins so


@dataclass(frozen=True)
class Line:
    """One row of a report: what was found of one exercise of one student."""

    student: str
    file: str
    exercise: str
    week: str
    outcome: str
    mistake: str
    equation: str
    message: str


@dataclass(frozen=True)
class ClassReport:
    """What was found of a class.

    Attributes
    ----------
    lines : tuple of Line
        In the order of students and exercises; ``outcome`` is ``"unreadable"`` for a file that
        could not be checked.
    """

    lines: tuple[Line, ...]

    @property
    def students(self) -> list[str]:
        """The students."""
        return sorted({line.student for line in self.lines})

    @property
    def mistakes(self) -> list[tuple[tuple[str, str, str], int]]:
        """How many students make which mistake: ((exercise, mistake, equation), n), most first."""
        made = {(x.student, x.exercise, x.mistake, x.equation) for x in self.lines if x.mistake}
        return Counter((exercise, what, where) for _, exercise, what, where in made).most_common()


def check_class(
    folder: str | os.PathLike[str], *, lang: str = "en", workers: int | None = None
) -> ClassReport:
    """Check every notebook and script in a folder and below, several at a time.

    Parameters
    ----------
    folder : path
        Holds a file per student, called by the student's name, or a folder per student.
    lang : str
        ``"en"`` or ``"zh"``.
    workers : int, optional
        How many are checked at a time; left out, as many as there are processors.

    Returns
    -------
    ClassReport

    Raises
    ------
    ValueError
        When there is no homework in the folder.
    """
    folder = Path(folder)
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and ".ipynb_checkpoints" not in path.parts
    )
    if not paths:
        raise ValueError(f"{folder}: holds no homework, no notebook (.ipynb) and no script (.py)")
    look: Callable[[Path], list[Line]] = lambda path: list(_lines(path, folder, lang))  # noqa: E731
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:  # each check is a process
        return ClassReport(tuple(line for lines in pool.map(look, paths) for line in lines))


def _lines(path: Path, folder: Path, lang: str) -> Iterator[Line]:
    """Yield a line for each exercise of one file."""
    parts = path.relative_to(folder).parts
    student, file = parts[0] if len(parts) > 1 else path.stem, "/".join(parts)
    try:
        results = check_file(path, lang=lang).results
    except (ValueError, OSError) as error:
        yield Line(student, file, "", "", "unreadable", "", "", str(error))
        return
    yield from (_line(student, file, result) for result in results.values())


def _line(student: str, file: str, result: Result) -> Line:
    """Return the line of one result."""
    found = (result.name, result.week, result.outcome, result.mistake or "", result.equation or "")
    return Line(student, file, *found, result.message)


def write_report(report: ClassReport, out: str | os.PathLike[str], lang: str = "en") -> Path:
    """Write a report as a table (CSV) and, beside it, as a page; return the path of the page."""
    out = Path(out)
    with atomic_path(out) as there, there.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file)
        table.writerow(field.name for field in fields(Line))
        table.writerows(map(_plain, astuple(line)) for line in report.lines)
    beside = out.with_suffix(".html")
    with atomic_path(beside) as there:
        there.write_text(page(report, lang), encoding="utf-8")
    return beside


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
