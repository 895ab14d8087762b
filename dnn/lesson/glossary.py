"""The terms of this package in English and Chinese, and the sentences of its bilingual tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, overload

from dnn.checks.values import look_up
from dnn.text import aligned, html_table


class Term(NamedTuple):
    """One row of the glossary: a term in English and in Chinese."""

    en: str
    zh: str


class Glossary(Sequence[Term]):
    """Terms in both languages: go through the rows, or look a term up by either of its names."""

    def __init__(self, *terms: tuple[str, str]) -> None:
        self._terms = tuple(Term(*term) for term in terms)

    @overload
    def __getitem__(self, key: int | str) -> Term: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Term, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Term | tuple[Term, ...]:
        """Return a row by its place, or by its English or Chinese term."""
        if isinstance(key, str):
            return look_up({name: term for term in self for name in term}, key, "term")
        return self._terms[key]

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._terms)

    def __iter__(self) -> Iterator[Term]:
        """Go through the rows."""
        return iter(self._terms)

    def __repr__(self) -> str:
        """Return the table as text."""
        return "\n".join(aligned([("English", "中文"), *self._terms]))

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        return html_table("", ("English", "中文"), self._terms)


GLOSSARY = Glossary(
    ("neural network", "神经网络"),
    ("layer", "层"),
    ("input layer", "输入层"),
    ("hidden layer", "隐藏层"),
    ("output layer", "输出层"),
    ("unit", "单元"),
    ("feature", "特征"),
    ("example", "样本"),
    ("label", "标签"),
    ("class", "类别"),
    ("training set", "训练集"),
    ("validation set", "验证集"),
    ("test set", "测试集"),
    ("parameter", "参数"),
    ("weight", "权重"),
    ("bias", "偏置"),
    ("hyperparameter", "超参数"),
    ("initialization", "初始化"),
    ("shape", "形状"),
    ("matrix", "矩阵"),
    ("column vector", "列向量"),
    ("transpose", "转置"),
    ("broadcasting", "广播"),
    ("vectorization", "向量化"),
    ("linear", "线性"),
    ("activation", "激活值"),
    ("activation function", "激活函数"),
    ("forward propagation", "前向传播"),
    ("backpropagation", "反向传播"),
    ("cache", "缓存"),
    ("loss", "损失"),
    ("cost", "代价"),
    ("cross-entropy", "交叉熵"),
    ("derivative", "导数"),
    ("gradient", "梯度"),
    ("chain rule", "链式法则"),
    ("gradient checking", "梯度检验"),
    ("gradient descent", "梯度下降"),
    ("learning rate", "学习率"),
    ("learning rate decay", "学习率衰减"),
    ("iteration", "迭代"),
    ("epoch", "轮次"),
    ("mini-batch", "小批量"),
    ("momentum", "动量"),
    ("optimizer", "优化器"),
    ("regularization", "正则化"),
    ("dropout", "随机失活"),
    ("standardization", "标准化"),
    ("one-hot", "独热编码"),
    ("logistic regression", "逻辑回归"),
    ("prediction", "预测"),
    ("probability", "概率"),
    ("accuracy", "准确率"),
    ("precision", "精确率"),
    ("recall", "召回率"),
    ("confusion matrix", "混淆矩阵"),
    ("overfitting", "过拟合"),
    ("convergence", "收敛"),
    ("divergence", "发散"),
    ("vanishing gradient", "梯度消失"),
    ("saturation", "饱和"),
    ("checkpoint", "检查点"),
)

# What the table of shapes says, in both languages; the words in it are those of the glossary.
SHAPE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                "title": "L = {L}: {hidden} and the output (the input does not count)",
                "layer": "layer {l}",
                "one example": "one example",
                "examples": "{m} examples",
                "one": "1 example",
                "meaning": "meaning",
                "given": "given",
                "input": "(n_0, m): examples as columns",
                "W": "(n_{l}, n_{k}): a row per unit",
                "b": "(n_{l}, 1): for every column",
                "flow": "(n_{l}, m): Z{l} = W{l} A{k} + b{l}",
                "right": "{name} is right",
                "wrong": "{name} is {got}, wrong: {mend}",
                "all right": "All {n} given are right.",
                "some wrong": "{wrong} of the {n} given must be mended.",
                "transpose": "transpose it, {name}.T",
                "keepdims": "sum with keepdims=True, or {name}.reshape({rows}, {columns})",
                "reshape": "{name}.reshape({rows}, {columns})",
                "flatten": "one column per example, {name}.reshape({m}, -1).T",
                "sum": "sum over the examples, dZ{l}.sum(axis=1, keepdims=True) / m",
                "broadcast": "a slope or b of rank 1 was broadcast: keepdims=True in db{l}, and "
                "b{l} of shape ({rows}, 1)",
                "no array": "{name} is a {got}, wrong: {mend}",
                "array": "make it an array, np.array({name})",
                "rows": "it needs {rows} rows, n_{l} = {rows}",
                "columns": "it needs {columns} columns, {symbol} = {columns}",
                "both": "no operation mends it, it must be {shape}",
            }
        ),
        "zh": MappingProxyType(
            {
                "title": "L = {L} 层：{hidden} 个隐藏层和 1 个输出层（输入层不计入）",
                "layer": "第 {l} 层",
                "one example": "单个样本",
                "examples": "{m} 个样本",
                "one": "1 个样本",
                "meaning": "说明",
                "given": "检查结果",
                "input": "(n_0, m)：每列一个样本",
                "W": "(n_{l}, n_{k})：每行一个单元",
                "b": "(n_{l}, 1)：加到每一列",
                "flow": "(n_{l}, m)：Z{l} = W{l} A{k} + b{l}",
                "right": "{name} 正确",
                "wrong": "{name} 的形状是 {got}，错误：{mend}",
                "all right": "所给的 {n} 个数组形状都正确。",
                "some wrong": "所给的 {n} 个数组中有 {wrong} 个需要修正。",
                "transpose": "转置，{name}.T",
                "keepdims": "求和时加 keepdims=True，或 {name}.reshape({rows}, {columns})",
                "reshape": "{name}.reshape({rows}, {columns})",
                "flatten": "每列放一个样本，{name}.reshape({m}, -1).T",
                "sum": "对样本（各列）求和，dZ{l}.sum(axis=1, keepdims=True) / m",
                "broadcast": "一维的梯度或 b 被广播了：计算 db{l} 时加 keepdims=True，"
                "b{l} 的形状应为 ({rows}, 1)",
                "no array": "{name} 是 {got}，错误：{mend}",
                "array": "先转换成数组，np.array({name})",
                "rows": "需要 {rows} 行，n_{l} = {rows}",
                "columns": "需要 {columns} 列，{symbol} = {columns}",
                "both": "无法靠变形修正，形状应为 {shape}",
            }
        ),
    }
)


def shape_words(lang: str) -> Mapping[str, str]:
    """Return what the table of shapes says in a language.

    Raises
    ------
    ValueError
        When the language is not ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> from dnn.lesson.glossary import shape_words
    >>> shape_words("zh")["layer"].format(l=1)
    '第 1 层'
    """
    return look_up(SHAPE_WORDS, lang, "language")
