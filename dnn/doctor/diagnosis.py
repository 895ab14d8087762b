"""The training doctor: a run, or its costs -> verdict, evidence, cause, action and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from dnn.doctor import faults_of_choices as choices
from dnn.doctor import faults_of_inputs as inputs
from dnn.doctor import faults_of_labels as labels
from dnn.doctor import faults_of_large_steps as large_steps
from dnn.doctor import faults_of_networks as networks
from dnn.doctor import faults_of_outputs as outputs
from dnn.doctor import faults_of_small_steps as small_steps
from dnn.doctor import faults_of_validation as validations
from dnn.doctor import good_courses as courses
from dnn.doctor.evidence import Evidence
from dnn.doctor.findings import Diagnosis
from dnn.doctor.intake import evidence_of
from dnn.shapes import Array
from dnn.training.fit import Run

Examination = Callable[[Evidence], Diagnosis | None]

# In order of precedence: what spoils the labels and the inputs; what was chosen so that nothing
# can be learnt; units that no step brings back; steps; the rest of the network; what the examples
# that are not learnt from tell; and what the curve alone tells.
EXAMINATIONS: Mapping[str, Examination] = MappingProxyType(
    {
        "not finite labels": labels.not_finite_labels,
        "labels out of range": labels.labels_out_of_range,
        "not finite inputs": inputs.not_finite_inputs,
        "one class": labels.one_class,
        "rare class": labels.rare_class,
        "constant features": inputs.constant_features,
        "inputs not scaled": inputs.inputs_not_scaled,
        "inputs unequal": inputs.inputs_unequal,
        "negative cost": labels.negative_cost,
        "not finite": large_steps.not_finite_cost,
        "L2 too strong": choices.l2_too_strong,
        "dropout too strong": choices.dropout_too_strong,
        "rate decays too soon": small_steps.decays_too_soon,
        "dead ReLUs": networks.dead_relus,
        "crawling": small_steps.crawling,
        "batches too noisy": large_steps.noisy_batches,
        "diverging": large_steps.diverging,
        "oscillating": large_steps.oscillating,
        "saturated": networks.saturated,
        "rate too high": large_steps.rate_too_high,
        "weights too large": networks.weights_too_large,
        "vanishing gradients": networks.vanishing_gradients,
        "stuck": outputs.stuck,
        "does not move": small_steps.unmoved,
        "too slow": small_steps.too_slow,
        "worse than at first": large_steps.worse_than_at_first,
        "worse than knowing nothing": large_steps.worse_than_knowing_nothing,
        "rising again": large_steps.rising_again,
        "validation never learnt": validations.validation_never_learnt,
        "overfitting": validations.overfitting,
        "underfitting": choices.underfitting,
        "one answer": labels.one_answer,
        "validation is training": validations.validation_is_training,
        "too short": courses.too_short,
        "has learnt little": choices.learnt_little,
        "still falling": courses.still_falling,
        "healthy": courses.healthy,
    }
)

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "not finite": "NaN or infinity in X, Y, the costs or the parameters",
        "labels out of range": "labels that the output cannot mean, as 1 and 2, or 0 to 255",
        "negative cost": "a cost below 0, which no loss can have",
        "one class": "all labels are the same",
        "rare class": "a class of under 5 % of the examples, not recognised",
        "predicts one class": "the same decision for every example",
        "no better than the majority": "no more right than always the commonest class",
        "inputs not scaled": "features too large, too small, unequal, or far from 0",
        "constant features": "features that never or hardly vary",
        "diverging": "the cost ends above where it began, or far above that of one answer",
        "oscillating": "the cost leaps up and down",
        "rising again": "the cost ends far above its lowest",
        "rate too high": "the cost rests high, with a rate far above what suits X",
        "batches too noisy": "mini-batches too small for the learning rate",
        "too slow": "the cost hardly moves: the learning rate is too low",
        "does not move": "every cost is the same: no step changes anything",
        "rate decays too soon": "the schedule ends the steps before anything was learnt",
        "dead ReLUs": "units that give 0 for every example",
        "saturated": "units on the flat ends of sigmoid or tanh",
        "weights too large": "W started too large",
        "vanishing gradients": "the slope fades on its way back to layer 1",
        "stuck at ...": "the cost of one answer: ln 2, ln n, the label rate, the mean of Y",
        "L2 too strong": "lambd holds W near 0",
        "dropout too strong": "keep_prob leaves too few units",
        "underfitting": "the network is too small for what X tells of Y",
        "validation never learnt": "X and Y do not belong together, or validation is other data",
        "overfitting": "the validation cost has risen from its lowest",
        "validation is training": "the validation set is the training set",
        "too short": "fewer than three costs",
        "has learnt little": "the cost is above 0.9 of that of one answer for all",
        "still falling": "all is well, and more iterations will lower the cost",
        "healthy": "all is well",
    }
)


def diagnose(
    costs: Run | Iterable[Any],
    X: Array | None = None,
    Y: Array | None = None,
    *,
    parameters: Mapping[str, Array] | None = None,
    learning_rate: float | None = None,
    validation_costs: Iterable[Any] | None = None,
    hidden: str | Sequence[str] | None = None,
    output: str | None = None,
    every: int | None = None,
    validation: tuple[Array, Array] | None = None,
    num_iterations: int | None = None,
    optimizer: str | None = None,
    mini_batch_size: int | None = None,
    schedule: str | None = None,
    decay_rate: float | None = None,
    time_interval: int | None = None,
    lambd: float | None = None,
    keep_prob: float | Sequence[float] | None = None,
) -> Diagnosis:
    """Tell what a training suffers from: a run, or its costs, and all else known -> Diagnosis.

    Parameters
    ----------
    costs : Run, or sequence of numbers
        What `fit` returns, which knows all that follows but the examples; or costs as
        `L_layer_model` returns them, NaN and infinity too.
    X, Y : arrays, (n_0, m) and (n_L, m), optional
        What was trained on. Of a large X (above 3,000,000 numbers) a sample of the examples is
        looked at, and the evidence says so.
    parameters : mapping, optional
        Those that training ended with, for example ``run.parameters``.
    learning_rate, num_iterations, optimizer, mini_batch_size, schedule, decay_rate
    time_interval, lambd, keep_prob, hidden, output, every
        How it was trained, see ``dnn.HYPERPARAMETERS``. Left out, it is what the run says; without
        a run, hidden is ``"relu"``, output ``"sigmoid"``, every 100, and of the others nothing is
        assumed: so many more sicknesses are told apart when they are given.
    validation_costs : sequence of numbers, optional
        One per cost, as ``run.history.validation_costs``.
    validation : pair (X, Y), optional
        The examples that these costs are of.

    Returns
    -------
    Diagnosis
        With ``verdict``, one of ``dnn.doctor.diagnosis.VERDICTS``, ``evidence``, ``cause``,
        ``action``, and ``remedy``: the action as hyperparameters.

    Raises
    ------
    ValueError
        When there are no costs, they are not numbers, shapes do not fit, or a hyperparameter is
        unknown or out of its range.

    Notes
    -----
    With the costs alone the curve is judged; X and Y show faults of the data, and the parameters
    with them those of the network. The first examination of ``EXAMINATIONS`` that finds something
    is told: what spoils the data comes before what spoils the network, and that before the curve.
    Whether a network could have learnt more is asked of X itself, see
    `dnn.doctor.probe.share_explained`. A run with ``patience`` is judged by the parameters that it
    returned.

    The verdicts: *not finite*, *labels out of range*, *negative cost*, *one class*, *rare class*,
    *predicts one class*, *no better than the majority*; *inputs not scaled*, *constant features*;
    *diverging*, *oscillating*, *rising again*, *rate too high*, *batches too noisy*, *too slow*,
    *does not move*, *rate decays too soon*; *dead ReLUs*, *saturated*, *weights too large*,
    *vanishing gradients*, *stuck at ...* (ln 2, ln n, the label rate, the mean of Y); *L2 too
    strong*, *dropout too strong*, *underfitting*; *validation never learnt*, *overfitting*,
    *validation is training*; *too short*, *has learnt little*; and, where all is well, *still
    falling* and *healthy*.

    Examples
    --------
    >>> from dnn import diagnose
    >>> found = diagnose([0.69, 0.31, 0.15, 0.09, 0.07, 0.065, 0.064])
    >>> found.verdict
    'healthy'
    >>> found = diagnose([0.7, float("nan")], learning_rate=8.0)
    >>> print(found.action)
    Train again from the start with a learning rate of 0.8, and with W drawn by scale='lecun' or \
'he'.
    >>> found.remedy
    {'learning_rate': 0.8, 'scale': 'lecun'}

    A whole run tells of itself how it was trained:

    >>> import numpy as np
    >>> from dnn import fit
    >>> X = np.random.RandomState(0).randn(2, 60)
    >>> Y = (X[:1] > X[1:]).astype(int)
    >>> diagnose(fit(X, Y, [2, 1], learning_rate=0.00001, num_iterations=500), X, Y).verdict
    'too slow'
    """
    facts = {
        "parameters": parameters,
        "learning_rate": learning_rate,
        "validation_costs": validation_costs,
        "hidden": hidden,
        "output": output,
        "every": every,
        "num_iterations": num_iterations,
        "optimizer": optimizer,
        "mini_batch_size": mini_batch_size,
        "schedule": schedule,
        "decay_rate": decay_rate,
        "time_interval": time_interval,
        "lambd": lambd,
        "keep_prob": keep_prob,
    }
    with np.errstate(all="ignore"):
        seen = evidence_of(costs, X, Y, validation, facts)
        findings = (examine(seen) for examine in EXAMINATIONS.values())
        found = next(diagnosis for diagnosis in findings if diagnosis is not None)
    if seen.X is None or seen.X.shape[1] == seen.m:
        return found
    sampled = f"; of the {seen.m} examples a sample of {seen.X.shape[1]} was looked at."
    return replace(found, evidence=found.evidence.removesuffix(".") + sampled)
