"""Plant faults in the package and tell which the suite finds; a tool, no test: see `main`.

    python tests/plant_faults.py 200 --seed 1     # 200 faults, about half of them in the core

Every fault is one small change of one line: an operator, a comparison, a number, a condition. It is
planted in a copy of the checkout, and the tests that belong to the file are run there until the
first one fails. What survives is printed with its line.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parent.parent
SWAPS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.And: ast.Or, ast.Or: ast.And,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CORE = (
    "activations", "backward", "cost", "dropout", "forward", "labels", "losses", "metrics", "model",
    "parameters", "regularization", "update",
)  # fmt: skip
TESTS = {  # room -> the tests that hold it; "core" is all of the five arrows
    "core": "gradients laws parity rows labels metrics optimizers hyperparameters shape_errors",
    "checks": "shape_errors labels laws datasets rows",
    "training": "lean training nothing_lost hyperparameters optimizers rows checkpoint",
    "datasets": "datasets loaders preparation any_data streams",
    "files": "datasets loaders checkpoint pictures cli",
    "lesson": "trace gradient_check shape_table rows",
    "doctor": "diagnosis learning_rates rows",
    "plots": "plots plots_data plots_network plots_training",
    "run": "cli any_data resume",
    "cli": "cli any_data resume",
}


class Fault(NamedTuple):
    """One change: the file, and which of its nodes, as `ast.walk` counts them."""

    path: Path
    node: int

    def planted(self) -> tuple[int, str]:
        """Return the line and the whole text of the file with the fault in it."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = list(ast.walk(tree))[self.node]
        change(node)
        return getattr(node, "lineno", 1), ast.unparse(tree)


def faults_of(path: Path) -> list[Fault]:
    """Return every fault that can be planted in a file."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [Fault(path, k) for k, node in enumerate(nodes) if change(node)]


def change(node: ast.AST) -> bool:
    """Change a node in place; return whether there was something to change."""
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPS:
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        node.ops[0] = SWAPS[type(node.ops[0])]()
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        node.value = node.value + 1 if isinstance(node.value, int) else node.value * 1.5
    elif isinstance(node, ast.IfExp | ast.If):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        return False
    return True


def tests_for(path: Path) -> list[str]:
    """Return the test files that belong to a file of the package, its own doctests first."""
    room = path.relative_to(CHECKOUT / "dnn").parts[0]
    names = TESTS.get(room.removesuffix(".py"), TESTS["core"]).split()
    there = [f"tests/test_{name}.py" for name in names]
    return [
        path.relative_to(CHECKOUT).as_posix(),
        *(t for t in there if (CHECKOUT / t).exists()),
    ]


def is_found(fault: Fault, folder: Path, seconds: float) -> bool:
    """Plant a fault in the copy, run its tests, take it out again; a run without end is found."""
    place = folder / fault.path.relative_to(CHECKOUT)
    before = place.read_text(encoding="utf-8")
    place.write_text(fault.planted()[1], encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += ["-m", "not browser and not long", *tests_for(fault.path)]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=seconds, check=False)
        return ran.returncode not in (0, 5)
    except subprocess.TimeoutExpired:
        return True
    finally:
        place.write_text(before, encoding="utf-8")


def main() -> None:
    """Plant so many faults, half of them in the core, and print the share that is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    paths = sorted((CHECKOUT / "dnn").rglob("*.py"))
    is_core = {path: path.parent.name == "dnn" and path.stem in CORE for path in paths}
    rng = random.Random(options.seed)
    pools = [
        [fault for path in paths if is_core[path] is wanted for fault in faults_of(path)]
        for wanted in (True, False)
    ]
    with tempfile.TemporaryDirectory() as copy:
        folder = Path(copy) / "dnn"
        ignored = shutil.ignore_patterns(".*", "*.egg-info", "build", "__pycache__")
        shutil.copytree(CHECKOUT, folder, ignore=ignored)
        for name, pool in zip(("core", "elsewhere"), pools, strict=True):
            chosen = rng.sample(pool, min(options.count // 2, len(pool)))
            missed = [fault for fault in chosen if not is_found(fault, folder, options.seconds)]
            for fault in missed:
                place, (line, _) = fault.path.relative_to(CHECKOUT), fault.planted()
                was = fault.path.read_text(encoding="utf-8").splitlines()[line - 1].strip()
                print(f"survived: {place}:{line}: {was}", flush=True)
            share = 1 - len(missed) / max(1, len(chosen))
            print(f"{name}: {share:.1%} of {len(chosen)} faults found", flush=True)


if __name__ == "__main__":
    main()
