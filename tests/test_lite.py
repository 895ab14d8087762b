"""The notebooks in a reader's browser: JupyterLite is built with our wheel and every notebook."""

import json
import subprocess
import sys

import pytest

from docs.staging import NOTEBOOKS, ROOT

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lite(tmp_path_factory):
    """Build it; what it takes is in the extra lite."""
    pytest.importorskip("jupyterlite_core", reason="needs the extra lite")
    folder = tmp_path_factory.mktemp("lite")
    command = [sys.executable, "-m", "docs.lite", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_our_wheel_lies_in_it_under_the_name_that_the_notebooks_ask_for(lite):
    index = json.loads((lite / "pypi/all.json").read_text(encoding="utf-8"))
    assert list(index) == ["dnn-course"]
    (release,) = index["dnn-course"]["releases"].values()
    assert (lite / "pypi" / release[0]["filename"]).exists()
    for path in NOTEBOOKS.rglob("[0-9]*.py"):
        assert "install -q dnn-course" in path.read_text(encoding="utf-8")


def test_every_notebook_is_there_in_both_languages(lite):
    ours = {path.relative_to(NOTEBOOKS) for path in NOTEBOOKS.rglob("[0-9]*.ipynb")}
    theirs = {path.relative_to(lite / "files") for path in (lite / "files").rglob("*.ipynb")}
    assert ours <= theirs
