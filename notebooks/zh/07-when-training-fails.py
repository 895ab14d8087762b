# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 7 · 训练失败的时候
#
# 学完这一节，你看到一次不成功的训练，能说出原因：从曲线、从数据、从网络本身。你还可以请库里的医生会诊。
#
# 大约 12 分钟。下面的每个病人都是真的：同一个网络，只做错了一件事。

# %%
import matplotlib.pyplot as plt
import numpy as np

from dnn import (
    DivergenceError,
    L_model_forward,
    compare_learning_rates,
    diagnose,
    fit,
    load_data,
    plot_activations,
    plot_costs,
    plot_gradients,
    plot_learning_rates,
)

images, labels, *_ = load_data()
pixels = images[:, ::4, ::4].reshape(800, -1).T.astype(float)  # (768, 800): 16 x 16, three colours
X, Y = pixels[:, :209] / 255, labels[:, :209]
dims = [768, 20, 7, 1]


def examine(X=X, Y=Y, dims=dims, learning_rate=0.03, num_iterations=2000, **options):
    run = fit(X, Y, dims, learning_rate=learning_rate, num_iterations=num_iterations, **options)
    ax = plt.figure(figsize=(5, 2.6)).add_subplot()
    seen = run.history.validation_costs or None
    plot_costs(run.history.costs, learning_rate, ax=ax, validation_costs=seen)
    return diagnose(run, X, Y)


# %% [markdown]
# ## 先看一个健康的
#
# 一切都好的时候是什么样子？`diagnose` 收下 `fit` 返回的东西，或者只收下代价；有数据的话，再加上数据。它回答四件事：结论，看到了什么，为什么，怎么办。

# %%
examine()

# %% [markdown]
# ## 病人 1：停得太早

# %%
examine(num_iterations=500)

# %% [markdown]
# 最不要紧的一种。什么也没有错，只是还没做完。
#
# ## 病人 2：像素从 0 到 255
#
# **先猜一猜**：有人忘了除以 255。第一个代价会是多少：接近 0.7，还是差得很远？接下来呢？

# %%
examine(X=pixels[:, :209])

# %% [markdown]
# 输入在 100 左右，每个 $z$ 也就在 100 左右。Sigmoid 十分肯定地回答 0 或 1，而又肯定又错，代价是很高的：第一个代价就是这么来的。接着，同样大了 100 倍的导数把权重抛得老远，从此什么也不动了。
#
# ## 病人 3：步子太大
#
# **先猜一猜**：学习率是 1，而不是 0.03。代价会爆炸吗？

# %%
examine(learning_rate=1.0)

# %% [markdown]
# 不一定爆炸。狂奔的一步就可能把某个单元推得太远，使它的 $z$ 对**每个**样本都是负的。这时 ReLU 处处输出 0，导数处处为 0，以后的任何一步都碰不到它：它死了。代价停下来不动，看上去平静得骗人。
#
# 它停在哪里？所有单元都死了以后，只有最后的偏置还能学，它学到的是猫的比例 $p$。对所有样本都给同一个回答，最低的代价是**熵**
#
# $$H(p) = -p\log p - (1-p)\log(1-p)$$
#
# **先猜一猜**：代价 0.6806，比什么都不知道好吗？

# %%
share = Y.mean()
share, -share * np.log(share) - (1 - share) * np.log(1 - share)

# %% [markdown]
# 不：正好一样。如果你的代价停在 $H(p)$ 附近，网络就是在对每个样本说同样的话，不管原因是什么。
#
# 怎样看见死掉的单元呢？下面是同一个网络，用两种学习率各迭代 3 次之后；每一层上面写着 0 所占的比例。

# %%
for rate in (0.03, 3.0):
    run = fit(X, Y, dims, learning_rate=rate, num_iterations=3)
    plot_activations(run.parameters, X)

# %% [markdown]
# ## 病人 4：权重太小
#
# **先猜一猜**：初始权重比平常小 10,000 倍。小就是谨慎，不是吗？那么 $A^{[2]}$ 是什么，$dW^{[1]}$ 又是什么？

# %%
examine(scale=0.0001)

# %% [markdown]
# 每一层都乘上它那个极小的 $W$：往前，传到输出的只剩下偏置；往回，传到第 1 层的什么也不剩。代价又停在 $H(p)$，这回是因为别的原因。平常的大小 $1/\sqrt{n_{l-1}}$ 能让 $Z$ 保持和 $A$ 一样大。
#
# **动手试试**：权重太**大**会怎么样，`scale=2.0`？恰好为零呢（先 `from dnn import initialize_parameters_zeros`，再用 `parameters=initialize_parameters_zeros(dims)`）？

# %%
examine(scale=2.0)

# %% [markdown]
# ## 病人 5：许多层 sigmoid
#
# **先猜一猜**：sigmoid 的导数至多是 1/4。一个网络有五个这样的隐藏层。传到第 1 层时，梯度大约还剩多少？

# %%
sigmoids = [768, 20, 20, 20, 20, 20, 1]
examine(dims=sigmoids, hidden="sigmoid")

# %% [markdown]
# $(1/4)^5$ 大约是 1/1000，其余的由权重造成。从图上看得出来：一层一层地画出 $dW^{[l]}$ 的元素有多大，以 10 的幂表示。

# %%
run = fit(X, Y, sigmoids, hidden="sigmoid", num_iterations=1)
figure = plot_gradients(run.parameters, X, Y, hidden="sigmoid")
# %% [markdown]
# 换成 ReLU，它开着的时候导数是 1，传到的就多得多：

# %%
run = fit(X, Y, sigmoids, scale="he", num_iterations=1)
figure = plot_gradients(run.parameters, X, Y)
# %% [markdown]
# ## 病人 6：在家里最聪明
#
# **先猜一猜**：现在另外拿 191 张图片来看，网络从不用它们学习。训练代价降到 0 的时候，它们的代价会怎么样？

# %%
validation = (pixels[:, 209:400] / 255, labels[:, 209:400])
examine(num_iterations=4000, validation=validation)

# %% [markdown]
# 先降，再升。从最低点起，网络学的是**这些**图片，而不是猫。
#
# **动手试试**：医生的建议：`patience=5`（验证代价连续五次记录没有变好就停），或者 `lambd=1.0`。哪个有用？
#
# <details><summary>我们的结果</summary>
#
# 都有用。不用它们，那些只用来看的图片的代价最后大约是 1.0；用 <code>lambd=1.0</code> 是 0.66，用 <code>patience=5</code> 是 0.56。不过三次里判断正确的都是八成左右：更有用的是更多的图片。
# </details>

# %%
examine(num_iterations=4000, validation=validation, lambd=1.0)

# %% [markdown]
# ## 病人 7：不再是一个数
#
# **先猜一猜**：ReLU 一点也不放过的地方，Leaky ReLU 会放过一点坡度，所以它的单元死不了。那么步子想多大就多大，行吗？

# %%
try:
    fit(X, Y, dims, learning_rate=10.0, hidden="leaky_relu")
except DivergenceError as error:
    print(error)

# %% [markdown]
# 死不了的，可以爆炸。每一步都越过头，下一个导数就更大，几步之后，数就超出了计算机装得下的范围。这时训练停下来，报错会说是从哪里开始的，并交还最后一组还有限的参数。
#
# ## 选择学习率
#
# 上面一半的病人，病根都是学习率。有一个简单的办法能找到合适的：试几个，每个大约是前一个的三倍。
#
# **先猜一猜**：在一张图里画出五条曲线。迭代 1,000 次之后，哪条最低？

# %%
found = compare_learning_rates(X, Y, dims, [0.001, 0.01, 0.03, 0.1, 1.0])
plot_learning_rates(found)
found

# %% [markdown]
# 太低，就慢慢爬；太高，就停得高（或者跑出图外）。最好的那个，离出问题的那个不远，只低一点。
#
# ## 你自己的病人
#
# **动手试试**：做错一件事，只把曲线给朋友看，让他猜。几个主意：标签全都一样；某个特征不变化；打乱标签（`np.random.permutation`）；学习率 0.00001；$X$ 和 $Y$ 来自不同的图片。

# %%
examine(Y=np.random.RandomState(0).permutation(Y[0]).reshape(1, -1))

# %% [markdown]
# 打乱了标签，代价照样下降！每个单元有 768 个权重，图片只有 209 张，什么都背得下来。训练代价低，单凭这一点什么也证明不了。

# %%
run = fit(X, np.random.RandomState(0).permutation(Y[0]).reshape(1, -1), dims, learning_rate=0.03)
AL, _ = L_model_forward(validation[0], run.parameters)
((AL > 0.5) == validation[1]).mean()

# %% [markdown]
# ## 用自己的话说说
#
# 1. 有两个不同的病人都停在同样的代价 $H(p)$ 上。怎样区分他们？
# 2. 代价曲线完美无缺。还有什么可能是错的？
# 3. 死掉的 ReLU 为什么永远是死的，而饱和的 sigmoid 只是非常慢？
#
# <details><summary>关于这些问题</summary>
#
# 1. 看网络本身：`plot_activations` 看得出死掉的（全是零），`plot_gradients` 看得出处处都很小的导数。曲线分不出他们。
# 2. 也许是背下来的，也许标签是错的，也许考题漏进了训练里：训练代价低，哪一样都排除不了。
# 3. 死掉的 ReLU 导数正好是 0，哪一步都推不动它。Sigmoid 的导数很小，但从不为 0。
# </details>
#
# 下一节：[8 · 为什么快](08-why-it-is-fast.ipynb)。
