"""How many times an example counts: the weight of a class -> weights of the examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dnn.cost import OUTPUTS
from dnn.labels import class_numbers
from dnn.shapes import Array
from dnn.text import listed
from dnn.training.hyperparameters import BALANCED

__all__ = ["example_weights", "named_weights"]


def example_weights(class_weight: Any, Y: Array, output: str) -> Array | None:
    """Return w (1, m), or None where all examples count alike.

    Parameters
    ----------
    class_weight : None, "balanced" or mapping
        As `hyperparameters` returns it: number of the class as text -> weight; classes that are
        not named count once. Balanced is m / (classes * examples of the class), so that every
        class counts the same in all, and the examples together count m.
    Y : array, (n_L, m)
    output : str

    Raises
    ------
    ValueError
        When the output tells no classes apart, or there is no class of such a number.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.training.class_weights import example_weights
    >>> example_weights("balanced", np.array([[0, 0, 0, 1]]), "sigmoid").round(3).tolist()
    [[0.667, 0.667, 0.667, 2.0]]
    >>> example_weights({"1": 3.0}, np.array([[0.0, 1.0]]), "sigmoid")
    array([[1., 3.]])
    """
    if class_weight is None:
        return None
    row = OUTPUTS[output]
    labels = row.labels(Y)
    if row.answers != "classes" or len(labels) != 1:
        raise ValueError(
            f"class_weight is for classes, but the output {output!r} tells "
            + ("numbers" if row.answers != "classes" else f"{len(Y)} times yes or no")
        )
    n = next((n for n in (len(Y), 2) if row.units(n) == len(Y)), len(Y))
    numbers = class_numbers("Y", labels, n)
    if class_weight == BALANCED:
        counts = np.bincount(numbers, minlength=n)
        of_class = numbers.size / (np.count_nonzero(counts) * np.maximum(counts, 1))
    else:
        of_class = np.ones(n)
        for key, weight in class_weight.items():
            if key not in map(str, range(n)):
                raise ValueError(
                    f"class_weight names class {key!r}, but classes go from 0 to {n - 1}"
                )
            of_class[int(key)] = weight
    return of_class[numbers].reshape(1, -1).astype(Y.dtype if Y.dtype.kind == "f" else np.float64)


def named_weights(class_weight: Any, classes: Any) -> Any:
    """Return class weights by number that were given by the names of classes.

    Raises
    ------
    ValueError
        When there is no class of that name.

    Examples
    --------
    >>> from dnn.training.class_weights import named_weights
    >>> named_weights({"cat": 2.0}, ("dog", "cat"))
    {'1': 2.0}
    """
    if not isinstance(class_weight, Mapping) or classes is None:
        return class_weight
    numbers = {name: str(k) for k, name in enumerate(classes)}
    unknown = [name for name in class_weight if name not in numbers]
    if unknown:
        raise ValueError(f"--class-weight: there is no class {unknown[0]!r}, but {listed(numbers)}")
    return {numbers[name]: weight for name, weight in class_weight.items()}
