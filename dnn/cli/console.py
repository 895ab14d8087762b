"""What the commands have in common: lines on both streams, and errors in the user's words."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from shlex import quote
from typing import Any

from dnn.checks.arguments import Argument, ArgumentError

STATUSES = {"SIGINT": 130, "SIGTERM": 143}  # of a command that a signal ended: 128 + its number
LABELS_READ_AS = {"'classes'": "--output softmax"}  # how labels are to be read -> what asks for it


@contextmanager
def warned(path: str = "", called: str = "") -> Iterator[None]:
    """Tell warnings in one line each; a path in them is called otherwise where that is wished."""

    def show(message: Warning | str, *_: Any) -> None:
        told = _in_words(message)
        complain(f"dnn: warning: {told.replace(path, called) if path else told}")

    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
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
    if isinstance(error, ImportError) and error.name:  # else it says itself what to install
        return f"{error}; install dnn-course again with all that it needs"
    return _in_words(error) or "out of memory"


def _in_words(error: object) -> str:
    """Return a message as one line that speaks of options instead of arguments."""
    parts = error.args if isinstance(error, ArgumentError) else [error]
    text = "".join(_option(p) if isinstance(p, Argument) else str(p) for p in parts)
    return " ".join(text.split())


def _option(argument: Argument) -> str:
    """Return an argument of a function as the option of the command line that stands for it.

    Examples
    --------
    >>> from dnn.checks.arguments import Argument
    >>> from dnn.cli.console import _option
    >>> _option(Argument("skip_broken", True)), _option(Argument("x", "KEY"))
    ('--skip-broken', '--x KEY')
    >>> _option(Argument("kinds", {"zip code": "text"})), _option(Argument("drop", ["id"]))
    ("--kind 'zip code=text'", '--drop id')
    """
    option, value = argument.name.replace("_", "-"), argument.value
    if argument.name == "kinds":
        words = (f"{column}={kind}" for column, kind in getattr(value, "items", tuple)())
        return " ".join(f"--kind {quote(word)}" for word in words) or "--kind"
    if isinstance(value, list):
        return f"--{option} {quote(','.join(map(str, value)))}"
    if argument.name == "kind":
        return LABELS_READ_AS[str(value)]
    if value is False:
        return f"--no-{option}"
    if value == "...":
        return f"--{option} NAME"
    return f"--{option}" if value in (None, True) else f"--{option} {value}".replace("'", "")
