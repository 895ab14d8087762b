"""The libraries that tuning stands on: imported where they are used; a missing one is named."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def needed(module: str, extra: str) -> ModuleType:
    """Import a library of an extra, or say how to install it.

    Raises
    ------
    ImportError
        When it is not installed: which extra holds it.

    Examples
    --------
    >>> from dnn.tuning.extras import needed
    >>> needed("json", "tune").__name__
    'json'
    >>> needed("no_such", "tune")
    Traceback (most recent call last):
      ...
    ImportError: no_such is missing; it comes with the extra 'tune': pip install 'dnn-course[tune]'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.split(".")[0]:
            raise
        raise ImportError(
            f"{error.name} is missing; it comes with the extra {extra!r}: "
            f"pip install 'dnn-course[{extra}]'"
        ) from None
