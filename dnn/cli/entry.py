"""The door: `dnn train`, `dnn predict`, `dnn shapes`; a command in, its exit status out."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import NoReturn

from dnn.cli.console import (
    STATUSES,
    close_output,
    end_with,
    error_line,
    escape_what_cannot_be_encoded,
)
from dnn.cli.parser import make_parser
from dnn.training.interrupts import handling

ERROR, PIPE_CLOSED = 2, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status: 0, 2 after an error, 130 or 143 after a signal.

    Parameters
    ----------
    arguments : sequence of str, optional
        Left out, those of the process.

    Examples
    --------
    >>> from dnn.cli.entry import main
    >>> main(["shapes", "2", "1"])  # doctest: +ELLIPSIS
    L = 1 layer: 0 hidden layers and the output (the input does not count)
    ...
    0
    """
    escape_what_cannot_be_encoded()
    try:
        with handling(_terminate, signal.SIGTERM):
            options = make_parser().parse_args(arguments)
            command = import_module(f"dnn.cli.{options.command}")  # late: it may load much
            status: int = command.obey(options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KeyboardInterrupt as error:
        how = "".join(getattr(error, "__notes__", ()))
        if isinstance(error, Terminated):
            return end_with(STATUSES["SIGTERM"], f"dnn: terminated{how}")
        return end_with(STATUSES["SIGINT"], f"dnn: interrupted{how}")
    except BrokenPipeError:  # the reader has seen enough
        close_output()
        return PIPE_CLOSED
    except (ValueError, OSError, MemoryError, ImportError) as error:
        return end_with(ERROR, f"dnn: error: {error_line(error)}")


class Terminated(KeyboardInterrupt):
    """SIGTERM came; it ends a command as Ctrl-C does, and nothing is left half done."""


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated
