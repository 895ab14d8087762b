"""A sequence that is made as it is read, and kept: nobody waits for what is not asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Growing(Generic[Item]):
    """What an iterator yields, made once, however often it is read and in how many threads.

    An exception that stops the making, such as one that ends a check in time, takes nothing away:
    the next reader goes on from there.

    Examples
    --------
    >>> from dnn.homework.growing import Growing
    >>> squares = Growing(lambda: (print("made", n) or n * n for n in range(3)))
    >>> next(iter(squares)), next(iter(squares))
    made 0
    (0, 0)
    """

    def __init__(self, make: Callable[[], Iterator[Item]]) -> None:
        self._make, self._rest = make, make()
        self._kept: list[Item] = []
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Item]:
        """Yield what is kept, then what is made for the first time."""
        k = 0
        while k < len(self._kept) or self._grows():
            yield self._kept[k]
            k += 1

    def _grows(self) -> bool:
        """Make one more, and return whether there was one."""
        with self._lock:
            try:
                self._kept.append(next(self._rest))
            except StopIteration:
                return False
            except BaseException:
                self._rest = islice(self._make(), len(self._kept), None)
                raise
        return True
