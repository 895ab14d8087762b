"""What a path leads to: where a file is wanted, a pipe or a device would keep us waiting."""

from __future__ import annotations

import os
import stat

__all__ = ["what_else_it_is"]

KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def what_else_it_is(path: str | os.PathLike[str]) -> str | None:
    """Return what a path leads to, links followed, in words; None for an ordinary file.

    Parameters
    ----------
    path : path

    Returns
    -------
    str or None

    Raises
    ------
    OSError
        When there is nothing at `path`, or it may not be looked at.

    Examples
    --------
    >>> from dnn.files.ordinary import what_else_it_is
    >>> what_else_it_is("/")
    'a directory'
    """
    mode = os.stat(path).st_mode
    return None if stat.S_ISREG(mode) else KINDS.get(stat.S_IFMT(mode), "no ordinary file")
