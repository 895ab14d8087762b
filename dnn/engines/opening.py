"""What is said where a library or its device is not there: how to install it, what there is."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from dnn.text import listed


def needed(module: str, command: str) -> Any:
    """Import a library, or say how to install it.

    Raises
    ------
    ImportError
        When it is not installed.

    Examples
    --------
    >>> from dnn.engines.opening import needed
    >>> needed("no_such", "pip install no-such")
    Traceback (most recent call last):
      ...
    ImportError: no_such is not installed here: pip install no-such
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise ImportError(f"{module} is not installed here: {command}") from None


def no_such_device(library: str, device: Any, there: Sequence[str]) -> ValueError:
    """Return the error for a device that a library does not find, with those that it finds.

    Examples
    --------
    >>> from dnn.engines.opening import no_such_device
    >>> no_such_device("PyTorch", "cuda", ["cpu"])
    ValueError("PyTorch finds no device 'cuda' here; it finds cpu")
    """
    return ValueError(
        f"{library} finds no device {device!r} here; it finds {listed(there) or 'none'}"
    )
