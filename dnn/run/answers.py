"""What a network makes of new examples: a run and new files -> answers -> a CSV file."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from dnn.cost import OUTPUTS
from dnn.datasets.course import flatten_images
from dnn.datasets.tables import load_csv_features
from dnn.files.atomic import atomic_path
from dnn.files.pictures import Picture, read_picture, save_picture
from dnn.run.folder import SavedRun, seen_paths
from dnn.run.results import output_of
from dnn.shapes import Array


class Answer(NamedTuple):
    """What the network says of one example.

    Attributes
    ----------
    name : str
        The name of the class, or the number as text.
    probabilities : tuple of float
        Of every class; empty where the answer is a number.
    number : float or None
        The number that was asked for; None where the answer is a class.
    """

    name: str
    probabilities: tuple[float, ...]
    number: float | None = None


class Answered(NamedTuple):
    """An example of a file with the answer to it; ``seen`` is where the picture seen was put."""

    file: str
    row: int
    answer: Answer
    picture: Picture | None = None
    seen: Path | None = None


def ask_files(run: SavedRun, paths: Sequence[str]) -> list[Answered]:
    """Return the answers to pictures, or to the rows of tables, as the run was trained on.

    Raises
    ------
    ValueError, OSError
        When a file cannot be read, or holds examples of another kind.
    """
    shape = run.facts.image_shape
    if shape is not None:
        return _ask_pictures(run, paths, shape)
    asked = [(path, ask_rows(run, path)) for path in dict.fromkeys(paths)]
    return [
        Answered(path, k, answer) for path, answers in asked for k, answer in enumerate(answers, 1)
    ]


def _ask_pictures(
    run: SavedRun, paths: Sequence[str], shape: tuple[int, int, int]
) -> list[Answered]:
    """Read pictures, ask the network, and keep what it saw in the folder of the run."""
    for path in paths:
        if Path(path).suffix.lower() in (".csv", ".tsv"):
            raise ValueError(f"{path}: is a table, but {run.folder} was trained on pictures")
    pictures = [read_picture(path, shape) for path in paths]
    answers = ask(run, flatten_images(np.stack([p.pixels for p in pictures])))
    seen = seen_paths(run, paths)
    for place, picture in zip(seen, pictures, strict=True):
        save_picture(place, picture.pixels)
    return [
        Answered(path, 1, answer, picture, place)
        for path, answer, picture, place in zip(paths, answers, pictures, seen, strict=True)
    ]


def ask_rows(run: SavedRun, path: str) -> list[Answer]:
    """Read the rows of a table and return the answers of the network.

    A `dnn.ColumnWarning` tells of categories that it never saw, and of gaps that it does not know.
    """
    facts = run.facts
    if Path(path).suffix.lower() in Image.registered_extensions():
        raise ValueError(f"{path}: is a picture, but {run.folder} was trained on tables")
    label = -1 if facts.label is None else facts.label
    features = facts.columns or (facts.n_features if facts.features is None else facts.features)
    return ask(run, load_csv_features(path, features, label=label, header=facts.header))


def ask(run: SavedRun, X: Array) -> list[Answer]:
    """Return the answers of a network to examples on the scale of their files."""
    facts, scaling = run.facts, run.scaling
    X = X if scaling.X is None else scaling.X(X)
    AL = output_of(X, run.parameters, facts.hidden, facts.output, facts.dtype)
    row = OUTPUTS[facts.output]
    if row.probabilities is None or facts.classes is None:
        numbers = row.decide(AL) if scaling.Y is None else scaling.Y.inverse(row.decide(AL))
        return [Answer(f"{number:.6g}", (), number) for number in numbers[0].tolist()]
    answers, columns = row.decide(AL)[0].astype(int).tolist(), row.probabilities(AL).T.tolist()
    return [
        Answer(facts.classes[k], tuple(column)) for k, column in zip(answers, columns, strict=True)
    ]


def write_answers(
    path: str | os.PathLike[str],
    run: SavedRun,
    answered: Sequence[Answered],
) -> None:
    """Write answers to a CSV file, one line per example, whole or not at all.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    shares = [f"probability of {name}" for name in run.facts.classes or ()]
    with atomic_path(path) as temporary, open(temporary, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "row", "prediction", *shares])
        for file_name, row, answer, *_ in answered:
            said = answer.name if answer.number is None else repr(answer.number)
            writer.writerow([file_name, row, said, *map(repr, answer.probabilities)])
