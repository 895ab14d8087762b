"""One picture from a file -> what the network takes it for, how sure it is, what it saw."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dnn.checks.networks import network_dims
from dnn.checks.values import look_up
from dnn.cost import OUTPUTS
from dnn.datasets.course import flatten_images
from dnn.files.pictures import read_picture
from dnn.forward import L_model_forward
from dnn.shapes import Array

__all__ = ["ImagePrediction", "predict_image"]


class ImagePrediction(NamedTuple):
    """What a network says of a picture.

    Attributes
    ----------
    probability : float
        Of the class that is named, so at least 1/2 where there are two.
    name : str
        The name of the likeliest class.
    pixels : array of uint8, (height, width, channels)
        The picture as the network saw it.
    """

    probability: float
    name: str
    pixels: npt.NDArray[np.uint8]


def predict_image(
    path: str | os.PathLike[str],
    parameters: Mapping[str, Array],
    *,
    classes: Sequence[str | bytes] | Array | None = None,
    image_shape: tuple[int, int, int] = (64, 64, 3),
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    transform: Callable[[Array], Array] | None = None,
) -> ImagePrediction:
    """Read a picture, scale it to the network's size, and tell its class.

    Parameters
    ----------
    path : path of a picture of any kind that Pillow reads
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    classes : sequence of str or bytes, optional
        The name of class 0, 1, ...; left out, the classes are called by their numbers.
    image_shape : (height, width, channels)
        Of the pictures that the network was trained on.
    hidden, output
        The activations, as for `L_model_forward`; output ``"sigmoid"`` or ``"softmax"``.
    transform : callable, optional
        What was done to X before training, as `standardize` returns it.

    Returns
    -------
    ImagePrediction

    Raises
    ------
    ValueError
        When the file is not a picture, the network takes no pictures of this shape, its output is
        no class, or there is another number of class names.

    Examples
    --------
    >>> import os, tempfile
    >>> import numpy as np
    >>> from dnn import predict_image
    >>> from dnn.files.pictures import save_picture
    >>> parameters = {"W1": np.array([[1.0, -1.0, 0.0]]), "b1": np.array([[0.0]])}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "red.png")
    ...     save_picture(path, np.full((8, 8, 3), [255, 0, 0], dtype=np.uint8))
    ...     seen = predict_image(path, parameters, classes=["green", "red"], image_shape=(1, 1, 3))
    >>> round(seen.probability, 4), seen.name, seen.pixels.tolist()
    (0.7311, 'red', [[[255, 0, 0]]])
    """
    row = look_up(OUTPUTS, output, "output")
    dims = network_dims(parameters)
    if math.prod(image_shape) != dims[0]:
        raise ValueError(
            f"pictures of {tuple(image_shape)} have {math.prod(image_shape)} values, but the "
            f"network {list(dims)} takes {dims[0]}; image_shape must be that of its training"
        )
    n = next((n for n in (dims[-1], 2) if row.units(n) == dims[-1]), None)
    if n is None or row.probabilities is None:
        raise ValueError(
            f"output {output!r} with {dims[-1]} units names no class; predict_image is for sigmoid "
            "with one unit and for softmax, else use L_model_forward"
        )
    names = _names(classes, n)
    pixels = read_picture(path, image_shape).pixels
    X = flatten_images(pixels[np.newaxis])
    AL, _ = L_model_forward(
        X if transform is None else transform(X), parameters, hidden=hidden, output=output
    )
    k = int(row.decide(AL)[0, 0])
    return ImagePrediction(float(row.probabilities(AL)[k, 0]), names[k], pixels)


def _names(classes: Any, n: int) -> list[str]:
    """Return the names of the classes, which are numbers where none are given."""
    if classes is None:
        return [str(k) for k in range(n)]
    if len(classes) != n:
        raise ValueError(f"the network tells {n} classes apart, but {len(classes)} names are given")
    return [c.decode(errors="replace") if isinstance(c, bytes) else str(c) for c in classes]
