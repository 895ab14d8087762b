"""Optimisers: closed forms on a quadratic, and an independent reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import drawn, slopes

import dnn

X, Y, PARAMETERS = drawn([4, 3, 1])
_, GRADS = slopes(X, Y, PARAMETERS)
CHOSEN = dnn.hyperparameters()


def descend(name, curvature, start, rate, n, **given):
    """Return the way of one weight down the quadratic J = curvature * W^2 / 2."""
    chosen = dnn.hyperparameters(**given)
    optimizer = dnn.OPTIMIZERS[name]
    parameters = {"W1": np.array([[start]]), "b1": np.array([[0.0]])}
    memory, way = optimizer.init(parameters), [start]
    for t in range(1, n + 1):
        grads = {"dW1": curvature * parameters["W1"], "db1": np.array([[0.0]])}
        parameters, memory = optimizer.update(parameters, grads, memory, t, rate, chosen)
        way.append(parameters["W1"].item())
    return np.array(way)


@given(st.floats(0.1, 4), st.floats(-5, 5), st.floats(0.01, 0.4))
def test_gradient_descent_on_a_quadratic_shrinks_by_a_constant_factor(curvature, start, rate):
    way = descend("gd", curvature, start, rate, 20)
    expected = start * (1 - rate * curvature) ** np.arange(21)
    np.testing.assert_allclose(way, expected, rtol=1e-9, atol=1e-12)


@given(st.floats(0.1, 4), st.floats(0.01, 0.4), st.floats(0, 0.99))
def test_momentum_on_a_quadratic_follows_its_linear_recurrence(curvature, rate, beta):
    way = descend("momentum", curvature, 1.0, rate, 20, beta=beta)
    # W_{t+1} = (1 + beta - (1 - beta) rate c) W_t - beta W_{t-1}, from v_0 = 0
    expected = [1.0, 1.0 - rate * (1 - beta) * curvature]
    for _ in range(19):
        expected.append(
            (1 + beta - (1 - beta) * rate * curvature) * expected[-1] - beta * expected[-2]
        )
    np.testing.assert_allclose(way, expected, rtol=1e-7, atol=1e-9)


@given(st.floats(0.1, 100), st.floats(0.5, 5), st.floats(1e-4, 0.1))
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_slope(curvature, start, rate):
    way = descend("adam", curvature, start, rate, 1)
    np.testing.assert_allclose(start - way[1], rate, rtol=1e-6)


@given(st.floats(0.5, 100), st.floats(0.5, 5), st.floats(0, 0.99))
def test_the_first_step_of_rmsprop_is_larger_by_the_share_it_averages(curvature, start, beta2):
    way = descend("rmsprop", curvature, start, 0.01, 1, beta2=beta2)
    np.testing.assert_allclose(start - way[1], 0.01 / np.sqrt(1 - beta2), rtol=1e-5)


def test_without_memory_momentum_is_gradient_descent():
    expected = dnn.update_parameters(PARAMETERS, GRADS, 0.1)
    v = dnn.initialize_velocity(PARAMETERS)
    actual, _ = dnn.update_parameters_with_momentum(PARAMETERS, GRADS, v, 0.0, 0.1)
    for name in expected:
        np.testing.assert_array_equal(actual[name], expected[name])


def test_adam_returns_the_averages_and_the_corrected_averages():
    v, s = dnn.initialize_adam(PARAMETERS)
    updated, v, s, v_corrected, s_corrected = dnn.update_parameters_with_adam(
        PARAMETERS, GRADS, v, s, 1
    )
    for name, p in PARAMETERS.items():
        slope = GRADS[f"d{name}"]
        np.testing.assert_allclose(v[f"d{name}"], 0.1 * slope)
        np.testing.assert_allclose(s[f"d{name}"], 0.001 * slope**2)
        np.testing.assert_allclose(v_corrected[f"d{name}"], slope)
        np.testing.assert_allclose(s_corrected[f"d{name}"], slope**2)
        assert updated[name].shape == p.shape


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_optimizer_leaves_its_arguments_and_keeps_float32(name):
    parameters = {n: p.astype(np.float32) for n, p in PARAMETERS.items()}
    grads = {f"d{n}": GRADS[f"d{n}"].astype(np.float32) for n in parameters}
    optimizer = dnn.OPTIMIZERS[name]
    memory = optimizer.init(parameters)
    frozen = [*parameters.values(), *grads.values()]
    frozen += [array for average in memory.values() for array in average.values()]
    for array in frozen:
        array.flags.writeable = False
    updated, memory = optimizer.update(parameters, grads, memory, 1, np.float64(0.1), CHOSEN)
    flowing = [*updated.values(), *(a for average in memory.values() for a in average.values())]
    assert {array.dtype for array in flowing} == {np.dtype(np.float32)}


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_optimizer_learns(name):
    X, Y, _ = drawn([4, 8, 1], m=30)
    *_, last = dnn.train(X, Y, dnn.initialize_parameters_deep([4, 8, 1]), 0.05, 300, optimizer=name)
    first = next(dnn.train(X, Y, dnn.initialize_parameters_deep([4, 8, 1])))
    assert last.cost < 0.8 * first.cost


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: dnn.update_parameters_with_momentum(PARAMETERS, GRADS, {}, 0.9, 0.1),
            "v has no dW1; its keys are none",
        ),
        (
            lambda: dnn.update_parameters_with_momentum(
                PARAMETERS, GRADS, {**GRADS, "dW2": np.zeros((3, 1))}, 0.9, 0.1
            ),
            "W2 is (1, 3), so v['dW2'] must be (1, 3) too, but it is (3, 1)",
        ),
        (
            lambda: dnn.update_parameters_with_momentum(PARAMETERS, GRADS, GRADS, 1.0, 0.1),
            "beta must be a number in [0, 1); got 1.0",
        ),
        (
            lambda: dnn.update_parameters_with_adam(PARAMETERS, GRADS, GRADS, GRADS, 0),
            "t must be a whole number from 1 up; got 0",
        ),
        (
            lambda: dnn.update_parameters_with_rmsprop(PARAMETERS, GRADS, GRADS, epsilon=0),
            "epsilon must be a number in (0, inf); got 0",
        ),
    ],
)
def test_what_is_missing_or_out_of_range_is_named(call, words):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the words are checked below
        call()
    assert words in str(error.value)


def torch_way(make, grads, start):
    """Return the parameters after each of these slopes, by PyTorch."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make(torch.optim, [p])
    way = []
    for slope in grads:
        p.grad = torch.tensor(slope, dtype=torch.float64)
        optimizer.step()
        way.append(p.detach().numpy().copy())
    return way


REFERENCES = {
    "gd": lambda optim, p: optim.SGD(p, lr=0.05),
    "momentum": lambda optim, p: optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.9),
    "rmsprop": lambda optim, p: optim.RMSprop(p, lr=0.05, alpha=0.999, eps=1e-8),
    "adam": lambda optim, p: optim.Adam(p, lr=0.05, betas=(0.9, 0.999), eps=1e-8),
}


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_optimizer_goes_the_way_of_pytorch(name):
    rng = np.random.RandomState(4)
    start = rng.randn(3, 2)
    # PyTorch's first velocity is the slope itself, undamped: begin both with a slope of 0
    slopes_of_W = [np.zeros((3, 2)), *rng.randn(30, 3, 2)]
    expected = torch_way(REFERENCES[name], slopes_of_W, start)
    parameters = {"W1": start, "b1": np.zeros((3, 1))}
    optimizer = dnn.OPTIMIZERS[name]
    memory = optimizer.init(parameters)
    for t, (slope, there) in enumerate(zip(slopes_of_W, expected, strict=True), start=1):
        grads = {"dW1": slope, "db1": np.zeros((3, 1))}
        parameters, memory = optimizer.update(parameters, grads, memory, t, 0.05, CHOSEN)
        np.testing.assert_allclose(parameters["W1"], there, rtol=1e-12)
