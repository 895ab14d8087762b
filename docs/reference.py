"""The pages of the reference, out of the table of its contents."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

from docs.contents import GROUPS, TABLES, Entry, Group


def pages(lessons: Mapping[int, str]) -> dict[str, str]:
    """Return every page of the reference by its path; ``lessons`` are the stems by number."""
    texts = {f"api/{group.stem}.rst": page(group, lessons) for group in GROUPS}
    return {"api/index.md": index(), **texts}


def index() -> str:
    """Return the first page of the reference: what there is, by task."""
    entries = "\n".join(group.stem for group in GROUPS)
    rows = "\n\n".join(
        f"## [{group.title}]({group.stem}.rst)\n\n{group.purpose}\n\n{_names(group)}"
        for group in GROUPS
    )
    return (
        "# The reference\n\nEvery public name once, by task: the five arrows of the lecture, what "
        "leads to them, and what comes of them. Each entry has its equation, its shapes, its "
        "errors, an example that runs, and the notebook that teaches it.\n\n"
        f"```{{toctree}}\n:hidden:\n\n{entries}\n```\n\n{rows}\n"
    )


def _names(group: Group) -> str:
    return " · ".join(f"{{py:obj}}`~{group.room}.{entry.name}`" for entry in group.entries)


def page(group: Group, lessons: Mapping[int, str]) -> str:
    """Return one page of the reference as reStructuredText."""
    purpose = group.purpose.replace("`", "``").replace(
        "[index of errors](../errors/index.md)", ":doc:`index of errors <../errors/index>`"
    )
    bodies = [body(group.room, entry, lessons) for entry in group.entries]
    title = f"{group.title}\n{'=' * len(group.title)}"
    return "\n\n".join([title, purpose, f".. currentmodule:: {group.room}", *bodies]) + "\n"


def body(room: str, entry: Entry, lessons: Mapping[int, str]) -> str:
    """Return what stands of one name: its directive; of a table, its rows too."""
    value = getattr(import_module(room), entry.name)
    if entry.name in TABLES:
        said = [TABLES[entry.name].replace("`", "``"), *remarks(room, entry, lessons)]
        return f".. py:data:: {entry.name}\n\n" + _indented("\n".join([*said, "", *rows_of(value)]))
    if inspect.isclass(value):
        kind = "exception" if issubclass(value, Exception) else "class"
        return f".. auto{kind}:: {entry.name}\n   :members:"
    return f".. autofunction:: {entry.name}"


def remarks(room: str, entry: Entry, lessons: Mapping[int, str]) -> list[str]:
    """Return the lines that a docstring is given: the equation, and where it is taught."""
    lines = [""]
    for equation in entry.equation.splitlines():
        lines += [".. math::", "", f"   {equation}", ""]
    if entry.lesson in lessons:
        lines += [f":lesson:`{lessons[entry.lesson]}`", ""]
    return lines


def rows_of(table: Any) -> Iterable[str]:
    """Yield a table of what a mapping holds, and what its rows are."""
    items = list(table.items()) if isinstance(table, Mapping) else _pairs(table)
    columns, lines = _columns(items)
    if not any(line[1] for line in lines):
        yield from [" · ".join(line[0] for line in lines), ""]
        return
    yield from [".. list-table::", "   :header-rows: 1", ""]
    for cells in [columns, *lines]:
        for k, cell in enumerate(cells):
            yield f"   {'-' if k else '* -'} {cell}".replace("   - ", "     - ", 1)
    yield ""
    row = type(items[0][1])
    if row.__module__.startswith("dnn.") and (is_dataclass(row) or hasattr(row, "_fields")):
        yield from ["What a row holds:", "", f".. autoclass:: {row.__module__}.{row.__name__}", ""]


def _pairs(table: Any) -> list[tuple[Any, Any]]:
    """Return the rows of what is no mapping: the glossary's pairs, the exercises by name."""
    return [
        row if isinstance(row, tuple) else (row, getattr(table, row))
        for row in (table if hasattr(table, "__iter__") else dir(table))
    ]


def _columns(items: list[tuple[Any, Any]]) -> tuple[list[str], list[list[str]]]:
    """Return the head and the cells: a hyperparameter's fields, or the first line of what it is."""
    if hasattr(items[0][1], "equation") and hasattr(items[0][1], "range"):
        head = ["name", "default", "range", "equation"]
        return head, [
            [f"``{name}``", f"``{row.default!r}``", row.range, row.equation] for name, row in items
        ]
    if hasattr(items[0][1], "formula"):
        return ["the lecture's number", "equation", "number here"], [
            [f"({key})", f"``{row.formula}``", f"({row.number})" if row.number else "none"]
            for key, row in items
        ]
    return ["name", "what it is"], [[f"``{key}``", _in_short(row)] for key, row in items]


def _in_short(row: Any) -> str:
    """Return what a row is, in a line."""
    if isinstance(row, str | int | float):
        return str(row)
    for part in (row, getattr(row, "forward", None), getattr(row, "textbook", None)):
        if getattr(part, "__name__", "") == "<lambda>":
            source = inspect.getsource(part).split("lambda", 1)[1].strip().rstrip(",")
            return f"``{source}``"
        if inspect.isfunction(part):
            return (inspect.getdoc(part) or "").split("\n")[0]
    if hasattr(row, "loss"):
        return f"loss: ``{row.loss}``; {row.score_name}"
    if is_dataclass(row):
        first = getattr(row, fields(row)[0].name)
        return _in_short(first) if callable(first) or isinstance(first, str) else ""
    return ""


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" if line else "" for line in text.split("\n"))
