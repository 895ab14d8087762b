"""Any HDF5 file of examples to arrays: find the examples, the labels and the class names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.arguments import Argument
from dnn.datasets.course import as_pixels, flatten_images
from dnn.datasets.labelled import Dataset, check_kind, from_numbers
from dnn.datasets.streams import FileColumns, check_examples_header
from dnn.files.h5data import read_dataset
from dnn.files.h5files import DataError, H5File, open_h5, place
from dnn.files.h5keys import dataset_headers, has_key, is_text
from dnn.shapes import Array, Shape

__all__ = ["load_h5"]

CLASSES = "list_classes"


def load_h5(
    path: str | os.PathLike[str],
    x: str | None = None,
    y: str | None = None,
    *,
    classes: Sequence[str] | str | None = None,
    kind: str | None = None,
    lazy: bool = False,
) -> Dataset:
    """Load examples and labels from an HDF5 file.

    Parameters
    ----------
    path : path of the file
    x : str, optional
        Key of the examples, which come first: pictures (m, height, width, channels) or
        (m, height, width) of integers 0 to 255, or a matrix (m, n) of numbers. Left out, the only
        data set that can be examples.
    y : str, optional
        Key of the labels (m,), (m, 1) or (1, m). Left out, the only data set of such a shape, or
        the only one of integers among them.
    classes : sequence of str, or str, optional
        The name of class 0, 1, ..., or the key under which the file holds them. Left out,
        ``list_classes`` where the file has it.
    kind : ``"classes"`` or ``"numbers"``, optional
        What the labels are. Left out, they are classes where the classes have names, and where
        they are whole numbers of which at most 20 are different; else numbers to be predicted.
    lazy : bool
        Leave the examples in the file: X is a `FileColumns`, which `train` reads batch by batch,
        so the file may be larger than memory. The labels are read.

    Returns
    -------
    Dataset
        Pictures become columns divided by 255, a matrix (m, n) becomes X (n, m) as it stands.

    Raises
    ------
    DataError
        When the file is missing or damaged, a key is missing or left open (the keys are listed),
        or holds something else than it should.

    Examples
    --------
    >>> import os, tempfile
    >>> import h5py
    >>> from dnn import load_h5
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "points.h5")
    ...     with h5py.File(path, "w") as file:
    ...         file["points"] = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    ...         file["side"] = [0, 1, 1]
    ...     points = load_h5(path)
    >>> points.X
    array([[0., 2., 4.],
           [1., 3., 5.]])
    >>> points.Y, points.classes
    (array([[0, 1, 1]]), ('0', '1'))
    """
    check_kind(kind)
    with open_h5(path) as file:
        keys = _keys(file, x, y)
        X: Any  # an array, or what reads as one
        X, image_shape = (_on_disk if lazy else _read_examples)(file, keys.x)
        labels = _read_labels(file, keys.y)
        names = _class_names(file, classes) if kind != "numbers" else None
        _check_same_number(file, keys, X.shape[1], labels)
        Y, found = _numbered(place(file, keys.y), labels, names, kind)
    return Dataset(X, Y, found, image_shape=image_shape)


def load_h5_examples(
    path: str | os.PathLike[str], x: str | None = None, y: str | None = None
) -> tuple[Array, tuple[int, int, int] | None, list[str | None] | None]:
    """Load examples for a network that is there; the labels may be there or not.

    Parameters
    ----------
    path : path of the file
    x, y : str, optional
        Keys of examples and labels; a key that the file lacks is looked for as if left out.

    Returns
    -------
    X : array of float64, (n_0, m)
    image_shape : (height, width, channels), or None
    labels : list of str, or None
        The name of the class of every example, or its number as text.

    Raises
    ------
    DataError
        As `load_h5`, but for labels that are not there, or of which there are several.

    Examples
    --------
    >>> import os, tempfile
    >>> import h5py
    >>> from dnn.datasets.h5_sets import load_h5_examples
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "points.h5")
    ...     with h5py.File(path, "w") as file:
    ...         file["points"] = [[0.0, 1.0], [2.0, 3.0]]
    ...     X, image_shape, labels = load_h5_examples(path)
    >>> X.shape, image_shape, labels
    ((2, 2), None, None)
    """
    with open_h5(path) as file:
        headers = dataset_headers(file)
        numeric = {key: shape for key, (shape, dtype) in headers.items() if dtype.kind in "buif"}
        in_a_row = [key for key, shape in numeric.items() if _is_row(shape)]
        examples = [key for key, shape in numeric.items() if key not in in_a_row and shape]
        key = x if x in headers else _the_only(file, "x", "examples", examples, headers)
        X, image_shape = _read_examples(file, key)
        labels = [y] if y in headers else [name for name in in_a_row if name != key]
        if len(labels) != 1:
            return X, image_shape, None
        values, names = _read_labels(file, labels[0]), _class_names(file, None)
        _check_same_number(file, _Keys(key, labels[0]), X.shape[1], values)
        Y, classes = _numbered(place(file, labels[0]), values, names, None)
    texts = [repr(value) if classes is None else classes[value] for value in Y[0].tolist()]
    return X, image_shape, texts


# --- which keys ---------------------------------------------------------------------------------


class _Keys(NamedTuple):
    x: str
    y: str


def _keys(file: H5File, x: str | None, y: str | None) -> _Keys:
    """Return the keys of examples and labels: those given, else the only ones that can be."""
    headers = dataset_headers(file)
    numeric = {key: head for key, head in headers.items() if head[1].kind in "buif"}
    in_a_row = {key: head for key, head in numeric.items() if _is_row(head[0])}
    integers = [key for key, head in in_a_row.items() if head[1].kind in "bui" and key != x]
    examples = [key for key, head in numeric.items() if key not in in_a_row and head[0]]
    labels = [key for key in in_a_row if key != x]
    return _Keys(
        x or _the_only(file, "x", "examples", [key for key in examples if key != y], headers),
        y or _the_only(file, "y", "labels", labels if len(labels) == 1 else integers, headers),
    )


def _is_row(shape: Shape) -> bool:
    """Say whether a shape is that of one number per example."""
    return len(shape) == 1 or (len(shape) == 2 and 1 in shape)


def _the_only(
    file: H5File, name: str, meaning: str, keys: list[str], headers: dict[str, Any]
) -> str:
    """Return the only key; of none or several, let the user choose."""
    if len(keys) == 1:
        return keys[0]
    there = ", ".join(
        f"{key!r} {shape} {'text' if is_text(dtype) else dtype}"
        for key, (shape, dtype) in list(headers.items())[:12]
    )
    how_many = "no data set looks" if not keys else f"{len(keys)} data sets look"
    raise DataError(
        f"{file.filename}: {how_many} like the {meaning}; name one with ",
        Argument(name, "KEY"),
        f". The file holds {there or 'no data set at its top'}",
    )


# --- reading ------------------------------------------------------------------------------------


def _read_examples(file: H5File, key: str) -> tuple[Array, tuple[int, int, int] | None]:
    """Return X (n_0, m), and the shape of a picture where the examples are pictures."""
    values = read_dataset(file, key, check_examples_header)
    if values.ndim == 2:
        _check_finite(place(file, key), values)
        return values.T.astype(np.float64), None
    images = as_pixels(place(file, key), values.reshape(*values.shape[:3], -1))
    _, h, w, c = images.shape
    return flatten_images(images), (h, w, c)


def _on_disk(file: H5File, key: str) -> tuple[FileColumns, tuple[int, int, int] | None]:
    """Return the examples where they are, and the shape of a picture where they are pictures."""
    X = FileColumns(file.filename, key)
    return X, X.image_shape


def _check_finite(where: str, values: Array) -> None:
    """Name the first value that is NaN or infinite."""
    wrong = np.argwhere(~np.isfinite(values))
    if len(wrong):
        place_of = ", ".join(str(i) for i in wrong[0])
        raise DataError(
            f"{where}: [{place_of}] (counted from 0) is {values[tuple(wrong[0])]}; "
            f"{len(wrong)} values are not finite numbers; mend them or leave their examples out"
        )


def _read_labels(file: H5File, key: str) -> Array:
    """Return one number per example, (m,)."""
    labels = read_dataset(file, key, _check_labels_header).reshape(-1)
    _check_finite(place(file, key), labels)
    return labels


def _check_labels_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what cannot be one number per example."""
    if not _is_row(shape):
        raise DataError(
            f"{where}: labels must be (m,), (m, 1) or (1, m), one number per example, but the "
            f"shape is {shape}"
        )
    if dtype.kind not in "buif":
        raise DataError(f"{where}: labels must be numbers, but they are {dtype}")


def _check_same_number(file: H5File, keys: _Keys, m: int, labels: Array) -> None:
    """Refuse examples and labels that differ in number."""
    if m != labels.size:
        raise DataError(
            f"{place(file, keys.y)}: holds {labels.size} labels, but {keys.x!r} holds {m} examples "
            "(its first axis counts them); there must be one label per example"
        )


# --- labels and their names ---------------------------------------------------------------------


def _class_names(file: H5File, classes: Sequence[str] | str | None) -> tuple[str, ...] | None:
    """Return the names of the classes: those given, else those in the file, else None."""
    if classes is not None and not isinstance(classes, str):
        return tuple(classes)
    if classes is None and not has_key(file, CLASSES):
        return None
    names = read_dataset(file, classes or CLASSES, _check_classes_header).ravel()
    return tuple(bytes(name).decode(errors="replace") for name in names)


def _check_classes_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what cannot be names of classes."""
    if not is_text(dtype) or len(shape) != 1:
        raise DataError(
            f"{where}: must hold the names of the classes as text, (n,), but it is {dtype} {shape}"
        )


def _numbered(
    where: str, labels: Array, names: tuple[str, ...] | None, kind: str | None
) -> tuple[Array, tuple[str, ...] | None]:
    """Return Y and the classes; where these have names, the labels are their numbers."""
    if names is None:
        return from_numbers(where, labels, kind)
    wrong = np.flatnonzero(~((labels >= 0) & (labels < len(names)) & (labels == np.floor(labels))))
    if wrong.size:
        raise DataError(
            f"{where}: label {wrong[0]} (counted from 0) is {labels[wrong[0]]}, but the classes "
            f"have {len(names)} names, so labels must be whole numbers from 0 to {len(names) - 1}"
        )
    return labels.astype(np.int64).reshape(1, -1), names
