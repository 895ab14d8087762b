"""A function that is called with other arguments than it takes, and one that is no Python."""

import numpy as np
import pytest

from dnn.homework import exercises

CALL = "two_layer_model(X, Y, layers_dims, learning_rate, num_iterations)"


def test_a_function_of_other_arguments_is_told_both_lists():
    def two_layer_model(X, Y, layers_dims):
        return 1 / 0

    result = exercises.two_layer_model.check(two_layer_model)
    assert (result.outcome, result.mistake) == ("raised", "other arguments")
    assert f"cannot be called as {CALL}" in result.message
    assert "it is written as two_layer_model(X, Y, layers_dims)." in result.message
    in_chinese = exercises.two_layer_model.check(two_layer_model, lang="zh").message
    assert "你写的是 two_layer_model(X, Y, layers_dims)。" in in_chinese


def test_an_error_in_a_line_of_a_model_is_told_with_the_line():
    def two_layer_model(X, Y, layers_dims, learning_rate=0.1, num_iterations=3, print_cost=False):
        return 1 / 0

    message = exercises.two_layer_model.check(two_layer_model).message
    assert "raised ZeroDivisionError: division by zero in the line `return 1 / 0`" in message


def test_a_function_that_is_no_python_is_told_what_it_raised():
    message = exercises.compute_cost.check(np.sum).message
    assert "compute_cost raised TypeError: " in message


@pytest.mark.parametrize("optional", ["", ", print_cost=False"])
def test_an_argument_that_may_be_left_out_is_no_matter(optional):
    scope = {}
    head = f"def f(X, Y, layers_dims, learning_rate=0.1, num_iterations=3{optional}):"
    exec(f"{head}\n    return {{}}\n", scope)
    assert exercises.two_layer_model.check(scope["f"]).mistake != "other arguments"


def test_a_function_that_is_not_written_yet_is_unattempted_whatever_its_arguments():
    def two_layer_model(X, Y, layers_dims):
        pass

    assert exercises.two_layer_model.check(two_layer_model).outcome == "unattempted"


def test_a_function_that_returns_nothing_is_not_taken_for_one_of_other_arguments():
    result = exercises.linear_forward.check(lambda A, W, b: None)
    assert result.outcome in ("failed", "unattempted", "raised")
    assert result.mistake != "other arguments"
