"""An example of a class may count several times: that is the same as repeating it."""

import numpy as np
import pytest

import dnn
from dnn.training.class_weights import example_weights

rng = np.random.RandomState(7)
N_0, M = 40, 12  # so wide that the subspace pays
X = rng.randn(N_0, M)
y = np.arange(M) % 3 % 2  # 0 1 0 0 1 0 ...
OTHER = {"hidden": "tanh", "learning_rate": 0.2, "num_iterations": 60, "every": 10}
COUNTS = {0: 1, 1: 3}


def labels(output, y=y):
    return dnn.one_hot(y.reshape(1, -1), 2) if output == "softmax" else y.reshape(1, -1)


def repeated(counts=COUNTS):
    columns = np.repeat(np.arange(M), [counts[k] for k in y])
    return X[:, columns], y[columns]


def dims(output):
    return [N_0, 5, 2 if output == "softmax" else 1]


def near(one, other):
    for name in one:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("subspace", [True, False])
@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
@pytest.mark.parametrize("lambd", [0.0, 0.5])
def test_to_count_a_class_several_times_is_to_repeat_its_examples(
    output, subspace, optimizer, lambd
):
    options = {**OTHER, "output": output, "optimizer": optimizer, "lambd": lambd}
    counted = dnn.fit(
        X, labels(output), dims(output), subspace=subspace, class_weight=COUNTS, **options
    )
    X_all, y_all = repeated()
    plain = dnn.fit(X_all, labels(output, y_all), dims(output), subspace=False, **options)
    near(counted.parameters, plain.parameters)
    np.testing.assert_allclose(counted.history.costs, plain.history.costs, rtol=1e-10)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_lectures_functions_count_an_example_several_times_too(output):
    start = dnn.initialize_parameters_deep(dims(output))
    weights = np.array([[COUNTS[k] for k in y]])
    AL, caches = dnn.L_model_forward(X, start, output=output)
    grads = dnn.L_model_backward(AL, labels(output), caches, output=output, weights=weights)
    cost = dnn.compute_cost(AL, labels(output), output=output, weights=weights)
    X_all, y_all = repeated()
    AL, caches = dnn.L_model_forward(X_all, start, output=output)
    Y_all = labels(output, y_all)
    np.testing.assert_allclose(cost, dnn.compute_cost(AL, Y_all, output=output), rtol=1e-13)
    meant = dnn.L_model_backward(AL, Y_all, caches, output=output)
    for name in start:
        np.testing.assert_allclose(grads[f"d{name}"], meant[f"d{name}"], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_every_optimizer_takes_it(optimizer):
    options = {**OTHER, "optimizer": optimizer, "learning_rate": 0.01}
    counted = dnn.fit(X, labels("sigmoid"), dims("sigmoid"), class_weight=COUNTS, **options)
    X_all, y_all = repeated()
    plain = dnn.fit(X_all, y_all.reshape(1, -1), dims("sigmoid"), **options)
    near(counted.parameters, plain.parameters)


def test_mini_batches_and_validation_count_the_classes_too():
    validation = (X, labels("sigmoid"))
    options = {**OTHER, "mini_batch_size": M, "validation": validation}  # one batch, shuffled
    run = dnn.fit(X, labels("sigmoid"), dims("sigmoid"), class_weight=COUNTS, **options)
    np.testing.assert_allclose(run.history.validation_costs, run.history.costs, rtol=1e-10)
    one = dnn.fit(X, labels("sigmoid"), dims("sigmoid"), class_weight=COUNTS, **OTHER)
    near(run.parameters, one.parameters)
    small = {**options, "mini_batch_size": 5}
    roads = [
        dnn.fit(
            X, labels("sigmoid"), dims("sigmoid"), class_weight=COUNTS, subspace=road, **small
        ).parameters
        for road in (True, False)
    ]
    near(*roads)


def test_the_three_doors_give_the_same():
    given = {**OTHER, "class_weight": "balanced"}
    Y, start = labels("sigmoid"), dnn.initialize_parameters_deep([N_0, 5, 1])
    run = dnn.fit(X, Y, [N_0, 5, 1], **given)
    by_model, _ = dnn.L_layer_model(X, Y, [N_0, 5, 1], **given)
    *_, last = dnn.train(X, Y, start, **given)
    near(run.parameters, by_model)
    near(run.parameters, last.parameters)


def test_balanced_lets_every_class_count_the_same_and_all_together_m():
    counts = np.array([9, 2, 1])
    Y = dnn.one_hot(np.repeat(np.arange(3), counts).reshape(1, -1), 3)
    w = example_weights("balanced", Y.astype(float), "softmax")
    assert w.sum() == pytest.approx(12)
    assert (Y * w).sum(axis=1) == pytest.approx([4, 4, 4])
    absent = example_weights("balanced", Y[:, :11].astype(float), "softmax")
    assert absent.sum() == pytest.approx(11)


def test_balanced_is_the_mapping_that_it_stands_for():
    share = y.mean()
    mapping = {0: 1 / (2 * (1 - share)), 1: 1 / (2 * share)}
    runs = [
        dnn.fit(X, labels("sigmoid"), [N_0, 1], class_weight=given, **OTHER)
        for given in ("balanced", mapping)
    ]
    near(*(run.parameters for run in runs))


def test_classes_that_all_count_alike_leave_the_training_as_it_is():
    plain = dnn.fit(X, labels("sigmoid"), [N_0, 3, 1], **OTHER)
    for given in ({0: 1}, {0: 4.0, 1: 4.0}):
        run = dnn.fit(X, labels("sigmoid"), [N_0, 3, 1], class_weight=given, **OTHER)
        near(plain.parameters, run.parameters)


def test_the_cost_is_the_mean_over_examples_that_count_so_often():
    AL, Y = np.array([[0.2, 0.7, 0.4]]), np.array([[0, 1, 1]])
    counted = dnn.compute_cost(AL, Y, weights=np.array([[2.0, 1.0, 3.0]]))
    columns = [0, 0, 1, 2, 2, 2]
    assert counted == pytest.approx(float(dnn.compute_cost(AL[:, columns], Y[:, columns])))


@pytest.mark.parametrize(
    ("given", "options", "words"),
    [
        ({2: 5}, {}, "class_weight names class '2', but classes go from 0 to 1"),
        ({"cat": 5}, {}, "class_weight names class 'cat'"),
        ("balanced", {"output": "linear"}, "class_weight is for classes, but the output 'linear'"),
    ],
)
def test_what_is_no_class_is_refused(given, options, words):
    with pytest.raises(ValueError, match=words):
        dnn.fit(X, labels("sigmoid"), [N_0, 1], class_weight=given, **options)


def test_several_yes_or_no_at_once_have_no_class_weight():
    with pytest.raises(ValueError, match="tells 2 times yes or no"):
        dnn.fit(X, np.vstack([y, 1 - y]), [N_0, 2], class_weight="balanced")


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("lambd", [0.0, 0.7])
def test_the_textbook_way_back_counts_examples_as_if_they_were_repeated(output, lambd):
    counts = 1 + np.arange(M) % 3
    weights, columns = counts.astype(float).reshape(1, -1), np.repeat(np.arange(M), counts)
    Y, wear = labels(output), {"hidden": "tanh", "output": output}
    parameters = dnn.initialize_parameters_deep([N_0, 5, len(Y)])
    grads, repeats = (
        dnn.L_model_backward(*_output(parameters, x, y, wear), weights=w, **wear)
        for x, y, w in ((X, Y, weights), (X[:, columns], Y[:, columns], None))
    )
    near({name: grads[name] for name in grads if "A" not in name}, repeats)
    check = dnn.gradient_check(
        parameters, X, Y, weights=weights, lambd=lambd, epsilon=1e-6, sample=60, **wear
    )
    assert check.is_right
    numeric = dnn.gradient_check(
        parameters, X[:, columns], Y[:, columns], lambd=lambd, epsilon=1e-6, sample=60, **wear
    ).numeric
    for name in numeric:
        np.testing.assert_allclose(check.numeric[name], numeric[name], rtol=1e-5, atol=1e-8)


def _output(parameters, X, Y, wear):
    AL, caches = dnn.L_model_forward(X, parameters, **wear)
    return AL, Y, caches


def test_training_takes_the_textbook_step_with_the_weights_of_its_classes():
    Y, start = labels("sigmoid"), dnn.initialize_parameters_deep([N_0, 5, 1])
    weights = example_weights("balanced", Y, "sigmoid")
    grads = dnn.L_model_backward(
        *_output(start, X, Y, {"hidden": "tanh"}), weights=weights, hidden="tanh"
    )
    run = dnn.fit(X, Y, [N_0, 5, 1], class_weight="balanced", **{**OTHER, "num_iterations": 1})
    near(run.parameters, dnn.update_parameters(start, grads, OTHER["learning_rate"]))


def test_slopes_without_the_weights_are_called_wrong():
    Y, start = labels("sigmoid"), dnn.initialize_parameters_deep([N_0, 5, 1])
    AL, _, caches = _output(start, X, Y, {})
    grads = dnn.L_model_backward(AL, Y, caches)
    weights = example_weights({"1": 3.0}, Y, "sigmoid")
    assert not dnn.gradient_check(start, X, Y, grads=grads, weights=weights, sample=40).is_right


@pytest.mark.parametrize("shape", [(M,), (M, 1), (1, M - 1), (2, M)])
def test_weights_of_another_shape_are_refused(shape):
    Y, start = labels("sigmoid"), dnn.initialize_parameters_deep([N_0, 1])
    AL, _, caches = _output(start, X, Y, {})
    for call in (
        lambda: dnn.compute_cost(AL, Y, weights=np.ones(shape)),
        lambda: dnn.L_model_backward(AL, Y, caches, weights=np.ones(shape)),
        lambda: dnn.gradient_check(start, X, Y, weights=np.ones(shape)),
    ):
        with pytest.raises(dnn.ShapeError, match=r"weights must be \(1, 12\), one for every"):
            call()
