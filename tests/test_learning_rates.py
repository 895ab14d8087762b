"""Learning rates side by side: the lecture's outcomes, and the rate to take."""

import math

import numpy as np
import pytest
from patients import inputs, labels

import dnn
from dnn.doctor.cost_curve import cost_curve
from dnn.doctor.learning_rates import _Task


@pytest.fixture(scope="module")
def task():
    rng = np.random.RandomState(0)
    X = inputs(rng, 6, 80, "standardised")
    return X, labels(rng, X, "sigmoid", noise=0.05)


@pytest.fixture(scope="module")
def found(task):
    rates = [1e-4, 0.05, 0.5, 30]
    return dnn.compare_learning_rates(*task, [6, 5, 1], rates, num_iterations=300, hidden="tanh")


def test_every_rate_has_its_curve_and_its_outcome(found):
    assert found.rates == (1e-4, 0.05, 0.5, 30)
    assert len(found.costs) == len(found.outcomes) == 4
    assert found.every == 6
    assert len(found.costs[0]) == 50
    assert all(isinstance(cost, float) for costs in found.costs for cost in costs)


def test_a_rate_too_low_falls_slowly_and_one_too_high_does_not_win(found):
    assert found.outcomes[0] == "falls slowly"
    assert found.outcomes[1] in {"falls slowly", "falls well"}
    assert found.outcomes[2] == "fast and lowest"
    assert found.outcomes[3] == "leaps or rises"


def test_the_rate_that_ends_lowest_is_recommended_with_its_cost(found):
    assert found.recommended == 0.5
    assert found.reason.startswith("Take 0.5: ")
    assert "after 294 iterations" in found.reason
    assert found.reason.endswith(".")


def test_a_rate_that_falls_fast_and_settles_higher_is_seen():
    rng = np.random.RandomState(1)
    X = rng.randn(4, 60)
    Y = labels(rng, X, "sigmoid", 0.4, 0.05)
    found = dnn.compare_learning_rates(X, Y, [4, 6, 1], [1, 4], num_iterations=400)
    assert found.outcomes == ("fast and lowest", "falls fast but settles higher")


def test_the_noise_of_small_batches_is_no_divergence():
    rng = np.random.RandomState(1)
    X = rng.randn(1, 64)
    Y = 3 * X + 3 * rng.randn(1, 64)
    options = {"num_iterations": 400, "output": "linear", "mini_batch_size": 4, "every": 1}
    found = dnn.compare_learning_rates(X, Y, [1, 1], [0.01, 0.05], **options)
    assert "diverges" not in found.outcomes
    assert found.recommended is not None


def test_a_single_rate_whose_cost_ends_where_it_began_is_told(task):
    found = dnn.compare_learning_rates(*task, [6, 1], [1e-12], num_iterations=20)
    assert found.outcomes == ("falls slowly",)


def test_divergence_is_an_outcome_and_cuts_the_curve():
    rng = np.random.RandomState(0)
    X, Y = rng.randn(3, 30), rng.randn(1, 30)
    options = {"num_iterations": 2000, "output": "linear", "hidden": "leaky_relu"}
    found = dnn.compare_learning_rates(X, Y, [3, 4, 1], [0.01, 50.0], **options)
    assert found.outcomes[1] == "diverges"
    assert math.isnan(found.costs[1][-1])
    assert len(found.costs[1]) < len(found.costs[0])
    assert found.recommended == 0.01


def test_where_every_rate_diverges_none_is_recommended():
    rng = np.random.RandomState(0)
    X, Y = rng.randn(3, 30), rng.randn(1, 30)
    options = {"num_iterations": 2000, "output": "linear"}
    found = dnn.compare_learning_rates(X, Y, [3, 1], [80.0, 50.0], **options)
    assert found.outcomes == ("diverges", "diverges")
    assert found.recommended is None
    assert found.reason == "Every rate diverges: try 5."


def test_where_even_the_best_falls_slowly_a_higher_rate_is_advised(task):
    found = dnn.compare_learning_rates(*task, [6, 5, 1], [1e-5, 1e-4], num_iterations=100)
    assert found.outcomes == ("falls slowly", "falls slowly")
    assert found.recommended == 1e-4
    assert "try 0.0003 too" in found.reason


def test_the_highest_rate_tried_is_not_the_end_of_the_search(task):
    found = dnn.compare_learning_rates(*task, [6, 5, 1], [0.003, 0.3], num_iterations=300)
    assert found.recommended == 0.3
    assert "highest tried, so try 0.9 too" in found.reason


def test_each_run_is_the_one_that_fit_trains(task, found):
    run = dnn.fit(*task, [6, 5, 1], learning_rate=0.05, num_iterations=300, every=6, hidden="tanh")
    np.testing.assert_allclose(found.costs[1], run.history.costs, rtol=1e-12)


def test_with_a_validation_set_each_run_is_trained_alone_and_may_stop_early(task):
    given = {"num_iterations": 300, "every": 6, "validation": task, "patience": 2}
    found = dnn.compare_learning_rates(*task, [6, 5, 1], [0.05, 0.5], **given)
    run = dnn.fit(*task, [6, 5, 1], learning_rate=0.05, **given)
    assert found.costs[0] == [float(cost) for cost in run.history.costs]


def test_it_shows_itself_as_a_table(found):
    lines = repr(found).splitlines()
    assert lines[0].split() == ["learning", "rate", "last", "cost", "outcome"]
    assert lines[3].startswith("0.5 ")
    assert lines[3].endswith("fast and lowest (take it)")
    assert lines[-1] == found.reason
    assert "| 0.5 | " in found._repr_markdown_()


def test_plot_learning_rates_draws_it(found):
    from matplotlib.figure import Figure

    ax = dnn.plot_learning_rates(found, ax=Figure().add_subplot())
    assert "take 0.5" in ax.get_title()


@pytest.mark.parametrize(
    ("rates", "given", "told"),
    [
        ([], {}, "rates is empty"),
        (0.1, {}, "rates must be a list of learning rates; got 0.1"),
        ([0.1, 0.1], {}, "holds 0.1 more than once"),
        ([0.1, 0], {}, r"each of the rates must be a number in \(0, inf\); got 0"),
        (["a"], {}, "each of the rates must be a number"),
        ([0.1], {"learning_rate": 0.1}, "leave out learning_rate"),
        ([0.1], {"num_iterations": 0}, "num_iterations must be a whole number from 1 up"),
        ([0.1], {"optimiser": "adam"}, "unknown hyperparameter 'optimiser'"),
    ],
)
def test_what_does_not_fit_is_refused(task, rates, given, told):
    with pytest.raises(ValueError, match=told):
        dnn.compare_learning_rates(*task, [6, 5, 1], rates, **given)


def test_a_rate_below_the_best_is_never_said_to_be_too_fast():
    rng = np.random.RandomState(0)
    X = rng.rand(100, 60)
    Y = (X[:1] + X[1:2] > 1).astype(int)
    found = dnn.compare_learning_rates(X, Y, [100, 8, 1], [1e-4, 1e-3, 0.03], num_iterations=600)
    assert found.recommended == 0.03
    assert set(found.outcomes[:2]) <= {"falls slowly", "falls well"}


@pytest.mark.parametrize(
    ("costs", "outcome"),
    [
        ([0.7, 0.74, 0.75, 0.76, 0.77, 0.78], "diverges"),
        ([0.7, 0.3, 0.5, 0.2, 0.5, 0.2, 0.5, 0.2], "leaps or rises"),
        ([0.7, 0.3, 0.1, 0.1, 0.3, 0.4, 0.5, 0.5], "leaps or rises"),
        ([0.72, 0.70, 0.694, 0.693, 0.693, 0.693, 0.693, 0.693], "never learns"),
        ([0.7, 0.5, 0.3, 0.2, 0.15, 0.12, 0.11, 0.1], None),
        ([0.7, 0.699, 0.698, 0.697, 0.696, 0.695, 0.694, 0.693], None),
    ],
)
def test_what_speaks_against_a_curve(costs, outcome):
    task = _Task(constant=0.693, is_noisy=False)
    assert task.trouble(cost_curve(costs)) == outcome


def test_the_lowest_of_the_calm_curves_is_recommended_and_no_other():
    rng = np.random.RandomState(0)
    X = inputs(rng, 6, 80, "standardised")
    Y = labels(rng, X, "sigmoid", noise=0.05)
    rates = [0.003, 0.03, 0.3, 30.0]
    found = dnn.compare_learning_rates(X, Y, [6, 5, 1], rates, num_iterations=300, hidden="tanh")
    calm = [
        c[-1]
        for c, outcome in zip(found.costs, found.outcomes, strict=True)
        if "leaps" not in outcome
    ]
    assert found.costs[rates.index(found.recommended)][-1] == min(calm)


def test_where_no_rate_learns_none_is_recommended():
    rng = np.random.RandomState(0)
    X, Y = rng.randn(2, 400), rng.randint(0, 2, (1, 400))
    found = dnn.compare_learning_rates(X, Y, [2, 1], [0.5, 1.0], num_iterations=400)
    assert found.outcomes == ("never learns", "never learns")
    assert found.recommended is None
    assert found.reason == "No rate learns: try 0.05."
