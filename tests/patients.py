"""Runs to be diagnosed, healthy and sick, each made from a seed by really training."""

from typing import Any, NamedTuple

import numpy as np

import dnn
from dnn.cost import mean_loss

RATES = {
    "gd": (0.1, 0.5),
    "momentum": (0.1, 0.3),
    "rmsprop": (0.002, 0.006),
    "adam": (0.005, 0.02),
}
EVERY = 10


class Patient(NamedTuple):
    """What the doctor is told, and what the tests know besides."""

    costs: list[Any]
    told: dict[str, Any]
    state: Any = None
    options: dict[str, Any] | None = None

    def diagnosis(self):
        return dnn.diagnose(self.costs, **self.told)

    def by_costs_alone(self):
        kept = {name: self.told[name] for name in ("output", "every") if name in self.told}
        return dnn.diagnose(self.costs, **kept)


def inputs(rng, n_0, m, kind):
    """Return standardised numbers, or shades from 0 to 1 with a black border."""
    if kind == "standardised":
        return dnn.standardize(rng.randn(n_0, m) * rng.uniform(0.5, 3, (n_0, 1)))[0]
    X = np.clip(0.5 + 0.4 * rng.randn(n_0, m), 0, 1)
    X[: n_0 // 5] = 0
    return X


def labels(rng, X, output, rate=0.5, noise=0.0, classes=3):
    """Return labels that X decides by a bent boundary, some of them flipped."""
    centred = X - X.mean(axis=1, keepdims=True)
    n = classes if output == "softmax" else 1
    scores = rng.randn(n, X.shape[0]) @ centred + rng.randn(n, X.shape[0]) @ np.abs(centred) / 2
    if output == "linear":
        return (scores - scores.mean()) / scores.std() + noise * rng.randn(*scores.shape)
    if output == "softmax":
        return np.eye(n)[:, scores.argmax(axis=0)]
    Y = (scores > np.quantile(scores, 1 - rate)).astype(int)
    return np.where(rng.rand(*Y.shape) < noise, 1 - Y, Y)


def drawn_dims(rng, n_0, n_L, layers):
    return [n_0, *(int(n) for n in rng.randint(4, 11, layers - 1)), n_L]


def trained(X, Y, dims, *, parameters=None, validation=None, **options):
    """Train and return the patient; a divergence leaves what was recorded before it."""
    options = {"every": EVERY, "num_iterations": 200, **options}
    told = {"X": X, "Y": Y, "learning_rate": options.get("learning_rate"), "every": EVERY}
    told |= {k: options[k] for k in ("hidden", "output") if k in options}
    try:
        with np.errstate(all="ignore"):
            run = dnn.fit(X, Y, dims, parameters=parameters, validation=validation, **options)
    except dnn.DivergenceError as error:
        return Patient([*error.costs, np.nan], {**told, "parameters": error.parameters})
    if validation is not None:
        told["validation_costs"] = run.history.validation_costs
    told["parameters"] = run.parameters
    return Patient(run.history.costs, told, run.state, options)


def constant_cost(Y, output):
    """Return the cost of the best answer that is the same for all."""
    if output == "linear":
        return Y.var(axis=1).sum() / 2
    p = np.broadcast_to(Y.mean(axis=1, keepdims=True), Y.shape)
    return float(dnn.compute_cost(p, Y, output=output))


def cost_of(patient):
    told = patient.told
    wear = {k: told[k] for k in ("hidden", "output") if k in told}
    AL, _ = dnn.L_model_forward(told["X"], told["parameters"], **wear)
    return float(mean_loss(AL, told["Y"], wear.get("output", "sigmoid")))


# --- healthy ------------------------------------------------------------------------------------


def healthy(seed):
    """Draw runs until one has learnt: its cost ends well below that of one answer for all.

    A run on all examples whose cost passes its first once more in the second half is none.
    """
    for attempt in range(20):
        patient = _perhaps_healthy(np.random.RandomState([seed, attempt]))
        known = constant_cost(patient.told["Y"], patient.told["output"])
        if patient.state is None or cost_of(patient) > 0.7 * known:
            continue
        later = patient.costs[len(patient.costs) // 2 :]
        if patient.options["mini_batch_size"] or max(later) <= patient.costs[0]:
            return patient
    raise AssertionError(seed)


def _perhaps_healthy(rng):
    output = ["sigmoid", "sigmoid", "sigmoid", "softmax", "linear"][rng.randint(5)]
    optimizer = list(RATES)[rng.randint(4)]
    m, n_0, layers = rng.randint(40, 161), rng.randint(2, 13), rng.randint(1, 6)
    X = inputs(rng, n_0, m, ["standardised", "pixels"][rng.randint(2)])
    noise = [0, 0, 0.05, 0.1][rng.randint(4)]
    Y = labels(rng, X, output, rng.uniform(0.2, 0.8), noise, rng.randint(2, 6))
    rate = rng.uniform(*RATES[optimizer]) * (0.3 if output == "linear" else 1)
    return trained(
        X,
        Y,
        drawn_dims(rng, n_0, Y.shape[0], layers),
        hidden=["tanh", "relu", "leaky_relu"][rng.randint(3)],
        output=output,
        optimizer=optimizer,
        learning_rate=rate,
        seed=int(rng.randint(1000)),
        scale=["lecun", "he", "xavier"][rng.randint(3)],
        mini_batch_size=[None, None, 16, 32][rng.randint(4)],
        lambd=[0, 0, 0.1][rng.randint(3)],
        num_iterations=int(rng.randint(250, 501)),
    )


# --- sick ---------------------------------------------------------------------------------------


def _ordinary(rng, output="sigmoid", layers=None, m=60, kind="standardised", rate=None):
    """Return X, Y and layer_dims of a task that can be learnt."""
    n_0 = rng.randint(5, 11)
    X = inputs(rng, n_0, m, kind)
    Y = labels(rng, X, output, rng.uniform(0.3, 0.7) if rate is None else rate)
    return X, Y, drawn_dims(rng, n_0, Y.shape[0], layers or rng.randint(2, 5))


def by_hand(X, Y, parameters, learning_rate, n, **wear):
    """Train by the five arrows, with nobody to look after NaN."""
    costs = []
    with np.errstate(all="ignore"):
        for i in range(n):
            AL, caches = dnn.L_model_forward(X, parameters, **wear)
            if i % EVERY == 0:
                costs.append(mean_loss(AL, Y, wear["output"]))
            grads = dnn.L_model_backward(AL, Y, caches, **wear)
            parameters = dnn.update_parameters(parameters, grads, learning_rate)
    return costs, parameters


def not_finite(rng):
    X, Y, dims = _ordinary(rng, "linear")
    rate = float(rng.uniform(4, 30))
    if rng.rand() < 0.5:
        return trained(X, Y, dims, output="linear", learning_rate=rate, num_iterations=400)
    start = dnn.initialize_parameters_deep(dims, seed=rng.randint(99))
    costs, parameters = by_hand(X, Y, start, rate, 100, output="linear", hidden="leaky_relu")
    told = {"X": X, "Y": Y, "parameters": parameters, "every": EVERY, "learning_rate": rate}
    return Patient(costs, {**told, "output": "linear", "hidden": "leaky_relu"})


def diverging(rng):
    X, Y, dims = _ordinary(rng, "linear", layers=1)
    bent = np.linalg.eigvalsh(X @ X.T / X.shape[1]).max()
    rate = 2 / bent * rng.uniform(1.02, 1.2)
    return trained(X, Y, dims, output="linear", learning_rate=rate)


def oscillating(rng):
    """Draw until the cost of all examples leaps between most records of the second half."""
    for _ in range(200):
        X, Y, dims = _ordinary(rng, m=80)
        Y = np.where(rng.rand(*Y.shape) < 0.1, 1 - Y, Y)
        hidden = ["tanh", "leaky_relu"][rng.randint(2)]
        rate = float(rng.uniform(3, 15))
        options = {"hidden": hidden, "learning_rate": rate, "num_iterations": 300}
        patient = trained(X, Y, dims, seed=rng.randint(99), **options)
        later = np.array(patient.costs[len(patient.costs) // 2 :])
        if np.isfinite(later).all() and later[-1] < 3 and np.mean(abs(np.diff(later)) > 0.2) > 0.5:
            return patient
    raise AssertionError


def stuck_at_the_rate(rng):
    rate = rng.uniform(0.2, 0.4) if rng.rand() < 0.5 else rng.uniform(0.6, 0.8)
    X, Y, dims = _ordinary(rng, layers=rng.randint(3, 6), kind="pixels", rate=rate)
    hidden = ["relu", "relu", "tanh", "leaky_relu"][rng.randint(4)]
    seed = rng.randint(99)
    return trained(X, Y, dims, hidden=hidden, learning_rate=0.2, scale=0.01, seed=seed)


def stuck_at_ln_2(rng):
    zeros = rng.rand() < 0.3
    X, Y, dims = _ordinary(rng, layers=rng.randint(3, 6), rate=0.5)
    start = dnn.initialize_parameters_deep(dims, seed=rng.randint(99), scale=0.01)
    if zeros:
        start = {name: 0 * p for name, p in start.items()}
    return trained(X, Y, dims, parameters=start, learning_rate=0.1)


def dead_relus(rng):
    """Kill a layer by large negative biases, or by steps that are far too large."""
    for _ in range(200):
        X, Y, dims = _ordinary(rng, rate=0.35, layers=rng.randint(2, 5))
        start = dnn.initialize_parameters_deep(dims, seed=rng.randint(99))
        if rng.rand() < 0.5:
            start["b1"] = start["b1"] - 8
            return trained(X, Y, dims, parameters=start, learning_rate=0.1)
        patient = trained(X, Y, dims, parameters=start, learning_rate=float(rng.uniform(5, 30)))
        if patient.state is not None and _has_a_silent_layer(patient):
            return patient
    raise AssertionError


def _has_a_silent_layer(patient):
    _, caches = dnn.L_model_forward(patient.told["X"], patient.told["parameters"])
    return any((Z <= 0).all() for _, Z in caches[:-1])


def saturated(rng):
    """Draw large weights until the run has not learnt half of what there is."""
    for _ in range(200):
        X, Y, dims = _ordinary(rng, layers=rng.randint(3, 5), rate=0.4)
        hidden = ["tanh", "sigmoid"][rng.randint(2)]
        scale = float(rng.uniform(8, 20))
        start = dnn.initialize_parameters_deep(dims, seed=rng.randint(99), scale=scale)
        patient = trained(X, Y, dims, parameters=start, hidden=hidden, learning_rate=0.02)
        if cost_of(patient) > 0.5 * constant_cost(Y, "sigmoid"):
            return patient
    raise AssertionError


def inputs_not_scaled(rng):
    X, Y, dims = _ordinary(rng, kind="pixels")
    if rng.rand() < 0.7:
        X = np.round(255 * X)
    else:
        X[-1] = 3000 + 500 * X[-1]
    rate = float(10 ** rng.uniform(-5, -1))
    return trained(X, Y, dims, learning_rate=rate)


def constant_features(rng):
    """Make what decides the labels constant, as a fault in reading would."""
    X, _, dims = _ordinary(rng, m=100)
    lost = rng.permutation(len(X))[: rng.randint(int(0.6 * len(X)), len(X) + 1)]
    Y = labels(rng, X[lost], "sigmoid", rng.uniform(0.3, 0.7))
    X = np.array(X)
    X[lost] = rng.randn(len(lost), 1)
    return trained(X, Y, dims, learning_rate=0.05)


def one_class(rng):
    output = ["sigmoid", "softmax"][rng.randint(2)]
    X, Y, dims = _ordinary(rng, output)
    Y = np.repeat(Y[:, :1], X.shape[1], axis=1)
    return trained(X, Y, dims, output=output, learning_rate=0.1)


def overfitting(rng):
    """Draw until the validation cost has come down before it rose."""
    for _ in range(50):
        n_0, m = rng.randint(4, 9), rng.randint(30, 50)
        X = inputs(rng, n_0, m + 150, "standardised")
        Y = labels(rng, X, "sigmoid", 0.5, noise=rng.uniform(0.1, 0.2))
        options = {"validation": (X[:, m:], Y[:, m:]), "optimizer": "adam", "learning_rate": 0.02}
        patient = trained(X[:, :m], Y[:, :m], [n_0, 20, 1], **options)
        seen = patient.told["validation_costs"]
        if min(seen) < 0.9 * np.log(2) and seen[-1] > 1.3 * min(seen):
            return patient
    raise AssertionError


def vanishing_gradients(rng):
    X, Y, dims = _ordinary(rng, layers=rng.randint(7, 11), rate=rng.uniform(0.25, 0.75))
    return trained(X, Y, dims, hidden="sigmoid", learning_rate=0.1, seed=rng.randint(99))


def too_slow(rng):
    X, Y, dims = _ordinary(rng, layers=rng.randint(1, 4))
    rate = float(10 ** rng.uniform(-6, -3.5))
    hidden = ["tanh", "relu"][rng.randint(2)]
    return trained(X, Y, dims, hidden=hidden, learning_rate=rate, seed=rng.randint(99))


def still_falling(rng):
    """Draw until ten times the iterations would have halved the cost."""
    for _ in range(200):
        X, Y, dims = _ordinary(rng, layers=rng.randint(2, 4))
        options = {"hidden": "tanh", "learning_rate": float(rng.uniform(0.03, 0.1))}
        seed = rng.randint(99)
        patient = trained(X, Y, dims, seed=seed, **options)
        if cost_of(patient) < 0.75 * float(patient.costs[0]):
            return patient
    raise AssertionError


SICK = {
    "not finite": not_finite,
    "diverging": diverging,
    "oscillating": oscillating,
    "stuck at the label rate": stuck_at_the_rate,
    "stuck at ln 2": stuck_at_ln_2,
    "dead ReLUs": dead_relus,
    "saturated": saturated,
    "inputs not scaled": inputs_not_scaled,
    "constant features": constant_features,
    "one class": one_class,
    "overfitting": overfitting,
    "vanishing gradients": vanishing_gradients,
    "too slow": too_slow,
    "still falling": still_falling,
}
