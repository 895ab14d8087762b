"""Two interlocked moons: two classes with two features, drawn from a seed."""

from __future__ import annotations

import numpy as np

from dnn.checks.values import check_number, check_whole_number
from dnn.shapes import Array


def two_moons(
    m: int = 200, *, noise: float = 0.15, mislabelled: float = 0.1, seed: int = 1
) -> tuple[Array, Array]:
    """Return m examples of two interlocked moons, some of them with the wrong label.

    Class 1 lies on the lower half of a circle, class 0 on the upper half of another one.

    Parameters
    ----------
    m : int, 1 or more
        Number of examples.
    noise : float, 0 or more
        Standard deviation of what is added to both features; the circles have radius 1.5.
    mislabelled : float, 0 to 1
        The share of labels that are turned, on average; nothing can be learnt of them.
    seed : int

    Returns
    -------
    X : array of float, (2, m)
    Y : array of int, (1, m)
        0 or 1.

    Raises
    ------
    ValueError
        When an argument is out of its range.

    Examples
    --------
    >>> from dnn import two_moons
    >>> X, Y = two_moons(300, seed=7)
    >>> X.shape, Y.shape, sorted(set(Y[0].tolist()))
    ((2, 300), (1, 300), [0, 1])
    """
    check_whole_number("m", m)
    check_number("noise", noise, "[0, inf)")
    check_number("mislabelled", mislabelled, "[0, 1]")
    rng = np.random.RandomState(seed)
    Y = rng.randint(0, 2, (1, m))
    angle = np.pi * rng.rand(m) + np.pi * Y[0]
    circles = np.array([np.cos(angle) + 0.5 - Y[0], np.sin(angle) - 0.25 + 0.5 * Y[0]])
    X = 1.5 * (circles + noise * rng.randn(2, m))
    is_turned = rng.rand(1, m) < mislabelled
    return X, np.where(is_turned, 1 - Y, Y)
