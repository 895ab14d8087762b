"""What public_tests of 2021 imports: try a function on cases, and print how many it passes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import dnn  # noqa: F401

Case = dict[str, Any]


def equal(ours: Any, theirs: Any) -> bool:
    """Tell whether two values are the same: numbers, arrays, or lists and dicts of them."""
    if isinstance(theirs, dict):
        same_keys = isinstance(ours, dict) and ours.keys() == theirs.keys()
        return same_keys and all(equal(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list | tuple):
        same_length = isinstance(ours, list | tuple) and len(ours) == len(theirs)
        return same_length and all(equal(*pair) for pair in zip(ours, theirs, strict=True))
    if isinstance(theirs, np.ndarray | float | np.number):
        return np.shape(ours) == np.shape(theirs) and bool(np.allclose(ours, theirs))
    return bool(ours == theirs)


def single_test(test_cases: Sequence[Case], target: Callable[..., Any]) -> None:
    """Call the function with the input of every case and compare with what is expected."""
    failed = [c for c in test_cases if not equal(target(*c["input"]), c["expected"])]
    for case in failed:
        print(case.get("error", "Wrong output"))
    print(f"{len(test_cases) - len(failed)} of {len(test_cases)} tests passed")


def multiple_test(test_cases: Sequence[Case], target: Callable[..., Any]) -> None:
    """Do the same where the function returns several values."""
    single_test([{**case, "expected": tuple(case["expected"])} for case in test_cases], target)
