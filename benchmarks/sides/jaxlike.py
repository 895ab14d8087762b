"""JAX: one step compiled by jit, called in a plain loop."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.jobs import ADAM, Job
from benchmarks.sides import Outcome, now

jax.config.update("jax_enable_x64", True)
Tree = dict[str, jax.Array]


def run(job: Job) -> Outcome:
    parameters = {name: jnp.asarray(p) for name, p in job.parameters.items()}
    memory = [jax.tree.map(jnp.zeros_like, parameters) for _ in range(2)]
    if job.optimizer == "gd":
        memory = []
    X, Y = jnp.asarray(job.X.T), jnp.asarray(job.Y.T)
    step = _step_on_all if job.mini_batch_size is None else _step_on_some
    step = partial(step, output=job.output, rate=job.learning_rate)
    before = now()
    for rows in {None if rows is None else len(rows): rows for rows in job.columns()}.values():
        jax.block_until_ready(step(parameters, memory, 1.0, X, Y, rows))
    began = now()
    costs: list[Any] = []
    for i, rows in enumerate(job.columns()):
        cost, parameters, memory = step(parameters, memory, i + 1.0, X, Y, rows)
        if i % job.every == 0:
            costs.append(cost)
    found = {name: np.asarray(p) for name, p in parameters.items()}
    ended = now()
    return Outcome([float(cost) for cost in costs], found, began, ended, began - before)


def _cost(parameters: Tree, X: jax.Array, Y: jax.Array, output: str) -> jax.Array:
    L = len(parameters) // 2
    A = X
    for l in range(1, L + 1):
        Z = A @ parameters[f"W{l}"].T + parameters[f"b{l}"][:, 0]
        A = jax.nn.relu(Z)
    if output == "softmax":
        return -jnp.mean(jnp.sum(Y * jax.nn.log_softmax(Z), axis=1))
    return jnp.mean(jnp.sum(jax.nn.softplus(Z) - Y * Z, axis=1))


def _step(parameters: Tree, memory: list[Tree], t: Any, X: Any, Y: Any, output: str, rate: float):
    cost, slopes = jax.value_and_grad(_cost)(parameters, X, Y, output)
    if not memory:
        return cost, jax.tree.map(lambda p, d: p - rate * d, parameters, slopes), memory
    beta1, beta2, epsilon = ADAM.values()
    v = jax.tree.map(lambda v, d: beta1 * v + (1 - beta1) * d, memory[0], slopes)
    s = jax.tree.map(lambda s, d: beta2 * s + (1 - beta2) * d * d, memory[1], slopes)
    share1, share2 = 1 / (1 - beta1**t), 1 / (1 - beta2**t)

    def moved(p: Any, v: Any, s: Any) -> Any:
        down = rate * (v * share1) / (jnp.sqrt(s * share2) + epsilon)
        return p - down.astype(p.dtype)

    return cost, jax.tree.map(moved, parameters, v, s), [v, s]


@partial(jax.jit, static_argnames=("output", "rate"))
def _step_on_all(parameters, memory, t, X, Y, rows, output, rate):
    return _step(parameters, memory, t, X, Y, output, rate)


@partial(jax.jit, static_argnames=("output", "rate"))
def _step_on_some(parameters, memory, t, X, Y, rows, output, rate):
    return _step(parameters, memory, t, X[rows], Y[rows], output, rate)
