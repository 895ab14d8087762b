#!/usr/bin/env python3
import matplotlib
matplotlib.use('TkAgg')
import matplotlib.pyplot as plt
import numpy as np
from lr_utils import load_dataset

train_x, train_y, test_x, test_y, classes = load_dataset()
plt.ion()
for i in range(2):
    plt.imshow(train_x[i])
    plt.pause(0.01)
plt.ioff()
plt.show()
