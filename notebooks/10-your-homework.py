# %% jupyter={"source_hidden": true}
from importlib.util import find_spec

from IPython import get_ipython

if find_spec("dnn") is None:
    get_ipython().run_line_magic("pip", "install -q dnn-course")

# %% [markdown]
# # 10 · Your homework
#
# After this notebook you can have a function of the course checked and read what is wrong with it, run homework of any year that misses its helper files,
# and, as a teacher, make an exercise and check a whole class.
#
# About 10 minutes.

# %%
import tempfile
from pathlib import Path

import numpy as np

from dnn.homework import check_all, exercises
from dnn.homework.kit import make_kit, run_homework
from dnn.homework.teaching import check_class, new_exercise

folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## Which equation is hurt
#
# Here is a way back through one layer, as it is often written. **Predict**: which of the three slopes is wrong?


# %%
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T)
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


result = exercises.linear_backward.check()
result

# %% [markdown]
# The check tried the function on random problems of several sizes, compared it with what known mistakes give, and named the equation. All of it can be read
# one by one, and the hints come in Chinese too:

# %%
print(result.outcome, "|", result.mistake, "|", result.equation)
print(result.hint(2))
exercises.linear_backward.check(lang="zh")

# %% [markdown]
# **Try it**: mend the line, and check again. In a script or for a grader, `raise_if_failed()` turns a mistake into an error. Several functions at once are
# checked from a module, or from all names of a notebook:


# %%
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z)), Z


check_all({"sigmoid": sigmoid, "linear_backward": linear_backward})

# %% [markdown]
# At the command line: `dnn check homework.ipynb`.
#
# ## Homework that misses its files
#
# Much homework that one finds does not run: its helper modules and data are not there, and libraries have changed since. Here is one such script:

# %%
script = """
get_ipython().magic('matplotlib inline')
from PIL import Image
from testCases_v4a import *
from dnn_app_utils_v3 import *

train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
train_x = train_x_orig.reshape(train_x_orig.shape[0], -1).T / 255
parameters = initialize_parameters_deep([12288, 5, 1])
AL, caches = L_model_forward(train_x, parameters)
print("cost:", compute_cost(AL, train_y).round(3))
print("cat:", Image.open("images/my_image.jpg").resize((64, 64), Image.ANTIALIAS).size)
"""
(folder / "homework.py").write_text(script, encoding="utf-8")
kit = make_kit(folder)
print("edition", kit.edition.name, "told by", kit.edition.because)
for path, what in kit.written.items():
    print(f"{path.relative_to(folder).as_posix()}: {what}")

# %% [markdown]
# The kit puts there only what is missing, and says where the pictures come from: your own files when you have them (`data=...`), else those that come with
# `dnn`. The same at the command line: `dnn kit FOLDER`.
#
# Two lines of the script are still of another time. `run_homework` runs it with stand-ins, and says what it stood in for:

# %%
ended = run_homework(folder / "homework.py")
ended.stand_ins

# %% [markdown]
# At the command line: `dnn homework homework.py`, for notebooks as well.
#
# ## For teachers: an exercise
#
# One source with marks becomes two notebooks, one for students and one with the solution. Adapters make it ready for nbgrader, otter-grader and pytest
# (`dnn exercise new FOLDER --for nbgrader`).

# %%
made = new_exercise(folder / "exercise")
print([path.name for path in made])
source = made[0].read_text(encoding="utf-8")
print(source[source.index("def ") :])

# %% [markdown]
# ## For teachers: a class
#
# Three students have handed something in. All are checked at once, each in a process of its own; `dnn check --class FOLDER --out report.csv` writes a table and a
# page that shows which mistakes the class makes most.

# %%
right = "import numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z\n"
wrong = "import numpy as np\ndef relu(Z):\n    return np.maximum(0.01 * Z, Z), Z\n"
for name, text in {"anna": right, "ben": wrong, "carla": right}.items():
    (folder / "class").mkdir(exist_ok=True)
    (folder / "class" / f"{name}.py").write_text(text, encoding="utf-8")
report = check_class(folder / "class")
for line in report.lines:
    print(line.student, line.exercise, line.outcome, line.mistake)

# %% [markdown]
# ## What you can do now
#
# - Have a function checked, and read the equation that is hurt.
# - Run homework of other years, and know what was stood in for.
# - Make an exercise, and see what a class has not understood yet.
