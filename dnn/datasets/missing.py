"""Values that are not there: which cells say so, and what may stand in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dnn.shapes import Array

POLICIES = ("median", "drop", "error")
WORDS = frozenset(
    ("", "na", "n/a", "nan", "<na>", "#n/a", "#na", "nat", "null", "-", "--", "?", ".")
)
ERRORS = frozenset(("#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"))  # of a spreadsheet
WORDS |= ERRORS | {"n.a.", "(null)", "\\n"}
BESIDE_NUMBERS = frozenset(  # words that may be categories, but are no number
    ("none", "missing", "unknown", "not available", "nil", "undefined", "unspecified", "*", "..")
)
FIRSTS = {word[:1] for word in WORDS} | {word[:1].upper() for word in WORDS}
PYTHON_NONE = "None"  # "none" may be a category


def check_policy(name: str, value: Any) -> str:
    """Return what is to become of missing values, after checking that it is known.

    Examples
    --------
    >>> from dnn.datasets.missing import check_policy
    >>> check_policy("missing", "mean")
    Traceback (most recent call last):
      ...
    ValueError: missing must be median, drop or error; got 'mean'
    """
    if value in POLICIES:
        return str(value)
    raise ValueError(f"{name} must be {', '.join(POLICIES[:-1])} or {POLICIES[-1]}; got {value!r}")


def missing_words(cells: Sequence[str]) -> frozenset[str]:
    """Return the words that stand for no value in a column; beside ``+`` a ``-`` is a value.

    Examples
    --------
    >>> from dnn.datasets.missing import missing_words
    >>> "-" in missing_words(["1", "-"]), "-" in missing_words(["+", "-"])
    (True, False)
    """
    return WORDS - {"-"} if "+" in cells else WORDS


def are_missing(cells: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Say of each cell of a column whether it holds no value: empty, NA, NaN, -, ?, null ...

    Examples
    --------
    >>> from dnn.datasets.missing import are_missing
    >>> are_missing(["1", "", "n/a", "?", "none"]).tolist()
    [False, True, True, True, False]
    """
    words, different = missing_words(cells), set(cells)
    likely = (cell for cell in different if cell[:1] in FIRSTS)  # most cells are numbers
    gone = {cell for cell in likely if cell.lower() in words or cell == PYTHON_NONE}
    if not gone:
        return np.zeros(len(cells), dtype=bool)
    return np.array([cell in gone for cell in cells], dtype=bool)


def beside_numbers(cells: Iterable[str]) -> set[str]:
    """Return those of some cells that say among numbers or dates that there is no value.

    Examples
    --------
    >>> from dnn.datasets.missing import beside_numbers
    >>> beside_numbers(["Unknown", "soon"])
    {'Unknown'}
    """
    return {cell for cell in set(cells) if cell.lower() in BESIDE_NUMBERS}


def median(values: Array) -> float:
    """Return the median of the numbers that are there; 0 where none is.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.missing import median
    >>> median(np.array([1.0, np.nan, 5.0]))
    3.0
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return 0.0
    with np.errstate(over="ignore"):
        middle = float(np.median(known))
    return middle if np.isfinite(middle) else float(np.sort(known)[known.size // 2])


def most_frequent(values: Sequence[str]) -> str | None:
    """Return the value that is there most often, of several the first in the alphabet.

    Examples
    --------
    >>> from dnn.datasets.missing import most_frequent
    >>> most_frequent(["b", "a", "b", "a"])
    'a'
    """
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
