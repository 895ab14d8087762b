"""`dnn kit`: put beside a homework what it misses, and say what that was."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from dnn.cli.console import say
from dnn.homework.kit.filling import Kit, make_kit


def obey(options: argparse.Namespace) -> int:
    """Fill the folder, say what was put there, and return the exit status."""
    kit = make_kit(
        options.folder,
        options.homework,
        edition=options.edition,
        replace=options.replace,
        data=options.data,
        shims=options.shims,
    )
    say(told_kit(kit))
    return 0


def told_kit(kit: Kit) -> Iterator[str]:
    """Yield what was put beside a homework, what was kept, and what is to be known."""
    yield f"Edition {kit.edition.name} ({kit.edition.because})"
    for path, what in kit.written.items():
        yield f"  wrote {os.path.relpath(path, kit.folder)}: {what}"
    for path in kit.kept:
        yield f"  kept  {os.path.relpath(path, kit.folder)}"
    if not kit.written:
        yield "  nothing is missing that the kit has"
    for line in kit.named:
        yield f"  note  {line}"
