"""What the pictures of a network say, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dnn.checks.values import look_up

__all__ = ["picture_words"]

Words = Mapping[str, str]

PICTURE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                # a network
                "network": "L = {layers}: {hidden} and the output",
                "layers": "{n} layers",
                "one layer": "1 layer",
                "hidden layers": "{n} hidden layers",
                "one hidden layer": "1 hidden layer",
                "layer": "layer {l}",
                "input": "input",
                "hidden": "hidden, {g}",
                "output": "output, {g}",
                "above 0": "weight above 0",
                "below 0": "below 0",
                "width": "the thicker, the larger within its layer",
                # one pass
                "pass": "One pass through {dims}, m = {m}",
                "page": "One pass through a network, step by step",
                "forward": "forward: values flow right",
                "cost": "the cost",
                "backward": "back: slopes flow left",
                "losses": "mean of the losses of",
                "and": "and",
                "slope of the loss": "slope of the loss of",
                "sum": "sum of the columns of",
                "colours": "blue: above 0, red: below 0",
                "scale sqrt": "boxes: sides to the scale of their square roots",
                "scale log": "boxes: sides to the scale 1 + log2",
                "X": "The input: one column per example, one row per feature.",
                "Z": "Each unit weighs its inputs and adds its bias.",
                "A": "The activation {g} makes of it what the layer passes on.",
                "J": "How wrong is it? The mean of the losses of all examples.",
                "dZ of the output": "Here the way back starts: how far each prediction is off.",
                "dZ": "Back through {g}: times its slope, entry by entry.",
                "dW": "What each weight does to the cost: the mean over the examples.",
                "db": "What each bias does to it: the same mean, without the inputs.",
                "dA_prev": "Back to the layer before, through the same weights, transposed.",
            }
        ),
        "zh": MappingProxyType(
            {
                "network": "L = {layers}：{hidden}和输出层",
                "layers": "{n} 层",
                "one layer": "1 层",
                "hidden layers": "{n} 个隐藏层",
                "one hidden layer": "1 个隐藏层",
                "layer": "第 {l} 层",
                "input": "输入",
                "hidden": "隐藏层，{g}",
                "output": "输出层，{g}",
                "above 0": "权重为正",
                "below 0": "权重为负",
                "width": "同一层中，线越粗，绝对值越大",
                "pass": "网络 {dims} 的一次传播，m = {m}",
                "page": "网络的一次传播，一步一步看",
                "forward": "前向传播：数值从左流向右",
                "cost": "代价",
                "backward": "反向传播：梯度从右流向左",
                "losses": "下列损失的平均值：",
                "and": "与",
                "slope of the loss": "损失的导数：",
                "sum": "各列之和：",
                "colours": "蓝色为正，红色为负",
                "scale sqrt": "方框：边长按行数、列数的平方根",
                "scale log": "方框：边长按 1 + log2(行数、列数)",
                "X": "输入：每一列是一个样本，每一行是一个特征。",
                "Z": "每个单元把输入加权求和，再加上偏置。",
                "A": "经过激活函数 {g}，得到这一层的输出。",
                "J": "错得有多离谱？全部样本的损失的平均值。",
                "dZ of the output": "反向传播从这里开始：每个预测值偏离了多少。",
                "dZ": "反向穿过 {g}：逐元素乘以它的导数。",
                "dW": "每个权重对代价的影响：对样本取平均。",
                "db": "每个偏置对代价的影响：同样取平均，只是不乘输入。",
                "dA_prev": "沿着同样的权重（转置）传回前一层。",
            }
        ),
    }
)


def picture_words(lang: str) -> Words:
    """Return what the pictures say in a language.

    Raises
    ------
    ValueError
        When the language is not ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> from dnn.plots.words import picture_words
    >>> picture_words("zh")["layer"].format(l=1)
    '第 1 层'
    """
    return look_up(PICTURE_WORDS, lang, "language")


def layers_told(words: Words, L: int) -> str:
    """Return how many layers there are, and how many of them are hidden.

    Examples
    --------
    >>> from dnn.plots.words import layers_told, picture_words
    >>> layers_told(picture_words("en"), 2)
    'L = 2 layers: 1 hidden layer and the output'
    """
    layers = words["one layer" if L == 1 else "layers"].format(n=L)
    hidden = words["one hidden layer" if L == 2 else "hidden layers"].format(n=L - 1)
    return words["network"].format(layers=layers, hidden=hidden)
