"""Mistakes of random_mini_batches: shuffled, cut, the last one kept."""

from __future__ import annotations

from dnn.homework.mistakes.row import Mistake

END = "end = start + mini_batch_size"
LAST = f"{END}\n        if end > m:\n            "
BATCH = "mini_batches.append((shuffled_X[:, start:end], shuffled_Y[:, start:end]))"
LOOP = "range(0, m, mini_batch_size)"

ROWS = (
    Mistake(
        "random_mini_batches",
        "last batch missing",
        {LOOP: "range(0, m - m % mini_batch_size, mini_batch_size)"},
        "The examples that are left over make a last, smaller batch.",
        "剩下的样本组成最后一个较小的批次。",
    ),
    Mistake(
        "random_mini_batches",
        "last slice",
        {END: f"{LAST}start, end = 0, m - start"},
        "The last batch holds the wrong examples: where does it start, and where does it end?",
        "最后一批里的样本不对：它从哪里开始，到哪里结束？",
        None,
        [
            {END: f"{LAST}{slice_}"}
            for slice_ in (
                "start = mini_batch_size",
                "start, end = m - mini_batch_size, m",
                "start, end = start - mini_batch_size, m",
                "end = m - 1",
                "start = start + 1",
                "start, end = mini_batch_size, m",
                "start, end = 0, m",
                "start, end = 0, mini_batch_size",
                "start, end = m % mini_batch_size, m",
                "start, end = start // mini_batch_size, m",
                "start, end = m // mini_batch_size, m",
            )
        ],
    ),
    Mistake(
        "random_mini_batches",
        "not shuffled",
        {".permutation(m)": ".permutation(m) * 0 + np.arange(m)"},
        "The columns are shuffled before they are cut.",
        "切分之前要先打乱列的顺序。",
    ),
    Mistake(
        "random_mini_batches",
        "only X shuffled",
        {"Y[:, permutation]": "Y"},
        "X and Y are shuffled alike: otherwise no example has its label.",
        "X 和 Y 要用同一个排列打乱：否则样本和标签对不上。",
    ),
    Mistake(
        "random_mini_batches",
        "only Y shuffled",
        {"X[:, permutation]": "X"},
        "X is shuffled by the same permutation as Y.",
        "X 也要用与 Y 相同的排列打乱。",
    ),
    Mistake(
        "random_mini_batches",
        "rows shuffled",
        {"X[:, permutation]": "X[permutation, :]"},
        "The examples are the columns: which index does the permutation belong to?",
        "样本是列：排列应放在哪个下标？",
        None,
        [{"X[:, permutation]": "X[permutation]", "Y[:, permutation]": "Y[permutation]"}],
    ),
    Mistake(
        "random_mini_batches",
        "seed not used",
        {"RandomState(seed)": "RandomState(0)"},
        "The seed is an argument: another one shuffles otherwise.",
        "seed 是参数：换一个种子，顺序就应不同。",
    ),
    Mistake(
        "random_mini_batches",
        "batches overlap",
        {LOOP: "range(0, m, max(1, mini_batch_size - 1))"},
        "Each example is in one batch: here some are in two.",
        "每个样本只在一个批次里：这里有的出现了两次。",
    ),
    Mistake(
        "random_mini_batches",
        "gaps between the batches",
        {"end = start + mini_batch_size": "end = start + mini_batch_size - 1"},
        "A slice leaves its end out already: here an example is lost in every batch.",
        "切片本来就不包含终点：这里每批都丢了一个样本。",
    ),
    Mistake(
        "random_mini_batches",
        "the first batch every time",
        {BATCH: BATCH.replace("start:end", "0:mini_batch_size")},
        "Every batch holds the same examples: the slice does not move.",
        "每一批都是同样的样本：切片没有移动。",
    ),
    Mistake(
        "random_mini_batches",
        "batch size hard-coded",
        {"    m = X.shape[1]\n": "    m = X.shape[1]\n    mini_batch_size = 64\n"},
        "The size of a batch is an argument.",
        "批次大小是参数。",
    ),
    Mistake(
        "random_mini_batches",
        "one list of both",
        {BATCH: BATCH.replace("append((", "extend((")},
        "Each batch is a pair of X and Y.",
        "每一批是 X 和 Y 组成的二元组。",
    ),
)
