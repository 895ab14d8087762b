"""The one way to warn: at the line of whoever called the package, through whichever door."""

from __future__ import annotations

import os
import sys
import warnings

ROOM = os.path.dirname(os.path.dirname(__file__)) + os.sep  # where the package's own lines lie


def warn_user(remark: str, category: type[Warning] = UserWarning) -> None:
    """Warn, and point at the nearest line that is not the package's own.

    Notes
    -----
    The same as ``skip_file_prefixes`` of `warnings.warn`, which Python has from 3.12 on.

    Examples
    --------
    >>> import warnings
    >>> from dnn.checks.warning import warn_user
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     warn_user("the room is cold")
    >>> caught[0].filename.startswith("<doctest"), caught[0].message
    (True, UserWarning('the room is cold'))
    """
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_code.co_filename.startswith(ROOM):
        frame, level = frame.f_back, level + 1
    warnings.warn(remark, category, stacklevel=level)
