"""A warning points at the line of whoever called the package, through whichever door."""

import warnings

import numpy as np
import pytest

import dnn

X, Y = np.random.RandomState(0).randn(3, 6), np.array([[0.5, 1.7, -0.2, 0.0, 1.0, 0.3]])
START = dnn.initialize_parameters_deep([3, 2, 1])
DOORS = {
    "L_layer_model": lambda: dnn.L_layer_model(X, Y, [3, 2, 1], num_iterations=2),
    "two_layer_model": lambda: dnn.two_layer_model(X, Y, (3, 2, 1), num_iterations=2),
    "fit": lambda: dnn.fit(X, Y, [3, 2, 1], num_iterations=2),
    "train": lambda: dnn.train(X, Y, START),
    "compare_learning_rates": lambda: dnn.compare_learning_rates(
        X, Y, [3, 2, 1], [0.01, 0.03], num_iterations=2
    ),
    "initialize_parameters_zeros": lambda: dnn.initialize_parameters_zeros([3, 2, 1]),
    "initialize_parameters_deep": lambda: dnn.initialize_parameters_deep([3, 2, 1], scale=0),
    "fit that starts from nothing": lambda: dnn.fit(X, X[:1] > 0, [3, 2, 1], scale=0),
    "flatten_images": lambda: dnn.flatten_images(np.full((1, 2, 2, 3), 0.5)),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_warning_points_at_the_line_of_the_user(door):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        DOORS[door]()
    lines = {line for *_, line in DOORS[door].__code__.co_lines()}
    assert caught
    assert {warning.filename for warning in caught} == {__file__}
    assert {warning.lineno for warning in caught} <= lines


def test_the_same_line_is_warned_once_and_another_line_again():
    Y_bad = Y.copy()  # labels that no other test has warned of
    Y_bad[0, 1] = 1.75
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            dnn.train(X, Y_bad, START)
        dnn.train(X, Y_bad, START)
    lines = [warning.lineno for warning in caught]
    assert len(lines) == 2
    assert lines[1] == lines[0] + 1
