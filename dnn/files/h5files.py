"""HDF5 files from anywhere: open one safely, and say in the user's words what is wrong with it.

Nothing here or in `h5keys`, `h5data`, `h5chunks`, `h5texts` trusts a file. What it is comes from
its first bytes, what it would cost from its header, every name is followed link by link so that no
other file is ever opened, and what the HDF5 library's own decoders would believe is decoded here.
All that can go wrong with the file comes out as a `DataError` that names the file and the key.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import h5py
from h5py import File as H5File

from dnn.checks.arguments import ArgumentError
from dnn.files.h5extents import DAMAGE, lie_apart
from dnn.files.ordinary import what_else_it_is

__all__ = [
    "AGAIN",
    "DataError",
    "H5File",
    "bytes_at",
    "open_h5",
    "place",
    "read_at",
    "told_as_data_error",
]

SIGNATURE = b"\x89HDF\r\n\x1a\n"
AGAIN = "fetch or copy it again"


class DataError(ArgumentError):
    """A file of data is missing, damaged, or holds something else than it should."""


# --- the file -----------------------------------------------------------------------------------


@contextmanager
def open_h5(path: str | os.PathLike[str], *, again: bool = False) -> Iterator[H5File]:
    """Open the HDF5 file at `path` for reading, and close it at the end of the `with` block.

    Parameters
    ----------
    path : path of the file
    again : bool
        The file was opened before: where its parts lie is not looked at once more.

    Yields
    ------
    file : h5py.File
        Read-only. Take data sets out of it with `dnn.files.h5data.read_dataset`, which checks them.

    Raises
    ------
    DataError
        When the file is missing, may not be read, is something else than HDF5 (a web page, a Git
        LFS pointer, an archive: each is named), is cut short or is damaged.

    Examples
    --------
    >>> from dnn.files.h5files import open_h5
    >>> with open_h5("nowhere.h5") as file:
    ...     pass
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere.h5: there is no such file
    """
    name = os.fsdecode(path)
    with told_as_data_error(name, "cannot be opened"):
        head = _first_bytes(name)
    with told_as_data_error(name, f"is cut short or damaged; {AGAIN}"):
        if not (head.startswith(SIGNATURE) or h5py.is_hdf5(name)):
            raise DataError(f"{name}: {_what_it_is(head)}")
        file = H5File(name, "r")
    try:
        with told_as_data_error(name, f"is damaged; {AGAIN}"):
            if not (again or lie_apart(file)):
                raise DataError(f"{name}: is damaged, parts of it lie over each other; {AGAIN}")
        yield file
    finally:
        with told_as_data_error(name, f"is damaged; {AGAIN}"):
            file.close()


def _first_bytes(name: str) -> bytes:
    """Return the beginning of an ordinary file: a pipe or a device would keep us waiting."""
    if other := what_else_it_is(name):
        raise DataError(f"{name}: is {other}, where an HDF5 file was expected")
    with open(name, "rb") as stream:
        return stream.read(1024)


def _what_it_is(head: bytes) -> str:
    """Say what a file that is not HDF5 is, as far as its first bytes tell, and what to do."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        return f"is an empty file (0 bytes) where HDF5 was expected; {AGAIN}"
    if SIGNATURE.startswith(head):
        return f"is cut short after {len(head)} bytes; {AGAIN}"
    if text.startswith(b"version https://git-lfs"):
        return "is a Git LFS pointer, not the data it stands for; run `git lfs pull` where it lies"
    if text.startswith(b"<!doctype html") or b"<html" in text:
        return "is a web page (HTML) saved under this name; download the raw file itself"
    if head.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        return "is a compressed archive (gzip or zip); unpack it and use the HDF5 file in it"
    return f"is not an HDF5 file (it begins with {head[:16]!r}); {AGAIN}"


@contextmanager
def told_as_data_error(where: str, otherwise: str) -> Iterator[None]:
    """Turn what the HDF5 library and the system raise into a DataError about `where`."""
    try:
        yield
    except DataError:
        raise
    except FileNotFoundError:
        raise DataError(f"{where}: there is no such file") from None
    except PermissionError as error:
        raise DataError(f"{where}: may not be read, permission is denied") from error
    except BlockingIOError as error:
        raise DataError(f"{where}: another program is writing it; wait for its end") from error
    except MemoryError as error:
        raise DataError(f"{where}: does not fit in memory") from error
    except DAMAGE as error:
        raise DataError(f"{where}: {otherwise} (reported: {_in_short(error)})") from error


def _in_short(error: Exception) -> str:
    """Return the first line of an error, at most 160 characters of it."""
    return (str(error).splitlines() or [type(error).__name__])[0].strip("'\"")[:160]


# --- what every reader of an open file needs ----------------------------------------------------


def place(file: H5File, key: str) -> str:
    """Return the words with which every message about `key` begins."""
    return f"{file.filename}, key {key!r}"


def bytes_at(file: H5File, address: int, size: int) -> bytes:
    """Return bytes of an open file, past the HDF5 library but from the very file that it opened."""
    if not 0 <= address <= address + size <= file.id.get_filesize():
        raise ValueError("a part of it would lie outside of the file")
    return read_at(file.id.get_vfd_handle(), address, size)


def read_at(handle: int, address: int, size: int) -> bytes:
    """Return bytes of the file that the system knows by this number; fewer where it ends."""
    parts = []
    while size > 0 and (part := os.pread(handle, size, address)):  # at most 2 GiB come at once
        parts.append(part)
        address, size = address + len(part), size - len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
