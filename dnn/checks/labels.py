"""The one check of the values of labels: what each output can learn from."""

from __future__ import annotations

from typing import Any

import numpy as np

from dnn.shapes import Array

NEAR = 1e-4  # how far a column of probabilities may be from adding up to 1


class LabelWarning(UserWarning):
    """Labels are not what the output learns from, but numbers that can be trained on all the same.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import LabelWarning, initialize_parameters_deep, train
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     steps = train(np.array([[1.0, 2.0]]), np.array([[0.5, 1.7]]),
    ...                   initialize_parameters_deep([1, 1]))
    >>> [warning.category is LabelWarning for warning in caught]
    [True]
    """


def check_yes_or_no(Y: Array, name: str = "Y") -> None:
    """Refuse whole numbers other than 0 and 1, which a sigmoid output cannot mean.

    Raises
    ------
    ValueError
        When all labels are whole numbers and one is neither 0 nor 1; the message says what turns
        such labels into 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.checks.labels import check_yes_or_no
    >>> check_yes_or_no(np.array([[1, 2, 2]]))
    Traceback (most recent call last):
      ...
    ValueError: with a sigmoid output labels are 0 or 1, but Y holds 1 and 2: pass Y - 1
    """
    if ((Y == 0) | (Y == 1)).all() or not (np.floor(Y) == Y).all():
        return
    values = np.unique(Y)
    shown = " and ".join(f"{v:g}" for v in values) if len(values) < 3 else _span(values)
    raise ValueError(
        f"with a sigmoid output labels are 0 or 1, but {name} holds {shown}: "
        + _remedy(values.tolist(), name)
    )


def _span(values: Array) -> str:
    """Return how far many values reach."""
    return f"whole numbers from {values[0]:g} to {values[-1]:g}"


def _remedy(values: list[Any], name: str) -> str:
    """Return what turns labels of these values into those of a network."""
    low, high = values[0], values[-1]
    if len(values) == 1:
        return "all labels are the same; look at how they were loaded"
    if len(values) > 2:
        numbers = name if low == 0 else f"np.unique({name}, return_inverse=True)[1]"
        return (
            f"for {len(values)} classes pass one_hot({numbers}), with {len(values)} units in the "
            "last layer and output='softmax'; for numbers to be predicted use output='linear'"
        )
    if high - low == 1:
        return f"pass {name} - {low:g}" if low > 0 else f"pass {name} + {-low:g}"
    if low == 0:
        return f"pass {name} / {high:g}"
    if low == -high:
        return f"pass ({name} + {high:g}) / {2 * high:g}"
    return f"pass {name} == {high:g}"


def odd_probabilities(Y: Array, name: str = "Y") -> str | None:
    """Return a remark on labels outside [0, 1], which are no probabilities; None without any."""
    outside = (Y < 0) | (Y > 1)
    if not outside.any():
        return None
    row, column = (int(i) for i in np.argwhere(outside)[0])
    return (
        f"a sigmoid output learns labels from 0 to 1, but {name}[{row}, {column}] is "
        f"{Y[row, column]:g} ({int(outside.sum())} of {Y.size} lie outside): the cost can fall "
        "below 0 and means little; for numbers to be predicted use output='linear'"
    )


def check_shares(Y: Array, name: str = "Y") -> None:
    """Refuse entries below 0 or above 1, which are no probability of a class.

    Raises
    ------
    ValueError
        When an entry lies outside of 0 to 1.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.checks.labels import check_shares
    >>> check_shares(np.array([[2.0], [-1.0]]))
    Traceback (most recent call last):
      ...
    ValueError: with the output softmax every entry of Y lies within 0 to 1, but column 0 is \
[2.0, -1.0]; make them with one_hot(labels, 2)
    """
    bad = np.flatnonzero(((Y < 0) | (Y > 1 + NEAR)).any(axis=0))
    if bad.size:
        raise ValueError(
            f"with the output softmax every entry of {name} lies within 0 to 1, but column "
            f"{bad[0]} is {Y[:, bad[0]].tolist()}; make them with one_hot(labels, {len(Y)})"
        )


def check_one_of_many(Y: Array, name: str = "Y") -> None:
    """Check that every column says of one class, or of shares of several, that it is the right one.

    Raises
    ------
    ValueError
        When there is one class only, an entry lies outside of 0 to 1, or a column does not add
        up to 1.
    """
    if len(Y) < 2:
        raise ValueError(
            "softmax needs one unit per class, two at least; for yes or no use output='sigmoid'"
        )
    check_shares(Y, name)
    bad = np.flatnonzero(~np.isclose(Y.sum(axis=0), 1, atol=NEAR))
    if bad.size:
        raise ValueError(
            f"with the output softmax every column of {name} must add up to 1, but column {bad[0]} "
            f"is {Y[:, bad[0]].tolist()}; make them with one_hot(labels, {len(Y)})"
        )
