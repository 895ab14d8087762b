"""The folder of a search: what it was asked for, its rows, the best of them, its report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dnn.checks.values import check_whole_number
from dnn.files.atomic import atomic_path
from dnn.run.commands import asked_of, command
from dnn.run.settings import COMMAND_LINE, HIDDEN, SOURCE, SettingsError, new_settings
from dnn.training.hyperparameters import HYPERPARAMETERS
from dnn.tuning.outcomes import Row
from dnn.tuning.reports import report
from dnn.tuning.rows import best
from dnn.tuning.spaces import LAYERS, check_space, check_value

FORMAT, VERSION = "dnn-search", 1
RECORD, ROWS, BEST, REPORT = "search.json", "rows.jsonl", "best.json", "report.html"
LATER = ("budget",)  # what may be given anew when a search goes on
USUAL = {"method": "tpe", "budget": None, "folds": 5, "search_seed": 0, "points": None}


@dataclass(frozen=True)
class SearchSettings:
    """All that a search was asked for, as plain values that JSON can hold.

    Attributes
    ----------
    source : mapping
        Where the examples come from: a value for every row of ``dnn.run.settings.SOURCE``.
    space : mapping
    fixed : mapping
        Hyperparameters, and layers, that are the same in all trials.
    method, budget, folds, search_seed, points
        See `dnn.tuning.search`.
    """

    source: Mapping[str, Any]
    space: Mapping[str, Any]
    fixed: Mapping[str, Any]
    method: str
    budget: int | None
    folds: int
    search_seed: int
    points: int | None


def new_search(given: Mapping[str, Any]) -> SearchSettings:
    """Return the settings of a new search: what was given, else the defaults.

    Parameters
    ----------
    given : mapping
        ``space``, the path of a JSON file; any of USUAL, of SOURCE, and of the hyperparameters.

    Raises
    ------
    SettingsError
        When there is no space, or it is none.

    Examples
    --------
    >>> import json, tempfile
    >>> from pathlib import Path
    >>> from dnn.run.search_folder import new_search
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "space.json")
    ...     _ = path.write_text(json.dumps({"learning_rate": [0.01, 0.1]}))
    ...     settings = new_search({"space": str(path), "data": "iris.csv", "folds": 3})
    >>> settings.folds, settings.fixed["num_iterations"], settings.source["data"]
    (3, 2500, 'iris.csv')
    """
    if "space" not in given:
        raise SettingsError(
            "say with --space FILE what to try: a JSON file such as "
            '{"learning_rate": {"log_uniform": [1e-4, 0.1]}, "layers": [[20], [20, 7]]}'
        )
    space = read_space(Path(given["space"]))
    source = new_settings({name: given[name] for name in SOURCE if name in given}).source
    names = (LAYERS, *HYPERPARAMETERS)
    usual = {LAYERS: list(HIDDEN), "num_iterations": COMMAND_LINE["num_iterations"].default}
    fixed = {**usual, **{name: given[name] for name in names if name in given}}
    twice = [name for name in space if name in given]
    if twice:
        raise SettingsError(f"{twice[0]} is in the space and given as an option: drop one of them")
    kept = {n: check_value(n, value) for n, value in fixed.items() if n not in space}
    chosen = {name: given.get(name, default) for name, default in USUAL.items()}
    return SearchSettings(source, space, kept, **chosen)


def read_space(path: Path) -> dict[str, Any]:
    """Return the space in a JSON file.

    Raises
    ------
    SettingsError
        When it holds no JSON, or no space.
    """
    try:
        return check_space(json.loads(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise SettingsError(f"{path}: is not JSON") from None
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from None


# --- the folder ---------------------------------------------------------------------------------


def default_search_folder(data: str | None) -> Path:
    """Return the folder of a search on these data, where none is given.

    Examples
    --------
    >>> from dnn.run.search_folder import default_search_folder
    >>> default_search_folder("tables/iris.csv").as_posix()
    'runs/tune-iris'
    """
    return Path("runs", f"tune-{'cats' if data is None else Path(data).stem or 'data'}")


def begin_search(folder: Path, settings: SearchSettings, *, force: bool = False) -> None:
    """Make the folder, and write down what was asked for.

    Raises
    ------
    SettingsError
        When it holds a search already, and is not to be overwritten.
    """
    if (folder / RECORD).exists() and not force:
        raise SettingsError(
            f"{folder}: holds a search already; go on with --resume {folder}, choose another "
            "folder with --out, or overwrite it with --force"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in (ROWS, BEST, REPORT):
        (folder / name).unlink(missing_ok=True)
    write_settings(folder, settings)


def write_settings(folder: Path, settings: SearchSettings) -> None:
    """Write down what a search was asked for, whole or not at all."""
    record = {"format": FORMAT, "version": VERSION, **asdict(settings)}
    _write(folder / RECORD, json.dumps(record, indent=2))


def resumed_search(folder: Path, given: Mapping[str, Any]) -> SearchSettings:
    """Return the settings of a search that is in a folder; its budget may be given anew.

    Raises
    ------
    SettingsError
        When there is none, it is damaged, or something else is given anew.
    """
    refused = [name for name in given if name not in LATER]
    if refused:
        option = {"mapping": "hyperparameters", "num_iterations": "iterations"}
        name = option.get(refused[0], refused[0]).replace("_", "-")
        raise SettingsError(
            f"--resume takes everything from the search, so --{name} cannot be given; --budget and "
            "--jobs can"
        )
    settings = read_search(folder)
    budget = given.get("budget", settings.budget)
    return SearchSettings(**{**_fields(settings), "budget": budget})


def read_search(folder: Path) -> SearchSettings:
    """Return what a folder says that its search was asked for."""
    path = folder / RECORD
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record.pop("format") != FORMAT or record.pop("version") != VERSION:
            raise SettingsError(f"{path}: is of another kind, or of a newer dnn")
        settings = SearchSettings(**record)
        source = {name: row.check(name, settings.source[name]) for name, row in SOURCE.items()}
        fixed = {name: check_value(name, value) for name, value in settings.fixed.items()}
        space = check_space(settings.space)
        check_whole_number("folds", settings.folds, least=2)
    except FileNotFoundError:
        raise SettingsError(
            f"{folder}: is not the folder of a search; `dnn tune --out {folder}` makes it"
        ) from None
    except SettingsError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SettingsError(f"{path}: is damaged: {error}") from None
    changed = {"source": source, "fixed": fixed, "space": space}
    return SearchSettings(**{**_fields(settings), **changed})


def _fields(settings: SearchSettings) -> dict[str, Any]:
    """Return settings as a dict, one level deep."""
    return {name: getattr(settings, name) for name in SearchSettings.__dataclass_fields__}


def write_results(folder: Path, settings: SearchSettings, rows: Sequence[Row]) -> tuple[str, ...]:
    """Write the report, and the hyperparameters of the best; return the names of the files."""
    title = f"Search on {settings.source['data'] or 'the pictures that come with dnn'}"
    page = report(rows, settings.space, title=title, command=train_command(folder, settings))
    _write(folder / REPORT, page)
    if all(row["error"] is None for row in rows):
        return (ROWS, REPORT)
    chosen = best(rows)["hyperparameters"]  # the output is for the labels to decide
    kept = {name: value for name, value in chosen.items() if name != "output"}
    _write(folder / BEST, json.dumps(kept, indent=2))
    return (ROWS, BEST, REPORT)


def train_command(folder: Path, settings: SearchSettings) -> str:
    """Return the command that trains the best of a search on the same examples."""
    return command("train", {**asked_of(settings.source), "hyperparameters": folder / BEST})


def _write(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    with atomic_path(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")
