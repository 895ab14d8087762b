"""A homework file -> its definitions: functions, imports and constants; no cell is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dnn.homework.cells import decoded, read_code

MAGIC = re.compile(r"\s*(%|!|\?|get_ipython\(\))")
TEXT_SIGNS = {
    "<!doctype": "an HTML page",
    "<html": "an HTML page",
    "version https://git-lfs": "a Git LFS pointer",
}
SCALAR_SIGN = re.compile(r"isinstance\(\s*\w*db\w*\s*,\s*float\s*\)")


class Homework(NamedTuple):
    """The statements of a homework that define something, by the cell that they stand in."""

    name: str
    cells: tuple[tuple[str, str], ...]  # where it stands, and the text of one or more definitions
    left_out: tuple[str, ...]  # cells that are not Python
    edition: str | None


def read_homework(path: str | Path) -> Homework:
    r"""Return the definitions of a .py or .ipynb file.

    Raises
    ------
    ValueError
        When the file is no notebook or holds no Python.
    OSError
        When it is not there or cannot be opened.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from dnn.homework.files import read_homework
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "homework.py"
    ...     _ = path.write_text("import numpy as np\ndef sigmoid(z):\n    return z\nsigmoid(1)\n")
    ...     [text for _, text in read_homework(path).cells]
    ['import numpy as np', 'def sigmoid(z):\n    return z']
    """
    path = Path(path)
    start = decoded(path.read_bytes()[:200]).lstrip().lower()
    for sign, kind in TEXT_SIGNS.items():
        if start.startswith(sign):
            raise ValueError(f"{path}: is {kind}, not a homework: download the file itself")
    code = read_code(path)
    cells = [cell for cell in code.cells if not cell.lstrip().startswith("%%")]
    kept: list[tuple[str, str]] = []
    left_out = []
    for number, cell in enumerate(cells, start=1):
        where = f"{path.name} cell {number}" if len(cells) > 1 else path.name
        good, bad = _definitions(cell)
        kept += [(where, definition) for definition in good]
        left_out += [f"{where}, line {line}" for line in bad]
    if not kept and left_out:
        raise ValueError(f"{path}: cannot be read as Python ({left_out[0]})")
    scalar = SCALAR_SIGN.search(code.text) or re.search(
        r"import\s+dnn_app_utils\b(?!_v)", code.text
    )
    return Homework(path.name, tuple(kept), tuple(left_out), "2017-08" if scalar else None)


def _definitions(cell: str) -> tuple[list[str], list[int]]:
    """Return the definitions of a cell as text, and the lines where what is no Python starts."""
    lines = ["" if MAGIC.match(line) else line for line in cell.splitlines()]
    text = "\n".join(lines)
    try:
        return list(_kept(text, ast.parse(text))), []
    except (SyntaxError, ValueError):
        good, bad = [], []
        for start, chunk in _chunks(lines):
            try:
                good += list(_kept(chunk, ast.parse(chunk)))
            except (SyntaxError, ValueError):
                bad.append(start)
        return good, bad


def _chunks(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the statements of a text that does not parse as a whole, each by its indentation."""
    going_on = re.compile(r"[\s)\]}#]|else|elif|except|finally|$")
    starts = [k for k, line in enumerate(lines) if not going_on.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start + 1, "\n".join(lines[start:end])


def _kept(text: str, tree: ast.Module) -> Iterator[str]:
    """Yield the text of every statement that defines something and runs nothing else."""
    for statement in tree.body:
        if isinstance(statement, ast.Try | ast.With | ast.If):
            inner = [part for part in ast.walk(statement) if _is_import(part)]
            yield from (ast.unparse(part) for part in inner)
        elif _defines(statement):
            yield ast.get_source_segment(text, statement) or ast.unparse(statement)


def _is_import(node: ast.AST) -> bool:
    """Tell an import."""
    return isinstance(node, ast.Import | ast.ImportFrom)


def _defines(statement: ast.stmt) -> bool:
    """Tell a function, an import, a constant, a lambda, another name for something."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef) or _is_import(statement):
        return True
    if not isinstance(statement, ast.Assign):
        return False
    if isinstance(statement.value, ast.Lambda | ast.Name):
        return True
    try:
        ast.literal_eval(statement.value)
    except ValueError:
        return False
    return True


def helpers_beside(path: str | Path, homework: Homework) -> tuple[tuple[str, str], ...]:
    """Return the definitions of the modules beside a homework from which it imports names."""
    folder = Path(path).resolve().parent
    names = [
        statement.module
        for _, text in homework.cells
        for statement in ast.parse(text).body
        if isinstance(statement, ast.ImportFrom) and statement.module
    ]
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys(names):
        beside = folder / f"{name.split('.')[-1]}.py"
        if beside.is_file() and beside != Path(path).resolve():
            try:
                found += read_homework(beside).cells
            except (ValueError, OSError):
                continue
    return tuple(found)
