"""A homework file -> its definitions: functions, imports and constants; no cell is run."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

from dnn.homework.cells import decoded, read_code
from dnn.homework.parts import Unreadable, parts_of

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
    left_out: tuple[Unreadable, ...]
    edition: str | None

    def functions(self, *, and_unreadable: bool = True) -> list[str]:
        """Return the names of the functions, also of those that are a lambda or another name."""
        statements = [part for _, text in self.cells for part in ast.parse(text).body]
        functions = [part.name for part in statements if isinstance(part, ast.FunctionDef)]
        others = [
            target.id
            for part in statements
            if isinstance(part, ast.Assign) and isinstance(part.value, ast.Lambda | ast.Name)
            for target in part.targets
            if isinstance(target, ast.Name)
        ]
        lost = [part.name for part in self.left_out if part.name and and_unreadable]
        return [*functions, *others, *lost]


def read_homework(path: str | Path) -> Homework:
    r"""Return the definitions of a .py or .ipynb file.

    Raises
    ------
    ValueError
        When the file is no homework, or a notebook that is damaged.
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
    left_out: list[Unreadable] = []
    for number, cell in enumerate(cells, start=1):
        is_one_of_many = len(cells) > 1
        where = f"{path.name} cell {number}" if is_one_of_many else path.name
        lines = ["" if MAGIC.match(line) else line for line in cell.splitlines()]
        good, bad = parts_of("\n".join(lines))
        kept += [(where, definition) for definition in good]
        left_out += [part._replace(cell=number if is_one_of_many else 0) for part in bad]
    scalar = SCALAR_SIGN.search(code.text) or re.search(
        r"import\s+dnn_app_utils\b(?!_v)", code.text
    )
    return Homework(path.name, tuple(kept), tuple(left_out), "2017-08" if scalar else None)


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
