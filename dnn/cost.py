"""The cost of an output, AL and Y -> cost, and all that an output decides: the table OUTPUTS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from dnn.checks.costs import why_lost, within_reach
from dnn.checks.examples import check_labels, check_weights
from dnn.checks.labels import (
    LabelWarning,
    check_one_of_many,
    check_shares,
    check_yes_or_no,
    odd_probabilities,
)
from dnn.checks.values import look_up
from dnn.checks.warning import warn_user
from dnn.labels import one_hot
from dnn.libraries import cast, kind_of, library
from dnn.losses import (
    binary_cross_entropies,
    categorical_cross_entropies,
    error,
    half_squared_errors,
    linear_cost_slope,
    sigmoid_cost_slope,
    sigmoid_sensitivity,
    softmax_cost_slope,
    softmax_sensitivity,
)
from dnn.metrics import above_half, accuracy, likeliest, r2_score
from dnn.shapes import Array, ShapeError


@dataclass(frozen=True)
class Output:
    """One row of OUTPUTS: all that an output decides, so that no other place needs its name.

    A row unpacks as the pair (losses, slope).

    Attributes
    ----------
    losses : callable, (AL, Y) -> array (n_L, m)
        The loss of every unit and example.
    slope : callable, (AL, Y, Z) -> array (n_L, m)
        (6) dZ, the slope of these losses at the output.
    loss : str
        The loss as a formula.
    answers : str
        ``"classes"`` or ``"numbers"``: what the network tells.
    decide : callable, AL -> array
        What it says: class numbers, yes or no, or AL itself.
    score, score_name : callable, (p, y) -> float, and str
        How good its answers are, and what that is called.
    short_slope : callable, (AL, Y) -> array, or None
        What ``slope`` comes to where AL is the activation of Z; None where that is not shorter.
    short_form : str
        The same as a formula, names in braces: ``"{AL} - {Y}"``; without one, ``slope`` is shown by
        the chain rule.
    reach : (float, float), or None
        The interval that AL lies in.
    check, check_start : callable, (Y, name) -> None
        Refuse labels that the losses cannot mean: ``check`` wherever a cost is computed,
        ``check_start`` where training starts too.
    remark : callable, (Y, name) -> str or None
        What is odd about labels that can be trained on all the same.
    labels : callable, Y -> array
        What Y says, in the form in which ``decide`` says it.
    units : callable, number of classes -> int or None
        Units of the last layer for so many classes; None where it cannot tell so many apart.
    columns : callable, (labels (1, m), units) -> Y
        The labels of a data set as the columns that are trained on.
    probabilities : callable, AL -> array (classes, m), or None
        The probability of every class; None where answers are numbers.
    sensitivity : callable, (AL, Y) -> array, or None
        How far a loss is moved by a small share of AL, see `dnn.gradient_check`.
    undecided : callable, n_L -> (str, float), or None
        The cost of an output that prefers nothing, with its name; None where there is none.
    one_answer : callable, (mean of every row of Y) -> str
        How the lowest cost of one and the same answer for every example is written.
    """

    losses: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array, Array], Array]
    loss: str
    answers: str
    decide: Callable[[Array], Array]
    score: Callable[[Array, Array], float]
    score_name: str
    short_slope: Callable[[Array, Array], Array] | None = None
    short_form: str = ""
    reach: tuple[float, float] | None = None
    check: Callable[[Array, str], None] = lambda Y, name: None
    check_start: Callable[[Array, str], None] = lambda Y, name: None
    remark: Callable[[Array, str], str | None] = lambda Y, name: None
    labels: Callable[[Array], Array] = lambda Y: Y
    units: Callable[[int], int | None] = lambda n: 1
    columns: Callable[[Array, int], Array] = lambda labels, n: labels
    probabilities: Callable[[Array], Array] | None = None
    sensitivity: Callable[[Array, Array], Array] | None = None
    undecided: Callable[[int], tuple[str, float]] | None = None
    one_answer: Callable[[Array], str] = lambda rates: "the cost of the best constant answer"

    def __iter__(self) -> Iterator[Callable[..., Array]]:
        """Unpack as the pair: ``losses, slope = OUTPUTS["sigmoid"]``."""
        return iter((self.losses, self.slope))


def compute_cost(
    AL: Array, Y: Array, *, output: str = "sigmoid", weights: Array | None = None
) -> Array:
    """Return the mean loss, by default the cross-entropy -mean(Y log AL + (1 - Y) log(1 - AL)).

    Parameters
    ----------
    AL : array of float, (n_L, m)
        Output of the last layer.
    Y : array of int, bool or float, (n_L, m)
        Labels: 0 or 1 for ``"sigmoid"``, one-hot columns for ``"softmax"``, numbers for
        ``"linear"``.
    output : str
        The activation of the last layer, which decides the loss of an example:
        ``"sigmoid"``: -sum(Y log AL + (1 - Y) log(1 - AL)), ``"softmax"``: -sum(Y log AL),
        ``"linear"``: sum((AL - Y)^2) / 2, each summed over the units.
    weights : array of float, (1, m), optional
        How many times each example counts: the cost is sum(w * loss) / sum(w).

    Returns
    -------
    array of shape ()
        The cost, averaged over the examples, in nats where it is an entropy, in the dtype of
        AL: float64 unless AL is float32.

    Raises
    ------
    ValueError
        When AL and Y are not matrices of one shape, AL leaves the interval of the output, the
        labels are whole numbers that it cannot mean, AL or Y holds a NaN, or the output is
        unknown. Values are looked at in numpy arrays only.

    Notes
    -----
    An output that has saturated to exactly 0 or 1 stands for one that float cannot tell from it.
    There, and nowhere else, the nearest number that float can tell from it is put in its place:
    a wrong and certain answer costs a finite -log(5e-324) = 744 at 0 and -log(1.1e-16) = 36.7
    at 1.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import compute_cost
    >>> cost = compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))
    >>> print(cost.round(6))
    0.279777
    """
    check_labels(AL, Y)
    if weights is not None:
        check_weights(weights, Y)
    if kind_of(AL) != "f" or AL.shape[1] == 0:
        raise ShapeError(
            f"AL must hold floats, one column per example, but it is {AL.shape} {AL.dtype}"
            + ("; were AL and Y swapped?" if AL.shape[1] else ": it is empty, there is no example")
        )
    row = look_up(OUTPUTS, output, "output")
    if not isinstance(AL, np.ndarray) or not isinstance(Y, np.ndarray):
        return mean_loss(AL, Y, output, weights)
    row.check(Y, "Y")
    cost = mean_loss(within_reach(AL, row.reach, output), Y, output, weights)
    if not np.isfinite(cost):
        raise ValueError(why_lost(AL, Y, cost))
    return cost


def mean_loss(AL: Array, Y: Array, output: str, weights: Array | None = None) -> Array:
    """Return the mean loss of an output without a look at its values; it may be NaN or infinite.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.cost import mean_loss
    >>> mean_loss(np.array([[np.nan]]), np.array([[1]]), "sigmoid")
    array(nan)
    """
    xp, losses = library(AL), OUTPUTS[output].losses(AL, cast(Y, like=AL))
    if weights is None:
        return xp.reshape(xp.sum(losses, keepdims=True) / AL.shape[1], ())
    counted = xp.sum(losses * weights, keepdims=True) / xp.sum(weights)
    return xp.reshape(counted, ())


def output_slope(AL: Array, Y: Array, Z: Array, *, output: str = "sigmoid") -> Array:
    """Return (6) dZ at the output layer, the slope of each example's loss.

    Parameters
    ----------
    AL, Y, Z : arrays, (n_L, m)
    output : str
        The activation of the last layer, see `compute_cost`.

    Returns
    -------
    dZ : array, (n_L, m), in the dtype of AL

    Raises
    ------
    ValueError
        When the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.cost import output_slope
    >>> output_slope(np.array([[0.5]]), np.array([[1]]), np.array([[0.0]]))
    array([[-0.5]])
    """
    return look_up(OUTPUTS, output, "output").slope(AL, cast(Y, like=AL), Z)


# --- what an output says ------------------------------------------------------------------------


def _entropy(rates: Array) -> str:
    """Return how the entropy of the shares of the classes is written: H(0.344)."""
    shown = ", ".join(f"{rate:.3f}" for rate in rates[:4])
    return f"H({shown}{', ...' if rates.size > 4 else ''})"


def _entropies(rates: Array) -> str:
    """Return how the entropy of one yes or no, or the sum over several, is written."""
    several = f"the sum of H over the {rates.size} label rates"
    return _entropy(rates) if rates.size == 1 else several


OUTPUTS: Mapping[str, Output] = MappingProxyType(
    {
        "sigmoid": Output(
            binary_cross_entropies,
            sigmoid_cost_slope,
            loss="-(Y log AL + (1 - Y) log(1 - AL))",
            answers="classes",
            decide=above_half,
            score=accuracy,
            score_name="Accuracy",
            short_slope=error,
            short_form="{AL} - {Y}",
            reach=(0, 1),
            check=check_yes_or_no,
            remark=odd_probabilities,
            units=lambda n: 1 if n == 2 else None,
            probabilities=lambda AL: np.concatenate([1 - AL, AL]),
            sensitivity=sigmoid_sensitivity,
            undecided=lambda n: ("ln 2" if n == 1 else f"{n} ln 2", n * float(np.log(2))),
            one_answer=_entropies,
        ),
        "softmax": Output(
            categorical_cross_entropies,
            softmax_cost_slope,
            loss="-Y log AL",
            answers="classes",
            decide=likeliest,
            score=accuracy,
            score_name="Accuracy",
            short_slope=error,
            short_form="{AL} - {Y}",
            reach=(0, 1),
            check=check_shares,
            check_start=check_one_of_many,
            labels=likeliest,
            units=lambda n: n,
            columns=one_hot,
            probabilities=lambda AL: AL,
            sensitivity=softmax_sensitivity,
            undecided=lambda n: (f"ln {n}", float(np.log(n))),
            one_answer=_entropy,
        ),
        "linear": Output(
            half_squared_errors,
            linear_cost_slope,
            loss="(AL - Y)^2 / 2",
            answers="numbers",
            decide=lambda AL: AL,
            score=r2_score,
            score_name="R2",
            short_slope=error,
            short_form="{AL} - {Y}",
            sensitivity=lambda AL, Y: (AL - Y) * AL,
            one_answer=lambda rates: "half the variance of Y",
        ),
    }
)


def check_label_values(Y: Array, output: str, name: str = "Y") -> None:
    """Check the labels that training starts with, and warn of odd ones.

    Raises
    ------
    ValueError
        When the output cannot learn from such labels.

    Warns
    -----
    LabelWarning
        When they can be trained on, but are hardly meant.
    """
    row = OUTPUTS[output]
    row.check(Y, name)
    row.check_start(Y, name)
    remark = row.remark(Y, name)
    if remark is not None:
        warn_user(remark, LabelWarning)


def decide(AL: Array, *, output: str = "sigmoid") -> Array:
    """Return what the network says: AL > 0.5, the class of the largest AL, or AL itself.

    Parameters
    ----------
    AL : array of float, (n_L, m)
    output : str
        ``"sigmoid"``: 1 where AL > 0.5, else 0, (n_L, m); ``"softmax"``: number of the row with
        the largest AL, (1, m); ``"linear"``: AL.

    Returns
    -------
    array of float

    Raises
    ------
    ValueError
        When the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import decide
    >>> decide(np.array([[0.2, 0.7]]))
    array([[0., 1.]])
    >>> decide(np.array([[0.2, 0.7], [0.8, 0.3]]), output="softmax")
    array([[1., 0.]])
    """
    return look_up(OUTPUTS, output, "output").decide(AL)


def score(AL: Array, Y: Array, *, output: str = "sigmoid") -> float:
    """Return the share of right predictions, or R2 where the output is linear.

    Parameters
    ----------
    AL, Y : arrays, (n_L, m)
        Y as `compute_cost` takes it, one-hot columns for ``"softmax"``.
    output : str

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When AL and Y are not matrices of one shape, or the output is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import score
    >>> score(np.array([[0.2, 0.7]]), np.array([[0, 0]]))
    0.5
    """
    check_labels(AL, Y)
    row = look_up(OUTPUTS, output, "output")
    return row.score(row.decide(AL), row.labels(Y))
