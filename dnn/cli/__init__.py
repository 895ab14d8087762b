"""The commands: arguments in, sentences out; the one place that prints."""

from dnn.cli.entry import main

__all__ = ["main"]
