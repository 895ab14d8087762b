import numpy as np
import h5py
f = h5py.File('datasets/train_catvnoncat.h5', 'r')
print(np.array(f['train_set_x']).shape)
