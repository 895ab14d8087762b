"""Features that are always 0 are left out of the products, and training is the same."""

import numpy as np
import pytest
from networks import drawn, labels
from test_lean import close

import dnn
from dnn.training import loop
from dnn.training.first_layer import Direct, Thinned, used_features

DIMS = [12, 5, 3, 2]
X, _, START = drawn(DIMS, m=30)
X[[0, 3, 4, 11]] = 0
Y = labels(2, 30, "sigmoid")


def road(monkeypatch, **given):
    """Return the first layer that training takes."""
    roads = []
    monkeypatch.setattr(loop, "Descent", lambda first, task: roads.append(first) or Steps())
    dnn.train(given.pop("X", X), Y, given.pop("start", START), **given)
    return type(roads[0])


class Steps:
    def steps(self, state):
        return iter(())


@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
@pytest.mark.parametrize("more", [{}, {"mini_batch_size": 8}, {"keep_prob": 0.8}])
def test_training_is_the_same_without_them(monkeypatch, optimizer, more):
    given = {"optimizer": optimizer, "learning_rate": 0.05, "num_iterations": 30, **more}
    assert road(monkeypatch, **given) is Thinned
    monkeypatch.undo()
    thinned = list(dnn.train(X, Y, START, **given))
    monkeypatch.setattr(loop, "Thinned", lambda X, is_used, start: Direct(X))
    plain = list(dnn.train(X, Y, START, **given))
    for i in (0, 29):
        np.testing.assert_allclose(thinned[i].cost, plain[i].cost, rtol=1e-12)
        close(thinned[i].parameters, plain[i].parameters)
        for average, slopes in plain[i].state.memory.items():
            close(thinned[i].state.memory[average], slopes)
    unused = thinned[-1].parameters["W1"][:, [0, 3, 4, 11]]
    np.testing.assert_array_equal(unused, START["W1"][:, [0, 3, 4, 11]])


def test_it_is_done_only_where_it_is_exact_and_pays(monkeypatch):
    assert road(monkeypatch, lambd=0.1) is Direct
    assert road(monkeypatch, keep_prob=[0.5, 1.0, 1.0]) is Direct
    assert road(monkeypatch, X=X + 1) is Direct


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_an_average_that_still_moves_them_is_obeyed(optimizer):
    given = {"optimizer": optimizer, "hidden": "tanh"}
    *_, last = dnn.train(X + 1, Y, START, 0.1, 3, **given)
    after = next(dnn.train(X, Y, last.state, 0.1, 4, **given))
    assert (after.parameters["W1"][:, 0] != last.parameters["W1"][:, 0]).all()


@pytest.mark.parametrize("optimizer", ["gd", "adam"])
def test_going_on_costs_no_bit(tmp_path, optimizer):
    given = {"optimizer": optimizer, "mini_batch_size": 8, "subspace": False}
    whole = dnn.fit(X, Y, DIMS, num_iterations=50, **given)
    dnn.fit(X, Y, DIMS, num_iterations=21, checkpoint=tmp_path / "c.h5", **given)
    resumed = dnn.fit(X, Y, DIMS, num_iterations=50, checkpoint=tmp_path / "c.h5", **given)
    np.testing.assert_equal(resumed.parameters, whole.parameters)


@pytest.mark.parametrize("mini_batch_size", [None, 8])
def test_divergence_is_told_of_the_whole_network(mini_batch_size):
    given = {"output": "linear", "hidden": "linear", "mini_batch_size": mini_batch_size}
    with pytest.raises(dnn.DivergenceError) as raised:
        dnn.fit(X, Y, DIMS, learning_rate=1e6, **given)
    assert raised.value.parameters["W1"].shape == (5, 12)


def test_stacked_runs_leave_them_out_too():
    for run in dnn.fit_rates(X, Y, DIMS, [0.01, 0.1], num_iterations=20, optimizer="adam"):
        rate = run.hyperparameters["learning_rate"]
        alone = dnn.fit(X, Y, DIMS, learning_rate=rate, num_iterations=20, optimizer="adam")
        close(run.parameters, alone.parameters)


@pytest.mark.parametrize("m", [1, 16, 17, 200])
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_feature_is_used_wherever_it_is_not_0(m, order):
    X = np.asarray(np.random.RandomState(m).rand(300, m) < 1 / m, float, order)
    np.testing.assert_array_equal(used_features(X), (X != 0).any(axis=1))
