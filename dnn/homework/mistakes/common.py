"""Mistakes that are made in the same way in several exercises."""

from __future__ import annotations

from collections.abc import Iterator

from dnn.homework.mistakes.row import Mistake

BASES = ("10.0 ** -{z}", "2.0 ** -{z}", "2.7 ** -{z}", "2.71 ** -{z}", "2.718 ** -{z}")


def _sigmoids(week: str, z: str) -> Iterator[Mistake]:
    """Yield the mistakes of sigmoid, whose argument is called z in one week, Z in another."""
    value, power = f"1 / (1 + np.exp(-{z}))", f"np.exp(-{z})"
    yield Mistake(
        f"{week} sigmoid",
        "softmax for sigmoid",
        {value: f"np.exp({z}) / np.sum(np.exp({z}))"},
        "That is softmax, whose entries add up to 1; sigmoid looks at each entry by itself.",
        "这是 softmax，各项之和为 1；sigmoid 对每个元素单独计算。",
        "(2)",
        [{value: f"np.exp({z}) / np.sum(np.exp({z}), axis=0)"}],
    )
    bases = [base.format(z=z) for base in BASES]
    yield Mistake(
        f"{week} sigmoid",
        "another base of the power",
        {power: bases[0]},
        "The base of the power is e to all its digits, as np.exp has it.",
        "底数是 e，要有全部位数：np.exp 就是这样。",
        "(2)",
        [{power: base} for base in bases[1:]],
    )
    yield Mistake(
        f"{week} sigmoid",
        "rounded output",
        {value: f"np.round({value})"},
        "The output is a probability: it is rounded only where a prediction is made.",
        "输出是概率：只有做预测时才取整。",
        "(2)",
    )
    yield Mistake(
        f"{week} sigmoid",
        "size of the argument alone",
        {power: f"np.exp(-np.abs({z}))"},
        "A negative argument gives less than 0.5: its sign counts.",
        "自变量为负时结果小于 0.5：符号不能丢。",
        "(2)",
    )


def _costs(exercise: str, A: str, one: str) -> Iterator[Mistake]:
    """Yield the mistakes of a cross-entropy."""
    first, second = f"np.log({A})", f"np.log(1 - {A})"
    logs = [{first: f"{log}({A})", second: f"{log}(1 - {A})"} for log in ("np.log10", "np.log2")]
    if "compute_cost" not in exercise.split():  # whose own table has it
        yield Mistake(
            exercise,
            "logarithm to another base",
            logs[0],
            "The logarithm is the natural one, to the base e.",
            "这里用的是自然对数，以 e 为底。",
            None,
            logs[1:],
        )
    both = f"-np.sum({one} * {first} + (1 - {one}) * {second}) / m"
    distance = f"np.sum(np.abs({A} - {one}))"
    yield Mistake(
        exercise,
        "distance for cross-entropy",
        {both: f"{distance} / m"},
        "That is how far the outputs are from the labels; the cost is their cross-entropy.",
        "这是输出与标签的距离；代价应是交叉熵。",
        None,
        [{both: distance}, {both: f"-{distance} / m"}],
    )


def _logistic_models() -> Iterator[Mistake]:
    """Yield the mistakes of week 2's model."""
    passed = ", num_iterations, learning_rate, print_cost)"
    yield Mistake(
        "2 model",
        "arguments not passed on",
        {passed: ")"},
        "The number of iterations and the rate are arguments of model: optimize gets them from "
        "there, not its own defaults.",
        "迭代次数和学习率是 model 的参数：要传给 optimize，而不是用它自己的默认值。",
    )


def _shallow() -> Iterator[Mistake]:
    """Yield the mistakes of week 3 that stand in no other table."""
    yield Mistake(
        "backward_propagation",
        "slope of relu for that of tanh",
        {"(1 - A1**2)": "(A1 > 0)"},
        "The hidden layer wears tanh: the slope of relu is another one.",
        "隐藏层用的是 tanh，relu 的导数不一样。",
        "(6)",
    )
    rates = ("0.01", "0.5", "0.1", "0.0075", "0.05", "0.001", "0.005", "1.0", "0.12", "0.075")
    yield Mistake(
        "nn_model",
        "another learning rate",
        {"update_parameters(parameters, grads)": "update_parameters(parameters, grads, 0.01)"},
        "The rate is the one that update_parameters has by itself.",
        "学习率用 update_parameters 自己的默认值。",
        None,
        [
            {"update_parameters(parameters, grads)": f"update_parameters(parameters, grads, {r})"}
            for r in rates[1:]
        ],
    )


def _adam() -> Iterator[Mistake]:
    """Yield the mistakes of Adam that stand in no other table."""
    root = 'np.sqrt(s_corrected[f"d{name}"])'
    step = f'v_corrected[f"d{{name}}"] / ({root} + epsilon)'
    bare = step.replace(f"({root} + epsilon)", root)
    moved = "parameters[name] = parameters[name] - learning_rate * step"
    yield Mistake(
        "update_parameters_with_adam",
        "bracket of the root and epsilon",
        {step: f"{bare} + epsilon"},
        "The root and epsilon together are what is divided by: look at the brackets.",
        "除数是根号与 epsilon 之和：看括号。",
        None,
        [
            {step: bare, moved: f"{moved} + epsilon"},
        ],
    )
    for number, sign in (("before", "-"), ("after", "+")):
        powers = {f"beta{k}**t": f"beta{k}**(t {sign} 1)" for k in (1, 2)}
        one, other = ({key: value} for key, value in powers.items())
        yield Mistake(
            "update_parameters_with_adam",
            f"power of the step {number}",
            powers,
            "The power counts the steps so far, this one included: that is t itself.",
            "幂次是包括本次在内的步数，就是 t 本身。",
            None,
            [one, other],
        )


def _draws() -> Iterator[Mistake]:
    """Yield the mistakes of initialisation that stand in no other table."""
    hints = (
        "Every layer starts with the same numbers: the seed is set once, before all draws.",
        "每一层都从相同的随机数开始：种子只设一次，放在所有抽取之前。",
    )
    line = "    rng = np.random.RandomState(3)\n"
    yield Mistake(
        "initialize_parameters_deep",
        "seed in the loop",
        {line: "", '        parameters[f"W': f'    {line}        parameters[f"W'},
        *hints,
    )
    for week, seed in (("3", 2), ("4", 1)):
        line = f"    rng = np.random.RandomState({seed})\n"
        yield Mistake(
            f"{week} initialize_parameters",
            "seed set twice",
            {"    W2 = rng": f"{line}    W2 = rng"},
            *hints,
        )


ROWS = (
    *_sigmoids("2", "z"),
    *_sigmoids("4", "Z"),
    *_costs("4 compute_cost", "AL", "Y"),
    *_costs("3 compute_cost", "A2", "Y"),
    *_costs("propagate", "A", "Y"),
    *_costs("compute_cost_with_regularization", "A3", "Y"),
    *_logistic_models(),
    *_shallow(),
    *_draws(),
    *_adam(),
)
