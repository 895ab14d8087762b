"""`dnn tune`: a search over hyperparameters, told as it runs, and what came of it."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dnn.checks.values import check_whole_number
from dnn.cli.arguments import DATA, NETWORK, Options, plain
from dnn.cli.console import hinted, say, warned
from dnn.text import aligned, counted

if TYPE_CHECKING:
    from dnn.run.search_folder import SearchSettings

Row = dict[str, Any]
MOST = 5  # rows in the table at the end
ENOUGH = 30  # trials, from which on a polynomial says something


def _number(dest: str, text: str, least: int = 1) -> dict[str, Any]:
    """Return what argparse is told of a whole number."""

    def read(word: str) -> int:
        try:
            return check_whole_number("it", plain(word), least)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error).removeprefix("it ")) from None

    return {"dest": dest, "type": read, "metavar": "N", "help": text}


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
    "--budget": _number(
        "budget", "number of trials (default: all of a grid, 300 for harmonica, else 60)"
    ),
    "--folds": _number("folds", "folds of the cross-validation (default: 5)", 2),
    "--jobs": _number("jobs", "processes (default: 1)"),
    "--points": _number("points", "for a grid: so many numbers of every range", 2),
    "--search-seed": _number("search_seed", "seed of the folds and the method (default: 0)", 0),
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
# the folds are the validation set; the hyperparameters that are the same in all trials
TUNE: tuple[str, Mapping[str, Options]] = (
    "try hyperparameters, judge each by cross-validation, and say which are best",
    {
        "search": SEARCH,
        "data": {option: row for option, row in DATA.items() if option != "--validation"},
        "the same in all trials": {
            option: row for option, row in NETWORK.items() if option != "--hyperparameters"
        },
    },
)


def tune(options: argparse.Namespace) -> int:
    """Search, go on with a search, or check an old one again; return the exit status."""
    given = {name: value for name, value in vars(options).items() if name != "command"}
    jobs = given.pop("jobs", 1)
    if "again" in given:
        return _again(Path(given.pop("again")), given, jobs)
    if "resume" in given:
        return _resume(Path(given.pop("resume")), given, jobs)
    return _begin(given, jobs)


def _begin(given: dict[str, Any], jobs: int) -> int:
    """Begin a search in a new folder."""
    from dnn.run.search_folder import begin_search, default_search_folder, new_search

    out, force = given.pop("out", None), given.pop("force", False)
    settings = new_search(given)
    folder = Path(out) if out else default_search_folder(settings.source["data"])
    X, Y, settings = _examples(settings)
    _rows(settings, X, Y, jobs, None)  # what is wrong comes up before the folder is touched
    begin_search(folder, settings, force=force)
    return _searched(folder, settings, X, Y, jobs)


def _resume(folder: Path, given: dict[str, Any], jobs: int) -> int:
    """Go on with the search in a folder."""
    from dnn.run.search_folder import resumed_search, write_settings

    settings = resumed_search(folder, given)
    X, Y, settings = _examples(settings)
    write_settings(folder, settings)
    return _searched(folder, settings, X, Y, jobs)


def _examples(settings: SearchSettings) -> tuple[Any, Any, SearchSettings]:
    """Load the examples to train on; return them, and the settings with their output."""
    from dataclasses import replace

    from dnn.cli.sentences import loaded
    from dnn.run.examples import prepare

    examples = prepare(settings.source)
    say(loaded(examples, settings.source["data"]))
    say(["The search does not look at those to test on."])
    X, Y = examples.parts["train"]
    return X, Y, replace(settings, fixed={**settings.fixed, "output": examples.output.name})


def _searched(folder: Path, settings: SearchSettings, X: Any, Y: Any, jobs: int) -> int:
    """Search, tell of each trial, write what came of it."""
    from dnn.run.search_folder import ROWS, write_results

    with hinted(f"; to go on: dnn tune --resume {shlex.quote(str(folder))}"), warned():
        found = list(told(_rows(settings, X, Y, jobs, folder / ROWS)))
    command = train_command(folder, settings)
    names = write_results(folder, settings, found, command)
    say([*summary(found, settings.space), f"Wrote {folder}: {', '.join(names)}"])
    if any(row["error"] is not None for row in found):
        say(["To train the best on all the examples to train on:", f"  {command}"])
    return 0


def _rows(settings: SearchSettings, X: Any, Y: Any, jobs: int, file: Path | None) -> Iterator[Row]:
    """Return the search that the settings ask for; it begins when its first row is asked for."""
    from dnn.tuning import search

    return search(
        X,
        Y,
        settings.space,
        method=settings.method,
        budget=settings.budget,
        folds=settings.folds,
        seed=settings.search_seed,
        points=settings.points,
        n_jobs=jobs,
        file=file,
        **settings.fixed,
    )


def _again(path: Path, given: dict[str, Any], jobs: int) -> int:
    """Train the best of an old search again, and say what has drifted."""
    from dnn.run.examples import prepare
    from dnn.run.search_folder import ROWS, read_search
    from dnn.run.settings import SOURCE, new_settings
    from dnn.tuning import again, read_rows

    rows = read_rows(path / ROWS if path.is_dir() else path)
    if any(name in given for name in SOURCE):
        source = new_settings({name: given[name] for name in SOURCE if name in given}).source
    else:
        source = read_search(path if path.is_dir() else path.parent).source
    X, Y = prepare(source).parts["train"]
    for drift in again(X, Y, rows, n_jobs=jobs):
        say([f"trial {drift.old['number']} ({options_of(drift.old['hyperparameters'])}):"])
        say(f"  {change}" for change in drift.changes)
    return 0


# --- what is said -------------------------------------------------------------------------------


def told(rows: Iterable[Row]) -> Iterator[Row]:
    """Pass rows on and tell of each: in a live bar on a terminal, else in plain lines."""
    bar = _bar()
    best: float | None = None
    for row in rows:
        if row["error"] is not None:
            best = row["error"] if best is None else min(best, row["error"])
        so_far = "none yet" if best is None else f"{best:.1%}"
        if bar is None:
            say([f"trial {row['number']}: {error_of(row)}, best so far {so_far}"])
        else:
            bar.set_postfix_str(f"best {so_far}", refresh=False)
            bar.update()
        yield row
    if bar is not None:
        bar.close()


def _bar() -> Any:
    """Return a bar, where there is a terminal to show it and tqdm to draw it."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm(unit=" trials", dynamic_ncols=True)


def summary(rows: Sequence[Row], space: Mapping[str, Any]) -> list[str]:
    """Return the best five as a table, what matters, and what the doctor says to the worst."""
    from dnn.plots.tuning import shown
    from dnn.tuning import polynomial, ranked

    order = ranked(rows)
    cells = [("trial", "error", *space)]
    for row in order[:MOST]:
        values = (shown(row["hyperparameters"][name]) for name in space)
        cells.append((str(row["number"]), error_of(row), *values))
    worst, lost = order[-1], sum(row["error"] is None for row in rows)
    trials = counted(len(rows), "trial")
    lines = [f"Validation error, mean of the folds ± deviation, the best of {trials}:"]
    lines += [f"  {line}" for line in aligned(cells)]
    if len(rows) - lost >= ENOUGH:
        lines.append(f"Error in % = {polynomial(rows, space).formula}")
    if lost:
        lines.append(f"{counted(lost, 'trial')} diverged.")
    doctor = worst["doctor"]
    lines.append(
        f"The worst, trial {worst['number']} ({error_of(worst)}): {doctor['verdict']}. "
        f"{doctor['cause']} {doctor['action']}"
    )
    return lines


def error_of(row: Row) -> str:
    """Return the error of a row with its spread.

    Examples
    --------
    >>> from dnn.cli.tuning import error_of
    >>> error_of({"error": 0.123, "spread": 0.01}), error_of({"error": None})
    ('12.3 % ± 1.0', 'diverged')
    """
    if row["error"] is None:
        return "diverged"
    return f"{100 * row['error']:.1f} % ± {100 * row['spread']:.1f}"


def options_of(hyperparameters: Mapping[str, Any]) -> str:
    """Return hyperparameters in one line."""
    from dnn.plots.tuning import shown

    return ", ".join(f"{name} {shown(value)}" for name, value in hyperparameters.items())


def train_command(folder: Path, settings: SearchSettings) -> str:
    """Return the command that trains the best of a search on the same examples."""
    from dnn.run.search_folder import BEST
    from dnn.run.settings import SOURCE

    words = ["dnn", "train"]
    for option, told_of in DATA.items():
        name = told_of.get("dest", option.removeprefix("--").replace("-", "_"))
        value = settings.source[name]
        if value == SOURCE[name].default:
            continue
        if isinstance(value, bool):
            words.append(option if value else f"--no-{option.removeprefix('--')}")
        else:
            words += [option, str(value)]
    return shlex.join([*words, "--hyperparameters", str(folder / BEST)])
