"""Trainings on real data, healthy and sick, each made from a seed; small enough to be many."""

from typing import NamedTuple

import numpy as np
from sklearn import datasets

import dnn

SCALE_FREE = {"rmsprop", "adam"}
HIGH = {"diverging", "oscillating", "not finite", "dead ReLUs", "rising again", "saturated"}
HIGH |= {"batches too noisy", "rate too high"}


class RealPatient(NamedTuple):
    """What was trained, and what came of it; run is None where training diverged."""

    X: np.ndarray
    Y: np.ndarray
    dims: list
    options: dict
    validation: tuple | None
    run: dnn.Run | None
    error: dnn.DivergenceError | None

    def diagnosis(self):
        if self.run is not None:
            return dnn.diagnose(self.run, self.X, self.Y, validation=self.validation)
        told = {name: self.options[name] for name in FACTS if name in self.options}
        costs = [*self.error.costs, np.nan]
        return dnn.diagnose(costs, self.X, self.Y, parameters=self.error.parameters, **told)

    @property
    def cost(self):
        return np.inf if self.run is None else self.cost_on(self.X, self.Y)

    @property
    def constant(self):
        output = self.options["output"]
        mean = np.broadcast_to(self.Y.mean(axis=1, keepdims=True), self.Y.shape)
        return float(dnn.compute_cost(mean.copy(), self.Y, output=output))

    def cost_on(self, X, Y):
        wear = {name: self.options[name] for name in ("hidden", "output")}
        AL, _ = dnn.L_model_forward(X, self.run.parameters, **wear)
        return float(dnn.compute_cost(AL, Y, output=wear["output"]))


FACTS = ("learning_rate", "hidden", "output", "every", "optimizer", "mini_batch_size", "lambd")
FACTS += ("keep_prob", "schedule", "decay_rate", "time_interval", "num_iterations")


def columns(data, output):
    """Return a data set of scikit-learn as X and Y."""
    target = np.asarray(data.target)
    if output == "linear":
        return data.data.T, ((target - target.mean()) / target.std()).reshape(1, -1)
    Y = dnn.one_hot(target, int(target.max()) + 1) if output == "softmax" else target.reshape(1, -1)
    return data.data.T, Y.astype(float)


def moons(m=500):
    X, y = datasets.make_moons(m, noise=0.15, random_state=0)
    return X.T, y.reshape(1, -1).astype(float)


def cats():
    images, labels, *_ = dnn.load_data()
    return images[:, ::4, ::4].reshape(len(images), -1).T / 255, labels.astype(float)


DATA = {
    "digits": lambda: (*columns(datasets.load_digits(), "softmax"), "softmax"),
    "wine": lambda: (*columns(datasets.load_wine(), "softmax"), "softmax"),
    "iris": lambda: (*columns(datasets.load_iris(), "softmax"), "softmax"),
    "cancer": lambda: (*columns(datasets.load_breast_cancer(), "sigmoid"), "sigmoid"),
    "diabetes": lambda: (*columns(datasets.load_diabetes(scaled=False), "linear"), "linear"),
    "moons": lambda: (*moons(), "sigmoid"),
    "cats": lambda: (*cats(), "sigmoid"),
}
READ = {}


def taken(rng, name, m=200):
    """Return some examples of a data set, as they are."""
    if name not in READ:
        READ[name] = DATA[name]()
    X, Y, output = READ[name]
    columns = rng.permutation(X.shape[1])[:m]
    return X[:, columns], Y[:, columns], output


def good_rate(optimizer, X, output):
    """Return a rate that suits: by the steepest bend of a single layer, or by experience."""
    if optimizer in SCALE_FREE:
        return 0.01
    bend = np.linalg.norm(np.vstack([X, np.ones(X.shape[1])]), 2) ** 2 / X.shape[1]
    return float(min(0.5, 0.5 / bend / {"sigmoid": 0.25, "softmax": 0.5, "linear": 1.0}[output]))


def train(X, Y, dims, *, validation=None, parameters=None, **options):
    """Train and return the patient."""
    options = {"hidden": "relu", "optimizer": "gd", "num_iterations": 300, **options}
    options.setdefault("every", max(1, options["num_iterations"] // 40))
    run = error = None
    with np.errstate(all="ignore"):
        try:
            run = dnn.fit(X, Y, dims, validation=validation, parameters=parameters, **options)
        except dnn.DivergenceError as lost:
            error = lost
    return RealPatient(X, Y, dims, options, validation, run, error)


def ordinary(rng, *names, layers=None, m=200, **options):
    """Return X, Y, dims and options of a training that would go well."""
    name = str(rng.choice(names or list(DATA)))
    X, Y, output = taken(rng, name, m)
    X, _ = dnn.standardize(X)
    hidden = [int(n) for n in rng.choice([6, 10, 16], (layers or rng.randint(2, 5)) - 1)]
    optimizer = str(rng.choice(["gd", "gd", "momentum", "rmsprop", "adam"]))
    chosen = {
        "output": output,
        "optimizer": optimizer,
        "hidden": str(rng.choice(["relu", "tanh", "leaky_relu"])),
        "seed": int(rng.randint(1000)),
        "scale": str(rng.choice(["lecun", "he"])),
        "mini_batch_size": [None, None, 32][rng.randint(3)],
        **options,
    }
    chosen["learning_rate"] = good_rate(chosen["optimizer"], X, output)
    return X, Y, [len(X), *hidden, len(Y)], chosen


# --- healthy ------------------------------------------------------------------------------------


def healthy(seed):
    """Draw until a run has learnt and nothing speaks against it."""
    for attempt in range(20):
        rng = np.random.RandomState([seed, attempt, 3])
        X, Y, dims, options = ordinary(rng)
        options["learning_rate"] *= rng.uniform(0.2, 1.2)
        options["num_iterations"] = int(rng.choice([200, 400, 800]))
        options |= [{}, {"lambd": 0.1}, {"keep_prob": 0.9}, {"patience": 4}, {}][rng.randint(5)]
        validation = None
        if "patience" in options:
            X, Y, validation = X[:, 60:], Y[:, 60:], (X[:, :60], Y[:, :60])
        patient = train(X, Y, dims, validation=validation, **options)
        if patient.run is None or patient.cost > 0.4 * patient.constant:
            continue
        costs = np.array(patient.run.history.costs)
        if validation is not None:
            if patient.cost_on(*validation) < 0.8 * patient.constant:
                return patient
        elif costs[-1] < 1.2 * costs.min() + 0.05 * costs[0]:
            return patient
    raise AssertionError(seed)


def narrow_but_wide_enough(seed):
    """Return a run of few units, or of none, on data that ask for no more."""
    rng = np.random.RandomState([seed, 4])
    X, Y, dims, options = ordinary(rng, "cancer", "diabetes")
    hidden = [[], [1], [2]][seed % 3]
    return train(X, Y, [dims[0], *hidden, dims[-1]], **{**options, "num_iterations": 700})


# --- sick ---------------------------------------------------------------------------------------


def rate_too_high(rng):
    X, Y, dims, options = ordinary(rng, mini_batch_size=None)
    options["learning_rate"] *= 300 if options["optimizer"] in SCALE_FREE else rng.uniform(20, 60)
    return train(X, Y, dims, **options)


def too_slow(rng):
    X, Y, dims, options = ordinary(rng)
    options["learning_rate"] *= float(10 ** rng.uniform(-5, -2.2))
    return train(X, Y, dims, **options)


def too_slow_with_batches(rng):
    X, Y, dims, options = ordinary(rng, mini_batch_size=16)
    options["learning_rate"] *= float(10 ** rng.uniform(-5, -2.2))
    return train(X, Y, dims, **options)


def weights_too_small(rng):
    X, Y, dims, options = ordinary(rng, layers=4, optimizer="gd", scale=0.01)
    return train(X, Y, dims, **options)


def raw_columns(rng):
    name = str(rng.choice(["cancer", "wine", "diabetes"]))
    X, Y, output = taken(rng, name)
    return train(X, Y, [len(X), 8, len(Y)], output=output, learning_rate=0.1)


def unequal_columns(rng):
    X, Y, dims, options = ordinary(rng, "cancer", "wine", "digits", optimizer="gd")
    rows = rng.permutation(len(X))[: len(X) // 4]
    if rng.rand() < 0.5:
        X[rows] *= float(rng.uniform(15, 60))
    else:
        X[rows] += float(rng.uniform(7, 40))
    return train(X, Y, dims, **options)


def constant_columns(rng):
    X, Y, dims, options = ordinary(rng, "moons", "iris", "diabetes")
    X[:] = [lambda: rng.randn(len(X), 1), lambda: 3 + 1e-5 * X][rng.randint(2)]()
    return train(X, Y, dims, **options)


def dead_by_b(rng):
    X, Y, dims, options = ordinary(rng, hidden="relu", layers=3)
    parameters = dnn.initialize_parameters_deep(dims, seed=options["seed"])
    parameters["b2"] = parameters["b2"] - float(rng.uniform(6, 20))
    return train(X, Y, dims, parameters=parameters, **options)


def deep_sigmoids(rng):
    X, Y, dims, options = ordinary(rng, layers=7, hidden="sigmoid", optimizer="gd")
    return train(X, Y, dims, **options)


def odd_labels(rng):
    X, Y, dims, options = ordinary(rng, "cancer", "moons", mini_batch_size=None)
    Y = Y + [-0.2, 0.2, 0.5][rng.randint(3)]
    return train(X, Y, dims, **options)


def one_class(rng):
    X, Y, dims, options = ordinary(rng)
    return train(X, np.repeat(Y[:, :1], Y.shape[1], axis=1), dims, **options)


def rare_class(rng):
    X, Y, dims, options = ordinary(rng, "moons", m=500)
    kept = np.sort(np.r_[np.flatnonzero(Y[0] == 0), np.flatnonzero(Y[0] == 1)[:6]])
    return train(X[:, kept], Y[:, kept], dims, **{**options, "num_iterations": 40})


def by_heart(rng):
    X, Y, _, options = ordinary(rng, "moons", "iris", "cancer", m=150)
    validation = X[:, 50:], Y[:, 50:]
    X, Y = X[:, :50], Y[:, :50].copy()
    Y[:, :9] = 1 - Y[:, :9] if len(Y) == 1 else np.roll(Y[:, :9], 1, axis=0)
    options |= {"hidden": "tanh", "optimizer": "adam", "learning_rate": 0.01}
    options |= {"num_iterations": 900, "mini_batch_size": None}
    return train(X, Y, [len(X), 25, len(Y)], validation=validation, **options)


def other_validation(rng):
    X, Y, dims, options = ordinary(rng, "cancer", "moons", "wine", m=150)
    X_v, Y_v = X[:, 100:], Y[:, 100:]
    if rng.rand() < 0.5:
        X_v = 100 * X_v + 50
    else:
        Y_v = np.roll(1 - Y_v if len(Y) == 1 else Y_v, 1, axis=0)
    return train(X[:, :100], Y[:, :100], dims, validation=(X_v, Y_v), **options)


def the_same_validation(rng):
    X, Y, dims, options = ordinary(rng, "cancer", "wine")
    return train(X, Y, dims, validation=(X.copy(), Y.copy()), **options)


def early_decay(rng):
    X, Y, dims, options = ordinary(rng, optimizer="gd", mini_batch_size=None)
    schedules = [("exponential", 0.9, 1), ("inverse", 1.0, 1), ("cosine", 1.0, 9)]
    schedule, decay_rate, time_interval = schedules[rng.randint(3)]
    options |= {"schedule": schedule, "decay_rate": decay_rate, "time_interval": time_interval}
    return train(X, Y, dims, **options)


def bottleneck(rng):
    X, Y, dims, options = ordinary(rng, "digits", layers=2)
    return train(X, Y, [dims[0], 1, dims[-1]], **{**options, "num_iterations": 1000})


def narrow(rng):
    """One or two units, or none, between X and classes that no straight line parts."""
    hidden = [[], [1], [2]][rng.randint(3)]
    X, Y, dims, options = ordinary(rng, "moons" if len(hidden) == 0 else "digits", scale="he")
    return train(X, Y, [dims[0], *hidden, dims[-1]], **{**options, "num_iterations": 1500})


def much_l2(rng):
    X, Y, dims, options = ordinary(rng)
    options["lambd"] = float(X.shape[1] * rng.uniform(0.3, 2))
    return train(X, Y, dims, **options)


def much_dropout(rng):
    X, Y, dims, options = ordinary(rng, "iris", "moons", "digits", layers=4)
    return train(X, Y, dims, **{**options, "keep_prob": float(rng.uniform(0.1, 0.3))})


def single_examples(rng):
    X, Y, dims, options = ordinary(rng, optimizer="gd", mini_batch_size=1)
    options["learning_rate"] *= 4
    return train(X, Y, dims, **{**options, "num_iterations": 600})


SICK = {
    rate_too_high: HIGH,
    too_slow: {"too slow"},
    too_slow_with_batches: {"too slow"},
    weights_too_small: {"stuck at ...", "vanishing gradients"},
    raw_columns: {"inputs not scaled"},
    unequal_columns: {"inputs not scaled"},
    constant_columns: {"constant features"},
    dead_by_b: {"dead ReLUs"},
    deep_sigmoids: {"vanishing gradients", "stuck at ..."},
    odd_labels: {"labels out of range", "negative cost"},
    one_class: {"one class"},
    rare_class: {"rare class"},
    by_heart: {"overfitting"},
    other_validation: {"validation never learnt"},
    the_same_validation: {"validation is training"},
    early_decay: {"rate decays too soon"},
    bottleneck: {"underfitting"},
    narrow: {"underfitting"},
    much_l2: {"L2 too strong"},
    much_dropout: {"dropout too strong"},
    single_examples: HIGH,
}


def obeyed(patient, remedy):
    """Train again as the remedy says; return the cost by that of before."""
    remedy = dict(remedy)
    X, dims = patient.X, remedy.pop("layers_dims", patient.dims)
    if remedy.pop("standardize", False):
        X, _ = dnn.standardize(X)
    X = X / remedy.pop("divide_by", 1)
    options = {**patient.options, **remedy}
    options["every"] = max(1, options["num_iterations"] // 40)
    validation = patient.validation if "patience" in remedy else None
    again = train(X, patient.Y, dims, validation=validation, **options)
    if again.run is None:
        return np.inf
    if validation is not None:
        return again.cost_on(*validation) / patient.cost_on(*validation)
    return again.cost / patient.cost
