"""The one check of names and of numbers: what is known, and what is within its range."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from dnn.libraries import is_far_number

Row = TypeVar("Row")


def look_up(
    table: Mapping[str, Row], name: Any, kind: str, elsewhere: Mapping[str, str] | None = None
) -> Row:
    """Return the row of that name.

    ``elsewhere`` holds names that other libraries give to rows, to be told what they are here.

    Raises
    ------
    ValueError
        When the table has no such row; the message lists the known names.

    Examples
    --------
    >>> from dnn.checks.values import look_up
    >>> look_up({"relu": max, "sigmoid": min}, "rellu", "activation")
    Traceback (most recent call last):
      ...
    ValueError: unknown activation 'rellu', did you mean 'relu'? Known: relu, sigmoid
    """
    if isinstance(name, str) and name in table:
        return table[name]
    meant = meant_by(name, table, elsewhere or {}) if isinstance(name, str) else None
    hint = f", did you mean {meant!r}?" if meant else "."
    raise ValueError(f"unknown {kind} {name!r}{hint} Known: {', '.join(table)}")


def meant_by(name: str, known: Iterable[str], elsewhere: Mapping[str, str]) -> str | None:
    """Return the known name that is probably meant, or None.

    Examples
    --------
    >>> from dnn.checks.values import meant_by
    >>> meant_by("lr", ["learning_rate", "seed"], {"lr": "learning_rate"})
    'learning_rate'
    >>> meant_by("sed", ["learning_rate", "seed"], {})
    'seed'
    """
    if name in elsewhere:
        return elsewhere[name]
    from difflib import get_close_matches  # only an error needs it

    close = get_close_matches(name, known, n=1)
    return close[0] if close else None


def check_whole_number(name: str, value: Any, least: int = 1) -> int:
    """Return a count as a plain integer, after checking that it is a whole number from `least` up.

    A single number of another library than numpy passes as it is, unchecked.

    Examples
    --------
    >>> from dnn.checks.values import check_whole_number
    >>> check_whole_number("m", 0)
    Traceback (most recent call last):
      ...
    ValueError: m must be a whole number from 1 up; got 0
    """
    try:
        count = operator.index(value)
    except TypeError:
        if is_far_number(value):
            return value
        count = least - 1
    if isinstance(value, bool) or count < least:
        raise ValueError(f"{name} must be a whole number from {least} up; got {value!r}")
    return count


def check_number(name: str, value: Any, interval: str = "(-inf, inf)") -> float:
    """Return a number as a plain float, after checking that it lies in the interval.

    A single number of another library than numpy passes as it is, unchecked.

    Parameters
    ----------
    name : str
        What the number is called.
    value : float
    interval : str
        Round brackets leave the end out, square ones take it in: ``"(0, 1]"``.

    Examples
    --------
    >>> from dnn.checks.values import check_number
    >>> check_number("keep_prob", 1.5, "(0, 1]")
    Traceback (most recent call last):
      ...
    ValueError: keep_prob must be a number in (0, 1]; got 1.5
    """
    low, high = (float(end) for end in interval[1:-1].split(","))
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not is_number and is_far_number(value):
        return value
    try:
        number = float(value) if is_number else math.nan
    except OverflowError:  # a whole number beyond all floats
        number = math.inf
    above = number >= low if interval[0] == "[" else number > low
    below = number <= high if interval[-1] == "]" else number < high
    if not (above and below):
        raise ValueError(f"{name} must be a number in {interval}; got {value!r}")
    return number
