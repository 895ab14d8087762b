# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 4 · Cats
#
# After this notebook you can train a deep network on pictures, say honestly how good it is, look at what it gets wrong, and show it
# a picture of your own.
#
# About 10 minutes. The pictures are drawn by a program (cats, and dogs, bears, houses, flowers ... that are none), so that they may
# be passed on freely; in size and format they are like photographs of 64 × 64 pixels.

# %%
import os
import tempfile

import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_layer_model,
    L_model_forward,
    confusion_matrix,
    flatten_images,
    initialize_parameters_deep,
    load_data,
    per_class_report,
    plot_confusion,
    plot_costs,
    plot_mislabeled,
    plot_weights,
    predict,
    predict_image,
)

# %% [markdown]
# ## The pictures
#
# 800 to learn from, and 300 that are kept apart for the exam.

# %%
train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
train_x_orig.shape, train_y.shape, test_x_orig.shape, test_y.shape

# %%
figure, axes = plt.subplots(2, 8, figsize=(8, 2.4))
for i, ax in enumerate(axes.flat):
    ax.imshow(train_x_orig[i])
    ax.set_title(classes[train_y[0, i]].decode(), fontsize="small")
    ax.axis("off")

# %% [markdown]
# **Predict.** Somebody always answers "non-cat" and never looks. What is their accuracy on the exam? Any network has to beat this.

# %%
1 - test_y.mean()

# %% [markdown]
# ## Pictures become columns
#
# A picture is 64 × 64 pixels with red, green and blue from 0 to 255. We lay all its numbers into one column and divide by 255.
#
# **Predict.** What is the shape of $X$?

# %%
train_x, test_x = flatten_images(train_x_orig), flatten_images(test_x_orig)
train_x.shape, train_x.min(), train_x.max()

# %% [markdown]
# ## One layer first
#
# Always begin with the simplest thing that could work: [logistic regression](01-one-layer.ipynb), one weight for each of the
# 12,288 numbers.

# %%
flat, flat_costs = L_layer_model(train_x, train_y, [12288, 1], 0.0075, 2500)
predict(train_x, train_y, flat)
p_flat = predict(test_x, test_y, flat)
# %% [markdown]
# 96 % on what it has seen and 78 % on what it has not. The gap is the sign of *overfitting*: with more weights than pictures it can learn many
# pictures by heart.
#
# ## Four layers
#
# **Predict.** Three hidden layers of 20, 7 and 5 units come before the output. Will the accuracy on the exam be better, and by how much? Write
# your guess down.

# %%
deep, deep_costs = L_layer_model(train_x, train_y, [12288, 20, 7, 5, 1], 0.0075, 2500)
predict(train_x, train_y, deep)
p = predict(test_x, test_y, deep)

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True, layout="constrained")
plot_costs(flat_costs, ax=left)
ax = plot_costs(deep_costs, ax=right)
# %% [markdown]
# Left one layer, right four. The learning rate is bold for the single layer: its cost climbs before it falls. The deep network
# falls lower, and, what counts, it is better on pictures that it has never seen.
#
# ## Why does depth help here?
#
# Here is what training has *added* to the first layer: the change of the rows of $W^{[1]}$, as pictures, light where the unit has come to want light and
# dark where dark. We show the eight units that changed most.

# %%
change = deep["W1"] - initialize_parameters_deep([12288, 20, 7, 5, 1])["W1"]
most = np.argsort(-np.linalg.norm(change, axis=1))[:8]
figure = plot_weights(change[most])
# %% [markdown]
# Faces with ears, in light and in dark. In these pictures a cat may be light on dark or dark on light, and a single unit that likes a light face must dislike
# a dark one. Two units, one for each, and a layer above that says *either of the two*, can like both. That takes a hidden layer.
#
# **Try it.** Change the layers: fewer or more units, one hidden layer or four. Which change costs or gains the most on the exam? (The cell takes
# some seconds.)

# %%
other, _ = L_layer_model(train_x, train_y, [12288, 10, 1], 0.0075, 1000)
p_other = predict(test_x, test_y, other)
# %% [markdown]
# ## What does it get wrong?
#
# The accuracy is one number, and hides which mistakes are made. A row is what a picture is, a column what the network took it for.

# %%
ax = plot_confusion(confusion_matrix(p, test_y), classes)
# %%
print(per_class_report(p, test_y, classes))

# %% [markdown]
# *Precision* of cat: of those it called cats, how many are. *Recall* of cat: of those that are cats, how many it found.
#
# **Predict.** Which subjects will it mistake for cats? Remember what is among the non-cats.

# %%
figure = plot_mislabeled(test_x, test_y, p, classes=classes, most=12)
# %% [markdown]
# Heads with ears, often: a dog or a bear is a fair mistake. A ball is not; the network has no idea what a cat *is*, only which pixels
# went with the word so far.
#
# ## Your own picture
#
# Any picture that you have: drawing, photograph, screenshot. Put its path in the place of `path`. It is scaled to 64 × 64, as
# the network knows them. (Here we save one of the exam's cats, to have a file.)

# %%
path = os.path.join(tempfile.mkdtemp(), "cat.png")
plt.imsave(path, test_x_orig[7])
seen = predict_image(path, deep, classes=classes)
seen.name, round(seen.probability, 3)

# %%
plt.figure(figsize=(2, 2))
plt.imshow(seen.pixels)
plt.axis("off")
plt.show()
# %% [markdown]
# **Predict.** The same cat: as it is, in a mirror, upside down, with light and dark swapped, moved to the right by twelve pixels. To you it is a
# cat each time. To the network?

# %%
cat = test_x_orig[7]
variants = np.array([cat, cat[:, ::-1], cat[::-1], 255 - cat, np.roll(cat, 12, axis=1)])
L_model_forward(flatten_images(variants), deep)[0].round(2)

# %% [markdown]
# It knows cats where cats were, and the right way up. A network whose inputs are pixels by their *place* has to learn each place anew; what
# helps against that (convolution) is another course.
#
# **Try it.** Give it a photograph of a real cat. It has only ever seen drawings. What does that do to its answer, and to how sure it is?
#
# ## In your own words
#
# 1. The network is right about nearly all training pictures. Why is that not the number to tell others?
# 2. You tried several architectures above, and kept the one that was best on the exam. Is its accuracy on the exam still an honest number?
# 3. Why did we divide by 255? ([Notebook 7](07-when-training-fails.ipynb) shows what happens without.)
#
# <details><summary>On the second</summary>
#
# Not quite. Choosing by the exam is learning from the exam, a little. That is why one keeps a third set, for choosing, and opens the exam once.
# </details>
#
# Next: [5 · Gradients](05-gradients.ipynb), how to know that the slopes are right.
