# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 5 · 梯度
#
# 学完这一节，你不用相信任何人的公式，就能证明一个反向传播是对的；它错了的时候，你能找出错的那一行；你还分得清是真错了还是舍入误差。
#
# 大约 10 分钟。

# %%
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    compute_cost,
    gradient_check,
    initialize_parameters_deep,
)

# %% [markdown]
# ## 走一小步，量出导数
#
# $f$ 在 $x$ 处的导数，就是走一小步 $\varepsilon$ 时 $f$ 的变化除以走过的距离。最好往两边都走：
#
# $$f'(x) \approx \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2\varepsilon}$$
#
# **先猜一猜**：$f(x) = x^3$，所以 $f'(2) = 12$。取 $\varepsilon = 0.01$，只往一边走的 $(f(x + \varepsilon) - f(x))/\varepsilon$ 会差多少？往两边走呢？

# %%
x, e = 2, 0.01
((x + e) ** 3 - x**3) / e, ((x + e) ** 3 - (x - e) ** 3) / (2 * e)

# %% [markdown]
# 只往一边走，误差随 $\varepsilon$ 缩小；往两边走，误差随 $\varepsilon^2$ 缩小，因为弯曲的部分互相抵消了。
#
# ## 代价是每一个权重的函数
#
# 取一个小网络，只转动一个权重 `W2[0, 1]`，其余的都不动。代价画出一条曲线，而 `grads["dW2"][0, 1]` 声称自己就是我们所在之处的斜率。

# %%
rng = np.random.RandomState(1)
X, Y = rng.randn(4, 7), rng.randint(0, 2, (1, 7))
parameters = initialize_parameters_deep([4, 3, 1])
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)


def cost_at(w):
    W2 = parameters["W2"].copy()
    W2[0, 1] = w
    return compute_cost(L_model_forward(X, {**parameters, "W2": W2})[0], Y)


here, slope = parameters["W2"][0, 1], grads["dW2"][0, 1]
w = np.linspace(here - 4, here + 4, 100)
plt.figure(figsize=(5, 3))
plt.plot(w, [cost_at(v) for v in w])
plt.plot(w, cost_at(here) + slope * (w - here), "--")
plt.plot(here, cost_at(here), "o")
plt.xlabel("W2[0, 1]")
plt.ylabel("$J$")
plt.show()
# %% [markdown]
# 虚线正好贴着曲线。用数字来看：

# %%
(cost_at(here + 1e-7) - cost_at(here - 1e-7)) / 2e-7, slope

# %% [markdown]
# ## 全部检查一遍
#
# `gradient_check` 对每个参数的每个元素都这样做。每个元素要做两次前向传播：拿来训练太慢，拿来检验正好。它给出的数，把所有的数值导数 $\tilde g$ 和所有用公式算出的导数 $g$ 放在一起比较：
#
# $$\frac{\lVert g - \tilde g\rVert}{\lVert g\rVert + \lVert \tilde g\rVert}$$
#
# 大约 $10^{-9}$ 是正确的，$10^{-7}$ 是界限，$10^{-3}$ 就是有错。

# %%
gradient_check(parameters, X, Y)

# %% [markdown]
# ## 故意弄错
#
# **先猜一猜**：有人忘了把 `dW2` 除以 $m = 7$。这个数大约会是 0.01、0.1，还是 1？

# %%
gradient_check(parameters, X, Y, grads={**grads, "dW2": 7 * grads["dW2"]})

# %% [markdown]
# 表格指出了是哪一行：只有 `dW2` 是错的。相差最大的元素还说明了错在哪里：你的值是数值导数的 7 倍。
#
# **先猜一猜**：这回反向传播忘了 (6) $dZ^{[1]} = dA^{[1]} * g'(Z^{[1]})$ 里的 $g'$，好像隐藏层是线性的一样。$dW^{[1]}, db^{[1]}, dW^{[2]}, db^{[2]}$ 之中，哪些会错？

# %%
gradient_check(
    parameters,
    X,
    Y,
    backward=lambda AL, Y, caches: L_model_backward(AL, Y, caches, hidden="linear"),
)

# %% [markdown]
# 错误**以下**的全错，以上的全对：反向传播是从输出走向输入的。所以要看错了的最后一层，毛病就在那里。
#
# **先猜一猜**：在[第 3 节](03-shapes.ipynb)里，有一个方阵被转置着交了出去，形状检查没有发觉。梯度检验会发觉吗？

# %%
square = initialize_parameters_deep([4, 4, 1])
AL4, caches4 = L_model_forward(X, square)
grads4 = L_model_backward(AL4, Y, caches4)
gradient_check(square, X, Y, grads={**grads4, "dW1": grads4["dW1"].T}).is_right

# %% [markdown]
# ## 找出错误
#
# **动手试试**：下面是写出来的两层网络的反向传播，里面有一个错误。让检验告诉你错在哪里；改到它说梯度正确为止。


# %%
def my_backward(AL, Y, caches):
    (X, _, _), Z1 = caches[0]
    (A1, W2, _), _ = caches[1]
    m = Y.shape[1]
    dZ2 = AL - Y
    dZ1 = W2.T @ dZ2 * (np.maximum(0, Z1) >= 0)
    return {
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
    }


gradient_check(parameters, X, Y, backward=my_backward)

# %% [markdown]
# <details><summary>错在哪里？</summary>
#
# <code>dW1</code> 和 <code>db1</code> 错了，而第 2 层是对的，所以要看两者都用到的 <code>dZ1</code>。ReLU 的输出从不为负，所以 <code>&gt;= 0</code> 总是成立，什么也没有关掉。正确的写法是 <code>Z1 &gt; 0</code>。
# </details>
#
# ## 步子该多小？
#
# **先猜一猜**：$\varepsilon$ 越小越好吗？画一画 $\varepsilon = 10^{-3}, 10^{-4}, \dots, 10^{-12}$ 时的误差。

# %%
epsilons = 10.0 ** -np.arange(3, 13)
errors = [gradient_check(parameters, X, Y, epsilon=e).difference for e in epsilons]
plt.figure(figsize=(5, 3))
plt.loglog(epsilons, errors, "o-")
plt.xlabel(r"$\varepsilon$")
plt.grid(alpha=0.3)

# %% [markdown]
# 太大不行，太小也不行。从右往左看，误差先按 $\varepsilon^2$ 下降，正如数学所说；然后又升上去：计算机里的代价大约只有 16 位有效数字，两个几乎相等的代价相减，剩下的就没有几位了。$\varepsilon = 10^{-12}$ 时大约只剩四位。
#
# ## 对的梯度看起来像错的
#
# **在折点上。** ReLU 在 0 处没有导数。如果一步把某个单元从一边带到另一边，数值导数就是两边的混合。这样的元素会被略去，并且计数。步长取到 0.1 这么大，就会有几个：

# %%
gradient_check(parameters, X, Y, epsilon=0.1).kinks

# %% [markdown]
# **在几乎没有坡度的地方。** 学完了的网络停在谷底：它的导数都很小，舍入误差就显得更重。这时界限会提高到舍入误差可能造成的程度，表格里也会写明。

# %%
trained, _ = L_layer_model(X, Y, [4, 3, 1], learning_rate=1.0, num_iterations=20000)
gradient_check(trained, X, Y)

# %% [markdown]
# 所以要在训练**开始**的时候检验：随机的权重，几个样本，小网络。在那里对的公式，在大网络里也对。
#
# **动手试试**：换别的激活函数（`hidden="tanh"`），或对大权重加惩罚（`lambd=0.7`）。加了惩罚，而你交出的梯度里没有它，会怎么样？
#
# <details><summary>答案</summary>
#
# <code>dW1</code> 和 <code>dW2</code> 错，<code>db1</code> 和 <code>db2</code> 对：惩罚只加在权重上，使它们的导数多出 $\frac{\lambda}{m} W$。
# </details>

# %%
gradient_check(parameters, X, Y, grads=grads, lambd=0.7)

# %% [markdown]
# ## 用自己的话说说
#
# 1. 为什么不干脆用数值导数训练，省去公式？数一数第 4 节的网络（大约 246,000 个权重）要做多少次前向传播。
# 2. `dW3` 是对的，`dW2`、`db2`、`dW1`、`db1` 是错的。你先看哪个公式？
#
# <details><summary>关于这两个问题</summary>
#
# 1. 每个权重两次前向传播：一步大约 492,000 次，而不是一次前向和一次反向传播。
# 2. 第 2 层的 (6)：$dZ^{[2]}$ 既进入 $dW^{[2]}$ 和 $db^{[2]}$，又进入它下面的一切。也可能是第 3 层的 (9)，它算出 $dA^{[2]}$。
# </details>
#
# 下一节：[6 · 超参数](06-hyperparameters.ipynb)，那些要由人来选的数。
