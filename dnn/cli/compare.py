"""`dnn compare`: runs side by side, in a table and in a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from dnn.cli.console import say
from dnn.cli.sentences import compared
from dnn.plots.costs import save_figure
from dnn.run.comparison import compare, curves_figure


def obey(options: argparse.Namespace) -> int:
    """Compare, draw the curves, and return the exit status."""
    comparison = compare([Path(folder) for folder in dict.fromkeys(options.runs)])
    say(compared(comparison))
    figure = curves_figure(comparison)
    if figure is not None:
        save_figure(options.out, figure)
        say([f"Wrote {options.out}: the costs of all runs"])
    return 0
