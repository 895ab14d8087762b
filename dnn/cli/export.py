"""`dnn export`: the network of a run as a file for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from dnn.cli.console import say
from dnn.run.export import export_run
from dnn.run.folder import read_run


def obey(options: argparse.Namespace) -> int:
    """Write the file, and return the exit status."""
    run, path = read_run(Path(options.run)), Path(options.file)
    export_run(run, path)
    facts = run.facts
    what = "pixels / 255" if facts.image_shape else "features as the table has them"
    order = "columns" if path.suffix == ".py" else "rows"
    say([f"Wrote {path}: it takes examples in {order} of {facts.n_features} {what}"])
    return 0
