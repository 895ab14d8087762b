"""A distribution of Optuna as a number of options: choices, or the parts of a range."""

from __future__ import annotations

import math
from typing import Any

from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)

from dnn.tuning.bits import CELLS


def count_of(domain: BaseDistribution) -> int:
    """Return how many options there are: the choices, or the parts that a range is cut into.

    Examples
    --------
    >>> from optuna.distributions import FloatDistribution, IntDistribution
    >>> from dnn.tuning.options import count_of
    >>> count_of(FloatDistribution(0, 1)), count_of(IntDistribution(1, 5)), count_of(
    ...     IntDistribution(1, 500)
    ... )
    (8, 5, 8)
    """
    if isinstance(domain, CategoricalDistribution):
        return len(domain.choices)
    steps = _steps(domain)
    return CELLS if steps is None else min(CELLS, steps)


def option_of(domain: BaseDistribution, value: Any) -> int:
    """Return which option a value belongs to, from 0.

    Examples
    --------
    >>> from optuna.distributions import FloatDistribution
    >>> from dnn.tuning.options import option_of
    >>> option_of(FloatDistribution(0.01, 1, log=True), 0.1)
    4
    """
    if isinstance(domain, CategoricalDistribution):
        return int(domain.to_internal_repr(value))
    low, high = _ends(domain)
    share = (_scaled(domain, value) - low) / (high - low)
    n = count_of(domain)
    return min(max(int(share * n + 1e-9), 0), n - 1)


def drawn(domain: BaseDistribution, option: int, rng: Any) -> Any:
    """Return a value of an option: the choice, or a number from that part of the range, evenly.

    Parameters
    ----------
    domain : optuna.distributions.BaseDistribution
    option : int
    rng : numpy.random.Generator

    Examples
    --------
    >>> import numpy as np
    >>> from optuna.distributions import CategoricalDistribution, FloatDistribution
    >>> from dnn.tuning.options import drawn
    >>> rng = np.random.default_rng(0)
    >>> drawn(CategoricalDistribution(("gd", "adam")), 1, rng)
    'adam'
    >>> 0.5 <= drawn(FloatDistribution(0, 1), 4, rng) < 0.625
    True
    """
    if isinstance(domain, CategoricalDistribution):
        return domain.choices[option]
    numbers = _numeric(domain)
    low, high = _ends(domain)
    scaled = low + (high - low) * (option + rng.random()) / count_of(domain)
    value = math.exp(scaled) if numbers.log else scaled
    if numbers.step is not None:
        value = numbers.low + numbers.step * round((value - numbers.low) / numbers.step)
    value = min(max(value, numbers.low), numbers.high)
    return int(value) if isinstance(numbers, IntDistribution) else float(value)


def _numeric(domain: BaseDistribution) -> FloatDistribution | IntDistribution:
    """Return a distribution of numbers, or say that it is of another kind."""
    if isinstance(domain, FloatDistribution | IntDistribution):
        return domain
    raise ValueError(f"Harmonica knows no bits for a {type(domain).__name__}")


def _steps(domain: BaseDistribution) -> int | None:
    """Return how many numbers a range holds; None where it is continuous."""
    numbers = _numeric(domain)
    if numbers.step is None:
        return None
    return round((numbers.high - numbers.low) / numbers.step) + 1


def _ends(domain: BaseDistribution) -> tuple[float, float]:
    """Return the ends on the range's own scale; numbers with steps have half of one around each."""
    numbers = _numeric(domain)
    half = 0.0 if numbers.step is None else numbers.step / 2
    low, high = numbers.low - half, numbers.high + half
    return (math.log(low), math.log(high)) if numbers.log else (low, high)


def _scaled(domain: BaseDistribution, value: float) -> float:
    """Return a number on the range's own scale."""
    return math.log(value) if _numeric(domain).log else float(value)
