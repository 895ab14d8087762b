"""New examples for the network of a run: tables, pictures, folders and h5 files -> X and labels."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from dnn.checks.warning import warn_user
from dnn.datasets.course import FILES, flatten_images
from dnn.datasets.folder_hints import may_be_picture
from dnn.datasets.folders import LITTER
from dnn.datasets.frames import FRAME_FILES
from dnn.datasets.h5_sets import load_h5_examples
from dnn.datasets.loading import HDF5, TABLES, begins_as_hdf5
from dnn.datasets.new_rows import ColumnWarning, rows_of
from dnn.datasets.tables import as_encoding, new_sheet
from dnn.files.h5files import DataError
from dnn.files.pictures import Picture, read_picture
from dnn.run.folder import SavedRun
from dnn.shapes import Array
from dnn.text import counted, some

__all__ = ["NewExamples", "new_examples"]


class NewExamples(NamedTuple):
    """Examples of one file or folder, on the scale of their files.

    Attributes
    ----------
    X : array of float, (n_0, m)
    files : list of str
        The file of every example.
    rows : list of int
        Its row there, counted from 1.
    labels : list of (str or None), or None
        What the data say of every example; None where they say nothing.
    pictures : list of Picture
        As they were read, where they are picture files; else empty.
    """

    X: Array
    files: list[str]
    rows: list[int]
    labels: Sequence[str | None] | None = None
    pictures: Sequence[Picture] = ()


def new_examples(run: SavedRun, path: str, name: str | None = None) -> NewExamples:
    """Read what is at a path as examples for the network of a run.

    Parameters
    ----------
    run : SavedRun
    path : str
        A table or a picture, as the run was trained on; a folder, which is looked through for
        pictures, the folder inside of it in which a picture lies being its class; or an h5 file.
    name : str, optional
        What the file is called; left out, the path.

    Raises
    ------
    ValueError, OSError
        When it cannot be read, or holds examples of another kind.
    """
    place, shape = Path(path), run.facts.image_shape
    suffix = place.suffix.lower()
    if suffix in HDF5 or begins_as_hdf5(place):
        return _of_h5(run, path, name or path)
    if place.is_dir():
        if shape is None:
            raise DataError(f"{path}: is a folder, but {run.folder} was trained on tables")
        return _of_folder(place, shape)
    if shape is None:
        if suffix in Image.registered_extensions():
            raise DataError(f"{path}: is a picture, but {run.folder} was trained on tables")
        return _of_table(run, path, name or path)
    if suffix in (*TABLES[:2], *FRAME_FILES):  # .txt may be anything
        raise DataError(f"{path}: is a table, but {run.folder} was trained on pictures")
    return _of_pictures([path], shape, names=[name or path])


# --- pictures -----------------------------------------------------------------------------------


def _of_pictures(
    paths: Sequence[str],
    shape: tuple[int, int, int],
    *,
    names: Sequence[str],
    labels: list[str | None] | None = None,
) -> NewExamples:
    """Read picture files."""
    pictures = [read_picture(path, shape) for path in paths]
    X = flatten_images(np.stack([picture.pixels for picture in pictures]))
    return NewExamples(X, list(names), [1] * len(pictures), labels, pictures)


def _of_folder(folder: Path, shape: tuple[int, int, int]) -> NewExamples:
    """Read all pictures in a folder and in the folders in it, in the order of their names."""
    if any((folder / name).exists() for name in FILES.values()):
        raise DataError(
            f"{folder}: holds the two files of the course; give one of them, such as "
            f"{folder / FILES['test']}"
        )
    files = [path for path in _visible_files(folder) if path.name.lower() not in LITTER]
    paths = [path for path in files if may_be_picture(path)]
    if others := [path.name for path in files if not may_be_picture(path)]:
        left = f"{counted(len(others), 'file')} {'is' if len(others) == 1 else 'are'} no picture"
        warn_user(f"{folder}: {left} and left out: {some(others, 5)}")
    if not paths:
        raise DataError(f"{folder}: holds no pictures, in itself or in the folders in it")
    inside = [path.relative_to(folder).parts for path in paths]
    labels = [parts[0] if len(parts) > 1 else None for parts in inside]
    texts = [str(path) for path in paths]
    return _of_pictures(texts, shape, names=texts, labels=labels if any(labels) else None)


def _visible_files(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder, without what is hidden."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where, name) for name in sorted(files) if not name.startswith("."))


# --- tables and h5 files ------------------------------------------------------------------------


def _of_table(run: SavedRun, path: str, name: str) -> NewExamples:
    """Read the rows of a table, each column as it was in training."""
    facts = run.facts
    features = facts.columns or (facts.n_features if facts.features is None else facts.features)
    columns = as_encoding(features)
    sheet = new_sheet(path, columns, header=facts.header, encoding=facts.encoding)
    label = _label_of(run, sheet.names)
    X, labels, remarks = rows_of(sheet, columns, -1 if label is None else label)
    for remark in remarks:
        warn_user(remark, ColumnWarning)
    m = X.shape[1]
    return NewExamples(X, [name] * m, list(range(1, m + 1)), None if label is None else labels)


def _label_of(run: SavedRun, names: Sequence[str] | None) -> str | int | None:
    """Return the column of labels: the one that was named in training, else the only other one."""
    facts = run.facts
    if facts.label is not None or facts.features is None:
        return -1 if facts.label is None else facts.label
    if names is None:
        return -1
    known = [c.name for c in facts.columns.columns] if facts.columns else list(facts.features)
    others = [name for name in names if name not in known]
    return others[0] if len(others) == 1 else None if names[-1] in known else -1


def _of_h5(run: SavedRun, path: str, name: str) -> NewExamples:
    """Read the examples of an h5 file, and its labels where it has some."""
    facts = run.facts
    X, image_shape, labels = load_h5_examples(path, facts.x, facts.y)
    if image_shape != facts.image_shape or len(X) != facts.n_features:
        raise DataError(
            f"{path}: holds {_what(image_shape, len(X))}, but {run.folder} was trained on "
            f"{_what(facts.image_shape, facts.n_features)}"
        )
    m = X.shape[1]
    return NewExamples(X, [name] * m, list(range(1, m + 1)), labels)


def _what(image_shape: Iterable[int] | None, n_0: int) -> str:
    """Say what examples are."""
    return f"{n_0} features" if image_shape is None else f"pictures of {tuple(image_shape)}"
