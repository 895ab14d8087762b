"""What is said, to the word: where numbers, plurals and dots of a message have to be right."""

import warnings

import numpy as np
import pytest

import dnn
from dnn.text import in_one_line


def message(call):
    """Return the words of the ValueError that a call raises."""
    with pytest.raises(ValueError, match=r".") as error:
        call()
    return str(error.value)


def test_how_many_hidden_layers_there_are_is_told_when_the_activations_are_others():
    forward = lambda hidden: dnn.L_model_forward(  # noqa: E731
        np.ones((2, 1)), dnn.initialize_parameters_deep([2, 3, 3, 1]), hidden=hidden
    )
    told = "hidden names one activation for each of the 2 hidden layers, or one for all; got "
    assert message(lambda: forward(["relu"])) == f"{told}1: relu"
    assert message(lambda: forward([])) == f"{told}0: none"
    assert message(lambda: forward(["relu", "tanh", "relu"])) == f"{told}3: relu, tanh, relu"


@pytest.mark.parametrize("draw", [
    lambda: dnn.initialize_parameters_deep([2, 3, 1], scale=0),
    lambda: dnn.initialize_parameters_zeros([2, 3, 1]),
])  # fmt: skip
def test_a_warning_points_at_the_line_that_asked(draw):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        draw()
    (warning,) = caught
    assert warning.filename == __file__


def test_the_cost_of_an_output_that_prefers_nothing_has_its_name():
    ln2, ln3 = float(np.log(2)), float(np.log(3))
    sigmoid, softmax = dnn.OUTPUTS["sigmoid"].undecided, dnn.OUTPUTS["softmax"].undecided
    assert sigmoid(1) == ("ln 2", ln2)
    assert sigmoid(3) == ("3 ln 2", 3 * ln2)
    assert softmax(3) == ("ln 3", ln3)
    assert dnn.OUTPUTS["linear"].undecided is None


def test_the_entropy_of_the_labels_is_written_with_their_shares():
    sigmoid, softmax = dnn.OUTPUTS["sigmoid"].one_answer, dnn.OUTPUTS["softmax"].one_answer
    assert sigmoid(np.array([0.344])) == "H(0.344)"
    assert sigmoid(np.array([0.1, 0.2])) == "the sum of H over the 2 label rates"
    assert softmax(np.full(4, 0.25)) == "H(0.250, 0.250, 0.250, 0.250)"
    assert softmax(np.full(5, 0.2)) == "H(0.200, 0.200, 0.200, 0.200, ...)"


def test_a_column_that_is_not_one_hot_is_shown_up_to_six_entries():
    assert "[1.0, 1.0, 0.0, 0.0, 0.0, 0.0];" in message(
        lambda: dnn.from_one_hot(np.array([[1.0], [1], [0], [0], [0], [0]]))
    )
    assert "[1.0, 1.0, 0.0, 0.0, 0.0, 0.0, ...];" in message(
        lambda: dnn.from_one_hot(np.array([[1.0], [1], [0], [0], [0], [0], [0]]))
    )


@pytest.mark.parametrize(("outputs", "is_asked"), [(1, False), (2, True)])
def test_whether_it_was_a_softmax_is_asked_of_a_network_with_several_outputs(outputs, is_asked):
    parameters = dnn.initialize_parameters_deep([2, outputs])
    said = message(lambda: dnn.predict(np.ones((2, 4)), np.ones((3, 3)), parameters))
    assert ("output='softmax'" in said) is is_asked
    assert ("or a list of 4 labels" in said) is not is_asked


def test_labels_that_are_no_row_are_told_what_makes_one():
    assert message(lambda: dnn.one_hot(np.zeros((3, 1), int))).endswith("; use labels.T")
    assert "from_one_hot(labels)" in message(lambda: dnn.one_hot(np.zeros((3, 2), int)))


def test_whole_numbers_are_classes_as_far_as_floats_tell_them_apart():
    assert "labels[0] is 9007199254740992" in message(lambda: dnn.one_hot([2**53]))
    with pytest.raises((ValueError, MemoryError)) as error:
        dnn.one_hot([2**53 - 1])  # a class number, but of a matrix that no memory holds
    assert "must hold whole numbers" not in str(error.value)


def test_values_are_looked_at_in_numpy_arrays_only():
    da = pytest.importorskip("dask.array")

    def refuse(block):
        raise AssertionError("a lazy array was computed")

    AL = np.full((1, 4), 0.5)
    Y = da.map_blocks(refuse, da.from_array(np.ones((1, 4)), (1, 4)), dtype=float, meta=AL[:0, :0])
    assert isinstance(dnn.compute_cost(AL, Y), da.Array)
    assert isinstance(dnn.compute_cost(Y, AL * 0), da.Array)


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ((1, 3), "[[0 1 2]]"),
        ((1, 4), "[[0 1 2 ...]]"),
        ((2, 1), "[[0] ...]"),
        ((2, 4), "[[0 1 2 ...] ...]"),
    ],
)
def test_a_matrix_in_one_line_has_dots_for_the_columns_and_the_rows_left_out(shape, line):
    assert in_one_line(np.arange(float(np.prod(shape))).reshape(shape)) == line
