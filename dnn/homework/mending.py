"""Small changes that may mend what a learner wrote: the other way round of `spoiling`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import permutations
from typing import Any

from dnn.homework.changing import Scope, called, regrouped, turned, turned_products

FUNCTIONS = (
    ("sigmoid", "relu", "np.tanh"),
    ("np.log", "np.exp", "np.log10", "np.log2", "np.log1p", "np.exp2", "np.expm1"),
    ("np.sum", "np.mean", "np.max", "np.min", "np.prod", "np.average", "np.linalg.norm"),
    ("np.dot", "np.multiply", "np.outer", "np.matmul"),
    ("np.square", "np.sqrt", "np.abs", "np.linalg.norm"),
    ("np.maximum", "np.minimum"),
    ("np.zeros", "np.ones", "np.empty"),
    ("np.random.randn", "np.random.rand", "np.random.random", "np.random.uniform"),
    ("np.tanh", "np.tan", "np.sinh", "np.arctan"),
    ("math.floor", "math.ceil"),
    ("np.round", "np.floor", "np.ceil"),
    ("relu_backward", "sigmoid_backward"),
)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)
COMPARISONS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq)
VALUES = (0, 1, 2, -1, 0.5, 0.01)
SUMS: tuple[dict[str, Any], ...] = (
    {"axis": 1, "keepdims": True},
    {"axis": 1},
    {"axis": 0},
    {"keepdims": True},
    {},
)


def mended(node: ast.AST, scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may be meant in the place of a node, the likeliest first."""
    if isinstance(node, ast.BinOp):
        yield from _operation(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "operator", node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for comparison in COMPARISONS:
            if not isinstance(node.ops[0], comparison):
                yield "comparison", ast.Compare(node.left, [comparison()], node.comparators)
    elif isinstance(node, ast.Constant):
        yield from _constant(node, scope)
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.Tuple) and 1 < len(node.elts) < 5:
        for order in [*permutations(node.elts)][1:]:
            yield "order", ast.Tuple([*order], node.ctx)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose", node.value
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        for name in _likely(node.id, scope):
            yield "name", ast.Name(name, ast.Load())
    elif isinstance(node, ast.Expr | ast.AugAssign) or (
        isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Tuple)
    ):
        yield "extra step", ast.Pass()
    if isinstance(node, ast.Subscript):
        yield from _element(node)


def wrapped(node: ast.AST, scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Yield a value with what may be missing around it: a sign, a factor, a term, a function."""
    if not isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Subscript | ast.Attribute):
        return
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load) or _is_function(node, scope):
        return
    yield "operator", ast.UnaryOp(ast.USub(), node)
    yield "transpose", turned(node, True)
    yield "missing", ast.BinOp(ast.Constant(1), ast.Sub(), node)
    yield "missing", ast.BinOp(node, ast.Pow(), ast.Constant(2))
    for name in scope.numbers:
        number = ast.Name(name, ast.Load())
        yield "missing", ast.BinOp(node, ast.Div(), number)
        yield "missing", ast.BinOp(number, ast.Mult(), node)
        yield "missing", ast.BinOp(node, ast.Add(), number)
    for value in (2, 0.01, 1):
        yield "missing", ast.BinOp(node, ast.Mult(), ast.Constant(value))
        yield "missing", ast.BinOp(node, ast.Div(), ast.Constant(value))
        yield "number", ast.BinOp(node, ast.Sub(), ast.Constant(value))
        yield "number", ast.BinOp(node, ast.Add(), ast.Constant(value))
    for function in ("np.sqrt", "np.log", "np.sum", "sigmoid", "relu", "np.tanh", "np.square"):
        yield "function", called(function, node)
    yield "function", called("np.sum", node, axis=1, keepdims=True)
    yield "comparison", ast.Compare(node, [ast.Gt()], [ast.Constant(0.5)])


def _is_function(node: ast.AST, scope: Scope) -> bool:
    """Tell a name that is no value of the function, such as np."""
    return (isinstance(node, ast.Name) and node.id not in scope.names) or (
        isinstance(node, ast.Attribute) and node.attr not in ("T", "size")
    )


def _operation(node: ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    """Yield another operator, other brackets, an operand alone, the operands swapped or turned."""
    for operator in OPERATORS:
        small = isinstance(node.right, ast.Constant)  # a large power never ends
        if not isinstance(node.op, operator) and (operator is not ast.Pow or small):
            yield "operator", ast.BinOp(node.left, operator(), node.right)
    yield from regrouped(node)
    if isinstance(node.left, ast.BinOp):
        inner = ast.BinOp(node.left.right, node.op, node.right)
        for sign in (ast.Sub, ast.Add):
            yield "operator", ast.BinOp(node.left.left, sign(), inner)
    yield "extra", node.left
    yield "extra", node.right
    yield "order", ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.MatMult):
        for product in turned_products(node):
            yield "transpose", product
        yield "transpose", ast.BinOp(turned(node.right, True), node.op, turned(node.left, False))
        yield "transpose", ast.BinOp(turned(node.right, False), node.op, turned(node.left, True))
        yield "transpose", ast.BinOp(turned(node.right, True), node.op, turned(node.left, True))


def _constant(node: ast.Constant, scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Yield another number; another of the function's texts, or one of another letter or layer."""
    value: Any = node.value
    if isinstance(value, str):
        kind = "function" if value in ("relu", "sigmoid", "tanh") else "key"
        for word in _words(value, scope):
            if word != value:
                yield kind, ast.Constant(word)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        near = (value + 1, value - 1) if isinstance(value, int) else (-value, 1 - value)
        for other in dict.fromkeys((*near, *VALUES, value * 10, value / 10)):
            if other != value:
                yield "number", ast.Constant(other)
        for name in scope.numbers:
            yield "number", ast.Name(name, ast.Load())


def _words(value: str, scope: Scope) -> list[str]:
    """Return the texts that may stand in a text's place."""
    letters = value.rstrip("0123456789")
    layer = value[len(letters) :]
    kinds = ("W", "b", "dW", "db", "dA", "A", "Z")
    near = [f"{kind}{layer}" for kind in kinds] if letters in kinds else []
    if layer and letters in kinds:
        near += [f"{letters}{int(layer) + 1}", f"{letters}{int(layer) - 1}"]
    return list(dict.fromkeys([*near, *scope.words, "relu", "sigmoid"]))


def _call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """Yield a call with other keywords, another order, of another function, or no call."""
    name = ast.unparse(node.func)
    if name.split(".")[-1] in ("sum", "mean", "max"):
        for keywords in SUMS:
            made = called(name, *node.args[:1], **keywords)
            if ast.unparse(made) != ast.unparse(node):
                yield "keyword", made
    if len(node.args) == 2:
        one, other = node.args
        yield "order", ast.Call(node.func, [other, one], node.keywords)
        if name.split(".")[-1] in ("dot", "matmul"):
            pairs = ((one, other), (other, one))
            for first, second in pairs:
                for left, right in ((True, False), (False, True), (True, True)):
                    args = [turned(first, left), turned(second, right)]
                    yield "transpose", ast.Call(node.func, args, [])
    for group in FUNCTIONS:
        if name in group or f"np.{name}" in group:
            yield from (
                ("function", ast.Call(ast.parse(twin, mode="eval").body, node.args, node.keywords))
                for twin in group
                if twin not in (name, f"np.{name}")
            )
    for k, argument in enumerate(node.args if name == "range" else ()):
        for operator in (ast.Add, ast.Sub):
            shifted = ast.BinOp(argument, operator(), ast.Constant(1))
            yield "loop", ast.Call(node.func, [*node.args[:k], shifted, *node.args[k + 1 :]], [])
    if name == "range" and len(node.args) == 1:
        end = ast.BinOp(node.args[0], ast.Add(), ast.Constant(1))
        yield "loop", ast.Call(node.func, [ast.Constant(1), node.args[0]], [])
        yield "loop", ast.Call(node.func, [ast.Constant(1), end], [])
    if name == "range" and len(node.args) == 2:
        yield "loop", ast.Call(node.func, node.args[1:], [])
    if name not in ("range", "str", "len", "int"):
        for argument in node.args:
            yield "function", argument
    if name == "len":
        yield "number", ast.BinOp(node, ast.FloorDiv(), ast.Constant(2))


def _element(node: ast.Subscript) -> Iterator[tuple[str, ast.AST]]:
    """Yield the element before and after, and the other length of a shape."""
    index = node.slice
    if isinstance(index, ast.Constant) and isinstance(index.value, str):
        return
    if isinstance(index, ast.Name | ast.BinOp) and not isinstance(
        getattr(index, "op", None), ast.Mult
    ):
        for operator in (ast.Add, ast.Sub):
            shifted: ast.expr = ast.BinOp(index, operator(), ast.Constant(1))
            yield "number", ast.Subscript(node.value, shifted, node.ctx)


def _likely(name: str, scope: Scope) -> list[str]:
    """Return the other names, those most like one first."""

    def unlikeness(other: str) -> tuple[bool, bool]:
        return other.rstrip("0123456789") != name.rstrip("0123456789"), other[:1] != name[:1]

    return sorted((other for other in scope.names if other != name), key=unlikeness)
