"""Mistakes of course 2's steps with a memory: momentum and Adam."""

from __future__ import annotations

from dnn.homework.mistakes.row import Mistake

V, VB = (
    'beta * v[f"dW{l}"] + (1 - beta) * grads[f"dW{l}"]',
    'beta * v[f"db{l}"] + (1 - beta) * grads[f"db{l}"]',
)
ADAM_V = 'v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * slope'
ADAM_S = 's[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * slope**2'
ROOT = 'np.sqrt(s_corrected[f"d{name}"])'
END = "end = start + mini_batch_size"
LAST = f"{END}\n        if end > m:\n            "
BATCH = "mini_batches.append((shuffled_X[:, start:end], shuffled_Y[:, start:end]))"
LOOP = "range(0, m, mini_batch_size)"


def _zeros(name: str, what: str) -> list[Mistake]:
    """Return the mistakes of an initialisation of averages."""
    return [
        Mistake(
            name,
            "ones for zeros",
            {"np.zeros": "np.ones"},
            "An average that has seen nothing yet is 0.",
            "还没有累积任何梯度时，平均值应为 0。",
        ),
        Mistake(
            name,
            "keys of the parameters",
            {'[f"dW': '[f"W', '[f"db': '[f"b', 'parameters[f"W': 'parameters[f"W'},
            "The averages are of slopes: their keys are dW1, db1, ...",
            "平均的是梯度：键是 dW1、db1……",
        ),
        Mistake(
            name,
            "db of the shape of W",
            {'parameters[f"b{l}"].shape': 'parameters[f"W{l}"].shape'},
            "The average of db has the shape of b.",
            "db 的平均值与 b 形状相同。",
        ),
        Mistake(
            name,
            "last layer left out",
            {"range(1, L + 1)": "range(1, L)"},
            "The last layer is missing: range leaves its end out.",
            "少了最后一层：range 不包含终点。",
        ),
        Mistake(
            name,
            "L = len(parameters)",
            {"len(parameters) // 2": "len(parameters)"},
            "Each layer has two entries in parameters, W and b: how many layers are there?",
            "parameters 里每层有 W 和 b 两项：那么有几层？",
        ),
        Mistake(
            name,
            "rows alone",
            {'[f"W{l}"].shape)': '[f"W{l}"].shape[0])', '[f"b{l}"].shape)': '[f"b{l}"].shape[0])'},
            "The average has the whole shape of its parameter.",
            "平均值的形状与参数完全相同。",
        ),
        Mistake(
            name,
            "parameters for zeros",
            {
                f'np.zeros(parameters[f"{p}{{l}}"].shape)': f'parameters[f"{p}{{l}}"] * 1.0'
                for p in "Wb"
            },
            "Only the shape comes from the parameters: the average starts at 0.",
            "只有形状来自参数：平均值从 0 开始。",
        ),
    ]


ROWS = (
    *_zeros("initialize_velocity", "v"),
    *_zeros("initialize_adam", "v and s"),
    Mistake(
        "initialize_adam",
        "only v returned",
        {"return v, s": "return v"},
        "Adam has two averages: both are returned.",
        "Adam 有两个平均值：都要返回。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "no 1 - beta",
        {V: V.replace("(1 - beta) * ", ""), VB: VB.replace("(1 - beta) * ", "")},
        "The new slope has a weight too: both weights add up to 1.",
        "新的梯度也有权重：两个权重之和为 1。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "weights swapped",
        {
            V: '(1 - beta) * v[f"dW{l}"] + beta * grads[f"dW{l}"]',
            VB: '(1 - beta) * v[f"db{l}"] + beta * grads[f"db{l}"]',
        },
        "The old average has the weight beta, the new slope the rest: they are swapped.",
        "旧的平均值权重是 beta，新的梯度是剩下的：写反了。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "old average forgotten",
        {V: '(1 - beta) * grads[f"dW{l}"]', VB: '(1 - beta) * grads[f"db{l}"]'},
        "The average remembers: its old value is a term of the new one.",
        "平均值是有记忆的：新值里要有旧值这一项。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "minus in the average",
        {"+ (1 - beta)": "- (1 - beta)"},
        "Look at the sign within the average.",
        "看平均值公式里的符号。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "slope for the average",
        {"learning_rate * v[f": "learning_rate * grads[f"},
        "The step goes along the average v, not along the slope.",
        "要沿平均值 v 走，而不是沿梯度走。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "plus for minus",
        {"- learning_rate": "+ learning_rate"},
        "The slope points uphill: a step downhill goes against it.",
        "梯度指向上坡：下降要朝相反方向走。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "no learning rate",
        {"learning_rate * v": "v"},
        "How large is the step? The average alone does not say it.",
        "步长多大？只有平均值还不够。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "beta hard-coded",
        {V: V.replace("beta", "0.9"), VB: VB.replace("beta", "0.9")},
        "beta is an argument: another one gives another average.",
        "beta 是参数：换一个 beta，平均值就应不同。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "b from the average of W",
        {'learning_rate * v[f"db{l}"]': 'learning_rate * v[f"dW{l}"]'},
        "b is updated from its own average.",
        "b 要用它自己的平均值更新。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "last layer left out",
        {"range(1, L + 1)": "range(1, L)"},
        "The last layer stays as it was: range leaves its end out.",
        "最后一层没有更新：range 不包含终点。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "slope squared",
        {
            '(1 - beta) * grads[f"dW{l}"]': '(1 - beta) * grads[f"dW{l}"] ** 2',
            '(1 - beta) * grads[f"db{l}"]': '(1 - beta) * grads[f"db{l}"] ** 2',
        },
        "Momentum averages the slopes themselves; their squares belong to RMSprop.",
        "动量平均的是梯度本身；平方属于 RMSprop。",
    ),
    Mistake(
        "update_parameters_with_momentum",
        "only parameters returned",
        {"return parameters, v": "return parameters"},
        "Two things are returned: the parameters and v.",
        "要返回两样：参数和 v。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "v not corrected",
        {" / (1 - beta1**t)": ""},
        "The average v is too small in the first steps: its correction is missing.",
        "最初几步 v 偏小：少了偏差修正。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "s not corrected",
        {" / (1 - beta2**t)": ""},
        "The average s is too small in the first steps: its correction is missing.",
        "最初几步 s 偏小：少了偏差修正。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "no correction",
        {" / (1 - beta1**t)": "", " / (1 - beta2**t)": ""},
        "Both averages are too small in the first steps: the corrections are missing.",
        "最初几步两个平均值都偏小：少了偏差修正。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "no power t",
        {"beta1**t": "beta1", "beta2**t": "beta2"},
        "The correction depends on the number of the step: beta is raised to it.",
        "偏差修正与步数有关：beta 要取它的幂。",
        None,
        [{"beta1**t": "beta1"}, {"beta2**t": "beta2"}],
    ),
    Mistake(
        "update_parameters_with_adam",
        "times t",
        {"beta1**t": "beta1 * t", "beta2**t": "beta2 * t"},
        "beta is raised to the power of t, not multiplied by it.",
        "beta 是取 t 次幂，而不是乘以 t。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "multiplied by the correction",
        {"/ (1 - beta1**t)": "* (1 - beta1**t)", "/ (1 - beta2**t)": "* (1 - beta2**t)"},
        "The correction makes the averages larger: divide.",
        "修正应使平均值变大：应作除法。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "minus epsilon",
        {"+ epsilon": "- epsilon"},
        "Epsilon keeps the denominator away from 0: look at its sign.",
        "epsilon 让分母不为 0：看它的符号。",
        None,
        [{f"({ROOT} + epsilon)": ROOT[:-1] + " - epsilon)"}],
    ),
    Mistake(
        "update_parameters_with_adam",
        "no epsilon",
        {" + epsilon": ""},
        "Epsilon is missing from the denominator.",
        "分母里少了 epsilon。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "no root",
        {'np.sqrt(s_corrected[f"d{name}"])': 's_corrected[f"d{name}"]'},
        "s is an average of squares: its root belongs into the denominator.",
        "s 是平方的平均：分母里要开根号。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "slope not squared",
        {"slope**2": "slope"},
        "s is the average of the squared slopes.",
        "s 是梯度平方的平均值。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "slope squared in v",
        {ADAM_V: ADAM_V + "**2"},
        "v is the average of the slopes themselves.",
        "v 是梯度本身的平均值。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "beta1 for beta2",
        {ADAM_S: ADAM_S.replace("beta2", "beta1")},
        "s has a beta of its own.",
        "s 有自己的 beta。",
        None,
        [
            {ADAM_S: ADAM_S.replace("beta2", "beta1"), "beta2**t": "beta1**t"},
            {"beta2**t": "beta1**t"},
        ],
    ),
    Mistake(
        "update_parameters_with_adam",
        "betas swapped",
        {
            ADAM_V: ADAM_V.replace("beta1", "beta2"),
            ADAM_S: ADAM_S.replace("beta2", "beta1"),
            "beta1**t": "beta2**t",
            's[f"d{name}"] / (1 - beta2**t)': 's[f"d{name}"] / (1 - beta1**t)',
        },
        "beta1 belongs to v and beta2 to s: they are swapped.",
        "beta1 属于 v，beta2 属于 s：写反了。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "no 1 - beta",
        {"(1 - beta1) * slope": "slope", "(1 - beta2) * slope": "slope"},
        "The new slope has a weight too: both weights add up to 1.",
        "新的梯度也有权重：两个权重之和为 1。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "plus for minus",
        {"- learning_rate": "+ learning_rate"},
        "The slope points uphill: a step downhill goes against it.",
        "梯度指向上坡：下降要朝相反方向走。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "no learning rate",
        {"learning_rate * step": "step"},
        "How large is the step? The rate is missing.",
        "步长多大？少了学习率。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "slope for v",
        {'step = v_corrected[f"d{name}"]': "step = slope"},
        "The step goes along the average v, not along the slope.",
        "要沿平均值 v 走，而不是沿梯度走。",
    ),
    Mistake(
        "update_parameters_with_adam",
        "corrected averages kept",
        {
            'v_corrected[f"d{name}"] = v': 'v[f"d{name}"] = v_corrected[f"d{name}"] = v',
            's_corrected[f"d{name}"] = s': 's[f"d{name}"] = s_corrected[f"d{name}"] = s',
        },
        "The corrected averages are for this step alone: v and s themselves stay as they are.",
        "修正后的平均值只用于这一步：v 和 s 本身不变。",
    ),
)
