"""What can be wrong inside a network: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.activations import ACTIVATIONS
from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits
from dnn.doctor.vital_signs import LayerSigns, dead_by_layer

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
    if seen.passed is None:
        return None
    worst = max(relus, key=lambda row: row.dead)
    (_, _, b), Z = seen.passed[1][worst.layer - 1]
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
