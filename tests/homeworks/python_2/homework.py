import numpy as np
from lr_utils import load_dataset

train_x, train_y, test_x, test_y, classes = load_dataset()
print 'Number of training examples: m_train = ' + str(train_x.shape[0])
X = train_x.reshape(train_x.shape[0], -1).T / 255.
w = np.zeros((X.shape[0], 1))
for i in xrange(3):
    A = 1 / (1 + np.exp(-np.dot(w.T, X)))
    w = w - 0.01 * np.dot(X, (A - train_y).T) / X.shape[1]
    if i % 2 == 0: print "step %d: %f" % (i, np.mean(A))
print
print w.shape,
print w.mean()
