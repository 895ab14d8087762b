"""Build JupyterLite with the notebooks and our wheel: `python -m docs.lite` (extra `lite`)."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from docs.staging import DOCS, NOTEBOOKS, ROOT

BUILD = DOCS / "_build/lite-source"


def wheel(folder: Path) -> Path:
    """Build the wheel out of a copy, so that the checkout stays clean; return its path."""
    copy = folder / "package"
    for name in ("dnn", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    run = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(copy)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("dnn_course-*.whl"))


def contents(folder: Path) -> None:
    """Lay out what a reader finds: the notebooks and their pictures, in both languages."""
    for path in [*NOTEBOOKS.rglob("[0-9]*.ipynb"), *NOTEBOOKS.glob("*.png")]:
        if ".ipynb_checkpoints" not in path.parts:
            target = folder / path.relative_to(NOTEBOOKS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def main() -> None:
    """Build the site into a fresh folder."""
    parser = argparse.ArgumentParser(prog="python -m docs.lite", description=__doc__)
    parser.add_argument("--out", type=Path, default=DOCS / "_build/lite", help="folder of the site")
    out = parser.parse_args().out.resolve()
    for folder in (BUILD, out):
        shutil.rmtree(folder, ignore_errors=True)
    contents(BUILD / "contents")
    options = {
        "--lite-dir": BUILD,
        "--contents": BUILD / "contents",
        "--piplite-wheels": wheel(BUILD / "wheel"),
        "--output-dir": out,
    }
    run = [sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps"]
    run += [str(part) for option in options.items() for part in option]
    subprocess.run(run, cwd=BUILD, check=True, stdout=subprocess.DEVNULL)
    print(f"The notebooks are in {out}: serve that folder, and open lab/index.html")  # noqa: T201


if __name__ == "__main__":
    main()
