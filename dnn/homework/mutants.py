"""Small changes to a solution that no row lists: a name, a sign, a transpose, a number, a step.

A wrong result that equals what one of these computes has most likely made that change. It says
where, since each line of a solution carries its equation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from dnn.homework.changing import changed_at, places_of, scope_of
from dnn.homework.growing import Growing
from dnn.homework.mending import wrapped
from dnn.homework.mistakes.row import source_of
from dnn.homework.spoiling import spoiled
from dnn.homework.structure import unstructured
from dnn.homework.tasks import Task


class Change(NamedTuple):
    """One changed solution: what kind of change, in which line, and the function."""

    kind: str
    target: str  # the variable that the line computes, or its text
    numbers: frozenset[int]
    function: Callable[..., Any]


MOST = 1200  # changes of one solution that are tried


@cache
def changes_of(task: Task) -> Growing[Change]:
    """Return the small changes of a task's solution."""
    return Growing(lambda: islice(_made(task, _changed), MOST))


@cache
def additions_of(task: Task) -> Growing[Change]:
    """Return a task's solution with something put around one of its values."""
    return Growing(lambda: islice(_made(task, _added), MOST))


def _made(
    task: Task, change: Callable[[ast.Module], Iterator[tuple[str, int]]]
) -> Iterator[Change]:
    """Yield the functions that a way to change a solution makes."""
    text = source_of(task)
    lines = text.splitlines()
    tree = ast.parse(text)
    for kind, line in change(tree):
        numbers = frozenset(int(n) for n in re.findall(r"\((\d)\)", _comment(lines, line)))
        yield Change(kind, _target(lines[line - 1]), numbers, _compiled(task, tree))


def _changed(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Put one change at a time into a tree; yield its kind and the line that it changes."""
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    scope = scope_of(function)
    for statement in function.body[1:]:
        for place in places_of(statement, function.body, function.body.index(statement), ()):
            for kind in changed_at(place, scope, spoiled):
                yield kind, getattr(place.node, "lineno", 1)
    for kind, line in unstructured(function):
        yield kind, line


def _added(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Put something around one value at a time: a factor, a function, a power."""
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    scope = scope_of(function)
    for k, statement in enumerate(function.body[1:], start=1):
        for place in places_of(statement, function.body, k, ()):
            if any(_is_range(node) for node in (*place.around, place.node)):
                continue
            for kind in changed_at(place, scope, wrapped):
                yield ADDED.get(kind, kind), getattr(place.node, "lineno", 1)


def _is_range(node: ast.AST) -> bool:
    """Tell what a loop goes over."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "range"


ADDED = {"missing": "extra"}  # what is missing where it is mended is too much where it is made


def _comment(lines: list[str], line: int) -> str:
    """Return the comment at the end of a line."""
    return lines[line - 1].partition("#")[2]


def _target(line: str) -> str:
    """Return what a line computes, or the line."""
    code = line.partition("#")[0].strip()
    target, equals, _ = code.partition(" = ")
    return target if equals and "(" not in target else code


def _compiled(task: Task, tree: ast.Module) -> Callable[..., Any]:
    """Return the function of a changed tree."""
    world = dict(task.helpers)
    exec(compile(tree, f"<{task.name}>", "exec"), world)
    function: Callable[..., Any] = world[task.name]
    return function
