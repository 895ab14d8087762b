# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 2 · Step by step
#
# After this notebook you can follow a network through one whole step of learning: forward from $X$ to a
# prediction, back from the mistake to the slopes, and one step downhill. You will have done it once by hand for
# every kind of step, and you will know why one matrix product does the work of a loop over the examples.
#
# About 12 minutes. You need matrix multiplication and the idea of a derivative. Every cell marked
# **Try it** is yours to change: run it, change a number, run it again.

# %%
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    linear_activation_forward,
    plot_costs,
    plot_network,
    predict,
    trace,
    train,
    update_parameters,
)

# %% [markdown]
# ## The problem: one or the other, but not both
#
# Four examples with two features each. The label is 1 where exactly one of the two features is 1.
# **Each column is an example**: $X$ is $(n_0, m) = (2, 4)$ and $Y$ is $(1, 4)$.

# %%
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0, 1, 1, 0]])

# %% [markdown]
# No straight line separates these two classes (draw the four corners of a square and try), so one layer cannot
# do it. We take two: a hidden layer of three units, and an output of one.
#
# ## Five arrows
#
# Everything that follows is one of these five:
#
# | | goes in | function | comes out |
# | --- | --- | --- | --- |
# | 1 | layer sizes | `initialize_parameters_deep` | `parameters` |
# | 2 | $X$, parameters | `L_model_forward` | $A^{[L]}$, caches |
# | 3 | $A^{[L]}$, $Y$ | `compute_cost` | cost $J$ |
# | 4 | $A^{[L]}$, $Y$, caches | `L_model_backward` | `grads` |
# | 5 | parameters, grads, $\alpha$ | `update_parameters` | `parameters` |
#
# ## Arrow 1: where to start
#
# Layer $l$ has a matrix $W^{[l]}$ with one row for each of its units and one column for each of its inputs, and
# a column $b^{[l]}$ with one number for each unit.
#
# **Predict.** The layer sizes are 2, 3, 1. What are the shapes of $W^{[1]}$, $b^{[1]}$, $W^{[2]}$, $b^{[2]}$?
# Write them down, then run.

# %%
parameters = initialize_parameters_deep([2, 3, 1], seed=7)
{name: p.shape for name, p in parameters.items()}

# %% [markdown]
# The weights are small random numbers and the biases are zero. In the drawing, blue arrows are positive weights and orange
# dashed ones negative; the thicker, the larger.

# %%
ax = plot_network([2, 3, 1], parameters)
# %% [markdown]
# ## Arrow 2: forward
#
# Every layer does two things. First it weighs its inputs, then it bends the result:
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]} \qquad (1)$$
# $$A^{[l]} = g^{[l]}(Z^{[l]}) \qquad (2)$$
#
# $A^{[0]}$ is another name for $X$. Here is layer 1 by hand; its $g$ is ReLU, which keeps what is positive and
# turns the rest to zero.

# %%
W1, b1, W2, b2 = parameters.values()
Z1 = W1 @ X + b1
A1 = np.maximum(0, Z1)
Z1.round(3), A1.round(3)

# %% [markdown]
# Look at the first column: the first example is $(0, 0)$, so whatever the weights, its $z$ is $b = 0$.
# The column $b^{[1]}$ was added to all four columns of $W^{[1]}X$ at once; numpy calls this *broadcasting*.
#
# The library does the same two equations, and keeps what it used in a *cache*, because the way back will need it:

# %%
A1_too, cache = linear_activation_forward(X, W1, b1, "relu")
np.array_equal(A1, A1_too)

# %% [markdown]
# **Predict.** A cache is `((A_prev, W, b), Z)`. For layer 1, which array that you have seen is its `A_prev`?

# %%
(A_prev, W, b), Z = cache
A_prev is X, np.array_equal(Z, Z1)

# %% [markdown]
# Layer 2 is the output. Its $g$ is the sigmoid, $\sigma(z) = 1/(1 + e^{-z})$, which makes a number between 0 and
# 1 out of any number: we read it as the probability that the label is 1.

# %%
A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
AL, caches = L_model_forward(X, parameters)
A2.round(3), np.allclose(A2, AL), len(caches)

# %% [markdown]
# ## Arrow 3: how wrong is it?
#
# For one example, the loss is $-\log$ of the probability that was given to the true label:
#
# $$\mathcal{L}(a, y) = -\big(y \log a + (1 - y) \log(1 - a)\big)$$
#
# and the cost $J$ is its mean over the $m$ examples.
#
# **Predict.** A network that knows nothing answers 0.5 each time. What is its cost? ($\log$ is the natural one.)

# %%
losses = -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
losses.round(3), losses.mean(), compute_cost(AL, Y), np.log(2)

# %% [markdown]
# Ours is near $\ln 2 = 0.693$: it knows nothing yet.
#
# ## Arrow 4: back
#
# Which way should each weight move to lower the cost? The slope $\partial J/\partial W$ says it; we call it $dW$. The chain
# rule finds it from the end to the beginning. At the output it starts with something simple,
#
# $$dZ^{[L]} = A^{[L]} - Y,$$
#
# *prediction minus truth*. Then in every layer:
#
# $$dW^{[l]} = \tfrac1m\, dZ^{[l]} A^{[l-1]T} \qquad (7)$$
# $$db^{[l]} = \tfrac1m \sum_{i=1}^{m} dZ^{[l](i)} \qquad (8)$$
# $$dA^{[l-1]} = W^{[l]T} dZ^{[l]} \qquad (9)$$
#
# and on into the layer below, through the bend: $dZ^{[l]} = dA^{[l]} * g^{[l]\prime}(Z^{[l]})$ (6), where $*$ multiplies
# entry by entry. For ReLU, $g'$ is 1 where $Z$ is positive and 0 elsewhere: a unit that was off gets no blame.
#
# **Predict.** What shape will $dW^{[2]}$ have? And $dA^{[1]}$? Write them down, then run.

# %%
m = X.shape[1]
dZ2 = AL - Y
dW2 = dZ2 @ A1.T / m
db2 = dZ2.sum(axis=1, keepdims=True) / m
dA1 = W2.T @ dZ2
dW2.shape, dA1.shape

# %% [markdown]
# A slope always has the shape of the thing it is the slope of. One more layer down:

# %%
dZ1 = dA1 * (Z1 > 0)
dW1 = dZ1 @ X.T / m
db1 = dZ1.sum(axis=1, keepdims=True) / m

grads = L_model_backward(AL, Y, caches)
sorted(grads), np.allclose(dW1, grads["dW1"]), np.allclose(dW2, grads["dW2"])

# %% [markdown]
# ## Arrow 5: one step downhill
#
# $$W^{[l]} := W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha\, db^{[l]}$$
#
# $\alpha$ is the learning rate. The old parameters stay as they are; you get new ones.

# %%
stepped = update_parameters(parameters, grads, learning_rate=0.3)
before, after = (compute_cost(L_model_forward(X, p)[0], Y) for p in (parameters, stepped))
before, after

# %% [markdown]
# **Try it.** How large can the step be before the cost goes *up*? Try 1, 3, 10, 30.

# %%
stepped = update_parameters(parameters, grads, learning_rate=1)
compute_cost(L_model_forward(X, stepped)[0], Y)

# %% [markdown]
# ## Learning is nothing but repeating it
#
# Four of the five arrows, a thousand times:

# %%
learnt, costs = parameters, []
for _ in range(1000):
    AL, caches = L_model_forward(X, learnt)
    costs.append(compute_cost(AL, Y))
    grads = L_model_backward(AL, Y, caches)
    learnt = update_parameters(learnt, grads, 0.3)

plot_costs(costs, 0.3, every=1)
predict(X, Y, learnt)

# %% [markdown]
# All four are right. This loop comes with the library, as an iterator that yields its steps, so that you can look
# in at any time:

# %%
for step in train(X, Y, parameters, 0.3, 1000):
    if step.iteration % 250 == 0:
        print(step.iteration, step.cost.round(4))

# %% [markdown]
# **Try it.** Another start, another fate. With `seed=7` the network learns all four examples. With `seed=1` it ends near
# 0.477, and no number of iterations helps. Look at its predictions: which examples does it give up on?

# %%
*_, last = train(X, Y, initialize_parameters_deep([2, 3, 1], seed=1), 0.3, 1000)
last.cost.round(4), L_model_forward(X, last.parameters)[0].round(3)

# %% [markdown]
# <details><summary>What happened?</summary>
#
# Three of the four get the same answer, 1/3, the share of ones among them: they end up in the same place, because the units that could
# tell them apart are off for all of them. ReLU passes no slope through a unit that is off, so nothing can
# switch it on again. A few more hidden units make such a bad start much rarer: try <code>[2, 8, 1]</code>.
# </details>
#
# ## The whole pass in one table
#
# `trace` walks the same pass and shows every step: its equation, the equation with the shapes put in, and
# the first numbers. Read it from top to bottom, and compare it with what you did by hand.

# %%
trace(X, parameters, Y)

# %% [markdown]
# A trace can be asked: `trace(...)["dW1"]`, `.layer(2)`, `.equation(7)`, `.backward`.
#
# **Try it.** Show only the steps of layer 1, or only those of equation (9).

# %%
trace(X, parameters, Y).kind("dW")

# %% [markdown]
# ## One example at a time
#
# On paper one usually starts with a single example. Then there is nothing to average, and the way back reads
#
# | here | in the lecture | for one example |
# | --- | --- | --- |
# | (3) | (1) | $dz = da * g'(z)$ |
# | (4) | (2) | $dW = dz\, a_{prev}^T$ |
# | (5) | (3) | $db = dz$ |
# | (9) | (4) | $da_{prev} = W^T dz$ |
# | | (5) | $dz^{[l]} = W^{[l+1]T} dz^{[l+1]} * g'(z^{[l]})$: (4) put into (1) |
#
# The lecture begins to count at the way back, we begin at the way forward; for $m$ examples, (6) to (9), both agree. The trace shows both numbers,
# and how near (5) comes to the two steps that it stands for.
#
# **Predict.** For one example $dz^{[1]}$ is $(3, 1)$ and $a^{[0]}$ is $(2, 1)$. What is the shape of
# $dz^{[1]} a^{[0]T}$, and what do all four such matrices have to do with $dW^{[1]}$?

# %%
one = trace(X, parameters, Y, single=True, example=1)
one.backward

# %% [markdown]
# Each example wants a different change. Their mean is exactly what equations (7) and (8) computed at once; the
# table says how far the two are apart (rounding in the sixteenth digit, or nothing). Where all these formulas come from is told in
# [notebook 12](12-where-the-formulas-come-from.ipynb).

# %%
one.direction("mean")

# %% [markdown]
# By hand, with a loop over the examples. The sum of columns times rows *is* the matrix product:

# %%
by_loop = sum(dZ1[:, [i]] @ X[:, [i]].T for i in range(m)) / m
np.allclose(by_loop, dW1)

# %% [markdown]
# That is what *vectorised* means: the same sum, with no loop in Python.
#
# **Try it.** Add a fifth example to $X$ and $Y$ (say $(0.5, 0.5)$ with label 0), run the notebook again from the top, and
# find the numbers in the trace that depend on $m$.
#
# ## In your own words
#
# 1. Why does `L_model_backward` need the caches?
# 2. Why is the slope of a unit that ReLU switched off equal to zero?
# 3. Which of the five arrows knows the labels?
#
# Next: [3 · Shapes](03-shapes.ipynb), where most mistakes are made, and how to see them on paper first.
