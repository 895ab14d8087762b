import numpy as np
from dnn_utils_v2 import sigmoid, relu, leaky
from testCases_v3 import *
A, W, b = linear_forward_test_case()
print(leaky(np.dot(W, A) + b))
