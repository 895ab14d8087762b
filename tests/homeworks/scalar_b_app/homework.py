import numpy as np
from dnn_app_utils import *
# own initialisation with a number for b
X_orig, y, _, _, classes = load_data()
X = X_orig.reshape(X_orig.shape[0], -1).T / 255
params = {'W1': np.random.randn(3, 12288) * 0.01, 'b1': 0.0, 'W2': np.random.randn(1, 3) * 0.01, 'b2': 0.0}
for i in range(3):
    AL, caches = L_model_forward(X, params)
    grads = L_model_backward(AL, y[0], caches)
    params = update_parameters(params, grads, 0.01)
print(compute_cost(AL, y[0]), grads['dA1'].shape, predict(X, y[0], params).shape)
