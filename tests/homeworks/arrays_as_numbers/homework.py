import numpy as np
import dnn
from dnn import train
from planar_utils import load_planar_dataset
X, Y = load_planar_dataset()
predictions = train(X, Y)
print ('Accuracy: %d' % float((np.dot(Y,predictions.T) + np.dot(1-Y,1-predictions.T))/float(Y.size)*100) + '%')
cost = -np.dot(Y, np.log(np.full(Y.shape, 0.5)).T) / Y.shape[1]
print('Cost after iteration %i: %f' % (3, cost))
print(int(np.array([2])), dnn.RATE)
