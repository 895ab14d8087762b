"""`dnn` itself, called as a user calls it."""

from __future__ import annotations

from collections.abc import Iterator

import dnn
from benchmarks.jobs import ADAM, Job
from benchmarks.sides import Outcome, now


def run(job: Job, *, subspace: bool | None = None) -> Outcome:
    """Train by `dnn.fit`, which is what `dnn.L_layer_model` calls."""
    moments: list[float] = []

    def watch(steps: Iterator[dnn.Step]) -> Iterator[dnn.Step]:
        moments.append(now())
        yield from steps
        moments.append(now())

    chosen = ADAM if job.optimizer == "adam" else {}
    trained = dnn.fit(
        job.X,
        job.Y,
        job.dims,
        parameters=job.parameters,
        watch=watch,
        subspace=subspace,
        output=job.output,
        optimizer=job.optimizer,
        learning_rate=job.learning_rate,
        num_iterations=job.num_iterations,
        mini_batch_size=job.mini_batch_size,
        every=job.every,
        **chosen,
    )
    return Outcome([float(cost) for cost in trained.history.costs], trained.parameters, *moments)
