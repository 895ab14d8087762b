"""The rows of a search: the file of one JSON line a trial, and which of them is best."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dnn.files.atomic import atomic_path
from dnn.tuning.outcomes import Row

# what tells a search from another -> how an error calls it
MARKS = {
    "method": "method",
    "seed": "seed",
    "folds": "number of folds",
    "batch": "batch",
    "space": "space",
    "fixed": "fixed hyperparameters",
    "data": "data",
}


BEGINNING = b'{"number": '  # of every row


class SearchError(ValueError):
    """A file of rows is damaged, or holds another search."""


def best(rows: Iterable[Row]) -> Row:
    """Return the row of the lowest validation error.

    Parameters
    ----------
    rows : iterable of dict
        As `search` yields them.

    Returns
    -------
    dict
        Of equal errors the one with the lower validation cost, then the earlier.

    Raises
    ------
    ValueError
        When there is no row, or every training diverged.

    Examples
    --------
    >>> from dnn.tuning import best
    >>> rows = [{"number": 0, "error": None, "cost": None}, {"number": 1, "error": 0.2, "cost": 1}]
    >>> best(rows)["number"]
    1
    """
    found = ranked(rows)
    if not found:
        raise ValueError("there is no row to choose the best of")
    if found[0]["error"] is None:
        raise ValueError(
            f"all {len(found)} trainings diverged, so none is best: {found[0].get('diverged')}"
        )
    return found[0]


def ranked(rows: Iterable[Row]) -> list[Row]:
    """Return rows from the best to the worst; those that diverged come last.

    Examples
    --------
    >>> from dnn.tuning import ranked
    >>> rows = [{"number": 0, "error": None, "cost": None}, {"number": 1, "error": 0.2, "cost": 1}]
    >>> [row["number"] for row in ranked(rows)]
    [1, 0]
    """
    return sorted(
        rows, key=lambda row: (_or_inf(row["error"]), _or_inf(row["cost"]), row["number"])
    )


def _or_inf(value: float | None) -> float:
    """Return a number; None, which stands for one that is not finite, is the worst."""
    return math.inf if value is None else value


# --- the file -----------------------------------------------------------------------------------


def read_rows(path: str | os.PathLike[str]) -> list[Row]:
    """Return the rows of a file in the order of their numbers; a torn last line is left out.

    Parameters
    ----------
    path : path of the file

    Raises
    ------
    SearchError
        A ValueError that names the file and the line, when it does not hold rows.
    """
    whole, _ = _parsed(Path(path))
    return sorted(whole.values(), key=lambda row: int(row["number"]))


def _parsed(path: Path) -> tuple[dict[int, Row], int]:
    """Return the rows of a file by number, and how many of its bytes are whole lines."""
    content = path.read_bytes()
    length = content.rfind(b"\n") + 1
    torn = content[length : length + len(BEGINNING)]  # a kill came while it was written
    if not BEGINNING.startswith(torn):
        raise SearchError(f"{path}: its last line is not the row of a search; give another file")
    rows: dict[int, Row] = {}
    for k, line in enumerate(content[:length].splitlines(), start=1):
        try:
            row = json.loads(line)
            rows.setdefault(int(row["number"]), row)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise SearchError(
                f"{path}, line {k}: is not the row of a search; give another file"
            ) from None
    return rows, length


class RowFile:
    """The rows of one search on the disk; without a path they are kept nowhere."""

    def __init__(self, path: str | os.PathLike[str] | None, marks: Mapping[str, Any]) -> None:
        self.path = None if path is None else Path(path)
        self.marks = json.loads(json.dumps(marks))

    def resume(self) -> dict[int, Row]:
        """Return the rows that are there by number, and cut off a torn last line.

        Raises
        ------
        SearchError
            When they are of another search: what differs is named.
        """
        if self.path is None:
            return {}
        if not self.path.parent.is_dir():
            raise SearchError(f"{self.path}: there is no folder {self.path.parent}; make it first")
        if not self.path.exists():
            return {}
        rows, length = _parsed(self.path)
        for row in rows.values():
            self._check(row.get("search"))
        if length < self.path.stat().st_size:
            with self.path.open("rb+") as stream:
                stream.truncate(length)
                os.fsync(stream.fileno())
        return rows

    def _check(self, found: Any) -> None:
        """Check that a row belongs to this search."""
        if not isinstance(found, dict):
            raise SearchError(f"{self.path}: its rows do not say which search they are of")
        for mark, noun in MARKS.items():
            if found.get(mark) != self.marks.get(mark):
                raise SearchError(
                    f"{self.path}: holds a search with another {noun}"
                    + _both(found.get(mark), self.marks.get(mark))
                    + "; give another file to begin a new search, or go on with the old one as it "
                    "was begun"
                )

    def append(self, row: Row) -> None:
        """Write a row at the end of the file, down to the disk."""
        if self.path is None:
            return
        if not self.path.exists():
            with atomic_path(self.path):
                pass  # the name itself reaches the disk, too
        with self.path.open("ab") as stream:
            stream.write(json.dumps(row, allow_nan=False).encode("ascii") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())


def _both(old: Any, new: Any) -> str:
    """Say what the file holds and what was asked for, where that is short."""
    texts = [json.dumps(value) for value in (old, new)]
    return f" ({texts[0]} there, {texts[1]} here)" if max(map(len, texts)) < 200 else ""
