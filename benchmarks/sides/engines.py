"""`dnn.engines.train`: the same loop and the same functions of `dnn` on another array library."""

from __future__ import annotations

from benchmarks.jobs import ADAM, Job
from benchmarks.sides import Outcome, now
from dnn import engines


def run(job: Job, *, library: str) -> Outcome:
    """Train as a user does; the set-up ends with the first step, for which JAX compiles.

    A last batch that is smaller is compiled for within the loop.
    """
    steps = engines.train(
        job.X,
        job.Y,
        job.parameters,
        job.learning_rate,
        job.num_iterations,
        library=library,
        output=job.output,
        optimizer=job.optimizer,
        mini_batch_size=job.mini_batch_size,
        **(ADAM if job.optimizer == "adam" else {}),
    )
    before = now()
    step = next(steps)
    began = now()
    costs = [float(step.cost)]
    for step in steps:
        if step.iteration % job.every == 0:
            costs.append(float(step.cost))
    parameters = step.parameters
    return Outcome(costs, parameters, began, now(), began - before if library == "jax" else 0.0)
