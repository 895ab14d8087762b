"""Mistakes of initialisation of one or two layers, in weeks 2, 3 and 4."""

from __future__ import annotations

from collections.abc import Iterator

from dnn.homework.mistakes.row import Mistake

RNG = "rng.randn("


def _shallow(week: str, seed: int) -> Iterator[Mistake]:
    """Yield the mistakes of initialize_parameters; two weeks have it, with another seed each."""
    exercise = f"{week} initialize_parameters"
    yield Mistake(
        exercise,
        "no 0.01",
        {" * 0.01": ""},
        "W is drawn too large: the course makes it small.",
        "W 取得太大：课程里会把它缩小。",
        None,
        [{"(n_h, n_x) * 0.01": "(n_h, n_x)"}, {"(n_y, n_h) * 0.01": "(n_y, n_h)"}],
    )
    yield Mistake(
        exercise,
        "another scale",
        {" * 0.01": " * 0.1"},
        "The scale of W is another one: look at the factor.",
        "W 的缩放系数不对：看那个因子。",
        None,
        [{" * 0.01": f" * {s}"} for s in ("0.001", "10", "n_x**-0.5", "n_h**-0.5", "n_h", "0.02")]
        + [
            {
                "(n_h, n_x) * 0.01": "(n_h, n_x) / n_x**0.5",
                "(n_y, n_h) * 0.01": "(n_y, n_h) / n_h**0.5",
            }
        ],
    )
    yield Mistake(
        exercise,
        "rand for randn",
        {RNG: "rng.rand("},
        "rand draws from 0 to 1: no W is negative then. The other one draws from N(0, 1).",
        "rand 在 0 到 1 之间取值，W 不会有负数。另一个函数从 N(0, 1) 取值。",
    )
    yield Mistake(
        exercise,
        "W zeros",
        {
            "rng.randn(n_h, n_x) * 0.01": "np.zeros((n_h, n_x))",
            "rng.randn(n_y, n_h) * 0.01": "np.zeros((n_y, n_h))",
        },
        "With W = 0 all units of a layer stay alike: W is drawn at random.",
        "W 全为 0 时同一层的单元永远一样：W 要随机取。",
    )
    yield Mistake(
        exercise,
        "random b",
        {
            "np.zeros((n_h, 1))": "rng.randn(n_h, 1) * 0.01",
            "np.zeros((n_y, 1))": "rng.randn(n_y, 1) * 0.01",
        },
        "b starts at 0: it need not be random.",
        "b 从 0 开始：不需要随机。",
        None,
        [{"np.zeros((n_h, 1))": "rng.rand(n_h, 1)", "np.zeros((n_y, 1))": "rng.rand(n_y, 1)"}],
    )
    yield Mistake(
        exercise,
        "b ones",
        {"np.zeros": "np.ones"},
        "b starts at another number than 0.",
        "b 的初值不是 0。",
    )
    yield Mistake(
        exercise,
        "b = 0",
        {"np.zeros((n_h, 1))": "0", "np.zeros((n_y, 1))": "0"},
        "b is a column with an entry for each unit, not one number.",
        "b 是列向量，每个单元一个数，而不是一个数。",
        None,
        [{"np.zeros((n_h, 1))": "0.0", "np.zeros((n_y, 1))": "0.0"}],
    )
    yield Mistake(
        exercise,
        "b of rank 1",
        {"np.zeros((n_h, 1))": "np.zeros(n_h)", "np.zeros((n_y, 1))": "np.zeros(n_y)"},
        "b is a column of the shape (n, 1): this one has rank 1.",
        "b 是形状 (n, 1) 的列向量：现在只有一维。",
    )
    yield Mistake(
        exercise,
        "b a row",
        {"(n_h, 1)": "(1, n_h)", "(n_y, 1)": "(1, n_y)"},
        "b is a column, not a row.",
        "b 是列向量，不是行向量。",
    )
    yield Mistake(
        exercise,
        "W transposed",
        {"(n_h, n_x)": "(n_x, n_h)", "(n_y, n_h)": "(n_h, n_y)"},
        "W has a row for each unit of its layer and a column for each input.",
        "W 的每行对应本层的一个单元，每列对应一个输入。",
        None,
        [{"(n_h, n_x)": "(n_x, n_h)"}, {"(n_y, n_h)": "(n_h, n_y)"}],
    )
    yield Mistake(
        exercise,
        "no seed",
        {f"RandomState({seed})": "RandomState()"},
        "Every call draws other numbers: set the seed first, so that the results can be compared.",
        "每次调用的随机数都不同：先固定随机种子，结果才能对照。",
    )


ROWS = (
    *_shallow("4", 1),
    *_shallow("3", 2),
    Mistake(
        "initialize_with_zeros",
        "w of rank 1",
        {"np.zeros((dim, 1))": "np.zeros(dim)"},
        "w is a column of the shape (dim, 1): this one has rank 1.",
        "w 是形状 (dim, 1) 的列向量：现在只有一维。",
    ),
    Mistake(
        "initialize_with_zeros",
        "w a row",
        {"(dim, 1)": "(1, dim)"},
        "w is a column, not a row.",
        "w 是列向量，不是行向量。",
    ),
    Mistake(
        "initialize_with_zeros",
        "w ones",
        {"np.zeros": "np.ones"},
        "w starts at another number than 0.",
        "w 的初值不是 0。",
    ),
    Mistake(
        "initialize_with_zeros",
        "w square",
        {"(dim, 1)": "(dim, dim)"},
        "w has one column: logistic regression is one unit.",
        "w 只有一列：逻辑回归只有一个单元。",
    ),
    Mistake(
        "initialize_with_zeros",
        "w random",
        {"np.zeros((dim, 1))": "np.random.RandomState(1).randn(dim, 1)"},
        "Here w starts at 0, as the name says.",
        "这里 w 从 0 开始，函数名就是这个意思。",
    ),
    Mistake(
        "initialize_with_zeros",
        "b an array",
        {"b = 0.0": "b = np.zeros((dim, 1))"},
        "b is one number: logistic regression is one unit.",
        "b 是一个数：逻辑回归只有一个单元。",
        None,
        [{"b = 0.0": "b = np.zeros((1, 1))"}, {"b = 0.0": "b = np.zeros(1)"}],
    ),
    Mistake(
        "initialize_with_zeros",
        "b one",
        {"b = 0.0": "b = 1.0"},
        "b starts at another number than 0.",
        "b 的初值不是 0。",
    ),
    Mistake(
        "initialize_with_zeros",
        "order of what is returned",
        {"return w, b": "return b, w"},
        "w comes first, then b.",
        "先返回 w，再返回 b。",
    ),
    Mistake(
        "initialize_with_zeros",
        "only w returned",
        {"return w, b": "return w"},
        "Two things are returned: w and b.",
        "要返回两样：w 和 b。",
    ),
)
