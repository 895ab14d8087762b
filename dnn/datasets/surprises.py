"""What a table holds that the examples to train on did not: categories, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dnn.datasets.columns import Values
from dnn.datasets.encoding import Column, Encoding
from dnn.text import counted, some


def unseen(column: Column, values: Values) -> Counter[str]:
    """Count the categories that a column holds and its encoding does not know."""
    if column.kind != "category":
        return Counter()
    known = {None, *column.categories}
    return Counter(cell for cell in values.cells.tolist() if cell not in known)


def surprises(encoding: Encoding, table: Iterable[Values]) -> tuple[str, ...]:
    """Say which categories were never seen, and which gaps are filled without a flag.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.columns import understood
    >>> from dnn.datasets.encoding import Encoding, decided
    >>> from dnn.datasets.surprises import surprises
    >>> sex = understood("sex", ["male", "female", "male"])
    >>> encoding = Encoding((decided(sex, 0, np.arange(3)),), 1, True)
    >>> surprises(encoding, [understood("sex", ["m", "male", "?"], "category")])
    ("column 'sex': 1 cell is of a category that training did not have, 'm' (1), and counts as \
none of those it had", "column 'sex': 1 cell is missing, as none was in training, and becomes \
'male'")
    """
    remarks = []
    for column, values in zip(encoding.columns, table, strict=True):
        strange, gaps = unseen(column, values), int(values.missing.sum())
        if strange:
            names = [f"{name!r} ({count})" for name, count in strange.most_common()]
            what, counts = (
                ("a category", "counts") if strange.total() == 1 else ("categories", "count")
            )
            remarks.append(
                f"column {column.name!r}: {_cells(strange.total())} of {what} that training did "
                f"not have, {some(names, 5)}, and {counts} as none of those it had"
            )
        if gaps and not column.has_flag:
            remarks.append(
                f"column {column.name!r}: {_cells(gaps)} missing, as none was in training, and "
                f"become{'s' * (gaps == 1)} {column.filling}"
            )
    return tuple(remarks)


def _cells(n: int) -> str:
    """Return '1 cell is', '2 cells are'."""
    return f"{counted(n, 'cell')} {'is' if n == 1 else 'are'}"
