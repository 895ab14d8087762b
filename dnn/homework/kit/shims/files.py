"""Files that are not where a homework opens them: found by their name, else stood in for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from PIL import Image

import dnn
from dnn.files.h5files import DataError
from dnn.homework.kit.course_files import part_of, write_cat, write_part
from dnn.homework.kit.faults import not_what_it_seems
from dnn.homework.kit.shims.world import World

__all__ = ["finding", "lost_files", "lost_folders", "place_of"]

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif")
MOST = 5000  # files that are looked through


def lost_files(world: World) -> None:
    """Let h5py, Pillow and matplotlib find files by their names; stay where a folder is missing."""

    class File(h5py.File):  # type: ignore[misc]
        """An h5py.File that finds its file."""

        def __init__(self, name: Any, mode: str = "r", *args: Any, **options: Any) -> None:
            reading = mode in ("r", "r+") and isinstance(name, str | os.PathLike)
            super().__init__(place_of(name, world) if reading else name, mode, *args, **options)

    def change(path: Any) -> None:
        if os.path.isdir(path):
            before(path)
        else:
            world.note(f"{path}: there is no such folder, the homework stays in its own")

    def load(directory: Any = None) -> Any:
        try:
            return load_data(directory)
        except DataError as fault:
            if directory is None:
                raise
            world.note(f"{fault}: {world.data.said} stand in")
            return load_data(world.course_folder() / "datasets")

    def listed(path: Any = ".") -> list[str]:
        if isinstance(path, int) or os.path.isdir(path):
            return list_folder(path)
        name = re.split(r"[\\/]", os.fspath(path).rstrip("\\/"))[-1]
        beside = world.folder / name
        world.note(
            f"{path}: there is no such folder, "
            + (f"{name} beside the homework is listed" if beside.is_dir() else "it counts as empty")
        )
        return list_folder(beside) if beside.is_dir() else []

    def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        reading = isinstance(file, str | os.PathLike) and not {*mode} & {*"wax+"}
        place = place_of if reading else place_to_write
        return open_file(place(file, world), mode, *args, **options)

    before, load_data = os.chdir, dnn.load_data
    list_folder, open_file = os.listdir, open
    world.patch(os, "listdir", listed)
    world.namespace["open"] = opened
    for reader in ("load", "loadtxt", "genfromtxt", "fromfile"):
        world.patch(np, reader, finding(getattr(np, reader), world))
    world.patch(dnn, "load_data", load)
    world.patch(h5py, "File", File)
    world.patch(Image, "open", finding(Image.open, world))
    world.patch(os, "chdir", change)
    if world.uses(r"\.value\b") and not hasattr(h5py.Dataset, "value"):
        world.note(".value of a data set in an h5 file: all of it, [()]")
        world.patch(h5py.Dataset, "value", property(lambda self: self[()]))
    if world.imports("matplotlib") or world.imports("pylab"):
        from matplotlib import image, pyplot

        world.patch(pyplot, "imread", finding(pyplot.imread, world))
        world.patch(image, "imread", finding(image.imread, world))


def lost_folders(world: World) -> None:
    """Let np.save, savefig and the like write to a scratch folder where theirs is not there."""
    for writer in ("save", "savez", "savez_compressed", "savetxt"):
        world.patch(np, writer, writing(getattr(np, writer), world))
    if world.imports("matplotlib") or world.imports("pylab"):
        from matplotlib import pyplot

        world.patch(pyplot, "savefig", writing(pyplot.savefig, world))


def writing(write: Callable[..., Any], world: World) -> Callable[..., Any]:
    """Return a function that writes a file, to a scratch folder where its own is not there."""

    @wraps(write)
    def written(path: Any, *args: Any, **options: Any) -> Any:
        return write(place_to_write(path, world), *args, **options)

    return written


def place_to_write(path: Any, world: World) -> Any:
    """Return where a file is written: at its path, or in the scratch folder of the run."""
    if not isinstance(path, str | os.PathLike) or os.path.isdir(os.path.dirname(path) or "."):
        return path
    world.note(f"{path}: there is no such folder, it is written to one that goes at the end")
    return str(world.scratch / re.split(r"[\\/]", os.fspath(path))[-1])


def finding(read: Callable[..., Any], world: World) -> Callable[..., Any]:
    """Return a function that reads a file, finding it first."""

    @wraps(read)
    def found(path: Any, *args: Any, **options: Any) -> Any:
        is_path = isinstance(path, str | os.PathLike)
        return read(place_of(path, world) if is_path else path, *args, **options)

    return found


def place_of(path: Any, world: World) -> Any:
    """Return where a file is: at its path, else beside the homework, else a stand-in."""
    fault = not_what_it_seems(Path(path)) if os.path.isfile(path) else "not there"
    if fault is None:
        return path
    name = re.split(r"[\\/]", os.fspath(path))[-1]
    beside = _of_this_name(name, world.folder)
    if beside is not None:
        world.note(f"{path} is {fault}: {beside.relative_to(world.folder)} is taken")
        return str(beside)
    there, part = world.scratch / name, part_of(name)
    if part is not None:
        if not there.exists():
            write_part(there, part, world.data)
        world.note(f"{path} is {fault}: {world.data.said} stand in")
    elif Path(name).suffix.lower() in PICTURES:
        write_cat(there)
        world.note(f"{path} is {fault}: a drawn cat stands in")
    else:
        return path
    return str(there)


def _of_this_name(name: str, folder: Path) -> Path | None:
    """Return a good file of this name, in any case, in a folder or below."""
    for path in islice(folder.rglob("*"), MOST):
        if path.name.lower() == name.lower() and path.is_file() and not not_what_it_seems(path):
            return path
    return None
