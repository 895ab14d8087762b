"""Random problems of course 2: optimisers, mini-batches, L2, dropout, gradient checking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dnn.homework.problems import NETWORKS, Problem, draw, network, slopes, updates_of_week_4
from dnn.homework.solutions import course2


def parameters_alone() -> list[Problem]:
    """Return parameters of several depths."""
    return [Problem((network(seed, dims, 1)[2],)) for seed, dims, _ in NETWORKS[:3]]


def momentum() -> list[Problem]:
    """Return parameters, grads, v, beta and learning_rate."""
    problems = []
    for problem, beta in zip(updates_of_week_4(), (0.9, 0.5, 0.99), strict=False):
        parameters, grads, rate = problem.args
        problems.append(Problem((parameters, grads, slopes(61, parameters), beta, rate)))
    return problems


def adam() -> list[Problem]:
    """Return what Adam takes; a large epsilon and a later t show what they do."""
    settings = ((2, 0.9, 0.999, 1e-8), (1, 0.8, 0.95, 0.01), (5, 0.7, 0.9, 0.1))
    problems = []
    for problem, numbers in zip(updates_of_week_4(), settings, strict=False):
        parameters, grads, rate = problem.args
        v = slopes(62, parameters)
        s = {name: slope**2 for name, slope in slopes(63, parameters).items()}
        problems.append(Problem((parameters, grads, v, s, numbers[0], rate, *numbers[1:])))
    return problems


def mini_batches() -> list[Problem]:
    """Return X, Y, mini_batch_size and seed; every column of X and Y is another."""
    return [
        Problem((draw(m, (3, m))[0], np.arange(m).reshape(1, m) * 1.0, size, seed))
        for m, size, seed in ((13, 4, 0), (8, 4, 3), (3, 5, 1), (150, 64, 2))
    ]


def three_layers(m: int, seed: int, dims: Sequence[int]) -> tuple[Any, ...]:
    """Return X, Y, parameters, A3 and the cache of twelve."""
    X, Y, parameters = network(seed, dims, m)
    _, cache = course2.forward_propagation_n(X, Y, parameters)
    return X, Y, parameters, cache[9], cache


THREE = ((4, 71, (3, 5, 2, 1)), (1, 72, (2, 4, 3, 1)), (3, 73, (3, 3, 3, 1)))
DECAYS = (0.7, 0.1, 1.3)


def regularized_costs() -> list[Problem]:
    """Return A3, Y, parameters and lambd."""
    drawn = zip((three_layers(*size) for size in THREE), DECAYS, strict=True)
    return [Problem((A3, Y, parameters, decay)) for (_, Y, parameters, A3, _), decay in drawn]


def regularized_slopes() -> list[Problem]:
    """Return X, Y, cache and lambd."""
    drawn = zip((three_layers(*size) for size in THREE), DECAYS, strict=True)
    return [Problem((X, Y, cache, decay)) for (X, Y, _, _, cache), decay in drawn]


def dropouts() -> list[Problem]:
    """Return X, parameters and keep_prob; many units, so that the share that stays shows."""
    problems = []
    for seed, keep_prob in ((74, 0.7), (75, 0.5), (76, 0.86)):
        X, _, parameters = network(seed, (3, 45, 30, 1), 40)
        problems.append(Problem((X, parameters, keep_prob)))
    return problems


def gradient_checks() -> list[Problem]:
    """Return parameters, gradients that are wrong, X, Y and epsilon."""
    problems = []
    for seed, m, epsilon in ((77, 3, 1e-7), (78, 1, 0.05)):
        X, Y, parameters = network(seed, (4, 5, 3, 1), m)
        problems.append(Problem((parameters, slopes(seed, parameters), X, Y, epsilon)))
    return problems
