"""What can be wrong with a network: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.doctor.evidence import Diagnosis, Evidence, digits, entropy_of
from dnn.doctor.vital_signs import dead_by_layer

TINY = 0.3  # gain of a layer, as a geometric mean, below which the weights are tiny
SAME = 0.05  # spread of the outputs, below which every prediction is the same
VANISHED = 0.01  # rms of dZ1 by that of dZL
MANY_DEAD = 0.75  # share of all relu units


def not_finite_cost(seen: Evidence) -> Diagnosis | None:
    """Find NaN or infinity in the costs or the parameters, and the layer where it began."""
    lost = seen.curve.lost
    spoilt = next((row.layer for row in seen.layers if not row.finite), None)
    if lost is None and spoilt is None:
        return None
    told = "The costs are finite" if lost is None else _lost_cost(seen, lost)
    if spoilt is not None:
        told += f", and layer {spoilt} is the first whose W, b or Z is not finite"
    elif seen.signs is not None:
        widest = max(seen.signs.layers, key=lambda row: row.largest)
        told += (
            f", and the parameters given are finite still: |Z| is largest in layer "
            f"{widest.layer}, where it reaches {widest.largest:.3g}"
        )
    return Diagnosis(
        "not finite",
        f"{told}.",
        f"The learning rate{seen.with_rate} is too high, or W started too large: each step "
        "overshoots further than the one before, until a number is too large for a float.",
        f"Train again from the start with a learning rate of {seen.rate_times(0.1)}, and with "
        "W drawn by scale='lecun' or 'he'.",
    )


def _lost_cost(seen: Evidence, lost: int) -> str:
    """Say which cost is the first that is not finite."""
    told = f"The cost of iteration {lost * seen.curve.every} is {seen.curve.values[lost]}"
    return told if lost == 0 else f"{told}, the one before was {digits(seen.curve.finite[-1])}"


def dead_relus(seen: Evidence) -> Diagnosis | None:
    """Find relu units that are 0 for every example, where they keep the cost up."""
    relus = [row for row in seen.hidden_layers if row.activation == "relu"]
    blown_up = seen.level > 10 * seen.reference
    if not relus or not seen.is_learning_little or blown_up or _is_tiny(seen):
        return None
    units = sum(row.units for row in relus)
    dead = round(sum(row.dead * row.units for row in relus))
    if not any(row.dead == 1 for row in relus) and not (units >= 12 and dead >= MANY_DEAD * units):
        return None
    return Diagnosis(
        "dead ReLUs",
        f"{dead} of {units} relu units give 0 for every example ({dead_by_layer(relus)}), and the "
        f"cost stands at {digits(seen.level)}.",
        "Their Z is never above 0, so their slope is 0 and no step can bring them back; a step "
        "that was too large, or a large negative b, put them there.",
        f"Start again with a learning rate of {seen.rate_times(0.1)}, or with hidden='leaky_relu', "
        "whose slope is never 0.",
    )


def saturated(seen: Evidence) -> Diagnosis | None:
    """Find sigmoid or tanh layers on the flat ends of their curve, where they keep the cost up."""
    if not seen.flat_layers:
        return None
    worst = max(seen.flat_layers, key=lambda row: row.saturated)
    return Diagnosis(
        "saturated",
        f"In layer {worst.layer}, {worst.saturated:.0%} of the Z of its {worst.activation} units "
        f"lie where the curve is flat (|Z| up to {worst.largest:.3g}), and the cost stands at "
        f"{digits(seen.level)}.",
        f"W{worst.layer} is too large (its gain is {worst.gain:.3g}, and about 1 would do), and "
        "where g is flat, g'(Z) is nearly 0 and stops the gradient on its way back.",
        "Start again with W drawn by scale='lecun' or 'xavier', or with hidden='relu'.",
    )


def vanishing_gradients(seen: Evidence) -> Diagnosis | None:
    """Find gradients that fade on their way back to the first layer."""
    slopes = [row.slope for row in seen.layers]
    if len(slopes) < 3 or _is_tiny(seen) or not seen.is_learning_little:
        return None
    first, last = slopes[0], slopes[-1]
    if first is None or last is None or not first < VANISHED * last:
        return None
    wears = ", ".join(dict.fromkeys(row.activation for row in seen.hidden_layers))
    return Diagnosis(
        "vanishing gradients",
        f"The root mean square of dZ1 is {first:.2g} and that of dZ{len(slopes)} is {last:.2g}, "
        f"{last / max(first, 1e-300):.2g} times as large; the cost stands at "
        f"{digits(seen.level)}.",
        f"On its way back through {len(slopes) - 1} hidden layers ({wears}) the gradient is "
        "multiplied by a W and a slope below 1 each time, so the first layers hardly learn.",
        "Use hidden='relu' with scale='he', or fewer layers.",
    )


def stuck(seen: Evidence) -> Diagnosis | None:
    """Find a network that gives every example the same output."""
    if len(seen.layers) == 1 or not _gives_one_answer(seen):
        return None
    if _is_nearer_undecided(seen) and seen.undecided is not None:
        return _stuck_undecided(seen, *seen.undecided)
    return _stuck_at_the_rate(seen)


def _gives_one_answer(seen: Evidence) -> bool:
    """Tell whether all outputs are the same, from the network where it is known, or the costs."""
    signs, constant = seen.signs, seen.constant_cost
    if signs is not None and constant is not None:
        scale = np.sqrt(2 * constant) if seen.output == "linear" else 1.0
        return signs.spread < SAME * scale and 0.97 < seen.level / constant < 1.1
    if _moves(seen):
        return False
    if constant is not None:
        same = abs(seen.level - constant) < 0.003 * constant
        return same or (_is_nearer_undecided(seen) and _began_undecided(seen))
    return _began_undecided(seen) and (seen.level > 0.5 if seen.output == "sigmoid" else True)


def _moves(seen: Evidence) -> bool:
    """Tell whether the second half of the costs still changes."""
    change, _ = seen.curve.trend
    return abs(change) > 0.005 * seen.level or seen.curve.jump > 0.005 * seen.level


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
    weights = [p for key, p in (seen.parameters or {}).items() if key.startswith("W")]
    zero = bool(weights) and all(not W.any() for W in weights)
    return Diagnosis(
        f"stuck at {name}",
        f"The cost began at {digits(seen.curve.first)} and stands at {digits(seen.level)} after "
        f"{seen.curve.iterations} iterations: {name} = {value:.4f}, the cost of an output that "
        "prefers nothing.",
        ("Every W is 0" if zero else "The weights are all zero or tiny")
        + ", so every example gets the same output and hardly any gradient comes back to the "
        "hidden layers.",
        "Draw W with scale='lecun' or 'he', which suit the size of every layer, and train again.",
    )


def _stuck_at_the_rate(seen: Evidence) -> Diagnosis:
    """Tell of a network that has learnt the label rate and nothing else."""
    linear = seen.output == "linear"
    dead = dead_by_layer(seen.hidden_layers)
    cause = "Every prediction is the same, so nothing but the last b was learnt"
    action = "Draw W with scale='lecun' or 'he', which suit the size of every layer"
    if _is_tiny(seen):
        cause += ": the weights are so small that X does not come through the layers"
    elif seen.layers:
        action = "See whether X tells the examples apart at all, use fewer layers or a higher rate"
    return Diagnosis(
        "stuck at the mean of Y" if linear else "stuck at the label rate",
        f"The cost stands at {digits(seen.level)}, and {_entropy(seen)}"
        + (f"; {dead}" if dead else "")
        + ".",
        f"{cause}.",
        f"{action}, and train again.",
    )


def _entropy(seen: Evidence) -> str:
    """Say what the lowest cost of one answer for all is."""
    constant, rates = seen.constant_cost, seen.rates
    if constant is None or rates is None:
        share = _rate_of(seen.level)
        return f"H({share:.2f}) = {digits(seen.level)} if that is the share of one class"
    if seen.output == "linear":
        return f"half the variance of Y is {digits(constant)}"
    return f"{entropy_of(seen.output, rates)} = {digits(constant)}"


def _rate_of(entropy: float) -> float:
    """Return the p below 1/2 with H(p) = entropy."""
    p = np.linspace(1e-6, 0.5, 20001)
    return float(p[np.argmin(np.abs(-p * np.log(p) - (1 - p) * np.log(1 - p) - entropy))])


def _is_tiny(seen: Evidence) -> bool:
    """Tell whether the weights are so small that a signal fades on its way forward."""
    gains = [
        float(np.sqrt(np.mean(np.square(p)) * p.shape[1]))
        for name, p in (seen.parameters or {}).items()
        if name.startswith("W")
    ]
    return len(gains) > 1 and float(np.prod(gains) ** (1 / len(gains))) < TINY
