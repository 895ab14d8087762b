"""Whose array is it: numpy's, or another library's that follows the Python array API standard.

The equations are plain arithmetic, so they run wherever arrays do. ``xp = library(A)`` stands where
``np`` would stand; what two libraries spell differently is below, once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from dnn.shapes import Array

NUMPYS = (np.ndarray, np.generic)


def library(A: Any) -> Any:
    """Return the namespace that an array computes with: numpy first, since it is asked most often.

    Raises
    ------
    ImportError
        When the array says nothing of its library (PyTorch's do not) and array-api-compat, which
        knows it, is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.libraries import library
    >>> library(np.zeros(3)) is np
    True
    """
    if isinstance(A, NUMPYS):
        return np
    if hasattr(A, "__array_namespace__"):
        return A.__array_namespace__()
    if hasattr(A, "__array_function__"):  # Dask's: it answers to numpy's own functions
        return np
    kind = type(A)
    if kind not in _FOUND:
        _FOUND[kind] = _compatible(A)
    return _FOUND[kind]


_FOUND: dict[type, Any] = {}  # what array-api-compat answered: asking takes it 3 us each time


def _compatible(A: Any) -> Any:
    """Return the namespace that array-api-compat makes for an array."""
    try:
        from array_api_compat import array_namespace
    except ImportError:
        raise ImportError(
            f"a {type(A).__name__} needs array-api-compat: pip install 'dnn-course[arrays]'"
        ) from None
    return array_namespace(A)


def cast(A: Array, like: Array) -> Array:
    """Return an array in the dtype of another of the same library; the same array if it has it.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.libraries import cast
    >>> cast(np.array([0, 1]), like=np.zeros(1, np.float32)).dtype
    dtype('float32')
    """
    if A.dtype == like.dtype:
        return A
    if hasattr(A, "astype"):
        return A.astype(like.dtype)
    array: Array = library(A).astype(A, like.dtype)
    return array


def is_far_number(value: Any) -> bool:
    """Tell whether a value is a single number in an array of another library than numpy.

    Its value cannot be asked for everywhere: JAX compiles a function before there are any numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.libraries import is_far_number
    >>> is_far_number(0.5), is_far_number(np.float64(0.5)), is_far_number(np.array(0.5))
    (False, False, False)
    """
    return getattr(value, "shape", None) == () and not isinstance(value, NUMPYS)


def kind_of(A: Any) -> str:
    """Return the kind of numbers an array holds: numpy's letter, ``"f"``, ``"i"``, ``"b"``, ...

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.libraries import kind_of
    >>> kind_of(np.zeros(3)), kind_of(np.array([True])), kind_of([1, 2])
    ('f', 'b', '')
    """
    dtype = getattr(A, "dtype", None)
    kind = getattr(dtype, "kind", None)
    if kind is not None:
        return str(kind)
    if dtype is None or not hasattr(A, "shape"):
        return ""
    try:
        return _letter(library(A), dtype)
    except (ImportError, AttributeError):
        return ""


@lru_cache
def _letter(xp: Any, dtype: Any) -> str:
    """Return numpy's letter for a dtype of another library."""
    names = {"bool": "b", "integral": "i", "real floating": "f", "complex floating": "c"}
    return next((letter for name, letter in names.items() if xp.isdtype(dtype, name)), "")
