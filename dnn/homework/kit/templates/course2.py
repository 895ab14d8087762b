"""What the helper modules of course 2 share: a network of three layers, and its decisions drawn.

Linear -> relu -> linear -> relu -> linear -> sigmoid. `init_utils`, `reg_utils`, `gc_utils` and
`opt_utils` each hold a part of this.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

import dnn
from dnn.homework.kit.templates.planar_utils import sigmoid
from dnn.shapes import Array, Gradients, Parameters

Cache = Sequence[Array]
SHAPES = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}


def relu(x: Any) -> Array:
    """Return max(0, x), alone."""
    return np.maximum(0, np.asarray(x, dtype=float))


def initialize_parameters(layer_dims: Sequence[int]) -> Parameters:
    """Draw W{l} of N(0, 1) / sqrt(n_prev) after seeding the global stream with 3; b{l} are 0."""
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        scale = 1 / np.sqrt(layer_dims[l - 1])
        parameters[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X: Array, parameters: Mapping[str, Array]) -> tuple[Array, Cache]:
    """Return A3 and (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)."""
    A, cache = X, list[Array]()
    for l, activation in enumerate((relu, relu, sigmoid), start=1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        A = activation(Z)
        cache += [Z, A, W, b]
    return A, tuple(cache)


def backward_propagation(X: Array, Y: Array, cache: Cache) -> Gradients:
    """Return dZ, dW, db of every layer, and dA of the hidden ones."""
    m, A, W = X.shape[1], (X, cache[1], cache[5]), (cache[2], cache[6], cache[10])
    dZ, grads = cache[9] - Y, dict[str, Array]()
    for l in (3, 2, 1):
        grads[f"dZ{l}"] = dZ
        grads[f"dW{l}"] = dZ @ A[l - 1].T / m
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True) / m
        if l > 1:
            grads[f"dA{l - 1}"] = W[l - 1].T @ dZ
            dZ = grads[f"dA{l - 1}"] * (A[l - 1] > 0)
    return grads


def update_parameters(
    parameters: Mapping[str, Array], grads: Mapping[str, Array], learning_rate: float
) -> Parameters:
    """Return the parameters after one step down the slopes."""
    return dnn.update_parameters(parameters, grads, learning_rate)


def compute_cost_total(A3: Array, Y: Array) -> float:
    """Return the cross-entropy of all examples together."""
    with np.errstate(divide="ignore", invalid="ignore"):  # 0 log 0 counts as 0, as in the course
        return float(np.nansum(-np.log(A3) * Y - np.log(1 - A3) * (1 - Y)))


def compute_cost(A3: Array, Y: Array) -> float:
    """Return the cross-entropy, averaged over the examples."""
    return compute_cost_total(A3, Y) / Y.shape[1]


def predict(X: Array, y: Array, parameters: Mapping[str, Array]) -> Array:
    """Return 1 where A3 > 0.5, else 0, and print the accuracy."""
    p = np.asarray(predict_dec(parameters, X), dtype=int)
    print(f"Accuracy: {np.mean(p == y)}")
    return p


def predict_dec(parameters: Mapping[str, Array], X: Array) -> Array:
    """Return whether A3 > 0.5."""
    return forward_propagation(X, parameters)[0] > 0.5


# --- gradient checking --------------------------------------------------------------------------


def dictionary_to_vector(parameters: Mapping[str, Array]) -> tuple[Array, list[str]]:
    """Return all parameters in one column, and the name of each entry."""
    theta = np.concatenate([parameters[name].reshape(-1, 1) for name in SHAPES])
    return theta, [name for name in SHAPES for _ in range(parameters[name].size)]


def vector_to_dictionary(theta: Array) -> Parameters:
    """Return the parameters out of one column."""
    ends = np.cumsum([rows * columns for rows, columns in SHAPES.values()])
    parts = np.split(theta, ends[:-1])
    return {name: part.reshape(SHAPES[name]) for name, part in zip(SHAPES, parts, strict=True)}


def gradients_to_vector(gradients: Mapping[str, Array]) -> Array:
    """Return all slopes in one column."""
    return np.concatenate([gradients[f"d{name}"].reshape(-1, 1) for name in SHAPES])


# --- sets of points in the plane ----------------------------------------------------------------


def drawn_set(
    curve: Callable[[Array, Array], tuple[Array, Array]],
    m: int,
    noise: float,
    seed: int,
    plot: bool,
) -> tuple[Array, Array]:
    """Return X (2, m) along two curves, one for each label, with noise, and Y (1, m)."""
    rng = np.random.RandomState(seed)
    Y = np.arange(m) % 2
    x, y = curve(rng.rand(m), Y)
    X = np.stack([x, y]) + noise * rng.randn(2, m)
    if plot:
        plt.scatter(X[0], X[1], c=Y, s=40, cmap="Spectral")
    return X, Y.reshape(1, m)
