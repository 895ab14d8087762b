"""Cross-validation: every example is validated on once, and each fold is like the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnn.tuning import k_fold


@given(st.integers(2, 60), st.data())
def test_every_example_is_validated_on_once_and_trained_on_otherwise(m, data):
    k = data.draw(st.integers(2, m))
    folds = k_fold(np.zeros((1, m)), np.zeros((1, m)), k, seed=data.draw(st.integers(0, 9)))
    assert len(folds) == k
    assert sorted(np.concatenate([fold.validation for fold in folds])) == list(range(m))
    for fold in folds:
        assert sorted([*fold.train, *fold.validation]) == list(range(m))
    sizes = [len(fold.validation) for fold in folds]
    assert max(sizes) - min(sizes) <= 1


@given(st.lists(st.integers(0, 3), min_size=5, max_size=80), st.integers(2, 5))
def test_every_fold_has_its_share_of_every_class(labels, k):
    Y = np.array([labels])
    counts = [
        np.bincount(Y[0, fold.validation], minlength=4) for fold in k_fold(Y.astype(float), Y, k)
    ]
    assert (np.ptp(counts, axis=0) <= 1).all()


def test_one_hot_columns_are_stratified_as_their_classes_are():
    labels = np.array([0, 1, 2] * 10)
    Y = (labels == np.arange(3)[:, np.newaxis]).astype(float)
    one_row, columns = k_fold(Y, labels.reshape(1, -1), 5), k_fold(Y, Y, 5)
    for a, b in zip(one_row, columns, strict=True):
        np.testing.assert_array_equal(a.validation, b.validation)


def test_the_seed_decides_and_numbers_are_dealt_without_classes():
    Y = np.random.RandomState(0).randn(1, 20)
    first, same, other = (k_fold(Y, Y, 4, seed=seed) for seed in (0, 0, 1))
    assert all((a.train == b.train).all() for a, b in zip(first, same, strict=True))
    assert any(list(a.train) != list(b.train) for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize(
    ("Y", "k", "message"),
    [
        (np.zeros((1, 4)), 2, "X holds m = 5 examples"),
        (np.zeros((1, 5)), 6, "6 folds need at least 6 examples"),
        (np.zeros((1, 5)), 1, "k, the number of folds, must be a whole number from 2 up"),
    ],
)
def test_folds_that_cannot_be_dealt_are_refused(Y, k, message):
    with pytest.raises(ValueError, match=message):
        k_fold(np.zeros((1, 5)), Y, k)
