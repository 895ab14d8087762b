"""`dnn predict`: what the network of a run makes of new pictures or rows."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from dnn.cli.console import complain, say, warned
from dnn.cli.sentences import of_answer
from dnn.run.answers import ask_files, write_answers
from dnn.run.folder import read_run


def obey(options: argparse.Namespace) -> int:
    """Ask the network, say or write its answers, and return the exit status."""
    out, inputs = options.out, options.inputs
    if out is not None and os.path.realpath(out) in map(os.path.realpath, inputs):
        raise ValueError(f"{out}: is one of the files to predict from, it stays as it is")
    run = read_run(Path(options.run))
    if run.facts.has_diverged:
        complain(f"dnn: warning: the training of {run.folder} diverged, its answers mean little")
    with warned():
        answered = ask_files(run, inputs)
    if out is None:
        say(line for one in answered for line in of_answer(run, one))
    else:
        write_answers(out, run, answered)
        say([f"Wrote {out}: {len(answered)} predictions"])
    return 0
