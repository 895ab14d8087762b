"""The tests that notebooks of 2021 call, as checks that name the mistake: linear_forward_test(f).

Each prints the verdict on the function that it is given, and a hint where there is a mistake.
"""

from collections.abc import Callable
from typing import Any

import numpy as np  # noqa: F401

from dnn.homework import exercises

EDITION = "2021"


def checks(name: str) -> Callable[[Any], None]:
    """Return the test of an exercise."""

    def test(target: Any) -> None:
        if name in exercises:
            result = exercises[name].check(target, edition=EDITION)
            print("All tests passed" if result else f"{name}: {result.message}")
        else:
            print(f"{name}: dnn has no check of this function")

    test.__doc__ = f"Check {name}, and print the verdict."
    return test


sigmoid_test = checks("sigmoid")
relu_test = checks("relu")
sigmoid_backward_test = checks("sigmoid_backward")
relu_backward_test = checks("relu_backward")
initialize_with_zeros_test = checks("initialize_with_zeros")
propagate_test = checks("propagate")
optimize_test = checks("optimize")
predict_test = checks("predict")
model_test = checks("model")
layer_sizes_test = checks("layer_sizes")
forward_propagation_test = checks("forward_propagation")
backward_propagation_test = checks("backward_propagation")
nn_model_test = checks("nn_model")
initialize_parameters_test = checks("initialize_parameters")
initialize_parameters_deep_test = checks("initialize_parameters_deep")
linear_forward_test = checks("linear_forward")
linear_activation_forward_test = checks("linear_activation_forward")
L_model_forward_test = checks("L_model_forward")
compute_cost_test = checks("compute_cost")
linear_backward_test = checks("linear_backward")
linear_activation_backward_test = checks("linear_activation_backward")
L_model_backward_test = checks("L_model_backward")
update_parameters_test = checks("update_parameters")
two_layer_model_test = checks("two_layer_model")
L_layer_model_test = checks("L_layer_model")
initialize_velocity_test = checks("initialize_velocity")
update_parameters_with_momentum_test = checks("update_parameters_with_momentum")
initialize_adam_test = checks("initialize_adam")
update_parameters_with_adam_test = checks("update_parameters_with_adam")
random_mini_batches_test = checks("random_mini_batches")
compute_cost_with_regularization_test = checks("compute_cost_with_regularization")
backward_propagation_with_regularization_test = checks("backward_propagation_with_regularization")
forward_propagation_with_dropout_test = checks("forward_propagation_with_dropout")
gradient_check_n_test = checks("gradient_check_n")
update_parameters_with_gd_test = checks("update_parameters_with_gd")
backward_propagation_with_dropout_test = checks("backward_propagation_with_dropout")
initialize_parameters_test_1 = initialize_parameters_test
initialize_parameters_test_2 = initialize_parameters_test
initialize_parameters_deep_test_1 = initialize_parameters_deep_test
initialize_parameters_deep_test_2 = initialize_parameters_deep_test
initialize_with_zeros_test_1 = initialize_with_zeros_test
initialize_with_zeros_test_2 = initialize_with_zeros_test
compute_cost_with_regularization_test_1 = compute_cost_with_regularization_test
predict_test_1 = predict_test
