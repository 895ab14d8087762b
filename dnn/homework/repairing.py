"""What one small change to a learner's own lines makes a function right: where the mistake is.

The change that mends a function says which line is wrong and in what way, whatever its style and
whether or not the mistake is in the table. Of several mistakes each is mended in turn.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import time
import types
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from dnn.homework.asking import ask, prepared, problems_of, right_answers, wrong_leaves
from dnn.homework.changing import Place, changed_at, places_of, scope_of
from dnn.homework.mending import mended, wrapped
from dnn.homework.naming import leaf_name
from dnn.homework.reading import equation_of, failing_step
from dnn.homework.structure import restructured
from dnn.homework.trials import Trial
from dnn.homework.watching import fine_ones, first_wrong

MOST = 1500  # changes that are tried for one mistake
ROUNDS = 3  # mistakes in one function


class Repair(NamedTuple):
    """What was changed: the kind, the variable that the line computes, its equations."""

    kind: str
    target: str
    numbers: frozenset[int]


def repaired(trial: Trial, function: Callable[..., Any], seconds: float) -> list[Repair]:
    """Return the small changes that together make a function right; [] where none were found."""
    end = time.thread_time() + seconds
    tree = _tree_of(function)
    if tree is None or any(isinstance(node, ast.While) for node in ast.walk(tree)):
        return []
    bench = _Bench(trial, function, tree)
    found: list[Repair] = []
    with np.errstate(all="ignore"):  # numpy's settings are those of a thread
        for _ in range(ROUNDS):
            repair = bench.mend(end)
            if repair is None:
                return []
            found.append(repair)
            if bench.is_right():
                return found
    return []


def _tree_of(function: Callable[..., Any]) -> ast.Module | None:
    """Return the tree of a function's own text, where there is one."""
    if not isinstance(function, types.FunctionType) or function.__closure__:
        return None
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    body = tree.body[0] if tree.body else None
    if not isinstance(body, ast.FunctionDef) or body.name != function.__name__:
        return None
    body.decorator_list.clear()
    return tree


LONGEST = 5000  # steps of a loop; every problem is done in fewer


class TooLong(Exception):
    """A change has made a loop long, so it is dropped; nobody is told."""


def short_range(*args: int) -> range:
    """Return a range; one that a change made long raises."""
    steps = range(*args)
    if len(steps) > LONGEST:
        raise TooLong
    return steps


class _Bench:
    """A function's tree, its world, and how wrong it is on the problem that tells most."""

    def __init__(self, trial: Trial, function: Callable[..., Any], tree: ast.Module) -> None:
        self.task, self.order, self.tree = trial.task, trial.order, tree
        asked = prepared(trial.task, function)
        self.world: dict[str, Any] = getattr(asked, "__globals__", {})
        self.world["range"] = short_range
        self.defaults = getattr(function, "__defaults__", None)
        definition = tree.body[0]
        assert isinstance(definition, ast.FunctionDef)
        self.definition = definition
        every = frozenset(right_answers(trial.task)[trial.order[0]].leaves)
        wrong = self._wrong(asked, trial.order[0])
        self.wrong = every if wrong is None else wrong
        error = trial.error
        self.raised = failing_step(error, function).number if error is not None else 0
        self.first = function.__code__.co_firstlineno if error is not None else 0
        self.suspect, _ = first_wrong(trial, function)
        self.fine = fine_ones(trial, function)

    def _wrong(self, function: Callable[..., Any], k: int) -> frozenset[str] | None:
        """Return which leaves of the answer to the k-th problem are wrong; None where it raises."""
        answer = ask(self.task, function, problems_of(self.task)[k])
        if answer.error is not None:
            return None
        right = right_answers(self.task)[k].leaves
        return frozenset(d.path for d in wrong_leaves(self.task, answer.leaves, right, False))

    def _function(self) -> Callable[..., Any] | None:
        """Return the function as the tree has it now."""
        made: dict[str, Any] = {}
        try:
            exec(compile(self.tree, "<mended>", "exec"), {**self.world}, made)
        except Exception:  # such as a default that is not there, or no such syntax
            return None
        function = made[self.definition.name]
        return types.FunctionType(function.__code__, self.world, function.__name__, self.defaults)

    def is_right(self) -> bool:
        """Tell whether the function as it is now answers every problem right."""
        function = self._function()
        return function is not None and all(
            self._wrong(function, k) == frozenset() for k in self.order
        )

    def mend(self, until: float) -> Repair | None:
        """Make the change that mends most, and return it; None where none mends anything."""
        best: tuple[frozenset[str], Repair, str] | None = None
        for tried, repair in enumerate(self._repairs()):
            if tried > MOST or time.thread_time() > until:
                break
            if best is not None and best[1].target != repair.target:
                break  # the line that mended something is done
            function = self._function()
            wrong = None if function is None else self._wrong(function, self.order[0])
            if wrong is None or not wrong < self.wrong:
                continue
            if not wrong and not self.is_right():
                continue
            text = ast.unparse(self.tree)
            if best is None or len(wrong) < len(best[0]):
                best = (wrong, repair, text)
            if not wrong:
                break
        if best is None:
            return None
        self.wrong, self.tree = best[0], ast.parse(best[2])
        definition = self.tree.body[0]
        assert isinstance(definition, ast.FunctionDef)
        self.definition = definition
        return best[1]

    def _repairs(self) -> Iterator[Repair]:
        """Yield one change after another, the likeliest lines first."""
        scope = scope_of(self.definition)
        statements = sorted(self._statements(), key=self._unlikeness)
        for kind in restructured(self.definition):
            yield Repair(kind, "", frozenset())
        for changes in (mended, wrapped):
            for place in statements:
                for inner in places_of(*place):
                    if isinstance(inner.node, ast.stmt) and inner.around:
                        continue
                    for kind in changed_at(inner, scope, changes):
                        yield _repair(kind, place[0], inner)

    def _statements(self) -> Iterator[tuple[ast.AST, Any, Any, tuple[ast.AST, ...]]]:
        """Yield the lines, those in loops and branches too, and the heads of the loops."""
        for parent in ast.walk(self.definition):
            for field in ("body", "orelse"):
                block = getattr(parent, field, None)
                if not isinstance(block, list):
                    continue
                for k, statement in enumerate(block):
                    if isinstance(statement, ast.For):
                        yield statement.iter, statement, "iter", ()
                    elif isinstance(statement, ast.If):
                        yield statement.test, statement, "test", ()
                    elif not isinstance(statement, ast.FunctionDef | ast.Assert):
                        yield statement, block, k, ()

    def _unlikeness(self, place: tuple[ast.AST, Any, Any, tuple[ast.AST, ...]]) -> int:
        """Return how unlikely a line is to be the wrong one: the one that raised comes first."""
        statement = place[0]
        line = getattr(statement, "lineno", 0) + self.first - 1
        if self.raised and line == self.raised:
            return 0
        target, returns = target_of(statement), self.task.returns
        name = _variable(target)
        if name == self.suspect:
            return 1
        if name in self.fine:
            return 5
        wrong = {_letters(leaf_name(path, returns)) for path in self.wrong}
        kept = re.match(r"\w+", target)
        if _letters(target) in wrong:
            return 2
        is_right = "[" in target and kept is not None and kept[0] in returns.split(", ")
        return 4 if is_right else 3


def _variable(target: str) -> str:
    """Return the name of a variable or key: ``dW1`` of ``grads["dW1"]``."""
    key = re.search(r"\[f?['\"](\w+)['\"]\]$", target)
    return key[1] if key else target


def _letters(target: str) -> str:
    """Return what is in every layer the name of a variable, a key or a leaf."""
    key = re.search(r"\[f?['\"]([A-Za-z]+)", target)
    return (key[1] if key else target).rstrip("0123456789")


# --- what a line computes -------------------------------------------------------------------------


def _repair(kind: str, statement: ast.AST, place: Place) -> Repair:
    """Return a change with the variable and the equation of the line in which it was made."""
    target = target_of(statement)
    return Repair(kind, target, frozenset(_numbers(target, place)))


def target_of(statement: ast.AST) -> str:
    """Return the variable that a line computes, or the line in short."""
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    if isinstance(statement, ast.AugAssign):
        return ast.unparse(statement.target)
    return ast.unparse(statement)[:60]


PRODUCTS = ("dot", "matmul")


def _numbers(target: str, place: Place) -> set[int]:
    """Return the equation of a line by its variable or key; in a product of it, (1) or (9)."""
    key = re.search(r"\[[f]?['\"](\w+?)\d*['\"{]", target)
    numbers = equation_of(key[1] if key else target)
    inside = (*place.around, place.node)
    product = any(_is_product(node) for node in inside)
    if numbers == {2}:
        summed = any(
            isinstance(node, ast.BinOp) and any(_is_product(part) for part in ast.walk(node))
            for node in inside
        )
        return {1} if product or summed else numbers
    return {9} if numbers == {6} and product else numbers


def _is_product(node: ast.AST) -> bool:
    """Tell a product of matrices."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.MatMult)
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in PRODUCTS
