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

from dnn.activations import (
    ACTIVATIONS,
    leaky_relu,
    leaky_relu_backward,
    linear,
    linear_slope,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from dnn.backward import L_model_backward, linear_activation_backward, linear_backward
from dnn.checks.labels import LabelWarning
from dnn.cost import OUTPUTS, compute_cost, decide, score
from dnn.datasets.preparation import Standardization, standardize, train_test_split
from dnn.dropout import dropout_masks
from dnn.forward import L_model_forward, linear_activation_forward, linear_forward
from dnn.labels import from_one_hot, one_hot
from dnn.metrics import (
    accuracy,
    balanced_accuracy,
    confusion_matrix,
    per_class_report,
    r2_score,
    residuals,
    roc_auc,
)
from dnn.model import InterruptedWarning, L_layer_model, predict, two_layer_model
from dnn.parameters import (
    SCALES,
    initialize_parameters,
    initialize_parameters_deep,
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_zeros,
)
from dnn.regularization import add_l2_slopes, compute_cost_with_regularization
from dnn.shapes import EQUATIONS, ShapeError
from dnn.training.batches import random_mini_batches
from dnn.training.descent import State, Step
from dnn.training.divergence import DivergenceError
from dnn.training.fit import Run, fit
from dnn.training.history import History
from dnn.training.hyperparameters import HYPERPARAMETERS, hyperparameters
from dnn.training.interrupts import interruptible
from dnn.training.loop import train
from dnn.training.optimizers import (
    OPTIMIZERS,
    initialize_adam,
    initialize_rmsprop,
    initialize_velocity,
    update_parameters_with_adam,
    update_parameters_with_momentum,
    update_parameters_with_rmsprop,
)
from dnn.training.schedules import SCHEDULES, schedule_lr_decay, update_lr
from dnn.training.subspace import Span, span
from dnn.update import update_parameters

__version__ = "0.1.0"

# The sides need h5py and matplotlib: each is imported when one of its names is first asked for.
_SIDES = {
    "diagnose": "dnn.doctor.diagnosis",
    "Diagnosis": "dnn.doctor.findings",
    "RateComparison": "dnn.doctor.learning_rates",
    "compare_learning_rates": "dnn.doctor.learning_rates",
    "VitalSigns": "dnn.doctor.vital_signs",
    "vital_signs": "dnn.doctor.vital_signs",
    "GLOSSARY": "dnn.lesson.glossary",
    "gradient_check": "dnn.lesson.gradient_check",
    "gradient_check_n": "dnn.lesson.gradient_check",
    "explain_shapes": "dnn.lesson.shape_table",
    "trace": "dnn.lesson.trace",
    "load_data": "dnn.datasets.course",
    "flatten_images": "dnn.datasets.course",
    "load_dataset": "dnn.datasets.loading",
    "load_h5": "dnn.datasets.h5_sets",
    "load_csv": "dnn.datasets.tables",
    "load_csv_features": "dnn.datasets.tables",
    "load_image_folder": "dnn.datasets.image_folders",
    "Dataset": "dnn.datasets.labelled",
    "output_for": "dnn.datasets.labelled",
    "predict_image": "dnn.run.image_prediction",
    "to_onnx": "dnn.export.onnx_model",
    "to_torch": "dnn.export.torch_model",
    "to_python": "dnn.export.python_source",
    "DataError": "dnn.files.h5files",
    "save_parameters": "dnn.files.parameters",
    "load_parameters": "dnn.files.parameters",
    "plot_costs": "dnn.plots.costs",
    "print_mislabeled_images": "dnn.plots.mislabeled",
    "plot_learning_rates": "dnn.plots.rates",
    "plot_network": "dnn.plots.network",
    "plot_shapes": "dnn.plots.shapes",
    "plot_decision_boundary": "dnn.plots.boundary",
    "plot_confusion": "dnn.plots.confusion",
    "plot_predictions": "dnn.plots.predictions",
    "plot_weights": "dnn.plots.weights",
    "plot_mislabeled": "dnn.plots.mislabeled",
    "plot_activations": "dnn.plots.distributions",
    "plot_gradients": "dnn.plots.distributions",
    "animate_training": "dnn.plots.animation",
}

__all__ = [  # noqa: RUF022  in the order in which the data meets them
    "load_data",
    "flatten_images",
    "load_dataset",
    "load_h5",
    "load_csv",
    "load_csv_features",
    "load_image_folder",
    "Dataset",
    "output_for",
    "DataError",
    "ShapeError",
    "LabelWarning",
    "explain_shapes",
    "GLOSSARY",
    # before training
    "one_hot",
    "from_one_hot",
    "train_test_split",
    "standardize",
    "Standardization",
    # where training starts
    "initialize_parameters",
    "initialize_parameters_deep",
    "initialize_parameters_zeros",
    "initialize_parameters_random",
    "initialize_parameters_he",
    "SCALES",
    "random_mini_batches",
    # forward
    "ACTIVATIONS",
    "sigmoid",
    "relu",
    "tanh",
    "leaky_relu",
    "linear",
    "softmax",
    "linear_forward",
    "linear_activation_forward",
    "L_model_forward",
    "dropout_masks",
    # cost
    "OUTPUTS",
    "compute_cost",
    "compute_cost_with_regularization",
    # backward
    "sigmoid_backward",
    "relu_backward",
    "tanh_backward",
    "leaky_relu_backward",
    "linear_slope",
    "softmax_backward",
    "linear_backward",
    "linear_activation_backward",
    "L_model_backward",
    "add_l2_slopes",
    # step through
    "EQUATIONS",
    "trace",
    "gradient_check",
    "gradient_check_n",
    # update
    "update_parameters",
    "initialize_velocity",
    "update_parameters_with_momentum",
    "initialize_rmsprop",
    "update_parameters_with_rmsprop",
    "initialize_adam",
    "update_parameters_with_adam",
    "OPTIMIZERS",
    "update_lr",
    "schedule_lr_decay",
    "SCHEDULES",
    # training
    "span",
    "Span",
    "HYPERPARAMETERS",
    "hyperparameters",
    "train",
    "Step",
    "State",
    "interruptible",
    "DivergenceError",
    "fit",
    "Run",
    "History",
    "two_layer_model",
    "L_layer_model",
    "InterruptedWarning",
    "compare_learning_rates",
    "RateComparison",
    "diagnose",
    "Diagnosis",
    "vital_signs",
    "VitalSigns",
    # what came of it
    "predict",
    "predict_image",
    "decide",
    "score",
    "accuracy",
    "r2_score",
    "confusion_matrix",
    "per_class_report",
    "balanced_accuracy",
    "roc_auc",
    "residuals",
    "save_parameters",
    "load_parameters",
    "to_onnx",
    "to_torch",
    "to_python",
    "plot_costs",
    "print_mislabeled_images",
    # pictures
    "plot_learning_rates",
    "plot_network",
    "plot_shapes",
    "plot_decision_boundary",
    "plot_confusion",
    "plot_predictions",
    "plot_weights",
    "plot_mislabeled",
    "plot_activations",
    "plot_gradients",
    "animate_training",
]


def __getattr__(name: str) -> Any:
    """Import a side when one of its names is asked for."""
    if name in _SIDES:
        return getattr(import_module(_SIDES[name]), name)
    raise AttributeError(f"module 'dnn' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, those of the sides too."""
    return sorted(__all__)
