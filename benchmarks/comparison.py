"""Sides on one job, side by side: run them, see that they agree, and tell how long they took."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from benchmarks.children import call, ratio, rounds
from benchmarks.report import megabytes, seconds, spread, table, times
from benchmarks.sides import SIDES

Measured = dict[str, list[dict[str, Any]]]


class Pair(NamedTuple):
    """A ratio that is asked for: this side's seconds over that side's."""

    above: str
    below: str
    what: str  # "seconds" of the whole job, or of its "loop"


def compare(
    title: str,
    sides: Sequence[str],
    job: str,
    options: Mapping[str, Any],
    pairs: Sequence[Pair],
    tolerance: float,
    *,
    threads: int,
    repeats: int,
    markdown: bool,
) -> bool:
    """Print one comparison; return whether all sides computed the same."""
    present = [name for name in sides if SIDES[name].is_installed()]
    runs = {
        name: partial(
            call, "benchmarks.measure.measure", threads, side=name, job=job, options=dict(options)
        )
        for name in present
    }
    measured = rounds(runs, repeats, tell)
    differences = disagreements(measured)
    print(f"\n{'### ' if markdown else ''}{title}\n")
    print(f"{threads} thread(s), {repeats} round(s), {measured[present[0]][0]['kernel']}\n")
    print(table(HEADER, [_row(name, measured, differences) for name in present], markdown), "\n")
    bullet = "- " if markdown else ""
    for name in sides:
        if name not in present:
            print(f"{bullet}{SIDES[name].title}: not installed, skipped")
    for above, below, what in pairs:
        if above in present and below in present:
            found = ratio(_all(measured[above], what), _all(measured[below], what))
            job_or_loop = "whole job" if what == "seconds" else what
            print(f"{bullet}{_title(above)} / {_title(below)}, {job_or_loop}: {spread(found)}")
    return _verdict(differences, tolerance, bullet)


def tell(what: str) -> None:
    """Say on the error stream what is under way."""
    print(what, file=sys.stderr, flush=True)


HEADER = ("", "whole job", "set-up", "(compiling)", "an iteration", "times dnn", "memory", "cost")


def _row(name: str, measured: Measured, differences: Mapping[str, float]) -> list[str]:
    """Return the medians of a side."""
    found = measured[name]
    whole, loop, compiling, peak = (
        median(_all(found, what)) for what in ("seconds", "loop", "compiling", "peak")
    )
    set_up = median(one["seconds"] - one["loop"] for one in found)
    against = [*measured.get("dnn", found)]
    return [
        _title(name),
        seconds(whole),
        seconds(set_up),
        seconds(compiling) if compiling else "",
        seconds(loop / found[0]["iterations"]),
        times(ratio(_all(found, "seconds"), _all(against, "seconds"))[0]),
        megabytes(peak),
        f"{differences[name]:.0e} off" if name in differences else "",
    ]


def disagreements(measured: Measured) -> dict[str, float]:
    """Return how far the costs of each side lie from those of the first, relative, at most."""
    told = {name: found[0] for name, found in measured.items() if found[0]["final"] is not None}
    if not told:
        return {}
    first = next(iter(told.values()))
    return {name: _distance(one, first) for name, one in told.items()}


def _distance(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return the largest relative difference of recorded and final costs."""
    mine, theirs = [one["final"]], [other["final"]]
    if one["costs"] and other["costs"]:
        mine, theirs = mine + one["costs"], theirs + other["costs"]
    return float(np.max(np.abs(np.array(mine) / np.array(theirs) - 1)))


def _verdict(differences: Mapping[str, float], tolerance: float, bullet: str) -> bool:
    """Print whether all sides computed the same costs."""
    apart = {name: off for name, off in differences.items() if not off <= tolerance}
    if apart:
        named = ", ".join(f"{_title(name)} by {off:.1e}" for name, off in apart.items())
        print(f"{bullet}NOT THE SAME COSTS within {tolerance:g}: {named}")
    else:
        print(f"{bullet}All sides computed the same costs, within {tolerance:g} relative.")
    return not apart


def _title(name: str) -> str:
    return SIDES[name].title


def _all(found: Sequence[Mapping[str, Any]], what: str) -> list[float]:
    return [one[what] for one in found]
