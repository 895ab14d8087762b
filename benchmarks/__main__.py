"""`python -m benchmarks headline | minibatch | engines | growth | sweep | ...`: see COMPARISONS."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMPARISONS = {
    "headline": "the course's job against a textbook loop, PyTorch, JAX and scikit-learn",
    "minibatch": "60,000 x 784, ten classes, mini-batches, SGD and Adam",
    "engines": "the same loop on PyTorch and JAX, beside each library's own",
    "growth": "time and memory of an iteration against m, n_0, width and depth",
    "sweep": "30 learning rates on the course's job, the basis shared",
    "streaming": "mini-batches from a file, against the same in memory",
    "cluster": "one training on worker processes, against workers, chunks and Dask's arrays",
    "imports": "import dnn, dnn --help and dnn train as whole processes",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one comparison; return 0 if all its sides computed the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="comparison", required=True)
    for name, about in COMPARISONS.items():
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--threads", type=int, default=os.cpu_count())
        command.add_argument("--repeats", type=int, default=3)
        command.add_argument("--markdown", action="store_true", help="tables for the README")
        import_module(f"benchmarks.{name}").add_arguments(command)
    args = parser.parse_args(arguments)
    agreed = import_module(f"benchmarks.{args.comparison}").main(args)
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
