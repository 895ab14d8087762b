"""Where the parts of an HDF5 file lie: no two of them over each other.

Most files keep no checksum of their headers. An address with one wrong byte leads into other
values, which would be believed; but then two parts of the file claim the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import h5py
import numpy as np

__all__ = ["DAMAGE", "address_of", "lie_apart", "walked"]

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

    Raises
    ------
    one of DAMAGE
        When a group or an index of chunks cannot be read. The file must not be used any further:
        the library may crash where it comes to a damaged index for the second time.
    """
    extents = np.array(sorted(_extents(file)), dtype=np.uint64)
    return not (extents[1:, 0] < extents[:-1, 1]).any()


def _extents(file: h5py.File) -> list[Extent]:
    """Return the extents of headers and values."""
    extents = [(file.userblock_size, file.userblock_size + SUPERBLOCK), _of_header(file, file)]
    for _, there in islice(walked(file), MANY):
        extents.append(_of_header(file, there))
        if isinstance(there, h5py.Dataset):
            extents.extend(_of_values(there))
    return [(start, end) for start, end in extents if end > start]


def walked(file: h5py.File) -> Iterator[tuple[str, Any]]:
    """Yield every group and data set of a file once, with its key; only hard links are followed.

    The library's own walk asks for more than it needs, and crashes on a damaged index of chunks.
    """
    seen, groups = {address_of(file)}, [("", file)]
    for prefix, group in groups:  # grows on the way
        for name in group:
            key = name if isinstance(name, bytes) else name.encode()
            if group.id.links.get_info(key).type != h5py.h5l.TYPE_HARD:
                continue
            there = group[key]
            if (address := address_of(there)) in seen:
                continue
            seen.add(address)
            path = f"{prefix}{key.decode('utf-8', 'surrogateescape')}"
            if isinstance(there, h5py.Group):
                groups.append((f"{path}/", there))
            yield path, there


def address_of(there: Any) -> int:
    """Return where the header of an object lies, past the user block."""
    low, high = h5py.h5g.get_objinfo(there.id).objno
    return int(low) | int(high) << 32


def _of_header(file: h5py.File, there: Any) -> Extent:
    """Return the extent of the header of an object, as far as its first bytes tell."""
    start = file.userblock_size + address_of(there)
    head = os.pread(file.id.get_vfd_handle(), PREFIX, start)
    is_old = head[:1] == b"\1"  # version 1 tells the size of its first block
    return start, start + PREFIX + (int.from_bytes(head[8:12], "little") if is_old else 0)


def _of_values(dataset: h5py.Dataset) -> list[Extent]:
    """Return the extents of the values of a data set."""
    extents: list[Extent] = []
    if dataset.chunks:
        dataset.id.chunk_iter(lambda c: extents.append((c.byte_offset, c.byte_offset + c.size)))
        return extents
    with suppress(*DAMAGE):  # raised too where the values lie in another file
        if (offset := dataset.id.get_offset()) is not None:
            extents.append((offset, offset + dataset.id.get_storage_size()))
    return extents
