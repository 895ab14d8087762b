"""What the commands have in common: lines on both streams, signals, errors in the user's words."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

WORDS = {  # what the functions call their arguments -> the options of the command line
    "skip_broken=True": "--skip-broken",
    "pass header=True": "pass --header",
    "pass header=False": "pass --no-header",
    "x=KEY": "--x KEY",
    "y=KEY": "--y KEY",
    "label=...": "--label",
    "kind='classes'": "--output softmax",
    "'skip_broken' is": "--skip-broken is",
    "'label' is": "--label is",
    "'header' is": "--header is",
    "'size' is": "--size is",
    "'x' is": "--x is",
    "'y' is": "--y is",
}


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl-C does: nothing is left half done."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)


@contextmanager
def hinted(hint: str) -> Iterator[None]:
    """Say more where a signal ends the command."""
    try:
        yield
    except KeyboardInterrupt as error:
        error.add_note(hint)
        raise


@contextmanager
def warned() -> Iterator[None]:
    """Tell warnings in one line each."""

    def show(message: Warning | str, *_: Any) -> None:
        complain(f"dnn: warning: {_in_words(message)}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = show  # type: ignore[assignment]
        yield


def escape_what_cannot_be_encoded() -> None:
    """Let both streams write the number of a character that their encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(lines: Iterable[str]) -> None:
    """Print lines, at once."""
    for line in lines:
        print(line)
    if sys.stdout is not None:
        sys.stdout.flush()


def complain(line: str) -> None:
    """Print a line on the error stream, where there is one."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def end_with(status: int, line: str) -> int:
    """Say on the error stream why the command ended, and return the exit status."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            close_output()
    complain(line)
    return status


def close_output() -> None:
    """Send what is still to be written nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def error_line(error: Exception) -> str:
    """Return an error as one line in the user's terms."""
    if isinstance(error, OSError) and error.strerror:
        place = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        return f"{place}{error.strerror}"
    if isinstance(error, ImportError):
        return f"{error}; install dnn-course again with all that it needs"
    return _in_words(error) or "out of memory"


def _in_words(error: object) -> str:
    """Return a message as one line that speaks of options instead of arguments."""
    text = " ".join(str(error).split())
    for argument, option in WORDS.items():
        text = text.replace(argument, option)
    return text
