"""The course's own job: cat or no cat, 12,288 pixels, 209 pictures, 2,500 iterations."""

from __future__ import annotations

import argparse

from benchmarks.comparison import Pair, compare

SIDES = ("textbook", "dnn", "dnn-plain", "floor", "floor-plain", "torch", "jax", "sklearn")
PAIRS = (
    Pair("textbook", "dnn", "seconds"),
    Pair("torch", "dnn", "seconds"),
    Pair("jax", "dnn", "seconds"),
    Pair("sklearn", "dnn", "seconds"),
    Pair("textbook", "dnn-plain", "seconds"),
    Pair("dnn", "floor", "loop"),
    Pair("dnn-plain", "floor-plain", "loop"),
)
TOLERANCE = {"float64": 1e-6, "float32": 0.05}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--layers", type=int, nargs="+", default=[12288, 20, 7, 5, 1])
    parser.add_argument("--iterations", type=int, default=2500)
    parser.add_argument("--examples", type=int, default=209, help="the first so many pictures")
    parser.add_argument("--data", help="folder of h5 files; default: DNN_COURSE_DATA, else data/")
    parser.add_argument("--dtypes", nargs="+", choices=TOLERANCE, default=["float64"])
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))


def main(args: argparse.Namespace) -> bool:
    agreed = [
        compare(
            f"{args.layers}, {args.iterations} iterations, {args.examples} pictures, {dtype}",
            args.sides,
            "pictures",
            {
                "layers": args.layers,
                "iterations": args.iterations,
                "examples": args.examples,
                "data": args.data,
                "dtype": dtype,
            },
            PAIRS,
            TOLERANCE[dtype],
            threads=args.threads,
            repeats=args.repeats,
            markdown=args.markdown,
        )
        for dtype in args.dtypes
    ]
    return all(agreed)
