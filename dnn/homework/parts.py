"""The text of a cell -> its definitions, and the parts that Python cannot read, with its reason.

A cell that is no Python as a whole is cut where a statement starts at the edge, so that one bad
function takes no other with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

GOING_ON = re.compile(r"[\s)\]}#]|(else|elif|except|finally)\b|$")
FUNCTION = re.compile(r"(?:@.*\n)*(?:async\s+)?def\s+(\w+)")
HEAD = re.compile(r"(async|def|class)\s|@")
GOES_ON = ("was never closed", "unterminated triple-quoted")  # what Python says of a text cut short
UNFINISHED = re.compile(r"=$|\b(START|YOUR)[\s_]+CODE\b", re.IGNORECASE)


class Unreadable(NamedTuple):
    """A part that is no Python: the line where Python stops, its text, Python's reason.

    ``name`` is the function that the part was to define, "" where it is none; ``is_unfinished``
    tells that the line, or the whole body, is still to be written; ``cell`` is 0 in a script.
    """

    line: int
    text: str
    reason: str
    name: str = ""
    is_unfinished: bool = False
    cell: int = 0


def parts_of(cell: str) -> tuple[list[str], list[Unreadable]]:
    r"""Return the definitions of a cell as text, and the parts that Python cannot read.

    Examples
    --------
    >>> from dnn.homework.parts import parts_of
    >>> definitions, parts = parts_of("def relu(Z)\n    return Z\ndef half(z):\n    return z / 2")
    >>> definitions
    ['def half(z):\n    return z / 2']
    >>> parts[0].name, parts[0].line, parts[0].reason
    ('relu', 1, "expected ':'")
    """
    return (_definitions(cell), []) if _stop(cell) is None else _cut(cell.splitlines())


def _cut(lines: Sequence[str]) -> tuple[list[str], list[Unreadable]]:
    """Return the definitions and the unreadable parts of a text, statement by statement."""
    good: list[str] = []
    bad: list[Unreadable] = []
    read = told = 0  # the lines up to here are read; what is bad up to there is told already
    for k, ends in _statements(lines):
        if k < read:
            continue
        found, read = _shortest(lines, k, ends)
        good += found
        if read == k and k >= told:
            bad.append(_unreadable(lines, k, ends))
            told = ends[-1] if bad[-1].name else k
    return good, bad


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """Yield where a statement may start, and where it may end: at every start up to a function.

    A statement starts at the edge, and not below a decorator.
    """
    starts = [
        k
        for k, line in enumerate(lines)
        if not GOING_ON.match(line) and not (k and lines[k - 1].startswith("@"))
    ]
    heads = [k for k in starts if HEAD.match(lines[k])]
    for k in starts:
        last = next((head for head in heads if head > k), len(lines))
        yield k, [start for start in starts if k < start < last] + [last]


def _shortest(lines: Sequence[str], k: int, ends: Sequence[int]) -> tuple[list[str], int]:
    """Return the definitions of the shortest text from line k that is Python, and where it ends.

    Where none is, there are no definitions and it ends at k. A bracket or a text in three quotes
    may hold lines that look as if a statement started there.
    """
    for end in ends:
        text = "\n".join(lines[k:end])
        stop = _stop(text)
        if stop is None:
            return _definitions(text), end
        if not any(sign in stop[1] for sign in GOES_ON):
            break
    return [], k


def _stop(text: str) -> tuple[int, str] | None:
    """Return the line at which Python stops reading a text and its reason, None for Python."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 1, error.msg
    except ValueError as error:  # such as a zero byte
        return 1, str(error)
    return None


def _unreadable(lines: Sequence[str], k: int, ends: Sequence[int]) -> Unreadable:
    """Return the part from line k on; of a function it is read up to the next one."""
    head = FUNCTION.match("\n".join(lines[k:]))
    name, end = (head[1], ends[-1]) if head else ("", ends[0])
    number, reason = _stop("\n" * k + "\n".join(lines[k:end])) or (k + 1, "")
    code = [line.split("#")[0].strip() for line in lines]
    if number > end or not code[number - 1]:
        number = k + 1
    is_unfinished = not any(code[k + 1 : end]) or UNFINISHED.search(code[number - 1]) is not None
    return Unreadable(number, lines[number - 1].strip(), reason, name, bool(name) and is_unfinished)


def _definitions(text: str) -> list[str]:
    """Return the text of every statement that defines something and runs nothing else."""
    return list(_kept(text, ast.parse(text)))


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
