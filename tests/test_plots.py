"""Pictures, tested by what they hold."""

import io

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib import rcParams
from matplotlib.figure import Figure
from PIL import Image

import dnn
from dnn.plots.costs import bare_figure, save_figure

CLASSES = np.array([b"non-cat", b"cat"])


@pytest.fixture
def ax():
    return Figure().add_subplot()


def pixels(figure):
    """Return a figure as drawn, in shades of grey."""
    content = io.BytesIO()
    figure.savefig(content, format="png")
    return np.asarray(Image.open(content).convert("L"))


def curve(ax):
    """Return x and y of the first line."""
    return ax.get_lines()[0].get_data()


def colourful(m, side=4, channels=3):
    """Return m flattened pictures, and their labels."""
    rng = np.random.RandomState(0)
    return rng.rand(side * side * channels, m), rng.randint(0, 2, (1, m))


def shown(figure):
    """Return the pictures of a figure as arrays."""
    return [ax.get_images()[0].get_array() for ax in figure.axes]


@pytest.mark.parametrize("every", [1, 100, 250])
def test_cost_k_stands_at_iteration_k_times_every(ax, every):
    dnn.plot_costs([0.7, 0.5, 0.4], every=every, ax=ax)
    x, y = curve(ax)
    np.testing.assert_array_equal(x, [0, every, 2 * every])
    np.testing.assert_array_equal(y, [0.7, 0.5, 0.4])


def test_the_validation_curve_stands_beside_and_its_lowest_point_is_marked(ax):
    dnn.plot_costs([0.7, 0.5, 0.4, 0.3], 0.1, ax=ax, validation_costs=[0.8, 0.6, 0.65, 0.9])
    lines = {line.get_gid(): line for line in ax.get_lines()}
    assert lines.keys() == {"costs", "validation", "best"}
    np.testing.assert_array_equal(lines["costs"].get_ydata(), [0.7, 0.5, 0.4, 0.3])
    np.testing.assert_array_equal(lines["validation"].get_ydata(), [0.8, 0.6, 0.65, 0.9])
    np.testing.assert_array_equal(np.ravel(lines["best"].get_data()), [100, 0.6])
    assert lines["costs"].get_color() != lines["validation"].get_color()
    assert lines["costs"].get_linestyle() != lines["validation"].get_linestyle()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Learning rate = 0.1, training",
        "Learning rate = 0.1, validation",
        "lowest, at iteration 100",
    ]


def test_validation_costs_that_were_lost_are_never_the_lowest(ax):
    dnn.plot_costs([0.7, 0.5], ax=ax, validation_costs=[0.8, np.nan])
    (best,) = (line for line in ax.get_lines() if line.get_gid() == "best")
    assert best.get_ydata() == [0.8]


def test_validation_costs_must_be_as_many_as_the_costs(ax):
    with pytest.raises(ValueError, match="validation_costs must be as many as the costs, 2, but"):
        dnn.plot_costs([0.7, 0.5], ax=ax, validation_costs=[0.8])


def test_axes_are_labelled_and_the_title_has_the_learning_rate(ax):
    assert dnn.plot_costs([0.7], 0.0075, ax=ax) is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("iteration", "cost")
    assert ax.get_title() == "Learning rate = 0.0075"
    assert ax.get_legend() is None


def test_a_single_cost_can_be_seen(ax):
    blank = pixels(ax.figure).copy()
    dnn.plot_costs([0.7], ax=ax)
    assert ax.get_lines()[0].get_marker() == "o"
    assert (pixels(ax.figure) != blank).any()


@pytest.mark.parametrize(
    "costs",
    [
        [np.array(0.7), np.array(0.5)],
        (0.7, 0.5),
        np.array([0.7, 0.5]),
        np.array([[0.7, 0.5]]),
        iter([0.7, 0.5]),
    ],
)
def test_costs_come_as_the_model_returns_them_or_as_any_row_of_numbers(ax, costs):
    dnn.plot_costs(costs, ax=ax)
    np.testing.assert_array_equal(curve(ax)[1], [0.7, 0.5])


def test_costs_that_are_no_numbers_are_left_out_and_marked(ax):
    dnn.plot_costs([0.7, np.nan, 0.5, np.inf], ax=ax)
    line, lost = ax.get_lines()
    np.testing.assert_array_equal(line.get_ydata(), [0.7, np.nan, 0.5, np.nan])
    np.testing.assert_array_equal(lost.get_xdata(), [100, 300])
    assert "not a finite number" in [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ([], "there is no number in costs: was num_iterations 0"),
        (["a", "b"], "costs must be a list of numbers"),
        ([0.5, None], "costs must be a list of numbers"),
        (0.5, "costs must be a list of numbers"),
        ([[0.5], [0.4, 0.3]], "costs must be a list of numbers"),
        ({"W1": 1}, "costs must be a list of numbers"),
        (np.ones((2, 3)), r"costs must be one row of numbers, but the shape is \(2, 3\)"),
    ],
)
def test_costs_that_are_none_are_refused(ax, costs, words):
    with pytest.raises(ValueError, match=words):
        dnn.plot_costs(costs, ax=ax)


@pytest.mark.parametrize("every", [0, -1, 1.5, None])
def test_every_is_a_whole_number(ax, every):
    with pytest.raises(ValueError, match="every must be a whole number from 1 up; got"):
        dnn.plot_costs([0.7], every=every, ax=ax)


def test_several_curves_differ_in_grey_too(ax):
    for rate in (0.01, 0.001, 0.0001):
        dnn.plot_costs([0.7, rate], rate, ax=ax)
    lines = ax.get_lines()
    assert len({line.get_linestyle() for line in lines}) == 3
    assert len({line.get_color() for line in lines}) == 3
    texts = [text.get_text() for text in ax.get_legend().get_texts()]
    assert texts == [f"Learning rate = {rate}" for rate in (0.01, 0.001, 0.0001)]


def test_with_axes_given_pyplot_and_its_settings_are_left_alone(ax):
    before, settings = plt.get_fignums(), dict(rcParams)
    dnn.plot_costs([0.7], ax=ax)
    X, y = colourful(4)
    dnn.print_mislabeled_images(CLASSES, X, y, 1 - y, figure=Figure())
    assert plt.get_fignums() == before
    assert dict(rcParams) == settings


def test_without_axes_a_pyplot_figure_is_made_for_notebooks():
    plt.switch_backend("Agg")
    ax = dnn.plot_costs([0.7, 0.5])
    X, y = colourful(4)
    figure = dnn.print_mislabeled_images(CLASSES, X, y, 1 - y)
    try:
        assert {ax.figure.number, figure.number} <= set(plt.get_fignums())
    finally:
        plt.close(ax.figure)
        plt.close(figure)


def test_just_the_misclassified_pictures_are_shown_upright():
    X, y = colourful(6)
    p = y.astype(float)
    p[0, [1, 4]] = 1 - p[0, [1, 4]]
    figure = dnn.print_mislabeled_images(CLASSES, X, y, p, figure=bare_figure())
    expected = X.T.reshape(6, 4, 4, 3)[[1, 4]]
    np.testing.assert_array_equal(shown(figure), expected)
    names = ["non-cat", "cat"]
    assert [ax.get_title() for ax in figure.axes] == [
        f"Prediction: {names[1 - y[0, i]]}\nClass: {names[y[0, i]]}" for i in (1, 4)
    ]
    assert figure.get_suptitle() == "2 of 6 pictures are misclassified"
    assert len(np.unique(pixels(figure))) > 10


@pytest.mark.parametrize(
    ("m", "most", "count"), [(30, 20, 20), (30, 1, 1), (3, 20, 3), (30, 30, 30)]
)
def test_no_more_are_shown_than_asked_for_and_the_title_says_so(m, most, count):
    X, y = colourful(m)
    figure = dnn.print_mislabeled_images(CLASSES, X, y, 1 - y, most=most, figure=Figure())
    assert len(figure.axes) == count
    assert figure.get_suptitle().startswith(f"{m} of {m} pictures are misclassified")
    assert figure.get_suptitle().endswith(f"the first {count} of them") == (count < m)


def test_that_none_is_misclassified_is_said():
    X, y = colourful(5)
    figure = dnn.print_mislabeled_images(CLASSES, X, y, y.astype(float), figure=Figure())
    assert figure.axes == []
    assert figure.get_suptitle() == "None of 5 pictures is misclassified"


@pytest.mark.parametrize("names", [CLASSES, ["non-cat", "cat"], (b"non-cat", "cat")])
def test_class_names_are_bytes_or_text(names):
    X, _ = colourful(1)
    figure = dnn.print_mislabeled_images(names, X, [0], [1], figure=Figure())
    assert figure.axes[0].get_title() == "Prediction: cat\nClass: non-cat"


def test_class_names_are_no_formulas():
    X, _ = colourful(1)
    figure = dnn.print_mislabeled_images(["$x^$", "$\\bad"], X, [0], [1], figure=Figure())
    assert pixels(figure).any()


@pytest.mark.parametrize("shape", [(2, 8, 3), (8, 6, 1), (3, 4, 4)])
def test_pictures_of_another_shape_are_told_by_image_shape(shape):
    X, y = colourful(2)
    figure = dnn.print_mislabeled_images(CLASSES, X, y, 1 - y, image_shape=shape, figure=Figure())
    np.testing.assert_array_equal(np.array(shown(figure)).reshape(2, -1), X.T)
    assert pixels(figure).any()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"X": np.full((48, 2), 255.0)}, "X must hold shades from 0 to 1, .* from 255 to 255"),
        ({"X": np.full((48, 2), np.nan)}, "X must hold shades from 0 to 1"),
        ({"X": np.ones((10, 2))}, r"n_0 = 10 values, which does not make .* a square; give"),
        ({"X": np.ones(48)}, "X must be a matrix"),
        ({"y": [[0, 1, 1]]}, r"X holds 2 pictures, so y must be \(1, 2\), but it is \(1, 3\)"),
        ({"y": [[0], [1]]}, r"it is \(2, 1\); use y.T"),
        ({"p": [[0, 2]]}, r"p must hold the numbers of classes, 0 to 1 \(non-cat, cat\), .* 2"),
        ({"p": [[0, np.nan]]}, "but it holds nan"),
        ({"p": [[0, 0.7]]}, "but it holds 0.7"),
        ({"most": 0}, "most must be a whole number from 1 up; got 0"),
        ({"image_shape": (5, 5, 3)}, r"does not make a picture of image_shape \(5, 5, 3\)"),
    ],
)
def test_what_does_not_fit_is_said(change, words):
    arguments = {"X": np.ones((48, 2)), "y": [[0, 1]], "p": [[1, 0]], **change}
    with pytest.raises(ValueError, match=words):
        dnn.print_mislabeled_images(CLASSES, figure=Figure(), **arguments)


def test_arguments_stay_as_they_were():
    X, y = colourful(4)
    X.flags.writeable = y.flags.writeable = False
    dnn.print_mislabeled_images(CLASSES, np.asfortranarray(X), y, 1 - y, figure=Figure())


def test_a_saved_figure_is_a_png_of_its_size(tmp_path):
    figure = bare_figure(5, 2)
    dnn.plot_costs([0.7, 0.5], ax=figure.add_subplot())
    save_figure(tmp_path / "costs.png", figure)
    with Image.open(tmp_path / "costs.png") as image:
        assert (image.format, image.size) == ("PNG", (600, 240))
    assert [path.name for path in tmp_path.iterdir()] == ["costs.png"]
