"""`dnn exercise new`: the notebooks of an exercise, for students and with its solution."""

from __future__ import annotations

import argparse

from dnn.cli.console import say
from dnn.homework.teaching.making import new_exercise


def obey(options: argparse.Namespace) -> int:
    """Make them, say what was written, and return the exit status."""
    say(f"Wrote {path}" for path in new_exercise(options.folder, options.grader))
    return 0
