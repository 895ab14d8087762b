"""The functions of course 2: optimisers, mini-batches, L2, dropout and gradient checking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dnn.shapes import Array, Gradients, Parameters

Adam = tuple[Parameters, Gradients, Gradients, Gradients, Gradients]


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def relu(x: Array) -> Array:
    """Return max(0, x)."""
    return np.maximum(0, x)


def initialize_velocity(parameters: Mapping[str, Array]) -> Gradients:
    """Return v = 0 of the shape of every parameter."""
    v = {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v[f"dW{l}"] = np.zeros(parameters[f"W{l}"].shape)
        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)
    return v


def update_parameters_with_momentum(
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array],
    v: Mapping[str, Array],
    beta: float,
    learning_rate: float,
) -> tuple[Parameters, Gradients]:
    """Return the parameters and the velocity after one step of momentum."""
    parameters, v = dict(parameters), dict(v)
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v[f"dW{l}"] = beta * v[f"dW{l}"] + (1 - beta) * grads[f"dW{l}"]
        v[f"db{l}"] = beta * v[f"db{l}"] + (1 - beta) * grads[f"db{l}"]
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * v[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * v[f"db{l}"]
    return parameters, v


def initialize_adam(parameters: Mapping[str, Array]) -> tuple[Gradients, Gradients]:
    """Return v = 0 and s = 0 of the shape of every parameter."""
    v, s = {}, {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v[f"dW{l}"] = np.zeros(parameters[f"W{l}"].shape)
        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)
        s[f"dW{l}"] = np.zeros(parameters[f"W{l}"].shape)
        s[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)
    return v, s


def update_parameters_with_adam(
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array],
    v: Mapping[str, Array],
    s: Mapping[str, Array],
    t: int,
    learning_rate: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Adam:
    """Return the parameters and the averages after one step of Adam."""
    parameters, v, s = dict(parameters), dict(v), dict(s)
    v_corrected, s_corrected = {}, {}
    for name in list(parameters):
        slope = grads[f"d{name}"]
        v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * slope
        v_corrected[f"d{name}"] = v[f"d{name}"] / (1 - beta1**t)
        s[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * slope**2
        s_corrected[f"d{name}"] = s[f"d{name}"] / (1 - beta2**t)
        step = v_corrected[f"d{name}"] / (np.sqrt(s_corrected[f"d{name}"]) + epsilon)
        parameters[name] = parameters[name] - learning_rate * step
    return parameters, v, s, v_corrected, s_corrected


def random_mini_batches(
    X: Array, Y: Array, mini_batch_size: int = 64, seed: int = 0
) -> list[tuple[Array, Array]]:
    """Shuffle the columns of X and Y alike and cut them into batches."""
    m = X.shape[1]
    permutation = np.random.RandomState(seed).permutation(m)
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    mini_batches = []
    for start in range(0, m, mini_batch_size):
        end = start + mini_batch_size
        mini_batches.append((shuffled_X[:, start:end], shuffled_Y[:, start:end]))
    return mini_batches


def compute_cost_with_regularization(
    A3: Array, Y: Array, parameters: Mapping[str, Array], lambd: float
) -> Array:
    """Return the cross-entropy plus lambd / (2 m) * sum of W^2."""
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    squares = np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))
    penalty = lambd / (2 * m) * squares
    return np.squeeze(cross_entropy + penalty)


def backward_propagation_with_regularization(
    X: Array, Y: Array, cache: Sequence[Array], lambd: float
) -> Gradients:
    """Return the slopes of the regularised cost of three layers."""
    m = X.shape[1]
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y  # (6)
    dW3 = dZ3 @ A2.T / m + lambd / m * W3  # (7)
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m  # (8)
    dA2 = W3.T @ dZ3  # (9)
    dZ2 = dA2 * (A2 > 0)  # (6)
    dW2 = dZ2 @ A1.T / m + lambd / m * W2  # (7)
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # (8)
    dA1 = W2.T @ dZ2  # (9)
    dZ1 = dA1 * (A1 > 0)  # (6)
    dW1 = dZ1 @ X.T / m + lambd / m * W1  # (7)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m  # (8)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2},
        **{"dZ2": dZ2, "dW2": dW2, "db2": db2, "dA1": dA1},
        **{"dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


def forward_propagation_with_dropout(
    X: Array, parameters: Mapping[str, Array], keep_prob: float = 0.5
) -> tuple[Array, tuple[Array, ...]]:
    """Return A3 and the cache of three layers; units of the hidden ones are dropped."""
    rng = np.random.RandomState(1)
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1  # (1)
    A1 = relu(Z1)  # (2)
    D1 = (rng.rand(A1.shape[0], A1.shape[1]) < keep_prob).astype(int)
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = W2 @ A1 + b2  # (1)
    A2 = relu(Z2)  # (2)
    D2 = (rng.rand(A2.shape[0], A2.shape[1]) < keep_prob).astype(int)
    A2 = A2 * D2
    A2 = A2 / keep_prob
    Z3 = W3 @ A2 + b3  # (1)
    A3 = sigmoid(Z3)  # (2)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def forward_propagation_n(
    X: Array, Y: Array, parameters: Mapping[str, Array]
) -> tuple[Array, tuple[Array, ...]]:
    """Return the cost of three layers, and the cache."""
    m = X.shape[1]
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    cost = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    return cost, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


SHAPES = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}


def dictionary_to_vector(parameters: Mapping[str, Array]) -> tuple[Array, list[str]]:
    """Return all parameters in one column, and the name of each entry."""
    theta = np.concatenate([parameters[name].reshape(-1, 1) for name in SHAPES])
    return theta, [name for name in SHAPES for _ in range(parameters[name].size)]


def vector_to_dictionary(theta: Array) -> Parameters:
    """Return the parameters out of one column."""
    parameters, start = {}, 0
    for name, (rows, columns) in SHAPES.items():
        parameters[name] = theta[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns
    return parameters


def gradients_to_vector(gradients: Mapping[str, Array]) -> Array:
    """Return all slopes in one column."""
    return np.concatenate([gradients[f"d{name}"].reshape(-1, 1) for name in SHAPES])


def gradient_check_n(
    parameters: Mapping[str, Array],
    gradients: Mapping[str, Array],
    X: Array,
    Y: Array,
    epsilon: float = 1e-7,
    print_msg: bool = False,
) -> float:
    """Return the relative difference of the slopes and (J(+epsilon) - J(-epsilon)) / 2 epsilon."""
    theta, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    gradapprox = np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        theta_plus = np.copy(theta)
        theta_plus[i] = theta_plus[i] + epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(theta)
        theta_minus[i] = theta_minus[i] - epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    return float(difference)
