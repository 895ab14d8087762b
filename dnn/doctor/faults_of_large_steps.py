"""Steps that are too large, or too noisy: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.cost_curve import WINDOWS
from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits
from dnn.text import number_told

TURNS = 0.25  # share of places where the curve turns, from which on it goes up and down
RISEN = 0.15  # of the whole fall: so far above its lowest a cost has risen again
RECORDS = 5  # so many costs at least show whether a curve has come to rest
NOISY = 0.2  # the learning rate by that which suits, for each example of a mini-batch


def not_finite_cost(seen: Evidence) -> Diagnosis | None:
    """Find NaN or infinity in the costs or the parameters, and the layer where it began."""
    lost = seen.curve.lost
    spoilt = next((row.layer for row in seen.layers if not row.finite), None)
    if lost is None and spoilt is None:
        return None
    told = "The costs are finite"
    if lost is not None:
        told = f"The cost of iteration {lost * seen.curve.every} is {seen.curve.values[lost]}"
        told += f", the one before was {digits(seen.curve.finite[-1])}" if lost else ""
    if spoilt is not None:
        told += f", and layer {spoilt} is the first whose W, b or Z is not finite"
    elif seen.signs is not None:
        widest = max(seen.signs.layers, key=lambda row: row.largest)
        told += (
            f", and the parameters given are finite still: |Z| is largest in layer "
            f"{widest.layer}, where it reaches {widest.largest:.3g}"
        )
    rate, remedy = seen.lower_rate(0.1)
    return Diagnosis(
        "not finite",
        f"{told}.",
        f"The learning rate{seen.with_rate} is too high, or W started too large: each step "
        "overshoots further than the one before, until a number is too large for a float.",
        f"Train again from the start with a learning rate of {rate}, and with W drawn by "
        "scale='lecun' or 'he'.",
        {**remedy, "scale": "lecun"},
    )


def diverging(seen: Evidence) -> Diagnosis | None:
    """Find costs that rise, and end above where they began."""
    curve = seen.curve
    if not (seen.ends > 1.3 * seen.begun and curve.level > 1.15 * curve.at(0.4)):
        return None
    if curve.turns > TURNS and curve.level < 20 * curve.first:
        return None
    return _overshot(seen, "diverging")


def worse_than_at_first(seen: Evidence) -> Diagnosis | None:
    """Find costs that have come to rest above where they began."""
    if seen.ends <= 1.1 * seen.begun:
        return None
    return _overshot(seen, "diverging")


def rising_again(seen: Evidence) -> Diagnosis | None:
    """Find costs that have been far lower than where they end."""
    curve = seen.curve
    lowest, _ = curve.valley
    risen = seen.ends - lowest
    fall = max(curve.first, curve.at(0.0)) - lowest
    of_batches = seen.batch_noise / np.sqrt(max(1, curve.finite.size // WINDOWS))
    noise = (3 if seen.is_exact else 6) * max(curve.noise, float(of_batches))
    if risen < max(RISEN * fall, 0.3 * lowest, noise, 0.03 * seen.reference):
        return None
    if not seen.is_exact and risen < 0.5 * fall and seen.share < 0.25:
        return None
    return _overshot(seen, "rising again")


def _overshot(seen: Evidence, verdict: str) -> Diagnosis:
    """Tell of a cost that has risen."""
    curve = seen.curve
    lowest, where = curve.valley
    rate, remedy = seen.lower_rate(0.1)
    return Diagnosis(
        verdict,
        f"The cost began at {digits(curve.first)}, was {digits(lowest)} at its lowest, about "
        f"iteration {where}, and has risen to {digits(curve.level)} after {curve.iterations} "
        "iterations.",
        f"The learning rate{seen.with_rate} is too high: every step overshoots the valley and "
        "lands higher on its other side.",
        f"Train again from the start with a learning rate of {rate}.",
        remedy,
    )


def worse_than_knowing_nothing(seen: Evidence) -> Diagnosis | None:
    """Find costs that stay far above what one and the same answer for every example would cost."""
    undecided = np.inf if seen.undecided is None else 4 * seen.undecided[1]
    limit = undecided if seen.constant_cost is None else 2 * seen.constant_cost
    curve = seen.curve
    if seen.ends <= max(limit, 0.5 * curve.first):
        return None
    rate, remedy = seen.lower_rate(0.1)
    return Diagnosis(
        "diverging",
        f"The cost stands at {digits(curve.level)} after {curve.iterations} iterations, far above "
        f"the {digits(seen.constant_cost or limit / 4)} of one and the same answer for every "
        "example.",
        f"The network is certain and wrong: the learning rate{seen.with_rate}, the starting "
        "weights or the inputs are too large.",
        f"Train again from the start with a learning rate of {rate}.",
        remedy,
    )


def oscillating(seen: Evidence) -> Diagnosis | None:
    """Find costs that leap up and down by much of their own size."""
    curve = seen.curve
    if curve.later.size < 4 or curve.turns < TURNS or not _leaps(seen):
        return None
    rate, remedy = seen.lower_rate(0.3)
    return Diagnosis(
        "oscillating",
        f"In the second half of the run the cost leaps up and down between "
        f"{digits(float(curve.later.min()))} and {digits(float(curve.later.max()))}, by "
        f"{digits(curve.jump)} from one record to the next in the middle.",
        f"The learning rate{seen.with_rate} is too high: the steps leap from one side of the "
        "valley to the other.",
        f"Train again from the start with a learning rate of {rate}, or with a schedule that "
        "lowers it; where each cost is of a small mini-batch, larger ones calm it too.",
        remedy,
    )


def _leaps(seen: Evidence) -> bool:
    """Tell leaps over the valley from the noise of mini-batches.

    Noise turns at two of three places, and seldom passes the first cost. Leaps are larger, or
    pass it often, or stand alone in a smooth curve, or have saturated the network. Where every
    cost is known to be of all examples there is no noise, and small leaps tell as much.
    """
    curve = seen.curve
    jump = curve.jump / seen.begun
    middle, most, peak = (float(np.quantile(curve.later, share)) for share in (0.5, 0.8, 1))
    if seen.is_exact:
        return jump > 0.02 and curve.jump > 0.05 * middle and seen.share > 0.15
    if curve.jump < 3 * seen.batch_noise:
        return False
    return (
        jump > 0.45
        or (jump > 0.15 and most > 1.2 * seen.begun)
        or (peak > 1.5 * seen.begun and curve.turns < 0.5 and jump < 0.1)
        or (jump > 0.1 and curve.jump > 0.1 * middle and bool(seen.flat_layers))
    )


def noisy_batches(seen: Evidence) -> Diagnosis | None:
    """Find mini-batches so small that their steps undo one another, where they keep the cost up."""
    size, curve = seen.settings.mini_batch_size, seen.curve
    if size is None or not seen.is_batched or seen.share < 0.12:
        return None
    if not (seen.could_learn_more or seen.could_learn_by_heart):
        return None
    if (seen.rate_share or 1.0) / size < NOISY:
        return None
    larger = min(seen.m or 16 * size, 16 * size)
    rate, remedy = seen.lower_rate(0.2)
    return Diagnosis(
        "batches too noisy",
        f"With mini-batches of {size} the cost moves by {digits(curve.jump)} from one record to "
        f"the next, and over all examples it stands at {digits(seen.level)}, "
        f"{seen.share:.0%} of the {digits(seen.reference)} of one answer for all.",
        f"The slope of {size} {'example' if size == 1 else 'examples'} points elsewhere each time, "
        f"and a learning rate{seen.with_rate} follows it too far.",
        f"Train again with mini-batches of {larger} and a learning rate of {rate}.",
        {"mini_batch_size": larger, **remedy},
    )


def rate_too_high(seen: Evidence) -> Diagnosis | None:
    """Find a learning rate far above what suits, where the cost has come to rest high."""
    extreme = (seen.rate_share or 0.0) > 20
    if not seen.rate_is_high or seen.share < 0.3 or not (extreme or seen.could_learn_more):
        return None
    falls = seen.curve.is_falling and seen.curve.at(0.8) - seen.curve.at(1.0) > 0.01 * seen.begun
    if falls or (seen.recorded < RECORDS and not extreme):
        return None  # it has not come to rest, or nobody can tell
    rate, remedy = seen.lower_rate(0.1)
    return Diagnosis(
        "rate too high",
        f"The cost stands at {digits(seen.level)}, {seen.share:.0%} of the "
        f"{digits(seen.reference)} of one answer for all, and the learning rate{seen.with_rate} is "
        f"{number_told(seen.rate_share or 0.0, 2)} times what suits these inputs.",
        "Steps so large throw the weights to where the network can no longer learn.",
        f"Train again from the start with a learning rate of {rate}.",
        {**remedy, "scale": "lecun"},
    )
