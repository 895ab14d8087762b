"""Changes to the order of a function's lines: a return or a step moved out of its loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def restructured(function: ast.FunctionDef) -> Iterator[str]:
    r"""Put one change after another into a function, yield its kind, and take it back.

    Examples
    --------
    >>> import ast
    >>> from dnn.homework.structure import restructured
    >>> tree = ast.parse("def f(n):\n    for i in range(n):\n        s = i\n        return s")
    >>> kind = next(restructured(tree.body[0]))
    >>> kind, ast.unparse(tree).splitlines()[-1]
    ('early return', '    return s')
    """
    for loop in [node for node in ast.walk(function) if isinstance(node, ast.For)]:
        yield from _moved_out(function, loop)
    if not any(isinstance(node, ast.Return) and node.value for node in ast.walk(function)):
        for name in _last_names(function):
            function.body.append(ast.fix_missing_locations(_returning(name, function)))
            yield "no return"
            function.body.pop()


def _moved_out(function: ast.FunctionDef, loop: ast.For) -> Iterator[str]:
    """Move the last line of a loop behind it, and the line behind it into it."""
    last = loop.body[-1]
    if len(loop.body) > 1:
        loop.body.pop()
        if isinstance(last, ast.Return):
            function.body.append(last)
            yield "early return"
            function.body.pop()
        elif isinstance(last, ast.Break):
            yield "early return"
        elif loop in function.body:
            place = function.body.index(loop) + 1
            function.body.insert(place, last)
            yield "loop body"
            function.body.pop(place)
        loop.body.append(last)
    if loop in function.body and function.body.index(loop) + 1 < len(function.body):
        place = function.body.index(loop) + 1
        following = function.body[place]
        if not isinstance(following, ast.Return | ast.For | ast.If):
            function.body.pop(place)
            loop.body.append(following)
            yield "loop body"
            loop.body.pop()
            function.body.insert(place, following)


def _last_names(function: ast.FunctionDef) -> list[str]:
    """Return what a function stores last, the last first."""
    stored = [
        target.id
        for node in function.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return list(dict.fromkeys(reversed(stored)))[:3]


def _returning(name: str, function: ast.FunctionDef) -> ast.Return:
    """Return a return of one name."""
    line = ast.Return(ast.Name(name, ast.Load()))
    return ast.copy_location(line, function.body[-1])


def unstructured(function: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    """Put the return into each loop, or make a step twice; yield kind and line; take it back."""
    for loop in [node for node in function.body if isinstance(node, ast.For)]:
        last = function.body[-1]
        if isinstance(last, ast.Return):
            loop.body.append(last)
            yield "early return", loop.lineno
            loop.body.pop()
    for block in [function.body, *(n.body for n in function.body if isinstance(n, ast.For))]:
        for k, step in enumerate([*block]):
            if isinstance(step, ast.Assign):
                block.insert(k, step)
                yield "extra step", step.lineno
                block.pop(k)
