"""What can be wrong with the inputs: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis
from dnn.doctor.rates import suitable_rate
from dnn.text import counted, number_told

LARGE, SMALL = 10.0, 0.01  # root mean square of a feature, beyond which it is not scaled
UNEQUAL = 8.0  # largest spread of a feature by the middle one
OFFSET = 4.0  # mean of a feature by its spread
FAINT = 0.1  # spread of the widest feature, below which W1 learns more slowly than the rest
NEARLY = 1e-3  # spread of a feature by its size, below which it hardly varies
OFTEN = 0.98  # share of the examples with the same value, from which a feature hardly varies


def not_finite_inputs(seen: Evidence) -> Diagnosis | None:
    """Find NaN or infinity in X."""
    X = seen.inputs
    if X is None or X.dtype.kind != "f" or np.isfinite(X.max() - X.min()):
        return None
    places = [
        (row, column) for row in range(len(X)) for column in np.flatnonzero(~np.isfinite(X[row]))
    ]
    if not places:
        return None
    (row, column), bad = places[0], len(places)
    return Diagnosis(
        "not finite",
        f"X[{row}, {column}] is {X[row, column]}, the first of "
        f"{bad} {'entry' if bad == 1 else 'entries'} of X without a finite number.",
        "It began before layer 1, in the inputs: a value is missing or could not be read, and one "
        "NaN makes every cost NaN.",
        "Fill in or leave out these entries before training.",
    )


def inputs_not_scaled(seen: Evidence) -> Diagnosis | None:
    """Find features that are far larger, or all far smaller, than about 1."""
    if seen.X is None:
        return None
    sizes = np.sqrt(np.mean(np.square(seen.X, dtype=np.float64), axis=1))
    if SMALL <= sizes.max() <= LARGE or sizes.max() == 0:
        return None
    large = int(np.count_nonzero(sizes > LARGE))
    return _not_scaled(
        seen,
        f"{large} of {counted(len(sizes), 'feature')} have a root mean square above {LARGE:g}"
        if large
        else f"no feature has a root mean square above {SMALL:g}",
        "Z1 = W1 X + b1 and dW1 grow and shrink with X, so no learning rate suits W1 and the other "
        "layers at once.",
    )


def inputs_unequal(seen: Evidence) -> Diagnosis | None:
    """Find features of very different sizes, or far from 0, where little was learnt."""
    if seen.X is None or seen.share < 0.25 or not seen.could_learn_more:
        return None
    X = np.asarray(seen.X, dtype=np.float64)
    spread, mean = X.std(axis=1), np.abs(X.mean(axis=1))
    varying = spread > NEARLY * mean
    if not varying.any():
        return None
    if spread.max() < FAINT and seen.share > 0.5:
        return _not_scaled(
            seen,
            f"no feature has a spread above {spread.max():.3g}",
            "dW1 is as small as X, so W1 hardly moves at a learning rate that suits the other "
            "layers.",
        )
    ratio = spread / np.median(spread[varying])
    offset = np.where(varying, mean / np.where(varying, spread, 1), 0)
    k = int(ratio.argmax())
    if ratio[k] > UNEQUAL and spread[k] > 2:
        return _not_scaled(
            seen,
            f"the spread of feature {k} is {spread[k]:.3g}, {number_told(ratio[k], 3)} times that "
            "of the feature in the middle",
            "The step that suits the weights of the large features hardly moves those of the "
            "small ones.",
        )
    k = int(np.where(mean > 1.5, offset, 0).argmax())
    if offset[k] > OFFSET and mean[k] > 1.5:
        return _not_scaled(
            seen,
            f"feature {k} lies {mean[k]:.3g} from 0, {number_told(offset[k], 3)} times its spread "
            f"of {spread[k]:.3g}",
            "What all examples have in common outweighs what tells them apart, and the steps for "
            "W1 and b1 get in each other's way.",
        )
    return None


def _not_scaled(seen: Evidence, told: str, cause: str) -> Diagnosis:
    """Tell of inputs that are not scaled, and how to scale them."""
    X = np.asarray(seen.X)
    low, high = float(X.min()), float(X.max())
    pixels = low >= 0 and 200 < high <= 255
    spread = X.std(axis=1, keepdims=True)
    Z = X / 255 if pixels else (X - X.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)
    rate = float(f"{suitable_rate(Z, seen.output, seen.settings.optimizer):.1g}")
    other = seen.rate is not None and not 0.3 < seen.rate / rate < 2
    return Diagnosis(
        "inputs not scaled",
        f"The entries of X go from {low:.4g} to {high:.4g}, and {told}.",
        cause,
        ("Divide X by 255" if pixels else "Standardize X with dnn.standardize")
        + ", so that its entries are of the size of 1, and train again from the start"
        + (f" with a learning rate of {rate:g}." if other else "."),
        {
            **({"divide_by": 255} if pixels else {"standardize": True}),
            **({"learning_rate": rate} if other else {}),
        },
    )


def constant_features(seen: Evidence) -> Diagnosis | None:
    """Find features that do not vary, or hardly, where they are most of X and little was learnt."""
    if seen.X is None or seen.X.shape[1] < 2:
        return None
    X = seen.X
    constant = (X[:, :1] == X).all(axis=1)
    little = X.std(axis=1) < NEARLY * np.abs(X).max(axis=1)
    few = X[:, :: max(1, X.shape[1] // 500)]
    ends = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
    is_one_of_two = ((ends[0] == X) | (ends[1] == X)).all(axis=1)  # a rare category, or a flag
    seldom = (np.median(few, axis=1, keepdims=True) == few).mean(axis=1) >= OFTEN
    seldom &= ~is_one_of_two
    flat = constant | little | seldom
    n, count = flat.size, int(np.count_nonzero(flat))
    share = np.count_nonzero(constant | little) / n
    matters = (seen.share > 0.4 and count >= 0.5 * n) or (seen.share > 0.1 and share >= 0.5)
    if not (constant.all() or (matters and inputs_not_scaled(seen) is None)):
        return None
    exactly = bool(constant[flat].all())
    rows = ", ".join(str(row) for row in np.flatnonzero(flat)[:5])
    return Diagnosis(
        "constant features",
        f"{count} of {counted(n, 'feature')} (rows of X: {rows}{', ...' if count > 5 else ''}) "
        + (f"{'has' if count == 1 else 'have'} the same value in " if exactly else "hardly vary: ")
        + (
            f"all {X.shape[1]} examples."
            if exactly
            else f"by {NEARLY:.1%} of their size, or in {1 - OFTEN:.0%} of the examples at most."
        ),
        "A feature that never varies can only do what b1 does, so it tells no two examples apart.",
        "Look at how these columns of the data were read or scaled, and bring back what should "
        "vary or leave the features out.",
    )
