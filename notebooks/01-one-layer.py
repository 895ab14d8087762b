# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 1 · One layer
#
# After this notebook you can build, train and judge the smallest neural network there is, logistic regression, and say
# what each of its numbers does. Everything larger is made of copies of it.
#
# About 10 minutes. Every cell marked **Try it** is yours to change.

# %%
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    animate_training,
    compute_cost,
    plot_costs,
    plot_decision_boundary,
    plot_network,
    predict,
    sigmoid,
    train,
    update_parameters,
)

# %% [markdown]
# ## Two clouds of points
#
# 200 examples, each with two features $x_1$ and $x_2$. Half of them have the label 0, half the label 1. In $X$ each **column** is an
# example, so $X$ is $(2, 200)$ and the labels $Y$ are $(1, 200)$.

# %%
rng = np.random.RandomState(3)
Y = rng.permutation(200).reshape(1, 200) % 2
X = rng.randn(2, 200) + np.array([[1.5], [0.8]]) * (2 * Y - 1)
X.shape, Y.shape, Y[:, :8]

# %% [markdown]
# ## One unit
#
# A unit weighs each feature, adds a bias, and squeezes the result into a probability:
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# $a$ is read as *the probability that the label is 1*.

# %%
ax = plot_network([2, 1])
# %% [markdown]
# **Predict.** What is $\sigma(0)$? What is $\sigma(4)$ about, and how does $\sigma(-4)$ follow from it without computing?

# %%
sigmoid(np.array([0.0, 4.0, -4.0]))[0]

# %%
z = np.linspace(-6, 6, 100)
plt.figure(figsize=(4, 2.2))
plt.plot(z, sigmoid(z)[0])
plt.xlabel("$z$")
plt.ylabel(r"$\sigma(z)$")
plt.grid(alpha=0.3)

# %% [markdown]
# ## All examples at once
#
# For all 200 examples the weights stand in one row $W^{[1]}$, $(1, 2)$, and the same two steps become
#
# $$Z^{[1]} = W^{[1]} X + b^{[1]} \quad (1) \qquad\qquad A^{[1]} = \sigma(Z^{[1]}) \quad (2)$$
#
# In this library, logistic regression is a network with $L = 1$ layer (the input is not counted). Nothing is special about it:
# every function takes it as it takes a deeper one.
#
# **Predict.** We start with all weights and the bias at zero. What will the network say of each example?

# %%
parameters = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}
AL, caches = L_model_forward(X, parameters)
AL.shape, AL[:, :4]

# %% [markdown]
# ## How wrong is it?
#
# Good probabilities are high for what is true. For one example the *loss* is minus the logarithm of the probability that the network
# gave to the true label, and the *cost* is the mean over all examples:
#
# $$\mathcal{L}(a, y) = -\big(y \log a + (1 - y)\log(1 - a)\big), \qquad J = \frac1m\sum_{i=1}^m \mathcal{L}(a^{(i)}, y^{(i)})$$
#
# **Predict.** The label is 1. What does it cost to say 0.5, 0.9, 0.1, 0.001? Which of the steps hurts most?

# %%
-np.log([0.5, 0.9, 0.1, 0.001])

# %%
compute_cost(AL, Y)

# %% [markdown]
# $\ln 2 = 0.693$ is what knowing nothing costs.
#
# ## Which way is down?
#
# The slope of the loss by $z$ is as simple as can be: $dz = a - y$, *prediction minus truth*. From there
#
# $$dW^{[1]} = \tfrac1m\, dZ^{[1]} X^T \quad (7) \qquad\qquad db^{[1]} = \tfrac1m \sum_i dZ^{[1](i)} \quad (8)$$
#
# In words: every example pulls the weights along itself, the harder the more wrong the network is about it.
#
# **Predict.** The examples with label 1 lie to the upper right. Should $w_1$ grow or shrink? Then which sign has `dW1[0, 0]`?

# %%
dZ = AL - Y
dW, db = dZ @ X.T / 200, dZ.sum(axis=1, keepdims=True) / 200
grads = L_model_backward(AL, Y, caches)
dW, np.allclose(dW, grads["dW1"]), np.allclose(db, grads["db1"])

# %% [markdown]
# Down is against the slope: $W := W - \alpha\, dW$. One step, with the learning rate $\alpha = 0.5$:

# %%
parameters = update_parameters(parameters, grads, 0.5)
compute_cost(L_model_forward(X, parameters)[0], Y)

# %% [markdown]
# **Try it.** Take the next steps: run the following cell again and again, and watch the cost. Then change the learning rate to 50.

# %%
AL, caches = L_model_forward(X, parameters)
parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), 0.5)
compute_cost(L_model_forward(X, parameters)[0], Y)

# %% [markdown]
# ## A thousand steps
#
# `L_layer_model` repeats this. It returns the parameters and the costs at iterations 0, 100, 200, ...

# %%
parameters, costs = L_layer_model(X, Y, [2, 1], learning_rate=0.1, num_iterations=1000)
plot_costs(costs, 0.1)
p = predict(X, Y, parameters)
# %% [markdown]
# ## What it has learnt
#
# The network says 1 where $a > 0.5$, which is where $z > 0$. The border is $w_1 x_1 + w_2 x_2 + b = 0$.
#
# **Predict.** What kind of line is that?

# %%
ax = plot_decision_boundary(lambda points: L_model_forward(points, parameters)[0], X, Y)
# %% [markdown]
# A straight one. Some points are on the wrong side, and no straight line would get them all.
# The film shows the border turning into its place, from a start at random:

# %%
start = {"W1": np.array([[-0.5, 0.5]]), "b1": np.array([[0.5]])}
steps = {s.iteration: s.parameters for s in train(X, Y, start, 0.1, 61) if s.iteration % 6 == 0}
animate_training(steps, X, Y)

# %% [markdown]
# ## What it cannot learn
#
# A ring around a disk. **Predict.** What accuracy will one unit reach here?

# %%
angle, radius = rng.uniform(0, 2 * np.pi, 200), 1 + 1.5 * Y[0] + 0.3 * rng.randn(200)
ring = np.array([np.cos(angle), np.sin(angle)]) * radius
flat, _ = L_layer_model(ring, Y, [2, 1], learning_rate=0.1, num_iterations=1000)
predict(ring, Y, flat)
ax = plot_decision_boundary(lambda points: L_model_forward(points, flat)[0], ring, Y)
# %% [markdown]
# No straight line separates them. But a layer of several units *before* this one can bend the plane first, so that in what it
# makes of it, a straight line is enough:

# %%
bent, _ = L_layer_model(ring, Y, [2, 6, 1], learning_rate=0.3, num_iterations=2000)
predict(ring, Y, bent)
ax = plot_decision_boundary(lambda points: L_model_forward(points, bent)[0], ring, Y)
# %% [markdown]
# **Try it.** How few hidden units are enough? Try `[2, 2, 1]` and `[2, 3, 1]`, and look at the corners of the border: each hidden unit
# adds one crease.

# %%
few, _ = L_layer_model(ring, Y, [2, 3, 1], learning_rate=0.3, num_iterations=2000)
p = predict(ring, Y, few)

# %% [markdown]
# ## In your own words
#
# 1. Why is the cost of saying 0.001, when the truth is 1, so large? Would you want it otherwise?
# 2. What do $W$ and $b$ each do to the border? (Add 2 to `parameters["b1"]` and draw it again.)
# 3. Why can one unit not learn the ring, however long it trains?
#
# Next: [2 · Step by step](02-step-by-step.ipynb), what happens inside when there are two layers.
