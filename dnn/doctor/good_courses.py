"""Curves that are well, or that are too short to tell: evidence -> diagnosis."""

from __future__ import annotations

from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits


def too_short(seen: Evidence) -> Diagnosis | None:
    """Find fewer costs than make a curve."""
    n = seen.recorded
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
    falls = curve.is_falling and recent > 0.01 * min(curve.first, seen.reference)
    goes_on = (seen.ahead or 0.0) > 0.3 and seen.could_learn_more
    goes_on = seen.share > 0.3 and (goes_on or seen.is_early)
    if not (falls or goes_on):
        return None
    if seen.is_best:
        return None
    known = seen.settings.num_iterations
    further = 2 * (known or seen.recorded * curve.every)
    return Diagnosis(
        "still falling",
        f"The cost has gone from {digits(curve.first)} to {digits(curve.level)} in "
        f"{curve.iterations} iterations"
        + (
            f", by {digits(recent)} in their last fifth."
            if falls
            else ", and the steps up to now have not used up the slope."
        ),
        "Training works and is not finished.",
        f"Go on: give it twice as many iterations{f', {further}' if known else ''}.",
        {"num_iterations": further},
    )


def healthy(seen: Evidence) -> Diagnosis:
    """Tell of a cost that has fallen, and say how it ends."""
    curve = seen.curve
    recent = curve.at(0.8) - curve.at(1.0)
    rests = abs(recent) <= max(0.02 * abs(curve.first - curve.level), 2 * curve.noise)
    end = "has levelled off" if rests else f"has moved by {digits(abs(recent))} in the last fifth"
    if curve.jump > 0.15 * curve.level and curve.jump > 0.02 * seen.begun:
        end = f"goes up and down by {digits(curve.jump)} from one record to the next"
    if seen.is_best:
        end = "the parameters are those of the lowest validation cost"
    return Diagnosis(
        "healthy",
        f"The cost has gone from {digits(curve.first)} to {digits(curve.level)} in "
        f"{curve.iterations} iterations and {end}.",
        "The learning rate, the starting weights and the data suit each other.",
        "Judge it on examples that it was not trained on.",
    )
