"""Three ways to start a network, compared by their cost."""

import matplotlib.pyplot as plt
import numpy as np
from init_utils import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    load_dataset,
    plot_decision_boundary,
    predict,
    predict_dec,
    update_parameters,
)

train_X, train_Y, test_X, test_Y = load_dataset()


def start(sizes, scale):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(sizes)):
        parameters["W" + str(l)] = np.random.randn(sizes[l], sizes[l - 1]) * scale(sizes[l - 1])
        parameters["b" + str(l)] = np.zeros((sizes[l], 1))
    return parameters


for scale in (lambda n: 0.0, lambda n: 10.0, lambda n: np.sqrt(2 / n)):
    parameters = start([2, 10, 5, 1], scale)
    for i in range(300):
        a3, cache = forward_propagation(train_X, parameters)
        cost = compute_loss(a3, train_Y)
        grads = backward_propagation(train_X, train_Y, cache)
        parameters = update_parameters(parameters, grads, 0.1)
    print(cost)
predict(test_X, test_Y, parameters)
assert cost < 0.69
plot_decision_boundary(lambda x: predict_dec(parameters, x.T), train_X, train_Y)
plt.show()
