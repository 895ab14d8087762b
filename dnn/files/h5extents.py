"""Where the parts of an HDF5 file lie: no two of them over each other.

Most files keep no checksum of their headers. An address with one wrong byte leads into other
values, which would be believed; but then two parts of the file claim the same bytes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import h5py
import numpy as np

__all__ = ["DAMAGE", "lie_apart"]

Extent = tuple[int, int]

# What h5py raises on a damaged file.
DAMAGE = (OSError, LookupError, TypeError, ValueError, ArithmeticError, RuntimeError)
SUPERBLOCK = 48  # bytes at least
PREFIX = 16  # bytes at least of an object's header
MANY = 1000  # objects that are looked at: beyond that it would take longer than reading


def lie_apart(file: h5py.File) -> bool:
    """Tell whether no two parts of the file lie over each other, as far as they can be found.

    Parameters
    ----------
    file : h5py.File
    """
    extents = np.array(sorted(_extents(file)), dtype=np.uint64)
    return not (extents[1:, 0] < extents[:-1, 1]).any()


def _extents(file: h5py.File) -> list[Extent]:
    """Return the extents of headers and values; what cannot be read is left out."""
    extents = [(file.userblock_size, file.userblock_size + SUPERBLOCK)]
    seen: list[str] = []

    def look(name: str, there: Any) -> bool | None:
        with suppress(*DAMAGE):
            extents.extend(_of_object(file, there))
        seen.append(name)
        return True if len(seen) == MANY else None  # True ends the walk

    look("/", file)
    with suppress(*DAMAGE):
        file.visititems(look)
    return [(start, end) for start, end in extents if end > start]


def _of_object(file: h5py.File, there: Any) -> list[Extent]:
    """Return the extents of one group or data set: its header, and its values."""
    about = h5py.h5o.get_info(there.id)
    start = file.userblock_size + about.addr
    extents = [(start, start + (about.hdr.space.total if about.hdr.nchunks == 1 else PREFIX))]
    if isinstance(there, h5py.Dataset):
        if there.chunks:
            there.id.chunk_iter(lambda c: extents.append((c.byte_offset, c.byte_offset + c.size)))
        elif (offset := there.id.get_offset()) is not None:
            extents.append((offset, offset + there.id.get_storage_size()))
    return extents
