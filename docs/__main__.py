"""Build the site: `python -m docs`, then open docs/_build/site/index.html."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

try:
    from sphinx.cmd.build import build_main

    from docs.staging import DOCS, mathjax, stage
except ImportError as error:
    sys.exit(f"{error.name} is missing: pip install -e '.[docs]' brings what builds the site")

BUILD = DOCS / "_build"


def build(language: str, site: Path) -> int:
    """Build the pages of one language, strictly; return the exit status."""
    source = BUILD / "source" / language
    stage(language, source)
    options = ["-q", "-W", "--keep-going", "-t", language, "-c", str(DOCS)]
    options += ["-d", str(BUILD / "doctrees" / language), "-b", "html"]
    status = build_main([*options, str(source), str(site)])
    mathjax(site)
    return status


def main() -> int:
    """Build both languages: Chinese stands in a folder of the English site."""
    parser = argparse.ArgumentParser(prog="python -m docs", description=__doc__)
    parser.add_argument("--out", type=Path, default=BUILD / "site", help="folder of the site")
    out = parser.parse_args().out
    shutil.rmtree(BUILD, ignore_errors=True)
    status = build("en", out)
    if not status:  # the Chinese pages refer to the English reference
        shutil.copy(out / "objects.inv", BUILD / "objects.inv")
        status = build("zh", out / "zh")
    if not status:
        print(f"The site is there: open {out / 'index.html'}")  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main())
