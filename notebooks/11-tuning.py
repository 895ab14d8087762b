# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 11 · Tuning
#
# After this notebook you can search for hyperparameters instead of guessing them, judge each of them fairly, and say how far the winner is to be trusted.
#
# About 12 minutes, of which the machine takes one.

# %%
import os
import tempfile
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("optuna") is None:  # the engine of the searches; the others share the work
    get_ipython().run_line_magic("pip", "install -q optuna joblib threadpoolctl")

import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_model_forward,
    compare_learning_rates,
    fit,
    initialize_parameters_deep,
    plot_learning_rates,
    plot_search,
    plot_search_costs,
    plot_search_stages,
    score,
    two_moons,
)
from dnn.tuning import best, k_fold, log_uniform, polynomial, search, uniform

# %% [markdown]
# ## Parameters and hyperparameters
#
# Two moons, and one label in ten is wrong. 200 examples to learn from. 2,000 more stay in the drawer until the very end: the test set.

# %%
X, Y = two_moons(200, seed=1)
X_test, Y_test = two_moons(2000, seed=2)
sum(p.size for p in initialize_parameters_deep([2, 16, 8, 1]).values())

# %% [markdown]
# The network [2, 16, 8, 1] has 193 *parameters*, and training finds all of them: the slope tells each one where to go. The *hyperparameters* are the numbers around it: the learning rate $\alpha$,
# how many iterations, how many layers and units, which activation, $\lambda$, the size of a mini-batch. They have no slope to follow. They decide what the parameters become, and somebody has to choose them.
#
# ## By eye
#
# The lecture's way: try some values, look at the cost, try again. **Predict.** Which of these five learning rates ends lowest?

# %%
rates = compare_learning_rates(
    X, Y, [2, 16, 8, 1], [0.003, 0.03, 0.3, 3.0, 30.0], num_iterations=200
)
ax = plot_learning_rates(rates)
# %% [markdown]
# For *one* hyperparameter, with all others held still, the eye does well. But they depend on each other: Adam wants another rate than plain descent, small batches want another than large ones. Five values for each
# of six hyperparameters are $5^6 = 15{,}625$ trainings. And a low cost on the examples that were learnt from is not what we want: it is lowest where the wrong labels are known by heart.
#
# ## A fair judge
#
# *Cross-validation*: deal the examples out into $k$ folds. Train $k$ times, each time without one fold, and look at the error on just that one. So every example is judged once, by a network that has not seen it.

# %%
for fold in k_fold(X, Y, 5):
    print(len(fold.train), len(fold.validation), Y[:, fold.validation].mean())

# %% [markdown]
# Each fold has the same share of both classes. **Predict.** The same network, the same hyperparameters, five folds: how far apart are the five errors?

# %%
row = next(search(X, Y, {"learning_rate": [0.3]}, layers=[16, 8], num_iterations=200))
[round(error, 3) for error in row["errors"]], round(row["error"], 3), round(row["spread"], 3)

# %% [markdown]
# That spread is luck: which examples happened to be in the fold. Two hyperparameters whose errors differ by less than it are, as far as we know, equally good. Whoever looks at one validation set only does not even see it.
#
# ## A space
#
# What is to be tried, as a plain dict: lists of choices, and ranges. A learning rate wants a logarithmic range: 0.001 to 0.01 is as large a step as 1 to 10.

# %%
space = {
    "learning_rate": log_uniform(1e-3, 30),
    "layers": [[], [4], [16, 8], [32, 16, 8]],
    "optimizer": ["gd", "momentum", "rmsprop", "adam"],
    "scale": ["lecun", "he"],
    "mini_batch_size": [None, 64],
    "lambd": uniform(0, 2),
}
budget = 60

# %% [markdown]
# ## By chance
#
# **Predict.** 60 trials at random, in a space of endlessly many points. How many of them will be within 3 % of the best?

# %%
found = {}
options = {"folds": 3, "num_iterations": 150, "budget": budget}
found["random"] = list(search(X, Y, space, method="random", **options))
figure = plot_search(found["random"], space)

# %% [markdown]
# Each dot is a trial, the star the best of them. Which of the hyperparameters matter? Look for the pictures in which the dots lie differently from left to right. (That is why chance beats a grid: with 60 random trials each
# hyperparameter was tried at 60 values, whether the others matter or not.)
#
# The curves of all trials, the five best in colour:

# %%
ax = plot_search_costs(found["random"])
# %% [markdown]
# ## By what was learnt so far
#
# *TPE* looks at the trials so far, and tries where good ones were more frequent than bad ones. *Harmonica* looks at a first third of random trials, finds the few combinations that move the error most, fixes them at their best, and
# goes on in what is left; three stages.
#
# **Predict.** The same budget of 60 for each. Which has the lowest *mean* error in its last 20 trials? And which finds the best *single* trial?

# %%
for method in ("tpe", "harmonica"):
    found[method] = list(search(X, Y, space, method=method, **options))

print(f"{'':10} {'best':>6} {'spread':>7} {'mean of the last 20':>20}")
for method, rows in found.items():
    last = [1.0 if row["error"] is None else row["error"] for row in rows[-20:]]
    winner = best(rows)
    print(f"{method:10} {winner['error']:6.3f} {winner['spread']:7.3f} {np.mean(last):20.3f}")

# %%
figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained", sharey=True)
for ax, method in zip(axes, ("tpe", "harmonica"), strict=True):
    plot_search_stages(found[method], ax=ax).set_title(method)

# %% [markdown]
# Both spend their later trials where the error is low. But compare the *best* of each with the spread of one: on 60 trials of a small problem the difference between the methods is within chance. What pays for a clever search is not
# the one best trial; it is that it stops wasting time, and that it can say why:

# %%
polynomial(found["harmonica"], space)

# %% [markdown]
# A bracket is 1 where it is true, else −1. A negative weight lowers the error where the bracket is true; in a product of two, where both are true or both are false. What no term speaks of can be left at its default.
#
# ## How good is the winner?
#
# Sixty trials, and we take the one that looked best. **Predict.** Its error on 2,000 new examples: lower than in the search, the same, or higher?


# %%
def test_error(options):
    options = dict(options)
    layers = options.pop("layers")
    run = fit(X, Y, [2, *layers, 1], **options)
    AL, _ = L_model_forward(X_test, run.parameters)
    return 1 - score(AL, Y_test)


for method, rows in found.items():
    winner = best(rows)
    print(f"{method:10} {winner['error']:6.3f} {test_error(winner['hyperparameters']):6.3f}")

# %% [markdown]
# On the left the error in the search, on the right that on new examples; mostly the right one is higher. (One label in ten is wrong, so nobody can do much better than 0.1 there.) A search picks what is good *and* what was lucky; the more
# trials, the more luck. So the error of the search is not what one reports: the test set is asked once, at the end, and never to choose.
#
# ## Nothing is lost
#
# With a `file`, every trial is written down as soon as it is finished. Stop the search, or let the power fail: the same call goes on, and gives the very rows of a search that was never stopped. **Predict.** Below, a search is left
# after 5 trials and called again. How many are trained anew?

# %%
path = os.path.join(tempfile.mkdtemp(), "rows.jsonl")
for row in search(X, Y, space, method="random", file=path, **options):
    if row["number"] == 4:
        break
with open(path) as file:
    print(len(file.readlines()))
rows = list(search(X, Y, space, method="random", file=path, **options))
all(a["errors"] == b["errors"] for a, b in zip(rows, found["random"], strict=True))

# %% [markdown]
# ## Your turn: the leaderboard
#
# Beat them. Each line below is yours to change: what you believe in, from what the pictures have shown. It is judged as the searches were, on the same folds. (And the folds are all that you may look at.)

# %%
mine = [
    {"learning_rate": 0.0075, "layers": [4], "optimizer": "gd"},
    {"learning_rate": 0.3, "layers": [16, 8], "optimizer": "momentum", "scale": "he"},
    {"learning_rate": 0.03, "layers": [32, 16, 8], "optimizer": "adam"},
]

board = [(method, best(rows)) for method, rows in found.items()]
for k, chosen in enumerate(mine, start=1):
    only = {name: [value] for name, value in chosen.items()}
    board.append((f"mine, {k}", next(search(X, Y, only, **{**options, "budget": 1}))))


def error(entry):
    return 2.0 if entry[1]["error"] is None else entry[1]["error"]


for name, row in sorted(board, key=error):
    shown = f"{row['error']:.3f} ± {row['spread']:.3f}" if row["error"] is not None else "diverged"
    print(f"{name:10} {shown:15}   {row['doctor']['verdict']}")

# %% [markdown]
# **Try it.** Ten lines, no more. Then look at how many of yours differ from the best by less than the spread.
#
# And check again from time to time: other data, another machine, a new version, and yesterday's best may not be today's. `dnn tune --again` does that from the command line.
#
# ## In your own words
#
# 1. Why is the number of layers a hyperparameter, and $b^{[2]}$ a parameter?
# 2. Somebody standardizes all examples first and then deals them out into folds. What has the network seen that it should not have?
# 3. You have time for twenty trainings. Which hyperparameters do you leave alone, and why those?
#
# <details><summary>On the second question</summary>
#
# The means and deviations of the examples that it is judged on. With many examples that is little; with few it makes the error look better than it is.
# </details>
