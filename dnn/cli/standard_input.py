"""Standard input as one of the files of a command: ``-`` stands for it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dnn.cli.console import warned

__all__ = ["STREAM", "as_files"]

STREAM = "-"  # stands for standard input, and for standard output
CALLED = "standard input"


@contextmanager
def as_files(inputs: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """Return inputs as paths, standard input as a file, and the path of that file.

    Warnings are told in one line each; they and errors call standard input by its name.
    """
    if STREAM not in inputs:
        with warned():
            yield list(inputs), ""
        return
    with tempfile.TemporaryDirectory(prefix="dnn-") as folder:
        spooled = os.path.join(folder, "standard-input")
        Path(spooled).write_bytes(sys.stdin.buffer.read())
        with warned(spooled, CALLED), _called_so(spooled):
            yield [spooled if path == STREAM else path for path in inputs], spooled


@contextmanager
def _called_so(spooled: str) -> Iterator[None]:
    """Let errors speak of standard input, not of the file that it was put into."""
    try:
        yield
    except ValueError as error:
        parts = (p.replace(spooled, CALLED) if isinstance(p, str) else p for p in error.args)
        raise type(error)(*parts) from error
