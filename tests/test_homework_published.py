"""The checker's problems hold the course's own: their right answers are the published figures."""

import numpy as np
import pytest

from dnn.homework.asking import right_answers
from dnn.homework.tasks import TASKS


def answer(name, k):
    return right_answers(TASKS[name][0])[k].raw


@pytest.fixture
def functions(published):
    return published["functions"]


def same(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-15)


def test_forward(functions):
    same(answer("linear_forward", 0)[0], functions["linear_forward"]["output"]["Z"])
    expected = functions["linear_activation_forward"]["output"]["A"]
    for k, activation in enumerate(("sigmoid", "relu")):
        same(answer("linear_activation_forward", k)[0], expected[activation])
    same(answer("L_model_forward", -1)[0], functions["L_model_forward_2hidden"]["output"]["AL"])


def test_cost(functions):
    same(
        [answer("compute_cost", -2), answer("compute_cost", -1)],
        list(functions["compute_cost"]["output"].values()),
    )


def test_backward(functions):
    expected = functions["linear_backward_v4a"]["output"]
    for actual, name in zip(answer("linear_backward", 0), ("dA_prev", "dW", "db"), strict=True):
        same(actual, expected[name])
    for k, activation in enumerate(("sigmoid", "relu")):
        expected = functions["linear_activation_backward"]["output"][activation]
        actual = answer("linear_activation_backward", k)
        for value, name in zip(actual, ("dA_prev", "dW", "db"), strict=True):
            same(value, expected[name])
    for name, expected in functions["L_model_backward"]["output"].items():
        same(answer("L_model_backward", -1)[name], expected)


def test_update(functions):
    for name, expected in functions["update_parameters"]["output"].items():
        same(answer("update_parameters", -1)[name], expected)


def test_initialisation(functions):
    expected = functions["initialize_parameters(3,2,1)"]["output"]
    actual = TASKS["initialize_parameters"][0].solution(3, 2, 1)
    for name, value in expected.items():
        same(actual[name], value)
    expected = functions["initialize_parameters_deep([5,4,3])"]["output"]
    actual = TASKS["initialize_parameters_deep"][0].solution([5, 4, 3])
    for name, value in expected.items():
        same(actual[name], value)
