"""What is said of a table: a line for every column, and all that was left out, with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from dnn.datasets.columns import Mask, Values
from dnn.datasets.encoding import Summary, shown
from dnn.datasets.sheets import Sheet
from dnn.datasets.units import Unit, unit_of
from dnn.shapes import Array
from dnn.text import counted, number_told, some

SHOWN = 4  # categories in a line


def summaries(
    sheet: Sheet,
    found: Mapping[int, Values],
    learnt: Mapping[int, Values],
    at: int,
    Y: Array,
    classes: tuple[str, ...] | None,
) -> tuple[Summary, ...]:
    """Return a line for every column, in the order of the table."""
    lines = {j: _in_short(sheet.name(j), values, j in learnt) for j, values in found.items()}
    lines[at] = Summary(sheet.name(at), "label", _label_in_short(Y, classes), 0)
    return tuple(line for _, line in sorted(lines.items()))


def _in_short(name: str, values: Values, is_learnt: bool) -> Summary:
    """Return a column in one line."""
    missing = values.missing
    known = values.cells[~missing]
    what = _held(values, known) if known.size else "no value"
    return Summary(name, values.kind, what + ", left out" * (not is_learnt), int(missing.sum()))


def _held(values: Values, known: Array) -> str:
    """Say what a column holds: its range, its share of true, or its values."""
    if values.kind == "true-false":
        return f"{known.mean():.0%} true"
    if known.dtype.kind == "f":
        unit = unit_of(values.notation) or Unit()
        ends = (shown(values.kind, float(end)) for end in (known.min(), known.max()))
        return " to ".join(map(unit.around, ends))
    counts = Counter(known.tolist())
    return _with_counts(counts) if values.kind == "category" else f"{len(counts):,} different"


def _with_counts(counts: Counter[str]) -> str:
    """Return names with their counts, the most frequent first."""
    names = [f"{name} ({count:,})" for name, count in counts.most_common(SHOWN)]
    more = len(counts) - SHOWN
    return ", ".join([*names, *([f"{more} more"] if more > 0 else [])])


def _label_in_short(Y: Array, classes: tuple[str, ...] | None) -> str:
    """Return the labels in a few words."""
    if classes is None:
        return f"{number_told(Y.min())} to {number_told(Y.max())}"
    return _with_counts(Counter(classes[k] for k in Y[0].tolist()))


# --- what was left out --------------------------------------------------------------------------


def unlabelled_told(sheet: Sheet, at: int, out: Mask) -> tuple[str, ...]:
    """Say how many rows have no label."""
    n = int(out.sum())
    if not n:
        return ()
    first = sheet.lines[np.flatnonzero(out)[0]]
    are = "has no label and is" if n == 1 else "have no label and are"
    return (f"{counted(n, 'row')} {are} left out, the first in {sheet.unit} {first}",)


def left_out_told(
    sheet: Sheet, found: Mapping[int, Values], learnt: Mapping[int, Values]
) -> tuple[str, ...]:
    """Say which columns are not learnt from, and which had better not be."""
    left_out = {j: values for j, values in found.items() if j not in learnt}
    empty = [j for j, values in left_out.items() if values.missing.all()]
    counting = [j for j, values in left_out.items() if values.kind == "row-number"]
    texts = [j for j in left_out if j not in (*empty, *counting)]
    many = [f"{sheet.called(j)} ({_different(left_out[j]):,} different)" for j in texts]
    told = [f"{sheet.called(j)} holds no value and is left out" for j in empty]
    told += [
        f"{sheet.called(j)} is the number of the row and is left out: it gives a sorted label away"
        for j in counting
    ]
    if texts:
        told.append(f"text, each value of which would be a feature, is left out: {some(many)}")
    told += [
        f"{sheet.called(j)} counts the rows: if that is all it does, drop it, because it gives a "
        "sorted label away"
        for j, values in learnt.items()
        if values.kind == "number" and _counts_up(values.cells, sheet.lines)
    ]
    return tuple(told)


def _different(values: Values) -> int:
    """Return the number of different texts."""
    return len(set(values.cells[~values.missing].tolist()))


def _counts_up(cells: Array, lines: Array) -> bool:
    """Say whether numbers are 0, 1, 2, ... or 1, 2, 3, ..., or did so before rows were left out."""
    if len(cells) < 3 or not 0 <= cells[0] <= lines[0]:
        return False
    is_count = cells[0] <= 1 and (cells == cells[0] + np.arange(len(cells))).all()
    return bool(is_count or (cells == cells[0] + (lines - lines[0])).all())


def dropped_told(sheet: Sheet, learnt: Mapping[int, Values], rows: Mask) -> tuple[str, ...]:
    """Say how many rows have gaps and are dropped, and where the gaps are."""
    n = int((~rows).sum())
    if not n:
        return ()
    gaps = {j: int(values.missing.sum()) for j, values in learnt.items()}
    most = sorted((j for j in gaps if gaps[j]), key=lambda j: -gaps[j])
    columns = [f"{sheet.called(j)} ({gaps[j]:,})" for j in most]
    where = f": {some(columns, 5)}" if columns else ""
    hold = "row misses" if n == 1 else "rows miss"
    return (f"{n:,} {hold} a value and {'is' if n == 1 else 'are'} left out{where}",)


def alike_told(Y: Array, classes: tuple[str, ...] | None) -> tuple[str, ...]:
    """Say which classes differ only in case or blanks.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.table_remarks import alike_told
    >>> alike_told(np.array([[0, 1, 1]]), ("Adelie", "adelie"))
    ("the labels 'Adelie' (1) and 'adelie' (2) differ only in case or blanks, and are classes of \
their own",)
    """
    if classes is None:
        return ()
    groups: dict[str, list[int]] = {}
    for k, name in enumerate(classes):
        groups.setdefault("".join(name.split()).casefold(), []).append(k)
    sizes = np.bincount(Y[0], minlength=len(classes))
    return tuple(
        "the labels "
        + " and ".join(f"{classes[k]!r} ({sizes[k]})" for k in group)
        + " differ only in case or blanks, and are classes of their own"
        for group in groups.values()
        if len(group) > 1
    )
