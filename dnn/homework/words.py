"""What the checker says, in English and Chinese: one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dnn.checks.values import look_up
from dnn.shapes import EQUATIONS


class Words(NamedTuple):
    """One sentence in both languages; what stands in braces is put in."""

    en: str
    zh: str


LANGUAGES = Words._fields

SENTENCES: Mapping[str, Words] = MappingProxyType(
    {
        "passed": Words("{name} is right ({week}).", "{name} 正确（{week}）。"),
        "week": Words("week {week}", "第 {week} 周"),
        "course 2": Words("course 2", "第二门课"),
        "equation": Words("Equation {equation}: ", "公式 {equation}："),
        "equations": Words("Equations {equation}: ", "公式 {equation}："),
        "missing function": Words(
            "There is no {name} yet: write it, then check it.",
            "还没有 {name}：先写出这个函数再检查。",
        ),
        "default": Words(
            "The results are right, but {argument} has another value by itself than in the "
            "course, where other functions rely on it.",
            "计算结果正确，但 {argument} 的默认值与课程不同，而别的函数要用到这个默认值。",
        ),
        "placeholder": Words(
            "{name} still holds a placeholder (None, pass, ... or ____): fill it in.",
            "{name} 里还有占位符（None、pass、... 或 ____）：请补全。",
        ),
        "not a function": Words(
            "{name} is a {kind}, not a function.", "{name} 是 {kind}，不是函数。"
        ),
        "endless": Words(
            "{name} did not end within {seconds:g} seconds: does a loop never stop?",
            "{name} 在 {seconds:g} 秒内没有结束：是不是有循环停不下来？",
        ),
        "died": Words(
            "{name} ended the whole process: too much memory or time, or a crash outside Python.",
            "{name} 使整个进程中止：内存或时间超限，或在 Python 之外崩溃。",
        ),
        "odd": Words(
            "What {name} returns cannot be compared: {error}.", "{name} 的返回值无法比较：{error}。"
        ),
        "raised": Words(
            "{name} raised {error}{line} for arguments of the shapes {shapes}.",
            "参数形状为 {shapes} 时，{name} 抛出了 {error}{line}。",
        ),
        "line": Words(" in the line `{code}`", "，出错的一行是 `{code}`"),
        "arguments": Words(
            "{name} cannot be called as {call}: its arguments are others.",
            "{name} 不能按 {call} 调用：参数不符。",
        ),
        "missing": Words(
            "{leaf} is missing from what is returned: {name} returns {layout}.",
            "返回值里缺少 {leaf}：{name} 应返回 {layout}。",
        ),
        "missing beside": Words(
            "{leaf} is missing from what is returned; what is there: {there}.",
            "返回值里缺少 {leaf}；现有的是：{there}。",
        ),
        "none": Words(
            "{leaf} is None: it is still to be written, or the function lacks its return.",
            "{leaf} 是 None：还没有写，或函数缺少 return。",
        ),
        "shape": Words(
            "{leaf} has the shape {got}, which is not the one that it should have.",
            "{leaf} 的形状是 {got}，不是应有的形状。",
        ),
        "integer": Words(
            "{leaf} holds integers: the fractions are cut off, yours is {got}{at}.",
            "{leaf} 是整数数组，小数部分被截掉：你的值{at}是 {got}。",
        ),
        "nan": Words(
            "{leaf} is not finite: yours is {got}{at}.", "{leaf} 不是有限的数：你的值{at}是 {got}。"
        ),
        "value": Words(
            "{leaf} differs: yours is {got}{at}, for arguments of the shapes {shapes}.",
            "{leaf} 不对：参数形状为 {shapes} 时，你的值{at}是 {got}。",
        ),
        "at": Words(" at {index}", "在 {index} 处"),
        "description": Words("{leaf} differs: yours is {got}.", "{leaf} 不对：你的是 {got}。"),
        "sibling": Words(
            "{name} itself is right, but it calls {sibling}, and there: {message}",
            "{name} 本身没有错，但它调用了 {sibling}，问题在那里：{message}",
        ),
        "global": Words(
            "{name} takes {names} from outside in place of its arguments: use the arguments.",
            "{name} 用了函数外面的 {names}，而不是自己的参数：请使用参数。",
        ),
        "misspelt": Words(
            "{wrong} does not exist: did you mean {nearest}?",
            "没有 {wrong} 这个名字：是不是 {nearest}？",
        ),
        "last layer left out": Words(
            "Nothing of the last layer is returned: range leaves its end out.",
            "没有返回最后一层的任何结果：range 不包含终点。",
        ),
        "first layer left out": Words(
            "Nothing of the first layer is returned: look at the start of range.",
            "没有返回第一层的任何结果：看 range 的起点。",
        ),
        "undefined": Words(
            "{wrong} has no value within the function: is it an argument, or is a line missing?",
            "函数里 {wrong} 没有值：它应是参数，还是少写了一行？",
        ),
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
        # what is no mistake
        "float cost": Words(
            "The cost is a Python float; the tests of 2021 ask for a numpy value: "
            "np.squeeze(cost) returns one.",
            "代价是 Python 的 float；2021 版的测试要求 numpy 的值：np.squeeze(cost) 即可。",
        ),
        "changed": Words(
            "The arguments are changed in place; a copy would leave the caller's values as they "
            "are.",
            "函数就地修改了参数；先复制一份就不会影响调用者。",
        ),
        "older keys": Words(
            "The keys dA{{L}} .. dA1 are those of an older edition; newer ones call the same "
            "arrays dA{{L-1}} .. dA0.",
            "键 dA{{L}} .. dA1 是旧版的写法；新版把同样的数组叫作 dA{{L-1}} .. dA0。",
        ),
        "parameters alone": Words(
            "It returns the parameters alone, as four editions do; that of 2021 returns "
            "parameters, costs.",
            "它只返回 parameters，四个版本都是这样；2021 版返回 parameters, costs。",
        ),
        "printed": Words("It prints.", "函数里有打印输出。"),
        "epsilon in the root": Words(
            "Epsilon stands inside the root; in Kingma and Ba it is added to the root.",
            "epsilon 写在了根号里面；Kingma 和 Ba 的论文是加在根号外面。",
        ),
        "float32": Words(
            "It computes in float32: its last digits are fewer.", "它用 float32 计算：精度较低。"
        ),
        "list": Words(
            "It returns a list where the course returns a tuple.",
            "它返回列表，课程里返回的是元组。",
        ),
        "matrix": Words(
            "It returns np.matrix, for which * is the matrix product; np.array is safer.",
            "它返回 np.matrix，其中 * 是矩阵乘法；用 np.array 更稳妥。",
        ),
        "short cut": Words(
            "dZ = AL - Y is right wherever AL is the output of a network. The course's own test "
            "feeds another AL, for which it differs.",
            "只要 AL 是网络的输出，dZ = AL - Y 就是对的。课程自带的测试用的 AL 不是，结果会不同。",
        ),
        "scalar edition": Words(
            "A scalar db or b, as in the edition of 2017-08.",
            "db 或 b 是标量，这是 2017-08 版的写法。",
        ),
        "labels of rank 1": Words(
            "It wants Y of the shape (m,); the course's Y is (1, m).",
            "它要求 Y 的形状是 (m,)；课程里的 Y 是 (1, m)。",
        ),
        "globals read": Words(
            "It reads {names} from outside: another notebook will not have it.",
            "它读取了函数外面的 {names}：换一个 notebook 就没有了。",
        ),
        # hints
        "look at equation": Words(
            "Look at equation {equation}: {formula}.", "看一看公式 {equation}：{formula}。"
        ),
        "look at leaf": Words(
            "Look at the line that computes {leaf}.", "看一看计算 {leaf} 的那一行。"
        ),
        "returns": Words("{name} returns {layout}.", "{name} 返回 {layout}。"),
        "look at equations": Words(
            "Look at equations {equation}: {formula}.", "看一看公式 {equation}：{formula}。"
        ),
        "look at formula": Words("What it computes: {formula}.", "它要计算的是：{formula}。"),
        "all right": Words("There is nothing to mend.", "没有需要修改的地方。"),
        "table": Words("exercise|verdict|hint", "练习|结果|提示"),
        "outcome passed": Words("passed", "通过"),
        "outcome failed": Words("failed", "未通过"),
        "outcome raised": Words("raised", "出错"),
        "outcome unattempted": Words("unattempted", "未完成"),
        "none found": Words(
            "No exercise of the course was found in {file}: looked for functions of the names "
            "{names}.",
            "{file} 里没有课程的练习函数：找的是名为 {names} 的函数。",
        ),
        "could not load": Words("Left out: {what}.", "已略过：{what}。"),
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
    }
)


def say(key: str, lang: str = "en", **places: Any) -> str:
    """Return a sentence of the table in a language.

    Raises
    ------
    ValueError
        When the language is not ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> from dnn.homework.words import say
    >>> say("week", "zh", week=4)
    '第 4 周'
    """
    look_up(dict.fromkeys(LANGUAGES), lang, "language")
    sentence: str = getattr(SENTENCES[key], lang)
    return sentence.format(**places)


def numbers_of(equation: str | None) -> list[int]:
    """Return the numbers of ``"(7), (8)"``.

    Examples
    --------
    >>> from dnn.homework.words import numbers_of
    >>> numbers_of("(7), (8)"), numbers_of(None)
    ([7, 8], [])
    """
    return [int(part.strip("() ")) for part in (equation or "").split(",") if part]


def equation_text(numbers: set[int]) -> str | None:
    """Return numbers as ``"(7), (8)"``, None for none.

    Examples
    --------
    >>> from dnn.homework.words import equation_text
    >>> equation_text({8, 7}), equation_text(set())
    ('(7), (8)', None)
    """
    return ", ".join(f"({n})" for n in sorted(numbers)) or None


def cited(key: str, equation: str, lang: str, **places: Any) -> str:
    """Return a sentence that cites one equation, or several.

    Examples
    --------
    >>> from dnn.homework.words import cited
    >>> cited("equation", "(7), (8)", "en")
    'Equations (7), (8): '
    """
    many = "s" if len(numbers_of(equation)) > 1 else ""
    return say(key + many, lang, equation=equation, **places)


IN_CHINESE = {8: "db = dZ 对样本求和 / m"}  # the others are all symbols


def formulas(equation: str, lang: str) -> str:
    """Return the formulas of ``"(7), (8)"``.

    Examples
    --------
    >>> from dnn.homework.words import formulas
    >>> formulas("(7), (9)", "en")
    'dW = dZ A_prev^T / m; dA_prev = W^T dZ'
    """
    words = IN_CHINESE if lang == "zh" else {}
    return "; ".join(words.get(n, EQUATIONS[n]) for n in numbers_of(equation))


def joined(sentences: Iterable[str], lang: str) -> str:
    """Return sentences as one text: in Chinese nothing stands between them."""
    return ("" if lang == "zh" else " ").join(filter(None, sentences))
