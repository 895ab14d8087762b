"""Tables as they come -> examples: columns understood, gaps closed, text turned into numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from dnn.checks.arguments import Argument
from dnn.datasets.columns import KINDS, Mask, Values, counts_the_rows, manner
from dnn.datasets.encoding import Encoding, Rows, TypedTable, decided, encoded
from dnn.datasets.labelled import Dataset, check_kind
from dnn.datasets.missing import are_missing, check_policy
from dnn.datasets.preparation import train_test_split
from dnn.datasets.sheets import (
    Sheet,
    faults_told,
    gaps_told,
    joined,
    kept,
    place_of,
    rivals_told,
    values_of,
)
from dnn.datasets.surprises import surprises
from dnn.datasets.table_labels import label_values, labels_of
from dnn.datasets.table_remarks import (
    alike_told,
    dropped_told,
    left_out_told,
    summaries,
    unlabelled_told,
)
from dnn.files.h5files import DataError

Understood = dict[int, Values]  # place of a column -> what it holds


class Wishes(NamedTuple):
    """What a caller asks of a table.

    Attributes
    ----------
    label : str or int
    kind : str or None
        What the labels are: ``"classes"`` or ``"numbers"``.
    columns : sequence of str or int, or None
        The columns to learn from; None for all but the label's.
    drop : sequence of str or int
        Columns to leave out.
    kinds : mapping
        Column -> a row of KINDS.
    missing : str
        ``"median"``, ``"drop"`` or ``"error"``.
    """

    label: str | int = -1
    kind: str | None = None
    columns: Sequence[str | int] | None = None
    drop: Sequence[str | int] = ()
    kinds: Mapping[str | int, str] | Mapping[str, str] | None = None
    missing: str = "median"


def _check_wishes(wishes: Wishes) -> None:
    """Refuse what no table can give."""
    check_kind(wishes.kind)
    check_policy("missing", wishes.missing)
    for name in ("columns", "drop"):
        value = getattr(wishes, name)
        if isinstance(value, str):
            raise ValueError(f"{name} must be a list of columns such as [{value!r}]; got {value!r}")


def examples_of(
    sheet: Sheet, wishes: Wishes, test_fraction: float | None = None, split_seed: int = 1
) -> Dataset:
    """Return the examples of a table with labels, a share of them held out where that is wished.

    Raises
    ------
    DataError
        With a phrase for every column that is not as it should be: how many cells, the first of
        them, and what helps.
    """
    _check_wishes(wishes)
    at = place_of(sheet, wishes.label, "label column")
    sheet, unlabelled = _with_label(sheet, at)
    label, found = _understood(sheet, at, wishes)
    learnt = _learnt(sheet, found)
    rows = _rows_to_keep(sheet, learnt, label, wishes.missing)
    Y, classes = labels_of(sheet, at, _taken(label, rows), wishes.kind)
    told = (left_out_told(sheet, found, learnt), dropped_told(sheet, learnt, rows))
    table = TypedTable(
        tuple(_taken(values, rows) for values in learnt.values()),
        tuple(j - (j > at) for j in learnt),
        len(sheet.columns) - 1,
        sheet.names is not None,
        wishes.missing,
        summaries(sheet, {j: _taken(v, rows) for j, v in found.items()}, learnt, at, Y, classes),
    )
    remarks = (*sheet.remarks, *unlabelled, *chain(*told), *alike_told(Y, classes))
    dataset = Dataset(
        np.empty((0, Y.shape[1])),
        Y,
        classes,
        skipped=sheet.skipped,
        table=table,
        remarks=remarks,
    )
    if test_fraction is not None:
        return _held_out(dataset, test_fraction, split_seed)
    return fitted(dataset, np.arange(Y.shape[1]))


def fitted(dataset: Dataset, rows: Rows) -> Dataset:
    """Return examples of a table with medians and categories taken from some rows alone.

    Parameters
    ----------
    dataset : Dataset
        As `load_csv` returns it, with its table.
    rows : array of whole numbers
        The examples to train on: no other is looked at.

    Returns
    -------
    Dataset
        All of the examples, encoded anew; the remarks say what those rows did not hold.
    """
    table = dataset.table
    if table is None:
        return dataset
    columns = tuple(decided(v, j, rows) for v, j in zip(table.values, table.places, strict=True))
    if table.missing == "error":
        columns = tuple(column._replace(fill=None) for column in columns)
    encoding = Encoding(columns, table.width, table.has_names, table.missing)
    is_plain = not table.has_names and encoding.features == tuple(c.name for c in columns)
    are_numbers = all(column.kind == "number" for column in columns)
    return dataset._replace(
        X=encoded(encoding, table.values),
        features=None if is_plain and are_numbers else encoding.features,
        columns=encoding,
        remarks=(*dataset.remarks, *surprises(encoding, table.values)),
    )


def _held_out(dataset: Dataset, fraction: float, seed: int) -> Dataset:
    """Hold a share of the examples of a table out to test on, as ``dataset.test``.

    Nothing is taken from the examples to test on: neither medians nor categories.
    """
    order = np.arange(dataset.Y.shape[1])[np.newaxis]
    train, _, test, _ = train_test_split(order, dataset.Y, fraction, seed)
    whole = fitted(dataset, train[0])
    held = whole._replace(X=whole.X[:, test[0]], Y=whole.Y[:, test[0]], table=None, remarks=())
    return whole._replace(X=whole.X[:, train[0]], Y=whole.Y[:, train[0]], table=None, test=held)


# --- columns ------------------------------------------------------------------------------------


def _understood(sheet: Sheet, at: int, wishes: Wishes) -> tuple[Values, Understood]:
    """Return the labels and what each column holds, after checking that all cells are of a kind."""
    kinds = {place_of(sheet, key): kind for key, kind in (wishes.kinds or {}).items()}
    label = label_values(sheet, at, wishes.kind, kinds.get(at))
    found = {j: _column(sheet, j, kinds.get(j)) for j in _chosen(sheet, at, wishes)}
    found = _told_by_others(sheet, {**found, at: label})
    _check_cells(sheet, found, at, wishes.missing)
    return found.pop(at), found


def _told_by_others(sheet: Sheet, found: Understood) -> Understood:
    """Read columns that fit two kinds as the others of the table are written, where these agree."""
    sure = {manner(values) for values in found.values() if not values.rivals}
    told = {j: [kind for kind in values.rivals if kind in sure] for j, values in found.items()}
    return {
        j: values_of(sheet, j, told[j][0]) if len(told[j]) == 1 else values
        for j, values in found.items()
    }


def _learnt(sheet: Sheet, found: Understood) -> Understood:
    """Return the columns that there is something to learn from."""
    learnt = {j: v for j, v in found.items() if KINDS[v.kind].is_learnt and not v.missing.all()}
    if not learnt:
        left_out = "; ".join(left_out_told(sheet, found, learnt)) or "all are dropped"
        texts = {sheet.name(j): "category" for j, v in found.items() if v.kind == "text"}
        hint = ("; to learn from it all the same, pass ", Argument("kinds", texts)) if texts else ()
        raise DataError(f"{sheet.where}: no column is left to learn from: {left_out}", *hint)
    return learnt


def _chosen(sheet: Sheet, at: int, wishes: Wishes) -> list[int]:
    """Return the places of the columns to learn from, in the order of the table."""
    everything = range(len(sheet.columns))
    wanted = everything if wishes.columns is None else _places(sheet, wishes.columns)
    return sorted(set(wanted) - {at} - set(_places(sheet, wishes.drop)))


def _places(sheet: Sheet, keys: Iterable[str | int]) -> list[int]:
    """Return the places of columns."""
    return [place_of(sheet, key) for key in keys]


def _column(sheet: Sheet, j: int, wanted: str | None) -> Values:
    """Return what a column holds; one without a name that counts the rows is their number."""
    cells = sheet.columns[j]
    if wanted is None and sheet.names and not isinstance(cells, Values):
        header = "" if sheet.names[j] == f"column {j + 1}" else sheet.names[j]
        wanted = "row-number" if counts_the_rows(header, cells) else None
    return values_of(sheet, j, wanted)


def _check_cells(sheet: Sheet, found: Understood, at: int, missing: str) -> None:
    """Refuse columns that hold what is not of their kind, naming them all at once."""
    problems, faulty = [], []
    for j, values in sorted(found.items()):
        if values.faults and missing != "drop":
            faulty.append(values)
            problems.append(faults_told(sheet, j, values, is_label=j == at))
        elif values.rivals:
            problems.append(rivals_told(sheet, j, values))
        elif missing == "error" and values.missing.any() and KINDS[values.kind].is_learnt:
            problems.append(gaps_told(sheet, j, values))
    if problems:
        in_first_row = faulty and all(values.faults[0][0] == 0 for values in faulty)
        hint = ("; if the first line names the columns, pass ", Argument("header", True))
        raise joined(sheet, problems, hint if in_first_row and not sheet.names else ())


# --- rows ---------------------------------------------------------------------------------------


def _with_label(sheet: Sheet, at: int) -> tuple[Sheet, tuple[str, ...]]:
    """Leave out the rows that have no label, and say so."""
    if len(sheet.columns) < 2:
        raise DataError(
            f"{sheet.where}: has only one column; there must be at least one column to learn from "
            "beside the label's, cells apart by commas, semicolons, tabs, bars or blanks"
        )
    cells = sheet.columns[at]
    out = cells.missing if isinstance(cells, Values) else are_missing(cells)
    if out.all():
        raise DataError(
            f"{sheet.where}: {sheet.called(at)}, the label's, holds no value; name another with ",
            Argument("label", "..."),
        )
    return kept(sheet, ~out), unlabelled_told(sheet, at, out)


def _rows_to_keep(sheet: Sheet, learnt: Understood, label: Values, missing: str) -> Mask:
    """Say which rows are kept: all, or those without a gap where the others are to be dropped."""
    if missing != "drop":
        return np.ones(len(label.cells), dtype=bool)
    rows: Mask = ~np.any([label.missing, *(v.missing for v in learnt.values())], axis=0)
    if not rows.any():
        told = "; ".join(dropped_told(sheet, learnt, rows))
        raise DataError(f"{sheet.where}: {told}, so none is left; drop the columns with most gaps")
    return rows


def _taken(values: Values, rows: Mask) -> Values:
    """Return a column of some rows; their faults have been told."""
    return values._replace(cells=values.cells[rows], faults=())
