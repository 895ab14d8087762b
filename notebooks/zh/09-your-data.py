# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 9 · 你的数据
#
# 学完这一节，你能用自己的表格、自己的图片或自己的数组训练网络：读进来，看看有什么毛病，划分，缩放，选择输出层，并报告结果如何。
#
# 大约 12 分钟。我们先做几个小文件，好让你看看这样的文件是什么样子。

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
# ## 一张表格
#
# 每行一个样本，有一列是标签。300 只动物，两种，量了体重、身高和胡须的长度：

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
# **先猜一猜**：在文件里，一个样本是一**行**。$X$ 和 $Y$ 会是什么形状？哪个类别的编号是 0？

# %%
animals = load_csv(path, label="kind")
animals.X.shape, animals.Y.shape, animals.classes, animals.features

# %% [markdown]
# 读入的时候，行变成了列，类别按字母排了序。一列全是数，中间有一个不是，它会指出是哪一列哪一行，而不去猜；空着的格子，如果不许用中位数来填，也是这样：

# %%
with open(os.path.join(folder, "broken.csv"), "w") as file:
    file.write("weight,height,kind\n4.1,25,cat\n,24,cat\n19,4O,dog\n")
try:
    load_csv(os.path.join(folder, "broken.csv"), missing="error")
except ValueError as error:
    print(str(error).replace(folder + os.sep, ""))

# %% [markdown]
# （里面混进了一个字母 O。这种事难免。）
#
# ## 先划分，再缩放
#
# 先把一部分样本留作考试。然后把每个特征变成平均值 0、标准差 1，免得哪个特征只因为单位的关系就嗓门大：这里体重是 10 左右的数，胡须是 0.06 左右的数。
#
# **先猜一猜**：为什么要**先**划分，**再**缩放？平均值和标准差是从哪些样本算出来的？

# %%
X_train, Y_train, X_test, Y_test = train_test_split(animals.X, animals.Y, fraction=0.25)
X_train, transform = standardize(X_train)
X_test = transform(X_test)
transform.mean.ravel().round(2), X_train.mean(axis=1).round(9), X_test.mean(axis=1).round(2)

# %% [markdown]
# 只从训练的样本算：考题不能漏进任何东西里。所以考题的平均值只是**接近**零。
#
# ## 用哪种输出？

# %%
output_for(animals)

# %% [markdown]
# ## 训练，并报告结果
#
# `fit` 就是有记性的 `L_layer_model`：它还记下验证集上的代价，而从不用验证集来训练。

# %%
run = fit(
    X_train, Y_train, [3, 5, 1], validation=(X_test, Y_test), learning_rate=0.3, num_iterations=1000
)
plot_costs(run.history.costs, 0.3, validation_costs=run.history.validation_costs)
p = predict(X_test, Y_test, run.parameters)
print(per_class_report(p, Y_test, animals.classes))

# %% [markdown]
# **动手试试**：不用 `standardize`，拿文件里原来的数再训练一次。代价会怎么样？
#
# <details><summary>答案</summary>
#
# 跳了一下以后，它停在 0.693，也就是 $\ln 2$：网络对每只动物都说同样的话。对身高和体重的权重来说，第一步就太大了。
# </details>

# %%
raw_train, _, raw_test, _ = train_test_split(animals.X, animals.Y, fraction=0.25)
raw = fit(raw_train, Y_train, [3, 5, 1], learning_rate=0.3, num_iterations=1000)
print(*np.round(raw.history.costs, 3))
p = predict(raw_test, Y_test, raw.parameters)
# %% [markdown]
# ## 新的行
#
# 后来有人送来了新的动物，列的顺序不一样，还多了一列。列是按名字找的，用的是**同一个**变换：

# %%
with open(os.path.join(folder, "new.csv"), "w") as file:
    file.write("height_cm,name,weight_kg,whisker_m\n24,Mia,3.9,0.08\n61,Rex,30,0.05\n")
X_new = transform(load_csv_features(os.path.join(folder, "new.csv"), animals.features))
[animals.classes[int(k)] for k in predict(X_new, None, run.parameters)[0]]

# %% [markdown]
# ## 一个图片文件夹
#
# 每个类别一个文件夹，图片的大小和格式都不限。我们把画的图片写几张进去：
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
# **动手试试**：每张图片 3,072 个像素，240 张图片就太少了，从差距就看得出来。哪种办法更有用：图片再小些（`size=16`），单元少些，还是图片多些（上面每类 150 张；猫一共有 335 张）？
#
# 同一个网络，随便从哪里来的一张图片：

# %%
path = os.path.join(folder, "some.png")
plt.imsave(path, load_data()[2][7])
seen = predict_image(path, run.parameters, classes=album.classes, image_shape=album.image_shape)
seen.name, round(seen.probability, 3)

# %% [markdown]
# ## 十个类别
#
# 数字：用很少的像素画出来，挪一挪位置，加上噪声，存在一个 HDF5 文件里，大的数据集常常这样存。文件里数组的一个轴数的是样本，标签是数。

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
# 类别多于两个的时候，每个类别有一个输出单元。Softmax 把它们变成加起来等于 1 的概率：
#
# $$a_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad \mathcal{L}(a, y) = -\sum_k y_k \log a_k$$
#
# 标签变成**独热编码**的一列：所属类别的那一行是 1，其余是 0。
#
# **先猜一猜**：数字 3 的独热编码是什么？十个类别、1,600 个样本时，$Y$ 是什么形状？

# %%
X_train, Y_train, X_test, Y_test = train_test_split(tens.X, tens.Y)
one_hot(Y_train, 10).shape, one_hot([3], 10).ravel()

# %% [markdown]
# **先猜一猜**：什么也不知道的网络，对每个类别都说 1/10。它的代价是多少？（两个类别时是 $\ln 2$。）

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
# 往回走的时候，输出层没有任何变化：还是 $dZ^{[L]} = A^{[L]} - Y$，只不过现在有十行。

# %%
AL, _ = L_model_forward(X_test[:, :1], run.parameters, output="softmax")
AL.round(3).ravel(), AL.sum(), Y_test[0, 0]

# %% [markdown]
# **动手试试**：让它难一些：噪声大一些（把上面的 30 换成 90），或者样本少一些。哪些数字最先混淆？为什么是它们？
#
# <details><summary>我们的结果</summary>
#
# 1 和 7，5 和 6，8 和 9，0 和 8：只差一笔的那些，而这里一笔就是一个像素。
# </details>
#
# ## 用自己的话说说
#
# 1. 划分之前就标准化，会出什么错？用新数据**自己的**平均值来标准化呢？
# 2. 两个类别也可以用有两个单元的 softmax。参数会多几个？
# 3. 有人要预测价格。`output_for` 会选哪种输出？为什么不是 sigmoid？
#
# <details><summary>关于这些问题</summary>
#
# 1. 考题参与了定标准，对网络就不再是陌生的了。新数据如果按自己的平均值缩放，就失去了它们与众不同的地方：如果新来的动物都很重，就没有一只看起来重了。
# 2. 最后一层多一个单元：5 个权重和一个偏置，一共 6 个参数。
# 3. 线性的。Sigmoid 的回答在 0 和 1 之间，价格可不会待在那里。
# </details>
#
# 不用笔记本，命令行也能做这一切：`dnn train --data animals.csv --label kind`。下一节：[10 · 你的作业](10-your-homework.ipynb)。
