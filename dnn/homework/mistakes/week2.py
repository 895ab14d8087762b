"""Mistakes of week 2 but in propagate: optimize and model."""

from __future__ import annotations

from dnn.homework.mistakes.row import Mistake

LOOP = "    for i in range(num_iterations):\n"
CALL = "grads, cost = propagate(w, b, X, Y)\n"

ROWS = (
    Mistake(
        "optimize",
        "plus for minus",
        {"- learning_rate": "+ learning_rate"},
        "The slope points uphill: a step downhill goes against it.",
        "梯度指向上坡：下降要朝相反方向走。",
    ),
    Mistake(
        "optimize",
        "b updated from dw",
        {'grads["db"]': 'grads["dw"]'},
        "b is updated from its own slope.",
        "b 要用它自己的梯度更新。",
    ),
    Mistake(
        "optimize",
        "rate hard-coded",
        {"learning_rate * grads": "0.009 * grads"},
        "The rate is an argument: another one gives another step.",
        "学习率是参数：换一个学习率，步长就应不同。",
        None,
        [{"learning_rate * grads": f"{rate} * grads"} for rate in (0.01, 0.5, 0.005, 0.001)],
    ),
    Mistake(
        "optimize",
        "no learning rate",
        {"learning_rate * grads": "grads"},
        "How large is the step? The slope alone does not say it.",
        "步长多大？只有梯度还不够。",
    ),
    Mistake(
        "optimize",
        "b not updated",
        {'        b = b - learning_rate * grads["db"]\n': ""},
        "Two parameters are learnt: b is updated too.",
        "要学的参数有两个：b 也要更新。",
    ),
    Mistake(
        "optimize",
        "w not updated",
        {'        w = w - learning_rate * grads["dw"]\n': ""},
        "Two parameters are learnt: w is updated too.",
        "要学的参数有两个：w 也要更新。",
    ),
    Mistake(
        "optimize",
        "cost for costs",
        {"grads, costs": "grads, cost"},
        "The whole list of costs is returned, not the last cost.",
        "要返回整个代价列表，而不是最后一个代价。",
    ),
    Mistake(
        "optimize",
        "costs appended to itself",
        {"costs.append(cost)": "costs.append(costs)"},
        "What is appended is the cost of this iteration; the list is put into itself here.",
        "要追加的是这次迭代的代价；这里把列表放进了它自己。",
    ),
    Mistake(
        "optimize",
        "slopes computed once",
        {f"{LOOP}        {CALL}": f"    {CALL}{LOOP}"},
        "After each step the slopes are others: propagate belongs into the loop.",
        "每走一步梯度就变了：propagate 要放在循环里。",
    ),
    Mistake(
        "optimize",
        "return in the loop",
        {'    return {"w"': '        return {"w"'},
        "The return stands within the loop: it ends after one iteration.",
        "return 写进了循环里：只迭代一次就结束了。",
    ),
    Mistake(
        "optimize",
        "one iteration too many",
        {"range(num_iterations)": "range(num_iterations + 1)"},
        "There is one iteration too many: range counts from 0.",
        "多迭代了一次：range 从 0 开始。",
    ),
    Mistake(
        "optimize",
        "one iteration too few",
        {"range(num_iterations)": "range(1, num_iterations)"},
        "There is one iteration too few: range counts from 0.",
        "少迭代了一次：range 从 0 开始。",
        None,
        [{"range(num_iterations)": "range(num_iterations - 1)"}],
    ),
    Mistake(
        "optimize",
        "w updated from db",
        {'grads["dw"]': 'grads["db"]'},
        "w is updated from its own slope.",
        "w 要用它自己的梯度更新。",
    ),
    Mistake(
        "2 model",
        "trained on the test set",
        {"X_train, Y_train, num": "X_test, Y_test, num"},
        "The test set is only for judging: train on the other one.",
        "测试集只用来评估：要在训练集上训练。",
    ),
    Mistake(
        "2 model",
        "dim from the examples",
        {"X_train.shape[0]": "X_train.shape[1]"},
        "w has an entry for each feature: the features are the rows of X.",
        "w 的元素个数是特征数：特征是 X 的行。",
    ),
    Mistake(
        "2 model",
        "predictions swapped",
        {
            "predict(w, b, X_train)": "predict(w, b, X_test)",
            "test = predict(w, b, X_test)": "test = predict(w, b, X_train)",
        },
        "The predictions of the two sets are swapped.",
        "两个集合的预测写反了。",
    ),
    Mistake(
        "2 model",
        "predicted before training",
        {'    w, b = params["w"], params["b"]\n': ""},
        "The predictions are those of w = 0: take w and b from what optimize returned.",
        "预测用的还是 w = 0：要取 optimize 返回的 w 和 b。",
    ),
    Mistake(
        "2 model",
        "rate not handed on",
        {"learning_rate, print_cost)\n    w": "0.5, print_cost)\n    w"},
        "The rate that the model is given never reaches optimize.",
        "模型收到的学习率没有传给 optimize。",
        None,
        [{"learning_rate, print_cost)\n    w": "0.009, print_cost)\n    w"}],
    ),
    Mistake(
        "2 model",
        "iterations not handed on",
        {"num_iterations, learning_rate, print_cost)\n": "100, learning_rate, print_cost)\n"},
        "The number of iterations that the model is given never reaches optimize.",
        "模型收到的迭代次数没有传给 optimize。",
        None,
        [{"num_iterations, learning_rate, print_cost)\n": "2000, learning_rate, print_cost)\n"}],
    ),
)
