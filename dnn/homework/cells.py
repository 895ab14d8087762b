"""A homework as it lies there, a notebook or a script of any age and encoding -> its code cells."""

from __future__ import annotations

import codecs
import json
import tokenize
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

__all__ = ["SUFFIXES", "Code", "read_code"]

SUFFIXES = (".ipynb", ".py")


@dataclass(frozen=True)
class Code:
    """The code of a homework, as it was written.

    Attributes
    ----------
    path : Path
    cells : tuple of str
        The code cells of a notebook; a script is one cell.
    """

    path: Path
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of the code."""
        return "\n".join(self.cells)

    @property
    def is_notebook(self) -> bool:
        """Whether it is a notebook."""
        return self.path.suffix == ".ipynb"


def read_code(path: Path) -> Code:
    """Return the code of a notebook (nbformat 3 or 4) or of a script.

    Raises
    ------
    ValueError
        When the file is neither, or is damaged.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.homework.cells import read_code
    >>> read_code(Path(__file__)).text.splitlines()[0][3:24]
    'A homework as it lies'
    """
    if path.suffix not in SUFFIXES:
        raise ValueError(f"{path}: a homework is a notebook (.ipynb) or a script (.py)")
    text = decoded(path.read_bytes())
    if path.suffix == ".py":
        return Code(path, (text,))
    try:
        return Code(path, tuple(_sources(json.loads(text))))
    except (ValueError, AttributeError, KeyError, TypeError):
        raise ValueError(
            f"{path}: is not a notebook, though its name says so; fetch or copy it again"
        ) from None


def decoded(content: bytes) -> str:
    """Return the text of a source: as it declares, UTF-8, UTF-16, or GB 18030 (Windows in Chinese).

    Examples
    --------
    >>> from dnn.homework.cells import decoded
    >>> decoded("# 作业".encode("gbk")), decoded("# 作业".encode("utf-16"))
    ('# 作业', '# 作业')
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _plain(content.decode("utf-16", errors="replace"))
    if content[:2].count(0) == 1:  # UTF-16 without its mark: code begins with a plain letter
        kind = "utf-16-be" if content[0] == 0 else "utf-16-le"
        return _plain(content.decode(kind, errors="replace"))
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        text = content.decode("gb18030", errors="replace")
    return _plain(text)


def _plain(text: str) -> str:
    """Return a text with plain ends of lines and without a mark of its byte order."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _sources(notebook: Any) -> list[str]:
    """Return the sources of the code cells; nbformat 3 keeps them in worksheets."""
    sheets = notebook.get("worksheets", [notebook])
    cells = [cell for sheet in sheets for cell in sheet["cells"] if cell["cell_type"] == "code"]
    return ["".join(cell.get("source", cell.get("input", ""))) for cell in cells]
