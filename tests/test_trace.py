"""A trace shows what the public functions compute, and reads from X to dW1."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import LAYER_DIMS, drawn, labels, slopes

import dnn

networks = st.builds(
    drawn,
    st.lists(st.integers(1, 6), min_size=2, max_size=5),
    m=st.integers(1, 7),
    seed=st.integers(0, 2**32 - 1),
)
WORN = [
    *({"hidden": name} for name in dnn.ACTIVATIONS),
    *({"output": name} for name in dnn.OUTPUTS),
]
X, Y, PARAMETERS = drawn([4, 3, 1], m=7)
TRACE = dnn.trace(X, PARAMETERS, Y)
SINGLE = dnn.trace(X, PARAMETERS, Y, single=True, example=3)


def assert_traces_the_public_functions(X, Y, parameters, wear):
    t = dnn.trace(X, parameters, Y, **wear)
    AL, caches = dnn.L_model_forward(X, parameters, **wear)
    grads = dnn.L_model_backward(AL, Y, caches, **wear)
    for l, ((A_prev, _, _), Z) in enumerate(caches, start=1):
        np.testing.assert_array_equal(t[f"A{l - 1}"].value, A_prev)
        np.testing.assert_array_equal(t[f"Z{l}"].value, Z)
        dZ = t[f"dZ{l}"].value
        np.testing.assert_array_equal(dZ @ A_prev.T / X.shape[1], grads[f"dW{l}"])
    np.testing.assert_array_equal(t["AL"].value, AL)
    for name, slope in grads.items():
        np.testing.assert_array_equal(t[name].value, slope)
    cost = dnn.compute_cost(AL, Y, output=wear.get("output", "sigmoid"))
    np.testing.assert_array_equal(t["cost"].value, cost)


@given(networks)
def test_every_value_is_that_of_the_public_functions_bit_for_bit(network):
    X, Y, parameters = network
    assert_traces_the_public_functions(X, Y, parameters, {})


@pytest.mark.parametrize("wear", WORN, ids=str)
def test_so_it_is_for_every_activation_and_output(wear):
    X, _, parameters = drawn([4, 3, 2, 3])
    Y = labels(3, X.shape[1], wear.get("output", "sigmoid"))
    assert_traces_the_public_functions(X, Y, parameters, wear)


@given(networks)
def test_the_mean_over_the_examples_is_the_vectorised_slope(network):
    X, Y, parameters = network
    t = dnn.trace(X, parameters, Y, single=True)
    _, grads = slopes(X, Y, parameters)
    for name in parameters:
        mean = t[f"mean d{name}"].value
        np.testing.assert_allclose(mean, grads[f"d{name}"], rtol=1e-12, atol=1e-13)


@given(networks, st.data())
def test_one_example_obeys_the_equations_3_to_5(network, data):
    X, Y, parameters = network
    i = data.draw(st.integers(0, X.shape[1] - 1))
    t = dnn.trace(X, parameters, Y, single=True, example=i)
    np.testing.assert_array_equal(t["x"].value, X[:, [i]])
    for l in range(1, len(parameters) // 2 + 1):
        z, a_prev, dz = (t[name].value for name in (f"z{l}", f"a{l - 1}", f"dz{l}"))
        np.testing.assert_array_equal(z, parameters[f"W{l}"] @ a_prev + parameters[f"b{l}"])
        np.testing.assert_array_equal(t[f"dW{l}"].value, dz @ a_prev.T)
        np.testing.assert_array_equal(t[f"db{l}"].value, dz)


def test_what_the_lecture_numbers_for_one_example_stands_beside_our_numbers():
    numbers = [step.lecture for step in SINGLE.backward]
    assert numbers == [(1,), (2,), (3,), (4,), (1, 5), (2,), (3,), (4,)]
    assert {step.lecture for step in SINGLE.forward} == {()}
    for step in SINGLE.backward:
        assert dnn.LECTURE_EQUATIONS[step.lecture[0]].number == step.equation
    assert [step.lecture for step in TRACE.backward] == [(6,), (7,), (8,), (9,)] * 2
    assert "lecture (1), (5)" in str(SINGLE)
    assert "lecture" not in str(TRACE)


SLOPES = {  # g'(z), written out
    "relu": lambda z: z > 0,
    "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
}


@pytest.mark.parametrize("hidden", SLOPES)
def test_the_lectures_recursion_5_is_its_4_put_into_its_1(hidden):
    X, Y, parameters = drawn([4, 3, 5, 2], m=6)
    t = dnn.trace(X, parameters, Y, single=True, example=2, hidden=hidden)
    assert t.lecture(5).names == ("dz2", "dz1")
    for l in (1, 2):
        by_4 = parameters[f"W{l + 1}"].T @ t[f"dz{l + 1}"].value
        by_5 = by_4 * SLOPES[hidden](t[f"z{l}"].value)
        np.testing.assert_array_equal(t[f"da{l}"].value, by_4)
        np.testing.assert_allclose(t[f"dz{l}"].value, by_5, rtol=1e-12)
        assert f"W{l + 1}.T" in t[f"dz{l}"].note
        assert float(t[f"dz{l}"].note.split("within ")[1]) == 0


def test_a_layer_alone_has_nothing_above_it_to_come_down_from():
    X, Y, parameters = drawn([4, 1])
    back = dnn.trace(X, parameters, Y, single=True).backward
    assert {number for step in back for number in step.lecture} == {1, 2, 3, 4}


def test_a_trace_in_chinese_has_the_same_steps_and_no_english_word():
    for single in (False, True):
        english = dnn.trace(X, PARAMETERS, Y, single=single)
        chinese = dnn.trace(X, PARAMETERS, Y, single=single, lang="zh")
        assert chinese.names == english.names
        told = " ".join([chinese.title, *(f"{s.formula} {s.shapes} {s.note}" for s in chinese)])
        assert set(re.findall(r"[a-z]{4,}", told)) <= {"relu", "sigmoid", "cost", "prev", "next"}
        assert not re.search(r"[a-z]{4,}", "".join(Cells(chinese._repr_html_()).rows[0]))


def test_the_mean_says_how_near_it_is():
    step = SINGLE["mean dW1"]
    apart = np.abs(step.value - TRACE["dW1"].value).max()
    assert step.note == f"the vectorised dW1, by (7), within {apart:.1g}"
    assert apart < 1e-16


def test_the_steps_stand_in_the_order_of_the_lecture():
    assert TRACE.names == (
        *("A0", "Z1", "A1", "Z2", "A2", "cost"),
        *("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1", "dA0"),
    )
    numbers = [step.equation for step in TRACE]
    assert numbers == [None, 1, 2, 1, 2, None, 6, 7, 8, 9, 6, 7, 8, 9]
    one = SINGLE.direction("forward").names + SINGLE.direction("backward").names
    assert one[:6] == ("a0", "z1", "a1", "z2", "a2", "dz2")
    assert [step.equation for step in SINGLE.backward] == [3, 4, 5, 9, 3, 4, 5, 9]


@pytest.mark.parametrize("layer_dims", LAYER_DIMS, ids=str)
def test_without_labels_there_is_only_the_way_forward(layer_dims):
    X, _, parameters = drawn(layer_dims)
    t = dnn.trace(X, parameters)
    assert len(t) == 2 * len(layer_dims) - 1
    assert len(t.backward) == 0
    assert "cost" not in t


def test_the_shapes_are_put_in():
    X, parameters = np.zeros((12288, 209)), dnn.initialize_parameters_deep([12288, 20, 1])
    t = dnn.trace(X, parameters)
    assert t["Z1"].shapes == "Z1 (20, 209) = W1 (20, 12288) . A0 (12288, 209) + b1 (20, 1)"
    assert TRACE["dW2"].shapes == "dW2 (1, 3) = dZ2 (1, 7) . A1.T (7, 3) / 7"
    assert TRACE["dA1"].shapes == "dA1 (3, 7) = W2.T (3, 1) . dZ2 (1, 7)"
    assert SINGLE["dW1"].shapes == "dW1 (3, 4) = dz1 (3, 1) . a0.T (1, 4)"


@given(networks)
def test_the_shape_on_the_left_is_that_of_the_value(network):
    X, Y, parameters = network
    for single in (False, True):
        for step in dnn.trace(X, parameters, Y, single=single):
            left = step.name.removeprefix("mean ")
            assert step.shapes.startswith(f"{left} {step.value.shape} ")


def test_a_trace_is_a_sequence_to_slice_and_to_filter():
    assert TRACE[0] is TRACE["X"] is TRACE["A0"]
    assert TRACE["AL"] is TRACE["A2"]
    assert TRACE[1:3].names == ("Z1", "A1")
    assert TRACE.layer(1).names == ("Z1", "A1", "dZ1", "dW1", "db1", "dA0")
    assert TRACE.layer(1).backward.names == ("dZ1", "dW1", "db1", "dA0")
    assert TRACE.kind("dW").names == TRACE.equation(7).names == ("dW2", "dW1")
    assert TRACE[-1].name == "dA0"
    assert "Z1" in TRACE
    assert "Z1" not in TRACE.backward
    assert SINGLE.direction("mean").kind("mean dW").names == ("mean dW2", "mean dW1")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: TRACE["Z9"], "unknown step 'Z9'. Known: A0, X, Z1, A1"),
        (lambda: TRACE.layer(3), "there is no step of layer 3; layers here: 0, 1, 2"),
        (lambda: TRACE.lecture(5), "no step by the lecture's equation 5; its equations here: 6, 7"),
        (lambda: dnn.trace(X, PARAMETERS, lang="fr"), "unknown language 'fr'. Known: en, zh"),
        (lambda: TRACE.equation(4), "no step by equation 4; equations here: 1, 2, 6, 7, 8, 9"),
        (lambda: TRACE.kind("W"), "unknown kind of step 'W'"),
        (lambda: TRACE.direction("up"), "unknown direction 'up'. Known: forward, cost, backward"),
        (lambda: dnn.trace(X, PARAMETERS, example=2), "example=2 needs single=True"),
        (
            lambda: dnn.trace(X, PARAMETERS, single=True, example=7),
            "example=7: X has 7 examples, counted from 0",
        ),
        (
            lambda: dnn.trace(X, PARAMETERS, single=True, example=-1),
            "example must be a whole number from 0 up",
        ),
        (lambda: dnn.trace(X, PARAMETERS, Y[0], single=True), "Y.reshape(1, 7)"),
        (lambda: dnn.trace(X.T, PARAMETERS), "pass X.T"),
        (lambda: dnn.trace(X, PARAMETERS, hidden="rellu"), "did you mean 'relu'"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(call, words):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the words are checked below
        call()
    assert words in str(error.value)


class Cells(HTMLParser):
    """Collects the text of every cell, and every tag."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.tags = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_a_notebook_shows_a_row_a_step_without_colours_of_its_own():
    cells = Cells(TRACE._repr_html_())
    assert len(cells.rows) == 1 + len(TRACE)
    number, formula, shapes, values = cells.rows[12]
    assert (number, formula) == ("(7)", "dW = dZ A_prev^T / m")
    assert shapes == TRACE["dW1"].shapes
    assert values.split()[0] == f"{TRACE['dW1'].value[0, 0]:.4g}"
    styles = " ".join(attrs.get("style", "") for _, attrs in cells.tags)
    assert "background" not in styles
    assert styles.count("color:") == styles.count("color:inherit")
    assert "script" not in {tag for tag, _ in cells.tags}


def test_large_values_are_shown_by_their_first_numbers():
    X, Y, parameters = drawn([100, 30, 1], m=50)
    t = dnn.trace(X, parameters, Y)
    assert len(t._repr_html_()) < 20_000
    assert max(map(len, str(t).splitlines())) < 150
    assert str(t).count("\n") == len(t)
    assert repr(t["dW1"]).count("...") == 4


def test_float32_stays_float32():
    X, Y, parameters = drawn([4, 3, 1], dtype=np.float32)
    for single in (False, True):
        t = dnn.trace(X, parameters, Y, single=single)
        assert {step.value.dtype for step in t} == {np.dtype(np.float32)}


def test_the_arguments_may_be_read_only_and_stay_as_they_are():
    X, Y, parameters = drawn([4, 3, 1])
    for array in (X, Y, *parameters.values()):
        array.flags.writeable = False
    assert str(dnn.trace(X, parameters, Y)) == str(dnn.trace(X, parameters, Y))
    dnn.trace(X, parameters, Y, single=True)


def test_the_equations_are_nine():
    assert list(dnn.EQUATIONS) == list(range(1, 10))


def test_the_lectures_nine_are_ours_but_for_the_recursion():
    lecture = dnn.LECTURE_EQUATIONS
    assert list(lecture) == list(range(1, 10))
    assert [row.number for row in lecture.values()] == [3, 4, 5, 9, None, 6, 7, 8, 9]
    assert [n for n, row in lecture.items() if row.examples == "one"] == [1, 2, 3, 4, 5]
    assert lecture[5].follows_from == (4, 1)
    for number, row in lecture.items():
        if number != 4 and row.number is not None:  # (4) is (9) in small letters
            assert row.formula == dnn.EQUATIONS[row.number]
