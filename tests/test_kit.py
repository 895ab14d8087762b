"""The course kit: homework of all editions runs beside it, and all that was done to it is said."""

import ast
import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

import dnn
from dnn.cli.entry import main
from dnn.homework.cells import decoded, read_code
from dnn.homework.kit import make_kit, run_homework
from dnn.homework.kit.course_files import SIZES, part_of
from dnn.homework.kit.editions import EDITIONS, told_edition
from dnn.homework.kit.magics import as_python
from dnn.homework.kit.shims import SHIMS, libraries
from dnn.homework.kit.supplies import OTHER_HELPERS, foreign_helper, source_of, supply_for

HOMEWORKS = Path(__file__).parent / "homeworks"
NAMES = sorted(path.name for path in HOMEWORKS.iterdir())
CHECKOUT = Path(__file__).resolve().parent.parent

REFUSES_FLOAT = pytest.mark.skipif(
    tuple(map(int, np.__version__.split(".")[:2])) < (2, 4),
    reason="this numpy makes numbers of such arrays itself",
)

every_homework = pytest.mark.parametrize("name", NAMES)
every_edition = pytest.mark.parametrize("edition", EDITIONS)
pytestmark = pytest.mark.filterwarnings("ignore:FigureCanvasAgg")


@pytest.fixture(autouse=True)
def no_data_of_ones_own(monkeypatch):
    monkeypatch.delenv("DNN_DATA", raising=False)


@pytest.fixture
def beside(tmp_path):
    """Return a function that copies a homework to a folder of its own, and returns its path."""

    def copied(name):
        shutil.copytree(HOMEWORKS / name, tmp_path / name)
        return next(path for path in (tmp_path / name).iterdir() if path.stem == "homework")

    return copied


def written(folder, text, name="homework.py"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ran(path, *options):
    """Run a script as it is, in a process of its own."""
    return subprocess.run(
        [sys.executable, path.name, *options],
        cwd=path.parent,
        env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )


# --- the set of homework ------------------------------------------------------------------------


def test_the_set_holds_many_kinds_of_homework():
    told = {told_edition(read_code(one).text).name for one in HOMEWORKS.glob("*/homework.*")}
    assert told == set(EDITIONS)
    assert len(NAMES) >= 25
    assert {path.suffix for path in HOMEWORKS.glob("*/homework.*")} == {".py", ".ipynb"}


@pytest.mark.long
@every_homework
def test_a_homework_runs_to_its_end_beside_a_kit(name, beside):
    path = beside(name)
    make_kit(path.parent, path)
    ended = run_homework(path)
    assert ended, ended.error
    assert ended.done == ended.cells


@pytest.mark.long
@every_homework
def test_a_homework_runs_to_its_end_without_a_kit_and_says_what_stood_in(name, beside):
    path = beside(name)
    before = sorted(p.name for p in path.parent.rglob("*"))
    ended = run_homework(path)
    assert ended, ended.error
    assert ended.stand_ins
    left = [p.name for p in path.parent.rglob("*") if p.name not in before]
    own = {"notes_of_mine.py", "curve.png", "small.png", "again.png"}  # the homework's own outputs
    assert set(left) <= own


@pytest.mark.parametrize("name", ["step_2017_08", "step_v4a_snake", "star_carries", "oop_main"])
def test_a_script_without_old_habits_needs_nothing_but_the_kit(name, beside):
    path = beside(name)
    assert ran(path).returncode != 0
    make_kit(path.parent)
    after = ran(path)
    assert after.returncode == 0, after.stderr


# --- what a run leaves behind -------------------------------------------------------------------


def test_after_a_run_everything_is_as_it_was(beside):
    path = beside("scipy_misc")
    np.random.seed(5)
    before = (os.getcwd(), list(sys.path), list(sys.meta_path), set(vars(Image)), os.chdir)
    modules, stream = set(sys.modules), np.random.get_state()[1].tolist()
    assert run_homework(path)
    assert before == (os.getcwd(), sys.path, sys.meta_path, set(vars(Image)), os.chdir)
    assert np.random.get_state()[1].tolist() == stream
    assert not hasattr(__builtins__, "get_ipython")
    assert "testCases" not in set(sys.modules) - modules


def test_two_homeworks_do_not_share_their_helpers(tmp_path):
    one = written(tmp_path, "from dnn_utils import mine\nassert mine == 1", "a/homework.py")
    two = written(tmp_path, "from dnn_utils import mine\nassert mine == 2", "b/homework.py")
    written(tmp_path, "mine = 1", "a/dnn_utils.py")
    written(tmp_path, "mine = 2", "b/dnn_utils.py")
    assert run_homework(one)
    assert run_homework(two)


def test_an_error_of_the_homework_is_told_with_its_own_lines(tmp_path):
    path = written(tmp_path, "def divide(m):\n    return 1 / m\n\ndivide(0)\n")
    ended = run_homework(path)
    assert not ended
    assert "return 1 / m" in ended.error
    assert ended.error.endswith("ZeroDivisionError: division by zero")
    assert "running.py" not in ended.error


def test_a_notebook_stops_at_the_cell_that_fails(tmp_path):
    cells = [{"cell_type": "code", "source": s} for s in ("a = 1", "b = c", "d = 2")]
    path = written(tmp_path, json.dumps({"cells": cells}), "homework.ipynb")
    ended = run_homework(path)
    assert (ended.done, ended.cells) == (1, 3)
    assert "cell 2" in ended.error


def test_a_homework_that_leaves_with_a_status_did_not_end_well(tmp_path):
    assert not run_homework(written(tmp_path, "import sys\nsys.exit(3)"))
    assert run_homework(written(tmp_path, "import sys\nsys.exit()"))


# --- filling ------------------------------------------------------------------------------------


def test_a_kit_fills_only_what_is_missing(beside):
    path = beside("extended_helper")
    before = (path.parent / "dnn_utils_v2.py").read_text()
    kit = make_kit(path.parent)
    assert (path.parent / "dnn_utils_v2.py").read_text() == before
    assert [p.name for p in kit.kept] == ["dnn_utils_v2.py"]
    assert [p.name for p in kit.written] == ["testCases_v3.py"]


def test_a_second_kit_writes_nothing(beside):
    path = beside("app_2018_scipy")
    assert make_kit(path.parent).written
    assert not make_kit(path.parent).written


def test_replace_puts_the_courses_helper_in_place_of_the_extended_one(beside):
    path = beside("extended_helper")
    make_kit(path.parent, replace=True)
    assert "leaky" not in (path.parent / "dnn_utils_v2.py").read_text()


def test_a_web_page_and_a_pointer_are_named_and_replaced_when_asked(beside):
    path = beside("html_helper")
    said = "\n".join(make_kit(path.parent).named)
    assert "lr_utils.py: is a web page (HTML)" in said
    assert "--replace" in said
    assert not make_kit(path.parent, replace=True).named
    assert make_kit(path.parent).named == []
    assert ran(path).returncode == 0
    data = beside("lfs_data")
    assert "Git LFS pointer" in "\n".join(make_kit(data.parent).named)
    make_kit(data.parent, replace=True)
    assert ran(data).returncode == 0


def test_a_helper_with_a_dead_absolute_path_is_named(beside):
    path = beside("dead_helper")
    (said,) = [n for n in make_kit(path.parent).named if n.startswith("dnn_app_utils_v3.py")]
    assert "/Users/anna/coursera/datasets/train_catvnoncat.h5, which is not on this machine" in said
    make_kit(path.parent, replace=True)
    assert ran(path).returncode == 0


def test_nothing_is_written_outside_of_the_folder(beside):
    path = beside("path_parent")
    kit = make_kit(path.parent)
    assert kit.written == {}
    assert any("lies outside" in said for said in kit.named)


@pytest.mark.parametrize(
    ("module", "where"),
    [("tf_utils", "course 2"), ("cnn_utils", "course 4"), ("rnn_utils", "course 5")],
)
def test_a_helper_of_another_week_or_course_is_named_as_such(module, where, tmp_path):
    path = written(tmp_path, f"from {module} import *")
    (said,) = make_kit(path.parent).named
    assert said.startswith(f"{module}: belongs to {where}")
    assert "does not supply" in said


def test_every_pattern_of_foreign_helpers_is_reached():
    names = "tf_utils cnn_utils fr_utils rnn_utils outputs"
    found = {foreign_helper(name) for name in names.split()}
    assert found == set(OTHER_HELPERS.values())


def test_a_name_that_no_helper_of_the_course_has_is_named(tmp_path):
    path = written(tmp_path, "from dnn_utils import sigmoid, frobnicate")
    assert any("frobnicate" in said for said in make_kit(path.parent).named)


def test_a_helper_is_asked_for_more_than_its_name_promises(tmp_path):
    path = written(tmp_path, "from dnn_utils_v2 import relu, load_data, plt\nload_data()")
    assert make_kit(path.parent).named == []
    assert run_homework(path)


def test_a_kit_needs_a_homework(tmp_path):
    with pytest.raises(ValueError, match="holds no notebook"):
        make_kit(tmp_path)
    with pytest.raises(ValueError, match="there is no such folder"):
        make_kit(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="unknown edition '1999'"):
        make_kit(tmp_path, written(tmp_path, ""), edition="1999")


# --- data and pictures --------------------------------------------------------------------------


def test_the_embedded_set_comes_in_the_courses_size_and_form_and_is_said(tmp_path):
    path = written(tmp_path, "import h5py\nh5py.File('my data/train_catvnoncat.h5')")
    kit = make_kit(path.parent)
    assert "come with dnn" in kit.written[tmp_path / "my data" / "train_catvnoncat.h5"]
    with h5py.File(tmp_path / "my data" / "train_catvnoncat.h5") as file:
        assert file["train_set_x"].shape == (SIZES["train"], 64, 64, 3)
        assert file["train_set_y"].shape == (SIZES["train"],)
        assert file["list_classes"][:].tolist() == [b"non-cat", b"cat"]


def test_ones_own_files_go_before_the_embedded_set(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    for part in ("train", "test"):
        with h5py.File(own / f"{part}_catvnoncat.h5", "w") as file:
            file[f"{part}_set_x"] = np.full((3, 64, 64, 3), 7, np.uint8)
            file[f"{part}_set_y"] = [0, 1, 0]
    path = written(
        tmp_path, "from lr_utils import load_dataset\nassert len(load_dataset()[0]) == 3"
    )
    kit = make_kit(path.parent, data=own)
    assert kit.written[tmp_path / "datasets" / "train_catvnoncat.h5"] == f"your own files in {own}"
    assert run_homework(path)
    assert dnn.load_data(tmp_path / "datasets")[1].tolist() == [[0, 1, 0]]
    with pytest.raises(ValueError, match="has no train_catvnoncat"):
        make_kit(tmp_path, data=tmp_path)


def test_a_drawn_cat_lies_under_the_names_of_pictures(tmp_path):
    path = written(tmp_path, "name = 'my_image.jpg'\nfname = 'images/' + name\nopen(fname)")
    make_kit(path.parent)
    with Image.open(tmp_path / "images" / "my_image.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (256, 256))


def test_a_picture_that_the_homework_itself_writes_is_not_put_there(tmp_path):
    path = written(tmp_path, "import matplotlib.pyplot as plt\nplt.savefig('curve.png')")
    assert make_kit(path.parent).written == {}


def test_data_of_another_kind_is_left_alone():
    assert part_of("datasets/train_signs.h5") is None
    assert part_of("my_model_weights.h5") is None


# --- editions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("from testCases import *\nassert(isinstance(db, float))", "2017-08"),
        ("from testCases import *\nX, Y, AL, caches = L_model_backward_test_case()", "2017-08"),
        ("from testCases import *\nfrom public_tests import *", "2021"),
        ("from testCases import *\ndef f():\n    return parameters, costs", "2021"),
        ("from testCases import *\ngrads['dA' + str(L)] = dA", "2017"),
        ('from testCases import *\ngrads["dA" + str(L - 1)] = dA', "2018"),
        ("from test_cases_v4a import *", "2018-v4a"),
        ("from dnn_app_utils_v2 import *", "2017"),
        ("from dnn_app_utils_v3 import *", "2018"),
    ],
)
def test_the_edition_is_told_from_the_text_and_not_from_the_modules_name(text, edition):
    assert told_edition(text).name == edition


def template(name, edition="2018"):
    """Return the names of a helper as a homework of this edition gets it."""
    names = {}
    exec(supply_for(name, set(), edition, set()).source, names)
    return names


@pytest.mark.parametrize("edition", [name for name in EDITIONS if name != "2017-08"])
def test_the_seeded_cases_are_the_published_ones(edition, published):
    cases, functions = template("testCases", edition), published["functions"]
    A, W, b = cases["linear_forward_test_case"]()
    expected = functions["linear_forward"]
    np.testing.assert_allclose(A, expected["inputs"]["A"])
    np.testing.assert_allclose(dnn.linear_forward(A, W, b)[0], expected["output"]["Z"])
    X, parameters = cases["L_model_forward_test_case_2hidden"]()
    AL, _ = dnn.L_model_forward(X, parameters)
    np.testing.assert_allclose(AL, functions["L_model_forward_2hidden"]["output"]["AL"])
    AL, Y, caches = cases["L_model_backward_test_case"]()
    grads = dnn.L_model_backward(AL, Y, caches)
    for key, value in functions["L_model_backward"]["output"].items():
        np.testing.assert_allclose(grads[key], value)
    parameters, grads = cases["update_parameters_test_case"]()
    after = dnn.update_parameters(parameters, grads, 0.1)
    for key, value in functions["update_parameters"]["output"].items():
        np.testing.assert_allclose(after[key], value)


@every_edition
def test_the_case_of_the_cost_is_the_editions(edition, published):
    Y, AL = template("testCases", edition)["compute_cost_test_case"]()
    (newer, older) = published["functions"]["compute_cost"]["output"].values()
    expected = newer if edition in ("2018-v4a", "2021") else older
    assert float(dnn.compute_cost(AL, Y)) == pytest.approx(expected, rel=1e-12)


def test_the_cases_of_v4a_are_larger(published):
    dZ, cache = template("testCases_v4a", "2018-v4a")["linear_backward_test_case"]()
    expected = published["functions"]["linear_backward_v4a"]["output"]
    for ours, theirs in zip(dnn.linear_backward(dZ, cache), expected.values(), strict=True):
        np.testing.assert_allclose(ours, theirs)


def test_the_cases_seed_the_global_stream():
    cases = template("testCases")
    cases["linear_forward_test_case"]()
    after = np.random.randn()
    np.random.seed(1)
    np.random.randn(10)
    assert after == np.random.randn()


def test_in_the_first_edition_b_and_db_are_numbers_and_four_values_come_back():
    cases = template("testCases", "2017-08")
    *_, b = cases["linear_forward_test_case"]()
    assert b == 5
    assert len(cases["L_model_backward_test_case"]()) == 4
    _, grads = cases["update_parameters_test_case"]()
    assert all(isinstance(grads[f"db{l}"], float) for l in (1, 2, 3))


def test_the_applications_initialisation_is_the_published_one(published):
    drawn = template("dnn_app_utils_v3")["initialize_parameters_deep"]([5, 4, 3])
    for key, value in published["functions"]["initialize_parameters_deep_app([5,4,3])"][
        "output"
    ].items():
        np.testing.assert_allclose(drawn[key], value)


@pytest.mark.parametrize(("edition", "keys"), [("2017", {"dA1", "dA2"}), ("2018", {"dA0", "dA1"})])
def test_the_slopes_have_the_editions_keys(edition, keys):
    helper = template("dnn_app_utils", edition)
    parameters = helper["initialize_parameters_deep"]([4, 3, 1])
    AL, caches = helper["L_model_forward"](np.ones((4, 5)), parameters)
    grads = helper["L_model_backward"](AL, np.ones(5), caches)
    assert {key for key in grads if key.startswith("dA")} == keys
    right = dnn.L_model_backward(AL, np.ones((1, 5)), caches)
    np.testing.assert_allclose(grads[max(keys)], right["dA1"])


def test_the_applications_update_changes_the_callers_dict():
    helper = template("dnn_app_utils")
    parameters, grads = template("testCases")["update_parameters_test_case"]()
    assert helper["update_parameters"](parameters, grads, 0.1) is parameters


def test_the_activations_take_lists_and_numbers():
    helper = template("dnn_utils")
    A, Z = helper["sigmoid"]([0, 0])
    assert (A.tolist(), Z) == ([0.5, 0.5], [0, 0])
    assert helper["relu"](-3)[0] == 0
    assert helper["relu_backward"](2, 1.0) == 2
    assert helper["sigmoid_backward"]([4.0], [0.0]) == 1


def test_an_application_takes_a_number_for_b_and_gives_one_for_db():
    helper = template("dnn_app_utils")
    _, _, db = helper["linear_backward"](np.ones((2, 3)), (np.ones((4, 3)), np.ones((2, 4)), 0.5))
    assert db == pytest.approx(2.0)
    assert isinstance(db, float)


@pytest.mark.parametrize(
    ("module", "carried"),
    [
        ("dnn_app_utils", ("np", "plt", "h5py")),
        ("lr_utils", ("np", "h5py")),
        ("testCases", ("np",)),
        ("planar_utils", ("np", "plt")),
    ],
)
def test_a_star_carries_what_the_courses_modules_carry(module, carried):
    assert set(carried) <= template(module).keys()


def test_a_star_of_one_helper_does_not_cover_the_names_of_another(tmp_path):
    path = written(tmp_path, "from test_cases_v4a import *\nfrom dnn_utils import *\nsigmoid(0)\n")
    path.write_text(path.read_text() + "assert linear_backward_test_case()[0].shape == (3, 4)\n")
    assert run_homework(path)


def test_public_tests_name_the_mistake(capsys):
    tests = template("public_tests")

    def linear_backward(dZ, cache):
        A_prev, W, _ = cache
        return W.T @ dZ, dZ @ A_prev.T, dZ.sum(axis=1, keepdims=True) / A_prev.shape[1]

    tests["linear_backward_test"](linear_backward)
    assert "(7)" in capsys.readouterr().out
    tests["linear_backward_test"](dnn.linear_backward)
    assert capsys.readouterr().out == "All tests passed\n"


def test_public_tests_have_all_the_names_that_notebooks_call():
    names = template("public_tests")
    called = """initialize_parameters_test initialize_parameters_test_1 initialize_parameters_test_2
        initialize_parameters_deep_test initialize_parameters_deep_test_1
        initialize_parameters_deep_test_2 linear_forward_test linear_activation_forward_test
        L_model_forward_test compute_cost_test linear_backward_test linear_activation_backward_test
        L_model_backward_test update_parameters_test two_layer_model_test L_layer_model_test"""
    assert set(called.split()) <= names.keys()


def test_test_utils_compare_with_what_is_expected(capsys):
    tests = template("test_utils")
    cases = [{"input": [2], "expected": np.array([4.0])}, {"input": [3], "expected": {"a": [1]}}]
    tests["single_test"](cases, lambda x: np.array([x * 2.0]))
    assert capsys.readouterr().out == "Wrong output\n1 of 2 tests passed\n"
    tests["multiple_test"]([{"input": [2], "expected": [1, 2]}], lambda x: (1, x))
    assert capsys.readouterr().out == "1 of 1 tests passed\n"


@pytest.mark.parametrize("path", sorted(Path(dnn.__file__).parent.rglob("kit/templates/*.py")))
def test_a_template_is_a_small_source_of_its_own(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 200
    assert ast.get_docstring(ast.parse(source))


def test_the_templates_come_with_the_package():
    assert "def load_dataset" in source_of("lr_utils")


# --- the lines that are no Python ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "python"),
    [
        ("%matplotlib inline", "get_ipython().run_line_magic('matplotlib', 'inline')"),
        ("!ls -l", "get_ipython().system('ls -l')"),
        ("x = !ls", "x = get_ipython().getoutput('ls')"),
        ("x = %pwd", "x = get_ipython().run_line_magic('pwd', '')"),
        ("np.dot?", "get_ipython().run_line_magic('pinfo', 'np.dot')"),
        ("cd datasets", "get_ipython().run_line_magic('cd', 'datasets')"),
        ("ls", "get_ipython().run_line_magic('ls', '')"),
        ("ls = 3\nls", "ls = 3\nls"),
        ("print 'a', b", "print('a', b)"),
        ("if x: print x", "if x: print(x)"),
        ("text = '''\n%matplotlib inline\n'''", "text = '''\n%matplotlib inline\n'''"),
        ("a = (b\n% c)", "a = (b\n% c)"),
        ("x = 1 +", "x = 1 +"),
    ],
)
def test_only_lines_at_which_python_stumbles_are_translated(line, python):
    assert as_python(line).text == python


def test_sources_of_chinese_windows_are_read():
    assert decoded("print('作业')".encode("gb18030")) == "print('作业')"
    assert decoded(b"# -*- coding: utf-8 -*-\r\nx") == "# -*- coding: utf-8 -*-\nx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_sources_in_other_encodings_are_read(encoding):
    assert decoded("# 作业\nx = 1".encode(encoding)) == "# 作业\nx = 1"


def test_what_is_no_notebook_is_refused(tmp_path):
    with pytest.raises(ValueError, match="is not a notebook"):
        read_code(written(tmp_path, "<html>", "homework.ipynb"))
    with pytest.raises(ValueError, match="a homework is a notebook"):
        read_code(written(tmp_path, "", "homework.txt"))


# --- stand-ins ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("get_ipython().system('ls')", "!ls: not run"),
        ("%load_ext autoreload", "%load_ext autoreload: not done"),
        ("import matplotlib\nmatplotlib.use('TkAgg')", "matplotlib.use('TkAgg')"),
        ("import matplotlib.pyplot as plt\nplt.show()", "plt.show()"),
        ("from PIL import Image\nImage.ANTIALIAS", "Image.ANTIALIAS"),
        ("import numpy as np\nnp.float(3)", "np.float"),
        ("from scipy import ndimage\nndimage.imread('cat.jpg')", "scipy.ndimage.imread"),
        ("from scipy.misc import imread\nimread('cat.jpg')", "a drawn cat stands in"),
        ("import h5py\nh5py.File('/home/me/test_catvnoncat.h5')", "/home/me/test_catvnoncat.h5"),
        ("import os\nos.chdir('/home/me/week4')", "/home/me/week4: there is no such folder"),
        ("%run /home/me/other.py", "%run /home/me/other.py: there is no such file"),
        ("from DNN.dnn_utils import relu", "the package DNN: the homework's folder"),
        ("from .dnn_utils import relu", "from .dnn_utils import ..."),
        ("print 'two'", "Python 2's print statement"),
        ("from google.colab import drive\ndrive.mount('/content')", "google.colab: no drive"),
        ("import cv2\ncv2.imread('cat.jpg')", "a drawn cat stands in"),
        pytest.param(
            "import numpy as np\nassert float(np.array([[2]])) == 2",
            "float() of an array",
            marks=REFUSES_FLOAT,
        ),
        pytest.param(
            "import numpy as np\nassert '%d' % np.array([[2]]) == '2'",
            "'%d' % an array (1, 1)",
            marks=REFUSES_FLOAT,
        ),
        ("import numpy as np\nassert '%d %s' % (1, np.array([2.5])) == '1 [2.5]'\n!x", "!x"),
        ("assert display(3) is None", "display(): what is to be shown is printed as text"),
        ("from IPython.core.display import display", "IPython.core.display.display"),
        ("import matplotlib.pyplot as plt\nplt.hold(True)", "plt.hold"),
        ("import time\ntime.clock()", "time.clock"),
        ("assert input('your name? ') == ''", "input(): nobody answers"),
        ("for i in xrange(2): pass", "xrange"),
    ],
)
def test_what_stands_in_is_said(text, said, tmp_path):
    ended = run_homework(written(tmp_path, text))
    assert ended, ended.error
    assert any(said in stand_in for stand_in in ended.stand_ins), ended.stand_ins


def test_float_still_refuses_what_it_always_refused(tmp_path):
    ended = run_homework(written(tmp_path, "import numpy as np\nfloat(np.array([1, 2]))"))
    assert "arrays can be converted to Python scalars" in ended.error
    assert run_homework(written(tmp_path, "assert float('1.5') == 1.5 and '%s%%' % 3 == '3%'"))


def test_a_module_of_the_homework_may_be_called_dnn(tmp_path):
    written(tmp_path, "mine = 7", "dnn.py")
    text = "import dnn\nfrom dnn import mine\nfrom lr_utils import load_dataset\n"
    path = written(tmp_path, text + "assert dnn.mine == mine == 7 and len(load_dataset()) == 5")
    ended = run_homework(path)
    assert ended, ended.error
    assert not hasattr(dnn, "mine")


def test_a_homework_that_needs_nothing_has_nothing_stood_in(tmp_path):
    assert run_homework(written(tmp_path, "import numpy as np\nnp.dot(1, 2)")).stand_ins == ()


def test_every_stand_in_is_documented():
    assert all(put.__doc__ for put in SHIMS.values())
    assert all("," in expected or "." in expected for expected in SHIMS)


def test_a_wrong_h5_file_of_the_homework_is_still_its_own_error(tmp_path):
    ended = run_homework(written(tmp_path, "import h5py\nh5py.File('weights.h5', 'r')"))
    assert not ended
    assert "weights.h5" in ended.error


def test_a_scipy_that_is_installed_stays_and_only_its_lost_pictures_stand_in(tmp_path):
    pytest.importorskip("scipy")
    text = (
        "from scipy import ndimage\nassert list(ndimage.gaussian_filter([2.0, 2.0], 1)) == [2, 2]"
    )
    path = written(tmp_path, f"{text}\nndimage.imread('cat.jpg')")
    ended = run_homework(path)
    assert ended, ended.error
    assert not any("scipy is not installed" in said for said in ended.stand_ins), ended.stand_ins


def test_without_scipy_its_functions_for_pictures_stand_in_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    text = "from scipy import misc, ndimage\nassert not hasattr(ndimage, 'gaussian_filter')"
    ended = run_homework(written(tmp_path, f"{text}\nmisc.imread('cat.jpg')"))
    assert ended, ended.error
    assert any("scipy is not installed" in said for said in ended.stand_ins), ended.stand_ins


def test_old_numbers_of_imresize_mean_what_they_meant(tmp_path):
    lines = [
        "import numpy as np",
        "from scipy.misc import imresize",
        "a = np.zeros((10, 20, 3), np.uint8)",
        "assert imresize(a, 50).shape == (5, 10, 3)",
        "assert imresize(a, 0.5).shape == (5, 10, 3)",
        "assert imresize(a, (4, 6)).shape == (4, 6, 3)",
        "assert imresize(np.linspace(-1, 1, 12).reshape(2, 2, 3), (2, 2)).max() == 255",
    ]
    ended = run_homework(written(tmp_path, "\n".join(lines)))
    assert ended, ended.error


def test_dnn_shims_stands_in_where_it_is_imported(tmp_path):
    path = written(tmp_path, "import dnn_shims\nfrom PIL import Image\nImage.ANTIALIAS\n")
    make_kit(tmp_path, shims=True)
    after = ran(path)
    assert after.returncode == 0, after.stderr
    assert "dnn_shims: Image.ANTIALIAS" in after.stderr


# --- the commands -------------------------------------------------------------------------------


def test_dnn_kit_says_the_edition_and_what_it_wrote(beside, capsys):
    path = beside("html_helper")
    assert main(["kit", str(path.parent), "--for", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Edition 2017 (modules _v2)\n")
    assert "  wrote dnn_utils_v2.py: dnn_utils of edition 2017\n" in said
    assert "  note  lr_utils.py: is a web page" in said


def test_dnn_homework_runs_it_and_says_on_the_error_stream_what_stood_in(beside, capsys):
    path = beside("relative_import")
    assert main(["homework", str(path)]) == 0
    heard = capsys.readouterr()
    assert "ran to its end (1 cell)" in heard.err
    assert "dnn: stood in: from .dnn_utils_v2 import" in heard.err
    assert "stood in" not in heard.out


def test_dnn_homework_ends_with_1_where_the_homework_fails(tmp_path, capsys):
    assert main(["homework", str(written(tmp_path, "1 / 0"))]) == 1
    assert "stopped after 0 of 1 cell" in capsys.readouterr().err
    assert main(["homework", str(tmp_path / "nowhere.py")]) == 2
    assert main(["kit", str(tmp_path), "--edition", "1999"]) == 2


def test_a_run_leaves_the_filters_of_warnings_alone(tmp_path):
    before = list(warnings.filters)
    run_homework(written(tmp_path, "import warnings\nwarnings.filterwarnings('ignore')"))
    assert warnings.filters == before


# --- files and folders that are not there, and what does not end ---------------------------------


def test_a_folder_that_is_not_there_is_listed_beside_the_homework_or_counts_as_empty(tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.txt").write_text("1")
    text = (
        "import os\n"
        "assert os.listdir('/home/anna/pictures') == ['one.txt']\n"
        "assert os.listdir(r'D:\\none') == []\n"
    )
    ended = run_homework(written(tmp_path, text))
    assert ended, ended.error
    assert any("pictures beside the homework is listed" in said for said in ended.stand_ins)
    assert any("it counts as empty" in said for said in ended.stand_ins)


def test_numpy_and_open_find_a_file_by_its_name(tmp_path):
    np.save(tmp_path / "weights.npy", np.arange(3))
    (tmp_path / "notes.txt").write_text("hello")
    text = (
        "import numpy as np\n"
        "assert np.load('/home/anna/weights.npy').sum() == 3\n"
        "assert open('C:/work/notes.txt').read() == 'hello'\n"
    )
    ended = run_homework(written(tmp_path, text))
    assert ended, ended.error
    assert len(ended.stand_ins) == 2


def test_what_is_written_to_a_folder_that_is_not_there_goes_to_one_of_the_run(tmp_path):
    text = (
        "import numpy as np\n"
        "np.save('/home/anna/out/w.npy', np.zeros(2))\n"
        "with open('/home/anna/out/log.txt', 'w') as file:\n    file.write('done')\n"
    )
    ended = run_homework(written(tmp_path, text))
    assert ended, ended.error
    assert [p.name for p in tmp_path.iterdir()] == ["homework.py"]


@pytest.mark.parametrize(
    "text",
    [
        "from matplotlib.font_manager import FontProperties\nimport matplotlib.pyplot as plt\n"
        "plt.title('cost', fontproperties=FontProperties(fname=r'C:\\fonts\\simsun.ttc'))\n"
        "plt.savefig('/nowhere/at/all/a.png')\n",
        "import cPickle\nassert cPickle.loads(cPickle.dumps(1)) == 1\n",
    ],
)
def test_what_other_machines_and_years_had_is_stood_in_for(text, tmp_path):
    ended = run_homework(written(tmp_path, text))
    assert ended, ended.error
    assert ended.stand_ins


@pytest.mark.parametrize("text", ["while True:\n    pass\n", "import time\ntime.sleep(60)\n"])
def test_a_homework_that_does_not_end_is_ended(text, tmp_path):
    ended = run_homework(written(tmp_path, text), seconds=0.5)
    assert not ended
    assert "ended after 0.5 seconds" in ended.error


def test_a_limit_that_is_no_time_is_refused(tmp_path):
    with pytest.raises(ValueError, match="a limit is a positive number"):
        run_homework(written(tmp_path, "x = 1"), seconds=0)


def test_a_notebook_of_the_name_of_a_helper_does_not_import_itself(tmp_path):
    cell = {"cell_type": "code", "source": "from gc_utils import sigmoid\nsigmoid(0)"}
    text = json.dumps({"nbformat": 4, "cells": [cell]})
    assert run_homework(written(tmp_path, text, "gc_utils.ipynb"))
