"""Small changes that turn what is right into what is likely to be wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

from dnn.homework.changing import Scope, called, regrouped, turned, turned_products

TWINS = (
    *({"sigmoid", "relu", "tanh"}, {"sum", "mean", "prod", "max"}, {"maximum", "minimum"}),
    *({"zeros", "ones"}, {"exp", "log"}, {"log", "log10", "log2"}, {"sqrt", "square"}),
    *({"dot", "multiply"}, {"rand", "randn"}, {"square", "abs"}, {"floor", "ceil"}),
    *({"tanh", "tan"}, {"norm", "sum"}),
)
OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.MatMult, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
COMPARISONS: tuple[type[ast.cmpop], ...] = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)


def spoiled(node: ast.AST, scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may stand in the place of a node by mistake."""
    if isinstance(node, ast.BinOp):
        yield from _operations(node, OPERATORS.get(type(node.op), ()))
        yield "missing", node.left
        yield "missing", node.right
        if isinstance(node.op, ast.Sub):
            yield "missing", ast.UnaryOp(ast.USub(), node.right)
        yield from regrouped(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "operator", node.operand
    elif isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Tuple) and len(node.elts) < 5:
        yield from _orders(node)
    elif isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name):
        yield "key", ast.Constant("1")
        for shifted in _shifted(node.value):
            yield "key", ast.FormattedValue(shifted, node.conversion)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        for name in scope.names:
            if name != node.id and (len(scope.names) < 12 or _stem(name) == _stem(node.id)):
                yield "name", ast.Name(name, ast.Load())
    elif isinstance(node, ast.Assign | ast.Expr):
        yield "step", ast.Pass()
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Subscript):
            yield from _results(node)


def _results(node: ast.Assign) -> Iterator[tuple[str, ast.AST]]:
    """Yield a step whose result is turned, squared, its size alone, or made twice."""
    value = node.value
    if isinstance(value, ast.Name):
        yield "transpose", ast.Assign(node.targets, turned(value, True))
    if isinstance(value, ast.BinOp):
        for kind, other in (
            ("extra", ast.BinOp(value, ast.Pow(), ast.Constant(2))),
            ("extra", called("np.abs", value)),
            ("extra", called("np.round", value)),
        ):
            yield kind, ast.Assign(node.targets, other)


def _operations(
    node: ast.BinOp, others: Sequence[type[ast.operator]]
) -> Iterator[tuple[str, ast.AST]]:
    """Yield another operator, the operands swapped, and the operands of a product turned."""
    for operator in others:
        yield "operator", ast.BinOp(node.left, operator(), node.right)
    if isinstance(node.op, ast.MatMult | ast.Sub | ast.Div | ast.Pow):
        yield "order", ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.MatMult):
        for product in turned_products(node):
            yield "transpose", product


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    """Yield the other comparisons."""
    for comparison in COMPARISONS:
        if not isinstance(node.ops[0], comparison):
            yield "comparison", ast.Compare(node.left, [comparison()], node.comparators)


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may stand in a constant's place."""
    for value in _others(node.value):
        is_key = isinstance(value, str) and value[-1:].isdigit()
        kind = "key" if is_key else "function" if isinstance(value, str) else "number"
        yield kind, ast.Constant(value)


def _orders(node: ast.Tuple) -> Iterator[tuple[str, ast.AST]]:
    """Yield the other orders of a few things."""
    if len(node.elts) > 3:
        for k in range(1, len(node.elts)):
            swapped = [*node.elts]
            swapped[k - 1 : k + 1] = node.elts[k], node.elts[k - 1]
            yield "order", ast.Tuple(swapped, node.ctx)
        return
    for order in [*permutations(node.elts)][1:]:
        yield "order", ast.Tuple([*order], node.ctx)


def _shifted(node: ast.expr) -> Iterator[ast.expr]:
    """Yield an index one higher and one lower."""
    for operator in (ast.Add, ast.Sub):
        yield ast.BinOp(node, operator(), ast.Constant(1))


def _stem(name: str) -> str:
    """Return a name without its layer: of many variables only those of one kind are confused."""
    return name.rstrip("0123456789")


def _others(value: Any) -> list[Any]:
    """Return what may stand in a constant's place."""
    if isinstance(value, str):
        key = re.fullmatch(r"(d?)([Wb])(\d)", value)
        layers = [int(key[3]) + shift for shift in (-1, 0, 1)] if key else []
        keys = [f"{key[1]}{k}{n}" for k in "Wb" for n in layers if key]
        twins = [name for group in TWINS if value in group for name in sorted(group)]
        return [other for other in twins + keys if other != value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return []
    if isinstance(value, float):
        return [1.0, 1 - value, value * 10]
    return [value + 1, value - 1, *((value * 10, value // 10) if value > 9 else ())]


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """Yield a call without a keyword, with other arguments, of another function, or not made."""
    for k, _ in enumerate(node.keywords):
        rest = node.keywords[:k] + node.keywords[k + 1 :]
        yield "keyword", ast.Call(node.func, node.args, rest)
    if len(node.keywords) > 1:
        yield "keyword", ast.Call(node.func, node.args, [])
    if node.args:
        yield "function", node.args[0]
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    for other in _others(name):
        yield "function", _renamed(node, other)
    if name == "range":
        yield from (("loop", other) for other in _ranges(node))


def _renamed(node: ast.Call, name: str) -> ast.Call:
    """Return the call of a function of another name in the same module."""
    function: ast.expr = (
        ast.Attribute(node.func.value, name, ast.Load())
        if isinstance(node.func, ast.Attribute)
        else ast.Name(name, ast.Load())
    )
    return ast.Call(function, node.args, node.keywords)


def _ranges(node: ast.Call) -> Iterator[ast.AST]:
    """Yield a loop that begins or ends one step earlier or later, or goes half the way."""
    *start, end = node.args[:2]
    begins = start or [ast.Constant(0)]
    rest = node.args[2:]
    for begin in (*begins, *(_shifted(begins[0]) if not rest else ())):
        for stop in (end, *_shifted(end)):
            if begin not in begins or stop is not end:
                yield ast.Call(node.func, [begin, stop, *rest], [])
    if not rest:
        yield ast.Call(node.func, [*start, ast.BinOp(end, ast.FloorDiv(), ast.Constant(2))], [])
        yield ast.Call(node.func, [ast.Constant(1), end], [])
        yield ast.Call(node.func, [ast.Constant(1)], [])
