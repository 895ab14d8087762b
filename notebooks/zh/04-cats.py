# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 4 · 猫
#
# 学完这一节，你能用图片训练一个深层网络，如实地说出它有多好，查看它错在哪里，再拿你自己的图片考考它。
#
# 大约 10 分钟。这些图片是用程序画的（有猫，也有不是猫的：狗、熊、房子、花……），因此可以自由传播；大小和格式与 64 × 64 像素的照片一样。

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
# ## 图片
#
# 800 张用来学习（训练集），另外 300 张先收起来，留作考试（测试集）。

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
# **先猜一猜**：有人看都不看，永远回答“不是猫”（non-cat）。他在测试集上的准确率是多少？任何网络都得超过这个数。

# %%
1 - test_y.mean()

# %% [markdown]
# ## 把图片变成列
#
# 一张图片有 64 × 64 个像素，每个像素有红、绿、蓝三个值，从 0 到 255。我们把所有这些数排成一列，再除以 255。
#
# **先猜一猜**：$X$ 是什么形状？

# %%
train_x, test_x = flatten_images(train_x_orig), flatten_images(test_x_orig)
train_x.shape, train_x.min(), train_x.max()

# %% [markdown]
# ## 先试一层
#
# 总是从可能管用的最简单的办法开始：[逻辑回归](01-one-layer.ipynb)，12,288 个数，每个数一个权重。

# %%
flat, flat_costs = L_layer_model(train_x, train_y, [12288, 1], 0.0075, 2500)
predict(train_x, train_y, flat)
p_flat = predict(test_x, test_y, flat)
# %% [markdown]
# 见过的图片上准确率是 96%，没见过的只有 78%。这个差距就是**过拟合**的迹象：权重比图片还多，许多图片它可以死记硬背下来。
#
# ## 四层
#
# **先猜一猜**：在输出层之前加三个隐藏层，分别有 20、7、5 个单元。测试集上的准确率会更高吗？高多少？把你的猜测写下来。

# %%
deep, deep_costs = L_layer_model(train_x, train_y, [12288, 20, 7, 5, 1], 0.0075, 2500)
predict(train_x, train_y, deep)
p = predict(test_x, test_y, deep)

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True, layout="constrained")
plot_costs(flat_costs, ax=left)
ax = plot_costs(deep_costs, ax=right)
# %% [markdown]
# 左边是一层，右边是四层。这个学习率对单层网络来说偏大：它的代价先升后降。深层网络的代价降得更低；更要紧的是，它在从没见过的图片上表现更好。
#
# ## 深度为什么在这里有用？
#
# 下面画的是训练给第 1 层**添上了什么**：$W^{[1]}$ 各行的变化量，画成图片。亮处表示该单元变得喜欢这里亮，暗处表示变得喜欢这里暗。只画变化最大的八个单元。

# %%
change = deep["W1"] - initialize_parameters_deep([12288, 20, 7, 5, 1])["W1"]
most = np.argsort(-np.linalg.norm(change, axis=1))[:8]
figure = plot_weights(change[most])
# %% [markdown]
# 看得出带耳朵的脸，有亮的，也有暗的。在这些图片里，猫可能是浅色的在深色背景上，也可能是深色的在浅色背景上；单独一个单元若喜欢浅色的脸，就必然讨厌深色的脸。用两个单元各管一种，再加一层说“两者有其一就行”，就能两种都喜欢。这就需要隐藏层。
#
# **动手试试**：改一改网络结构：单元多一些或少一些，一个隐藏层或四个隐藏层。哪种改动在测试集上得失最大？（这个单元格要运行几秒钟。）

# %%
other, _ = L_layer_model(train_x, train_y, [12288, 10, 1], 0.0075, 1000)
p_other = predict(test_x, test_y, other)
# %% [markdown]
# ## 它错在哪里？
#
# 准确率只是一个数，看不出错的是哪些。下面的混淆矩阵中，行是图片的真实类别，列是网络判定的类别。

# %%
ax = plot_confusion(confusion_matrix(p, test_y), classes)
# %%
print(per_class_report(p, test_y, classes))

# %% [markdown]
# 猫的**精确率**：网络说是猫的图片里，真是猫的占多少。猫的**召回率**：真正是猫的图片里，网络找出了多少。
#
# **先猜一猜**：它会把哪些东西当成猫？想一想“不是猫”的图片里都有什么。

# %%
figure = plot_mislabeled(test_x, test_y, p, classes=classes, most=12)
# %% [markdown]
# 常常是带耳朵的脑袋：把狗或熊看成猫，情有可原。把球看成猫就说不过去了；网络并不知道猫**是什么**，只知道到目前为止，哪些像素总和这个词一起出现。
#
# ## 你自己的图片
#
# 你手头的任何图片都行：画、照片、屏幕截图。把 `path` 换成图片的路径。它会被缩放成 64 × 64，和网络见过的一样大。（这里先把测试集里的一只猫存成文件，好有图可用。）

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
# **先猜一猜**：还是这只猫：原样、左右翻转、上下颠倒、明暗互换、向右移动十二个像素。在你看来，每次都是猫。在网络看来呢？

# %%
cat = test_x_orig[7]
variants = np.array([cat, cat[:, ::-1], cat[::-1], 255 - cat, np.roll(cat, 12, axis=1)])
L_model_forward(flatten_images(variants), deep)[0].round(2)

# %% [markdown]
# 它只在猫出现过的位置认得猫，而且要头朝上。如果输入是按**位置**排列的像素，网络就得在每个位置上重新学一遍；解决这个问题的办法（卷积）是另一门课的内容。
#
# **动手试试**：给它一张真猫的照片。它只见过画出来的猫。它的回答会怎样？它又有多大把握？
#
# ## 用自己的话说说
#
# 1. 训练集里的图片它几乎全都判断正确。为什么向别人报告时不该用这个数？
# 2. 你在上面试了几种网络结构，留下了在测试集上最好的一种。这时它在测试集上的准确率还诚实吗？
# 3. 我们为什么要除以 255？（[第 7 节](07-when-training-fails.ipynb)演示了不除会怎样。）
#
# <details><summary>关于第二个问题</summary>
#
# 不完全诚实了。根据测试集来挑选，多少也是在从测试集里学习。所以通常另留一份数据专门用来挑选（验证集），测试集只打开一次。
# </details>
#
# 下一节：[5 · 梯度](05-gradients.ipynb)，怎样确认梯度算对了。
