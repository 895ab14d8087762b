"""The parser of the command line, made out of the tables."""

from __future__ import annotations

import argparse
from typing import NoReturn

from dnn import __version__
from dnn.cli.arguments import COMMANDS


class Parser(argparse.ArgumentParser):
    """A parser whose errors are told as every other."""

    def error(self, message: str) -> NoReturn:
        """Raise the error instead of printing the usage."""
        raise ValueError(f"{message} (see {self.prog} --help)")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = Parser(prog="dnn", description="Train and use the network of the first course.")
    parser.add_argument("--version", action="version", version=f"dnn {__version__}")
    commands = parser.add_subparsers(
        required=True, dest="command", metavar="COMMAND", title="commands"
    )
    for name, row in COMMANDS.items():
        command = commands.add_parser(
            name,
            usage=row.usage,
            help=row.help,
            description=row.help,
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS if row.are_optional else None,
        )
        for title, options in row.groups.items():
            group = command.add_argument_group(title) if title else command
            for option, details in options.items():
                group.add_argument(option, **details)
    return parser
