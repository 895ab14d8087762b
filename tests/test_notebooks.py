"""The notebooks: each runs without a warning, and what is committed is what it prints."""

import copy
import importlib.util
import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
jupytext = pytest.importorskip("jupytext")
nbclient = pytest.importorskip("nbclient")

FOLDER = Path(__file__).parent.parent / "notebooks"
HALVES = sorted([*FOLDER.glob("[0-9]*.py"), *FOLDER.glob("*/[0-9]*.py")])
MACHINE = re.compile(r"(?<![\w.:/])/(?:work|tmp|root|home|Users|var)/")

# jupyter's own, none of them the notebooks': a warning inside a notebook is found in its outputs
pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:(jupyter|traitlets|zmq|nbclient|tornado)"
    ),
    pytest.mark.filterwarnings("ignore:Proactor event loop"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def named(path):
    return path.relative_to(FOLDER).with_suffix("").as_posix()


# The code of the Chinese ones is that of the English ones (tests/test_chinese.py): of these run two
# that show most in Chinese, and one whose code says lang="zh".
IN_CHINESE = {"05-gradients", "07-when-training-fails", "12-where-the-formulas-come-from"}
RUN = [half for half in HALVES if half.parent == FOLDER or half.stem in IN_CHINESE]
every_notebook = pytest.mark.parametrize("half", HALVES, ids=named)


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def committed(half):
    return nbformat.read(half.with_suffix(".ipynb"), as_version=4)


def cells(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_they_are_numbered_and_each_has_both_halves():
    stems = [path.stem for path in sorted(FOLDER.glob("[0-9]*.py"))]
    numbers = [int(stem[:2]) for stem in stems]
    assert numbers == sorted(set(numbers))
    assert {*range(1, 13)} <= set(numbers)
    assert stems == [path.stem for path in sorted(FOLDER.glob("[0-9]*.ipynb"))]


@pytest.mark.parametrize("folder", [FOLDER, FOLDER / "zh"], ids=["en", "zh"])
def test_the_map_leads_to_all_of_them_in_order(folder):
    rows = re.findall(
        r"(?m)^\| (\d+) \| \[.+\]\((.+)\) \|", (folder / "README.md").read_text("utf-8")
    )
    assert [name for _, name in rows] == [path.name for path in sorted(folder.glob("[0-9]*.ipynb"))]
    assert [int(number) for number, _ in rows] == [int(name[:2]) for _, name in rows]


def test_the_moving_picture_is_small_and_has_all_steps():
    from PIL import Image

    path = FOLDER / "one-pass.gif"
    assert path.stat().st_size < 1_000_000
    with Image.open(path) as picture:
        assert picture.n_frames > 50


@every_notebook
def test_both_halves_are_in_step(half):
    assert cells(jupytext.read(half)) == cells(committed(half))


@every_notebook
def test_the_head_is_the_one_that_make_writes(half, make):
    assert half.read_text(encoding="utf-8") == make.with_head(half)


@every_notebook
def test_every_cell_has_been_run_in_order_and_some_show_something(half):
    notebook = committed(half)
    assert [cell.execution_count for cell in code(notebook)] == [
        k + 1 for k in range(len(code(notebook)))
    ]
    assert sum(bool(cell.outputs) for cell in code(notebook)) >= 5


@every_notebook
def test_it_is_small_and_tells_nothing_of_the_machine(half):
    assert half.with_suffix(".ipynb").stat().st_size < 1_000_000
    for cell in committed(half).cells:
        shown = "\n".join(str(text) for text in texts(cell))
        assert not MACHINE.search(shown), MACHINE.search(shown)


def texts(cell):
    """Return what a cell says and shows, without its pictures."""
    yield cell.source
    for output in cell.get("outputs", []):
        yield output.get("text", "")
        yield from (v for kind, v in output.get("data", {}).items() if kind.startswith("text/"))


def run_through(notebook, folder, tries=3):
    """Run a notebook in a kernel and return it as it is then.

    Between the client and a kernel a message can get lost, for good: then both wait, and another
    kernel is asked. A cell that does not end does not end there either.
    """
    place = {"metadata": {"path": str(folder)}}
    for left in reversed(range(tries)):
        found = copy.deepcopy(notebook)
        options = {"timeout": 120, "kernel_name": "python3", "resources": place}
        try:
            nbclient.NotebookClient(found, **options).execute()
            return found
        except (nbclient.exceptions.CellTimeoutError, RuntimeError):
            if not left:
                raise


@pytest.mark.parametrize("half", RUN, ids=named)
def test_it_runs_without_a_warning(half, tmp_path, monkeypatch):
    for name in ("DNN_DATA", "MPLBACKEND", "PYTHONWARNINGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # two busy cores are slower than one
        monkeypatch.setenv(name, "1")
    notebook = run_through(committed(half), tmp_path)
    complaints = [
        output.text
        for cell in code(notebook)
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert complaints == []
