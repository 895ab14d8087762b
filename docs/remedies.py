"""What lies behind the errors of each module, and what helps where the message does not say it."""

from __future__ import annotations

from typing import NamedTuple


class Remedy(NamedTuple):
    """The cause that the errors of a module have in common, and what to do."""

    cause: str
    remedy: str


REMEDIES = {
    "dnn": Remedy(
        "A name was asked of the package that it does not have.",
        "`dir(dnn)` lists the names; the reference has them by task.",
    ),
    "dnn.activations": Remedy(
        "`hidden` names another number of activations than there are hidden layers.",
        "Give one name for all hidden layers, or one for each; the output is named by `output`.",
    ),
    "dnn.checks.arrays": Remedy(
        "X or Y is no matrix of numbers, or holds NaN or infinity.",
        "Look at the place that is named: a gap in a table, a division by 0, pictures not yet "
        "turned into columns.",
    ),
    "dnn.checks.costs": Remedy(
        "What was passed as costs or as AL is something else.",
        "Costs are the second value of `L_layer_model`; AL is the first of `L_model_forward`.",
    ),
    "dnn.checks.examples": Remedy(
        "X, Y and the network do not agree on the number of examples or of units.",
        "Examples are columns of both; print `X.shape` and `Y.shape` and transpose the one that "
        "lies the other way.",
    ),
    "dnn.checks.kinds": Remedy(
        "An array of another library, of text or of objects came where numbers are needed.",
        "Turn it into a numpy array of floats first, as the message shows.",
    ),
    "dnn.checks.labels": Remedy(
        "The labels are not what the output learns from.",
        "0 and 1 for sigmoid, one-hot columns for softmax, numbers for linear; `output_for` "
        "chooses the output by the labels.",
    ),
    "dnn.checks.layers": Remedy(
        "The matrices of one layer do not fit its equation.",
        "A row of W per unit, a column of A per example, b a column: "
        "`explain_shapes` shows them all.",
    ),
    "dnn.checks.networks": Remedy(
        "Parameters, caches and gradients are not of one network, or one of them is missing.",
        "Pass on what the functions return: parameters from `initialize_parameters_deep`, caches "
        "from `L_model_forward`, grads from `L_model_backward`.",
    ),
    "dnn.checks.values": Remedy(
        "A name is unknown, or a number lies out of its range.",
        "Take one of the known names; the range stands in `HYPERPARAMETERS`.",
    ),
    "dnn.cli.evaluate": Remedy(
        "The run is missing, or stands behind the data.",
        "Give the run first, or name it with `--run`: `dnn evaluate RUN DATA`.",
    ),
    "dnn.cli.arguments": Remedy(
        "An option was given twice or with a value that it does not take.",
        "`dnn COMMAND --help` shows every option with its range.",
    ),
    "dnn.cli.check": Remedy(
        "There was nothing to check.", "Name a homework, or a folder with `--class`."
    ),
    "dnn.cli.parser": Remedy(
        "The command has no such option.", "`dnn COMMAND --help` shows those that there are."
    ),
    "dnn.cli.predict": Remedy(
        "The answers would be written over what they are made from.",
        "Give another name with `--out`.",
    ),
    "dnn.cost": Remedy(
        "AL is not what a network says, or the labels are odd for this output.",
        "AL comes first, Y second; see the labels that each row of `OUTPUTS` learns from.",
    ),
    "dnn.datasets.course": Remedy(
        "The two files of the course are missing, damaged, or hold something else.",
        "Download them again; without them, the drawn pictures that come with the package serve.",
    ),
    "dnn.datasets.dataframes": Remedy(
        "New rows hold what the network never saw, or miss what it always saw.",
        "It is a warning: look at the columns it names before you trust the answers.",
    ),
    "dnn.datasets.folders": Remedy(
        "The folder of pictures is not where it was looked for, or may not be read.",
        "Check the path; it is the folder that holds a folder per class.",
    ),
    "dnn.datasets.frames": Remedy(
        "The table is no DataFrame, or its file needs a library.",
        "Install the extra `tables`, or save the table as CSV.",
    ),
    "dnn.datasets.h5_sets": Remedy(
        "The file does not say which of its arrays are examples and which are labels, or they do "
        "not fit each other.",
        "Name them: `--x KEY --y KEY`, or `x=` and `y=`.",
    ),
    "dnn.datasets.image_folders": Remedy(
        "The folder has not one folder of pictures per class, or files in it are broken.",
        "Lay it out as `pictures/cat/...`, `pictures/other/...`; `--skip-broken` leaves out what "
        "is no picture.",
    ),
    "dnn.datasets.labelled": Remedy(
        "There are fewer than two classes to tell apart.",
        "Check that the right column is taken as the label.",
    ),
    "dnn.datasets.loading": Remedy(
        "There is nothing at the path, or nothing that is known.",
        "Check the path first, then the ending of the file.",
    ),
    "dnn.datasets.missing": Remedy(
        "The policy for missing values has another name.", "Take one of those in the message."
    ),
    "dnn.datasets.plain_columns": Remedy(
        "The record of a table's columns was changed by hand or cut off.",
        "Train again, or take the record from a backup.",
    ),
    "dnn.datasets.preparation": Remedy(
        "There are too few examples, or other features than when the scale was taken.",
        "Examples are columns; scale new data with the `Standardization` of the training.",
    ),
    "dnn.datasets.sheets": Remedy(
        "A column is named that the table does not have, or columns are missing.",
        "Compare the names in the message with the header of the file.",
    ),
    "dnn.datasets.streams": Remedy(
        "Examples that are read from a file batch by batch are not of a form that can be.",
        "Store them as one matrix (m, n) of numbers, and leave the file alone while it is used.",
    ),
    "dnn.datasets.table_examples": Remedy(
        "After labels and left-out columns nothing remains to learn from, or the wishes for "
        "columns are no list.",
        "Name the label with `--label`, and drop fewer columns.",
    ),
    "dnn.datasets.table_labels": Remedy(
        "The column of labels holds a different text in nearly every row.",
        "It is probably a name or a number of the row: name the right one with `--label`.",
    ),
    "dnn.datasets.tables": Remedy(
        "New rows hold what the network never saw, or miss what it always saw.",
        "It is a warning: look at the columns it names before you trust the answers.",
    ),
    "dnn.doctor.intake": Remedy(
        "What the doctor was given does not belong together.",
        "Give the costs, X and Y of one and the same training.",
    ),
    "dnn.doctor.learning_rates": Remedy(
        "The rates to compare are no list of different numbers.",
        "Give them as a list, `[0.01, 0.001]`, and leave `learning_rate` out.",
    ),
    "dnn.doctor.vital_signs": Remedy("X holds no example.", "Give at least one column."),
    "dnn.dropout": Remedy(
        "The masks or the probabilities of dropout do not fit the network.",
        "One `keep_prob` for all hidden layers, or one per layer; masks from `dropout_masks`.",
    ),
    "dnn.engines.blocks": Remedy(
        "X lies in a file, and is to be read whole.",
        "Give a `mini_batch_size`, or take some of its columns.",
    ),
    "dnn.engines.chunks": Remedy(
        "A chunk of the examples is not what it should be, or not what it was.",
        "`load` must return the same (X, Y) for a chunk each time, in memory.",
    ),
    "dnn.engines.cluster_checks": Remedy(
        "What training on a cluster was given is not what it takes.",
        "A `distributed.Client`, a function that loads a chunk, and a list of chunks.",
    ),
    "dnn.engines.cluster_examples": Remedy(
        "A chunk cannot be loaded, or is of another kind than the others.",
        "Load that chunk by itself and look; make chunks smaller where workers die.",
    ),
    "dnn.engines.loop": Remedy(
        "The road that is insisted on is one of `dnn.train` alone.", "Leave `subspace` out."
    ),
    "dnn.engines.opening": Remedy(
        "The library of the engine is not installed, or it finds no such device.",
        "Install it as the message shows, or take a device that is there.",
    ),
    "dnn.export.forms": Remedy(
        "A library that the export needs is missing, or an activation has no form there.",
        "Install the extra `export` for ONNX, PyTorch for `.pt`; `model.py` needs neither.",
    ),
    "dnn.files.atomic": Remedy(
        "A file cannot be written where it should be.",
        "Check that the folder exists, that you may write there, and that the disk has room.",
    ),
    "dnn.files.csv_cells": Remedy(
        "A line of the table cannot be cut into cells.",
        "Look at the line that is named: a quotation mark that nobody closes is the commonest.",
    ),
    "dnn.files.csv_files": Remedy(
        "The file is no CSV in UTF-8 with the same number of cells in every line.",
        "Open it at the line that is named, or save the table again as CSV in UTF-8.",
    ),
    "dnn.files.encodings": Remedy(
        "The encoding has a name that Python does not know.",
        "Take `utf-8`, `cp1252`, `gb18030` or another of Python's.",
    ),
    "dnn.files.h5chunks": Remedy(
        "The file is damaged, cut off, or made to harm.",
        "Download or copy it again, or write it again with h5py.",
    ),
    "dnn.files.h5data": Remedy(
        "An array of the file is empty, damaged, or larger than the memory.",
        "Download or copy the file again; a large one is read batch by batch with `lazy=True`.",
    ),
    "dnn.files.h5files": Remedy(
        "The file is missing, may not be read, or is no HDF5 file.",
        "A page saved in place of a file is the commonest: look at its first line.",
    ),
    "dnn.files.h5keys": Remedy(
        "The file has no array of that name.", "Compare with the keys in the message."
    ),
    "dnn.files.h5texts": Remedy(
        "Texts of the file are damaged, or stored in a way that is not read.",
        "Write them again as plain text.",
    ),
    "dnn.files.parameters": Remedy(
        "The file holds something else than the parameters of a network.",
        "Give a file that `save_parameters` or `dnn train` wrote.",
    ),
    "dnn.files.pictures": Remedy(
        "The file is no picture, too large, or of colours that are not read.",
        "Open it in a viewer and save it again as PNG or JPEG.",
    ),
    "dnn.files.texts": Remedy(
        "The file is missing, may not be read, or is no text of the encoding.",
        "Save the table again as CSV in UTF-8, or say which encoding it has.",
    ),
    "dnn.homework.exercises": Remedy(
        "There is no exercise of that name.", "`dir(exercises)` lists them."
    ),
    "dnn.homework.file_checks": Remedy(
        "Nothing in the file is Python, or the process that checks it could not start.",
        "Mend the line that is named; else check that Python may start processes here.",
    ),
    "dnn.homework.files": Remedy(
        "The file is no homework that can be read.",
        "Download the file itself, not the page that shows it.",
    ),
    "dnn.homework.cells": Remedy(
        "The file is no notebook and no script.", "Download the file itself again."
    ),
    "dnn.homework.kit.filling": Remedy(
        "There is no homework in the folder.", "Give the folder that holds the notebook."
    ),
    "dnn.homework.kit.running": Remedy(
        "The limit of time is no positive number.", "Give seconds, or None for no limit."
    ),
    "dnn.homework.mistakes.row": Remedy(
        "A row of known mistakes changes a line that the solution does not have.",
        "For contributors: quote the line as it stands in the solution.",
    ),
    "dnn.homework.results": Remedy(
        "`raise_if_failed` was asked to turn a mistake into an error, and there is one.",
        "Read the hints of the result, mend the function, and check again.",
    ),
    "dnn.homework.running": Remedy(
        "The homework asked for input while it was checked.",
        "Give the function its values as arguments.",
    ),
    "dnn.homework.sandbox": Remedy(
        "The homework wanted to write, to delete or to reach the network while it was checked.",
        "Leave that out of the functions; what stands in other cells is not run.",
    ),
    "dnn.homework.teaching.classes": Remedy(
        "There is no homework in the folder.", "Give a folder with a file or folder per student."
    ),
    "dnn.homework.teaching.making": Remedy(
        "The source of an exercise lacks a cell that the grader needs.",
        "Close it with a cell that calls `raise_if_failed()`.",
    ),
    "dnn.homework.teaching.marks": Remedy(
        "A mark opens a solution and none closes it, or the other way round.",
        "Pair them in one and the same cell.",
    ),
    "dnn.labels": Remedy(
        "Class numbers or one-hot columns are not what they should be.",
        "Class numbers are whole numbers from 0; `one_hot` makes columns of them.",
    ),
    "dnn.lesson.gradient_check": Remedy(
        "It is not clear which gradients are to be checked.",
        "Give `grads` or `backward`, one of the two.",
    ),
    "dnn.lesson.numeric_slopes": Remedy(
        "The step is too small to change the parameter.", "Take a larger `epsilon`, such as 1e-5."
    ),
    "dnn.lesson.steps": Remedy(
        "The trace has no such step.", "Print the trace: it names all of them."
    ),
    "dnn.lesson.trace": Remedy(
        "The example to walk does not exist, or `single=True` is missing.",
        "Count examples from 0, and say `single=True`.",
    ),
    "dnn.libraries": Remedy(
        "An array of another library needs a bridge.", "Install the extra `arrays`."
    ),
    "dnn.metrics": Remedy(
        "Predictions and labels do not pair up.",
        "One prediction per label, in the same order and shape.",
    ),
    "dnn.model": Remedy(
        "The labels or the depth do not fit the model that was called.",
        "Two layers for `two_layer_model`, any number for `L_layer_model`; labels count from 0.",
    ),
    "dnn.parameters": Remedy(
        "It is a warning: all weights are 0, so all units of a layer learn the same.",
        "Draw them: `scale='lecun'` or `'he'`.",
    ),
    "dnn.plots.animation": Remedy(
        "A film of the decision boundary needs the examples.", "Give X and Y."
    ),
    "dnn.plots.boundary": Remedy(
        "The plane has two features, and a function must answer for each of its points.",
        "Choose two features, and pass `lambda X: predict(X, None, parameters)`.",
    ),
    "dnn.plots.common": Remedy(
        "What was passed to draw on is no axes or figure of matplotlib.",
        "Pass `ax=figure.add_subplot()`, or leave it out.",
    ),
    "dnn.plots.confusion": Remedy(
        "The matrix is no square of counts.", "Make it with `confusion_matrix(p, y)`."
    ),
    "dnn.plots.costs": Remedy(
        "The curves to draw are not of one training.", "Take both from one history."
    ),
    "dnn.plots.hyperparameters": Remedy(
        "The hyperparameter to move is unknown, or the slider needs a notebook with ipywidgets.",
        "Take a name of `HYPERPARAMETERS`; install the extra `notebooks`.",
    ),
    "dnn.plots.live": Remedy(
        "The curve grows in a notebook, and this is none.",
        "Pass `show=`, a function that is given the figure; or draw it at the end with "
        "`plot_costs`.",
    ),
    "dnn.plots.mislabeled": Remedy(
        "Pictures, predictions and labels do not fit each other.",
        "A column of X per picture, in shades from 0 to 1; give `image_shape` where it is not "
        "square.",
    ),
    "dnn.plots.network": Remedy(
        "The parameters or names are of another network than the one to draw.",
        "Give the layer sizes of the parameters.",
    ),
    "dnn.plots.rates": Remedy(
        "There is nothing to draw.", "Pass what `compare_learning_rates` returns."
    ),
    "dnn.plots.snapshots": Remedy(
        "The parameters to draw one after the other are not of one training.",
        "Collect them from the steps of one `train`.",
    ),
    "dnn.plots.tuning": Remedy(
        "There is nothing to draw.", "Give the rows of a search, at least one."
    ),
    "dnn.plots.weights": Remedy(
        "A row of W1 makes no picture of that size.", "Give `image_shape`."
    ),
    "dnn.run.agreement": Remedy(
        "The files of a run are not of one training: some were changed or copied afterwards.",
        "Take the whole folder from a backup, or train again.",
    ),
    "dnn.run.answer_files": Remedy(
        "The ending of the file names no form of answers.", "Take .csv, .json or .jsonl."
    ),
    "dnn.run.comparison": Remedy("There is only one run.", "Name two or more."),
    "dnn.run.evaluate": Remedy(
        "The examples have no labels that the run knows.",
        "Give data with the column or folders of labels that it was trained on.",
    ),
    "dnn.run.examples": Remedy(
        "The wishes for the output or for what is held out contradict the data.",
        "Leave the option out: the output is chosen by the labels.",
    ),
    "dnn.run.export": Remedy(
        "The ending of the file names no form of networks.", "Take .py, .onnx or .pt."
    ),
    "dnn.run.folder": Remedy(
        "The folder holds a run already, or one that is not finished.",
        "Another `--out`, `--force`, or `--resume`.",
    ),
    "dnn.run.found_runs": Remedy("There is no run in the folder.", "Train one, or look elsewhere."),
    "dnn.run.image_prediction": Remedy(
        "The picture or the classes do not fit the network.",
        "Give the `image_shape` of the training, and a name per class.",
    ),
    "dnn.run.job": Remedy(
        "Training diverged, or was asked to go on to where it is already.",
        "A lower learning rate; or more `--iterations`.",
    ),
    "dnn.run.new_examples": Remedy(
        "New examples are of another kind than those of the training.",
        "Give a table to a run of tables, pictures to a run of pictures.",
    ),
    "dnn.run.record_fields": Remedy(
        "The record of a run (run.json) was changed by hand.", "Take it from a backup."
    ),
    "dnn.run.records": Remedy(
        "The folder is no run, or its record is damaged or of a newer version.",
        "Name a folder that `dnn train` made; update the package.",
    ),
    "dnn.run.results": Remedy(
        "The cost became infinite or NaN.", "Lower the learning rate, and standardize."
    ),
    "dnn.run.search_folder": Remedy(
        "The space or the folder of a search is not what it should be.",
        "Write the space as in the message; go on with `--resume`, or begin in another folder.",
    ),
    "dnn.run.settings": Remedy(
        "A setting of the run is of another form, or is fixed by the run that goes on.",
        "See `dnn train --help`; a run that goes on keeps its settings.",
    ),
    "dnn.training.checkpoint": Remedy(
        "The checkpoint is of another training, of other data, or damaged.",
        "Go on with the same data and settings, or begin again in another folder.",
    ),
    "dnn.training.checkpoint_checks": Remedy(
        "The checkpoint was changed or cut off.", "Take an earlier copy, or train again."
    ),
    "dnn.training.class_weights": Remedy(
        "The weights name a class that there is not, or the output tells numbers.",
        "Name the classes of the labels, or say `balanced`.",
    ),
    "dnn.training.divergence": Remedy(
        "The steps are so large that numbers outgrow a float.",
        "Follow the causes in their order: learning rate, scale of X, start of W.",
    ),
    "dnn.training.fit": Remedy(
        "The parameters to start from are of another network.",
        "Give the layer sizes of these parameters.",
    ),
    "dnn.training.history": Remedy(
        "Early stopping has no validation set to watch.", "Give `validation=(X, Y)`."
    ),
    "dnn.training.hyperparameters": Remedy(
        "A hyperparameter lies out of its range.", "See the table `HYPERPARAMETERS`."
    ),
    "dnn.training.keeper": Remedy(
        "The checkpoint lies beyond the iterations asked for, or could not be written.",
        "Ask for more iterations; make room on the disk.",
    ),
    "dnn.training.loop": Remedy(
        "The state to go on from, or the road that is insisted on, does not fit.",
        "Go on with the optimiser it was made with; leave `subspace` out.",
    ),
    "dnn.training.stack": Remedy(
        "Trainings that step together were asked for what only one by itself can do, or some of "
        "them were lost.",
        "Leave `patience` out; for the lost ones follow the causes that the message names.",
    ),
    "dnn.training.subspace": Remedy(
        "The basis is of other examples.", "Compute it of the X that is trained on: `span(X)`."
    ),
    "dnn.training.task": Remedy(
        "A number of X is too large for the dtype.", "Bring X to a smaller scale: `standardize`."
    ),
    "dnn.tuning": Remedy(
        "A name was asked of the room that it does not have.", "The reference lists its names."
    ),
    "dnn.tuning.drift": Remedy(
        "The rows are of no search that is known.", "Give the rows.jsonl of `dnn tune`."
    ),
    "dnn.tuning.estimators": Remedy(
        "There is one class only.", "Look at how y was split or filtered."
    ),
    "dnn.tuning.extras": Remedy("A library is missing.", "Install the extra that is named."),
    "dnn.tuning.folds": Remedy(
        "There are fewer examples than folds.", "Take fewer folds, or more data."
    ),
    "dnn.tuning.harmonica": Remedy("The study has several objectives.", "Give it one."),
    "dnn.tuning.options": Remedy(
        "A distribution of Optuna has no form in bits.",
        "Use ranges and choices of a space, or another method.",
    ),
    "dnn.tuning.parities": Remedy(
        "The samples are no rows of -1 and 1, or there are too many parities.",
        "Write `2 * Z - 1` for bits 0 and 1; choose a lower degree.",
    ),
    "dnn.tuning.polynomials": Remedy(
        "The rows do not belong to the space.", "Give the space that was searched."
    ),
    "dnn.tuning.reports": Remedy("There is nothing to report.", "Give at least one row."),
    "dnn.tuning.rows": Remedy(
        "The file of rows is damaged or of another search, or all its trainings diverged.",
        "Go on with the settings it was begun with, or begin another file.",
    ),
    "dnn.tuning.searching": Remedy(
        "The rows were written with another version of Optuna.",
        "Install that version, or begin another file.",
    ),
    "dnn.tuning.setups": Remedy(
        "X lies in a file, or something is both fixed and searched.",
        "Take columns of X; leave one of the two out.",
    ),
    "dnn.tuning.spaces": Remedy(
        "The space is not written as one.",
        "A list of choices, or `uniform(0, 1)` or `log_uniform(1e-4, 1e-1)` per hyperparameter.",
    ),
    "dnn.tuning.successive": Remedy(
        "The rungs of halving are no growing numbers.", "Give them as `[100, 300, 900]`."
    ),
    "dnn.tuning.workers": Remedy(
        "The number of processes is none.", "A number from 1 up, or -1 for all cores."
    ),
}
