"""What can be wrong with the labels, and with what is said of them: evidence -> diagnosis."""

from __future__ import annotations

import re

import numpy as np

from dnn.cost import Output
from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits
from dnn.shapes import Array

RARE = 0.05  # share of the examples, below which one of two classes is rare


def not_finite_labels(seen: Evidence) -> Diagnosis | None:
    """Find NaN or infinity in Y."""
    Y = seen.labels
    if Y is None or Y.dtype.kind != "f" or np.isfinite(Y.min() + Y.max()):
        return None
    row, column = (int(i) for i in np.argwhere(~np.isfinite(Y))[0])
    bad = int(np.count_nonzero(~np.isfinite(Y)))
    return Diagnosis(
        "not finite",
        f"Y[{row}, {column}] is {Y[row, column]}, the first of {bad} "
        f"{'entry' if bad == 1 else 'entries'} of Y without a finite number.",
        "A label is missing or could not be read, and one NaN makes every cost NaN.",
        "Leave out these examples, or find their labels, before training.",
    )


def labels_out_of_range(seen: Evidence) -> Diagnosis | None:
    """Find labels that the output cannot mean, or that it can hardly be meant to learn."""
    remark = None if seen.labels is None else _remark(seen.labels, seen.row)
    if remark is None:
        return None
    told, mend = remark
    level = seen.curve.level
    return Diagnosis(
        "labels out of range",
        f"{told[0].upper()}{told[1:]}"
        + (f", and the cost stands at {digits(level)}." if np.isfinite(level) else "."),
        "The cost of a label that the output can never reach has no lowest value, so training runs "
        "away from every sensible answer.",
        f"{mend[0].upper()}{mend[1:]}, and train again from the start.",
    )


def _remark(Y: Array, row: Output) -> tuple[str, str] | None:
    """Return what the row of the output says against these labels, and its remedy."""
    try:
        row.check(Y, "Y")
        row.check_start(Y, "Y")
    except ValueError as error:
        told, mend = re.split(": |; ", str(error), maxsplit=1)
        return told, mend
    remark = row.remark(Y, "Y")
    return None if remark is None else (remark.split(": ")[0], remark.split("; ")[-1])


def negative_cost(seen: Evidence) -> Diagnosis | None:
    """Find costs below 0, which no loss of these outputs can have."""
    lowest = seen.curve.lowest
    if not lowest < -1e-9:
        return None
    return Diagnosis(
        "negative cost",
        f"The cost has fallen to {digits(lowest)}, below 0.",
        "Neither a cross-entropy of labels from 0 to 1 nor a squared error can be negative: labels "
        "lie outside 0..1, or the costs are of something else.",
        "Look at the smallest and the largest entry of Y, bring them to 0 and 1 (Y - 1, "
        "(Y + 1) / 2, Y / 255 or one_hot), and train again from the start.",
    )


def one_class(seen: Evidence) -> Diagnosis | None:
    """Find labels that are all the same."""
    Y = seen.labels
    if Y is None or not (Y[:, :1] == Y).all():
        return None
    if len(Y) > 1 and seen.is_classifying:
        what = f"labels in Y are of class {int(Y[:, 0].argmax())}"
    else:
        what = f"{'labels' if seen.is_classifying else 'targets'} in Y are {float(Y[0, 0]):g}"
    return Diagnosis(
        "one class",
        f"All {Y.shape[1]} {what}.",
        "With nothing to tell apart, the network only learns to say the same every time, and its "
        "cost falls to 0 without meaning anything.",
        "Look at how the labels were loaded and split, and give examples of every class.",
    )


def rare_class(seen: Evidence) -> Diagnosis | None:
    """Find a class of under 5 % of the examples, which the network is not known to recognise."""
    values, counts = _classes(seen)
    if counts.size < 2 or counts.min() >= RARE / (counts.size - 1) * counts.sum():
        return None
    rarest, few = values[counts.argmin()], int(counts.min())
    found = _recognised(seen, rarest)
    if found is not None and found >= 0.5:
        return None
    told = "" if found is None else f", and the network recognises {found:.0%} of them"
    return Diagnosis(
        "rare class",
        f"Class {rarest:g} has {few} of the {counts.sum()} examples, "
        f"{few / counts.sum():.1%}{told}.",
        "Never answering with this class is right nearly every time and costs little, so the "
        "network learns it last, and neither cost nor accuracy shows whether it did.",
        f"Give more examples of class {rarest:g} (its examples several times, or fewer of the "
        "others), and judge by per_class_report.",
    )


def _classes(seen: Evidence) -> tuple[Array, Array]:
    """Return the classes and how many examples each has; none where an example may have several."""
    none = np.zeros(0, dtype=int)
    if seen.labels is None or not seen.is_classifying:
        return none, none
    classes = seen.row.labels(seen.labels)
    if len(classes) > 1 or (classes != np.floor(classes)).any():
        return none, none
    return np.unique(classes, return_counts=True)


def _recognised(seen: Evidence, number: float) -> float | None:
    """Return the share of the examples of a class that the network decides rightly."""
    if seen.decisions is None or seen.classes is None:
        return None
    of_class = seen.classes == number
    return float((seen.decisions[of_class] == number).mean()) if of_class.any() else None


def one_answer(seen: Evidence) -> Diagnosis | None:
    """Find decisions that are all the same, or no better than always the commonest class."""
    decided, classes = seen.decisions, seen.classes
    if decided is None or classes is None or seen.share < 0.5:
        return None
    values, counts = np.unique(classes, return_counts=True)
    majority, right = counts.max() / counts.sum(), float((decided == classes).mean())
    if values.size < 2 or right > majority:
        return None
    same = bool((decided == decided[0]).all())
    told = (
        f"All {decided.size} predictions are of class {int(decided[0])}"
        if same
        else f"The accuracy is {right:.1%}, and that of always answering "
        f"{int(values[counts.argmax()])} is {majority:.1%}"
    )
    rate, remedy = seen.higher_rate(3)
    falls = seen.curve.is_falling
    return Diagnosis(
        "predicts one class" if same else "no better than the majority",
        f"{told}, and the cost stands at {digits(seen.level)}, {seen.share:.0%} of the "
        f"{digits(seen.reference)} of one answer for all.",
        "What was learnt is how common the classes are, and not yet what tells them apart.",
        "Look at some examples with their labels: nothing in X foretells them."
        if seen.has_no_signal
        else f"Give it {seen.further} iterations."
        if falls
        else f"Train again with {seen.further} iterations and a learning rate of {rate}.",
        {} if seen.has_no_signal else {"num_iterations": seen.further, **({} if falls else remedy)},
    )
