"""The pictures and the report of a search show every trial, and take nothing from elsewhere."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.figure import Figure

from dnn.plots.trials import plot_search_costs, plot_search_lines
from dnn.plots.tuning import plot_search, plot_search_stages, plot_search_values
from dnn.tuning import log_uniform, report, uniform

SPACE = {
    "learning_rate": log_uniform(1e-3, 10),
    "layers": [[4], [16, 8], []],
    "lambd": uniform(0, 1),
}


def row(number, error, **more):
    rng = np.random.RandomState(number)
    options = {
        "learning_rate": 10 ** rng.uniform(-3, 1),
        "layers": SPACE["layers"][number % 3],
        "lambd": rng.rand(),
    }
    costs = [0.7, 0.6, None if error is None else 0.5]
    return {
        "number": number, "hyperparameters": options, "error": error, "spread": 0.02,
        "cost": error, "every": 10, "costs": costs, "validation_costs": costs,
        "diverged": None if error is not None else "training diverged", "seconds": 0.5,
        "doctor": {"verdict": "healthy" if error else "diverging", "action": "<lower> the rate"},
        **more,
    }  # fmt: skip


ROWS = [row(k, e) for k, e in enumerate([0.4, 0.1, None, 0.3, 0.2, 0.25])]
DRAWN = {
    "values": lambda ax: plot_search_values(ROWS, "learning_rate", SPACE["learning_rate"], ax=ax),
    "choices": lambda ax: plot_search_values(ROWS, "layers", SPACE["layers"], ax=ax),
    "parallel": lambda ax: plot_search_lines(ROWS, SPACE, ax=ax),
    "costs": lambda ax: plot_search_costs(ROWS, ax=ax),
    "stages": lambda ax: plot_search_stages(ROWS, ax=ax),
}


def with_gid(ax, gid):
    return [line for line in ax.lines if line.get_gid() == gid]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_every_picture_draws_on_the_axes_given_on_white_paper(draw):
    ax = Figure(figsize=(5, 4), facecolor="none").add_subplot()
    assert draw(ax) is ax
    assert ax.figure.get_facecolor() == (1, 1, 1, 1)


def test_every_trial_is_a_dot_those_that_diverged_are_crosses_and_the_best_a_star():
    ax = DRAWN["values"](Figure().add_subplot())
    (dots,), (crosses,), (star,) = (with_gid(ax, g) for g in ("trials", "diverged", "best"))
    assert len(dots.get_xdata()) == 5
    assert list(crosses.get_xdata()) == [ROWS[2]["hyperparameters"]["learning_rate"]]
    assert star.get_ydata() == [10.0]
    assert ax.get_xscale() == "log"
    assert (
        plot_search_values(ROWS, "lambd", SPACE["lambd"], ax=Figure().add_subplot()).get_xscale()
        == "linear"
    )


def test_choices_are_named_and_their_means_marked():
    ax = DRAWN["choices"](Figure().add_subplot())
    assert [t.get_text() for t in ax.get_xticklabels()] == ["4", "16-8", "no hidden layer"]
    means = [lines.get_segments()[0][0, 1] for lines in ax.collections if lines.get_gid() == "mean"]
    assert means == pytest.approx([35.0, 15.0, 25.0])


def test_a_search_is_a_picture_for_each_hyperparameter():
    figure = plot_search(ROWS, SPACE, figure=Figure())
    assert [ax.get_xlabel() for ax in figure.axes] == list(SPACE)


def test_every_trial_is_a_line_across_the_axes_and_the_best_is_thick():
    ax = DRAWN["parallel"](Figure().add_subplot())
    lines = with_gid(ax, "trial")
    assert len(lines) == len(ROWS)
    (thick,) = (line for line in lines if line.get_linewidth() == 3)
    assert thick.get_ydata()[-1] == 0
    assert sum(line.get_linestyle() == ":" for line in lines) == 1


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        (ROWS, ["10.0 %", "40.0 %"]),
        ([row(0, None), row(1, None)], ["0.0 %", "1.0 %"]),  # all diverged: an axis all the same
    ],
)
def test_the_axis_of_the_error_goes_from_the_best_to_the_worst_that_did_not_diverge(rows, ends):
    ax = plot_search_lines(rows, SPACE, ax=Figure().add_subplot())
    assert [t.get_text() for t in ax.texts if t.get_text().endswith(" %")] == ends
    lost = [line for line in with_gid(ax, "trial") if line.get_linestyle() == ":"]
    assert {line.get_ydata()[-1] for line in lost} == {1.08}


def test_the_best_few_curves_have_a_line_in_the_legend_on_a_logarithmic_axis():
    ax = plot_search_costs(ROWS, most=2, ax=Figure().add_subplot())
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "trial 1: 10.0 %",
        "trial 4: 20.0 %",
    ]
    assert ax.get_yscale() == "log"


def test_no_rows_are_refused():
    for draw in (plot_search_costs, plot_search_stages):
        with pytest.raises(ValueError, match="there are no rows of a search"):
            draw([])
    with pytest.raises(ValueError, match="there are no rows of a search"):
        report([], SPACE)


# --- the report ---------------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects what a page refers to, and checks that its tags are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.references, self.open, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.references += [value for name, value in attributes if name in ("src", "href")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_report_is_one_file_that_takes_nothing_from_elsewhere():
    page = report(ROWS, SPACE)
    found = Page(page)
    assert found.open == []
    assert len(found.references) == len(SPACE) + 3
    assert all(value.startswith("data:image/png;base64,") for value in found.references)
    assert not re.search(r"https?://|@import|url\(", page)


def test_the_report_says_what_one_wants_to_know_first_and_escapes_it():
    page = Page(report(ROWS, SPACE, title="Cats & dogs", command="dnn train --x '<a>'"))
    assert "Cats & dogs" in page.text
    assert "Best validation error: 10.0 % ± 2.0" in page.text
    assert "dnn train --x '<a>'" in page.text
    assert "1 training diverged" in page.text
    assert "<lower> the rate" in page.text


def test_a_search_in_which_all_diverged_has_a_report_too():
    assert "diverged" in Page(report([row(0, None)], SPACE)).text


def test_stages_have_their_table_and_their_means():
    rows = [row(k, 0.4 - 0.02 * k, stage=1 + k // 4) for k in range(12)]
    text = Page(report(rows, SPACE)).text
    assert all(f"stage {k}" in text for k in (1, 2, 3))
    ax = plot_search_stages(rows, ax=Figure().add_subplot())
    assert [t.get_text() for t in ax.texts] == [
        "stage 1: 37.0 %", "stage 2: 29.0 %", "stage 3: 21.0 %"
    ]  # fmt: skip
