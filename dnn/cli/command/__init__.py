"""The command `dnn` from its first moment on: Ctrl-C ends it quietly while Python still imports.

It is installed as a package of its own, `dnn_command`: whatever lies inside of `dnn` is imported
after numpy, and numpy takes most of the time.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

INTERRUPTED = 130


def main() -> int:
    """Run the command and return its exit status."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else it is ignored, or somebody else's
        signal.signal(signal.SIGINT, _end)
    from dnn.cli import main as command

    signal.signal(signal.SIGINT, before)
    return command()


def _end(number: int, frame: FrameType | None) -> None:
    """End at once: nothing is begun yet, and an exception in an import may become another."""
    with suppress(OSError):
        os.write(2, b"dnn: interrupted\n")
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
