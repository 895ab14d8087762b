"""Optimisers: recurrences in plain numbers, the law of the flat step, closed forms."""

import inspect
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import drawn, slopes
from steps import CHOSEN, STEPS, follow_the_textbook, made_slopes, textbook_step

import dnn
from dnn.training.optimizers import BLOCK

X, Y, PARAMETERS = drawn([4, 3, 1])
_, GRADS = slopes(X, Y, PARAMETERS)


def descend(name, curvature, start, rate, n, **given):
    """Return the way of one weight down the quadratic J = curvature * W^2 / 2."""
    row, chosen = dnn.OPTIMIZERS[name], dnn.hyperparameters(**given)
    parameters = {"W1": np.array([[start]]), "b1": np.array([[0.0]])}
    memory, way = row.init(parameters), [start]
    for t in range(1, n + 1):
        grads = {"dW1": curvature * parameters["W1"], "db1": np.array([[0.0]])}
        parameters, *averages = textbook_step(row, parameters, grads, memory, t, rate, chosen)
        memory = dict(zip(row.averages, averages, strict=False))
        way.append(parameters["W1"].item())
    return np.array(way)


# --- the recurrences in plain numbers -----------------------------------------------------------


def plain_gd(w, gradients, rate):
    for g in gradients:
        w = w - rate * g
        yield (w,)


def plain_momentum(w, gradients, rate, beta):
    v = 0.0
    for g in gradients:
        v = beta * v + (1 - beta) * g
        w = w - rate * v
        yield w, v


def plain_rmsprop(w, gradients, rate, beta2, epsilon):
    s = 0.0
    for g in gradients:
        s = beta2 * s + (1 - beta2) * g * g
        w = w - rate * g / (sqrt(s) + epsilon)
        yield w, s


def plain_adam(w, gradients, rate, beta1, beta2, epsilon):
    v = s = 0.0
    for t, g in enumerate(gradients, start=1):
        v = beta1 * v + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g * g
        v_corrected = v / (1 - beta1**t)
        s_corrected = s / (1 - beta2**t)
        w = w - rate * v_corrected / (sqrt(s_corrected) + epsilon)
        yield w, v, s, v_corrected, s_corrected


PLAIN = {"gd": plain_gd, "momentum": plain_momentum, "rmsprop": plain_rmsprop, "adam": plain_adam}


def same_as_plain(steps, plain, grads, start, *numbers, rtol=1e-13):
    """Compare every entry of everything at every step with the recurrence in plain floats."""
    for W, p in start.items():
        for place in np.ndindex(*p.shape):
            g = [float(slope[f"d{W}"][place]) for slope in grads]
            expected = np.array(list(plain(float(p[place]), g, *numbers)))
            found = [
                [values[W if k == 0 else f"d{W}"][place] for k, values in enumerate(step)]
                for step in steps
            ]
            np.testing.assert_allclose(found, expected, rtol=rtol)


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_step_is_the_recurrence_in_plain_numbers(name):
    row, grads = dnn.OPTIMIZERS[name], made_slopes(PARAMETERS)
    parameters, memory, steps = PARAMETERS, row.init(PARAMETERS), []
    for t, slope in enumerate(grads, start=1):
        parameters, *rest = textbook_step(row, parameters, slope, memory, t, 0.05, CHOSEN)
        memory = dict(zip(row.averages, rest, strict=False))
        steps.append((parameters, *rest))
    numbers = [CHOSEN[number] for number in row.hyperparameters]
    same_as_plain(steps, PLAIN[name], grads, PARAMETERS, 0.05, *numbers)


def test_the_defaults_are_those_of_the_lecture():
    grads = made_slopes(PARAMETERS, 5)
    s, steps = dnn.initialize_rmsprop(PARAMETERS), []
    parameters = PARAMETERS
    for slope in grads:
        parameters, s = dnn.update_parameters_with_rmsprop(parameters, slope, s)
        steps.append((parameters, s))
    same_as_plain(steps, plain_rmsprop, grads, PARAMETERS, 0.01, 0.999, 1e-8)
    parameters, steps = PARAMETERS, []
    v, s = dnn.initialize_adam(PARAMETERS)
    for t, slope in enumerate(grads, start=1):
        steps.append(dnn.update_parameters_with_adam(parameters, slope, v, s, t))
        parameters, v, s, *_ = steps[-1]
    same_as_plain(steps, plain_adam, grads, PARAMETERS, 0.01, 0.9, 0.999, 1e-8)


def test_float32_parameters_with_float64_slopes_are_reckoned_in_float64():
    parameters = {W: p.astype(np.float32) for W, p in PARAMETERS.items()}
    v, s = dnn.initialize_adam(parameters)
    grads = made_slopes(parameters, 1)
    for step in (
        (dnn.update_parameters(parameters, grads[0], 0.01),),
        dnn.update_parameters_with_momentum(parameters, grads[0], v, 0.9, 0.01),
        dnn.update_parameters_with_rmsprop(parameters, grads[0], s),
        dnn.update_parameters_with_adam(parameters, grads[0], v, s, 1),
    ):
        assert {array.dtype for values in step for array in values.values()} == {np.dtype("f8")}
    same_as_plain([step], plain_adam, grads, parameters, 0.01, 0.9, 0.999, 1e-8)


def test_float64_parameters_stay_float64_with_float32_slopes():
    grads = made_slopes(PARAMETERS, 1, np.float32)
    updated = dnn.update_parameters(PARAMETERS, grads[0], 0.01)
    assert {p.dtype for p in updated.values()} == {np.dtype("f8")}
    same_as_plain([(updated,)], plain_gd, grads, PARAMETERS, 0.01, rtol=1e-6)


# --- the law of the flat step -------------------------------------------------------------------


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_the_flat_step_of_every_optimizer_is_that_of_its_textbook_function(name):
    follow_the_textbook(dnn.OPTIMIZERS[name], PARAMETERS)


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_row_tells_what_its_textbook_function_asks_for(name):
    row = dnn.OPTIMIZERS[name]
    asked = list(inspect.signature(row.textbook).parameters)
    assert asked[:2] == ["parameters", "grads"]
    expected = {*row.averages, *row.hyperparameters, "learning_rate"}
    assert set(asked[2:]) - {"t"} == expected
    assert set(row.hyperparameters) <= set(dnn.HYPERPARAMETERS)


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_a_linear_optimizer_makes_of_a_mixture_of_slopes_the_mixture_of_its_steps(name):
    row, start = dnn.OPTIMIZERS[name], np.zeros(8)
    first, second = np.random.RandomState(0).randn(2, STEPS, 8)

    def end(slopes):
        p, memory = start, {average: np.zeros(8) for average in row.averages}
        for t, slope in enumerate(slopes, start=1):
            p, memory = row.step(p, slope, memory, t, 0.1, CHOSEN)
        return p

    mixed, parts = end(2 * first - 3 * second), 2 * end(first) - 3 * end(second)
    assert np.allclose(mixed, parts, rtol=1e-9, atol=1e-12) == row.is_linear


# --- closed forms -------------------------------------------------------------------------------


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


# --- what holds for every row -------------------------------------------------------------------


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_textbook_step_leaves_its_arguments_and_keeps_float32(name):
    row = dnn.OPTIMIZERS[name]
    parameters = {n: p.astype(np.float32) for n, p in PARAMETERS.items()}
    grads, memory = made_slopes(parameters, 1, np.float32)[0], row.init(parameters)
    for values in (parameters, grads, *memory.values()):
        for array in values.values():
            array.flags.writeable = False
    stepped = textbook_step(row, parameters, grads, memory, 1, np.float64(0.1), CHOSEN)
    assert {array.dtype for values in stepped for array in values.values()} == {np.dtype("f4")}


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_a_step_does_not_ask_whether_the_layers_fit_together(name):
    rng, row = np.random.RandomState(1), dnn.OPTIMIZERS[name]
    shapes = {"W1": (2, 3), "b1": (2, 1), "W2": (3, 3), "b2": (3, 1)}
    parameters = {W: rng.randn(*shape) for W, shape in shapes.items()}
    memory = row.init(parameters)
    updated, *_ = textbook_step(
        row, parameters, made_slopes(parameters, 1)[0], memory, 1, 0.1, CHOSEN
    )
    assert {W: p.shape for W, p in updated.items()} == shapes


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
@pytest.mark.parametrize("rate", [-0.1, np.inf, np.nan, True, "0.1"])
def test_a_learning_rate_that_leads_nowhere_is_refused(name, rate):
    row = dnn.OPTIMIZERS[name]
    memory = row.init(PARAMETERS)
    with pytest.raises(ValueError, match=r"learning_rate must be a number in \[0, inf\); got"):
        textbook_step(row, PARAMETERS, GRADS, memory, 1, rate, CHOSEN)


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_with_a_learning_rate_of_0_nothing_moves(name):
    row = dnn.OPTIMIZERS[name]
    memory = row.init(PARAMETERS)
    updated, *_ = textbook_step(row, PARAMETERS, GRADS, memory, 1, 0, CHOSEN)
    for W, p in PARAMETERS.items():
        np.testing.assert_array_equal(updated[W], p)


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
            lambda: dnn.update_parameters_with_momentum(
                PARAMETERS, GRADS, {**GRADS, "db1": [1.0]}, 0.9, 0.1
            ),
            "b1 is (3, 1), so v['db1'] must be (3, 1) too, but it is a list of 1, not an array",
        ),
        (
            lambda: dnn.update_parameters(
                PARAMETERS, {**GRADS, "db1": np.full((3, 1), "much")}, 0.1
            ),
            "db1 must be an array of numbers of the shape of b1; got a ndarray of dtype <U4",
        ),
        (
            lambda: dnn.initialize_velocity({"W1": np.zeros((2, 3))}),
            "parameters has no b1",
        ),
        (
            lambda: dnn.initialize_adam({"W1": [[1.0]], "b1": np.zeros((1, 1))}),
            "W1 must be an array as initialize_parameters_deep returns it; got a list of 1",
        ),
        (
            lambda: dnn.update_parameters_with_momentum(PARAMETERS, GRADS, GRADS, 1.0, 0.1),
            "beta must be a number in [0, 1); got 1.0",
        ),
        (
            lambda: dnn.update_parameters_with_adam(PARAMETERS, GRADS, GRADS, {}, 1),
            "s has no dW1; its keys are none",
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
    row = dnn.OPTIMIZERS[name]
    memory = row.init(parameters)
    for t, (slope, there) in enumerate(zip(slopes_of_W, expected, strict=True), start=1):
        grads = {"dW1": slope, "db1": np.zeros((3, 1))}
        parameters, *rest = textbook_step(
            row, parameters, grads, memory, t, 0.05, dnn.hyperparameters()
        )
        memory = dict(zip(row.averages, rest, strict=False))
        np.testing.assert_allclose(parameters["W1"], there, rtol=1e-12)


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_long_vector_walked_in_blocks_makes_the_same_step_to_the_last_bit(name, dtype):
    row, rng = dnn.OPTIMIZERS[name], np.random.RandomState(0)
    n = 5 * BLOCK // np.dtype(dtype).itemsize + 3
    p, slope, *averages = rng.rand(2 + len(row.averages), n).astype(dtype)
    memory = dict(zip(row.averages, averages, strict=True))
    found = row.walk(p, slope, memory, 3, 0.01, CHOSEN)
    np.testing.assert_equal(found, row.step(p, slope, memory, 3, 0.01, CHOSEN))
