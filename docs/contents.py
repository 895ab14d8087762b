"""What the reference holds: every public name once, by task, with its equation and its lesson."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A public name, what it computes in TeX, a line each, and the notebook that teaches it."""

    name: str
    equation: str = ""
    lesson: int = 0


class Group(NamedTuple):
    """One page of the reference; ``room`` is the module that its names are asked of."""

    stem: str
    title: str
    purpose: str
    entries: tuple[Entry, ...]
    room: str = "dnn"


GROUPS = (
    Group(
        "data",
        "Load data",
        "From files, folders and tables to X and Y: one column per example.",
        (
            Entry("load_data", "", 4),
            Entry("flatten_images", r"X = \mathrm{images.reshape}(m, -1)^T / 255", 4),
            Entry("load_dataset", "", 9),
            Entry("load_csv", "", 9),
            Entry("load_csv_features", "", 9),
            Entry("from_dataframe", "", 9),
            Entry("features_from_dataframe", "", 9),
            Entry("load_h5", "", 9),
            Entry("load_image_folder", "", 9),
            Entry("two_moons", "", 6),
            Entry("Dataset", "", 9),
            Entry("output_for", "", 9),
        ),
    ),
    Group(
        "preparation",
        "Prepare data",
        "Labels to columns, features to one scale, examples to train on and to test on.",
        (
            Entry("one_hot", r"Y_{ki} = [\mathrm{labels}_i = k]", 9),
            Entry("from_one_hot", r"\mathrm{labels}_i = \arg\max_k Y_{ki}", 9),
            Entry("train_test_split", "", 9),
            Entry("standardize", r"x' = (x - \mu) / \sigma", 9),
            Entry("Standardization", r"x' = (x - \mu) / \sigma", 9),
        ),
    ),
    Group(
        "initialize",
        "Arrow 1: initialize",
        "`X, layer_dims -> initialize_parameters_deep -> parameters`",
        (
            Entry("initialize_parameters", r"W = 0.01 \cdot N(0, 1), \quad b = 0", 1),
            Entry(
                "initialize_parameters_deep",
                r"W^{[l]} = N(0, 1) / \sqrt{n^{[l-1]}}, \quad b^{[l]} = 0",
                2,
            ),
            Entry("initialize_parameters_zeros", r"W^{[l]} = 0, \quad b^{[l]} = 0", 6),
            Entry("initialize_parameters_random", r"W^{[l]} = 10 \cdot N(0, 1)", 6),
            Entry(
                "initialize_parameters_he",
                r"W^{[l]} = \sqrt{2 / n^{[l-1]}} \cdot N(0, 1)",
                6,
            ),
            Entry("SCALES", "", 6),
        ),
    ),
    Group(
        "forward",
        "Arrow 2: forward",
        "`X, parameters -> L_model_forward -> AL, caches`",
        (
            Entry("linear_forward", r"Z = W A_{\mathrm{prev}} + b \tag{1}", 2),
            Entry("linear_activation_forward", r"A = g(W A_{\mathrm{prev}} + b) \tag{2}", 2),
            Entry(
                "L_model_forward",
                r"A^{[l]} = g^{[l]}(W^{[l]} A^{[l-1]} + b^{[l]}), \quad A^{[0]} = X",
                2,
            ),
            Entry(
                "dropout_masks",
                r"A := A \cdot D \text{, } D = 1 / \mathrm{keep\_prob} \text{ or } 0",
                6,
            ),
        ),
    ),
    Group(
        "activations",
        "Activations",
        "Each g(Z) beside its slope, so that neither can exist alone.",
        (
            Entry("ACTIVATIONS", r"A = g(Z), \qquad dZ = dA * g'(Z)", 2),
            Entry("sigmoid", r"A = \frac{1}{1 + e^{-Z}}", 1),
            Entry("sigmoid_backward", r"dZ = dA * A (1 - A) \tag{6}", 5),
            Entry("relu", r"A = \max(0, Z)", 2),
            Entry("relu_backward", r"dZ = dA * [Z > 0] \tag{6}", 5),
            Entry("tanh", r"A = \tanh Z", 6),
            Entry("tanh_backward", r"dZ = dA * (1 - A^2) \tag{6}", 5),
            Entry("leaky_relu", r"A = \max(0.01 Z, Z)", 6),
            Entry("leaky_relu_backward", r"dZ = dA * (1 \text{ or } 0.01) \tag{6}", 5),
            Entry("linear", r"A = Z", 9),
            Entry("linear_slope", r"dZ = dA \tag{6}", 5),
            Entry("softmax", r"A_k = \frac{e^{Z_k}}{\sum_j e^{Z_j}}", 9),
            Entry(
                "softmax_backward",
                r"dZ = A * \Big(dA - \sum_k A_k\, dA_k\Big) \tag{6}",
                5,
            ),
        ),
    ),
    Group(
        "cost",
        "Arrow 3: cost",
        "`AL, Y -> compute_cost -> cost`",
        (
            Entry(
                "compute_cost",
                r"J = -\frac{1}{m} \sum_i \Big(y_i \log a_i + (1 - y_i) \log(1 - a_i)\Big)",
                1,
            ),
            Entry(
                "compute_cost_with_regularization",
                r"J + \frac{\lambda}{2m} \sum_l \lVert W^{[l]} \rVert^2",
                6,
            ),
            Entry("OUTPUTS", "", 9),
        ),
    ),
    Group(
        "backward",
        "Arrow 4: backward",
        "`AL, Y, caches -> L_model_backward -> grads`",
        (
            Entry(
                "linear_backward",
                r"dW = \frac{1}{m} dZ A_{\mathrm{prev}}^T \tag{7}"
                "\n"
                r"db = \frac{1}{m} \sum_i dZ_i \tag{8}"
                "\n"
                r"dA_{\mathrm{prev}} = W^T dZ \tag{9}",
                2,
            ),
            Entry("linear_activation_backward", r"dZ = dA * g'(Z) \tag{6}", 2),
            Entry(
                "L_model_backward", r"dA^{[L]} = -\frac{Y}{A^{[L]}} + \frac{1 - Y}{1 - A^{[L]}}", 2
            ),
            Entry("add_l2_slopes", r"dW + \frac{\lambda}{m} W", 6),
        ),
    ),
    Group(
        "update",
        "Arrow 5: update",
        "`parameters, grads, learning_rate -> update_parameters -> parameters`",
        (
            Entry("update_parameters", r"W := W - \alpha\, dW, \quad b := b - \alpha\, db", 1),
            Entry("initialize_velocity", r"v = 0", 6),
            Entry(
                "update_parameters_with_momentum",
                r"v := \beta v + (1 - \beta)\, dW, \quad W := W - \alpha v",
                6,
            ),
            Entry("initialize_rmsprop", r"s = 0", 6),
            Entry(
                "update_parameters_with_rmsprop",
                r"s := \beta_2 s + (1 - \beta_2)\, dW^2, \quad "
                r"W := W - \alpha \frac{dW}{\sqrt{s} + \varepsilon}",
                6,
            ),
            Entry("initialize_adam", r"v = 0, \quad s = 0", 6),
            Entry(
                "update_parameters_with_adam",
                r"W := W - \alpha \frac{v / (1 - \beta_1^t)}"
                r"{\sqrt{s / (1 - \beta_2^t)} + \varepsilon}",
                6,
            ),
            Entry("OPTIMIZERS", "", 6),
            Entry("update_lr", r"\alpha = \frac{\alpha_0}{1 + d \cdot \mathrm{epoch}}", 6),
            Entry(
                "schedule_lr_decay",
                r"\alpha = \frac{\alpha_0}{1 + d \lfloor \mathrm{epoch} / T \rfloor}",
                6,
            ),
            Entry("SCHEDULES", "", 6),
        ),
    ),
    Group(
        "training",
        "Train",
        "The five arrows in a loop: in one call, or step by step.",
        (
            Entry("L_layer_model", "", 4),
            Entry("two_layer_model", "", 4),
            Entry("fit", "", 6),
            Entry("fit_rates", "", 6),
            Entry("Run", "", 6),
            Entry("History", "", 6),
            Entry("train", "", 6),
            Entry("Step", "", 6),
            Entry("State", "", 6),
            Entry("HYPERPARAMETERS", "", 6),
            Entry("hyperparameters", "", 6),
            Entry("random_mini_batches", "", 6),
            Entry("span", r"K = X^T X", 8),
            Entry("Span", r"K = X^T X", 8),
            Entry("interruptible", "", 4),
        ),
    ),
    Group(
        "results",
        "Predict, judge, keep",
        "What the network says, how often it is right, and how to take it elsewhere.",
        (
            Entry("predict", r"\hat y = [a^{[L]} > 0.5]", 4),
            Entry("predict_image", "", 4),
            Entry("decide", "", 9),
            Entry("score", "", 9),
            Entry("accuracy", r"\frac{1}{m} \sum_i [p_i = y_i]", 4),
            Entry("balanced_accuracy", r"\frac{1}{n} \sum_k \mathrm{recall}_k", 9),
            Entry("r2_score", r"R^2 = 1 - \frac{\sum_i (a_i - y_i)^2}{\sum_i (\bar y - y_i)^2}", 9),
            Entry("roc_auc", r"P(a_i > a_j \mid y_i = 1, y_j = 0)", 9),
            Entry("confusion_matrix", r"M_{kj} = \#\{i : y_i = k, p_i = j\}", 9),
            Entry("per_class_report", "", 9),
            Entry("residuals", r"y - p", 9),
            Entry("save_parameters", "", 4),
            Entry("load_parameters", "", 4),
            Entry("to_onnx", "", 9),
            Entry("to_torch", "", 9),
            Entry("to_python", "", 9),
        ),
    ),
    Group(
        "lesson",
        "Step through and check",
        "What a lecture writes on the board: every step, every shape, every slope.",
        (
            Entry("trace", "", 2),
            Entry("explain_shapes", "", 3),
            Entry(
                "gradient_check",
                r"\frac{J(p + \varepsilon) - J(p - \varepsilon)}{2 \varepsilon}",
                5,
            ),
            Entry(
                "gradient_check_n",
                r"\frac{\lVert g - \tilde g \rVert}{\lVert g \rVert + \lVert \tilde g \rVert}",
                5,
            ),
            Entry("EQUATIONS", "", 2),
            Entry("LECTURE_EQUATIONS", "", 12),
            Entry("GLOSSARY", "", 1),
            Entry("in_chinese", "", 1),
        ),
    ),
    Group(
        "doctor",
        "When training fails",
        "What is wrong, why, and what to do about it.",
        (
            Entry("diagnose", "", 7),
            Entry("Diagnosis", "", 7),
            Entry("vital_signs", "", 7),
            Entry("VitalSigns", "", 7),
            Entry("compare_learning_rates", "", 7),
            Entry("RateComparison", "", 7),
        ),
    ),
    Group(
        "plots",
        "Pictures",
        "Every plot takes an `ax` and gives it back.",
        (
            Entry("plot_costs", "", 1),
            Entry("live_costs", "", 4),
            Entry("plot_learning_rates", "", 6),
            Entry("plot_hyperparameter", "", 6),
            Entry("hyperparameter_slider", "", 6),
            Entry("plot_network", "", 2),
            Entry("plot_shapes", "", 3),
            Entry("plot_decision_boundary", "", 1),
            Entry("plot_confusion", "", 9),
            Entry("plot_predictions", "", 9),
            Entry("plot_weights", "", 4),
            Entry("plot_mislabeled", "", 4),
            Entry("print_mislabeled_images", "", 4),
            Entry("plot_activations", "", 7),
            Entry("plot_gradients", "", 7),
            Entry("animate_training", "", 6),
            Entry("animate_pass", "", 2),
            Entry("plot_search", "", 11),
            Entry("plot_search_values", "", 11),
            Entry("plot_search_stages", "", 11),
            Entry("plot_search_lines", "", 11),
            Entry("plot_search_costs", "", 11),
        ),
    ),
    Group(
        "errors-and-warnings",
        "Errors and warnings",
        "All errors are ValueErrors that say what was expected, what came, and what helps; "
        "the [index of errors](../errors/index.md) lists each.",
        (
            Entry("ShapeError", "", 3),
            Entry("DataError", "", 9),
            Entry("DivergenceError", "", 7),
            Entry("LabelWarning", "", 9),
            Entry("ColumnWarning", "", 9),
            Entry("InterruptedWarning", "", 4),
        ),
    ),
    Group(
        "engines",
        "Other engines",
        "The same training on the arrays of another library, on a graphics card, or on the "
        "machines of a cluster.",
        (
            Entry("train"),
            Entry("ENGINES"),
            Entry(
                "train_on_cluster",
                r"dW = \sum_{\mathrm{chunks}} \frac{m_{\mathrm{chunk}}}{m}\, dW_{\mathrm{chunk}}",
            ),
            Entry("ChunkError"),
        ),
        "dnn.engines",
    ),
    Group(
        "tuning",
        "Search hyperparameters",
        "A space, searched with cross-validation; the extra `tune` brings what some of it needs.",
        (
            Entry("uniform", "", 11),
            Entry("log_uniform", "", 11),
            Entry("k_fold", "", 11),
            Entry("Fold", "", 11),
            Entry("search", "", 11),
            Entry("halving", "", 11),
            Entry("sweep", "", 11),
            Entry("best", "", 11),
            Entry("ranked", "", 11),
            Entry("read_rows", "", 11),
            Entry("SearchError", "", 11),
            Entry("polynomial", "", 11),
            Entry("ErrorPolynomial", "", 11),
            Entry("fit_parities", r"y \approx \sum_S w_S \prod_{i \in S} z_i", 11),
            Entry("HarmonicaSampler", "", 11),
            Entry("PAPER", "", 11),
            Entry("again", "", 11),
            Entry("Drift", "", 11),
            Entry("report", "", 11),
            Entry("NetworkClassifier", "", 11),
            Entry("NetworkRegressor", "", 11),
        ),
        "dnn.tuning",
    ),
    Group(
        "homework",
        "Check a homework",
        "Whether a function of the course is right, and which mistake it makes.",
        (
            Entry("exercises", "", 10),
            Entry("Exercise", "", 10),
            Entry("Result", "", 10),
            Entry("check_all", "", 10),
            Entry("Results", "", 10),
        ),
        "dnn.homework",
    ),
    Group(
        "kit",
        "Run a homework",
        "What a homework imports and does not find is put beside it, or stood in for.",
        (
            Entry("make_kit", "", 10),
            Entry("Kit", "", 10),
            Entry("run_homework", "", 10),
            Entry("Ended", "", 10),
        ),
        "dnn.homework.kit",
    ),
    Group(
        "teaching",
        "For teachers",
        "Exercises made from one source, and a whole class checked.",
        (
            Entry("check_class", "", 10),
            Entry("ClassReport", "", 10),
            Entry("write_report", "", 10),
            Entry("new_exercise", "", 10),
            Entry("ADAPTERS", "", 10),
        ),
        "dnn.homework.teaching",
    ),
)

TABLES = {  # public names that are values: what they hold
    "ACTIVATIONS": "Every activation: g and its backward side by side.",
    "OUTPUTS": "Every output: one row holds all that it decides, from the loss to the score.",
    "OPTIMIZERS": "Every optimiser: its step for people, and the same step on one flat vector.",
    "SCHEDULES": "Every schedule: the learning rate as a function of the epoch.",
    "SCALES": "How large W is when training starts: a function of the units before it.",
    "HYPERPARAMETERS": "Every hyperparameter: its default, its range, its place in the equations.",
    "ENGINES": "Every engine: the library whose arrays are trained on.",
    "EQUATIONS": "The equations by the numbers that errors cite.",
    "LECTURE_EQUATIONS": "The backward equations by the numbers that the lecture gives them.",
    "GLOSSARY": "Terms in English and Chinese; a term is looked up by either of its names.",
    "PAPER": "The options of Harmonica that its authors published.",
    "ADAPTERS": "Every form that an exercise can be given to students in.",
    "exercises": "Every exercise of the homework, by name: `exercises.linear_backward.check(f)`.",
}
