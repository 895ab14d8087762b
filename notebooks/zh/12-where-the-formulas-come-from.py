# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 12 · 公式从哪里来
#
# 学完这一节，你能自己推导出反向传播的每一个公式，说得出转置和 $\frac1m$ 为什么写在那里，也能从数字上看出少了它们会怎样。需要的只有链式法则：先看单个样本、单个单元，再看一层，最后看 $m$ 个样本。
#
# 大约 12 分钟；请先学完[第 2 节](02-step-by-step.ipynb)。准备好纸和笔。

# %%
import numpy as np

from dnn import (
    L_model_backward,
    L_model_forward,
    animate_pass,
    compute_cost,
    gradient_check,
    plot_network,
    trace,
    update_parameters,
)
from dnn.homework import exercises

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## 要解释的是什么
#
# 一个网络：2 个输入、3 个隐藏单元、1 个输出；还有 4 个样本。先把整个过程看一遍：数值向右流，然后梯度向左流。整个反向传播只用到四个公式，下面一个一个地推导。

# %%
X = np.array([[0.5, 1.0, -1.0, 2.0], [1.0, -0.5, 1.5, 1.0]])
Y = np.array([[1, 0, 1, 0]])
parameters = {
    "W1": np.array([[0.8, -0.6], [-0.5, 0.9], [0.4, 0.7]]),
    "b1": np.array([[0.1], [-0.1], [-0.2]]),
    "W2": np.array([[1.2, 0.9, -0.7]]),
    "b2": np.array([[-0.3]]),
}

# %%
animate_pass(parameters, X, Y, moves=4, lang="zh")

# %% [markdown]
# 先说记号。$dz$ 指**损失**对 $z$ 的导数：$z$ 稍微变一点，损失变多少，两者之比。所以 $dz$、$dw$、$da$ 都是同一个损失的导数，只说明是对谁求导。
#
# ## 单个样本，单个单元
#
# 暂时忘掉网络：只有一个单元，一个样本，特征是 $x_1, x_2$，标签是 $y$。
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z), \qquad \mathcal{L} = -\big(y \log a + (1 - y)\log(1 - a)\big)$$
#
# **链式法则**说：$z$ 带动 $a$，$a$ 带动损失，所以把两个导数相乘。单独看，每一个都是中学数学：
#
# $$da = \frac{\partial \mathcal{L}}{\partial a} = -\frac{y}{a} + \frac{1 - y}{1 - a}, \qquad \sigma'(z) = a\,(1 - a)$$
#
# **先猜一猜**：在纸上把它们乘起来，还剩下什么？（下面从左到右是 $z$、$a$、$da$、$\sigma'(z)$、两者的乘积，以及 $a - y$。）

# %%
x, y = np.array([0.5, 1.0]), 1
w, b = np.array([0.8, -0.6]), 0.1
z = w @ x + b
a = 1 / (1 + np.exp(-z))
da, slope = -y / a + (1 - y) / (1 - a), a * (1 - a)
np.array([z, a, da, slope, da * slope, a - y])

# %% [markdown]
# $$dz = da \cdot \sigma'(z) = \Big(-\frac{y}{a} + \frac{1 - y}{1 - a}\Big)\, a\,(1 - a) = -y\,(1 - a) + (1 - y)\, a = a - y$$
#
# **这就是反向传播从 $dZ = A - Y$ 开始的原因。**这不是什么新规则：对数带来的分式和 sigmoid 的导数正好约掉了。这种损失和 sigmoid 搭配使用，道理也在这里。要是把平方 $(a - y)^2 / 2$ 当作损失，就有 $dz = (a - y)\, a\,(1 - a)$：网络越有把握、错得越厉害，它反而越接近零。
#
# 没有测量过的推导，一概不要相信。把 $z$ 向两边各挪一点点：


# %%
def loss(z):
    a = 1 / (1 + np.exp(-z))
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


np.array([(loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5, a - y])

# %% [markdown]
# 从 $z$ 到权重只差一步。$z$ 是一个和，所以 $w_1$ 变一点，$z$ 变它的 $x_1$ 倍；$b$ 变多少，$z$ 就变多少；$x_1$ 变一点，$z$ 变它的 $w_1$ 倍：
#
# $$dw_j = dz\, x_j, \qquad db = dz, \qquad dx_j = w_j\, dz$$
#
# **先猜一猜**：$x = (0.5, 1)$，$dz$ 大约是 $-0.52$。哪个权重的梯度更大？它应该变大还是变小？

# %%
dz = a - y
dw, db, dx = dz * x, dz, dz * w
dw, round(float(db), 4), dx

# %% [markdown]
# 两个梯度都是负的，所以两个权重都应该变大；$w_2$ 变得快一倍，因为它的输入大一倍。输入为 0 的权重一点也分不到。
#
# `trace` 把这个单元看作网络 $[2, 1]$。“课上编号”一列是课上给这些公式的编号，从 (1) 到 (4)；最左边是本库的编号，它接着前向传播的公式往下数。

# %%
one_unit = {"W1": w.reshape(1, 2), "b1": np.array([[b]])}
trace(x.reshape(2, 1), one_unit, np.array([[y]]), single=True).backward

# %% [markdown]
# ## 一层
#
# 现在看整个网络，不过仍然只看一个样本，即第一个。第 1 层有三个单元，每个单元有自己的 $z_i$ 和自己的一行权重：
#
# $$z_i = \sum_j W_{ij}\, a_j + b_i$$
#
# **为什么 $dW = dz\, a_{prev}^T$。**权重 $W_{ij}$ 只出现在 $z_i$ 里，和它相乘的是 $a_j$。所以 $dW_{ij} = dz_i\, a_j$，与单个单元时一样。把所有这些乘积排好，$i$ 往下、$j$ 往右，就是一列乘以一行，而转置把列变成行。它的意思仅此而已：“每个 $dz_i$ 乘以每个 $a_j$”。

# %%
t = trace(X, parameters, Y, single=True, example=0)
dz1, a0 = t["dz1"].value, t["a0"].value
by_loop = np.array([[dz1[i, 0] * a0[j, 0] for j in range(2)] for i in range(3)])
by_loop, dz1 @ a0.T

# %% [markdown]
# **为什么 $da_{prev} = W^T dz$。**前向传播时，$a_j$ 进入了**每一个** $z_i$。如果一个量沿着几条路径起作用，就把各条路径上的导数相加：
#
# $$da_j = \sum_i W_{ij}\, dz_i$$
#
# 这里是对 $W$ 的**第一个**下标求和，也就是沿着一列往下加。矩阵乘法却是沿着行求和，所以要把 $W$ 翻过来：$W^T dz$。前向传播时，第 $i$ 行收集单元 $i$ 接收到的东西；反向传播时，第 $j$ 列收集单元 $j$ 造成的后果。
#
# **先猜一猜**：$W^{[2]}$ 的形状是 $(1, 3)$。$W^{[2]T} dz^{[2]}$ 是什么形状？$W^{[2]} dz^{[2]}$ 又会是什么？

# %%
W2, dz2 = parameters["W2"], t["dz2"].value
by_loop = np.array([[sum(W2[i, j] * dz2[i, 0] for i in range(1))] for j in range(3)])
by_loop.ravel(), (W2.T @ dz2).ravel()

# %% [markdown]
# **再穿过激活函数。**每个 $a_i = g(z_i)$ 只取决于它自己的 $z_i$，没有什么要相加的：逐元素相乘，$dz = da * g'(z)$。只有在这个地方，用 `*` 才是对的。对 ReLU 来说，$z$ 为正时 $g'$ 是 1，其余是 0。

# %%
z1, da1 = t["z1"].value, t["da1"].value
np.hstack([z1, z1 > 0, da1, da1 * (z1 > 0), dz1]) + 0.0  # so that no zero has a minus

# %% [markdown]
# 各列依次是：$z$、$g'(z)$、$da$、两者的乘积，以及本库算出的 $dz$。第一个单元没有激活，所以责任传不过去。
#
# 把 $da^{[l]} = W^{[l+1]T} dz^{[l+1]}$ 代入 $dz^{[l]} = da^{[l]} * g'(z^{[l]})$，$da$ 就消失了。这就是课上的式 (5)，即把式 (4) 代入式 (1)：一步就退回一层。
#
# $$dz^{[l]} = W^{[l+1]T} dz^{[l+1]} * g'(z^{[l]})$$
#
# `trace` 用两种方法都算一遍，并写出两者相差多少：

# %%
t.backward

# %%
(W2.T @ dz2 * (z1 > 0)).ravel() + 0.0, t.lecture(5).names

# %% [markdown]
# ## 全部样本
#
# 代价是各个损失的**平均值**，所以它的导数就是各个导数的平均值：
#
# $$J = \frac1m \sum_{i=1}^m \mathcal{L}^{(i)} \qquad\Rightarrow\qquad dW = \frac1m \sum_{i=1}^m dz^{(i)} a^{(i)T}, \qquad db = \frac1m \sum_{i=1}^m dz^{(i)}$$
#
# **$\frac1m$ 就是从这里来的**，也因此它只出现在 (7) 和 (8) 里，而不在 (6) 和 (9) 里：$dW$ 和 $db$ 是代价的导数，而 $dZ$ 和 $dA$ 的每一列仍然属于它自己那个样本的损失。（也可以在开头就除，$dZ = (A - Y)/m$，以后不再除。不能一次都不除，也不能除两次。）
#
# **为什么 $dZ A_{prev}^T$ 里没有求和号。**矩阵乘法**本来就是**许多“列乘以行”的和。$dZ$ 的列是样本，$A_{prev}^T$ 的行也是样本：中间那个被求和掉的下标，就是样本。
#
# **为什么 $db$ 是一个和。**$b_i$ 只有一个，numpy 把它加到全部 $m$ 列上。它沿着 $m$ 条路径起作用，所以要把 $m$ 个导数加起来。前向传播时被广播的，反向传播时就求和。

# %%
everything = trace(X, parameters, Y)
dZ1, A0 = everything["dZ1"].value, everything["A0"].value
by_loop = sum(dZ1[:, [i]] @ A0[:, [i]].T for i in range(4)) / 4
by_loop, dZ1 @ A0.T / 4, dZ1.sum(axis=1, keepdims=True) / 4

# %% [markdown]
# 再从单个样本出发，一个一个地算；最后一列写着它们的平均值与向量化结果相差多少：

# %%
t.direction("mean")

# %% [markdown]
# ## 合在一起，只有几行
#
# **动手试试**：整个反向传播都在下面。先用手盖住，根据上面的内容自己写出来，再让检验来判断：它用来比较的导数是挪动一小步测出来的，所以我们的公式它一个也不知道。


# %%
def my_backward(AL, Y, caches):
    (A0, _, _), Z1 = caches[0]
    (A1, W2, _), _ = caches[1]
    m = Y.shape[1]
    dZ2 = AL - Y  # (6) and the loss in one
    dW2, db2 = dZ2 @ A1.T / m, dZ2.sum(axis=1, keepdims=True) / m  # (7) (8)
    dZ1 = (W2.T @ dZ2) * (Z1 > 0)  # (9) in (6)
    dW1, db1 = dZ1 @ A0.T / m, dZ1.sum(axis=1, keepdims=True) / m  # (7) (8)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


gradient_check(parameters, X, Y, backward=my_backward)

# %%
ax = plot_network([2, 3, 1], parameters, equations=True)
# %% [markdown]
# ## 人人都犯过的三个错误
#
# ### 该用 `@` 的地方用了 `*`
#
# $dZ^{[2]}$ 的形状是 $(1, 4)$，$A^{[1]}$ 的形状是 $(3, 4)$。`dZ2 * A1` 不会报错：numpy 把那一行扩展成三行。
#
# **先猜一猜**：结果是什么形状？要让它变成正确的 $dW^{[2]}$，还差什么？

# %%
dZ2, A1 = everything["dZ2"].value, everything["A1"].value
wrong = dZ2 * A1
wrong + 0.0, wrong.sum(axis=1) / 4, everything["dW2"].value

# %% [markdown]
# 乘积都是对的，只是没有人把它们加起来：每个样本还留着一列，而每个权重本来只该有一个数。`@` 既乘**又加**，区别就在这里。
#
# ### 少了转置
#
# 多数时候形状会出来抗议。可是如果一层的单元数和下面一层相同，$W$ 就是方阵：`W @ dZ` 能算出来，但是错的。

# %%
square = {
    "W1": np.array([[0.8, -0.6], [-0.5, 0.9]]),
    "b1": np.array([[0.4], [0.3]]),
    "W2": np.array([[0.5, -0.8], [1.1, 0.4]]),
    "b2": np.array([[0.6], [0.2]]),
    "W3": np.array([[1.0, -0.7]]),
    "b3": np.array([[0.1]]),
}


def without_transpose(AL, Y, caches):
    (A0, _, _), Z1 = caches[0]
    (A1, W2, _), Z2 = caches[1]
    (A2, W3, _), _ = caches[2]
    m = Y.shape[1]
    dZ3 = AL - Y
    dZ2 = (W3.T @ dZ3) * (Z2 > 0)
    dZ1 = (W2 @ dZ2) * (Z1 > 0)  # W2.T is meant
    slopes = {}
    for l, dZ, A_prev in ((1, dZ1, A0), (2, dZ2, A1), (3, dZ3, A2)):
        slopes[f"dW{l}"] = dZ @ A_prev.T / m
        slopes[f"db{l}"] = dZ.sum(axis=1, keepdims=True) / m
    return slopes


gradient_check(square, X, Y, backward=without_transpose)

# %% [markdown]
# 第 2、3 层正确，第 1 层错误：错误在两者之间，在第 2 层传下来的东西里。
#
# ### 少了 $\frac1m$
#
# **先猜一猜**：这样的话，下坡的方向是对的。那还要紧吗？想一想学习率，再比较 $m = 4$ 和 $m = 209$。

# %%
grads = {name: everything[name].value for name in ("dW1", "db1", "dW2", "db2")}
gradient_check(parameters, X, Y, grads={**grads, "dW1": 4 * grads["dW1"]})

# %% [markdown]
# “相差最大”的一行说明了一切：你的值是测得的四倍。方向对，但是步子长了 $m$ 倍，就像学习率高了 $m$ 倍一样。下面用正确的梯度走十步，再走十步 $dW$ 缺了 $\frac1m$ 的：


# %%
def ten_costs(factor, learning_rate=2):
    p, costs = parameters, []
    for _ in range(10):
        AL, caches = L_model_forward(X, p)
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        grads = {name: factor * g if name[:2] == "dW" else g for name, g in grads.items()}
        p = update_parameters(p, grads, learning_rate)
    return np.array(costs)


ten_costs(1), ten_costs(4)

# %% [markdown]
# 代价跳到 8，最后停在 0.478：这一跳让一些单元再也不能激活。如果有 209 张图片，用课上的学习率 0.0075，权重的移动就像学习率是 1.6 一样。所以，如果别人用着都好的学习率到你这里代价却乱跳，就该找一找是不是少了 $\frac1m$。
#
# ## 检查程序怎么说
#
# `dnn.homework` 能从数值认出这些错误。下面是带着第一个错误的 `linear_backward`：


# %%
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = dZ * A_prev / m
    db = dZ.sum(axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


exercises.linear_backward.check(linear_backward, lang="zh")

# %% [markdown]
# **动手试试**：改好这一行，再弄坏别的：去掉 `dA_prev` 里的 `.T`，然后去掉 `dW` 里的 `/ m`，再去掉 `keepdims=True`。每次运行之前，先说出检查程序会指出哪个公式。
#
# <details><summary>答案</summary>
#
# 正确的是 <code>dW = dZ @ A_prev.T / m</code>。去掉 <code>.T</code>，它指出 (9)；去掉 <code>/ m</code>，它指出 (7)；去掉 <code>keepdims=True</code>，它指出 (8)：和是对的，但形状成了 <code>(n,)</code>，加到矩阵上时会被当作一行。
# </details>
#
# **动手试试**：输出层是线性的，损失是 $(a - y)^2 / 2$。在纸上推导 $dz$，再与 `trace(X, parameters, Y, output="linear")["dZ2"]` 比较。
#
# <details><summary>答案</summary>
#
# $da = a - y$，$g'(z) = 1$，所以仍然是 $dz = a - y$。本库的三种输出，各自配的都是能得出这个结果的损失。
# </details>

# %%
trace(X, parameters, Y, output="linear")["dZ2"]

# %% [markdown]
# ## 用自己的话说说
#
# 1. 为什么 $dW$ 里有 $\frac1m$，而 $dA_{prev}$ 里没有？
# 2. 前向传播时，`b` 被广播到各个样本。反向传播时与之对应的是什么运算？为什么？
# 3. 有人写 $dZ^{[2]} = (A^{[2]} - Y)/m$，而在 (7) 和 (8) 里不写 $\frac1m$。对还是错？
# 4. 所有隐藏单元的起始权重都相同。公式怎样说明它们的梯度？由此会怎样？
#
# <details><summary>答案</summary>
#
# 1. $dW$ 是代价的导数，而代价是对样本的平均。$dA_{prev}$ 的一列只属于一个样本和它的损失。
# 2. 对样本求和：$b$ 沿着 $m$ 条路径起作用，几条路径上的导数要相加。
# 3. 对：$\frac1m$ 会跟着每个 $dZ$ 和 $dA$ 一路传下去。只是课上的 $dA$ 是它的 $m$ 倍。
# 4. $W^{[1]}$ 的各行都相同，所以各个 $z_i$ 和 $a_i$ 都相同；如果 $W^{[2]}$ 的各个元素也都相同，那么各个 $da_i$ 也相同，$dW^{[1]}$ 的各行也就相同。这些单元永远一样：所以权重要从随机数开始。
# </details>
#
# 下一步：到[第 10 节 · 你的作业](10-your-homework.ipynb)里检查你自己写的 `linear_backward`。
