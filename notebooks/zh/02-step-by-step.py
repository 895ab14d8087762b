# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 2 · 逐步推演
#
# 学完这一节，你能跟着网络走完学习的一整步：从 $X$ 前向传播到预测，从误差反向传播到梯度，再沿下坡方向走一步。每一种运算你都会亲手算一遍，也会明白：为什么一次矩阵乘法就能代替对样本的循环。
#
# 大约 12 分钟。需要会矩阵乘法，知道导数是什么。凡标有**动手试试**的单元格都请放心改动：运行，改一个数，再运行。

# %%
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    linear_activation_forward,
    plot_costs,
    plot_network,
    predict,
    trace,
    train,
    update_parameters,
)

# %% [markdown]
# ## 问题：二者居其一，但不可兼得
#
# 四个样本，每个样本有两个特征。当两个特征中恰好有一个是 1 时，标签为 1（这就是“异或”）。**每一列是一个样本**：$X$ 的形状是 $(n_0, m) = (2, 4)$，$Y$ 的形状是 $(1, 4)$。

# %%
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0, 1, 1, 0]])

# %% [markdown]
# 没有哪条直线能把这两类分开（画出正方形的四个角试试看），所以只用一层做不到。我们用两层：一个有三个单元的隐藏层，一个只有一个单元的输出层。
#
# ## 五个箭头
#
# 下面的一切，都是这五个箭头之一：
#
# | | 输入 | 函数 | 输出 |
# | --- | --- | --- | --- |
# | 1 | 各层的单元数 | `initialize_parameters_deep` | `parameters` |
# | 2 | $X$、参数 | `L_model_forward` | $A^{[L]}$、缓存 |
# | 3 | $A^{[L]}$、$Y$ | `compute_cost` | 代价 $J$ |
# | 4 | $A^{[L]}$、$Y$、缓存 | `L_model_backward` | `grads` |
# | 5 | 参数、梯度、$\alpha$ | `update_parameters` | `parameters` |
#
# ## 箭头 1：从哪里出发
#
# 第 $l$ 层有一个矩阵 $W^{[l]}$，每个单元占一行，每个输入占一列；还有一个列向量 $b^{[l]}$，每个单元占一个数。
#
# **先猜一猜**：各层的单元数是 2、3、1。$W^{[1]}$、$b^{[1]}$、$W^{[2]}$、$b^{[2]}$ 的形状各是什么？先写下来，再运行。

# %%
parameters = initialize_parameters_deep([2, 3, 1], seed=7)
{name: p.shape for name, p in parameters.items()}

# %% [markdown]
# 权重是小的随机数，偏置是零。图中蓝色箭头是正的权重，橙色虚线箭头是负的权重；线越粗，绝对值越大。

# %%
ax = plot_network([2, 3, 1], parameters)
# %% [markdown]
# ## 箭头 2：前向传播
#
# 每一层做两件事：先把输入加权求和，再通过激活函数把结果“弯”一下：
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]} \qquad (1)$$
# $$A^{[l]} = g^{[l]}(Z^{[l]}) \qquad (2)$$
#
# $A^{[0]}$ 是 $X$ 的另一个名字。下面动手算第 1 层；它的激活函数 $g$ 是 ReLU：正数保持不变，其余都变成零。

# %%
W1, b1, W2, b2 = parameters.values()
Z1 = W1 @ X + b1
A1 = np.maximum(0, Z1)
Z1.round(3), A1.round(3)

# %% [markdown]
# 看第一列：第一个样本是 $(0, 0)$，所以不管权重是多少，它的 $z$ 都等于 $b = 0$。列向量 $b^{[1]}$ 一次就加到了 $W^{[1]}X$ 的全部四列上，numpy 把这叫作**广播**。
#
# 本库做的是同样的两个式子，并且把用到的数组存进**缓存**，因为反向传播时还要用：

# %%
A1_too, cache = linear_activation_forward(X, W1, b1, "relu")
np.array_equal(A1, A1_too)

# %% [markdown]
# **先猜一猜**：缓存的结构是 `((A_prev, W, b), Z)`。对第 1 层来说，其中的 `A_prev` 是你见过的哪个数组？

# %%
(A_prev, W, b), Z = cache
A_prev is X, np.array_equal(Z, Z1)

# %% [markdown]
# 第 2 层是输出层。它的激活函数是 sigmoid，即 $\sigma(z) = 1/(1 + e^{-z})$，能把任何数变成 0 到 1 之间的数：我们把它读作标签为 1 的概率。

# %%
A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
AL, caches = L_model_forward(X, parameters)
A2.round(3), np.allclose(A2, AL), len(caches)

# %% [markdown]
# ## 箭头 3：错得有多离谱？
#
# 对单个样本，把网络给真实标签的概率取 $-\log$，就是它的损失：
#
# $$\mathcal{L}(a, y) = -\big(y \log a + (1 - y) \log(1 - a)\big)$$
#
# 代价 $J$ 是 $m$ 个样本的损失的平均值。
#
# **先猜一猜**：一个什么都不懂的网络，每次都回答 0.5。它的代价是多少？（$\log$ 指自然对数。）

# %%
losses = -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
losses.round(3), losses.mean(), compute_cost(AL, Y), np.log(2)

# %% [markdown]
# 我们的代价接近 $\ln 2 = 0.693$：它还什么都不懂。
#
# ## 箭头 4：反向传播
#
# 要让代价下降，每个权重该往哪边移动？答案在导数 $\partial J/\partial W$ 里，我们把它记作 $dW$。链式法则从后往前求出它。在输出层，起点很简单，
#
# $$dZ^{[L]} = A^{[L]} - Y,$$
#
# 也就是“预测值减真实值”。然后在每一层：
#
# $$dW^{[l]} = \tfrac1m\, dZ^{[l]} A^{[l-1]T} \qquad (7)$$
# $$db^{[l]} = \tfrac1m \sum_{i=1}^{m} dZ^{[l](i)} \qquad (8)$$
# $$dA^{[l-1]} = W^{[l]T} dZ^{[l]} \qquad (9)$$
#
# 再穿过激活函数，传到前一层：$dZ^{[l]} = dA^{[l]} * g^{[l]\prime}(Z^{[l]})$ (6)，其中 $*$ 是逐元素相乘。对 ReLU 来说，$Z$ 为正处 $g'$ 等于 1，其余处等于 0：没有激活的单元不承担责任。
#
# **先猜一猜**：$dW^{[2]}$ 是什么形状？$dA^{[1]}$ 呢？先写下来，再运行。

# %%
m = X.shape[1]
dZ2 = AL - Y
dW2 = dZ2 @ A1.T / m
db2 = dZ2.sum(axis=1, keepdims=True) / m
dA1 = W2.T @ dZ2
dW2.shape, dA1.shape

# %% [markdown]
# 对谁求导，导数就和谁同形状。再往前一层：

# %%
dZ1 = dA1 * (Z1 > 0)
dW1 = dZ1 @ X.T / m
db1 = dZ1.sum(axis=1, keepdims=True) / m

grads = L_model_backward(AL, Y, caches)
sorted(grads), np.allclose(dW1, grads["dW1"]), np.allclose(dW2, grads["dW2"])

# %% [markdown]
# ## 箭头 5：下坡走一步
#
# $$W^{[l]} := W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha\, db^{[l]}$$
#
# $\alpha$ 是学习率。旧的参数保持原样，函数返回的是新的参数。

# %%
stepped = update_parameters(parameters, grads, learning_rate=0.3)
before, after = (compute_cost(L_model_forward(X, p)[0], Y) for p in (parameters, stepped))
before, after

# %% [markdown]
# **动手试试**：步子迈多大，代价反而会**上升**？试试 1、3、10、30。

# %%
stepped = update_parameters(parameters, grads, learning_rate=1)
compute_cost(L_model_forward(X, stepped)[0], Y)

# %% [markdown]
# ## 学习，无非是重复
#
# 把五个箭头中的后四个重复一千次：

# %%
learnt, costs = parameters, []
for _ in range(1000):
    AL, caches = L_model_forward(X, learnt)
    costs.append(compute_cost(AL, Y))
    grads = L_model_backward(AL, Y, caches)
    learnt = update_parameters(learnt, grads, 0.3)

plot_costs(costs, 0.3, every=1)
predict(X, Y, learnt)

# %% [markdown]
# 四个样本全都对了。这个循环本库里就有，它是一个迭代器，每走一步就交出这一步的结果，你随时可以查看：

# %%
for step in train(X, Y, parameters, 0.3, 1000):
    if step.iteration % 250 == 0:
        print(step.iteration, step.cost.round(4))

# %% [markdown]
# **动手试试**：起点不同，命运不同。用 `seed=7`，网络能学会全部四个样本；用 `seed=1`，代价会停在 0.477 附近，迭代再多也没有用。看看它的预测：它放弃了哪些样本？

# %%
*_, last = train(X, Y, initialize_parameters_deep([2, 3, 1], seed=1), 0.3, 1000)
last.cost.round(4), L_model_forward(X, last.parameters)[0].round(3)

# %% [markdown]
# <details><summary>发生了什么？</summary>
#
# 四个样本中有三个得到同样的答案 1/3，恰好是这三个样本中标签为 1 的比例：它们被映到了同一个地方，因为能区分它们的单元对它们全都没有激活。单元没有激活时，ReLU 不让梯度通过，于是再没有什么能重新激活它。隐藏单元多几个，这样的坏起点就少见得多：试试 <code>[2, 8, 1]</code>。
# </details>
#
# ## 一张表看完整个过程
#
# `trace` 走的是同一遍前向传播和反向传播，并把每一步列出来：式子的编号、代入形状后的式子，以及开头的几个数。请从上往下读，与你手算的结果对照。

# %%
trace(X, parameters, Y)

# %% [markdown]
# 可以只取其中一部分：`trace(...)["dW1"]`、`.layer(2)`、`.equation(7)`、`.backward`。
#
# **动手试试**：只显示第 1 层的各步，或者只显示用到式 (9) 的各步。

# %%
trace(X, parameters, Y).kind("dW")

# %% [markdown]
# ## 一次只看一个样本
#
# 在纸上推导，通常从单个样本开始。这时没有什么要取平均，反向传播写成
#
# | 本库 | 课上 | 单个样本 |
# | --- | --- | --- |
# | (3) | (1) | $dz = da * g'(z)$ |
# | (4) | (2) | $dW = dz\, a_{prev}^T$ |
# | (5) | (3) | $db = dz$ |
# | (9) | (4) | $da_{prev} = W^T dz$ |
# | | (5) | $dz^{[l]} = W^{[l+1]T} dz^{[l+1]} * g'(z^{[l]})$：把 (4) 代入 (1) |
#
# 课上从反向传播开始编号，本库从前向传播开始；对 $m$ 个样本的 (6) 至 (9)，两者一致。`trace` 的表里两种编号都有，还写着 (5) 与它所代表的那两步相差多少。
#
# **先猜一猜**：对单个样本，$dz^{[1]}$ 的形状是 $(3, 1)$，$a^{[0]}$ 的形状是 $(2, 1)$。$dz^{[1]} a^{[0]T}$ 是什么形状？四个样本各有一个这样的矩阵，它们与 $dW^{[1]}$ 有什么关系？

# %%
one = trace(X, parameters, Y, single=True, example=1)
one.backward

# %% [markdown]
# 每个样本想要的改动各不相同。它们的平均值，恰好就是式 (7) 和式 (8) 一次算出的结果；表中给出了两者相差多少（只有第十六位有效数字上的舍入误差，或者分毫不差）。这些公式从哪里来，见[第 12 节](12-where-the-formulas-come-from.ipynb)。

# %%
one.direction("mean")

# %% [markdown]
# 再用循环逐个样本手算一遍。把一个个“列乘行”加起来，**就是**矩阵乘法：

# %%
by_loop = sum(dZ1[:, [i]] @ X[:, [i]].T for i in range(m)) / m
np.allclose(by_loop, dW1)

# %% [markdown]
# 这就是**向量化**的含义：求的是同一个和，只是不用 Python 循环。
#
# **动手试试**：给 $X$ 和 $Y$ 加上第五个样本（例如 $(0.5, 0.5)$，标签为 0），从头重新运行本节，找出 `trace` 的表里哪些数与 $m$ 有关。
#
# ## 用自己的话说说
#
# 1. `L_model_backward` 为什么需要缓存？
# 2. 单元被 ReLU 关掉以后，它的梯度为什么是零？
# 3. 五个箭头中，哪些用到了标签？
#
# 下一节：[3 · 形状](03-shapes.ipynb)。大多数错误都出在形状上，我们来学怎样先在纸上看出它们。
