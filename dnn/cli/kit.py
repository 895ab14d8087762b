"""`dnn kit` puts beside a homework what it misses, `dnn homework` runs it; sentences of both."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dnn.cli.console import complain, say
from dnn.text import counted

if TYPE_CHECKING:
    from dnn.homework.kit import Ended, Kit

EDITIONS = ("2017-08", "2017", "2018", "2018-v4a", "2021")
EDITION: dict[str, Any] = {
    "choices": EDITIONS,
    "help": "edition of the course (default: told from the homework's text)",
}
FILES: dict[str, Any] = {
    "metavar": "DIR",
    "help": "folder of your own train_catvnoncat.h5 and test_catvnoncat.h5 (default: $DNN_DATA, "
    "else the pictures that come with dnn)",
}
KIT: dict[str, dict[str, Any]] = {
    "folder": {"metavar": "DIR", "help": "folder of the homework"},
    "--for": {
        "dest": "homework",
        "metavar": "FILE",
        "help": "the notebook or script to fill for (default: all in the folder)",
    },
    "--edition": EDITION,
    "--replace": {
        "action": "store_true",
        "help": "replace helpers that are there; else only what is missing is filled",
    },
    "--data": FILES,
    "--shims": {
        "action": "store_true",
        "help": "put dnn_shims.py there too: `import dnn_shims` stands in for what is no more",
    },
}
HOMEWORK: dict[str, dict[str, Any]] = {
    "file": {"metavar": "FILE", "help": "the notebook (.ipynb) or script (.py) to run"},
    "--edition": EDITION,
    "--data": FILES,
}


def fill(options: argparse.Namespace) -> int:
    """Do `dnn kit`: fill the folder, and say what was put there."""
    from dnn.homework.kit import make_kit

    kit = make_kit(
        options.folder,
        options.homework,
        edition=options.edition,
        replace=options.replace,
        data=options.data,
        shims=options.shims,
    )
    say(told_kit(kit))
    return 0


def run(options: argparse.Namespace) -> int:
    """Do `dnn homework`: run it, and say what was stood in for; 1 where it did not end well."""
    from dnn.homework.kit import run_homework

    ended = run_homework(options.file, edition=options.edition, data=options.data)
    say([])
    for line in told_end(ended, options.file):
        complain(line)
    return 0 if ended else 1


def told_kit(kit: Kit) -> Iterator[str]:
    """Yield what was put beside a homework, what was kept, and what is to be known."""
    yield f"Edition {kit.edition.name} ({kit.edition.because})"
    for path, what in kit.written.items():
        yield f"  wrote {os.path.relpath(path, kit.folder)}: {what}"
    for path in kit.kept:
        yield f"  kept  {os.path.relpath(path, kit.folder)}"
    if not kit.written:
        yield "  nothing is missing that the kit has"
    for line in kit.named:
        yield f"  note  {line}"


def told_end(ended: Ended, file: str) -> Iterator[str]:
    """Yield how a homework ended, and what was stood in for."""
    if ended.error is not None:
        yield ended.error
    cells = counted(ended.cells, "cell")
    yield (
        f"dnn: {file} ran to its end ({cells})"
        if ended
        else f"dnn: {file} stopped after {ended.done} of {cells}"
    )
    for stand_in in ended.stand_ins:
        yield f"dnn: stood in: {stand_in}"
