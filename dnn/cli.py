"""The door: `dnn train`, `dnn predict`, `dnn shapes`; arguments in, sentences out."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from dnn import __version__
from dnn.checks import check_number, check_whole_number

if TYPE_CHECKING:
    from tqdm import tqdm

    from dnn.runs import Data, Picture, Result, Run, Settings
    from dnn.training import Step

Options = dict[str, dict[str, Any]]

LIVE = 10  # iterations from one cost in the bar to the next: a cost costs time
ERROR, INTERRUPTED, PIPE_CLOSED = 2, 130, 141  # exit statuses; the last two are 128 + the signal


# --- words to values ----------------------------------------------------------------------------


def _whole(least: int, most: float = float("inf")) -> Callable[[str], int]:
    """Return the reader of a whole number within bounds."""

    def read(text: str) -> int:
        try:
            number = check_whole_number("it", int(text), least)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            upper = "up" if most == float("inf") else f"to {most}"
            raise argparse.ArgumentTypeError(f"must be a whole number from {least} {upper}: {text}")
        return number

    return read


def _rate(text: str) -> float:
    """Read a learning rate."""
    try:
        return check_number("it", float(text), "(0, inf)")
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number above 0: {text}") from None


def _hidden_sizes(text: str) -> tuple[int, ...]:
    """Read the sizes of the hidden layers; none for logistic regression."""
    if text.strip().lower() in ("", "0", "none"):
        return ()
    try:
        return tuple(check_whole_number("it", int(size)) for size in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"must be sizes of hidden layers such as 20,7,5 (none for logistic regression): {text}"
        ) from None


# --- tables: option -> what argparse is told of it -----------------------------------------------

TRAIN: Options = {
    "--data": {
        "metavar": "DIR",
        "help": "folder of train_catvnoncat.h5 and test_catvnoncat.h5 (default: $DNN_DATA, else "
        "the pictures that come with dnn)",
    },
    "--layers": {
        "type": _hidden_sizes,
        "default": (20, 7, 5),
        "metavar": "N,N,...",
        "help": "sizes of the hidden layers; none for logistic regression (default: 20,7,5)",
    },
    "--learning-rate": {
        "type": _rate,
        "default": 0.0075,
        "metavar": "RATE",
        "help": "step along the slope (default: %(default)s)",
    },
    "--iterations": {
        "type": _whole(1),
        "default": 2500,
        "metavar": "N",
        "help": "steps of gradient descent (default: %(default)s)",
    },
    "--seed": {
        "type": _whole(0, 2**32 - 1),
        "default": 1,
        "metavar": "N",
        "help": "seed of the first parameters (default: %(default)s)",
    },
    "--out": {
        "metavar": "DIR",
        "help": "folder of this run (default: runs/<data>-<layers>, such as runs/cats-20-7-5-1)",
    },
    "--force": {"action": "store_true", "help": "overwrite the run that the folder holds"},
}
PREDICT: Options = {
    "images": {"nargs": "+", "metavar": "IMAGE", "help": "pictures of any common kind and size"},
    "--run": {
        "required": True,
        "metavar": "DIR",
        "help": "folder that `dnn train` made; DIR/predictions/ gets what the network saw",
    },
}
SHAPES: Options = {
    "layer_dims": {
        "nargs": "+",
        "type": _whole(1),
        "metavar": "UNITS",
        "help": "units of every layer, input first: 12288 20 7 5 1",
    },
    "--m": {"type": _whole(1), "metavar": "N", "help": "number of examples"},
}
OPTIONS = {  # name: what it does, and what it takes
    "train": ("train the cat classifier and write the run to a folder", TRAIN),
    "predict": ("say what the network of a run takes pictures for", PREDICT),
    "shapes": ("print the shapes of all that flows through a network", SHAPES),
}


# --- dnn train ----------------------------------------------------------------------------------


def _train(options: argparse.Namespace) -> None:
    """Load, train, write; and tell of each."""
    from dnn.datasets import VARIABLE, load_data
    from dnn.runs import Data, Settings, claimed, default_folder, write_run

    where = options.data or os.environ.get(VARIABLE) or None
    folder = Path(options.out or default_folder(options.layers, where))
    with claimed(folder, force=options.force):
        data = Data(*load_data(options.data or None), directory=where and os.path.abspath(where))
        print(_loaded(data))
        dims = (math.prod(data.train_x.shape[1:]), *options.layers, 1)
        settings = Settings(dims, options.learning_rate, options.iterations, options.seed)
        print(_announced(settings), flush=True)
        result = _fit(data, settings)
        print(_scored(data, result))
        write_run(folder, data, settings, result)
    print(f"Wrote {folder}: {_files()}")


def _fit(data: Data, settings: Settings) -> Result:
    """Train from the seed; return parameters, costs and predictions."""
    from dnn.datasets import flatten_images
    from dnn.model import predict
    from dnn.parameters import initialize_parameters_deep
    from dnn.runs import EVERY, Result
    from dnn.training import train

    X, n, costs, cost = flatten_images(data.train_x), settings.num_iterations, [], math.nan
    parameters = initialize_parameters_deep(
        settings.layer_dims, seed=settings.seed, scale=settings.scale
    )
    steps = train(X, data.train_y, parameters, settings.learning_rate, n)
    for step in _told(steps, n, EVERY):
        parameters = step.parameters
        if step.iteration % EVERY == 0 or step.iteration == n - 1:
            cost = _finite_cost(step, settings.learning_rate)
            costs += [cost] * (step.iteration % EVERY == 0)
    train_p = predict(X, None, parameters)
    test_p = predict(flatten_images(data.test_x), None, parameters)
    return Result(parameters, costs, cost, train_p, test_p)


def _finite_cost(step: Step, learning_rate: float) -> float:
    """Return the cost of a step, where it still is a number."""
    cost = float(step.cost)
    if not math.isfinite(cost):
        raise ValueError(
            f"the cost is {cost} at iteration {step.iteration}, training has left all bounds; try "
            f"a smaller --learning-rate than {learning_rate}"
        )
    return cost


def _loaded(data: Data) -> str:
    """Say how many pictures there are, of what size, and the share of each class."""
    _, height, width, _ = data.train_x.shape
    name = data.class_names[1]
    return (
        f"Loaded {len(data.train_x)} pictures to train on ({data.train_y.mean():.1%} {name}) and "
        f"{len(data.test_x)} to test on ({data.test_y.mean():.1%} {name}), {width}x{height} each"
        + f", from {data.directory or 'those that come with dnn'}"
    )


def _announced(settings: Settings) -> str:
    """Say what is going to be trained."""
    L = len(settings.layer_dims) - 1
    return (
        f"Training {list(settings.layer_dims)} ({L - 1} hidden, {L} in all): "
        f"{settings.num_iterations} iterations, learning rate {settings.learning_rate}, seed "
        f"{settings.seed}"
    )


def _scored(data: Data, result: Result) -> str:
    """Lay out the accuracies beside the majority rates."""
    from dnn.runs import scores

    rows = (
        f"{part:<6}{score.accuracy:>10.4f}{score.majority:>15.4f}"
        for part, score in scores(data, result).items()
    )
    return "\n".join([f"{'':<6}{'accuracy':>10}{'majority rate':>15}", *rows])


def _files() -> str:
    """Return the names of a run's files as one phrase."""
    from dnn.runs import FILES

    return ", ".join(FILES)


# --- progress -----------------------------------------------------------------------------------


def _told(steps: Iterable[Step], n: int, every: int) -> Iterator[Step]:
    """Pass steps on and show their cost: in a live bar on a terminal, else in plain lines."""
    bar = _bar(steps, n)
    return _in_lines(steps, n, every) if bar is None else _in_a_bar(bar, n)


def _bar(steps: Iterable[Step], n: int) -> tqdm[Step] | None:
    """Return a bar over the steps, where there is a terminal to show it and tqdm to draw it."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    wide = _columns() > 0  # a terminal that does not know its width says 0
    return tqdm(steps, total=n, unit="it", dynamic_ncols=wide, ncols=None if wide else 80)


def _columns() -> int:
    """Return how many characters a line of the terminal takes."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 0


def _in_a_bar(bar: tqdm[Step], n: int) -> Iterator[Step]:
    """Show the cost at the end of the bar."""
    with bar:
        for step in bar:
            if step.iteration % LIVE == 0 or step.iteration == n - 1:
                bar.set_postfix_str(f"cost {float(step.cost):.6f}", refresh=False)
            yield step


def _in_lines(steps: Iterable[Step], n: int, every: int) -> Iterator[Step]:
    """Write the costs that are recorded, and the last, as the course does."""
    for step in steps:
        if step.iteration % every == 0 or step.iteration == n - 1:
            print(f"Cost after iteration {step.iteration}: {step.cost}", flush=True)
        yield step


# --- dnn predict, dnn shapes --------------------------------------------------------------------


def _predict(options: argparse.Namespace) -> None:
    """Read the pictures, ask the network, say what it saw and keep it."""
    from dnn.runs import read_picture, read_run, save_picture, seen_paths

    run = read_run(Path(options.run))
    pictures = [read_picture(path, run.image_shape) for path in options.images]
    paths = seen_paths(run, options.images)
    for name, picture, path in zip(options.images, pictures, paths, strict=True):
        save_picture(path, picture.pixels)
        print(_answered(run, name, picture))
        print(f"  the {picture.pixels.shape[1]}x{picture.pixels.shape[0]} picture seen: {path}")


def _answered(run: Run, name: str, picture: Picture) -> str:
    """Say what a file was, what the network takes it for, and how sure it is."""
    from dnn.datasets import flatten_images
    from dnn.forward import L_model_forward

    AL, _ = L_model_forward(flatten_images(picture.pixels[None]), run.parameters)
    probability = float(AL[0, 0])
    return (
        f"{name}: {run.classes[probability > 0.5]}, probability of {run.classes[1]} "
        f"{probability:.4f} ({picture.kind}, {picture.width}x{picture.height})"
    )


def _shapes(options: argparse.Namespace) -> None:
    """Print the table of shapes."""
    from dnn.shape_table import explain_shapes

    print(explain_shapes(options.layer_dims, options.m))


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
    for name, (text, options) in OPTIONS.items():
        command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        for option, details in options.items():
            command.add_argument(option, **details)
    return parser


COMMANDS = {"train": _train, "predict": _predict, "shapes": _shapes}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status: 0, 2 after an error, 130 after Ctrl-C.

    Parameters
    ----------
    arguments : sequence of str, optional
        Left out, those of the process.

    Examples
    --------
    >>> from dnn.cli import main
    >>> main(["shapes", "2", "1"])
    L = 1 layer: 0 hidden layers and the output (the input does not count)
    layer 0  X = A0, dA0          (2, m)  (n_0, m): one column an example
    layer 1  W1, dW1              (1, 2)  (n_1, n_0)
             b1, db1              (1, 1)  (n_1, 1): added to every column
             Z1, A1 = AL, Y, dZ1  (1, m)  (n_1, m)
    0
    """
    try:
        options = _make_parser().parse_args(arguments)
        COMMANDS[options.command](options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return _ended(INTERRUPTED, "dnn: interrupted")
    except BrokenPipeError:  # the reader has seen enough
        _close_output()
        return PIPE_CLOSED
    except (ValueError, OSError, MemoryError, ImportError) as error:
        return _ended(ERROR, f"dnn: error: {_in_one_line(error)}")
    return 0


def _ended(status: int, line: str) -> int:
    """Say on the error stream why the command ended, and return the exit status."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            _close_output()
    if sys.stderr is not None:
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)
    return status


def _close_output() -> None:
    """Send what is still to be written nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _in_one_line(error: Exception) -> str:
    """Return an error as one line in the user's terms."""
    if isinstance(error, OSError) and error.strerror:
        place = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        return f"{place}{error.strerror}"
    if isinstance(error, ImportError):
        return f"{error}; install dnn again with all that it needs"
    return " ".join(str(error).split()) or "out of memory"
