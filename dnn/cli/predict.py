"""`dnn predict`: what the network of a run makes of new pictures or rows."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from dnn.cli.console import complain, say
from dnn.cli.sentences import of_answer
from dnn.cli.standard_input import STREAM, as_files
from dnn.run.answer_files import answers_as, format_of, write_answers
from dnn.run.answers import ask_files
from dnn.run.folder import read_run


def obey(options: argparse.Namespace) -> int:
    """Ask the network, say or write its answers, and return the exit status."""
    out, inputs = options.out, options.inputs
    if out not in (None, STREAM):
        format_of(out)
        if os.path.realpath(out) in map(os.path.realpath, inputs):
            raise ValueError(f"{out}: is one of the files to predict from, it stays as it is")
    run = read_run(Path(options.run))
    if run.facts.has_diverged:
        complain(f"dnn: warning: the training of {run.folder} diverged, its answers mean little")
    with as_files(inputs) as (paths, spooled):
        answered = [
            one._replace(file=STREAM) if one.file == spooled else one
            for one in ask_files(run, paths)
        ]
    if out is None:
        say(line for one in answered for line in of_answer(run, one))
    elif out == STREAM:
        say(answers_as(options.format, answered, run.facts.classes).splitlines())
    else:
        write_answers(out, answered, run.facts.classes)
        say([f"Wrote {out}: {len(answered)} predictions"])
    return 0
