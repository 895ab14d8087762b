"""The kinds of small changes in words: what is the matter with a line."""

from __future__ import annotations

from dnn.homework.bilingual import Words

KINDS = {
    "operator": Words(
        "an operator is another one: look at +, -, *, / and @ there",
        "运算符用错了：检查那里的 +、-、*、/ 和 @",
    ),
    "missing": Words("a term or a factor is missing", "少了一项或一个因子"),
    "extra": Words("a term, a factor or a call is too many", "多了一项、一个因子或一次调用"),
    "bracket": Words("a bracket stands in another place", "括号的位置不对"),
    "transpose": Words("a transpose is missing, or one too many", "少了或多了一次转置"),
    "order": Words("two things stand in each other's place", "有两样东西的位置写反了"),
    "name": Words("another variable stands in the place of one", "用错了变量"),
    "number": Words("a number is another one", "有一个数字不对"),
    "keyword": Words(
        "look at axis and keepdims: one is missing, or another one",
        "检查 axis 和 keepdims：少了，或写错了",
    ),
    "comparison": Words("the comparison is another one", "比较符号不对"),
    "function": Words(
        "another function is called, or one is missing", "调用了别的函数，或漏了一个函数"
    ),
    "key": Words("the key is another one", "键写错了"),
    "loop": Words("the loop begins or ends in another place", "循环的起点或终点不对"),
    "step": Words("a step is missing", "少了一步"),
    "extra step": Words("a step is too many", "多了一步"),
}
PLAIN = {
    "early return": Words(
        "The function ends within its loop: a return or break stands too far to the right.",
        "函数在循环里就结束了：return 或 break 缩进太深。",
    ),
    "loop body": Words(
        "A line stands inside the loop that belongs behind it, or the other way round: look at "
        "how far the lines are indented.",
        "有一行本应在循环外却写在了循环里，或者相反：检查缩进。",
    ),
    "no return": Words(
        "The function computes but returns nothing: it lacks its return.",
        "函数算了结果却没有返回：缺少 return。",
    ),
}


def told(kind: str, target: str) -> tuple[str, Words]:
    """Return the name of a small change in a line, and its hint.

    Examples
    --------
    >>> from dnn.homework.kinds import told
    >>> told("operator", "dW")[0], told("no return", "")[0]
    ('operator in dW', 'no return')
    """
    if kind in PLAIN:
        return kind, PLAIN[kind]
    words = KINDS[kind]
    return f"{kind} in {target}", Words(
        f"In what computes `{target}`, {words.en}.", f"计算 `{target}` 的地方：{words.zh}。"
    )
