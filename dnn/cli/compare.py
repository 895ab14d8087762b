"""`dnn compare`: runs side by side, in a table and in a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from dnn.cli.console import say
from dnn.cli.sentences import compared
from dnn.plots.costs import save_figure
from dnn.run.comparison import compare, curves_figure

PICTURE, NO_PICTURE = "comparison.png", "none"


def obey(options: argparse.Namespace) -> int:
    """Compare, draw the curves, and return the exit status."""
    folders = [Path(folder) for folder in dict.fromkeys(options.runs)]
    comparison = compare(folders)
    say(compared(comparison))
    figure = curves_figure(comparison) if options.out != NO_PICTURE else None
    if figure is not None:
        out = _beside(folders) if options.out is None else options.out
        save_figure(out, figure)
        say([f"Wrote {out}: the costs of all runs"])
    return 0


def _beside(folders: list[Path]) -> Path:
    """Return where the picture goes: beside the runs where they lie together, else here."""
    parents = {folder.resolve().parent for folder in folders}
    return folders[0].parent / PICTURE if len(parents) == 1 else Path(PICTURE)
