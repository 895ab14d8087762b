"""What a trace and a gradient check say, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dnn.checks.values import look_up
from dnn.shapes import EQUATIONS

Words = Mapping[str, str]

TRACE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                "title": "One pass {way} through {dims}: L = {layers}, {hidden} hidden; {examples}",
                "forward": "forward",
                "forward and back": "forward and back",
                "layers": "{L} layers",
                "one layer": "1 layer",
                "example": "example {place} of the {m} (counted from 0)",
                "input": "the input",
                "output": "AL, the output",
                "loss": "loss",
                "the loss": "the loss of {AL} and {Y}",
                "mean loss": "mean of the losses of {AL} and {Y}",
                "by the chain rule": "dAL * {g}'({Z}), dAL the slope of the loss",
                "db": "sum over the columns of {dZ} / {m}",
                "at once": "the lecture's (5) at once, {W_T} . {dZ} * {g}'({Z}): "
                "within {apart:.1g}",
                "mean": "mean of {of_one} over {examples}",
                "examples": "{m} examples",
                "one example": "1 example",
                "vectorised": "the vectorised {name}, by ({number}), within {apart:.1g}",
                "(8)": EQUATIONS[8],
                "lecture": "lecture",
                "equation": "equation",
                "with shapes": "with its shapes",
                "first values": "first values",
            }
        ),
        "zh": MappingProxyType(
            {
                "title": "网络 {dims} 的一次{way}："
                "L = {layers}，其中 {hidden} 个隐藏层；{examples}",
                "forward": "前向传播",
                "forward and back": "前向传播和反向传播",
                "layers": "{L} 层",
                "one layer": "1 层",
                "example": "{m} 个样本中的第 {place} 个（从 0 数起）",
                "input": "输入",
                "output": "AL，即输出",
                "loss": "损失",
                "the loss": "{AL} 与 {Y} 的损失",
                "mean loss": "{AL} 与 {Y} 的损失的平均值",
                "by the chain rule": "dAL * {g}'({Z})，dAL 是损失对 AL 的导数",
                "db": "{dZ} 各列之和 / {m}",
                "at once": "一步到位，用课上的式 (5)：{W_T} . {dZ} * {g}'({Z})，相差 {apart:.1g}",
                "mean": "{examples}的 {of_one} 的平均值",
                "examples": "{m} 个样本",
                "one example": "1 个样本",
                "vectorised": "与式 ({number}) 向量化算出的 {name} 相差 {apart:.1g}",
                "(8)": "db = dZ 对样本求和 / m",
                "lecture": "课上编号",
                "equation": "公式",
                "with shapes": "代入形状",
                "first values": "开头几个数",
            }
        ),
    }
)

CHECK_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                "slope": "slope",
                "checked": "checked",
                "difference": "difference",
                "limit": "limit",
                "verdict": "verdict",
                "of": "{checked} of {size}",
                "right": "right",
                "wrong": "wrong",
                "not checked": "not checked",
                "cannot tell": "cannot tell",
                "nothing": "Nothing could be checked: every entry lies at a kink of its "
                "activation.",
                "wrong in": "The gradients are wrong, in {names}: {figure}.",
                "all right": "The gradients are right: {figure}.",
                "all wrong": "The gradients are wrong: {figure}.",
                "too coarse": "Rounding is too coarse beside these slopes to tell; try "
                "epsilon=1e-5, and examples whose output is not saturated.",
                "figure": "the difference is {difference:.2e} {sign} {limit:.1e}",
                "every": "every entry",
                "sample": "a random sample (seed {seed})",
                "way": "Checked: {checked} of {size} entries, {way}, central differences of step "
                "{epsilon:g}.",
                "kinks": "Left out: {kinks} at a kink, where there is no slope to compare.",
                "worst": "Worst: {entry}",
                "entry": "{name}[{where}]: numeric {numeric:.9g}, yours {yours:.9g}",
                "comma": ", ",
            }
        ),
        "zh": MappingProxyType(
            {
                "slope": "梯度",
                "checked": "已检验",
                "difference": "相对差",
                "limit": "上限",
                "verdict": "结论",
                "of": "{size} 个中的 {checked} 个",
                "right": "正确",
                "wrong": "错误",
                "not checked": "未检验",
                "cannot tell": "无法判断",
                "nothing": "没有什么可以检验：每个元素都落在激活函数的折点上。",
                "wrong in": "梯度有误，错在 {names}：{figure}。",
                "all right": "梯度正确：{figure}。",
                "all wrong": "梯度有误：{figure}。",
                "too coarse": "与这些梯度相比，舍入误差太大，无法判断；"
                "请试试 epsilon=1e-5，并选用输出没有饱和的样本。",
                "figure": "相对差 {difference:.2e} {sign} {limit:.1e}",
                "every": "全部元素",
                "sample": "随机抽样（种子 {seed}）",
                "way": "检验了 {size} 个元素中的 {checked} 个（{way}），"
                "用步长 {epsilon:g} 的中心差分。",
                "kinks": "略去：{kinks} 个落在折点上，那里没有可比较的导数。",
                "worst": "差得最多的：{entry}",
                "entry": "{name}[{where}]：数值 {numeric:.9g}，你的 {yours:.9g}",
                "comma": "、",
            }
        ),
    }
)


def trace_words(lang: str) -> Words:
    """Return what a trace says in a language.

    Raises
    ------
    ValueError
        When the language is not ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> from dnn.lesson.words import trace_words
    >>> trace_words("zh")["lecture"]
    '课上编号'
    """
    return look_up(TRACE_WORDS, lang, "language")


def check_words(lang: str) -> Words:
    """Return what a gradient check says in a language.

    Raises
    ------
    ValueError
        When the language is not ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> from dnn.lesson.words import check_words
    >>> check_words("en")["verdict"]
    'verdict'
    """
    return look_up(CHECK_WORDS, lang, "language")
