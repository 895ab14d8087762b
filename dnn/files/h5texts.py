"""Text of variable length in an HDF5 file, read without the library's heap reader.

HDF5 keeps such text in a "global heap", and its own reader of that heap loops for ever, or
allocates gigabytes, on a damaged one. The layouts are simple (HDF5 File Format Specification,
sections III.E, IV.A.1.a and IV.A.2.m), so the few lines that walk along them stand here, with every
step checked.
"""

from __future__ import annotations

from collections.abc import Iterator

import h5py
import numpy as np

from dnn.files.h5extents import address_of
from dnn.files.h5files import DataError, H5File, bytes_at
from dnn.files.memory import available_memory
from dnn.shapes import Array

__all__ = ["read_texts", "text_in_header"]

REFERENCE = np.dtype([("length", "<u4"), ("address", "<u8"), ("index", "<u4")])
ATTRIBUTE, CONTINUATION = 0x000C, 0x0010  # kinds of messages in the header of an object
VARIABLE, TEXT = 9, 1  # class of a type, and what there is of it
MAX_BLOCKS = 64  # of one header


# --- data sets ----------------------------------------------------------------------------------


def read_texts(where: str, file: H5File, dataset: h5py.Dataset) -> Array:
    """Read a data set of text of variable length as an array of bytes."""
    offset = dataset.id.get_offset()
    if not h5py.check_string_dtype(dataset.dtype) or offset is None:
        raise DataError(
            f"{where}: holds entries of variable length, stored in a way that is not read; write "
            "it again as plain text, for example from np.array([b'non-cat', b'cat'])"
        )
    stored = bytes_at(file, offset, dataset.size * REFERENCE.itemsize)
    texts = _texts(file, np.frombuffer(stored, REFERENCE))
    needed = len(texts) * max(map(len, texts))  # as an array, each takes the room of the longest
    if needed > available_memory():
        raise DataError(f"{where}: would take {needed / 2**30:.1f} GiB, more than there is")
    return np.array(texts, dtype="S").reshape(dataset.shape)


def _texts(file: H5File, references: Array) -> list[bytes]:
    """Return the texts that are referred to; each part of the file is read once at most."""
    starts = np.unique(references["address"][references["length"] > 0]).tolist()
    ends = [*starts[1:], file.id.get_filesize()]
    heaps = {start: _heap(file, start, end) for start, end in zip(starts, ends, strict=True)}
    texts = []
    for length, address, index in references.tolist():
        text = heaps[address].get(index, b"") if length else b""
        if len(text) != length:
            raise ValueError("a text is missing in the heap")
        texts.append(text.split(b"\0")[0])
    return texts


def _heap(file: H5File, address: int, end: int) -> dict[int, bytes]:
    """Return what lies in the heap at `address`, by index, as far as another may begin."""
    head = bytes_at(file, file.userblock_size + address, 16)
    if head[:4] != b"GCOL":
        raise ValueError("no text heap where one was expected")
    size = min(int.from_bytes(head[8:], "little"), end - address)
    content = bytes_at(file, file.userblock_size + address, size)
    texts, at = {}, 16
    while at + 16 <= len(content):
        index, length = (int.from_bytes(content[i : i + 8], "little") for i in (at, at + 8))
        end = at + 16 + length
        if index & 0xFFFF == 0 or end > len(content):  # the rest is free, or damaged
            break
        texts[index & 0xFFFF] = content[at + 16 : end]
        at = end + -end % 8  # each entry begins at a multiple of 8
    return texts


# --- attributes at the top of the file ----------------------------------------------------------


def text_in_header(file: H5File, name: str) -> str | None:
    """Return an attribute that is one text of variable length, None when it is none.

    dnn 0.1.0 wrote its attributes so. Only the headers that it wrote (version 1) are read.
    """
    for kind, message in _messages(file, address_of(file)):
        text = _attribute(message) if kind == ATTRIBUTE else None
        if text is not None and text[0] == name.encode():
            found = _texts(file, np.frombuffer(text[1], REFERENCE))
            return found[0].decode(errors="replace")
    return None


def _messages(file: H5File, address: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of every message in the header of an object."""
    start = file.userblock_size + address
    head = bytes_at(file, start, 16)
    if head[0] != 1:
        return
    blocks = [(start + 16, int.from_bytes(head[8:12], "little"))]
    for n, (where, size) in enumerate(blocks):  # continuations are added on the way
        if n == MAX_BLOCKS:
            raise ValueError("the header of the file has no end")
        block, at = bytes_at(file, where, size), 0
        while at + 8 <= len(block):
            kind, length = (int.from_bytes(block[i : i + 2], "little") for i in (at, at + 2))
            message, at = block[at + 8 : at + 8 + length], at + 8 + length
            if kind == CONTINUATION:
                place, more = (int.from_bytes(message[i : i + 8], "little") for i in (0, 8))
                blocks.append((file.userblock_size + place, more))
            yield kind, message


def _attribute(message: bytes) -> tuple[bytes, bytes] | None:
    """Return name and reference of an attribute that is one text of variable length, else None."""
    at, parts = 9 if message[0] == 3 else 8, []
    for i in (2, 4, 6):  # name, type, shape: first their sizes, then they themselves
        size = int.from_bytes(message[i : i + 2], "little")
        parts.append(message[at : at + size])
        at += size if message[0] == 3 else size + -size % 8
    name, kind, shape = parts
    is_text = len(kind) > 1 and kind[0] & 15 == VARIABLE and kind[1] & 15 == TEXT
    if message[0] not in (1, 3) or not is_text or shape[1:2] != b"\0":
        return None
    return name.split(b"\0")[0], message[at : at + REFERENCE.itemsize]
