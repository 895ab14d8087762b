import numpy as np
from week4_helpers import load_dataset, sigmoid, relu, print_mislabeled_images
from ml_utils import linear_forward_test_case
x, y, xt, yt, classes = load_dataset()
A, W, b = linear_forward_test_case()
print(relu(np.dot(W, A) + b)[0], sigmoid(0.5))
