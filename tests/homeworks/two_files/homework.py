import matplotlib.pyplot as plt
import model
from model import *

X_orig, y, Xt_orig, yt, classes = load_data()
X = X_orig.reshape(X_orig.shape[0], -1).T / 255.
params = L_layer_model(X, y, [12288, 5, 1], num_iterations=4, print_cost=True)
print(model.__name__, predict(X, y, params).shape)
