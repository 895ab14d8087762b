"""One hyperparameter in pictures: what is drawn is what fit comes to, or a slider draws it."""

import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

import dnn

X, Y = dnn.two_moons(60)
FEW = {"num_iterations": 50, "learning_rate": 0.3}


def curve(ax, gid="costs"):
    (line,) = (line for line in ax.get_lines() if line.get_gid() == gid)
    return line.get_ydata()


def test_each_column_draws_the_training_with_its_value():
    seen = dnn.two_moons(60, seed=2)
    figure = dnn.plot_hyperparameter(
        "optimizer", ["gd", "adam"], X, Y, validation=seen, figure=Figure(), **FEW
    )
    for k, value in enumerate(["gd", "adam"]):
        run = dnn.fit(X, Y, [2, 16, 8, 1], optimizer=value, every=2, validation=seen, **FEW)
        above, below = figure.axes[k], figure.axes[k + 2]
        np.testing.assert_array_equal(curve(above), run.history.costs)
        np.testing.assert_array_equal(curve(above, "validation"), run.history.validation_costs)
        assert above.get_title() == f"optimizer = {value}"
        assert below.get_title() == f"{run.history.validation_scores[-1]:.1%}"


def test_layers_are_a_hyperparameter_too_and_the_border_is_that_of_the_network():
    figure = dnn.plot_hyperparameter("layers", [(), (3,)], X, Y, figure=Figure(), **FEW)
    run = dnn.fit(X, Y, [2, 1], every=2, **FEW)
    np.testing.assert_array_equal(curve(figure.axes[0]), run.history.costs)
    AL, _ = dnn.L_model_forward(X, run.parameters)
    assert figure.axes[2].get_title() == f"{dnn.score(AL, Y):.1%}"


def test_a_hyperparameter_that_is_none_and_no_values_are_refused():
    with pytest.raises(ValueError, match="learning_rat"):
        dnn.plot_hyperparameter("learning_rat", [1], X, Y, figure=Figure())
    with pytest.raises(ValueError, match="values is empty"):
        dnn.plot_hyperparameter("beta", [], X, Y, figure=Figure())


def test_the_slider_draws_where_it_stands(monkeypatch):
    pytest.importorskip("ipywidgets")
    drawn = []
    monkeypatch.setattr(
        "dnn.plots.hyperparameters.plot_hyperparameter", lambda *given, **_: drawn.append(given[:2])
    )
    widget = dnn.hyperparameter_slider("beta", [0.5, 0.9, 0.99], X, Y)
    slider = widget.children[0]
    assert slider.value == 0.9
    slider.value = 0.99
    assert drawn[-1] == ("beta", [0.99])


def test_without_ipywidgets_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(ValueError, match=r"dnn-course\[notebooks\]"):
        dnn.hyperparameter_slider("beta", [0.5], X, Y)


def test_the_moons_are_two_classes_some_with_the_wrong_label():
    X, Y = dnn.two_moons(4000, noise=0.0, mislabelled=0.1, seed=3)
    centre = np.where(Y == 0, [[0.75], [-0.375]], [[-0.75], [0.375]])
    is_on_its_circle = np.abs(np.hypot(*(X - centre)) - 1.5) < 1e-12
    is_on_its_half = (X[1] - centre[1] >= 0) == (Y[0] == 0)
    assert 0.08 < 1 - (is_on_its_circle & is_on_its_half).mean() < 0.12
    right = dnn.two_moons(50, mislabelled=0.0, seed=3)[1]
    assert (dnn.two_moons(50, mislabelled=1.0, seed=3)[1] == 1 - right).all()


@pytest.mark.parametrize("wrong", [{"m": 0}, {"noise": -1}, {"mislabelled": 1.5}])
def test_moons_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        dnn.two_moons(**wrong)
