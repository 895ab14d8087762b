"""One checked data set of an open HDF5 file to an array: whole, or some rows of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import h5py
import numpy as np

from dnn.files.h5chunks import read_chunks
from dnn.files.h5files import AGAIN, DataError, H5File, place, told_as_data_error
from dnn.files.h5keys import UNREADABLE, find_dataset
from dnn.files.h5texts import read_texts
from dnn.files.memory import available_memory
from dnn.shapes import Array, Shape

__all__ = ["Header", "header_of", "read_dataset", "read_rows"]

HeaderCheck = Callable[[str, Shape, np.dtype[Any]], None]

FREE = 256 * 2**20  # bytes that any file may unpack to
RATIO = 100  # and beyond that, so many bytes from every byte of the file


class Header(NamedTuple):
    """What the file says of a data set; `rows_a_chunk` where rows are stored together."""

    shape: Shape
    dtype: np.dtype[Any]
    rows_a_chunk: int | None


def header_of(file: H5File, key: str, check_header: HeaderCheck) -> Header:
    """Return the header of a data set of which some rows may be read, after the same checks."""
    with told_as_data_error(place(file, key), UNREADABLE):
        dataset = _checked_dataset(file, key, check_header, 1)
        chunks = dataset.chunks
    return Header(dataset.shape, dataset.dtype, None if chunks is None else int(chunks[0]))


def read_dataset(file: H5File, key: str, check_header: HeaderCheck) -> Array:
    """Read the whole data set `key` of an open file, after its header has passed every check.

    Parameters
    ----------
    file : h5py.File, as `open_h5` yields it
    key : name of the data set; a path such as "group/name" works too
    check_header : function of (where, shape, dtype)
        Raises a DataError that begins with `where` when shape or dtype are not what is wanted.
        It is called before anything is allocated.

    Returns
    -------
    array of the shape and dtype that the file declares

    Raises
    ------
    DataError
        When there is no such data set (the keys that exist are listed), when it leads out of the
        file, is empty, was never wholly written, would not fit in memory, or is damaged.

    Examples
    --------
    >>> import os, tempfile
    >>> import h5py
    >>> from dnn.files.h5data import read_dataset
    >>> from dnn.files.h5files import open_h5
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = os.path.join(directory, "numbers.h5")
    ...     with h5py.File(path, "w") as file:
    ...         file["numbers"] = [1, 2, 3]
    ...     with open_h5(path) as file:
    ...         read_dataset(file, "numbers", lambda where, shape, dtype: None)
    array([1, 2, 3])
    """
    where = place(file, key)
    with told_as_data_error(where, UNREADABLE):
        dataset = _checked_dataset(file, key, check_header)
        if dataset.dtype.kind == "O":
            return read_texts(where, file, dataset)
        if dataset.chunks:
            return read_chunks(where, file, dataset, np.arange(len(dataset)))
        values: Array = np.asarray(dataset[()])
    return values


def read_rows(file: H5File, key: str, check_header: HeaderCheck, rows: Array) -> Array:
    """Read some rows of a data set, after the same checks; the rest may exceed memory.

    Parameters
    ----------
    file, key, check_header
        See `read_dataset`.
    rows : array of int
        The rows that are wanted, each once, rising.

    Returns
    -------
    array (len(rows), ...)
    """
    where = place(file, key)
    with told_as_data_error(where, UNREADABLE):
        dataset = _checked_dataset(file, key, check_header, len(rows))
        if dataset.chunks:
            return read_chunks(where, file, dataset, rows)
        values = np.empty((len(rows), *dataset.shape[1:]), dataset.dtype)
        for at in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(rows) > 1) + 1):
            if at.size:  # a run of neighbours
                values[at[0] : at[-1] + 1] = dataset[int(rows[at[0]]) : int(rows[at[-1]]) + 1]
    return values


# --- checks before anything is read -------------------------------------------------------------


def _checked_dataset(
    file: H5File, key: str, check_header: HeaderCheck, rows: int | None = None
) -> h5py.Dataset:
    """Return a data set of which so many rows (None: all) may be read, chunks apart."""
    where, dataset = place(file, key), find_dataset(file, key)
    if dataset.shape is None:
        raise DataError(f"{where}: is empty, it holds no values at all")
    check_header(where, dataset.shape, dataset.dtype)
    if 0 in dataset.shape:
        raise DataError(f"{where}: is empty, its shape is {dataset.shape}")
    _check_stays_inside(where, dataset)
    _check_type(where, dataset)
    shape = dataset.shape if rows is None else (rows, *dataset.shape[1:])
    _check_fits(where, dataset, shape)
    if not dataset.chunks:
        _check_stored_in_one(where, file, dataset)
    return dataset


def _check_stays_inside(where: str, dataset: h5py.Dataset) -> None:
    """Refuse a data set whose values lie in other files."""
    if dataset.external or dataset.is_virtual:
        how = "in external storage" if dataset.external else "in a virtual data set"
        raise DataError(
            f"{where}: keeps its values {how}, outside of this file; copy them into the file"
        )


def _check_type(where: str, dataset: h5py.Dataset) -> None:
    """Refuse numbers whose bits lie otherwise than those of any machine's."""
    if dataset.dtype.kind in "biuf":
        found = dataset.id.get_type()
        if not found.equal(h5py.h5t.py_create(dataset.dtype)):
            raise DataError(
                f"{where}: holds numbers whose bits lie in no usual order; {AGAIN}, or write them "
                "again as float64 or as integers of 8, 16, 32 or 64 bits"
            )


def _check_fits(where: str, dataset: h5py.Dataset, shape: Shape) -> None:
    """Refuse from the header alone what memory cannot hold, and what unpacks to far too much."""
    chunk = math.prod(dataset.chunks) * dataset.dtype.itemsize if dataset.chunks else 0
    wanted = math.prod(shape) * dataset.dtype.itemsize + chunk
    there, stored = available_memory(), dataset.id.get_storage_size()
    if wanted > there:
        raise DataError(
            f"{where}: declares shape {shape} and would take {wanted / 2**30:.1f} GiB, but "
            f"{there / 2**30:.1f} GiB of memory are available; the file is damaged, or needs a "
            "larger machine"
        )
    if stored > 0 and wanted > max(FREE, RATIO * stored):
        raise DataError(
            f"{where}: would unpack {stored} bytes of the file to {wanted / 2**30:.1f} GiB, more "
            f"than {RATIO} bytes from each; if it is no trap, write it again uncompressed"
        )


def _check_stored_in_one(where: str, file: H5File, dataset: h5py.Dataset) -> None:
    """Refuse values that were never stored (they read as zeros), or lie outside of the file."""
    stored, declared = dataset.id.get_storage_size(), dataset.size * dataset.dtype.itemsize
    offset = dataset.id.get_offset()  # None where so few values stand in the header itself
    if stored == 0:
        raise DataError(
            f"{where}: declares shape {dataset.shape}, but its values were never wholly written; "
            f"{AGAIN}"
        )
    if dataset.dtype.kind != "O" and stored != declared:
        raise DataError(
            f"{where}: stores {stored} bytes, but its shape {dataset.shape} declares {declared}; "
            f"{AGAIN}"
        )
    if offset is not None and offset + stored > file.id.get_filesize():
        raise DataError(f"{where}: its values would lie outside of the file; {AGAIN}")
