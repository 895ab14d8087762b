"""A name that is nearly that of an exercise: it is told which one is meant, and no other is."""

import json

import pytest

from dnn.cli.entry import main
from dnn.homework import exercises
from dnn.homework.misnaming import misnamed

HEAD = "import numpy as np\n"
RELU = "def relu(Z):\n    return np.maximum(0, Z), Z\n"
MISNAMED = (
    "def L_model_backwards(AL, Y, caches):\n    return {}\ndef compute_costs(AL, Y)\n    pass\n"
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("L_model_backwards", "L_model_backward"),
        ("compute_costs", "compute_cost"),
        ("computeCost", "compute_cost"),
        ("Relu", "relu"),
        ("sigmod", "sigmoid"),
        ("initialise_parameters", "initialize_parameters"),
        ("update_params", "update_parameters"),
        ("tow_layer_model", "two_layer_model"),
        ("linear_activation_foward", "linear_activation_forward"),
    ],
)
def test_a_name_that_is_nearly_an_exercise_is_known(name, meant):
    assert misnamed([name], []) == {name: meant}


@pytest.mark.parametrize(
    "name",
    [
        *("elu", "tanh_backward", "initialize_parameters_he", "update_parameters_with_gd"),
        *("gradient_check", "forward_propagation_n", "backward_propagation_with_dropout", "f"),
    ],
)
def test_another_function_of_the_course_or_of_ones_own_is_left_in_peace(name):
    assert misnamed([name], []) == {}


def test_nothing_is_asked_where_the_exercise_itself_is_there():
    assert misnamed(["relu", "Relu"], found=["relu"]) == {}


def test_the_table_and_the_json_say_what_is_meant_in_both_languages(tmp_path, capsys):
    path = tmp_path / "homework.py"
    path.write_text(HEAD + RELU + MISNAMED)
    assert main(["check", str(path)]) == 0
    out = capsys.readouterr().out
    assert "L_model_backwards is no exercise: did you mean L_model_backward?" in out
    assert "compute_costs is no exercise: did you mean compute_cost?" in out
    assert main(["check", str(path), "--lang", "zh"]) == 0
    assert "compute_costs 不是练习：是不是 compute_cost？" in capsys.readouterr().out
    assert main(["check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["misnamed"] == {
        "L_model_backwards": "L_model_backward",
        "compute_costs": "compute_cost",
    }


def test_it_is_said_too_where_no_exercise_is_found_and_where_one_alone_is_asked_for(
    tmp_path, capsys
):
    path = tmp_path / "homework.py"
    path.write_text(HEAD + MISNAMED)
    assert main(["check", str(path)]) == 2
    assert "did you mean compute_cost?" in capsys.readouterr().out
    assert main(["check", str(path), "--only", "compute_cost"]) == 1
    out = capsys.readouterr().out
    assert "did you mean compute_cost?" in out
    assert "L_model_backward" not in out


def test_a_misspelt_attribute_of_the_exercises_is_told_what_is_meant():
    with pytest.raises(AttributeError, match="no exercise compute_cots: did you mean compute_cost"):
        exercises.compute_cots
    assert not hasattr(exercises, "zzz")


def test_the_exercises_show_their_names():
    assert repr(exercises).startswith(f"<{len(exercises)} exercises: sigmoid, relu, ")
