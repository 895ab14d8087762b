"""No backward without its law: every slope against a central difference."""

import numpy as np
import pytest
from networks import LAYER_DIMS, central_difference, cost_of, drawn, slopes

import dnn
from dnn.activations import ACTIVATIONS


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_the_slope_of_its_backward(name):
    rng = np.random.RandomState(1)
    Z, dA = rng.randn(3, 4) * 2, rng.randn(3, 4)
    g, g_backward = ACTIVATIONS[name]
    numeric = central_difference(lambda Z: (dA * g(Z)[0]).sum(), Z)
    np.testing.assert_allclose(g_backward(dA, Z), numeric, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("layer_dims", LAYER_DIMS, ids=str)
def test_every_parameter_of_a_network_has_the_slope_of_the_cost(layer_dims):
    X, Y, parameters = drawn(layer_dims)
    _, grads = slopes(X, Y, parameters)
    for name, p in parameters.items():
        numeric = central_difference(lambda p, name=name: cost_of(X, Y, {**parameters, name: p}), p)
        np.testing.assert_allclose(grads[f"d{name}"], numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("layer_dims", LAYER_DIMS, ids=str)
def test_dA0_is_the_slope_of_each_examples_loss_by_X(layer_dims):
    X, Y, parameters = drawn(layer_dims)
    _, grads = slopes(X, Y, parameters)
    m = X.shape[1]
    numeric = central_difference(lambda X: m * cost_of(X, Y, parameters), X)
    np.testing.assert_allclose(grads["dA0"], numeric, rtol=1e-6, atol=1e-8)


def test_the_slope_of_relu_at_its_kink_is_0():
    assert dnn.relu_backward(np.array([[7.0]]), np.array([[0.0]])) == 0


def test_at_a_saturated_output_the_slope_still_pulls_back():
    X, Y = np.array([[-2000.0, 2000.0]]), np.array([[1, 0]])
    parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    AL, grads = slopes(X, Y, parameters)
    np.testing.assert_array_equal(AL, [[0.0, 1.0]])
    np.testing.assert_array_equal(grads["dA0"], [[-1.0, 1.0]])
    np.testing.assert_array_equal(grads["dW1"], [[2000.0]])


def test_where_AL_is_the_sigmoid_of_Z_the_slope_is_AL_minus_Y():
    X, Y, parameters = drawn([4, 3, 1], m=50)
    AL, caches = dnn.L_model_forward(X, parameters)
    dZ = dnn.cost.sigmoid_cost_slope(AL, Y, caches[-1][1])
    np.testing.assert_allclose(dZ, AL - Y, rtol=1e-14)
