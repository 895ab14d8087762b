"""What a search was asked for, checked: examples, folds, space, and the marks of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.checks.arrays import check_matrix
from dnn.checks.examples import check_same_examples
from dnn.checks.values import check_whole_number
from dnn.shapes import Array
from dnn.training.checkpoint import fingerprint
from dnn.training.hyperparameters import HYPERPARAMETERS, hyperparameters
from dnn.training.task import check_training
from dnn.tuning.folds import Fold, k_fold
from dnn.tuning.spaces import LAYERS, USUAL_LAYERS, Space, check_space, check_value
from dnn.tuning.trials import Examples, shared_examples


class Setup(NamedTuple):
    """A search that can begin."""

    examples: Examples
    folds: Sequence[Fold]
    space: Space
    fixed: dict[str, Any]
    seed: int
    marks: dict[str, Any]


def set_up(
    X: Array,
    Y: Array,
    space: Any,
    folds: int,
    seed: int,
    fixed: Mapping[str, Any],
    **marks: Any,
) -> Setup:
    """Check all that a search is given, and make ready what its trials share.

    Raises
    ------
    ValueError
        When examples, space or hyperparameters are not what a training takes.
    """
    check_matrix("X", X, "(n_0, m): one column per example")
    check_same_examples(X, Y)
    if not isinstance(X, np.ndarray):
        raise ValueError("X must be in memory for a search: take its columns, X[:, :1000]")
    chosen = check_space(space)
    given = fixed if LAYERS in chosen else {LAYERS: USUAL_LAYERS, **fixed}
    kept = {name: check_value(name, value) for name, value in given.items()}
    twice = [name for name in kept if name in chosen]
    if twice:
        raise ValueError(f"{twice[0]} is in the space and fixed beside it: leave one of them out")
    usual = kept.get("output", HYPERPARAMETERS["output"].default)
    for output in chosen.get("output", [usual]):
        check_training(X, Y, (len(X), len(Y)), hyperparameters(output=output))
    seed = check_whole_number("seed", seed, least=0)
    dealt = k_fold(X, Y, folds, seed=seed)
    data = fingerprint(X, Y)
    said = {"seed": seed, "folds": len(dealt), "space": chosen, "fixed": kept, "data": data}
    return Setup(shared_examples(X, Y), dealt, chosen, kept, seed, {**marks, **said})
