"""A network held back by what was chosen: dropout, L2, its size: evidence -> diagnosis."""

from __future__ import annotations

import numpy as np

from dnn.doctor.answers import LITTLE
from dnn.doctor.evidence import Evidence
from dnn.doctor.faults_of_large_steps import RECORDS
from dnn.doctor.findings import Diagnosis, digits

HELD = 0.2  # cost by that of one answer for all, above which a network may be held back
EXPECTED = {0: 0.72, 2: 0.55, 12: 0.72}  # units of the smallest layer: cost above it is too high
GAIN = 0.18  # of the cost of one answer for all, which a larger network could save
NARROW = 2  # units of a layer through which little passes, whatever is to be learnt
LONG = 300  # steps of a suitable rate, after which such a layer should have done what it can
HIGH = 3.0  # times the cost of knowing nothing: a first cost above it was not made by W alone
STAYS = 0.3  # cost by that of one answer for all, above which it has then stayed high
FELT = 0.02  # lambd for each example, below which L2 is hardly felt
PULLS = 0.3  # of the slope of the loss: so much L2 must pull to be what holds W


def l2_too_strong(seen: Evidence) -> Diagnosis | None:
    """Find weights that L2 holds near 0, where that keeps the cost up."""
    lambd = seen.settings.lambd
    if lambd < FELT * max(seen.m, 1) or seen.share < HELD:
        return None
    pull = _pull_of_l2(seen)
    if pull is None or pull < PULLS or not (seen.could_learn_more or seen.is_tiny):
        return None
    return Diagnosis(
        "L2 too strong",
        f"lambd is {lambd:g} for {seen.m} examples, and the cost without its penalty stands at "
        f"{digits(seen.level)}, {seen.share:.0%} of the {digits(seen.reference)} of one answer for "
        "all.",
        f"The penalty pulls W towards 0 with {pull:.2g} times the strength with which the labels "
        "pull it away, so what the network needs to say it is not allowed to.",
        "Train again from the start with lambd=0, and if it then overfits, with a hundredth of "
        "this one.",
        {"lambd": 0.0},
    )


def _pull_of_l2(seen: Evidence) -> float | None:
    """Return the size of lambd / m * W by that of dW; None where these are not known."""
    if seen.slopes is None or not seen.m:
        return None
    L = len(seen.weights)
    slope = sum(float(np.sum(seen.slopes[f"W{l}"] ** 2)) for l in range(1, L + 1)) ** 0.5
    size = sum(float(np.sum(W**2)) for W in seen.weights) ** 0.5
    pull = seen.settings.lambd / seen.m * size
    decayed = (seen.rate or 0.0) * seen.settings.lambd / seen.m * seen.iterations > 1
    balanced = pull / max(slope, 1e-300)
    return max(1.0, balanced) if decayed and seen.is_tiny else balanced


def dropout_too_strong(seen: Evidence) -> Diagnosis | None:
    """Find units dropped so often that the rest cannot learn."""
    keep, curve = seen.settings.keep_prob, seen.curve
    if keep > 0.6 or seen.share < HELD:
        return None
    if not (seen.could_learn_more or seen.could_learn_by_heart):
        return None
    return Diagnosis(
        "dropout too strong",
        f"With keep_prob = {keep:g} the cost stands at {digits(curve.level)}, and at "
        f"{digits(seen.level)} with every unit at work, {seen.share:.0%} of the "
        f"{digits(seen.reference)} of one answer for all.",
        f"{1 - keep:.0%} of the units are left out of every step, so those that are left work with "
        "too little, and each time with something else.",
        "Train again with keep_prob=1, and if it then overfits, with 0.8 or 0.9.",
        {"keep_prob": 1.0},
    )


def underfitting(seen: Evidence) -> Diagnosis | None:
    """Find a network that has learnt what it can, while X tells more than it can say."""
    if seen.recorded < RECORDS:
        return None
    if seen.unexplained is None or seen.unexplained < 0.25 or seen.is_early or seen.is_tiny:
        return None
    units = [W.shape[0] for W in seen.weights[:-1]]
    smallest = min(units, default=0)
    rests = _rests_high(seen, smallest)
    if not (rests or (smallest <= NARROW and _stays_high(seen))):
        return None
    dims = [seen.weights[0].shape[1], 20, seen.weights[-1].shape[0]]
    further = 2 * max(seen.iterations, seen.curve.every)
    rate, remedy = seen.higher_rate(3)
    lower = (seen.rate_share or 1.0) < 0.3
    stands = "has come to rest" if rests else f"is, after {seen.iterations} iterations,"
    size = f"hidden layers of {units} units" if units else "no hidden layer"
    return Diagnosis(
        "underfitting",
        f"The cost {stands} at {digits(seen.level)}, {seen.share:.0%} of the "
        f"{digits(seen.reference)} of one answer for all, although X foretells "
        f"{seen.unexplained:.0%} of the errors that are left.",
        f"The network, with {size}, is too small for what X and Y have to do with each other.",
        f"Train a larger network, layers_dims={dims} with hidden='tanh', for "
        f"{further} iterations" + (f" with a learning rate of {rate}." if lower else "."),
        {
            "layers_dims": dims,
            "hidden": "tanh",
            "num_iterations": further,
            **(remedy if lower else {}),
        },
    )


def _rests_high(seen: Evidence, smallest: int) -> bool:
    """Tell whether the cost has come to rest above what so few units should come to."""
    expected = next((share for most, share in EXPECTED.items() if smallest <= most), np.inf)
    moves = not seen.is_settled or ((seen.ahead or 0.0) > 1 and seen.share < 0.5)
    could_save = seen.share * (seen.unexplained or 0.0)
    return seen.share >= expected and could_save >= GAIN and not moves


def _stays_high(seen: Evidence) -> bool:
    """Tell whether a long training has not got at errors of which X foretells the greater part."""
    recent = seen.curve.at(0.8) - seen.curve.at(1.0)
    falls = seen.curve.is_falling and recent > 0.05 * seen.level
    is_long = (seen.steps or 0.0) > LONG
    return is_long and not falls and seen.share > STAYS and (seen.unexplained or 0.0) > 0.5


def learnt_little(seen: Evidence) -> Diagnosis | None:
    """Find a cost that ends above 0.9 of that of one answer for all."""
    curve = seen.curve
    if (seen.ends if seen.signs is None else seen.level) <= LITTLE * seen.reference:
        return None
    told = (
        f"The cost has gone from {digits(curve.first)} to {digits(seen.level)} in "
        f"{curve.iterations} iterations, and {digits(seen.reference)} "
        f"{'is what one answer for all costs' if seen.Y is not None else 'was there for nothing'}."
    )
    if seen.has_no_signal:
        return Diagnosis(
            "has learnt little",
            told,
            "Nothing in X foretells Y: they may not belong together, or what would tell is not "
            "among the features.",
            "Look at some examples with their labels, and give features that have to do with them.",
        )
    if seen.X is None and curve.first > HIGH * seen.reference and seen.undecided is not None:
        return Diagnosis(
            "has learnt little",
            told,
            f"A first cost of {digits(curve.first)} comes most often of inputs that are too large, "
            "as pixels that were not divided by 255, or of W that started too large.",
            "Divide pixels by 255, or standardize X, and train again; with X diagnose tells which.",
        )
    rate, remedy = seen.higher_rate(10)
    slow = (seen.rate_share or 0.0) < 0.5
    return Diagnosis(
        "has learnt little",
        told,
        "X tells more than that, but the run was too short or its steps too small."
        if seen.signal is not None
        else "The run was too short, its steps too small, or X does not foretell Y.",
        f"Train for {seen.further} iterations"
        + (f" with a learning rate of {rate}" if slow else "")
        + ", with W drawn by scale='he'.",
        {"num_iterations": seen.further, "scale": "he", **(remedy if slow else {})},
    )
