"""`dnn train`: a new run, or one that goes on, told of when it is loaded, trained and written."""

from __future__ import annotations

import argparse

from dnn.cli.console import STATUSES, end_with, say, warned
from dnn.cli.progress import show_progress
from dnn.cli.sentences import interrupted, of_run
from dnn.run.job import new_run, resumed_run


def obey(options: argparse.Namespace) -> int:
    """Train, and return the exit status."""
    given = vars(options)
    del given["command"]
    run = resumed_run if "resume" in given else new_run
    with warned():
        written = run(given, lambda news: say(of_run(news)), show_progress)
    status = STATUSES.get(written.result.stopped or "", 0)
    return end_with(status, interrupted(written)) if status else 0
