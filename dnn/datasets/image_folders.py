"""Folders of pictures to arrays: one folder per class, as people keep them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from dnn.checks.arguments import Argument
from dnn.checks.values import check_whole_number
from dnn.datasets.course import flatten_images
from dnn.datasets.labelled import Dataset
from dnn.files.h5files import DataError
from dnn.files.pictures import PictureError, read_picture
from dnn.shapes import Array
from dnn.text import listed, some

__all__ = ["load_image_folder"]

LITTER = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders of pictures


def load_image_folder(
    path: str | os.PathLike[str], size: int | tuple[int, int] = 64, *, skip_broken: bool = False
) -> Dataset:
    """Load pictures of any kind that Pillow reads, one folder per class.

    Parameters
    ----------
    path : path of the folder that holds the folders of the classes
    size : int, or (height, width)
        Every picture is scaled to it, whatever its proportions.
    skip_broken : bool
        Leave out what cannot be read, and tell of it in ``dataset.skipped``.

    Returns
    -------
    Dataset
        X (height * width * 3, m), values 0 to 1. The classes are the names of the folders, sorted,
        the pictures of each follow each other in the order of their names.

    Raises
    ------
    DataError
        When there are not at least two class folders, one of them holds no picture, or pictures
        cannot be read: ten of them, at most, are named.

    Notes
    -----
    Hidden files and folders are passed over, and so are files beside the class folders and folders
    inside of them.

    Examples
    --------
    >>> import os, tempfile
    >>> import numpy as np
    >>> from dnn import load_image_folder
    >>> from dnn.files.pictures import save_picture
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for shade, name in enumerate(["cats", "dogs"]):
    ...         os.mkdir(os.path.join(folder, name))
    ...         pixels = np.full((8, 8, 3), 255 * shade, dtype=np.uint8)
    ...         save_picture(os.path.join(folder, name, "one.png"), pixels)
    ...     pets = load_image_folder(folder, size=2)
    >>> pets.X.shape, pets.Y, pets.classes, pets.image_shape
    ((12, 2), array([[0, 1]]), ('cats', 'dogs'), (2, 2, 3))
    """
    height, width = (size, size) if not isinstance(size, tuple) else size
    shape = (check_whole_number("size", height), check_whole_number("size", width), 3)
    folder = Path(os.path.expanduser(os.fsdecode(path)))
    classes = class_folders(folder)
    files = {name: _picture_files(folder / name) for name in classes}
    pictures, broken = _read_all(files, shape)
    if broken and not skip_broken:
        raise DataError(
            f"{len(broken)} of {sum(map(len, files.values()))} files cannot be read as pictures: "
            f"{some(broken)}. Mend or remove them, or leave them out with ",
            Argument("skip_broken", True),
        )
    counts = [len(pictures[name]) for name in classes]
    for name, count in zip(classes, counts, strict=True):
        if count == 0:
            raise DataError(f"{folder / name}: {_why_empty(folder / name, files[name])}")
    images = np.stack([pixels for name in classes for pixels in pictures[name]])
    Y = np.repeat(np.arange(len(classes), dtype=np.int64), counts).reshape(1, -1)
    return Dataset(flatten_images(images), Y, classes, image_shape=shape, skipped=tuple(broken))


def class_folders(folder: Path) -> tuple[str, ...]:
    """Return the sorted names of the folders in a folder; there must be two or more.

    Raises
    ------
    DataError
        When the folder is missing, is a file, or holds fewer than two folders.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.datasets.image_folders import class_folders
    >>> class_folders(Path("nowhere"))
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere: there is no such folder
    """
    names = tuple(name for name in _visible(folder) if (folder / name).is_dir())
    if not names:
        raise DataError(
            f"{folder}: holds no folders; put the pictures of each class into a folder that has "
            "the name of the class"
        )
    if len(names) == 1:
        raise DataError(
            f"{folder}: holds only one class folder, {names[0]!r}; there must be at least two "
            "classes to learn to tell them apart"
        )
    return names


def _visible(folder: Path) -> list[str]:
    """Return what a folder holds, sorted, without what is hidden."""
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except FileNotFoundError:
        raise DataError(f"{folder}: there is no such folder") from None
    except NotADirectoryError:
        raise DataError(
            f"{folder}: is a file, where a folder of class folders was expected"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{folder}: cannot be listed ({reason})") from error


def _picture_files(folder: Path) -> list[Path]:
    """Return the files in the folder of a class that are to be pictures."""
    paths = (folder / name for name in _visible(folder) if name.lower() not in LITTER)
    return [path for path in paths if not path.is_dir()]


def _read_all(
    files: dict[str, list[Path]], shape: tuple[int, int, int]
) -> tuple[dict[str, list[Array]], list[str]]:
    """Return the pixels of every class, and what is wrong with the files that are no pictures."""
    pictures: dict[str, list[Array]] = {name: [] for name in files}
    broken: list[str] = []
    for name, paths in files.items():
        for path in paths:
            try:
                pictures[name].append(read_picture(path, shape).pixels)
            except PictureError as error:
                broken.append(str(error))
    return pictures, broken


def _why_empty(folder: Path, files: list[Path]) -> str:
    """Say why a class has no picture."""
    if files:
        return f"none of its {len(files)} files can be read as a picture"
    folders = [name for name in _visible(folder) if (folder / name).is_dir()]
    if folders:
        return (
            f"holds no pictures, only folders ({listed(folders[:8])}); if these are the classes, "
            f"give {folder} itself as the folder to load"
        )
    return "this class folder is empty; put its pictures into it, or remove it"
