"""Right functions in the styles in which people write them; what each is allowed to be told."""

import copy
import math

import numpy as np

RIGHT = []  # (exercise, function, what check is given, a word of the remark or None)


def right(name, remark=None, **options):
    """Put a function into the list."""

    def listed(function):
        RIGHT.append((name, function, options, remark))
        return function

    return listed


def sigmoid_of(Z):
    return 1.0 / (1.0 + np.exp(-Z))


# --- activations


@right("sigmoid")
def of_tanh(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


@right("sigmoid")
def with_its_cache(Z):
    return np.exp(Z) / (np.exp(Z) + 1), Z


@right("relu")
def by_a_mask(Z):
    return Z * (Z > 0), Z


@right("relu")
def alone(Z):
    return np.where(Z > 0, Z, 0)


@right("relu_backward")
def by_assignment(dA, cache):
    dZ = np.array(dA, copy=True)
    dZ[cache <= 0] = 0
    return dZ


@right("relu_backward", "in place")
def in_place(dA, cache):
    dA[cache <= 0] = 0
    return dA


@right("sigmoid_backward")
def by_the_quotient(dA, cache):
    e = np.exp(-cache)
    return dA * e / (1 + e) ** 2


# --- initialisation


@right("initialize_parameters")
def another_seed(n_x, n_h, n_y):
    np.random.seed(42)
    parameters = {"b2": np.zeros(shape=(n_y, 1)), "b1": np.zeros(shape=(n_h, 1))}
    parameters["W2"] = np.random.randn(n_y, n_h) * 0.01
    parameters["W1"] = np.random.randn(n_h, n_x) * 0.01
    return parameters


@right("initialize_parameters")
def another_generator(n_x, n_h, n_y):
    rng = np.random.default_rng(7)
    W1, W2 = rng.normal(0, 0.01, (n_h, n_x)), rng.standard_normal((n_y, n_h)) / 100
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right("initialize_parameters_deep")
def lecun(dims):
    np.random.seed(1)
    p = {}
    for l in range(1, len(dims)):
        p["W" + str(l)] = np.random.randn(dims[l], dims[l - 1]) / np.sqrt(dims[l - 1])
        p["b" + str(l)] = np.zeros((dims[l], 1))
    return p


@right("initialize_parameters_deep")
def he(dims):
    np.random.seed(3)
    p = {}
    for l in range(1, len(dims)):
        p[f"W{l}"] = np.random.randn(dims[l], dims[l - 1]) * np.sqrt(2.0 / dims[l - 1])
        p[f"b{l}"] = np.zeros((dims[l], 1), dtype=int)
    return p


@right("initialize_parameters", "2017-08", edition="2017-08")
def scalar_b(n_x, n_h, n_y):
    np.random.seed(1)
    W1, W2 = np.random.randn(n_h, n_x) * 0.01, np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": 0, "W2": W2, "b2": 0}


# --- forward


@right("linear_forward", "prints")
def that_prints(A, W, b):
    Z = np.dot(W, A) + b
    print(Z.shape)  # noqa: T201
    return Z, (A, W, b)


@right("linear_forward", "np.matrix")
def of_matrices(A, W, b):
    return np.asmatrix(W) * np.asmatrix(A) + b, (A, W, b)


@right("linear_forward", "float32")
def in_float32(A, W, b):
    return W.astype(np.float32) @ A.astype(np.float32) + b.astype(np.float32), (A, W, b)


@right("linear_forward", "list")
def as_a_list(A, W, b):
    return [W.dot(A) + b, [A, W, b]]


@right("linear_activation_forward")
def with_branches(A_prev, W, b, activation):
    Z = W @ A_prev + b
    A = sigmoid_of(Z) if activation == "sigmoid" else np.maximum(Z, 0)
    return A, ((A_prev, W, b), Z)


@right("L_model_forward")
def siblings_by_other_names(X, parameters):
    caches, A, L = (), X, len(parameters) // 2
    for l in range(1, L + 1):
        g = "sigmoid" if l == L else "relu"
        A, cache = with_branches(A, parameters[f"W{l}"], parameters[f"b{l}"], g)
        caches += (cache,)
    return A, caches


@right("L_model_forward")
def siblings_not_there(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(  # noqa: F821  the course's, handed out
            A, parameters["W" + str(l)], parameters["b" + str(l)], activation="relu"
        )
        caches.append(cache)
    AL, cache = linear_activation_forward(  # noqa: F821
        A, parameters["W" + str(L)], parameters["b" + str(L)], activation="sigmoid"
    )
    assert AL.shape == (1, X.shape[1])
    return AL, [*caches, cache]


@right("forward_propagation")
def shallow(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = 2 * sigmoid_of(2 * Z1) - 1
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid_of(Z2)
    return A2, {"A2": A2, "Z2": Z2, "A1": A1, "Z1": Z1, "X": X}


# --- cost


@right("compute_cost")
def by_dot(AL, Y):
    m = Y.shape[1]
    cost = (-1 / m) * (np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T))
    return np.squeeze(cost)


@right("compute_cost", "float")
def by_a_loop(AL, Y):
    total = 0.0
    for a, y in zip(AL[0], Y[0], strict=True):
        total -= math.log(a) if y == 1 else math.log(1 - a)
    return total / len(Y[0])


@right("compute_cost")
def of_week_3(A2, Y, parameters):
    losses = np.multiply(np.log(A2), Y) + np.multiply(1 - Y, np.log(1 - A2))
    return float(-np.mean(losses))


@right("compute_cost", "(m,)")
def of_labels_in_a_row(AL, Y):
    assert Y.ndim == 1
    return np.mean(-np.log(np.where(Y == 1, AL[0], 1 - AL[0])))


@right("compute_cost_with_regularization")
def with_siblings(A3, Y, parameters, lambd):
    squares = sum(np.sum(np.square(W)) for name, W in parameters.items() if name[0] == "W")
    return compute_cost(A3, Y) + lambd / 2 / Y.shape[1] * squares  # noqa: F821


# --- backward


@right("linear_backward")
def by_einsum(dZ, cache):
    A_prev, W, b = cache
    dW = np.einsum("im,jm->ij", dZ, A_prev) / A_prev.shape[1]
    return W.T.dot(dZ), dW, np.mean(dZ, axis=1).reshape(b.shape)


@right("linear_backward", "2017-08", edition="2017-08")
def scalar_db(dZ, cache):
    A_prev, W, _ = cache
    db = np.squeeze(np.sum(dZ)) / A_prev.shape[1]
    assert isinstance(db, float)
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / A_prev.shape[1], db


@right("L_model_backward", "older edition")
def older_keys(AL, Y, caches):
    grads, L = {}, len(caches)
    dA, g = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)), "sigmoid"
    for l in range(L, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(  # noqa: F821
            dA, caches[l - 1], g
        )
        grads[f"dA{l}"], g = dA, "relu"
    return grads


@right("L_model_backward", "AL - Y")
def by_the_short_cut(AL, Y, caches):
    grads, dZ, m = {}, AL - Y, Y.shape[1]
    for l in range(len(caches), 0, -1):
        (A_prev, W, _), Z = caches[l - 1]
        dZ = dZ if l == len(caches) else grads[f"dA{l}"] * (Z > 0)
        grads[f"dW{l}"], grads[f"db{l}"] = dZ @ A_prev.T / m, dZ.sum(1, keepdims=True) / m
        grads[f"dA{l - 1}"] = W.T @ dZ
    return grads


@right("backward_propagation")
def shallow_back(parameters, cache, X, Y):
    m, dZ2 = X.shape[1], cache["A2"] - Y
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(cache["A1"], 2))
    slopes = {"dW2": dZ2 @ cache["A1"].T / m, "db2": dZ2.mean(axis=1, keepdims=True)}
    return {"dW1": dZ1 @ X.T / m, "db1": dZ1.mean(axis=1, keepdims=True), **slopes}


@right("propagate")
def logistic(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)  # noqa: F821
    cost = -(1.0 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost


# --- updates


@right("update_parameters", "in place")
def in_place_update(parameters, grads, learning_rate):
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters


@right("update_parameters")
def of_a_deep_copy(parameters, grads, learning_rate=1.2):
    new = copy.deepcopy(parameters)
    for name in ("W1", "b1", "W2", "b2"):
        new[name] -= learning_rate * grads["d" + name]
    return new


def _adam(parameters, grads, v, s, t, rate, beta1, beta2, root):
    for name in parameters:
        d = "d" + name
        v[d] = beta1 * v[d] + (1 - beta1) * grads[d]
        s[d] = beta2 * s[d] + (1 - beta2) * np.power(grads[d], 2)
        step = v[d] / (1 - np.power(beta1, t)) / root(s[d] / (1 - np.power(beta2, t)))
        parameters[name] = parameters[name] - rate * step
    return parameters, v, s


@right("update_parameters_with_adam", "in place")
def three_values(p, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    return _adam(p, grads, v, s, t, learning_rate, beta1, beta2, lambda x: np.sqrt(x) + epsilon)


@right("update_parameters_with_adam", "inside the root")
def epsilon_inside(p, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    return _adam(p, grads, v, s, t, learning_rate, beta1, beta2, lambda x: np.sqrt(x + epsilon))


@right("random_mini_batches")
def another_shuffle(X, Y, mini_batch_size=64, seed=0):
    order, m = np.random.default_rng(seed).permutation(X.shape[1]), X.shape[1]
    cuts = [
        order[k * mini_batch_size : (k + 1) * mini_batch_size]
        for k in range(math.ceil(m / mini_batch_size))
    ]
    return [(X[:, cut], Y[:, cut].reshape(1, -1)) for cut in cuts]


@right("forward_propagation_with_dropout")
def masks_of_another_seed(X, parameters, keep_prob=0.5):
    rng, kept, A = np.random.default_rng(5), [], X
    for l in (1, 2):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        D = rng.random(Z.shape) < keep_prob
        A = np.maximum(Z, 0) * D / keep_prob
        kept += [Z, D, A, W, b]
    Z3 = parameters["W3"] @ A + parameters["b3"]
    A3 = sigmoid_of(Z3)
    return A3, (*kept, Z3, A3, parameters["W3"], parameters["b3"])


# --- predictions and models


@right("predict")
def in_a_loop(X, y, parameters):
    probabilities, _ = siblings_by_other_names(X, parameters)
    p = np.zeros((1, X.shape[1]), dtype=int)
    for i in range(X.shape[1]):
        p[0, i] = 1 if probabilities[0, i] > 0.5 else 0
    return p


@right("predict")
def booleans(parameters, X):
    A2, _ = shallow(X, parameters)
    return A2 > 0.5


@right("predict")
def of_rank_1(w, b, X):
    return np.round(sigmoid_of(w.T @ X + b)).ravel()


@right("two_layer_model", "parameters alone")
def alone_with_print(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    parameters, costs = initialize_parameters(*layers_dims), []  # noqa: F821
    for i in range(num_iterations):
        AL, caches = siblings_by_other_names(X, parameters)
        grads = by_the_short_cut(AL, Y, caches)
        parameters = in_place_update(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            costs.append(by_dot(AL, Y))
            print(f"Cost after iteration {i}: {costs[-1]}")  # noqa: T201
    return parameters


@right("L_layer_model")
def start_of_its_own(X, Y, dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    parameters, costs = lecun(dims), np.zeros(num_iterations)
    for i in range(num_iterations):
        AL, caches = siblings_by_other_names(X, parameters)
        costs[i] = by_dot(AL, Y)
        parameters = in_place_update(parameters, by_the_short_cut(AL, Y, caches), learning_rate)
    return parameters, costs[::100]
