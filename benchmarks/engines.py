"""The same loop, by `dnn.engines.train`, on PyTorch and JAX, beside the loops of their own."""

from __future__ import annotations

import argparse

from benchmarks.comparison import Pair, compare

SIDES = ("dnn", "engine-numpy", "engine-torch", "torch", "engine-jax", "jax")
PAIRS = (
    Pair("engine-torch", "torch", "seconds"),
    Pair("engine-jax", "jax", "seconds"),
    Pair("engine-torch", "torch", "loop"),
    Pair("engine-jax", "jax", "loop"),
    Pair("engine-numpy", "dnn", "seconds"),
)
TOLERANCE = 1e-6
PICTURES = {"layers": [12288, 20, 7, 5, 1], "dtype": "float64"}
CLASSES = {"layers": [784, 256, 128, 10], "dtype": "float64"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--iterations", type=int, default=300, help="of the headline's job")
    parser.add_argument("--epochs", type=int, default=1, help="of the mini-batches")
    parser.add_argument("--examples", type=int, default=60_000, help="of the mini-batches")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))


def main(args: argparse.Namespace) -> bool:
    shared = {"threads": args.threads, "repeats": args.repeats, "markdown": args.markdown}
    agreed = [
        compare(
            f"{PICTURES['layers']}, {args.iterations} iterations, gd, float64",
            args.sides,
            "pictures",
            {**PICTURES, "iterations": args.iterations},
            PAIRS,
            TOLERANCE,
            **shared,
        )
    ]
    for optimizer in ("gd", "adam"):
        agreed.append(
            compare(
                f"{CLASSES['layers']}, {args.examples} examples, {optimizer}, float64",
                args.sides,
                "classes",
                {**CLASSES, "epochs": args.epochs, "examples": args.examples}
                | {"optimizer": optimizer},
                PAIRS,
                TOLERANCE,
                **shared,
            )
        )
    return all(agreed)
