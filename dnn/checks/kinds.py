"""The one check of what kind of thing an array is: real numbers, in a plain array."""

from __future__ import annotations

from typing import Any

import numpy as np

from dnn.libraries import kind_of
from dnn.shapes import ShapeError

NUMBERS = "buif"  # the kinds of dtype that are real numbers

# What looks like an array and is none to compute with: name of its type -> why, and what to pass.
FOREIGN = {
    "MaskedArray": (
        "is a masked array, whose hidden entries would be computed with: fill them, for example "
        "with {name}.filled(0), or leave their examples out"
    ),
    "matrix": "is a np.matrix, whose * is a matrix product: pass np.asarray({name})",
    "DataFrame": (
        "is a DataFrame, which has one row per example: pass {name}.to_numpy().T, one column per "
        "example"
    ),
    "Series": "is a Series: pass {name}.to_numpy().reshape(1, -1), one column per example",
}
# Kind of dtype -> what it holds, and what to pass instead.
NO_NUMBERS = {
    "O": "Python objects (is a cell missing, or text?): mend them, then pass {name}.astype(float)",
    "U": "text: pass {name}.astype(float), or numbers of classes where it names them",
    "S": "text: pass {name}.astype(float), or numbers of classes where it names them",
    "M": "dates: pass the days since the first, ({name} - {name}.min()) / np.timedelta64(1, 'D')",
    "m": "spans of time: pass days, {name} / np.timedelta64(1, 'D')",
    "c": "complex numbers: pass the real part, {name}.real",
    "V": "structured entries: pass a plain array, np.array({name}.tolist())",
}


def check_kind_of_array(name: str, value: Any, meaning: str = "") -> None:
    """Refuse, by name and with a remedy, what is no plain array of real numbers.

    Other libraries' arrays pass: they are not numpy's, but compute as numpy's do.

    Raises
    ------
    ShapeError
        When the value is a masked array, a matrix, a table, or holds no real numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.checks.kinds import check_kind_of_array
    >>> check_kind_of_array("X", np.array([[1j]]))
    Traceback (most recent call last):
      ...
    dnn.shapes.ShapeError: X must be an array of numbers; got a ndarray of dtype complex128, \
complex numbers: pass the real part, X.real
    """
    dtype, kind = getattr(value, "dtype", None), kind_of(value)
    if type(value) is np.ndarray and kind in NUMBERS:
        return
    for base in type(value).__mro__:
        if base.__name__ in FOREIGN:
            raise ShapeError(f"{name} {FOREIGN[base.__name__]}".format(name=name))
    if kind and kind in NO_NUMBERS:
        raise ShapeError(
            f"{name} must be an array of numbers{meaning}; got a {type(value).__name__} of dtype "
            f"{dtype}, {NO_NUMBERS[kind].format(name=name)}"
        )
