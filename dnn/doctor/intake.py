"""What diagnose is given, checked: a Run, or costs and named facts -> evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dnn.activations import layer_activations
from dnn.checks.arrays import check_matrix
from dnn.checks.examples import check_labels, check_same_examples
from dnn.checks.networks import check_forward, layer_count, network_dims
from dnn.checks.values import look_up
from dnn.cost import OUTPUTS
from dnn.doctor.cost_curve import CostCurve, cost_curve
from dnn.doctor.evidence import Evidence
from dnn.doctor.given import Chosen
from dnn.doctor.vital_signs import VitalSigns, vital_signs
from dnn.shapes import Array, ShapeError
from dnn.training.fit import Run
from dnn.training.hyperparameters import HYPERPARAMETERS
from dnn.training.task import as_floats

WHOLE = 3_000_000  # numbers of X, up to which all of it is looked at: 24 MB as float64
SAMPLE = 1_200_000  # numbers that are looked at of a larger one
FEWEST = 200  # examples, however many features they have
DEFAULTED = ("hidden", "output", "every", "lambd", "keep_prob", "decay_rate", "time_interval")


def evidence_of(
    costs: Run | Iterable[Any],
    X: Array | None,
    Y: Array | None,
    validation: tuple[Array, Array] | None,
    facts: Mapping[str, Any],
) -> Evidence:
    """Return what is known of a training, checked and with large data sampled."""
    known = _known(costs, facts)
    output = known["output"]
    look_up(OUTPUTS, output, "output")
    curve = cost_curve(known["costs"], known["every"])
    valid = _validation_curve(known["validation_costs"], curve)
    m = _check_data(X, Y)
    looked_at = None if X is None else _sample(X)
    seen_X = None if X is None else as_floats(_taken(X, looked_at))
    seen_Y = None if Y is None else _taken(Y, looked_at if X is not None else None)
    valid_X, valid_Y = _validation_set(validation, X, known["parameters"])
    signs = _signs(known["parameters"], seen_X, seen_Y, known["hidden"], output)
    best = known["best_iteration"]
    if best is None and valid is not None and _is_of_the_best(curve, valid, signs):
        best = int(np.argmin(valid.values)) * curve.every
    is_best = best is not None and valid is not None
    return Evidence(
        curve=curve.up_to(best) if best is not None and is_best else curve,
        validation=valid.up_to(best) if best is not None and valid is not None else valid,
        parameters=known["parameters"],
        X=seen_X,
        Y=seen_Y,
        inputs=X,
        labels=Y,
        valid_X=valid_X,
        valid_Y=valid_Y,
        m=m,
        hidden=known["hidden"],
        output=output,
        settings=Chosen(**{name: known[name] for name in Chosen._fields}),
        recorded=curve.values.size,
        is_best=is_best,
        signs=signs,
    )


def _known(costs: Run | Iterable[Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return every fact by its name: those that were given, then the run's, then the defaults."""
    given = {name: value for name, value in facts.items() if value is not None}
    rows = {name: row for name, row in HYPERPARAMETERS.items() if name in facts}
    known: dict[str, Any] = dict.fromkeys(facts)
    known |= {name: rows[name].default for name in DEFAULTED}
    known |= {"costs": costs, "is_whole": False, "best_iteration": None}
    if isinstance(costs, Run):
        known |= _of_run(costs)
    for name, value in given.items():
        known[name] = rows[name].check(name, value) if name in rows else value
    keep = known["keep_prob"]
    known["keep_prob"] = float(min(keep)) if isinstance(keep, list) else keep
    return known


def _of_run(run: Run) -> dict[str, Any]:
    """Return what a run knows of itself; with patience, it ended at its best iteration."""
    history, chosen = run.history, run.hyperparameters
    returned_best = chosen["patience"] and run.stopped in (None, "early")
    return {
        **{name: value for name, value in chosen.items() if name != "seed"},
        "costs": history.costs,
        "validation_costs": history.validation_costs or None,
        "parameters": run.parameters,
        "num_iterations": run.iterations,
        "best_iteration": history.best_iteration if returned_best else None,
        "is_whole": True,
    }


def _is_of_the_best(curve: CostCurve, valid: CostCurve, signs: VitalSigns | None) -> bool:
    """Tell whether the parameters are those of the lowest validation cost, as patience returns.

    Their cost is then nearer to what it was at that iteration than to the last.
    """
    if signs is None or signs.cost is None or curve.lost is not None or valid.lost is not None:
        return False
    then, now = curve.values[int(np.argmin(valid.values))], curve.level
    return bool(now < 0.9 * then and abs(signs.cost - then) < abs(signs.cost - now))


def _validation_curve(costs: Iterable[Any] | None, curve: CostCurve) -> CostCurve | None:
    """Return the validation costs as a curve; check that there is one per cost."""
    if costs is None:
        return None
    valid = cost_curve(costs, curve.every, "validation_costs")
    if valid.values.size != curve.values.size:
        raise ShapeError(
            f"there must be one validation cost per cost, but there are {valid.values.size} "
            f"validation_costs and {curve.values.size} costs"
        )
    return valid


def _check_data(X: Array | None, Y: Array | None) -> int:
    """Check that X and Y are matrices that belong together; return how many examples."""
    if X is not None:
        check_matrix("X", X, "(n_0, m): one column per example")
        if X.size == 0:
            raise ShapeError(f"X is {X.shape}: there is nothing in it to look at")
    if Y is not None:
        check_matrix("Y", Y, "(n_L, m): one column per example")
        if X is not None:
            check_same_examples(X, Y)
        elif Y.size == 0:
            raise ShapeError(f"Y is {Y.shape}: there is nothing in it to look at")
    given = Y if X is None else X
    return 0 if given is None else int(given.shape[1])


def _sample(X: Array) -> Array | None:
    """Return the columns of X to look at, in order; None for all of them."""
    n_0, m = X.shape
    size = max(FEWEST, SAMPLE // n_0)
    return (
        None
        if size >= m or X.size <= WHOLE
        else np.sort(np.random.RandomState(0).permutation(m)[:size])
    )


def _taken(values: Array, columns: Array | None) -> Array:
    return values if columns is None else values[:, columns]


def _validation_set(
    validation: tuple[Array, Array] | None, X: Array | None, parameters: Mapping[str, Array] | None
) -> tuple[Array | None, Array | None]:
    """Return a sample of the validation set; check that it fits."""
    if validation is None:
        return None, None
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise ValueError(f"validation must be a pair (X, Y); got {type(validation).__name__}")
    try:
        _check_data(*validation)
        if X is not None and len(validation[0]) != len(X):
            raise ShapeError(f"X has {len(validation[0])} rows, but {len(X)} in training")
        if parameters is not None:
            check_forward(validation[0], parameters)
            check_labels(np.empty((network_dims(parameters)[-1], 1)), validation[1][:, :1])
    except ValueError as error:
        raise type(error)(f"validation: {error}") from None
    columns = _sample(validation[0])
    return as_floats(_taken(validation[0], columns)), _taken(validation[1], columns)


def _signs(
    parameters: Mapping[str, Array] | None,
    X: Array | None,
    Y: Array | None,
    hidden: Any,
    output: str,
) -> VitalSigns | None:
    """Check what was given of the network and its data; measure it where both are there."""
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
