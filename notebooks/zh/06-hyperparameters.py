# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 6 · 超参数
#
# 学完这一节，你说得出每个超参数对训练和结果有什么影响，因为每一个你都会亲手用滑块拨动过。
#
# 大约 12 分钟。**参数**（$W$、$b$）是学出来的，**超参数**是选出来的：步子多大，走多少步，用多少个单元。没有公式能算出最好的取值，只能去试；这一节就是用来培养感觉的。

# %%
from importlib.util import find_spec

import matplotlib.pyplot as plt
from IPython.display import display

from dnn import HYPERPARAMETERS, hyperparameter_slider, plot_hyperparameter, two_moons

# %% [markdown]
# ## 两弯月牙
#
# 两个类别，两个特征，互相勾连；十个样本里有一个标签是错的。所以既有东西可学，也有最好别学的东西。200 个样本用来训练，另外 200 个只用来看。

# %%
X, Y = two_moons(200, seed=1)
usual = {"learning_rate": 0.1, "num_iterations": 1000, "validation": two_moons(200, seed=2)}


def explore(name, values, **others):
    few = [values[0], values[len(values) // 2], values[-1]]
    plot_hyperparameter(name, few, X, Y, **{**usual, **others})
    plt.show()
    if find_spec("ipywidgets"):
        display(hyperparameter_slider(name, values, X, Y, **{**usual, **others}))


# %% [markdown]
# 下面每一小节都并排画出三个取值。上面是代价：蓝线是学过的样本，红色虚线是只用来看的样本，五角星标出它的最低点。下面是学到的边界，标题是在只用来看的样本上的准确率。如果这个页面连着内核，又装了 *ipywidgets*，还会有一个**滑块**：
# 拨动它，网络就重新训练一次。没有的话，就改改取值的列表，再运行一次。
#
# ## 学习率 $\alpha$
#
# $$W := W - \alpha\, dW$$
#
# **先猜一猜**：0.001、0.1 和 3 之中，哪条曲线几乎不动，哪条会跳？

# %%
explore("learning_rate", [0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0])

# %% [markdown]
# 它是最要紧的一个。太小则慢，太大则乱。**动手试试**：最大的、结局还好的学习率是多少？
#
# <details><summary>我们的结果</summary>
#
# 大约是 1。再大，曲线就跳起来，停在哪里全看运气。
# </details>
#
# ## 迭代次数
#
# **先猜一猜**：只用来看的样本，代价什么时候不再下降？和训练代价停下来是同一个时候吗？

# %%
explore("num_iterations", [50, 200, 500, 1000, 2000, 4000], learning_rate=0.3)

# %% [markdown]
# ## 层数和单元数
#
# **先猜一猜**：`()` 表示一个隐藏层也没有。它画得出什么样的边界？有 3 个单元的一层能画出几个角？

# %%
explore("layers", [(), (2,), (3,), (8,), (16, 8), (32, 16, 8)], learning_rate=0.3)

# %% [markdown]
# 单元越多，能画的边界越复杂，也越有办法把错误的标签背下来。
#
# ## 隐藏层的激活函数 $g$
#
# **先猜一猜**：这些边界里有一条是直线，不管有多少个单元。是哪一条？为什么？

# %%
explore("hidden", ["linear", "sigmoid", "tanh", "leaky_relu", "relu"], learning_rate=0.3)

# %% [markdown]
# 中间不弯一下，两层就等于一层：$W^{[2]}(W^{[1]}x) = (W^{[2]}W^{[1]})\,x$。ReLU 画出带角的边界，tanh 画出圆滑的。
#
# ## 初始权重的大小
#
# $$W^{[l]} = \text{scale} \cdot \mathcal{N}(0, 1)$$
#
# 有名字的取值随各层而变：`"lecun"` 是 $1/\sqrt{n_{l-1}}$，`"he"` 是 $\sqrt{2/n_{l-1}}$。
#
# **先猜一猜**：所有权重都从 0.01 的大小开始，会怎么样？从 3 开始呢？

# %%
explore("scale", [0.01, 0.1, "lecun", "he", 1.0, 3.0])

# %% [markdown]
# ## 小批量
#
# 一步不必看完全部 200 个样本。小批量为 16 时，一步看 16 个，下一步再看另外 16 个。每步更省，也更不平稳。
#
# **先猜一猜**：哪条曲线抖得最厉害？

# %%
explore("mini_batch_size", [4, 16, 64, 128, 200])

# %% [markdown]
# （曲线画的是每一步所用那一批的代价，所以有一部分抖动只是因为各批不同。）
#
# ## 优化器
#
# **动量**顺着最近几步的方向继续滚下去。RMSprop 把每个导数除以它平常的大小，于是平坦的方向走得快些。Adam 两者兼用。它们要的学习率和普通梯度下降不同；这里全用 0.01：
#
# **先猜一猜**：学习率这么小，哪一个最慢？

# %%
explore("optimizer", ["gd", "momentum", "rmsprop", "adam"], learning_rate=0.01)

# %% [markdown]
# ## 动量的记性 $\beta$
#
# $$v := \beta v + (1 - \beta)\, dW, \qquad W := W - \alpha v$$
#
# $\beta = 0$ 就是普通的梯度下降；0.9 大约是最近十个导数的平均，0.99 是一百个的。**先猜一猜**：在狭窄的弯道里，记性长会怎么样？

# %%
explore("beta", [0.0, 0.5, 0.9, 0.97, 0.99], optimizer="momentum", mini_batch_size=16)

# %% [markdown]
# ## 对大权重的惩罚 $\lambda$
#
# $$J + \frac{\lambda}{2m} \sum_l \lVert W^{[l]} \rVert^2$$
#
# **先猜一猜**：$\lambda$ 很大时，边界是什么样子？两条曲线之间的**差距**会怎么变？

# %%
explore("lambd", [0.0, 0.1, 0.3, 1.0, 3.0, 10.0], learning_rate=0.3, num_iterations=2000)

# %% [markdown]
# （训练曲线里包含惩罚项，另一条不包含。）
#
# ## 随机失活
#
# 每一步里，隐藏层的每个单元以概率 `keep_prob` 保留，否则就不出声。这样，没有哪个单元能指望另外某一个。
#
# **先猜一猜**：哪个取值等于没有随机失活？一半的单元不出声时，训练曲线会怎么样？

# %%
explore("keep_prob", [0.5, 0.7, 0.8, 0.9, 1.0], layers=(32, 16), num_iterations=2000)

# %% [markdown]
# ## 越来越小的学习率
#
# $$\alpha_t = \frac{\alpha}{1 + \text{decay\_rate} \cdot t}$$
#
# 其中 $t$ 是全部样本已经看过的遍数。先迈大步赶到那里，再用小步安顿下来。
#
# **先猜一猜**：小批量为 16，又大胆地取 $\alpha = 1$：衰减对抖动有什么作用？

# %%
explore(
    "decay_rate",
    [0.0, 0.01, 0.1, 0.3, 1.0],
    schedule="inverse",
    learning_rate=1.0,
    mini_batch_size=16,
)

# %% [markdown]
# ## 全部超参数
#
# 库里的整张表：默认值，以及它在公式里的位置。

# %%
for name, row in HYPERPARAMETERS.items():
    print(f"{name:16} {row.default!s:9} {row.equation}")

# %% [markdown]
# ## 用自己的话说说
#
# 1. 只许训练十次。你按什么顺序试这些超参数？
# 2. 哪一个对**曲线**的影响最大？哪一个对**边界**的影响最大？
# 3. 只用来看的样本告诉了你哪个取值最好。那么，用哪些样本才知道结果到底有多好？
#
# <details><summary>关于这些问题</summary>
#
# 1. 先试学习率：它错了，其他的都白试。然后是迭代次数和层数，再是各种惩罚，最后是其余的。
# 2. 答案在你自己。多数人在曲线里看出学习率，在边界里看出层数和 $\lambda$。
# 3. 另外一些，既没用来学，也没用来选：测试集，只打开一次。
# </details>
#
# 下一节：[7 · 训练失败的时候](07-when-training-fails.ipynb)。
