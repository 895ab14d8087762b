"""scikit-learn's MLPClassifier, started from the weights of the job.

It shuffles by a stream of its own, so it is given the examples in the order that the others see
and told not to shuffle: it is spared the gathering of its mini-batches. It records the mean cost
of an epoch, which is the cost of an iteration where the batch is full.
"""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.jobs import ADAM, Array, Job
from benchmarks.sides import Outcome, now

NEVER = 10**9


def run(job: Job) -> Outcome:
    warnings.simplefilter("ignore")  # that it has not converged is none of our business
    X, labels, epochs = _in_order(job)
    net = _network(job, X, labels)
    net.set_params(max_iter=epochs, batch_size=job.mini_batch_size or len(X))
    before = len(net.loss_curve_)
    began = now()
    net.fit(X, labels)
    ended = now()
    full_batch = job.mini_batch_size is None
    costs = net.loss_curve_[before :: job.every] if full_batch else None
    return Outcome(costs, _parameters(net), began, ended)


def _in_order(job: Job) -> tuple[Array, Array, int]:
    """Return rows, their labels, and how many epochs to train."""
    labels = job.Y[0].astype(int) if job.output == "sigmoid" else job.Y.argmax(axis=0)
    if job.mini_batch_size is None:
        return job.X.T, labels, job.num_iterations
    steps = -(-job.X.shape[1] // job.mini_batch_size)
    if job.num_iterations != steps:
        raise ValueError(f"scikit-learn keeps one order: train one epoch, {steps} iterations")
    order = np.concatenate([columns for columns in job.columns() if columns is not None])
    return job.X.T[order], labels[order], 1


def _network(job: Job, X: Array, labels: Array) -> MLPClassifier:
    """Return a network that has met every class, with the weights of the job in it."""
    net = MLPClassifier(
        hidden_layer_sizes=job.dims[1:-1],
        solver={"gd": "sgd", "adam": "adam"}[job.optimizer],
        alpha=0,
        learning_rate_init=job.learning_rate,
        momentum=0,
        nesterovs_momentum=False,
        beta_1=ADAM["beta1"],
        beta_2=ADAM["beta2"],
        epsilon=ADAM["epsilon"],
        shuffle=False,
        max_iter=1,
        tol=0,
        n_iter_no_change=NEVER,
        warm_start=True,
    )
    first_of_each = np.unique(labels, return_index=True)[1]
    net.fit(X[first_of_each], labels[first_of_each])
    layers = range(1, job.L + 1)
    net.coefs_ = [job.parameters[f"W{l}"].T.copy() for l in layers]
    net.intercepts_ = [job.parameters[f"b{l}"][:, 0].copy() for l in layers]
    return net


def _parameters(net: MLPClassifier) -> dict[str, Array]:
    found = {}
    for l, (W, b) in enumerate(zip(net.coefs_, net.intercepts_, strict=True), start=1):
        found[f"W{l}"], found[f"b{l}"] = W.T, b[:, None]
    return found
