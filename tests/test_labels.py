"""Nothing silent: labels that no output means, numbers that were lost, arrays that are none."""

import warnings

import numpy as np
import pytest

import dnn

X = np.random.RandomState(0).randn(3, 6)
START = dnn.initialize_parameters_deep([3, 2, 1])
AL = np.array([[0.2, 0.4, 0.6, 0.8, 0.3, 0.5]])

REMEDIES = {
    "1 and 2": ([1, 2, 2, 1, 1, 2], "Y - 1", lambda Y: Y - 1),
    "-1 and 1": ([-1, 1, 1, -1, 1, 1], "(Y + 1) / 2", lambda Y: (Y + 1) / 2),
    "0 and 255": ([0, 255, 0, 255, 0, 0], "Y / 255", lambda Y: Y / 255),
    "-1 and 0": ([-1, 0, 0, -1, 0, 0], "Y + 1", lambda Y: Y + 1),
    "3 and 7": ([3, 7, 7, 3, 3, 3], "Y == 7", lambda Y: Y == 7),
    "0 to 5": ([0, 1, 2, 3, 4, 5], "one_hot(Y), with 6 units", None),
    "1 to 3": ([1, 2, 3, 3, 2, 1], "one_hot(np.unique(Y, return_inverse=True)[1])", None),
    "all 2": ([2, 2, 2, 2, 2, 2], "all labels are the same", None),
}
DOORS = {
    "L_layer_model": lambda Y: dnn.L_layer_model(X, Y, [3, 2, 1], num_iterations=2),
    "two_layer_model": lambda Y: dnn.two_layer_model(X, Y, (3, 2, 1), num_iterations=2),
    "fit": lambda Y: dnn.fit(X, Y, [3, 2, 1], num_iterations=2),
    "train": lambda Y: dnn.train(X, Y, START),
    "compute_cost": lambda Y: dnn.compute_cost(AL, Y),
    "predict": lambda Y: dnn.predict(X, Y, START),
    "fit's validation": lambda Y: dnn.fit(X, (X[:1] > 0) * 1, [3, 2, 1], validation=(X, Y)),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("case", REMEDIES)
@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.float32, np.float64])
def test_whole_numbers_that_a_sigmoid_cannot_mean_are_refused_with_the_remedy(door, case, dtype):
    values, remedy, mend = REMEDIES[case]
    Y = np.array([values], np.int16 if dtype == np.int8 and max(values) > 127 else dtype)
    with pytest.raises(ValueError, match=r"labels are 0 or 1, but [yY] holds") as error:
        DOORS[door](Y)
    assert remedy.replace("Y", "y") in str(error.value).replace("Y", "y")
    if mend is not None:
        DOORS[door](mend(Y))  # a remedy that is obeyed helps


def test_the_remedy_for_several_classes_trains_when_it_is_obeyed():
    Y = np.array([[1, 2, 3, 3, 2, 1]])
    with pytest.raises(ValueError, match="with 3 units in the last layer and output='softmax'"):
        dnn.fit(X, Y, [3, 2, 1])
    columns = dnn.one_hot(np.unique(Y, return_inverse=True)[1].reshape(-1))
    run = dnn.fit(X, columns, [3, 2, 3], output="softmax", num_iterations=5)
    assert run.iterations == 5


@pytest.mark.parametrize("good", [[0, 1, 1, 0, 0, 1], [0.5, 1, 0, 0.25, 0, 1], [True] * 6])
def test_labels_from_0_to_1_are_taken_without_a_word(good):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for door in DOORS.values():
            door(np.array([good]))


@pytest.mark.parametrize("door", ["L_layer_model", "two_layer_model", "fit", "train"])
def test_other_numbers_outside_0_to_1_are_warned_of_once_and_trained_on(door):
    Y = np.array([[0.5, 1.7, -0.2, 0.0, 1.0, 0.3]])
    with pytest.warns(dnn.LabelWarning) as caught:
        DOORS[door](Y)
    assert len(caught) == 1
    assert "Y[0, 1] is 1.7 (2 of 6 lie outside)" in str(caught[0].message)
    assert issubclass(dnn.LabelWarning, UserWarning)


def test_softmax_columns_with_a_negative_entry_are_refused_though_they_add_up_to_1():
    Y = np.array([[2.0, 0, 1, 0, 1, 0], [-1.0, 1, 0, 1, 0, 1]])
    parameters = dnn.initialize_parameters_deep([3, 2])
    with pytest.raises(ValueError, match="column 0 is"):
        dnn.train(X, Y, parameters, output="softmax")
    with pytest.raises(ValueError, match="within 0 to 1, but column 0 is"):
        dnn.compute_cost(np.full((2, 6), 0.5), Y, output="softmax")


def test_the_first_of_several_columns_that_do_not_add_up_to_1_is_shown():
    Y = np.array([[1.0, 0.5, 0.2, 1, 0, 1], [0.0, 0.25, 0.2, 0, 1, 0]])
    words = r"must add up to 1, but column 1 is \[0.5, 0.25\]; make them with one_hot\(labels, 2\)"
    with pytest.raises(ValueError, match=words):
        dnn.train(X, Y, dnn.initialize_parameters_deep([3, 2]), output="softmax")


def test_predict_refuses_numbers_of_classes_that_the_network_does_not_tell():
    parameters = dnn.initialize_parameters_deep([3, 3])
    y = [1, 2, 3, 3, 2, 1]
    with pytest.raises(ValueError, match=r"3 classes apart, 0 to 2, but y goes from 1 to 3; pass"):
        dnn.predict(X, y, parameters, output="softmax")
    dnn.predict(X, np.array(y) - 1, parameters, output="softmax")


# --- the cost -----------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("wrong", [1.788, -0.1, 1 + 1e-6])
def test_an_output_outside_its_interval_is_refused_by_place(output, wrong):
    AL = np.full((2, 3), 0.5)
    AL[1, 2] = wrong
    Y = np.array([[1, 0, 1], [0, 1, 0]])
    with pytest.raises(ValueError, match=r"AL\[1, 2\] is .*were AL and Y swapped, or Z passed"):
        dnn.compute_cost(AL, Y, output=output)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_output_beyond_its_interval_by_rounding_alone_has_a_cost(dtype):
    above = np.nextafter(dtype(1), dtype(2), dtype=dtype)
    cost = dnn.compute_cost(np.array([[above, 0.5]], dtype), np.array([[1, 0]]))
    assert cost == dnn.compute_cost(np.array([[1.0, 0.5]], dtype), np.array([[1, 0]]))


def test_a_linear_output_may_be_any_number():
    assert dnn.compute_cost(np.array([[17.0]]), np.array([[15.0]]), output="linear") == 2.0


@pytest.mark.parametrize("output", dnn.OUTPUTS)
def test_a_cost_that_is_lost_names_the_entry_that_is_NaN(output):
    AL, Y = np.full((2, 3), 0.5), np.array([[1, 0, 1], [0, 1, 0]])
    AL[0, 1] = np.nan
    with pytest.raises(ValueError, match=r"cost is nan, since AL\[0, 1\] is nan \(unit 0 of exam"):
        dnn.compute_cost(AL, Y, output=output)


def test_a_label_that_is_NaN_is_named_too():
    with pytest.raises(ValueError, match=r"Y\[0, 1\] is nan"):
        dnn.compute_cost(AL, np.array([[0, np.nan, 1, 0, 1, 0]]))


def test_a_loop_by_hand_ends_at_the_step_where_NaN_began():
    parameters, Y, costs = START, (X[:1] > 0) * 1, []

    def loop(parameters):
        for i in range(2000):
            rate = np.inf if i == 3 else 0.1
            AL, caches = dnn.L_model_forward(X, parameters)
            costs.append(dnn.compute_cost(AL, Y))
            grads = dnn.L_model_backward(AL, Y, caches)
            parameters = {name: p - rate * grads[f"d{name}"] for name, p in parameters.items()}

    with np.errstate(all="ignore"), pytest.raises(ValueError, match=r"since AL\[0, 0\] is nan"):
        loop(parameters)
    assert len(costs) == 4
    assert np.isfinite(costs).all()


def test_a_loss_too_large_for_a_float_is_no_silent_infinity():
    lost = pytest.raises(ValueError, match="AL is so far from Y that the loss is no finite")
    with np.errstate(over="ignore"), lost:
        dnn.compute_cost(np.array([[1e300]]), np.array([[0.0]]), output="linear")


# --- what is no array of numbers ----------------------------------------------------------------


class DataFrame:  # the face that pandas and polars show
    shape = (6, 3)


STRANGERS = {
    "masked": (np.ma.masked_array(X, X > 2), "is a masked array.*X.filled"),
    "matrix": (X.view(np.matrix), r"is a np.matrix.*pass np.asarray\(X\)"),
    "table": (DataFrame(), r"is a DataFrame.*X.to_numpy\(\).T"),
    "list": (X.tolist(), r"got a list of 3, not an array"),
    "text": (X.astype(str), r"text: pass X.astype\(float\)"),
    "objects": (X.astype(object), r"Python objects.*X.astype\(float\)"),
    "dates": (X.astype("M8[D]"), "dates: pass the days since the first"),
    "spans": (X.astype("m8[D]"), "spans of time: pass days"),
    "complex": (X.astype(complex), "complex numbers: pass the real part, X.real"),
    "string": ("X", "got a str of 1, not an array"),
}
ENTRANCES = {
    "L_model_forward": lambda X: dnn.L_model_forward(X, START),
    "train": lambda X: dnn.train(X, np.zeros((1, 6)), START),
    "fit": lambda X: dnn.fit(X, np.zeros((1, 6)), [3, 2, 1]),
    "predict": lambda X: dnn.predict(X, None, START),
    "standardize": lambda X: dnn.standardize(X),
    "diagnose": lambda X: dnn.diagnose([0.7, 0.5, 0.4], X=X),
}


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_is_no_array_of_numbers_is_refused_with_the_remedy(entrance, stranger):
    value, words = STRANGERS[stranger]
    with pytest.raises(dnn.ShapeError, match=words):
        ENTRANCES[entrance](value)


@pytest.mark.parametrize("name", dnn.ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["bool", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"])
def test_whole_numbers_of_any_width_go_through_every_activation_as_float64(name, dtype):
    Z = np.array([[0, 1, 1, 0], [1, 1, 0, 0]]) if dtype == "bool" else np.array([[0, 3], [120, 7]])
    g, g_backward = dnn.ACTIVATIONS[name]
    A, _ = g(Z.astype(dtype))
    expected, _ = g(Z.astype(np.float64))
    assert A.dtype == np.float64
    np.testing.assert_array_equal(A, expected)
    dZ = g_backward(Z.astype(dtype), Z.astype(dtype))
    np.testing.assert_array_equal(dZ, g_backward(Z * 1.0, Z * 1.0))
    assert dZ.dtype == np.float64


@pytest.mark.skipif(np.finfo(np.longdouble).max <= np.finfo(np.float64).max, reason="no wider")
def test_a_longdouble_beyond_float64_is_refused_and_one_within_becomes_float64():
    wide = X.astype(np.longdouble)
    assert dnn.fit(wide, np.ones((1, 6)), [3, 1], num_iterations=1).parameters["W1"].dtype == "f8"
    wide[1, 2] = np.longdouble(10) ** 400
    with pytest.raises(
        ValueError, match=r"X\[1, 2\] is 1e\+400, beyond the largest number of float6"
    ):
        dnn.fit(wide, np.ones((1, 6)), [3, 1])


def test_a_number_beyond_float32_is_refused_where_float32_is_asked_for():
    with pytest.raises(ValueError, match=r"X\[0, 0\] is .*beyond the largest number of float32"):
        dnn.fit(X * 1e300, np.ones((1, 6)), [3, 1], dtype="float32")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_pictures_within_0_to_1_are_not_divided_again_and_it_says_so(dtype):
    pictures = np.linspace(0, 1, 24).reshape(2, 2, 2, 3).astype(dtype)
    with pytest.warns(UserWarning, match="within 0 to 1 already, so they are not divided by 255"):
        columns = dnn.flatten_images(pictures)
    np.testing.assert_array_equal(columns, pictures.reshape(2, -1).T)
    np.testing.assert_array_equal(
        dnn.flatten_images(pictures * 255), pictures.reshape(2, -1).T * 255 / 255
    )


@pytest.mark.parametrize("door", ["L_layer_model", "fit", "train"])
def test_no_example_is_called_that(door):
    calls = {
        "L_layer_model": lambda X, Y: dnn.L_layer_model(X, Y, [3, 1]),
        "fit": lambda X, Y: dnn.fit(X, Y, [3, 1]),
        "train": lambda X, Y: dnn.train(X, Y, dnn.initialize_parameters_deep([3, 1])),
    }
    with pytest.raises(dnn.ShapeError, match=r"X is \(3, 0\): there is no example"):
        calls[door](np.zeros((3, 0)), np.zeros((1, 0)))
    with pytest.raises(dnn.ShapeError, match="it is empty, there is no example"):
        dnn.compute_cost(np.zeros((1, 0)), np.zeros((1, 0)))
