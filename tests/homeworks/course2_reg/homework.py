# 正则化与 dropout
import numpy as np
import testCases
from reg_utils import (
    compute_cost,
    initialize_parameters,
    load_2D_dataset,
    predict,
    sigmoid,
    relu,
    update_parameters,
    forward_propagation,
)

train_X, train_Y, test_X, test_Y = load_2D_dataset()


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    squares = sum(np.sum(np.square(parameters["W%d" % l])) for l in (1, 2, 3))
    return compute_cost(A3, Y) + lambd * squares / (2 * Y.shape[1])


A3, Y, parameters = testCases.compute_cost_with_regularization_test_case()
print(compute_cost_with_regularization(A3, Y, parameters, 0.1))
X, Y, cache = testCases.backward_propagation_with_regularization_test_case()
assert len(cache) == 12
X, parameters = testCases.forward_propagation_with_dropout_test_case()
X, Y, cache = testCases.backward_propagation_with_dropout_test_case()
assert len(cache) == 14
assert relu(sigmoid(0)) == 0.5
parameters = initialize_parameters([2, 20, 3, 1])
predict(train_X, train_Y, parameters)
%matplotlib inline
