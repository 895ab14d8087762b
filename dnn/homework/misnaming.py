"""Functions that are no exercise by their name, but nearly: which one is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from dnn.homework.tasks import TASKS

NEAR, NEAR_WORD = 0.86, 0.65  # "elu" is not "relu", and "tow" is "two"


def misnamed(names: Iterable[str], found: Collection[str]) -> dict[str, str]:
    """Return the names that are nearly that of an exercise which was not found, and that one.

    Every word of the name is near, so that ``initialize_parameters_he`` stays what it is.

    Examples
    --------
    >>> from dnn.homework.misnaming import misnamed
    >>> misnamed(["L_model_backwards", "relu", "initialize_parameters_he"], found=["relu"])
    {'L_model_backwards': 'L_model_backward'}
    """
    open_ones = [name for name in TASKS if name not in found]
    pairs = {
        name: max(open_ones, key=lambda other: _likeness(name, other), default="")
        for name in names
        if name not in TASKS
    }
    return {name: other for name, other in pairs.items() if _is_near(name, other)}


def _is_near(name: str, other: str) -> bool:
    """Tell names that differ in no more than the spelling of their words."""
    words, others = name.strip("_").split("_"), other.split("_")
    if "".join(words).casefold() == "".join(others).casefold():
        return True
    return (
        len(words) == len(others)
        and _likeness(name, other) >= NEAR
        and all(_likeness(*pair) >= NEAR_WORD for pair in zip(words, others, strict=True))
    )


def _likeness(one: str, other: str) -> float:
    """Return how much of two names is the same, from 0 to 1; capitals do not count."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
