# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 3 · 形状
#
# 学完这一节，你能在写代码之前就写出任意网络中每个矩阵的形状，数出它有多少参数；看到形状不对，也能顺着它找到背后的错误。
#
# 大约 8 分钟。请准备好纸和笔：这一节的要点就是动笔。

# %%
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    explain_shapes,
    initialize_parameters_deep,
    plot_network,
    plot_shapes,
)

# %% [markdown]
# ## 三条规则
#
# 第 $l$ 层有 $n_l$ 个单元；第 0 层是输入层，有 $n_0$ 个特征；共有 $m$ 个样本。
#
# 1. $W^{[l]}$ 的形状是 $(n_l, n_{l-1})$：**每行一个单元，每列一个输入**。$b^{[l]}$ 的形状是 $(n_l, 1)$。
# 2. 在网络中流动的 $Z^{[l]}$ 和 $A^{[l]}$，形状都是 $(n_l, m)$：**每列一个样本**。$X = A^{[0]}$ 的形状是 $(n_0, m)$。
# 3. 对谁求导，导数就和谁同形状：$dW$ 与 $W$ 同形状，$dZ$ 与 $Z$ 同形状。
#
# 不必死记，它们都能从下面这个乘法推出来：
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]} \qquad (1)$$
# $$(n_l, m) = (n_l, n_{l-1}) \cdot (n_{l-1}, m) + (n_l, 1)$$
#
# 内侧的两个数必须相等，外侧的两个数就是结果的形状。（$b$ 只有一列，numpy 会把它加到 $m$ 列中的每一列上。）

# %%
ax = plot_network([4, 3, 1])
# %% [markdown]
# ## 先在纸上做
#
# **先猜一猜**：网络是 [4, 3, 1]，样本数 $m = 7$。把下表抄下来并填完：
#
# | $X$ | $W^{[1]}$ | $b^{[1]}$ | $Z^{[1]}$ | $A^{[1]}$ | $W^{[2]}$ | $b^{[2]}$ | $Z^{[2]}$ | $dW^{[1]}$ | $db^{[2]}$ | $dA^{[1]}$ |
# | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
# | (4, 7) | | | | | | | | | | |
#
# 填好了吗？来对答案。表中 *one example*（单个样本）那一栏，是向量化之前的同一个网络：用小写字母，只有一列。（想看中文的表，写成 `explain_shapes([4, 3, 1], m=7, lang="zh")` 即可。）

# %%
explain_shapes([4, 3, 1], m=7)

# %% [markdown]
# **先猜一猜**：再看第 4 节处理图片的网络：图片是 64 × 64 像素，每个像素三种颜色；后面几层依次有 20、7、5 个单元，最后是一个输出单元。$m = 209$。$n_0$ 是多少？哪个矩阵最大，而且大得多？哪些形状里有 209？

# %%
explain_shapes([64 * 64 * 3, 20, 7, 5, 1], m=209)

# %% [markdown]
# 没有一个 $W$ 或 $b$ 的形状里含有 $m$：不管有多少样本，网络的参数都是那么多。所以用 209 张图片训练出来的网络，也能判断单独一张图片。
#
# **动手试试**：它一共有多少个参数？先在纸上算：单是第 1 层就有 $20 \cdot 12288 + 20$ 个。然后改一改各层的单元数：把**隐藏层**的单元数减半能省多少？把**图片**的边长减半又能省多少？

# %%
parameters = initialize_parameters_deep([64 * 64 * 3, 20, 7, 5, 1])
sum(p.size for p in parameters.values())

# %% [markdown]
# ## 按比例画出来
#
# 上面一排是前向传播；每个矩阵的正下方是它的梯度，形状与它完全相同。

# %%
ax = plot_shapes([4, 3, 1], 7)
# %% [markdown]
# **动手试试**：画出 `plot_shapes([12288, 20, 7, 5, 1], 209)`。这时边长按对数画。为什么非这样不可？

# %%
ax = plot_shapes([6, 4, 2], 3)
# %% [markdown]
# ## 反向传播中的乘法
#
# $$dW^{[l]} = \tfrac1m\, dZ^{[l]} A^{[l-1]T} \quad (7) \qquad dA^{[l-1]} = W^{[l]T} dZ^{[l]} \quad (9)$$
#
# 转置该放在哪里？由形状决定。$dZ^{[l]}$ 是 $(n_l, m)$，$A^{[l-1]}$ 是 $(n_{l-1}, m)$，而 $dW^{[l]}$ 必须是 $(n_l, n_{l-1})$。把两者相乘，只有一种办法：
#
# $$(n_l, m) \cdot (m, n_{l-1}) = (n_l, n_{l-1})$$
#
# 内侧消失的那个数是 $m$：乘法已经对样本求了和，所以才要除以 $m$。
#
# **先猜一猜**：对式 (9) 也这样推一遍：谁在前、谁在后，转置放在哪里，是对什么求和？

# %%
parameters = initialize_parameters_deep([4, 3, 1])
X, Y = np.random.RandomState(1).randn(4, 7), np.array([[0, 1, 1, 0, 1, 0, 0]])
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)
{name: slope.shape for name, slope in grads.items()}

# %% [markdown]
# ## 三种错误，以及它们的样子
#
# 把数组按名字交给 `explain_shapes`，它会逐个检查，并告诉你用什么运算能改正。下面三种错误，今天就有人犯过。
#
# **先猜一猜**：这里的 `db1` 是什么形状？为什么说它不只是错，而且**危险**？

# %%
(A0, W1, b1), Z1 = caches[0]
dZ1 = grads["dA1"] * (Z1 > 0)
db1 = dZ1.sum(axis=1) / 7
explain_shapes([4, 3, 1], m=7, db1=db1)

# %% [markdown]
# 沿某个轴求和，这个轴就没有了：$(3, 7)$ 变成 $(3,)$，即一串三个数，没有第二个维度。程序并不会因此停下来，广播会一声不响地把接下来的减法变成另一回事：

# %%
(b1 - 0.1 * db1).shape

# %% [markdown]
# 三个偏置变成了 $3 \times 3$ 的矩阵。解决办法是 `keepdims=True`。
#
# **先猜一猜**：第二种错误：把样本排成了行，表格和许多别的库都是这样存放的。第三种错误：$W$ 放倒了，行列颠倒。表里会怎么说？

# %%
explain_shapes([4, 3, 1], X=X.T, W1=W1.T, Y=Y[0])

# %% [markdown]
# 本库的函数在数据进入时也做同样的检查；出错信息会说明是哪一层、哪个式子、应该是什么形状、实际是什么形状：

# %%
try:
    L_model_forward(X.T, parameters)
except ValueError as error:
    print(error)

# %% [markdown]
# ## 形状看不出什么
#
# **先猜一猜**：在网络 [3, 3, 1] 中，有人把 $W^{[1]T}$ 当作 $W^{[1]}$ 交了上来。检查能发现吗？

# %%
square = initialize_parameters_deep([3, 3, 1])
explain_shapes([3, 3, 1], m=7, W1=square["W1"].T)

# %% [markdown]
# 方阵与它的转置形状相同。所以在查错的时候，让各层的单元数**互不相同**；并且除了形状，还要[用数值来检验梯度](05-gradients.ipynb)。
#
# **动手试试**：把下面的错误逐个改好，直到表里说全部正确。

# %%
explain_shapes(
    [5, 2, 1], m=6, X=np.ones((6, 5)), W2=np.ones((2, 1)), db2=np.ones(1), A1=np.ones((2, 6))
)

# %% [markdown]
# ## 用自己的话说说
#
# 1. 增加十个样本，哪些形状会变？给第 1 层增加一个单元，哪些形状会变？
# 2. 网络是 [4, 3, 1]，$m = 7$，有人说：“我的 $dA^{[1]}$ 是 $(3, 4)$。”他多半算成了哪个乘积？
#
# <details><summary>答案</summary>
#
# 1. 增加样本：凡是每列一个样本的都会变（$X$、$Y$、$Z$、$A$ 以及它们的梯度），参数都不变。增加一个单元：$W^{[1]}$ 和 $b^{[1]}$ 各多一行，第 1 层中流动的各量都多一行，$W^{[2]}$ 多一列。
# 2. $(3, 4)$ 是 $W^{[1]}$ 的形状，所以他多半算的是 $dW^{[1]}$，只是起错了名字。
# </details>
#
# 下一节：[4 · 猫](04-cats.ipynb)，一个完整的应用。
