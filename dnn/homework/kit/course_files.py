"""The data that a homework opens: the user's own two files, else the embedded set in their size."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from PIL import Image

from dnn.datasets.course import FILES, VARIABLE, embedded_places, load_data
from dnn.files.atomic import atomic_path
from dnn.shapes import Array

__all__ = ["CourseData", "find_data", "part_of", "write_cat", "write_part"]

SIZES = {"train": 209, "test": 50}  # pictures in the course's files, which homework may rely on
OTHER_SETS = "sign|happy|finger|vgg|weight|model|param"
SIDE = 256  # pixels of the cat


@dataclass(frozen=True)
class CourseData:
    """Where the two files come from.

    Attributes
    ----------
    folder : Path or None
        The folder of the user's own files; None for the embedded set.
    """

    folder: Path | None

    @property
    def said(self) -> str:
        """What is said of it."""
        if self.folder is not None:
            return f"your own files in {self.folder}"
        sizes = " and ".join(map(str, SIZES.values()))
        return f"the drawn pictures that come with dnn, the first {sizes}: as many as the course's"


def find_data(data: str | os.PathLike[str] | None, folders: Iterable[Path]) -> CourseData:
    """Return where the data come from: as asked, of DNN_DATA, of these folders, else embedded.

    Raises
    ------
    DataError
        When the folder that is asked for does not hold the two files.
    """
    asked = data or os.environ.get(VARIABLE)
    if asked:
        load_data(asked)
        return CourseData(Path(asked))
    for folder in folders:
        if all((folder / name).is_file() for name in FILES.values()):
            try:
                load_data(folder)
            except ValueError:  # damaged: it is named elsewhere
                continue
            return CourseData(folder)
    return CourseData(None)


def part_of(path: str) -> str | None:
    """Return which part of the cats a path asks for; None for another set.

    Examples
    --------
    >>> from dnn.homework.kit.course_files import part_of
    >>> part_of("../data/train_catvnoncat.h5"), part_of("test_signs.h5"), part_of("x/test.h5")
    ('train', None, 'test')
    """
    name = re.split(r"[\\/]", path)[-1].lower()
    if not re.search(r"\.(h5|hdf5)$", name) or re.search(OTHER_SETS, name):
        return None
    return next((part for part in FILES if part in name), None)


def write_part(path: Path, part: str, data: CourseData) -> None:
    """Write one of the two files, in the course's form."""
    train_x, train_y, test_x, test_y, classes = load_data(data.folder)
    x, y = (train_x, train_y) if part == "train" else (test_x, test_y)
    m = SIZES[part] if data.folder is None else len(x)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as there, h5py.File(there, "w") as file:
        file.create_dataset(f"{part}_set_x", data=x[:m], compression="gzip")
        file[f"{part}_set_y"] = y[0, :m].astype(np.int64)
        file["list_classes"] = classes


def write_cat(path: Path) -> None:
    """Write a picture of a drawn cat, in the format that the name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(drawn_cat()).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    with atomic_path(path) as there:
        form = {".jpg": "JPEG", ".jpeg": "JPEG"}.get(path.suffix.lower(), path.suffix[1:].upper())
        picture.save(there, format=form)


def drawn_cat() -> Array:
    """Return the first cat of the embedded set, (64, 64, 3)."""
    spots = [s for s in embedded_places() if all((s / name).is_file() for name in FILES.values())]
    train_x, train_y, *_ = load_data(spots[0] if spots else None)
    return train_x[int(np.argmax(train_y[0]))]
