"""Answers as files that other programs read: CSV, JSON, or a JSON object per line."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dnn.files.atomic import atomic_path
from dnn.text import listed

if TYPE_CHECKING:
    from dnn.run.answers import Answered  # it loads matplotlib, which --help does not need

__all__ = ["FORMATS", "answers_as", "format_of", "write_answers"]


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the row of FORMATS that a file's name asks for.

    Raises
    ------
    ValueError
        When there is no such format.

    Examples
    --------
    >>> from dnn.run.answer_files import format_of
    >>> format_of("said.JSON")
    'json'
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix in FORMATS:
        return suffix
    raise ValueError(
        f"{path}: answers are written as {listed([f'.{name}' for name in FORMATS])}; give the file "
        "one of these endings"
    )


def write_answers(
    path: str | os.PathLike[str], answered: Sequence[Answered], classes: Sequence[str] | None
) -> None:
    """Write answers to a file, whole or not at all, in the format that its name asks for.

    Raises
    ------
    ValueError
        When there is no such format.
    OSError
        When the file cannot be written.
    """
    content = answers_as(format_of(path), answered, classes)
    with atomic_path(path) as temporary:
        temporary.write_text(content, encoding="utf-8", errors="surrogateescape", newline="")


def answers_as(name: str, answered: Sequence[Answered], classes: Sequence[str] | None) -> str:
    """Return answers in a format of FORMATS.

    Examples
    --------
    >>> from dnn.run.answer_files import answers_as
    >>> from dnn.run.answers import Answer, Answered
    >>> answered = [Answered("new.csv", 1, Answer("cat", (0.25, 0.75)))]
    >>> print(answers_as("csv", answered, ("dog", "cat")), end="")
    file,row,prediction,probability of dog,probability of cat
    new.csv,1,cat,0.25,0.75
    >>> print(answers_as("jsonl", answered, ("dog", "cat")), end="")
    {"file": "new.csv", "row": 1, "prediction": "cat", "probabilities": {"dog": 0.25, "cat": 0.75}}
    """
    return FORMATS[name](answered, classes or ())


def _as_csv(answered: Sequence[Answered], classes: Sequence[str]) -> str:
    """Return a line per answer, under a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["file", "row", "prediction", *(f"probability of {name}" for name in classes)])
    for file, row, answer, *_ in answered:
        said = answer.name if answer.number is None else repr(answer.number)
        writer.writerow([file, row, said, *map(repr, answer.probabilities)])
    return text.getvalue()


def _objects(answered: Sequence[Answered], classes: Sequence[str]) -> list[dict[str, Any]]:
    """Return an object per answer."""
    objects = []
    for file, row, answer, *_ in answered:
        said: dict[str, Any] = {"file": file, "row": row}
        said["prediction"] = answer.name if answer.number is None else answer.number
        if answer.probabilities:
            said["probabilities"] = dict(zip(classes, answer.probabilities, strict=True))
        objects.append(said)
    return objects


def _as_json(answered: Sequence[Answered], classes: Sequence[str]) -> str:
    """Return one array with an object per answer."""
    return json.dumps(_objects(answered, classes), ensure_ascii=False, indent=1) + "\n"


def _as_json_lines(answered: Sequence[Answered], classes: Sequence[str]) -> str:
    """Return an object per answer, each on its line."""
    lines = (json.dumps(said, ensure_ascii=False) for said in _objects(answered, classes))
    return "".join(f"{line}\n" for line in lines)


FORMATS: Mapping[str, Callable[[Sequence[Answered], Sequence[str]], str]] = MappingProxyType(
    {"csv": _as_csv, "json": _as_json, "jsonl": _as_json_lines}
)
