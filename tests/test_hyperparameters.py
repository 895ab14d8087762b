"""Every hyperparameter: the default changes nothing, the range is kept, the effect is as said."""

import json
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import cost_of, drawn, labels, slopes

import dnn
from dnn.training.batches import shuffled_columns

X, Y, _ = drawn([4, 5, 3, 1], m=23)
DIMS = [4, 5, 3, 1]


def same_parameters(a, b):
    assert a.keys() == b.keys()
    for name in a:
        np.testing.assert_array_equal(a[name], b[name])


def test_with_only_the_positional_six_all_the_defaults_are_in_force():
    parameters, costs = dnn.L_layer_model(X, Y, DIMS, 0.1, 150, False)
    state = dnn.initialize_parameters_deep(DIMS)
    for i in range(150):  # the five arrows by hand
        AL, caches = dnn.L_model_forward(X, state)
        if i % 100 == 0:
            np.testing.assert_allclose(costs[i // 100], dnn.compute_cost(AL, Y), rtol=1e-12)
        state = dnn.update_parameters(state, dnn.L_model_backward(AL, Y, caches), 0.1)
    for name in state:
        np.testing.assert_allclose(parameters[name], state[name], rtol=1e-10, atol=1e-13)
    said, same_costs = dnn.L_layer_model(
        X,
        Y,
        DIMS,
        0.1,
        150,
        **{
            k: row.default
            for k, row in dnn.HYPERPARAMETERS.items()
            if k not in ("learning_rate", "num_iterations")
        },
    )
    same_parameters(said, parameters)
    assert same_costs == costs


def test_the_set_is_a_plain_mapping_that_a_run_writes_and_another_reads():
    chosen = dnn.hyperparameters(
        hidden=("tanh", "relu"),
        keep_prob=np.array([0.9, 0.8]),
        num_iterations=np.int64(7),
        learning_rate=np.float32(0.5),
        mini_batch_size=8,
        dtype=np.float32,
    )
    again = json.loads(json.dumps(chosen))
    assert again == chosen
    assert again["dtype"] == "float32"
    run = dnn.fit(X, Y, DIMS, **again)
    assert run.hyperparameters == chosen
    same_parameters(run.parameters, dnn.L_layer_model(X, Y, DIMS, **again)[0])


BAD = {
    "learning_rate": [0, -1, "fast", np.nan],
    "num_iterations": [-1, 2.5],
    "hidden": ["rellu", ["relu"], ["relu", 3], None],
    "output": ["relu", "tanh", None],
    "scale": ["big", np.inf, None],
    "seed": [-1, 2**32, 0.5],
    "optimizer": ["sgd", None],
    "beta": [1, -0.1, "much"],
    "beta1": [1, -0.1],
    "beta2": [1, -0.1],
    "epsilon": [0, -1],
    "mini_batch_size": [0, 2.5],
    "lambd": [-1, np.inf],
    "keep_prob": [0, 1.5, [0.5], [0.5, 0.5, 0.5, 0.5]],
    "schedule": ["linear", None],
    "decay_rate": [-1],
    "time_interval": [0],
    "class_weight": ["even", {}, {1: 0}, {0: -1.0}, [1, 2]],
    "every": [0],
    "patience": [0],
    "dtype": ["float16", int],
}


def test_every_hyperparameter_has_bad_values_here():
    assert BAD.keys() == dnn.HYPERPARAMETERS.keys()


@pytest.mark.parametrize(("name", "value"), [(n, v) for n in BAD for v in BAD[n]], ids=str)
def test_a_value_out_of_range_is_refused_by_name(name, value):
    given = {"patience": None, name: value}
    words = "activation|" + name if name in ("hidden", "output") else name
    with pytest.raises(ValueError, match=words):
        dnn.L_layer_model(X, Y, DIMS, **given)


def test_an_unknown_hyperparameter_is_refused_and_the_known_ones_listed():
    with pytest.raises(
        ValueError,
        match=r"unknown hyperparameter 'learning_rat', did you mean 'learning_rate'\? Known: learn",
    ):
        dnn.fit(X, Y, DIMS, learning_rat=0.1)


# --- activations and outputs --------------------------------------------------------------------


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", [*dnn.ACTIVATIONS, ["tanh", "leaky_relu"]], ids=str)
def test_every_pair_of_activations_trains(hidden, output):
    Y = labels(3, 23, output)
    wear = {"hidden": hidden, "output": output}
    parameters, costs = dnn.L_layer_model(X, Y, [4, 5, 4, 3], 0.01, 201, **wear)
    assert costs[-1] < costs[0]
    assert cost_of(X, Y, parameters, **wear) < costs[0]


def test_softmax_of_two_units_is_the_sigmoid_of_their_difference():
    Z = np.random.RandomState(1).randn(2, 50) * 5
    A, _ = dnn.softmax(Z)
    np.testing.assert_allclose(A[0], dnn.sigmoid(Z[0] - Z[1])[0], rtol=1e-12)


@given(st.floats(-1e3, 1e3))
def test_softmax_is_blind_to_a_shift(shift):
    Z = np.random.RandomState(1).randn(3, 5)
    np.testing.assert_allclose(dnn.softmax(Z + shift)[0], dnn.softmax(Z)[0], rtol=1e-9)


def test_the_linear_output_with_its_cost_is_least_squares():
    A = np.vstack([X, np.ones((1, 23))])
    targets = np.random.RandomState(3).randn(1, 23)
    best, *_ = np.linalg.lstsq(A.T, targets.T, rcond=None)
    parameters, _ = dnn.L_layer_model(X, targets, [4, 1], 0.3, 3000, output="linear")
    np.testing.assert_allclose(parameters["W1"].ravel(), best[:4, 0], rtol=1e-6)
    np.testing.assert_allclose(parameters["b1"].item(), best[4, 0], rtol=1e-6)


# --- initialisation -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("lecun", lambda n, n_prev: 1 / np.sqrt(n_prev)),
        ("he", lambda n, n_prev: np.sqrt(2 / n_prev)),
        ("xavier", lambda n, n_prev: np.sqrt(2 / (n + n_prev))),
        (0.3, lambda n, n_prev: 0.3),
    ],
)
def test_every_scale_is_its_formula(scale, expected):
    drawn_at = dnn.initialize_parameters_deep([5, 4, 3], scale=scale)
    plain = dnn.initialize_parameters_deep([5, 4, 3], scale=1)
    for name, n, n_prev in (("W1", 4, 5), ("W2", 3, 4)):
        np.testing.assert_allclose(drawn_at[name], plain[name] * expected(n, n_prev))
    assert set(dnn.SCALES) == {"lecun", "he", "xavier"}


def test_the_three_initialisations_of_course_2_have_its_streams():
    rng = np.random.RandomState(3)
    W1 = rng.randn(2, 3)
    W2 = rng.randn(1, 2)
    ten_times = dnn.initialize_parameters_random([3, 2, 1])
    he = dnn.initialize_parameters_he([3, 2, 1])
    np.testing.assert_allclose(ten_times["W1"], W1 * 10)
    np.testing.assert_allclose(ten_times["W2"], W2 * 10)
    np.testing.assert_allclose(he["W1"], W1 * np.sqrt(2 / 3))
    np.testing.assert_allclose(he["W2"], W2 * np.sqrt(2 / 2))
    assert not any(p.any() for p in dnn.initialize_parameters_zeros([3, 1]).values())


def test_zeros_are_allowed_with_a_warning_that_says_why_nothing_is_learnt():
    words = "all units of a layer compute the same .* Draw W at random"
    with pytest.warns(UserWarning, match=words):
        zeros = dnn.initialize_parameters_zeros(DIMS)
    with pytest.warns(UserWarning, match=words):
        same_parameters(dnn.initialize_parameters_deep(DIMS, scale=0), zeros)
    *_, last = dnn.train(X, Y, zeros, 0.1, 50)
    assert not any(last.parameters[f"W{l}"].any() for l in (1, 2, 3))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dnn.initialize_parameters_zeros([4, 1])  # logistic regression learns from zeros


# --- mini-batches -------------------------------------------------------------------------------


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 2**32 - 1))
def test_mini_batches_are_a_partition_of_the_examples(m, size, seed):
    columns = np.arange(m, dtype=float).reshape(1, m)
    batches = dnn.random_mini_batches(columns, -columns, size, seed)
    widths = [X.shape[1] for X, _ in batches]
    assert widths == [size] * (m // size) + [m % size] * (m % size > 0)
    np.testing.assert_array_equal(np.sort(np.hstack([X for X, _ in batches])), columns)
    for X_batch, Y_batch in batches:
        np.testing.assert_array_equal(Y_batch, -X_batch)


def test_the_shuffle_and_the_partition_are_those_of_the_course():
    rng = np.random.RandomState(1)
    X, Y = rng.randn(5, 148), (rng.randn(1, 148) < 0.5)
    order = list(np.random.RandomState(0).permutation(148))
    batches = dnn.random_mini_batches(X, Y, 64, 0)
    assert [x.shape for x, _ in batches] == [(5, 64), (5, 64), (5, 20)]
    np.testing.assert_array_equal(np.hstack([x for x, _ in batches]), X[:, order])
    np.testing.assert_array_equal(np.hstack([y for _, y in batches]), Y[:, order])


def test_an_epoch_visits_every_batch_once_and_the_smaller_last_one_by_its_own_mean():
    parameters = dnn.initialize_parameters_deep(DIMS)
    steps = list(dnn.train(X, Y, parameters, 0.1, 9, mini_batch_size=10, seed=3))
    assert [step.epoch for step in steps] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    for step in steps:
        columns = shuffled_columns(23, 10, 3 + step.epoch)[step.iteration % 3]
        AL, grads = slopes(X[:, columns], Y[:, columns], parameters)
        np.testing.assert_allclose(step.cost, dnn.compute_cost(AL, Y[:, columns]), rtol=1e-13)
        parameters = dnn.update_parameters(parameters, grads, 0.1)
        for name in parameters:
            np.testing.assert_allclose(
                step.parameters[name], parameters[name], rtol=1e-12, atol=1e-15
            )


def test_the_slopes_of_the_batches_weighted_by_their_size_are_those_of_all_examples():
    _, _, parameters = drawn(DIMS)
    _, whole = slopes(X, Y, parameters)
    batches = [
        (len(y.T), slopes(x, y, parameters)[1]) for x, y in dnn.random_mini_batches(X, Y, 10)
    ]
    for name in ("dW1", "db2", "dW3"):
        mean = sum(n * grads[name] for n, grads in batches) / 23
        np.testing.assert_allclose(mean, whole[name], rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize(
    ("Y", "words"),
    [
        (Y[:, :9], "Y holds 9 examples, not 23"),
        (Y[0], "rank-1 array .23,.; use Y.reshape"),
        (Y.T, r"labels as a column; use Y.T"),
    ],
)
def test_labels_that_do_not_fit_the_examples_are_refused(Y, words):
    with pytest.raises(ValueError, match=words):
        dnn.random_mini_batches(X, Y)


# --- regularisation -----------------------------------------------------------------------------


def test_L2_decays_W_and_leaves_b():
    _, _, parameters = drawn(DIMS)
    _, grads = slopes(X, Y, parameters)
    with_l2 = dnn.add_l2_slopes(grads, parameters, 0.7, 23)
    for name, p in parameters.items():
        extra = 0.7 / 23 * p if name[0] == "W" else 0
        np.testing.assert_allclose(with_l2[f"d{name}"], grads[f"d{name}"] + extra)
    assert with_l2.keys() == grads.keys()


def test_the_penalty_is_the_same_on_every_batch():
    parameters = dnn.initialize_parameters_deep(DIMS)
    penalty = 5 / (2 * 23) * sum((parameters[f"W{l}"] ** 2).sum() for l in (1, 2, 3))
    step = next(dnn.train(X, Y, parameters, 0.1, 9, mini_batch_size=10, lambd=5))
    columns = shuffled_columns(23, 10, 1)[0]
    plain = cost_of(X[:, columns], Y[:, columns], parameters)
    np.testing.assert_allclose(step.cost, plain + penalty)


def test_L2_makes_the_weights_smaller():
    free, _ = dnn.L_layer_model(X, Y, DIMS, 0.1, 500)
    held, _ = dnn.L_layer_model(X, Y, DIMS, 0.1, 500, lambd=2)
    assert all((held[f"W{l}"] ** 2).sum() < (free[f"W{l}"] ** 2).sum() for l in (1, 2, 3))


def test_masks_come_from_an_explicit_stream_and_keep_the_expected_size():
    dims = [4, 1000, 1]
    masks = dnn.dropout_masks(dims, 50, 0.8, np.random.RandomState(7))
    again = dnn.dropout_masks(dims, 50, 0.8, np.random.RandomState(7))
    np.testing.assert_array_equal(masks["D1"], again["D1"])
    expected = (np.random.RandomState(7).rand(1000, 50) < 0.8) / 0.8
    np.testing.assert_array_equal(masks["D1"], expected)
    assert abs(masks["D1"].mean() - 1) < 0.01
    assert set(masks) == {"D1"}


def test_every_iteration_draws_other_masks_and_a_run_is_still_repeatable():
    parameters = dnn.initialize_parameters_deep(DIMS)
    steps = list(dnn.train(X, Y, parameters, 1e-12, 3, keep_prob=0.5))
    assert len({float(step.cost) for step in steps}) == 3
    again = list(dnn.train(X, Y, parameters, 1e-12, 3, keep_prob=0.5))
    assert [step.cost for step in steps] == [step.cost for step in again]


def test_at_prediction_time_nothing_is_dropped(capsys):
    parameters, _ = dnn.L_layer_model(X, Y, DIMS, 0.1, 50, keep_prob=0.5)
    first = dnn.predict(X, Y, parameters)
    np.testing.assert_array_equal(first, dnn.predict(X, Y, parameters))
    AL, _ = dnn.L_model_forward(X, parameters)
    np.testing.assert_array_equal(first, AL > 0.5)


def test_a_mask_of_another_shape_is_refused():
    _, _, parameters = drawn(DIMS)
    with pytest.raises(ValueError, match=r"layer 1, dropout A = A \* D: A1 is \(5, 23\)"):
        dnn.L_model_forward(X, parameters, masks={"D1": np.ones((4, 23))})


# --- schedules ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", dnn.SCHEDULES)
def test_every_schedule_gives_the_rate_of_each_epoch_to_the_steps(name):
    given = {"decay_rate": 0.5, "time_interval": 2, "mini_batch_size": 10}
    parameters = dnn.initialize_parameters_deep(DIMS)
    steps = list(dnn.train(X, Y, parameters, 0.1, 12, schedule=name, **given))
    expected = [dnn.SCHEDULES[name](0.1, i // 3, 0.5, 2) for i in range(12)]
    assert [step.learning_rate for step in steps] == expected
    np.testing.assert_allclose(
        steps[0].parameters["b3"] - parameters["b3"],
        -expected[0] * slopes(*batch_0(), parameters)[1]["db3"],
    )


def batch_0():
    columns = shuffled_columns(23, 10, 1)[0]
    return X[:, columns], Y[:, columns]


@pytest.mark.parametrize("name", dnn.SCHEDULES)
@given(epoch=st.integers(0, 10**6))
def test_no_schedule_goes_above_the_rate_or_below_0(name, epoch):
    assert 0 <= dnn.SCHEDULES[name](0.1, epoch, 0.5, 7) <= 0.1


def test_the_schedules_of_course_2():
    assert dnn.update_lr(0.5, 2, 1) == 0.5 / 3
    assert dnn.schedule_lr_decay(0.5, 1999, 0.3) == 0.5 / 1.3
    assert dnn.schedule_lr_decay(0.5, 10, 1, 100) == 0.5


# --- the rest -----------------------------------------------------------------------------------


def test_the_dtype_can_be_chosen():
    parameters, costs = dnn.L_layer_model(X, Y, DIMS, 0.1, 2, dtype="float32", optimizer="adam")
    assert {p.dtype for p in [*parameters.values(), *costs]} == {np.dtype(np.float32)}


def test_costs_are_recorded_as_often_as_asked():
    _, costs = dnn.L_layer_model(X, Y, DIMS, 0.1, 10, every=3)
    assert len(costs) == 4


def test_training_can_start_from_given_parameters():
    first, _ = dnn.L_layer_model(X, Y, DIMS, 0.1, 10)
    second, _ = dnn.L_layer_model(X, Y, DIMS, 0.1, 10, parameters=first)
    whole, _ = dnn.L_layer_model(X, Y, DIMS, 0.1, 20)
    same_parameters(second, whole)
    with pytest.raises(ValueError, match=r"belong to a network \[4, 5, 3, 1\]"):
        dnn.L_layer_model(X, Y, [4, 2, 1], parameters=first)


@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_training_goes_on_from_a_state_as_if_it_had_never_stopped(optimizer):
    given = {"optimizer": optimizer, "mini_batch_size": 7, "keep_prob": 0.8, "lambd": 0.1}
    parameters = dnn.initialize_parameters_deep(DIMS)
    *_, whole = dnn.train(X, Y, parameters, 0.01, 20, **given)
    *_, half = dnn.train(X, Y, parameters, 0.01, 9, **given)
    *_, resumed = dnn.train(X, Y, half.state, 0.01, 20, **given)
    same_parameters(resumed.parameters, whole.parameters)


def test_a_state_of_another_optimizer_is_refused():
    *_, last = dnn.train(X, Y, dnn.initialize_parameters_deep(DIMS), 0.01, 2, optimizer="adam")
    with pytest.raises(ValueError, match=r"'momentum' remembers \['v'\], but the state"):
        dnn.train(X, Y, last.state, 0.01, 20, optimizer="momentum")


# --- validation ---------------------------------------------------------------------------------


@pytest.fixture
def overfitting():
    """Return data of pure noise: whatever is learnt of it is wrong elsewhere."""
    rng = np.random.RandomState(0)
    X, Y = rng.randn(10, 40), rng.randint(0, 2, (1, 40))
    return X[:, :20], Y[:, :20], (X[:, 20:], Y[:, 20:])


def test_validation_is_recorded_beside_the_costs_and_changes_nothing(overfitting):
    X, Y, validation = overfitting
    run = dnn.fit(X, Y, [10, 8, 1], num_iterations=250, validation=validation)
    alone = dnn.fit(X, Y, [10, 8, 1], num_iterations=250)
    same_parameters(run.parameters, alone.parameters)
    assert len(run.history.validation_costs) == len(run.history.validation_scores) == 3
    at_100, _ = dnn.L_layer_model(X, Y, [10, 8, 1], num_iterations=100)
    assert run.history.validation_costs[1] == cost_of(*validation, at_100)
    AL, _ = dnn.L_model_forward(validation[0], at_100)
    assert run.history.validation_scores[1] == np.mean((AL > 0.5) == validation[1])
    assert alone.history.validation_costs == []


def test_early_stopping_returns_the_best_parameters_and_says_their_iteration(overfitting, capsys):
    X, Y, validation = overfitting
    given = {"learning_rate": 0.3, "num_iterations": 5000, "every": 10, "patience": 4}
    run = dnn.fit(X, Y, [10, 8, 1], validation=validation, **given)
    assert run.stopped == "early"
    best = int(np.argmin(run.history.validation_costs))
    assert run.history.best_iteration == best * 10
    assert len(run.history.validation_costs) == best + 1 + 4
    at_best, _ = dnn.L_layer_model(X, Y, [10, 8, 1], 0.3, best * 10)
    same_parameters(run.parameters, at_best)
    printed, _ = dnn.L_layer_model(
        X, Y, [10, 8, 1], print_cost=True, validation=validation, **given
    )
    same_parameters(printed, at_best)
    out = capsys.readouterr().out
    assert f"those of the lowest validation cost, at iteration {best * 10}\n" in out


def test_with_patience_the_end_of_training_is_judged_too():
    given = {"learning_rate": 0.5, "patience": 3, "validation": (X, Y)}
    run = dnn.fit(X, Y, DIMS, num_iterations=150, **given)
    assert run.history.best_iteration == 150
    last, _ = dnn.L_layer_model(X, Y, DIMS, 0.5, 150)
    same_parameters(run.parameters, last)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"patience": 3}, "patience watches the validation cost, so give validation"),
        ({"validation": X}, r"validation must be a pair \(X, Y\); got ndarray"),
        ({"validation": (X[:3], Y)}, "validation: layers_dims .* asks for n_0 = 4 rows in X"),
        ({"validation": (X, Y[0])}, "validation: .*rank-1 array"),
        ({"validation": (X * np.nan, Y)}, r"validation: X\[0, 0\] is nan"),
        ({"validation": (X, Y * np.nan)}, r"validation: Y\[0, 0\] is nan"),
    ],
)
def test_a_validation_set_that_does_not_fit_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        dnn.fit(X, Y, DIMS, **given)


# --- divergence ---------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["sigmoid", "linear"])
@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
def test_divergence_stops_with_iteration_layer_last_parameters_and_causes(output, optimizer):
    Y = labels(1, 23, output)
    given = {"output": output, "hidden": "leaky_relu", "optimizer": optimizer}
    with pytest.raises(dnn.DivergenceError) as caught:
        dnn.L_layer_model(1e4 * X, Y, DIMS, 1e6, 1000, **given)
    error = caught.value
    assert error.iteration > 0
    assert 1 <= error.layer <= 3
    assert all(np.isfinite(p).all() for p in error.parameters.values())
    assert len(error.costs) == 1
    message = str(error)
    assert f"at iteration {error.iteration} the cost or its slopes are no longer finite" in message
    assert f"it began in layer {error.layer}" in message
    assert message.index("X is not scaled") < message.index("the learning rate 1e+06 is too high")


def test_the_layer_where_it_began_is_found():
    _, _, parameters = drawn(DIMS)
    parameters["W2"] = parameters["W2"] * 1e307
    with pytest.raises(dnn.DivergenceError) as caught:
        list(dnn.train(1000 * X, Y, parameters))
    assert (caught.value.iteration, caught.value.layer) == (0, 2)
    assert "W starts too large" in str(caught.value)
    same_parameters(caught.value.parameters, parameters)


def test_labels_beyond_0_and_1_are_the_first_cause_under_a_sigmoid():
    told = "in this order: the labels in Y reach 9.5, but a"
    with pytest.warns(dnn.LabelWarning), pytest.raises(dnn.DivergenceError, match=told):
        dnn.L_layer_model(X, np.full(Y.shape, 9.5), [4, 1], 1e308, 1000)


def test_large_but_finite_slopes_are_no_divergence():
    given = {"output": "linear", "optimizer": "adam", "dtype": "float32"}
    wide, Y = 100 * X, np.full((1, 23), 1e18)
    _, costs = dnn.L_layer_model(wide, Y, [4, 1], 0.01, 3, **given)
    assert np.isfinite(costs).all()
    with pytest.raises(dnn.DivergenceError, match="the targets in Y are not scaled"):
        dnn.L_layer_model(wide, 1e3 * Y, [4, 1], 0.01, 3, **given)


@pytest.mark.parametrize(
    ("Y", "words"),
    [
        (np.zeros((3, 23)), r"column 0 is \[0.0, 0.0, 0.0\]; make them with one_hot\(labels, 3\)"),
        (np.ones((3, 23)), "every column of Y must add up to 1"),
        (np.zeros((1, 23)), r"but it is \(1, 23\); if these are numbers of classes, use one_hot"),
    ],
)
def test_softmax_takes_one_hot_columns(Y, words):
    with pytest.raises(ValueError, match=words):
        dnn.L_layer_model(X, Y, [4, 3], output="softmax")


def test_softmax_needs_two_units():
    with pytest.raises(ValueError, match="two at least; for yes or no use output='sigmoid'"):
        dnn.L_layer_model(X, Y, [4, 1], output="softmax")


def test_a_bad_number_in_the_parameters_to_start_from_is_named():
    _, _, parameters = drawn(DIMS)
    parameters["b2"][1, 0] = np.nan
    with pytest.raises(ValueError, match=r"b2\[1, 0\] is nan: it is not a finite number"):
        dnn.L_layer_model(X, Y, DIMS, parameters=parameters)


def test_adam_cannot_go_on_from_a_descent_without_its_averages():
    *_, last = dnn.train(X, Y, dnn.initialize_parameters_deep(DIMS), 0.1, 5)
    with pytest.raises(ValueError, match=r"'adam' remembers .* remembers nothing"):
        dnn.train(X, Y, last.state, 0.1, 9, optimizer="adam")


def test_the_state_of_a_step_cannot_be_written_to():
    step = next(dnn.train(X, Y, dnn.initialize_parameters_deep(DIMS)))
    with pytest.raises(ValueError, match="read-only"):
        step.state.parameters["W1"][0, 0] = 7
    parameters, _ = dnn.L_layer_model(X, Y, DIMS, num_iterations=2)
    parameters["W1"][0, 0] = 7  # what is returned is the caller's


def test_dropout_in_the_textbook_functions_keeps_float32():
    X32, _, parameters = drawn(DIMS, m=23, dtype=np.float32)
    masks = dnn.dropout_masks(DIMS, 23, 0.5, np.random.RandomState(0))
    AL, grads = slopes(X32, Y, parameters, masks=masks)
    assert {a.dtype for a in [AL, *grads.values()]} == {np.dtype(np.float32)}
    assert dnn.fit(X32, Y, DIMS, num_iterations=0).parameters["W1"].dtype == np.float32


LEAST = [("num_iterations", 0), ("mini_batch_size", 1), ("time_interval", 1), ("every", 1)]


@pytest.mark.parametrize(("name", "least"), [*LEAST, ("patience", 1), ("seed", 0)])
def test_counts_begin_where_their_words_say(name, least):
    assert f"{least}, {least + 1}, " in dnn.HYPERPARAMETERS[name].interval
    assert dnn.hyperparameters(**{name: least})[name] == least
    with pytest.raises(ValueError, match=name):
        dnn.hyperparameters(**{name: least - 1})
