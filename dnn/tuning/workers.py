"""Processes that share the work: tasks -> results as they come, with nothing left behind."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from time import sleep
from typing import Any

from dnn.tuning.extras import needed

ORPHANED = "ends with its parent"  # the name of the thread that watches over a worker


def new_pool(n_jobs: int) -> Any:
    """Return joblib's pool of so many processes, which read large arrays from mapped memory.

    Raises
    ------
    ValueError
        When `n_jobs` is no whole number, or 0.
    """
    if isinstance(n_jobs, bool) or not isinstance(n_jobs, int) or n_jobs == 0:
        raise ValueError(
            f"n_jobs must be a number of processes, or -1 for all cores; got {n_jobs!r}"
        )
    return needed("joblib", "tune").Parallel(
        n_jobs=n_jobs,
        backend="loky",
        return_as="generator_unordered",
        batch_size=1,
        pre_dispatch="all",
        max_nbytes="100K",
        mmap_mode="r",
    )


def results_of(
    pool: Any, function: Callable[..., Any], tasks: Sequence[tuple[Any, tuple[Any, ...]]]
) -> Iterator[tuple[Any, Any]]:
    """Yield (key, result) of every task (key, arguments), in the order in which they are finished.

    Raises
    ------
    KeyboardInterrupt
        When a signal ended a task.
    """
    joblib = needed("joblib", "tune")
    driver = os.getpid()
    task = joblib.delayed(_run)
    for key, result, is_whole in pool(task(driver, key, function, given) for key, given in tasks):
        if not is_whole:
            raise KeyboardInterrupt
        yield key, result


def _run(
    driver: int, key: Any, function: Callable[..., Any], given: tuple[Any, ...]
) -> tuple[Any, Any, bool]:
    """Do one task, here or in a worker; tell whether it came to its end."""
    if os.getpid() != driver:
        _serve()
    try:
        return key, function(*given), True
    except KeyboardInterrupt:
        return key, None, False


def _serve() -> None:
    """Leave Ctrl-C, which reaches all processes, to the driver; and end when it was killed."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if all(thread.name != ORPHANED for thread in threading.enumerate()):
        threading.Thread(target=_watch, name=ORPHANED, daemon=True).start()


def _watch() -> None:
    """End this process once its parent is another: nothing waits for its results any more."""
    parent = os.getppid()
    while parent == os.getppid():
        sleep(0.5)
    os._exit(1)
