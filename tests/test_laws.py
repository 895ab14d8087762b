"""Laws that hold for every network: invariances, dtypes, layouts, extremes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from networks import LAYER_DIMS, cost_of, drawn, slopes

import dnn
from dnn.checks.networks import network_dims
from dnn.losses import sigmoid_cost_slope

layer_dims_strategy = st.lists(st.integers(1, 6), min_size=2, max_size=5)
networks = st.builds(
    drawn, layer_dims_strategy, m=st.integers(1, 7), seed=st.integers(0, 2**32 - 1)
)


@given(networks)
def test_every_shape_is_the_one_that_the_table_says(network):
    X, Y, parameters = network
    dims, m = network_dims(parameters), X.shape[1]
    AL, grads = slopes(X, Y, parameters)
    assert AL.shape == (dims[-1], m)
    L = len(dims) - 1
    expected = {f"dA{l}": (dims[l], m) for l in range(L)}
    expected |= {f"dW{l}": (dims[l], dims[l - 1]) for l in range(1, L + 1)}
    expected |= {f"db{l}": (dims[l], 1) for l in range(1, L + 1)}
    assert {name: slope.shape for name, slope in grads.items()} == expected


@given(networks)
def test_duplicating_every_example_leaves_cost_dW_and_db(network):
    X, Y, parameters = network
    _, once = slopes(X, Y, parameters)
    X2, Y2 = np.hstack([X, X]), np.hstack([Y, Y])
    _, twice = slopes(X2, Y2, parameters)
    np.testing.assert_allclose(cost_of(X2, Y2, parameters), cost_of(X, Y, parameters))
    for name in once:
        if not name.startswith("dA"):
            np.testing.assert_allclose(twice[name], once[name], rtol=1e-9, atol=1e-12)


@given(networks, st.randoms(use_true_random=False))
def test_permuting_the_examples_permutes_AL(network, random):
    X, _, parameters = network
    order = list(range(X.shape[1]))
    random.shuffle(order)
    AL, _ = dnn.L_model_forward(X, parameters)
    permuted, _ = dnn.L_model_forward(X[:, order], parameters)
    np.testing.assert_allclose(permuted, AL[:, order], rtol=1e-12)


@given(networks)
def test_one_small_step_lowers_the_cost(network):
    X, Y, parameters = network
    smooth = {"hidden": "tanh"}  # a step across a kink of relu may lower the cost otherwise
    _, grads = slopes(X, Y, parameters, **smooth)
    steepness = sum((grads[f"d{name}"] ** 2).sum() for name in parameters)
    before = cost_of(X, Y, parameters, **smooth)
    after = cost_of(X, Y, dnn.update_parameters(parameters, grads, 1e-6), **smooth)
    assert after <= before
    np.testing.assert_allclose(before - after, 1e-6 * steepness, rtol=1e-2, atol=1e-12)


@given(networks)
def test_arguments_are_unchanged_and_may_be_read_only(network):
    X, Y, parameters = network
    given_arrays = [X, Y, *parameters.values()]
    before = [array.copy() for array in given_arrays]
    for array in given_arrays:
        array.flags.writeable = False
    keys = list(parameters)
    *_, last = dnn.train(X, Y, parameters, 0.1, 3)
    dnn.predict(X, None, last.parameters)
    assert list(parameters) == keys
    for array, copy in zip(given_arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@given(networks)
def test_training_twice_gives_the_same_bits(network):
    X, Y, parameters = network
    *_, first = dnn.train(X, Y, parameters, 0.1, 4)
    *_, second = dnn.train(X, Y, parameters, 0.1, 4)
    for name in parameters:
        np.testing.assert_array_equal(first.parameters[name], second.parameters[name])


def test_the_global_random_stream_is_left_alone():
    np.random.seed(7)
    before = np.random.get_state()[1].copy()
    X, Y, _ = drawn([4, 3, 1])
    dnn.L_layer_model(X, Y, [4, 3, 1], num_iterations=2)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@pytest.mark.parametrize("layer_dims", LAYER_DIMS, ids=str)
def test_fortran_order_changes_nothing(layer_dims):
    X, Y, parameters = drawn(layer_dims)
    fortran = {name: np.asfortranarray(p) for name, p in parameters.items()}
    AL, grads = slopes(X, Y, parameters)
    AL_f, grads_f = slopes(np.asfortranarray(X), np.asfortranarray(Y), fortran)
    np.testing.assert_allclose(AL_f, AL, rtol=1e-13)
    for name in grads:
        np.testing.assert_allclose(grads_f[name], grads[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("labels", [np.int64, np.uint8, np.bool_, np.float64])
@pytest.mark.parametrize("layer_dims", LAYER_DIMS, ids=str)
def test_float32_stays_float32_all_the_way_through(layer_dims, labels):
    X, Y, parameters = drawn(layer_dims, dtype=np.float32)
    Y = Y.astype(labels)
    AL, caches = dnn.L_model_forward(X, parameters)
    grads = dnn.L_model_backward(AL, Y, caches)
    updated = dnn.update_parameters(parameters, grads, np.float64(0.1))
    trained, costs = dnn.L_layer_model(X, Y, layer_dims, num_iterations=2)
    flowing = [AL, *[Z for _, Z in caches], *grads.values(), *updated.values(), *trained.values()]
    flowing += [dnn.compute_cost(AL, Y), *costs, dnn.predict(X, None, trained)]
    assert {array.dtype for array in flowing} == {np.dtype(np.float32)}


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.bool_])
def test_whole_numbers_in_X_are_trained_on_as_float64(dtype):
    X = np.array([[0, 1, 1, 0]], dtype)
    parameters, costs = dnn.L_layer_model(X, np.array([[0, 1, 1, 0]]), [1, 2, 1], 0.1, 2)
    expected, _ = dnn.L_layer_model(X.astype(float), np.array([[0, 1, 1, 0]]), [1, 2, 1], 0.1, 2)
    for name in expected:
        np.testing.assert_array_equal(parameters[name], expected[name])
    assert costs[0].dtype == np.float64


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(arrays(np.float64, (2, 3), elements=finite))
def test_activations_are_finite_at_every_finite_Z(Z):
    for g, g_backward in dnn.ACTIVATIONS.values():
        A, back = g(Z)
        assert back is Z
        assert np.isfinite(A).all()
        assert np.isfinite(g_backward(np.ones_like(Z), Z)).all()


@given(
    arrays(np.float64, (1, 3), elements=finite),
    arrays(np.int64, (1, 3), elements=st.sampled_from([0, 1])),
)
def test_cost_and_slope_at_the_output_are_finite_at_every_finite_Z(Z, Y):
    AL, _ = dnn.sigmoid(Z)
    assert np.isfinite(dnn.compute_cost(AL, Y))
    dZ = sigmoid_cost_slope(AL, Y, Z)
    np.testing.assert_allclose(dZ, AL - Y, rtol=1e-9, atol=1e-300)


@given(
    arrays(np.float32, (1, 3), elements=st.floats(width=32, allow_nan=False, allow_infinity=False))
)
def test_the_same_in_float32(Z):
    AL, _ = dnn.sigmoid(Z)
    assert np.isfinite(dnn.compute_cost(AL, np.ones_like(Z)))
    assert np.isfinite(dnn.compute_cost(AL, np.zeros_like(Z)))


def test_a_certain_and_wrong_answer_is_dear_and_a_certain_right_one_free():
    AL = np.array([[0.0, 1.0]])
    assert dnn.compute_cost(AL, np.array([[0, 1]])) == 0
    assert 700 < dnn.compute_cost(AL[:, :1], np.array([[1]])) < 800
    assert 36 < dnn.compute_cost(AL[:, 1:], np.array([[0]])) < 37


@pytest.mark.parametrize("probability", [1e-300, 1e-20, 1 - 1e-15])
def test_the_cost_is_not_clipped_short_of_saturation(probability):
    cost = dnn.compute_cost(np.array([[probability]]), np.array([[1]]))
    assert cost == -np.log(probability)


def test_sigmoid_agrees_with_its_plain_form_to_the_last_digits():
    Z = np.linspace(-30, 30, 1001).reshape(1, -1)
    np.testing.assert_allclose(dnn.sigmoid(Z)[0], 1 / (1 + np.exp(-Z)), rtol=4e-16)


def test_logistic_regression_is_L_1():
    X, Y, _ = drawn([3, 1], m=40)
    parameters, costs = dnn.L_layer_model(X, Y, [3, 1], 0.5, 201)
    assert list(parameters) == ["W1", "b1"]
    assert costs[-1] < costs[0]


def test_one_example_is_enough():
    X, Y, _ = drawn([4, 3, 1], m=1)
    _, costs = dnn.L_layer_model(X, Y, [4, 3, 1], 0.5, 201)
    assert costs[-1] < costs[0]
