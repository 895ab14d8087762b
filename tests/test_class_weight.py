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
