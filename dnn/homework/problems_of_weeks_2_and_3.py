"""Random problems of weeks 2 and 3: logistic regression, and one hidden layer."""

from __future__ import annotations

import numpy as np

from dnn.homework.problems import Problem, costs, network, updates
from dnn.homework.solutions import week3
from dnn.shapes import Array, Parameters

LOGISTIC = ((31, 3, 5), (32, 2, 1), (33, 4, 4), (34, 5, 2))  # seed, n_x, m


def propagations() -> list[Problem]:
    """Return w, b, X and Y."""
    problems = []
    for seed, n_x, m in LOGISTIC:
        X, Y, parameters = network(seed, (n_x, 1), m)
        problems.append(Problem((parameters["W1"].T, float(parameters["b1"][0, 0]), X, Y)))
    return problems


def optimizations() -> list[Problem]:
    """Return w, b, X, Y, num_iterations, learning_rate and print_cost."""
    runs = ((2, 0.3), (1, 0.1), (3, 0.009), (102, 0.05))
    return [
        Problem((*problem.args, n, rate, True), optional=1)
        for problem, (n, rate) in zip(propagations(), runs, strict=True)
    ]


def predictions_of_week_2() -> list[Problem]:
    """Return w, b and X."""
    X, _, parameters = network(38, (3, 1), 300)
    many = Problem((parameters["W1"].T, float(parameters["b1"][0, 0]), X))
    return [*(Problem(problem.args[:3]) for problem in propagations()), many]


def models_of_week_2() -> list[Problem]:
    """Return training and test set, num_iterations, learning_rate and print_cost."""
    problems = []
    for seed, (n, rate) in enumerate(((3, 0.5), (102, 0.05)), start=35):
        X, Y, _ = network(seed, (3, 1), 6)
        test_X, test_Y, _ = network(seed + 10, (3, 1), 4)
        problems.append(Problem((X, Y, test_X, test_Y, n, rate, True), optional=1))
    return problems


def two_layers() -> list[tuple[Array, Array, Parameters]]:
    """Return X, Y and parameters of one hidden layer."""
    sizes = ((41, (3, 5, 1), 4), (42, (2, 4, 1), 3), (43, (3, 2, 1), 1), (44, (3, 3, 1), 3))
    return [network(*size) for size in sizes]


def forward_of_week_3() -> list[Problem]:
    """Return X and parameters."""
    return [Problem((X, parameters)) for X, _, parameters in two_layers()]


def backward_of_week_3() -> list[Problem]:
    """Return parameters, cache, X and Y."""
    return [
        Problem((parameters, week3.forward_propagation(X, parameters)[1], X, Y))
        for X, Y, parameters in (*two_layers(), network(47, (3, 3, 3), 3))
    ]


def predictions_of_week_3() -> list[Problem]:
    """Return parameters and X; one example alone a right function may miss, which squeezes."""
    drawn = (*two_layers(), network(48, (3, 4, 1), 300))
    return [Problem((parameters, X), strict=X.shape[1] > 1) for X, _, parameters in drawn]


def sizes_of_week_3() -> list[Problem]:
    """Return X and Y."""
    return [
        Problem((np.ones((5, 3)), np.ones((2, 3)))),
        Problem((np.ones((2, 7)), np.ones((1, 7)))),
    ]


def models_of_week_3() -> list[Problem]:
    """Return X, Y, n_h, num_iterations and print_cost."""
    problems = []
    for seed, n_h, n in ((45, 4, 2), (46, 3, 5)):
        X, Y, _ = network(seed, (2, n_h, 1), 6)
        problems.append(Problem((X, Y, n_h, n, True), optional=1))
    return problems


def costs_of_week_3() -> list[Problem]:
    """Return A2, Y and, for the editions that want them, parameters."""
    _, _, parameters = network(8, (2, 4, 1), 3)
    return [Problem((*problem.args, parameters), optional=1) for problem in costs()]


def updates_of_week_3() -> list[Problem]:
    """Return what update_parameters takes: two layers."""
    return updates(((24, (2, 4, 1)), (25, (3, 5, 2)), (26, (3, 2, 1))))


def one_size() -> list[Problem]:
    """Return dim."""
    return [Problem((2,)), Problem((1,)), Problem((5,))]
