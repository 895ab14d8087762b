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

CHECKOUT = Path(__file__).resolve().parent.parent
SWAPS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.And: ast.Or, ast.Or: ast.And,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CORE = ("", "training", "checks")  # the rooms of the five arrows; "" is the top of dnn/
ARROWS = "words gradients parity laws optimizers labels metrics shape_errors hyperparameters rows"
HOMEWORK = "homework_files homework_published homework_unlisted homework_mistakes homework_checks"
UNLISTED = "homework_unlisted homework_mistakes homework_files homework_checks"
RUNS = "overview any_data runs_of_tables cli rows_of_runs resume hostile_runs"
TABLES = "dataframes tables exported_tables loaders runs_of_tables real_tables any_data"
PLOTS = "plots plots_pass plots_data plots_network plots_training rows"
TESTS = {  # where a file lies, as far as it begins -> the tests that concern it, quick ones first
    "": f"{ARROWS} class_weight gradient_check dispatch arrays",
    "__init__": "package command errors",
    "__main__": "command",
    "labels": "preparation class_weight labels any_data loaders",
    "libraries": "gradients labels dispatch arrays",
    "model": "parity hyperparameters labels nothing_lost class_weight laws rows warnings",
    "parameters": "parity hyperparameters labels laws warnings class_weight dispatch",
    "text": "small_things words gradient_check shape_table plots rows homework_checks any_data",
    "checks": f"{ARROWS} checkpoint gradient_check preparation plots_network dataframes warnings",
    "checks/arguments": "dataframes any_data cli loaders",
    "checks/costs": "labels diagnosis learning_rates plots hyperparameters arrays",
    "training": f"class_weight {ARROWS} rows_of_training training checkpoint lean nothing_lost",
    "training/batches": f"{ARROWS} rows_of_training stack thinned cluster checkpoint",
    "training/checkpoint": "checkpoint rows_of_training nothing_lost resume hostile_runs",
    "training/class_weights": "class_weight any_data rows_of_training overview",
    "training/interrupts": "nothing_lost command resume",
    "training/keeper": "nothing_lost errors runs_of_tables checkpoint resume",
    "training/lean": "gradients class_weight parity hyperparameters rows lean thinned",
    "training/first_layer": "lean thinned streams stack rows_of_training checkpoint",
    "training/layout": "lean stack thinned class_weight checkpoint cluster",
    "training/lean_activations": "lean stack gradients class_weight parity rows thinned",
    "training/loop": f"thinned class_weight {ARROWS} rows_of_training training stack checkpoint",
    "training/stack": "stack learning_rates search",
    "training/subspace": "stack class_weight rows_of_training lean nothing_lost checkpoint",
    "files": "checkpoint datasets pictures hostile_files loaders export any_data hostile_runs cli",
    "files/csv_": "dataframes tables exported_tables loaders any_data hostile_files",
    "files/encodings": "exported_tables tables loaders any_data",
    "files/texts": "exported_tables tables loaders any_data",
    "files/cells": TABLES,
    "files/pictures": "pictures any_data loaders hostile_files cli",
    "datasets": f"datasets preparation {TABLES} streams new_examples",
    "datasets/columns": TABLES,
    "datasets/course": "parity datasets loaders any_data warnings",
    "datasets/dates": TABLES,
    "datasets/encoding": f"{TABLES} new_examples",
    "datasets/folder": "pictures loaders any_data small_things new_examples",
    "datasets/h5_sets": "streams loaders any_data hostile_files new_examples cli",
    "datasets/image_folders": "pictures loaders any_data runs_of_tables",
    "datasets/labelled": "dataframes folds estimators loaders overview datasets",
    "datasets/missing": TABLES,
    "datasets/new_rows": f"{TABLES} new_examples",
    "datasets/notation": TABLES,
    "datasets/preparation": "preparation any_data overview",
    "datasets/reading": f"{TABLES} new_examples",
    "datasets/sheets": TABLES,
    "datasets/streams": "streams loaders any_data hostile_files",
    "datasets/surprises": TABLES,
    "datasets/table": f"{TABLES} new_examples",
    "datasets/units": TABLES,
    "lesson": "trace gradient_check shape_table shape_errors in_chinese errors lean rows cli",
    "doctor": "diagnosis learning_rates rows overview any_data rows_of_runs diagnosis_of_real_runs",
    "doctor/learning_rates": "learning_rates plots_training rows",
    "plots": PLOTS,
    "plots/rates": "learning_rates plots_training",
    "plots/trials": "tuning_pictures tune",
    "plots/tuning": "tuning_pictures tune",
    "plots/pass_": "plots_pass in_chinese",
    "plots/formulas": "plots_pass trace in_chinese",
    "plots/gif": "plots_pass",
    "plots/hyperparameters": "plots_hyperparameters in_chinese",
    "chinese": "small_things in_chinese plots_pass trace gradient_check",
    "datasets/moons": "plots_hyperparameters datasets",
    "plots/predictions": "any_data plots_data",
    "plots/common": f"{PLOTS} tuning_pictures overview runs_of_tables",
    "export": "export",
    "tuning/sweeping": "stack search tune",
    "tuning": "folds estimators search harmonica tune tuning_pictures once",
    "engines": "cluster engines rows",
    "engines/chunks": "cluster",
    "engines/cluster": "cluster",
    "engines/compiled": "engines",
    "engines/eager": "engines rows",
    "run": f"{RUNS} new_examples",
    "run/agreement": "export any_data cli new_examples hostile_runs",
    "run/answer": "export any_data new_examples cli",
    "run/evaluate": "new_examples real_tables",
    "run/export": "export",
    "run/image_prediction": "loaders plots_data",
    "run/new_examples": "export any_data new_examples cli hostile_runs",
    "run/report": "overview report",
    "run/search": "tune search tuning_pictures",
    "cli": f"{RUNS} tune",
    "cli/__init__": "command",
    "cli/check": "homework_files teaching",
    "cli/check_class": "teaching homework_files",
    "cli/evaluate": "new_examples",
    "cli/exercise": "homework_files homework_checks teaching",
    "cli/export": "export",
    "cli/homework": "kit homework_files",
    "cli/kit": "kit teaching",
    "cli/predict": "export any_data new_examples cli hostile_runs",
    "cli/report": "overview report",
    "cli/standard_input": "new_examples cli",
    "cli/tune": "tune",
    "homework": f"{HOMEWORK} kit telling",
    "homework/cells": "kit homework_files teaching",
    "homework/changing": UNLISTED,
    "homework/covering": f"{UNLISTED} kit",
    "homework/kinds": UNLISTED,
    "homework/mending": UNLISTED,
    "homework/mutants": UNLISTED,
    "homework/repairing": UNLISTED,
    "homework/returning": UNLISTED,
    "homework/spoiling": UNLISTED,
    "homework/structure": UNLISTED,
    "homework/words": f"{HOMEWORK} kit telling in_chinese",
    "homework/kit": "errors homework_files kit",
    "homework/kit/templates": "errors package kit homework_published",
    "homework/mistakes": "homework_files homework_mistakes homework_checks",
    "homework/teaching": "teaching",
}
EQUIVALENT = {  # the file, its line, the fault in it -> why no run can tell
    (
        "dnn/doctor/intake.py",
        "curve=curve.up_to(best) if best is not None and is_best else curve,",
        "best is not None and is_best  ->  best is not None or is_best",
    ): "a best iteration is known only where there are validation costs",
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
