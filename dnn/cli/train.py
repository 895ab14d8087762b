"""`dnn train`: a new run, or one that goes on; what is said of it while it is made."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from dnn.cli.console import STATUSES, end_with, say, warned
from dnn.cli.progress import show_progress
from dnn.cli.sentences import announced, examined, interrupted, of_run
from dnn.run.job import new_run, resumed_run
from dnn.training.descent import Step
from dnn.training.fit import Training


def obey(options: argparse.Namespace) -> int:
    """Train, and return the exit status."""
    given = vars(options)
    del given["command"]
    is_quiet = given.pop("quiet", False)
    run = resumed_run if "resume" in given else new_run
    with warned():
        written = run(given, lambda news: say(of_run(news)), _watched)
    if not is_quiet:
        say(examined(written))
    status = STATUSES.get(written.result.stopped or "", 0)
    return end_with(status, interrupted(written)) if status else 0


def _watched(steps: Iterator[Step], training: Training) -> Iterator[Step]:
    """Announce the training and show its progress."""
    say([announced(training)])
    return show_progress(steps, training)
