"""What a run learns from: a file or folder -> scaled parts to train, validate and test on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS
from dnn.datasets.encoding import TypedTable
from dnn.datasets.labelled import Dataset, OutputChoice, output_for
from dnn.datasets.loading import load_dataset
from dnn.datasets.preparation import Standardization, standardize, train_test_split
from dnn.datasets.table_examples import fitted
from dnn.files.h5files import DataError
from dnn.shapes import Array
from dnn.text import counted

# rows of SOURCE that the loaders take
LOADED = (
    "label",
    "header",
    "encoding",
    "columns",
    "drop",
    "kinds",
    "missing",
    "x",
    "y",
    "size",
)


class Part(NamedTuple):
    """Examples as a network takes them: X (n_0, m), Y (n_L, m)."""

    X: Array
    Y: Array


class Scaling(NamedTuple):
    """What was done to the rows of X, and to the numbers of Y that are to be predicted."""

    X: Standardization | None = None
    Y: Standardization | None = None


class Examples(NamedTuple):
    """The parts of a data set, and what it takes to treat new examples as these were.

    Attributes
    ----------
    parts : dict
        ``"train"``, ``"test"`` and, on request, ``"validation"``.
    output : OutputChoice
        The activation of the output layer, its units, and why it is this one.
    scaling : Scaling
    about : Dataset
        The classes, features, picture size and what was skipped; its X and Y are empty.
    held_out : float or None
        The share that was held out to test on; None where the data came with a test set.
    """

    parts: dict[str, Part]
    output: OutputChoice
    scaling: Scaling
    about: Dataset
    held_out: float | None


def prepare(source: Mapping[str, Any]) -> Examples:
    """Load examples and make them ready for training.

    Parameters
    ----------
    source : mapping
        A value for every row of ``dnn.run.settings.SOURCE``.

    Returns
    -------
    examples : Examples

    Raises
    ------
    DataError, ValueError
        When there is no such data, or it does not go with what was asked for.

    Examples
    --------
    >>> from dnn.run.examples import prepare
    >>> from dnn.run.settings import new_settings
    >>> examples = prepare(new_settings({"validation": 0.25}).source)
    >>> sorted(examples.parts), examples.output.name, examples.held_out
    (['test', 'train', 'validation'], 'sigmoid', None)
    """
    dataset = _fitted(_load(source), source)
    output = _output(dataset, source["output"])
    raw = _split(dataset, source)
    wanted = source["standardize"]  # tables are standardized, unless told otherwise
    is_wanted = dataset.image_shape is None if wanted is None else wanted
    parts, scaling = _scaled(raw, output) if is_wanted else (raw, Scaling())
    columns = OUTPUTS[output.name].columns
    parts = {name: Part(X, columns(Y, output.units)) for name, (X, Y) in parts.items()}
    about = dataset._replace(
        X=dataset.X[:, :0], Y=dataset.Y[:, :0], test=None, validation=None, table=_in_short(dataset)
    )
    return Examples(
        parts, output, scaling, about, None if dataset.test else source["test_fraction"]
    )


# --- the file -> examples -----------------------------------------------------------------------


def _load(source: Mapping[str, Any]) -> Dataset:
    """Load the examples; a wish for the output tells how labels are to be read."""
    options = {name: source[name] for name in LOADED if source[name] is not None}
    if source["skip_broken"]:
        options["skip_broken"] = True
    dataset = load_dataset(source["data"], **options)
    wanted = source["output"]
    if wanted is None or OUTPUTS[wanted].answers == _labels_are(dataset):
        return dataset
    try:
        return load_dataset(source["data"], **options, kind=OUTPUTS[wanted].answers)
    except DataError:
        raise
    except ValueError:  # labels of this kind of data are classes by themselves
        raise ValueError(
            f"--output {wanted} predicts numbers, but the labels are {_classes(dataset)}"
        ) from None


def _output(dataset: Dataset, wanted: str | None) -> OutputChoice:
    """Return the output that was asked for, else that of the labels."""
    usual = output_for(dataset)
    if wanted is None or wanted == usual.name:
        return usual
    row = OUTPUTS[wanted]
    units = row.units(len(dataset.classes or ("",)))
    if units is not None and row.answers == _labels_are(dataset):
        why = f"The output is {wanted} with {counted(units, 'unit')}, as asked for."
        return OutputChoice(wanted, units, why)
    raise ValueError(
        f"--output {wanted} tells two classes apart, but the labels are {_classes(dataset)}"
    )


def _labels_are(dataset: Dataset) -> str:
    """Return what the labels are, as a row of OUTPUTS calls the answers that it gives."""
    return "numbers" if dataset.classes is None else "classes"


def _classes(dataset: Dataset) -> str:
    """Say what the labels are."""
    if dataset.classes is None:
        return "numbers"
    more = ", ..." * (len(dataset.classes) > 5)
    names = ", ".join(dataset.classes[:5])
    return f"{len(dataset.classes)} classes ({names}{more})"


# --- examples -> parts --------------------------------------------------------------------------


def _fitted(dataset: Dataset, source: Mapping[str, Any]) -> Dataset:
    """Take medians and categories of a table from the examples to train on, and from no others."""
    if dataset.table is None:
        return dataset
    order = dataset._replace(X=np.arange(dataset.Y.shape[1])[np.newaxis])
    return fitted(dataset, _split(order, source)["train"].X[0])


def _in_short(dataset: Dataset) -> TypedTable | None:
    """Return what there is to say of the columns of a table, without their values."""
    return None if dataset.table is None else dataset.table._replace(values=())


def _split(dataset: Dataset, source: Mapping[str, Any]) -> dict[str, Part]:
    """Hold out a part to test on, where there is none, and one to validate on, where wished."""
    train, seed = Part(dataset.X, dataset.Y), source["split_seed"]
    if dataset.test is not None:
        test = Part(dataset.test.X, dataset.test.Y)
    else:
        train, test = _two_parts(train, source["test_fraction"], seed)
    if dataset.validation is not None:
        if source["validation"] is not None:
            raise ValueError("the data have examples to validate on: leave --validation out")
        validation = Part(dataset.validation.X, dataset.validation.Y)
        return {"train": train, "validation": validation, "test": test}
    if source["validation"] is None:
        return {"train": train, "test": test}
    train, validation = _two_parts(train, source["validation"], seed)
    return {"train": train, "validation": validation, "test": test}


def _two_parts(part: Part, fraction: float, seed: int) -> tuple[Part, Part]:
    """Hold out a fraction of the examples, the same of every class."""
    X, Y, X_held, Y_held = train_test_split(part.X, part.Y, fraction, seed)
    return Part(X, Y), Part(X_held, Y_held)


def _scaled(parts: dict[str, Part], output: OutputChoice) -> tuple[dict[str, Part], Scaling]:
    """Bring features, and numbers to be predicted, to one scale: that of the training part."""
    X = standardize(parts["train"].X)[1]
    tells_numbers = OUTPUTS[output.name].answers == "numbers"
    Y = standardize(parts["train"].Y)[1] if tells_numbers else None
    scaled = {name: Part(X(p.X), p.Y if Y is None else Y(p.Y)) for name, p in parts.items()}
    return scaled, Scaling(X, Y)
