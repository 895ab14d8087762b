"""The training doctor: no false alarm on healthy runs, and the right name for every sickness."""

import inspect

import numpy as np
import pytest
from patients import SICK, constant_cost, cost_of, healthy, inputs, labels, trained

import dnn
from dnn.doctor.cost_curve import cost_curve
from dnn.doctor.diagnosis import EXAMINATIONS, VERDICTS
from dnn.doctor.faults_of_large_steps import diverging
from dnn.doctor.intake import evidence_of
from dnn.doctor.probe import RIDGES, _kernel, share_explained
from dnn.doctor.rates import suitable_rate

WELL = {"healthy", "still falling"}
FACTS = [name for name in inspect.signature(dnn.diagnose).parameters if name != "validation"][3:]
BY_COSTS_ALONE = [
    "not finite",
    "diverging",
    "stuck at the label rate",
    "stuck at ln 2",
    "too slow",
    "still falling",
]


@pytest.fixture(scope="module")
def well():
    """Return 200 runs that learnt: networks, data, optimisers and batches of many kinds."""
    return [healthy(seed) for seed in range(200)]


@pytest.fixture(scope="module")
def sick():
    """Return 20 runs of every sickness."""
    return {
        name: [make(np.random.RandomState([seed, 11])) for seed in range(20)]
        for name, make in SICK.items()
    }


# --- the bar ------------------------------------------------------------------------------------


def test_healthy_runs_raise_no_false_alarm(well):
    found = [patient.diagnosis() for patient in well]
    assert [str(diagnosis) for diagnosis in found if diagnosis.verdict not in WELL] == []


def test_healthy_runs_raise_no_false_alarm_by_their_costs_alone(well):
    found = [patient.by_costs_alone() for patient in well]
    assert [str(diagnosis) for diagnosis in found if diagnosis.verdict not in WELL] == []


def test_the_healthy_runs_are_of_many_kinds(well):
    def kinds(name):
        return {str(patient.options[name]) for patient in well}

    assert kinds("optimizer") == {"gd", "momentum", "rmsprop", "adam"}
    assert kinds("output") == {"sigmoid", "softmax", "linear"}
    assert kinds("hidden") == {"tanh", "relu", "leaky_relu"}
    assert kinds("mini_batch_size") == {"None", "16", "32"}
    assert {len(patient.told["parameters"]) // 2 for patient in well} == {1, 2, 3, 4, 5}


def test_where_it_says_still_falling_more_iterations_lower_the_cost(well):
    falling = [patient for patient in well if patient.diagnosis().verdict == "still falling"]
    lower = 0
    for patient in falling:
        told, options = patient.told, dict(patient.options)
        options["num_iterations"] = 3 * options["num_iterations"] // 2
        for step in dnn.train(told["X"], told["Y"], patient.state, **options):
            last = step.parameters
        lower += cost_of(patient) > cost_of(patient._replace(told={**told, "parameters": last}))
    assert lower >= 0.95 * len(falling)
    assert 20 <= len(falling) <= 120


@pytest.mark.parametrize("name", SICK)
def test_a_sickness_is_called_by_its_name(sick, name):
    found = [patient.diagnosis() for patient in sick[name]]
    others = [str(diagnosis) for diagnosis in found if diagnosis.verdict != name]
    assert len(others) <= 1, others


@pytest.mark.parametrize("name", BY_COSTS_ALONE)
def test_some_sicknesses_are_called_by_their_name_from_the_costs_alone(sick, name):
    found = [patient.by_costs_alone() for patient in sick[name]]
    others = [str(diagnosis) for diagnosis in found if diagnosis.verdict != name]
    assert len(others) <= 1, others


def test_every_part_of_every_diagnosis_is_one_sentence_with_numbers(well, sick):
    patients = [*well[:10], *(patient for rows in sick.values() for patient in rows[:5])]
    for patient in patients:
        found = patient.diagnosis()
        for text in (found.evidence, found.cause, found.action):
            assert text.endswith("."), text
            assert ". " not in text, text
            assert "\n" not in text, text
        assert any(digit.isdigit() for digit in found.evidence), found.evidence


# --- what it says -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def undersized():
    """Return the course's graded start, seed 3 times 0.01, on small pictures, 72 of 209 cats."""
    rng = np.random.RandomState(0)
    X = inputs(rng, 48, 209, "pixels")
    Y = labels(rng, X, "sigmoid", 72 / 209)
    return trained(X, Y, [48, 20, 7, 5, 1], seed=3, scale=0.01, num_iterations=2500, every=100)


def test_the_courses_graded_start_is_stuck_at_the_entropy_of_the_label_rate(undersized):
    assert abs(undersized.told["Y"].mean() - 72 / 209) < 1e-9
    found = dnn.diagnose(undersized.costs, **{**undersized.told, "every": 100})
    assert found.verdict == "stuck at the label rate"
    assert "stands at 0.6440" in found.evidence
    assert "H(0.344) = 0.6440" in found.evidence
    assert "layer 1: " in found.evidence
    assert "of 20 units dead" in found.evidence
    assert "Every prediction is the same" in found.cause
    assert "scale='lecun'" in found.action


def test_the_published_costs_of_the_graded_start_are_stuck_too(published):
    last = published["training"]["graded_initialisation_does_not_learn"]["cost at 2400"]
    rate = 72 / 209
    entropy = -rate * np.log(rate) - (1 - rate) * np.log(1 - rate)
    costs = entropy + (np.log(2) - entropy) * np.exp(-0.34 * np.arange(24))  # only b learns
    found = dnn.diagnose([*costs, last])
    assert found.verdict == "stuck at the label rate"
    assert "H(0.34) = 0.6440" in found.evidence


def test_nan_is_traced_to_the_layer_where_it_began():
    parameters = dnn.initialize_parameters_deep([3, 4, 3, 1])
    parameters["W2"][1, 1] = np.nan
    X = np.random.RandomState(0).randn(3, 5)
    found = dnn.diagnose([0.7, np.nan], parameters=parameters, X=X, every=10)
    assert found.verdict == "not finite"
    assert "The cost of iteration 10 is nan, the one before was 0.7000" in found.evidence
    assert "layer 2 is the first" in found.evidence


def test_nan_in_the_inputs_is_named_with_its_place():
    X = np.ones((3, 5))
    X[2, 4] = np.nan
    found = dnn.diagnose([np.nan], X=X)
    assert found.verdict == "not finite"
    assert found.evidence.startswith("X[2, 4] is nan")


def test_pixels_are_to_be_divided_by_255():
    X = np.random.RandomState(0).randint(0, 256, (12, 9))
    found = dnn.diagnose([0.7, 0.65, 0.64], X=X)
    assert found.verdict == "inputs not scaled"
    assert "go from 1 to 254" in found.evidence
    assert found.action.startswith("Divide X by 255")


def test_a_few_constant_pixels_are_no_sickness():
    rng = np.random.RandomState(1)
    X = inputs(rng, 20, 60, "pixels")
    X[:9] = 0
    Y = labels(rng, X, "sigmoid")
    assert trained(X, Y, [20, 1], learning_rate=0.5).diagnosis().verdict in WELL


def test_the_gap_of_overfitting_is_told():
    training = np.linspace(0.7, 0.1, 20)
    validation = np.concatenate([np.linspace(0.7, 0.4, 8), np.linspace(0.42, 0.6, 12)])
    found = dnn.diagnose(training, validation_costs=validation, every=10)
    assert found.verdict == "overfitting"
    assert "was 0.4000 at iteration 70" in found.evidence
    assert "a gap of " in found.evidence


def test_two_validation_costs_may_tell_of_overfitting_already():
    assert dnn.diagnose([0.7, 0.1], validation_costs=[0.3, 0.6]).verdict == "overfitting"
    assert dnn.diagnose([0.7], validation_costs=[2.0]).verdict == "too short"


def test_the_advice_has_the_rate_in_numbers_where_it_is_known():
    costs = [0.7 * 1.3**k for k in range(12)]
    assert "rate of 0.05." in dnn.diagnose(costs, learning_rate=0.5).action
    assert "rate of 0.1 times this one." in dnn.diagnose(costs).action


def test_labels_of_one_class_are_told_for_every_output():
    for output, Y, told in [
        ("sigmoid", np.ones((1, 4), bool), "All 4 labels in Y are 1"),
        ("softmax", np.repeat([[0], [1]], 4, axis=1), "All 4 labels in Y are of class 1"),
        ("linear", np.full((1, 4), 2.5), "All 4 targets in Y are 2.5"),
    ]:
        found = dnn.diagnose([0.7, 0.2, 0.1], Y=Y, output=output)
        assert found.verdict == "one class"
        assert told in found.evidence


def test_a_softmax_that_prefers_nothing_is_stuck_at_ln_n():
    Y = np.eye(3)[:, np.arange(9) % 3]
    found = dnn.diagnose([np.log(3)] * 6, Y=Y, output="softmax")
    assert found.verdict == "stuck at ln 3"


@pytest.mark.parametrize("n", [1, 2])
def test_too_few_costs_are_no_curve(n):
    assert dnn.diagnose([0.7, 0.6][:n]).verdict == "too short"


def test_a_diagnosis_shows_itself_as_text_and_as_markdown():
    found = dnn.diagnose([0.69, 0.31, 0.15, 0.09, 0.07, 0.065, 0.064])
    assert str(found).splitlines()[0] == "verdict:  healthy"
    parts = [line.split(":")[0] for line in str(found).splitlines()]
    assert parts == ["verdict", "evidence", "cause", "action"]
    assert found._repr_markdown_().startswith("**healthy**\n\n- **evidence**: The cost")
    assert (
        "| layer |"
        in dnn.vital_signs(
            np.ones((2, 3)), dnn.initialize_parameters_deep([2, 2, 1])
        )._repr_markdown_()
    )


def test_the_examinations_end_with_one_that_always_finds():
    assert list(EXAMINATIONS)[-1] == "healthy"


# --- what it takes and what it refuses ----------------------------------------------------------


def test_costs_may_be_floats_or_arrays_of_no_dimension_or_an_array():
    values = [0.69, 0.31, 0.15, 0.09, 0.07, 0.065, 0.064]
    expected = dnn.diagnose(values)
    assert dnn.diagnose([np.array(v) for v in values]) == expected
    assert dnn.diagnose(np.array(values)) == expected
    assert dnn.diagnose(v for v in values) == expected


def test_arguments_stay_as_they_are():
    rng = np.random.RandomState(0)
    X, Y = rng.randn(3, 8), rng.randint(0, 2, (1, 8))
    parameters, costs = dnn.initialize_parameters_deep([3, 2, 1]), [0.7, 0.6, np.nan]
    kept = X.copy(), Y.copy(), {name: p.copy() for name, p in parameters.items()}
    dnn.diagnose(costs, parameters=parameters, X=X, Y=Y, learning_rate=0.1)
    np.testing.assert_equal((X, Y, parameters), kept)
    np.testing.assert_equal(costs, [0.7, 0.6, np.nan])


@pytest.mark.parametrize(
    ("costs", "given", "told"),
    [
        ([], {}, "there is no number in costs: was num_iterations 0"),
        (["a"], {}, "costs must be a list of numbers"),
        (None, {}, "costs must be a list of numbers"),
        (0.7, {}, "costs must be a list of numbers"),
        (np.ones((2, 2)), {}, "costs must be one row of numbers"),
        ([0.7], {"validation_costs": [0.7, 0.6]}, "one validation cost per cost"),
        ([0.7], {"every": 0}, "every must be a whole number from 1 up"),
        ([0.7], {"learning_rate": -1}, "learning_rate must be a number in"),
        ([0.7], {"output": "sigmoidal"}, "unknown output"),
        ([0.7], {"X": np.ones(3)}, "X must be a matrix"),
        ([0.7], {"X": np.ones((3, 0))}, "there is nothing in it"),
        ([0.7], {"X": np.array([["a"]])}, "X must be an array of numbers"),
        ([0.7], {"Y": np.ones(3)}, "Y must be a matrix"),
        ([0.7], {"X": np.ones((3, 4)), "Y": np.ones((1, 5))}, "Y holds 5 examples, not 4"),
        ([0.7], {"parameters": {"W1": np.ones((1, 3))}}, "parameters has no b1"),
    ],
)
def test_what_does_not_fit_is_refused_in_the_users_terms(costs, given, told):
    with pytest.raises(ValueError, match=told):
        dnn.diagnose(costs, **given)


def test_a_network_that_does_not_fit_its_data_is_refused():
    parameters = dnn.initialize_parameters_deep([3, 2, 1])
    with pytest.raises(ValueError, match="X must have 3 rows"):
        dnn.diagnose([0.7], parameters=parameters, X=np.ones((4, 5)))
    with pytest.raises(ValueError, match="hidden names one activation for each"):
        dnn.diagnose([0.7], parameters=parameters, hidden=["relu", "relu"])
    with pytest.raises(ValueError, match=r"Y must be \(1, 5\)"):
        dnn.diagnose([0.7], parameters=parameters, X=np.ones((3, 5)), Y=np.ones((2, 5)))


def test_the_cost_of_one_answer_for_all_is_the_entropy_of_the_label_rate():
    Y = np.array([[1, 0, 0, 0]])
    assert abs(constant_cost(Y, "sigmoid") + 0.25 * np.log(0.25) + 0.75 * np.log(0.75)) < 1e-12


def test_a_cost_far_above_that_of_knowing_nothing_is_not_healthy():
    found = dnn.diagnose([20.77, 17.56, 19.95], learning_rate=3.0)
    assert found.verdict == "diverging"
    assert "of one and the same answer for every example" in found.evidence
    assert "0.3" in found.action


# --- labels -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("Y", "told", "mend"),
    [
        ([[1, 2, 2, 1]], "Y holds 1 and 2", "Pass Y - 1"),
        ([[-1, 1, 1, -1]], "Y holds -1 and 1", "Pass (Y + 1) / 2"),
        ([[0, 255, 255, 0]], "Y holds 0 and 255", "Pass Y / 255"),
        ([[0, 1, 2, 3]], "whole numbers from 0 to 3", "one_hot(Y"),
        ([[0.0, 1.7, 0.3, 1.0]], "Y[0, 1] is 1.7", "output='linear'"),
    ],
)
def test_labels_outside_0_to_1_are_told_with_their_remedy(Y, told, mend):
    found = dnn.diagnose([0.7, 0.5, 0.4], X=np.ones((2, 4)), Y=np.array(Y))
    assert found.verdict == "labels out of range"
    assert told in found.evidence
    assert mend in found.action


def test_columns_of_softmax_that_are_no_shares_are_told():
    Y = np.array([[1, 0, 1], [0, 1, 1]])
    found = dnn.diagnose([0.7, 0.5, 0.4], Y=Y, output="softmax")
    assert found.verdict == "labels out of range"
    assert "column 2 is [1, 1]" in found.evidence
    assert "one_hot(labels, 2)" in found.action


def test_a_label_that_is_nan_is_named_with_its_place():
    found = dnn.diagnose([0.7, 0.5, 0.4], Y=np.array([[0, 1, np.nan]]))
    assert found.verdict == "not finite"
    assert found.evidence.startswith("Y[0, 2] is nan")


def test_a_negative_cost_is_no_cost():
    assert dnn.diagnose([0.7, 0.2, -0.3]).verdict == "negative cost"
    assert dnn.diagnose([0.7, 0.2, 0.0]).verdict != "negative cost"


@pytest.mark.parametrize(("ones", "verdict"), [(4, "rare class"), (5, "healthy")])
def test_a_class_of_under_one_in_twenty_is_rare(ones, verdict):
    Y = np.repeat([[1, 0]], [ones, 100 - ones], axis=1)
    costs = [0.7, 0.3, 0.1, 0.02, 0.01, 0.01, 0.01]
    found = dnn.diagnose(costs, Y=Y)
    assert found.verdict == verdict
    if verdict == "rare class":
        assert found.evidence.startswith("Class 1 has 4 of the 100 examples, 4.0%")


def test_a_rare_class_that_is_recognised_is_no_sickness():
    X = np.linspace(-1, 1, 100).reshape(1, -1)
    Y = (X > 0.96).astype(int)
    parameters = {"W1": np.array([[200.0]]), "b1": np.array([[-191.0]])}
    costs = [0.7, 0.3, 0.1, 0.02, 0.01, 0.01, 0.01]
    assert dnn.diagnose(costs, X, Y, parameters=parameters).verdict == "healthy"
    blind = {"W1": np.array([[0.0]]), "b1": np.array([[-4.0]])}
    found = dnn.diagnose([0.7, 0.2, 0.1], X, Y, parameters=blind)
    assert found.verdict == "rare class"
    assert "recognises 0% of them" in found.evidence


def test_predictions_of_one_class_only_are_told():
    rng = np.random.RandomState(0)
    X = rng.randn(2, 100)
    Y = (X[:1] + 1.5 * rng.randn(1, 100) > 1.6).astype(int)
    parameters = {"W1": np.array([[0.3, 0.0]]), "b1": np.array([[-1.7]])}
    costs = [0.7, 0.6, 0.55, 0.52, 0.5, 0.49, 0.48]
    found = dnn.diagnose(costs, X, Y, parameters=parameters)
    assert found.verdict == "predicts one class"
    assert found.evidence.startswith("All 100 predictions are of class 0")


# --- the curve ----------------------------------------------------------------------------------


def test_a_curve_that_rises_from_its_lowest_has_not_levelled_off():
    costs = [*np.linspace(0.7, 0.1, 15), *np.linspace(0.1, 0.65, 15)]
    found = dnn.diagnose(costs, learning_rate=0.3, every=10)
    assert found.verdict == "rising again"
    assert "was 0.1" in found.evidence
    assert "iteration 1" in found.evidence
    assert found.remedy == {"learning_rate": 0.03}


def test_a_cost_that_ends_above_its_first_has_not_levelled_off():
    found = dnn.diagnose([0.6059, 0.64, 0.66, 0.68, 0.69, 0.70, 0.7022])
    assert found.verdict not in WELL
    assert "levelled off" not in found.evidence


@pytest.mark.parametrize(("end", "is_well"), [(0.61, True), (0.64, False)])
def test_above_nine_tenths_of_one_answer_little_was_learnt(end, is_well):
    costs = np.log(2) + (end - np.log(2)) * (1 - np.exp(-np.arange(30) / 3))
    found = dnn.diagnose(costs, Y=np.array([[0, 1]]))
    assert (found.verdict in WELL) == is_well
    if not is_well:
        assert found.verdict == "has learnt little"
        assert "0.6931 is what one answer for all costs" in found.evidence


@pytest.mark.parametrize(
    ("costs", "is_found"),
    [
        ([0.7, 0.7, 0.75, 0.8, 1.3 * 0.7 + 1e-6], True),
        ([0.7, 0.7, 0.75, 0.8, 1.3 * 0.7 - 1e-6], False),
        ([0.7, 0.8, 1 / 1.15 - 1e-6, 0.9, 1.0], True),
        ([0.7, 0.8, 1 / 1.15 + 1e-6, 0.9, 1.0], False),
    ],
)
def test_costs_diverge_that_end_well_above_the_first_and_still_rise(costs, is_found):
    seen = evidence_of(costs, None, None, None, dict.fromkeys(FACTS))
    assert (diverging(seen) is not None) == is_found


@pytest.mark.parametrize(("last", "verdict"), [(0.775, "diverging"), (0.765, "has learnt little")])
def test_a_cost_a_tenth_above_the_first_has_risen(last, verdict):
    assert dnn.diagnose([0.7, 0.71, 0.72, 0.73, last]).verdict == verdict


@pytest.mark.parametrize(("level", "is_told"), [(2.85, True), (2.6, False)])
def test_four_times_ln_2_is_far_above_knowing_nothing(level, is_told):
    found = dnn.diagnose([5.0, 4.0, 3.2, level, level, level, level])
    assert (found.verdict == "diverging") == is_told
    if is_told:
        assert "far above the 0.6931 of one and the same answer" in found.evidence


def test_a_curve_knows_its_level_its_valley_and_its_noise():
    curve = cost_curve([*np.linspace(1, 0, 11), *np.linspace(0.1, 1, 10)], every=5)
    assert curve.at(0.0) == 0.95
    assert curve.level == 0.95
    assert curve.valley == (pytest.approx(0.05), 50)
    assert curve.iterations == 100
    assert curve.up_to(50).values.size == 11
    assert cost_curve(np.linspace(1, 0, 30)).noise < 1e-12
    noisy = cost_curve(1 + 0.1 * np.random.RandomState(0).randn(1000))
    assert 0.5 < noisy.noise / (1.25 * 0.1 / np.sqrt(100)) < 2


def test_a_curve_without_a_finite_cost_has_no_level():
    curve = cost_curve([np.nan, 1.0])
    assert np.isnan(curve.level)
    assert np.isnan(curve.first)
    assert curve.iterations == 0
    assert dnn.diagnose([np.nan, 1.0]).verdict == "not finite"


def test_costs_may_be_a_row_of_a_matrix_but_no_matrix():
    assert cost_curve(np.array([[0.7, 0.6, 0.5]])).values.shape == (3,)
    assert cost_curve(np.array(0.7)).values.shape == (1,)
    with pytest.raises(ValueError, match=r"one row of numbers, but the shape is \(2, 3\)"):
        cost_curve(np.ones((2, 3)))
    with pytest.raises(ValueError, match="there is no number in costs"):
        cost_curve(np.ones((1, 0)))


# --- a whole run --------------------------------------------------------------------------------


def test_a_run_tells_the_doctor_what_named_facts_tell():
    rng = np.random.RandomState(3)
    X = inputs(rng, 5, 80, "standardised")
    Y = labels(rng, X, "sigmoid")
    chosen = {"learning_rate": 0.02, "optimizer": "adam", "lambd": 40.0, "mini_batch_size": 16}
    chosen |= {"num_iterations": 200, "every": 10, "hidden": "tanh"}
    run = dnn.fit(X, Y, [5, 6, 1], **chosen)
    by_facts = dnn.diagnose(run.history.costs, X, Y, parameters=run.parameters, **chosen)
    assert dnn.diagnose(run, X, Y) == by_facts
    assert by_facts.verdict == "L2 too strong"
    assert by_facts.remedy == {"lambd": 0.0}


@pytest.mark.parametrize(
    ("lambd", "iterations", "rate", "verdict"),
    [(50, 500, 0.5, "L2 too strong"), (5, 20, 0.01, "too slow")],
)
def test_weights_that_a_penalty_has_brought_to_0_are_its_work_and_small_steps_are_not(
    lambd, iterations, rate, verdict
):
    X = np.random.RandomState(0).randn(2, 200)
    Y = (X[:1] * X[1:] > 0).astype(float)
    chosen = {"lambd": lambd, "num_iterations": iterations, "learning_rate": rate}
    run = dnn.fit(X, Y, [2, 8, 1], every=max(1, iterations // 20), **chosen)
    assert dnn.diagnose(run, X, Y).verdict == verdict


def test_a_run_without_its_examples_is_judged_by_its_curve():
    X = np.random.RandomState(0).randn(2, 50)
    run = dnn.fit(X, (X[:1] > 0).astype(int), [2, 1], learning_rate=0.5, num_iterations=900)
    assert dnn.diagnose(run).verdict in WELL


def test_what_is_given_beside_a_run_comes_before_it():
    X = np.random.RandomState(0).randn(2, 50)
    run = dnn.fit(X, (X[:1] > 0).astype(int), [2, 1], learning_rate=0.5, num_iterations=50)
    diverging = dnn.diagnose(run._replace(history=dnn.History([0.7, 1.0, 2.0, 3.0])))
    assert "learning rate of 0.5 " in diverging.cause
    other = dnn.diagnose(run._replace(history=dnn.History([0.7, 1.0, 2.0, 3.0])), learning_rate=8)
    assert "learning rate of 8 " in other.cause


def test_a_run_with_patience_is_judged_by_what_it_returned():
    rng = np.random.RandomState(2)
    X = inputs(rng, 6, 240, "standardised")
    Y = labels(rng, X, "sigmoid", 0.5, noise=0.15)
    held = X[:, 40:], Y[:, 40:]
    chosen = {"optimizer": "adam", "learning_rate": 0.02, "every": 5, "num_iterations": 600}
    on = dnn.fit(X[:, :40], Y[:, :40], [6, 20, 1], validation=held, **chosen)
    assert dnn.diagnose(on, X[:, :40], Y[:, :40], validation=held).verdict == "overfitting"
    run = dnn.fit(X[:, :40], Y[:, :40], [6, 20, 1], validation=held, patience=8, **chosen)
    found = dnn.diagnose(run, X[:, :40], Y[:, :40], validation=held)
    assert found.verdict == "healthy"
    assert "the parameters are those of the lowest validation cost" in found.evidence
    told = {"parameters": run.parameters, "validation_costs": run.history.validation_costs}
    by_facts = dnn.diagnose(run.history.costs, X[:, :40], Y[:, :40], every=5, **told)
    assert by_facts.verdict == "healthy"


def test_a_set_that_is_prepared_differently_is_told_with_its_numbers():
    rng = np.random.RandomState(0)
    X = rng.randn(3, 120)
    Y = (X[:1] > 0).astype(int)
    held = 255 * X[:, 80:], Y[:, 80:]
    flipped = X[:, 80:], 1 - Y[:, 80:]
    for validation, told in [(held, "spread 2"), (flipped, "one answer for all costs")]:
        run = dnn.fit(X[:, :80], Y[:, :80], [3, 1], learning_rate=0.5, validation=validation)
        found = dnn.diagnose(run, X[:, :80], Y[:, :80], validation=validation)
        assert (found.verdict == "validation never learnt") == (validation is flipped)
        if validation is flipped:
            assert told in found.evidence
            assert "X and Y do not belong together" in found.cause


def test_a_validation_set_that_is_the_training_set_is_told():
    X = np.random.RandomState(0).randn(2, 50)
    Y = (X[:1] > 0).astype(int)
    run = dnn.fit(X, Y, [2, 1], learning_rate=0.5, num_iterations=900, validation=(X, Y))
    assert dnn.diagnose(run, X, Y, validation=(X, Y)).verdict == "validation is training"
    assert dnn.diagnose(run).verdict == "validation is training"


@pytest.mark.parametrize(
    ("validation", "told"),
    [
        (np.ones((2, 5)), "validation must be a pair"),
        ((np.ones((3, 5)), np.ones((1, 5))), "validation: X has 3 rows, but 2 in training"),
        ((np.ones((2, 5)), np.ones((1, 4))), "validation: X holds m = 5 examples"),
    ],
)
def test_a_validation_set_that_does_not_fit_is_refused(validation, told):
    with pytest.raises(ValueError, match=told):
        dnn.diagnose([0.7], np.ones((2, 6)), np.ones((1, 6)), validation=validation)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"optimizer": "sgd"}, "unknown optimizer"),
        ({"schedule": "step"}, "unknown schedule"),
        ({"keep_prob": 0}, "keep_prob must be a number in"),
        ({"lambd": -1}, "lambd must be a number in"),
        ({"mini_batch_size": 0}, "mini_batch_size must be a whole number"),
    ],
)
def test_a_fact_out_of_its_range_is_refused(given, told):
    with pytest.raises(ValueError, match=told):
        dnn.diagnose([0.7, 0.6], **given)


# --- what it measures with ------------------------------------------------------------------------


def test_of_many_examples_a_sample_is_looked_at_and_told():
    rng = np.random.RandomState(0)
    X = rng.rand(400, 9000).astype(np.float32)
    Y = (X[:1] > 0.5).astype(int)
    costs = [0.69, 0.31, 0.15, 0.09, 0.07, 0.065, 0.064]
    found = dnn.diagnose(costs, X, Y)
    assert found.verdict == "healthy"
    assert found.evidence.endswith("; of the 9000 examples a sample of 3000 was looked at.")
    X[7, 4321] = np.nan
    assert dnn.diagnose(costs, X, Y).evidence.startswith("X[7, 4321] is nan, the first of 1 entry")


def test_the_share_explained_leaves_each_example_out_of_its_own_fit():
    rng = np.random.RandomState(0)
    X, noise = rng.randn(3, 60), rng.randn(1, 60)
    assert share_explained(X, noise) < 0.1
    assert share_explained(X, X[:1] * 2 + 5) > 0.95
    assert share_explained(X, np.zeros((1, 60))) == 0
    K = _kernel(X)
    error = [0.0] * len(RIDGES)
    for k, ridge in enumerate(RIDGES):
        for i in range(60):
            others = np.arange(60) != i
            own = K[np.ix_(others, others)] + ridge * np.trace(K) / 60 * np.eye(59)
            error[k] += (
                float(noise[0, i] - K[i, others] @ np.linalg.solve(own, noise[0, others])) ** 2
            )
    assert share_explained(X, noise) == pytest.approx(1 - min(error) / (noise**2).sum())


def test_the_rate_that_suits_is_that_of_the_steepest_bend():
    X = 3 * np.random.RandomState(0).randn(2, 500)
    bend = np.linalg.eigvalsh(np.vstack([X, np.ones(500)]) @ np.vstack([X, np.ones(500)]).T / 500)
    assert suitable_rate(X, "linear", "gd") == pytest.approx(0.7 / bend.max(), rel=0.1)
    assert suitable_rate(X, "sigmoid", "momentum") == pytest.approx(2.8 / bend.max(), rel=0.1)
    assert suitable_rate(X / 99, "linear", None) == 0.5
    assert suitable_rate(X, "linear", "adam") == 0.01


def test_dead_relus_are_told_apart_by_their_cause():
    X, Y = np.random.RandomState(0).randn(4, 60), None
    Y = (X[:1] > 0).astype(int)
    chosen = {"learning_rate": 0.1, "num_iterations": 200, "every": 10}
    start = dnn.initialize_parameters_deep([4, 8, 1])
    by_b = dnn.fit(X, Y, [4, 8, 1], parameters={**start, "b1": start["b1"] - 9}, **chosen)
    found = dnn.diagnose(by_b, X, Y)
    assert found.verdict == "dead ReLUs"
    assert found.cause.startswith("b1 is so far below 0")
    assert found.remedy == {"scale": "he"}
    thrown = {**start, "W1": -40 * np.abs(start["W1"]), "b1": start["b1"] - 200}
    by_rate = dnn.fit(X, Y, [4, 8, 1], parameters=thrown, **{**chosen, "learning_rate": 30.0})
    found = dnn.diagnose(by_rate, X, Y)
    assert found.verdict == "dead ReLUs"
    assert "learning rate of 30" in found.cause
    assert found.remedy["learning_rate"] <= 0.5


def test_the_table_of_verdicts_and_the_docstring_name_the_same():
    for name in VERDICTS:
        assert f"*{name}*" in " ".join(dnn.diagnose.__doc__.split()), name


def test_the_cost_of_one_answer_twice_over_is_far_above_knowing_nothing():
    Y = np.array([[0, 1, 0, 1]])
    for level, is_told in [(2.01 * np.log(2), True), (1.99 * np.log(2), False)]:
        found = dnn.diagnose([2.0, 1.8, 1.6, level, level, level, level], Y=Y)
        assert (found.verdict == "diverging") == is_told


def test_pixels_and_a_rate_that_does_not_suit_them_are_both_mended():
    rng = np.random.RandomState(0)
    X = rng.randint(0, 256, (12, 90))
    Y = (X[:1] > 128).astype(int)
    found = dnn.diagnose([0.7, 0.65, 0.64], X, Y, learning_rate=1e-6)
    assert found.remedy.keys() == {"divide_by", "learning_rate"}
    assert found.remedy["divide_by"] == 255
    assert f"a learning rate of {found.remedy['learning_rate']:g}." in found.action


def test_inputs_that_are_all_small_are_to_be_standardised():
    rng = np.random.RandomState(0)
    X = 0.03 * rng.randn(5, 90)
    Y = (X[:1] > 0).astype(int)
    run = dnn.fit(X, Y, [5, 1], learning_rate=0.1, num_iterations=300)
    found = dnn.diagnose(run, X, Y)
    assert found.verdict == "inputs not scaled"
    assert "no feature has a spread above 0.03" in found.evidence
    assert found.remedy["standardize"]


def test_a_last_spike_of_a_mini_batch_is_no_divergence():
    rng = np.random.RandomState(0)
    X = rng.randn(2, 80)
    Y = (X[:1] > 0).astype(int)
    run = dnn.fit(X, Y, [2, 1], learning_rate=0.5, num_iterations=900)
    costs = [*np.linspace(0.7, 0.1, 12), 0.1, 0.1, 0.1, 0.1, 0.9]
    assert dnn.diagnose(costs, X, Y, parameters=run.parameters, mini_batch_size=8).verdict in WELL
    assert dnn.diagnose(costs).verdict in WELL


def test_a_curve_that_swings_by_a_third_of_itself_is_never_said_to_have_levelled_off():
    high = [0.6932, 0.52, 0.7, 0.41, 0.66, 0.5, 0.72, 0.45, 0.6, 0.5]
    low = [0.6932, 0.4, 0.3, 0.2, 0.11, 0.06, 0.12, 0.05, 0.11, 0.06]
    for costs in (high, low):
        assert "goes up and down by" in dnn.diagnose(costs).evidence
    assert "levelled off" in dnn.diagnose([0.69, 0.31, 0.15, 0.09, 0.07, 0.065, 0.064]).evidence


def test_a_feature_that_never_varies_leaves_what_the_others_tell():
    rng = np.random.RandomState(2)
    X, target = rng.randn(3, 90), rng.randn(1, 90)
    target = target + X[:1] * X[1:2]
    for constant in (0.0, 7.0):
        wider = np.vstack([X, np.full((4, 90), constant)])
        assert share_explained(wider, target) == pytest.approx(share_explained(X, target), 1e-9)


def test_features_that_seldom_vary_are_told_in_how_few_examples_they_do():
    rng = np.random.RandomState(3)
    X, Y = np.zeros((4, 200)), (rng.rand(1, 200) < 0.5).astype(int)
    X[:, ::67] = rng.randn(4, 3)
    found = dnn.diagnose(dnn.fit(X, Y, [4, 3, 1], num_iterations=300), X, Y)
    assert found.verdict == "constant features"
    assert "hardly vary: by 0.1% of their size, or in 2% of the examples at most." in found.evidence


@pytest.mark.parametrize("cost", [0.5, 0.1, 1e-9])
def test_costs_that_are_all_the_same_are_not_mended_by_a_higher_rate(cost):
    found = dnn.diagnose([cost] * 5, learning_rate=0.1)
    assert found.verdict == "does not move"
    assert found.evidence.startswith("All 5 costs are ")
    assert "parameters are not passed back" in found.cause
    assert "update_parameters" in found.action
    assert "X and Y" in found.action
    assert found.remedy == {}


def test_a_rate_that_is_far_too_low_is_raised_at_once_where_X_is_known():
    X = np.random.RandomState(0).randn(3, 60)
    Y = (X[:1] > 0).astype(int)
    for given in ({}, {"keep_prob": 0.9}):
        run = dnn.fit(X, Y, [3, 5, 1], learning_rate=1e-7, num_iterations=900, **given)
        rate = dnn.diagnose(run, X, Y).remedy["learning_rate"]
        mended = dnn.fit(X, Y, [3, 5, 1], learning_rate=rate, num_iterations=900)
        assert mended.history.costs[-1] < 0.3 * run.history.costs[-1]


def test_a_first_cost_far_above_that_of_knowing_nothing_asks_for_X():
    found = dnn.diagnose([21.7, 5.0, 2.0, 1.0, 0.72, 0.69, 0.68])
    assert found.verdict == "has learnt little"
    assert "255" in found.cause
    assert "with X diagnose tells" in found.action
    assert "255" not in dnn.diagnose([0.75, 0.74, 0.7, 0.69, 0.689, 0.688, 0.688]).cause


def test_an_unknown_number_of_iterations_is_not_doubled_to_a_number():
    costs = [0.7, 0.6, 0.5, 0.42, 0.36]
    assert dnn.diagnose(costs).action == "Go on: give it twice as many iterations."
    known = dnn.diagnose(costs, num_iterations=500)
    assert known.action == "Go on: give it twice as many iterations, 1000."
    assert known.remedy == dnn.diagnose(costs).remedy == {"num_iterations": 1000}


@pytest.mark.parametrize("n", [4, 5, 6, 7, 11])
def test_costs_that_fall_evenly_fall_as_far_in_either_half(n):
    evidence = dnn.diagnose(np.linspace(0.70, 0.68, n), learning_rate=1e-3).evidence
    assert "0.0100 in the first half and 0.0100 in the second." in evidence
