"""What tests of pictures share: a figure as pixels, and pyplot left as it was."""

import io
from contextlib import contextmanager

import numpy as np
from matplotlib import pyplot as plt
from matplotlib import rcParams
from matplotlib.figure import Figure
from PIL import Image


def new_ax(width=6.4, height=4.8):
    return Figure((width, height)).add_subplot()


def pixels(figure, mode="L"):
    """Return a figure as drawn: in shades of grey, or in colours."""
    content = io.BytesIO()
    figure.savefig(content, format="png")
    return np.asarray(Image.open(content).convert(mode))


def is_drawn(figure):
    """Say whether a figure shows something: many shades, and more than specks of ink."""
    grey = pixels(figure)
    return len(np.unique(grey)) > 10 and (grey < 200).mean() > 0.002


def by_gid(ax, gid):
    return [patch for patch in ax.patches if patch.get_gid() == gid]


def texts(ax):
    return [text.get_text() for text in ax.texts]


@contextmanager
def pyplot_untouched():
    """Check that no figure stays open in pyplot, and that no setting of matplotlib changes."""
    figures, settings = plt.get_fignums(), dict(rcParams)
    yield
    assert plt.get_fignums() == figures
    assert dict(rcParams) == settings


@contextmanager
def pyplot_figure():
    """Check that just one pyplot figure is made, on white paper, and close it."""
    plt.switch_backend("Agg")
    before = set(plt.get_fignums())
    try:
        yield
        (number,) = set(plt.get_fignums()) - before
        assert plt.figure(number).get_facecolor() == (1, 1, 1, 1)
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
