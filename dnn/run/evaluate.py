"""A run on labelled data that it never saw: files -> how good its network is there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from dnn.cost import OUTPUTS
from dnn.datasets.notation import read_numbers
from dnn.files.cells import number
from dnn.files.h5files import DataError
from dnn.run.answers import output_for_new
from dnn.run.folder import SavedRun
from dnn.run.judgement import Judgement, judge
from dnn.run.new_examples import new_examples
from dnn.shapes import Array

__all__ = ["Evaluation", "evaluate"]


class Evaluation(NamedTuple):
    """How a run fares on labelled data.

    Attributes
    ----------
    judgement : Judgement
        Of the examples whose label the network can mean.
    m : int
        Number of these examples.
    unlabelled : int
        Number of examples without a label, which are left out.
    unseen : dict
        Name of a class that was not there in training -> number of its examples, left out too.
    """

    judgement: Judgement
    m: int
    unlabelled: int
    unseen: dict[str, int]


def evaluate(run: SavedRun, paths: Sequence[str]) -> Evaluation:
    """Judge the network of a run on labelled examples.

    Parameters
    ----------
    run : SavedRun
    paths : sequence of str
        Tables with the column of labels, h5 files with labels, or folders with a folder of
        pictures per class, as the run was trained on.

    Raises
    ------
    ValueError, OSError
        When a file cannot be read, holds examples of another kind, or has no labels.
    """
    found = [new_examples(run, path) for path in dict.fromkeys(paths)]
    for path, examples in zip(dict.fromkeys(paths), found, strict=True):
        if examples.labels is None:
            raise DataError(f"{path}: {_without_labels(run)}")
    labels = [label for examples in found for label in examples.labels or ()]
    X = np.concatenate([examples.X for examples in found], axis=1)
    values = _values(run, labels)
    unseen = Counter(
        label for label, value in zip(labels, values, strict=True) if value is None and label
    )
    _check_some(run, paths, labels, values, unseen)
    kept = [k for k, value in enumerate(values) if value is not None]
    y = np.array([[value for value in values if value is not None]])
    AL = output_for_new(run, X[:, kept])
    return Evaluation(_judged(run, AL, y), len(kept), labels.count(None), dict(unseen))


def _judged(run: SavedRun, AL: Array, y: Array) -> Judgement:
    """Judge the output of a run's network beside labels as its files have them."""
    facts, scaling = run.facts, run.scaling.Y
    Y = OUTPUTS[facts.output].columns(y, len(AL)) if scaling is None else scaling(y)
    return judge(AL, Y, facts.output, facts.classes, scaling)


def _values(run: SavedRun, labels: Iterable[str | None]) -> list[float | None]:
    """Return the number that each label stands for, None where there is none."""
    classes = run.facts.classes
    if classes is None:
        return _numbers(list(labels))
    known: dict[str | float, int] = {name: k for k, name in enumerate(classes)}
    known |= {value: k for k, name in enumerate(classes) if (value := number(name)) is not None}
    return [None if label is None else _class_of(label, known) for label in labels]


def _numbers(labels: Sequence[str | None]) -> list[float | None]:
    """Return labels that are numbers, as their column writes them."""
    values = iter(read_numbers([label for label in labels if label is not None]).values.tolist())
    read = [None if label is None else next(values) for label in labels]
    return [None if value is None or not math.isfinite(value) else value for value in read]


def _class_of(label: str, known: dict[str | float, int]) -> int | None:
    """Return the number of the class of this name; 1.0 is the class 1, too."""
    value = number(label)
    return known.get(label, None if value is None else known.get(value))


def _check_some(
    run: SavedRun,
    paths: Sequence[str],
    labels: Sequence[str | None],
    values: Sequence[float | None],
    unseen: Counter[str],
) -> None:
    """Refuse labels of which not one is understood."""
    if any(value is not None for value in values):
        return
    if not unseen:
        raise DataError(f"{', '.join(paths)}: none of {len(labels)} examples has a label")
    meant = ", ".join(run.facts.classes or ("numbers",))
    seen = ", ".join(repr(name) for name, _ in unseen.most_common(5))
    raise DataError(f"{', '.join(paths)}: the labels are {seen}, but the run knows {meant}")


def _without_labels(run: SavedRun) -> str:
    """Say that there are no labels, and where they are looked for."""
    facts = run.facts
    if facts.image_shape is not None:
        where = "a folder with a folder of pictures per class, or an h5 file with labels"
    else:
        label = "column" if facts.label is None else f"column {facts.label!r}"
        where = f"a file with the {label} of labels"
    return f"holds no labels to compare with; give {where} (dnn predict needs none)"
