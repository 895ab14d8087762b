# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 8 · 为什么快
#
# 学完这一节，你能解释：在 12,288 个像素上训练，怎么可以只花 209 个像素的功夫，而且**每一位数字都一样**；你也说得出这个办法什么时候行，什么时候不行。
#
# 大约 10 分钟。需要[第 2 节](02-step-by-step.ipynb)的内容，还要知道什么是标准正交基。下面的时间，是这一节最近一次运行时测出来的；你运行一次，就是你的时间。

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
# ## 课上的循环
#
# 五个箭头里的四个，和第 2 节一样。我们给 200 次迭代计时。


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
# **先猜一猜**：时间花在哪里？第 1 层的乘法是 $(20, 12288)\cdot(12288, 209)$，第 2 层的是 $(7, 20)\cdot(20, 209)$。所有乘法里，第 1 层占多少？

# %%
sizes = [W.size for name, W in start.items() if name.startswith("W")]
sizes, sizes[0] / sum(sizes)

# %% [markdown]
# 几乎是全部。那就来看看 $W^{[1]}$ 发生了什么。
#
# ## 梯度下降对 $W^{[1]}$ 做了什么
#
# $$dW^{[1]} = \tfrac1m\, dZ^{[1]} X^T \qquad (7)$$
#
# 一行一行地看：每个单元的权重的变化，是各张**图片**分别乘上一个数，再加起来。不管 $dZ^{[1]}$ 是什么，都不会得到别的东西；走了许多步以后，仍然是图片之和。所以，可以把四个单元的**变化**画成图片：

# %%
change = plain["W1"] - start["W1"]
figure = plot_weights(change[[1, 2, 6, 10]])
# %% [markdown]
# 209 张图片，在 12,288 个维度里至多张成 209 个。在其余的维度上，什么也没有动过。
#
# **先猜一猜**：我们试着把 `change` 写成图片的组合 $S X^T$。会剩下多少？

# %%
S, *_ = np.linalg.lstsq(X, change.T, rcond=None)
np.abs(change - S.T @ X.T).max() / np.abs(change).max()

# %% [markdown]
# 除了舍入误差，什么也不剩。我们付了 12,288 个维度的钱，只用了 209 个。
#
# ## 第一种形式：把房间转一下
#
# 选 209 个互相垂直的单位向量（$Q$ 的各列），让它们张成这些图片，再用它们写出每张图片：
#
# $$X = Q R, \qquad Q^T Q = I$$
#
# **先猜一猜**：$Q$ 和 $R$ 是什么形状？

# %%
Q, R = rotate(X)
Q.shape, R.shape, np.allclose(Q @ R, X), np.allclose(Q.T @ Q, np.eye(209))

# %% [markdown]
# 现在 (1) 成了 $W^{[1]} X = (W^{[1]} Q)\, R$：用 $W^{[1]}Q$ 代替 $W^{[1]}$ 的网络，看到的是 $R$ 而不是 $X$，算出的 $Z^{[1]}$ 却**一样**。它学到的也一样，因为它的梯度就是转过去的梯度：
#
# $$\tfrac1m\, dZ^{[1]} R^T = \tfrac1m\, dZ^{[1]} X^T Q = dW^{[1]} Q$$
#
# 所以：先 `enter`，走进小房间；在里面用**没有改过**的函数训练；再带着学到的东西 `leave`。$W^{[1]}$ 在房间外面的部分，原样放回去。

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
# 同一个网络，大约十六位数字都一样。这不是近似，只是换了一组基。
#
# ## 第二种形式：用图片来数
#
# 不用 $Q$ 也行。既然变化总是图片的组合，那就只留下**系数** $S$，形状是 $(20, 209)$：
#
# $$W^{[1]} = W^{[1]}_0 + S X^T$$
#
# 代入 (1)。记 $K = X^T X$，即所有图片两两的内积，只算一次：
#
# $$Z^{[1]} = W^{[1]}_0 X + S K + b^{[1]}$$
#
# **先猜一猜**：一步是 $W^{[1]} := W^{[1]} - \alpha\, \tfrac1m\, dZ^{[1]} X^T$。这时 $S$ 怎么变？（比较等号的两边。）
#
# <details><summary>答案</summary>
#
# $S := S - \alpha\, \tfrac1m\, dZ^{[1]}$。和 $X^T$ 的乘法不见了：往回走的时候，第 1 层没有什么要乘的了。
# </details>
#
# `train` 在精确而且划算的时候会自动这样做；这里我们指定要它这样做。

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
# 这只是 200 次迭代。准备工作（$Q$ 和 $R$，或 $K$）只做一次，所以迭代越多，赚得越多。
#
# **动手试试**：让快的那种跑完 2,500 次迭代，也就是课上完整的训练。普通的要多久？

# %%
begin = perf_counter()
*_, last = train(X, Y, start, 0.0075, 2500)
round(perf_counter() - begin, 2), last.cost

# %% [markdown]
# ## 数一数
#
# 第 1 层每次迭代的乘法次数：普通的是 $2\, n_1 n_0 m$（前向一次，算 $dW^{[1]}$ 一次；有人要 $dA^{[0]}$ 的话，再加一次）。用系数时是 $n_1 m^2$。
#
# **先猜一猜**：这里的比值是多少？和你测到的一样吗？乘法变得这么少以后，还有什么要花时间？

# %%
n_0, n_1, m = 12288, 20, 209
2 * n_1 * n_0 * m / (n_1 * m**2)

# %% [markdown]
# ## 什么时候不行
#
# **Adam** 把梯度的每个元素除以它自己平常的大小。图片之和，逐个元素除过以后，就不再是图片之和了。这时库会直说，而不是悄悄地差一点：

# %%
try:
    train(X, Y, start, optimizer="adam", subspace=True)
except ValueError as error:
    print(error)

# %% [markdown]
# 用数字来看：各走三步以后，变化里落在图片之外的部分占多少。

# %%
for optimizer in ("gd", "momentum", "adam"):
    *_, last = train(X, Y, start, 0.0075, 3, optimizer=optimizer, subspace=False)
    moved = last.parameters["W1"] - start["W1"]
    print(f"{optimizer:8} {np.linalg.norm(moved - moved @ Q @ Q.T) / np.linalg.norm(moved):.1e}")

# %% [markdown]
# **样本比特征还多的时候**，就没有更小的房间了：图片已经把它占满。`pays` 会权衡省下的和 $K$ 的花费。

# %%
[(m, pays(n_0=12288, n_1=20, m=m, batch=m, iterations=2500)) for m in (209, 2000, 6000, 10000)]

# %% [markdown]
# **动手试试**：对 209 张图片来说，从多少次迭代起才划算？如果是 28 × 28 的灰度图片，多少张以内划算？

# %%
pays(n_0=28 * 28, n_1=20, m=1500, batch=1500, iterations=2500)

# %% [markdown]
# ## 用自己的话说说
#
# 1. 对大权重加了惩罚（$\lambda$），每一步还会缩小 $W^{[1]}$：$W^{[1]} := (1 - \alpha\lambda/m) W^{[1]} - \dots$ 这个办法还行吗？房间外面的部分会怎么样？
# 2. 为什么只有第 1 层能这样？
# 3. 有人用 209 张各有一百万个像素的图片来训练。现在要花多少功夫？
#
# <details><summary>关于这些问题</summary>
#
# 1. 行。房间里面的部分仍然是图片的组合，按同样的倍数缩小；外面的部分只是缩小：$t$ 步以后是原来的 $(1 - \alpha\lambda/m)^t$。
# 2. 其他各层的输入每一步都在变，没有固定的房间；而且它们本来就小。
# 3. 每次迭代和这里一样，因为 $K$ 还是 (209, 209)。只有 $K = X^T X$ 和 $W^{[1]}_0 X$ 各算一次，花费和像素数成正比。
# </details>
#
# 下一节：[9 · 你的数据](09-your-data.ipynb)。
