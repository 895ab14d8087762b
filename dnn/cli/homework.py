"""`dnn homework`: run a notebook or script of the course, and say what was stood in for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from dnn.cli.console import complain, say
from dnn.homework.kit.running import Ended, run_homework
from dnn.text import counted


def obey(options: argparse.Namespace) -> int:
    """Run it, say what was stood in for, and return the exit status: 1 where it stopped early."""
    ended = run_homework(
        options.file, edition=options.edition, data=options.data, seconds=options.seconds
    )
    say([])
    for line in told_end(ended, options.file):
        complain(line)
    return 0 if ended else 1


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
