"""Mistakes of update_parameters in weeks 3 and 4."""

from __future__ import annotations

from dnn.homework.mistakes.row import Mistake

W = 'parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]'
B = 'parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]'
STEP = "learning_rate * grads[f'dW{l}']"  # in place, which no matrix can be taken from b
RATES = ("0.0075", "0.01", "1.2", "0.1", "0.001", "0.05", "0.5")

ROWS = (
    Mistake(
        "4 update_parameters",
        "plus for minus",
        {"- learning_rate": "+ learning_rate"},
        "The slope points uphill: a step downhill goes against it.",
        "梯度指向上坡：下降要朝相反方向走。",
    ),
    Mistake(
        "4 update_parameters",
        "b updated from dW",
        {B: B.replace('grads[f"db{l}"]', 'grads[f"dW{l}"]')},
        "b is updated from its own slope.",
        "b 要用它自己的梯度更新。",
        None,
        [{B: f"np.subtract(parameters[f'b{{l}}'], {STEP}, out=np.array(parameters[f'b{{l}}']))"}],
    ),
    Mistake(
        "4 update_parameters",
        "b built from W",
        {B: B.replace('parameters[f"b', 'parameters[f"W')},
        "The new b starts from the old b.",
        "新的 b 要从旧的 b 出发。",
    ),
    Mistake(
        "4 update_parameters",
        "b not updated",
        {f'        parameters[f"b{{l}}"] = {B}\n': ""},
        "Each layer has two parameters: b is updated too.",
        "每层有两个参数：b 也要更新。",
    ),
    Mistake(
        "4 update_parameters",
        "W not updated",
        {f'        parameters[f"W{{l}}"] = {W}\n': ""},
        "Each layer has two parameters: W is updated too.",
        "每层有两个参数：W 也要更新。",
    ),
    Mistake(
        "4 update_parameters",
        "rate hard-coded",
        {"learning_rate * grads": f"{RATES[0]} * grads"},
        "The rate is an argument: another one gives another step.",
        "学习率是参数：换一个学习率，步长就应不同。",
        None,
        [{"learning_rate * grads": f"{rate} * grads"} for rate in RATES[1:]],
    ),
    Mistake(
        "4 update_parameters",
        "no learning rate",
        {"learning_rate * grads": "grads"},
        "How large is the step? The slope alone does not say it.",
        "步长多大？只有梯度还不够。",
    ),
    Mistake(
        "4 update_parameters",
        "divided by the rate",
        {
            W: W.replace("learning_rate * ", "") + " / learning_rate",
            B: B.replace("learning_rate * ", "") + " / learning_rate",
        },
        "The rate multiplies the slope.",
        "学习率是乘在梯度上的。",
    ),
    Mistake(
        "4 update_parameters",
        "last layer left out",
        {"range(1, L + 1)": "range(1, L)"},
        "The last layer stays as it was: range leaves its end out.",
        "最后一层没有更新：range 不包含终点。",
    ),
    Mistake(
        "4 update_parameters",
        "first layer left out",
        {"range(1, L + 1)": "range(2, L + 1)"},
        "The first layer stays as it was: look at the start of range.",
        "第一层没有更新：看 range 的起点。",
    ),
    Mistake(
        "4 update_parameters",
        "L = len(parameters)",
        {"len(parameters) // 2": "len(parameters)"},
        "Each layer has two entries in parameters, W and b: how many layers are there?",
        "parameters 里每层有 W 和 b 两项：那么有几层？",
    ),
    Mistake(
        "4 update_parameters",
        "loop from 0",
        {"range(1, L + 1)": "range(L)"},
        "There is no W0: the layers count from 1.",
        "没有 W0：层从 1 开始编号。",
    ),
    Mistake(
        "4 update_parameters",
        "parameters subtracted",
        {'grads[f"dW{l}"]': 'parameters[f"W{l}"]', 'grads[f"db{l}"]': 'parameters[f"b{l}"]'},
        "What is subtracted is the slope, from grads, not the parameter itself.",
        "要减去的是 grads 里的梯度，而不是参数本身。",
    ),
    Mistake(
        "4 update_parameters",
        "rate times the bracket",
        {
            W: 'learning_rate * (parameters[f"W{l}"] - grads[f"dW{l}"])',
            B: 'learning_rate * (parameters[f"b{l}"] - grads[f"db{l}"])',
        },
        "The rate multiplies the slope alone.",
        "学习率只乘梯度。",
    ),
    Mistake(
        "4 update_parameters",
        "rate on the parameter",
        {
            W: 'learning_rate * parameters[f"W{l}"] - grads[f"dW{l}"]',
            B: 'learning_rate * parameters[f"b{l}"] - grads[f"db{l}"]',
        },
        "The rate stands at the wrong one of the two.",
        "学习率乘错了对象。",
    ),
    Mistake(
        "4 update_parameters",
        "step for the parameter",
        {W: 'learning_rate * grads[f"dW{l}"]', B: 'learning_rate * grads[f"db{l}"]'},
        "That is the step alone: it is taken from the old parameter.",
        "这只是步长：要从旧的参数里减去它。",
    ),
    Mistake(
        "4 update_parameters",
        "grads minus parameters",
        {
            W: 'learning_rate * grads[f"dW{l}"] - parameters[f"W{l}"]',
            B: 'learning_rate * grads[f"db{l}"] - parameters[f"b{l}"]',
        },
        "The order of the subtraction is turned round.",
        "减法的顺序反了。",
    ),
    Mistake(
        "4 update_parameters",
        "grads returned",
        {"return parameters": "return grads"},
        "What is returned are the new parameters.",
        "要返回的是新的参数。",
    ),
    Mistake(
        "4 update_parameters",
        "return in the loop",
        {"    return": "        return"},
        "The return stands within the loop: it ends after one layer.",
        "return 写进了循环里：只更新一层就结束了。",
    ),
    Mistake(
        "4 update_parameters",
        "slopes of the layer before",
        {'grads[f"dW{l}"]': 'grads[f"dW{l - 1}"]', 'grads[f"db{l}"]': 'grads[f"db{l - 1}"]'},
        "Each layer is updated from its own slopes: look at the key's number.",
        "每层用自己的梯度更新：看键里的层号。",
    ),
    Mistake(
        "3 update_parameters",
        "plus for minus",
        {"- learning_rate": "+ learning_rate"},
        "The slope points uphill: a step downhill goes against it.",
        "梯度指向上坡：下降要朝相反方向走。",
    ),
    Mistake(
        "3 update_parameters",
        "rate hard-coded",
        {"learning_rate * grads": "1.2 * grads"},
        "The rate is an argument: another one gives another step.",
        "学习率是参数：换一个学习率，步长就应不同。",
        None,
        [{"learning_rate * grads": f"{rate} * grads"} for rate in RATES],
    ),
    Mistake(
        "3 update_parameters",
        "no learning rate",
        {"learning_rate * grads": "grads"},
        "How large is the step? The slope alone does not say it.",
        "步长多大？只有梯度还不够。",
    ),
    Mistake(
        "3 update_parameters",
        "b not updated",
        {' - learning_rate * grads["db1"]': "", ' - learning_rate * grads["db2"]': ""},
        "Each layer has two parameters: b is updated too.",
        "每层有两个参数：b 也要更新。",
    ),
    Mistake(
        "3 update_parameters",
        "b1 updated from db2",
        {'grads["db1"]': 'grads["db2"]'},
        "Each layer is updated from its own slopes.",
        "每层用自己的梯度更新。",
    ),
    Mistake(
        "3 update_parameters",
        "b updated from dW",
        {'grads["db1"]': 'grads["dW1"]', 'grads["db2"]': 'grads["dW2"]'},
        "b is updated from its own slope.",
        "b 要用它自己的梯度更新。",
    ),
    Mistake(
        "3 update_parameters",
        "parameters subtracted",
        {f'grads["d{name}"]': f'parameters["{name}"]' for name in ("W1", "b1", "W2", "b2")},
        "What is subtracted is the slope, from grads, not the parameter itself.",
        "要减去的是 grads 里的梯度，而不是参数本身。",
    ),
    Mistake(
        "3 update_parameters",
        "old parameters returned",
        {'return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}': "return dict(parameters)"},
        "The new values are computed, but the old ones are returned.",
        "算出了新的值，返回的却是旧的。",
    ),
)
