from .dnn_utils_v2 import sigmoid, relu
from .testCases_v3 import linear_forward_test_case
import numpy as np
A, W, b = linear_forward_test_case()
print(sigmoid(W.dot(A) + b)[0])

if __name__ == '__main__':
    print(relu(np.array([-1, 2])))
