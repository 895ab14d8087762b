"""A homework's code with the few expressions changed that mean something else by now."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from dnn.homework.kit.magics import as_python
from dnn.homework.kit.shims.world import World

__all__ = ["OWN", "as_numbers", "rewritten"]

OWN = "homework_named_dnn"  # what a module dnn.py of the homework's own is called while it runs
CONVERT, FORMAT = "_dnn_converted", "_dnn_formatted"


def rewritten(text: str, name: str, world: World) -> ast.Module:
    """Return the tree of a source of a homework, made to mean what it meant."""
    translation = as_python(text)
    for note in translation.notes:
        world.note(f"{note}: read as Python 3's")
    tree = _Rewriting(world).visit(ast.parse(translation.text, name))
    return ast.fix_missing_locations(tree)


class _Rewriting(ast.NodeTransformer):
    """Change imports, and numbers that are arrays."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._has_own_dnn = any(
            (world.folder / place).is_file() for place in ("dnn.py", "dnn/__init__.py")
        )

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        """Make a relative import plain, and take dnn from the homework where it has one."""
        if node.level and node.module is not None:
            said = "." * node.level + node.module
            self._world.note(
                f"from {said} import ...: a script has no package, {node.module} is imported"
            )
            node.level = 0
        elif self._has_own_dnn and not node.level and node.module is not None:
            node.module = self._own(node.module)
        return node

    def visit_Import(self, node: ast.Import) -> ast.Import:
        """Take dnn from the homework where it has one."""
        for alias in node.names:
            if self._has_own_dnn and alias.name == "dnn":
                alias.name, alias.asname = self._own("dnn"), alias.asname or "dnn"
        return node

    def _own(self, module: str) -> str:
        """Return what a module of the homework's own dnn is called."""
        top, _, rest = module.partition(".")
        if top != "dnn":
            return module
        self._world.note("import dnn: the module of this name beside the homework is imported")
        return f"{OWN}.{rest}" if rest else OWN

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Let float() and int() take an array of one number."""
        self.generic_visit(node)
        is_number = isinstance(node.func, ast.Name) and node.func.id in ("float", "int")
        if not (is_number and len(node.args) == 1 and not node.keywords):
            return node
        called = ast.Name(CONVERT, ast.Load())
        return ast.copy_location(ast.Call(called, [node.func, *node.args], []), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Let the % of a text take an array of one number."""
        self.generic_visit(node)
        is_text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        if not (is_text and isinstance(node.op, ast.Mod)):
            return node
        called = ast.Name(FORMAT, ast.Load())
        return ast.copy_location(ast.Call(called, [node.left, node.right], []), node)


def as_numbers(world: World) -> None:
    """Take an array of one number for its number, in float(), int() and the % of a text."""

    def converted(kind: Callable[[Any], Any], value: Any) -> Any:
        try:
            return kind(value)
        except TypeError:
            if not _is_one_number(value):
                raise
            world.note(f"{kind.__name__}() of an array (1, 1): of the number in it")
            return kind(value.item())

    def formatted(text: str, values: Any) -> str:
        try:
            return text % values
        except TypeError:
            several = values if isinstance(values, tuple) else (values,)
            if not any(map(_is_one_number, several)):
                raise
            world.note(f"{text!r} % an array (1, 1): the number in it")
            return text % tuple(v.item() if _is_one_number(v) else v for v in several)

    world.patch(builtins, CONVERT, converted)
    world.patch(builtins, FORMAT, formatted)


def _is_one_number(value: Any) -> bool:
    """Tell an array that holds one number and has axes: numpy took it for the number once."""
    return isinstance(value, np.ndarray) and value.size == 1 and value.ndim > 0
