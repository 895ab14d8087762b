import numpy as np
from DNN.dnn_utils import sigmoid, relu, sigmoid_backward, relu_backward
from DNN import testCases
import DNN.lr_utils as lr_utils

def linear_forward(A, W, b):
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    return Z, cache

def linear_activation_forward(A_prev, W, b, activation):
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = relu(Z)
    assert (A.shape == (W.shape[0], A_prev.shape[1]))
    cache = (linear_cache, activation_cache)
    return A, cache
A, W, b = testCases.linear_forward_test_case()
print(linear_activation_forward(A, W, b, 'relu')[0])
train_x, train_y, _, _, classes = lr_utils.load_dataset()
print(train_x.shape, sigmoid(0))
