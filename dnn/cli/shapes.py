"""`dnn shapes`: the table of all that flows through a network."""

from __future__ import annotations

import argparse

from dnn.cli.console import say
from dnn.lesson.shape_table import explain_shapes


def obey(options: argparse.Namespace) -> int:
    """Print the table, and return the exit status."""
    say([str(explain_shapes(options.layer_dims, options.m, lang=options.lang))])
    return 0
