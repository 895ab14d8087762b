"""How good predictions are: counted by hand, and against an independent reference."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from dnn import (
    accuracy,
    balanced_accuracy,
    confusion_matrix,
    per_class_report,
    r2_score,
    residuals,
    roc_auc,
)

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=50)


def test_rows_are_true_classes_and_columns_predicted_ones():
    M = confusion_matrix(np.array([[0.0, 2.0, 1.0, 1.0]]), [0, 1, 1, 1])
    assert M.tolist() == [[1, 0, 0], [0, 2, 1], [0, 0, 0]]
    assert M.dtype == np.int64


def test_the_classes_are_as_many_as_asked_for_and_at_least_two():
    assert confusion_matrix([0], [0]).tolist() == [[1, 0], [0, 0]]
    assert confusion_matrix([0], [1], n=4).shape == (4, 4)


@settings(deadline=None)
@given(pairs)
def test_the_confusion_matrix_counts_every_example_once(pairs):
    p, y = map(list, zip(*pairs, strict=True))
    M = confusion_matrix(p, y, n=5)
    assert M.sum() == len(pairs)
    assert M.sum(axis=1).tolist() == [y.count(k) for k in range(5)]
    assert M.sum(axis=0).tolist() == [p.count(k) for k in range(5)]
    assert np.trace(M) / M.sum() == accuracy(np.array(p), np.array(y))


@settings(deadline=None)
@given(pairs)
def test_matrix_and_report_are_those_of_scikit_learn(pairs):
    p, y = map(list, zip(*pairs, strict=True))
    numbers = list(range(5))
    assert np.array_equal(
        confusion_matrix(p, y, n=5), metrics.confusion_matrix(y, p, labels=numbers)
    )
    reference = metrics.precision_recall_fscore_support(y, p, labels=numbers, zero_division=0)
    report = per_class_report(p, y, classes="abcde")
    assert np.allclose([row[1:] for row in report.rows], np.array(reference).T)


@pytest.mark.parametrize(
    ("p", "y", "n", "words"),
    [
        ([0, 1], [0], None, "p holds 2 predictions and y holds 1 labels"),
        ([0, 2], [0, 1], 2, "p must hold whole numbers from 0 to 1, one class number per example"),
        ([0, 1], [0, 0.5], None, "y[1] is 0.5"),
        ([0.2, 0.9], [0, 1], None, "p[0] is 0.2"),
        (np.eye(2), [0, 1], None, "use from_one_hot(p)"),
        ([], [], None, "p must be class numbers in a row"),
        ([0], [0], 0, "n, the number of classes, must be a whole number from 1 up"),
    ],
)
def test_what_cannot_be_counted_is_said(p, y, n, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        confusion_matrix(p, y, n)


@pytest.mark.parametrize("seed", range(8))
def test_balanced_accuracy_and_the_area_under_the_roc_curve_are_those_of_scikit_learn(seed):
    rng = np.random.RandomState(seed)
    y = np.append(rng.randint(0, 2, 60), [0, 1])
    probabilities = np.round(rng.rand(62), 1 + seed % 3)  # with ties
    p = (probabilities > 0.5).astype(int)
    assert balanced_accuracy(p, y) == pytest.approx(metrics.balanced_accuracy_score(y, p))
    assert roc_auc(probabilities, y) == pytest.approx(metrics.roc_auc_score(y, probabilities))
    several, true = rng.randint(0, 4, 90), rng.randint(0, 4, 90)
    expected = metrics.balanced_accuracy_score(true, several)
    assert balanced_accuracy(several, true) == pytest.approx(expected)


def test_the_area_under_the_roc_curve_goes_by_the_order_alone():
    y, values = [0, 0, 1, 1, 0, 1], np.array([0.1, 0.5, 0.4, 0.9, 0.4, 0.6])
    assert roc_auc(values**3, y) == roc_auc(values, y)
    assert roc_auc(-values, y) == pytest.approx(1 - roc_auc(values, y))


@pytest.mark.parametrize(
    ("values", "y", "words"),
    [
        ([0.1, 0.2], [0, 0], "y must hold both classes, 0 and 1; it holds 2 of one alone"),
        ([0.1], [0, 1], "there must be one finite probability per label"),
        ([0.1, np.nan], [0, 1], "there are 1 finite ones of 2, and 2 labels"),
        ([0.1, 0.2], [0, 2], "y must hold whole numbers from 0 to 1"),
    ],
)
def test_a_roc_curve_that_there_is_not_is_refused(values, y, words):
    with pytest.raises(ValueError, match=words):
        roc_auc(values, y)


def test_residuals_are_what_is_left_of_the_true_numbers():
    rng = np.random.RandomState(3)
    p, y = rng.randn(1, 50), rng.randn(1, 50) * 2
    found = residuals(p, y)
    assert found.mean == pytest.approx((y - p).mean())
    assert found.mean_size == pytest.approx(metrics.mean_absolute_error(y[0], p[0]))
    assert found.root_mean_square == pytest.approx(metrics.mean_squared_error(y[0], p[0]) ** 0.5)
    assert found.lowest <= found.quartiles[0] <= found.quartiles[1] <= found.highest
    assert (y - p <= found.quartiles[2]).mean() == pytest.approx(0.75, abs=0.02)
    with pytest.raises(ValueError, match="one shape"):
        residuals(p, y[:, 1:])


def test_a_report_prints_as_an_aligned_table():
    report = per_class_report([0, 1, 1, 1], [0, 1, 1, 0], np.array([b"non-cat", b"cat"]))
    assert str(report).splitlines() == [
        "class    precision  recall  f1      support",
        "non-cat  1.0000     0.5000  0.6667        2",
        "cat      0.6667     1.0000  0.8000        2",
    ]
    assert report.rows[0].name == "non-cat"
    assert report.rows[1].support == 2


def test_a_class_never_predicted_and_one_without_examples_score_0():
    rows = per_class_report([2, 2], [0, 2], ["a", "b", "c"]).rows
    assert rows[0] == ("a", 0.0, 0.0, 0.0, 1)
    assert rows[1] == ("b", 0.0, 0.0, 0.0, 0)
    assert rows[2].recall == 1


def test_a_report_without_names_counts_and_two_classes_of_one_name_stay_two_lines():
    assert [row.name for row in per_class_report([0, 1], [0, 1]).rows] == ["0", "1"]
    assert str(per_class_report([0, 1], [0, 1], ["x", "x"])).count("x") == 2


def test_a_class_without_a_name_is_refused():
    with pytest.raises(ValueError, match=r"p must hold whole numbers from 0 to 1.*p\[0\] is 2"):
        per_class_report([2], [0], ["a", "b"])


# --- R2 -----------------------------------------------------------------------------------------

numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
rows_of_numbers = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=30)


def r2_by_hand(predicted, true):
    """Return R2 of one unit, in plain numbers."""
    mean = sum(true) / len(true)
    rest = sum((a - y) ** 2 for a, y in zip(predicted, true, strict=True))
    spread = sum((y - mean) ** 2 for y in true)
    return 1 - rest / spread


@settings(deadline=None)
@given(st.lists(rows_of_numbers, min_size=1, max_size=3))
def test_R2_is_that_of_plain_numbers_and_of_scikit_learn(units):
    m = min(map(len, units))
    AL, Y = (np.array([[pair[k] for pair in unit[:m]] for unit in units]) for k in (0, 1))
    if not (np.ptp(Y, axis=1) > 1e-2).all():
        return
    expected = np.mean([r2_by_hand(a.tolist(), y.tolist()) for a, y in zip(AL, Y, strict=True)])
    np.testing.assert_allclose(r2_score(AL, Y), expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(r2_score(AL, Y), metrics.r2_score(Y.T, AL.T), rtol=1e-9, atol=1e-9)


def test_R2_of_targets_that_are_all_the_same_is_1_if_they_are_met_and_0_if_not():
    Y = np.array([[2.0, 2.0, 2.0], [1.0, 2.0, 3.0]])
    assert r2_score(Y, Y) == 1.0
    assert r2_score(np.array([[2.0, 2.0, 2.5], [1.0, 2.0, 3.0]]), Y) == 0.5
    assert r2_score(np.array([[9.0, 9.0, 9.0]]), Y[:1]) == 0.0
    assert r2_score(np.array([[2.0, 2.0, 2.0]]), Y[1:]) == 0.0


def test_R2_may_be_far_below_0():
    assert r2_score(np.array([[3.0, 2.0, 1.0]]), np.array([[1.0, 2.0, 3.0]])) == -3.0
