"""Examples that stay in an HDF5 file: a window is trained on while the next one is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from dnn.datasets.course import check_pixel_dtype
from dnn.files.h5data import header_of, read_rows
from dnn.files.h5files import DataError, open_h5
from dnn.shapes import Array, Shape

__all__ = ["FileColumns", "check_examples_header"]

DOUBLE = np.dtype(np.float64)
WINDOW = 32 * 2**20  # bytes of a window as the file stores it; two of them are in memory
RUN = 256 * 2**10  # bytes that are read at once where the file has no chunks


def check_examples_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what is neither pictures nor a matrix of numbers."""
    if len(shape) not in (2, 3, 4):
        raise DataError(
            f"{where}: examples must be a matrix (m, n) or pictures (m, height, width, channels), "
            f"but the shape is {shape}"
        )
    if len(shape) > 2:
        check_pixel_dtype(where, dtype)
    elif dtype.kind not in "buif":
        raise DataError(f"{where}: examples must be numbers, but they are {dtype}")


class FileColumns:
    """X (n_0, m) that lies in a file, one column per example.

    ``X[:, columns]`` reads some columns; `train` reads them all, shuffled in windows.

    Parameters
    ----------
    path : path of the file
    key : str
        The data set: pictures (m, height, width, channels) of integers 0 to 255, which become
        columns divided by 255, or a matrix (m, n) of numbers, which become columns as they stand.
    window : int
        Bytes of the file that are shuffled together. Memory holds two windows and a batch.

    Attributes
    ----------
    shape : (n_0, m)
    dtype : numpy.dtype
        float64, in which the columns come.
    image_shape : (height, width, channels), or None
    block, blocks : int
        Neighbouring examples that are read at once, and how many such blocks make a window, see
        `windowed_columns` for the quality of the shuffle.

    Raises
    ------
    DataError
        When the file or the data set cannot be read, or holds something else than it should.

    Examples
    --------
    >>> import os, tempfile
    >>> import h5py, numpy as np
    >>> from dnn.datasets.streams import FileColumns
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "points.h5")
    ...     with h5py.File(path, "w") as file:
    ...         file["points"] = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    ...     X = FileColumns(path, "points")
    ...     X.shape, X[:, 1:]
    ((2, 3), array([[2., 4.],
           [3., 5.]]))
    """

    ndim = 2

    def __init__(self, path: str | os.PathLike[str], key: str, *, window: int = WINDOW) -> None:
        self.path, self.key = os.fsdecode(path), key
        self.dtype = DOUBLE
        with open_h5(path) as file:
            self._stored_shape, self._stored_dtype, chunk = header_of(
                file, key, check_examples_header
            )
        m, *rest = self._stored_shape
        self.shape = (int(np.prod(rest)), m)
        height, width, channels = (*rest, 1, 1)[:3]
        self.image_shape = (height, width, channels) if len(rest) > 1 else None
        row = self.shape[0] * self._stored_dtype.itemsize
        self.block = chunk or max(1, RUN // row)
        self.blocks = max(1, window // (self.block * row))

    def __getitem__(self, index: Any) -> Array:
        """Return X[:, columns] for a slice or an array of columns."""
        rows, columns = index
        if rows != slice(None):
            raise DataError(f"{self._where()}: is read by columns, as X[:, columns]")
        wanted, at = np.unique(np.arange(self.shape[1])[columns], return_inverse=True)
        rows = self._rows(wanted)[at] if wanted.size else np.zeros((0, self.shape[0]))
        return self._columns(rows, self.dtype)

    def __repr__(self) -> str:
        """Return where the examples lie, and their shape."""
        return f"<FileColumns {self.shape} in {self._where()}; X[:, a:b] reads some>"

    def fingerprint(self) -> str:
        """Return a digest of the header, the file's size, and the first and the last example."""
        digest = hashlib.blake2b(digest_size=16)
        size = os.path.getsize(self.path)
        digest.update(f"{self.key} {self._stored_shape} {self._stored_dtype} {size}".encode())
        digest.update(np.ascontiguousarray(self[:, [0, -1]]).data)
        return digest.hexdigest()

    def epoch(
        self, size: int, seed: int, position: int, dtype: np.dtype[Any] = DOUBLE
    ) -> Iterator[tuple[Array, Array]]:
        """Yield (columns, X[:, columns]) of every batch of an epoch, from this batch on.

        While one window is trained on, a thread reads the next. The columns come in this dtype.
        """
        windows, skip = self._windows_from(size, seed, position)
        columns, rows = windows[0][:0], self._rows(windows[0][:0])
        with ThreadPoolExecutor(1) as reader:
            ahead: Future[Array] | None = reader.submit(self._rows, windows[0])
            for k, window in enumerate(windows):
                assert ahead is not None
                columns = np.concatenate([columns, window])
                rows = np.concatenate([rows, ahead.result()])
                is_last = k + 1 == len(windows)
                ahead = None if is_last else reader.submit(self._rows, windows[k + 1])
                columns, rows, skip = columns[skip:], rows[skip:], 0
                whole = len(columns) if is_last else len(columns) // size * size
                for start in range(0, whole, size):
                    batch = slice(start, min(start + size, whole))
                    yield columns[batch], self._columns(rows[batch], dtype)
                columns, rows = columns[whole:], rows[whole:]

    def _windows_from(self, size: int, seed: int, position: int) -> tuple[list[Array], int]:
        """Return the windows from this batch on, and how many examples to skip in the first."""
        windows = windowed_columns(self.shape[1], self.block, self.blocks, seed)
        skip = position * size
        while skip >= len(windows[0]):
            skip -= len(windows[0])
            windows = windows[1:]
        return windows, skip

    def _rows(self, columns: Array) -> Array:
        """Read these examples, each once, as the file stores them, in this order."""
        rising = np.argsort(columns)
        with open_h5(self.path, again=True) as file:
            stored = read_rows(file, self.key, self._check_unchanged, columns[rising])
        rows = np.empty((len(columns), self.shape[0]), stored.dtype)
        rows[rising] = stored.reshape(rows.shape)
        return rows

    def _columns(self, rows: Array, dtype: np.dtype[Any]) -> Array:
        """Return examples as columns of finite numbers, pictures divided by 255."""
        if self.image_shape:  # whole numbers, of which a quotient is the same in any dtype
            return np.divide(rows.T, 255, dtype=dtype, casting="unsafe")
        with np.errstate(over="ignore"):
            values = rows.T.astype(dtype)
        if not np.isfinite(values).all():
            raise DataError(f"{self._where()}: holds values that are not finite numbers of {dtype}")
        return values

    def _check_unchanged(self, where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        """Refuse a file that is another than the one that was opened first."""
        if (shape, dtype) != (self._stored_shape, self._stored_dtype):
            raise DataError(
                f"{where}: was {self._stored_shape} {self._stored_dtype} and is {shape} {dtype} "
                "now; the file was changed while it was used"
            )

    def _where(self) -> str:
        """Return the words with which every message begins."""
        return f"{self.path}, key {self.key!r}"


def windowed_columns(m: int, block: int, blocks: int, seed: int) -> list[Array]:
    """Return the examples of one epoch, window by window, for a file too large to be shuffled.

    Blocks of neighbouring examples are dealt out in random order, so many to a window, and every
    window is shuffled.

    Parameters
    ----------
    m : int
        Number of examples.
    block : int
        Neighbours that are read at once.
    blocks : int
        Blocks that make a window.
    seed : int

    Returns
    -------
    list of arrays of int
        Each example stands in one of them, once.

    Notes
    -----
    The quality of the shuffle: which blocks meet in a window is random over the whole file, and
    the order within a window is too; but neighbours in a block always share a window. So a file
    that is sorted by class needs windows of many blocks, or to be shuffled once when it is written.

    Examples
    --------
    >>> from dnn.datasets.streams import windowed_columns
    >>> windowed_columns(7, block=2, blocks=2, seed=1)
    [array([6, 5, 4]), array([3, 2, 0, 1])]
    """
    rng = np.random.RandomState(seed)
    starts = rng.permutation(np.arange(0, m, block))
    windows = []
    for first in range(0, len(starts), blocks):
        columns = starts[first : first + blocks, np.newaxis] + np.arange(block)
        windows.append(rng.permutation(columns[columns < m]))
    return windows
