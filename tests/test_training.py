"""Training: what is yielded, recorded, printed and refused."""

import numpy as np
import pytest
from networks import drawn

import dnn


@pytest.fixture
def task():
    X, Y, _ = drawn([4, 3, 1], m=20)
    return X, Y


def test_each_step_has_the_cost_it_found_and_the_parameters_it_left(task):
    X, Y = task
    parameters = dnn.initialize_parameters_deep([4, 3, 1])
    for i, step in enumerate(dnn.train(X, Y, parameters, 0.1, 5)):
        AL, caches = dnn.L_model_forward(X, parameters)
        expected = dnn.update_parameters(parameters, dnn.L_model_backward(AL, Y, caches), 0.1)
        assert step.iteration == i
        np.testing.assert_allclose(step.cost, dnn.compute_cost(AL, Y), rtol=1e-14)
        for name in expected:
            np.testing.assert_allclose(step.parameters[name], expected[name], rtol=1e-13)
        parameters = step.parameters


def test_writing_to_what_a_step_returned_changes_nothing_of_the_training(task):
    X, Y = task
    start = dnn.initialize_parameters_deep([4, 3, 1])
    undisturbed = [float(step.cost) for step in dnn.train(X, Y, start, 0.1, 5)]
    disturbed = []
    for step in dnn.train(X, Y, start, 0.1, 5):
        disturbed.append(float(step.cost))
        step.parameters["W1"][...] = 0
    assert disturbed == undisturbed


@pytest.mark.parametrize(("n", "count"), [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)])
@pytest.mark.parametrize("print_cost", [False, True])
def test_costs_hold_every_hundredth_printed_or_not(task, capsys, n, count, print_cost):
    _, costs = dnn.L_layer_model(*task, [4, 3, 1], 0.1, n, print_cost)
    every = [
        step.cost for step in dnn.train(*task, dnn.initialize_parameters_deep([4, 3, 1]), 0.1, n)
    ]
    assert costs == every[::100]
    assert len(costs) == count
    assert all(isinstance(cost, np.ndarray) and cost.shape == () for cost in costs)
    lines = capsys.readouterr().out.splitlines()
    printed = sorted({*range(0, n, 100), *([n - 1] if n else [])}) if print_cost else []
    assert lines == [f"Cost after iteration {i}: {every[i]}" for i in printed]


@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_layers_dims_may_be_a_list_a_tuple_or_an_array(task, kind):
    for model in (dnn.L_layer_model, dnn.two_layer_model):
        expected, _ = model(*task, [4, 3, 1], num_iterations=2)
        actual, _ = model(*task, kind([4, 3, 1]), num_iterations=2)
        for name in expected:
            np.testing.assert_array_equal(actual[name], expected[name])


def test_without_iterations_the_initial_parameters_come_back(task):
    parameters, costs = dnn.L_layer_model(*task, [4, 3, 1], num_iterations=0)
    assert costs == []
    for name, p in dnn.initialize_parameters_deep([4, 3, 1]).items():
        np.testing.assert_array_equal(parameters[name], p)


def test_two_layer_model_takes_three_sizes(task):
    with pytest.raises(ValueError, match=r"\(n_x, n_h, n_y\), three numbers; got \[4, 3, 2, 1\]"):
        dnn.two_layer_model(*task, [4, 3, 2, 1])


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (np.nan, r"X\[2, 5\] is nan: feature 2 of example 5 .*1 such number in X"),
        (np.inf, r"X\[2, 5\] is inf"),
        (-np.inf, r"X\[2, 5\] is -inf"),
    ],
)
def test_a_bad_number_in_X_is_named_with_its_place_before_the_first_step(task, bad, words):
    X, Y = task
    X[2, 5] = bad
    with pytest.raises(ValueError, match=words):
        dnn.train(X, Y, dnn.initialize_parameters_deep([4, 3, 1]))


def test_a_bad_label_is_named(task):
    X, Y = task
    Y = Y.astype(float)
    Y[0, 3] = np.nan
    with pytest.raises(ValueError, match=r"Y\[0, 3\] is nan: the label of example 3"):
        dnn.L_layer_model(X, Y, [4, 3, 1])


def test_text_in_X_is_refused(task):
    X, Y = task
    with pytest.raises(
        ValueError, match=r"X must be an array of numbers .* got a ndarray of dtype <U32"
    ):
        dnn.L_layer_model(X.astype(str), Y, [4, 3, 1])


@pytest.mark.parametrize("rate", [0, -1, np.nan, np.inf, "fast", None, True, [0.1]])
def test_a_learning_rate_out_of_range_is_refused(task, rate):
    with pytest.raises(ValueError, match=r"learning_rate must be a number in \(0, inf\); got"):
        dnn.L_layer_model(*task, [4, 3, 1], learning_rate=rate)


@pytest.mark.parametrize("n", [-1, 2.5, "many", None])
def test_a_number_of_iterations_that_is_none_is_refused(task, n):
    with pytest.raises(ValueError, match="num_iterations must be a whole number from 0 up; got"):
        dnn.L_layer_model(*task, [4, 3, 1], num_iterations=n)


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda y: np.array([y])])
def test_predict_takes_labels_as_a_list_or_an_array(capsys, kind):
    parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    p = dnn.predict(np.array([[-1.0, 2.0, 3.0]]), kind([0, 1, 1]), parameters)
    assert capsys.readouterr().out == "Accuracy: 1.0\n"
    assert p.dtype == np.float64
    np.testing.assert_array_equal(p, [[0.0, 1.0, 1.0]])


def test_a_perfect_score_over_209_examples_prints_as_1(capsys):
    parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    dnn.predict(np.ones((1, 209)), np.ones((1, 209)), parameters)
    assert capsys.readouterr().out == "Accuracy: 1.0\n"


def test_predict_without_labels_prints_nothing(capsys):
    dnn.predict(np.ones((1, 2)), None, {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])})
    assert capsys.readouterr().out == ""
