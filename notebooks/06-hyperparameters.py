# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 6 · Hyperparameters
#
# After this notebook you can say what each hyperparameter does to the training and to the result, because you will have moved each of them
# with a slider.
#
# About 12 minutes. *Parameters* ($W$, $b$) are learnt. *Hyperparameters* are chosen: how large the steps, how many, how many units. No formula tells
# the best ones. One tries; this notebook is for getting a feeling for it.

# %%
from importlib.util import find_spec

import matplotlib.pyplot as plt
from IPython.display import display

from dnn import HYPERPARAMETERS, hyperparameter_slider, plot_hyperparameter, two_moons

# %% [markdown]
# ## Two moons
#
# Two classes with two features, interlocked, and one example in ten has the wrong label: so there is something to learn, and something that one had
# better not learn. 200 examples to train on, and 200 others to watch.

# %%
X, Y = two_moons(200, seed=1)
usual = {"learning_rate": 0.1, "num_iterations": 1000, "validation": two_moons(200, seed=2)}


def explore(name, values, **others):
    few = [values[0], values[len(values) // 2], values[-1]]
    plot_hyperparameter(name, few, X, Y, **{**usual, **others})
    plt.show()
    if find_spec("ipywidgets"):
        display(hyperparameter_slider(name, values, X, Y, **{**usual, **others}))


# %% [markdown]
# In each section below you see three values side by side. Above, the cost: blue on the examples that are learnt from, red and dashed on those that are only
# watched, with a star at its lowest. Below, the border that was learnt, and over it the accuracy on the watched examples. Where this page has a kernel and *ipywidgets*, a **slider** comes with it: move it, and the network is trained
# again. Without, change the list of values and run the cell again.
#
# ## Learning rate $\alpha$
#
# $$W := W - \alpha\, dW$$
#
# **Predict.** Of 0.001, 0.1 and 3: which curve hardly moves, which one jumps?

# %%
explore("learning_rate", [0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0])

# %% [markdown]
# The most important one of all. Too small is slow, too large is rough. **Try it:** what is the largest rate that still ends well?
#
# <details><summary>What we found</summary>
#
# About 1. Above it the curve leaps, and where it ends is luck.
# </details>
#
# ## Number of iterations
#
# **Predict.** When does the watched cost stop falling? Is it the same time at which the training cost does?

# %%
explore("num_iterations", [50, 200, 500, 1000, 2000, 4000], learning_rate=0.3)

# %% [markdown]
# ## Layers and units
#
# **Predict.** `()` is no hidden layer at all. Which border can it draw? How many corners can a layer of 3 make?

# %%
explore("layers", [(), (2,), (3,), (8,), (16, 8), (32, 16, 8)], learning_rate=0.3)

# %% [markdown]
# More units can draw more complicated borders, and have more ways to learn the wrong labels by heart.
#
# ## Activation $g$ of the hidden layers
#
# **Predict.** One of these borders is a straight line, however many units there are. Which, and why?

# %%
explore("hidden", ["linear", "sigmoid", "tanh", "leaky_relu", "relu"], learning_rate=0.3)

# %% [markdown]
# Without a bend between them, two layers are one: $W^{[2]}(W^{[1]}x) = (W^{[2]}W^{[1]})\,x$. ReLU makes borders with corners; tanh makes round ones.
#
# ## Size of the first weights
#
# $$W^{[l]} = \text{scale} \cdot \mathcal{N}(0, 1)$$
#
# The named scales adapt to the layer: `"lecun"` is $1/\sqrt{n_{l-1}}$, `"he"` is $\sqrt{2/n_{l-1}}$.
#
# **Predict.** What happens when all weights start at 0.01? At 3?

# %%
explore("scale", [0.01, 0.1, "lecun", "he", 1.0, 3.0])

# %% [markdown]
# ## Mini-batches
#
# One step need not look at all 200 examples. With a mini-batch of 16 it looks at 16, and takes the next 16 for the next step. The steps are cheaper, and rougher.
#
# **Predict.** Which curve trembles most?

# %%
explore("mini_batch_size", [4, 16, 64, 128, 200])

# %% [markdown]
# (The curve shows the cost on the batch of each step, so part of the trembling is that batches differ.)
#
# ## Optimizer
#
# *Momentum* rolls on in the direction of the last steps. *RMSprop* divides each slope by its usual size, so that flat directions are walked faster. *Adam* does both. They want
# other learning rates than plain descent; with 0.01 for all of them:
#
# **Predict.** Which of them is slowest at this small rate?

# %%
explore("optimizer", ["gd", "momentum", "rmsprop", "adam"], learning_rate=0.01)

# %% [markdown]
# ## Memory of the momentum $\beta$
#
# $$v := \beta v + (1 - \beta)\, dW, \qquad W := W - \alpha v$$
#
# $\beta = 0$ is plain descent; 0.9 is a mean over about the last ten slopes, 0.99 over a hundred. **Predict.** What does a long memory do in a narrow bend?

# %%
explore("beta", [0.0, 0.5, 0.9, 0.97, 0.99], optimizer="momentum", mini_batch_size=16)

# %% [markdown]
# ## Penalty on large weights $\lambda$
#
# $$J + \frac{\lambda}{2m} \sum_l \lVert W^{[l]} \rVert^2$$
#
# **Predict.** What does the border look like with a very large $\lambda$? And where will the *gap* between both curves go?

# %%
explore("lambd", [0.0, 0.1, 0.3, 1.0, 3.0, 10.0], learning_rate=0.3, num_iterations=2000)

# %% [markdown]
# (The training curve contains the penalty; the watched one does not.)
#
# ## Dropout
#
# In each step every hidden unit is kept with the probability `keep_prob`, and silent otherwise. So no unit can rely on one certain other.
#
# **Predict.** Which value is no dropout at all? What happens to the training curve when half of the units are silent?

# %%
explore("keep_prob", [0.5, 0.7, 0.8, 0.9, 1.0], layers=(32, 16), num_iterations=2000)

# %% [markdown]
# ## A learning rate that shrinks
#
# $$\alpha_t = \frac{\alpha}{1 + \text{decay\_rate} \cdot t}$$
#
# with $t$ the number of times that all examples were seen. Large steps first, to get there; small ones later, to settle.
#
# **Predict.** With mini-batches of 16 and a bold $\alpha = 1$: what will decay do to the trembling?

# %%
explore(
    "decay_rate",
    [0.0, 0.01, 0.1, 0.3, 1.0],
    schedule="inverse",
    learning_rate=1.0,
    mini_batch_size=16,
)

# %% [markdown]
# ## All of them
#
# The library's whole table: default, range, and where it stands in the equations.

# %%
for name, row in HYPERPARAMETERS.items():
    print(f"{name:16} {row.default!s:9} {row.equation}")

# %% [markdown]
# ## In your own words
#
# 1. You may try ten trainings, no more. In which order do you try the hyperparameters?
# 2. Which of them changed the *curve* most, and which the *border*?
# 3. The watched examples told you which value is best. Which examples will tell you how good the result really is?
#
# <details><summary>On these questions</summary>
#
# 1. The learning rate first: a wrong one spoils all others. Then the number of iterations and the layers, then the penalties; the rest last.
# 2. Your own answer. Most see the learning rate in the curve, and the layers and $\lambda$ in the border.
# 3. Others that were used neither to learn nor to choose: a test set, opened once.
# </details>
#
# Next: [7 · When training fails](07-when-training-fails.ipynb).
