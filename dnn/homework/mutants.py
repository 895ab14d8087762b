"""Small changes to a solution that no row lists: a name, a sign, a transpose, a number, a step.

A wrong result that equals what one of these computes has most likely made that change. It says
where, since each line of a solution carries its equation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from dnn.homework.mistakes.row import source_of
from dnn.homework.tasks import Task
from dnn.homework.words import Words

KINDS = {
    "operator": Words(
        "an operator is another one: look at +, -, *, / and @ there",
        "运算符用错了：检查那里的 +、-、*、/ 和 @",
    ),
    "missing": Words("a term or a factor is missing", "少了一项或一个因子"),
    "transpose": Words("a transpose is missing, or one too many", "少了或多了一次转置"),
    "order": Words("two things stand in each other's place", "有两样东西的位置写反了"),
    "name": Words("another variable stands in the place of one", "用错了变量"),
    "number": Words("a number is another one", "有一个数字不对"),
    "keyword": Words(
        "a keyword such as axis or keepdims is missing", "缺少 axis 或 keepdims 这样的参数"
    ),
    "comparison": Words("the comparison is another one", "比较符号不对"),
    "function": Words(
        "another function is called, or one is missing", "调用了别的函数，或漏了一个函数"
    ),
    "key": Words("the key has another layer's number", "键里的层号不对"),
    "step": Words("a step is missing", "少了一步"),
}


class Change(NamedTuple):
    """One changed solution: what kind of change, in which line, and the function."""

    kind: str
    target: str  # the variable that the line computes, or its text
    numbers: frozenset[int]
    function: Callable[..., Any]


MOST = 260  # changes of one solution that are tried

TWINS = (
    *({"sigmoid", "relu", "tanh"}, {"sum", "mean", "prod"}, {"maximum", "minimum"}),
    *({"zeros", "ones"}, {"exp", "log"}, {"sqrt", "square"}, {"dot", "multiply"}),
    {"rand", "randn"},
)


@cache
def changes_of(task: Task) -> tuple[Change, ...]:
    """Return the small changes of a task's solution."""
    text = source_of(task)
    lines = text.splitlines()
    tree = ast.parse(text)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    found = []
    for kind, line, changed in _changed_trees(tree):
        numbers = frozenset(int(n) for n in re.findall(r"\((\d)\)", _comment(lines, line)))
        found.append(Change(kind, _target(lines[line - 1]), numbers, _compiled(task, changed)))
        if len(found) == MOST:
            break
    return tuple(found)


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


def _changed_trees(tree: ast.Module) -> Iterator[tuple[str, int, ast.Module]]:
    """Yield the tree with one change at a time: its kind and the line that it changes."""
    function: Any = tree.body[0]
    places = [
        place for statement in function.body[1:] for place in _places(statement, function.body)
    ]
    names = sorted(
        {node.id for *_, node in places if isinstance(node, ast.Name) and _is_stored(node)}
        | {argument.arg for argument in function.args.args}
    )
    for holder, key, node in places:
        for kind, changed in _changes(node, names):
            _put(holder, key, ast.fix_missing_locations(ast.copy_location(changed, node)))
            yield kind, getattr(node, "lineno", 1), tree
            _put(holder, key, node)


def _places(node: ast.AST, siblings: list[ast.AST]) -> Iterator[tuple[Any, Any, ast.AST]]:
    """Yield what holds a node and under which name or number, for it and all below it."""
    yield siblings, siblings.index(node), node
    for parent in ast.walk(node):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield parent, field, value
            elif isinstance(value, list):
                yield from ((value, k, v) for k, v in enumerate(value) if isinstance(v, ast.AST))


def _put(holder: Any, key: Any, node: ast.AST) -> None:
    """Put a node in its place."""
    if isinstance(holder, list):
        holder[key] = node
    else:
        setattr(holder, key, node)


def _is_stored(node: ast.Name) -> bool:
    """Tell whether a name is given a value there."""
    return isinstance(node.ctx, ast.Store)


OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.MatMult, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
COMPARISONS: tuple[type[ast.cmpop], ...] = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)


def _changes(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may stand in the place of a node by mistake."""
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), ()):
            yield "operator", ast.BinOp(node.left, operator(), node.right)
        yield "missing", node.left
        yield "missing", node.right
        if isinstance(node.op, ast.MatMult):
            yield "order", ast.BinOp(node.right, node.op, node.left)
            for left, right in ((True, False), (False, True), (True, True)):
                yield (
                    "transpose",
                    ast.BinOp(_turned(node.left, left), node.op, _turned(node.right, right)),
                )
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "operator", node.operand
    elif isinstance(node, ast.Compare):
        for comparison in COMPARISONS:
            if not isinstance(node.ops[0], comparison):
                yield "comparison", ast.Compare(node.left, [comparison()], node.comparators)
    elif isinstance(node, ast.Constant):
        for value in _numbers(node.value):
            yield "number" if not isinstance(value, str) else "function", ast.Constant(value)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Tuple) and len(node.elts) < 5:
        for k in range(1, len(node.elts)):
            swapped = [*node.elts]
            swapped[k - 1 : k + 1] = node.elts[k], node.elts[k - 1]
            yield "order", ast.Tuple(swapped, node.ctx)
    elif isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name):
        yield "key", ast.Constant("1")
        for operator in (ast.Add, ast.Sub):
            shifted = ast.BinOp(node.value, operator(), ast.Constant(1))
            yield "key", ast.FormattedValue(shifted, node.conversion)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for name in names:
            if name != node.id and (len(names) < 12 or _stem(name) == _stem(node.id)):
                yield "name", ast.Name(name, ast.Load())
    elif isinstance(node, ast.Assign | ast.Expr):
        yield "step", ast.Pass()
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            yield "transpose", ast.Assign(node.targets, _turned(node.value, True))


def _stem(name: str) -> str:
    """Return a name without its layer: of many variables only those of one kind are confused."""
    return name.rstrip("0123456789")


def _turned(node: ast.expr, turn: bool) -> ast.expr:
    """Return an operand transposed; transposed already, it is turned back."""
    if not turn:
        return node
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def _numbers(value: Any) -> list[Any]:
    """Return what may stand in a constant's place."""
    if isinstance(value, str):
        key = re.fullmatch(r"(d?)([Wb])(\d)", value)
        others = (
            [(k, n) for k in "Wb" for n in (int(key[3]) - 1, int(key[3]), int(key[3]) + 1)]
            if key
            else []
        )
        keys = [f"{key[1]}{k}{n}" for k, n in others if key and f"{key[1]}{k}{n}" != value]
        return [name for twins in TWINS if value in twins for name in twins - {value}] + keys
    if isinstance(value, bool) or not isinstance(value, int | float):
        return []
    return [value + 1, value - 1] if isinstance(value, int) else [1.0, 1 - value, value * 10]


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """Yield a call without a keyword, of another function, or not made at all."""
    for k, _ in enumerate(node.keywords):
        rest = node.keywords[:k] + node.keywords[k + 1 :]
        yield "keyword", ast.Call(node.func, node.args, rest)
    if node.args:
        yield "function", node.args[0]
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    for other in _numbers(name):
        function: ast.expr = (
            ast.Attribute(node.func.value, other, ast.Load())
            if isinstance(node.func, ast.Attribute)
            else ast.Name(other, ast.Load())
        )
        yield "function", ast.Call(function, node.args, node.keywords)
