"""The network and its shapes as pictures: what is drawn is counted and measured."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from rendered import by_gid, is_drawn, new_ax, pixels, pyplot_figure, pyplot_untouched, texts

import dnn
from dnn.plots.common import luminance, new_axes, new_figure, on_paper

DIMS = [3, 4, 2, 1]


# --- plot_network -------------------------------------------------------------------------------


@pytest.mark.parametrize("dims", [[2, 1], DIMS, [5, 5, 3]])
def test_a_circle_a_unit_and_an_arrow_a_weight(dims):
    ax = new_ax()
    assert dnn.plot_network(dims, ax=ax) is ax
    assert len(by_gid(ax, "unit")) == sum(dims)
    assert len(by_gid(ax, "weight")) == sum(a * b for a, b in pairwise(dims))
    assert len(by_gid(ax, "output")) == dims[-1]
    assert len(by_gid(ax, "dot")) == 0
    assert is_drawn(ax.figure)


def test_layers_are_numbered_and_named_and_the_input_is_layer_0():
    ax = dnn.plot_network(DIMS, hidden="tanh", ax=new_ax())
    said = texts(ax)
    captions = [text for text in said if text.startswith("layer")]
    assert [caption.splitlines()[0] for caption in captions] == [f"layer {l}" for l in range(4)]
    assert "input" in captions[0]
    assert "hidden, tanh" in captions[1]
    assert "output, sigmoid" in captions[3]
    assert [captions[l].splitlines()[-1] for l in (0, 3)] == ["$n_{0} = 3$", "$n_{3} = 1$"]
    assert {"$x_{1}$", "$x_{3}$", "$a^{[1]}_{4}$", "$a^{[3]}_{1}$", r"$\hat{y}$"} <= set(said)
    assert ax.get_title() == "L = 3 layers: 2 hidden layers and the output"


@pytest.mark.parametrize("most", [3, 5, 8])
def test_of_many_units_the_first_and_the_last_are_drawn_and_dots_between(most):
    ax = dnn.plot_network([12288, 20, 1], most=most, ax=new_ax())
    assert len(by_gid(ax, "unit")) == 2 * (most - 1) + 1
    assert len(by_gid(ax, "dot")) == 2 * 3
    assert {"$x_{1}$", "$x_{12288}$", "$a^{[1]}_{1}$", "$a^{[1]}_{20}$"} <= set(texts(ax))


@pytest.mark.parametrize(("n", "units"), [(7, 7), (8, 8), (9, 7)])
def test_dots_stand_for_two_units_or_more(n, units):
    ax = dnn.plot_network([n, 1], ax=new_ax())
    assert len(by_gid(ax, "unit")) == units + 1


def test_units_stand_from_left_to_right_and_do_not_overlap():
    ax = dnn.plot_network([20, 3, 1], ax=new_ax())
    centres = np.array([circle.center for circle in by_gid(ax, "unit")])
    assert len(np.unique(centres[:, 0])) == 3
    distances = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert distances.min() > 2 * by_gid(ax, "unit")[0].radius


def test_sign_and_size_of_a_weight_are_seen_in_colour_dashes_and_width():
    W1 = np.array([[1.0, -1.0, 0.1]])
    ax = dnn.plot_network([3, 1], {"W1": W1, "b1": np.zeros((1, 1))}, ax=new_ax())
    positive, negative, small = by_gid(ax, "weight")
    blue, red = to_rgb(positive.get_edgecolor()), to_rgb(negative.get_edgecolor())
    assert blue[2] > blue[0]
    assert red[0] > red[2]
    assert (positive.get_linestyle(), small.get_linestyle()) == ("-", "-")
    assert negative.get_linestyle() not in ("-", "solid")
    assert small.get_linewidth() < positive.get_linewidth() / 2
    assert luminance(small.get_edgecolor()) > luminance(blue) + 0.2
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["weight above 0", "below 0"]
    assert "within its layer" in ax.get_legend().get_title().get_text()


def test_arrows_show_the_weight_of_the_units_that_they_join():
    parameters = {"W1": np.zeros((9, 12)), "b1": np.zeros((9, 1))}
    parameters["W1"][8, 11] = -1.0
    ax = dnn.plot_network([12, 9], parameters, ax=new_ax())
    strongest = max(by_gid(ax, "weight"), key=lambda arrow: arrow.get_linewidth())
    (x, y), (x_end, y_end) = strongest.get_path().vertices[[0, 2]]
    lowest = min(circle.center[1] for circle in by_gid(ax, "unit"))
    assert x < x_end
    np.testing.assert_allclose([y, y_end], lowest, atol=0.4)


def test_features_are_named_beside_the_input_and_are_no_formulas():
    names = ["size", "$rooms_", "postcode"]
    ax = dnn.plot_network([3, 1], features=names, ax=new_ax())
    assert set(names) <= set(texts(ax))
    assert is_drawn(ax.figure)


def test_a_feature_between_dollars_is_a_formula():
    ax = dnn.plot_network([2, 1], features=["$x_1$", "$4 to $5"], ax=new_ax())
    formula, plain = (text for text in ax.texts if text.get_ha() == "right")
    assert (formula.get_parse_math(), plain.get_parse_math()) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (([3],), {}, "layer_dims needs the input and at least one layer"),
        (([3, 0],), {}, "layer 1 needs at least one unit"),
        (([3, 1],), {"most": 2}, "most must be a whole number from 3 up; got 2"),
        (([3, 1],), {"features": ["a"]}, "names each of the n_0 = 3 inputs; got '1 name'"),
        (([3, 1],), {"features": "abc"}, "names each of the n_0 = 3 inputs; got 'abc'"),
        (([3, 2, 1],), {"hidden": "rellu"}, "unknown activation 'rellu', did you mean 'relu'"),
        (([3, 1],), {"ax": Figure()}, "ax must be one matplotlib Axes.* got a Figure"),
        (([3, 1], {"W1": np.ones((1, 2)), "b1": np.ones((1, 1))}), {}, r"of a network \[2, 1\]"),
        (([1, 1], {"W1": np.array([[np.nan]]), "b1": np.ones((1, 1))}), {}, r"W1\[0, 0\] is nan"),
    ],
)
def test_what_makes_no_network_is_refused(arguments, options, words):
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_network(*arguments, **options)


# --- plot_shapes --------------------------------------------------------------------------------


def box(ax, gid):
    (patch,) = by_gid(ax, gid)
    return patch


def middle(patch):
    return patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2


SIDES = {"linear": lambda n: n, "sqrt": np.sqrt, "log": lambda n: 1 + np.log2(n)}


@pytest.mark.parametrize("scale", SIDES)
def test_sides_of_all_boxes_are_proportional_to_rows_and_columns(scale):
    ax = dnn.plot_shapes([6, 4, 2], 8, scale=scale, ax=new_ax(12, 6))
    shapes = {"X = A0": (6, 8), "W1": (4, 6), "b1": (4, 1), "Z1, A1": (4, 8), "W2": (2, 4)}
    units = []
    for gid, (rows, columns) in shapes.items():
        units.append(box(ax, gid).get_height() / SIDES[scale](rows))
        units.append(box(ax, gid).get_width() / SIDES[scale](columns))
    np.testing.assert_allclose(units, units[0])
    assert ax.get_aspect() == 1


def test_a_slope_stands_right_below_its_matrix_and_has_its_size():
    ax = dnn.plot_shapes([6, 4, 2], 8, ax=new_ax(12, 6))
    pairs = {"X = A0": "dA0", "W1": "dW1", "b2": "db2", "Z1, A1": "dZ1, dA1", "Z2, AL, Y": "dZ2"}
    for gid, slope in pairs.items():
        above, below = box(ax, gid), box(ax, slope)
        assert above.get_width() == below.get_width()
        assert above.get_height() == below.get_height()
        assert middle(above)[0] == pytest.approx(middle(below)[0])
        assert above.get_y() > below.get_y() + below.get_height()
        assert below.get_hatch()


def test_the_way_forward_points_right_and_the_way_back_left():
    ax = dnn.plot_shapes([6, 4, 2], 8, ax=new_ax(12, 6))
    ends = {gid: box(ax, gid).get_path().vertices for gid in ("forward", "backward")}
    assert ends["forward"][0, 0] < ends["forward"][2, 0]
    assert ends["backward"][0, 0] > ends["backward"][2, 0]
    assert ends["forward"][0, 1] > ends["backward"][0, 1]


def test_every_box_has_its_names_its_dimensions_and_every_layer_its_equations():
    ax = dnn.plot_shapes([12288, 20, 1], 209, ax=new_ax(12, 6))
    said = texts(ax)
    assert {"X = A0", "(12288, 209)", "dW1", "(20, 12288)", "db2", "(1, 1)"} <= set(said)
    assert said.count("(20, 12288)") == 2
    assert "(1) Z1 = W1 A0 + b1   (2) A1 = g(Z1)" in said
    assert "(1) Z2 = W2 A1 + b2   (2) AL = g(Z2)" in said
    assert is_drawn(ax.figure)


@pytest.mark.parametrize(
    ("dims", "m", "words"),
    [([4, 3, 1], 7, "\nsides to scale"), ([64, 1], 100, "square"), ([12288, 1], 209, "1 + log2")],
)
def test_the_title_says_to_which_scale(dims, m, words):
    title = dnn.plot_shapes(dims, m, ax=new_ax()).get_title()
    assert words in title
    assert f"m = {m}" in title


def test_no_two_boxes_and_no_two_texts_of_a_lane_overlap():
    with pyplot_figure():
        ax = dnn.plot_shapes([12288, 20, 7, 5, 1], 209)
        ax.figure.canvas.draw()
        boxes = [text.get_window_extent() for text in ax.texts]
        boxes += [ax.title.get_window_extent()]
        overlaps = [a for k, a in enumerate(boxes) for b in boxes[:k] if a.overlaps(b)]
        assert not overlaps
        inside = ax.figure.bbox
        assert all(inside.contains(*b.min) and inside.contains(*b.max) for b in boxes)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([4, 1], 0), "m, the number of examples, must be a whole number from 1 up; got 0"),
        (([4, 1], 7, "cubic"), "unknown scale 'cubic'. Known: linear, sqrt, log"),
        (("no", 7), "layer_dims lists the units"),
    ],
)
def test_what_makes_no_pass_is_refused(arguments, words):
    dims, m, *scale = arguments
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_shapes(dims, m, scale=scale[0] if scale else None)


# --- paper and pyplot ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "draw", [dnn.plot_network, lambda dims, **k: dnn.plot_shapes(dims, 9, **k)]
)
def test_with_axes_pyplot_is_left_alone_and_without_a_figure_is_made(draw):
    with pyplot_untouched():
        draw(DIMS, ax=new_ax())
    with pyplot_figure():
        assert is_drawn(draw(DIMS).figure)


@pytest.mark.parametrize(("colour", "is_dark"), [("none", False), ("white", False), ("#111", True)])
def test_what_is_written_can_be_read_on_any_figure(colour, is_dark):
    ax = on_paper(Figure(facecolor=colour).add_subplot(title="t", xlabel="x"))
    paper = luminance(ax.figure.get_facecolor())
    assert (paper < 0.5) == is_dark
    for text in (ax.title, ax.xaxis.label, ax.get_xticklabels()[0]):
        assert abs(luminance(text.get_color()) - paper) > 0.5
    corner = pixels(ax.figure)[0, 0]
    assert (corner < 128) == is_dark


def test_axes_and_figures_are_told_from_what_is_neither():
    with pytest.raises(ValueError, match=r"ax must be one matplotlib Axes.* got a ndarray"):
        new_axes(Figure().subplots(2), 1, 1)
    with pytest.raises(
        ValueError, match="figure must be a matplotlib Figure or SubFigure; got a Axes"
    ):
        new_figure(new_ax(), 1, 1)
