"""The library in Chinese: every sentence, table and picture that it has is said in Chinese, too."""

import ast
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from patients import SICK, healthy
from rendered import new_ax

import dnn
from dnn.chinese import in_chinese
from dnn.chinese.fonts import font_for
from dnn.chinese.pages import TABLES
from dnn.chinese.translation import phrases

PHRASES = phrases()
PACKAGE = Path(dnn.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(  # what is written in code stays as it is
    r"\w+_\w+|[a-z_]+=(?:'\w+'|\[[^]]*\]|[\w.]+)|np\.\w+|\w+\.(?:reshape|sum|T)\b|dnn\.\w+|'\w+'|\b(?:one_hot|per_class_report|"
    r"train_test_split|initialize_parameters_deep|standardize|keep_prob|lambd|leaky_relu|relu|"
    r"sigmoid|softmax|tanh|linear|ReLU|NaN|nan|inf|log2?|ln|exp|lecun|he|cost|mean|input|"
    r"learning_rate|layers|cat|other|prev|max|sum|list|keepdims|axis|d[azwb])\b|\$[^$]*\$|L2"
)
needs_a_font = pytest.mark.skipif(
    font_for("代价") is None, reason="no installed font has Chinese characters"
)
X, Y = np.random.RandomState(1).randn(3, 8), np.array([[0, 1, 1, 0, 1, 0, 0, 1]])
PARAMETERS = dnn.initialize_parameters_deep([3, 4, 1])


def english_in(text):
    """Return the words that are English, and no code."""
    return re.findall(r"[A-Za-z]{4,}|\b[a-z]{2,3}\b", CODE.sub("", unescape(text)))


# --- sentences ----------------------------------------------------------------------------------


def test_what_is_in_the_braces_of_a_phrase_is_in_those_of_its_chinese():
    for english, chinese in PHRASES:
        slots, said = (
            {slot for _, slot, _, _ in Formatter().parse(text) if slot}
            for text in (english, chinese)
        )
        assert said <= slots, english
        lost = {slot for slot in slots - said if slot not in ("entries", "examples", "n_mean2")}
        assert not lost, english
        assert english_in(re.sub(r"\{\w+\}", "", chinese)) == [], chinese


def test_no_phrase_stands_twice():
    english = [phrase for phrase, _ in PHRASES]
    assert [phrase for phrase in english if english.count(phrase) > 1] == []


@pytest.mark.parametrize("name", [*SICK, "healthy"])
def test_every_diagnosis_is_chinese(name):
    for seed in range(3):
        sick = SICK[name](np.random.RandomState([seed, 11])) if name in SICK else healthy(seed)
        for found in (sick.diagnosis(), sick.by_costs_alone()):
            parts = (found.verdict, found.evidence, found.cause, found.action)
            for text in (*parts, str(found), found._repr_markdown_()):
                said = in_chinese(text)
                assert CHINESE.search(said), text
                assert english_in(said) == [], said
                assert numbers(said) >= numbers(text) - {"0.5", "1", "1.5"}, said


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def test_every_word_of_the_doctor_has_its_chinese():
    known = "\n".join(re.sub(r"\{\w+\}", "\0", english) for english, _ in PHRASES)
    rooms = [*PACKAGE.glob("doctor/faults_of_*.py"), PACKAGE / "doctor/good_courses.py"]
    assert len(rooms) > 5
    for path in rooms:
        for piece in pieces_told(ast.parse(path.read_text(encoding="utf-8"))):
            assert piece in known, (path.name, piece)


def pieces_told(tree):
    """Yield what stands between the braces of every text of several words, but of docstrings."""
    quiet = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Module) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in quiet:
            piece = node.value.strip(" .,;:()")
            if piece.count(" ") > 1:
                yield piece


# --- tables -------------------------------------------------------------------------------------


def tables():
    AL, caches = dnn.L_model_forward(X, PARAMETERS)
    grads = dnn.L_model_backward(AL, Y, caches)
    yield dnn.gradient_check(PARAMETERS, X, Y)
    yield dnn.gradient_check(PARAMETERS, X, Y, grads={**grads, "dW2": 2 * grads["dW2"]})
    yield dnn.gradient_check(PARAMETERS, X, Y, epsilon=0.5, sample=5, seed=0)
    yield dnn.trace(X, PARAMETERS, Y)
    yield dnn.trace(X, PARAMETERS)
    yield dnn.trace(X, PARAMETERS, Y, single=True)
    yield dnn.trace(X, PARAMETERS, Y)["cost"]
    yield dnn.vital_signs(X, PARAMETERS, Y)
    yield dnn.compare_learning_rates(X, Y, [3, 4, 1], [0.001, 0.1, 1e5], num_iterations=50)
    yield dnn.compare_learning_rates(X, Y, [3, 4, 1], [1e-5, 1e-4], num_iterations=50)
    yield dnn.diagnose([0.7, 0.5, 0.3, 0.2])
    yield dnn.per_class_report([0, 1, 1], [0, 1, 0])
    wrong = {"W1": np.ones((3, 4)), "b1": np.ones(4), "X": np.ones((8, 3)), "dW2": [1], "A1": X}
    for given in (
        {},
        wrong,
        {"W1": np.ones((4, 3))},
        {"AL": np.ones((2, 2)), "Y": np.ones((4, 4))},
    ):
        yield dnn.explain_shapes([3, 4, 1], 8, **given)
    yield dnn.explain_shapes([3, 1], 1)


def test_every_table_is_chinese():
    for table in tables():
        for way in ("__str__", "_repr_markdown_", "_repr_html_"):
            if hasattr(table, way):
                told = getattr(table, way)()
                said = in_chinese(told)
                assert CHINESE.search(said)
                assert english_in(re.sub(r"<[^>]*>", " ", said)) == [], said
                assert re.findall(r"<[^>]*>", said) == re.findall(r"<[^>]*>", told)


def test_every_class_that_shows_itself_as_a_table_is_known_to_the_pages():
    shows = re.compile(r"(?ms)^class (\w+)\b.*?(?=^\S|\Z)")
    others = {"Glossary", "Film", "Result", "Results"}  # of both languages already
    for path in PACKAGE.rglob("*.py"):
        for found in shows.finditer(path.read_text(encoding="utf-8")):
            if re.search(r"def _repr_(?:html|markdown)_", found[0]) and found[1] not in others:
                module = path.relative_to(PACKAGE.parent).with_suffix("").as_posix()
                assert (module.replace("/", "."), found[1]) in TABLES


def test_what_is_not_the_librarys_stays_as_it_is():
    for text in ("penguins", "a b c", "", "<b>bold</b>", "x | y\n", "Worst", "3 of a kind"):
        assert in_chinese(text) == text


# --- pictures -----------------------------------------------------------------------------------


def pictures():
    comparison = dnn.compare_learning_rates(X, Y, [3, 4, 1], [0.01, 0.1], num_iterations=50)
    parameters = dnn.initialize_parameters_deep([12, 3, 1])
    square = np.random.RandomState(0).rand(12, 6)
    run = dnn.fit(X, Y, [3, 4, 1], validation=(X, Y), num_iterations=200)
    flat = {"W1": np.ones((1, 2)), "b1": np.zeros((1, 1))}
    yield dnn.plot_costs([0.7, 0.4, 0.2], 0.1, ax=new_ax())
    yield dnn.plot_costs(run.history.costs, 0.1, validation_costs=[0.6, 0.7], ax=new_ax())
    yield dnn.plot_learning_rates(comparison, ax=new_ax())
    yield dnn.plot_decision_boundary(
        lambda points: dnn.L_model_forward(points, flat)[0], X[:2], Y, ax=new_ax()
    )
    yield dnn.plot_confusion([[5, 1], [2, 4]], ax=new_ax())
    yield dnn.plot_mislabeled(square, [0] * 6, [1, 0] * 3, figure=Figure())
    yield dnn.plot_weights(parameters, figure=Figure())
    yield dnn.plot_activations(PARAMETERS, X, figure=Figure())
    yield dnn.plot_gradients(PARAMETERS, X, Y, figure=Figure())
    yield dnn.plot_network([3, 4, 1], ax=new_ax())
    yield dnn.plot_network([3, 4, 1], parameters=PARAMETERS, ax=new_ax())
    for scale in ("linear", "sqrt", "log"):
        yield dnn.plot_shapes([3, 4, 1], 8, scale=scale, ax=new_ax())
    yield dnn.plot_predictions(X[:1], Y.astype(float), figure=Figure())


def texts(picture):
    return [text.get_text() for text in picture.findobj(Text)]


@needs_a_font
def test_every_picture_is_chinese_and_says_what_it_said():
    for picture in pictures():
        before = texts(picture)
        assert in_chinese(picture) is picture
        after = texts(picture)
        assert any(CHINESE.search(text) for text in after), before
        assert english_in(" ".join(after)) == [], after


@needs_a_font
def test_what_somebody_else_wrote_in_a_picture_stays():
    ax = dnn.plot_confusion([[5, 1], [2, 4]], ["penguin", "seal"], ax=new_ax())
    in_chinese(ax)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["penguin", "seal"]
    assert ax.get_xlabel() == "判定的类别"


def test_without_a_font_a_picture_stays_as_it_was(monkeypatch):
    monkeypatch.setattr("dnn.chinese.fonts.font_for", lambda text: None)
    ax = in_chinese(dnn.plot_costs([0.7, 0.4], ax=new_ax()))
    assert ax.get_ylabel() == "cost"


# --- notebooks ----------------------------------------------------------------------------------


@needs_a_font
def test_the_extension_shows_all_in_chinese(tmp_path):
    pytest.importorskip("IPython")
    ran = subprocess.run(
        [sys.executable, "-c", PAGE],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "IPYTHONDIR": str(tmp_path), "PYTHONUTF8": "1"},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    *_, plain, markdown, table, label, png = ran.stdout.splitlines()
    assert "还在下降" in plain
    assert "依据" in markdown
    assert "前向和反向传播" in table
    assert label == "代价"
    assert int(png) > 1000


PAGE = """
import dnn
import numpy as np
from IPython.terminal.interactiveshell import TerminalInteractiveShell
shell = TerminalInteractiveShell.instance()
shell.run_line_magic("load_ext", "dnn.chinese")
shell.display_formatter.active_types = shell.display_formatter.format_types
show = lambda thing: shell.display_formatter.format(thing)[0]
found = show(dnn.diagnose([0.7, 0.5, 0.3, 0.2]))
print(found["text/plain"].replace("\\n", " "))
print(found["text/markdown"].replace("\\n", " "))
trace = dnn.trace(np.ones((2, 1)), dnn.initialize_parameters_deep([2, 1]), np.array([[1]]))
print(show(trace)["text/html"].replace("\\n", " "))
from matplotlib.figure import Figure
ax = dnn.plot_costs([0.7, 0.4], ax=Figure().add_subplot())
png = show(ax.figure)["image/png"]
print(ax.get_ylabel())
print(len(png))
"""
