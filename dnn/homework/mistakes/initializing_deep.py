"""Mistakes of initialize_parameters_deep."""

from __future__ import annotations

from collections.abc import Iterator

from dnn.homework.mistakes.row import Mistake


def _deep() -> Iterator[Mistake]:
    """Yield the mistakes of initialize_parameters_deep."""
    exercise = "initialize_parameters_deep"
    n, before = "layer_dims[l]", "layer_dims[l - 1]"
    W, b = f"rng.randn({n}, {before}) * 0.01", f"np.zeros(({n}, 1))"
    yield Mistake(
        exercise,
        "no 0.01",
        {" * 0.01": ""},
        "W is drawn too large: the course makes it small.",
        "W 取得太大：课程里会把它缩小。",
    )
    yield Mistake(
        exercise,
        "1 / n for 1 / sqrt(n)",
        {"* 0.01": f"/ {before}"},
        "W is divided by the number of inputs: a root belongs there.",
        "W 除以了输入的个数：那里少了一个根号。",
        None,
        [{"* 0.01": f"* 2 / {before}"}],
    )
    yield Mistake(
        exercise,
        "times sqrt(n)",
        {"* 0.01": f"* {before}**0.5"},
        "The more inputs a unit has, the smaller its weights: divide.",
        "输入越多权重应越小：应该作除法。",
    )
    yield Mistake(
        exercise,
        "another scale",
        {"* 0.01": "* 0.1"},
        "The scale of W is another one: look at the factor.",
        "W 的缩放系数不对：看那个因子。",
        None,
        [
            {"* 0.01": f"* {s}"}
            for s in (
                "0.001",
                "10",
                f"{n}**-0.5",
                f"(2 / {n})**0.5",
                f"(2 / ({n} + {before}))**0.5",
                f"(1 / ({n} + {before}))**0.5",
                "0.02",
                f"(6 / ({n} + {before}))**0.5",
            )
        ],
    )
    yield Mistake(
        exercise,
        "rand for randn",
        {"rng.randn(": "rng.rand("},
        "rand draws from 0 to 1: no W is negative then. The other one draws from N(0, 1).",
        "rand 在 0 到 1 之间取值，W 不会有负数。另一个函数从 N(0, 1) 取值。",
        None,
        [
            {W: f"rng.rand({n}, {before}) / {before}**0.5"},
            {W: f"rng.rand({n}, {before})"},
            {W: f"rng.rand({n}, {before}) * (2 / {before})**0.5"},
        ],
    )
    yield Mistake(
        exercise,
        "W zeros",
        {W: f"np.zeros(({n}, {before}))"},
        "With W = 0 all units of a layer stay alike: W is drawn at random.",
        "W 全为 0 时同一层的单元永远一样：W 要随机取。",
    )
    yield Mistake(
        exercise,
        "random b",
        {b: f"rng.randn({n}, 1) * 0.01"},
        "b starts at 0: it need not be random.",
        "b 从 0 开始：不需要随机。",
        None,
        [{b: f"rng.randn({n}, 1)"}, {b: f"rng.rand({n}, 1)"}],
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
        {b: "0"},
        "b is a column with an entry for each unit, not one number.",
        "b 是列向量，每个单元一个数，而不是一个数。",
        None,
        [{b: "0.0"}],
    )
    yield Mistake(
        exercise,
        "b of rank 1",
        {b: f"np.zeros({n})"},
        "b is a column of the shape (n, 1): this one has rank 1.",
        "b 是形状 (n, 1) 的列向量：现在只有一维。",
    )
    yield Mistake(
        exercise,
        "b a row",
        {b: f"np.zeros((1, {n}))"},
        "b is a column, not a row.",
        "b 是列向量，不是行向量。",
    )
    yield Mistake(
        exercise,
        "b of the layer before",
        {b: f"np.zeros(({before}, 1))"},
        "b has an entry for each unit of its own layer.",
        "b 的元素个数是本层的单元数。",
    )
    yield Mistake(
        exercise,
        "W transposed",
        {f"randn({n}, {before})": f"randn({before}, {n})"},
        "W has a row for each unit of its layer and a column for each input.",
        "W 的每行对应本层的一个单元，每列对应一个输入。",
    )
    yield Mistake(
        exercise,
        "W square",
        {f"randn({n}, {before})": f"randn({n}, {n})"},
        "W has a column for each unit of the layer before.",
        "W 的每列对应前一层的一个单元。",
    )
    yield Mistake(
        exercise,
        "last layer left out",
        {"len(layer_dims))": "len(layer_dims) - 1)"},
        "The last layer is missing: range leaves its end out already.",
        "少了最后一层：range 本来就不包含终点。",
    )
    yield Mistake(
        exercise,
        "one layer too many",
        {"len(layer_dims))": "len(layer_dims) + 1)"},
        "The first number of layer_dims is the input, no layer of its own: how many W are there?",
        "layer_dims 的第一个数是输入，不算一层：一共有几个 W？",
    )
    yield Mistake(
        exercise,
        "loop from 0",
        {"range(1, ": "range(0, "},
        "There is no W0: the layers count from 1.",
        "没有 W0：层从 1 开始编号。",
    )
    yield Mistake(
        exercise,
        "one key for all layers",
        {'[f"W{l}"]': '["W"]', '[f"b{l}"]': '["b"]'},
        "Every layer has its own key: W1, W2, ...",
        "每层都有自己的键：W1、W2……",
    )
    yield Mistake(
        exercise,
        "no seed",
        {"RandomState(3)": "RandomState()"},
        "Every call draws other numbers: set the seed first, so that the results can be compared.",
        "每次调用的随机数都不同：先固定随机种子，结果才能对照。",
    )


ROWS = tuple(_deep())
