"""The training loop's own slopes equal those of the textbook functions; both roads are one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import drawn, labels

import dnn
from dnn.lesson.rotation import enter, leave, rotate
from dnn.training.batches import shuffled_columns
from dnn.training.lean import Direct, Layout, lean_slopes
from dnn.training.lean_activations import LEAN_ACTIVATIONS
from dnn.training.subspace import Coordinates, pays


def close(actual, expected, rtol=1e-10):
    """Compare two sets of arrays, entry by entry, relative to the largest entry of each array."""
    assert actual.keys() == expected.keys()
    for name in expected:
        atol = rtol * np.abs(expected[name]).max(initial=1e-300)
        np.testing.assert_allclose(actual[name], expected[name], rtol=rtol, atol=atol)


# --- one pass -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", dnn.ACTIVATIONS)
def test_every_lean_activation_is_the_textbooks(name):
    rng = np.random.RandomState(1)
    Z, dA = rng.randn(3, 4) * 3, rng.randn(3, 4)
    g, g_backward = dnn.ACTIVATIONS[name]
    apply, pull, needs_Z = LEAN_ACTIVATIONS[name]
    assert not needs_Z
    A = apply(Z.copy())
    np.testing.assert_allclose(A, g(Z)[0], rtol=1e-14)
    np.testing.assert_allclose(pull(dA.copy(), A), g_backward(dA, Z), rtol=1e-12, atol=1e-15)
    assert LEAN_ACTIVATIONS.keys() == dnn.ACTIVATIONS.keys()


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", dnn.ACTIVATIONS)
@pytest.mark.parametrize("keep_prob", [1.0, 0.6])
@pytest.mark.parametrize("columns", [None, np.array([5, 0, 3])])
def test_lean_slopes_are_those_of_L_model_backward(hidden, output, keep_prob, columns):
    X, _, parameters = drawn([4, 5, 3, 2])
    Y = labels(2, X.shape[1], output)
    first = Direct(X)
    arrays = first.enter(parameters)
    layout = Layout.of(arrays)
    vector = np.full(layout.ends[-1], np.nan)
    X_batch, Y_batch = (X, Y) if columns is None else (X[:, columns], Y[:, columns])
    rng = np.random.RandomState(0)
    masks = dnn.dropout_masks([4, 5, 3, 2], X_batch.shape[1], keep_prob, rng)
    AL = lean_slopes(
        first,
        layout.point(layout.flatten(arrays)),
        first.batch(columns),
        Y_batch,
        (hidden, hidden, output),
        masks,
        layout.point(vector),
    )
    wear = {"hidden": hidden, "output": output, "masks": masks}
    expected_AL, caches = dnn.L_model_forward(X_batch, parameters, **wear)
    grads = dnn.L_model_backward(expected_AL, Y_batch, caches, **wear)
    np.testing.assert_allclose(AL, expected_AL, rtol=1e-13)
    actual = {f"d{name}": slope for name, slope in first.leave(layout.views(vector)).items()}
    close(actual, {name: grads[name] for name in actual}, rtol=1e-12)


@pytest.mark.parametrize(("hidden", "slope"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_at_the_kink_the_fast_road_takes_the_slope_of_the_left(hidden, slope):
    parameters = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1)), "W2": np.ones((1, 1))}
    parameters["b2"] = np.zeros((1, 1))
    step = next(dnn.train(np.ones((1, 1)), np.ones((1, 1)), parameters, 1.0, 1, hidden=hidden))
    moved = step.parameters["b1"] - parameters["b1"]  # -dZ1 = -(AL - Y) W2 g'(0)
    np.testing.assert_allclose(moved, [[0.5 * slope]], rtol=1e-15)


# --- the two roads ------------------------------------------------------------------------------


@st.composite
def trainings(draw):
    """Return X, Y, layer sizes and hyperparameters for which the subspace is exact."""
    m = draw(st.integers(1, 8))
    dims = [draw(st.integers(1, 30)), *draw(st.lists(st.integers(1, 5), max_size=3)), 1]
    rng = np.random.RandomState(draw(st.integers(0, 10**6)))
    X = rng.randn(dims[0], m)
    if draw(st.booleans()):  # repeated pictures and constant pixels: X is short of rank
        X[:, m // 2 :] = X[:, : m - m // 2]
        X[: dims[0] // 2] = 0.5
    X = np.asfortranarray(X) if draw(st.booleans()) else X
    chosen = {
        "learning_rate": draw(st.floats(0.001, 0.1)),
        "num_iterations": 50,
        "hidden": draw(st.sampled_from(["relu", "tanh", "leaky_relu", "sigmoid"])),
        "optimizer": draw(st.sampled_from(["gd", "momentum"])),
        "beta": draw(st.floats(0, 0.95)),
        "lambd": draw(st.sampled_from([0.0, 0.3])),
        "mini_batch_size": draw(st.sampled_from([None, 1, 3])),
        "keep_prob": draw(st.sampled_from([1.0, 0.7])),
        "schedule": draw(st.sampled_from(["constant", "inverse"])),
        "seed": draw(st.integers(0, 100)),
    }
    return X, rng.randint(0, 2, (1, m)), dims, chosen


@given(trainings())
@settings(max_examples=80, deadline=None)
def test_in_the_subspace_and_on_the_plain_road_training_is_the_same(training):
    X, Y, dims, chosen = training
    start = dnn.initialize_parameters_deep(dims, seed=chosen["seed"])
    plain = list(dnn.train(X, Y, start, subspace=False, **chosen))
    fast = list(dnn.train(X, Y, start, subspace=True, **chosen))
    np.testing.assert_allclose(
        [step.cost for step in fast], [step.cost for step in plain], rtol=1e-10
    )
    for i in (0, 24, 49):
        close(fast[i].parameters, plain[i].parameters)
        for average, slopes in plain[i].state.memory.items():
            close(fast[i].state.memory[average], slopes, rtol=1e-9)


@given(trainings())
@settings(max_examples=20, deadline=None)
def test_both_roads_are_the_five_arrows(training):
    X, Y, dims, chosen = training
    assume(chosen["mini_batch_size"] is None)
    plain = {name: chosen[name] for name in ("learning_rate", "hidden")}
    parameters = dnn.initialize_parameters_deep(dims, seed=2)
    steps = [
        dnn.train(X, Y, parameters, num_iterations=50, subspace=road, **plain)
        for road in (True, False)
    ]
    for _ in range(50):
        AL, caches = dnn.L_model_forward(X, parameters, hidden=plain["hidden"])
        grads = dnn.L_model_backward(AL, Y, caches, hidden=plain["hidden"])
        parameters = dnn.update_parameters(parameters, grads, plain["learning_rate"])
        cost = dnn.compute_cost(AL, Y)
        for road in steps:
            step = next(road)
            np.testing.assert_allclose(step.cost, cost, rtol=1e-10)
    close(step.parameters, parameters)


@pytest.mark.parametrize("keep_prob", [[0.7, 0.8, 0.6], 0.5])
@pytest.mark.parametrize("mini_batch_size", [None, 4])
def test_dropout_in_training_is_that_of_the_textbook_functions(keep_prob, mini_batch_size):
    X, Y, parameters = drawn([6, 5, 4, 1], m=10)
    given_ = {"keep_prob": keep_prob, "mini_batch_size": mini_batch_size, "seed": 3}
    for step in dnn.train(X, Y, parameters, 0.1, 6, **given_):
        i, batches = step.iteration, shuffled_columns(10, 4, 3 + step.epoch)
        columns = slice(None) if mini_batch_size is None else batches[i % 3]
        rng = np.random.RandomState([3, i])
        masks = dnn.dropout_masks([6, 5, 4, 1], Y[:, columns].shape[1], keep_prob, rng)
        AL, caches = dnn.L_model_forward(X[:, columns], parameters, masks=masks)
        grads = dnn.L_model_backward(AL, Y[:, columns], caches, masks=masks)
        np.testing.assert_allclose(step.cost, dnn.compute_cost(AL, Y[:, columns]), rtol=1e-12)
        parameters = dnn.update_parameters(parameters, grads, 0.1)
        close(step.parameters, parameters)


@given(trainings())
@settings(max_examples=20, deadline=None)
def test_the_rotation_trains_the_unchanged_functions_to_the_same_parameters(training):
    X, Y, dims, _ = training
    start = dnn.initialize_parameters_deep(dims, seed=2)
    Q, R = rotate(X)
    np.testing.assert_allclose(Q @ R, X, atol=1e-12)
    lambd, rate, m = 0.4, 0.05, X.shape[1]
    plain, inside = start, enter(start, Q)
    for _ in range(20):
        for name, data in (("plain", X), ("inside", R)):
            parameters = plain if name == "plain" else inside
            AL, caches = dnn.L_model_forward(data, parameters, hidden="tanh")
            grads = dnn.L_model_backward(AL, Y, caches, hidden="tanh")
            grads = dnn.add_l2_slopes(grads, parameters, lambd, m)
            updated = dnn.update_parameters(parameters, grads, rate)
            plain, inside = (updated, inside) if name == "plain" else (plain, updated)
    close(leave(inside, start, Q, kept=(1 - rate * lambd / m) ** 20), plain)


def test_in_float32_the_subspace_stays_float32():
    X, Y, _ = drawn([40, 5, 1], m=6, dtype=np.float32)
    for optimizer in ("gd", "momentum"):
        given = {"optimizer": optimizer, "lambd": 0.1, "subspace": True}
        parameters, costs = dnn.L_layer_model(X, Y, [40, 5, 1], 0.1, 20, **given)
        assert {p.dtype for p in [*parameters.values(), *costs]} == {np.dtype(np.float32)}
        plain, _ = dnn.L_layer_model(X, Y, [40, 5, 1], 0.1, 20, **{**given, "subspace": False})
        close(parameters, plain, rtol=1e-4)


# --- which road ---------------------------------------------------------------------------------

WIDE, WIDE_Y, _ = drawn([200, 4, 1], m=10)
WIDE_DIMS = [200, 4, 1]


def road_of(**given):
    """Return the road that training takes by itself."""
    first = next(dnn.train(WIDE, WIDE_Y, dnn.initialize_parameters_deep(WIDE_DIMS), **given))
    return "plain" if first.state.coordinates is None else "subspace"


def test_the_subspace_is_taken_where_it_is_exact_and_pays():
    assert road_of() == "subspace"
    assert road_of(optimizer="momentum", lambd=0.1, mini_batch_size=3) == "subspace"
    assert road_of(keep_prob=0.5) == "subspace"
    assert road_of(optimizer="adam") == "plain"
    assert road_of(optimizer="rmsprop") == "plain"
    assert road_of(keep_prob=[0.5, 0.5]) == "plain"
    assert road_of(num_iterations=1) == "plain"
    assert road_of(subspace=False) == "plain"
    assert not pays(n_0=10, n_1=4, m=6, batch=6, iterations=10**6)


def test_a_penalty_that_pulls_hard_costs_the_same_along_both_roads():
    start = dnn.initialize_parameters_deep(WIDE_DIMS)
    given = {"learning_rate": 0.05, "num_iterations": 12, "lambd": 30.0}
    roads = [dnn.train(WIDE, WIDE_Y, start, subspace=road, **given) for road in (True, False)]
    inside, plain = ([step.cost for step in road] for road in roads)
    assert plain[0] > plain[1] + 1  # it is the penalty that the cost consists of
    np.testing.assert_allclose(inside, plain, rtol=1e-11)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"optimizer": "adam"}, "the steps of the optimizer 'adam' are not linear in the slopes"),
        ({"keep_prob": [0.5, 0.5]}, "dropout on the input changes the examples"),
    ],
)
def test_where_it_is_not_exact_insisting_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        dnn.L_layer_model(WIDE, WIDE_Y, WIDE_DIMS, subspace=True, **given)


def test_a_basis_serves_many_runs_and_its_columns_serve_folds():
    basis = dnn.span(WIDE)
    for rate in (0.01, 0.1):
        shared, costs = dnn.L_layer_model(WIDE, WIDE_Y, WIDE_DIMS, rate, 30, subspace=basis)
        alone, expected = dnn.L_layer_model(WIDE, WIDE_Y, WIDE_DIMS, rate, 30, subspace=True)
        assert costs == expected
        for name in alone:
            np.testing.assert_array_equal(shared[name], alone[name])
    fold = np.array([0, 2, 3, 7])
    X, Y = WIDE[:, fold], WIDE_Y[:, fold]
    part, _ = dnn.L_layer_model(X, Y, WIDE_DIMS, 0.1, 30, subspace=basis.columns(fold))
    whole, _ = dnn.L_layer_model(X, Y, WIDE_DIMS, 0.1, 30, subspace=False)
    close(part, whole)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (lambda: dnn.span(WIDE[:, :4]), r"its X is \(200, 4\) float64, and X is \(200, 10\)"),
        (lambda: dnn.span(WIDE + 1), "with other values"),
        (lambda: "yes", r"must be True, False, None or a basis from span\(X\); got 'yes'"),
        (lambda: dnn.span(np.zeros((2, 3), int)), "X must be float32 or float64"),
        (lambda: dnn.span(np.zeros(3)), "X must be a matrix"),
    ],
)
def test_a_basis_of_other_examples_is_refused(basis, words):
    with pytest.raises(ValueError, match=words):
        dnn.L_layer_model(WIDE, WIDE_Y, WIDE_DIMS, subspace=basis())


def test_a_velocity_that_leads_out_of_the_subspace_takes_the_plain_road():
    start = dnn.initialize_parameters_deep(WIDE_DIMS)
    given = {"optimizer": "momentum"}
    *_, plain = dnn.train(WIDE, WIDE_Y, start, 0.1, 5, subspace=False, **given)
    again = next(dnn.train(WIDE, WIDE_Y, plain.state, 0.1, 500, **given))
    assert again.state.coordinates is None
    with pytest.raises(ValueError, match="what the optimizer remembers does not lie in the subsp"):
        dnn.train(WIDE, WIDE_Y, plain.state, 0.1, 500, subspace=True, **given)


@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
def test_going_on_in_the_subspace_costs_no_bit(tmp_path, optimizer):
    path = tmp_path / "training.h5"
    given = {"optimizer": optimizer, "lambd": 0.2, "mini_batch_size": 4, "learning_rate": 0.05}
    whole = dnn.fit(WIDE, WIDE_Y, WIDE_DIMS, num_iterations=60, **given)
    dnn.fit(WIDE, WIDE_Y, WIDE_DIMS, num_iterations=31, checkpoint=path, **given)
    resumed = dnn.fit(WIDE, WIDE_Y, WIDE_DIMS, num_iterations=60, checkpoint=path, **given)
    assert resumed.state.coordinates is not None
    assert resumed.history.costs == whole.history.costs
    for name in whole.parameters:
        np.testing.assert_array_equal(resumed.parameters[name], whole.parameters[name])


# --- the published table ------------------------------------------------------------------------


@pytest.mark.parametrize("road", [True, False])
def test_the_published_table_holds_on_both_roads(published, course_data, road):
    train_x, train_y, *_ = dnn.load_data(course_data)
    row = published["training"]["L_layer_model"]["costs"]
    n = 2500 if road else 501
    dims, X = [12288, 20, 7, 5, 1], dnn.flatten_images(train_x)
    _, costs = dnn.L_layer_model(X, train_y, dims, num_iterations=n, subspace=road)
    np.testing.assert_allclose(costs, [row[str(i)] for i in range(0, n, 100)], rtol=1e-9)


def test_the_coordinates_of_all_columns_are_the_examples():
    start = dnn.initialize_parameters_deep(WIDE_DIMS)["W1"]
    first = Coordinates(dnn.span(WIDE), start, decays=False)
    np.testing.assert_array_equal(first.batch(None)[1], first.batch(np.arange(10))[1])


@pytest.mark.parametrize("Z", [-50.0, -720.0, 720.0])
def test_at_saturation_the_cost_of_training_is_the_textbooks(Z):
    X, Y, parameters = np.array([[Z]]), np.array([[1]]), {"W1": np.eye(1), "b1": np.zeros((1, 1))}
    step = next(dnn.train(X, Y, parameters))
    AL, _ = dnn.L_model_forward(X, parameters)
    np.testing.assert_allclose(step.cost, dnn.compute_cost(AL, Y), rtol=1e-14)


@pytest.mark.parametrize("change", ["data", "size", "parameters", "bias", "W1", "units", "dtype"])
def test_coordinates_of_other_examples_or_parameters_are_left_behind(change):
    start = dnn.initialize_parameters_deep(WIDE_DIMS)
    *_, last = dnn.train(WIDE, WIDE_Y, start, 0.1, 5, subspace=True)
    state, X, Y = last.state, WIDE, WIDE_Y
    if change == "data":
        X = WIDE[::-1]
    elif change == "size":
        X, Y = WIDE[:, :4], WIDE_Y[:, :4]
    elif change == "parameters":
        state = state._replace(parameters=start)
    elif change in ("bias", "W1"):
        name = {"bias": "b2"}.get(change, change)
        moved = state.parameters[name] + 1e-9
        state = state._replace(parameters={**state.parameters, name: moved})
    elif change == "units":
        wider = dnn.initialize_parameters_deep([WIDE_DIMS[0], 9, *WIDE_DIMS[2:]])
        state = state._replace(parameters=wider)
    else:
        X = WIDE.astype(np.float32)
    step = next(dnn.train(X, Y, state, 1e-12, 100, subspace=None))
    if change in ("bias", "W1"):  # the step starts from what was given, to the last digit
        np.testing.assert_allclose(step.parameters[name], moved, rtol=0, atol=1e-11)
    AL, _ = dnn.L_model_forward(X, {k: p.astype(X.dtype) for k, p in state.parameters.items()})
    np.testing.assert_allclose(step.cost, dnn.compute_cost(AL, Y), rtol=1e-5)
    assert step.parameters["W1"].dtype == X.dtype


@pytest.mark.parametrize("output", dnn.OUTPUTS)
def test_an_output_without_a_short_slope_has_the_same_slopes(output, monkeypatch):
    X, _, parameters = drawn([4, 5, 2])
    Y = labels(2, X.shape[1], output)
    first = Direct(X)
    arrays = first.enter(parameters)
    layout = Layout.of(arrays)
    given = (
        first,
        layout.point(layout.flatten(arrays)),
        first.batch(None),
        Y,
        ("tanh", output),
        {},
    )
    short, long = np.zeros(layout.ends[-1]), np.zeros(layout.ends[-1])
    lean_slopes(*given, layout.point(short))
    row = replace(dnn.OUTPUTS[output], short_slope=None)
    monkeypatch.setattr("dnn.training.lean.OUTPUTS", {output: row})
    lean_slopes(*given, layout.point(long))
    np.testing.assert_allclose(long, short, rtol=1e-12, atol=1e-15)
