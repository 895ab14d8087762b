import imageio
import cv2
from skimage import transform
from skimage.transform import resize
import numpy as np
from dnn_app_utils_v3 import *
num_px = 64
fname = 'images/' + 'cat_in_iran.jpg'
image = np.array(imageio.imread(fname))
small = resize(image, (num_px, num_px), mode='constant')
print(small.shape, small.max() <= 1)
same = transform.resize(image, (num_px, num_px))
other = cv2.resize(cv2.cvtColor(cv2.imread(fname), cv2.COLOR_BGR2RGB), (num_px, num_px), interpolation=cv2.INTER_CUBIC)
assert other.shape == (64, 64, 3)
parameters = initialize_parameters_deep([num_px * num_px * 3, 3, 1])
predict(other.reshape(-1, 1) / 255, 1, parameters)
