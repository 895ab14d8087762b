# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 5 · Gradients
#
# After this notebook you can prove that a backward pass is right without trusting anybody's formulas, find the line that is
# wrong when it is not, and tell a mistake from rounding.
#
# About 10 minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    compute_cost,
    gradient_check,
    initialize_parameters_deep,
)

# %% [markdown]
# ## A slope by taking a small step
#
# The slope of $f$ at $x$ is what $f$ changes by, divided by how far you went, for a small step $\varepsilon$. It is best to step both ways:
#
# $$f'(x) \approx \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2\varepsilon}$$
#
# **Predict.** $f(x) = x^3$, so $f'(2) = 12$. With $\varepsilon = 0.01$, how far off is the step to one side only, $(f(x + \varepsilon) - f(x))/\varepsilon$? And
# the step both ways?

# %%
x, e = 2, 0.01
((x + e) ** 3 - x**3) / e, ((x + e) ** 3 - (x - e) ** 3) / (2 * e)

# %% [markdown]
# One-sided, the error shrinks like $\varepsilon$; both ways like $\varepsilon^2$, because the curvature cancels.
#
# ## A cost is a function of every weight
#
# Take a small network and turn one weight, `W2[0, 1]`, leaving the rest alone. The cost draws a curve, and `grads["dW2"][0, 1]` claims to
# be its slope where we stand.

# %%
rng = np.random.RandomState(1)
X, Y = rng.randn(4, 7), rng.randint(0, 2, (1, 7))
parameters = initialize_parameters_deep([4, 3, 1])
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)


def cost_at(w):
    W2 = parameters["W2"].copy()
    W2[0, 1] = w
    return compute_cost(L_model_forward(X, {**parameters, "W2": W2})[0], Y)


here, slope = parameters["W2"][0, 1], grads["dW2"][0, 1]
w = np.linspace(here - 4, here + 4, 100)
plt.figure(figsize=(5, 3))
plt.plot(w, [cost_at(v) for v in w])
plt.plot(w, cost_at(here) + slope * (w - here), "--")
plt.plot(here, cost_at(here), "o")
plt.xlabel("W2[0, 1]")
plt.ylabel("$J$")
plt.show()
# %% [markdown]
# The dashed line touches the curve. By numbers:

# %%
(cost_at(here + 1e-7) - cost_at(here - 1e-7)) / 2e-7, slope

# %% [markdown]
# ## All of them
#
# `gradient_check` does this for each entry of each parameter. It needs two forward passes for each: far too slow to train with,
# just right to check with. The figure that it gives compares all numeric slopes $\tilde g$ with all analytic ones $g$:
#
# $$\frac{\lVert g - \tilde g\rVert}{\lVert g\rVert + \lVert \tilde g\rVert}$$
#
# About $10^{-9}$ is right, $10^{-7}$ is the limit, $10^{-3}$ is a mistake.

# %%
gradient_check(parameters, X, Y)

# %% [markdown]
# ## Break it on purpose
#
# **Predict.** Somebody forgot to divide `dW2` by $m = 7$. Will the figure be about 0.01, 0.1 or 1?

# %%
gradient_check(parameters, X, Y, grads={**grads, "dW2": 7 * grads["dW2"]})

# %% [markdown]
# The table points at the line: only `dW2` is wrong. And the worst entry shows how: yours is 7 times the numeric one.
#
# **Predict.** Now the backward pass forgets $g'$ in (6) $dZ^{[1]} = dA^{[1]} * g'(Z^{[1]})$, as if the hidden layer were linear. Which of
# $dW^{[1]}, db^{[1]}, dW^{[2]}, db^{[2]}$ will be wrong?

# %%
gradient_check(
    parameters,
    X,
    Y,
    backward=lambda AL, Y, caches: L_model_backward(AL, Y, caches, hidden="linear"),
)

# %% [markdown]
# Everything *below* the mistake is wrong, everything above is right: the way back runs from the output to the input. So look
# at the last layer that is wrong; the mistake is in there.
#
# **Predict.** In [notebook 3](03-shapes.ipynb) a square matrix was handed over transposed, and no shape complained. Will the check?

# %%
square = initialize_parameters_deep([4, 4, 1])
AL4, caches4 = L_model_forward(X, square)
grads4 = L_model_backward(AL4, Y, caches4)
gradient_check(square, X, Y, grads={**grads4, "dW1": grads4["dW1"].T}).is_right

# %% [markdown]
# ## Find the mistake
#
# **Try it.** A backward pass for two layers, written out, with one mistake. Let the check tell you where; mend it until it says that
# the gradients are right.


# %%
def my_backward(AL, Y, caches):
    (X, _, _), Z1 = caches[0]
    (A1, W2, _), _ = caches[1]
    m = Y.shape[1]
    dZ2 = AL - Y
    dZ1 = W2.T @ dZ2 * (np.maximum(0, Z1) >= 0)
    return {
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
    }


gradient_check(parameters, X, Y, backward=my_backward)

# %% [markdown]
# <details><summary>Where is it?</summary>
#
# <code>dW1</code> and <code>db1</code> are wrong and layer 2 is right, so look at <code>dZ1</code>, which both are made of. What ReLU returns is never
# negative, so <code>&gt;= 0</code> is always true of it, and nothing is switched off. Right is <code>Z1 &gt; 0</code>.
# </details>
#
# ## How small a step?
#
# **Predict.** The smaller the $\varepsilon$, the better? Sketch the error for $\varepsilon = 10^{-3}, 10^{-4}, \dots, 10^{-12}$.

# %%
epsilons = 10.0 ** -np.arange(3, 13)
errors = [gradient_check(parameters, X, Y, epsilon=e).difference for e in epsilons]
plt.figure(figsize=(5, 3))
plt.loglog(epsilons, errors, "o-")
plt.xlabel(r"$\varepsilon$")
plt.grid(alpha=0.3)

# %% [markdown]
# Neither too large nor too small. From the right the error falls like $\varepsilon^2$, as the mathematics says. Then it rises again: a
# computer knows the cost to about 16 digits, and the difference of two costs that are nearly equal keeps few of them. At
# $\varepsilon = 10^{-12}$ only about four are left.
#
# ## When a right gradient looks wrong
#
# **At a kink.** ReLU has no slope at 0. If a step takes a unit from one side to the other, the numeric figure is a mixture of both. Such entries are
# left out and counted. With a step as large as 0.1 there are some:

# %%
gradient_check(parameters, X, Y, epsilon=0.1).kinks

# %% [markdown]
# **Where there is hardly a slope.** A network that has finished learning stands in a valley: all its slopes are small, and rounding weighs
# more. The limit is raised to what rounding can make, and the table says so.

# %%
trained, _ = L_layer_model(X, Y, [4, 3, 1], learning_rate=1.0, num_iterations=20000)
gradient_check(trained, X, Y)

# %% [markdown]
# So check at the *start* of training, with random weights, on a few examples, in a small network. A formula that is right there is right in
# a large one.
#
# **Try it.** Use other activations (`hidden="tanh"`), or a penalty on large weights (`lambd=0.7`). With the penalty, what happens when the
# gradients that you hand over do not contain it?
#
# <details><summary>Answer</summary>
#
# <code>dW1</code> and <code>dW2</code> are wrong, <code>db1</code> and <code>db2</code> right: the penalty is on the weights only, and adds
# $\frac{\lambda}{m} W$ to their slopes.
# </details>

# %%
gradient_check(parameters, X, Y, grads=grads, lambd=0.7)

# %% [markdown]
# ## In your own words
#
# 1. Why not train with numeric slopes, and be done with formulas? Count the forward passes for the network of notebook 4 (about 246,000 weights).
# 2. `dW3` is right, `dW2`, `db2`, `dW1` and `db1` are wrong. In which equation do you look first?
#
# <details><summary>On these questions</summary>
#
# 1. Two forward passes for every weight: about 492,000 for one step, in place of one forward and one backward pass.
# 2. Layer 2, at (6): $dZ^{[2]}$ enters both $dW^{[2]}$ and $db^{[2]}$, and all below. Or (9) in layer 3, which makes $dA^{[2]}$.
# </details>
#
# Next: [6 · Hyperparameters](06-hyperparameters.ipynb), the numbers that one chooses oneself.
