"""Gradient checking: the numeric slope of the cost against the analytic one, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from dnn.activations import layer_activations
from dnn.backward import L_model_backward
from dnn.checks.arrays import check_finite
from dnn.checks.examples import check_examples, check_weights
from dnn.checks.networks import check_forward, check_gradients, network_dims
from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.chinese.translation import LANGUAGES
from dnn.forward import L_model_forward
from dnn.lesson.gradient_report import GradientCheck, figures, worst_entry
from dnn.lesson.numeric_slopes import Problem, error_of_slopes, numeric_slopes
from dnn.regularization import add_l2_slopes
from dnn.shapes import Array, Cache, Parameters, parameter_names

LIMIT = 1e-7  # the course's, for float64
FLOAT32_LIMIT = 1e-4  # for gradients that were computed in float32
COURSE_LIMIT = 2e-7  # that of gradient_check_n
ALL_UP_TO = 2000  # entries; a larger network is checked by a sample
SAMPLE = 300


def gradient_check(
    parameters: Mapping[str, Array],
    X: Array,
    Y: Array,
    *,
    grads: Mapping[str, Array] | None = None,
    backward: Callable[[Array, Array, Sequence[Cache]], Mapping[str, Array]] | None = None,
    epsilon: float = 1e-7,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    lambd: float = 0.0,
    weights: Array | None = None,
    sample: int | None = None,
    seed: int = 1,
    lang: str = "en",
) -> GradientCheck:
    """Hold gradients against the numeric slope (J(p + epsilon) - J(p - epsilon)) / (2 epsilon).

    Parameters
    ----------
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    X : array of float, (n_0, m)
    Y : array of int, bool or float, (n_L, m)
    grads : mapping, optional
        Your own gradients, dW{l} and db{l}; other keys are passed over. Without these and
        ``backward``, those of `L_model_backward` are checked.
    backward : function of (AL, Y, caches), optional
        Your own way back: it returns gradients as `L_model_backward` does.
    epsilon : float, above 0
        The step.
    hidden, output
        The activations, see `L_model_forward`.
    lambd : float, from 0 up
        The L2 penalty of the cost; your own gradients must be of the cost with it.
    weights : array of float, (1, m), optional
        How many times each example counts, see `compute_cost`; the penalty is spread over their
        sum, as if the examples were repeated.
    sample : int, optional
        How many entries to check, drawn at random and spread over all of W1, b1, ..., bL. Left
        out, every entry of a network of at most 2,000, else 300.
    seed : int
        The stream that the sample is drawn from.
    lang : str
        ``"en"`` or ``"zh"``: the language that the outcome is told in.

    Returns
    -------
    GradientCheck
        Prints as verdict, worst entry and a table; ``.is_right``, ``.difference``, ``.worst``,
        ``.slopes``, ``.numeric`` to compute with.

    Raises
    ------
    ValueError
        When shapes do not fit, gradients are missing or given twice, a number is out of its
        range, or the language is unknown.

    Notes
    -----
    The figure is the course's, ||g - g~|| / (||g|| + ||g~||), for all slopes together and for
    each of them alone: a wrong db1 may be too small to be seen beside a large dW3. Its limit is
    1e-7 (1e-4 where your gradients are float32). The check itself runs in float64.

    A right gradient can come out above 1e-7. The cost is known to about 1e-16 of its parts, so
    the difference of two costs over 2e-7 is off by about 1e-9: nothing beside slopes of 0.1, but
    all there is beside the slopes of a trained or a saturated network. The limit is therefore
    raised to what such rounding can make; where that reaches 0.1, the verdict is "cannot tell". A
    larger epsilon, 1e-5, rounds less. At a kink of relu the function has no slope, and a
    step that crosses it gives a mean of both sides: entries for which a unit changes sides are
    left out and counted. Stanford's CS231n notes tell of all three, "Gradient checks" in "Neural
    Networks Part 3: Learning and Evaluation", https://cs231n.github.io/neural-networks-3/.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import gradient_check, L_model_backward, L_model_forward
    >>> parameters = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([[0.5]])}
    >>> X, Y = np.array([[2.0, 0.0], [1.0, 0.5]]), np.array([[1, 0]])
    >>> gradient_check(parameters, X, Y).is_right
    True
    >>> AL, caches = L_model_forward(X, parameters)
    >>> grads = L_model_backward(AL, Y, caches)
    >>> check = gradient_check(parameters, X, Y, grads={**grads, "db1": 2 * grads["db1"]})
    >>> check.is_right, f"{check.difference:.2f}"
    (False, '0.26')
    >>> print(check.worst.name, check.worst.place)
    db1 (0, 0)
    """
    look_up(LANGUAGES, lang, "language")
    problem, parameters = _problem(parameters, X, Y, hidden, output, lambd, weights)
    epsilon = check_number("epsilon", epsilon, "(0, inf)")
    yours = _yours(problem, parameters, grads, backward)
    taken, is_sample = _taken(parameters, sample, seed)
    numeric, crossed = numeric_slopes(problem, parameters, taken, epsilon)
    taken = {name: taken[name] & ~crossed[name] for name in taken}
    dtypes = [grads[f"d{name}"].dtype for name in parameters] if grads else []
    is_coarse = any(dtype.kind == "f" and dtype.itemsize < 8 for dtype in dtypes)
    least = FLOAT32_LIMIT if is_coarse else LIMIT
    noise = error_of_slopes(problem, parameters, epsilon)
    difference, limit, slopes = figures(numeric, yours, taken, least, noise)
    return GradientCheck(
        difference,
        limit,
        slopes,
        worst=worst_entry(numeric, yours, taken),
        numeric={f"d{n}": np.where(taken[n], numeric[n], np.nan) for n in parameters},
        yours={f"d{n}": yours[n] for n in parameters},
        kinks=int(sum(mask.sum() for mask in crossed.values())),
        epsilon=epsilon,
        seed=seed if is_sample else None,
        lang=lang,
    )


def gradient_check_n(
    parameters: Mapping[str, Array],
    gradients: Mapping[str, Array],
    X: Array,
    Y: Array,
    epsilon: float = 1e-7,
    print_msg: bool = False,
) -> float:
    """Return the course's figure ||g - g~|| / (||g|| + ||g~||) for gradients of every parameter.

    Parameters
    ----------
    parameters : mapping
        W{l}, b{l}; the course has three layers, here it may be any number.
    gradients : mapping
        dW{l}, db{l}, of the network with relu in the hidden layers and a sigmoid at the output;
        other keys are passed over.
    X : array of float, (n_0, m)
    Y : array, (n_L, m), or (m,) as in the course's own exercise
    epsilon : float, above 0
    print_msg : bool
        Whether to print the verdict.

    Returns
    -------
    float
        The figure over all entries, none left out; the course's limit for it is 2e-7.

    Raises
    ------
    ValueError
        When shapes do not fit or a gradient is missing.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import gradient_check_n, L_model_backward, L_model_forward
    >>> parameters = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([[0.5]])}
    >>> X, Y = np.array([[2.0, 0.0], [1.0, 0.5]]), np.array([[1, 0]])
    >>> AL, caches = L_model_forward(X, parameters)
    >>> difference = gradient_check_n(parameters, L_model_backward(AL, Y, caches), X, Y)
    >>> difference < 2e-7
    True
    """
    Y = Y.reshape(1, -1) if getattr(Y, "ndim", 2) == 1 else Y
    problem, parameters = _problem(parameters, X, Y, "relu", "sigmoid", 0.0)
    epsilon = check_number("epsilon", epsilon, "(0, inf)")
    yours = _yours(problem, parameters, gradients, None)
    taken = {name: np.ones(p.shape, bool) for name, p in parameters.items()}
    numeric, _ = numeric_slopes(problem, parameters, taken, epsilon)
    figure, _, _ = figures(numeric, yours, taken, COURSE_LIMIT, 0.0)
    if print_msg:
        is_right = figure < COURSE_LIMIT
        verdict = "Right: the gradients are" if is_right else "Wrong: the gradients are not"
        print(f"{verdict} the slopes of the cost, difference = {figure}")
    return figure


# --- what is checked ----------------------------------------------------------------------------


def _problem(
    parameters: Mapping[str, Array],
    X: Array,
    Y: Array,
    hidden: str | Sequence[str],
    output: str,
    lambd: float,
    weights: Array | None = None,
) -> tuple[Problem, Parameters]:
    """Return the cost and the parameters in float64, after checking that they fit together."""
    L = check_forward(X, parameters)
    check_examples(X, Y, network_dims(parameters))
    check_finite(X)
    activations = layer_activations(L, hidden, output)
    lambd = check_number("lambd", lambd, "[0, inf)")
    if weights is not None:
        check_weights(weights, Y)
        weights = weights.astype(np.float64)
        lambd *= X.shape[1] / float(weights.sum())
    problem = Problem(X.astype(np.float64), Y.astype(np.float64), activations, lambd, weights)
    return problem, {name: parameters[name].astype(np.float64) for name in parameter_names(L)}


def _yours(
    problem: Problem,
    parameters: Mapping[str, Array],
    grads: Mapping[str, Array] | None,
    backward: Callable[[Array, Array, Sequence[Cache]], Mapping[str, Array]] | None,
) -> Parameters:
    """Return the slopes to be checked by the names of their parameters."""
    if grads is not None and backward is not None:
        raise ValueError("give grads or backward, not both: which of them is to be checked?")
    if grads is None:
        AL, caches = L_model_forward(problem.X, parameters, **problem.wear)
        if backward is not None:
            grads = backward(AL, problem.Y, caches)
        else:
            grads = L_model_backward(AL, problem.Y, caches, weights=problem.weights, **problem.wear)
            grads = add_l2_slopes(grads, parameters, problem.lambd, problem.X.shape[1])
    if not isinstance(grads, Mapping):
        raise ValueError(f"gradients must be a dict of dW1, db1, ...; got {type(grads).__name__}")
    check_gradients(parameters, grads)
    return {name: grads[f"d{name}"].astype(np.float64) for name in parameters}


def _taken(
    parameters: Mapping[str, Array], sample: int | None, seed: int
) -> tuple[dict[str, Array], bool]:
    """Return which entries are checked, and whether they are a sample."""
    sizes = {name: p.size for name, p in parameters.items()}
    total = sum(sizes.values())
    wanted = total if total <= ALL_UP_TO else SAMPLE
    if sample is not None:
        wanted = min(check_whole_number("sample", sample), total)
    rng = np.random.RandomState(check_whole_number("seed", seed, 0))
    taken = {}
    for name, share in _shares(sizes, wanted).items():
        mask = np.zeros(sizes[name], bool)
        mask[rng.choice(sizes[name], share, replace=False)] = True
        taken[name] = mask.reshape(parameters[name].shape)
    return {name: taken[name] for name in parameters}, wanted < total


def _shares(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """Share a number out as evenly as the sizes allow, the smallest first."""
    shares, left = {}, wanted
    for served, name in enumerate(sorted(sizes, key=lambda name: sizes[name])):
        shares[name] = min(sizes[name], -(-left // (len(sizes) - served)))
        left -= shares[name]
    return shares
