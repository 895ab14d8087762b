"""A network that gives every example the same output: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits
from dnn.doctor.vital_signs import dead_by_layer

SAME = 0.05  # spread of the outputs, below which every prediction is the same


def stuck(seen: Evidence) -> Diagnosis | None:
    """Find a network that gives every example the same output."""
    if len(seen.layers) == 1 or not _gives_one_answer(seen):
        return None
    if seen.is_early and seen.layers and not seen.is_tiny:
        return None
    if _is_nearer_undecided(seen) and seen.undecided is not None:
        return _stuck_undecided(seen, *seen.undecided)
    return _stuck_at_the_rate(seen)


def _gives_one_answer(seen: Evidence) -> bool:
    """Tell whether all outputs are the same, from the network where it is known, or the costs."""
    signs, constant = seen.signs, seen.constant_cost
    if signs is not None and constant is not None:
        scale = 1.0 if seen.is_classifying else np.sqrt(2 * constant)
        if seen.is_tiny and 0.95 < seen.share < 1.1:
            return True
        return signs.spread < SAME * scale and 0.97 < seen.share < 1.1
    change, _ = seen.curve.trend
    if max(abs(change), seen.curve.jump) > 0.005 * seen.level:
        return False
    if constant is not None:
        same = abs(seen.level - constant) < 0.003 * constant
        return same or (_is_nearer_undecided(seen) and _began_undecided(seen))
    return _began_undecided(seen) and seen.share > 0.7


def _began_undecided(seen: Evidence) -> bool:
    """Tell whether the first cost is ln 2, as tiny weights make it."""
    undecided = seen.undecided
    return undecided is not None and abs(seen.curve.first - undecided[1]) < 1e-3 * undecided[1]


def _is_nearer_undecided(seen: Evidence) -> bool:
    """Tell whether the cost stands at ln 2 rather than at the entropy of the label rate."""
    if seen.undecided is None:
        return False
    value, constant = seen.undecided[1], seen.constant_cost
    if abs(seen.level - value) > 0.003 * value:
        return False
    return constant is None or abs(seen.level - value) <= abs(seen.level - constant) + 1e-3 * value


def _stuck_undecided(seen: Evidence, name: str, value: float) -> Diagnosis:
    """Tell of a network whose weights are so small that its output prefers nothing."""
    zero = bool(seen.weights) and all(not W.any() for W in seen.weights)
    return Diagnosis(
        f"stuck at {name}",
        f"The cost began at {digits(seen.curve.first)} and stands at {digits(seen.level)} after "
        f"{seen.curve.iterations} iterations: {name} = {value:.4f}, the cost of an output that "
        "prefers nothing.",
        ("Every W is 0" if zero else "The weights are all zero or tiny")
        + ", so every example gets the same output and hardly any gradient comes back to the "
        "hidden layers.",
        "Draw W with scale='lecun' or 'he', which suit the size of every layer, and train again.",
        {"scale": "he"},
    )


def _stuck_at_the_rate(seen: Evidence) -> Diagnosis:
    """Tell of a network that has learnt the label rate and nothing else."""
    dead = dead_by_layer(seen.hidden_layers)
    cause = "Every prediction is the same, so nothing but the last b was learnt"
    action = "Draw W with scale='lecun' or 'he', which suit the size of every layer"
    remedy: dict[str, object] = {"scale": "he"}
    if seen.is_tiny:
        cause += ": the weights are so small that X does not come through the layers"
    elif seen.layers:
        rate, higher = seen.higher_rate(10)
        action = f"Use hidden='relu' with scale='he', fewer layers and a learning rate of {rate}"
        remedy |= {"hidden": "relu", **higher}
        if seen.signal is not None and seen.signal < 0.05:
            action = "See whether X belongs to Y, since nothing in X foretells Y"
            remedy = {}
    return Diagnosis(
        "stuck at the label rate" if seen.is_classifying else "stuck at the mean of Y",
        f"The cost stands at {digits(seen.level)}, and {_entropy(seen)}"
        + (f"; {dead}" if dead else "")
        + ".",
        f"{cause}.",
        f"{action}, and train again.",
        remedy,
    )


def _entropy(seen: Evidence) -> str:
    """Say what the lowest cost of one answer for all is."""
    constant, rates = seen.constant_cost, seen.rates
    if constant is None or rates is None:
        share = _rate_of(seen.level)
        return f"H({share:.2f}) = {digits(seen.level)} if that is the share of one class"
    told = seen.row.one_answer(rates)
    return f"{told} {'=' if seen.is_classifying else 'is'} {digits(constant)}"


def _rate_of(entropy: float) -> float:
    """Return the p below 1/2 with H(p) = entropy."""
    p = np.linspace(1e-6, 0.5, 20001)
    return float(p[np.argmin(np.abs(-p * np.log(p) - (1 - p) * np.log(1 - p) - entropy))])
