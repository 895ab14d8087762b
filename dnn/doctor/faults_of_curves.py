"""What a curve of costs tells: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.evidence import Diagnosis, Evidence, digits

TURNS = 0.25  # share of places where the curve turns, from which on it goes up and down


def diverging(seen: Evidence) -> Diagnosis | None:
    """Find costs that rise, and end above where they began."""
    curve = seen.curve
    if not (curve.level > 1.3 * seen.begun and curve.level > 1.15 * curve.at(0.4)):
        return None
    if curve.turns > TURNS and curve.level < 20 * curve.first:
        return None
    return _overshot(seen)


def worse_than_at_first(seen: Evidence) -> Diagnosis | None:
    """Find costs that have come to rest above where they began."""
    if seen.curve.level <= 1.1 * seen.begun:
        return None
    return _overshot(seen)


def worse_than_knowing_nothing(seen: Evidence) -> Diagnosis | None:
    """Find costs that stay far above what one and the same answer for every example would cost."""
    undecided = np.inf if seen.undecided is None else 4 * seen.undecided[1]
    limit = undecided if seen.constant_cost is None else 2 * seen.constant_cost
    curve = seen.curve
    if curve.level <= max(limit, 0.5 * curve.first):
        return None
    return Diagnosis(
        "diverging",
        f"The cost stands at {digits(curve.level)} after {curve.iterations} iterations, far above "
        f"the {digits(seen.constant_cost or limit / 4)} of one and the same answer for every "
        "example.",
        f"The network is certain and wrong: the learning rate{seen.with_rate}, the starting "
        "weights or the inputs are too large.",
        f"Train again from the start with a learning rate of {seen.rate_times(0.1)}.",
    )


def _overshot(seen: Evidence) -> Diagnosis:
    """Tell of a cost that has risen."""
    curve = seen.curve
    return Diagnosis(
        "diverging",
        f"The cost began at {digits(curve.first)}, was {digits(curve.lowest)} at its lowest, and "
        f"has risen to {digits(curve.level)} after {curve.iterations} iterations.",
        f"The learning rate{seen.with_rate} is too high: every step overshoots the valley and "
        "lands higher on its other side.",
        f"Train again from the start with a learning rate of {seen.rate_times(0.1)}.",
    )


def oscillating(seen: Evidence) -> Diagnosis | None:
    """Find costs that leap up and down by much of their own size."""
    curve = seen.curve
    if curve.later.size < 4 or curve.turns < TURNS or not _leaps(seen):
        return None
    return Diagnosis(
        "oscillating",
        f"In the second half of the run the cost leaps up and down between "
        f"{digits(float(curve.later.min()))} and {digits(float(curve.later.max()))}, by "
        f"{digits(curve.jump)} from one record to the next in the middle.",
        f"The learning rate{seen.with_rate} is too high: the steps leap from one side of the "
        "valley to the other.",
        f"Use a learning rate of {seen.rate_times(0.3)} or a schedule that lowers it; where each "
        "cost is of a small mini-batch, larger ones calm it too.",
    )


def _leaps(seen: Evidence) -> bool:
    """Tell leaps over the valley from the noise of mini-batches.

    Noise turns at two of three places, and seldom passes the first cost. Leaps are larger, or
    pass it often, or stand alone in a smooth curve, or have saturated the network.
    """
    curve = seen.curve
    jump = curve.jump / seen.begun
    middle, most, peak = (float(np.quantile(curve.later, share)) for share in (0.5, 0.8, 1))
    return (
        jump > 0.45
        or (jump > 0.15 and most > 1.2 * seen.begun)
        or (peak > 1.5 * seen.begun and curve.turns < 0.5 and jump < 0.1)
        or (jump > 0.1 and curve.jump > 0.1 * middle and bool(seen.flat_layers))
    )


def overfitting(seen: Evidence) -> Diagnosis | None:
    """Find a validation cost that has risen from its lowest while the training cost fell."""
    valid, curve = seen.validation, seen.curve
    if valid is None or valid.lost is not None or valid.values.size < 2:
        return None
    gap, risen = valid.level - curve.level, valid.level - valid.lowest
    if gap < 0.15 * seen.reference or risen < max(0.1 * valid.lowest, 0.03 * seen.reference):
        return None
    best = int(np.argmin(valid.values)) * valid.every
    return Diagnosis(
        "overfitting",
        f"The validation cost was {digits(valid.lowest)} at iteration {best} and is "
        f"{digits(valid.level)} now, while the training cost is {digits(curve.level)}: a gap of "
        f"{digits(gap)}.",
        "The network has begun to learn the training examples by heart, noise and all.",
        "Stop early (patience=...), or use lambd, keep_prob, a smaller network or more examples.",
    )


def too_slow(seen: Evidence) -> Diagnosis | None:
    """Find a cost that has hardly moved, and goes down in a straight line."""
    curve = seen.curve
    begun, half, end = max(curve.first, curve.at(0.0)), curve.at(0.5), curve.at(1.0)
    if end < 0.3 * seen.reference or begun - end > 0.25 * begun:
        return None
    unmoved = abs(begun - end) < 2e-3 * begun and curve.jump < 1e-3 * begun
    straight = curve.is_falling and half - end >= 0.5 * (begun - half) > 0
    if not (unmoved or straight):
        return None
    return Diagnosis(
        "too slow",
        f"The cost has only gone from {digits(begun)} to {digits(end)} in {curve.iterations} "
        f"iterations, {digits(begun - half)} in the first half and {digits(half - end)} in the "
        "second.",
        f"The learning rate{seen.with_rate} is too low: the steps are so small that the slope is "
        "the same everywhere.",
        f"Try a learning rate of {seen.rate_times(10)}.",
    )


def too_short(seen: Evidence) -> Diagnosis | None:
    """Find fewer costs than make a curve."""
    n = seen.curve.values.size
    if n >= 3:
        return None
    return Diagnosis(
        "too short",
        f"There {'is one cost' if n == 1 else 'are two costs'} only.",
        "A curve needs at least three to show whether it bends.",
        f"Train longer, or record a cost more often than every {seen.curve.every} iterations.",
    )


def still_falling(seen: Evidence) -> Diagnosis | None:
    """Find a cost that would be lower with more iterations."""
    curve = seen.curve
    recent = curve.at(0.8) - curve.at(1.0)
    if not (curve.is_falling and recent > 0.01 * min(curve.first, seen.reference)):
        return None
    return Diagnosis(
        "still falling",
        f"The cost has gone from {digits(curve.first)} to {digits(curve.level)} in "
        f"{curve.iterations} iterations, by {digits(recent)} in their last fifth.",
        "Training works and is not finished.",
        f"Go on: give it twice as many iterations, {2 * max(curve.iterations, curve.every)}.",
    )


def healthy(seen: Evidence) -> Diagnosis:
    """Tell of a cost that has fallen and levelled off."""
    curve = seen.curve
    return Diagnosis(
        "healthy",
        f"The cost has gone from {digits(curve.first)} to {digits(curve.level)} in "
        f"{curve.iterations} iterations and has levelled off.",
        "The learning rate, the starting weights and the data suit each other.",
        "Judge it on examples that it was not trained on.",
    )
