# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 9 · Your data
#
# After this notebook you can train a network on your own table, your own pictures or your own arrays: load them, look for what is wrong with them,
# split, scale, choose the output layer, and report what came of it.
#
# About 12 minutes. We make small files first, so that you see what such files look like.

# %%
import os
import tempfile

import h5py
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_model_forward,
    confusion_matrix,
    fit,
    load_csv,
    load_csv_features,
    load_data,
    load_h5,
    load_image_folder,
    one_hot,
    output_for,
    per_class_report,
    plot_confusion,
    plot_costs,
    predict,
    predict_image,
    standardize,
    train_test_split,
)

folder = tempfile.mkdtemp()
rng = np.random.RandomState(1)

# %% [markdown]
# ## A table
#
# One example per line, one column with the labels. 300 animals of two kinds, with weight, height and the length of the whiskers:

# %%
path = os.path.join(folder, "animals.csv")
is_cat = rng.randint(0, 2, 300)
weight = np.where(is_cat, 4.5, 20) * np.exp(0.4 * rng.randn(300))
height = np.where(is_cat, 25, 45) * np.exp(0.2 * rng.randn(300))
whisker = np.where(is_cat, 0.07, 0.05) * np.exp(0.2 * rng.randn(300))
with open(path, "w") as file:
    print("weight_kg", "height_cm", "whisker_m", "kind", sep=",", file=file)
    for row in zip(weight.round(1), height.round(1), whisker.round(3), is_cat, strict=True):
        print(*row[:3], ["dog", "cat"][row[3]], sep=",", file=file)

with open(path) as file:
    print(*file.readlines()[:4], sep="")

# %% [markdown]
# **Predict.** In a file an example is a *row*. What will the shapes of $X$ and $Y$ be? Which class gets the number 0?

# %%
animals = load_csv(path, label="kind")
animals.X.shape, animals.Y.shape, animals.classes, animals.features

# %% [markdown]
# The loader has turned rows into columns, and sorted the classes by the alphabet. What is no number where all else is one, it names by column and line
# instead of guessing; and so it does with empty cells, if they are not to become the median:

# %%
with open(os.path.join(folder, "broken.csv"), "w") as file:
    file.write("weight,height,kind\n4.1,25,cat\n,24,cat\n19,4O,dog\n")
try:
    load_csv(os.path.join(folder, "broken.csv"), missing="error")
except ValueError as error:
    print(str(error).replace(folder + os.sep, ""))

# %% [markdown]
# (There is a letter O in it. It happens.)
#
# ## Split, then scale
#
# First some examples are put aside for the exam. Then every feature is brought to mean 0 and spread 1, so that none is loud only because of its unit:
# here weights are numbers around 10, and whiskers around 0.06.
#
# **Predict.** Why *first* split and *then* scale? From which examples are mean and spread taken?

# %%
X_train, Y_train, X_test, Y_test = train_test_split(animals.X, animals.Y, fraction=0.25)
X_train, transform = standardize(X_train)
X_test = transform(X_test)
transform.mean.ravel().round(2), X_train.mean(axis=1).round(9), X_test.mean(axis=1).round(2)

# %% [markdown]
# From those to train on, alone: the exam must not leak into anything. So the exam's means are *near* zero.
#
# ## Which output?

# %%
output_for(animals)

# %% [markdown]
# ## Train, and report
#
# `fit` is `L_layer_model` with a memory: it also keeps the costs on a validation set, which it never trains on.

# %%
run = fit(
    X_train, Y_train, [3, 5, 1], validation=(X_test, Y_test), learning_rate=0.3, num_iterations=1000
)
plot_costs(run.history.costs, 0.3, validation_costs=run.history.validation_costs)
p = predict(X_test, Y_test, run.parameters)
print(per_class_report(p, Y_test, animals.classes))

# %% [markdown]
# **Try it.** Train again on the numbers as they stand in the file, without `standardize`. What happens to the cost?
#
# <details><summary>Answer</summary>
#
# After one leap it stands at 0.693, which is $\ln 2$: the network says the same of every animal. The first step was far too large for the weights of height and weight.
# </details>

# %%
raw_train, _, raw_test, _ = train_test_split(animals.X, animals.Y, fraction=0.25)
raw = fit(raw_train, Y_train, [3, 5, 1], learning_rate=0.3, num_iterations=1000)
print(*np.round(raw.history.costs, 3))
p = predict(raw_test, Y_test, raw.parameters)
# %% [markdown]
# ## New rows
#
# Later somebody sends new animals, with the columns in another order and one too many. Columns are found by their names, and the *same* transform is applied:

# %%
with open(os.path.join(folder, "new.csv"), "w") as file:
    file.write("height_cm,name,weight_kg,whisker_m\n24,Mia,3.9,0.08\n61,Rex,30,0.05\n")
X_new = transform(load_csv_features(os.path.join(folder, "new.csv"), animals.features))
[animals.classes[int(k)] for k in predict(X_new, None, run.parameters)[0]]

# %% [markdown]
# ## A folder of pictures
#
# One folder for each class, whatever the pictures' size and kind. We write some of the drawn ones:
#
#     pictures/
#         cat/      000.png 001.png ...
#         other/    000.png 001.png ...

# %%
images, labels, *_ = load_data()
pictures = os.path.join(folder, "pictures")
for name, number in (("other", 0), ("cat", 1)):
    os.makedirs(os.path.join(pictures, name))
    for i, image in enumerate(images[labels[0] == number][:150]):
        plt.imsave(os.path.join(pictures, name, f"{i:03}.png"), image)

album = load_image_folder(pictures, size=32)
album.X.shape, album.classes, album.image_shape

# %%
X_train, Y_train, X_test, Y_test = train_test_split(album.X, album.Y)
run = fit(X_train, Y_train, [album.X.shape[0], 20, 7, 1], learning_rate=0.02, num_iterations=1500)
predict(X_train, Y_train, run.parameters)
p = predict(X_test, Y_test, run.parameters)
# %% [markdown]
# **Try it.** 240 pictures are few for 3,072 pixels each, and it shows in the gap. What helps more: smaller pictures (`size=16`), fewer units, or more pictures
# (150 per class above; there are 335 cats)?
#
# One picture from anywhere, with the same network:

# %%
path = os.path.join(folder, "some.png")
plt.imsave(path, load_data()[2][7])
seen = predict_image(path, run.parameters, classes=album.classes, image_shape=album.image_shape)
seen.name, round(seen.probability, 3)

# %% [markdown]
# ## Ten classes
#
# Digits: here drawn with few pixels, shifted, and noisy, and kept in an HDF5 file, as large sets often are. There one axis of the array
# counts the examples, and labels are numbers.

# %%
SEGMENTS = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"]
PLACES = {"a": (0, 1), "b": (1, 2), "c": (3, 2), "d": (4, 1), "e": (3, 0), "f": (1, 0), "g": (2, 1)}
digits = np.zeros((10, 5, 3))
for k, lit in enumerate(SEGMENTS):
    for segment in lit:
        digits[k][PLACES[segment]] = 1

numbers = rng.randint(0, 10, 2000)
canvas = np.zeros((2000, 8, 8))
for i, (k, down, right) in enumerate(zip(numbers, *rng.randint(0, 2, (2, 2000)), strict=True)):
    canvas[i, down + 1 : down + 6, right + 2 : right + 5] = digits[k]
canvas = np.clip(200 * canvas + 30 * rng.randn(2000, 8, 8), 0, 255).astype(np.uint8)
with h5py.File(os.path.join(folder, "digits.h5"), "w") as file:
    file["pictures"], file["digit"] = canvas, numbers

# %%
tens = load_h5(os.path.join(folder, "digits.h5"), "pictures", "digit")
tens.X.shape, tens.Y[0, :12], output_for(tens).why

# %% [markdown]
# With more than two classes there is one output unit for each. *Softmax* makes probabilities out of them that add up to 1:
#
# $$a_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad \mathcal{L}(a, y) = -\sum_k y_k \log a_k$$
#
# and the label becomes a *one-hot* column: 1 in the row of its class, 0 elsewhere.
#
# **Predict.** What is the one-hot column of the digit 3? What is the shape of $Y$ for ten classes and 1,600 examples?

# %%
X_train, Y_train, X_test, Y_test = train_test_split(tens.X, tens.Y)
one_hot(Y_train, 10).shape, one_hot([3], 10).ravel()

# %% [markdown]
# **Predict.** A network that knows nothing says 1/10 for each. What is its cost? (It was $\ln 2$ for two classes.)

# %%
run = fit(
    X_train,
    one_hot(Y_train, 10),
    [64, 32, 10],
    output="softmax",
    optimizer="adam",
    learning_rate=0.01,
    mini_batch_size=64,
    num_iterations=1000,
)
p = predict(X_test, Y_test, run.parameters, output="softmax")
run.history.costs[0].round(3), np.log(10).round(3), run.history.costs[-1].round(3)

# %%
ax = plot_confusion(confusion_matrix(p, Y_test, 10))
# %% [markdown]
# At the output nothing changes for the way back: it is $dZ^{[L]} = A^{[L]} - Y$ again, now with ten rows.

# %%
AL, _ = L_model_forward(X_test[:, :1], run.parameters, output="softmax")
AL.round(3).ravel(), AL.sum(), Y_test[0, 0]

# %% [markdown]
# **Try it.** Make it harder: more noise (90 instead of 30 above), or fewer examples. Which digits does it mix up first, and why those?
#
# <details><summary>What we found</summary>
#
# 1 and 7, 5 and 6, 8 and 9, 0 and 8: pairs that differ in one stroke, which is one pixel here.
# </details>
#
# ## In your own words
#
# 1. What goes wrong when one standardizes before splitting? And when new data are standardized by their *own* mean?
# 2. For two classes one could take softmax with two units as well. How many parameters more would it have?
# 3. Somebody predicts prices. Which output would `output_for` choose, and why not sigmoid?
#
# <details><summary>On these questions</summary>
#
# 1. The exam has helped to make the scale, so it is no longer unknown to the network. New data scaled by their own mean lose what sets them apart: if all new animals are heavy,
#    none looks heavy any more.
# 2. One more unit in the last layer: 5 weights and a bias, 6 parameters.
# 3. Linear. The sigmoid answers between 0 and 1, and prices do not stay there.
# </details>
#
# The command line does all of this without a notebook: `dnn train --data animals.csv --label kind`. Next: [10 · Your homework](10-your-homework.ipynb).
