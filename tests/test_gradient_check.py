"""A right gradient passes, and a gradient broken in any equation is found by name."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import drawn, labels, slopes

import dnn
from dnn.shapes import ShapeError

X, Y, PARAMETERS = drawn([4, 4, 3, 1], m=7)
_, GRADS = slopes(X, Y, PARAMETERS)


# --- what is right passes -----------------------------------------------------------------------


def test_a_figure_has_to_stay_below_its_limit():
    check = dnn.gradient_check(PARAMETERS, X, Y, grads=GRADS)
    assert check.is_right
    reached = replace(check, difference=check.limit)
    assert not reached.is_right
    assert f"{check.limit:.2e} >= {check.limit:.1e}" in reached.verdict


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=4),
    st.integers(1, 7),
    st.integers(0, 2**32 - 1),
    st.sampled_from(sorted(dnn.ACTIVATIONS)),
    st.sampled_from(sorted(dnn.OUTPUTS)),
    st.sampled_from([0.0, 0.7]),
)
def test_the_gradients_of_this_package_are_never_called_wrong(dims, m, seed, hidden, output, lambd):
    X, _, parameters = drawn(dims, m, seed)
    Y = labels(dims[-1], m, output)
    check = dnn.gradient_check(parameters, X, Y, hidden=hidden, output=output, lambd=lambd)
    assert "wrong" not in check.verdict


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", dnn.ACTIVATIONS)
def test_on_an_ordinary_network_they_are_called_right(hidden, output):
    X, _, parameters = drawn([4, 3, 2, 3])
    Y = labels(3, X.shape[1], output)
    check = dnn.gradient_check(parameters, X, Y, hidden=hidden, output=output)
    assert check.is_right
    assert check.difference < 1e-6
    assert check.checked == check.size == 32


def test_a_trained_network_with_small_slopes_is_not_called_wrong():
    *_, last = dnn.train(X, Y, PARAMETERS, 0.5, 3000)
    assert "wrong" not in dnn.gradient_check(last.parameters, X, Y).verdict


def test_a_saturated_output_cannot_be_told():
    check = dnn.gradient_check(
        {"W1": np.array([[2000.0]]), "b1": np.zeros((1, 1))}, np.ones((1, 2)), np.zeros((1, 2))
    )
    assert not check.is_right
    assert "Rounding is too coarse" in check.verdict


# --- what is wrong is found ---------------------------------------------------------------------


def altered(**changes):
    """Return the gradients with some of them changed."""
    return {**GRADS, **{name: change(GRADS[name]) for name, change in changes.items()}}


def without_slope_of_relu(AL, Y, caches):
    """Return gradients for which layer 1 and 2 forgot g'(Z) in (6)."""
    return backward_by_hand(AL, Y, caches, relu_slope=lambda Z: np.ones_like(Z))


def backward_by_hand(
    AL, Y, caches, relu_slope=lambda Z: Z > 0, sign=1, back=lambda W, dZ: W.T @ dZ
):
    """Return gradients as a learner writes them, with one place or another to break."""
    grads, dZ, m = {}, sign * (AL - Y), Y.shape[1]
    for l in range(len(caches), 0, -1):
        (A_prev, W, _), _ = caches[l - 1]
        grads[f"dW{l}"] = dZ @ A_prev.T / m
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True) / m
        if l > 1:
            dZ = back(W, dZ) * relu_slope(caches[l - 2][1])
    return grads


def test_a_learners_own_way_back_passes_where_it_is_right():
    assert dnn.gradient_check(PARAMETERS, X, Y, backward=backward_by_hand).is_right


BROKEN = {
    "(6) without g'(Z)": ({"backward": without_slope_of_relu}, {"dW1", "db1", "dW2", "db2"}),
    "(6) Y - AL at the output": (
        {"backward": lambda *seen: backward_by_hand(*seen, sign=-1)},
        {f"d{name}" for name in PARAMETERS},
    ),
    "(6) a leak in place of relu's 0": (
        {"backward": lambda *seen: backward_by_hand(*seen, relu_slope=lambda Z: 0.01 + (Z > 0))},
        {"dW1", "db1", "dW2", "db2"},
    ),
    "(7) without / m": ({"grads": altered(dW2=lambda dW: dW * 7)}, {"dW2"}),
    "(7) transposed, where it is square": ({"grads": altered(dW1=lambda dW: dW.T)}, {"dW1"}),
    "(7) / (m - 1)": ({"grads": altered(dW3=lambda dW: dW * 7 / 6)}, {"dW3"}),
    "(7) one sign": ({"grads": altered(dW1=lambda dW: -dW)}, {"dW1"}),
    "(7) one entry, by a part in 10,000": (
        {"grads": altered(dW2=lambda dW: dW * (1 + 1e-4 * (dW == np.abs(dW).max())))},
        set(),
    ),
    "(8) without / m": ({"grads": altered(db1=lambda db: db * 7)}, {"db1"}),
    "(8) a sum over all, broadcast": (
        {"grads": altered(db2=lambda db: np.full_like(db, db.sum()))},
        {"db2"},
    ),
    "(8) forgotten": ({"grads": altered(db3=np.zeros_like)}, {"db3"}),
    "(9) W in place of W^T, where it is square": (
        {"backward": lambda *seen: backward_by_hand(*seen, back=back_untransposed)},
        {"dW1", "db1"},
    ),
    "NaN": ({"grads": altered(dW2=lambda dW: np.where(dW == dW.max(), np.nan, dW))}, {"dW2"}),
}


def back_untransposed(W, dZ):
    return (W if W.shape[0] == W.shape[1] else W.T) @ dZ


SQUARE = drawn([4, 4, 4, 1], m=7)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_equation_is_found_and_its_slope_named(name):
    yours, expected = BROKEN[name]
    inputs, labels, parameters = SQUARE if name.startswith("(9)") else (X, Y, PARAMETERS)
    check = dnn.gradient_check(parameters, inputs, labels, **yours)
    wrong = {slope.name for slope in check.slopes if slope.verdict == "wrong"}
    assert not check.is_right
    assert wrong >= expected
    assert not expected or wrong == expected
    assert check.worst.name in wrong
    assert all(name in check.verdict for name in wrong)


def test_the_worst_entry_is_told_by_name_with_both_values():
    grads = altered(dW2=lambda dW: dW + 0.5 * (np.arange(12).reshape(3, 4) == 9))
    check = dnn.gradient_check(PARAMETERS, X, Y, grads=grads)
    assert (check.worst.name, check.worst.place) == ("dW2", (2, 1))
    right = GRADS["dW2"][2, 1]
    np.testing.assert_allclose(check.worst.numeric, right, atol=1e-7)
    assert f"Worst: dW2[2, 1]: numeric {check.worst.numeric:.9g}, yours {right + 0.5:.9g}" in str(
        check
    )


def test_a_small_wrong_slope_is_not_hidden_by_a_large_right_one():
    X, Y, parameters = drawn([4, 3, 1], m=7)
    parameters = {**parameters, "W2": 1e-4 * parameters["W2"]}
    _, grads = slopes(X, Y, parameters)
    check = dnn.gradient_check(parameters, X, Y, grads={**grads, "db1": 2 * grads["db1"]})
    assert check.difference < 1e-3
    assert "wrong, in db1" in check.verdict


def test_the_numeric_slopes_are_there_to_compute_with():
    check = dnn.gradient_check(PARAMETERS, X, Y)
    for name, slope in check.numeric.items():
        np.testing.assert_allclose(slope, GRADS[name], rtol=1e-5, atol=1e-8)
    n, y = (np.concatenate([s.ravel() for s in d.values()]) for d in (check.numeric, check.yours))
    figure = np.linalg.norm(n - y) / (np.linalg.norm(n) + np.linalg.norm(y))
    np.testing.assert_allclose(check.difference, figure)


# --- regularization, float32, kinks, samples ----------------------------------------------------


def test_with_L2_your_gradients_must_have_its_slopes():
    with_slopes = dnn.add_l2_slopes(GRADS, PARAMETERS, 0.7, 7)
    assert dnn.gradient_check(PARAMETERS, X, Y, grads=with_slopes, lambd=0.7).is_right
    check = dnn.gradient_check(PARAMETERS, X, Y, grads=GRADS, lambd=0.7)
    assert {s.name for s in check.slopes if s.verdict == "wrong"} == {"dW1", "dW2", "dW3"}


def test_float32_is_checked_in_float64():
    X, Y, parameters = drawn([4, 3, 1], dtype=np.float32)
    check = dnn.gradient_check(parameters, X, Y)
    assert check.is_right
    assert {slope.dtype for slope in check.numeric.values()} == {np.dtype(np.float64)}
    _, grads = slopes(X, Y, parameters)
    assert grads["dW1"].dtype == np.float32
    check = dnn.gradient_check(parameters, X, Y, grads=grads)
    assert check.is_right
    assert check.limit == 1e-4


@pytest.mark.parametrize("name", ["dW1", "db3"])
def test_one_float32_slope_among_float64_ones_is_held_to_the_coarser_limit(name):
    assert dnn.gradient_check(PARAMETERS, X, Y, grads=GRADS).limit < 1e-4
    mixed = {**GRADS, name: GRADS[name].astype(np.float32)}
    check = dnn.gradient_check(PARAMETERS, X, Y, grads=mixed)
    assert check.limit == 1e-4
    assert check.is_right


def test_entries_at_a_kink_are_left_out_and_counted():
    parameters = {
        **{"W1": np.ones((2, 1)), "b1": np.zeros((2, 1))},
        **{"W2": np.ones((1, 2)), "b2": np.zeros((1, 1))},
    }
    check = dnn.gradient_check(parameters, np.array([[0.0, 1.0]]), np.array([[0, 1]]))
    assert check.is_right
    assert check.kinks == 2
    assert check.checked == 5
    assert np.isnan(check.numeric["db1"]).all()
    assert "Left out: 2 at a kink" in str(check)


def test_a_large_network_is_checked_by_a_sample_that_is_told():
    X, Y, parameters = drawn([300, 8, 3, 1], m=5)
    check = dnn.gradient_check(parameters, X, Y)
    assert check.checked == 300
    assert "300 of 2439 entries, a random sample (seed 1)" in str(check)
    assert [s.checked for s in check.slopes] == [300 - 39, 8, 24, 3, 3, 1]
    again, other = (dnn.gradient_check(parameters, X, Y, seed=seed) for seed in (1, 2))
    np.testing.assert_array_equal(check.numeric["dW1"], again.numeric["dW1"])
    assert not np.array_equal(check.numeric["dW1"], other.numeric["dW1"], equal_nan=True)


@given(st.integers(1, 60))
def test_a_sample_has_the_size_that_is_asked_for(sample):
    check = dnn.gradient_check(PARAMETERS, X, Y, sample=sample)
    assert check.checked == min(sample, 39)
    assert sum(np.isfinite(s).sum() for s in check.numeric.values()) == check.checked


def test_other_keys_of_your_gradients_are_passed_over():
    grads = {**GRADS, "cost": 0.5, "note": "mine"}
    assert dnn.gradient_check(PARAMETERS, X, Y, grads=grads).is_right


def test_arguments_are_unchanged_and_may_be_read_only():
    X, Y, parameters = drawn([4, 3, 1])
    for array in (X, Y, *parameters.values()):
        array.flags.writeable = False
    assert dnn.gradient_check(parameters, X, Y).is_right


# --- what is refused, and how it is shown -------------------------------------------------------


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        ({"grads": altered(dW2=np.transpose)}, "it looks transposed"),
        ({"grads": altered(db2=np.ravel)}, "sum with keepdims=True"),
        ({"grads": {}}, "grads has no dW1, the slope of W1; its keys are none"),
        (
            {"backward": lambda *seen: None},
            "gradients must be a dict of dW1, db1, ...; got NoneType",
        ),
        ({"grads": GRADS, "backward": backward_by_hand}, "give grads or backward, not both"),
        ({"epsilon": 0}, "epsilon must be a number in (0, inf)"),
        ({"epsilon": 1e-20}, "epsilon=1e-20 is too small a step for W1[0, 0]"),
        ({"sample": 0}, "sample must be a whole number from 1 up"),
        ({"lambd": -1}, "lambd must be a number in [0, inf)"),
    ],
)
def test_what_cannot_be_checked_is_refused(yours, words):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the words are checked below
        dnn.gradient_check(PARAMETERS, X, Y, **yours)
    assert words in str(error.value)


def test_labels_of_another_shape_are_refused():
    with pytest.raises(ShapeError, match=r"Y.reshape\(1, 7\)"):
        dnn.gradient_check(PARAMETERS, X, Y[0])


def test_a_notebook_shows_verdict_and_table():
    text = dnn.gradient_check(PARAMETERS, X, Y)._repr_markdown_()
    assert text.startswith("**The gradients are right: the difference is ")
    assert "&lt;" in text.splitlines()[0]
    assert "| dW1 | 16 of 16 |" in text


# --- the course's own ---------------------------------------------------------------------------


def course_2():
    """Return the network of course 2's exercise: the stream of seed 1, in its order."""
    rng = np.random.RandomState(1)
    X, shapes = rng.randn(4, 3), {"1": (5, 4), "2": (3, 5), "3": (1, 3)}
    parameters = {}
    for l, (n, n_prev) in shapes.items():
        parameters |= {f"W{l}": rng.randn(n, n_prev), f"b{l}": rng.randn(n, 1)}
    return X, np.array([1, 1, 0]), parameters


def test_gradient_check_n_finds_the_published_figures(capsys):
    X, Y, parameters = course_2()
    _, grads = slopes(X, Y.reshape(1, 3), parameters)
    right = dnn.gradient_check_n(parameters, grads, X, Y, 1e-7, True)
    assert capsys.readouterr().out.startswith("Right: the gradients are the slopes of the cost")
    np.testing.assert_allclose(right, 1.189e-7, rtol=0.01)  # rounding makes the third digit
    broken = {**grads, "dW2": 2 * grads["dW2"], "db1": 4 * grads["db1"]}
    wrong = dnn.gradient_check_n(parameters, broken, X, Y, print_msg=True)
    assert capsys.readouterr().out.startswith("Wrong: the gradients are not")
    np.testing.assert_allclose(wrong, 0.285093156781, rtol=1e-7)


def test_gradient_check_n_is_silent_unless_asked(capsys):
    X, Y, parameters = course_2()
    _, grads = slopes(X, Y.reshape(1, 3), parameters)
    dnn.gradient_check_n(parameters, grads, X, Y)
    assert capsys.readouterr().out == ""
    assert dnn.gradient_check(parameters, X, Y.reshape(1, 3)).is_right


@pytest.mark.parametrize("coarse", ["dW1", "db3"])
def test_one_float32_slope_among_float64_ones_is_held_to_the_coarse_limit(coarse):
    mixed = {**GRADS, coarse: GRADS[coarse].astype(np.float32)}
    check = dnn.gradient_check(PARAMETERS, X, Y, grads=mixed)
    assert check.limit == 1e-4
    assert check.is_right
    assert dnn.gradient_check(PARAMETERS, X, Y, grads=GRADS).limit < 1e-5


def test_in_chinese_it_says_the_same_without_an_english_word():
    X, Y, parameters = drawn([4, 3, 1])
    _, grads = slopes(X, Y, parameters)
    wrong = {**grads, "db1": 2 * grads["db1"]}
    for yours in (grads, wrong):
        english = dnn.gradient_check(parameters, X, Y, grads=yours)
        chinese = dnn.gradient_check(parameters, X, Y, grads=yours, lang="zh")
        assert chinese.slopes == english.slopes
        assert [s.verdict for s in chinese.slopes] == [s.verdict for s in english.slopes]
        for told in (str(chinese), chinese._repr_markdown_()):
            assert not re.search("[a-z]{4,}", told)
    assert "错在 db1" in str(chinese)
