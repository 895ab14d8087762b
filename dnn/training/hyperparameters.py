"""Every hyperparameter with its default, its range and its place in the equations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import ACTIVATIONS
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.cost import OUTPUTS
from dnn.parameters import SCALES
from dnn.training.optimizers import OPTIMIZERS
from dnn.training.schedules import SCHEDULES

SEEDS = 2**32  # numpy.random.RandomState takes so many
ELSEWHERE: Mapping[str, str] = MappingProxyType(  # what others call them -> what they are here
    {
        **dict.fromkeys(("lr", "alpha", "eta", "rate", "step_size"), "learning_rate"),
        **dict.fromkeys(("epochs", "iters", "n_iter", "max_iter", "steps"), "num_iterations"),
        **dict.fromkeys(("iterations", "n_epochs", "num_epochs"), "num_iterations"),
        **dict.fromkeys(("batch_size", "minibatch_size", "batch"), "mini_batch_size"),
        **dict.fromkeys(("activation", "activations"), "hidden"),
        **dict.fromkeys(("weight_decay", "l2", "lambda_", "lambda"), "lambd"),
        **dict.fromkeys(("dropout", "keep_probs"), "keep_prob"),
        **dict.fromkeys(("random_state", "random_seed"), "seed"),
        **dict.fromkeys(("init", "initialization", "initializer"), "scale"),
        **dict.fromkeys(("solver", "optim"), "optimizer"),
        **dict.fromkeys(("early_stopping", "early_stopping_rounds"), "patience"),
        **dict.fromkeys(("momentum",), "beta"),
        **dict.fromkeys(("class_weights", "weights"), "class_weight"),
    }
)
BALANCED = "balanced"  # the class_weight by which every class counts the same in all
Check = Callable[[str, Any], Any]


class Hyperparameter(NamedTuple):
    """One row of HYPERPARAMETERS.

    ``check(name, value)`` returns the value as a plain one that JSON can hold, or raises a
    ValueError that names the hyperparameter and its range. Where the value is a name, it is one of
    ``table`` when it is looked up: a row that was added later counts.
    """

    default: Any
    interval: str
    equation: str
    check: Check
    table: Mapping[str, Any] = MappingProxyType({})

    @property
    def range(self) -> str:
        """Return what the value may be, in words: the names of the table, then the interval."""
        return ", ".join(self.table) + self.interval


def hyperparameters(**given: Any) -> dict[str, Any]:
    """Return the whole set: the defaults with the given values in their place.

    Parameters
    ----------
    **given
        Any of the names in ``dnn.HYPERPARAMETERS``.

    Returns
    -------
    dict
        Every name with a plain value: numbers, strings, lists and None. A run writes it down, and
        ``L_layer_model(X, Y, layers_dims, **mapping)`` takes it again.

    Raises
    ------
    ValueError
        When a name is unknown or a value is out of its range.

    Examples
    --------
    >>> from dnn import hyperparameters
    >>> chosen = hyperparameters(optimizer="adam", learning_rate=0.001)
    >>> chosen["optimizer"], chosen["beta1"]
    ('adam', 0.9)
    >>> hyperparameters(keep_prob=0)
    Traceback (most recent call last):
      ...
    ValueError: keep_prob must be a number in (0, 1]; got 0
    """
    for name in given:
        look_up(HYPERPARAMETERS, name, "hyperparameter", ELSEWHERE)
    return {
        name: row.check(name, given.get(name, row.default)) for name, row in HYPERPARAMETERS.items()
    }


def _within(interval: str) -> Check:
    return lambda name, value: check_number(name, value, interval)


def _whole(least: int) -> Check:
    return lambda name, value: check_whole_number(name, value, least)


def or_none(check: Check) -> Check:
    """Return a check that lets None through."""
    return lambda name, value: None if value is None else check(name, value)


def _named(table: Mapping[str, Any]) -> Check:
    def check(name: str, value: Any) -> str:
        look_up(table, value, name)
        return str(value)

    return check


def _one_or_each(check: Check) -> Check:
    """Check a value, or a sequence of values, one per layer."""

    def check_each(name: str, value: Any) -> Any:
        if isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
            return [check(name, v) for v in value]
        return check(name, value)

    return check_each


def _scale(name: str, value: Any) -> Any:
    return _named(SCALES)(name, value) if isinstance(value, str) else check_number(name, value)


def _dtype(name: str, value: Any) -> str:
    known = {"float32": np.float32, "float64": np.float64}
    name_of_type = value if isinstance(value, str) else getattr(value, "__name__", str(value))
    look_up(known, name_of_type, name)
    return str(name_of_type)


def _class_weight(name: str, value: Any) -> Any:
    if value == BALANCED:
        return BALANCED
    if not isinstance(value, Mapping) or not value:
        raise ValueError(
            f"{name} must be {BALANCED!r} or say how many times an example of a class counts, such "
            f"as {{1: 10}}; got {value!r}"
        )
    weight = _within("(0, inf)")
    return {str(key): weight(f"{name}[{key!r}]", number) for key, number in value.items()}


def _seed(name: str, value: Any) -> int:
    seed = check_whole_number(name, value, least=0)
    if seed >= SEEDS:
        raise ValueError(f"{name} must be below 2^32; got {value!r}")
    return seed


HYPERPARAMETERS: Mapping[str, Hyperparameter] = MappingProxyType(
    {
        "learning_rate": Hyperparameter(0.0075, "(0, inf)", "W := W - α dW", _within("(0, inf)")),
        "num_iterations": Hyperparameter(3000, "0, 1, 2, ...", "i = 0 .. n - 1", _whole(0)),
        "hidden": Hyperparameter(
            "relu",
            "; one name, or one per hidden layer",
            "A = g(Z), l < L",
            _one_or_each(_named(ACTIVATIONS)),
            ACTIVATIONS,
        ),
        "output": Hyperparameter("sigmoid", "", "A = g(Z), l = L", _named(OUTPUTS), OUTPUTS),
        "scale": Hyperparameter("lecun", ", or a number", "W = scale · N(0, 1)", _scale, SCALES),
        "seed": Hyperparameter(1, "0, 1, 2, ... 2³² - 1", "W, shuffles and masks", _seed),
        "optimizer": Hyperparameter("gd", "", "dW -> W", _named(OPTIMIZERS), OPTIMIZERS),
        "beta": Hyperparameter(0.9, "[0, 1)", "momentum: v := β v + (1 - β) dW", _within("[0, 1)")),
        "beta1": Hyperparameter(0.9, "[0, 1)", "adam: v := β₁ v + (1 - β₁) dW", _within("[0, 1)")),
        "beta2": Hyperparameter(
            0.999, "[0, 1)", "adam, rmsprop: s := β₂ s + (1 - β₂) dW²", _within("[0, 1)")
        ),
        "epsilon": Hyperparameter(
            1e-8, "(0, inf)", "adam, rmsprop: ... / (√s + ε)", _within("(0, inf)")
        ),
        "mini_batch_size": Hyperparameter(
            None, "None (all examples), or 1, 2, ...", "m of one iteration", or_none(_whole(1))
        ),
        "lambd": Hyperparameter(0.0, "[0, inf)", "J + λ / 2m · Σ W²", _within("[0, inf)")),
        "keep_prob": Hyperparameter(
            1.0,
            "(0, 1]; one number, or one per layer",
            "A := A · D / keep_prob",
            _one_or_each(_within("(0, 1]")),
        ),
        "schedule": Hyperparameter(
            "constant", "", "W := W - α(epoch) dW", _named(SCHEDULES), SCHEDULES
        ),
        "decay_rate": Hyperparameter(
            1.0,
            "[0, inf)",
            "d: inverse: α / (1 + d · epoch); exponential: α d^epoch",
            _within("[0, inf)"),
        ),
        "time_interval": Hyperparameter(
            1000,
            "1, 2, ... epochs",
            "T: interval: α / (1 + d ⌊epoch / T⌋); cosine: α (1 + cos(π epoch / T)) / 2; "
            "warm_up: α (epoch + 1) / T",
            _whole(1),
        ),
        "every": Hyperparameter(
            100, "1, 2, ... iterations", "costs at i = 0, every, 2 every, ...", _whole(1)
        ),
        "patience": Hyperparameter(
            None,
            "None (never stop early), or 1, 2, ... recorded costs",
            "validation cost not lower for so long: stop",
            or_none(_whole(1)),
        ),
        "class_weight": Hyperparameter(
            None,
            "None (all count alike), balanced, or class -> (0, inf)",
            "J = Σ w loss / Σ w, w of the class; balanced: m / (n · m of the class)",
            or_none(_class_weight),
        ),
        "dtype": Hyperparameter(
            None, "None (that of X), float64, float32", "of X, W, b and all else", or_none(_dtype)
        ),
    }
)
