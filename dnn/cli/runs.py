"""`dnn runs`: all runs in a folder, a line each."""

from __future__ import annotations

import argparse
from pathlib import Path

from dnn.cli.console import complain, say
from dnn.run.found_runs import find_runs
from dnn.run.overview import OVERVIEWS, sorted_by


def obey(options: argparse.Namespace) -> int:
    """Print the overview, and return the exit status."""
    runs, faults = find_runs(Path(options.folder))
    for fault in faults:
        complain(f"dnn: warning: left out: {fault}")
    say(OVERVIEWS[options.format](sorted_by(runs, options.sort)).splitlines())
    return 0
