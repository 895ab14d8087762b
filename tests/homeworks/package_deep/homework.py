import numpy as np
from course1.week4.dnn_app_utils_v3 import load_data, predict, initialize_parameters_deep
from course1.week4.testCases_v3 import *
X, y, Xt, yt, classes = load_data()
p = initialize_parameters_deep([12288, 3, 1])
predict(X.reshape(X.shape[0], -1).T / 255., y, p)
print(linear_forward_test_case()[0].shape)
