"""`dnn report`: the page of a run, made again."""

from __future__ import annotations

import argparse
from pathlib import Path

from dnn.cli.console import say
from dnn.run.folder import RECORD, REPORT, write_report
from dnn.run.records import read_fields


def obey(options: argparse.Namespace) -> int:
    """Write the report, and return the exit status."""
    folder = Path(options.run)
    out = folder / REPORT if options.out is None else Path(options.out)
    write_report(out, folder, read_fields(folder / RECORD))
    say([f"Wrote {out}: open it in a browser"])
    return 0
