"""Momentum on two moons, in batches."""

import math

import numpy as np
import scipy.io
from opt_utils_v1a import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    load_dataset,
    load_params_and_grads,
    predict,
    update_parameters,
)
from testCases import *

parameters, grads, learning_rate = update_parameters_with_gd_test_case()
X, Y, size = random_mini_batches_test_case()
assert X.shape[1] == 148 and size == 64
initialize_velocity_test_case(), initialize_adam_test_case()
parameters, grads, v = update_parameters_with_momentum_test_case()
parameters, grads, v, s = update_parameters_with_adam_test_case()
assert len(load_params_and_grads()) == 8
train_X, train_Y = load_dataset()
parameters = initialize_parameters([2, 5, 2, 1])
for epoch in range(math.floor(100.0)):
    a3, caches = forward_propagation(train_X, parameters)
    total = compute_cost(a3, train_Y)
    parameters = update_parameters(parameters, backward_propagation(train_X, train_Y, caches), 0.1)
print("Cost: %f" % (total / train_X.shape[1]))
assert total > 1  # of all examples together, in this version
predict(train_X, train_Y, parameters)
