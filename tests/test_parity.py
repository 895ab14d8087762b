"""The course's published figures, to rtol 1e-9."""

import numpy as np
import pytest

import dnn

RTOL = 1e-9


def same(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=RTOL, atol=0)


def draw(seed, *shapes):
    rng = np.random.RandomState(seed)
    return [rng.randn(*shape) for shape in shapes]


@pytest.fixture
def functions(published):
    return published["functions"]


def test_initialize_parameters(functions):
    expected = functions["initialize_parameters(3,2,1)"]["output"]
    actual = dnn.initialize_parameters(3, 2, 1)
    assert actual.keys() == expected.keys()
    for name in expected:
        same(actual[name], expected[name])


@pytest.mark.parametrize(
    ("row", "options"),
    [
        ("initialize_parameters_deep([5,4,3])", {"seed": 3, "scale": 0.01}),
        ("initialize_parameters_deep_app([5,4,3])", {}),
    ],
)
def test_initialize_parameters_deep(functions, row, options):
    expected = functions[row]["output"]
    actual = dnn.initialize_parameters_deep([5, 4, 3], **options)
    assert actual.keys() == expected.keys()
    for name in expected:
        same(actual[name], expected[name])


def test_linear_forward(functions):
    A, W, b = draw(1, (3, 2), (1, 3), (1, 1))
    Z, cache = dnn.linear_forward(A, W, b)
    same(Z, functions["linear_forward"]["output"]["Z"])
    assert cache[0] is A
    assert cache[1] is W
    assert cache[2] is b


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_linear_activation_forward(functions, activation):
    expected = functions["linear_activation_forward"]["output"]
    A_prev, W, b = draw(2, (3, 2), (1, 3), (1, 1))
    A, (linear_cache, Z) = dnn.linear_activation_forward(A_prev, W, b, activation)
    same(A, expected["A"][activation])
    same(Z, expected["Z"])
    assert [id(part) for part in linear_cache] == [id(A_prev), id(W), id(b)]


def test_L_model_forward(functions):
    X, *arrays = draw(6, (5, 4), (4, 5), (4, 1), (3, 4), (3, 1), (1, 3), (1, 1))
    parameters = dict(zip(["W1", "b1", "W2", "b2", "W3", "b3"], arrays, strict=True))
    AL, caches = dnn.L_model_forward(X, parameters)
    expected = functions["L_model_forward_2hidden"]["output"]
    same(AL, expected["AL"])
    assert len(caches) == expected["n_caches"]


@pytest.mark.parametrize("labels", [[1, 1, 0], [1, 1, 1]])
def test_compute_cost(functions, labels):
    row = next(
        value
        for name, value in functions["compute_cost"]["output"].items()
        if name.startswith(f"Y=[[{','.join(map(str, labels))}]]")
    )
    cost = dnn.compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([labels]))
    same(cost, row)
    assert isinstance(cost, np.ndarray)
    assert (cost.shape, cost.dtype) == ((), np.float64)


def test_linear_backward(functions):
    dZ, A, W, b = draw(1, (3, 4), (5, 4), (3, 5), (3, 1))
    expected = functions["linear_backward_v4a"]["output"]
    actual = dnn.linear_backward(dZ, (A, W, b))
    for name, value in zip(["dA_prev", "dW", "db"], actual, strict=True):
        same(value, expected[name])


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_linear_activation_backward(functions, activation):
    dA, A, W, b, Z = draw(2, (1, 2), (3, 2), (1, 3), (1, 1), (1, 2))
    expected = functions["linear_activation_backward"]["output"][activation]
    actual = dnn.linear_activation_backward(dA, ((A, W, b), Z), activation)
    for name, value in zip(["dA_prev", "dW", "db"], actual, strict=True):
        np.testing.assert_allclose(value, expected[name], rtol=RTOL, atol=0)


@pytest.mark.parametrize("as_sequence", [tuple, list])
def test_L_model_backward_at_an_output_outside_0_and_1(functions, as_sequence):
    AL, A1, W1, b1, Z1, A2, W2, b2, Z2 = draw(
        3, (1, 2), (4, 2), (3, 4), (3, 1), (3, 2), (3, 2), (1, 3), (1, 1), (1, 2)
    )
    row = functions["L_model_backward"]
    same(AL, row["AL"])
    grads = dnn.L_model_backward(
        AL, np.array([[1, 0]]), as_sequence([((A1, W1, b1), Z1), ((A2, W2, b2), Z2)])
    )
    assert set(grads) == {"dA0", "dA1", "dW1", "dW2", "db1", "db2"}
    for name, expected in row["output"].items():
        same(grads[name], expected)


def test_update_parameters_without_slopes_of_A(functions):
    names = ["W1", "b1", "W2", "b2"]
    shapes = [(3, 4), (3, 1), (1, 3), (1, 1)]
    parameters = dict(zip(names, draw(2, *shapes), strict=True))
    grads = {f"d{n}": g for n, g in zip(names, draw(3, *shapes), strict=True)}
    actual = dnn.update_parameters(parameters, grads, 0.1)
    for name, expected in functions["update_parameters"]["output"].items():
        same(actual[name], expected)


@pytest.fixture(scope="module")
def pictures(course_data):
    train_x, train_y, test_x, test_y, _ = dnn.load_data(course_data)
    return dnn.flatten_images(train_x), train_y, dnn.flatten_images(test_x), test_y


@pytest.mark.parametrize(
    ("name", "layers_dims"),
    [("L_layer_model", [12288, 20, 7, 5, 1]), ("two_layer_model", (12288, 7, 1))],
)
def test_the_full_training_tables_and_accuracies(published, pictures, capsys, name, layers_dims):
    train_x, train_y, test_x, test_y = pictures
    row = published["training"][name]
    parameters, costs = getattr(dnn, name)(train_x, train_y, layers_dims, num_iterations=2500)
    same(costs, [row["costs"][str(i)] for i in range(0, 2500, 100)])
    assert capsys.readouterr().out == ""
    for split, x, y in (("train", train_x, train_y), ("test", test_x, test_y)):
        p = dnn.predict(x, y, parameters)
        same(np.mean(p == y), row["accuracy"][split])
        accuracy = float(capsys.readouterr().out.removeprefix("Accuracy: "))
        same(accuracy, row["accuracy"][split])


@pytest.mark.parametrize(
    ("name", "layers_dims"),
    [("L_layer_model", [12288, 20, 7, 5, 1]), ("two_layer_model", (12288, 7, 1))],
)
def test_the_costs_between_the_recorded_ones(published, pictures, name, layers_dims):
    costs = published["training"][name]["costs"]
    initialize = {
        "L_layer_model": dnn.initialize_parameters_deep,
        "two_layer_model": lambda dims: dnn.initialize_parameters(*dims),
    }[name]
    for step in dnn.train(*pictures[:2], initialize(layers_dims), num_iterations=101):
        if str(step.iteration) in costs:
            same(step.cost, costs[str(step.iteration)])


def test_the_graded_initialisation_learns_nothing(published, pictures):
    row = published["training"]["graded_initialisation_does_not_learn"]
    train_x, train_y, *_ = pictures
    graded = dnn.initialize_parameters_deep([12288, 20, 7, 5, 1], seed=3, scale=0.01)
    *_, last = dnn.train(train_x, train_y, graded, 0.0075, 2401)
    same(last.cost, row["cost at 2400"])
    share = train_y.mean()
    entropy = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    same(entropy, row["entropy of the label rate 72/209"])


def test_labels_drawn_from_a_normal_train_too():
    X, Y = draw(1, (10, 6), (1, 6))
    with pytest.warns(dnn.LabelWarning, match=r"Y\[0, 0\] is .* \(. of 6 lie outside\)"):
        parameters, costs = dnn.L_layer_model(X, Y, [10, 3, 1], num_iterations=3)
    assert np.isfinite(costs).all()
    assert sorted(parameters) == ["W1", "W2", "b1", "b2"]
