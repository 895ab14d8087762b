"""The training doctor: a run's history -> verdict, evidence, cause and action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from dnn.activations import layer_activations
from dnn.checks.arrays import check_matrix
from dnn.checks.examples import check_labels, check_same_examples
from dnn.checks.networks import check_forward, layer_count, network_dims
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.cost import OUTPUTS
from dnn.doctor.cost_curve import CostCurve, cost_curve
from dnn.doctor.evidence import Diagnosis, Evidence
from dnn.doctor.faults_of_curves import (
    diverging,
    healthy,
    oscillating,
    overfitting,
    still_falling,
    too_short,
    too_slow,
    worse_than_at_first,
    worse_than_knowing_nothing,
)
from dnn.doctor.faults_of_data import (
    constant_features,
    inputs_not_scaled,
    not_finite_inputs,
    one_class,
)
from dnn.doctor.faults_of_networks import (
    dead_relus,
    not_finite_cost,
    saturated,
    stuck,
    vanishing_gradients,
)
from dnn.doctor.vital_signs import VitalSigns, vital_signs
from dnn.shapes import Array, ShapeError
from dnn.training.task import as_floats

Examination = Callable[[Evidence], Diagnosis | None]

# In order of precedence: what spoils the data; units that no step brings back; steps too large,
# which also saturate a network; the rest of the network; and what the curve alone tells.
EXAMINATIONS: Mapping[str, Examination] = MappingProxyType(
    {
        "not finite inputs": not_finite_inputs,
        "one class": one_class,
        "inputs not scaled": inputs_not_scaled,
        "constant features": constant_features,
        "not finite": not_finite_cost,
        "dead ReLUs": dead_relus,
        "diverging": diverging,
        "oscillating": oscillating,
        "saturated": saturated,
        "vanishing gradients": vanishing_gradients,
        "stuck": stuck,
        "worse than at first": worse_than_at_first,
        "worse than knowing nothing": worse_than_knowing_nothing,
        "overfitting": overfitting,
        "too short": too_short,
        "too slow": too_slow,
        "still falling": still_falling,
        "healthy": healthy,
    }
)


def diagnose(
    costs: Iterable[Any],
    *,
    parameters: Mapping[str, Array] | None = None,
    X: Array | None = None,
    Y: Array | None = None,
    learning_rate: float | None = None,
    validation_costs: Iterable[Any] | None = None,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    every: int = 100,
) -> Diagnosis:
    """Tell what a training suffers from: costs, and all else that is known -> Diagnosis.

    Parameters
    ----------
    costs : sequence of numbers
        As `L_layer_model` returns them; NaN and infinity are taken.
    parameters : mapping, optional
        Those that training ended with, for example ``run.parameters``.
    X, Y : arrays, (n_0, m) and (n_L, m), optional
        What was trained on.
    learning_rate : float, optional
        For the advice.
    validation_costs : sequence of numbers, optional
        One per cost, as ``run.history.validation_costs``.
    hidden, output : str
        The activations, see `L_model_forward`.
    every : int
        Iterations from one cost to the next.

    Returns
    -------
    Diagnosis
        With ``verdict``, ``evidence``, ``cause`` and ``action``.

    Raises
    ------
    ValueError
        When there are no costs, they are not numbers, shapes do not fit, or an activation is
        unknown.

    Notes
    -----
    With the costs alone the curve is judged; X and Y show faults of the data, and the parameters
    with them those of the network. The first examination of ``EXAMINATIONS`` that finds something
    is told: what spoils the data comes before what spoils the network, and that before the curve.

    Examples
    --------
    >>> from dnn import diagnose
    >>> found = diagnose([0.69, 0.31, 0.15, 0.09, 0.07, 0.065, 0.064])
    >>> found.verdict
    'healthy'
    >>> print(diagnose([0.7, float("nan")], learning_rate=8.0).action)
    Train again from the start with a learning rate of 0.8, and with W drawn by scale='lecun' or \
'he'.
    """
    look_up(OUTPUTS, output, "output")
    curve = cost_curve(costs, check_whole_number("every", every))
    rate = (
        None if learning_rate is None else check_number("learning_rate", learning_rate, "(0, inf)")
    )
    valid = _validation(validation_costs, curve)
    if X is not None:
        check_matrix("X", X, "(n_0, m): one column per example")
        if X.size == 0:
            raise ShapeError(f"X is {X.shape}: there is nothing in it to look at")
        X = as_floats(X)
    if Y is not None:
        check_matrix("Y", Y, "(n_L, m): one column per example")
    signs = _signs(parameters, X, Y, hidden, output)
    seen = Evidence(curve, valid, parameters, X, Y, rate, output, signs)
    with np.errstate(all="ignore"):
        found = (examine(seen) for examine in EXAMINATIONS.values())
        return next(diagnosis for diagnosis in found if diagnosis is not None)


def _validation(costs: Iterable[Any] | None, curve: CostCurve) -> CostCurve | None:
    """Return the validation costs as a curve, after checking that there is one per cost."""
    if costs is None:
        return None
    valid = cost_curve(costs, curve.every, "validation_costs")
    if valid.values.size != curve.values.size:
        raise ShapeError(
            f"there must be one validation cost per cost, but there are {valid.values.size} "
            f"validation_costs and {curve.values.size} costs"
        )
    return valid


def _signs(
    parameters: Mapping[str, Array] | None,
    X: Array | None,
    Y: Array | None,
    hidden: str | Sequence[str],
    output: str,
) -> VitalSigns | None:
    """Check what was given of the network and its data; measure it where both are there."""
    if X is not None and Y is not None:
        check_same_examples(X, Y)
    if parameters is None:
        return None
    dims = network_dims(parameters)
    layer_activations(layer_count(parameters), hidden, output)
    if X is None:
        return None
    check_forward(X, parameters)
    if Y is not None:
        check_labels(np.empty((dims[-1], X.shape[1])), Y)
    return vital_signs(X, parameters, Y, hidden=hidden, output=output)
