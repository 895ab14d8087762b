"""What can be wrong with the data: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.evidence import Diagnosis, Evidence
from dnn.text import counted

LARGE, SMALL = 10.0, 0.01  # root mean square of a feature, beyond which it is not scaled


def not_finite_inputs(seen: Evidence) -> Diagnosis | None:
    """Find NaN or infinity in X."""
    if seen.X is None or np.isfinite(seen.X).all():
        return None
    row, column = (int(i) for i in np.argwhere(~np.isfinite(seen.X))[0])
    bad = int(np.count_nonzero(~np.isfinite(seen.X)))
    return Diagnosis(
        "not finite",
        f"X[{row}, {column}] is {seen.X[row, column]}, the first of "
        f"{bad} {'entry' if bad == 1 else 'entries'} of X without a finite number.",
        "It began before layer 1, in the inputs: a value is missing or could not be read, and one "
        "NaN makes every cost NaN.",
        "Fill in or leave out these entries before training.",
    )


def one_class(seen: Evidence) -> Diagnosis | None:
    """Find labels that are all the same."""
    if seen.Y is None or not (seen.Y[:, :1] == seen.Y).all():
        return None
    m = seen.Y.shape[1]
    if seen.output == "linear":
        told = f"all {m} targets in Y are {float(seen.Y[0, 0]):g}"
    elif seen.output == "softmax":
        told = f"all {m} labels in Y are of class {int(seen.Y[:, 0].argmax())}"
    else:
        told = f"all {m} labels in Y are {float(seen.Y[0, 0]):g}"
    return Diagnosis(
        "one class",
        f"{told[0].upper()}{told[1:]}.",
        "With nothing to tell apart, the network only learns to say the same every time, and its "
        "cost falls to 0 without meaning anything.",
        "Look at how the labels were loaded and split, and give examples of every class.",
    )


def inputs_not_scaled(seen: Evidence) -> Diagnosis | None:
    """Find features that are far larger, or all far smaller, than about 1."""
    if seen.X is None:
        return None
    sizes = np.sqrt(np.mean(np.square(seen.X, dtype=np.float64), axis=1))
    if SMALL <= sizes.max() <= LARGE or sizes.max() == 0:
        return None
    low, high = float(seen.X.min()), float(seen.X.max())
    large = int(np.count_nonzero(sizes > LARGE))
    pixels = low >= 0 and 200 < high <= 255
    mend = "Divide X by 255" if pixels else "Standardize X with dnn.standardize"
    return Diagnosis(
        "inputs not scaled",
        f"The entries of X go from {low:.4g} to {high:.4g}, and "
        + (
            f"{large} of {counted(len(sizes), 'feature')} have a root mean square above {LARGE:g}."
            if large
            else f"no feature has a root mean square above {SMALL:g}."
        ),
        "Z1 = W1 X + b1 and dW1 grow and shrink with X, so no learning rate suits W1 and the other "
        "layers at once.",
        f"{mend}, so that its entries are of the size of 1, and train again from the start.",
    )


def constant_features(seen: Evidence) -> Diagnosis | None:
    """Find features that do not vary, where they are most of X and little was learnt."""
    if seen.X is None or seen.X.shape[1] < 2:
        return None
    constant = (seen.X[:, :1] == seen.X).all(axis=1)
    n, count = constant.size, int(np.count_nonzero(constant))
    if not (count == n or (count >= n / 2 and seen.is_learning_little)):
        return None
    rows = ", ".join(str(row) for row in np.flatnonzero(constant)[:5])
    m = seen.X.shape[1]
    return Diagnosis(
        "constant features",
        f"{count} of {counted(n, 'feature')} (rows of X: {rows}{', ...' if count > 5 else ''}) "
        f"{'has' if count == 1 else 'have'} the same value in all {m} examples.",
        "A feature that never varies can only do what b1 does, so it tells no two examples apart.",
        "Look at how these columns of the data were read or scaled, and bring back what should "
        "vary or leave the features out.",
    )
