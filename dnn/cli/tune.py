"""`dnn tune`: a search over hyperparameters, told as it runs, and what came of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dnn.cli.console import say, warned
from dnn.cli.progress import live_bar
from dnn.cli.sentences import loaded
from dnn.plots.tuning import shown
from dnn.run.search_folder import train_command
from dnn.run.search_job import (
    Searched,
    SearchLoaded,
    new_search_job,
    old_search_again,
    resumed_search_job,
)
from dnn.text import aligned, counted
from dnn.tuning import Drift, polynomial, ranked
from dnn.tuning.outcomes import Row, Rows

MOST = 5  # rows in the table at the end
ENOUGH = 30  # trials, from which on a polynomial says something


def obey(options: argparse.Namespace) -> int:
    """Search, go on with a search, or check an old one again; return the exit status."""
    given = vars(options)
    del given["command"]
    if "again" in given:
        for drift in old_search_again(given):
            say(of_drift(drift))
        return 0
    job = resumed_search_job if "resume" in given else new_search_job
    with warned():
        searched = job(given, lambda news: say(of_examples(news)), with_progress)
    say(of_search(searched))
    return 0


def with_progress(rows: Rows) -> Iterator[Row]:
    """Pass rows on and tell of each: in a live bar on a terminal, else in plain lines."""
    bar = live_bar(rows, len(rows), unit="trial")
    best: float | None = None
    for row in rows if bar is None else bar:
        if row["error"] is not None:
            best = row["error"] if best is None else min(best, row["error"])
        so_far = "none yet" if best is None else f"{100 * best:.1f} %"
        if bar is None:
            say([f"trial {row['number']}: {error_of(row)}, best so far {so_far}"])
        else:
            bar.set_postfix_str(f"best {so_far}", refresh=False)
        yield row


# --- what is said -------------------------------------------------------------------------------


def of_examples(news: SearchLoaded) -> list[str]:
    """Say what was loaded, and what of it is not looked at."""
    source = news.settings.source["data"]
    return [*loaded(news.examples, source), "The search does not look at those to test on."]


def of_search(searched: Searched) -> list[str]:
    """Return the best as a table, what matters, the doctor's word on the worst, what to do next."""
    rows, space = searched.rows, searched.settings.space
    lost = sum(row["error"] is None for row in rows)
    lines = best_of(rows, space)
    if len(rows) - lost >= ENOUGH:
        lines.append(f"Error in % = {polynomial(rows, space).formula}")
    if lost:
        lines.append(f"{counted(lost, 'trial')} diverged.")
    lines.append(of_worst(ranked(rows)[-1]))
    lines.append(f"Wrote {searched.folder}: {', '.join(searched.names)}")
    if lost == len(rows):
        return lines
    command = train_command(searched.folder, searched.settings)
    return [*lines, "To train the best on all the examples to train on:", f"  {command}"]


def best_of(rows: Sequence[Row], space: Mapping[str, Any]) -> list[str]:
    """Lay out the best few."""
    cells = [("trial", "error", *space)]
    for row in ranked(rows)[:MOST]:
        values = (shown(row["hyperparameters"][name]) for name in space)
        cells.append((str(row["number"]), error_of(row), *values))
    trials = counted(len(rows), "trial")
    head = f"Validation error, mean of the folds ± deviation, the best of {trials}:"
    return [head, *(f"  {line}" for line in aligned(cells))]


def of_worst(row: Row) -> str:
    """Say what the doctor says of the worst trial."""
    doctor = row["doctor"]
    words = f"{doctor['verdict']}. {doctor['cause']} {doctor['action']}"
    return f"The worst, trial {row['number']} ({error_of(row)}): {words}"


def of_drift(drift: Drift) -> list[str]:
    """Say what has changed since an old search."""
    options = drift.old["hyperparameters"].items()
    chosen = ", ".join(f"{name} {shown(value)}" for name, value in options)
    return [f"trial {drift.old['number']} ({chosen}):", *(f"  {c}" for c in drift.changes)]


def error_of(row: Row) -> str:
    """Return the error of a row with its spread.

    Examples
    --------
    >>> from dnn.cli.tune import error_of
    >>> error_of({"error": 0.123, "spread": 0.01}), error_of({"error": None})
    ('12.3 % ± 1.0', 'diverged')
    """
    if row["error"] is None:
        return "diverged"
    return f"{100 * row['error']:.1f} % ± {100 * row['spread']:.1f}"
