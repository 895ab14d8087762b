"""Mistakes in the cost of weeks 3 and 4, and in predictions."""

from __future__ import annotations

from collections.abc import Iterator

from dnn.homework.mistakes.row import Mistake

EPSILONS = ("1e-8", "1e-15", "1e-10", "1e-5", "1e-7", "1e-9", "1e-12", "1e-6", "1e-16", "1e-4")


def _costs(week: str, A: str) -> Iterator[Mistake]:
    """Yield the mistakes of compute_cost, whose output is called AL in one week, A2 in another."""
    exercise = f"{week} compute_cost"
    one, two = f"Y * np.log({A})", f"(1 - Y) * np.log(1 - {A})"
    both, whole = f"{one} + {two}", f"-np.sum({one} + {two}) / m"
    yield Mistake(
        exercise,
        "no 1 / m",
        {whole: f"-np.sum({both})"},
        "The cost is a mean over the examples: by what is the sum divided? Y has a column for "
        "each example.",
        "代价是对样本的平均：总和要除以什么？Y 的每一列是一个样本。",
        None,
        [{"Y.shape[1]": "Y.shape[0]"}],
    )
    yield Mistake(
        exercise,
        "sign",
        {whole: whole[1:]},
        "Logarithms of probabilities are negative; a cost is not: look at the sign.",
        "概率的对数是负数，代价不是：看符号。",
    )
    yield Mistake(
        exercise,
        "term of label 0 missing",
        {both: one},
        "The examples with label 0 cost something too: a term is missing.",
        "标签为 0 的样本也有代价：少了一项。",
    )
    yield Mistake(
        exercise,
        "term of label 1 missing",
        {both: two},
        "The examples with label 1 cost something too: a term is missing.",
        "标签为 1 的样本也有代价：少了一项。",
    )
    epsilons = [
        {f"np.log({A})": f"np.log({A} + {e})", f"np.log(1 - {A})": f"np.log(1 - {A} + {e})"}
        for e in EPSILONS
    ]
    first = [{f"np.log({A})": f"np.log({A} + {e})"} for e in EPSILONS]
    clipped = [
        {
            f"np.log({A})": f"np.log(np.clip({A}, {e}, 1 - {e}))",
            f"np.log(1 - {A})": f"np.log(1 - np.clip({A}, {e}, 1 - {e}))",
        }
        for e in EPSILONS
    ]
    yield Mistake(
        exercise,
        "epsilon in the log",
        epsilons[0],
        "Something is added within the logarithm, or it is clipped: that shows where the output "
        "is near 0 or 1, and the course's formula has none.",
        "对数里加了一个小数，或做了截断：输出接近 0 或 1 时结果就不同，课程的公式里没有它。",
        None,
        [*epsilons[1:], *first, *clipped],
    )
    yield Mistake(
        exercise,
        "bracket of the sum",
        {whole: f"-np.sum({one}) / m + np.sum({two}) / m"},
        "The minus is for both terms: look at the brackets.",
        "负号对两项都起作用：看括号。",
        None,
        [
            {whole: f"(-np.sum({one}) + np.sum({two})) / m"},
            {whole: f"-np.sum({one}) / m + np.sum({two})"},
            {whole: f"-np.sum({one}) + np.sum({two}) / m"},
        ],
    )
    yield Mistake(
        exercise,
        "1 / m of one term",
        {whole: f"-(np.sum({one}) / m + np.sum({two}))"},
        "Both terms are divided by m: look at the brackets.",
        "两项都要除以 m：看括号。",
        None,
        [{whole: f"-(np.sum({one}) + np.sum({two}) / m)"}],
    )
    yield Mistake(
        exercise,
        "squared error",
        {whole: f"np.sum(({A} - Y) ** 2) / m"},
        "That is the squared error; the cost of this course is the cross-entropy.",
        "这是平方误差；本课程的代价是交叉熵。",
        None,
        [{whole: f"np.sum(({A} - Y) ** 2) / (2 * m)"}, {whole: f"np.sum(({A} - Y) ** 2)"}],
    )
    yield Mistake(
        exercise,
        "np.dot without the transpose",
        {f"np.sum({both})": f"(np.dot(Y, np.log({A})) + np.dot(1 - Y, np.log(1 - {A})))"},
        "A row times a row: np.dot needs the second of them transposed.",
        "行向量乘行向量：np.dot 的第二个要转置。",
    )
    yield Mistake(
        exercise,
        "log of the labels",
        {both: f"{A} * np.log(Y) + (1 - {A}) * np.log(1 - Y)"},
        "The logarithm is taken of the output, not of the labels.",
        "取对数的是输出，而不是标签。",
    )
    yield Mistake(
        exercise,
        "output swapped in the second term",
        {f"np.log(1 - {A})": f"np.log({A})"},
        "In the second term the probability of label 0 stands in the logarithm.",
        "第二项的对数里应是标签为 0 的概率。",
    )
    yield Mistake(
        exercise,
        "no logarithm in the second term",
        {two: f"(1 - Y) * (1 - {A})"},
        "Both terms have a logarithm.",
        "两项都有对数。",
    )
    yield Mistake(
        exercise,
        "labels swapped",
        {both: f"(1 - Y) * np.log({A}) + Y * np.log(1 - {A})"},
        "Where the label is 1, the logarithm of the output counts: it is the other way round.",
        "标签为 1 时取输出的对数：正好反了。",
    )
    yield Mistake(
        exercise,
        "another logarithm",
        {"np.log(": "np.log10("},
        "The course's log is the natural one.",
        "课程里的 log 是自然对数。",
        None,
        [{"np.log(": "np.log2("}],
    )
    yield Mistake(
        exercise,
        "divided by 2 m",
        {") / m": ") / (2 * m)"},
        "The cross-entropy is divided by m: there is no 2.",
        "交叉熵只除以 m：没有 2。",
    )
    yield Mistake(
        exercise,
        "cost not summed",
        {f"-np.sum({both})": f"-({both})"},
        "The losses of the examples are to be added up to one number.",
        "要把各个样本的损失加成一个数。",
    )
    yield Mistake(
        exercise,
        "cost is a matrix",
        {"cost)": "cost).reshape(1, 1)"}
        if week == "4"
        else {"float(np.squeeze(cost))": "np.reshape(cost, (1, 1))"},
        "The cost is one number, not a matrix with one entry: np.squeeze takes the brackets off.",
        "代价是一个数，而不是只有一个元素的矩阵：np.squeeze 可以去掉多余的维度。",
    )


def _decisions(week: str, A: str, p: str, layer: str) -> Iterator[Mistake]:
    """Yield the mistakes of predict of one week."""
    exercise, right = f"{week} predict", f"np.where({A} > 0.5, 1.0, 0.0)"
    yield Mistake(
        exercise,
        "probability returned",
        {right: f"{A} * 1.0"},
        "A prediction is 0 or 1: the probability is still to be held against a threshold.",
        "预测是 0 或 1：概率还要与阈值比较。",
    )
    yield Mistake(
        exercise,
        "the other side of the threshold",
        {f"{A} > 0.5": f"{A} < 0.5"},
        "A probability above the threshold means 1: it is the other way round.",
        "概率大于阈值应预测为 1：正好反了。",
    )
    yield Mistake(
        exercise,
        "threshold 0",
        {f"{A} > 0.5": f"{A} > 0"},
        "A probability is always above 0: where is the middle?",
        "概率总是大于 0：中间值是多少？",
    )
    yield Mistake(
        exercise,
        "another threshold",
        {f"{A} > 0.5": f"{A} > 0.6"},
        "The threshold is the middle between 0 and 1.",
        "阈值应取 0 和 1 的正中间。",
        None,
        [{f"{A} > 0.5": f"{A} > {t}"} for t in (0.4, 0.7, 0.3, 0.8, 0.2, 0.9)],
    )
    yield Mistake(
        exercise,
        "one prediction for all",
        {right: f"np.where(np.mean({A}) > 0.5, 1.0, 0.0)"},
        "Each example has its own prediction.",
        "每个样本都有自己的预测。",
    )
    yield Mistake(
        exercise,
        "share returned",
        {f"return {p}": f"return np.mean({p})"},
        "What is returned is the prediction of every example, not one number.",
        "要返回每个样本的预测，而不是一个数。",
    )


ROWS = (
    *_costs("4", "AL"),
    *_costs("3", "A2"),
    *_decisions("4", "AL", "p", "last"),
    *_decisions("3", "A2", "predictions", "last"),
    *_decisions("2", "A", "Y_prediction", "only"),
    Mistake(
        "4 predict",
        "labels returned",
        {"return p": "return y * 1.0"},
        "The labels are only there to be compared with: predict from X.",
        "标签只是用来比较的：要根据 X 来预测。",
    ),
    Mistake(
        "2 predict",
        "w not transposed",
        {"w.T @ X": "w @ X"},
        "w is a column: what turns it into a row?",
        "w 是列向量：怎样变成行向量？",
        "(1)",
    ),
    Mistake(
        "2 predict",
        "no b",
        {"w.T @ X + b": "w.T @ X"},
        "A term is missing: the bias.",
        "少了一项：偏置。",
        "(1)",
    ),
    Mistake(
        "2 predict",
        "no sigmoid",
        {"sigmoid(w.T @ X + b)": "w.T @ X + b"},
        "Z is no probability yet: sigmoid makes it one.",
        "Z 还不是概率：要经过 sigmoid。",
        "(2)",
    ),
)
