"""What the examples that are not learnt from tell: evidence -> diagnosis, or None."""

from __future__ import annotations

import numpy as np

from dnn.cost import mean_loss
from dnn.doctor.answers import LITTLE
from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis, digits
from dnn.doctor.standing import cost_of_one_answer
from dnn.forward import L_model_forward
from dnn.shapes import Array

NEVER = 0.97  # of the cost of one answer for all, below which validation never was
FEW = 100  # examples, up to which having more of them is the first thing to try
HANDFUL = 20  # validation examples, below which chance alone may keep their cost up


def validation_never_learnt(seen: Evidence) -> Diagnosis | None:
    """Find a validation cost that never went below that of one answer, while training's did."""
    found = _lowest_validation(seen)
    if found is None or seen.share > LITTLE:
        return None
    lowest, constant = found
    if lowest < NEVER * constant:
        return None
    other = _prepared_differently(seen)
    told = (
        f"The validation cost was {digits(lowest)} at its lowest, and one answer for all costs "
        f"{digits(constant)} there, while the training cost has come down to {digits(seen.level)}"
    )
    is_handful = seen.valid_Y is not None and seen.valid_Y.shape[1] < HANDFUL
    if is_handful and not other and 0 < seen.m <= FEW:
        return _by_heart(seen, f"{told}.")
    return Diagnosis(
        "validation never learnt",
        told + (f"; {other}." if other else "."),
        "The validation set is prepared differently from the training set."
        if other
        else "X and Y do not belong together (a wrong order, or labels of something else), or the "
        "validation set is prepared differently, so what is learnt of one says nothing of the "
        "other.",
        "Prepare both alike: the same order of columns, and the scale that standardize returned "
        "for the training set"
        + ("." if other else "; and look at some examples with their labels."),
    )


def _lowest_validation(seen: Evidence) -> tuple[float, float] | None:
    """Return the lowest validation cost that is known, and that of one answer for all there."""
    curve = seen.validation
    cost = None if curve is not None else cost_of_validation(seen)
    constant = seen.reference
    if seen.valid_Y is not None:
        constant = cost_of_one_answer(seen.valid_Y, seen.output)
    if curve is not None:
        finite = curve.values[np.isfinite(curve.values)]
        return float(finite.min(initial=np.inf)), constant
    return None if cost is None or not _prepared_differently(seen) else (cost, constant)


def cost_of_validation(seen: Evidence) -> float | None:
    """Return the validation cost of the parameters given; None where it cannot be known."""
    if seen.valid_X is None or seen.valid_Y is None or seen.parameters is None:
        return None
    AL, _ = L_model_forward(seen.valid_X, seen.parameters, **seen.wear)
    return float(mean_loss(AL, seen.valid_Y, seen.output))


def _prepared_differently(seen: Evidence) -> str:
    """Say how the validation inputs differ from those of training; nothing where they do not."""
    if seen.X is None or seen.valid_X is None:
        return ""
    mean, spread = float(seen.X.mean()), float(seen.X.std())
    other, wide = float(seen.valid_X.mean()), float(seen.valid_X.std())
    if 0.5 < (wide + 1e-12) / (spread + 1e-12) < 2 and abs(mean - other) < 0.7 * spread:
        return ""
    return (
        f"its inputs have mean {other:.3g} and spread {wide:.3g}, those of training {mean:.3g} "
        f"and {spread:.3g}"
    )


def overfitting(seen: Evidence) -> Diagnosis | None:
    """Find a validation cost that has risen from its lowest while the training cost fell."""
    valid = seen.validation
    if valid is None:
        return _overfitted_at_the_end(seen)
    if valid.lost is not None or valid.values.size < 2:
        return None
    level, lowest = valid.level, valid.valley[0] if valid.values.size > 5 else valid.lowest
    gap, risen = level - min(seen.level, seen.curve.level), level - lowest
    if gap < 0.1 * seen.reference or risen < max(0.1 * lowest, 0.03 * seen.reference):
        return None
    if risen < 4 * valid.noise:
        return None
    best = int(np.argmin(valid.values)) * valid.every
    return _by_heart(
        seen,
        f"The validation cost was {digits(valid.lowest)} at iteration {best} and is "
        f"{digits(level)} now, while the training cost is {digits(seen.curve.level)}: a gap of "
        f"{digits(gap)}.",
    )


def _overfitted_at_the_end(seen: Evidence) -> Diagnosis | None:
    """Find a validation cost far above that of training, where only the end is known."""
    cost = cost_of_validation(seen)
    if cost is None or seen.valid_Y is None or seen.share > 0.5:
        return None
    constant = cost_of_one_answer(seen.valid_Y, seen.output)
    if cost < constant:
        return None
    return _by_heart(
        seen,
        f"The validation cost is {digits(cost)}, above the {digits(constant)} of one answer for "
        f"all, while the training cost is {digits(seen.level)}.",
    )


def _by_heart(seen: Evidence, evidence: str) -> Diagnosis:
    """Tell of examples that are learnt by heart, and whether there are few of them."""
    is_few = 0 < seen.m <= FEW
    return Diagnosis(
        "overfitting",
        evidence,
        f"The network learns the training examples by heart: {seen.m} are too few to tell what "
        "matters in them from what does not."
        if is_few
        else "The network has begun to learn the training examples by heart, noise and all.",
        "Give it more examples, for nothing helps as much; with these, stop early (patience=5 "
        "returns the parameters of the lowest validation cost), or use lambd, keep_prob or a "
        "smaller network."
        if is_few
        else "Stop early (patience=5 returns the parameters of the lowest validation cost), or "
        "use lambd, keep_prob, a smaller network or more examples.",
        {"patience": 5},
    )


def validation_is_training(seen: Evidence) -> Diagnosis | None:
    """Find a validation set that is the training set, so that it can tell nothing."""
    if seen.X is not None and seen.valid_X is not None:
        if seen.X.shape != seen.valid_X.shape or not np.array_equal(seen.X, seen.valid_X):
            return None
        told = f"All {seen.X.shape[1]} examples of the validation set are those of training"
    elif seen.validation is not None and _are_the_same(seen.curve.values, seen.validation.values):
        told = f"All {seen.curve.values.size} validation costs are the training costs"
    else:
        return None
    return Diagnosis(
        "validation is training",
        f"{told}, and the cost stands at {digits(seen.level)}.",
        "What was learnt by heart looks as good on these examples as what was understood.",
        "Keep examples apart before training, with train_test_split.",
    )


def _are_the_same(costs: Array, validation_costs: Array) -> bool:
    """Tell whether three or more costs that differ are, one by one, those of validation."""
    differ = costs.size > 2 and np.ptp(costs) > 0
    return bool(differ and np.allclose(costs, validation_costs, rtol=1e-6, atol=0))
