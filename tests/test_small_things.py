"""Small things that are met every day: words that people use, names of all scripts."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import dnn
from dnn.chinese import fonts
from dnn.cli.entry import main
from dnn.cli.parser import make_parser
from dnn.training.hyperparameters import ELSEWHERE, HYPERPARAMETERS

X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])


def test_what_others_call_hyperparameters_is_known_here():
    assert set(ELSEWHERE.values()) <= HYPERPARAMETERS.keys()
    assert not ELSEWHERE.keys() & HYPERPARAMETERS.keys()


@pytest.mark.parametrize(
    ("name", "meant"),
    [("lr", "learning_rate"), ("epochs", "num_iterations"), ("weight_decay", "lambd")],
)
def test_a_name_of_another_library_is_told_what_it_is_here(name, meant):
    with pytest.raises(
        ValueError, match=f"unknown hyperparameter '{name}', did you mean '{meant}'"
    ):
        dnn.fit(X, Y, [1, 1], **{name: 1})


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (
            ["train", "--lr", "0.1"],
            "0.1, did you mean --learning-rate? (see dnn train --help)",
        ),
        (["train", "--epochs=5"], "--epochs=5, did you mean --iterations?"),
        (["train", "--batch-size", "8"], "did you mean --mini-batch-size?"),
        (["train", "--itertions", "8"], "did you mean --iterations?"),
        (["runs", "--lr", "1"], "unrecognized arguments: --lr (see dnn runs --help)"),
        (["predict", "x.csv", "--run", "r", "--output", "y"], "did you mean --out?"),
    ],
)
def test_an_option_that_there_is_not_is_told_what_was_meant(words, meant, capsys):
    assert main(words) == 2
    assert meant in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["20", "7", "5"], ["20,7,5"], ["20,", "7,", "5"], ["20", "7,5"]], ids=" ".join
)
def test_sizes_of_layers_are_read_with_commas_and_with_spaces(words):
    assert make_parser().parse_args(["train", "--layers", *words]).layers == (20, 7, 5)
    assert make_parser().parse_args(["shapes", *words]).layer_dims == [20, 7, 5]


def test_sizes_of_layers_are_followed_by_other_options(tmp_path):
    options = make_parser().parse_args(["train", "--layers", "4", "3", "--seed", "2"])
    assert (options.layers, options.seed) == ((4, 3), 2)


def test_help_shows_the_five_commonest_uses(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    _, uses = capsys.readouterr().out.split("the commonest uses:\n")
    lines = uses.splitlines()
    assert len(lines) == 5
    for line in lines:
        command = line.split("   ")[0].split("  ")[1] if "  " in line.strip() else line
        make_parser().parse_args(command.split()[1:])


# --- names in other scripts ---------------------------------------------------------------------


def names_of(figure):
    return {text.get_text() for ax in figure.axes for text in ax.get_xticklabels()}


def drawn(names):
    figure = Figure(layout="constrained")
    dnn.plot_confusion([[3, 1], [0, 4]], names, ax=figure.add_subplot())
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a character that the font lacks is a warning
        figure.canvas.draw()
    return figure


@pytest.mark.skipif(fonts.font_for("猫犬") is None, reason="no Chinese font is installed")
def test_chinese_names_are_drawn_in_an_installed_font():
    assert names_of(drawn(["猫", "犬"])) == {"猫", "犬"}


def test_where_no_font_has_the_characters_the_picture_says_so_once(monkeypatch):
    monkeypatch.setattr(fonts, "font_for", lambda text: None)
    figure = drawn(["猫a", "犬"])
    assert names_of(figure) == {"□a", "□"}
    assert [text.get_text() for text in figure.texts] == [fonts.REMARK]


def test_other_names_keep_the_usual_font():
    figure = drawn(["café", "größer ≠"])
    assert names_of(figure) == {"café", "größer ≠"}
    assert not figure.texts


def test_a_run_on_chinese_classes_warns_of_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    rows = [f"{k % 7},{'猫' if k % 7 > 3 else '犬'}" for k in range(42)]
    Path("animals.csv").write_text("\n".join(["x,kind", *rows]) + "\n", encoding="utf-8")
    words = ["--layers", "none", "--iterations", "100", "--out", "run"]
    assert main(["train", "--data", "animals.csv", *words]) == 0
    assert capsys.readouterr().err == ""
    assert "猫" in Path("run/report.html").read_text(encoding="utf-8")
