"""Mistakes that no row of the table lists: found where a small change mends the learner's lines."""

import inspect
import linecache
import time

import numpy as np
import pytest

from dnn.homework import exercises
from dnn.homework.reading import failing_step
from dnn.homework.running import TimeIsUp, ending_after, limited_memory


def of(source, name):
    """Return a function of a text, with its text, as a notebook holds it."""
    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    world = {"np": np}
    exec(compile(source, file, "exec"), world)
    return world[name]


HIDDEN = """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""
LAYER = """
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = 1. / m * np.dot(dZ, A_prev.T)
    db = 1. / m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db
"""


@pytest.mark.parametrize(
    ("source", "old", "new", "mistake", "equation"),
    [
        (HIDDEN, "np.power(A1, 2)", "np.power(A1, 3)", "in dZ1", "(6)"),
        (HIDDEN, "1 - np.power(A1, 2)", "1 - 2 * A1", "in dZ1", "(6)"),
        (HIDDEN, "np.dot(dZ1, X.T)", "np.dot(dZ1, X.T * X.T)", "in dW1", "(7)"),
        (HIDDEN, "db1 = np.sum(dZ1, axis=1", "db1 = np.max(dZ1, axis=1", "in db1", "(8)"),
        (LAYER, "np.sum(dZ, axis", "np.sum(np.abs(dZ), axis", "in db", "(8)"),
        (LAYER, "W.T, dZ", "(W ** 3).T, dZ", "in dA_prev", "(9)"),
        (LAYER, "m = A_prev.shape[1]", "m = A_prev.shape[1] + 1", "in m", "(7), (8)"),
    ],
)
def test_the_line_that_one_change_mends_is_named(source, old, new, mistake, equation):
    name = inspect.cleandoc(source).split("(")[0].removeprefix("def ")
    result = exercises[name].check(of(source.replace(old, new), name))
    assert not result
    assert mistake in result.mistake
    assert result.equation == equation


def test_two_unlisted_mistakes_are_both_named():
    source = LAYER.replace("np.sum(dZ,", "np.max(dZ,").replace("W.T, dZ", "(W ** 3).T, dZ")
    result = exercises.linear_backward.check(of(source, "linear_backward"))
    assert result.equation == "(8), (9)"
    assert " + " in result.mistake


def test_a_function_without_its_text_is_checked_all_the_same():
    world = {"np": np}
    exec(HIDDEN.replace("np.power(A1, 2)", "np.power(A1, 3)"), world)
    result = exercises.backward_propagation.check(world["backward_propagation"])
    assert result.equation == "(6)"


# --- a right result in the wrong wrapping ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "source", "mistake"),
    [
        ("sigmoid", "def sigmoid(z):\n    s = 1 / (1 + np.exp(-z))\n", "no return"),
        (
            "update_parameters_with_momentum",
            "def update_parameters_with_momentum(p, grads, v, beta, rate):\n"
            "    v = {k: beta * v[k] + (1 - beta) * grads[k] for k in v}\n"
            "    return v, {k: p[k] - rate * v['d' + k] for k in p}\n",
            "order returned",
        ),
        (
            "initialize_velocity",
            "def initialize_velocity(parameters):\n"
            "    return {'v' + k: np.zeros(p.shape) for k, p in parameters.items()}\n",
            "key for key",
        ),
        (
            "backward_propagation",
            HIDDEN.replace('"dW1": dW1, "db1": db1', '"dW1": db1, "db1": dW1'),
            "values swapped",
        ),
        (
            "backward_propagation",
            HIDDEN.replace('"db2": db2', '"dZ2": dZ2'),
            "keys missing",
        ),
        (
            "layer_sizes",
            "def layer_sizes(X, Y):\n    return {'x': X.shape[0], 'h': 4, 'y': Y.shape[0]}\n",
            "dict for a tuple",
        ),
    ],
)
def test_a_right_result_in_the_wrong_wrapping_is_known(name, source, mistake):
    result = exercises[name].check(of(source, name))
    assert not result
    assert result.mistake.startswith(mistake)
    assert result.equation is None


# --- defaults, seeds, starts ----------------------------------------------------------------------

STEP = (
    "def update_parameters(parameters, grads, learning_rate={rate}):\n"
    "    W1, b1, W2, b2 = (parameters[k] for k in ('W1', 'b1', 'W2', 'b2'))\n"
    "    return {{k: parameters[k] - learning_rate * grads['d' + k] for k in parameters}}\n"
)


def test_a_default_on_which_others_rely_is_checked():
    right = exercises.update_parameters.check(of(STEP.format(rate=1.2), "update_parameters"))
    assert (right.outcome, right.week) == ("passed", "3")
    wrong = exercises.update_parameters.check(of(STEP.format(rate=0.12), "update_parameters"))
    assert wrong.mistake == "default of learning_rate"


MODEL = """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    n_x, n_h, n_y = layers_dims
    np.random.seed(1)
    W1, W2 = np.random.randn(n_h, n_x) * SCALE, np.random.randn(n_y, n_h) * SCALE
    p = {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}
    costs = []
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, p["W1"], p["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, p["W2"], p["b2"], "sigmoid")
        if i % 100 == 0:
            costs.append(compute_cost(A2, Y))
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        p = update_parameters(p, grads, learning_rate)
    return p, costs
"""


@pytest.mark.parametrize(("scale", "mistake"), [("0.01", None), ("1.0", "scale of the start")])
def test_the_start_that_a_model_draws_itself_is_judged(scale, mistake):
    function = of(MODEL.replace("SCALE", scale), "two_layer_model")
    assert exercises.two_layer_model.check(function).mistake == mistake


def test_an_activation_that_there_is_not_does_not_pass():
    source = (
        "def L_model_forward(X, parameters):\n"
        "    caches, A, L = [], X, len(parameters) // 2\n"
        "    for l in range(1, L + 1):\n"
        "        g = 'sigmoid' if l == L else 'tanh'\n"
        "        A, c = linear_activation_forward(A, parameters[f'W{l}'], parameters[f'b{l}'], g)\n"
        "        caches.append(c)\n"
        "    return A, caches\n"
    )
    assert not exercises.L_model_forward.check(of(source, "L_model_forward"))


# --- limits ---------------------------------------------------------------------------------------


def test_what_takes_too_long_is_ended():
    with pytest.raises(TimeIsUp, match=r"ended after 0\.2 seconds"), ending_after(0.2):
        time.sleep(30)


def test_without_a_limit_nothing_is_ended():
    with ending_after(None):
        pass


def test_memory_is_limited_where_the_system_can(tmp_path):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with limited_memory(1 << 30):
        during = resource.getrlimit(resource.RLIMIT_AS)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert during[1] == before[1]


def test_the_step_that_failed_is_known_by_text_target_and_number():
    function = of("def f(A):\n    Z = A @ A\n    return Z\n", "f")
    with pytest.raises(ValueError, match="matmul") as fault:
        function(np.ones((2, 3)))
    assert failing_step(fault.value, function) == ("Z = A @ A", "Z", 2)


def test_predictions_that_squeeze_pass_though_one_example_alone_stops_them():
    source = (
        "def predict(parameters, X):\n"
        "    A2, cache = forward_propagation(X, parameters)\n"
        "    return np.array([0 if a <= 0.5 else 1 for a in np.squeeze(A2)])\n"
    )
    result = exercises.predict.check(of(source, "predict"))
    assert (result.outcome, result.week, result.remarks) == ("passed", "3", [])


def test_two_rows_that_leave_no_line_of_a_loop_are_no_suspect():
    source = (
        "def update_parameters(parameters, grads, learning_rate):\n"
        "    return {k: p * 3 - grads['d' + k] ** 2 for k, p in parameters.items()}\n"
    )
    world = {"np": np}
    exec(source, world)
    result = exercises.update_parameters.check(world["update_parameters"])
    assert result.outcome == "failed"
    assert "cannot be compared" not in result.message
