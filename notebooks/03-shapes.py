# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 3 · Shapes
#
# After this notebook you can write down the shape of every matrix in any network before you run a line of code,
# count its parameters, and read a shape that is wrong as a hint at the mistake behind it.
#
# About 8 minutes. Take paper and pencil: they are the point.

# %%
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    explain_shapes,
    initialize_parameters_deep,
    plot_network,
    plot_shapes,
)

# %% [markdown]
# ## Three rules
#
# Layer $l$ has $n_l$ units; layer 0 is the input, with $n_0$ features; there are $m$ examples.
#
# 1. $W^{[l]}$ is $(n_l, n_{l-1})$: **a row for each unit, a column for each input.** $b^{[l]}$ is $(n_l, 1)$.
# 2. All that flows, $Z^{[l]}$ and $A^{[l]}$, is $(n_l, m)$: **a column for each example.** $X = A^{[0]}$ is $(n_0, m)$.
# 3. A slope has the shape of what it is the slope of: $dW$ that of $W$, $dZ$ that of $Z$.
#
# You need not learn them by heart, for they follow from one product. In
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]} \qquad (1)$$
# $$(n_l, m) = (n_l, n_{l-1}) \cdot (n_{l-1}, m) + (n_l, 1)$$
#
# the inner numbers must agree, and the outer ones are what comes out. ($b$ has one column, and numpy adds it to each of the $m$.)

# %%
ax = plot_network([4, 3, 1])
# %% [markdown]
# ## On paper
#
# **Predict.** This network, [4, 3, 1], and $m = 7$ examples. Copy the list and fill it in:
#
# | $X$ | $W^{[1]}$ | $b^{[1]}$ | $Z^{[1]}$ | $A^{[1]}$ | $W^{[2]}$ | $b^{[2]}$ | $Z^{[2]}$ | $dW^{[1]}$ | $db^{[2]}$ | $dA^{[1]}$ |
# | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
# | (4, 7) | | | | | | | | | | |
#
# Done? Then compare. The column *one example* is the same network before vectorisation: small letters, one column.

# %%
explain_shapes([4, 3, 1], m=7)

# %% [markdown]
# **Predict.** Now the network for the pictures of notebook 4: 64 × 64 pixels with three colours each, then layers of 20, 7 and 5
# units, then one output. $m = 209$. What is $n_0$? Which matrix is by far the largest? Which shapes contain 209?

# %%
explain_shapes([64 * 64 * 3, 20, 7, 5, 1], m=209)

# %% [markdown]
# No $W$ and no $b$ contains $m$: a network has the same parameters however many examples there are.
# That is why one trained on 209 pictures can judge a single one.
#
# **Try it.** How many parameters does it have? First on paper: layer 1 alone has $20 \cdot 12288 + 20$. Then change the
# layer sizes: what does halving the *hidden* layers save, and what would halving the side of the *pictures* save?

# %%
parameters = initialize_parameters_deep([64 * 64 * 3, 20, 7, 5, 1])
sum(p.size for p in parameters.values())

# %% [markdown]
# ## Seen to scale
#
# Above, the way forward; below each matrix, its slope, of the very same shape.

# %%
ax = plot_shapes([4, 3, 1], 7)
# %% [markdown]
# **Try it.** Draw `plot_shapes([12288, 20, 7, 5, 1], 209)`. Its sides are drawn in logarithms. Why does it have to be so?

# %%
ax = plot_shapes([6, 4, 2], 3)
# %% [markdown]
# ## The products on the way back
#
# $$dW^{[l]} = \tfrac1m\, dZ^{[l]} A^{[l-1]T} \quad (7) \qquad dA^{[l-1]} = W^{[l]T} dZ^{[l]} \quad (9)$$
#
# Where does the transpose go? The shapes decide. $dZ^{[l]}$ is $(n_l, m)$ and $A^{[l-1]}$ is $(n_{l-1}, m)$;
# $dW^{[l]}$ must come out as $(n_l, n_{l-1})$. There is only one way to multiply the two:
#
# $$(n_l, m) \cdot (m, n_{l-1}) = (n_l, n_{l-1})$$
#
# The inner number that disappears is $m$: the product has summed over the examples, which is why we divide by $m$.
#
# **Predict.** Do the same for (9): which order, which transpose, and what is summed over?

# %%
parameters = initialize_parameters_deep([4, 3, 1])
X, Y = np.random.RandomState(1).randn(4, 7), np.array([[0, 1, 1, 0, 1, 0, 0]])
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)
{name: slope.shape for name, slope in grads.items()}

# %% [markdown]
# ## Three mistakes, and how they look
#
# `explain_shapes` checks arrays that you hand it by name, and says which operation would mend them. Each of the three below was made
# by somebody today.
#
# **Predict.** What is the shape of `db1` here? Why would it be *dangerous*, more than an error?

# %%
(A0, W1, b1), Z1 = caches[0]
dZ1 = grads["dA1"] * (Z1 > 0)
db1 = dZ1.sum(axis=1) / 7
explain_shapes([4, 3, 1], m=7, db1=db1)

# %% [markdown]
# A sum over an axis drops that axis: $(3, 7)$ becomes $(3,)$, a row of three without a second dimension. It does not stop the program.
# Broadcasting turns the next subtraction into something else, without a word:

# %%
(b1 - 0.1 * db1).shape

# %% [markdown]
# Three biases became a $3 \times 3$ matrix. `keepdims=True` is the cure.
#
# **Predict.** The second mistake: examples as rows, as tables and many other libraries have them. And the third: $W$ laid down instead
# of standing. What will the table say?

# %%
explain_shapes([4, 3, 1], X=X.T, W1=W1.T, Y=Y[0])

# %% [markdown]
# The functions of the library check the same where data enters, and their errors name the layer, the equation, what was expected
# and what came:

# %%
try:
    L_model_forward(X.T, parameters)
except ValueError as error:
    print(error)

# %% [markdown]
# ## What shapes cannot tell
#
# **Predict.** In the network [3, 3, 1] somebody hands over $W^{[1]T}$ for $W^{[1]}$. Will the check notice?

# %%
square = initialize_parameters_deep([3, 3, 1])
explain_shapes([3, 3, 1], m=7, W1=square["W1"].T)

# %% [markdown]
# A square matrix has the shape of its transpose. So give your layers *different* sizes while you look for mistakes, and
# [check the slopes by numbers](05-gradients.ipynb) as well as by shape.
#
# **Try it.** Mend all of these until the table says that they are right.

# %%
explain_shapes(
    [5, 2, 1], m=6, X=np.ones((6, 5)), W2=np.ones((2, 1)), db2=np.ones(1), A1=np.ones((2, 6))
)

# %% [markdown]
# ## In your own words
#
# 1. Which shapes change when ten examples are added? Which when a unit is added to layer 1?
# 2. Somebody says: "my $dA^{[1]}$ is $(3, 4)$" in the network [4, 3, 1] with $m = 7$. Which product did they probably compute?
#
# <details><summary>Answers</summary>
#
# 1. Examples: all with a column for each example ($X$, $Y$, $Z$, $A$ and their slopes); no parameter. A unit: a row of $W^{[1]}$ and of
# $b^{[1]}$, a row of all that flows in layer 1, a column of $W^{[2]}$.
# 2. $(3, 4)$ is the shape of $W^{[1]}$, so most likely they computed $dW^{[1]}$, and gave it the wrong name.
# </details>
#
# Next: [4 · Cats](04-cats.ipynb), the whole application.
