import numpy as np
import h5py

def load_data():
    a = h5py.File('/Users/anna/coursera/datasets/train_catvnoncat.h5', "r")
    b = h5py.File('/Users/anna/coursera/datasets/test_catvnoncat.h5', "r")
    y, yt = np.array(a['train_set_y'][:]), np.array(b['test_set_y'][:])
    return np.array(a['train_set_x'][:]), y.reshape(1, -1), np.array(b['test_set_x'][:]), yt.reshape(1, -1), np.array(b['list_classes'][:])
