"""Whole processes: import dnn, and its first use, beside import numpy; dnn --help; dnn train."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from functools import partial
from statistics import median
from time import perf_counter

from benchmarks.children import ROOT, environment, ratio, rounds
from benchmarks.comparison import tell
from benchmarks.report import seconds, spread, table

QUICK = {
    "import nothing": ("-c", "pass"),
    "import numpy": ("-c", "import numpy"),
    "import dnn": ("-c", "import dnn"),
    "from dnn import fit": ("-c", "from dnn import fit"),  # the arrows and the training loop
    "dnn --help": ("-m", "dnn", "--help"),
}
TRAIN = {"dnn train": ("-m", "dnn", "train")}
ONCE = QUICK | {"dnn train": ("-m", "dnn", "train", "--iterations", "1")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-train", action="store_true", help="leave out dnn train")


def main(args: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory() as bytecode:
        quick, long = _runs(QUICK, args.threads, bytecode), _runs(TRAIN, args.threads, bytecode)
        rounds(_runs(ONCE, args.threads, bytecode), 1, tell)  # compiles, as pip does
        found = rounds(quick, 5 * args.repeats, lambda what: None)
        if not args.no_train:
            found |= rounds(long, args.repeats, tell)
    rows = [[name, seconds(median(times))] for name, times in found.items()]
    print(table(["a whole process", "median"], rows, args.markdown), "\n")
    for name in ("import dnn", "from dnn import fit", "dnn --help"):
        print(f"{name} / import numpy: {spread(ratio(found[name], found['import numpy']))}")
    return True


def _runs(
    commands: dict[str, tuple[str, ...]], threads: int, bytecode: str
) -> dict[str, partial[float]]:
    return {name: partial(_process, line, threads, bytecode) for name, line in commands.items()}


def _process(command: tuple[str, ...], threads: int, bytecode: str) -> float:
    """Return the seconds of a process, in a folder of its own to write to."""
    surroundings = environment(threads) | {"DNN_DATA": str(ROOT / "data" / "cats")}
    surroundings |= {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env=surroundings,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return perf_counter() - began
