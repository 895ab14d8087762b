import numpy as np
from dnn_utils import sigmoid
RATE = 0.01
def train(X, Y):
    w = np.zeros((2, 1))
    for _ in range(5):
        A, _Z = sigmoid(np.dot(w.T, X))
        w -= RATE * np.dot(X, (A - Y).T)
    return (A > 0.5).astype(int)
