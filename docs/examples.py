"""The examples of a page, run as they stand: `python -m docs.examples PAGE` shows what they print.

Three kinds of blocks are run, in order, in one folder and one Python: ``python`` with prompts is a
doctest, ``console`` holds commands after ``$`` and what they print, and a block with a caption is
a file of that name. ``...`` stands for anything, as in a doctest.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docs.staging import ROOT

BLOCK = re.compile(r"^```(?:\{code-block\} )?(\w+)\n((?::\w+:[^\n]*\n)*)\n?(.*?)^```$", re.M | re.S)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Shown(NamedTuple):
    """An example of a page: what is typed, what the page says comes, and what came."""

    source: str
    want: str
    got: str
    holds: bool


class Recorder(doctest.DocTestRunner):
    """A runner of doctests that keeps what came, and prints nothing."""

    def __init__(self) -> None:
        super().__init__(optionflags=FLAGS, verbose=False)
        self.shown: list[Shown] = []

    def report_start(self, out: Any, test: Any, example: Any) -> None:
        """Say nothing."""

    def report_success(self, out: Any, test: Any, example: Any, got: str) -> None:
        """Keep what came."""
        self.shown.append(Shown(example.source, example.want, got, True))

    def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
        """Keep what came instead."""
        self.shown.append(Shown(example.source, example.want, got, False))

    def report_unexpected_exception(self, out: Any, test: Any, example: Any, exc_info: Any) -> None:
        """Keep the error that came."""
        got = "".join(doctest._exception_traceback(exc_info))  # type: ignore[attr-defined]
        self.shown.append(Shown(example.source, example.want, got, False))


def run(text: str, folder: Path, known: Container[str] = ()) -> Iterator[Shown]:
    """Run all examples of a page in a folder, but for commands whose block is known to hold."""
    names: dict[str, Any] = {}
    here = Path.cwd()
    os.chdir(folder)
    try:
        for kind, options, body in BLOCK.findall(text):
            if caption := re.search(r":caption: (\S+)", options):
                (folder / caption[1]).write_text(body, encoding="utf-8")
            elif kind == "python":
                yield from python(body, names)
            elif kind == "console" and body not in known:
                yield from console(body, folder)
    finally:
        os.chdir(here)


def python(body: str, names: dict[str, Any]) -> list[Shown]:
    """Run a block of Python; what it names stays."""
    test = doctest.DocTestParser().get_doctest(body, names, "page", None, 0)
    test.globs = names
    recorder = Recorder()
    recorder.run(test, clear_globs=False)
    return recorder.shown


def console(body: str, folder: Path) -> Iterator[Shown]:
    """Run the commands of a block, each in a shell of its own."""
    commands = folder / ".bin"
    commands.mkdir(exist_ok=True)
    for name, run_it in (("dnn", "-m dnn"), ("python", "")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {run_it} "$@"\n')
        (commands / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
    }
    environment.pop("DNN_DATA", None)
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, want = part.partition("\n")
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        holds = doctest.OutputChecker().check_output(want, done.stdout, FLAGS)
        yield Shown(command, want, done.stdout, holds)


if __name__ == "__main__":
    for page in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as place:
            for shown in run(Path(page).read_text(encoding="utf-8"), Path(place)):
                print("ok " if shown.holds else "NOT", shown.source.rstrip())  # noqa: T201
                if not shown.holds:
                    print(shown.got)  # noqa: T201
