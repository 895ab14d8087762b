"""The parser of the command line, made out of the tables."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from dnn import __version__
from dnn.checks.values import meant_by
from dnn.cli.arguments import COMMANDS, USES, Command
from dnn.run.commands import option_of
from dnn.training.hyperparameters import ELSEWHERE


class Parser(argparse.ArgumentParser):
    """A parser whose errors are told as every other, and that knows what others call options."""

    def error(self, message: str) -> NoReturn:
        """Raise the error instead of printing the usage."""
        raise ValueError(f"{message} (see {self.prog} --help)")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the options; of one that there is not, say what was probably meant."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            row = COMMANDS[options.command]
            prog = f"{self.prog} {options.command}"
            told = f"unrecognized arguments: {' '.join(unknown)}{_meant(unknown, row)}"
            raise ValueError(f"{told} (see {prog} --help)")
        return options


def _meant(unknown: Sequence[str], row: Command) -> str:
    """Say which option is probably meant by the first that there is not."""
    first = next((word.partition("=")[0] for word in unknown if word.startswith("--")), None)
    if first is None:
        return ""
    options = {option.removeprefix("--") for group in row.groups.values() for option in group}
    elsewhere = {_plain(name): _plain(meant) for name, meant in ELSEWHERE.items()}
    known = {name: meant for name, meant in elsewhere.items() if meant in options}
    meant = meant_by(first.removeprefix("--"), sorted(options), known)
    return "" if meant is None else f", did you mean --{meant}?"


def _plain(name: str) -> str:
    """Return the option that stands for a name, without its dashes."""
    return option_of(name).removeprefix("--")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = Parser(
        prog="dnn",
        description="Train and use the network of the first course.",
        epilog="the commonest uses:\n" + "\n".join(f"  {use}" for use in USES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
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
