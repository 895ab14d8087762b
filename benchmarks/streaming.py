"""Mini-batches straight from an h5 file, against the same training in memory."""

from __future__ import annotations

import argparse
import os
import tempfile
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import h5py
import numpy as np

import dnn
from benchmarks.children import call, kernel, ratio, rounds
from benchmarks.comparison import tell
from benchmarks.report import seconds, spread, table

WAYS = {"memory": "in memory", "file": "from the file", "gzip": "from the file, gzip"}
STORED: dict[str, dict[str, Any]] = {"file": {}, "gzip": {"compression": "gzip", "chunks": True}}
LAYERS = [784, 256, 128, 10]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--examples", type=int, default=60_000)
    parser.add_argument("--iterations", type=int, default=940)
    parser.add_argument("--dtypes", nargs="+", default=["float64", "float32"])


def main(args: argparse.Namespace) -> bool:
    agreed = True
    with tempfile.TemporaryDirectory() as folder:
        write(folder, args.examples)
        for dtype in args.dtypes:
            given = {"folder": folder, "dtype": dtype, "iterations": args.iterations}
            runs = {
                way: partial(call, "benchmarks.streaming.measure", args.threads, way=way, **given)
                for way in WAYS
            }
            found = rounds(runs, args.repeats, tell)
            print(f"\n{dtype}, {args.threads} thread(s), {found['memory'][0]['kernel']}\n")
            times = {way: [one["seconds"] for one in found[way]] for way in WAYS}
            rows = [
                [
                    WAYS[way],
                    seconds(median(times[way]) / args.iterations),
                    spread(ratio(times["memory"], times[way])),
                ]
                for way in WAYS
            ]
            print(table(["", "an iteration", "throughput of memory's"], rows, args.markdown), "\n")
            costs = [found[way][0]["cost"] for way in WAYS]
            agreed = agreed and bool(np.allclose(costs, costs[0], rtol=0.1, atol=0))
    print("All ways came to about the same cost." if agreed else "NOT THE SAME COST.")
    return agreed  # about: the file is shuffled in windows, memory as a whole


def write(folder: str, m: int) -> None:
    """Write pictures of ten classes, made by a seed, in every way of storing them."""
    rng = np.random.RandomState(0)
    labels = rng.randint(0, 10, m)
    means = rng.randint(0, 256, (10, 28, 28))
    pictures = (0.5 * means[labels] + rng.randint(0, 128, (m, 28, 28))).astype(np.uint8)
    for way, storage in STORED.items():
        with h5py.File(os.path.join(folder, f"{way}.h5"), "w") as file:
            file.create_dataset("x", data=pictures, **storage)
            file["y"] = labels


def measure(way: str, folder: str, dtype: str, iterations: int) -> dict[str, Any]:
    """Return the seconds of the loop, the data loaded or opened."""
    is_lazy = way != "memory"
    path = os.path.join(folder, f"{way if is_lazy else 'file'}.h5")
    data = dnn.load_h5(path, "x", "y", lazy=is_lazy)
    X = data.X if is_lazy else data.X.astype(dtype)
    Y = dnn.one_hot(data.Y, 10)
    chosen = {"learning_rate": 0.01, "mini_batch_size": 256, "output": "softmax", "dtype": dtype}
    began = perf_counter()
    run = dnn.fit(X, Y, LAYERS, num_iterations=iterations, **chosen)
    took = perf_counter() - began
    sample = data.X[:, :5000].astype(dtype)
    AL, _ = dnn.L_model_forward(sample, run.parameters, output="softmax")
    cost = float(dnn.compute_cost(AL, Y[:, :5000].astype(dtype), output="softmax"))
    return {"seconds": took, "cost": cost, "kernel": kernel()}
