"""The estimators are scikit-learn's kind: they pass its own check, and thinly stand over fit."""

import sys

import numpy as np
import pytest

import dnn

pytest.importorskip("sklearn", minversion="1.6")

from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

import dnn.tuning
from dnn.tuning import NetworkClassifier, NetworkRegressor

X, y = load_iris(return_X_y=True)
SHORT = {"layers": (10,), "learning_rate": 0.3, "num_iterations": 150}


@pytest.mark.parametrize("kind", [NetworkClassifier, NetworkRegressor])
def test_scikit_learns_own_check_passes(kind):
    estimator = kind(**{**SHORT, "learning_rate": 0.1} if kind is NetworkRegressor else SHORT)
    results = check_estimator(estimator, on_fail=None, on_skip=None)
    assert [r["check_name"] for r in results if r["status"] not in ("passed", "skipped")] == []
    assert len(results) > 40


def test_it_is_fit_with_the_examples_as_columns():
    network = NetworkClassifier(**SHORT).fit(X, y)
    run = dnn.fit(
        np.ascontiguousarray(X.T),
        dnn.one_hot(y, 3),
        [4, 10, 3],
        output="softmax",
        learning_rate=0.3,
        num_iterations=150,
    )
    for name, p in run.parameters.items():
        np.testing.assert_array_equal(network.run_.parameters[name], p)
    np.testing.assert_allclose(network.predict_proba(X).sum(axis=1), 1)
    assert network.costs_ == run.history.costs


def test_the_defaults_are_those_of_the_table():
    given = NetworkClassifier().get_params()
    assert given.pop("random_state") == dnn.HYPERPARAMETERS["seed"].default
    assert given.pop("num_iterations") == 2500  # as the course trains
    assert given.pop("layers") == (20, 7, 5)
    assert given == {name: dnn.HYPERPARAMETERS[name].default for name in given}


def test_it_works_in_cross_validation_pipelines_and_a_grid_search():
    network = make_pipeline(StandardScaler(), NetworkClassifier(**SHORT))
    assert cross_val_score(network, X, y, cv=3).mean() > 0.9
    grid = {"networkclassifier__learning_rate": [1e-5, 0.3]}
    found = GridSearchCV(network, grid, cv=3).fit(X, y)
    assert found.best_params_ == {"networkclassifier__learning_rate": 0.3}


def test_numbers_are_predicted_on_their_own_scale():
    target = 1e4 + 500 * X[:, 0] - 300 * X[:, 2]
    network = make_pipeline(StandardScaler(), NetworkRegressor((), learning_rate=0.1))
    assert cross_val_score(network, X, target, cv=3, scoring="r2").min() > 0.99


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ImportError, match=r"sklearn is missing.*'dnn-course\[sklearn\]'"):
        dnn.tuning.NetworkClassifier
