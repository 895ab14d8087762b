"""HDF5 files from anywhere: open one safely, and read one checked data set of it.

Nothing here trusts a file. What it is comes from its first bytes, what it would cost from its
header, and every name is followed link by link so that no other file is ever opened. All that can
go wrong with the file comes out as a `DataError` that names the file and the key.
"""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import h5py
import numpy as np
from h5py import File as H5File

from dnn.checks.arguments import ArgumentError
from dnn.shapes import Array, Shape

__all__ = [
    "DataError",
    "H5File",
    "dataset_headers",
    "has_key",
    "is_text",
    "open_h5",
    "place",
    "read_dataset",
    "read_rows",
    "rows_a_chunk",
]

Spans = Sequence[tuple[int, int]]
HeaderCheck = Callable[[str, Shape, np.dtype[Any]], None]

SIGNATURE = b"\x89HDF\r\n\x1a\n"
AGAIN = "fetch or copy it again"
UNREADABLE = "cannot be read, the file is damaged"
MAX_SOFT_LINKS = 16  # as many as HDF5 itself follows
MEMORY_IF_UNKNOWN = 4 * 2**30
COMPRESSIONS = {h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_LZF}
# The other filters of HDF5 trust the parameters in the file: a damaged one can crash the process.
FILTERS = COMPRESSIONS | {h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_FLETCHER32}


class DataError(ArgumentError):
    """A file of data is missing, damaged, or holds something else than it should."""


# --- the file -----------------------------------------------------------------------------------


@contextmanager
def open_h5(path: str | os.PathLike[str]) -> Iterator[H5File]:
    """Open the HDF5 file at `path` for reading, and close it at the end of the `with` block.

    Parameters
    ----------
    path : path of the file

    Yields
    ------
    file : h5py.File
        Read-only. Take data sets out of it with `read_dataset`, which checks them.

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
    with _told_as_data_error(name, "cannot be opened"):
        head = _first_bytes(name)
    with _told_as_data_error(name, f"is cut short or damaged; {AGAIN}"):
        if not (head.startswith(SIGNATURE) or h5py.is_hdf5(name)):
            raise DataError(f"{name}: {_what_it_is(head)}")
        file = H5File(name, "r")
    try:
        yield file
    finally:
        with _told_as_data_error(name, f"is damaged; {AGAIN}"):
            file.close()


def _first_bytes(name: str) -> bytes:
    """Return the beginning of an ordinary file: a pipe or a device would keep us waiting."""
    if not stat.S_ISREG(os.stat(name).st_mode):
        raise DataError(f"{name}: is a directory or a device, where an HDF5 file was expected")
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
def _told_as_data_error(where: str, otherwise: str) -> Iterator[None]:
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
    except (OSError, LookupError, TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        raise DataError(f"{where}: {otherwise} (reported: {_in_short(error)})") from error


def _in_short(error: Exception) -> str:
    """Return the first line of an error, at most 160 characters of it."""
    return (str(error).splitlines() or [type(error).__name__])[0].strip("'\"")[:160]


# --- one data set of it -------------------------------------------------------------------------


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
    >>> from dnn.files.h5files import open_h5, read_dataset
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = os.path.join(directory, "numbers.h5")
    ...     with h5py.File(path, "w") as file:
    ...         file["numbers"] = [1, 2, 3]
    ...     with open_h5(path) as file:
    ...         read_dataset(file, "numbers", lambda where, shape, dtype: None)
    array([1, 2, 3])
    """
    where = place(file, key)
    with _told_as_data_error(where, f"{UNREADABLE}; {AGAIN}"):
        dataset = _checked_dataset(file, key, check_header)
        is_object = dataset.dtype.kind == "O"
        values: Array = _texts(file, dataset) if is_object else np.asarray(dataset[()])
    return values


def read_rows(file: H5File, key: str, check_header: HeaderCheck, spans: Spans) -> list[Array]:
    """Read some runs of rows of a data set, after the same checks; the rest may exceed memory.

    Parameters
    ----------
    file, key, check_header
        See `read_dataset`.
    spans : sequence of (start, stop)
        The rows of each run.

    Returns
    -------
    list of arrays, one per run
    """
    where = place(file, key)
    with _told_as_data_error(where, f"{UNREADABLE}; {AGAIN}"):
        rows = sum(stop - start for start, stop in spans)
        dataset = _checked_dataset(file, key, check_header, rows)
        return [np.asarray(dataset[start:stop]) for start, stop in spans]


def rows_a_chunk(file: H5File, key: str, check_header: HeaderCheck) -> int | None:
    """Return how many rows are stored together, None where the rows lie one after the other."""
    with _told_as_data_error(place(file, key), f"{UNREADABLE}; {AGAIN}"):
        chunks = _checked_dataset(file, key, check_header, rows=1).chunks
    return None if chunks is None else int(chunks[0])


def _checked_dataset(
    file: H5File, key: str, check_header: HeaderCheck, rows: int | None = None
) -> h5py.Dataset:
    """Return a data set of which so many rows (None: all) may be read, values apart."""
    where, dataset = place(file, key), _find_dataset(file, key)
    if dataset.shape is None:
        raise DataError(f"{where}: is empty, it holds no values at all")
    check_header(where, dataset.shape, dataset.dtype)
    if 0 in dataset.shape:
        raise DataError(f"{where}: is empty, its shape is {dataset.shape}")
    _check_stays_inside(where, dataset)
    shape = dataset.shape if rows is None else (rows, *dataset.shape[1:])
    _check_fits(where, dataset, shape)
    _check_filters(where, dataset)
    _check_stored(where, dataset)
    return dataset


def place(file: H5File, key: str) -> str:
    """Return the words with which every message about `key` begins."""
    return f"{file.filename}, key {key!r}"


def has_key(file: H5File, key: str) -> bool:
    """Say whether the file has an entry `key`, wherever it may lead."""
    with _told_as_data_error(place(file, key), f"{UNREADABLE}; {AGAIN}"):
        return bool(file.id.links.exists(key.encode()))


def dataset_headers(file: H5File) -> dict[str, tuple[Shape, np.dtype[Any]]]:
    """Return shape and dtype of every data set at the top of the file, by key.

    What cannot be read, leads out of the file or holds no values is left out.
    """
    headers = {}
    with _told_as_data_error(file.filename, f"{UNREADABLE}; {AGAIN}"):
        for key in file:
            with suppress(DataError), _told_as_data_error(key, UNREADABLE):
                dataset = _find_dataset(file, key)
                if dataset.shape is not None:
                    headers[key] = (dataset.shape, dataset.dtype)
    return headers


def is_text(dtype: np.dtype[Any]) -> bool:
    """Say whether a data set of this dtype holds text, of fixed or of variable length."""
    return h5py.check_string_dtype(dtype) is not None


def _find_dataset(file: H5File, key: str) -> h5py.Dataset:
    """Follow `key` link by link: links inside the file are taken, links out of it are refused."""
    where = place(file, key)
    here, names, soft_links = file, key.encode().split(b"/"), 0
    while names:
        name = names.pop(0)
        if name in (b"", b"."):
            continue
        if not isinstance(here, h5py.Group) or not here.id.links.exists(name):
            raise DataError(_missing(where, file, soft_links))
        link = here.id.links.get_info(name).type
        if link == h5py.h5l.TYPE_HARD:
            here = here[name]
        elif link == h5py.h5l.TYPE_SOFT and soft_links < MAX_SOFT_LINKS:
            soft_links += 1
            target = here.id.links.get_val(name)
            here, names = file if target.startswith(b"/") else here, target.split(b"/") + names
        else:
            raise DataError(_refused_link(where, external=link != h5py.h5l.TYPE_SOFT))
    if not isinstance(here, h5py.Dataset):
        raise DataError(f"{where}: is a {type(here).__name__.lower()}, not a data set of values")
    return here


def _missing(where: str, file: H5File, soft_links: int) -> str:
    """Say that a key is missing, and which keys there are."""
    keys = [repr(name[:40]) for name, _ in zip(file, range(12), strict=False)]
    there = ", ".join(keys) + (", ..." if len(file) > len(keys) else "") if keys else "none"
    what = "is a link that leads nowhere" if soft_links else "is missing"
    return f"{where}: {what}; the keys in this file are {there}"


def _refused_link(where: str, *, external: bool) -> str:
    """Say why a link was not followed."""
    if external:
        return f"{where}: is a link that leads out of this file; copy the data itself into the file"
    return f"{where}: is a chain of more than {MAX_SOFT_LINKS} links, perhaps a circle"


def _check_stays_inside(where: str, dataset: h5py.Dataset) -> None:
    """Refuse a data set whose values lie in other files."""
    if dataset.external or dataset.is_virtual:
        how = "in external storage" if dataset.external else "in a virtual data set"
        raise DataError(
            f"{where}: keeps its values {how}, outside of this file; copy them into the file"
        )


def _check_fits(where: str, dataset: h5py.Dataset, shape: Shape) -> None:
    """Refuse from the header alone what memory cannot hold: the values, and one chunk of them."""
    declared = math.prod(shape) * dataset.dtype.itemsize
    chunk = math.prod(dataset.chunks) * dataset.dtype.itemsize if dataset.chunks else 0
    there = available_memory()
    if declared + chunk > there:
        raise DataError(
            f"{where}: declares shape {shape} and would take "
            f"{(declared + chunk) / 2**30:.1f} GiB, but {there / 2**30:.1f} GiB of memory are "
            "available; the file is damaged, or needs a larger machine"
        )


def _check_stored(where: str, dataset: h5py.Dataset) -> None:
    """Refuse values that were never stored (they read as zeros), and chunks that are bombs."""
    chunks: list[int] = []  # the stored size of each
    if dataset.chunks:
        dataset.id.chunk_iter(lambda chunk: chunks.append(chunk.size))
    if len(chunks) < _declared_chunks(dataset) or dataset.id.get_storage_size() == 0:
        raise DataError(
            f"{where}: declares shape {dataset.shape}, but its values were never wholly written; "
            f"{AGAIN}"
        )
    plain = math.prod(dataset.chunks or ()) * dataset.dtype.itemsize
    if max(chunks, default=0) > 2 * plain + 4096:
        raise DataError(
            f"{where}: its chunks hold far more than the shape {dataset.shape} declares; {AGAIN} "
            "from a source you trust"
        )


def _declared_chunks(dataset: h5py.Dataset) -> int:
    """Return how many chunks the declared shape is made of."""
    if not dataset.chunks:
        return 0
    return math.prod(-(-n // c) for n, c in zip(dataset.shape, dataset.chunks, strict=True))


def _check_filters(where: str, dataset: h5py.Dataset) -> None:
    """Refuse filters that are not known to be safe, and compressions one over the other."""
    pipeline = dataset.id.get_create_plist()
    codes = [pipeline.get_filter(i)[0] for i in range(pipeline.get_nfilters())]
    if not FILTERS.issuperset(codes) or sum(code in COMPRESSIONS for code in codes) > 1:
        raise DataError(
            f"{where}: is stored through the HDF5 filters {codes}; only gzip or lzf, with shuffle "
            "and fletcher32, are read, so write it again with one of these or uncompressed"
        )


# --- text of variable length --------------------------------------------------------------------
# HDF5 keeps such text in a "global heap", and its own reader of that heap loops for ever, or
# allocates gigabytes, on a damaged one. The layout is simple (HDF5 File Format Specification,
# section III.E), so the few lines that walk along it stand here, with every step checked.


def _texts(file: H5File, dataset: h5py.Dataset) -> Array:
    """Read text of variable length as an array of bytes."""
    where, offset = place(file, dataset.name.lstrip("/")), dataset.id.get_offset()
    if not h5py.check_string_dtype(dataset.dtype) or offset is None:
        raise DataError(
            f"{where}: holds entries of variable length, stored in a way that is not read; write "
            "it again as plain text, for example from np.array([b'non-cat', b'cat'])"
        )
    reference = np.dtype([("length", "<u4"), ("address", "<u8"), ("index", "<u4")])
    references = np.fromfile(file.filename, reference, dataset.size, offset=offset)
    texts = [_heap_text(file, *entry) for entry in references.tolist()]
    return np.array(texts, dtype="S").reshape(dataset.shape)


def _heap_text(file: H5File, length: int, address: int, index: int) -> bytes:
    """Return the text that lies in the heap at `address` under this index."""
    if length == 0:
        return b""
    with open(file.filename, "rb") as stream:
        stream.seek(file.userblock_size + address)
        head = stream.read(16)
        if head[:4] != b"GCOL":
            raise ValueError("no text heap where one was expected")
        heap = stream.read(min(int.from_bytes(head[8:], "little"), os.path.getsize(stream.name)))
    at = 0
    while at + 16 <= len(heap):
        found, size = int.from_bytes(heap[at : at + 2], "little"), heap[at + 8 : at + 16]
        end = at + 16 + int.from_bytes(size, "little")
        if found == index and length <= end - at - 16 and end <= len(heap):
            return heap[at + 16 : at + 16 + length].split(b"\0")[0]
        at = end + -end % 8  # each entry begins at a multiple of 8
    raise ValueError("a text is missing in the heap")


# --- memory -------------------------------------------------------------------------------------


def available_memory() -> int:
    """Return the bytes of memory that can be had: the least that the system reports, or 4 GiB."""
    reports = [report for report in (_free_memory(), _group_limit()) if report is not None]
    return min(reports, default=MEMORY_IF_UNKNOWN)


def _free_memory() -> int | None:
    """Return what Linux calls available; elsewhere the memory of the whole machine."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if "MemAvailable" in line)
    except (OSError, ValueError, LookupError, StopIteration):
        pass
    try:
        pages = os.sysconf("SC_PHYS_PAGES")
        return pages * os.sysconf("SC_PAGE_SIZE") if pages > 0 else None
    except (AttributeError, OSError, ValueError):
        return None


def _group_limit() -> int | None:
    """Return the limit that a container sets, where there is one."""
    try:
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as stream:
            return int(stream.read())
    except (OSError, ValueError):
        return None
