"""What a homework asks for: the modules that it imports, the names it takes, the files it opens."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from dnn.homework.cells import Code
from dnn.homework.kit.magics import as_python
from dnn.homework.kit.supplies import is_helper

__all__ = ["Wants", "wants_of"]

IMPORT = re.compile(r"^\s*(?:from\s+[\w.]+\s+import\s+.+|import\s+[\w., ]+)", re.MULTILINE)
FILE = re.compile(r"[^\n*?<>|{}%]+\.(?:h5|hdf5|jpe?g|png|bmp|gif)", re.IGNORECASE)
FOLDER = re.compile(r"(?:\./)?(?:data|datasets?|images?|pics?|pictures?)/?", re.IGNORECASE)
MOST = 16  # values that a name is followed through


@dataclass
class Wants:
    """What is asked for.

    Attributes
    ----------
    modules : dict
        Dotted name of each module -> the names that are taken from it.
    starred : set of str
        Modules whose names are all taken; what the code then uses without having it is taken
        from one of them.
    unbound, made : set of str
        Names that are used and nowhere made, and those that are made.
    files : set of str
        Paths of pictures and data sets that stand in the text, put together where they are.
    folders : set of str
        What names a folder of data or pictures, put together with a file's name or not.
    runs : set of str
        What ``%run`` names.
    text : str
        The code itself.
    """

    modules: dict[str, set[str]] = field(default_factory=dict)
    starred: set[str] = field(default_factory=set)
    unbound: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)
    text: str = ""

    def names_of(self, module: str) -> set[str]:
        """Return the names that a module may be asked for."""
        asked = self.modules.get(module, set())
        return asked | self.unbound if module in self.starred else asked


def wants_of(homework: Code) -> Wants:
    r"""Return what the code of a homework asks for; nothing of it is run.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.homework.cells import Code
    >>> from dnn.homework.kit.wants import wants_of
    >>> code = "from lr_utils import load_dataset\nname = 'cat.jpg'\nimread('images/' + name)"
    >>> wants = wants_of(Code(Path("h.py"), (code,)))
    >>> wants.modules, sorted(wants.files)
    ({'lr_utils': {'load_dataset'}}, ['cat.jpg', 'images/cat.jpg'])
    """
    trees = [tree for cell in homework.cells for tree in _trees(as_python(cell).text)]
    wants = Wants(text=homework.text)
    for node in (node for tree in trees for node in ast.walk(tree)):
        _note_import(node, wants)
        _note_run(node, wants)
    _note_attributes(trees, wants)
    used, wants.made = _used_and_made(trees)
    wants.unbound = used - wants.made - set(dir(builtins))
    texts = _texts(trees)
    wants.files = {text for text in texts if FILE.fullmatch(text)}
    wants.folders = {text.strip("./") for text in texts if FOLDER.fullmatch(text)}
    return wants


def _trees(text: str) -> Iterator[ast.Module]:
    """Yield the tree of a cell; of one that is no Python, those of its lines that import."""
    for part in (text,):
        try:
            yield ast.parse(part)
            return
        except (SyntaxError, ValueError):
            pass
    for line in IMPORT.findall(text):
        try:
            yield ast.parse(line.strip())
        except SyntaxError:
            continue


# --- modules ------------------------------------------------------------------------------------


def _note_import(node: ast.AST, wants: Wants) -> None:
    """Note what an import asks for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            wants.modules.setdefault(alias.name, set())
    elif isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        module = node.module or ""
        if not module:  # from . import dnn_utils
            for name in names:
                wants.modules.setdefault(name, set())
            return
        for name in names:
            if is_helper(name):  # from DNN import dnn_utils
                wants.modules.setdefault(f"{module}.{name}", set())
        wants.modules.setdefault(module, set()).update(names - {"*"})
        if "*" in names:
            wants.starred.add(module)


def _note_run(node: ast.AST, wants: Wants) -> None:
    """Note what a %run names."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given = [a.value for a in node.args if isinstance(a, ast.Constant)]
        line = " ".join(str(part) for part in given)
        if node.func.attr in ("magic", "run_line_magic") and line.startswith("run "):
            wants.runs.add(line.removeprefix("run ").strip().strip("'\""))


def _note_attributes(trees: Iterable[ast.Module], wants: Wants) -> None:
    """Note the names that are taken from a module by a dot: testCases.linear_forward_test_case."""
    aliases = {
        alias.asname or alias.name: name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        for name in (alias.name, f"{getattr(node, 'module', '')}.{alias.name}")
        if name in wants.modules
    }
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                module = aliases.get(ast.unparse(node.value))
                if module is not None:
                    wants.modules[module].add(node.attr)


def _used_and_made(trees: Iterable[ast.Module]) -> tuple[set[str], set[str]]:
    """Return the names that are used, and those that are made."""
    used: set[str] = set()
    made: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.alias):
            made.add(node.asname or node.name.split(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            made.add(node.name)
    return used, made


# --- files --------------------------------------------------------------------------------------


def _texts(trees: Iterable[ast.Module]) -> set[str]:
    """Return the texts in the code, put together where they are added up or joined as paths."""
    trees = list(trees)
    known: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    known.setdefault(target.id, set()).update(_values(node.value, known))
    nodes = [node for tree in trees for node in ast.walk(tree)]
    writes = [node for node in nodes if isinstance(node, ast.Call) and _writes(node)]
    written = {id(inner) for node in writes for inner in ast.walk(node)}
    read = [node for node in nodes if isinstance(node, ast.expr) and id(node) not in written]
    return {text for node in read for text in _values(node, known)}


def _writes(call: ast.Call) -> bool:
    """Tell whether a call is that of a function which writes a file."""
    return ast.unparse(call.func).split(".")[-1] in ("save", "savefig", "imsave", "imwrite")


def _values(node: ast.expr, known: dict[str, set[str]]) -> set[str]:
    """Return the texts that an expression may come to, as far as they stand in the code."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) and len(node.value) < 300 else set()
    if isinstance(node, ast.Name):
        return known.get(node.id, set())
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _joined([node.left, node.right], known, "")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _joined([node.left, node.right], known, "/")
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.FormattedValue) else p for p in node.values]
        return _joined(parts, known, "")
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called.endswith("path.join"):
            return _joined(node.args, known, "/")
        if called.split(".")[-1] in ("Path", "abspath", "normpath", "str") and node.args:
            return _joined(node.args, known, "/")
    return set()


def _joined(parts: Iterable[ast.expr], known: dict[str, set[str]], between: str) -> set[str]:
    """Return all ways to put the values of several expressions together."""
    values = [sorted(_values(part, known))[:MOST] for part in parts]
    return {between.join(chosen) for chosen in product(*values)}
