"""Before training: one-hot columns and back, two parts, one scale; as laws and as errors."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dnn import Standardization, from_one_hot, one_hot, standardize, train_test_split

labels_of = st.lists(st.integers(0, 12), min_size=1, max_size=60)
features = arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.integers(1, 20)),
    elements=st.floats(-1e6, 1e6, allow_subnormal=False),
)


# --- one-hot ------------------------------------------------------------------------------------


@settings(deadline=None)
@given(labels_of, st.integers(0, 3))
def test_labels_come_back_from_one_hot(labels, more):
    Y = one_hot(labels, max(labels) + 1 + more)
    assert Y.shape == (max(labels) + 1 + more, len(labels))
    assert Y.dtype == np.float64
    assert (Y.sum(axis=0) == 1).all()
    assert from_one_hot(Y).tolist() == [labels]


def test_one_hot_takes_what_predict_returns_and_counts_the_classes():
    assert np.array_equal(one_hot(np.array([[2.0, 0.0]])), [[0, 1], [0, 0], [1, 0]])
    assert np.array_equal(one_hot(np.array([True, False])), [[0, 1], [1, 0]])
    assert from_one_hot(np.array([[0, 1], [1, 0]])).dtype == np.int64


@pytest.mark.parametrize(
    ("labels", "n", "words"),
    [
        ([0, 3], 3, "whole numbers from 0 to 2, one class number per example; labels[1] is 3"),
        ([0, -1], None, "whole numbers from 0 up, one class number per example; labels[1] is -1"),
        ([0.5], None, "labels[0] is 0.5"),
        ([np.nan], None, "labels[0] is nan"),
        ([1e300], None, "labels[0] is 1e+300"),
        (["cat"], None, "labels[0] is"),
        ([], None, "in a row, (1, m) or (m,), but it is (0,)"),
        (3, None, "but it is ()"),
        ([[0], [1]], None, "(2, 1), labels as a column; use labels.T"),
        (np.eye(3), None, "for one-hot columns use from_one_hot(labels)"),
        ([0, 1], 0, "n, the number of classes, must be a whole number from 1 up; got 0"),
        ([0, 1], 2.5, "n, the number of classes, must be a whole number"),
    ],
)
def test_what_are_no_class_numbers_is_said(labels, n, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        one_hot(labels, n)


@pytest.mark.parametrize(
    ("Y", "words"),
    [
        (np.array([[1.0, 0.2], [0.0, 0.8]]), "Y[:, 1] must hold one 1 and otherwise 0, but it is"),
        (np.array([[1, 1], [0, 1]]), "Y[:, 1]"),
        (np.array([[0], [0]]), "[0, 0]"),
        (np.zeros((7, 1)), "[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ...]"),
        (np.zeros((6, 1)), "[0.0, 0.0, 0.0, 0.0, 0.0, 0.0];"),
        (np.array([0, 1]), "Y must be a matrix"),
        ([[1], [0]], "Y must be an array"),
    ],
)
def test_columns_that_are_not_one_hot_are_named(Y, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        from_one_hot(Y)


# --- two parts ----------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    labels_of.filter(lambda y: len(y) > 1), st.floats(0.05, 0.95), st.integers(0, 9), st.booleans()
)
def test_a_split_is_a_partition_that_keeps_columns_together(labels, fraction, seed, stratify):
    m = len(labels)
    X, Y = np.arange(2 * m).reshape(2, m), np.array([labels])
    X_train, Y_train, X_test, Y_test = train_test_split(X, Y, fraction, seed, stratify)
    both = np.hstack([X_train, X_test])
    assert sorted(both[0].tolist()) == list(range(m))
    assert np.array_equal(both[1], both[0] + m)
    assert np.array_equal(np.hstack([Y_train, Y_test]), Y[:, both[0]])
    assert X_train.shape[1] > 0
    assert X_test.shape[1] > 0


@settings(deadline=None)
@given(st.lists(st.integers(2, 30), min_size=2, max_size=6), st.floats(0.05, 0.95))
def test_every_class_of_two_is_in_both_parts_in_its_share(sizes, fraction):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    _, Y_train, _, Y_test = train_test_split(labels[None] * 1.0, one_hot(labels), fraction)
    test_sizes = Y_test.sum(axis=1)
    assert (Y_train.sum(axis=1) >= 1).all()
    assert (test_sizes >= 1).all()
    assert (np.abs(test_sizes - np.array(sizes) * fraction) <= 1).all()


def test_a_fifth_is_a_fifth_with_the_same_share_of_each_class():
    labels = np.array([[0] * 75 + [1] * 25])
    _, Y_train, _, Y_test = train_test_split(labels, labels)
    assert Y_test.shape == (1, 20)
    assert Y_test.sum() == 5
    assert Y_train.sum() == 20


def test_a_class_of_one_example_is_trained_on():
    Y = np.array([[0, 0, 0, 0, 0, 0, 1]])
    for seed in range(20):
        _, Y_train, _, _ = train_test_split(Y, Y, 0.5, seed)
        assert Y_train.sum() == 1


@pytest.mark.parametrize(
    "Y",
    [
        np.arange(100.0)[None],  # whole, but all different
        np.arange(100)[None],
        np.random.RandomState(0).randn(1, 100),
        np.random.RandomState(0).randn(3, 100),
        np.array([[1, 1] * 50, [1, 0] * 50]),  # many labels an example
    ],
)
def test_numbers_to_be_predicted_are_split_without_regard_to_them(Y):
    X = np.arange(100.0)[None]
    parts, unstratified = train_test_split(X, Y), train_test_split(X, Y, stratify=False)
    assert all(map(np.array_equal, parts, unstratified))
    assert parts[2].shape == (1, 20)


def test_a_split_is_its_seeds_and_changes_nothing():
    X, Y = np.arange(50.0)[None], np.arange(50)[None] % 3
    before = np.random.get_state()[1].copy()
    first, again = train_test_split(X, Y, seed=4), train_test_split(X, Y, seed=4)
    other = train_test_split(X, Y, seed=5)
    assert all(map(np.array_equal, first, again))
    assert not np.array_equal(first[0], other[0])
    assert np.array_equal(X, np.arange(50.0)[None])
    assert np.array_equal(before, np.random.get_state()[1])


def test_text_labels_are_classes_too():
    Y = np.array([["cat"] * 8 + ["dog"] * 2])
    assert sorted(train_test_split(np.zeros((1, 10)), Y)[3][0]) == ["cat", "cat", "dog"]


@pytest.mark.parametrize("fraction", [0, 1, -0.2, 20, np.nan, "a fifth", True])
def test_a_fraction_is_between_0_and_1(fraction):
    with pytest.raises(ValueError, match=r"^fraction must be a number in \(0, 1\); got"):
        train_test_split(np.zeros((1, 4)), np.zeros((1, 4)), fraction)


@pytest.mark.parametrize(
    ("X", "Y", "words"),
    [
        (np.zeros((2, 4)), np.zeros((1, 3)), "Y holds 3 examples, not 4"),
        (np.zeros((2, 4)), np.zeros(4), "use Y.reshape(1, 4)"),
        (np.zeros((4, 2, 2, 3)), np.zeros((1, 4)), "flatten_images"),
        (np.zeros((2, 1)), np.zeros((1, 1)), "at least two examples"),
    ],
)
def test_what_cannot_be_split_is_said(X, Y, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        train_test_split(X, Y)


# --- one scale ----------------------------------------------------------------------------------


@settings(deadline=None)
@given(features)
def test_standardized_features_have_mean_0_and_scale_1(X):
    before = X.copy()
    X_standardized, transform = standardize(X)
    varied = np.ptp(X, axis=1) > 1e-6 * np.maximum(np.abs(X).max(axis=1), 1e-300)
    assert np.abs(X_standardized[varied].mean(axis=1)).max(initial=0) < 1e-6
    assert np.abs(X_standardized[varied].std(axis=1) - 1).max(initial=0) < 1e-6
    constant = np.ptp(X, axis=1) == 0
    assert (X_standardized[constant] == 0).all()
    assert (transform.scale[constant] == 1).all()
    assert np.array_equal(X, before)


@settings(deadline=None)
@given(features)
def test_inverse_undoes_the_transform(X):
    X_standardized, transform = standardize(X)
    assert np.array_equal(transform(X), X_standardized)
    spread = np.abs(X).max(initial=1)
    assert np.allclose(transform.inverse(X_standardized), X, rtol=1e-9, atol=1e-9 * spread)


def test_new_data_is_brought_to_the_scale_of_the_old():
    _, transform = standardize(np.array([[0.0, 2.0], [7.0, 7.0]]))
    assert isinstance(transform, Standardization)
    assert transform(np.array([[3.0], [8.0]])).tolist() == [[2.0], [1.0]]
    assert transform.mean.shape == transform.scale.shape == (2, 1)


def test_float32_stays_and_integers_become_float64():
    X = np.array([[1, 2, 4]])
    X32, transform = standardize(X.astype(np.float32))
    assert X32.dtype == transform.mean.dtype == transform.scale.dtype == np.float32
    assert transform.inverse(X32).dtype == np.float32
    _, transform64 = standardize(X)
    assert transform64(X).dtype == np.float64
    assert transform64(X.astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_very_small_and_very_large_features_keep_their_scale(unit):
    X_standardized, _ = standardize(np.array([[1.0, 2.0, 3.0]]) * unit)
    assert np.allclose(X_standardized, [[-np.sqrt(1.5), 0, np.sqrt(1.5)]])


def test_a_constant_feature_becomes_exactly_0():
    X_standardized, transform = standardize(np.full((1, 3), 0.1))
    assert X_standardized.tolist() == [[0.0, 0.0, 0.0]]
    assert transform.scale.tolist() == [[1.0]]


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (np.array([[1.0, np.nan]]), "X[0, 1] is nan"),
        (np.zeros((3, 0)), "no example (column)"),
        (np.zeros(3), "X must be a matrix"),
        (np.array([["a", "b"]]), "X must be an array of numbers"),
    ],
)
def test_what_has_no_scale_is_said(X, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        standardize(X)


def test_new_data_of_other_features_is_refused():
    _, transform = standardize(np.array([[0.0, 2.0], [7.0, 8.0]]))
    with pytest.raises(ValueError, match=r"X has 3 rows .features., but 2 were standardized$"):
        transform(np.zeros((3, 4)))
    with pytest.raises(ValueError, match=r"it looks transposed, pass X\.T"):
        transform.inverse(np.zeros((3, 2)))
