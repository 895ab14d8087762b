"""Runs that differ in their learning rate, stacked, are the runs one by one."""

import os
import signal

import numpy as np
import pytest
from networks import drawn, labels
from test_lean import close

import dnn
from dnn.training import stack
from dnn.tuning import sweep

DIMS = [60, 5, 3, 2]
X, _, START = drawn(DIMS, m=12)
RATES = [0.001, 0.03, 0.1, 0.3]


def one_by_one(X, Y, dims, rates, **given):
    return [dnn.fit(X, Y, dims, learning_rate=rate, **given) for rate in rates]


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", ["relu", "sigmoid", "tanh", "leaky_relu", "softmax"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"optimizer": "momentum", "lambd": 0.3, "mini_batch_size": 5, "schedule": "inverse"},
        {"optimizer": "adam", "keep_prob": 0.7, "mini_batch_size": 5},
        {"optimizer": "rmsprop", "subspace": False, "lambd": 0.3, "keep_prob": [0.9, 0.8, 1.0]},
    ],
    ids=["gd", "momentum", "adam", "rmsprop"],
)
def test_stacked_runs_are_those_of_fit(monkeypatch, output, hidden, given):
    monkeypatch.setattr(stack, "HIGH", 3 * 5 * 12 * 8)  # so that the last stack is of one
    Y = labels(2, 12, output)
    given = {"num_iterations": 40, "every": 7, "output": output, "hidden": hidden, **given}
    given["parameters"] = START
    for found, alone in zip(
        dnn.fit_rates(X, Y, DIMS, RATES, **given),
        one_by_one(X, Y, DIMS, RATES, **given),
        strict=True,
    ):
        assert found.hyperparameters == alone.hyperparameters
        assert (found.iterations, found.stopped) == (40, None)
        np.testing.assert_allclose(found.history.costs, alone.history.costs, rtol=1e-10)
        close(found.parameters, alone.parameters)
        assert found.state.memory.keys() == alone.state.memory.keys()
        for name, average in alone.state.memory.items():
            close(found.state.memory[name], average, rtol=1e-9)


def test_in_float32_a_stack_stays_float32():
    Y = labels(2, 12, "sigmoid")
    for run in dnn.fit_rates(X.astype(np.float32), Y, DIMS, RATES, num_iterations=20):
        kept = [*run.parameters.values(), *run.history.costs]
        assert {array.dtype for array in kept} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("size", "dtype", "heights"),
    [
        (None, np.float64, [3, 3, 2, 2]),  # 12 examples x 5 units x 8 bytes: 3.1 runs in HIGH
        (None, np.float32, [5, 5]),
        (6, np.float64, [5, 5]),
        (2, np.float64, [10]),
        (50, np.float64, [3, 3, 2, 2]),  # a batch is never larger than the set
    ],
)
def test_a_stack_is_as_high_as_its_widest_layer_leaves_room_in_the_cache(
    monkeypatch, size, dtype, heights
):
    monkeypatch.setattr(stack, "HIGH", 1500)
    found, fit_stack = [], stack._fit_stack

    def counted(first, task, state, all_chosen):
        found.append(len(all_chosen))
        return fit_stack(first, task, state, all_chosen)

    monkeypatch.setattr(stack, "_fit_stack", counted)
    given = {"mini_batch_size": size, "num_iterations": 1}
    rates = np.linspace(0.1, 1, 10)
    runs = dnn.fit_rates(X.astype(dtype), labels(2, 12, "sigmoid"), DIMS, rates, **given)
    assert found == heights
    assert [run.hyperparameters["learning_rate"] for run in runs] == list(rates)


def test_a_run_of_a_stack_goes_on_as_one():
    Y = labels(2, 12, "sigmoid")
    given = {"optimizer": "momentum", "mini_batch_size": 5}
    run = dnn.fit_rates(X, Y, DIMS, RATES, num_iterations=30, **given)[2]
    whole = dnn.fit_rates(X, Y, DIMS, RATES, num_iterations=50, **given)[2]
    *_, last = dnn.train(X, Y, run.state, RATES[2], 50, **given)
    close(last.parameters, whole.parameters)


@pytest.mark.filterwarnings("ignore::dnn.LabelWarning")
def test_a_run_that_diverges_leaves_the_stack_and_the_others_go_on():
    Y = 10 * drawn([1, 2], m=12)[0][:1] * np.ones((2, 1))
    rates = [0.001, 10.0, 0.01, 1e8]
    given = {"num_iterations": 60, "every": 2, "output": "linear", "hidden": "linear"}
    first, second, third, fourth = dnn.fit_rates(X, Y, DIMS, rates, **given)
    for run, rate in ((first, 0.001), (third, 0.01)):
        alone = dnn.fit(X, Y, DIMS, learning_rate=rate, **given)
        np.testing.assert_allclose(run.history.costs, alone.history.costs, rtol=1e-9)
    for error, rate in ((second, 10.0), (fourth, 1e8)):
        with pytest.raises(dnn.DivergenceError) as raised:
            dnn.fit(X, Y, DIMS, learning_rate=rate, **given)
        assert isinstance(error, dnn.DivergenceError)
        assert (error.iteration, error.layer) == (raised.value.iteration, raised.value.layer)
        assert error.cause_told == raised.value.cause_told
        np.testing.assert_allclose(error.costs, raised.value.costs, rtol=1e-6)


def test_what_cannot_be_stacked_is_trained_one_by_one(monkeypatch):
    monkeypatch.setattr(stack, "LEAN_ACTIVATIONS", {})
    Y = labels(2, 12, "sigmoid")
    for found, alone in zip(
        dnn.fit_rates(X, Y, DIMS, RATES, num_iterations=20),
        one_by_one(X, Y, DIMS, RATES, num_iterations=20),
        strict=True,
    ):
        np.testing.assert_equal(found.parameters, alone.parameters)


def test_no_rates_are_no_runs_and_odd_rates_are_refused():
    Y = labels(2, 12, "sigmoid")
    assert dnn.fit_rates(X, Y, DIMS, []) == []
    with pytest.raises(ValueError, match="learning_rate"):
        dnn.fit_rates(X, Y, DIMS, [0.1, -1.0])
    with pytest.raises(ValueError, match="patience watches a validation set"):
        dnn.fit_rates(X, Y, DIMS, [0.1], patience=3)


def test_a_signal_ends_all_runs_after_the_iteration_that_is_under_way(monkeypatch):
    Y, passes = labels(2, 12, "sigmoid"), []

    class Counted(stack.Stack):
        def _labels(self, columns):
            passes.append(columns)
            if len(passes) == 6:
                os.kill(os.getpid(), signal.SIGINT)
            return super()._labels(columns)

    monkeypatch.setattr(stack, "Stack", Counted)
    runs = dnn.fit_rates(X, Y, DIMS, RATES[:2], num_iterations=20)
    assert {(run.iterations, run.stopped) for run in runs} == {(6, "SIGINT")}
    assert len(passes) == 6


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_sweep_in_processes_is_the_runs_in_order(n_jobs):
    Y = labels(2, 12, "sigmoid")
    given = {"num_iterations": 30, "every": 10, "optimizer": "momentum"}
    rates = [*RATES, 1e200]
    *runs, lost = sweep(X, Y, DIMS, rates, n_jobs=n_jobs, **given)
    assert [run.hyperparameters["learning_rate"] for run in runs] == RATES
    for run, alone in zip(runs, one_by_one(X, Y, DIMS, RATES, **given), strict=True):
        np.testing.assert_allclose(run.history.costs, alone.history.costs, rtol=1e-10)
    assert isinstance(lost, dnn.DivergenceError)
    assert sweep(X, Y, DIMS, [], n_jobs=n_jobs) == []
