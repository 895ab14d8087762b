import numpy as np
import matplotlib.pyplot as plt
import h5py
from dnn_utils import *
plt.style.use('seaborn-whitegrid')
f = h5py.File('datasets/test_catvnoncat.h5')
x = f['test_set_x'].value.astype(np.float)
y = f['test_set_y'][()].astype(np.int)
p = np.zeros(y.shape, dtype=np.bool)
print(np.product(x.shape), np.asscalar(np.array([y.sum()])), p.dtype)
plt.plot(sigmoid([-1, 0, 1])[0])
plt.savefig('curve.png')
