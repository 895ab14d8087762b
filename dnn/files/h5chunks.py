"""The chunks of an HDF5 data set to its values: found, checked and decoded without the library.

Where a data set is stored in chunks, HDF5 believes the file about where each lies, what it covers
and how long it is: one wrong byte and examples change places, or the memory behind a chunk that is
too short is read as pixels. So only the list of chunks comes from the library. It is checked as a
whole, and what the chunks hold is decoded here, to exactly the size that the header declares.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import h5py
import numpy as np

from dnn.files.h5files import AGAIN, DataError, H5File, read_at
from dnn.shapes import Array

__all__ = ["Chunks", "Filter", "chunks_of", "filters_of", "read_chunks"]

Decoder = Callable[[bytes, int, int], bytes]

MISPLACED = f"its index of chunks is damaged; {AGAIN}"
CHECKSUM = 4  # bytes that fletcher32 adds
WEIGHTS = np.arange(2.0**14, 0, -1)


class Filter(NamedTuple):
    """What was done to every chunk: a row of DECODERS, and the bytes of one number."""

    code: int
    itemsize: int


class FilterStep(NamedTuple):
    """How one filter is undone; `bit` in a chunk's mask says that it was left out."""

    bit: int
    may_skip: int
    decode: Decoder
    size: int  # bytes that must come out
    itemsize: int


class Chunks(NamedTuple):
    """Where the chunks lie: one row each."""

    first: Array  # (chunks, axes): index of the first value
    address: Array
    size: Array
    mask: Array  # bit i says that filter i was left out


# --- the header: which filters ------------------------------------------------------------------


def filters_of(where: str, dataset: h5py.Dataset) -> list[Filter]:
    """Return what was done to the chunks, in this order, when all of it can be undone here.

    Raises
    ------
    DataError
        When it is another filter, one compression over the other, or a shuffle for numbers of
        another size.
    """
    pipeline = dataset.id.get_create_plist()
    rows = [pipeline.get_filter(i) for i in range(pipeline.get_nfilters())]
    codes = [code for code, *_ in rows]
    if not DECODERS.keys() >= set(codes) or sum(code in COMPRESSIONS for code in codes) > 1:
        raise DataError(
            f"{where}: is stored through the HDF5 filters {codes}; only gzip or lzf, with shuffle "
            "and fletcher32, are read, so write it again with one of these or uncompressed"
        )
    itemsize = dataset.dtype.itemsize
    if any(code == h5py.h5z.FILTER_SHUFFLE and row[:1] != (itemsize,) for code, _, row, _ in rows):
        raise DataError(f"{where}: is shuffled for numbers of another size than its own; {AGAIN}")
    return [Filter(code, itemsize) for code in codes]


# --- the index: where each chunk lies -----------------------------------------------------------


def chunks_of(where: str, file: H5File, dataset: h5py.Dataset) -> Chunks:
    """Return where the chunks lie, after checking that they cover the data set, each part once.

    Raises
    ------
    DataError
        When chunks are missing, lie beside the grid, twice in one place, over each other or
        outside of the file, or are longer than what they unpack to.
    """
    shape, sides = dataset.shape, dataset.chunks
    grid = tuple(-(-n // side) for n, side in zip(shape, sides, strict=True))
    wanted = math.prod(grid)
    rows: list[tuple[int, ...]] = []

    def collect(chunk: Any) -> bool | None:
        rows.append((*chunk.chunk_offset, chunk.byte_offset, chunk.size, chunk.filter_mask))
        return True if len(rows) > wanted else None  # True ends the walk

    dataset.id.chunk_iter(collect)
    if len(rows) < wanted:
        raise DataError(
            f"{where}: declares shape {shape}, but its values were never wholly written; {AGAIN}"
        )
    table = np.array(rows, dtype=np.int64)
    first, (address, size, mask) = table[:, :-3], table[:, -3:].T
    cells = np.ravel_multi_index(tuple((first // sides).T), grid, mode="clip")
    on_grid = (first % sides == 0).all() and (first >= 0).all() and (first < shape).all()
    if len(rows) > wanted or not on_grid or len(np.unique(cells)) < wanted:
        raise DataError(f"{where}: {MISPLACED}")
    plain = math.prod(sides) * dataset.dtype.itemsize
    if size.max() > 2 * plain + 4096:
        raise DataError(
            f"{where}: its chunks hold far more than the shape {shape} declares; {AGAIN} from a "
            "source you trust"
        )
    order = np.argsort(address)
    start, end = address[order], (address + size)[order]
    if start[0] < 0 or size.min() < 0 or end[-1] > file.id.get_filesize():
        raise DataError(f"{where}: its chunks would lie outside of the file; {AGAIN}")
    if (start[1:] < end[:-1]).any():
        raise DataError(f"{where}: its chunks lie over each other; {AGAIN}")
    return Chunks(first, address, size, mask)


# --- the values ---------------------------------------------------------------------------------


def read_chunks(where: str, file: H5File, dataset: h5py.Dataset, rows: Array) -> Array:
    """Return some rows of a data set, in rising order.

    Parameters
    ----------
    where : str
        The words with which a message begins.
    file, dataset
        Of a dtype and size that were checked.
    rows : array of int
        Each once, rising.

    Returns
    -------
    array (len(rows), ...)

    Raises
    ------
    DataError
        When the index is damaged, see `chunks_of`.
    ValueError
        When a chunk does not unpack to just its size.
    """
    steps, chunks = _steps(filters_of(where, dataset), dataset), chunks_of(where, file, dataset)
    values = np.empty((len(rows), *dataset.shape[1:]), dataset.dtype)
    sides, handle = dataset.chunks, file.id.get_vfd_handle()
    size = math.prod(sides) * values.dtype.itemsize
    begin = np.searchsorted(rows, chunks.first[:, 0]).tolist()
    end = np.searchsorted(rows, chunks.first[:, 0] + sides[0]).tolist()
    where_each = (column.tolist() for column in chunks)
    for (first, *rest), address, length, mask, a, b in zip(*where_each, begin, end, strict=True):
        if a == b:  # none of its rows is wanted
            continue
        plain = _decoded(read_at(handle, address, length), mask, steps, size)
        there = [slice(k, k + side) for k, side in zip(rest, sides[1:], strict=True)]
        into = values[(slice(a, b), *there)]
        inside = (_packed(rows, a, b, first), *map(slice, into.shape[1:]))
        into[...] = np.frombuffer(plain, values.dtype).reshape(sides)[inside]
    return values


def _packed(rows: Array, a: int, b: int, first: int) -> Array | slice:
    """Return rows[a:b], counted from the first of a chunk; neighbours as a slice, it is faster."""
    start, stop = int(rows[a]) - first, int(rows[b - 1]) - first + 1
    return slice(start, stop) if stop - start == b - a else rows[a:b] - first


def _steps(filters: Sequence[Filter], dataset: h5py.Dataset) -> list[FilterStep]:
    """Return what undoes the filters, the last first."""
    size = math.prod(dataset.chunks) * dataset.dtype.itemsize
    steps = []
    for i, (code, itemsize) in enumerate(filters):
        may_skip = 1 << i if code in COMPRESSIONS else 0
        steps.append(FilterStep(1 << i, may_skip, DECODERS[code], size, itemsize))
        size += CHECKSUM * (code == h5py.h5z.FILTER_FLETCHER32)
    return steps[::-1]


def _decoded(stored: bytes, mask: int, steps: Sequence[FilterStep], size: int) -> bytes:
    """Undo the filters of one chunk; only a compression may have been left out."""
    if mask & ~sum(step.may_skip for step in steps):
        raise ValueError(f"a chunk says that it went round the filters {mask:#b}")
    for bit, _, decode, step_size, itemsize in steps:
        if not mask & bit:
            stored = decode(stored, step_size, itemsize)
    if len(stored) != size:
        raise ValueError(f"a chunk holds {len(stored)} bytes in place of {size}")
    return stored


# --- the filters, undone ------------------------------------------------------------------------


def _inflated(stored: bytes, size: int, _: int) -> bytes:
    """Undo gzip, to at most one byte more than there may be."""
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(stored, size + 1)
    except zlib.error as error:
        raise ValueError(f"a chunk is no gzip: {error}") from None
    if len(plain) != size or not unpacker.eof or unpacker.unused_data:
        raise ValueError(f"a chunk does not unpack to {size} bytes")
    return plain


def _unpacked(stored: bytes, size: int, _: int) -> bytes:
    """Undo lzf: runs of plain bytes, and copies of what was unpacked before."""
    plain, at = bytearray(), 0
    while at < len(stored) and len(plain) <= size:
        control, at = stored[at], at + 1
        if control < 32:
            plain += stored[at : at + control + 1]
            at += control + 1
            continue
        length = (control >> 5) + 2
        if length == 9:
            length, at = length + stored[at], at + 1
        back, at = ((control & 31) << 8) + stored[at] + 1, at + 1
        if back > len(plain):
            raise ValueError("a chunk is no lzf")
        seen = bytes(plain[-back:][:length])
        plain += (seen * (length // len(seen) + 1))[:length]
    if len(plain) != size or at != len(stored):
        raise ValueError(f"a chunk does not unpack to {size} bytes")
    return bytes(plain)


def _unshuffled(stored: bytes, _: int, itemsize: int) -> bytes:
    """Undo shuffle: first bytes of all numbers, then second bytes, ... -> numbers."""
    if len(stored) % itemsize:
        raise ValueError("a shuffled chunk holds no whole numbers")
    return np.frombuffer(stored, np.uint8).reshape(itemsize, -1).T.tobytes()


def _verified(stored: bytes, _: int, __: int) -> bytes:
    """Check and cut off the sum at the end."""
    plain, told = stored[:-CHECKSUM], stored[-CHECKSUM:]
    if len(stored) < CHECKSUM or _fletcher32(plain) != int.from_bytes(told, "little"):
        raise ValueError("a chunk does not agree with its checksum")
    return plain


def _fletcher32(plain: bytes) -> int:
    """Return Fletcher's sum of big-endian words, both halves kept within 1 .. 65535, or 0."""
    words = np.frombuffer(plain + b"\0" * (len(plain) % 2), ">u2")
    low = high = 0
    for start in range(0, len(words), len(WEIGHTS)):  # every sum stays far below 2^53
        block = words[start : start + len(WEIGHTS)].astype(np.float64)
        high += len(block) * low + int(block @ WEIGHTS[-len(block) :])
        low += int(block.sum())
    return _folded(high) << 16 | _folded(low)


def _folded(total: int) -> int:
    """Return the sum of the digits to the base 65536, of which one is left."""
    return 0 if total == 0 else (total - 1) % 65535 + 1


DECODERS: Mapping[int, Decoder] = MappingProxyType(
    {
        h5py.h5z.FILTER_DEFLATE: _inflated,
        h5py.h5z.FILTER_LZF: _unpacked,
        h5py.h5z.FILTER_SHUFFLE: _unshuffled,
        h5py.h5z.FILTER_FLETCHER32: _verified,
    }
)
COMPRESSIONS = (h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_LZF)
