"""The cat pictures, as the course's lr_utils loads them; h5py and np come along with a star."""

from pathlib import Path
from typing import Any

import h5py  # noqa: F401
import numpy as np  # noqa: F401

import dnn

FILES = ("train_catvnoncat.h5", "test_catvnoncat.h5")


def load_dataset() -> tuple[Any, ...]:
    """Return train_x (m, 64, 64, 3), train_y (1, m), test_x, test_y and the names of the classes.

    The two files are taken from the folder datasets/ where the homework runs or where this module
    lies; where neither has them, the pictures that come with dnn are taken.
    """
    folders = (Path("datasets"), Path(__file__).parent / "datasets")
    found = [folder for folder in folders if all((folder / name).is_file() for name in FILES)]
    return dnn.load_data(found[0] if found else None)
