"""What lies in a folder of pictures: its folders and its files, without what nobody put there."""

from __future__ import annotations

import os
from pathlib import Path

from dnn.files.h5files import DataError

LITTER = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders of pictures
LITTER_FOLDERS = ("__macosx",)  # and what comes out of archives


def visible(folder: Path) -> list[str]:
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


def folders_in(folder: Path) -> list[str]:
    """Return the sorted names of the folders in a folder."""
    return [
        name
        for name in visible(folder)
        if name.lower() not in LITTER_FOLDERS and (folder / name).is_dir()
    ]


def picture_files(folder: Path) -> list[Path]:
    """Return the files in the folder of a class that are to be pictures."""
    paths = (folder / name for name in visible(folder) if name.lower() not in LITTER)
    return [path for path in paths if not path.is_dir()]
