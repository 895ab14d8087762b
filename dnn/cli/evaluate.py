"""`dnn evaluate`: how good a run is on labelled data that it never saw."""

from __future__ import annotations

import argparse
from pathlib import Path

from dnn.cli.console import complain, say
from dnn.cli.sentences import evaluated
from dnn.cli.standard_input import as_files
from dnn.run.evaluate import evaluate
from dnn.run.folder import read_run


def obey(options: argparse.Namespace) -> int:
    """Evaluate, say what came of it, and return the exit status."""
    run = read_run(Path(options.run))
    if run.facts.has_diverged:
        complain(f"dnn: warning: the training of {run.folder} diverged, its answers mean little")
    with as_files(options.data) as (paths, _):
        found = evaluate(run, paths)
    say(evaluated(found))
    return 0
