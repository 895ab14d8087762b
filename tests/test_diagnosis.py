"""The training doctor: no false alarm on healthy runs, and the right name for every sickness."""

import numpy as np
import pytest
from patients import SICK, constant_cost, cost_of, healthy, inputs, labels, trained

import dnn
from dnn.doctor.diagnosis import EXAMINATIONS

WELL = {"healthy", "still falling"}
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
    assert [line.split(":")[0] for line in str(found).splitlines()] == [*vars(found)]
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
