"""The training doctor: a run's history -> verdict, evidence, cause and action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from dnn.doctor.courses import healthy, still_falling, too_short
from dnn.doctor.evidence import Diagnosis, Evidence
from dnn.doctor.faults_of_choices import (
    dropout_too_strong,
    l2_too_strong,
    learnt_little,
    underfitting,
)
from dnn.doctor.faults_of_inputs import (
    constant_features,
    inputs_not_scaled,
    inputs_unequal,
    not_finite_inputs,
)
from dnn.doctor.faults_of_labels import (
    labels_out_of_range,
    negative_cost,
    not_finite_labels,
    one_answer,
    one_class,
    rare_class,
)
from dnn.doctor.faults_of_networks import dead_relus, saturated, stuck, vanishing_gradients, weights_too_large
from dnn.doctor.faults_of_steps import (
    crawling,
    decays_too_soon,
    diverging,
    noisy_batches,
    not_finite_cost,
    oscillating,
    rate_too_high,
    rising_again,
    too_slow,
    worse_than_at_first,
    worse_than_knowing_nothing,
)
from dnn.doctor.faults_of_validation import (
    overfitting,
    validation_is_training,
    validation_never_learnt,
)
from dnn.doctor.intake import evidence_of
from dnn.shapes import Array
from dnn.training.fit import Run

Examination = Callable[[Evidence], Diagnosis | None]

EXAMINATIONS: tuple[Examination, ...] = (
    not_finite_labels,
    labels_out_of_range,
    not_finite_inputs,
    one_class,
    constant_features,
    inputs_not_scaled,
    inputs_unequal,
    negative_cost,
    not_finite_cost,
    l2_too_strong,
    dropout_too_strong,
    decays_too_soon,
    dead_relus,
    crawling,
    noisy_batches,
    diverging,
    oscillating,
    saturated,
    rate_too_high,
    weights_too_large,
    rare_class,
    vanishing_gradients,
    stuck,
    too_slow,
    worse_than_at_first,
    worse_than_knowing_nothing,
    rising_again,
    validation_never_learnt,
    overfitting,
    underfitting,
    one_answer,
    validation_is_training,
    too_short,
    learnt_little,
    still_falling,
    healthy,
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
    """Doc."""
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
    seen = evidence_of(costs, X, Y, validation, facts)
    with np.errstate(all="ignore"):
        found = next(d for d in (examine(seen) for examine in EXAMINATIONS) if d is not None)
    if seen.X is None or seen.X.shape[1] == seen.m:
        return found
    sampled = f"; of the {seen.m} examples a sample of {seen.X.shape[1]} was looked at."
    return replace(found, evidence=found.evidence.removesuffix(".") + sampled)
