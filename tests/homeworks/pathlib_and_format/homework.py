from pathlib import Path
import h5py, numpy as np
import matplotlib.image as mpimg
DATA = Path('datasets')
with h5py.File(DATA / 'train_catvnoncat.h5', 'r') as f:
    x = f['train_set_x'][:]
name = 'la_defense.jpg'
picture = mpimg.imread(f'images/{name}')
other = mpimg.imread('images/{}.jpg'.format('gargouille'))
print(x.shape, picture.shape, other.shape)
