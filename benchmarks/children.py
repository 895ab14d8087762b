"""Fresh processes with the same limits: what every measurement runs in.

A child is `python -m benchmarks.children module function arguments` and prints its result as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIMITS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
CHOICES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # each library shall choose its own kernels


def call(function: str, threads: int, **arguments: Any) -> Any:
    """Return what `package.module.function` returns for these arguments, called in a child."""
    module, name = function.rsplit(".", 1)
    command = [sys.executable, "-m", "benchmarks.children", module, name, json.dumps(arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment(threads), check=False
    )
    if done.returncode:
        raise RuntimeError(f"{function} failed for {arguments}:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def environment(threads: int) -> dict[str, str]:
    """Return the environment of a child that computes on so many threads."""
    kept = {name: value for name, value in os.environ.items() if name not in CHOICES}
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    limits = dict.fromkeys(LIMITS, str(threads))
    return kept | limits | {"PYTHONPATH": os.pathsep.join(paths), "BENCHMARK_THREADS": str(threads)}


def rounds(
    sides: Mapping[str, Callable[[], Any]], repeats: int, tell: Callable[[str], None]
) -> dict[str, list[Any]]:
    """Run the sides side by side: one of each, then the next round."""
    found: dict[str, list[Any]] = {name: [] for name in sides}
    for i in range(repeats):
        for name, run in sides.items():
            tell(f"round {i + 1} of {repeats}: {name}")
            found[name].append(run())
    return found


def ratio(above: list[float], below: list[float]) -> tuple[float, float, float]:
    """Return the median of the rounds' ratios, the least and the greatest."""
    ratios = [a / b for a, b in zip(above, below, strict=True)]
    return median(ratios), min(ratios), max(ratios)


def kernel() -> str:
    """Name the BLAS that numpy has loaded, and the kernels that it chose."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown (threadpoolctl is not installed)"
    blas = [found for found in threadpool_info() if found["user_api"] == "blas"]
    return ", ".join(
        sorted({f"{b['internal_api']} {b['version']} {b.get('architecture', '')}" for b in blas})
    )


def keep_to_cores(threads: int) -> None:
    """Keep this process to as many cores as it has threads: libraries that ask, and all others."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[-threads:])


def main() -> None:
    keep_to_cores(int(os.environ["BENCHMARK_THREADS"]))
    module, name, arguments = sys.argv[1:]
    result = getattr(import_module(module), name)(**json.loads(arguments))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
