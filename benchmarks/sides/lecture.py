"""The textbook loop."""

from __future__ import annotations

from benchmarks import textbook
from benchmarks.jobs import Job
from benchmarks.sides import Outcome, now


def run(job: Job) -> Outcome:
    began = now()
    parameters, costs = textbook.train(
        job.X, job.Y, job.parameters, job.learning_rate, job.num_iterations, job.every
    )
    return Outcome(costs, parameters, began, now())
