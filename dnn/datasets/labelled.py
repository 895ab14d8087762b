"""Labelled examples: what every loader returns, what its labels mean, the output they ask for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS
from dnn.datasets.encoding import Encoding, TypedTable
from dnn.files.h5files import DataError
from dnn.labels import FEW
from dnn.shapes import Array
from dnn.text import counted

KINDS = ("classes", "numbers")
ALONE = 5  # different labels that may each be there once


class Dataset(NamedTuple):
    """Examples with their labels, ready for training.

    Attributes
    ----------
    X : array of float64, (n_0, m)
        One column per example: pictures divided by 255, cells of a table as they stand.
    Y : array, (1, m)
        int64 class numbers where there are classes, else float64 numbers to be predicted.
    classes : tuple of str, or None
        The name of class 0, 1, ...; None where Y holds numbers.
    features : tuple of str, or None
        The name of every row of X, where the file names them.
    image_shape : (height, width, channels), or None
        None where the examples are no pictures.
    skipped : tuple of str
        What was left out on request: file and reason.
    test : Dataset, or None
        The examples that the files themselves set apart to test on.
    validation : Dataset, or None
        The examples that the files themselves set apart to validate on.
    columns : Encoding, or None
        What was decided about the columns of a table, for `load_csv_features`.
    table : TypedTable, or None
        The columns as they were understood, before they became X.
    remarks : tuple of str
        What there is to say of a table: what was left out and why, labels that look alike.
    """

    X: Array
    Y: Array
    classes: tuple[str, ...] | None
    features: tuple[str, ...] | None = None
    image_shape: tuple[int, int, int] | None = None
    skipped: tuple[str, ...] = ()
    test: Dataset | None = None
    validation: Dataset | None = None
    columns: Encoding | None = None
    table: TypedTable | None = None
    remarks: tuple[str, ...] = ()


class OutputChoice(NamedTuple):
    """The activation of the output layer, its number of units, and why it is this one."""

    name: str
    units: int
    why: str


def output_for(dataset: Dataset) -> OutputChoice:
    """Choose the output: sigmoid for two classes, softmax for more, linear for numbers.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    OutputChoice
        ``name`` for ``output=...``, ``units`` for the last of the layer sizes, and ``why``, one
        sentence. With ``"softmax"`` train on ``one_hot(dataset.Y, units)``.

    Raises
    ------
    ValueError
        When there are fewer than two classes.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import Dataset, output_for
    >>> X, Y = np.array([[0.1, 0.2, 0.3]]), np.array([[0, 2, 1]])
    >>> output_for(Dataset(X, Y, ("cat", "cow", "dog"))).why
    'The labels are 3 classes (cat, cow, dog), so the output is softmax with 3 units.'
    """
    if dataset.classes is None:
        name, units = _first_output("numbers", 1)
        low, high = dataset.Y.min(), dataset.Y.max()
        why = f"The labels are numbers from {low:g} to {high:g}, so the output is {name}."
        return OutputChoice(name, units, why)
    n = len(dataset.classes)
    if n < 2:
        raise ValueError(f"a network tells classes apart, so there must be two or more; got {n}")
    name, units = _first_output("classes", n)
    shown = ", ".join(dataset.classes[:5]) + (", ..." if n > 5 else "")
    width = counted(units, "unit")
    why = f"The labels are {n} classes ({shown}), so the output is {name} with {width}."
    return OutputChoice(name, units, why)


def _first_output(answers: str, n: int) -> tuple[str, int]:
    """Return the first output that gives such answers on n classes, and its units."""
    fitting = (
        (name, units)
        for name, row in OUTPUTS.items()
        if row.answers == answers and (units := row.units(n)) is not None
    )
    return next(fitting)


# --- labels -> Y and classes --------------------------------------------------------------------


def check_kind(kind: Any) -> None:
    """Refuse a kind of labels that there is not."""
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind must be None, 'classes' or 'numbers'; got {kind!r}")


def from_numbers(where: str, values: Array, kind: str | None) -> tuple[Array, Any]:
    """Return Y (1, m) and the classes of labels that are finite numbers.

    Whole numbers of which at most 20 are different are classes, unless `kind` says otherwise, and
    so they are not where they hardly ever come back: more than 5 must come twice, on average. All
    else is numbers, and the classes are None.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.datasets.labelled import from_numbers
    >>> from_numbers("y", np.array([3.0, 1.0, 3.0]), None)
    (array([[1, 0, 1]]), ('1', '3'))
    >>> from_numbers("y", np.array([3.0, 1.0, 3.5]), None)
    (array([[3. , 1. , 3.5]]), None)
    """
    different, numbers = np.unique(values, return_inverse=True)
    are_whole = bool((different == np.floor(different)).all())
    n, m = len(different), len(numbers)
    are_few = n <= FEW and (n <= ALONE or 2 * n <= m)
    if kind == "numbers" or (kind is None and not (are_whole and are_few)):
        return values.reshape(1, -1).astype(np.float64), None
    names = tuple(str(int(value)) if are_whole else str(float(value)) for value in different)
    return _row(numbers), _at_least_two(where, names)


def from_names(where: str, texts: list[str]) -> tuple[Array, tuple[str, ...]]:
    """Return Y (1, m) and the sorted classes of labels that are text.

    Examples
    --------
    >>> from dnn.datasets.labelled import from_names
    >>> from_names("y", ["dog", "cat", "dog"])
    (array([[1, 0, 1]]), ('cat', 'dog'))
    """
    classes = tuple(sorted(set(texts)))
    numbers = {name: number for number, name in enumerate(classes)}
    return _row([numbers[text] for text in texts]), _at_least_two(where, classes)


def _row(numbers: Any) -> Array:
    """Return class numbers as (1, m) int64."""
    return np.asarray(numbers, dtype=np.int64).reshape(1, -1)


def _at_least_two(where: str, classes: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse labels that are all the same: there is nothing to tell apart."""
    if len(classes) < 2:
        raise DataError(
            f"{where}: every label is {classes[0]!r}; there must be at least two classes to learn "
            "to tell them apart"
        )
    return classes
