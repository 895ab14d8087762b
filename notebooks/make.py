"""Make the notebooks out of their .py halves: head, cells, outputs.

    python notebooks/make.py                 # all of them
    python notebooks/make.py 02-step-by-step # one, in every language
    python notebooks/make.py zh/03-shapes    # one, in Chinese
    python notebooks/make.py one-pass.gif    # the moving picture of the README

The .py files are what one edits. Each is given the head below (the place of the repository stands
in `REPOSITORY` alone), turned into its .ipynb and executed, and what tells of this machine is left
out. A translated one is given the code cells of the English one as well: translate the text only.
What the library shows there is Chinese by its extension, which the head of the notebook loads; a
cell that differs by lang="zh" alone, as a film needs it, stays as it is.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from pathlib import Path

import jupytext
import nbformat
import numpy as np
from nbclient import NotebookClient

import dnn

REPOSITORY = ""  # on GitHub, as "owner/name"; while it is empty no notebook shows a badge
BRANCH = "main"
FOLDER = Path(__file__).resolve().parent
WIDGET = "application/vnd.jupyter.widget-view+json"
TITLE = "# %% [markdown]\n# # "  # where the head ends

BADGES = """\
# %% [markdown]
# [![Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab})
# [![Binder](https://mybinder.org/badge_logo.svg)]({binder})

"""
INSTALL = """\
# %% jupyter={{"source_hidden": true}}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q {source}")
"""
IN_CHINESE = 'get_ipython().run_line_magic("load_ext", "dnn.chinese")\n'


def head(path: Path) -> str:
    """Return the badges, where there is an address, and the cell that installs what is missing."""
    install = INSTALL + IN_CHINESE * (path.parent.name == "zh") + "\n"
    if not REPOSITORY:
        return install.format(source="dnn-course")
    place = path.relative_to(FOLDER.parent).with_suffix(".ipynb").as_posix()
    badges = BADGES.format(
        colab=f"https://colab.research.google.com/github/{REPOSITORY}/blob/{BRANCH}/{place}",
        binder=f"https://mybinder.org/v2/gh/{REPOSITORY}/{BRANCH}?urlpath=lab/tree/{place}",
    )
    return badges + install.format(source=f"https://github.com/{REPOSITORY}/archive/{BRANCH}.zip")


def with_head(path: Path) -> str:
    """Return the text of a .py half with the head in its place."""
    text = path.read_text(encoding="utf-8")
    front = re.match(r"# ---\n(?:#.*\n)*?# ---\n\n?", text)
    return (front[0] if front else "") + head(path) + text[text.index(TITLE) :]


def with_english_code(path: Path) -> str:
    """Return the text of a translated half with the code cells of the English one."""
    own, english = (
        re.split(r"(?m)^(?=# %%)", with_head(half)) for half in (path, FOLDER / path.name)
    )
    if [is_text(cell) for cell in own] != [is_text(cell) for cell in english]:
        raise ValueError(
            f"{path.parent.name}/{path.name} must have the cells of {path.name}, in order"
        )
    cells = [
        mine if is_text(mine) or is_same(mine, code) else code
        for mine, code in zip(own, english, strict=True)
    ]
    first = next(k for k, cell in enumerate(own) if not is_text(cell))
    cells[first] = own[first]  # of the head
    return "".join(cells).rstrip("\n") + "\n"


def is_same(own: str, english: str) -> bool:
    """Return whether two cells of code do the same, but for lang="zh"."""
    return without_language(own) == without_language(english)


def without_language(cell: str) -> str:
    """Return a cell of code as a tree, without lang="zh"."""
    tree = ast.parse(cell)
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            call.keywords = [word for word in call.keywords if ast.unparse(word) != "lang='zh'"]
    return ast.dump(tree)


def is_text(cell: str) -> bool:
    """Return whether a cell of a .py half is text, as what stands before the first cell is."""
    return not cell.startswith("# %%") or cell.startswith("# %% [markdown]")


def executed(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run all cells in their folder; the first error is raised."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out times, versions and widgets, which are dead without a kernel; number the cells."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for k, cell in enumerate(notebook.cells):
        cell.id = f"cell-{k:02}"
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if WIDGET not in o.get("data", {})]
    return notebook


def make(path: Path) -> None:
    """Write the .ipynb beside its .py half."""
    text = with_head(path) if path.parent == FOLDER else with_english_code(path)
    path.write_text(text, encoding="utf-8")
    notebook = tidy(executed(jupytext.read(path), path.parent))
    nbformat.write(notebook, path.with_suffix(".ipynb"))


def make_picture(path: Path = FOLDER / "one-pass.gif") -> None:
    """Write one pass through a small network as a moving picture."""
    X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    parameters = {
        "W1": np.array([[0.8, -0.6], [-0.5, 0.9], [0.4, 0.7]]),
        "b1": np.array([[0.1], [-0.1], [-0.2]]),
        "W2": np.array([[1.2, 0.9, -0.7]]),
        "b2": np.array([[-0.3]]),
    }
    dnn.animate_pass(parameters, X, np.array([[0, 1, 1, 0]]), path=path)


def halves() -> list[Path]:
    """Return the .py halves of all notebooks, in every language."""
    return [*sorted(FOLDER.glob("[0-9]*.py")), *sorted(FOLDER.glob("*/[0-9]*.py"))]


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"  # so that the times in 08 do not hang on the machine's load
    for path in halves():
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        if len(sys.argv) < 2 or {name, path.stem} & set(sys.argv[1:]):
            make(path)
    if len(sys.argv) < 2 or "one-pass.gif" in sys.argv[1:]:
        make_picture()
