"""The checker: what passes, what fails, what is said of it, and its own manners."""

import re
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from homework_styles import RIGHT

import dnn
from dnn.homework import blaming, check_all, exercises
from dnn.homework.asking import problems_of, right_answers
from dnn.homework.tasks import TASKS
from dnn.homework.views import every_hundredth

pytestmark = pytest.mark.long

ALL_TASKS = [task for tasks in TASKS.values() for task in tasks]
every_task = pytest.mark.parametrize("task", ALL_TASKS, ids=lambda t: f"{t.week} {t.name}")


def of(source, name, **names):
    """Return a function of a text, as a notebook would hold it."""
    world = {"np": np, **names}
    exec(source, world)
    return world[name]


def wrong_linear_backward(change=lambda dA_prev, dW, db, m: (dA_prev, dW * m, db)):
    def linear_backward(dZ, cache):
        return change(*dnn.linear_backward(dZ, cache), dZ.shape[1])

    return linear_backward


# --- what passes --------------------------------------------------------------------------------


@every_task
def test_a_solution_passes_and_is_taken_for_its_week(task):
    result = exercises[task.name].check(task.solution)
    assert (result.outcome, result.week, result.remarks) == ("passed", task.week, [])
    assert result.mistake is result.equation is None


@pytest.mark.parametrize("name", [name for name in TASKS if callable(getattr(dnn, name, None))])
def test_the_functions_of_the_package_pass(name):
    result = exercises[name].check(getattr(dnn, name))
    assert result.outcome == "passed", result


@pytest.mark.parametrize(
    ("name", "function", "options", "remark"),
    RIGHT,
    ids=[f"{n}-{f.__name__}" for n, f, *_ in RIGHT],
)
def test_every_correct_style_passes_with_its_remark(name, function, options, remark):
    result = exercises[name].check(function, **options)
    assert result.outcome == "passed", result
    told = " ".join(result.remarks)
    assert remark in told if remark else not told


def test_a_scalar_db_fails_without_its_edition_and_the_message_names_it():
    scalar = next(function for _, function, *_ in RIGHT if function.__name__ == "scalar_db")
    result = exercises.linear_backward.check(scalar)
    assert not result
    assert result.equation == "(8)"
    assert "2017-08" in result.message


def test_in_the_edition_with_scalars_another_mistake_is_still_recognised():
    def linear_backward(dZ, cache):
        A_prev, W, _ = cache
        return W.T @ dZ, dZ @ A_prev.T, np.sum(dZ) / A_prev.shape[1]

    result = exercises.linear_backward.check(linear_backward, edition="2017-08")
    assert (result.mistake, result.equation) == ("dW without 1 / m", "(7)")


def test_last_digits_do_not_count():
    def nearly(A, W, b):
        Z, cache = dnn.linear_forward(A, W, b)
        return Z * (1 + 1e-7), cache

    assert exercises.linear_forward.check(nearly)


# --- what fails ---------------------------------------------------------------------------------


@every_task
def test_no_constant_and_no_copy_of_a_figure_passes(task):
    for answer in right_answers(task):
        assert not exercises[task.name].check(lambda *_, kept=answer.raw: kept)


@every_task
def test_no_table_of_the_first_answers_passes(task):
    """Whoever stores what the course has published still has every other problem wrong."""
    answers = right_answers(task)
    known = {
        repr(problem.args): a.raw for problem, a in zip(problems_of(task), answers, strict=True)
    }
    first = repr(problems_of(task)[0].args)

    def stored(*args):
        return known[first] if repr(args)[:60] == first[:60] else None

    assert not exercises[task.name].check(stored)


def test_a_result_names_mistake_equation_and_place_and_not_the_right_value():
    result = exercises.linear_backward.check(wrong_linear_backward())
    assert (result.outcome, result.mistake, result.equation) == (
        "failed",
        "dW without 1 / m",
        "(7)",
    )
    assert "(7)" in result.message
    dZ, cache = problems_of(TASKS["linear_backward"][0])[0].args
    right = dnn.linear_backward(dZ, cache)[1][0, 0]
    assert f"{right * dZ.shape[1]:.6g}" in result.message
    assert f"{right:.6g}" not in result.message


@pytest.mark.parametrize(
    ("change", "equation"),
    [
        (lambda dA, dW, db, m: (dA, dW + 1, db), "(7)"),
        (lambda dA, dW, db, m: (dA, dW, db * 3), "(8)"),
        (lambda dA, dW, db, m: (dA + 0.5, dW, db), "(9)"),
        (lambda dA, dW, db, m: (dA, dW * 2, -db), "(7), (8)"),
        (lambda dA, dW, db, m: (dA / m, dW, db.ravel()), "(8), (9)"),
    ],
)
def test_what_no_row_lists_is_told_by_its_equations(change, equation):
    assert exercises.linear_backward.check(wrong_linear_backward(change)).equation == equation


def test_a_step_that_follows_from_a_wrong_one_is_not_blamed():
    def L_model_backward(AL, Y, caches):
        grads = dnn.L_model_backward(AL, Y, caches)
        L = len(caches)
        if L > 1:  # the last hidden layer is wrong, and so all below it
            dA = grads[f"dA{L - 1}"] * 1.5
            for l in range(L - 1, 0, -1):
                dA, grads[f"dW{l}"], grads[f"db{l}"] = dnn.linear_activation_backward(
                    dA, caches[l - 1], "relu"
                )
                grads[f"dA{l - 1}"] = dA
        return grads

    assert exercises.L_model_backward.check(L_model_backward).equation == "(6)"


def test_the_layer_and_the_key_are_named():
    def L_model_forward(X, parameters):
        AL, caches = dnn.L_model_forward(X, parameters)
        (A_prev, W, b), Z = caches[-1]
        return AL, [*caches[:-1], ((A_prev, W, b), Z + 7)]

    message = exercises.L_model_forward.check(L_model_forward).message
    assert "Z of layer 3 in the cache" in message


def test_integers_are_told():
    def linear_forward(A, W, b):
        return (W @ A + b).astype(int), (A, W, b)

    assert "integers" in exercises.linear_forward.check(linear_forward).message


@pytest.mark.parametrize(
    "source",
    [
        "def linear_forward(A, W, b): pass",
        "def linear_forward(A, W, b): ...",
        "def linear_forward(A, W, b):\n    Z = None\n    return Z, (A, W, b)",
        "def linear_forward(A, W, b):\n    Z = ____\n    return Z, (A, W, b)",
        "def linear_forward(A, W, b):\n    raise NotImplementedError",
        "linear_forward = None",
        "linear_forward = ...",
    ],
)
def test_what_is_not_written_is_unattempted(source):
    result = exercises.linear_forward.check(of(source, "linear_forward"))
    assert result.outcome == "unattempted"
    assert not result


@pytest.mark.parametrize(
    ("name", "source", "nearest", "equation"),
    [
        ("linear_forward", "Z = np.dott(W, A) + b; return Z, (A, W, b)", "dot", "(1)"),
        ("linear_forward", "Z = W.dot(AA) + b; return Z, (A, W, b)", "A", "(1)"),
        ("linear_backward", "dW = cache[0].t; return dW", "T", "(7)"),
        ("linear_backward", "db = dZ.sum(axis=1, keepdim=True); return db", "keepdims", "(8)"),
        ("initialize_with_zeros", "w = np.zeroes((dim, 1)); return w, 0.0", "zeros", None),
        ("initialize_with_zeros", "w = [0 for _ in rangee(dim)]; return w, 0.0", "range", None),
    ],
)
def test_a_misspelt_name_gets_the_nearest_right_one(name, source, nearest, equation):
    arguments = ", ".join(TASKS[name][0].arguments)
    result = exercises[name].check(of(f"def {name}({arguments}):\n    {source}", name))
    assert result.outcome == "raised"
    assert result.mistake.startswith("misspelt")
    assert f"did you mean {nearest}?" in result.message
    assert result.equation == equation


def test_a_name_without_a_value_is_told():
    source = "def compute_cost(AL, Y):\n    return -np.sum(Y * np.log(AL)) / m"
    result = exercises.compute_cost.check(of(source, "compute_cost"))
    assert (result.outcome, result.mistake) == ("raised", "undefined m")


def test_globals_for_arguments_are_named():
    source = "def linear_forward(A, W, b):\n    return W @ A + bias, (A, W, b)"
    function = of(source, "linear_forward", bias=np.array([[3.0]]))
    result = exercises.linear_forward.check(function)
    assert (result.mistake, result.equation) == ("globals for arguments", "(1)")
    assert "bias" in result.message


def test_what_stood_before_a_failing_assert_is_recognised():
    source = (
        "def linear_backward(dZ, cache):\n"
        "    A_prev, W, b = cache\n"
        "    m = A_prev.shape[1]\n"
        "    dW, dA_prev = dZ @ A_prev.T / m, W.T @ dZ\n"
        "    db = np.sum(dZ, axis=1) / m\n"
        "    assert db.shape == b.shape\n"
        "    return dA_prev, dW, db"
    )
    result = exercises.linear_backward.check(of(source, "linear_backward"))
    assert (result.outcome, result.mistake) == ("raised", "db without keepdims")


def test_a_mistake_in_a_called_function_is_told_as_such():
    world = {"np": np, "linear_forward": lambda A, W, b: (W @ A - b, (A, W, b))}
    source = (
        "def linear_activation_forward(A_prev, W, b, activation):\n"
        "    Z, linear_cache = linear_forward(A_prev, W, b)\n"
        "    A, Z = sigmoid(Z) if activation == 'sigmoid' else relu(Z)\n"
        "    return A, (linear_cache, Z)"
    )
    exec(source, world)
    result = exercises.linear_activation_forward.check(world["linear_activation_forward"])
    assert (result.mistake, result.equation) == ("b subtracted", "(1)")
    assert "it calls linear_forward" in result.message


INLINED = """
def L_model_forward(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = np.dot(W, A) + b if l == L else HIDDEN
        caches.append(((A, W, b), Z))
        A = np.maximum(0, Z) if l < L else 1 / (1 + np.exp(-Z))
    return A, caches
"""


def test_a_mistake_in_the_hidden_layers_alone_is_recognised_where_nothing_is_called():
    function = of(INLINED.replace("HIDDEN", "np.dot(W, A) + b"), "L_model_forward")
    assert exercises.L_model_forward.check(function)
    function = of(INLINED.replace("HIDDEN", "np.dot(W, A)"), "L_model_forward")
    result = exercises.L_model_forward.check(function)
    assert (result.mistake, result.equation) == ("no b", "(1)")


def test_a_mistake_in_w_alone_is_recognised():
    def update_parameters_with_adam(p, grads, v, s, t, rate, beta1, beta2, epsilon):
        new, v, s, *_ = dnn.update_parameters_with_adam(
            p, grads, v, s, t, rate, beta1, beta2, epsilon
        )
        for name in p:
            if name.startswith("W"):
                step = v[f"d{name}"] / (1 - beta1**t) / (np.sqrt(s[f"d{name}"]) + epsilon)
                new[name] = p[name] - rate * step
        return new, v, s

    result = exercises.update_parameters_with_adam.check(update_parameters_with_adam)
    assert result.mistake == "s not corrected"


def test_a_layer_that_is_missing_is_told():
    def update_parameters(parameters, grads, learning_rate):
        names = [f"{name}{l}" for l in range(1, len(parameters) // 2) for name in "Wb"]
        return {name: parameters[name] - learning_rate * grads[f"d{name}"] for name in names}

    result = exercises.update_parameters.check(update_parameters)
    assert result.mistake == "last layer left out"


@pytest.mark.parametrize(
    ("name", "arguments", "week"),
    [
        ("predict", "w, b, X", "2"),
        ("predict", "parameters, X", "3"),
        ("predict", "X, y, parameters", "4"),
        ("compute_cost", "A2, Y, parameters", "3"),
        ("compute_cost", "AL, Y", "4"),
        ("sigmoid", "z", "2"),
    ],
)
def test_a_name_of_several_weeks_is_told_apart_by_its_arguments(name, arguments, week):
    function = of(f"def {name}({arguments}):\n    return 0.25", name)
    assert exercises[name].check(function).week == week


# --- manners of the checker ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "raise SystemExit(1)",
        "raise KeyboardInterrupt",
        "return object()",
        "return {1, 2}",
        "return [[1, 2], [3]]",
        "x = []; x.append(x); return x",
        "return f(A, W, b)",
        "return np.array(['a', None], dtype=object), 1",
        "return (i for i in range(3))",
        "import warnings; warnings.warn('loud'); print('loud'); return 1",
        "return np.log(-np.ones(3)), 1",
        "A[:] = np.nan; W.resize(2, 2)",
    ],
)
def test_a_check_neither_raises_nor_prints_nor_warns(body, capsys):
    result = exercises.linear_forward.check(of(f"def f(A, W, b):\n    {body}", "f"))
    assert not result
    assert result.message
    repr(result)
    result._repr_markdown_()
    assert capsys.readouterr() == ("", "")


def test_a_check_leaves_the_learner_s_world_and_the_stream_as_they_were():
    np.random.seed(5)
    expected = np.random.RandomState(5).rand()
    world = {"np": np, "count": 0}
    exec("def f(A, W, b):\n    global count\n    count += 1\n    np.random.seed(1)", world)
    exercises.linear_forward.check(world["f"])
    assert world["count"] == 0
    assert np.random.rand() == expected


ENDLESS = {
    "a loop": "while True: pass",
    "a loop that swallows errors": "while True:\n        try: x = 1\n        except: pass",
    "a call into C": "time.sleep(30)",
    "a slow product": "while True: np.ones((300, 300)) @ np.ones((300, 300))",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_function_that_does_not_end_is_given_up(body):
    function = of(f"def f(A, W, b):\n    {body}", "f", time=time)
    result = exercises.linear_forward.check(function, seconds=0.3)
    assert (result.outcome, result.mistake) == ("raised", "endless")


def test_a_function_that_does_not_end_is_given_up_in_a_thread_too():
    found = []
    function = of("def f(A, W, b):\n    while True: pass", "f")
    thread = threading.Thread(
        target=lambda: found.append(exercises.linear_forward.check(function, seconds=0.3))
    )
    thread.start()
    thread.join(20)
    assert found[0].mistake == "endless"


def test_drawing_is_done_nowhere():
    source = (
        "import matplotlib.pyplot as plt\n"
        "def L_layer_model(X, Y, layers_dims, learning_rate, num_iterations, print_cost=False):\n"
        "    plt.plot([1]); plt.show(); fig, ax = plt.subplots(); ax.plot([1])\n"
        "    return model(X, Y, layers_dims, learning_rate, num_iterations, print_cost)"
    )
    import matplotlib.pyplot as plt

    function = of(source, "L_layer_model", model=TASKS["L_layer_model"][0].solution)
    before = plt.get_fignums()
    assert exercises.L_layer_model.check(function)
    assert plt.get_fignums() == before


# --- the result, and how it is asked for ----------------------------------------------------------


def test_check_without_an_argument_finds_the_function_where_it_is_called():
    def linear_forward(A, W, b):
        return W @ A + b, (A, W, b)

    assert linear_forward
    assert exercises.linear_forward.check()
    assert exercises["linear_forward"].check()
    assert exercises.linear_backward.check().outcome == "unattempted"


def test_check_all_takes_a_namespace_or_a_module():
    results = check_all({"relu": dnn.relu, "linear_backward": wrong_linear_backward(), "x": 3})
    assert list(results) == ["relu", "linear_backward"]
    assert [bool(result) for result in results.values()] == [True, False]
    assert not results
    with pytest.raises(AssertionError, match="linear_backward"):
        results.raise_if_failed()
    assert "linear_backward" in repr(results)
    assert "<table" in results._repr_html_()
    assert check_all(dnn, only="relu")


def test_a_result_is_true_only_when_passed_and_raises_when_asked_to():
    passed = exercises.relu.check(dnn.relu)
    failed = exercises.linear_backward.check(wrong_linear_backward())
    assert passed.raise_if_failed() is None
    with pytest.raises(AssertionError, match=re.escape(failed.message)):
        failed.raise_if_failed()
    assert "**failed**" in failed._repr_markdown_()
    assert repr(failed).startswith("linear_backward (week 4): failed")


def test_hints_lead_on_and_the_solution_shows():
    result = exercises.linear_backward.check(wrong_linear_backward())
    assert "(7)" in result.hint()
    assert result.hint(2) != result.hint()
    assert "dZ @ A_prev.T" not in result.hint() + result.hint(2) + result.message
    assert "dZ @ A_prev.T / m" in result.solution()
    assert "A_prev" in exercises.linear_backward.solution()
    with pytest.raises(ValueError, match="two hints"):
        result.hint(3)


@every_task
def test_every_exercise_leads_on_before_anything_is_written(task):
    exercise = exercises[task.name]
    for lang in ("en", "zh"):
        first, second = exercise.hint(lang=lang), exercise.hint(2, lang=lang)
        assert first
        assert second.startswith(first)
        assert task.name in second
        assert bool(re.search(r"[\u4e00-\u9fff]", first)) == (lang == "zh")


def test_an_unknown_exercise_and_an_unknown_language_are_told():
    with pytest.raises(ValueError, match="exercise"):
        exercises["linear"]
    with pytest.raises(AttributeError, match="linear_forward"):
        _ = exercises.linear
    with pytest.raises(ValueError, match="language"):
        exercises.relu.check(dnn.relu, lang="fr")


@pytest.mark.parametrize("n", [250, 300, 1])
def test_costs_of_every_hundredth_iteration_are_found_among_more(n):
    every = [1 / (1 + i) for i in range(n)]
    hundredth = every[::100]
    assert list(every_hundredth(hundredth, n)) == hundredth
    assert list(every_hundredth(every, n)) == hundredth
    assert list(every_hundredth([*hundredth, 0.5], n)) == hundredth  # and that of the end
    assert list(every_hundredth([*hundredth, 0.5, 0.4], n)) == [*hundredth, 0.5, 0.4]
    assert every_hundredth("no costs", n) == "no costs"


@pytest.mark.parametrize(
    ("spoilt", "blamed"),
    [
        ({}, set()),
        ({"caches[0].A_prev": lambda X: X + 1}, {1}),  # not the X that was given
        ({"caches[1].A_prev": lambda X: X}, {1}),  # X once more, not the layer before
        ({"caches[1].A_prev": lambda X: X + 1}, {2}),  # no activation of that Z
        ({"caches[1].Z": lambda X: X + 1}, {1}),
        ({"AL": lambda X: X[:1]}, {2}),
        ({"caches[1].Z": lambda X: None}, set()),
    ],
)
def test_the_first_step_forward_that_does_not_follow_from_its_own_input_is_blamed(spoilt, blamed):
    rng = np.random.RandomState(1)
    X, W, b = rng.randn(3, 4), rng.randn(3, 3), rng.randn(3, 1)
    got, A = {}, X
    for l in range(2):
        got |= {f"caches[{l}].A_prev": A, f"caches[{l}].Z": W @ A + b}
        A = np.maximum(W @ A + b, 0)
    got |= {name: change(X) for name, change in spoilt.items()}
    problem = SimpleNamespace(args=(X, {"W1": W, "b1": b, "W2": W, "b2": b}))
    assert blaming.deep_forward(set(spoilt), got, {}, problem) == blamed
