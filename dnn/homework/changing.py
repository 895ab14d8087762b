"""Small changes to the tree of a function, one at a time, each put in its place and taken back.

`spoiling` turns what is right into what is likely to be wrong; `mending` goes the other way.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Scope(NamedTuple):
    """The names of a function that may stand for one another, and those of its numbers."""

    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # its texts, such as keys


Changes = Callable[[ast.AST, Scope], Iterator[tuple[str, ast.AST]]]

NUMBERS = re.compile(
    r"m|n|t|num\w*|learning_rate|lr|alpha|lambd|lambda_|keep_prob|epsilon|eps|beta\w*|b\d?"
)


def scope_of(function: ast.FunctionDef) -> Scope:
    """Return the names that a function stores or is given, and its texts."""
    nodes = list(ast.walk(function))
    stored = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names = tuple(sorted(stored | {argument.arg for argument in function.args.args}))
    texts = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    words = tuple(sorted(text for text in texts if text.isidentifier()))
    return Scope(names, tuple(name for name in names if NUMBERS.fullmatch(name)), words)


class Place(NamedTuple):
    """Where a node stands: what holds it, under which name or number, and what is around it."""

    holder: Any
    key: Any
    node: ast.AST
    around: tuple[ast.AST, ...]  # from the statement down


def places_of(node: ast.AST, holder: Any, key: Any, around: tuple[ast.AST, ...]) -> Iterator[Place]:
    """Yield the place of a node and of all below it, from the whole to the parts."""
    yield Place(holder, key, node, around)
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield from places_of(value, node, field, (*around, node))
        elif isinstance(value, list):
            for k, part in enumerate(value):
                if isinstance(part, ast.AST):
                    yield from places_of(part, value, k, (*around, node))


def changed_at(place: Place, scope: Scope, changes: Changes) -> Iterator[str]:
    """Put one change after another in a place, yield its kind, and put the node back."""
    for kind, node in changes(place.node, scope):
        _put(place, ast.fix_missing_locations(ast.copy_location(node, place.node)))
        yield kind
    _put(place, place.node)


def _put(place: Place, node: ast.AST) -> None:
    """Put a node in a place."""
    if isinstance(place.holder, list):
        place.holder[place.key] = node
    else:
        setattr(place.holder, place.key, node)


def regrouped(node: ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    """Yield an operation with its brackets elsewhere: ``a / (b + c)`` and ``a / b + c``."""
    left, right = node.left, node.right
    if isinstance(right, ast.BinOp):
        yield (
            "bracket",
            ast.BinOp(ast.BinOp(left, node.op, right.left), right.op, right.right),
        )
    if isinstance(left, ast.BinOp):
        yield (
            "bracket",
            ast.BinOp(left.left, left.op, ast.BinOp(left.right, node.op, right)),
        )
    for one, other in ((left, right), (right, left)):
        if isinstance(one, ast.Call) and len(one.args) == 1 and not one.keywords:
            inner = (one.args[0], other) if one is left else (other, one.args[0])
            yield "bracket", ast.Call(one.func, [ast.BinOp(inner[0], node.op, inner[1])], [])


def turned(node: ast.expr, turn: bool) -> ast.expr:
    """Return an operand transposed; transposed already, it is turned back."""
    if not turn:
        return node
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def turned_products(node: ast.BinOp) -> Iterator[ast.BinOp]:
    """Yield a product of two matrices with the left, the right, or both of them transposed."""
    for left, right in ((True, False), (False, True), (True, True)):
        yield ast.BinOp(turned(node.left, left), node.op, turned(node.right, right))


def called(name: str, *args: ast.expr, **keywords: Any) -> ast.Call:
    """Return the call of a function, such as ``np.sum``, by its name."""
    function = ast.parse(name, mode="eval").body
    return ast.Call(
        function, [*args], [ast.keyword(k, ast.Constant(v)) for k, v in keywords.items()]
    )
