"""Steps that are too small, or over too soon: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits

CRAWLS = 0.04  # of the rate that suits: below it a rate is too low
STILL = 1e-12  # of a cost: what rounding alone may move it by
DECAYED = 0.3  # of the first rate, on average over the run: below it a schedule decays too soon


def decays_too_soon(seen: Evidence) -> Diagnosis | None:
    """Find a schedule that has taken the learning rate away before anything was learnt."""
    if seen.mean_rate > DECAYED or seen.share < 0.12 or not seen.could_learn_more:
        return None
    s, curve = seen.settings, seen.curve
    remedy: dict[str, object] = {"schedule": "constant"}
    if (seen.rate_share or 1.0) > 3:
        remedy |= seen.lower_rate(0.3)[1]
    return Diagnosis(
        "rate decays too soon",
        f"By the schedule {s.schedule!r} the learning rate{seen.with_rate} has been "
        f"{seen.mean_rate:.1%} of its highest on average over {seen.iterations} iterations, and "
        f"the cost has come to rest at {digits(curve.level)}.",
        "The steps became too small before the valley was reached: an epoch counts as one step of "
        "the schedule, and on all examples every iteration is an epoch.",
        "Train again with schedule='constant', or with one that takes as many epochs as there are.",
        remedy,
    )


def crawling(seen: Evidence) -> Diagnosis | None:
    """Find a learning rate far below what suits, where the cost is still high."""
    share = seen.rate_share
    if share is None or share * seen.mean_rate > CRAWLS or seen.is_tiny or seen.is_wide:
        return None
    if seen.recorded < 2:
        return None
    if seen.settings.optimizer is None and seen.level < 0.75 * seen.begun:
        return None
    return _too_slow(seen) if seen.share > 0.3 and seen.could_learn_more else None


def unmoved(seen: Evidence) -> Diagnosis | None:
    """Find costs that are all the same: no slope to judge a learning rate by."""
    costs = seen.curve.finite
    if costs.size < 3 or np.ptp(costs) > STILL * abs(costs[0]):
        return None
    steps = (
        "See that the loop goes on with what update_parameters returns, and look at the labels and "
        "for units that are dead"
    )
    return Diagnosis(
        "does not move",
        f"All {costs.size} costs are {digits(float(costs[0]))}.",
        f"No step has changed anything, and a learning rate{seen.with_rate} that is merely low "
        "would: the parameters are not passed back, the units are dead, or the labels ask for "
        "nothing.",
        f"{steps}."
        if seen.signs is not None and seen.Y is not None
        else f"{steps}; with the run, X and Y diagnose tells more.",
    )


def too_slow(seen: Evidence) -> Diagnosis | None:
    """Find a cost that has hardly moved, and goes down in a straight line."""
    curve = seen.curve
    begun, half, end = max(curve.first, curve.at(0.0)), curve.halfway, curve.at(1.0)
    if end < 0.3 * seen.reference or begun - end > 0.25 * begun:
        return None
    if (seen.rate_share or 0.0) > (3.0 if seen.settings.optimizer is None else 0.3):
        return None
    hastens = half - end > 3 * (begun - half) and begun - end > 0.1 * begun
    if curve.finite.size < 3 or hastens:
        return None
    unmoved = abs(begun - end) < 2e-3 * begun and curve.jump < 1e-3 * begun
    straight = curve.is_falling and half - end >= 0.5 * (begun - half) > 0
    return _too_slow(seen) if unmoved or straight else None


def _too_slow(seen: Evidence) -> Diagnosis:
    """Tell of steps that are too small."""
    curve = seen.curve
    begun, half, end = max(curve.first, curve.at(0.0)), curve.halfway, curve.at(1.0)
    fall = begun - end
    rate, remedy = seen.higher_rate(float(np.clip(0.5 * begun / max(fall, 1e-9), 10, 1000)))
    return Diagnosis(
        "too slow",
        f"The cost has only gone from {digits(begun)} to {digits(end)} in {curve.iterations} "
        f"iterations, {digits(begun - half)} in the first half and {digits(half - end)} in the "
        "second.",
        f"The learning rate{seen.with_rate} is too low: the steps are so small that the slope is "
        "the same everywhere.",
        f"Try a learning rate of {rate}.",
        remedy,
    )
