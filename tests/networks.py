"""Networks and data that several tests train on."""

import numpy as np

import dnn

LAYER_DIMS = [[2, 1], [4, 3, 1], [4, 5, 3, 1]]


def drawn(layer_dims, m=6, seed=0, dtype=np.float64):
    """Return X, Y, parameters of a network, drawn from a seed; no bias is zero."""
    rng = np.random.RandomState(seed)
    X = rng.randn(layer_dims[0], m).astype(dtype)
    Y = rng.randint(0, 2, (layer_dims[-1], m))
    parameters = dnn.initialize_parameters_deep(layer_dims, seed=seed, scale=0.8)
    parameters |= {k: 0.1 * rng.randn(*p.shape) for k, p in parameters.items() if k[0] == "b"}
    return X, Y, {name: p.astype(dtype) for name, p in parameters.items()}


def labels(n, m, output, seed=5):
    """Return labels that suit an output: 0 or 1, one-hot columns, or numbers."""
    rng = np.random.RandomState(seed)
    if output == "sigmoid":
        return rng.randint(0, 2, (n, m))
    if output == "softmax":
        return np.eye(n)[:, rng.randint(0, n, m)]
    return rng.randn(n, m)


def cost_of(X, Y, parameters, **wear):
    """Return the cost of one forward pass."""
    AL, _ = dnn.L_model_forward(X, parameters, **wear)
    return dnn.compute_cost(AL, Y, output=wear.get("output", "sigmoid"))


def slopes(X, Y, parameters, **wear):
    """Return AL and grads of one forward and one backward pass."""
    AL, caches = dnn.L_model_forward(X, parameters, **wear)
    return AL, dnn.L_model_backward(AL, Y, caches, **wear)


def central_difference(f, x, step=1e-6):
    """Return the numeric slope of a scalar function by every entry of x."""
    slope = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        there, back = x.copy(), x.copy()
        there[place] += step
        back[place] -= step
        slope[place] = (f(there) - f(back)) / (2 * step)
    return slope
