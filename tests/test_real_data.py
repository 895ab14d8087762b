"""Real data, from a file or an array to a score on examples that were held out."""

from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets as data

from dnn import (
    accuracy,
    fit,
    load_csv,
    one_hot,
    output_for,
    predict,
    r2_score,
    standardize,
    train_test_split,
)

pytestmark = pytest.mark.long


def written(path: Path, bunch, labels) -> Path:
    """Write a data set as people keep them: a header, the label in the last column."""
    names = [*(str(name).replace(" (cm)", "") for name in bunch.feature_names), "label"]
    rows = [
        [*map(repr, map(float, row)), str(label)]
        for row, label in zip(bunch.data, labels, strict=True)
    ]
    path.write_text("\n".join(map(",".join, [names, *rows])) + "\n", encoding="utf-8")
    return path


def held_out_accuracy(X, Y, output, hidden_layers, **options):
    """Train on four fifths, standardized, and return the accuracy on the fifth."""
    X_train, Y_train, X_test, Y_test = train_test_split(X, Y)
    X_train, transform = standardize(X_train)
    targets = one_hot(Y_train, output.units) if output.name == "softmax" else Y_train
    dims = [len(X), *hidden_layers, output.units]
    run = fit(X_train, targets, dims, output=output.name, optimizer="adam", **options)
    p = predict(transform(X_test), None, run.parameters, output=output.name)
    return accuracy(p, Y_test)


def test_ten_digits_are_told_apart():
    X, labels = data.load_digits(return_X_y=True)
    X_train, Y_train, X_test, Y_test = train_test_split(X.T / 16, labels[np.newaxis])
    run = fit(
        X_train,
        one_hot(Y_train, 10),
        [64, 64, 10],
        output="softmax",
        scale="he",
        optimizer="adam",
        learning_rate=0.003,
        mini_batch_size=64,
        num_iterations=2000,
        lambd=0.5,
    )
    assert accuracy(predict(X_test, None, run.parameters, output="softmax"), Y_test) >= 0.97


def test_three_irises_from_csv(tmp_path):
    bunch = data.load_iris()
    iris = load_csv(written(tmp_path / "iris.csv", bunch, bunch.target_names[bunch.target]))
    output = output_for(iris)
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert iris.features == ("sepal length", "sepal width", "petal length", "petal width")
    assert np.array_equal(iris.X, bunch.data.T)
    assert np.array_equal(iris.Y, bunch.target[np.newaxis])
    assert (output.name, output.units) == ("softmax", 3)
    score = held_out_accuracy(
        iris.X, iris.Y, output, [8], learning_rate=0.01, num_iterations=400, lambd=0.1
    )
    assert score >= 0.93


def test_breast_cancer_from_csv(tmp_path):
    bunch = data.load_breast_cancer()
    cancer = load_csv(written(tmp_path / "cancer.csv", bunch, bunch.target), label="label")
    output = output_for(cancer)
    assert cancer.classes == ("0", "1")
    assert np.array_equal(cancer.X, bunch.data.T)
    assert (output.name, output.units) == ("sigmoid", 1)
    score = held_out_accuracy(
        cancer.X, cancer.Y, output, [8], learning_rate=0.01, num_iterations=300, lambd=5
    )
    assert score >= 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_diabetes_is_predicted_as_well_as_by_ordinary_least_squares(seed, tmp_path):
    bunch = data.load_diabetes()
    diabetes = load_csv(written(tmp_path / "diabetes.csv", bunch, bunch.target))
    assert diabetes.classes is None
    assert output_for(diabetes).name == "linear"
    X_train, Y_train, X_test, Y_test = train_test_split(diabetes.X, diabetes.Y, seed=seed)
    X_train, of_X = standardize(X_train)
    Y_train, of_Y = standardize(Y_train)
    X_test = of_X(X_test)
    run = fit(
        X_train,
        Y_train,
        [10, 16, 1],
        hidden="tanh",
        output="linear",
        optimizer="adam",
        learning_rate=0.005,
        num_iterations=400,
        lambd=20,
    )
    predicted = predict(X_test, None, run.parameters, hidden="tanh", output="linear")
    weights = np.linalg.lstsq(with_ones(X_train).T, Y_train.T, rcond=None)[0]
    least_squares = weights.T @ with_ones(X_test)
    reached, wanted = (r2_score(of_Y.inverse(Z), Y_test) for Z in (predicted, least_squares))
    assert reached >= wanted - 0.05


def with_ones(X):
    """Return X with a row of ones, the place of the bias."""
    return np.vstack([X, np.ones(X.shape[1])])


def spiral(m, seed):
    """Return points on two arms that wind around each other one and a half times."""
    rng, Y = np.random.RandomState(seed), np.arange(m)[np.newaxis] % 2
    radius = np.sqrt(rng.rand(m)) * 3 * np.pi
    angle = radius + np.pi * Y[0]
    arms = radius / 5 * np.array([np.cos(angle), np.sin(angle)])
    return arms + 0.02 * rng.randn(2, m), Y


@pytest.mark.parametrize(("dims", "low", "high"), [([2, 1], 0.5, 0.7), ([2, 16, 16, 1], 0.95, 1.0)])
def test_a_spiral_asks_for_depth(dims, low, high):
    X, Y = spiral(600, seed=0)
    X_test, Y_test = spiral(400, seed=1)
    run = fit(
        X,
        Y,
        dims,
        hidden="tanh",
        scale="he",
        optimizer="adam",
        learning_rate=0.01,
        mini_batch_size=64,
        num_iterations=4000,
    )
    score = accuracy(predict(X_test, None, run.parameters, hidden="tanh"), Y_test)
    assert low <= score <= high
