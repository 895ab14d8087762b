"""Errors that name an argument, so that a door with another name for it can say its own."""

from __future__ import annotations

from typing import NamedTuple


class Argument(NamedTuple):
    """An argument as it stands in a message: ``header=True``, or ``'header'`` without a value."""

    name: str
    value: object = None

    def __str__(self) -> str:
        """Return it as Python writes it."""
        return repr(self.name) if self.value is None else f"{self.name}={self.value}"


class ArgumentError(ValueError):
    """An error whose message is made of texts and of arguments, its ``args``.

    Examples
    --------
    >>> from dnn.checks.arguments import Argument, ArgumentError
    >>> error = ArgumentError("bad.png: is no picture; leave it out with ", Argument("skip", True))
    >>> str(error), error.args[1].name
    ('bad.png: is no picture; leave it out with skip=True', 'skip')
    """

    def __str__(self) -> str:
        """Return the message as the library says it."""
        return "".join(map(str, self.args))
