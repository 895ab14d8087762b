"""No backward without its law: every slope against a central difference."""

import numpy as np
import pytest
from networks import LAYER_DIMS, central_difference, cost_of, drawn, labels, slopes

import dnn


@pytest.mark.parametrize("name", dnn.ACTIVATIONS)
def test_every_activation_has_the_slope_of_its_backward(name):
    rng = np.random.RandomState(1)
    Z, dA = rng.randn(3, 4) * 2, rng.randn(3, 4)
    g, g_backward = dnn.ACTIVATIONS[name]
    numeric = central_difference(lambda Z: (dA * g(Z)[0]).sum(), Z)
    np.testing.assert_allclose(g_backward(dA, Z), numeric, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("output", dnn.OUTPUTS)
def test_every_output_has_the_slope_of_its_losses(output):
    rng = np.random.RandomState(2)
    Z, Y = rng.randn(3, 4) * 2, rng.rand(3, 4)  # the law holds for any Y, one-hot or not
    g, _ = dnn.ACTIVATIONS[output]
    losses, slope = dnn.OUTPUTS[output]
    numeric = central_difference(lambda Z: losses(g(Z)[0], Y).sum(), Z)
    np.testing.assert_allclose(slope(g(Z)[0], Y, Z), numeric, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_slope_at_an_output_is_the_chain_rule_even_where_AL_is_not_of_Z(output):
    rng = np.random.RandomState(3)
    Z, Y, AL = rng.randn(3, 4), rng.randn(3, 4), rng.rand(3, 4)
    _, g_backward = dnn.ACTIVATIONS[output]
    losses, slope = dnn.OUTPUTS[output]
    dAL = central_difference(lambda AL: losses(AL, Y).sum(), AL)
    np.testing.assert_allclose(slope(AL, Y, Z), g_backward(dAL, Z), rtol=1e-5)


WORN = [
    {},
    *({"hidden": name} for name in dnn.ACTIVATIONS),
    *({"output": name} for name in dnn.OUTPUTS),
]


@pytest.mark.parametrize("wear", WORN, ids=str)
@pytest.mark.parametrize("layer_dims", [*LAYER_DIMS, [4, 3, 2, 3]], ids=str)
def test_every_parameter_of_a_network_has_the_slope_of_the_cost(layer_dims, wear):
    X, _, parameters = drawn(layer_dims)
    Y = labels(layer_dims[-1], X.shape[1], wear.get("output", "sigmoid"))
    _, grads = slopes(X, Y, parameters, **wear)
    for name, p in parameters.items():
        numeric = central_difference(
            lambda p, name=name: cost_of(X, Y, {**parameters, name: p}, **wear), p
        )
        np.testing.assert_allclose(grads[f"d{name}"], numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("layer_dims", LAYER_DIMS, ids=str)
def test_dA0_is_the_slope_of_each_examples_loss_by_X(layer_dims):
    X, Y, parameters = drawn(layer_dims)
    _, grads = slopes(X, Y, parameters)
    m = X.shape[1]
    numeric = central_difference(lambda X: m * cost_of(X, Y, parameters), X)
    np.testing.assert_allclose(grads["dA0"], numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("keep_prob", [0.6, [0.9, 0.5], [0.8, 0.9, 0.5]])
def test_with_fixed_masks_dropout_has_the_slope_of_the_cost(keep_prob):
    X, Y, parameters = drawn([4, 5, 3, 1])
    X = X / 4  # an output near 1 would cost the numeric slope its digits
    masks = dnn.dropout_masks([4, 5, 3, 1], 6, keep_prob, np.random.RandomState(2))
    _, grads = slopes(X, Y, parameters, masks=masks)
    assert any((D == 0).any() for D in masks.values())
    for name, p in parameters.items():
        numeric = central_difference(
            lambda p, name=name: cost_of(X, Y, {**parameters, name: p}, masks=masks), p
        )
        np.testing.assert_allclose(grads[f"d{name}"], numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("m", [None, 50])
def test_the_slopes_of_L2_are_those_of_its_cost(m):
    X, Y, parameters = drawn([4, 5, 3, 1])
    _, grads = slopes(X, Y, parameters)
    grads = dnn.add_l2_slopes(grads, parameters, 0.7, m or X.shape[1])

    def cost(name, p):
        changed = {**parameters, name: p}
        AL, _ = dnn.L_model_forward(X, changed)
        return dnn.compute_cost_with_regularization(AL, Y, changed, 0.7, m=m)

    for name, p in parameters.items():
        numeric = central_difference(lambda p, name=name: cost(name, p), p)
        np.testing.assert_allclose(grads[f"d{name}"], numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_the_slope_at_the_kink_is_that_of_the_left(name):
    dZ = dnn.ACTIVATIONS[name].backward(np.array([[7.0]]), np.array([[0.0]]))
    assert dZ == {"relu": 0, "leaky_relu": 0.07}[name]


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_at_a_saturated_output_the_slope_still_pulls_back(output):
    X = np.array([[-2000.0, 2000.0]])
    W = np.array([[1.0]]) if output == "sigmoid" else np.array([[-1.0], [1.0]])
    Y = np.array([[1, 0]]) if output == "sigmoid" else np.array([[0, 1], [1, 0]])
    parameters = {"W1": W, "b1": np.zeros((len(W), 1))}
    AL, grads = slopes(X, Y, parameters, output=output)
    np.testing.assert_array_equal(AL[-1], [0.0, 1.0])
    np.testing.assert_array_equal(grads["dW1"][-1], [2000.0])


def test_where_AL_is_the_sigmoid_of_Z_the_slope_is_AL_minus_Y():
    X, Y, parameters = drawn([4, 3, 1], m=50)
    AL, caches = dnn.L_model_forward(X, parameters)
    dZ = dnn.OUTPUTS["sigmoid"].slope(AL, Y, caches[-1][1])
    np.testing.assert_allclose(dZ, AL - Y, rtol=1e-14)
