"""What the checker says of a verdict, of what it sees, and of what is no mistake: one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dnn.homework.bilingual import Words

SAID: Mapping[str, Words] = MappingProxyType(
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
            "{name} cannot be called as {call}: its arguments are others, it is written as {own}.",
            "{name} 不能按 {call} 调用：参数不符，你写的是 {own}。",
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
    }
)
