"""Whatever people train on -> a Dataset: look at the path and choose the loader."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from dnn.checks.arguments import Argument, ArgumentError
from dnn.datasets.course import FILES, flatten_images, load_data
from dnn.datasets.dataframes import load_table
from dnn.datasets.frames import FRAME_FILES
from dnn.datasets.h5_sets import load_h5
from dnn.datasets.image_folders import load_image_folder
from dnn.datasets.labelled import Dataset
from dnn.datasets.tables import load_csv
from dnn.files.h5files import SIGNATURE, DataError
from dnn.shapes import Array
from dnn.text import class_name, listed

__all__ = ["LOADERS", "load_dataset"]

TABLES = (".csv", ".tsv", ".txt", ".data", ".dat", ".tab", ".test")
OF_TABLES = ("kind", "columns", "drop", "kinds", "missing")
PACKED = (".zip", ".gz", ".tar", ".tgz", ".bz2", ".7z", ".rar")
SAMPLE = 4096  # bytes that show whether a file is text
HDF5 = (".h5", ".hdf5", ".hdf", ".he5")


class Loader(NamedTuple):
    """One row of LOADERS: what it loads, how, and the options that it takes."""

    what: str
    load: Callable[..., Dataset]
    options: tuple[str, ...]


def load_dataset(path: str | os.PathLike[str] | None = None, **options: Any) -> Dataset:
    """Load examples from whatever the path is: pair of files, picture folders, table or HDF5.

    Parameters
    ----------
    path : path, or None
        A folder with the course's two files (see `load_data`, also for None), a folder with one
        folder of pictures per class, a ``.csv`` or ``.tsv`` file (or ``.txt``, ``.data``,
        ``.dat``), a ``.parquet``, ``.feather`` or ``.xlsx`` file where pandas is installed, or an
        HDF5 file.
    **options
        Passed on: ``label``, ``kind``, ``columns``, ``drop``, ``kinds``, ``missing`` and, for CSV,
        ``header``, ``encoding`` and ``skip_broken`` to `load_csv`; ``size``, ``skip_broken`` to
        `load_image_folder`; ``x``, ``y``, ``classes``, ``kind`` to `load_h5`.

    Returns
    -------
    Dataset
        For the course's two files ``dataset.test`` holds the second, for a folder with ``train``
        and ``test`` the examples in the latter; else it is None, and `train_test_split` makes one.

    Raises
    ------
    DataError
        When there is nothing at the path, or it is none of these.
    ValueError
        When an option belongs to another kind of data.

    Examples
    --------
    >>> from dnn import load_dataset
    >>> cats = load_dataset()
    >>> cats.X.shape[0], cats.classes, cats.image_shape
    (12288, ('non-cat', 'cat'), (64, 64, 3))
    >>> cats.test.X.shape[0]
    12288
    """
    place = None if path is None else Path(os.path.expanduser(os.fsdecode(path)))
    loader = LOADERS[_kind(place)]
    for name in options:
        if name not in loader.options:
            takes = f"takes {listed(loader.options)}" if loader.options else "takes no options"
            raise ArgumentError(Argument(name), f" is no option of {loader.what}, which {takes}")
    return loader.load(place, **options)


def _kind(place: Path | None) -> str:
    """Return the name of the loader for what is at the path."""
    if place is None:
        return "pair"
    if place.is_dir():
        is_pair = any((place / name).exists() for name in FILES.values())
        return "pair" if is_pair else "images"
    if not os.path.lexists(place):
        raise DataError(f"{place}: there is no such file or folder")
    if place.suffix.lower() in TABLES:
        return "csv"
    if place.suffix.lower() in FRAME_FILES:
        return "frame"
    if place.suffix.lower() in HDF5 or begins_as_hdf5(place):
        return "h5"
    if not place.suffix and _begins_as_text(place):
        return "csv"
    raise DataError(
        f"{place}: is no kind of data that is known; give a table (.csv, .tsv, "
        f"{listed(FRAME_FILES)}), an .h5 file, or a folder with one folder of pictures per class"
        + ("; unpack the archive first" if place.suffix.lower() in PACKED else "")
    )


def begins_as_hdf5(path: Path) -> bool:
    """Say whether an ordinary file begins with the signature of HDF5.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.datasets.loading import begins_as_hdf5
    >>> begins_as_hdf5(Path("nowhere.h5"))
    False
    """
    if not path.is_file():
        return False
    try:
        with open(path, "rb") as stream:
            return stream.read(len(SIGNATURE)) == SIGNATURE
    except OSError:
        return False


def _begins_as_text(path: Path) -> bool:
    """Say whether an ordinary file is text, as far as its beginning shows."""
    if not path.is_file():
        return False
    try:
        with open(path, "rb") as stream:
            beginning = stream.read(SAMPLE)
    except OSError:
        return False
    return bool(beginning.strip()) and b"\0" not in beginning


def _load_pair(path: str | os.PathLike[str] | None) -> Dataset:
    """Load the course's two files: one to train on, one to test on."""
    train_x, train_y, test_x, test_y, classes = load_data(path)
    names = tuple(map(class_name, classes))
    test = _pictures(test_x, test_y, names)
    return _pictures(train_x, train_y, names)._replace(test=test)


def _pictures(images: Array, Y: Array, classes: tuple[str, ...]) -> Dataset:
    """Return pictures and their labels as examples."""
    _, h, w, c = images.shape
    return Dataset(flatten_images(images), Y, classes, image_shape=(h, w, c))


LOADERS: Mapping[str, Loader] = MappingProxyType(
    {
        "pair": Loader("the two files of the course", _load_pair, ()),
        "images": Loader("a folder of pictures", load_image_folder, ("size", "skip_broken")),
        "csv": Loader(
            "a CSV file", load_csv, ("label", "header", "encoding", "skip_broken", *OF_TABLES)
        ),
        "frame": Loader("a table that pandas reads", load_table, ("label", *OF_TABLES)),
        "h5": Loader("an HDF5 file", load_h5, ("x", "y", "classes", "kind")),
    }
)
