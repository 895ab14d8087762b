"""How much memory there is, asked before a file is believed about what it needs."""

from __future__ import annotations

import os

__all__ = ["available_memory"]

MEMORY_IF_UNKNOWN = 4 * 2**30


def available_memory() -> int:
    """Return the bytes of memory that can be had: the least that the system reports, or 4 GiB.

    Examples
    --------
    >>> from dnn.files.memory import available_memory
    >>> available_memory() > 2**20
    True
    """
    reports = [report for report in (_free_memory(), _group_limit()) if report is not None]
    return min(reports, default=MEMORY_IF_UNKNOWN)


def _free_memory() -> int | None:
    """Return what Linux calls available; elsewhere the memory of the whole machine."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if "MemAvailable" in line)
    except (OSError, ValueError, LookupError, StopIteration):
        pass
    try:
        pages = os.sysconf("SC_PHYS_PAGES")
        return pages * os.sysconf("SC_PAGE_SIZE") if pages > 0 else None
    except (AttributeError, OSError, ValueError):
        return None


def _group_limit() -> int | None:
    """Return the limit that a container sets, where there is one."""
    try:
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as stream:
            return int(stream.read())
    except (OSError, ValueError):
        return None
