# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")
get_ipython().run_line_magic("load_ext", "dnn.chinese")

# %% [markdown]
# # 10 · 你的作业
#
# 学完这一节，你可以让程序检查课程里的函数，并读懂错在哪里；可以运行缺少辅助文件的旧作业；如果你是老师，还可以出题，并一次检查全班的作业。
#
# 大约 10 分钟。

# %%
import tempfile
from pathlib import Path

import numpy as np

from dnn.homework import check_all, exercises
from dnn.homework.kit import make_kit, run_homework
from dnn.homework.teaching import check_class, new_exercise

folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## 错在哪个公式
#
# 下面是一层网络的反向传播，很多人会这样写。**先猜一猜**：三个梯度中哪一个是错的？


# %%
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T)
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


result = exercises.linear_backward.check()
result

# %% [markdown]
# 检查时，函数会在几组大小不同的随机数据上运行，结果再与已知错误的结果对比，最后指出公式的编号。这些内容也可以逐项读取，提示还有中文版：

# %%
print(result.outcome, "|", result.mistake, "|", result.equation)
print(result.hint(2))
exercises.linear_backward.check(lang="zh")

# %% [markdown]
# **试一试**：改正那一行，再检查一次。在脚本或评分系统里，`raise_if_failed()` 会把错误变成异常。也可以一次检查一个模块里的、或笔记本里的所有函数：


# %%
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z)), Z


check_all({"sigmoid": sigmoid, "linear_backward": linear_backward})

# %% [markdown]
# 命令行的写法是：`dnn check homework.ipynb`。
#
# ## 缺少文件的作业
#
# 网上找到的作业，很多都跑不起来：缺少辅助模块和数据，所用的库也早已变了。下面就是这样一个脚本：

# %%
script = """
get_ipython().magic('matplotlib inline')
from PIL import Image
from testCases_v4a import *
from dnn_app_utils_v3 import *

train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
train_x = train_x_orig.reshape(train_x_orig.shape[0], -1).T / 255
parameters = initialize_parameters_deep([12288, 5, 1])
AL, caches = L_model_forward(train_x, parameters)
print("cost:", compute_cost(AL, train_y).round(3))
print("cat:", Image.open("images/my_image.jpg").resize((64, 64), Image.ANTIALIAS).size)
"""
(folder / "homework.py").write_text(script, encoding="utf-8")
kit = make_kit(folder)
print("edition", kit.edition.name, "told by", kit.edition.because)
for path, what in kit.written.items():
    print(f"{path.relative_to(folder).as_posix()}: {what}")

# %% [markdown]
# 工具包只补上缺少的文件，并说明图片的来源：有你自己的文件就用你的（`data=...`），否则用 `dnn` 自带的图片。命令行的写法是：`dnn kit FOLDER`。
#
# 脚本里还有两行是旧时代的写法。`run_homework` 用替代品来运行它，并说明替代了什么：

# %%
ended = run_homework(folder / "homework.py")
ended.stand_ins

# %% [markdown]
# 命令行的写法是：`dnn homework homework.py`，笔记本也可以。
#
# ## 给老师：出一道题
#
# 一份带标记的源文件可以生成两个笔记本：一个给学生，一个带答案。另有适配器，可用于 nbgrader、otter-grader 和 pytest（`dnn exercise new FOLDER --for nbgrader`）。

# %%
made = new_exercise(folder / "exercise")
print([path.name for path in made])
source = made[0].read_text(encoding="utf-8")
print(source[source.index("def ") :])

# %% [markdown]
# ## 给老师：检查全班
#
# 三名学生交了作业。程序会同时检查所有作业，每份作业在单独的进程里运行；`dnn check --class FOLDER --out report.csv` 会写出一张表和一个网页，显示全班最常犯的错误。

# %%
right = "import numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z\n"
wrong = "import numpy as np\ndef relu(Z):\n    return np.maximum(0.01 * Z, Z), Z\n"
for name, text in {"anna": right, "ben": wrong, "carla": right}.items():
    (folder / "class").mkdir(exist_ok=True)
    (folder / "class" / f"{name}.py").write_text(text, encoding="utf-8")
report = check_class(folder / "class")
for line in report.lines:
    print(line.student, line.exercise, line.outcome, line.mistake)

# %% [markdown]
# ## 现在你可以
#
# - 让程序检查函数，并看出错在哪个公式。
# - 运行往年的作业，并知道替代了什么。
# - 出题，并看出全班还有什么没有学懂。
