"""Whether the slopes are right: against differences of the cost."""

import numpy as np
from gc_utils import dictionary_to_vector, gradients_to_vector, relu, sigmoid, vector_to_dictionary
from testCases import gradient_check_n_test_case

X, Y, parameters = gradient_check_n_test_case()
theta, keys = dictionary_to_vector(parameters)
again = vector_to_dictionary(theta)
assert all(np.array_equal(again[name], parameters[name]) for name in parameters)
slopes = gradients_to_vector({"d" + name: value for name, value in parameters.items()})
assert slopes.shape == theta.shape == (47, 1)
print(sigmoid(0), relu(-1))
get_ipython().magic("matplotlib inline")
