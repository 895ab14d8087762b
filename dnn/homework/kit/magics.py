"""The lines of a notebook that are no Python (% and ! lines, cd ..., print "x") -> Python."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

__all__ = ["Translation", "as_python"]

AUTOMAGIC = frozenset(
    {
        *("autoreload", "cat", "cd", "clear", "conda", "config", "cp", "load_ext", "ls"),
        *("matplotlib", "mkdir", "mv", "pip", "pwd", "pylab", "rm", "run", "time", "timeit"),
        *("who", "whos"),
    }
)
BODY_RUNS = frozenset({"capture", "prun", "time", "timeit"})  # cell magics that run their cell
ASSIGNED = re.compile(r"(\s*)([\w.,\s\[\]'\"]+?)\s*=\s*([%!])\s*(.+)")
PRINTED = re.compile(r"(.*?)\bprint\s+(?![=(]\s)(.+?)(,?)\s*$")
PYTHON_2 = "Python 2's print statement"


@dataclass(frozen=True)
class Translation:
    """A cell as Python, and what of it was Python 2."""

    text: str
    notes: tuple[str, ...] = ()


def as_python(cell: str) -> Translation:
    r"""Return a cell with the lines that are no Python written as calls of ``get_ipython()``.

    Only lines at which Python itself stumbles are touched, so that nothing in a text changes. What
    cannot be mended stays as it is.

    Examples
    --------
    >>> from dnn.homework.kit.magics import as_python
    >>> print(as_python("import numpy as np\n%matplotlib inline\nfiles = !ls").text)
    import numpy as np
    get_ipython().run_line_magic('matplotlib', 'inline')
    files = get_ipython().getoutput('ls')
    """
    head = re.match(r"(?:\s*(?:#.*)?\n)*\s*%%(\w+)[ \t]*(.*)\n?", cell)
    if head:
        return _cell_magic(head[1], head[2].strip(), cell[head.end() :])
    lines, notes = cell.expandtabs(8).split("\n") if _mixes_tabs(cell) else cell.split("\n"), set()
    for _ in range(2 * len(lines)):
        fault = _fault("\n".join(lines))
        if fault is None:
            break
        mended = _mended(lines[fault])
        if mended is None:
            break
        while lines[fault].endswith("\\") and fault + 1 < len(lines):  # a ! line that goes on
            lines[fault] = lines.pop(fault + 1)
        lines[fault], note = mended
        notes |= {note} if note else set()
    return Translation(_without_bare_magics("\n".join(lines)), tuple(notes))


def _cell_magic(name: str, argument: str, body: str) -> Translation:
    """Return a cell whose first line is a %% line: run, or handed to get_ipython()."""
    if name in BODY_RUNS:
        inner = as_python(body)
        return Translation(f"{_call('run_line_magic', name, argument)}\n{inner.text}", inner.notes)
    return Translation(_call("run_cell_magic", name, argument, body))


def _fault(text: str) -> int | None:
    """Return the line, from 0, at which Python stumbles; None where it does not."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        return min(max((error.lineno or 1) - 1, 0), text.count("\n"))
    except ValueError:  # a null byte
        return None
    return None


def _mixes_tabs(text: str) -> bool:
    """Tell whether Python stumbles over tabs among spaces."""
    try:
        ast.parse(text)
    except TabError:
        return True
    except (SyntaxError, ValueError):
        return "\t" in text and re.search(r"(?m)^ +\S", text) is not None
    return False


def _mended(line: str) -> tuple[str, str] | None:
    """Return a line that is no Python as Python, and what is to be said of it; None if unknown."""
    indent, text = re.match(r"\s*", line)[0], line.strip()  # type: ignore[index]
    word, _, rest = text.partition(" ")
    if text.startswith("%") and text.strip("%"):
        word, _, rest = text.lstrip("%").partition(" ")
        return indent + _call("run_line_magic", word, rest.strip()), ""
    if text.startswith("!"):
        return indent + _call("system", text.lstrip("!")), ""
    if re.fullmatch(r"\?{0,2}[\w.*]+\?{0,2}", text) and "?" in text:
        return indent + _call("run_line_magic", "pinfo", text.strip("?")), ""
    assigned = ASSIGNED.fullmatch(line)
    if assigned:
        magic = assigned[3] == "%"
        word, _, rest = assigned[4].partition(" ")
        call = _call("run_line_magic", word, rest) if magic else _call("getoutput", assigned[4])
        return f"{assigned[1]}{assigned[2]} = {call}", ""
    if word in AUTOMAGIC:
        return indent + _call("run_line_magic", word, rest), ""
    printed = PRINTED.fullmatch(line)
    if printed:
        end = ", end=' '" if printed[3] else ""
        return f"{printed[1]}print({printed[2]}{end})", PYTHON_2
    if re.fullmatch(r".*\bprint\s*", line):
        return re.sub(r"print\s*$", "print()", line), PYTHON_2
    return None


def _without_bare_magics(text: str) -> str:
    """Return the text with lines such as ls and pwd, which are names to Python, as magics."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return text
    lines = text.split("\n")
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    free = AUTOMAGIC - {name.id for name in names if isinstance(name.ctx, ast.Store)}
    for step in tree.body:
        word, _, rest = lines[step.lineno - 1].strip().partition(" ")
        alone = isinstance(step, ast.Expr) and isinstance(step.value, ast.Name | ast.BinOp)
        if alone and word in free and step.lineno == step.end_lineno:
            lines[step.lineno - 1] = _call("run_line_magic", word, rest.strip())
    return "\n".join(lines)


def _call(method: str, *arguments: str) -> str:
    """Return the call of a method of get_ipython()."""
    return f"get_ipython().{method}({', '.join(map(repr, arguments))})"
