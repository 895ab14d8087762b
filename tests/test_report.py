"""The page of a run: all there is to know of it, in one file that needs nothing from elsewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from dnn.cli.entry import main
from dnn.run.report import report_html
from dnn.run.report_style import STYLE

VOID = ("meta", "img")


class Page(HTMLParser):
    """Reads a page and holds it to be well-formed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.links, self.headings = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings.append(data)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng = np.random.RandomState(1)
    x = rng.randn(60, 2)
    kinds = np.where(x[:, 0] > 0, "<b>up</b>", "d&own")
    lines = [f"{a!r},{b!r},{kind}" for (a, b), kind in zip(x.tolist(), kinds, strict=True)]
    Path("points.csv").write_text("\n".join(["p,q,kind", *lines]) + "\n")
    words = ["--layers", "4", "--learning-rate", "1e-7", "--iterations", "500"]
    assert main(["train", "--data", "points.csv", *words, "--out", "run"]) == 0
    return Path("run")


def test_every_run_has_a_page_with_all_that_there_is_to_know(run):
    page = Page((run / "report.html").read_text())
    assert page.headings == [
        "run",
        "Scores",
        "Costs",
        "Classes of the test set",
        "Layers",
        "Hyperparameters",
        "Data",
        "How to go on",
    ]
    text = "".join(page.words)
    record = json.loads((run / "run.json").read_text())
    for name in ("verdict", "evidence", "action"):
        assert record["diagnosis"][name] in text
    assert f"{record['test']['accuracy']:.4g}" in text
    assert "dnn evaluate run DATA" in text
    assert record["made"]["command"] in text
    assert re.search(r"dnn train --data \S+points.csv --layers 4 --learning-rate \S+", text)
    assert "(4, 2)" in text


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing(run):
    text = (run / "report.html").read_text()
    assert all(link.startswith("data:image/png;base64,") for link in Page(text).links)
    assert not re.search(r"<script|<link|@import|url\(|https?:", text)


def test_names_are_no_markup(run):
    text = (run / "report.html").read_text()
    assert "<b>" not in text
    assert "&lt;b&gt;up&lt;/b&gt;" in text
    assert "d&amp;own" in text


def test_the_page_is_made_again_as_it_was_and_elsewhere_when_asked(run):
    before = (run / "report.html").read_bytes()
    (run / "report.html").unlink()
    assert main(["report", "run"]) == 0
    assert (run / "report.html").read_bytes() == before
    assert main(["report", "run", "--out", "page.html"]) == 0
    assert Path("page.html").read_bytes() == before


def test_a_record_of_before_and_one_that_has_not_ended_have_a_page_too(run):
    record = json.loads((run / "run.json").read_text())
    for name in ("made", "diagnosis", "judged", "train", "test", "costs"):
        del record[name]
    headings = Page(report_html(run, {**record, "stopped": "unfinished"})).headings
    assert "Scores" not in headings
    assert "Layers" in headings


def test_a_run_that_diverged_has_a_page(run):
    words = ["--layers", "4", "--learning-rate", "1e300", "--out", "lost"]
    assert main(["train", "--data", "points.csv", *words]) == 2
    text = "".join(Page(Path("lost/report.html").read_text()).words)
    assert "ended: diverged" in text
    assert "not finite" in text


def test_on_paper_nothing_scrolls_and_words_go_on_in_the_next_line():
    paper = STYLE.partition("@media print")[2]
    assert ".scroll { overflow: visible; }" in paper
    assert "th, td { white-space: normal;" in paper


def test_settings_are_written_as_they_were_given(tmp_path):
    record = {"source": {"label": "Survived", "kinds": {"Zip": "category"}}}
    text = report_html(tmp_path, record)
    assert "Survived" in text
    assert "Zip=category" in text
