"""Wrong values that no row lists and no text explains are known by what they are instead."""

import numpy as np
import pytest

from dnn.homework import exercises
from dnn.homework.findings import Allowance
from dnn.homework.growing import Growing
from dnn.homework.repairing import LONGEST, TooLong, short_range
from dnn.homework.resembling import FUNCTIONS, likenesses
from dnn.homework.sentences_of_mistakes import UNLISTED

rng = np.random.RandomState(0)
W, KNOWN = rng.randn(3, 4), {"A": rng.randn(3, 4), "b": rng.randn(3, 1), "m": np.array(4)}


def without_text(source, name):
    """Return a function that has no text to look at, as after ``exec``."""
    world = {"np": np}
    exec(source, world)
    return world[name]


@pytest.mark.parametrize(
    ("wrong", "key", "of"),
    [
        (KNOWN["A"], "another value", "A"),
        (W + KNOWN["A"], "term", "A"),
        (W - 0.3 * KNOWN["b"], "term", "b"),
        (W * KNOWN["A"], "factor of it", "A"),
        (W / KNOWN["b"], "factor of it", "b"),
        (3 * KNOWN["A"], "multiple of another", "A"),
        (np.exp(KNOWN["A"]), "function of another", "A"),
        (np.abs(W), "function of it", ""),
        (np.zeros((3, 4)), "zero everywhere", ""),
        (np.full((3, 4), 2.0), "same everywhere", ""),
        (W[:, ::-1], "another order", ""),
        (W * [1, 1, 1, 0.3], "some columns", ""),
        (W * np.array([[1], [1], [0.3]]), "some rows", ""),
    ],
)
def test_what_an_array_is_instead_comes_first(wrong, key, of):
    found = likenesses("W", wrong, W, KNOWN)
    assert (found[0].key, found[0].of) == (key, of)
    assert key in UNLISTED


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_of_the_right_array_is_known(function):
    right = np.abs(W) + 0.1 if function in ("np.log", "np.sqrt") else W
    found = likenesses("W", np.asarray(FUNCTIONS[function](right)), right, KNOWN)
    assert function in {likeness.function for likeness in found}


def test_other_arrays_are_like_nothing():
    assert likenesses("W", rng.randn(3, 4), W, KNOWN) == []


BACKWARD = """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2, W2 = cache["A1"], cache["A2"], parameters["W2"]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""


@pytest.mark.parametrize(
    ("old", "new", "mistake", "equation"),
    [
        ("dZ2 = A2 - Y", "dZ2 = 7 * (A2 - Y)", "factor: dZ2", "(6)"),
        ("dZ2 = A2 - Y", "dZ2 = np.round(A2 - Y, 1)", "first wrong: dZ2", "(6)"),
        ("dW2 = dZ2 @ A1.T / m", "dW2 = dZ2 @ A1.T / m + 3 * W2", "term: W2 in dW2", "(7)"),
        ("* (1 - A1**2)", "* (1 - A1**2) * np.sqrt(A1**2)", "first wrong: dZ1", "(6)"),
    ],
)
def test_without_its_text_the_first_wrong_variable_is_named(old, new, mistake, equation):
    function = without_text(BACKWARD.replace(old, new), "backward_propagation")
    result = exercises.backward_propagation.check(function)
    assert (result.mistake, result.equation) == (mistake, equation)


def test_a_variable_whose_result_is_right_is_not_blamed():
    source = (
        "def propagate(w, b, X, Y):\n"
        "    m, dw, db = X.shape[1], 0, 0\n"
        "    A = 1 / (1 + np.exp(-(w.T @ X + b)))\n"
        "    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))\n"
        "    for i in range(m):\n"
        "        dw = dw + X[:, [i]] * (A[0, i] - Y[0, i])\n"
        "        db = A[0, i] - Y[0, i]\n"
        "    return {'dw': dw / m, 'db': db / m}, cost\n"
    )
    result = exercises.propagate.check(without_text(source, "propagate"))
    assert "dw" not in result.mistake
    assert result.equation == "(8)"


def test_what_a_text_leaf_describes_is_the_name_of_the_mistake():
    source = (
        "def initialize_parameters(n_x, n_h, n_y):\n"
        "    r = np.random.RandomState(1)\n"
        "    return {'W1': r.uniform(-1, 1, (n_h, n_x)) * 0.01, 'b1': np.zeros((n_h, 1)),\n"
        "            'W2': r.randn(n_y, n_h) * 0.01, 'b2': np.zeros((n_y, 1))}\n"
    )
    result = exercises.initialize_parameters.check(without_text(source, "initialize_parameters"))
    assert result.mistake == "W1: U(-1, 1) * 0.01"


# --- the time that a search takes -----------------------------------------------------------------


def test_a_sequence_goes_on_where_an_exception_stopped_it():
    stops = [True]

    def make():
        for k in range(4):
            if k == 2 and stops and stops.pop():
                raise TimeoutError
            yield k

    numbers = Growing(make)
    with pytest.raises(TimeoutError):
        list(numbers)
    assert list(numbers) == list(numbers) == [0, 1, 2, 3]


def test_what_one_way_spends_the_next_one_lacks():
    allowance = Allowance(100.0)
    assert allowance.left(1.0) == pytest.approx(1.0, abs=0.1)
    allowance.spend(99.5)
    assert allowance.left(1.0) <= 0.5
    allowance.spend(99.5)
    assert allowance.left(1.0) == 0.0


def test_a_loop_that_a_change_made_long_raises():
    assert short_range(2, 8, 3) == range(2, 8, 3)
    with pytest.raises(TooLong):
        short_range(LONGEST + 1)
