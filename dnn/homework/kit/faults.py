"""What is wrong with a helper or data file that is there: a web page, a pointer, a dead path."""

from __future__ import annotations

import re
from pathlib import Path

from dnn.homework.cells import decoded

__all__ = ["dead_path", "not_what_it_seems"]

ABSOLUTE = re.compile(r"""['"]((?:[A-Za-z]:[\\/]|/(?!/)|~/)[^'"\n]*?\.(?:h5|hdf5|jpe?g|png))['"]""")


def not_what_it_seems(path: Path) -> str | None:
    """Return what a file is in place of what its name says; None where nothing strikes.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.homework.kit.faults import not_what_it_seems
    >>> not_what_it_seems(Path(__file__)) is None
    True
    """
    with path.open("rb") as file:
        head = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer, not the file that it stands for"
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head[:200]:
        return "a web page (HTML) saved under this name"
    if not head:
        return "an empty file"
    return None


def dead_path(path: Path) -> str | None:
    """Return the first absolute path in a source that leads nowhere on this machine.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.homework.kit.faults import dead_path
    >>> dead_path(Path(__file__)) is None
    True
    """
    found = (match[1] for match in ABSOLUTE.finditer(decoded(path.read_bytes())))
    return next((there for there in found if not Path(there).expanduser().exists()), None)
