# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 1 · 单层网络
#
# 学完这一节，你能搭建、训练并评价最小的神经网络——逻辑回归，并说得出其中每个数各起什么作用。再大的网络，也都是由它一个个拼起来的。
#
# 大约 10 分钟。凡标有**动手试试**的单元格，都请放心改动。只有课程本身打印的几行（如 `Accuracy`）是英文；术语的中英对照见 `dnn.GLOSSARY`。

# %%
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    animate_training,
    compute_cost,
    plot_costs,
    plot_decision_boundary,
    plot_network,
    predict,
    sigmoid,
    train,
    update_parameters,
)

# %% [markdown]
# ## 两团点
#
# 这里有 200 个样本，每个样本有两个特征 $x_1$ 和 $x_2$；标签是 0 的和标签是 1 的各占一半。$X$ 的**每一列**是一个样本，所以 $X$ 的形状是 $(2, 200)$，标签 $Y$ 的形状是 $(1, 200)$。

# %%
rng = np.random.RandomState(3)
Y = rng.permutation(200).reshape(1, 200) % 2
X = rng.randn(2, 200) + np.array([[1.5], [0.8]]) * (2 * Y - 1)
X.shape, Y.shape, Y[:, :8]

# %% [markdown]
# ## 一个单元
#
# 一个单元（也叫神经元）做三件事：给每个特征乘上权重并求和，加上偏置，再把结果压缩成一个概率：
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# $a$ 读作“标签为 1 的概率”。

# %%
ax = plot_network([2, 1])
# %% [markdown]
# **先猜一猜**：$\sigma(0)$ 等于多少？$\sigma(4)$ 大约是多少？知道了 $\sigma(4)$，不用再算，怎样得出 $\sigma(-4)$？

# %%
sigmoid(np.array([0.0, 4.0, -4.0]))[0]

# %%
z = np.linspace(-6, 6, 100)
plt.figure(figsize=(4, 2.2))
plt.plot(z, sigmoid(z)[0])
plt.xlabel("$z$")
plt.ylabel(r"$\sigma(z)$")
plt.grid(alpha=0.3)

# %% [markdown]
# ## 一次算完所有样本
#
# 处理全部 200 个样本时，把权重排成一行，记作 $W^{[1]}$，形状是 $(1, 2)$，上面的两步就写成
#
# $$Z^{[1]} = W^{[1]} X + b^{[1]} \quad (1) \qquad\qquad A^{[1]} = \sigma(Z^{[1]}) \quad (2)$$
#
# 在本库中，逻辑回归就是 $L = 1$ 层的神经网络（输入层不计入层数）。它没有任何特殊之处：每个函数对待它，都和对待更深的网络一样。
#
# **先猜一猜**：我们让所有权重和偏置都从零开始。这时网络对每个样本会给出什么预测？

# %%
parameters = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}
AL, caches = L_model_forward(X, parameters)
AL.shape, AL[:, :4]

# %% [markdown]
# ## 错得有多离谱？
#
# 好的预测，应当给真实发生的结果以高概率。把网络给真实标签的概率取对数，再取负号，就是这个样本的**损失**（这种损失叫作交叉熵）；所有样本的损失取平均，就是**代价**：
#
# $$\mathcal{L}(a, y) = -\big(y \log a + (1 - y)\log(1 - a)\big), \qquad J = \frac1m\sum_{i=1}^m \mathcal{L}(a^{(i)}, y^{(i)})$$
#
# **先猜一猜**：真实标签是 1。预测 0.5、0.9、0.1、0.001，损失分别是多少？哪一个的损失最大？

# %%
-np.log([0.5, 0.9, 0.1, 0.001])

# %%
compute_cost(AL, Y)

# %% [markdown]
# $\ln 2 = 0.693$，这就是“一无所知”的代价。
#
# ## 往哪边是下坡？
#
# 损失对 $z$ 的导数简单得不能再简单：$dz = a - y$，也就是“预测值减真实值”。由它便得到
#
# $$dW^{[1]} = \tfrac1m\, dZ^{[1]} X^T \quad (7) \qquad\qquad db^{[1]} = \tfrac1m \sum_i dZ^{[1](i)} \quad (8)$$
#
# 用一句话说：每个样本都沿着自己的方向拉动权重，网络在它身上错得越多，它拉得就越用力。
#
# **先猜一猜**：标签为 1 的样本偏在右上方。$w_1$ 应该变大还是变小？那么 `dW1[0, 0]` 是正还是负？

# %%
dZ = AL - Y
dW, db = dZ @ X.T / 200, dZ.sum(axis=1, keepdims=True) / 200
grads = L_model_backward(AL, Y, caches)
dW, np.allclose(dW, grads["dW1"]), np.allclose(db, grads["db1"])

# %% [markdown]
# 下坡的方向与梯度相反：$W := W - \alpha\, dW$。这样一步一步走下去，就叫梯度下降。取学习率 $\alpha = 0.5$，先走一步：

# %%
parameters = update_parameters(parameters, grads, 0.5)
compute_cost(L_model_forward(X, parameters)[0], Y)

# %% [markdown]
# **动手试试**：接着往下走。反复运行下面这个单元格，看代价怎样变化；然后把学习率改成 50 再试。

# %%
AL, caches = L_model_forward(X, parameters)
parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), 0.5)
compute_cost(L_model_forward(X, parameters)[0], Y)

# %% [markdown]
# ## 走一千步
#
# `L_layer_model` 做的就是重复上面这一步。它返回参数，以及第 0、100、200……次迭代时的代价。

# %%
parameters, costs = L_layer_model(X, Y, [2, 1], learning_rate=0.1, num_iterations=1000)
plot_costs(costs, 0.1)
p = predict(X, Y, parameters)
# %% [markdown]
# ## 它学到了什么
#
# 当 $a > 0.5$ 时，网络预测为 1，而这等价于 $z > 0$。所以决策边界就是 $w_1 x_1 + w_2 x_2 + b = 0$。
#
# **先猜一猜**：这是一条什么样的线？

# %%
ax = plot_decision_boundary(lambda points: L_model_forward(points, parameters)[0], X, Y)
# %% [markdown]
# 一条直线。有些点落在了错误的一侧，而且没有哪条直线能把所有点都分对。下面的动画演示决策边界怎样从一个随意选定的起点，一步步转到它该在的位置：

# %%
start = {"W1": np.array([[-0.5, 0.5]]), "b1": np.array([[0.5]])}
steps = {s.iteration: s.parameters for s in train(X, Y, start, 0.1, 61) if s.iteration % 6 == 0}
animate_training(steps, X, Y)

# %% [markdown]
# ## 它学不会什么
#
# 现在换一组数据：外面一个圆环，里面一个圆盘。
#
# **先猜一猜**：只用一个单元，准确率能到多少？

# %%
angle, radius = rng.uniform(0, 2 * np.pi, 200), 1 + 1.5 * Y[0] + 0.3 * rng.randn(200)
ring = np.array([np.cos(angle), np.sin(angle)]) * radius
flat, _ = L_layer_model(ring, Y, [2, 1], learning_rate=0.1, num_iterations=1000)
predict(ring, Y, flat)
ax = plot_decision_boundary(lambda points: L_model_forward(points, flat)[0], ring, Y)
# %% [markdown]
# 没有直线能把它们分开。不过，如果在这个单元**之前**再加一层，用几个单元先把平面“折”一下，那么在折过之后的平面上，一条直线就够了：

# %%
bent, _ = L_layer_model(ring, Y, [2, 6, 1], learning_rate=0.3, num_iterations=2000)
predict(ring, Y, bent)
ax = plot_decision_boundary(lambda points: L_model_forward(points, bent)[0], ring, Y)
# %% [markdown]
# **动手试试**：最少要几个隐藏单元？试试 `[2, 2, 1]` 和 `[2, 3, 1]`，并留意决策边界上的拐角：每个隐藏单元添一道折痕。

# %%
few, _ = L_layer_model(ring, Y, [2, 3, 1], learning_rate=0.3, num_iterations=2000)
p = predict(ring, Y, few)

# %% [markdown]
# ## 用自己的话说说
#
# 1. 真实标签是 1 而预测为 0.001 时，损失为什么这么大？你希望它小一些吗？
# 2. $W$ 和 $b$ 各自怎样影响决策边界？（给 `parameters["b1"]` 加上 2，重新画一次。）
# 3. 为什么单独一个单元训练再久也学不会圆环？
#
# 下一节：[2 · 逐步推演](02-step-by-step.ipynb)，看看有两层时网络内部发生了什么。
