"""`dnn.engines.train`: the same loop and the same functions of `dnn` on another array library."""

from __future__ import annotations

import dnn
from benchmarks.jobs import ADAM, Job
from benchmarks.sides import Outcome, now
from dnn import engines
from dnn.training.batches import batch_count


def run(job: Job, *, library: str) -> Outcome:
    before = now()
    if library == "jax":  # compiled for a whole batch, and for what is left at the end of an epoch
        for i in {0, batch_count(job.X.shape[1], job.mini_batch_size) - 1}:
            next(_steps(job, library, i))
    began = now()
    costs = []
    for step in _steps(job, library, 0):
        if step.iteration % job.every == 0:
            costs.append(float(step.cost))
    parameters = step.parameters
    return Outcome(costs, parameters, began, now(), began - before)


def _steps(job: Job, library: str, first: int):
    memory = dnn.OPTIMIZERS[job.optimizer].init(job.parameters)
    return engines.train(
        job.X,
        job.Y,
        dnn.State(first, job.parameters, memory),
        job.learning_rate,
        job.num_iterations,
        library=library,
        output=job.output,
        optimizer=job.optimizer,
        mini_batch_size=job.mini_batch_size,
        **(ADAM if job.optimizer == "adam" else {}),
    )
