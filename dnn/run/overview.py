"""Runs at a glance: a line per run, sorted, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from dnn.checks.values import look_up
from dnn.text import aligned

__all__ = ["OVERVIEWS", "Overview", "sorted_by"]


class Overview(NamedTuple):
    """One run in one line.

    Attributes
    ----------
    name : str
        Its folder.
    date : str
        When it was begun.
    data : str
        What it learnt from.
    layers : str
        Sizes of all layers.
    chosen : str
        The hyperparameters that are not the default.
    train, validation, test : float or None
        The score of its output on each part; None where there is none.
    score : str
        What that score is called.
    verdict : str
        The doctor's, or how it ended.
    """

    name: str
    date: str
    data: str
    layers: str
    chosen: str
    train: float | None
    validation: float | None
    test: float | None
    score: str
    verdict: str


def sorted_by(runs: Sequence[Overview], column: str) -> list[Overview]:
    """Return runs sorted by a column: names and words upwards, dates and scores from the top.

    Raises
    ------
    ValueError
        When there is no such column.
    """
    look_up(dict.fromkeys(Overview._fields), column, "column")
    falls = column in ("date", "train", "validation", "test")
    lowest: Any = "" if column == "date" or not falls else -math.inf

    def key(run: Overview) -> Any:
        value = getattr(run, column)
        return lowest if value is None else value

    return sorted(runs, key=key, reverse=falls)


# --- as text ------------------------------------------------------------------------------------


def _as_table(runs: Sequence[Overview]) -> str:
    """Return lines with aligned columns; those that are empty in every run are left out."""
    cells = [[_shown(value) for value in run] for run in runs]
    kept = [k for k in range(len(Overview._fields)) if any(row[k] for row in cells)]
    header = [Overview._fields[k] for k in kept]
    return "\n".join(aligned([header, *([row[k] or "-" for k in kept] for row in cells)])) + "\n"


def _shown(value: str | float | None) -> str:
    """Return a cell as people read it."""
    return f"{value:.4f}" if isinstance(value, float) else value or ""


def _as_csv(runs: Sequence[Overview]) -> str:
    """Return a line per run, under a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([Overview._fields, *runs])
    return text.getvalue()


def _as_json(runs: Sequence[Overview]) -> str:
    """Return one array with an object per run."""
    return json.dumps([run._asdict() for run in runs], ensure_ascii=False, indent=1) + "\n"


OVERVIEWS: Mapping[str, Callable[[Sequence[Overview]], str]] = MappingProxyType(
    {"table": _as_table, "csv": _as_csv, "json": _as_json}
)
