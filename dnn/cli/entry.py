"""The door: `dnn train`, `dnn predict`, `dnn shapes`; arguments in, sentences out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from warnings import catch_warnings

from dnn import __version__
from dnn.cli.arguments import COMMANDS
from dnn.cli.console import (
    Terminated,
    close_output,
    complain,
    end_with,
    error_line,
    escape_what_cannot_be_encoded,
    hinted,
    say,
    terminable,
    warned,
)
from dnn.cli.progress import show_progress
from dnn.run.settings import Settings, new_settings, resumed_settings
from dnn.training.divergence import DivergenceError

if TYPE_CHECKING:
    from dnn.run.examples import Examples
    from dnn.run.folder import SavedRun
    from dnn.training.fit import Run as Training

ERROR, INTERRUPTED, PIPE_CLOSED, TERMINATED = 2, 130, 141, 143  # the last three: 128 + the signal
STATUSES = {"SIGINT": INTERRUPTED, "SIGTERM": TERMINATED}


# --- dnn train ----------------------------------------------------------------------------------


def _train(options: argparse.Namespace) -> int:
    """Train a new network, or go on with one."""
    given = vars(options)
    del given["command"]
    return _resume(Path(given.pop("resume")), given) if "resume" in given else _begin(given)


def _begin(given: dict[str, Any]) -> int:
    """Load, train, write; and tell of each."""
    from dnn.cli.sentences import announced, resume_command
    from dnn.run.folder import begin, claimed, default_folder

    out, force = given.pop("out", None), given.pop("force", False)
    settings = new_settings(given)
    folder = Path(out or default_folder(settings.layers, settings.source["data"]))
    with claimed(folder, force=force):
        examples, settings, dims = _prepared(settings)
        begin(folder, settings, examples)
        say([announced(settings, dims)])
        with hinted(f"; to go on: {resume_command(folder)}"):
            return _trained(folder, settings, examples, dims)


def _resume(folder: Path, given: dict[str, Any]) -> int:
    """Go on with a run where its checkpoint is, or from the start where there is none yet."""
    from dnn.cli.sentences import announced, resume_command
    from dnn.run.folder import RECORD, begin, reached
    from dnn.run.records import read_record

    settings = resumed_settings(folder / RECORD, read_record(folder / RECORD), given)
    examples, settings, dims = _prepared(settings)
    start = reached(folder, settings, examples, dims)
    begin(folder, settings, examples, resumed=True)
    say([announced(settings, dims, start)])
    with hinted(f"; to go on: {resume_command(folder)}"):
        return _trained(folder, settings, examples, dims, start)


def _prepared(settings: Settings) -> tuple[Examples, Settings, tuple[int, ...]]:
    """Load the examples; return them, the settings with their output, and the layer sizes."""
    from dnn.cli.sentences import loaded
    from dnn.parameters import initialize_parameters_deep
    from dnn.run.examples import prepare
    from dnn.training.loop import train

    examples = prepare(settings.source)
    chosen = {**settings.hyperparameters, "output": examples.output.name}
    X, Y = examples.parts["train"]
    say(loaded(examples, settings.source["data"]))
    dims = (len(X), *settings.layers, examples.output.units)
    with catch_warnings(action="ignore"):  # the training itself will tell of them
        parameters = initialize_parameters_deep(dims, seed=chosen["seed"], scale=chosen["scale"])
    train(X, Y, parameters, **chosen, subspace=False)  # what is wrong comes up before the writing
    return examples, replace(settings, hyperparameters=chosen), dims


def _trained(
    folder: Path, settings: Settings, examples: Examples, dims: Sequence[int], start: int = 0
) -> int:
    """Train, write what came of it, and tell of it; return the exit status."""
    from dnn.cli.sentences import interrupted, scored
    from dnn.run.folder import write_run
    from dnn.run.results import diverged_result, result_of

    try:
        with warned():
            training = _fit(folder, settings, examples, dims, start)
        result = result_of(training, examples)
    except DivergenceError as error:
        write_run(folder, settings, examples, diverged_result(error, settings.hyperparameters))
        raise ValueError(f"{error.cause_told}; what was reached is in {folder}") from error
    say(scored(result, examples))
    names = write_run(folder, settings, examples, result)
    say([f"Wrote {folder}: {', '.join(names)}"])
    if result.stopped not in STATUSES:
        return 0
    return end_with(STATUSES[result.stopped], interrupted(result, folder))


def _fit(
    folder: Path, settings: Settings, examples: Examples, dims: Sequence[int], start: int
) -> Training:
    """Train from where the checkpoint is, with a bar or lines that tell the cost."""
    from dnn.run.folder import CHECKPOINT
    from dnn.training.fit import fit

    chosen, parts = settings.hyperparameters, examples.parts
    X, Y = parts["train"]
    return fit(
        X,
        Y,
        dims,
        validation=parts.get("validation"),
        checkpoint=folder / CHECKPOINT,
        checkpoint_every=settings.checkpoint_every,
        watch=lambda steps: show_progress(steps, chosen["num_iterations"], chosen["every"], start),
        **chosen,
    )


# --- dnn predict, dnn shapes --------------------------------------------------------------------


def _predict(options: argparse.Namespace) -> int:
    """Ask the network of a run about new pictures or rows, and say its answers."""
    from dnn.run.answers import write_answers
    from dnn.run.folder import read_run

    if options.out is not None and os.path.realpath(options.out) in map(
        os.path.realpath, options.inputs
    ):
        raise ValueError(f"{options.out}: is one of the files to predict from, it stays as it is")
    run = read_run(Path(options.run))
    if run.facts.has_diverged:
        complain(f"dnn: warning: the training of {run.folder} diverged, its answers mean little")
    asked = _ask_rows if run.facts.image_shape is None else _ask_pictures
    names, answers, lines = asked(run, options.inputs)
    if options.out is not None:
        write_answers(options.out, run, names, answers)
        lines = [f"Wrote {options.out}: {len(answers)} predictions"]
    say(lines)
    return 0


def _ask_pictures(run: SavedRun, paths: Sequence[str]) -> tuple[list[Any], list[Any], list[str]]:
    """Read the pictures, ask the network, keep what it saw."""
    from dnn.files.pictures import save_picture
    from dnn.run.answers import answer_in_words, ask_pictures
    from dnn.run.folder import seen_paths

    pictures, answers = ask_pictures(run, paths)
    lines = []
    for path, picture, answer, seen in zip(
        paths, pictures, answers, seen_paths(run, paths), strict=True
    ):
        save_picture(seen, picture.pixels)
        size = f"{picture.kind}, {picture.width}x{picture.height}"
        height, width, _ = picture.pixels.shape
        lines += [
            f"{path}: {answer_in_words(run, answer)} ({size})",
            f"  the {width}x{height} picture seen: {seen}",
        ]
    return [(path, 1) for path in paths], answers, lines


def _ask_rows(run: SavedRun, paths: Sequence[str]) -> tuple[list[Any], list[Any], list[str]]:
    """Read the rows of tables and ask the network."""
    from dnn.run.answers import answer_in_words, ask_rows

    asked = {path: ask_rows(run, path) for path in paths}
    pairs = [(p, k, a) for p, answers in asked.items() for k, a in enumerate(answers, start=1)]
    lines = [f"{path} row {k}: {answer_in_words(run, answer)}" for path, k, answer in pairs]
    return [(path, k) for path, k, _ in pairs], [answer for *_, answer in pairs], lines


def _shapes(options: argparse.Namespace) -> int:
    """Print the table of shapes."""
    from dnn.lesson.shape_table import explain_shapes

    say([str(explain_shapes(options.layer_dims, options.m, lang=options.lang))])
    return 0


# --- the door -----------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are told as every other."""

    def error(self, message: str) -> NoReturn:
        """Raise the error instead of printing the usage."""
        raise ValueError(f"{message} (see {self.prog} --help)")


def _make_parser() -> argparse.ArgumentParser:
    """Make the parser out of the tables."""
    parser = _Parser(prog="dnn", description="Train and use the network of the first course.")
    parser.add_argument("--version", action="version", version=f"dnn {__version__}")
    commands = parser.add_subparsers(
        required=True, dest="command", metavar="COMMAND", title="commands"
    )
    for name, (text, groups) in COMMANDS.items():
        unsaid = argparse.SUPPRESS if name == "train" else None
        command = commands.add_parser(
            name,
            usage=USAGES.get(name),
            help=text,
            description=text,
            allow_abbrev=False,
            argument_default=unsaid,
        )
        for title, options in groups.items():
            group = command.add_argument_group(title) if title else command
            for option, details in options.items():
                group.add_argument(option, **details)
    return parser


USAGES = {"train": "dnn train [--data PATH] [option ...]"}  # there are too many options to list
VERBS = {"train": _train, "predict": _predict, "shapes": _shapes}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status: 0, 2 after an error, 130 or 143 after a signal.

    Parameters
    ----------
    arguments : sequence of str, optional
        Left out, those of the process.

    Examples
    --------
    >>> from dnn.cli.entry import main
    >>> main(["shapes", "2", "1"])  # doctest: +ELLIPSIS
    L = 1 layer: 0 hidden layers and the output (the input does not count)
    ...
    0
    """
    escape_what_cannot_be_encoded()
    try:
        with terminable():
            options = _make_parser().parse_args(arguments)
            status = VERBS[options.command](options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KeyboardInterrupt as error:
        how = "".join(getattr(error, "__notes__", ()))
        if isinstance(error, Terminated):
            return end_with(TERMINATED, f"dnn: terminated{how}")
        return end_with(INTERRUPTED, f"dnn: interrupted{how}")
    except BrokenPipeError:  # the reader has seen enough
        close_output()
        return PIPE_CLOSED
    except (ValueError, OSError, MemoryError, ImportError) as error:
        return end_with(ERROR, f"dnn: error: {error_line(error)}")
