"""One training on worker processes of this machine, against workers, chunks and Dask's arrays."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

import dnn
from benchmarks.children import LIMITS, call, kernel, rounds
from benchmarks.comparison import tell
from benchmarks.report import megabytes, seconds, table

FEATURES, RATE = 500, 0.1
PIECES = 16  # the examples are made of so many, however they are cut into chunks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--widths", type=int, nargs="+", default=[100, 1_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--chunks", type=int, nargs="+", default=[2, 4, 16])
    parser.add_argument("--iterations", type=int, default=10)


def main(args: argparse.Namespace) -> bool:
    agreed = True
    for width in args.widths:
        given = {"m": args.examples, "width": width, "iterations": args.iterations}
        runs = {
            name: partial(call, "benchmarks.cluster.measure", threads, **given, **side)
            for name, (threads, side) in sides(args.workers, args.chunks).items()
        }
        found = rounds(runs, args.repeats, tell)
        first = found["in memory"][0]
        size = megabytes(first["bytes"])
        print(f"\n[{FEATURES}, {width}, 1], {args.examples} examples, parameters {size}, "
              f"one thread per process, {first['kernel']}\n")  # fmt: skip
        times = {name: median(one["seconds"] for one in each) for name, each in found.items()}
        rows = [
            [
                name,
                seconds(median(one["start"] for one in each)),
                seconds(times[name]),
                f"{times[name] / times['in memory']:.2f}x",
            ]
            for name, each in found.items()
        ]
        header = ["", "first step", "an iteration", "times memory"]
        print(table(header, rows, args.markdown), "\n")
        costs = [one["cost"] for each in found.values() for one in each]
        agreed = agreed and bool(np.allclose(costs, costs[0], rtol=1e-9, atol=0))
    print("All ways came to the same cost." if agreed else "NOT THE SAME COST.")
    return agreed


def sides(
    all_workers: Sequence[int], all_chunks: Sequence[int]
) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return the name of every side, on how many cores it runs, and what it is told."""
    found: dict[str, tuple[int, dict[str, Any]]] = {"in memory": (1, {"side": "memory"})}
    for workers in all_workers:
        for chunks in all_chunks:
            name, cut = (
                f"workers {workers}, chunks {chunks}",
                {"workers": workers, "chunks": chunks},
            )
            found[name] = workers, {"side": "cluster", **cut}
            if (workers, chunks) == (all_workers[-1], all_chunks[-1]):
                found[f"{name}, fan_in 4"] = workers, {"side": "tree", **cut}
            if (workers, chunks) == (all_workers[-1], all_chunks[0]):
                found[f"{name}, Dask's arrays"] = workers, {"side": "arrays", **cut}
    return found


# --- one side, in a process of its own ----------------------------------------------------------


def measure(
    side: str, m: int, width: int, iterations: int, workers: int = 0, chunks: int = 1
) -> dict[str, Any]:
    """Return the seconds until the first step is there, and those of each that follows."""
    start = dnn.initialize_parameters_deep([FEATURES, width, 1])
    cuts = np.array_split(np.arange(PIECES), chunks)
    pieces = [[(int(seed), m // PIECES) for seed in cut] for cut in cuts]
    with cluster(workers) as client:
        began = perf_counter()
        costs = SIDES[side](client, pieces, start, iterations)
        next(costs)
        ready = perf_counter()
        *_, cost = costs
        ended = perf_counter()
    return {
        "start": ready - began,
        "seconds": (ended - ready) / (iterations - 1),
        "cost": float(cost),
        "bytes": sum(p.nbytes for p in start.values()),
        "kernel": kernel(),
    }


def cluster(workers: int) -> Any:
    """Return a client of so many worker processes, of one thread each."""
    from contextlib import nullcontext

    if not workers:
        return nullcontext()
    from distributed import Client

    os.environ.update(dict.fromkeys(LIMITS, "1"))
    return Client(n_workers=workers, threads_per_worker=1, dashboard_address=":0")


def load(pieces: Sequence[tuple[int, int]]) -> tuple[Any, Any]:
    """Return the examples of some pieces, (seed, how many) each."""
    X = np.hstack([np.random.RandomState(seed).rand(FEATURES, m) for seed, m in pieces])
    return X, X[:1] > X[1:2]


def in_memory(client: Any, chunks: Any, start: Any, iterations: int) -> Iterator[Any]:
    X, Y = load([piece for chunk in chunks for piece in chunk])
    for step in dnn.train(X, Y, start, RATE, iterations, subspace=False):
        yield step.cost


def on_cluster(
    client: Any, chunks: Any, start: Any, iterations: int, fan_in: int | None = None
) -> Iterator[Any]:
    from dnn.engines import train_on_cluster

    options = {"client": client, "fan_in": fan_in}
    for step in train_on_cluster(load, chunks, start, RATE, iterations, **options):
        yield step.cost


def on_arrays(client: Any, chunks: Any, start: Any, iterations: int) -> Iterator[Any]:
    """Train with the textbook's functions on Dask's arrays, a graph per iteration."""
    import dask
    import dask.array as da

    loaded = [client.submit(load, chunk) for chunk in chunks]
    sizes = [sum(m for _, m in chunk) for chunk in chunks]

    def array(k: int, rows: int) -> Any:
        parts = [client.submit(lambda pair, k=k: pair[k], pair) for pair in loaded]
        blocks = [
            da.from_delayed(dask.delayed(part), (rows, m), float if k == 0 else bool)
            for part, m in zip(parts, sizes, strict=True)
        ]
        return da.concatenate(blocks, axis=1).persist()

    X, Y, parameters = array(0, FEATURES), array(1, 1), start
    for _ in range(iterations):
        AL, caches = dnn.L_model_forward(X, parameters)
        cost = dnn.compute_cost(AL, Y)
        grads = dnn.L_model_backward(AL, Y, caches)
        updated = dnn.update_parameters(parameters, grads, RATE)
        parameters, cost = dask.compute(updated, cost)
        yield cost


SIDES: Mapping[str, Callable[..., Iterator[Any]]] = {
    "memory": in_memory,
    "cluster": on_cluster,
    "tree": partial(on_cluster, fan_in=4),
    "arrays": on_arrays,
}
