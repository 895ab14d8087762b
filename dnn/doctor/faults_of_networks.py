"""What can be wrong inside a network: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.activations import ACTIVATIONS
from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits
from dnn.doctor.vital_signs import LayerSigns, dead_by_layer
from dnn.forward import L_model_forward

SAME = 0.05  # spread of the outputs, below which every prediction is the same
VANISHED = 0.01  # rms of dZ1 by that of dZL
MANY_DEAD = 0.75  # share of all relu units


def dead_relus(seen: Evidence) -> Diagnosis | None:
    """Find relu units that are 0 for every example, where they keep the cost up."""
    relus = [row for row in seen.hidden_layers if ACTIVATIONS[row.activation].dies]
    blown_up = seen.level > 10 * seen.reference
    if not relus or not seen.is_learning_little or blown_up or seen.is_tiny:
        return None
    units = sum(row.units for row in relus)
    dead = round(sum(row.dead * row.units for row in relus))
    if not any(row.dead == 1 for row in relus) and not (units >= 12 and dead >= MANY_DEAD * units):
        return None
    evidence = (
        f"{dead} of {units} relu units give 0 for every example ({dead_by_layer(relus)}), and the "
        f"cost stands at {digits(seen.level)}."
    )
    spoilt = _killed_by_b(seen, relus)
    if spoilt is not None:
        return Diagnosis(
            "dead ReLUs",
            evidence,
            f"b{spoilt.layer} is so far below 0 that W A + b never rises above it, so the slope of "
            "these units is 0 and no step can bring them back.",
            f"Draw W by scale='he' and set b to 0 (initialize_parameters_deep does), above all "
            f"b{spoilt.layer}, and train again; hidden='leaky_relu' needs this too.",
            {"scale": "he"},
        )
    rate, remedy = seen.lower_rate(0.1)
    if seen.settings.optimizer is not None and (seen.rate_share or 0.0) < 1:
        return Diagnosis(
            "dead ReLUs",
            evidence,
            "Too few units: chance or a step has put all of a layer to where Z is never above 0, "
            "and there the slope is 0 and no step can bring them back.",
            "Train again from newly drawn W (scale='he') and b = 0 with hidden='leaky_relu', whose "
            "slope is never 0, or with more units.",
            {"scale": "he", "hidden": "leaky_relu"},
        )
    return Diagnosis(
        "dead ReLUs",
        evidence,
        f"A step with the learning rate{seen.with_rate} was so large that it threw them to where "
        "their Z is never above 0, and there the slope is 0 and no step can bring them back.",
        f"Train again from newly drawn W (scale='he') and b = 0 with a learning rate of {rate}; "
        "hidden='leaky_relu' helps against dying, not against a rate that is too high.",
        {"scale": "he", **remedy},
    )


def _killed_by_b(seen: Evidence, relus: list[LayerSigns]) -> LayerSigns | None:
    """Return the layer whose b silences it though its W is as it was drawn; None if there is none.

    A step that kills throws W as far as b; a b that was set so leaves W of its usual size.
    """
    if seen.AL is None or seen.X is None or seen.parameters is None:
        return None
    worst = max(relus, key=lambda row: row.dead)
    with np.errstate(all="ignore"):
        _, caches = L_model_forward(seen.X, seen.parameters, hidden=seen.hidden, output=seen.output)
    (_, _, b), Z = caches[worst.layer - 1]
    silent = (Z <= 0).all(axis=1)
    reach = np.abs(Z - b)[silent].max(axis=1)
    by_b = bool(np.median(-b[silent, 0] - 0.8 * reach) > 0)
    too_high = (seen.rate_share or 0.0) > 4
    return worst if by_b and worst.gain < 3 and not too_high else None


def saturated(seen: Evidence) -> Diagnosis | None:
    """Find sigmoid or tanh layers on the flat ends of their curve, where they keep the cost up."""
    if not seen.flat_layers:
        return None
    worst = max(seen.flat_layers, key=lambda row: row.saturated)
    rate, remedy = seen.lower_rate(0.3)
    too_high = (seen.rate_share or 0.0) > 2
    return Diagnosis(
        "saturated",
        f"In layer {worst.layer}, {worst.saturated:.0%} of the Z of its {worst.activation} units "
        f"lie where the curve is flat (|Z| up to {worst.largest:.3g}), and the cost stands at "
        f"{digits(seen.level)}.",
        f"W{worst.layer} is too large (its gain is {worst.gain:.3g}, and about 1 would do), and "
        "where g is flat, g'(Z) is nearly 0 and stops the gradient on its way back.",
        "Start again with W drawn by scale='he' and hidden='relu', whose slope is 1 however large Z"
        + (f", and with a learning rate of {rate}." if too_high else "."),
        {"scale": "he", "hidden": "relu", **(remedy if too_high else {})},
    )


def weights_too_large(seen: Evidence) -> Diagnosis | None:
    """Find weights so large that what comes out is certain and wrong."""
    if not seen.hidden_layers or not seen.is_wide or not seen.could_learn_more:
        return None
    began = seen.curve.first / max(seen.reference, seen.undecided[1] if seen.undecided else 0)
    if seen.share < (0.25 if began > 5 else 0.5) or began < 1.5:
        return None
    widest = max(seen.layers, key=lambda row: row.gain)
    rate, remedy = seen.lower_rate(1.0)
    return Diagnosis(
        "weights too large",
        f"The gain of W{widest.layer} is {widest.gain:.3g}, |Z| reaches {widest.largest:.3g} in "
        f"its layer, and the cost stands at {digits(seen.level)}.",
        "W started too large, so every layer makes what it is given larger, and the network is "
        "certain of what it has not learnt.",
        f"Start again with W drawn by scale='lecun' or 'he', and a learning rate of {rate}.",
        {"scale": "lecun", **remedy},
    )


def vanishing_gradients(seen: Evidence) -> Diagnosis | None:
    """Find gradients that fade on their way back to the first layer."""
    slopes = [row.slope for row in seen.layers]
    if len(slopes) < 3 or seen.is_tiny or not seen.is_learning_little or seen.share > 2:
        return None
    if seen.is_early and len(slopes) < 5:
        return None
    first, last = slopes[0], slopes[-1]
    if first is None or last is None or not first < VANISHED * last:
        return None
    dims = [seen.weights[0].shape[1], *(W.shape[0] for W in seen.weights)]
    remedy: dict[str, object] = {"hidden": "relu", "scale": "he"}
    fewer = ""
    if len(dims) > 5:
        fewer = f" and fewer layers, layers_dims={[*dims[:3], dims[-1]]}"
        remedy["layers_dims"] = [*dims[:3], dims[-1]]
    wears = ", ".join(dict.fromkeys(row.activation for row in seen.hidden_layers))
    return Diagnosis(
        "vanishing gradients",
        f"The root mean square of dZ1 is {first:.2g} and that of dZ{len(slopes)} is {last:.2g}, "
        f"{last / max(first, 1e-300):.2g} times as large; the cost stands at "
        f"{digits(seen.level)}.",
        f"On its way back through {len(slopes) - 1} hidden layers ({wears}) the gradient is "
        "multiplied by a W and a slope below 1 each time, so the first layers hardly learn.",
        f"Use hidden='relu' with scale='he'{fewer}.",
        remedy,
    )


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
        return signs.spread < SAME * scale and 0.97 < seen.level / constant < 1.1
    if _moves(seen):
        return False
    if constant is not None:
        same = abs(seen.level - constant) < 0.003 * constant
        return same or (_is_nearer_undecided(seen) and _began_undecided(seen))
    return _began_undecided(seen) and seen.share > 0.7


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
