"""The L-layer neural network of the first deep-learning course, as a library.

::

    X, layer_dims -> initialize_parameters_deep -> parameters
    X, parameters -> L_model_forward            -> AL, caches
    AL, Y         -> compute_cost               -> cost
    AL, Y, caches -> L_model_backward           -> grads
    parameters, grads, learning_rate -> update_parameters -> parameters
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dnn.activations import ACTIVATIONS, relu, relu_backward, sigmoid, sigmoid_backward
from dnn.backward import L_model_backward, linear_activation_backward, linear_backward
from dnn.cost import compute_cost
from dnn.forward import L_model_forward, linear_activation_forward, linear_forward
from dnn.model import L_layer_model, predict, two_layer_model
from dnn.parameters import initialize_parameters, initialize_parameters_deep
from dnn.shape_table import explain_shapes
from dnn.shapes import ShapeError
from dnn.training import Step, train
from dnn.update import update_parameters

__version__ = "0.1.0"

# The sides need h5py and matplotlib: each is imported when one of its names is first asked for.
_SIDES = {
    "load_data": "dnn.datasets",
    "flatten_images": "dnn.datasets",
    "DataError": "dnn.datasets",
    "save_parameters": "dnn.checkpoint",
    "load_parameters": "dnn.checkpoint",
    "plot_costs": "dnn.plots",
    "print_mislabeled_images": "dnn.plots",
}

__all__ = [  # noqa: RUF022  in the order in which the data meets them
    "load_data",
    "flatten_images",
    "DataError",
    "ShapeError",
    "explain_shapes",
    "initialize_parameters",
    "initialize_parameters_deep",
    "ACTIVATIONS",
    "sigmoid",
    "sigmoid_backward",
    "relu",
    "relu_backward",
    "linear_forward",
    "linear_activation_forward",
    "L_model_forward",
    "compute_cost",
    "linear_backward",
    "linear_activation_backward",
    "L_model_backward",
    "update_parameters",
    "Step",
    "train",
    "two_layer_model",
    "L_layer_model",
    "predict",
    "save_parameters",
    "load_parameters",
    "plot_costs",
    "print_mislabeled_images",
]


def __getattr__(name: str) -> Any:
    """Import a side when one of its names is asked for."""
    if name in _SIDES:
        return getattr(import_module(_SIDES[name]), name)
    raise AttributeError(f"module 'dnn' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, those of the sides too."""
    return sorted({*globals(), *__all__})
