"""A row is the whole truth: a new one works everywhere, and no name is compared."""

import ast
import gc
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import dnn
from dnn.activations import Activation
from dnn.cost import Output, mean_loss

CHECKOUT = Path(__file__).resolve().parent.parent
DIMS = [30, 4, 1]
X = np.random.RandomState(3).randn(30, 12)  # n_0 > m: the subspace pays


def behind(table):
    """Return the dict behind a read-only table."""
    (rows,) = (found for found in gc.get_referents(table) if isinstance(found, dict))
    return rows


def tanh_losses(AL, Y):
    """Return -log of the probability (1 + AL) / 2 of what Y says, for labels -1 and 1."""
    return -((1 + Y) / 2 * np.log((1 + AL) / 2) + (1 - Y) / 2 * np.log((1 - AL) / 2))


TANH = Output(
    tanh_losses,
    lambda AL, Y, Z: AL - Y,  # (1 - A^2) times the slope of the losses by A
    loss="-log of the probability of Y",
    answers="classes",
    decide=lambda AL: np.where(AL > 0, 1.0, -1.0),
    score=dnn.accuracy,
    score_name="Share of right signs",
)
Y = np.where(X[:1] + X[1:2] > 0, 1, -1)


@pytest.fixture
def tanh_output(monkeypatch):
    monkeypatch.setitem(behind(dnn.OUTPUTS), "tanh", TANH)
    return "tanh"


@pytest.fixture
def softplus(monkeypatch):
    row = Activation(lambda Z: (np.log1p(np.exp(Z)), Z), lambda dA, Z: dA * dnn.sigmoid(Z)[0])
    monkeypatch.setitem(behind(dnn.ACTIVATIONS), "softplus", row)
    return "softplus"


def trained_by_hand(parameters, rate, n, **wear):
    for _ in range(n):
        AL, caches = dnn.L_model_forward(X, parameters, **wear)
        grads = dnn.L_model_backward(AL, Y, caches, **wear)
        parameters = dnn.update_parameters(parameters, grads, rate)
    return parameters


@pytest.mark.parametrize("subspace", [True, False])
def test_a_new_output_is_trained_on_both_roads_as_by_the_textbook(tanh_output, subspace):
    start = dnn.initialize_parameters_deep(DIMS)
    expected = trained_by_hand(start, 0.1, 50, output=tanh_output)
    trained, costs = dnn.L_layer_model(
        X, Y, DIMS, 0.1, 50, parameters=start, output=tanh_output, subspace=subspace
    )
    for name in expected:
        np.testing.assert_allclose(trained[name], expected[name], rtol=1e-10, atol=1e-12)
    assert float(costs[0]) == pytest.approx(
        float(mean_loss(dnn.L_model_forward(X, start, output="tanh")[0], Y, "tanh"))
    )


def test_a_new_output_is_traced_checked_judged_and_diagnosed(tanh_output, capsys):
    run = dnn.fit(X, Y, DIMS, output=tanh_output, learning_rate=0.3, num_iterations=300,
                  validation=(X, Y))  # fmt: skip
    assert run.history.validation_scores[-1] == 1.0
    check = dnn.gradient_check(run.parameters, X, Y, output=tanh_output)
    assert check.is_right, check
    t = dnn.trace(X, run.parameters, Y, output=tanh_output)
    np.testing.assert_array_equal(t["dZ2"].value, t["AL"].value - Y)
    p = dnn.predict(X, Y, run.parameters, output=tanh_output)
    np.testing.assert_array_equal(p, Y)
    assert capsys.readouterr().out == "Share of right signs: 1.0\n"
    AL = t["AL"].value
    assert dnn.score(AL, Y, output=tanh_output) == 1.0
    np.testing.assert_array_equal(dnn.decide(AL, output=tanh_output), Y)
    assert dnn.compute_cost(AL, Y, output=tanh_output) < 0.1
    costs = run.history.costs
    found = dnn.diagnose(costs, parameters=run.parameters, X=X, Y=Y, output=tanh_output)
    assert found.verdict
    assert dnn.animate_pass(run.parameters, X, Y, output=tanh_output, moves=0).moments[-1] == "db1"
    assert dnn.vital_signs(X, run.parameters, Y, output=tanh_output).cost < 0.1
    rates = dnn.compare_learning_rates(
        X, Y, DIMS, [0.01, 0.1], num_iterations=100, output=tanh_output
    )
    assert rates.recommended == 0.1


@pytest.mark.parametrize("subspace", [True, False])
def test_a_new_activation_is_trained_on_both_roads_as_by_the_textbook(softplus, subspace):
    labels = (Y + 1) // 2
    start = dnn.initialize_parameters_deep(DIMS)
    trained, _ = dnn.L_layer_model(
        X, labels, DIMS, 0.1, 50, parameters=start, hidden=softplus, subspace=subspace
    )
    expected = start
    for _ in range(50):
        AL, caches = dnn.L_model_forward(X, expected, hidden=softplus)
        grads = dnn.L_model_backward(AL, labels, caches, hidden=softplus)
        expected = dnn.update_parameters(expected, grads, 0.1)
    for name in expected:
        np.testing.assert_allclose(trained[name], expected[name], rtol=1e-10, atol=1e-12)


def test_a_new_activation_is_traced_checked_and_diagnosed(softplus):
    labels = (Y + 1) // 2
    run = dnn.fit(X, labels, DIMS, hidden=softplus, learning_rate=0.3, num_iterations=300)
    assert dnn.gradient_check(run.parameters, X, labels, hidden=softplus).is_right
    assert "softplus" in str(dnn.trace(X, run.parameters, labels, hidden=softplus))
    told = {"parameters": run.parameters, "X": X, "Y": labels, "hidden": softplus}
    assert dnn.diagnose(run.history.costs, **told).verdict
    assert len(dnn.plot_activations(run.parameters, X, hidden=softplus).axes) == 2
    ax = dnn.plot_network(DIMS, hidden=softplus, equations=True, ax=Figure().add_subplot())
    assert any("softplus" in text.get_text() for text in ax.texts)


ROWS = {*dnn.ACTIVATIONS, *dnn.OUTPUTS, *dnn.OPTIMIZERS, *dnn.SCHEDULES}
ELSEWHERE = {"dnn/plots/shapes.py": {"linear"}}  # a scale of its picture, no activation


def test_no_module_compares_with_the_name_of_a_row():
    found = []
    for path in sorted((CHECKOUT / "dnn").rglob("*.py")):
        place = path.relative_to(CHECKOUT).as_posix()
        if place.startswith("dnn/homework/"):  # the course's own functions go by these names
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare | ast.match_case):
                named = {c.value for c in ast.walk(node) if isinstance(c, ast.Constant)
                         and isinstance(c.value, str)} & ROWS  # fmt: skip
                if named - ELSEWHERE.get(place, set()):
                    found.append(f"{place}:{getattr(node, 'lineno', '?')} {sorted(named)}")
    assert not found
