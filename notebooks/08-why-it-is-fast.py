# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 8 · Why it is fast
#
# After this notebook you can explain how training on 12,288 pixels can cost no more than training on 209, *to the last digit the same*,
# and say when the trick works and when it does not.
#
# About 10 minutes. You need [notebook 2](02-step-by-step.ipynb), and what an orthonormal basis is. The times below were measured where this
# notebook was last run; run it, and they are yours.

# %%
from time import perf_counter

import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    flatten_images,
    initialize_parameters_deep,
    load_data,
    plot_weights,
    train,
    update_parameters,
)
from dnn.lesson.rotation import enter, leave, rotate
from dnn.training.subspace import pays

# %%
images, labels, *_ = load_data()
X, Y = flatten_images(images[:209]), labels[:, :209]
start = initialize_parameters_deep([12288, 20, 7, 5, 1])
X.shape

# %% [markdown]
# ## The lecture's loop
#
# Four of the five arrows, as in notebook 2. We time 200 iterations.


# %%
def descend(X, parameters, iterations=200):
    costs = []
    for _ in range(iterations):
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, 0.0075)
    return parameters, np.array(costs)


seconds = {}
begin = perf_counter()
plain, plain_costs = descend(X, start)
seconds["plain"] = perf_counter() - begin
round(seconds["plain"], 2)

# %% [markdown]
# **Predict.** Where does the time go? The products of layer 1 are $(20, 12288)\cdot(12288, 209)$, those of layer 2 are
# $(7, 20)\cdot(20, 209)$. What share of all multiplications does layer 1 have?

# %%
sizes = [W.size for name, W in start.items() if name.startswith("W")]
sizes, sizes[0] / sum(sizes)

# %% [markdown]
# Practically all of them. So let us look at what happens to $W^{[1]}$.
#
# ## What gradient descent does to $W^{[1]}$
#
# $$dW^{[1]} = \tfrac1m\, dZ^{[1]} X^T \qquad (7)$$
#
# Row by row: the change of a unit's weights is a sum of *pictures*, each times a number. Whatever $dZ^{[1]}$ is, nothing else can come out. After
# many steps it is still a sum of pictures. So here is the *change* of four units, drawn as pictures:

# %%
change = plain["W1"] - start["W1"]
figure = plot_weights(change[[1, 2, 6, 10]])
# %% [markdown]
# 209 pictures span at most 209 dimensions of the 12,288. In all the others, nothing ever moves.
#
# **Predict.** We try to write `change` as a combination of the pictures, $S X^T$. How much of it will be left over?

# %%
S, *_ = np.linalg.lstsq(X, change.T, rcond=None)
np.abs(change - S.T @ X.T).max() / np.abs(change).max()

# %% [markdown]
# Nothing but rounding. We have paid for 12,288 dimensions and used 209.
#
# ## First form: turn the room
#
# Choose 209 perpendicular unit vectors (columns of $Q$) that span the pictures, and write each picture in them:
#
# $$X = Q R, \qquad Q^T Q = I$$
#
# **Predict.** What are the shapes of $Q$ and $R$?

# %%
Q, R = rotate(X)
Q.shape, R.shape, np.allclose(Q @ R, X), np.allclose(Q.T @ Q, np.eye(209))

# %% [markdown]
# Now (1) reads $W^{[1]} X = (W^{[1]} Q)\, R$: the network with $W^{[1]}Q$ in the place of $W^{[1]}$ sees $R$ in the place of $X$ and makes *the same* $Z^{[1]}$. And it
# learns the same, because its slope is the rotated slope:
#
# $$\tfrac1m\, dZ^{[1]} R^T = \tfrac1m\, dZ^{[1]} X^T Q = dW^{[1]} Q$$
#
# So: `enter` the small room, train there with the *unchanged* functions, and `leave` it with what was learnt. The part of $W^{[1]}$ outside of the
# room is put back as it was.

# %%
begin = perf_counter()
Q, R = rotate(X)
trained, costs = descend(R, enter(start, Q))
rotated = leave(trained, start, Q)
seconds["rotated"] = perf_counter() - begin
round(seconds["rotated"], 2), np.abs(costs - plain_costs).max()

# %%
{name: np.abs(rotated[name] - plain[name]).max() for name in plain}

# %% [markdown]
# The same network, to about sixteen digits. Not an approximation: a change of basis.
#
# ## Second form: count in pictures
#
# One can do without $Q$. If the change is always a combination of pictures, keep only *the coefficients* $S$, $(20, 209)$:
#
# $$W^{[1]} = W^{[1]}_0 + S X^T$$
#
# Put it into (1). With $K = X^T X$, the inner products of all pairs of pictures, computed once:
#
# $$Z^{[1]} = W^{[1]}_0 X + S K + b^{[1]}$$
#
# **Predict.** The step is $W^{[1]} := W^{[1]} - \alpha\, \tfrac1m\, dZ^{[1]} X^T$. What happens to $S$? (Compare the two sides.)
#
# <details><summary>Answer</summary>
#
# $S := S - \alpha\, \tfrac1m\, dZ^{[1]}$. The product with $X^T$ has disappeared: on the way back there is nothing left to multiply in layer 1.
# </details>
#
# `train` does this by itself where it is exact and pays; here we insist on it.

# %%
begin = perf_counter()
*_, last = train(X, Y, start, 0.0075, 200, subspace=True)
counted = last.parameters
seconds["coordinates"] = perf_counter() - begin
round(seconds["coordinates"], 3), max(np.abs(counted[name] - plain[name]).max() for name in plain)

# %%
plt.figure(figsize=(6, 1.8))
bars = plt.barh(list(seconds), list(seconds.values()))
plt.bar_label(bars, [f" {seconds['plain'] / s:.1f} x" for s in seconds.values()])
plt.xlim(0, 1.15 * seconds["plain"])
plt.xlabel("s")
plt.gca().invert_yaxis()

# %% [markdown]
# That is for 200 iterations. The setting up ($Q$ and $R$, or $K$) is paid once, so the gain grows with their number.
#
# **Try it.** Run the fast one for 2,500 iterations, the full training of the lecture. How long would the plain one need?

# %%
begin = perf_counter()
*_, last = train(X, Y, start, 0.0075, 2500)
round(perf_counter() - begin, 2), last.cost

# %% [markdown]
# ## Count it
#
# Multiplications in layer 1, for each iteration: plain $2\, n_1 n_0 m$ (once forward, once for $dW^{[1]}$; and once more if somebody wants $dA^{[0]}$). In coordinates
# $n_1 m^2$.
#
# **Predict.** What is the ratio here? Is it what you measured? What else takes time when the products have become this small?

# %%
n_0, n_1, m = 12288, 20, 209
2 * n_1 * n_0 * m / (n_1 * m**2)

# %% [markdown]
# ## When it does not work
#
# **Adam** divides each entry of the slope by its own running size. A sum of pictures, divided entry by entry, is no longer a sum of pictures. The library
# says so rather than being a little wrong:

# %%
try:
    train(X, Y, start, optimizer="adam", subspace=True)
except ValueError as error:
    print(error)

# %% [markdown]
# By numbers: the share of the change that lies outside of the pictures, after three steps of each.

# %%
for optimizer in ("gd", "momentum", "adam"):
    *_, last = train(X, Y, start, 0.0075, 3, optimizer=optimizer, subspace=False)
    moved = last.parameters["W1"] - start["W1"]
    print(f"{optimizer:8} {np.linalg.norm(moved - moved @ Q @ Q.T) / np.linalg.norm(moved):.1e}")

# %% [markdown]
# **When there are more examples than features** there is no smaller room: the pictures fill all of it. `pays` weighs what is saved against what $K$ costs.

# %%
[(m, pays(n_0=12288, n_1=20, m=m, batch=m, iterations=2500)) for m in (209, 2000, 6000, 10000)]

# %% [markdown]
# **Try it.** From how many iterations on does it pay for 209 pictures? And for pictures of 28 × 28 grey pixels, up to how many of them?

# %%
pays(n_0=28 * 28, n_1=20, m=1500, batch=1500, iterations=2500)

# %% [markdown]
# ## In your own words
#
# 1. With a penalty on large weights ($\lambda$), each step also shrinks $W^{[1]}$: $W^{[1]} := (1 - \alpha\lambda/m) W^{[1]} - \dots$ Does the trick survive? What happens to the part
#    outside of the room?
# 2. Why does it help in layer 1 only?
# 3. Somebody trains with 209 pictures of a million pixels each. What does it cost now?
#
# <details><summary>On these questions</summary>
#
# 1. Yes. The part inside is a combination of pictures still, shrunk by the same factor; the part outside only shrinks: after $t$ steps it is $(1 - \alpha\lambda/m)^t$ of what it was.
# 2. The inputs of the other layers change at every step, so there is no fixed room; and they are small anyway.
# 3. Each iteration the same as here, since $K$ is (209, 209) as before. Only $K = X^T X$ and $W^{[1]}_0 X$, once each, cost in proportion to the pixels.
# </details>
#
# Next: [9 · Your data](09-your-data.ipynb).
