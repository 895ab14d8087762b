"""What a network makes of new examples: a run and new files -> answers -> lines and a CSV file."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from dnn.cost import decide
from dnn.datasets.course import flatten_images
from dnn.datasets.tables import load_csv_features
from dnn.files.atomic import atomic_path
from dnn.files.pictures import Picture, read_picture
from dnn.forward import L_model_forward
from dnn.run.folder import SavedRun
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


def ask_pictures(run: SavedRun, paths: Sequence[str]) -> tuple[list[Picture], list[Answer]]:
    """Read pictures and return them as the network sees them, with its answers."""
    shape = run.facts.image_shape
    if shape is None:
        raise ValueError(f"{run.folder}: its network takes no pictures")
    for path in paths:
        if Path(path).suffix.lower() in (".csv", ".tsv"):
            raise ValueError(f"{path}: is a table, but {run.folder} was trained on pictures")
    pictures = [read_picture(path, shape) for path in paths]
    return pictures, ask(run, flatten_images(np.stack([p.pixels for p in pictures])))


def ask_rows(run: SavedRun, path: str) -> list[Answer]:
    """Read the rows of a CSV file and return the answers of the network."""
    facts = run.facts
    if Path(path).suffix.lower() in Image.registered_extensions():
        raise ValueError(f"{path}: is a picture, but {run.folder} was trained on tables")
    label = -1 if facts.label is None else facts.label
    features = facts.n_features if facts.features is None else facts.features
    return ask(run, load_csv_features(path, features, label=label, header=facts.header))


def ask(run: SavedRun, X: Array) -> list[Answer]:
    """Return the answers of a network to examples on the scale of their files."""
    facts, scaling = run.facts, run.scaling
    X = X if scaling.X is None else scaling.X(X)
    X = X.astype(facts.dtype or X.dtype, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):  # far from all that it was trained on
        AL, _ = L_model_forward(X, run.parameters, hidden=facts.hidden, output=facts.output)
    if facts.output == "linear" or facts.classes is None:
        numbers = AL if scaling.Y is None else scaling.Y.inverse(AL)
        return [Answer(f"{number:.6g}", (), number) for number in numbers[0].tolist()]
    answers = decide(AL, output=facts.output)[0].astype(int).tolist()
    shares = AL if facts.output == "softmax" else np.concatenate([1 - AL, AL])
    return [
        Answer(facts.classes[k], tuple(column))
        for k, column in zip(answers, shares.T.tolist(), strict=True)
    ]


def answer_in_words(run: SavedRun, answer: Answer) -> str:
    """Say an answer: the number, or the class and how sure the network is.

    For two classes that is the probability of the second, as in the course.
    """
    classes = run.facts.classes
    if classes is None:
        return answer.name
    if run.facts.output == "sigmoid":
        return f"{answer.name}, probability of {classes[1]} {answer.probabilities[1]:.4f}"
    return f"{answer.name}, probability {max(answer.probabilities):.4f}"


def write_answers(
    path: str | os.PathLike[str],
    run: SavedRun,
    names: Sequence[Sequence[str]],
    answers: Sequence[Answer],
) -> None:
    """Write answers to a CSV file, one line per example, whole or not at all.

    Parameters
    ----------
    path : path of the file
    run : SavedRun
    names : sequence of pairs (file, row)
    answers : sequence of Answer
    """
    shares = [f"probability of {name}" for name in run.facts.classes or ()]
    with atomic_path(path) as temporary, open(temporary, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "row", "prediction", *shares])
        for name, answer in zip(names, answers, strict=True):
            said = answer.name if answer.number is None else repr(answer.number)
            writer.writerow([*name, said, *map(repr, answer.probabilities)])
