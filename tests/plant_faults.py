"""Plant faults in the package and tell which the suite finds; a tool, no test: see `main`.

    python tests/plant_faults.py 200 --seed 1     # 200 faults, about half of them in the core

Every fault is one small change of one line: an operator, a comparison, a number, a condition. It is
planted in a copy of the checkout, and the tests that belong to the file are run there until the
first one fails. What survives is printed with its line. A fault that changes nothing that a run
could tell stands in EQUIVALENT and is counted apart.
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

from tests_of_files import TESTS

CHECKOUT = Path(__file__).resolve().parent.parent
SWAPS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.And: ast.Or, ast.Or: ast.And,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CORE = ("", "training", "checks")  # the rooms of the five arrows; "" is the top of dnn/
EQUIVALENT = {  # the file, its line, the fault in it -> why no run can tell
    (
        "dnn/doctor/intake.py",
        "curve=curve.up_to(best) if best is not None and is_best else curve,",
        "best is not None and is_best  ->  best is not None or is_best",
    ): "a best iteration is known only where there are validation costs",
    (
        "dnn/doctor/faults_of_large_steps.py",
        "if not (seen.ends > 1.3 * seen.begun and curve.level > 1.15 * curve.at(0.4)):",
        "seen.ends > 1.3 * seen.begun  ->  seen.ends >= 1.3 * seen.begun",
    ): "no real curve is there to the last bit, and worse_than_at_first says the same of it",
    (
        "dnn/homework/problems.py",
        "Y = (rng.rand(dims[-1], m) < 0.5).astype(float)",
        "0.5  ->  0.75",
    ): "random labels of a problem: any share of ones tells right from wrong",
}


class Fault(NamedTuple):
    """One change: the file, and which of its nodes, as `ast.walk` counts them."""

    path: Path
    node: int

    def planted(self) -> tuple[str, str]:
        """Return in one line what is changed and to what, and the whole text with the fault."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = list(ast.walk(tree))[self.node]
        shown = node.test if isinstance(node, ast.If | ast.IfExp) else node
        before = ast.unparse(shown)
        change(node)
        after = ast.unparse(node.test if isinstance(node, ast.If | ast.IfExp) else node)
        place = self.path.relative_to(CHECKOUT).as_posix()
        return f"{place}:{node.lineno}: {before}  ->  {after}", ast.unparse(tree)

    @property
    def equivalent(self) -> str | None:
        """Why no run can tell the fault, as EQUIVALENT has it; None where one should."""
        place, number, change = self.planted()[0].split(":", 2)
        line = self.path.read_text(encoding="utf-8").splitlines()[int(number) - 1]
        return EQUIVALENT.get((place, line.strip(), change.strip()))


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
    elif isinstance(node, ast.IfExp | ast.If) and ast.unparse(node.test) != "TYPE_CHECKING":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        return False
    return True


def is_core(path: Path) -> bool:
    """Tell whether a file belongs to the five arrows, to training or to the checks."""
    room = path.parent.relative_to(CHECKOUT / "dnn").as_posix().removeprefix(".")
    return room in CORE and not path.name.startswith("__")


def tests_for(path: Path) -> list[str]:
    """Return the tests of a file: its own examples first, then those of its entry in TESTS."""
    name = path.relative_to(CHECKOUT / "dnn").with_suffix("").as_posix()
    beginning = max((entry for entry in TESTS if name.startswith(entry)), key=len)
    own = path.relative_to(CHECKOUT).as_posix()
    return [own, *(f"tests/test_{test}.py" for test in dict.fromkeys(TESTS[beginning].split()))]


def outcome(fault: Fault, folder: Path, seconds: float) -> str:
    """Plant a fault in the copy, run its tests and take it out again: what became of it."""
    place = folder / fault.path.relative_to(CHECKOUT)
    before = place.read_text(encoding="utf-8")
    place.write_text(fault.planted()[1], encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += ["-m", "not browser and not long", *tests_for(fault.path)]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=seconds, check=False)
        return "survived" if ran.returncode in (0, 5) else "found"
    except subprocess.TimeoutExpired:
        return "found: no end"
    finally:
        place.write_text(before, encoding="utf-8")


def main() -> None:
    """Plant so many faults, half of them in the core, and print the share that is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=300, help="for the tests of one fault")
    options = parser.parse_args()
    paths = sorted((CHECKOUT / "dnn").rglob("*.py"))
    rng = random.Random(options.seed)
    pools = [
        [fault for path in paths if is_core(path) is wanted for fault in faults_of(path)]
        for wanted in (True, False)
    ]
    with tempfile.TemporaryDirectory() as copy:
        folder = Path(copy) / "dnn"
        ignored = shutil.ignore_patterns(".*", "*.egg-info", "build", "__pycache__")
        shutil.copytree(CHECKOUT, folder, ignore=ignored)
        for name, pool in zip(("core", "elsewhere"), pools, strict=True):
            drawn = rng.sample(pool, min(options.count // 2, len(pool)))
            chosen = [fault for fault in drawn if not fault.equivalent]
            found = 0
            for fault in chosen:
                what = outcome(fault, folder, options.seconds)
                found += what != "survived"
                if what != "found":
                    print(f"{what}: {fault.planted()[0]}", flush=True)
            share = found / max(1, len(chosen))
            print(f"{name}: {found} of {len(chosen)} faults found, {share:.1%}", flush=True)
            if len(chosen) < len(drawn):
                print(f"{name}: {len(drawn) - len(chosen)} more that no run can tell", flush=True)


if __name__ == "__main__":
    main()
