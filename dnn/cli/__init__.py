"""The commands: arguments in, sentences out; the one place that prints."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

__all__ = ["main"]

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status, see `dnn.cli.entry.main`.

    Numpy takes most of the time of a short command; Ctrl-C during the imports ends it quietly too.
    """
    with _ended_at_once():
        from dnn.cli.entry import main as command
    return command(arguments)


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Let Ctrl-C end the process: nothing is begun yet.

    As an exception it might become another on its way through the imports.
    """
    before = signal.getsignal(signal.SIGINT)
    if (
        before is not signal.default_int_handler  # ignored, or somebody else's
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(number: int, frame: FrameType | None) -> None:
    """End with one line."""
    with suppress(OSError):
        os.write(2, b"dnn: interrupted\n")
    os._exit(INTERRUPTED)
