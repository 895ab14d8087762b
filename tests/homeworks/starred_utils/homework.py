from utils_for_week4 import *
import numpy as np
import matplotlib.pyplot as plt
import time
tic = time.clock()
train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
p = initialize_parameters(12288, 7, 1)
AL, caches = L_model_forward(train_x_orig.reshape(209, -1).T / 255., p)
print(compute_cost(AL, train_y), time.clock() - tic)
input('Press enter')
