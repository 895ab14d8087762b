"""What the course's application imports: all five arrows, the data, predict and the pictures.

np, h5py and plt come along with a star. b may be a number, Y may be (m,), and update_parameters
changes and returns the dict that it was given, as homework expects.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py  # noqa: F401
import matplotlib.pyplot as plt
import numpy as np

import dnn
from dnn.cost import mean_loss, output_slope
from dnn.homework.kit.templates.dnn_utils import relu, relu_backward, sigmoid, sigmoid_backward
from dnn.homework.kit.templates.lr_utils import FILES
from dnn.shapes import Array

EDITION = "2018"  # until 2017 the slope by A{l - 1} is called dA{l}, later dA{l - 1}

FORWARD = {"sigmoid": sigmoid, "relu": relu}
BACKWARD = {"sigmoid": sigmoid_backward, "relu": relu_backward}


def load_data() -> tuple[Any, ...]:
    """Return train_x (m, 64, 64, 3), train_y (1, m), test_x, test_y and the names of the classes.

    The two files are taken from the folder datasets/ where the homework runs or where this module
    lies; where neither has them, the pictures that come with dnn are taken.
    """
    folders = (Path("datasets"), Path(__file__).parent / "datasets")
    found = [folder for folder in folders if all((folder / name).is_file() for name in FILES)]
    return dnn.load_data(found[0] if found else None)


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> dict[str, Array]:
    """Draw W = 0.01 * N(0, 1) from the global stream, seeded with 1; b = 0."""
    np.random.seed(1)
    W1, W2 = np.random.randn(n_h, n_x) * 0.01, np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def initialize_parameters_deep(layer_dims: Sequence[int]) -> dict[str, Array]:
    """Draw W{l} = N(0, 1) / sqrt(n_prev) from the global stream, seeded with 1; b{l} = 0."""
    np.random.seed(1)
    parameters: dict[str, Array] = {}
    for l in range(1, len(layer_dims)):
        n_prev, n = layer_dims[l - 1], layer_dims[l]
        parameters[f"W{l}"] = np.random.randn(n, n_prev) / np.sqrt(n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


def linear_forward(A: Array, W: Array, b: Any) -> tuple[Array, tuple[Any, ...]]:
    """Return (1) Z = W A + b, and the cache (A, W, b)."""
    Z, _ = dnn.linear_forward(A, W, as_column(b, W))
    return Z, (A, W, b)


def linear_activation_forward(
    A_prev: Array, W: Array, b: Any, activation: str
) -> tuple[Array, tuple[Any, ...]]:
    """Return (2) A = g(Z), and the cache ((A_prev, W, b), Z)."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = FORWARD[activation](Z)
    return A, (linear_cache, activation_cache)


def L_model_forward(X: Array, parameters: dict[str, Array]) -> tuple[Array, list[Any]]:
    """Return AL and the caches of all layers: relu in the hidden ones, then sigmoid."""
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L + 1):
        activation = "relu" if l < L else "sigmoid"
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, cache = linear_activation_forward(A, W, b, activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL: Array, Y: Any) -> Array:
    """Return the cross-entropy -mean(Y log AL + (1 - Y) log(1 - AL))."""
    return mean_loss(AL, np.reshape(Y, AL.shape), "sigmoid")


def linear_backward(dZ: Array, cache: tuple[Any, ...]) -> tuple[Array, Array, Any]:
    """Return (9) dA_prev, (7) dW and (8) db of one layer; where b is a number, db is one too."""
    A_prev, W, b = cache
    dA_prev, dW, db = dnn.linear_backward(dZ, (A_prev, W, as_column(b, W)))
    return dA_prev, dW, (db if np.ndim(b) else float(db.sum()))


def linear_activation_backward(
    dA: Array, cache: tuple[Any, ...], activation: str
) -> tuple[Array, Array, Any]:
    """Return dA_prev, dW and db of one layer, from (6) dZ = dA * g'(Z) on."""
    linear_cache, activation_cache = cache
    return linear_backward(BACKWARD[activation](dA, activation_cache), linear_cache)


def L_model_backward(AL: Array, Y: Any, caches: Sequence[Any]) -> dict[str, Any]:
    """Return the slopes by the parameters of all layers, and by what enters each layer."""
    grads: dict[str, Any] = {}
    L, shift = len(caches), int(EDITION in ("2017-08", "2017"))
    Y = np.reshape(Y, AL.shape)
    linear_cache, Z = caches[-1]
    dA, grads[f"dW{L}"], grads[f"db{L}"] = linear_backward(output_slope(AL, Y, Z), linear_cache)
    grads[f"dA{L - 1 + shift}"] = dA
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(dA, caches[l - 1], "relu")
        grads[f"dA{l - 1 + shift}"] = dA
    return grads


def update_parameters(
    parameters: dict[str, Any], grads: dict[str, Any], learning_rate: float
) -> dict[str, Any]:
    """Change the parameters by one step of gradient descent, and return the same dict."""
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads[f"d{name}"]
    return parameters


def predict(X: Array, y: Any, parameters: dict[str, Array]) -> Array:
    """Return 1 where AL > 0.5, else 0, and print the share that agrees with y."""
    AL, _ = L_model_forward(X, parameters)
    p = dnn.decide(AL)
    print(f"Accuracy: {np.mean(p == y)}")
    return p


def print_mislabeled_images(classes: Any, X: Array, y: Any, p: Any) -> None:
    """Draw the pictures whose prediction differs from their label."""
    y, p, side = np.ravel(y), np.ravel(p), int(np.sqrt(X.shape[0] / 3))
    wrong = np.flatnonzero(y != p)
    figure = plt.figure(figsize=(2 * max(len(wrong), 1), 3))
    for k, i in enumerate(wrong):
        axes = figure.add_subplot(1, len(wrong), k + 1)
        axes.imshow(np.clip(X[:, i], 0, 1).reshape(side, side, 3), interpolation="nearest")
        axes.set_title(f"Prediction: {name_of(classes, p[i])}\nClass: {name_of(classes, y[i])}")
        axes.axis("off")


def name_of(classes: Any, k: Any) -> str:
    """Return the name of a class, which the files hold as bytes."""
    name = classes[int(k)]
    return name.decode("utf-8") if isinstance(name, bytes) else str(name)


def as_column(b: Any, W: Array) -> Array:
    """Return b as a column (n, 1): homework has it as a number or a row as well."""
    return np.broadcast_to(np.reshape(b, (-1, 1)), (W.shape[0], 1))
