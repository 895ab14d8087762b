"""The keys of an HDF5 file: which there are, and the data set that one leads to, link by link."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import h5py
import numpy as np

from dnn.files.h5extents import walked
from dnn.files.h5files import AGAIN, DataError, H5File, place, told_as_data_error
from dnn.shapes import Shape

__all__ = ["all_keys", "dataset_headers", "find_dataset", "has_key", "is_text", "keys_of"]

MAX_SOFT_LINKS = 16  # as many as HDF5 itself follows
UNREADABLE = f"cannot be read, the file is damaged; {AGAIN}"


def keys_of(file: H5File) -> list[str]:
    """Return the keys at the top of the file, in the file's order.

    A key that is not UTF-8 keeps its other bytes as Python keeps those of a file name, so that
    messages can show it and it can be asked for.
    """
    with told_as_data_error(file.filename, f"its keys {UNREADABLE}"):
        names = [key if isinstance(key, bytes) else key.encode() for key in file]
    return [name.decode("utf-8", "surrogateescape") for name in names]


def all_keys(file: H5File) -> set[str]:
    """Return the key of every data set of the file, those in groups as ``group/name``."""
    with told_as_data_error(file.filename, f"its keys {UNREADABLE}"):
        return {key for key, there in walked(file) if isinstance(there, h5py.Dataset)}


def has_key(file: H5File, key: str) -> bool:
    """Say whether the file has an entry `key`, wherever it may lead."""
    with told_as_data_error(place(file, key), UNREADABLE):
        return bool(file.id.links.exists(_encoded(file, key)))


def dataset_headers(file: H5File) -> dict[str, tuple[Shape, np.dtype[Any]]]:
    """Return shape and dtype of every data set at the top of the file, by key.

    What cannot be read, leads out of the file or holds no values is left out.
    """
    headers = {}
    for key in keys_of(file):
        with suppress(DataError), told_as_data_error(key, UNREADABLE):
            dataset = find_dataset(file, key)
            if dataset.shape is not None:
                headers[key] = (dataset.shape, dataset.dtype)
    return headers


def is_text(dtype: np.dtype[Any]) -> bool:
    """Say whether a data set of this dtype holds text, of fixed or of variable length."""
    return h5py.check_string_dtype(dtype) is not None


def find_dataset(file: H5File, key: str) -> h5py.Dataset:
    """Follow `key` link by link: links inside the file are taken, links out of it are refused."""
    where = place(file, key)
    here, names, soft_links = file, _encoded(file, key).split(b"/"), 0
    while names:
        name = names.pop(0)
        if name in (b"", b"."):
            continue
        if not isinstance(here, h5py.Group) or not here.id.links.exists(name):
            raise DataError(_missing(where, file, soft_links))
        link = here.id.links.get_info(name).type
        if link == h5py.h5l.TYPE_HARD:
            here = here[name]
        elif link == h5py.h5l.TYPE_SOFT and soft_links < MAX_SOFT_LINKS:
            soft_links += 1
            target = here.id.links.get_val(name)
            here, names = file if target.startswith(b"/") else here, target.split(b"/") + names
        else:
            raise DataError(_refused_link(where, external=link != h5py.h5l.TYPE_SOFT))
    if not isinstance(here, h5py.Dataset):
        raise DataError(f"{where}: is a {type(here).__name__.lower()}, not a data set of values")
    return here


def _encoded(file: H5File, key: str) -> bytes:
    """Return a key as the file holds it."""
    if not isinstance(key, str):
        raise DataError(f"{place(file, key)}: a key is a text such as 'train_set_x'")
    try:
        return key.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise DataError(f"{place(file, key)}: is no text that a key can be") from None


def _missing(where: str, file: H5File, soft_links: int) -> str:
    """Say that a key is missing, and which keys there are."""
    keys = keys_of(file)
    there = ", ".join([repr(key[:40]) for key in keys[:12]] + ["..."] * (len(keys) > 12))
    what = "is a link that leads nowhere" if soft_links else "is missing"
    return f"{where}: {what}; the keys in this file are {there or 'none'}"


def _refused_link(where: str, *, external: bool) -> str:
    """Say why a link was not followed."""
    if external:
        return f"{where}: is a link that leads out of this file; copy the data itself into the file"
    return f"{where}: is a chain of more than {MAX_SOFT_LINKS} links, perhaps a circle"
