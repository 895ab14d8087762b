"""Tuning: a space of hyperparameters, searched with cross-validation -> rows, best, polynomial."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dnn.tuning.drift import Drift, again
from dnn.tuning.extras import needed
from dnn.tuning.folds import Fold, k_fold
from dnn.tuning.parities import fit_parities
from dnn.tuning.polynomials import ErrorPolynomial, polynomial
from dnn.tuning.reports import report
from dnn.tuning.rows import SearchError, best, ranked, read_rows
from dnn.tuning.searching import search
from dnn.tuning.spaces import log_uniform, uniform
from dnn.tuning.successive import halving
from dnn.tuning.sweeping import sweep

# These stand on libraries of an extra: each is imported when it is first asked for.
_SIDES = {
    "HarmonicaSampler": ("dnn.tuning.harmonica", "optuna", "tune"),
    "PAPER": ("dnn.tuning.harmonica", "optuna", "tune"),
    "NetworkClassifier": ("dnn.tuning.estimators", "sklearn", "sklearn"),
    "NetworkRegressor": ("dnn.tuning.estimators", "sklearn", "sklearn"),
}

__all__ = [  # noqa: RUF022  in the order in which a search meets them
    "uniform",
    "log_uniform",
    "k_fold",
    "Fold",
    "sweep",
    "search",
    "halving",
    "SearchError",
    "read_rows",
    "best",
    "ranked",
    "polynomial",
    "ErrorPolynomial",
    "again",
    "Drift",
    "fit_parities",
    "HarmonicaSampler",
    "PAPER",
    "report",
    "NetworkClassifier",
    "NetworkRegressor",
]


def __getattr__(name: str) -> Any:
    """Import what needs an extra when it is asked for."""
    if name in _SIDES:
        module, library, extra = _SIDES[name]
        needed(library, extra)
        return getattr(import_module(module), name)
    raise AttributeError(f"module 'dnn.tuning' has no attribute {name!r}")
