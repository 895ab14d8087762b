"""One side, one job, one process: how long it took, how much memory, and what it computed."""

from __future__ import annotations

import resource
import sys
import tracemalloc
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.children import kernel
from benchmarks.jobs import JOBS, Job
from benchmarks.sides import SIDES
from dnn import L_model_forward, compute_cost

JUDGES = 5_000  # examples that judge the parameters at the end


def measure(side: str, job: str, options: Mapping[str, Any], trace: bool = False) -> dict[str, Any]:
    """Return seconds, bytes and costs of the whole job with its set-up.

    The clock starts when imports are done and X, Y and the parameters lie in memory as numpy
    arrays; it stops when the trained parameters are numpy arrays again. ``peak`` is how far the
    memory of the process rose meanwhile; with ``trace``, what numpy asked for, to the byte.
    """
    run = SIDES[side].load()
    given = JOBS[job](**options)
    if trace:
        tracemalloc.start()
    resident = _status("VmRSS")
    began = perf_counter()
    outcome = run(given)
    ended = perf_counter()
    peak = tracemalloc.get_traced_memory()[1] if trace else _status("VmHWM") - resident
    return {
        "seconds": ended - began,
        "loop": outcome.loop_ended - outcome.loop_began,
        "compiling": outcome.compiling,
        "iterations": given.num_iterations,
        "peak": peak,
        "costs": None if outcome.costs is None else list(map(float, outcome.costs)),
        "final": _final_cost(given, outcome.parameters),
        "kernel": kernel(),
    }


def _final_cost(job: Job, parameters: Mapping[str, Any] | None) -> float | None:
    """Return the cost of the trained parameters, in float64, on the first examples."""
    if parameters is None:
        return None
    exact = {name: np.asarray(p, "float64") for name, p in parameters.items()}
    X, Y = job.X[:, :JUDGES].astype("float64"), job.Y[:, :JUDGES]
    AL, _ = L_model_forward(X, exact, output=job.output)
    return float(compute_cost(AL, Y.astype("float64"), output=job.output))


def _status(name: str) -> int:
    """Return a size of this process in bytes: VmRSS is what it holds, VmHWM the most it held."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
