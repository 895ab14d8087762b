"""The options of every command: words to values, and the tables that argparse is told."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from dnn.checks.values import check_whole_number
from dnn.cli.homework_options import CLASS, EXERCISE, HOMEWORK, KIT
from dnn.datasets.columns import KINDS
from dnn.lesson.glossary import SHAPE_WORDS
from dnn.run.answer_files import FORMATS
from dnn.run.commands import option_of
from dnn.run.overview import OVERVIEWS, Overview
from dnn.run.settings import COMMAND_LINE, SOURCE, check_layers
from dnn.training.hyperparameters import Check, Hyperparameter

Options = dict[str, dict[str, Any]]
DEFAULTS = {"output": "what the labels ask for"}  # those that are no values


class Command(NamedTuple):
    """One row of COMMANDS.

    Attributes
    ----------
    help : str
        What it does.
    groups : mapping
        Title -> options.
    usage : str or None
        Where there are too many options to list.
    are_optional : bool
        Whether options that were not given are left out, for the command to find a default.
    """

    help: str
    groups: Mapping[str, Options]
    usage: str | None = None
    are_optional: bool = False


# --- words to values ----------------------------------------------------------------------------


def plain(text: str) -> Any:
    """Return the value that a word stands for: none, a number, a text, a list or a mapping.

    Examples
    --------
    >>> from dnn.cli.arguments import plain
    >>> plain("none"), plain("64"), plain("1e-3"), plain("relu"), plain("tanh,relu")
    (None, 64, 0.001, 'relu', ['tanh', 'relu'])
    >>> plain("cat=2,non-cat=1")
    {'cat': 2, 'non-cat': 1}
    """
    if "=" in text:
        pairs = (part.rpartition("=") for part in text.split(","))
        return {name.strip(): plain(value) for name, _, value in pairs}
    if "," in text:
        return [plain(part.strip()) for part in text.split(",")]
    if text.lower() == "none":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _reader(name: str, check: Check, read: Callable[[str], Any] = plain) -> Callable[[str], Any]:
    """Return the reader of a word that this check has to pass."""

    def value(text: str) -> Any:
        try:
            return check(name, read(text))
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error).removeprefix(f"{name} ")) from None

    return value


def _one_value(read: Callable[[str], Any]) -> type[argparse.Action]:
    """Return an action that takes several words, or one with commas, for one value."""

    class OneValue(argparse.Action):
        def __call__(self, parser: Any, options: Any, words: Any, option: Any = None) -> None:
            try:
                value = read(",".join(word.removesuffix(",") for word in words))
            except argparse.ArgumentTypeError as error:
                raise argparse.ArgumentError(self, str(error)) from None
            setattr(options, self.dest, value)

    return OneValue


def _units(name: str, value: Sequence[Any]) -> list[int]:
    return [check_whole_number(name, size) for size in value]


def _hidden_sizes(text: str) -> list[Any]:
    """Read the sizes of the hidden layers; none for logistic regression."""
    if text.strip().lower() in ("", "0", "none"):
        return []
    return [plain(size) for size in text.split(",")]


def _names(text: str) -> list[str]:
    """Read names of columns; one that holds a comma stands in quotation marks."""
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]


def _kinds(text: str) -> dict[str, str]:
    """Read the kinds of columns."""
    pairs = (name.rpartition("=") for name in _names(text))
    return {column.strip(): kind.strip() for column, _, kind in pairs}


class Gathered(argparse.Action):
    """An option that may be given again: the mappings become one."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Add the mapping to those that were given before."""
        setattr(namespace, self.dest, {**(getattr(namespace, self.dest, None) or {}), **values})


def _whole(least: int) -> Callable[[str], Any]:
    """Return the reader of a whole number from `least` up."""
    return _reader("it", lambda name, value: check_whole_number(name, value, least))


# --- rows of the tables -> what argparse is told -------------------------------------------------


def _hyperparameter(name: str, row: Hyperparameter) -> dict[str, Any]:
    """Return what argparse is told of a hyperparameter."""
    default = DEFAULTS.get(name, row.default)
    text = f"{row.equation}: {row.range} (default: {default})".replace("None", "none")
    return {
        "dest": name,
        "type": _reader(name, row.check),
        "metavar": "VALUE",
        "help": text.replace("%", "%%"),
    }


def _source(name: str, metavar: str, text: str, read: Callable[[str], Any] = str) -> dict[str, Any]:
    """Return what argparse is told of where examples come from."""
    return {
        "dest": name,
        "type": _reader(name, SOURCE[name].check, read),
        "metavar": metavar,
        "help": text,
    }


def _flag(text: str) -> dict[str, Any]:
    """Return what argparse is told of a switch with a --no- form."""
    return {"action": argparse.BooleanOptionalAction, "help": text}


# --- tables: option -> what argparse is told of it -----------------------------------------------

DATA: Options = {
    "--data": _source(
        "data",
        "PATH",
        "a table (.csv, .tsv, .parquet, .feather, .xlsx), an h5 file, a folder with one folder of "
        "pictures per class, or a folder of train_catvnoncat.h5 and test_catvnoncat.h5 (default: "
        "$DNN_DATA, else the pictures that come with dnn)",
    ),
    "--label": _source(
        "label", "COLUMN", "table: column of the labels, by name or number (default: the last)"
    ),
    "--columns": _source(
        "columns", "NAME,NAME,...", "table: columns to learn from (default: all)", _names
    ),
    "--drop": _source("drop", "NAME,NAME,...", "table: columns to leave out", _names),
    "--kind": {
        **_source(
            "kinds",
            "NAME=KIND",
            f"table: what a column holds, where it is not found: {', '.join(KINDS)}; give it again "
            "for another column",
            _kinds,
        ),
        "action": Gathered,
    },
    "--missing": _source(
        "missing",
        "POLICY",
        "table: missing values become the median or the most frequent (median, the default), their "
        "rows are left out (drop), or they are refused (error)",
    ),
    "--header": _flag("CSV: whether the first line names the columns (default: found by itself)"),
    "--encoding": _source(
        "encoding",
        "NAME",
        "CSV: its encoding, where it is not UTF-8, such as cp1252 or gb18030 (default: found, or "
        "asked for)",
    ),
    "--x": _source("x", "KEY", "h5: key of the examples (default: found by itself)"),
    "--y": _source("y", "KEY", "h5: key of the labels (default: found by itself)"),
    "--size": _source(
        "size", "N", "picture folders: side to which they are scaled (default: 64)", plain
    ),
    "--skip-broken": {
        "action": "store_true",
        "help": "leave out picture files that are broken, and lines of a CSV with another number "
        "of cells",
    },
    "--standardize": _flag(
        "bring every feature to mean 0 and deviation 1 (default: tables yes, pictures no)"
    ),
    "--validation": _source(
        "validation", "FRACTION", "share of the training set held out for --patience", plain
    ),
    "--test-fraction": _source(
        "test_fraction",
        "FRACTION",
        "share held out to test on, where the data have no test set (default: 0.2)",
        plain,
    ),
    "--split-seed": _source("split_seed", "N", "seed of what is held out (default: 1)", plain),
}
NETWORK: Options = {
    "--layers": {
        "nargs": "+",
        "action": _one_value(_reader("layers", check_layers, _hidden_sizes)),
        "metavar": "N",
        "help": "sizes of the hidden layers, 20 7 5 or 20,7,5; none for logistic regression "
        "(default: 20,7,5)",
    },
    **{option_of(name): _hyperparameter(name, row) for name, row in COMMAND_LINE.items()},
    "--hyperparameters": {
        "dest": "mapping",
        "metavar": "FILE",
        "help": "take them from a run.json or a JSON file such as "
        '{"layers": [20, 7], "learning_rate": 0.01}; options given beside it win',
    },
}
FOLDER: Options = {
    "--out": {
        "metavar": "DIR",
        "help": "folder of this run (default: runs/<data>-<layers>, such as runs/cats-20-7-5)",
    },
    "--force": {"action": "store_true", "help": "overwrite the run that the folder holds"},
    "--checkpoint-every": {
        "type": _reader("it", check_whole_number),
        "metavar": "N",
        "help": "iterations between two checkpoints (default: a tenth of all, at least 100)",
    },
    "--quiet": {
        "action": "store_true",
        "help": "leave out what the doctor says at the end; run.json has it all the same",
    },
    "--resume": {
        "metavar": "RUN",
        "help": "go on with a run that was stopped, to the same end; --iterations may be raised",
    },
}
PREDICT: Options = {
    "inputs": {
        "nargs": "+",
        "metavar": "FILE",
        "help": "pictures of any common kind and size, folders of them, tables or h5 files, as the "
        "run was trained on; - is standard input",
    },
    "--run": {
        "required": True,
        "metavar": "DIR",
        "help": "folder that `dnn train` made; DIR/predictions/ gets the pictures that it saw",
    },
    "--out": {
        "metavar": "FILE",
        "help": "write the predictions, with every probability, to a .csv, .json or .jsonl file; "
        "- is standard output",
    },
    "--format": {
        "choices": tuple(FORMATS),
        "default": "csv",
        "help": "of what goes to standard output (default: %(default)s)",
    },
}
EVALUATE: Options = {
    "run": {"nargs": "?", "metavar": "RUN", "help": "folder that `dnn train` made"},
    "data": {
        "nargs": "+",
        "metavar": "DATA",
        "help": "labelled data of the kind that the run was trained on: CSV or h5 files, or a "
        "folder with a folder of pictures per class; - is standard input",
    },
    "--run": {
        "dest": "folder",
        "metavar": "RUN",
        "help": "the same folder, as `dnn predict` has it",
    },
}
REPORT: Options = {
    "run": {"metavar": "RUN", "help": "folder that `dnn train` made"},
    "--out": {"metavar": "FILE", "help": "where the page goes (default: RUN/report.html)"},
}
EXPORT: Options = {
    "run": {"metavar": "RUN", "help": "folder that `dnn train` made"},
    "file": {
        "metavar": "FILE",
        "help": "model.onnx (needs the extra export), model.pt (a PyTorch state dict, needs torch) "
        "or model.py (needs numpy alone and shows the equations)",
    },
}
RUNS: Options = {
    "folder": {
        "nargs": "?",
        "default": "runs",
        "metavar": "FOLDER",
        "help": "where the runs are (default: %(default)s)",
    },
    "--sort": {
        "choices": Overview._fields,
        "default": "date",
        "metavar": "COLUMN",
        "help": "name, date, data, layers, chosen, train, validation, test, score or verdict; "
        "dates and scores from the top (default: %(default)s)",
    },
    "--format": {
        "choices": tuple(OVERVIEWS),
        "default": "table",
        "help": "table, csv or json (default: %(default)s)",
    },
}
COMPARE: Options = {
    "runs": {"nargs": "+", "metavar": "RUN", "help": "folders that `dnn train` made"},
    "--out": {
        "metavar": "FILE",
        "help": "picture of the costs, over each other; none for no picture (default: "
        "comparison.png beside the runs)",
    },
}
SHAPES: Options = {
    "layer_dims": {
        "nargs": "+",
        "action": _one_value(_reader("it", _units, _hidden_sizes)),
        "metavar": "UNITS",
        "help": "units of every layer, input first: 12288 20 7 5 1",
    },
    "--m": {
        "type": _reader("it", check_whole_number),
        "metavar": "N",
        "help": "number of examples",
    },
    "--lang": {
        "choices": tuple(SHAPE_WORDS),
        "default": "en",
        "help": "language of the table (default: %(default)s)",
    },
}
SEARCH: Options = {
    "--space": {
        "metavar": "FILE",
        "help": 'what to try, a JSON file: {"learning_rate": {"log_uniform": [1e-4, 0.1]}, '
        '"lambd": {"uniform": [0, 1]}, "layers": [[20], [20, 7]], "optimizer": ["gd", "adam"]}',
    },
    "--method": {
        "metavar": "NAME",
        "help": "grid, random, tpe, halving or harmonica (default: tpe)",
    },
    "--budget": {
        "type": _whole(1),
        "metavar": "N",
        "help": "number of trials (default: all of a grid, 300 for harmonica, else 60)",
    },
    "--folds": {
        "type": _whole(2),
        "metavar": "N",
        "help": "folds of the cross-validation (default: 5)",
    },
    "--jobs": {"type": _whole(1), "metavar": "N", "help": "processes (default: 1)"},
    "--points": {
        "type": _whole(2),
        "metavar": "N",
        "help": "for a grid: so many numbers of every range",
    },
    "--search-seed": {
        "type": _whole(0),
        "metavar": "N",
        "help": "seed of the folds and the method (default: 0)",
    },
    "--out": {"metavar": "DIR", "help": "folder of this search (default: runs/tune-<data>)"},
    "--force": {"action": "store_true", "help": "overwrite the search that the folder holds"},
    "--resume": {
        "metavar": "DIR",
        "help": "go on with a search that was stopped, to the same rows; --budget may be raised",
    },
    "--again": {
        "metavar": "FILE",
        "help": "train the best of an old search again (its rows.jsonl, or its folder), on today's "
        "data and machine, and say what has drifted",
    },
}
CHECK: Options = {
    "file": {
        "nargs": "?",
        "metavar": "FILE",
        "help": "a homework, .py or .ipynb; only its definitions are run",
    },
    **CLASS,
    "--only": {"metavar": "NAME", "help": "check one exercise, such as linear_backward"},
    "--json": {"action": "store_true", "help": "print the results as JSON"},
    "--lang": {
        "choices": tuple(SHAPE_WORDS),
        "default": "en",
        "help": "language of the hints (default: %(default)s)",
    },
}
COMMANDS: Mapping[str, Command] = MappingProxyType(  # dnn/cli/<name>.py obeys it
    {
        "train": Command(
            "train a network on pictures or tables and write the run to a folder",
            {"data": DATA, "hyperparameters": NETWORK, "run": FOLDER},
            usage="dnn train [--data PATH] [option ...]",
            are_optional=True,
        ),
        "predict": Command(
            "say what the network of a run makes of new pictures or rows", {"": PREDICT}
        ),
        "evaluate": Command("say how good a run is on labelled data", {"": EVALUATE}),
        "runs": Command("list runs, newest first", {"": RUNS}),
        "export": Command("write a network for other programs", {"": EXPORT}),
        "report": Command("make the page of a run again: one HTML file", {"": REPORT}),
        "compare": Command("say how runs differ, and which is best", {"": COMPARE}),
        "tune": Command(
            "try hyperparameters, judge each by cross-validation, and say which are best",
            {
                "search": SEARCH,
                "data": {name: row for name, row in DATA.items() if name != "--validation"},
                "the same in all trials": {
                    name: row for name, row in NETWORK.items() if name != "--hyperparameters"
                },
            },
            usage="dnn tune --space FILE [--data PATH] [option ...]",
            are_optional=True,
        ),
        "shapes": Command("print the shapes of all that flows through a network", {"": SHAPES}),
        "check": Command("check the functions of a homework and say what is wrong", {"": CHECK}),
        "kit": Command("put beside a homework what it imports and does not find", {"": KIT}),
        "exercise": Command("make an exercise, for students and solved", {"": EXERCISE}),
        "homework": Command("run a homework, with what it misses stood in for", {"": HOMEWORK}),
    }
)
USES = (  # the commonest, for --help
    "dnn train                                      the cats that come with it, 20 7 5",
    "dnn train --data flowers.csv --label species   a table; or a folder of pictures, an h5 file",
    "dnn predict new.csv --run runs/flowers-20-7-5  what the network says of new rows or pictures",
    "dnn evaluate runs/flowers-20-7-5 more.csv      how good it is on labelled data",
    "dnn runs                                       all runs with their scores, newest first",
)
