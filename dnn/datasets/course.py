"""Files to arrays: find the two files of a data set, check them, return pictures and labels."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dnn.checks.warning import warn_user
from dnn.files.h5data import read_dataset
from dnn.files.h5files import DataError, H5File, open_h5, place
from dnn.files.h5keys import has_key, is_text
from dnn.shapes import Array, Shape

__all__ = ["DataError", "flatten_images", "load_data"]

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
Classes = npt.NDArray[np.bytes_]

FILES = {"train": "train_catvnoncat.h5", "test": "test_catvnoncat.h5"}
CLASSES = (b"non-cat", b"cat")
VARIABLE = "DNN_DATA"


# --- public -------------------------------------------------------------------------------------


def load_data(
    directory: str | os.PathLike[str] | None = None,
) -> tuple[Images, Labels, Images, Labels, Classes]:
    """Load the two files of a cat data set and return pictures, labels and the class names.

    The files are `train_catvnoncat.h5` and `test_catvnoncat.h5` in the course's format. They are
    looked for in `directory`, else in the directory that the environment variable `DNN_DATA`
    names, else the pictures that come with the package are loaded.

    Parameters
    ----------
    directory : path of the directory that holds the two files, or None

    Returns
    -------
    train_x_orig : array (m_train, height, width, channels), uint8
    train_y : array (1, m_train), int64, each 0 or 1
    test_x_orig : array (m_test, height, width, channels), uint8
    test_y : array (1, m_test), int64, each 0 or 1
    classes : array of bytes
        The name of class 0, then of class 1. Taken from the other file when one of the two has no
        `list_classes`, and `b"non-cat", b"cat"` when neither has.

    Raises
    ------
    DataError
        When a file is missing, damaged, or holds something else than it should. The message names
        the file and the key, and says what to do.

    Notes
    -----
    Labels may be stored as (m,), (m, 1) or (1, m), in any dtype whose values are 0 and 1. Pictures
    stored as wider integers are converted to uint8 when all lie within 0 to 255; pictures stored
    as floats are refused, because their scale (0 to 1, or 0 to 255) would be a guess.

    Examples
    --------
    >>> from dnn import load_data
    >>> train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
    >>> train_x_orig.shape[1:], train_x_orig.dtype.name
    ((64, 64, 3), 'uint8')
    >>> train_y.shape == (1, len(train_x_orig)), train_y.dtype.name
    (True, 'int64')
    >>> [name.decode() for name in classes]
    ['non-cat', 'cat']
    """
    train_path, test_path = _find_files(directory)
    train_x_orig, train_y, train_classes = _read_file(train_path, "train")
    test_x_orig, test_y, test_classes = _read_file(test_path, "test")
    if train_x_orig.shape[1:] != test_x_orig.shape[1:]:
        raise DataError(
            f"{test_path}, key 'test_set_x': the pictures are {test_x_orig.shape[1:]}, but those "
            f"of 'train_set_x' in {train_path} are {train_x_orig.shape[1:]}; both must be of one "
            "size (height, width, channels)"
        )
    classes = _agreed_classes(train_classes, test_classes)
    return train_x_orig, train_y, test_x_orig, test_y, classes


def flatten_images(images: Array) -> Array:
    """Turn pictures into the columns of X: X = images.reshape(m, -1).T / 255.

    Parameters
    ----------
    images : array (m, height, width, channels), pixel values 0 to 255

    Returns
    -------
    X : array (height * width * channels, m)
        Values 0 to 1, one picture per column; float64 for integer pixels.

    Raises
    ------
    DataError
        When `images` is not such an array.

    Warns
    -----
    UserWarning
        When the pixels are floats within 0 to 1 already: these are not divided again.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import flatten_images
    >>> flatten_images(np.full((5, 64, 64, 3), 51, dtype=np.uint8)).shape
    (12288, 5)
    >>> flatten_images(np.array([[[[0, 51, 255]]]], dtype=np.uint8)).tolist()
    [[0.0], [0.2], [1.0]]
    """
    shape = getattr(images, "shape", None)
    if shape is None:
        raise DataError(f"images must be an array (m, h, w, c), got a {type(images).__name__}")
    if len(shape) != 4:
        hint = "; for a single picture pass images[np.newaxis]" if len(shape) == 3 else ""
        raise DataError(f"images must have 4 axes (m, h, w, c), but the shape is {shape}{hint}")
    if 0 in shape:
        raise DataError(f"images must hold at least one picture, but the shape is {shape}")
    if images.dtype.kind not in "uif":
        raise DataError(f"images must hold numbers 0 to 255, but the dtype is {images.dtype}")
    X: Array = images.reshape(shape[0], -1).T  # (h*w*c, m)
    if images.dtype.kind == "f" and images.min() >= 0 and images.max() <= 1:
        warn_user(
            "the pixels are floats within 0 to 1 already, so they are not divided by 255 again"
        )
        return X
    return X / 255


# --- directory -> the two paths -----------------------------------------------------------------


def _find_files(directory: str | os.PathLike[str] | None) -> tuple[Path, Path]:
    """Return the paths of both files: argument, environment variable, embedded, in this order."""
    if directory is not None:
        return _files_in(directory, "the directory given")
    if named := os.environ.get(VARIABLE):
        return _files_in(named, f"the environment variable {VARIABLE} names it")
    for spot in embedded_places():
        if all((spot / name).is_file() for name in FILES.values()):
            return spot / FILES["train"], spot / FILES["test"]
    looked = " and ".join(str(spot) for spot in embedded_places())
    raise DataError(
        f"{' and '.join(FILES.values())}: the pictures that come with dnn are not there, looked in "
        f"{looked}; install dnn-course again, pass load_data(directory), or set {VARIABLE}"
    )


def embedded_places() -> tuple[Path, Path]:
    """Return where the embedded pictures lie: in an installed package, and in a checkout."""
    package = Path(__file__).resolve().parent.parent
    return package / "data" / "cats", package.parent / "data" / "cats"


def _files_in(directory: str | os.PathLike[str], origin: str) -> tuple[Path, Path]:
    """Return the paths of both files in a directory that the user chose."""
    folder = Path(os.path.expanduser(os.fsdecode(directory)))
    missing = [name for name in FILES.values() if not os.path.exists(folder / name)]
    if missing:
        raise DataError(
            f"{folder} ({origin}) has no {' and no '.join(missing)}: it {_what_is_there(folder)}; "
            "give a directory that holds both files"
        )
    return folder / FILES["train"], folder / FILES["test"]


def _what_is_there(folder: Path) -> str:
    """Say what a directory without the files is or holds."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith((".h5", ".hdf5")))
    except FileNotFoundError:
        return "does not exist"
    except NotADirectoryError:
        return "is a file"
    except (OSError, ValueError) as error:
        return f"cannot be listed ({getattr(error, 'strerror', None) or error})"
    return f"holds only {', '.join(names[:8])}" if names else "holds no HDF5 file"


# --- one file -> pictures, labels, classes ------------------------------------------------------


def _read_file(path: Path, part: str) -> tuple[Images, Labels, Classes | None]:
    """Read the pictures, the labels and, where there are any, the class names of one file."""
    with open_h5(path) as file:
        x = f"{part}_set_x"
        images = as_pixels(place(file, x), read_dataset(file, x, _check_images_header))
        labels = _read_zeros_and_ones(file, f"{part}_set_y")
        classes = None
        if has_key(file, "list_classes"):
            names = read_dataset(file, "list_classes", _check_names_header).ravel()
            classes = np.array([bytes(name) for name in names])
        if labels.size != len(images):
            raise DataError(
                f"{place(file, f'{part}_set_y')}: holds {labels.size} labels, but '{part}_set_x' "
                f"holds {len(images)} pictures; there must be one label per picture"
            )
    return images, labels, classes


def as_pixels(where: str, images: Array) -> Images:
    """Return integers as uint8, after checking that they lie within 0 to 255."""
    if images.dtype != np.uint8 and (images.min() < 0 or images.max() > 255):
        raise DataError(
            f"{where}: pixel values must lie within 0 to 255, but they go from {images.min()} to "
            f"{images.max()}"
        )
    return images.astype(np.uint8, copy=False)


def _check_images_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what cannot be pictures (m, h, w, c) of integer pixels."""
    if len(shape) != 4:
        raise DataError(
            f"{where}: pictures must be (m, height, width, channels), but the shape is {shape}"
        )
    check_pixel_dtype(where, dtype)


def check_pixel_dtype(where: str, dtype: np.dtype[Any]) -> None:
    """Refuse pixels that are no integers: the scale of floats would be a guess."""
    if dtype.kind == "f":
        raise DataError(
            f"{where}: pixels must be integers 0 to 255 (uint8), but they are {dtype}; bring them "
            "to 0 to 255, round, and store them as uint8"
        )
    if dtype.kind not in "ui":
        raise DataError(f"{where}: pixels must be integers 0 to 255 (uint8), but they are {dtype}")


def _read_zeros_and_ones(file: H5File, key: str) -> Labels:
    """Read labels as (1, m) int64, each 0 or 1."""
    labels = read_dataset(file, key, _check_zeros_and_ones_header).reshape(1, -1)
    wrong = np.flatnonzero((labels != 0) & (labels != 1))  # NaN is among them
    if wrong.size:
        raise DataError(
            f"{place(file, key)}: labels must be 0 or 1, but label {wrong[0]} (counted from 0) is "
            f"{labels[0, wrong[0]]}"
        )
    return labels.astype(np.int64)


def _check_zeros_and_ones_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what cannot be one number per picture."""
    if not (len(shape) == 1 or (len(shape) == 2 and 1 in shape)):
        raise DataError(
            f"{where}: labels must be (m,), (m, 1) or (1, m), one 0 or 1 per picture, but the "
            f"shape is {shape}"
        )
    if dtype.kind not in "buif":
        raise DataError(f"{where}: labels must be the numbers 0 and 1, but they are {dtype}")


def _check_names_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what cannot be the names of the classes 0 and 1."""
    if not is_text(dtype):
        raise DataError(f"{where}: must hold the names of the classes as text, but it is {dtype}")
    if len(shape) != 1 or shape[0] < 2:
        raise DataError(
            f"{where}: must name the classes of the labels 0 and 1, two names, but the shape is "
            f"{shape}"
        )


def _agreed_classes(train: Classes | None, test: Classes | None) -> Classes:
    """Return the class names of either file, which must not contradict each other."""
    if train is not None and test is not None and train.tolist() != test.tolist():
        raise DataError(
            f"key 'list_classes': {FILES['train']} names {train.tolist()}, but {FILES['test']} "
            f"names {test.tolist()}; the labels of the two would not mean the same"
        )
    chosen = train if train is not None else test
    return np.array(CLASSES) if chosen is None else chosen
