"""Every wrong shape is refused in the textbook's terms, and its cause is told where it shows."""

import numpy as np
import pytest
from networks import drawn

import dnn

X, Y, PARAMETERS = drawn([5, 4, 3, 1], m=7)
AL, CACHES = dnn.L_model_forward(X, PARAMETERS)
GRADS = dnn.L_model_backward(AL, Y, CACHES)


def zeros(*shape):
    return np.zeros(shape)


def without(mapping, name):
    return {key: value for key, value in mapping.items() if key != name}


def with_cache(l, A_prev=None, W=None, b=None, Z=None):
    """Return the caches with one array of layer l put in place of the right one."""
    (A_right, W_right, b_right), Z_right = CACHES[l - 1]
    parts = [
        new if new is not None else right
        for new, right in ((A_prev, A_right), (W, W_right), (b, b_right), (Z, Z_right))
    ]
    return [*CACHES[: l - 1], (tuple(parts[:3]), parts[3]), *CACHES[l:]]


ERRORS = {
    "A_prev does not fit W": (
        lambda: dnn.linear_forward(zeros(5, 7), zeros(3, 4), zeros(3, 1)),
        "(1) Z = W A_prev + b: W is (3, 4), so A_prev must have 4 rows (n_prev = 4), but it is "
        "(5, 7)",
    ),
    "A_prev is transposed": (
        lambda: dnn.linear_forward(zeros(7, 4), zeros(3, 4), zeros(3, 1)),
        "but it is (7, 4); it looks transposed: examples are columns, so pass its .T",
    ),
    "W is transposed": (
        lambda: dnn.linear_forward(zeros(4, 7), zeros(4, 3), zeros(4, 1)),
        "W looks transposed: it is (units, inputs)",
    ),
    "b is of rank 1": (
        lambda: dnn.linear_forward(zeros(4, 7), zeros(3, 4), zeros(3)),
        "W is (3, 4), so b must be (3, 1), a column with one row per unit, but it is (3,); "
        "reshape it to (3, 1)",
    ),
    "b is a row": (
        lambda: dnn.linear_forward(zeros(4, 7), zeros(3, 4), zeros(1, 3)),
        "but it is (1, 3); reshape it to (3, 1)",
    ),
    "b is of another layer": (
        lambda: dnn.linear_forward(zeros(4, 7), zeros(3, 4), zeros(2, 1)),
        "but it is (2, 1)",
    ),
    "A_prev is of rank 1": (
        lambda: dnn.linear_forward(zeros(4), zeros(3, 4), zeros(3, 1)),
        "A_prev must be a matrix (n_prev, m): one column per example, but it is (4,); reshape it",
    ),
    "A_prev is a list": (
        lambda: dnn.linear_forward([[1.0]], zeros(1, 1), zeros(1, 1)),
        "A_prev must be an array (n_prev, m): one column per example; got a list of 1, not an "
        "array",
    ),
    "W is of rank 1": (
        lambda: dnn.linear_forward(zeros(4, 7), zeros(4), zeros(1, 1)),
        "W must be a matrix (n, n_prev): a row per unit, a column per input, but it is (4,)",
    ),
    "an unknown activation": (
        lambda: dnn.linear_activation_forward(X, PARAMETERS["W1"], PARAMETERS["b1"], "rellu"),
        "unknown activation 'rellu', did you mean 'relu'? Known: relu, sigmoid",
    ),
    "an activation that is a function": (
        lambda: dnn.linear_activation_backward(AL, CACHES[-1], dnn.sigmoid),
        "Known: relu, sigmoid",
    ),
    "X with other rows": (
        lambda: dnn.L_model_forward(zeros(6, 7), PARAMETERS),
        "layer 1, (1) Z = W A_prev + b: W1 is (4, 5), so X must have 5 rows (n_0 = 5), but it is "
        "(6, 7); the parameters belong to a network [5, 4, 3, 1], was it trained on other data?",
    ),
    "X transposed": (
        lambda: dnn.L_model_forward(X.T, PARAMETERS),
        "but it is (7, 5); it looks transposed: examples are columns, so pass X.T",
    ),
    "A1 in place of X": (
        lambda: dnn.L_model_forward(zeros(4, 7), PARAMETERS),
        "n_1 = 4 would fit: is this A1 in place of X?",
    ),
    "pictures that are not flattened": (
        lambda: dnn.L_model_forward(zeros(7, 8, 8, 3), PARAMETERS),
        "but it is (7, 8, 8, 3); turn pictures into columns with flatten_images",
    ),
    "layers that do not fit together": (
        lambda: dnn.L_model_forward(X, {**PARAMETERS, "W2": zeros(3, 6)}),
        "layer 2, (1) Z = W A_prev + b: W2 is (3, 6), so layer 1 must have n_1 = 6 units, but W1 "
        "is (4, 5), which makes 4",
    ),
    "a transposed W in the middle": (
        lambda: dnn.L_model_forward(X, {**PARAMETERS, "W2": zeros(4, 3), "b2": zeros(4, 1)}),
        "W2 looks transposed",
    ),
    "a missing key": (
        lambda: dnn.L_model_forward(X, without(PARAMETERS, "b2")),
        "parameters has no b2: for 3 layers the keys are W1, b1, W2, b2, W3, b3, but here they "
        "are W1, b1, W2, W3, b3",
    ),
    "no parameters": (lambda: dnn.L_model_forward(X, {}), "has no W1, b1"),
    "parameters that are a tuple": (
        lambda: dnn.L_model_forward(X, (PARAMETERS, [])),
        "parameters must be a dict of W1, b1, ..., WL, bL as initialize_parameters_deep returns "
        "it; got a tuple of 2, not an array",
    ),
    "labels as a column": (
        lambda: dnn.compute_cost(AL, Y.T),
        "AL is (1, 7), so Y must be (1, 7) too, but it is (7, 1), labels as a column; use Y.T",
    ),
    "labels as a rank-1 array": (
        lambda: dnn.compute_cost(AL, Y[0]),
        "but it is the rank-1 array (7,); use Y.reshape(1, 7)",
    ),
    "labels of other examples": (
        lambda: dnn.compute_cost(AL, zeros(1, 9)),
        "Y holds 9 examples, not 7",
    ),
    "labels as a list": (
        lambda: dnn.compute_cost(AL, [0] * 7),
        "but it is a list of 7, not an array",
    ),
    "dZ of another layer": (
        lambda: dnn.linear_backward(zeros(2, 7), CACHES[1][0]),
        "(7) dW = dZ A_prev^T / m: W is (3, 4) and A_prev is (4, 7), so dZ must be (3, 7), but it "
        "is (2, 7)",
    ),
    "dZ transposed": (
        lambda: dnn.linear_backward(zeros(7, 3), CACHES[1][0]),
        "but it is (7, 3); it looks transposed",
    ),
    "a whole cache for a linear one": (
        lambda: dnn.linear_backward(zeros(3, 7), CACHES[1]),
        "that looks like a whole cache ((A_prev, W, b), Z), pass its first part",
    ),
    "a linear cache for a whole one": (
        lambda: dnn.linear_activation_backward(zeros(3, 7), CACHES[1][0], "relu"),
        "a cache is ((A_prev, W, b), Z), the second value that linear_activation_forward returns",
    ),
    "dA does not fit Z": (
        lambda: dnn.relu_backward(zeros(3, 7), zeros(3, 8)),
        "(6) dZ = dA * g'(Z): dA must have the shape of Z, (3, 8), but it is (3, 7)",
    ),
    "dA transposed": (
        lambda: dnn.sigmoid_backward(zeros(7, 3), zeros(3, 7)),
        "it looks transposed",
    ),
    "labels as a column on the way back": (
        lambda: dnn.L_model_backward(AL, Y.T, CACHES),
        "labels as a column; use Y.T",
    ),
    "AL of another pass": (
        lambda: dnn.L_model_backward(zeros(1, 9), zeros(1, 9), CACHES),
        "layer 3, (2) A = g(Z): Z3 in caches[2] is (1, 7), so AL must be (1, 7) too, but it is "
        "(1, 9)",
    ),
    "no caches": (
        lambda: dnn.L_model_backward(AL, Y, []),
        "caches is the list of ((A_prev, W, b), Z), one per layer, that L_model_forward returns; "
        "got a list of 0",
    ),
    "a cache of another kind": (
        lambda: dnn.L_model_backward(AL, Y, [*CACHES[:2], CACHES[2][0]]),
        "layer 3, a cache is ((A_prev, W, b), Z)",
    ),
    "X in place of A_prev": (
        lambda: dnn.L_model_backward(AL, Y, with_cache(2, A_prev=X)),
        "layer 2, (1) Z = W A_prev + b: W2 is (3, 4), so A_prev must have 4 rows (n_1 = 4), but it "
        "is (5, 7); that is the shape of X: was X passed for A_prev?",
    ),
    "a Z of another shape in the caches": (
        lambda: dnn.L_model_backward(AL, Y, with_cache(2, Z=zeros(2, 7))),
        "layer 2, (1) Z = W A_prev + b: W2 is (3, 4) and A_prev is (4, 7), so Z2 must be (3, 7), "
        "but it is (2, 7)",
    ),
    "caches of two passes": (
        lambda: dnn.L_model_backward(AL, Y, with_cache(1, A_prev=zeros(5, 9), Z=zeros(4, 9))),
        "layer 1, (2) A = g(Z): Z1 in caches[0] is (4, 9), so A_prev in caches[1] must be (4, 9) "
        "too, but it is (4, 7)",
    ),
    "a missing slope": (
        lambda: dnn.update_parameters(PARAMETERS, without(GRADS, "db2"), 0.1),
        "grads has no db2, the slope of b2; its keys are",
    ),
    "a slope without keepdims": (
        lambda: dnn.update_parameters(PARAMETERS, {**GRADS, "db1": zeros(4)}, 0.1),
        "b1 is (4, 1), so db1 must be (4, 1) too, but it is (4,); sum with keepdims=True",
    ),
    "a transposed slope": (
        lambda: dnn.update_parameters(PARAMETERS, {**GRADS, "dW1": zeros(5, 4)}, 0.1),
        "W1 is (4, 5), so dW1 must be (4, 5) too, but it is (5, 4); it looks transposed",
    ),
    "layers_dims for other data": (
        lambda: dnn.L_layer_model(X, Y, [6, 3, 1]),
        "layers_dims [6, 3, 1] asks for n_0 = 6 rows in X, but X is (5, 7)",
    ),
    "training on transposed data": (
        lambda: dnn.L_layer_model(X.T, Y, [5, 3, 1]),
        "but X is (7, 5); it looks transposed: examples are columns, so pass X.T",
    ),
    "training with rank-1 labels": (
        lambda: dnn.L_layer_model(X, Y[0], [5, 3, 1]),
        "X holds m = 7 examples and layer L = 2 has n_L = 1 units, so Y must be (1, 7), but it is "
        "the rank-1 array (7,); use Y.reshape(1, 7)",
    ),
    "training without an example": (
        lambda: dnn.L_layer_model(zeros(5, 0), zeros(1, 0), [5, 3, 1]),
        "X is (5, 0): there is no example (column) to learn from",
    ),
    "predicting with parameters of another network": (
        lambda: dnn.predict(zeros(9, 2), None, PARAMETERS),
        "the parameters belong to a network [5, 4, 3, 1]",
    ),
    "predicting with a column of labels": (
        lambda: dnn.predict(X, Y.T, PARAMETERS),
        "y must be (1, 7) or a list of 7 labels, but it is (7, 1); use y.T",
    ),
    "predicting with too few labels": (
        lambda: dnn.predict(X, [1, 0], PARAMETERS),
        "but it is (2,)",
    ),
    "layer_dims with one entry": (
        lambda: dnn.initialize_parameters_deep([4]),
        "layer_dims needs the input and at least one layer, for example [12288, 1] for logistic "
        "regression; got [4]",
    ),
    "layer_dims with a fraction": (
        lambda: dnn.initialize_parameters_deep([4, 2.5, 1]),
        "layer_dims lists the units of every layer as whole numbers",
    ),
    "layer_dims that is a number": (
        lambda: dnn.explain_shapes(4),
        "layer_dims lists the units of every layer as whole numbers, input first",
    ),
    "layer_dims with an empty layer": (
        lambda: dnn.initialize_parameters_deep([4, 0, 1]),
        "layer_dims[1]: layer 1 needs at least one unit, got 0 in [4, 0, 1]",
    ),
    "a transposed W with its b": (
        lambda: dnn.L_model_forward(X, {**PARAMETERS, "W2": zeros(4, 3)}),
        "or W2 looks transposed: it is (units, inputs)",
    ),
    "X that holds text": (
        lambda: dnn.L_model_forward(X.astype(str), PARAMETERS),
        "X must be an array of numbers (n_0, m): one column per example; got a ndarray of dtype <U",
    ),
    "X that holds objects": (
        lambda: dnn.L_layer_model(X.astype(object), Y, [5, 3, 1]),
        "got a ndarray of dtype object",
    ),
    "labels that are names": (
        lambda: dnn.L_layer_model(X, np.full((1, 7), "cat"), [5, 3, 1]),
        "names of classes become their numbers; got a ndarray of dtype <U3",
    ),
    "training with lists": (
        lambda: dnn.L_layer_model(X.tolist(), Y, [5, 3, 1]),
        "X must be a numpy array; got a list of 5, not an array: pass np.asarray(X)",
    ),
    "AL and Y swapped": (
        lambda: dnn.compute_cost(Y, AL),
        "AL must hold floats, one column per example, but it is (1, 7) int64; were AL and Y",
    ),
    "an unknown mask": (
        lambda: dnn.L_model_forward(X, PARAMETERS, masks={"d1": zeros(4, 7)}),
        "unknown mask 'd1'; those of a network with 3 layers are D0, D1, D2",
    ),
    "grads that are a tuple": (
        lambda: dnn.update_parameters(PARAMETERS, (GRADS, 1), 0.1),
        "grads must be a dict of dW1, db1, ..., as L_model_backward returns it; got a tuple of 2",
    ),
    "v and s in place of v": (
        lambda: dnn.update_parameters_with_momentum(
            PARAMETERS, GRADS, dnn.initialize_adam(PARAMETERS), 0.9, 0.1
        ),
        "that looks like (v, s) from initialize_adam, pass one of them",
    ),
    "a learning rate that is text": (
        lambda: dnn.update_parameters(PARAMETERS, GRADS, "0.1"),
        "learning_rate must be a number in [0, inf); got '0.1'",
    ),
    "an activation of a list": (
        lambda: dnn.relu([1.0, -1.0]),
        "Z must be an array; got a list of 2, not an array",
    ),
    "hidden that is a number": (
        lambda: dnn.L_model_forward(X, PARAMETERS, hidden=5),
        "unknown activation 5",
    ),
    "predicting classes of a network with three outputs": (
        lambda: dnn.predict(zeros(2, 4), [0, 1, 2, 1], {"W1": zeros(3, 2), "b1": zeros(3, 1)}),
        "was it trained with output='softmax'? Then say so here",
    ),
    "predicting names": (
        lambda: dnn.predict(X, ["cat"] * 7, PARAMETERS),
        "y must hold numbers (of classes: 0, 1, ...), but its dtype is <U3",
    ),
    "predicting NaN": (
        lambda: dnn.predict(X * np.nan, None, PARAMETERS),
        "X[0, 0] is nan",
    ),
    "one-hot labels for one unit": (
        lambda: dnn.L_layer_model(X, zeros(3, 7), [5, 1]),
        "if these are one-hot columns, give the last layer 3 units and output='softmax'",
    ),
    "an unknown scale": (
        lambda: dnn.initialize_parameters_deep([4, 1], scale="lecunn"),
        "unknown scale 'lecunn', did you mean 'lecun'? Known: lecun",
    ),
    "a scale that is not a number": (
        lambda: dnn.initialize_parameters_deep([4, 1], scale=np.nan),
        "scale must be a number in (-inf, inf); got nan",
    ),
    "a seed that is not one": (
        lambda: dnn.initialize_parameters_deep([4, 1], seed=-1),
        "seed must be a whole number from 0 up; got -1",
    ),
    "m that is none": (
        lambda: dnn.explain_shapes([4, 1], m=0),
        "m, the number of examples, must be a whole number from 1 up; got 0",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_the_error_says_layer_equation_expected_and_got(name):
    call, words = ERRORS[name]
    with pytest.raises(ValueError) as error:  # noqa: PT011  the words are checked below
        call()
    assert words in str(error.value)


def test_explain_shapes_has_rows_to_read():
    table = dnn.explain_shapes([12288, 20, 7, 5, 1], m=209)
    shapes = {name: row.shape for row in table.rows for name in row.names.split(", ")}
    assert shapes["X = A0"] == (12288, 209)
    assert shapes["W1"] == shapes["dW1"] == (20, 12288)
    assert shapes["b3"] == (5, 1)
    assert shapes["Y"] == (1, 209)
    assert "4 layers: 3 hidden layers and the output" in str(table)


def test_explain_shapes_without_m_says_m():
    assert dnn.explain_shapes([3, 1]).rows[0].shape == (3, "m")
    assert "(3, m)" in str(dnn.explain_shapes([3, 1]))
