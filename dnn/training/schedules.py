"""How the learning rate falls: learning_rate, epoch -> learning_rate.

A schedule takes ``(learning_rate, epoch, decay_rate, time_interval)``: the rate of epoch 0, the
number of the epoch (0, 1, 2, ...), how fast the rate falls, and a number of epochs; each reads of
them what its formula names. It returns the rate of that epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, floor, pi
from types import MappingProxyType

Schedule = Callable[[float, int, float, int], float]


def constant(
    learning_rate: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return the learning rate as it is.

    Examples
    --------
    >>> from dnn.training.schedules import constant
    >>> constant(0.5, epoch=9)
    0.5
    """
    return learning_rate


def update_lr(learning_rate0: float, epoch_num: int, decay_rate: float = 1.0) -> float:
    """Return learning_rate0 / (1 + decay_rate * epoch_num), the rate of epoch 0, 1, 2, ...

    Examples
    --------
    >>> from dnn import update_lr
    >>> update_lr(0.5, epoch_num=4, decay_rate=0.25)
    0.25
    """
    return learning_rate0 / (1 + decay_rate * epoch_num)


def inverse(
    learning_rate: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return learning_rate / (1 + decay_rate * epoch): `update_lr` as a schedule.

    Examples
    --------
    >>> from dnn.training.schedules import inverse
    >>> inverse(0.5, epoch=1)
    0.25
    """
    return update_lr(learning_rate, epoch, decay_rate)


def schedule_lr_decay(
    learning_rate0: float, epoch_num: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return learning_rate0 / (1 + decay_rate * floor(epoch_num / time_interval)).

    The rate stays for ``time_interval`` epochs, then falls by a step.

    Examples
    --------
    >>> from dnn import schedule_lr_decay
    >>> [schedule_lr_decay(0.5, epoch, 1.0, time_interval=100) for epoch in (0, 99, 100)]
    [0.5, 0.5, 0.25]
    """
    return learning_rate0 / (1 + decay_rate * floor(epoch_num / time_interval))


def exponential(
    learning_rate: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return learning_rate * decay_rate ** epoch, for example with decay_rate = 0.95.

    Examples
    --------
    >>> from dnn.training.schedules import exponential
    >>> exponential(0.5, epoch=2, decay_rate=0.5)
    0.125
    """
    return learning_rate * decay_rate**epoch


def cosine(
    learning_rate: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return learning_rate * (1 + cos(pi * epoch / time_interval)) / 2; 0 after the interval.

    Notes
    -----
    Loshchilov and Hutter, "SGDR" (2017), equation (5), without restarts.

    Examples
    --------
    >>> from dnn.training.schedules import cosine
    >>> [cosine(0.5, epoch, time_interval=100) for epoch in (0, 50, 100, 150)]
    [0.5, 0.25, 0.0, 0.0]
    """
    return learning_rate * (1 + cos(pi * min(epoch / time_interval, 1))) / 2


def warm_up(
    learning_rate: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return learning_rate * (epoch + 1) / time_interval until the interval is over, then all.

    Notes
    -----
    Goyal et al., "Accurate, Large Minibatch SGD" (2017), section 2.2.

    Examples
    --------
    >>> from dnn.training.schedules import warm_up
    >>> [warm_up(0.5, epoch, time_interval=4) for epoch in (0, 1, 3, 9)]
    [0.125, 0.25, 0.5, 0.5]
    """
    return learning_rate * min((epoch + 1) / time_interval, 1)


SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        "constant": constant,
        "inverse": inverse,
        "interval": schedule_lr_decay,
        "exponential": exponential,
        "cosine": cosine,
        "warm_up": warm_up,
    }
)
