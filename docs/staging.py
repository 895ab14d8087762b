"""The source that Sphinx reads: the pages, the notebooks and what is made out of the code."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

import dnn

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
NOTEBOOKS = ROOT / "notebooks"
TO_ENGLISH = re.compile(r"\[([^\]]*)\]\(\.\./(\d\d-[\w-]+)\.ipynb\)")


def notebooks(language: str) -> list[Path]:
    """Return the notebooks that there are in a language, in order."""
    folder = NOTEBOOKS if language == "en" else NOTEBOOKS / language
    return sorted(folder.glob("[0-9]*.ipynb"))


def lessons(language: str) -> dict[int, str]:
    """Return the stems of the notebooks by their numbers."""
    return {int(path.stem[:2]): path.stem for path in notebooks(language)}


@cache
def titles(language: str) -> dict[str, str]:
    """Return the titles of the notebooks by their stems."""
    return {path.stem: title(json.loads(path.read_text("utf-8"))) for path in notebooks(language)}


def title(notebook: dict[str, Any]) -> str:
    """Return the title of a notebook: the line of its first cell that is one."""
    source = "".join(lesson(notebook)["cells"][0]["source"])
    return source.split("\n")[0].removeprefix("# ")


def lesson(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook as a page: from its title on, without the cells that only prepare it."""
    cells = notebook["cells"]
    start = next(k for k, cell in enumerate(cells) if "".join(cell["source"]).startswith("# "))
    return {**notebook, "cells": [shown(cell) for cell in cells[start:]]}


def shown(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell; a link to a notebook that is not translated leads to the English page."""
    source = "".join(cell["source"])
    return {**cell, "source": TO_ENGLISH.sub(r'<a href="../../lesson/\2.html">\1</a>', source)}


def siblings() -> list[str]:
    """Return the pages that there are in both languages."""
    return sorted(set(names("en")) & set(names("zh")))


def names(language: str) -> list[str]:
    """Return the pages of a language that are written or run, without those made of the code."""
    folder = DOCS / "pages" / language
    pages = [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")]
    return [*pages, *(f"lesson/{path.stem}" for path in notebooks(language))]


def stage(language: str, folder: Path) -> None:
    """Write the source of a language's pages into a fresh folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS / "pages" / language, folder)
    for path in notebooks(language):
        page = json.dumps(lesson(json.loads(path.read_text("utf-8"))), ensure_ascii=False)
        write(folder / "lesson" / path.name, page)
    write(folder / "included/notebooks.md", contents(language))
    picture(language, folder / "one-pass.gif")
    for name, text in {**borrowed(), **made()}.items() if language == "en" else ():
        write(folder / name, text)


def contents(language: str) -> str:
    """Return what the README of the notebooks says of them, to the end of its table."""
    path = notebooks(language)[0].parent / "README.md"
    lines = path.read_text("utf-8").splitlines()
    last = max(k for k, line in enumerate(lines) if line.startswith("| "))
    return "\n".join(lines[1 : last + 1]) + "\n"


def picture(language: str, path: Path) -> None:
    """Put the moving picture of the first page there; the README's is English."""
    if language == "en":
        shutil.copy(NOTEBOOKS / path.name, path)
    else:
        X, Y = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]), np.array([[0, 1, 1, 0]])
        parameters = dnn.initialize_parameters_deep([2, 3, 1])
        dnn.animate_pass(parameters, X, Y, lang=language, path=path)


def borrowed() -> dict[str, str]:
    """Return what pages take over from other files of the repository, by its path."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    measured = readme.split("## What was measured\n")[1].split("\n## ")[0]
    found = {
        "included/contributing.md": "## Where" + contributing.split("\n## Where", 1)[1],
        "included/measured.md": re.sub(r"\s*\(\[how\]\([^)]*\)\)", "", measured),
    }
    scaling = (DOCS / "scaling.md").read_text("utf-8")  # its links to other files are words here
    found["about/scaling.md"] = re.sub(r"\[([^\]]*)\]\(\.\./[^)]*\)", r"\1", scaling)
    return found


def made() -> dict[str, str]:
    """Return the pages that are made out of the code, by their paths."""
    from docs import reference

    return reference.pages(lessons("en"))


def mathjax(site: Path) -> None:
    """Put MathJax, one file that needs nothing else, beside the site's other scripts."""
    target = site / "_static/mathjax"
    target.mkdir(parents=True, exist_ok=True)
    for name in ("es5/tex-svg.js", "LICENSE"):
        with as_file(files("mathjax") / "static/mathjax" / name) as path:
            shutil.copy(path, target / path.name)


def write(path: Path, text: str) -> None:
    """Write a page, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
