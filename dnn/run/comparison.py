"""Runs side by side: what they were asked for differently, how they fared, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dnn.datasets.encoding import Encoding
from dnn.plots.costs import bare_figure, plot_costs
from dnn.run.folder import RECORD
from dnn.run.found_runs import overview_of
from dnn.run.judgement import ERROR_BAR
from dnn.run.overview import Overview
from dnn.run.records import Record, RunError, read_fields
from dnn.run.report import HEADINGS

__all__ = ["Comparison", "compare", "curves_figure"]

SURE = 1.96  # standard errors of a difference, from which it is hardly chance
JUDGED_BY = ("data", "m_test", "m_validation", "split_seed", "test_fraction", "validation")


class Comparison(NamedTuple):
    """What there is to say of several runs.

    Attributes
    ----------
    runs : list of Overview
    differences : dict
        Name of what they were asked for differently -> its value in every run.
    best : str
        A sentence: which run is best, by which score, and how sure one can be of it.
    records : list of dict
        Their records.
    """

    runs: list[Overview]
    differences: dict[str, list[Any]]
    best: str
    records: list[Record]


def compare(folders: Sequence[Path]) -> Comparison:
    """Compare runs by their records.

    Raises
    ------
    RunError
        When there are fewer than two, or one of them is no run that has ended.
    """
    if len(folders) < 2:
        raise RunError("there must be two runs or more to compare")
    records = [read_fields(folder / RECORD) for folder in folders]
    runs = [overview_of(*pair) for pair in zip(folders, records, strict=True)]
    differences = _differences([_asked(record) for record in records])
    if _have_one_label(records):
        differences.pop("label", None)
    return Comparison(runs, differences, _best(runs, records), records)


def _asked(record: Record) -> dict[str, Any]:
    """Return all that a run was asked for."""
    asked = {"layers": record.get("layer_dims"), **record.get("hyperparameters", {})}
    return {**record.get("source", {}), **asked}


def _differences(asked: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return what differs, name -> value of every run."""
    names = dict.fromkeys(name for one in asked for name in one)
    columns = {name: [one.get(name) for one in asked] for name in names}
    return {name: values for name, values in columns.items() if any(v != values[0] for v in values)}


# --- the best -----------------------------------------------------------------------------------


def _best(runs: Sequence[Overview], records: Sequence[Record]) -> str:
    """Say which run is best, and whether the next one could be as good by chance."""
    part = "validation" if all(run.validation is not None for run in runs) else "test"
    scored = [
        (score, _error_bar(record, part), run)
        for run, record in zip(runs, records, strict=True)
        if (score := getattr(run, part)) is not None
    ]
    if len({run.score for run in runs}) > 1:
        return "The runs are judged by different scores, so none of them is the best."
    if len(scored) < 2:
        return "Fewer than two of the runs have a score, so none is the best."
    (first, error, best), (second, other_error, other), *_ = sorted(
        scored, key=lambda one: one[0], reverse=True
    )
    told = (
        f"On the {part} set {best.name} is best: {HEADINGS.get(best.score, best.score)} {first:.3f}"
        f"{_plus_minus(error)}"
    )
    next_best = f"{other.name}, {second:.3f}{_plus_minus(other_error)}"
    sure = _how_sure(first - second, (error, other_error), next_best)
    return f"{_caveat(records)}{told}. {sure}"


def _error_bar(record: Record, part: str) -> float | None:
    """Return the standard error of a run's score."""
    value = record[part].get(ERROR_BAR)
    return value if isinstance(value, float) else None


def _plus_minus(error: float | None) -> str:
    """Return an error bar as it stands behind a score."""
    return "" if error is None else f" ± {error:.3f}"


def _how_sure(gap: float, errors: Sequence[float | None], next_best: str) -> str:
    """Say whether the next best run could be as good."""
    if any(error is None for error in errors):
        return f"The next is {next_best}; how sure that is cannot be told."
    bar = math.hypot(*(error for error in errors if error is not None))
    if gap <= SURE * bar:
        return (
            f"The next is {next_best}: the gap of {gap:.3f} is less than {SURE:g} of its standard "
            f"errors of {bar:.3f}, so it may be chance."
        )
    return (
        f"The next is {next_best}: the gap of {gap:.3f} is {gap / bar if bar else math.inf:.1f} of "
        f"its standard errors of {bar:.3f}, hardly chance."
    )


def _caveat(records: Sequence[Record]) -> str:
    """Say where the runs were not judged by the same examples."""
    known = [{**_asked(record), **record.get("data", {})} for record in records]
    judged_by = [[one.get(name) for name in JUDGED_BY] for one in known]
    if all(one == judged_by[0] for one in judged_by) and _have_one_label(records):
        return ""
    return "The runs were judged by different examples, so their scores are hardly to be compared. "


def _have_one_label(records: Sequence[Record]) -> bool:
    """Tell whether runs learn the same column, be it named or found, as far as can be told.

    Where some name a column and others were left to find theirs, it is another one when these
    learn from it, or when their test sets do not hold as many examples of the same classes.
    """
    named = {_asked(record).get("label") for record in records}
    if len(named) == 1 or len(named - {None}) > 1:
        return len(named) == 1
    learnt = {name for record in records for name in _columns_of(record)}
    rows = [(record.get("judged") or {}).get("classes") or [] for record in records]
    held = [[(row[0], row[-1]) for row in one] for one in rows]
    return not named & learnt and all(one == held[0] for one in held)


def _columns_of(record: Record) -> list[str]:
    """Return the names of the columns that a run learns from."""
    encoding: Encoding | None = record.get("data", {}).get("columns")
    return [] if encoding is None else [column.name for column in encoding.columns]


# --- the curves ---------------------------------------------------------------------------------


def curves_figure(comparison: Comparison) -> Any:
    """Draw the costs of all runs over each other, or None where none has any."""
    figure = bare_figure(8.0, 5.0)
    ax = figure.add_subplot()
    for run, record in zip(comparison.runs, comparison.records, strict=True):
        costs = record.get("costs") or {}
        values = [math.nan if value is None else value for value in costs.get("values", ())]
        if values:
            every, last = costs.get("every", 100), costs.get("last")
            plot_costs(values, every=every, ax=ax, label=run.name, last=last and last[:2])
    return figure if ax.get_lines() else None
