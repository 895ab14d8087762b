"""A space of hyperparameters as a plain dict: what it may hold, its points, its scales."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

from dnn.checks.arguments import Argument, ArgumentError
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.training.hyperparameters import HYPERPARAMETERS

Space = dict[str, Any]
LAYERS = "layers"  # the sizes of the hidden layers: beside HYPERPARAMETERS, a space may hold them
USUAL_LAYERS = (20, 7, 5)  # the course's, where neither the space nor the call says others


class Scale(NamedTuple):
    """One row of SCALES: how a range is measured, and the ends that it may have."""

    forward: Callable[[float], float]
    backward: Callable[[float], float]
    interval: str
    is_log: bool


SCALES_OF_RANGES: Mapping[str, Scale] = MappingProxyType(
    {
        "uniform": Scale(float, float, "(-inf, inf)", is_log=False),
        "log_uniform": Scale(math.log, math.exp, "(0, inf)", is_log=True),
    }
)


def uniform(low: float, high: float) -> dict[str, list[float]]:
    """Return a range in which every number is as likely as any other.

    Parameters
    ----------
    low, high : float
        Its ends.

    Returns
    -------
    dict
        ``{"uniform": [low, high]}``, which JSON can hold.

    Raises
    ------
    ValueError
        When `low` is not below `high`.

    Examples
    --------
    >>> from dnn.tuning import uniform
    >>> uniform(0, 1)
    {'uniform': [0.0, 1.0]}
    """
    return _checked_range("uniform", "a range", [low, high])


def log_uniform(low: float, high: float) -> dict[str, list[float]]:
    """Return a range in which every order of magnitude is as likely as any other.

    Parameters
    ----------
    low, high : float
        Its ends, above 0.

    Returns
    -------
    dict
        ``{"log_uniform": [low, high]}``, which JSON can hold.

    Raises
    ------
    ValueError
        When `low` is not above 0, or not below `high`.

    Examples
    --------
    >>> from dnn.tuning import log_uniform
    >>> log_uniform(1e-4, 1e-1)
    {'log_uniform': [0.0001, 0.1]}
    """
    return _checked_range("log_uniform", "a range", [low, high])


def is_range(domain: Any) -> bool:
    """Tell whether what a space holds under a name is a range, not a list of choices."""
    return isinstance(domain, Mapping)


def range_of(domain: Mapping[str, Any]) -> tuple[str, float, float]:
    """Return the scale of a range and its ends.

    Examples
    --------
    >>> from dnn.tuning.spaces import log_uniform, range_of
    >>> range_of(log_uniform(0.01, 1))
    ('log_uniform', 0.01, 1.0)
    """
    ((scale, (low, high)),) = domain.items()
    return scale, low, high


def at(domain: Mapping[str, Any], share: float) -> float:
    """Return the number that divides a range so on its scale: 0 is its low end, 1 its high one.

    Examples
    --------
    >>> from dnn.tuning.spaces import at, log_uniform
    >>> round(at(log_uniform(0.01, 1), 0.5), 12)
    0.1
    """
    scale, low, high = range_of(domain)
    forward = SCALES_OF_RANGES[scale].forward
    value = SCALES_OF_RANGES[scale].backward(forward(low) + share * (forward(high) - forward(low)))
    return min(max(value, low), high)  # rounding must not lead out of it


def share_of(domain: Mapping[str, Any], value: float) -> float:
    """Return where a number lies in a range, 0 to 1 on its scale: `at` undone."""
    scale, low, high = range_of(domain)
    forward = SCALES_OF_RANGES[scale].forward
    return (forward(value) - forward(low)) / (forward(high) - forward(low))


def check_space(space: Any) -> Space:
    """Return a space as a new plain dict that JSON can hold, and check that a search can use it.

    Parameters
    ----------
    space : mapping
        Any of ``dnn.HYPERPARAMETERS`` and ``"layers"`` -> a list of choices, or a range from
        `uniform` or `log_uniform`. The choices for ``"layers"`` are lists of sizes of hidden
        layers; ``[]`` is logistic regression.

    Raises
    ------
    ValueError
        When a name is unknown, a value is out of its range, a list is empty or holds a choice
        twice.

    Examples
    --------
    >>> from dnn.tuning.spaces import check_space
    >>> check_space({"layers": [(20,), (20, 7)], "lambd": {"uniform": (0, 1)}})
    {'layers': [[20], [20, 7]], 'lambd': {'uniform': [0.0, 1.0]}}
    >>> check_space({"lambda": [0, 1]})
    Traceback (most recent call last):
      ...
    ValueError: unknown hyperparameter 'lambda', did you mean 'lambd'? Known: layers, ...
    """
    if not isinstance(space, Mapping) or not space:
        raise ValueError(
            "a space must be a dict such as {'learning_rate': log_uniform(1e-4, 1e-1), "
            f"'layers': [[20], [20, 7]]}}; got {space!r:.80}"
        )
    return {name: _checked_domain(name, domain) for name, domain in space.items()}


def check_value(name: str, value: Any) -> Any:
    """Return the plain value of a hyperparameter, or of ``"layers"``, and check it."""
    if name != LAYERS:
        known = dict.fromkeys((LAYERS, *HYPERPARAMETERS))
        look_up(known, name, "hyperparameter")
        if name == "num_iterations":  # nothing can be said of a network that was not trained
            check_whole_number(name, value)
        return HYPERPARAMETERS[name].check(name, value)
    try:
        return [check_whole_number("a layer", size) for size in value]
    except (TypeError, ValueError):
        raise ValueError(
            "each choice for layers must be a list of sizes of hidden layers such as [20, 7], [] "
            f"for logistic regression; got {value!r}"
        ) from None


def _checked_domain(name: str, domain: Any) -> Any:
    """Return the choices or the range of one hyperparameter as plain values."""
    if is_range(domain):
        return _checked_numbers(name, domain)
    if not isinstance(domain, Sequence) or isinstance(domain, str) or not domain:
        raise ValueError(
            f"{name} must be a list of choices, or a range such as uniform(0, 1) or "
            f"log_uniform(1e-4, 1e-1); got {domain!r:.80}"
        )
    choices = [check_value(name, choice) for choice in domain]
    twice = [choice for k, choice in enumerate(choices) if choice in choices[:k]]
    if twice:
        raise ValueError(f"{name} holds the choice {twice[0]!r} more than once")
    return choices


def _checked_numbers(name: str, domain: Mapping[str, Any]) -> dict[str, list[float]]:
    """Return a range, and check that all in it is good for the hyperparameter."""
    if name == LAYERS:
        raise ValueError("layers must be a list of choices such as [[20], [20, 7]], not a range")
    if len(domain) != 1 or next(iter(domain)) not in SCALES_OF_RANGES:
        known = " or ".join(f"{{{scale!r}: [low, high]}}" for scale in SCALES_OF_RANGES)
        raise ValueError(f"the range of {name} must be {known}; got {dict(domain)!r:.80}")
    ((scale, ends),) = domain.items()
    checked = _checked_range(scale, name, ends)
    for share in (0.0, 0.5, 1.0):
        try:
            check_value(name, at(checked, share))
        except ValueError as error:
            raise ValueError(f"a range for {name} holds what it cannot be: {error}") from None
    return checked


def _checked_range(scale: str, name: str, ends: Any) -> dict[str, list[float]]:
    """Return a range, and check that its ends are two numbers in order."""
    if not isinstance(ends, Sequence) or len(ends) != 2:
        raise ValueError(f"{name}: {scale} takes two ends, low and high; got {ends!r}")
    low, high = (
        check_number(f"{name}: each end of {scale}", end, SCALES_OF_RANGES[scale].interval)
        for end in ends
    )
    if not low < high:
        raise ValueError(f"{name}: the low end of {scale} must be below the high one; got {ends}")
    return {scale: [low, high]}


def grid(space: Space, points: int | Mapping[str, int] | None = None) -> Iterator[dict[str, Any]]:
    """Yield every point of a grid over a space, the last hyperparameter changing fastest.

    Parameters
    ----------
    space : dict
    points : int or mapping of name to int, optional
        So many numbers of every range, or of each, its ends among them, at equal steps on its
        scale.

    Raises
    ------
    ValueError
        When the space holds a range and `points` does not say how many of its numbers to take.

    Examples
    --------
    >>> from dnn.tuning.spaces import grid, uniform
    >>> list(grid({"optimizer": ["gd", "adam"], "lambd": uniform(0, 1)}, points=2))[1:3]
    [{'optimizer': 'gd', 'lambd': 1.0}, {'optimizer': 'adam', 'lambd': 0.0}]
    """
    axes = [
        _numbers(name, domain, points) if is_range(domain) else domain
        for name, domain in space.items()
    ]
    return (dict(zip(space, point, strict=True)) for point in product(*axes))


def _numbers(name: str, domain: Mapping[str, Any], points: Any) -> list[float]:
    """Return so many numbers of a range."""
    count = points.get(name) if isinstance(points, Mapping) else points
    if count is None:
        scale, low, high = range_of(domain)
        raise ArgumentError(
            f"{name} is the range {scale}({low:g}, {high:g}), and a grid needs choices: say with ",
            Argument("points", 5),
            " how many of its numbers to take, or give a list",
        )
    n = check_whole_number("points", count, least=2)
    return [at(domain, k / (n - 1)) for k in range(n)]
