# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 11 · 调参
#
# 学完这一节，你不用再靠猜来定超参数，而会去搜索；你能公平地评判每一组超参数，也说得出最后的赢家有几分可信。
#
# 大约 12 分钟，其中机器要算一分钟。

# %%
import os
import tempfile
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("optuna") is None:  # the engine of the searches; the others share the work
    get_ipython().run_line_magic("pip", "install -q optuna joblib threadpoolctl")

import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    L_model_forward,
    compare_learning_rates,
    fit,
    initialize_parameters_deep,
    plot_learning_rates,
    plot_search,
    plot_search_costs,
    plot_search_stages,
    score,
    two_moons,
)
from dnn.tuning import best, k_fold, log_uniform, polynomial, search, uniform

# %% [markdown]
# ## 参数和超参数
#
# 两弯月牙，十个标签里有一个是错的。200 个样本用来学习。另外 2,000 个锁在抽屉里，到最后才拿出来：它们是测试集。

# %%
X, Y = two_moons(200, seed=1)
X_test, Y_test = two_moons(2000, seed=2)
sum(p.size for p in initialize_parameters_deep([2, 16, 8, 1]).values())

# %% [markdown]
# 网络 [2, 16, 8, 1] 有 193 个**参数**，训练会把它们全部找出来：每个参数该往哪边走，导数都会告诉它。**超参数**是参数以外的那些数：学习率 $\alpha$、迭代次数、层数和单元数、用哪个激活函数、$\lambda$、mini-batch 的大小。
# 它们没有导数可循，却决定着参数最后变成什么样，只能由人来选。
#
# ## 用眼睛看
#
# 课上的办法：试几个值，看看代价，再试。**先猜一猜**：下面五个学习率，哪一个最后的代价最低？

# %%
rates = compare_learning_rates(
    X, Y, [2, 16, 8, 1], [0.003, 0.03, 0.3, 3.0, 30.0], num_iterations=200
)
ax = plot_learning_rates(rates)
# %% [markdown]
# 只调**一个**超参数、其余都不动的时候，用眼睛看就很好。但它们互相牵连：Adam 要的学习率和普通梯度下降不同，小批量要的又和大批量不同。六个超参数各试五个值，就是 $5^6 = 15{,}625$ 次训练。
# 况且，在学过的样本上代价低，并不是我们想要的：把错误的标签也背下来的时候，它才最低。
#
# ## 公平的裁判
#
# **交叉验证**：把样本分成 $k$ 折，训练 $k$ 次，每次留出一折，只在留出的这一折上看错误率。这样每个样本都恰好当一次考题，而且考它的网络从没见过它。

# %%
for fold in k_fold(X, Y, 5):
    print(len(fold.train), len(fold.validation), Y[:, fold.validation].mean())

# %% [markdown]
# 每一折里两个类别的比例都一样。**先猜一猜**：同一个网络，同一组超参数，五折的五个错误率会相差多少？

# %%
row = next(search(X, Y, {"learning_rate": [0.3]}, layers=[16, 8], num_iterations=200))
[round(error, 3) for error in row["errors"]], round(row["error"], 3), round(row["spread"], 3)

# %% [markdown]
# 这种波动是运气：看哪些样本碰巧分进了这一折。如果两组超参数的错误率之差比它还小，那么就我们所知，它们一样好。只看一个验证集的人，连这种波动都看不见。
#
# ## 搜索空间
#
# 要试什么，写成一个普通的字典：可选值的列表，或者一个区间。学习率要用对数区间：从 0.001 到 0.01，和从 1 到 10，是同样大的一步。

# %%
space = {
    "learning_rate": log_uniform(1e-3, 30),
    "layers": [[], [4], [16, 8], [32, 16, 8]],
    "optimizer": ["gd", "momentum", "rmsprop", "adam"],
    "scale": ["lecun", "he"],
    "mini_batch_size": [None, 64],
    "lambd": uniform(0, 2),
}
budget = 60

# %% [markdown]
# ## 碰运气
#
# **先猜一猜**：空间里的点无穷多，随机试 60 次。其中会有几次和最好的那次相差不到 3 %？

# %%
found = {}
options = {"folds": 3, "num_iterations": 150, "budget": budget}
found["random"] = list(search(X, Y, space, method="random", **options))
figure = plot_search(found["random"], space)

# %% [markdown]
# 每个点是一次试验，五角星是其中最好的。哪些超参数要紧？找一找，哪几张图里的点从左到右分布不同。（随机胜过网格，原因就在这里：随机试 60 次，每个超参数就试了 60 个不同的值，不管别的超参数要不要紧。）
#
# 所有试验的曲线，最好的五条用彩色：

# %%
ax = plot_search_costs(found["random"])
# %% [markdown]
# ## 边试边学
#
# **TPE** 看到目前为止的试验：哪里好的多、坏的少，就往哪里试。**Harmonica** 先随机试三分之一，找出对错误率影响最大的少数几种组合，把它们定在最好的取值上，再到剩下的部分里继续；一共三个阶段。
#
# **先猜一猜**：各给 60 次。最后 20 次的**平均**错误率，谁最低？最好的**那一次**，又是谁找到的？

# %%
for method in ("tpe", "harmonica"):
    found[method] = list(search(X, Y, space, method=method, **options))

print(f"{'':10} {'best':>6} {'spread':>7} {'mean of the last 20':>20}")
for method, rows in found.items():
    last = [1.0 if row["error"] is None else row["error"] for row in rows[-20:]]
    winner = best(rows)
    print(f"{method:10} {winner['error']:6.3f} {winner['spread']:7.3f} {np.mean(last):20.3f}")

# %%
figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained", sharey=True)
for ax, method in zip(axes, ("tpe", "harmonica"), strict=True):
    plot_search_stages(found[method], ax=ax).set_title(method)

# %% [markdown]
# 两种方法都把后面的试验用在了错误率低的地方。不过，请把各自**最好**的一次和它的波动比一比：问题这么小，又只有 60 次试验，方法之间的差别不超出运气的范围。聪明的搜索值得用，不在于那最好的一次，
# 而在于它不再浪费时间，还能说出为什么：

# %%
polynomial(found["harmonica"], space)

# %% [markdown]
# 方括号里的话成立时，它等于 1，否则等于 −1。系数为负，说明这句话成立时错误率更低；两个方括号相乘，则说明两句话同时成立或同时不成立时更低。没有哪一项提到的超参数，用默认值就行。
#
# ## 赢家到底有多好？
#
# 试了六十次，取看起来最好的那一次。**先猜一猜**：在 2,000 个新样本上，它的错误率比搜索时低、一样，还是高？


# %%
def test_error(options):
    options = dict(options)
    layers = options.pop("layers")
    run = fit(X, Y, [2, *layers, 1], **options)
    AL, _ = L_model_forward(X_test, run.parameters)
    return 1 - score(AL, Y_test)


for method, rows in found.items():
    winner = best(rows)
    print(f"{method:10} {winner['error']:6.3f} {test_error(winner['hyperparameters']):6.3f}")

# %% [markdown]
# 左边是搜索时的错误率，右边是在新样本上的；多半是右边更高。（十个标签里有一个是错的，所以在那里谁也不可能比 0.1 好多少。）搜索挑中的，既是好的，**也是**走运的；试得越多，运气的成分就越大。
# 所以向别人报告的不该是搜索时的错误率：测试集只在最后用一次，绝不用来挑选。
#
# ## 什么都不会丢
#
# 给出 `file`，每次试验一结束就会写进文件。中途停下也好，停电也好：再调用一次，就会接着做下去，结果和从没停过的搜索一模一样。**先猜一猜**：下面的搜索做完 5 次就离开，然后重新调用。有几次要重新训练？

# %%
path = os.path.join(tempfile.mkdtemp(), "rows.jsonl")
for row in search(X, Y, space, method="random", file=path, **options):
    if row["number"] == 4:
        break
with open(path) as file:
    print(len(file.readlines()))
rows = list(search(X, Y, space, method="random", file=path, **options))
all(a["errors"] == b["errors"] for a, b in zip(rows, found["random"], strict=True))

# %% [markdown]
# ## 轮到你了：排行榜
#
# 打败它们。下面每一行都由你来改：看过上面的图，你相信什么，就写什么。评判的办法和搜索时一样，用的是同样的几折。（你能看的也只有这几折。）

# %%
mine = [
    {"learning_rate": 0.0075, "layers": [4], "optimizer": "gd"},
    {"learning_rate": 0.3, "layers": [16, 8], "optimizer": "momentum", "scale": "he"},
    {"learning_rate": 0.03, "layers": [32, 16, 8], "optimizer": "adam"},
]

board = [(method, best(rows)) for method, rows in found.items()]
for k, chosen in enumerate(mine, start=1):
    only = {name: [value] for name, value in chosen.items()}
    board.append((f"mine, {k}", next(search(X, Y, only, **{**options, "budget": 1}))))


def error(entry):
    return 2.0 if entry[1]["error"] is None else entry[1]["error"]


for name, row in sorted(board, key=error):
    shown = f"{row['error']:.3f} ± {row['spread']:.3f}" if row["error"] is not None else "diverged"
    print(f"{name:10} {shown:15}   {row['doctor']['verdict']}")

# %% [markdown]
# **动手试试**：只许写十行。然后数一数，你写的里面有几行和最好的相差不到一个波动。
#
# 还要时不时地再检查一遍：换了数据，换了机器，换了版本，昨天最好的今天未必最好。在命令行里，`dnn tune --again` 就是做这件事的。
#
# ## 用自己的话说说
#
# 1. 为什么层数是超参数，而 $b^{[2]}$ 是参数？
# 2. 有人先把所有样本一起标准化，再分成几折。网络看到了什么本不该看到的东西？
# 3. 你的时间只够训练二十次。你会把哪些超参数放着不动？为什么？
#
# <details><summary>关于第二个问题</summary>
#
# 它看到了用来考它的那些样本的均值和标准差。样本多的时候影响很小；样本少的时候，错误率会显得比实际的低。
# </details>
