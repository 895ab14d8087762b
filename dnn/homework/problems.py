"""Random problems of different sizes: a seed -> the arguments of a function of the course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.homework.solutions import week4
from dnn.shapes import Array, Parameters, parameter_names


class Problem(NamedTuple):
    """The arguments of one call; some arguments at their end a function may do without.

    ``strict`` is False for figures of the course that a right function may miss, see `backward`.
    """

    args: tuple[Any, ...]
    optional: int = 0
    strict: bool = True


def draw(seed: int, *shapes: tuple[int, ...]) -> list[Array]:
    """Return arrays of N(0, 1) from the course's stream of a seed."""
    rng = np.random.RandomState(seed)
    return [rng.randn(*shape) for shape in shapes]


def network(seed: int, dims: Sequence[int], m: int) -> tuple[Array, Array, Parameters]:
    """Return X, Y of 0 and 1, and parameters, biases too, of a network of these sizes."""
    rng = np.random.RandomState(seed)
    X = rng.randn(dims[0], m)
    parameters = {}
    for l in range(1, len(dims)):
        parameters[f"W{l}"] = rng.randn(dims[l], dims[l - 1]) * 0.8
        parameters[f"b{l}"] = rng.randn(dims[l], 1) * 0.3
    Y = (rng.rand(dims[-1], m) < 0.5).astype(float)
    Y[0, 0] = 1.0
    return X, Y, parameters


def slopes(seed: int, parameters: Parameters) -> dict[str, Array]:
    """Return random slopes of the shapes of the parameters."""
    rng = np.random.RandomState(seed)
    return {f"d{name}": rng.randn(*p.shape) for name, p in parameters.items()}


# --- one layer: every size differs, one example, one unit, and a square one, where a transposed
# --- matrix raises no error and shows by its values

LAYERS = ((1, 3, 2, 4), (2, 4, 1, 1), (3, 2, 5, 3), (4, 3, 3, 3))  # seed, n_prev, n, m


def activations() -> list[Problem]:
    """Return arguments of sigmoid and relu."""
    Z = np.array([[-2.0, 0.0, 1.5], [3.0, -0.5, 0.25]])
    drawn = draw(5, (3, 4), (1, 1), (4, 2))
    large = np.array([[25.0, -25.0, 7.5], [-8.0, 600.0, 12.0]])  # shows a value that is clipped
    return [Problem((Z,)), *(Problem((Z,)) for Z in drawn), Problem((large,))]


def activations_back() -> list[Problem]:
    """Return arguments of sigmoid_backward and relu_backward, Z = 0 among them."""
    dA, Z, *more = draw(6, (3, 4), (3, 4), (1, 1), (1, 1), (2, 5), (2, 5))
    Z[0, 1] = 0.0
    return [Problem((dA, Z)), Problem((more[0], more[1])), Problem((more[2], more[3]))]


def linear() -> list[Problem]:
    """Return A, W, b; the first are the course's."""
    sizes = [(3, 1, 2), *((n_prev, n, m) for _, n_prev, n, m in LAYERS)]
    return [Problem(tuple(draw(k, (p, m), (n, p), (n, 1)))) for k, (p, n, m) in enumerate(sizes, 1)]


def linear_activation() -> list[Problem]:
    """Return A_prev, W, b and the name of an activation; the first are the course's."""
    problems = []
    for seed, n_prev, n, m in ((2, 3, 1, 2), *LAYERS[:1], *LAYERS[2:]):
        arrays = draw(seed, (n_prev, m), (n, n_prev), (n, 1))
        problems += [Problem((*arrays, name)) for name in ("sigmoid", "relu")]
    return problems


def linear_back() -> list[Problem]:
    """Return dZ and (A_prev, W, b); the first are the course's."""
    problems = []
    for seed, n_prev, n, m in ((1, 5, 3, 4), *LAYERS):
        dZ, *cache = draw(seed, (n, m), (n_prev, m), (n, n_prev), (n, 1))
        problems.append(Problem((dZ, tuple(cache))))
    return problems


def linear_activation_back() -> list[Problem]:
    """Return dA, ((A_prev, W, b), Z) and the name of an activation; the first are the course's."""
    problems = []
    for seed, n_prev, n, m in ((2, 3, 1, 2), *LAYERS[:1], *LAYERS[2:]):
        dA, A_prev, W, b, Z = draw(seed, (n, m), (n_prev, m), (n, n_prev), (n, 1), (n, m))
        Z[0, 0] = 0.0 if seed > 2 or n > 1 else Z[0, 0]  # the kink; the course's figures stay
        cache = ((A_prev, W, b), Z)
        problems += [Problem((dA, cache, name)) for name in ("sigmoid", "relu")]
    return problems


# --- whole networks

NETWORKS = (
    (11, (5, 4, 3, 1), 4),
    (12, (3, 1), 5),
    (13, (4, 3, 1), 1),
    (14, (3, 3, 3, 1), 3),
    (15, (6, 5, 4, 3, 1), 7),
)


def forward() -> list[Problem]:
    """Return X and parameters; the last are the course's."""
    X, *arrays = draw(6, (5, 4), (4, 5), (4, 1), (3, 4), (3, 1), (1, 3), (1, 1))
    published = Problem((X, dict(zip(parameter_names(3), arrays, strict=True))))
    drawn = [network(*sizes) for sizes in NETWORKS]
    return [*(Problem((X, parameters)) for X, _, parameters in drawn), published]


def backward() -> list[Problem]:
    """Return AL, Y and caches; the last are the course's, whose AL is not sigmoid(Z).

    There dZ = AL - Y, which is right wherever AL is the output of a network, differs.
    """
    problems = []
    for sizes in NETWORKS:
        X, Y, parameters = network(*sizes)
        AL, caches = week4.L_model_forward(X, parameters)
        problems.append(Problem((AL, Y, caches)))
    X, Y, parameters = network(17, (3, 3, 3, 3), 3)
    AL, caches = week4.L_model_forward(X, parameters)
    caches[0][1][0, 1] = caches[1][1][2, 0] = 0.0  # the kink of relu
    problems.append(Problem((AL, Y, caches)))
    AL, A1, W1, b1, Z1, A2, W2, b2, Z2 = draw(
        3, (1, 2), (4, 2), (3, 4), (3, 1), (3, 2), (3, 2), (1, 3), (1, 1), (1, 2)
    )
    caches = [((A1, W1, b1), Z1), ((A2, W2, b2), Z2)]
    return [*problems, Problem((AL, np.array([[1, 0]]), tuple(caches)), strict=False)]


def costs() -> list[Problem]:
    """Return AL and Y: AL very near 0 among them, where an epsilon shows."""
    rng = np.random.RandomState(7)
    near = np.array([[1e-17, 0.3, 1 - 2.0**-20, 0.6]])
    return [
        Problem((rng.uniform(0.05, 0.95, (1, 5)), np.array([[1, 0, 0, 1, 1]]))),
        Problem((np.array([[0.3]]), np.array([[1.0]]))),
        Problem((near, np.array([[1.0, 0.0, 0.0, 1.0]]))),
        Problem((np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))),
        Problem((np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 1]]))),
    ]


def updates(networks: Sequence[tuple[int, Sequence[int]]]) -> list[Problem]:
    """Return parameters, slopes and learning rates."""
    problems = []
    for rate, (seed, dims) in zip((0.1, 0.37, 0.0075), networks, strict=False):
        _, _, parameters = network(seed, dims, 1)
        problems.append(Problem((parameters, slopes(seed + 1, parameters), rate)))
    return problems


def updates_of_week_4() -> list[Problem]:
    """Return what update_parameters takes: three depths, and the course's."""
    parameters = dict(zip(parameter_names(2), draw(2, (3, 4), (3, 1), (1, 3), (1, 1)), strict=True))
    published = Problem((parameters, slopes(3, parameters), 0.1))
    return [*updates(((21, (5, 4, 3, 1)), (22, (4, 3, 2)), (23, (3, 1)))), published]


def predictions() -> list[Problem]:
    """Return X, y and parameters."""
    drawn = (network(*sizes) for sizes in (*NETWORKS[:3], (16, (4, 5, 1), 300)))
    return [Problem((X, Y, parameters)) for X, Y, parameters in drawn]


# --- initialisation: small ones, the course's among them, and large ones, which show the scale


def three_sizes() -> list[Problem]:
    """Return n_x, n_h, n_y."""
    return [Problem((3, 2, 1)), Problem((2, 4, 1)), Problem((130, 70, 40))]


def deep_sizes() -> list[Problem]:
    """Return layer_dims."""
    return [Problem(([5, 4, 3],)), Problem(([3, 1],)), Problem(([300, 130, 70, 40],))]


# --- models of week 4


def two_layer_models() -> list[Problem]:
    """Return X, Y, layers_dims, learning_rate, num_iterations and print_cost."""
    runs = (((4, 3, 1), 0.3, 2), ((3, 5, 1), 0.0075, 5), ((1, 1, 1), 0.5, 3))
    return models((*runs, ((4, 2, 1), 0.05, 102)))


def deep_models() -> list[Problem]:
    """Return the same for several depths."""
    runs = (((5, 4, 3, 1), 0.3, 2), ((4, 3, 1), 0.0075, 5), ((3, 1), 0.1, 3))
    return models((*runs, ((4, 3, 2, 1), 0.05, 102)))


def models(runs: Sequence[tuple[tuple[int, ...], float, int]]) -> list[Problem]:
    """Return the arguments of a model for these sizes, rates and numbers of iterations."""
    problems = []
    for seed, (dims, rate, n) in enumerate(runs, start=51):
        X, Y, _ = network(seed, dims, 7)
        problems.append(Problem((X, Y, list(dims), rate, n, True), optional=1))
    return problems
