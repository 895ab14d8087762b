"""`dnn check --class`: every homework in a folder, a table and a page of what the class makes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from dnn.cli.console import say
from dnn.homework.teaching.classes import ClassReport, check_class, write_report
from dnn.text import counted

MOST = 5  # mistakes that are told


def obey(options: argparse.Namespace) -> int:
    """Check the class, write the report, and return the exit status: 0, for grades are no error."""
    report = check_class(options.of_class, lang=options.lang)
    page = write_report(report, options.out, options.lang)
    say(class_lines(report))
    say([f"Wrote {options.out} and {page}"])
    return 0


def class_lines(report: ClassReport) -> Iterator[str]:
    """Yield how many were checked, and the mistakes that most make."""
    passed = sum(line.outcome == "passed" for line in report.lines)
    students, found = len(report.students), len(report.lines)
    yield f"{counted(students, 'student')}, {counted(found, 'result')}, {passed} of them passed"
    for (exercise, mistake, equation), n in report.mistakes[:MOST]:
        yield f"  {n} x {exercise}: {mistake}" + (f" {equation}" if equation else "")
