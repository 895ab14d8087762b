# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 12 · Where the formulas come from
#
# After this notebook you can derive every formula of the way back yourself, say why a transpose or a $\frac1m$ stands where it stands, and tell from
# the numbers what goes wrong without it. All it takes is the chain rule, first for one example and one unit, then for a layer, then for $m$ examples.
#
# About 12 minutes; [notebook 2](02-step-by-step.ipynb) should be behind you. Have paper and pencil at hand.

# %%
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    animate_pass,
    compute_cost,
    gradient_check,
    plot_network,
    trace,
    update_parameters,
)
from dnn.homework import exercises

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## What there is to explain
#
# A network of 2 inputs, 3 hidden units and 1 output, and 4 examples. Watch the pass once: values flow to the right, then slopes flow to the left. Four equations
# do the whole way back, and each of them will be derived below.

# %%
X = np.array([[0.5, 1.0, -1.0, 2.0], [1.0, -0.5, 1.5, 1.0]])
Y = np.array([[1, 0, 1, 0]])
parameters = {
    "W1": np.array([[0.8, -0.6], [-0.5, 0.9], [0.4, 0.7]]),
    "b1": np.array([[0.1], [-0.1], [-0.2]]),
    "W2": np.array([[1.2, 0.9, -0.7]]),
    "b2": np.array([[-0.3]]),
}

# %%
animate_pass(parameters, X, Y, moves=4)

# %% [markdown]
# A word on names. We write $dz$ for the slope of the *loss* by $z$: how much the loss changes for a small change of $z$, divided by that change. So $dz$, $dw$, $da$ are all
# slopes of one and the same thing, and only tell by what.
#
# ## One example, one unit
#
# Forget the network for a moment: one unit, one example with the features $x_1, x_2$ and the label $y$.
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z), \qquad \mathcal{L} = -\big(y \log a + (1 - y)\log(1 - a)\big)$$
#
# The *chain rule* says: $z$ moves $a$, and $a$ moves the loss, so the two slopes are multiplied. Each of them alone is school mathematics:
#
# $$da = \frac{\partial \mathcal{L}}{\partial a} = -\frac{y}{a} + \frac{1 - y}{1 - a}, \qquad \sigma'(z) = a\,(1 - a)$$
#
# **Predict.** Multiply them on paper. What remains? (Below, from left to right: $z$, $a$, $da$, $\sigma'(z)$, their product, and $a - y$.)

# %%
x, y = np.array([0.5, 1.0]), 1
w, b = np.array([0.8, -0.6]), 0.1
z = w @ x + b
a = 1 / (1 + np.exp(-z))
da, slope = -y / a + (1 - y) / (1 - a), a * (1 - a)
np.array([z, a, da, slope, da * slope, a - y])

# %% [markdown]
# $$dz = da \cdot \sigma'(z) = \Big(-\frac{y}{a} + \frac{1 - y}{1 - a}\Big)\, a\,(1 - a) = -y\,(1 - a) + (1 - y)\, a = a - y$$
#
# **This is why the way back starts with $dZ = A - Y$.** It is no new rule: the fractions of the logarithm and the slope of the sigmoid cancel. That is also why this loss and
# the sigmoid go together. Take the square $(a - y)^2 / 2$ as the loss, and $dz = (a - y)\, a\,(1 - a)$: next to nothing where the network is quite sure and quite wrong.
#
# Never trust a derivation that you have not measured. Move $z$ a little to both sides:


# %%
def loss(z):
    a = 1 / (1 + np.exp(-z))
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


np.array([(loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5, a - y])

# %% [markdown]
# From $z$ it is one more step to the weights. $z$ is a sum, so $w_1$ moves $z$ by $x_1$ times as much, $b$ moves it by as much, and $x_1$ moves it by $w_1$ times as much:
#
# $$dw_j = dz\, x_j, \qquad db = dz, \qquad dx_j = w_j\, dz$$
#
# **Predict.** $x = (0.5, 1)$ and $dz$ is about $-0.52$. Which weight gets the larger slope, and should it grow or shrink?

# %%
dz = a - y
dw, db, dx = dz * x, dz, dz * w
dw, round(float(db), 4), dx

# %% [markdown]
# Both slopes are negative, so both weights should grow; $w_2$ twice as fast, because its input was twice as large. An input of 0 would get no share at all.
#
# `trace` knows the same unit as a network $[2, 1]$. The column *lecture* holds the numbers that the lecture gives these equations, (1) to (4); on the left stand
# those of this library, which go on counting after the way forward.

# %%
one_unit = {"W1": w.reshape(1, 2), "b1": np.array([[b]])}
trace(x.reshape(2, 1), one_unit, np.array([[y]]), single=True).backward

# %% [markdown]
# ## A layer
#
# Now the whole network, but still one example, the first. Layer 1 has three units, and each has its own $z_i$ and its own row of weights:
#
# $$z_i = \sum_j W_{ij}\, a_j + b_i$$
#
# **Why $dW = dz\, a_{prev}^T$.** The weight $W_{ij}$ appears in $z_i$ alone, and there it stands before $a_j$. So $dW_{ij} = dz_i\, a_j$, as in the single unit. All of these
# products, $i$ down and $j$ across, are a column times a row, and a column becomes a row by the transpose. Nothing else is meant by it: "every $dz_i$ times every $a_j$".

# %%
t = trace(X, parameters, Y, single=True, example=0)
dz1, a0 = t["dz1"].value, t["a0"].value
by_loop = np.array([[dz1[i, 0] * a0[j, 0] for j in range(2)] for i in range(3)])
by_loop, dz1 @ a0.T

# %% [markdown]
# **Why $da_{prev} = W^T dz$.** On the way forward $a_j$ went into *every* $z_i$. If something acts along several paths, the slopes of the paths are added:
#
# $$da_j = \sum_i W_{ij}\, dz_i$$
#
# The sum runs over the *first* index of $W$, down a column. A matrix product sums along rows, so $W$ has to be turned over: $W^T dz$. Forward, row $i$ collects what unit $i$
# receives; back, column $j$ collects what unit $j$ has caused.
#
# **Predict.** $W^{[2]}$ is $(1, 3)$. Which shape has $W^{[2]T} dz^{[2]}$, and what would $W^{[2]} dz^{[2]}$ be?

# %%
W2, dz2 = parameters["W2"], t["dz2"].value
by_loop = np.array([[sum(W2[i, j] * dz2[i, 0] for i in range(1))] for j in range(3)])
by_loop.ravel(), (W2.T @ dz2).ravel()

# %% [markdown]
# **And through the bend.** Each $a_i = g(z_i)$ depends on its own $z_i$ only, so there is nothing to add up: entry by entry, $dz = da * g'(z)$. That is the one place where
# `*` is right. For ReLU, $g'$ is 1 where $z$ is positive and else 0.

# %%
z1, da1 = t["z1"].value, t["da1"].value
np.hstack([z1, z1 > 0, da1, da1 * (z1 > 0), dz1]) + 0.0  # so that no zero has a minus

# %% [markdown]
# Columns: $z$, $g'(z)$, $da$, their product, and the $dz$ of the library. The first unit was off, so no blame passes through it.
#
# Put $da^{[l]} = W^{[l+1]T} dz^{[l+1]}$ into $dz^{[l]} = da^{[l]} * g'(z^{[l]})$, and $da$ is gone. This is the lecture's (5), its (4) in its (1): it climbs down one layer at once.
#
# $$dz^{[l]} = W^{[l+1]T} dz^{[l+1]} * g'(z^{[l]})$$
#
# The trace computes it both ways and says how far apart they are:

# %%
t.backward

# %%
(W2.T @ dz2 * (z1 > 0)).ravel() + 0.0, t.lecture(5).names

# %% [markdown]
# ## All examples
#
# The cost is the *mean* of the losses, so its slope is the mean of the slopes:
#
# $$J = \frac1m \sum_{i=1}^m \mathcal{L}^{(i)} \qquad\Rightarrow\qquad dW = \frac1m \sum_{i=1}^m dz^{(i)} a^{(i)T}, \qquad db = \frac1m \sum_{i=1}^m dz^{(i)}$$
#
# **This is where $\frac1m$ comes from**, and why it stands in (7) and (8) but not in (6) and (9): $dW$ and $db$ are slopes of the cost, while each column of $dZ$ and $dA$
# still belongs to the loss of its own example. (One could as well divide at the start, $dZ = (A - Y)/m$, and never again. What must not happen is neither, or both.)
#
# **Why $dZ A_{prev}^T$ has no sum sign.** A matrix product *is* a sum of columns times rows. The columns of $dZ$ are the examples, the rows of $A_{prev}^T$ are the examples:
# the inner index, the one that is summed away, is the example.
#
# **Why $db$ is a sum.** There is only one $b_i$, and numpy adds it to all $m$ columns. It acts along $m$ paths, so $m$ slopes are added up. Whatever was broadcast on the way
# forward is summed on the way back.

# %%
everything = trace(X, parameters, Y)
dZ1, A0 = everything["dZ1"].value, everything["A0"].value
by_loop = sum(dZ1[:, [i]] @ A0[:, [i]].T for i in range(4)) / 4
by_loop, dZ1 @ A0.T / 4, dZ1.sum(axis=1, keepdims=True) / 4

# %% [markdown]
# The same from the single examples, one after the other; the last column says how near their mean comes to the vectorised slope:

# %%
t.direction("mean")

# %% [markdown]
# ## All of it, in a few lines
#
# **Try it.** Here is the whole way back. Cover it with your hand, write it yourself from what stands above, and let the check decide: it compares with slopes that were
# measured by small steps, so it does not know any of our formulas.


# %%
def my_backward(AL, Y, caches):
    (A0, _, _), Z1 = caches[0]
    (A1, W2, _), _ = caches[1]
    m = Y.shape[1]
    dZ2 = AL - Y  # (6) and the loss in one
    dW2, db2 = dZ2 @ A1.T / m, dZ2.sum(axis=1, keepdims=True) / m  # (7) (8)
    dZ1 = (W2.T @ dZ2) * (Z1 > 0)  # (9) in (6)
    dW1, db1 = dZ1 @ A0.T / m, dZ1.sum(axis=1, keepdims=True) / m  # (7) (8)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


gradient_check(parameters, X, Y, backward=my_backward)

# %%
ax = plot_network([2, 3, 1], parameters, equations=True)
# %% [markdown]
# ## Three mistakes that everybody makes once
#
# ### `*` in the place of `@`
#
# $dZ^{[2]}$ is $(1, 4)$ and $A^{[1]}$ is $(3, 4)$. `dZ2 * A1` raises no error: numpy stretches the one row to three.
#
# **Predict.** Which shape comes out? What is still missing, to make the right $dW^{[2]}$ of it?

# %%
dZ2, A1 = everything["dZ2"].value, everything["A1"].value
wrong = dZ2 * A1
wrong + 0.0, wrong.sum(axis=1) / 4, everything["dW2"].value

# %% [markdown]
# The products are the right ones, but nobody added them up: one column for each example is left, where there should be one number for each weight. `@` multiplies *and* adds.
# That is the difference.
#
# ### A transpose that is missing
#
# Mostly the shapes complain. But let a layer have as many units as the one below, and $W$ is square: `W @ dZ` works, and is wrong.

# %%
square = {
    "W1": np.array([[0.8, -0.6], [-0.5, 0.9]]),
    "b1": np.array([[0.4], [0.3]]),
    "W2": np.array([[0.5, -0.8], [1.1, 0.4]]),
    "b2": np.array([[0.6], [0.2]]),
    "W3": np.array([[1.0, -0.7]]),
    "b3": np.array([[0.1]]),
}


def without_transpose(AL, Y, caches):
    (A0, _, _), Z1 = caches[0]
    (A1, W2, _), Z2 = caches[1]
    (A2, W3, _), _ = caches[2]
    m = Y.shape[1]
    dZ3 = AL - Y
    dZ2 = (W3.T @ dZ3) * (Z2 > 0)
    dZ1 = (W2 @ dZ2) * (Z1 > 0)  # W2.T is meant
    slopes = {}
    for l, dZ, A_prev in ((1, dZ1, A0), (2, dZ2, A1), (3, dZ3, A2)):
        slopes[f"dW{l}"] = dZ @ A_prev.T / m
        slopes[f"db{l}"] = dZ.sum(axis=1, keepdims=True) / m
    return slopes


gradient_check(square, X, Y, backward=without_transpose)

# %% [markdown]
# Layers 2 and 3 are right, layer 1 is wrong: the mistake lies between, in what layer 2 hands down.
#
# ### A $\frac1m$ that is missing
#
# **Predict.** The direction of the step is right then. So does it matter? Think of the learning rate, with $m = 4$ and with $m = 209$.

# %%
grads = {name: everything[name].value for name in ("dW1", "db1", "dW2", "db2")}
gradient_check(parameters, X, Y, grads={**grads, "dW1": 4 * grads["dW1"]})

# %% [markdown]
# The worst entry tells: yours is four times the measured one. The step goes in the right direction, but it is $m$ times too long, as if the learning rate were $m$ times as
# high. Ten steps with the right slopes, and ten in which $\frac1m$ is missing from $dW$:


# %%
def ten_costs(factor, learning_rate=2):
    p, costs = parameters, []
    for _ in range(10):
        AL, caches = L_model_forward(X, p)
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        grads = {name: factor * g if name[:2] == "dW" else g for name, g in grads.items()}
        p = update_parameters(p, grads, learning_rate)
    return np.array(costs)


ten_costs(1), ten_costs(4)

# %% [markdown]
# The cost leaps to 8, and comes to rest at 0.478: the leap has switched units off for good. With 209 pictures and the course's learning rate of 0.0075 the weights would
# move as if it were 1.6. So a cost that leaps about at a rate that works for everybody else is a reason to look for a $\frac1m$.
#
# ## What the check says to it
#
# `dnn.homework` knows these mistakes by their numbers. Here is `linear_backward` with the first one:


# %%
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = dZ * A_prev / m
    db = dZ.sum(axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


exercises.linear_backward.check(linear_backward)

# %% [markdown]
# **Try it.** Mend the line, and break others: leave out `.T` in `dA_prev`, then `/ m` in `dW`, then `keepdims=True`. Say each time, before you run it, which equation
# the check will name.
#
# <details><summary>Answers</summary>
#
# Right is <code>dW = dZ @ A_prev.T / m</code>. Without <code>.T</code> it names (9), without <code>/ m</code> it names (7), without <code>keepdims=True</code> it names (8): the sum is
# right, but its shape is <code>(n,)</code>, and added to a matrix it would be a row.
# </details>
#
# **Try it.** The output is linear and the loss $(a - y)^2 / 2$. Derive $dz$ on paper, then compare with `trace(X, parameters, Y, output="linear")["dZ2"]`.
#
# <details><summary>Answer</summary>
#
# $da = a - y$ and $g'(z) = 1$, so again $dz = a - y$. Each of the three outputs of this library has the loss with which this comes out.
# </details>

# %%
trace(X, parameters, Y, output="linear")["dZ2"]

# %% [markdown]
# ## In your own words
#
# 1. Why is there a $\frac1m$ in $dW$, and none in $dA_{prev}$?
# 2. On the way forward `b` was broadcast over the examples. Which operation answers to that on the way back, and why?
# 3. Somebody writes $dZ^{[2]} = (A^{[2]} - Y)/m$ and leaves $\frac1m$ out of (7) and (8). Right or wrong?
# 4. All hidden units start with the same weights. What do the formulas say of their slopes, and what follows?
#
# <details><summary>Answers</summary>
#
# 1. $dW$ is the slope of the cost, a mean over the examples. A column of $dA_{prev}$ belongs to one example and to its loss.
# 2. The sum over the examples: $b$ acts along $m$ paths, and slopes along several paths are added.
# 3. Right: $\frac1m$ then travels along in every $dZ$ and $dA$. Only the course's own $dA$ are $m$ times as large.
# 4. All rows of $W^{[1]}$ are alike, so all $z_i$ and $a_i$ are; if all entries of $W^{[2]}$ are alike too, so are all $da_i$, and with them all rows of $dW^{[1]}$. The
# units stay alike for ever: this is why weights start at random.
# </details>
#
# Next: have your own `linear_backward` checked in [10 · Your homework](10-your-homework.ipynb).
