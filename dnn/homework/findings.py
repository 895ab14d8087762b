"""What is looked at to know a mistake, what is found, and how long it may take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from dnn.homework.trials import Trial


class Finding(NamedTuple):
    """A mistake by its name, the equations that it hurts, and its hint."""

    mistake: str | None
    equation: str | None
    hint: str


class Allowance:
    """Seconds of computing that all the ways to know a mistake may take together."""

    def __init__(self, seconds: float) -> None:
        self._end = time.thread_time() + seconds

    def until(self, share: float) -> float:
        """Return when one way has to end that may take a share, in the time of this thread."""
        return min(time.thread_time() + share, self._end)

    def left(self, share: float) -> float:
        """Return how many seconds of a share there are."""
        return max(0.0, self.until(share) - time.thread_time())

    def spend(self, seconds: float) -> None:
        """Take away what was computed in another thread."""
        self._end -= seconds


class Case(NamedTuple):
    """A wrong trial of a function, the language, and the time that it may take."""

    trial: Trial
    function: Callable[..., Any]
    lang: str
    allowance: Allowance
