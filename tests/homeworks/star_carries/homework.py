from dnn_app_utils_v2 import *

np.random.seed(4)
train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
X = train_x_orig.reshape(train_x_orig.shape[0], -1).T / 255.
parameters = initialize_parameters_deep([12288, 5, 1])
for i in range(3):
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, train_y, caches)
    update_parameters(parameters, grads, 0.0075)
    print(i, compute_cost(AL, train_y))
plt.imshow(train_x_orig[3])
plt.show()
with h5py.File('datasets/train_catvnoncat.h5', 'r') as f:
    print(list(f))
