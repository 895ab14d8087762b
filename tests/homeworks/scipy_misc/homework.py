import scipy.misc
from scipy.misc import imread, imresize, imsave
import numpy as np
image = imread('my_cat.png', mode='RGB')
small = imresize(image, 0.25)
half = scipy.misc.imresize(image, (64, 64), interp='cubic')
imsave('small.png', small)
grey = scipy.misc.imread('my_cat.png', flatten=True)
assert grey.ndim == 2 and half.shape == (64, 64, 3), (grey.shape, half.shape)
scipy.misc.toimage(half).save('again.png')
