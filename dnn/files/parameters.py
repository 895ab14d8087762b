"""Parameters to an h5 file and back: written whole or not at all, read only after every check."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from typing import Any

import h5py
import numpy as np

from dnn.checks.networks import network_dims
from dnn.files.atomic import atomic_path
from dnn.files.h5data import read_dataset
from dnn.files.h5files import AGAIN, DataError, H5File, open_h5, place, told_as_data_error
from dnn.files.h5keys import has_key, keys_of
from dnn.files.h5texts import text_in_header
from dnn.shapes import Array, Parameters, Shape, parameter_names
from dnn.text import listed

__all__ = [  # noqa: RUF022  the two verbs, then what other files of this kind are made with
    "save_parameters",
    "load_parameters",
    "as_h5",
    "check_format",
    "read_matrix",
    "read_text",
]

FORMAT, VERSION = "dnn-parameters", 1


# --- public -------------------------------------------------------------------------------------


def save_parameters(path: str | os.PathLike[str], parameters: Mapping[str, Array]) -> None:
    """Write parameters to an HDF5 file, whole or not at all.

    Parameters
    ----------
    path : path of the file
        Replaced when it exists; its folder must exist.
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L, each float32 or float64.

    Raises
    ------
    ValueError
        When a key is missing, a shape does not fit the layer before it, or a dtype is another.
    OSError
        When the file cannot be written; what stood at `path` before still stands there.

    Notes
    -----
    Every bit is kept, those of NaN and infinity too, so that a run that went wrong can be looked
    at. The file holds one data set a parameter and the attributes ``format = "dnn-parameters"``
    and ``version = 1``. Equal parameters give equal files, byte for byte.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn import initialize_parameters_deep, load_parameters, save_parameters
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "parameters.h5")
    ...     save_parameters(path, initialize_parameters_deep([4, 3, 1]))
    ...     list(load_parameters(path))
    ['W1', 'b1', 'W2', 'b2']
    """
    L = len(network_dims(parameters)) - 1
    for name in parameter_names(L):
        _check_dtype(name, parameters[name].dtype, ValueError)
    arrays = {name: np.asarray(parameters[name]) for name in parameter_names(L)}
    content = as_h5(FORMAT, VERSION, arrays)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def load_parameters(path: str | os.PathLike[str]) -> Parameters:
    """Read the parameters that `save_parameters` wrote.

    Parameters
    ----------
    path : path of the file

    Returns
    -------
    parameters : dict
        W1, b1, ..., WL, bL in this order, bit for bit as they were saved.

    Raises
    ------
    DataError
        A ValueError that names the file and the key: when the file is missing, damaged, not HDF5,
        of another kind or of a newer version, or when its keys, shapes or dtypes do not make a
        network.

    Examples
    --------
    >>> from dnn import load_parameters
    >>> load_parameters("nowhere.h5")
    Traceback (most recent call last):
    dnn.files.h5files.DataError: nowhere.h5: there is no such file
    """
    with open_h5(path) as file:
        check_format(file, FORMAT, VERSION)
        parameters = {name: read_matrix(file, name) for name in _names_in(file)}
    try:
        network_dims(parameters)
    except ValueError as error:
        raise DataError(f"{os.fsdecode(path)}: {error}") from None
    return parameters


# --- writing ------------------------------------------------------------------------------------


def as_h5(
    kind: str, version: int, arrays: Mapping[str, Array], texts: Mapping[str, str] | None = None
) -> bytes:
    r"""Return the bytes of an HDF5 file, made in memory so that HDF5 never meets a full disk.

    Parameters
    ----------
    kind, version
        The attributes ``format`` and ``version``, which `check_format` looks at.
    arrays : mapping
        Key -> values; a key such as ``group/name`` makes its groups.
    texts : mapping, optional
        Key -> text, which becomes a data set of its bytes in UTF-8.

    Notes
    -----
    No text is of variable length: HDF5 keeps such text in a heap that cannot be read safely.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.files.parameters import as_h5
    >>> as_h5("notes", 1, {"x": np.zeros(3)}, {"by": "me"})[:4]
    b'\x89HDF'
    """
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.attrs.update({"format": np.bytes_(kind), "version": version})
        for key, values in arrays.items():
            file.create_dataset(key, data=values)
        for key, text in (texts or {}).items():
            file.create_dataset(key, data=np.bytes_(text.encode()))
    return content.getvalue()


# --- reading: what kind of file it is -----------------------------------------------------------


def check_format(file: H5File, kind: str, latest: int) -> None:
    """Refuse h5 files of another kind, and those of a version that is not known here."""
    found, version = _attribute(file, "format"), _attribute(file, "version")
    if found != kind:
        what = "has no attribute 'format'" if found is None else f"has the format {found!r}"
        raise DataError(
            f"{file.filename}: is of another kind: it {what}, where {kind!r} was expected; its "
            f"keys are {_first_keys(file)}"
        )
    if not isinstance(version, int) or version < 1:
        raise DataError(
            f"{file.filename}, attribute 'version': must be a whole number from 1 up, but it is "
            f"{version!r}"
        )
    if version > latest:
        raise DataError(
            f"{file.filename}: was written by a newer dnn (version {version} of the format, this "
            f"one reads up to {latest}); update dnn to read it"
        )


def read_text(file: H5File, key: str) -> str:
    """Return a text that `as_h5` wrote; dnn 0.1.0 wrote it as an attribute."""
    if has_key(file, key):
        return _as_text(read_dataset(file, key, _check_text_header)[()])
    value = _attribute(file, key)
    if not isinstance(value, str):
        raise DataError(f"{place(file, key)}: is missing; it must be a text")
    return value


def _check_text_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what is not one text."""
    if shape != () or dtype.kind != "S":
        raise DataError(f"{where}: must be one text, but it is {shape} {dtype}")


def _attribute(file: H5File, name: str) -> str | int | None:
    """Return an attribute that is one text or one whole number, None when it is not there."""
    where = f"{file.filename}, attribute {name!r}"
    with told_as_data_error(where, f"cannot be read, the file is damaged; {AGAIN}"):
        if name not in file.attrs:
            return None
        found = file.attrs.get_id(name)
        kind, is_one = found.get_type(), found.shape == ()
        if is_one and isinstance(kind, h5py.h5t.TypeStringID) and kind.is_variable_str():
            return text_in_header(file, name)
        if is_one and isinstance(kind, h5py.h5t.TypeStringID | h5py.h5t.TypeIntegerID):
            value = file.attrs[name]
            return int(value) if isinstance(value, np.integer) else _as_text(value)
    raise DataError(f"{where}: must be one text or one whole number")


def _as_text(value: Any) -> str:
    """Return a text of fixed length."""
    return value if isinstance(value, str) else bytes(value).decode(errors="replace")


# --- reading: parameters ------------------------------------------------------------------------


def read_matrix(file: H5File, key: str) -> Array:
    """Read a W or a b, or what has its shape, in the machine's own byte order."""
    matrix = read_dataset(file, key, _check_header)
    return matrix.astype(matrix.dtype.newbyteorder("="), copy=False)


def _check_header(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Refuse what cannot be W{l} or b{l}."""
    if len(shape) != 2:
        raise DataError(f"{where}: must be a matrix, W (n, n_prev) or b (n, 1), but it is {shape}")
    _check_dtype(where, dtype, DataError)


def _check_dtype(where: str, dtype: np.dtype[Any], error: type[ValueError]) -> None:
    """Refuse numbers other than float32 and float64."""
    if dtype.newbyteorder("=") not in (np.float32, np.float64):
        raise error(f"{where}: must be float32 or float64, but it is {dtype}")


def _names_in(file: H5File) -> list[str]:
    """Return W1, b1, ..., WL, bL, after checking that the file has just these keys."""
    keys = keys_of(file)
    names = parameter_names(max(1, (len(keys) + 1) // 2))
    missing = sorted(set(names) - set(keys), key=names.index)
    if missing:
        raise DataError(
            f"{place(file, missing[0])}: is missing; the keys must be W1, b1, W2, b2, ..., but "
            f"here they are {_first_keys(file)}"
        )
    return names


def _first_keys(file: H5File) -> str:
    """Return the first keys of the file as one phrase."""
    keys = [repr(key[:40]) for key in keys_of(file)]
    return listed(keys[:12] + ["..."] * (len(keys) > 12)) or "none"
