"""Ten classes, 60,000 examples of 784 numbers, mini-batches of 256, SGD and Adam."""

from __future__ import annotations

import argparse
from itertools import product

from benchmarks.comparison import Pair, compare

SIDES = ("dnn", "floor-plain", "torch", "jax", "sklearn")
PAIRS = (
    Pair("torch", "dnn", "seconds"),
    Pair("jax", "dnn", "seconds"),
    Pair("sklearn", "dnn", "seconds"),
    Pair("torch", "dnn", "loop"),
    Pair("jax", "dnn", "loop"),
    Pair("dnn", "floor-plain", "loop"),
)
TOLERANCE = {
    ("gd", "float64"): 1e-6,
    ("gd", "float32"): 1e-3,
    ("adam", "float64"): 1e-3,  # scikit-learn adds epsilon elsewhere; the others agree to 1e-12
    ("adam", "float32"): 1e-3,
}
DTYPES = ["float64", "float32"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--layers", type=int, nargs="+", default=[784, 256, 128, 10])
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--examples", type=int, default=60_000)
    parser.add_argument("--dark", type=int, default=0, help="so many features are always 0")
    parser.add_argument("--optimizers", nargs="+", choices=["gd", "adam"], default=["gd", "adam"])
    parser.add_argument("--dtypes", nargs="+", choices=DTYPES, default=DTYPES)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))


def main(args: argparse.Namespace) -> bool:
    agreed = [
        compare(
            f"{args.layers}, {args.examples} examples, {optimizer}, {dtype}"
            + (f", {args.dark} features always 0" if args.dark else ""),
            args.sides,
            "classes",
            {
                "layers": args.layers,
                "epochs": args.epochs,
                "examples": args.examples,
                "dark": args.dark,
                "optimizer": optimizer,
                "dtype": dtype,
            },
            PAIRS,
            TOLERANCE[optimizer, dtype],
            threads=args.threads,
            repeats=args.repeats,
            markdown=args.markdown,
        )
        for optimizer, dtype in product(args.optimizers, args.dtypes)
    ]
    return all(agreed)
