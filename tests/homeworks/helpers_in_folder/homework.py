import sys
sys.path.append('utils')
sys.path.insert(0, '../common')
import numpy as np
from utils.dnn_utils_v2 import sigmoid, relu
from utils.testCases_v3 import *
from utils import lr_utils
print(sigmoid(np.array([1, 2]))[0], linear_forward_test_case()[1])
print(lr_utils.load_dataset()[4])
