# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 7 · When training fails
#
# After this notebook you can look at a training that does not work and say why: from the curve, from the data, from the network itself. And you can
# ask the library's doctor for a second opinion.
#
# About 12 minutes. Every patient below is a real one: the same network, with one thing done wrong.

# %%
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    DivergenceError,
    L_model_forward,
    compare_learning_rates,
    diagnose,
    fit,
    load_data,
    plot_activations,
    plot_costs,
    plot_gradients,
    plot_learning_rates,
)

images, labels, *_ = load_data()
pixels = images[:, ::4, ::4].reshape(800, -1).T.astype(float)  # (768, 800): 16 x 16, three colours
X, Y = pixels[:, :209] / 255, labels[:, :209]
dims = [768, 20, 7, 1]


def examine(X=X, Y=Y, dims=dims, learning_rate=0.03, num_iterations=2000, **options):
    run = fit(X, Y, dims, learning_rate=learning_rate, num_iterations=num_iterations, **options)
    ax = plt.figure(figsize=(5, 2.6)).add_subplot()
    seen = run.history.validation_costs or None
    plot_costs(run.history.costs, learning_rate, ax=ax, validation_costs=seen)
    return diagnose(run, X, Y)


# %% [markdown]
# ## First, a healthy one
#
# What does it look like when all is well? `diagnose` takes what `fit` returns, or the costs alone, and, where you have them, the data. It answers with a verdict, what it
# saw, why that is, and what to do.

# %%
examine()

# %% [markdown]
# ## Patient 1: stopped too early

# %%
examine(num_iterations=500)

# %% [markdown]
# The most harmless of all. Nothing is wrong; it is not finished.
#
# ## Patient 2: pixels from 0 to 255
#
# **Predict.** Somebody forgot to divide by 255. What will the first cost be: near 0.7, or far from it? What happens then?

# %%
examine(X=pixels[:, :209])

# %% [markdown]
# With inputs around 100 every $z$ is around 100 too. The sigmoid answers 0 or 1 with full conviction, and being sure *and* wrong is expensive: hence the
# first cost. Then the slopes, which are 100 times too large as well, throw the weights far away, and after that nothing moves.
#
# ## Patient 3: a step too large
#
# **Predict.** The learning rate is 1 instead of 0.03. Will the cost explode?

# %%
examine(learning_rate=1.0)

# %% [markdown]
# It need not explode. One wild step can push a unit so far that its $z$ is negative for *every* example. ReLU then returns 0 everywhere, its slope is 0
# everywhere, and no later step can reach it: it is dead. The cost comes to rest, and looks deceptively calm.
#
# Where does it come to rest? When all units are dead, only the last bias can learn, and it learns the share of cats, $p$. The best cost for
# one and the same answer to all is the *entropy*
#
# $$H(p) = -p\log p - (1-p)\log(1-p)$$
#
# **Predict.** Is a cost of 0.6806 better than knowing nothing?

# %%
share = Y.mean()
share, -share * np.log(share) - (1 - share) * np.log(1 - share)

# %% [markdown]
# No: it is exactly that. If your cost stands still near $H(p)$, the network says the same of every example, whatever the reason.
#
# Here is how to see the dead. The same network after 3 iterations with each learning rate; the share of zeros stands above each layer.

# %%
for rate in (0.03, 3.0):
    run = fit(X, Y, dims, learning_rate=rate, num_iterations=3)
    plot_activations(run.parameters, X)

# %% [markdown]
# ## Patient 4: weights too small
#
# **Predict.** The weights start 10,000 times smaller than usual. Small is careful, isn't it? What is $A^{[2]}$ then, and what is $dW^{[1]}$?

# %%
examine(scale=0.0001)

# %% [markdown]
# Every layer multiplies by its tiny $W$: forward, what arrives at the output is nothing but the bias; back, what arrives at layer 1 is nothing at all. The cost sits at
# $H(p)$ again, this time for another reason. The usual size, $1/\sqrt{n_{l-1}}$, keeps $Z$ as large as $A$ was.
#
# **Try it.** What of weights that are too *large*, `scale=2.0`? What of exactly zero (`from dnn import initialize_parameters_zeros`, then `parameters=initialize_parameters_zeros(dims)`)?

# %%
examine(scale=2.0)

# %% [markdown]
# ## Patient 5: many layers of sigmoid
#
# **Predict.** The slope of the sigmoid is at most 1/4. A network has five hidden layers of them. About how much of the slope is left on arrival at layer 1?

# %%
sigmoids = [768, 20, 20, 20, 20, 20, 1]
examine(dims=sigmoids, hidden="sigmoid")

# %% [markdown]
# $(1/4)^5$ is about 1/1000, and the weights do the rest. The picture shows it: how large the entries of $dW^{[l]}$ are, layer by layer, as powers of ten.

# %%
run = fit(X, Y, sigmoids, hidden="sigmoid", num_iterations=1)
figure = plot_gradients(run.parameters, X, Y, hidden="sigmoid")
# %% [markdown]
# With ReLU, whose slope is 1 where it is on, far more arrives:

# %%
run = fit(X, Y, sigmoids, scale="he", num_iterations=1)
figure = plot_gradients(run.parameters, X, Y)
# %% [markdown]
# ## Patient 6: brilliant at home
#
# **Predict.** Now 191 other pictures are watched, which the network never learns from. What will their cost do while the training cost goes to 0?

# %%
validation = (pixels[:, 209:400] / 255, labels[:, 209:400])
examine(num_iterations=4000, validation=validation)

# %% [markdown]
# It falls, and then climbs. From the lowest point on, the network learns *these* pictures, not cats.
#
# **Try it.** The doctor's advice: `patience=5` (stop when the validation cost has not improved for five records), or `lambd=1.0`. Which helps?
#
# <details><summary>What we found</summary>
#
# Both. Without them the cost of the watched pictures ends at about 1.0, with <code>lambd=1.0</code> at 0.66, with <code>patience=5</code> at 0.56. But about 0.8 of the watched
# pictures are right each time: more pictures would help more.
# </details>

# %%
examine(num_iterations=4000, validation=validation, lambd=1.0)

# %% [markdown]
# ## Patient 7: no longer a number
#
# **Predict.** Leaky ReLU lets a little slope through where ReLU lets none, so its units cannot die. Is it safe, then, to take steps as large as one likes?

# %%
try:
    fit(X, Y, dims, learning_rate=10.0, hidden="leaky_relu")
except DivergenceError as error:
    print(error)

# %% [markdown]
# What cannot die can explode. Each step overshoots, the next slope is larger, and after a few steps the numbers leave what a computer can hold. Training then stops with
# an error that says where it began, and hands back the last parameters that were finite.
#
# ## Choosing the learning rate
#
# Half of the patients above have the wrong learning rate. There is a simple way to a right one: try several, each about three times the one before.
#
# **Predict.** Sketch all five curves in one picture. Which is lowest after 1,000 iterations?

# %%
found = compare_learning_rates(X, Y, dims, [0.001, 0.01, 0.03, 0.1, 1.0])
plot_learning_rates(found)
found

# %% [markdown]
# Too low and it crawls, too high and it rests too high (or leaves the picture). The best is not far below the one that breaks.
#
# ## Your own patient
#
# **Try it.** Do one thing wrong, show a friend the curve only, and let them guess. Ideas: all labels the same; a constant feature; labels shuffled
# (`np.random.permutation`); a learning rate of 0.00001; $X$ and $Y$ of different pictures.

# %%
examine(Y=np.random.RandomState(0).permutation(Y[0]).reshape(1, -1))

# %% [markdown]
# Shuffled labels: the cost falls all the same! With 768 weights per unit and 209 pictures, one can learn anything by heart. A low training cost alone proves nothing.

# %%
run = fit(X, np.random.RandomState(0).permutation(Y[0]).reshape(1, -1), dims, learning_rate=0.03)
AL, _ = L_model_forward(validation[0], run.parameters)
((AL > 0.5) == validation[1]).mean()

# %% [markdown]
# ## In your own words
#
# 1. Two different patients came to rest at the same cost, $H(p)$. How do you tell them apart?
# 2. The cost curve is perfect. What can still be wrong?
# 3. Why is a dead ReLU dead for ever, and a saturated sigmoid only very slow?
#
# <details><summary>On these questions</summary>
#
# 1. By the network itself: `plot_activations` shows the dead (all zeros), `plot_gradients` shows slopes that are tiny everywhere. The curve cannot tell them apart.
# 2. It may have learnt by heart, the labels may be wrong, the exam may have leaked into the training: a low training cost proves none of that wrong.
# 3. The slope of a dead ReLU is exactly 0, so no step moves it. That of a sigmoid is tiny, but never 0.
# </details>
#
# Next: [8 · Why it is fast](08-why-it-is-fast.ipynb).
