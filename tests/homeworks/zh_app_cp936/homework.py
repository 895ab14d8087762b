import numpy as np
import h5py
import matplotlib.pyplot as plt
import testCases
from dnn_utils import sigmoid, sigmoid_backward, relu, relu_backward
import lr_utils
# 加载数据
train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = lr_utils.load_dataset()
print("训练集：", train_set_x_orig.shape)
fig = plt.figure()
plt.title("图片")
plt.imshow(train_set_x_orig[3])
plt.show()
dZ, cache = testCases.linear_backward_test_case()
dA, c = testCases.linear_activation_backward_test_case()
print(relu_backward(dA, c[1]))
