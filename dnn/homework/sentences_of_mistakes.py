"""What the checker says of a mistake that no row of the table of mistakes lists: one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dnn.homework.bilingual import Words

UNLISTED: Mapping[str, Words] = MappingProxyType(
    {
        # a right result in the wrong wrapping
        "no return": Words(
            "The function returns nothing, that is None: it lacks its return.",
            "函数什么也没有返回（得到 None）：缺少 return。",
        ),
        "order returned": Words(
            "The right things are returned in another order.",
            "返回的内容都对，但顺序不对。",
        ),
        "order in the cache": Words(
            "The cache holds the right things in another order.",
            "缓存里的内容都对，但顺序不对。",
        ),
        "key for key": Words(
            "What is asked for as {right} stands under {wrong}.",
            "要求的键是 {right}，现在写成了 {wrong}。",
        ),
        "values swapped": Words(
            "The values under {wrong} and {right} stand in each other's place.",
            "键 {wrong} 和 {right} 的值放反了。",
        ),
        "tuple for a dict": Words(
            "What is returned should be a dict with a name for each value.",
            "应返回字典，每个值都有自己的键。",
        ),
        "dict for a tuple": Words(
            "What is returned should be {layout}, not a dict.",
            "应返回 {layout}，而不是字典。",
        ),
        "more returned": Words("More is returned than {layout}.", "返回的内容比 {layout} 多。"),
        "keys missing": Words("What is returned lacks {keys}.", "返回的字典里缺少 {keys}。"),
        "no dict returned": Words(
            "What is returned should be {layout}, a dict with {keys}.",
            "应返回字典 {layout}，键为 {keys}。",
        ),
        "no list of pairs": Words(
            "What is returned should be {layout}, a list of pairs (x, y).",
            "应返回列表 {layout}，其中每一项是 (x, y)。",
        ),
        "parts missing": Words(
            "What is returned should be {layout}: something is missing, or too much.",
            "应返回 {layout}：现在少了或多了内容。",
        ),
        # an error that no known mistake raises
        "key not there": Words(
            "The key {missing} is looked up where it is not: which names and layers are there?",
            "要查的键 {missing} 不存在：那里有哪些名字、哪一层？",
        ),
        "shapes do not fit": Words(
            "The shapes do not fit in what computes `{target}`: look at the order, the transposes "
            "and which variable stands there.",
            "计算 `{target}` 时形状对不上：检查顺序、转置和所用的变量。",
        ),
        "single": Words(
            "{leaf} is one number, and should be an array with an entry for each.",
            "{leaf} 只是一个数，应当是每个位置都有值的数组。",
        ),
        "another shape": Words(
            "{leaf} has the shape {got}: which product, which axis gives it another?",
            "{leaf} 的形状是 {got}：哪个乘积、哪个轴使它不同？",
        ),
        "list length": Words(
            "{leaf} holds {got} entries, and should hold one for each layer.",
            "{leaf} 里有 {got} 项，应当每层一项。",
        ),
        "no value": Words(
            "On the way to `{target}` a variable gets no value: is there a branch for this case, "
            "and is the activation spelt right?",
            "计算 `{target}` 的途中有变量没有得到值：这种情况有分支吗？激活函数的名字写对了吗？",
        ),
        "index": Words(
            "An index goes beyond what is there, in what computes `{target}`.",
            "计算 `{target}` 时下标越界。",
        ),
        "call": Words(
            "A call in what computes `{target}` is given something else than it takes.",
            "计算 `{target}` 的调用里，给的参数不是它要的。",
        ),
        "start scale": Words(
            "The steps are right, but the model starts from weights of another size: the course "
            "makes them small, by 0.01 or by the root of the number of inputs.",
            "训练步骤都对，但初始权重的大小不对：课程里乘 0.01，或除以输入个数的平方根。",
        ),
        "layer": Words("{leaf} of layer {l}", "第 {l} 层的 {leaf}"),
        "cached": Words("{leaf} in the cache", "缓存里的{leaf}"),
        "scalar": Words(
            "A scalar db or b is right in the edition of 2017-08 alone: "
            'there, check with edition="2017-08".',
            '只有 2017-08 版里 db 或 b 可以是标量：那一版请用 edition="2017-08" 检查。',
        ),
        # what the trial of small changes finds
        "factor m": Words(
            "{leaf} is m times what it should be: the division by m is missing.",
            "{leaf} 是应有值的 m 倍：缺少除以 m。",
        ),
        "factor 1 / m": Words("{leaf} is divided by m once too often.", "{leaf} 多除了一次 m。"),
        "sign": Words("{leaf} has the wrong sign.", "{leaf} 的正负号反了。"),
        "factor": Words(
            "{leaf} is off by a factor of {factor:.4g} throughout.",
            "{leaf} 处处差一个倍数 {factor:.4g}。",
        ),
        "factor of the sizes": Words(
            "{leaf} is off by a factor that changes with the sizes: by what is it divided?",
            "{leaf} 差一个随尺寸变化的倍数：它除以了什么？",
        ),
        "transposed": Words("{leaf} is transposed.", "{leaf} 被转置了。"),
        "rank": Words(
            "{leaf} has the right numbers in the wrong shape {got}: keepdims=True keeps it.",
            "{leaf} 的数值对，但形状是 {got}：用 keepdims=True 保持列向量。",
        ),
        "shifted": Words("{leaf} is off by the same number everywhere.", "{leaf} 处处差同一个数。"),
        "another value": Words(
            "{leaf} is what {of} should be: the wrong variable was taken.",
            "{leaf} 的值其实是 {of}：用错了变量。",
        ),
        "zero everywhere": Words(
            "{leaf} is zero everywhere: is it filled?", "{leaf} 全是 0：有没有给它赋值？"
        ),
        "same everywhere": Words(
            "{leaf} is the same number everywhere: is something summed over too much?",
            "{leaf} 处处是同一个数：是不是求和求得太多了？",
        ),
        "another order": Words(
            "{leaf} has the right entries in another order.", "{leaf} 的元素都对，但顺序不对。"
        ),
        "some columns": Words(
            "{leaf} is right in some of its columns alone: does a loop reach every example?",
            "{leaf} 只有部分列是对的：循环到了每个样本吗？",
        ),
        "some rows": Words(
            "{leaf} is right in some of its rows alone: what is different about the others?",
            "{leaf} 只有部分行是对的：其余的行有什么不同？",
        ),
        "function of it": Words(
            "{leaf} has gone through {function} once too often.", "{leaf} 多做了一次 {function}。"
        ),
        "multiple of another": Words(
            "{leaf} is a multiple of {of}: what it is made of is missing in part.",
            "{leaf} 只是 {of} 的倍数：公式里少了一部分。",
        ),
        "function of another": Words(
            "{leaf} is {function} of {of}: the function or its argument is another one.",
            "{leaf} 是 {of} 的 {function}：函数或自变量用错了。",
        ),
        "term": Words(
            "{leaf} is off by a multiple of {of}: a term is missing, or one is too many.",
            "{leaf} 差了 {of} 的倍数：少了一项，或多了一项。",
        ),
        "factor of it": Words(
            "{leaf} is off by the factor {of}: one is missing, or one is too many.",
            "{leaf} 差了一个因子 {of}：少乘除了一次，或多了一次。",
        ),
        "first wrong": Words(
            "{leaf} is the first value that is wrong; what is computed before it is right.",
            "{leaf} 是第一个不对的值；在它之前算出的值都对。",
        ),
        "of layer": Words("what belongs to layer {l}", "第 {l} 层"),
        "alone wrong": Words(
            "Of all that is returned this alone is wrong: {leaf}.",
            "返回的内容里不对的只有：{leaf}。",
        ),
    }
)
