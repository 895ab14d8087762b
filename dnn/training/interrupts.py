"""SIGINT and SIGTERM as a wish that a loop can see, between two iterations, and obey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import signal
    from types import FrameType


PATIENCE = 1.0  # seconds in which a second signal is taken for the first: a finger that bounced


class Interrupt:
    """Whether a signal asked to stop, and which: ``bool(interrupt)``, ``interrupt.signal``."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    def __bool__(self) -> bool:
        return self.signal is not None

    @property
    def name(self) -> str | None:
        """Return ``"SIGINT"`` or ``"SIGTERM"`` once it has come."""
        return None if self.signal is None else self.signal.name


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Note SIGINT (Ctrl-C) and SIGTERM instead of being ended by them; a second one ends.

    A second one that comes within a second is taken for the same wish.

    Yields
    ------
    Interrupt
        False until a signal has come, then true; ``.signal`` says which.

    Notes
    -----
    The handlers that were there are put back at the end. Python lets the main thread alone set
    handlers: in any other thread nothing is changed, and signals do what they always do.

    Examples
    --------
    >>> import os, signal
    >>> from dnn import interruptible
    >>> with interruptible() as interrupt:
    ...     for i in range(10):
    ...         if i == 3:
    ...             os.kill(os.getpid(), signal.SIGINT)
    ...         if interrupt:
    ...             break
    >>> i, interrupt.signal.name
    (3, 'SIGINT')
    """
    import signal
    from time import monotonic

    interrupt = Interrupt()
    noted_at = 0.0

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal noted_at
        if not interrupt:
            interrupt.signal, noted_at = signal.Signals(number), monotonic()
        elif monotonic() - noted_at > PATIENCE:  # the second wish is an order
            raise KeyboardInterrupt

    with handling(note, signal.SIGINT, signal.SIGTERM):
        yield interrupt


@contextmanager
def handling(handler: Callable[[int, FrameType | None], Any], *numbers: int) -> Iterator[None]:
    """Hand these signals to a handler in the main thread; put back what was there at the end.

    Examples
    --------
    >>> import os, signal
    >>> from dnn.training.interrupts import handling
    >>> came = []
    >>> with handling(lambda number, frame: came.append(number), signal.SIGTERM):
    ...     os.kill(os.getpid(), signal.SIGTERM)
    >>> came == [signal.SIGTERM]
    True
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, signal.SIG_DFL if handler_before is None else handler_before)
