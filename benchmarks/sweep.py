"""Thirty learning rates on the course's job, the inner products of the pictures shared."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

import dnn
from benchmarks.children import call, kernel, ratio, rounds
from benchmarks.comparison import tell
from benchmarks.jobs import Job, pictures
from benchmarks.report import seconds, spread, table

WAYS = {
    "one": "one run",
    "each": "the runs, one by one, each with its own basis",
    "shared": "the runs, one by one, basis shared",
    "processes": "the runs in processes of one thread each, basis shared",
    "stacked": "the runs stacked, basis shared",
    "stacks": "a stack per process of one thread, basis shared",
}
IN_PROCESSES = ("processes", "stacks")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rates", type=int, default=30)
    parser.add_argument("--layers", type=int, nargs="+", default=[12288, 20, 7, 5, 1])
    parser.add_argument("--iterations", type=int, default=2500)
    parser.add_argument("--examples", type=int, default=209)
    parser.add_argument("--data")


def main(args: argparse.Namespace) -> bool:
    job = {
        "layers": args.layers,
        "iterations": args.iterations,
        "examples": args.examples,
        "data": args.data,
        "dtype": "float64",
    }
    runs = {
        way: partial(
            call,
            "benchmarks.sweep.measure",
            1 if way in IN_PROCESSES else args.threads,
            way=way,
            rates=args.rates,
            job=job,
            workers=args.threads,
        )
        for way in WAYS
    }
    found = rounds(runs, args.repeats, tell)
    print(f"\n{args.rates} learning rates, {args.threads} thread(s), {found['one'][0]['kernel']}\n")
    times = {way: [one["seconds"] for one in found[way]] for way in WAYS}
    rows = [
        [WAYS[way], seconds(median(times[way])), spread(ratio(times[way], times["one"]))]
        for way in WAYS
    ]
    print(table(["", "whole job", "times one run"], rows, args.markdown), "\n")
    costs = [found[way][0]["costs"] for way in WAYS if way != "one"]
    agreed = all(np.allclose(cost, costs[0], rtol=1e-6, atol=0) for cost in costs)
    print("All ways computed the same costs." if agreed else "NOT THE SAME COSTS.")
    return agreed


def measure(way: str, rates: int, job: Mapping[str, Any], workers: int) -> dict[str, Any]:
    """Return the seconds of one way, from X in memory to the last cost of every run."""
    given = pictures(**job)
    chosen = [float(rate) for rate in np.geomspace(0.001, 0.01, rates)]
    began = perf_counter()
    costs = _costs(way, given, chosen, workers)
    return {"seconds": perf_counter() - began, "costs": costs, "kernel": kernel()}


def _costs(way: str, job: Job, rates: list[float], workers: int) -> list[float]:
    if way == "one":
        return [_last_cost(job, None, job.learning_rate)]
    if way == "each":
        return [_last_cost(job, None, rate) for rate in rates]
    shared = dnn.span(job.X)
    if way == "shared":
        return [_last_cost(job, shared, rate) for rate in rates]
    if way == "stacked":
        return _last_costs(job, shared, rates)
    _give(job, shared)
    if hasattr(os, "sched_setaffinity"):  # this child was kept to one core, its workers need more
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    # forked workers see X and K where they lie; the parent holds no threads of its own here
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        if way == "processes":
            return list(pool.map(_last_cost_of_given, rates))
        parts = np.array_split(rates, workers)
        return list(chain.from_iterable(pool.map(_last_costs_of_given, parts)))


def _last_cost(job: Job, shared: dnn.Span | None, rate: float) -> float:
    """Train once and return the last recorded cost."""
    _, costs = dnn.L_layer_model(
        job.X,
        job.Y,
        job.dims,
        rate,
        job.num_iterations,
        parameters=job.parameters,
        subspace=shared,
    )
    return float(costs[-1])


def _last_costs(job: Job, shared: dnn.Span, rates: Sequence[float]) -> list[float]:
    """Train once with each rate, all at once, and return the last recorded costs."""
    options = {"num_iterations": job.num_iterations, "every": job.every, "subspace": shared}
    runs = dnn.fit_rates(job.X, job.Y, job.dims, rates, parameters=job.parameters, **options)
    return [float(run.history.costs[-1]) for run in runs if isinstance(run, dnn.Run)]


_given: list[Any] = []


def _give(job: Job, shared: dnn.Span) -> None:
    """Leave the data where the workers, forked later, will find them."""
    _given[:] = [job, shared]


def _last_costs_of_given(rates: Sequence[float]) -> list[float]:
    job, shared = _given
    return _last_costs(job, shared, [float(rate) for rate in rates])


def _last_cost_of_given(rate: float) -> float:
    job, shared = _given
    return _last_cost(job, shared, rate)
