"""What a class makes of its homework, as one page of HTML that needs nothing from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dnn.homework.teaching.classes import ClassReport

__all__ = ["page"]

OUTCOMES = ("passed", "failed", "raised", "unattempted")
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "title": "Homework of {n} students",
            "mistakes": "Which mistakes the class makes most",
            "mistake": "exercise|mistake|equation|students",
            "none": "No known mistake was recognised.",
            "exercises": "Exercises",
            "exercise": "exercise|passed|failed|raised|unattempted",
            "students": "Students",
            "student": "student|passed|of|not passed",
            "unreadable": "Files that could not be read",
        },
        "zh": {
            "title": "{n} 名学生的作业",
            "mistakes": "全班最常见的错误",
            "mistake": "练习|错误|公式|学生人数",
            "none": "没有认出已知的错误。",
            "exercises": "练习",
            "exercise": "练习|通过|未通过|报错|未作答",
            "students": "学生",
            "student": "学生|通过|总数|未通过的练习",
            "unreadable": "无法读取的文件",
        },
    }
)
STYLE = """body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
table { border-collapse: collapse; margin: .5em 0 2em }
th, td { border-bottom: 1px solid #ccc; padding: .2em .8em; text-align: left }
.bar { display: inline-block; height: .8em; background: #b5533c }"""


def page(report: ClassReport, lang: str = "en") -> str:
    """Return the page of a class: its mistakes by how many make them, exercises and students."""
    words = WORDS[lang]
    title = escape(words["title"].format(n=len(report.students)))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<meta charset="utf-8">\n<title>{title}</title>',
        f"<style>\n{STYLE}\n</style>\n<h1>{title}</h1>",
        _section(words["mistakes"], words["mistake"], _mistakes(report), words["none"]),
        _section(words["exercises"], words["exercise"], _exercises(report)),
        _section(words["students"], words["student"], _students(report)),
    ]
    lost = [(x.file, x.message) for x in report.lines if x.outcome == "unreadable"]
    if lost:
        parts.append(_section(words["unreadable"], "|", [tuple(map(escape, x)) for x in lost]))
    return "\n".join([*parts, "</html>\n"])


def _section(title: str, heads: str, rows: Sequence[Sequence[str]], none: str = "") -> str:
    """Return a heading and a table; the cells of the rows are HTML already."""
    if not rows:
        return f"<h2>{escape(title)}</h2>\n<p>{escape(none)}</p>"
    head = _row((escape(name) for name in heads.split("|")), "th")
    return "\n".join(
        [f"<h2>{escape(title)}</h2>\n<table>", head, *(_row(row, "td") for row in rows), "</table>"]
    )


def _row(cells: Iterable[str], tag: str) -> str:
    """Return one row of a table."""
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _mistakes(report: ClassReport) -> list[tuple[str, ...]]:
    """Return a row per mistake, with a bar."""
    students = max(len(report.students), 1)
    return [
        (
            *map(escape, key),
            f'{n} <span class="bar" style="width: {n / students * 20:.2f}em"></span>',
        )
        for key, n in report.mistakes
    ]


def _bar(share: float) -> str:
    """Return a bar of a length."""
    return f'<span class="bar" style="width: {20 * share:.2f}em"></span>'


def _exercises(report: ClassReport) -> list[tuple[str, ...]]:
    """Return a row per exercise: how many passed, failed, raised, did not attempt it."""
    found = Counter((line.exercise, line.outcome) for line in report.lines)
    names = dict.fromkeys(line.exercise for line in report.lines if line.exercise)
    return [(escape(name), *(str(found[name, o]) for o in OUTCOMES)) for name in names]


def _students(report: ClassReport) -> list[tuple[str, ...]]:
    """Return a row per student: how many passed, of how many, and which did not."""
    rows: list[tuple[str, ...]] = []
    for student in report.students:
        own = [x for x in report.lines if x.student == student and x.exercise]
        passed = sum(x.outcome == "passed" for x in own)
        others = ", ".join(escape(x.exercise) for x in own if x.outcome != "passed")
        rows.append((escape(student), str(passed), str(len(own)), others))
    return rows
