"""Every error that the library raises, read off its code: the message, the door, the remedy."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dnn.shapes import EQUATIONS
from docs.staging import ROOT

SOURCE = ROOT / "dnn"
OWN_WORLDS = (
    "homework/kit/templates",
    "homework/kit/shims",
    "homework/solutions",
)  # not errors of ours
WARNS = {"warn_user"}  # the one way to warn, in dnn/checks/warning.py
DEEP = 3  # so many functions and names are followed to find the words of a message
ALTERNATIVES = 6  # of one part of a message
DOCUMENTED = (ast.FunctionDef, ast.ClassDef)
TEXT = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.IfExp)


class Fault(NamedTuple):
    """One error of the code: where it stands, what the function does, and what it says."""

    module: str
    function: str
    purpose: str
    line: int
    kind: str
    message: str


@cache
def kinds() -> frozenset[str]:
    """Return the names of all errors and warnings, Python's own and the library's."""
    own = {
        node.name
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Error", "Warning"))
    }
    python = {name for name in dir(builtins) if name.endswith(("Error", "Warning"))}
    return frozenset(own | python)


def sources() -> list[Path]:
    """Return the files of the library in which errors are the library's own."""
    found = sorted(SOURCE.rglob("*.py"))
    return [p for p in found if not p.relative_to(SOURCE).as_posix().startswith(OWN_WORLDS)]


@cache
def faults() -> tuple[Fault, ...]:
    """Return every error that the library makes with words of its own."""
    return tuple(fault for path in sources() for fault in faults_of(path))


def faults_of(path: Path) -> Iterator[Fault]:
    """Yield the errors of a file in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    places = [n for n in ast.walk(tree) if isinstance(n, DOCUMENTED)]
    for call in calls(tree):
        around = [n for n in places if n.lineno <= call.lineno <= (n.end_lineno or 0)]
        function = max(around, key=lambda n: n.lineno, default=None)
        kind, text = said(call)
        if kind and text is not None:
            name = ".".join(n.name for n in sorted(around, key=lambda n: n.lineno))
            documented = function if isinstance(function, DOCUMENTED) else tree
            purpose = (ast.get_docstring(documented) or "").split("\n")[0]
            yield Fault(module, name, purpose, call.lineno, kind, tidy(words(text, function)))


def about(module: str) -> str:
    """Return the first line of what a module says of itself, without importing it."""
    path = ROOT.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or module).split("\n")[0]


def calls(tree: ast.AST) -> list[ast.Call]:
    """Return the calls that make an error or give a warning."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted((c for c in found if said(c)[0]), key=lambda c: c.lineno)


def said(call: ast.Call) -> tuple[str, ast.expr | None]:
    """Return the kind of error that a call makes, and the expression of its message."""
    name = last_name(call.func)
    if name in WARNS and call.args:
        kind = next((last_name(a) for a in call.args[1:] if last_name(a) in kinds()), "UserWarning")
        return kind, call.args[0]
    if name in kinds():
        return name, call.args[0] if call.args else None
    return "", None


def last_name(node: ast.expr) -> str:
    """Return the last name of a dotted one."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def words(node: ast.expr | None, around: ast.AST | None, depth: int = 0) -> str:
    """Return a message: what is filled in stands ‹so›, what is there at times ⟦so⟧, or ⟨so∣so⟩."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(words(part, around, depth) for part in parts)
        case ast.FormattedValue(value=value):
            return words(value, around, depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return words(left, around, depth) + words(right, around, depth)
        case ast.IfExp(body=body, orelse=other):
            return one_of([words(body, around, depth), words(other, around, depth)])
        case ast.BoolOp(op=ast.Or(), values=values):
            return one_of([words(value, around, depth) for value in values])
        case ast.Call(func=ast.Name(id="equation"), args=[ast.Constant(value=int(number))]):
            return f"({number}) {EQUATIONS[number]}"
        case ast.Call(func=ast.Name(id="_name"), args=[ast.Constant(value=str(letter)), _]):
            return f"{letter}‹l›"
        case ast.Call(func=ast.Name(id="_layer")):
            return "⟦layer ‹l›, ⟧"
        case ast.Call(func=ast.Name(id="phrase_if"), args=[_, text, *other]):
            last = words(other[0], around, depth) if other else ""
            return one_of([words(text, around, depth), last])
        case ast.Call(func=ast.Attribute(attr="format", value=text)):
            return words(text, around, depth)
        case ast.Call(func=ast.Name(id=name)) if depth < DEEP and name in makers():
            return one_of([words(text, makers()[name], depth + 1) for text in returns(name)])
        case ast.Subscript(value=ast.Name(id=name)) if name in tables() and depth < DEEP:
            return one_of([words(text, None, depth + 1) for text in tables()[name]])
        case ast.Name(id=name):
            return variable(name, around, depth)
        case _:
            return f"‹{in_words(node)}›"


def one_of(texts: list[str]) -> str:
    """Return alternatives as one text; nothing at all may be one of them."""
    some = list(dict.fromkeys(text for text in texts if text))
    inner = "∣".join(some)
    return f"⟦{inner}⟧" if "" in texts and some else f"⟨{inner}⟩" if len(some) > 1 else inner


@cache
def makers() -> dict[str, ast.FunctionDef]:
    """Return the functions that make words: all their returns are texts, some of them long."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sources()]
    functions = [n for tree in trees for n in tree.body if isinstance(n, ast.FunctionDef)]
    return {f.name: f for f in functions if getattr(f.returns, "id", "") == "str" and speaks(f)}


def speaks(function: ast.FunctionDef) -> bool:
    """Say whether a function returns sentences of its own, or only writes values down."""
    texts = [n.value for r in ast.walk(function) if isinstance(r, ast.Return) and r.value
             for n in ast.walk(r.value) if isinstance(n, ast.Constant)]  # fmt: skip
    return function.name not in SHOWN_AS and any(
        isinstance(text, str) and text.count(" ") > 1 for text in texts
    )


def returns(name: str) -> list[ast.expr]:
    """Return what a function that makes words returns."""
    found = [n.value for n in ast.walk(makers()[name]) if isinstance(n, ast.Return) and n.value]
    return found[:ALTERNATIVES]


@cache
def constants() -> dict[str, ast.expr]:
    """Return the texts that the library has names for."""
    return {
        last_name(node.targets[0]): node.value
        for path in sources()
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, TEXT)
    }


@cache
def tables() -> dict[str, list[ast.expr]]:
    """Return the tables of texts that the library has: their values, by their names."""
    found = {}
    for path in sources():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                inner = [n for n in ast.walk(node.value) if isinstance(n, ast.Dict)]
                if len(inner) == 1 and all(isinstance(value, TEXT) for value in inner[0].values):
                    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                    found[last_name(target)] = inner[0].values[:ALTERNATIVES]
    return found


def variable(name: str, around: ast.AST | None, depth: int) -> str:
    """Return what a name stands for where the code says it in words, else the name."""
    for node in ast.walk(around) if around else ():
        is_meant = isinstance(node, ast.Assign) and last_name(node.targets[0]) == name
        if is_meant and isinstance(node.value, TEXT) and depth < DEEP:
            return words(node.value, around, depth + 1)
    if name.isupper() and name in constants() and depth < DEEP:
        return words(constants()[name], None, depth + 1)
    return f"‹{name.strip('_').replace('_', ' ')}›"


def in_words(node: ast.expr) -> str:
    """Return a few words for what is filled in: the name of the value, or what is done to it."""
    match node:
        case ast.Constant(value=value):
            return str(value)
        case ast.Call(func=ast.Attribute(attr=attribute, value=value)) if attribute in OF_ITS_VALUE:
            return in_words(value)
        case ast.Call(func=func, args=args):
            name = last_name(func).strip("_").replace("_", " ")
            first = next((in_words(a) for a in args if not isinstance(a, ast.Constant)), "")
            return first if name in SHOWN_AS and first else name
        case ast.Attribute(attr="__name__"):
            return "type"
        case ast.Attribute(attr=attribute):
            return attribute.replace("_", " ")
        case ast.Subscript(value=value):
            return in_words(value)
        case ast.Name(id=name):
            return name.strip("_").replace("_", " ")
        case ast.BinOp(left=left) | ast.Starred(value=left) | ast.FormattedValue(value=left):
            return in_words(left)
        case _:
            return "..."


SHOWN_AS = frozenset(  # functions that only write a value down
    {"described", "in short", "listed", "counted", "shape of", "repr", "str", "len", "sorted"}
    | {"list", "tuple", "type", "fspath", "join", "format", "joined", "min", "max", "int", "float"}
)


OF_ITS_VALUE = frozenset({"tolist", "get", "strip", "removesuffix", "decode", "item", "lower"})


def tidy(message: str) -> str:
    """Return a message in one line, without doubled spaces."""
    filled = re.sub(r"\{(\w+)\}", r"‹\1›", message)  # what is left to a later format()
    return re.sub(r"\s+", " ", filled).strip()
