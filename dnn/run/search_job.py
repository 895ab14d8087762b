"""A search from what was asked for to its folder; and an old one, checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from dnn.run.commands import command
from dnn.run.examples import Examples, prepare
from dnn.run.folder import resumable
from dnn.run.search_folder import (
    ROWS,
    SearchSettings,
    begin_search,
    default_search_folder,
    new_search,
    read_search,
    resumed_search,
    write_results,
    write_settings,
)
from dnn.run.settings import SOURCE, new_settings
from dnn.tuning import Drift, again, read_rows, search
from dnn.tuning.outcomes import Row, Rows


class SearchLoaded(NamedTuple):
    """The examples of a search are there."""

    settings: SearchSettings
    examples: Examples


class Searched(NamedTuple):
    """A search has ended, and the files of these names are in its folder."""

    folder: Path
    names: tuple[str, ...]
    settings: SearchSettings
    rows: list[Row]


Tell = Callable[[SearchLoaded], object]
Show = Callable[[Rows], Iterable[Row]]


def new_search_job(given: Mapping[str, Any], tell: Tell, show: Show) -> Searched:
    """Search, and write the folder of the search.

    Parameters
    ----------
    given : mapping
        As for `new_search`, besides ``out``, the folder, ``force``, to write over a search, and
        ``jobs``, the number of processes.
    tell : callable
        Is called when the examples are there.
    show : callable, rows -> rows
        Wraps the iterator over the rows.

    Raises
    ------
    ValueError, OSError
        Before anything is written over, when something is wrong with what was asked for or with
        the data.
    """
    settings = new_search(given)
    folder = Path(given.get("out") or default_search_folder(settings.source["data"]))
    settings, examples = _loaded(settings, tell)
    jobs = given.get("jobs", 1)
    _rows(settings, examples, jobs, None)  # what is wrong comes up before the folder is touched
    begin_search(folder, settings, force=given.get("force", False))
    return _searched(folder, settings, examples, jobs, show)


def resumed_search_job(given: Mapping[str, Any], tell: Tell, show: Show) -> Searched:
    """Go on with a search, to the rows that it would have had without the stop.

    Parameters
    ----------
    given : mapping
        As for `resumed_search`, besides ``resume``, the folder, and ``jobs``.
    tell, show : callables
        As for `new_search_job`.

    Raises
    ------
    ValueError, OSError
        When the folder holds no search, or one of other data.
    """
    folder = Path(given["resume"])
    asked = {name: value for name, value in given.items() if name not in ("resume", "jobs")}
    settings, examples = _loaded(resumed_search(folder, asked), tell)
    jobs = given.get("jobs", 1)
    _rows(settings, examples, jobs, folder / ROWS)
    write_settings(folder, settings)
    return _searched(folder, settings, examples, jobs, show)


def old_search_again(given: Mapping[str, Any]) -> Iterator[Drift]:
    """Train the best of an old search again, see `dnn.tuning.again`.

    Parameters
    ----------
    given : mapping
        ``again``, the file of the rows or the folder of the search; ``jobs``; and rows of SOURCE,
        for other data than those of the search.

    Raises
    ------
    ValueError, OSError
        When there are no such rows or data.
    """
    path = Path(given["again"])
    rows = read_rows(path / ROWS if path.is_dir() else path)
    asked = {name: given[name] for name in SOURCE if name in given}
    folder = path if path.is_dir() else path.parent
    source = new_settings(asked).source if asked else read_search(folder).source
    X, Y = prepare(source).parts["train"]
    return again(X, Y, rows, n_jobs=given.get("jobs", 1))


def resume_command(folder: Path) -> str:
    """Return the command that goes on with a search.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.run.search_job import resume_command
    >>> resume_command(Path("runs/tune-cats"))
    'dnn tune --resume runs/tune-cats'
    """
    return command("tune", {"resume": folder})


def _loaded(settings: SearchSettings, tell: Tell) -> SearchLoaded:
    """Load the examples, which decide the output, and tell of them."""
    examples = prepare(settings.source)
    fixed = {**settings.fixed, "output": examples.output.name}
    loaded = SearchLoaded(replace(settings, fixed=fixed), examples)
    tell(loaded)
    return loaded


def _rows(settings: SearchSettings, examples: Examples, jobs: int, file: Path | None) -> Rows:
    """Return the search that was asked for; it begins when its first row is asked for."""
    return search(
        *examples.parts["train"],
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


def _searched(
    folder: Path, settings: SearchSettings, examples: Examples, jobs: int, show: Show
) -> Searched:
    """Search and write what came of it."""
    with resumable(resume_command(folder)):
        rows = list(show(_rows(settings, examples, jobs, folder / ROWS)))
        return Searched(folder, write_results(folder, settings, rows), settings, rows)
