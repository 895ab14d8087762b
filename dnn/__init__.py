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

__version__ = "0.1.0"

# Public name -> its home, in the order in which the data meets them. A home is imported when one
# of its names is first asked for: `import dnn` waits for nothing. Editors and type checkers read
# the same in __init__.pyi.
_HOMES = {
    "load_data": "dnn.datasets.course",
    "flatten_images": "dnn.datasets.course",
    "load_dataset": "dnn.datasets.loading",
    "load_h5": "dnn.datasets.h5_sets",
    "load_csv": "dnn.datasets.tables",
    "load_csv_features": "dnn.datasets.tables",
    "from_dataframe": "dnn.datasets.dataframes",
    "features_from_dataframe": "dnn.datasets.dataframes",
    "load_image_folder": "dnn.datasets.image_folders",
    "two_moons": "dnn.datasets.moons",
    "Dataset": "dnn.datasets.labelled",
    "output_for": "dnn.datasets.labelled",
    "DataError": "dnn.files.h5files",
    "ShapeError": "dnn.shapes",
    "LabelWarning": "dnn.checks.labels",
    "ColumnWarning": "dnn.datasets.new_rows",
    "explain_shapes": "dnn.lesson.shape_table",
    "GLOSSARY": "dnn.lesson.glossary",
    "in_chinese": "dnn.chinese.translation",
    # before training
    "one_hot": "dnn.labels",
    "from_one_hot": "dnn.labels",
    "train_test_split": "dnn.datasets.preparation",
    "standardize": "dnn.datasets.preparation",
    "Standardization": "dnn.datasets.preparation",
    # where training starts
    "initialize_parameters": "dnn.parameters",
    "initialize_parameters_deep": "dnn.parameters",
    "initialize_parameters_zeros": "dnn.parameters",
    "initialize_parameters_random": "dnn.parameters",
    "initialize_parameters_he": "dnn.parameters",
    "SCALES": "dnn.parameters",
    "random_mini_batches": "dnn.training.batches",
    # forward
    "ACTIVATIONS": "dnn.activations",
    "sigmoid": "dnn.activations",
    "relu": "dnn.activations",
    "tanh": "dnn.activations",
    "leaky_relu": "dnn.activations",
    "linear": "dnn.activations",
    "softmax": "dnn.activations",
    "linear_forward": "dnn.forward",
    "linear_activation_forward": "dnn.forward",
    "L_model_forward": "dnn.forward",
    "dropout_masks": "dnn.dropout",
    # cost
    "OUTPUTS": "dnn.cost",
    "compute_cost": "dnn.cost",
    "compute_cost_with_regularization": "dnn.regularization",
    # backward
    "sigmoid_backward": "dnn.activations",
    "relu_backward": "dnn.activations",
    "tanh_backward": "dnn.activations",
    "leaky_relu_backward": "dnn.activations",
    "linear_slope": "dnn.activations",
    "softmax_backward": "dnn.activations",
    "linear_backward": "dnn.backward",
    "linear_activation_backward": "dnn.backward",
    "L_model_backward": "dnn.backward",
    "add_l2_slopes": "dnn.regularization",
    # step through
    "EQUATIONS": "dnn.shapes",
    "LECTURE_EQUATIONS": "dnn.shapes",
    "trace": "dnn.lesson.trace",
    "gradient_check": "dnn.lesson.gradient_check",
    "gradient_check_n": "dnn.lesson.gradient_check",
    # update
    "update_parameters": "dnn.update",
    "initialize_velocity": "dnn.update",
    "update_parameters_with_momentum": "dnn.update",
    "initialize_rmsprop": "dnn.update",
    "update_parameters_with_rmsprop": "dnn.update",
    "initialize_adam": "dnn.update",
    "update_parameters_with_adam": "dnn.update",
    "OPTIMIZERS": "dnn.training.optimizers",
    "update_lr": "dnn.training.schedules",
    "schedule_lr_decay": "dnn.training.schedules",
    "SCHEDULES": "dnn.training.schedules",
    # training
    "span": "dnn.training.subspace",
    "Span": "dnn.training.subspace",
    "HYPERPARAMETERS": "dnn.training.hyperparameters",
    "hyperparameters": "dnn.training.hyperparameters",
    "train": "dnn.training.loop",
    "Step": "dnn.training.descent",
    "State": "dnn.training.descent",
    "interruptible": "dnn.training.interrupts",
    "DivergenceError": "dnn.training.divergence",
    "fit": "dnn.training.fit",
    "Run": "dnn.training.fit",
    "History": "dnn.training.history",
    "two_layer_model": "dnn.model",
    "L_layer_model": "dnn.model",
    "InterruptedWarning": "dnn.model",
    "compare_learning_rates": "dnn.doctor.learning_rates",
    "RateComparison": "dnn.doctor.learning_rates",
    "diagnose": "dnn.doctor.diagnosis",
    "Diagnosis": "dnn.doctor.findings",
    "vital_signs": "dnn.doctor.vital_signs",
    "VitalSigns": "dnn.doctor.vital_signs",
    # what came of it
    "predict": "dnn.model",
    "predict_image": "dnn.run.image_prediction",
    "decide": "dnn.cost",
    "score": "dnn.cost",
    "accuracy": "dnn.metrics",
    "r2_score": "dnn.metrics",
    "confusion_matrix": "dnn.metrics",
    "per_class_report": "dnn.metrics",
    "balanced_accuracy": "dnn.metrics",
    "roc_auc": "dnn.metrics",
    "residuals": "dnn.metrics",
    "save_parameters": "dnn.files.parameters",
    "load_parameters": "dnn.files.parameters",
    "to_onnx": "dnn.export.onnx_model",
    "to_torch": "dnn.export.torch_model",
    "to_python": "dnn.export.python_source",
    "plot_costs": "dnn.plots.costs",
    "plot_hyperparameter": "dnn.plots.hyperparameters",
    "hyperparameter_slider": "dnn.plots.hyperparameters",
    "live_costs": "dnn.plots.live",
    "print_mislabeled_images": "dnn.plots.mislabeled",
    # pictures
    "plot_learning_rates": "dnn.plots.rates",
    "plot_search": "dnn.plots.tuning",
    "plot_search_values": "dnn.plots.tuning",
    "plot_search_stages": "dnn.plots.tuning",
    "plot_search_lines": "dnn.plots.trials",
    "plot_search_costs": "dnn.plots.trials",
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
    "animate_pass": "dnn.plots.pass_film",
}
__all__ = list(_HOMES)

_ROOMS = ("tuning", "engines")  # with names of their own, as dnn.tuning.search


def __getattr__(name: str) -> Any:
    """Import the home of a name when it is first asked for, and keep the name at hand."""
    if name in _ROOMS:
        return import_module(f"dnn.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'dnn' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, those too that were not asked for yet."""
    return sorted(__all__)
