"""The exercises as a table: what is asked, on which problems, what it is compared by."""

from __future__ import annotations

import copy
import inspect
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from dnn.homework import blaming, problems, views
from dnn.homework import problems_of_course_2 as course_2_problems
from dnn.homework import problems_of_weeks_2_and_3 as early
from dnn.homework.problems import Problem
from dnn.homework.running import Stub
from dnn.homework.solutions import course2, week2, week3, week4


@dataclass(frozen=True, eq=False)
class Task:
    """One function of one week: its solution, its problems, how it is asked, what is hurt."""

    week: str
    solution: Callable[..., Any]
    problems: Callable[[], list[Problem]]
    returns: str
    formula: str = ""
    formula_zh: str = ""
    blame: blaming.Blame = blaming.none
    ask: Callable[..., Any] = views.plainly
    marks: frozenset[str | int] = frozenset()  # constants in the code that speak for this week
    also: Mapping[tuple[str, str], str] = field(default_factory=dict)  # a right change -> remark
    scalars: bool = False  # whether b or db may be scalars in the edition of 2017-08
    starts: tuple[str, ...] = ()  # functions that draw: a model is given its start through them
    rtol: float = 1e-6

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.solution.__name__

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of its arguments."""
        return tuple(inspect.signature(self.solution).parameters)

    @property
    def helpers(self) -> Mapping[str, Any]:
        """What the course hands out, or the learner wrote before: for names that are missing."""
        return {**_FUNCTIONS, **vars(inspect.getmodule(self.solution))}


_FUNCTIONS = {
    name: value
    for module in (course2, week3, week2, week4)
    for name, value in vars(module).items()
    if inspect.isfunction(value)
} | {"plt": Stub(), "h5py": Stub(), "copy": copy, "math": math, "time": time}

ENTROPY = "-sum(Y log AL + (1 - Y) log(1 - AL)) / m"
ENTROPY_ZH = "-sum(Y log AL + (1 - Y) log(1 - AL)) / m，对样本取平均"
STEP, STEP_ZH = "W := W - learning_rate * dW, b likewise", "W := W - learning_rate * dW，b 同样"
LOOP = "forward, cost, backward, update, in each iteration"
LOOP_ZH = "每次迭代依次是前向传播、代价、反向传播、更新"
SMALL = "W = 0.01 * N(0, 1) from a fixed seed, b = 0"
SMALL_ZH = "W = 0.01 * N(0, 1)，固定随机种子；b = 0"
DECIDE, DECIDE_ZH = "1 where A > 0.5, else 0", "A > 0.5 时为 1，否则为 0"

_TASKS = (
    # week 4, and the four functions of its helper module
    Task("4", week4.sigmoid, problems.activations, "A, cache", blame=blaming.always(2)),
    Task("4", week4.relu, problems.activations, "A, cache", blame=blaming.always(2)),
    Task("2", week2.sigmoid, problems.activations, "A", blame=blaming.always(2)),
    Task("course 2", course2.relu, problems.activations, "A", blame=blaming.always(2)),
    Task("4", week4.sigmoid_backward, problems.activations_back, "dZ", blame=blaming.always(6)),
    Task("4", week4.relu_backward, problems.activations_back, "dZ", blame=blaming.always(6)),
    Task(
        *("4", week4.initialize_parameters, problems.three_sizes, "parameters", SMALL, SMALL_ZH),
        ask=views.initialized,
        scalars=True,
    ),
    Task(
        *("4", week4.initialize_parameters_deep, problems.deep_sizes, "parameters"),
        *(SMALL + ", layer by layer", SMALL_ZH + "，逐层进行"),
        ask=views.initialized_deep,
        scalars=True,
    ),
    Task(
        *("4", week4.linear_forward, problems.linear, "Z, (A, W, b)"),
        blame=blaming.by_name({"Z": 1}),
    ),
    Task(
        *("4", week4.linear_activation_forward, problems.linear_activation),
        "A, ((A_prev, W, b), Z)",
        blame=blaming.activation_forward,
    ),
    Task(*("4", week4.L_model_forward, problems.forward, "AL, caches"), blame=blaming.deep_forward),
    Task("4", week4.compute_cost, problems.costs, "cost", ENTROPY, ENTROPY_ZH),
    Task(
        *("4", week4.linear_backward, problems.linear_back, "dA_prev, dW, db"),
        blame=blaming.by_name(blaming.LAYER),
        scalars=True,
    ),
    Task(
        *("4", week4.linear_activation_backward, problems.linear_activation_back),
        "dA_prev, dW, db",
        blame=blaming.activation_backward,
        scalars=True,
    ),
    Task(
        *("4", week4.L_model_backward, problems.backward, "grads"),
        blame=blaming.deep_backward,
        ask=views.slopes,
        scalars=True,
    ),
    Task(
        *("4", week4.update_parameters, problems.updates_of_week_4, "parameters", STEP, STEP_ZH),
    ),
    Task(
        *("4", week4.two_layer_model, problems.two_layer_models, "parameters, costs"),
        *(LOOP, LOOP_ZH),
        ask=views.trained,
        starts=("initialize_parameters",),
    ),
    Task(
        *("4", week4.L_layer_model, problems.deep_models, "parameters, costs", LOOP, LOOP_ZH),
        ask=views.trained,
        starts=("initialize_parameters_deep",),
    ),
    Task(*("4", week4.predict, problems.predictions, "p", DECIDE, DECIDE_ZH), ask=views.predicted),
    # week 2
    Task(
        *("2", week2.initialize_with_zeros, early.one_size, "w, b"),
        *("w = 0 of the shape (dim, 1), b = 0, a number", "w = 0，形状 (dim, 1)；b = 0，一个数"),
    ),
    Task(
        *("2", week2.propagate, early.propagations, "grads, cost", ENTROPY, ENTROPY_ZH),
        blame=blaming.logistic,
    ),
    Task(
        *("2", week2.optimize, early.optimizations, "params, grads, costs"),
        *("w := w - learning_rate * dw, b likewise", "w := w - learning_rate * dw，b 同样"),
        ask=views.optimized,
    ),
    Task(
        *("2", week2.predict, early.predictions_of_week_2, "p", DECIDE, DECIDE_ZH),
        ask=views.predicted,
    ),
    Task(
        *("2", week2.model, early.models_of_week_2, "d"),
        *("initialize, optimize, predict on both sets", "初始化、优化，再在两个集合上预测"),
        ask=views.modelled,
    ),
    # week 3
    Task(
        *("3", week3.layer_sizes, early.sizes_of_week_3, "n_x, n_h, n_y"),
        *("n_x, n_y: the rows of X and Y; n_h = 4", "n_x、n_y 是 X、Y 的行数；n_h = 4"),
    ),
    Task(
        *("3", week3.initialize_parameters, problems.three_sizes, "parameters", SMALL, SMALL_ZH),
        ask=views.initialized,
        marks=frozenset({2}),  # its seed
    ),
    Task(
        *("3", week3.forward_propagation, early.forward_of_week_3, "A2, cache"),
        blame=blaming.shallow_forward,
    ),
    Task("3", week3.compute_cost, early.costs_of_week_3, "cost", ENTROPY, ENTROPY_ZH),
    Task(
        *("3", week3.backward_propagation, early.backward_of_week_3, "grads"),
        blame=blaming.shallow_backward,
    ),
    Task(
        *("3", week3.update_parameters, early.updates_of_week_3, "parameters", STEP, STEP_ZH),
        marks=frozenset({"W1", "W2"}),
    ),
    Task(
        *("3", week3.nn_model, early.models_of_week_3, "parameters", LOOP, LOOP_ZH),
        ask=views.parameters_only,
        starts=("initialize_parameters",),
    ),
    Task(
        *("3", week3.predict, early.predictions_of_week_3, "p", DECIDE, DECIDE_ZH),
        ask=views.predicted,
    ),
    # course 2
    Task(
        *("course 2", course2.initialize_velocity, course_2_problems.parameters_alone, "v"),
        *("v = 0 of the shape of every slope", "v = 0，形状与每个梯度相同"),
    ),
    Task(
        *("course 2", course2.update_parameters_with_momentum, course_2_problems.momentum),
        "parameters, v",
        *("v := beta v + (1 - beta) dW; W := W - learning_rate v",) * 2,
    ),
    Task(
        *("course 2", course2.initialize_adam, course_2_problems.parameters_alone, "v, s"),
        *("v = 0 and s = 0 of the shape of every slope", "v = 0、s = 0，形状与每个梯度相同"),
    ),
    Task(
        *(
            "course 2",
            course2.update_parameters_with_adam,
            course_2_problems.adam,
            "parameters, v, s",
        ),
        *("W := W - learning_rate v / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon)",) * 2,
        ask=views.first_three,
        also={
            (
                '(np.sqrt(s_corrected[f"d{name}"]) + epsilon)',
                'np.sqrt(s_corrected[f"d{name}"] + epsilon)',
            ): "epsilon in the root"
        },
    ),
    Task(
        *(
            "course 2",
            course2.random_mini_batches,
            course_2_problems.mini_batches,
            "mini_batches",
        ),
        *("shuffle the columns of X and Y alike, cut them, keep the rest as the last batch",),
        "X 与 Y 的列用同一个排列打乱，再切分，剩下的作为最后一批",
        ask=views.batched,
    ),
    Task(
        *(
            "course 2",
            course2.compute_cost_with_regularization,
            course_2_problems.regularized_costs,
        ),
        "cost",
        *("cross-entropy + lambd / (2 m) * sum of W^2", "交叉熵 + lambd / (2 m) * 所有 W^2 之和"),
    ),
    Task(
        *("course 2", course2.backward_propagation_with_regularization),
        *(course_2_problems.regularized_slopes, "grads"),
        *("dW = dZ A_prev^T / m + lambd / m * W",) * 2,
        blame=blaming.regularized,
    ),
    Task(
        *(
            "course 2",
            course2.forward_propagation_with_dropout,
            course_2_problems.dropouts,
            "A3, cache",
        ),
        *("A := A * D / keep_prob, D = 1 with probability keep_prob",),
        "A := A * D / keep_prob，D 以概率 keep_prob 为 1",
        blame=blaming.dropout,
        ask=views.dropped_out,
    ),
    Task(
        *("course 2", course2.gradient_check_n, course_2_problems.gradient_checks, "difference"),
        *("|g - a| / (|g| + |a|) of grad g and gradapprox a = (J_plus - J_minus) / 2 epsilon",),
        "|g - a| / (|g| + |a|)，g 是 grad，a 是 gradapprox = (J_plus - J_minus) / 2 epsilon",
        rtol=1e-5,
    ),
)


def _by_name() -> Mapping[str, tuple[Task, ...]]:
    """Return the tasks of every name; several weeks share some."""
    table: dict[str, tuple[Task, ...]] = {}
    for task in _TASKS:
        table[task.name] = (*table.get(task.name, ()), task)
    return MappingProxyType(table)


TASKS = _by_name()
