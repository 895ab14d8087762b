import numpy as np
from lr_utils import load_dataset
from dnn_utils_v2 import sigmoid
train_x, train_y, *rest = load_dataset()
print(train_x.shape, sigmoid(np.zeros(3)))
