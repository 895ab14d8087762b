"""What the functions of week 4 are tried on in the first edition: fixed arrays, b a number.

np comes with a star.
"""

from typing import Any

import numpy as np

from dnn.shapes import Array

A = [[-1.02387576, 1.12397796], [-1.62328545, 0.64667545], [-1.74314104, -0.59664964]]
W = [[0.74505627, 1.97611078, -1.24412333]]
Z = [[3.1980455, 7.85763489]]


def linear_forward_test_case() -> tuple[Any, ...]:
    """Return A, W, b."""
    return np.array(A), np.array(W), 5


def linear_activation_forward_test_case() -> tuple[Any, ...]:
    """Return A_prev, W, b."""
    return np.array(A), np.array(W), 5


def L_model_forward_test_case() -> tuple[Array, dict[str, Array]]:
    """Return X and the parameters of two layers."""
    W1 = [[1.62434536, -0.61175641, -0.52817175], [-1.07296862, 0.86540763, -2.3015387]]
    W2 = [[1.74481176, -0.7612069]]
    parameters = {"W1": np.array(W1), "b1": np.zeros((2, 1))}
    return np.array(A), parameters | {"W2": np.array(W2), "b2": np.zeros((1, 1))}


def compute_cost_test_case() -> tuple[Array, Array]:
    """Return Y, AL."""
    return np.asarray([[1, 1, 1]]), np.array([[0.8, 0.9, 0.4]])


def linear_backward_test_case() -> tuple[Array, tuple[Array, ...]]:
    """Return dZ, (A, W, b)."""
    return np.array(Z), (np.array(A), np.array(W), np.array([[1]]))


def linear_activation_backward_test_case() -> tuple[Array, tuple[Any, ...]]:
    """Return dA, ((A, W, b), Z)."""
    return np.array(Z), ((np.array(A), np.array(W), 5), np.array(Z))


def L_model_backward_test_case() -> tuple[Any, ...]:
    """Return X, Y, AL and the caches of one layer."""
    X = np.array([[0.20445225, 0.87811744], [0.02738759, 0.67046751], [0.4173048, 0.55868983]])
    AL = np.array([[0.60298372, 0.87182628]])
    W1, b1 = np.array([[1.78862847, 0.43650985, 0.09649747]]), np.array([[0.0]])
    return X, np.array([[1, 1]]), AL, [((X, W1, b1), np.array([[0.41791293, 1.91720367]]))]


def update_parameters_test_case() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return parameters, grads."""
    W1 = [
        [1.78862847, 0.43650985, 0.09649747],
        [-1.8634927, -0.2773882, -0.35475898],
        [-0.08274148, -0.62700068, -0.04381817],
        [-0.47721803, -1.31386475, 0.88462238],
    ]
    W2 = [
        [0.88131804, 1.70957306, 0.05003364, -0.40467741],
        [-0.54535995, -1.54647732, 0.98236743, -1.10106763],
        [-1.18504653, -0.2056499, 1.48614836, 0.23671627],
    ]
    W3 = [[-1.02378514, -0.7129932, 0.62524497], [-0.16051336, -0.76883635, -0.23003072]]
    dW1, dW2, dW3 = np.zeros((4, 3)), np.zeros((3, 4)), np.zeros((2, 3))
    dW1[0], dW2[0, 0], dW3[0, 0] = [0.63070583, 0.66482653, 0.18308507], 1.62934255, -1.40260776
    parameters = {"W1": np.array(W1), "W2": np.array(W2), "W3": np.array(W3)}
    parameters |= {"b1": np.zeros((4, 1)), "b2": np.zeros((3, 1)), "b3": np.zeros((2, 1))}
    grads: dict[str, Any] = {"dW1": dW1, "dW2": dW2, "dW3": dW3}
    grads |= {"db1": 0.7593767620441146, "db2": 0.8616375992281106, "db3": -0.8416195602233457}
    return parameters, grads


def print_grads(grads: dict[str, Any]) -> None:
    """Print the slopes of the first layer, and by what leaves it."""
    for name in ("dW1", "db1", "dA1"):
        print(f"{name} = {grads[name]}")
