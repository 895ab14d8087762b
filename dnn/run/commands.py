"""What was asked for, as the words of the command line that ask for it again."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dnn.run.settings import COMMAND_LINE, HIDDEN, SOURCE, Settings

__all__ = [
    "asked_of",
    "command",
    "next_command",
    "option_of",
    "resume_command",
    "train_command",
    "written",
]

OTHERWISE = {"kinds": "kind"}  # rows that are given one by one
HELD_OUT = 0.2  # of the training set, where patience is advised and no validation set is there


def option_of(name: str) -> str:
    """Return the option that stands for a hyperparameter or a row of SOURCE.

    Examples
    --------
    >>> from dnn.run.commands import option_of
    >>> option_of("num_iterations"), option_of("learning_rate")
    ('--iterations', '--learning-rate')
    """
    return "--" + OTHERWISE.get(name, name.removeprefix("num_").replace("_", "-"))


def written(value: Any) -> str:
    """Return a value as the command line takes it.

    Examples
    --------
    >>> from dnn.run.commands import written
    >>> written(None), written([20, 7]), written({"zip": "category"}), written("Survived")
    ('none', '20,7', 'zip=category', 'Survived')
    """
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    if isinstance(value, Mapping):
        return ",".join(f"{name}={part}" for name, part in value.items())
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def train_command(settings: Settings, **more: Any) -> str:
    """Return the command that trains with these settings; what is the default is left out.

    Parameters
    ----------
    settings : Settings
    **more
        Further options, such as ``out="runs/mine"``.

    Examples
    --------
    >>> from dnn.run.commands import train_command
    >>> from dnn.run.settings import new_settings
    >>> train_command(new_settings({"data": "my iris.csv", "layers": (3,), "learning_rate": 0.1}))
    "dnn train --data 'my iris.csv' --layers 3 --learning-rate 0.1"
    """
    asked, chosen = asked_of(settings.source), settings.hyperparameters
    if tuple(settings.layers) != HIDDEN:
        asked["layers"] = list(settings.layers) or None
    asked |= {
        name: chosen[name]
        for name, row in COMMAND_LINE.items()
        if chosen[name] != row.default and name != "output"  # the labels, or the source, tell it
    }
    return command("train", {**asked, **more})


def asked_of(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was asked of the data: the rows of SOURCE that differ from their defaults."""
    return {name: source[name] for name, row in SOURCE.items() if source[name] != row.default}


def command(name: str, options: Mapping[str, Any]) -> str:
    """Return a command with its options, quoted as a shell takes it.

    Examples
    --------
    >>> from dnn.run.commands import command
    >>> command("train", {"data": "my iris.csv", "kinds": {"a": "number"}, "header": False})
    "dnn train --data 'my iris.csv' --kind a=number --no-header"
    """
    words = [word for option, value in options.items() for word in _words(option, value)]
    return shlex.join(["dnn", name, *words])


def _words(name: str, value: Any) -> list[str]:
    """Return an option and its value as words."""
    option = option_of(name)
    if isinstance(value, bool):
        return [option if value else f"--no-{option.removeprefix('--')}"]
    if isinstance(value, Mapping):
        return [option, _with_commas(f"{key}={part}" for key, part in value.items())]
    if isinstance(value, list | tuple):
        return [option, _with_commas(map(str, value))]
    return [option, "none" if value is None else str(value)]


def _with_commas(names: Iterable[str]) -> str:
    """Return names as one cell after the other, quoted where they hold commas themselves."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()


def resume_command(folder: Path, **more: Any) -> str:
    """Return the command that goes on with a run.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.run.commands import resume_command
    >>> resume_command(Path("mine"), num_iterations=5000)
    'dnn train --resume mine --iterations 5000'
    """
    return command("train", {"resume": folder, **more})


def next_command(folder: Path, settings: Settings, remedy: Mapping[str, Any]) -> str | None:
    """Return the command that does what the doctor advises, or None where no option does it.

    Parameters
    ----------
    folder : pathlib.Path
        Of the run that was examined; a new one goes beside it.
    settings : Settings
        Of that run.
    remedy : mapping
        As ``dnn.Diagnosis.remedy``.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.run.commands import next_command
    >>> from dnn.run.settings import new_settings
    >>> next_command(Path("mine"), new_settings({"data": "iris.csv"}), {"learning_rate": 0.05})
    'dnn train --data iris.csv --learning-rate 0.05 --out mine-2'
    """
    changed = dict(remedy)
    layers = tuple(changed.pop("layers_dims", (0, *settings.layers, 0))[1:-1])
    source = dict(settings.source)
    if changed.pop("standardize", False) or changed.pop("divide_by", None):
        source["standardize"] = True
    if changed.get("patience") and source["validation"] is None:
        source["validation"] = HELD_OUT
    if not remedy or any(name not in COMMAND_LINE for name in changed):
        return None
    if list(remedy) == ["num_iterations"]:
        return resume_command(folder, **changed)
    wanted = {**settings.hyperparameters, **changed}
    again = Settings(layers, source, wanted, settings.checkpoint_every)
    return None if again == settings else train_command(again, out=_beside(folder))


def _beside(folder: Path) -> Path:
    """Return the first free name beside a folder: mine-2, mine-3, ..."""
    k = 2
    while folder.with_name(f"{folder.name}-{k}").exists():
        k += 1
    return folder.with_name(f"{folder.name}-{k}")
