"""A row is the whole truth: an optimiser or a schedule that is added later works everywhere."""

import numpy as np
import pytest
from networks import drawn
from steps import follow_the_textbook
from test_rows import behind

import dnn
from dnn.cli.entry import main
from dnn.training.optimizers import Optimizer

DIMS = [40, 4, 1]
X, Y, START = drawn(DIMS, m=6)


def nesterov(parameters, grads, velocity, beta, learning_rate):
    """Return W - learning_rate * (beta v + (1 - beta) dW): momentum that looks ahead."""
    v = {dW: beta * velocity[dW] + (1 - beta) * grads[dW] for dW in velocity}
    ahead = {dW: beta * v[dW] + (1 - beta) * grads[dW] for dW in velocity}
    return {W: p - learning_rate * ahead[f"d{W}"] for W, p in parameters.items()}, v


def nesterov_step(p, slope, memory, t, rate, numbers):
    beta = numbers["beta"]
    v = beta * memory["velocity"] + (1 - beta) * slope
    return p - rate * (beta * v + (1 - beta) * slope), {"velocity": v}


def adagrad(parameters, grads, total, epsilon, learning_rate):
    """Return W - learning_rate * dW / (sqrt(total) + epsilon) for the sum of all dW^2."""
    total = {dW: total[dW] + grads[dW] ** 2 for dW in total}
    return {
        W: p - learning_rate * grads[f"d{W}"] / (np.sqrt(total[f"d{W}"]) + epsilon)
        for W, p in parameters.items()
    }, total


def adagrad_step(p, slope, memory, t, rate, numbers):
    total = memory["total"] + slope**2
    return p - rate * slope / (np.sqrt(total) + numbers["epsilon"]), {"total": total}


OPTIMIZERS = {
    "nesterov": Optimizer(nesterov, nesterov_step, ("velocity",), ("beta",), is_linear=True),
    "adagrad": Optimizer(adagrad, adagrad_step, ("total",), ("epsilon",)),
}


def square_root(learning_rate, epoch, decay_rate=1.0, time_interval=1000):
    """Return learning_rate / sqrt(1 + decay_rate * epoch)."""
    return learning_rate / (1 + decay_rate * epoch) ** 0.5


@pytest.fixture(autouse=True)
def added(monkeypatch):
    for name, row in OPTIMIZERS.items():
        monkeypatch.setitem(behind(dnn.OPTIMIZERS), name, row)
    monkeypatch.setitem(behind(dnn.SCHEDULES), "square_root", square_root)


GIVEN = [*({"optimizer": name} for name in OPTIMIZERS), {"schedule": "square_root"}]
each_row = pytest.mark.parametrize("given", GIVEN, ids=lambda given: next(iter(given.values())))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_new_optimizer_stands_under_the_law_of_all(name):
    follow_the_textbook(dnn.OPTIMIZERS[name], START)


@each_row
def test_training_takes_the_steps_of_a_new_row(given):
    chosen = {"learning_rate": 0.1, "num_iterations": 20, "subspace": False, **given}
    run = dnn.fit(X, Y, DIMS, parameters=START, **chosen)
    row = dnn.OPTIMIZERS[run.hyperparameters["optimizer"]]
    schedule = dnn.SCHEDULES[run.hyperparameters["schedule"]]
    numbers = {name: run.hyperparameters[name] for name in row.hyperparameters}
    parameters, memory = START, row.init(START)
    for epoch in range(20):
        AL, caches = dnn.L_model_forward(X, parameters)
        grads = dnn.L_model_backward(AL, Y, caches)
        rate = schedule(0.1, epoch, 1.0, 1000)
        found = row.textbook(parameters, grads, **memory, learning_rate=rate, **numbers)
        parameters, *averages = found if isinstance(found, tuple) else (found,)
        memory = dict(zip(row.averages, averages, strict=True))
    for name, p in parameters.items():
        np.testing.assert_allclose(run.parameters[name], p, rtol=1e-9, atol=1e-12)


@each_row
def test_a_new_row_goes_on_from_a_checkpoint_to_the_last_bit(given, tmp_path):
    given = {"mini_batch_size": 4, "learning_rate": 0.1, **given}
    whole = dnn.fit(X, Y, DIMS, num_iterations=30, **given)
    dnn.fit(X, Y, DIMS, num_iterations=13, checkpoint=tmp_path / "training.h5", **given)
    resumed = dnn.fit(X, Y, DIMS, num_iterations=30, checkpoint=tmp_path / "training.h5", **given)
    assert resumed.history.costs == whole.history.costs
    for name, p in whole.parameters.items():
        np.testing.assert_array_equal(resumed.parameters[name], p)


def test_a_new_linear_optimizer_trains_in_the_subspace_and_goes_on_there(tmp_path):
    given = {"optimizer": "nesterov", "lambd": 0.3, "learning_rate": 0.1, "mini_batch_size": 4}
    plain = dnn.fit(X, Y, DIMS, num_iterations=40, subspace=False, **given)
    path = tmp_path / "training.h5"
    dnn.fit(X, Y, DIMS, num_iterations=17, subspace=True, checkpoint=path, **given)
    inside = dnn.fit(X, Y, DIMS, num_iterations=40, checkpoint=path, **given)
    assert inside.state.coordinates is not None
    for name, p in plain.parameters.items():
        np.testing.assert_allclose(inside.parameters[name], p, rtol=1e-9, atol=1e-12)


def test_the_memory_of_a_new_optimizer_may_lead_out_of_the_subspace():
    given = {"optimizer": "nesterov"}
    *_, plain = dnn.train(X, Y, START, 0.1, 5, subspace=False, **given)
    assert next(dnn.train(X, Y, plain.state, 0.1, 500, **given)).state.coordinates is None
    with pytest.raises(ValueError, match="what the optimizer remembers does not lie in the subsp"):
        dnn.train(X, Y, plain.state, 0.1, 500, subspace=True, **given)


def test_a_new_optimizer_that_is_not_linear_keeps_out_of_the_subspace():
    run = dnn.fit(X, Y, DIMS, optimizer="adagrad", num_iterations=300)
    assert run.state.coordinates is None
    with pytest.raises(ValueError, match=r"'adagrad' are not linear .* gd and momentum and nest"):
        dnn.fit(X, Y, DIMS, optimizer="adagrad", subspace=True)


@each_row
def test_the_command_line_trains_stops_and_goes_on_with_a_new_row(given, tmp_path, capsys):
    rows = [f"{x:.6f},{-x:.6f},{'ab'[int(x > 0)]}" for x in np.linspace(-1, 1, 24)]
    (tmp_path / "points.csv").write_text("\n".join(["p,q,kind", *rows]) + "\n")
    ((kind, name),) = given.items()
    chosen = ["--data", tmp_path / "points.csv", "--layers", "3", f"--{kind}", name]
    whole, part = tmp_path / "whole", tmp_path / "part"

    def dnn_train(*words):
        assert main(["train", *map(str, words)]) == 0

    dnn_train(*chosen, "--iterations", 60, "--out", whole)
    dnn_train(*chosen, "--iterations", 25, "--out", part)
    dnn_train("--resume", part, "--iterations", 60)
    assert f"{kind} {name}" in capsys.readouterr().out
    there, here = (dnn.load_parameters(folder / "parameters.h5") for folder in (whole, part))
    for W, p in there.items():
        np.testing.assert_array_equal(here[W], p)


@each_row
def test_a_new_row_is_named_where_the_choice_is_told(given):
    ((kind, name),) = given.items()
    assert name in dnn.HYPERPARAMETERS[kind].range
    with pytest.raises(ValueError, match=f"did you mean {name!r}"):
        dnn.hyperparameters(**{kind: f"{name}x"})
