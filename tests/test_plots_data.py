"""Decision boundaries, confusion matrices and pictures of weights, tested by their pixels."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from rendered import is_drawn, new_ax, pixels, pyplot_figure, pyplot_untouched, texts

import dnn
from dnn.plots.common import luminance

X = np.array([[-2.0, -1.0, 1.0, 2.0], [0.5, -1.0, 1.0, -0.5]])
Y = np.array([[0, 0, 1, 1]])


def right_half(points):
    return (points[:1] > 0.25).astype(float)


def regions(ax):
    """Return the colours of the plane, and the place of the middle of each column and row."""
    image = ax.get_images()[0]
    colours, (left, right, low, high) = np.asarray(image.get_array()), image.get_extent()
    rows, columns = colours.shape[:2]
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    return colours, x, low + (np.arange(rows) + 0.5) * (high - low) / rows


# --- plot_decision_boundary ---------------------------------------------------------------------


def test_the_plane_is_parted_where_the_function_parts_it():
    ax = new_ax()
    assert dnn.plot_decision_boundary(right_half, X, Y, ax=ax) is ax
    colours, x, _ = regions(ax)
    assert colours.shape == (200, 200, 3)
    left, right = colours[:, x < 0.25], colours[:, x > 0.25]
    assert len(np.unique(left.reshape(-1, 3), axis=0)) == 1
    assert len(np.unique(right.reshape(-1, 3), axis=0)) == 1
    assert abs(luminance(left[0, 0]) - luminance(right[0, 0])) > 0.08
    assert is_drawn(ax.figure)


def test_the_rendered_picture_has_both_regions_in_grey_and_a_dark_line_between():
    ax = Figure((5, 4)).add_axes((0, 0, 1, 1))
    dnn.plot_decision_boundary(right_half, X, Y, ax=ax)
    ax.get_legend().remove()
    row = pixels(ax.figure)[10].astype(int)
    width, (low, high) = row.size, ax.get_xlim()
    at = int(width * (0.25 - low) / (high - low))
    left, right = np.median(row[10 : at - 10]), np.median(row[at + 10 : -10])
    assert abs(left - right) > 20
    assert row[at - 5 : at + 6].min() < min(left, right) - 60


def test_up_is_up():
    ax = dnn.plot_decision_boundary(lambda points: points[1] > 0, X, Y, ax=new_ax())
    colours, _, y = regions(ax)
    assert (colours[y > 0] == colours[-1, 0]).all()
    assert (colours[y < -0.02] == colours[0, 0]).all()
    assert (colours[0, 0] != colours[-1, 0]).any()


def test_classes_differ_in_marker_too_and_stand_where_their_examples_are():
    ax = dnn.plot_decision_boundary(right_half, X, Y, classes=[b"non-cat", "cat"], ax=new_ax())
    first, second = (c for c in ax.collections if c.get_label() in ("non-cat", "cat"))
    np.testing.assert_array_equal(first.get_offsets(), X[:, :2].T)
    np.testing.assert_array_equal(second.get_offsets(), X[:, 2:].T)
    assert len(first.get_paths()[0].vertices) != len(second.get_paths()[0].vertices)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["non-cat", "cat"]


@pytest.mark.parametrize(
    "function",
    [
        right_half,
        lambda points: right_half(points)[0],
        lambda points: right_half(points).astype(bool),
        lambda points: right_half(points).astype(int),
        lambda points: 0.2 + 0.6 * right_half(points),
        lambda points: np.vstack([1 - right_half(points), right_half(points)]),
        lambda points: (right_half(points), ["caches"]),
    ],
)
def test_classes_probabilities_and_a_row_a_class_are_the_same_picture(function):
    expected, _, _ = regions(dnn.plot_decision_boundary(right_half, X, Y, ax=new_ax()))
    got, _, _ = regions(dnn.plot_decision_boundary(function, X, Y, ax=new_ax()))
    np.testing.assert_array_equal(got, expected)


def test_the_courses_function_of_rows_is_accepted():
    parameters = dnn.initialize_parameters_deep([2, 3, 1])
    by_columns, by_rows = (
        dnn.plot_decision_boundary(predict_function, X, Y, ax=new_ax())
        for predict_function in (
            lambda x: dnn.predict(x, None, parameters),
            lambda x: dnn.predict(x.T, None, parameters),
        )
    )
    np.testing.assert_array_equal(regions(by_rows)[0], regions(by_columns)[0])


@pytest.mark.parametrize("labels", [[2, 0, 1, 2], [[2, 0, 1, 2]], np.eye(3)[:, [2, 0, 1, 2]]])
def test_several_classes_come_as_numbers_or_one_hot(labels):
    def thirds(points):
        return np.digitize(points[0], [-0.5, 0.5])

    ax = dnn.plot_decision_boundary(thirds, X, np.array(labels), ax=new_ax())
    assert len(np.unique(regions(ax)[0].reshape(-1, 3), axis=0)) == 3
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["class 0", "class 1", "class 2"]


def test_two_examples_with_labels_in_a_row_are_not_taken_for_one_hot():
    ax = dnn.plot_decision_boundary(right_half, X[:, 1:3], Y[:, 1:3], ax=new_ax())
    assert len(ax.get_legend().get_texts()) == 2


def test_a_function_that_always_says_the_same_leaves_the_plane_in_one_colour():
    ax = dnn.plot_decision_boundary(lambda p: np.zeros((1, p.shape[1])), X, Y, ax=new_ax())
    assert len(np.unique(regions(ax)[0].reshape(-1, 3), axis=0)) == 1
    assert is_drawn(ax.figure)


def test_a_feature_that_never_varies_still_has_a_plane():
    ax = dnn.plot_decision_boundary(right_half, np.array([[1.0], [2.0]]), [1], ax=new_ax())
    assert ax.get_xlim() == (0, 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"X": np.ones((3, 4))}, r"two features, so X must be \(2, m\), but it is \(3, 4\)"),
        ({"X": X.T}, r"\(4, 2\); it looks transposed: examples are columns, so pass X.T"),
        ({"X": np.ones((2, 0))}, "there is no example"),
        ({"X": [[1, 2]]}, "X must be an array"),
        ({"X": np.full((2, 4), np.nan)}, r"X\[0, 0\] is nan"),
        ({"Y": [[0, 1]]}, "X holds m = 4 examples, but Y holds 2 labels"),
        ({"Y": [0, 1, 0.5, 1]}, r"Y must hold whole numbers from 0 up.* Y\[2\] is 0.5"),
        ({"predict_function": None}, "must be a function of points.* got a NoneType"),
        ({"predict_function": lambda p: 3 * p[0]}, "class numbers, or probabilities from 0 to 1"),
        ({"predict_function": lambda p: p[0, :7] > 0}, r"one prediction each.* returned \(7,\)"),
        ({"predict_function": lambda p: ["a"] * p.shape[1]}, "one prediction each"),
        ({"steps": 1}, "steps must be a whole number from 2 up; got 1"),
        ({"classes": ["only"]}, "classes names the classes 0 to 0, but there is a class 1"),
    ],
)
def test_what_makes_no_boundary_is_refused(change, words):
    arguments = {"predict_function": right_half, "X": X, "Y": Y, **change}
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_decision_boundary(**arguments)


def test_of_a_function_that_takes_neither_columns_nor_rows_the_first_error_is_told():
    parameters = dnn.initialize_parameters_deep([5, 1])
    with pytest.raises(ValueError, match=r"X must have 5 rows.* but it is \(2, 40000\)"):
        dnn.plot_decision_boundary(lambda x: dnn.predict(x, None, parameters), X, Y)


# --- plot_confusion -----------------------------------------------------------------------------


def test_counts_stand_in_their_cells_and_light_cells_are_where_most_are():
    M = np.array([[8, 2, 0], [1, 1, 0], [0, 30, 70]])
    ax = dnn.plot_confusion(M, ["a", "b", "$c"], ax=new_ax())
    assert {text.get_position(): text.get_text() for text in ax.texts} == {
        (j, k): str(M[k, j]) for k in range(3) for j in range(3)
    }
    np.testing.assert_allclose(ax.get_images()[0].get_array()[0], [0.8, 0.2, 0])
    assert [t.get_text() for t in ax.get_xticklabels()] == ["a", "b", r"\$c"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert ax.get_title() == "79 of 112 right (70.5 %)"
    assert is_drawn(ax.figure)


def test_every_count_can_be_read_on_its_cell():
    M = np.array([[100 - 5 * k, 5 * k] for k in range(21)])
    for row in M:
        ax = dnn.plot_confusion([row, row], ax=new_ax())
        image = ax.get_images()[0]
        colours = image.to_rgba(image.get_array())
        for text in ax.texts:
            j, k = text.get_position()
            assert abs(luminance(text.get_color()) - luminance(colours[k, j, :3])) > 0.3


def test_of_many_classes_the_colours_alone_are_drawn():
    ax = dnn.plot_confusion(np.diag(np.arange(30)), ax=new_ax())
    assert texts(ax) == []
    assert len(ax.get_xticks()) == 30


@pytest.mark.parametrize(
    ("matrix", "classes", "words"),
    [
        (np.ones((2, 3)), None, r"a confusion matrix is \(n, n\).* but it is \(2, 3\)"),
        ([], None, r"but it is \(0,\)"),
        (np.zeros((2, 2)), None, "counts no example"),
        ([[0.5, 1], [1, 1]], None, "holds counts"),
        ([[-1, 1], [1, 1]], None, "holds counts"),
        ([[np.nan, 1], [1, 1]], None, "holds counts"),
        ([["a", "b"], ["c", "d"]], None, "holds counts"),
        ([[1, 1], [1, 1]], ["a"], "the matrix has 2 classes, but classes has 1 names"),
    ],
)
def test_what_is_no_confusion_matrix_is_refused(matrix, classes, words):
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_confusion(matrix, classes)


# --- plot_weights and plot_mislabeled -----------------------------------------------------------


def shown(figure):
    return [np.asarray(ax.get_images()[0].get_array()) for ax in figure.axes]


def test_a_row_of_weights_is_a_picture_in_which_mid_grey_is_zero():
    W = np.zeros((2, 4 * 4 * 3))
    W[0, :2], W[1, 5] = (2.0, -1.0), -0.1
    figure = dnn.plot_weights(W, figure=Figure())
    first, second = shown(figure)
    assert first.shape == (4, 4, 3)
    np.testing.assert_allclose(first.ravel()[:3], [1, 0.25, 0.5])
    assert second.ravel()[5] == 0
    assert [ax.get_title() for ax in figure.axes] == ["unit 1", "unit 2"]
    assert figure.get_suptitle() == "W1, 2 rows as pictures\nmid grey is weight 0"
    assert (pixels(figure) == 127).any() or (pixels(figure) == 128).any()


@pytest.mark.parametrize(
    ("n_0", "image_shape", "expected"),
    [(784, None, (28, 28)), (12, None, (2, 2, 3)), (24, (2, 4, 3), (2, 4, 3))],
)
def test_the_shape_of_the_pictures_is_found_or_given(n_0, image_shape, expected):
    parameters = dnn.initialize_parameters_deep([n_0, 3, 1])
    figure = dnn.plot_weights(parameters, image_shape, figure=Figure())
    assert [picture.shape for picture in shown(figure)] == [expected] * 3


def test_no_more_units_are_drawn_than_asked_for_and_weights_of_zero_are_grey():
    figure = dnn.plot_weights(np.zeros((30, 12)), most=7, figure=Figure())
    assert len(figure.axes) == 7
    assert "the first 7 of 30 rows" in figure.get_suptitle()
    assert len(dnn.plot_weights(np.zeros((30, 12)), figure=Figure()).axes) == 20
    assert all((picture == 0.5).all() for picture in shown(figure))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((np.ones((2, 10)),), "n_0 = 10 weights, which does not make a picture of a square"),
        ((np.ones((2, 12)), (2, 3, 3)), r"a picture of image_shape \(2, 3, 3\)"),
        ((np.ones((2, 12)), (3, 4)), r"a picture of image_shape \(3, 4\)"),
        ((np.ones(12),), "W1 must be a matrix"),
        ((np.full((1, 12), np.inf),), r"W1\[0, 0\] is inf"),
        (({"W2": np.ones((2, 12))},), "parameters has no W1"),
    ],
)
def test_weights_that_are_no_pictures_are_refused(arguments, words):
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_weights(*arguments)


def test_misclassified_pictures_are_those_that_the_course_prints():
    rng = np.random.RandomState(0)
    pictures, y = rng.rand(48, 6), rng.randint(0, 3, (1, 6))
    p = (y + np.array([0, 1, 0, 0, 1, 0])) % 3
    ours = dnn.plot_mislabeled(pictures, y, p, classes=["a", "b", "c"], figure=Figure())
    course = dnn.print_mislabeled_images(["a", "b", "c"], pictures, y, p, figure=Figure())
    np.testing.assert_array_equal(shown(ours), shown(course))
    assert [a.get_title() for a in ours.axes] == [a.get_title() for a in course.axes]
    numbered = dnn.plot_mislabeled(pictures, y, p, figure=Figure(facecolor="black"))
    assert numbered.axes[0].get_title() == f"Prediction: {p[0, 1]}\nClass: {y[0, 1]}"
    assert luminance(numbered.axes[0].title.get_color()) > 0.9


def test_labels_that_are_no_classes_are_refused():
    with pyplot_untouched(), pytest.raises(ValueError, match="but it holds nan"):
        dnn.plot_mislabeled(np.ones((12, 2)), [0, np.nan], [0, 1])


# --- pyplot -------------------------------------------------------------------------------------

PICTURES = {
    "boundary": (lambda **k: dnn.plot_decision_boundary(right_half, X, Y, **k), "ax"),
    "confusion": (lambda **k: dnn.plot_confusion([[5, 1], [2, 4]], **k), "ax"),
    "weights": (lambda **k: dnn.plot_weights(np.eye(12), **k), "figure"),
    "mislabeled": (lambda **k: dnn.plot_mislabeled(np.eye(12), [0] * 12, [1] * 12, **k), "figure"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_with_axes_pyplot_is_left_alone_and_without_a_figure_is_made(name):
    draw, argument = PICTURES[name]
    with pyplot_untouched():
        draw(**{argument: new_ax() if argument == "ax" else Figure()})
    with pyplot_figure():
        drawn = draw()
        assert is_drawn(drawn.figure)
