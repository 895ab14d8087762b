"""Folders of pictures to arrays: one folder per class, in parts or not, as people keep them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from dnn.checks.arguments import Argument
from dnn.checks.values import check_whole_number
from dnn.datasets.course import flatten_images
from dnn.datasets.folder_hints import deeper_told, may_be_picture, sorting_command, why_empty
from dnn.datasets.folders import folders_in, picture_files
from dnn.datasets.labelled import Dataset
from dnn.files.h5files import DataError
from dnn.files.pictures import PictureError, read_picture
from dnn.shapes import Array
from dnn.text import listed, some

__all__ = ["load_image_folder"]

PARTS = {  # name of a folder, without _set -> the part of the examples in it
    "train": "train",
    "training": "train",
    "test": "test",
    "testing": "test",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
}


def load_image_folder(
    path: str | os.PathLike[str], size: int | tuple[int, int] = 64, *, skip_broken: bool = False
) -> Dataset:
    """Load pictures of any kind that Pillow reads, one folder per class.

    Parameters
    ----------
    path : path of the folder that holds the folders of the classes
        Or of one that holds ``train`` and, beside it, ``test`` or ``val`` (``valid``,
        ``validation``), each with the folders of the classes.
    size : int, or (height, width)
        Every picture is scaled to it, whatever its proportions.
    skip_broken : bool
        Leave out what cannot be read, and tell of it in ``dataset.skipped``.

    Returns
    -------
    Dataset
        X (height * width * 3, m), values 0 to 1. The classes are the names of the folders, sorted,
        the pictures of each follow each other in the order of their names. ``test`` and
        ``validation`` hold those that have folders of their own.

    Raises
    ------
    DataError
        When there are not at least two class folders, one of them holds no picture, pictures
        cannot be read (ten of them, at most, are named), or a class to test on is none to train on.

    Notes
    -----
    Hidden files and folders are passed over, and so are files beside the class folders and folders
    inside of them; where these hold files, ``remarks`` says so. A folder to test on without class
    folders is left out: its pictures have no labels.

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
    parts = part_folders(folder)
    train = parts.get("train", folder)
    classes = class_folders(train)
    bare = {name: place for name, place in parts.items() if not folders_in(place)}
    parts = {name: place for name, place in parts.items() if name not in bare}
    loaded = {
        name: _load_part(place, classes, _present(place, train, classes), shape, skip_broken)
        for name, place in {**parts, "train": train}.items()
    }
    return loaded["train"]._replace(
        skipped=tuple(told for part in loaded.values() for told in part.skipped),
        test=loaded.get("test"),
        validation=loaded.get("validation"),
        remarks=(
            *(
                f"the folder {place} holds none of classes and is left out"
                for place in bare.values()
            ),
            *(told for part in loaded.values() for told in part.remarks),
        ),
    )


def part_folders(folder: Path) -> dict[str, Path]:
    """Return the folders to train, test and validate on; none where the classes are not in parts.

    Examples
    --------
    >>> import os, tempfile
    >>> from pathlib import Path
    >>> from dnn.datasets.image_folders import part_folders
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     os.makedirs(os.path.join(folder, "train", "cats"))
    ...     os.makedirs(os.path.join(folder, "val", "cats"))
    ...     {part: place.name for part, place in part_folders(Path(folder)).items()}
    {'train': 'train', 'validation': 'val'}
    """
    inside = {name.lower().removesuffix("_set"): folder / name for name in folders_in(folder)}
    found = {part: inside[name] for name, part in PARTS.items() if name in inside}
    is_in_parts = len(found) > 1 and "train" in found and any(folders_in(found["train"]))
    return found if is_in_parts else {}


def _load_part(
    folder: Path,
    classes: tuple[str, ...],
    present: tuple[str, ...],
    shape: tuple[int, int, int],
    skip_broken: bool,
) -> Dataset:
    """Load the folders of the classes that are present."""
    files = {name: picture_files(folder / name) for name in present}
    for name in present:
        if not files[name] or not any(map(may_be_picture, files[name])):
            raise DataError(f"{folder / name}: {why_empty(folder / name, files[name])}")
    pictures, broken = _read_all(files, shape)
    if broken and not skip_broken:
        raise DataError(
            f"{len(broken)} of {sum(map(len, files.values()))} files cannot be read as pictures: "
            f"{some(broken)}. Mend or remove them, or leave them out with ",
            Argument("skip_broken", True),
        )
    for name in present:
        if not pictures[name]:
            raise DataError(f"{folder / name}: {why_empty(folder / name, files[name])}")
    images = np.stack([pixels for name in present for pixels in pictures[name]])
    counts = [len(pictures.get(name, ())) for name in classes]
    Y = np.repeat(np.arange(len(classes), dtype=np.int64), counts).reshape(1, -1)
    deeper = [told for name in present for told in deeper_told(folder / name)]
    return Dataset(
        flatten_images(images),
        Y,
        classes,
        image_shape=shape,
        skipped=tuple(broken),
        remarks=tuple(deeper),
    )


def _present(folder: Path, train: Path, classes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the class folders of a part, after checking that all are classes to train on."""
    names = tuple(folders_in(folder))
    unknown = sorted(set(names) - set(classes))
    if unknown or not names:
        what = f"holds {listed(unknown)}" if unknown else "holds no folders"
        raise DataError(f"{folder}: {what}, but the classes in {train} are {listed(classes)}")
    return names


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
    names = tuple(folders_in(folder))
    if not names:
        raise DataError(
            f"{folder}: holds no folders; put the pictures of each class into a folder that has "
            f"the name of the class{sorting_command(folder)}"
        )
    if len(names) == 1:
        inside = folders_in(folder / names[0])
        raise DataError(
            f"{folder}: holds only one class folder, {names[0]!r}; there must be at least two "
            "classes to learn to tell them apart"
            + (f"; if they are {listed(inside[:8])}, give {folder / names[0]}" if inside else "")
        )
    return names


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
