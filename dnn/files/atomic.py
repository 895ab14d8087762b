"""Write a file whole or not at all: a temporary file in the same folder, then a rename."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dnn.files.ordinary import what_else_it_is

__all__ = ["atomic_path", "remove_leftovers"]


@contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary path to write to; what was written there becomes `path` at the end.

    Until then `path` is as it was, and after an error (or Ctrl-C) it still is: the temporary file
    is removed and the error goes on.

    Parameters
    ----------
    path : path of the file to be
        Its folder must exist. A symbolic link is followed, so the link stays one.

    Yields
    ------
    temporary : pathlib.Path
        An empty file in the same folder with the same suffix.

    Raises
    ------
    OSError
        When the folder is missing or may not be written, the disk is full, or `path` leads to a
        directory, a device, a pipe or a socket, ...; the error names `path`.

    Notes
    -----
    The file is flushed to the disk before the rename and the folder after it, so that a power cut
    leaves the old file or the new one, never a part.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn.files.atomic import atomic_path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_path(os.path.join(folder, "note.txt")) as temporary:
    ...         _ = temporary.write_text("whole")
    ...     os.listdir(folder)
    ['note.txt']
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.stem}-{secrets.token_hex(8)}{target.suffix}")
    with _naming(path, temporary, target):
        _check_replaceable(path, target)
        # not mkstemp: the file keeps the permissions that the user's umask gives to any new file
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        with _naming(path, temporary, target):
            yield temporary
            _flush(temporary)
            os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def remove_leftovers(path: str | os.PathLike[str]) -> None:
    """Remove the temporary files of `path` that a killed process left beside it.

    Parameters
    ----------
    path : path of the file
        No other process may be writing it.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn.files.atomic import remove_leftovers
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open(os.path.join(folder, ".note-0123456789abcdef.txt"), "w").close()
    ...     remove_leftovers(os.path.join(folder, "note.txt"))
    ...     os.listdir(folder)
    []
    """
    target = Path(os.path.realpath(path))
    left = re.compile(rf"\.{re.escape(target.stem)}-[0-9a-f]{{16}}{re.escape(target.suffix)}")
    if target.parent.is_dir():
        for name in filter(left.fullmatch, os.listdir(target.parent)):
            target.with_name(name).unlink(missing_ok=True)


def _check_replaceable(path: str | os.PathLike[str], target: Path) -> None:
    """Refuse to put a file in the place of a directory, a device, a pipe or a socket."""
    other = what_else_it_is(target) if os.path.lexists(target) else None
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    if other:
        raise OSError(errno.EEXIST, f"is {other}, which no file may replace", os.fspath(path))


@contextmanager
def _naming(path: str | os.PathLike[str], *others: Path) -> Iterator[None]:
    """Let errors about the temporary file name the file that the user asked for."""
    try:
        yield
    except OSError as error:
        if error.errno is None or error.filename not in (None, *others, *map(str, others)):
            raise
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error


def _flush(path: Path) -> None:
    """Bring the content of a file to the disk."""
    with open(path, "rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Bring the new name to the disk, on systems that can."""
    with suppress(OSError):  # the file is whole and in its place; not every system opens folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
