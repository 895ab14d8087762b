"""`dnn evaluate`: how good a run is on labelled data that it never saw."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from dnn.cli.console import complain, say
from dnn.cli.sentences import evaluated
from dnn.cli.standard_input import as_files
from dnn.run.evaluate import evaluate
from dnn.run.folder import RECORD, read_run


def obey(options: argparse.Namespace) -> int:
    """Evaluate, say what came of it, and return the exit status."""
    folder, data = _as_meant(options)
    run = read_run(folder)
    if run.facts.has_diverged:
        complain(f"dnn: warning: the training of {run.folder} diverged, its answers mean little")
    with as_files(data) as (paths, _):
        found = evaluate(run, paths)
    say(evaluated(found))
    return 0


def _as_meant(options: argparse.Namespace) -> tuple[Path, list[str]]:
    """Return the folder of the run and the data, whether --run names it or it comes first."""
    if options.folder is not None:
        first = [] if options.run is None else [options.run]
        return Path(options.folder), [*first, *options.data]
    if options.run is None:
        raise ValueError(
            "dnn evaluate needs a run and labelled data: dnn evaluate RUN DATA (see dnn evaluate "
            "--help)"
        )
    runs = [path for path in options.data if (Path(path) / RECORD).is_file()]
    if runs and not Path(options.run).is_dir():
        rest = [path for path in (options.run, *options.data) if path != runs[0]]
        raise ValueError(f"give the run first: {shlex.join(['dnn', 'evaluate', runs[0], *rest])}")
    return Path(options.run), options.data
