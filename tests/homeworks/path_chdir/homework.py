import os
os.chdir('/home/jovyan/work/Week 4/Deep Neural Network Application')
import sys
sys.path.append('/home/jovyan/work')
import numpy as np
import h5py
base = os.path.join('datasets')

def load_dataset():
    train_dataset = h5py.File(os.path.join(base, 'train_catvnoncat.h5'), "r")
    train_x = np.array(train_dataset["train_set_x"][:])
    train_y = np.array(train_dataset["train_set_y"][:])
    test_dataset = h5py.File(os.path.join(base, 'test_catvnoncat.h5'), "r")
    test_x = np.array(test_dataset["test_set_x"][:])
    test_y = np.array(test_dataset["test_set_y"][:])
    classes = np.array(test_dataset["list_classes"][:])
    return train_x, train_y.reshape((1, train_y.shape[0])), test_x, test_y.reshape((1, test_y.shape[0])), classes

train_x_orig, train_y, test_x_orig, test_y, classes = load_dataset()
print(train_x_orig.shape, classes)
train_x = train_x_orig.reshape(209, -1).T / 255.0

w, b = np.zeros((train_x.shape[0], 1)), 0.0
for step in range(10):
    A = 1 / (1 + np.exp(-(np.dot(w.T, train_x) + b)))
    w -= 0.005 * np.dot(train_x, (A - train_y).T) / train_x.shape[1]
    b -= 0.005 * np.mean(A - train_y)
print("accuracy", 100 - np.mean(np.abs((A > 0.5) - train_y)) * 100)
