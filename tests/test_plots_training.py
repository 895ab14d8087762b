"""Pictures of a training: its rates, its spreads and its film, tested by what they hold."""

import base64
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from PIL import Image
from rendered import is_drawn, new_ax, pixels, pyplot_figure, pyplot_untouched, texts

import dnn
from dnn import live_costs, plot_costs
from dnn.plots.film import Film
from dnn.plots.snapshots import as_snapshots

RNG = np.random.RandomState(1)
X = RNG.randn(2, 40)
Y = (X[:1] * X[1:] > 0).astype(int)
START = dnn.initialize_parameters_deep([2, 6, 4, 1])


@pytest.fixture(scope="module")
def moments():
    """Return pairs (iteration, parameters) of a short training."""
    steps = dnn.train(X, Y, START, 0.5, 200)
    return [(0, START)] + [step.state[:2] for step in steps if step.iteration % 50 == 49]


# --- plot_learning_rates ------------------------------------------------------------------------


@pytest.mark.parametrize(("costs", "every"), [(5, 1), (100, 10)])
def test_a_curve_has_about_ten_marks_however_many_costs_it_has(costs, every):
    ax = dnn.plot_learning_rates({0.1: np.linspace(0.7, 0.1, costs)}, ax=new_ax())
    assert ax.lines[0].get_markevery() == every


COMPARISON = SimpleNamespace(
    rates=[0.01, 0.001, 1.0],
    costs=[[0.7, 0.3, 0.1], [0.7, 0.69, 0.68], [0.7, 40.0, np.nan]],
    every=50,
    outcomes=["fast and lowest", "falls well", "diverges"],
    recommended=0.01,
)


def test_every_rate_is_a_curve_over_its_iterations_with_its_outcome():
    ax = new_ax()
    assert dnn.plot_learning_rates(COMPARISON, ax=ax) is ax
    curves = {line.get_gid(): line for line in ax.get_lines()}
    np.testing.assert_array_equal(curves["rate 0.01"].get_xdata(), [0, 50, 100])
    np.testing.assert_array_equal(curves["rate 0.001"].get_ydata(), [0.7, 0.69, 0.68])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "α = 0.01: fast and lowest, recommended",
        "α = 0.001: falls well",
        "α = 1: diverges",
    ]
    assert ax.get_title() == "Learning rates: take 0.01"
    assert is_drawn(ax.figure)


def test_the_recommended_curve_is_thick_and_all_differ_in_dashes_and_markers():
    ax = dnn.plot_learning_rates(COMPARISON, ax=new_ax())
    lines = [line for line in ax.get_lines() if line.get_gid() != "lost"]
    widths = [line.get_linewidth() for line in lines]
    assert widths[0] > 2 * max(widths[1:])
    assert len({line.get_linestyle() for line in lines}) == 3
    assert len({line.get_marker() for line in lines}) == 3


def test_a_diverging_curve_does_not_flatten_the_others():
    ax = dnn.plot_learning_rates(COMPARISON, ax=new_ax())
    assert ax.get_ylim() == pytest.approx((0, 1.6 * 0.7))
    (lost,) = (line for line in ax.get_lines() if line.get_gid() == "lost")
    np.testing.assert_allclose(lost.get_xydata(), [[50, 1.6 * 0.7]])


def test_what_compare_learning_rates_returns_is_drawn_as_it_is():
    found = dnn.compare_learning_rates(X, Y, [2, 1], [0.5, 0.001], num_iterations=20)
    ax = dnn.plot_learning_rates(found, ax=new_ax())
    curves = [line for line in ax.get_lines() if line.get_gid() != "lost"]
    for curve, rate, costs in zip(curves, found.rates, found.costs, strict=True):
        assert curve.get_gid() == f"rate {rate}"
        np.testing.assert_array_equal(curve.get_ydata(), costs)
        np.testing.assert_array_equal(curve.get_xdata(), found.every * np.arange(len(costs)))
    assert ax.get_title() == f"Learning rates: take {found.recommended:g}"


def test_a_mapping_of_rates_will_do_even_if_no_cost_is_a_number():
    ax = dnn.plot_learning_rates({0.1: [np.nan, np.nan], 0.2: [np.inf]}, every=10, ax=new_ax())
    assert ax.get_title() == "Learning rates"
    assert pixels(ax.figure).any()


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        ({}, "no learning rates to draw"),
        ({0.1: []}, "there is no number in the costs of learning rate 0.1"),
        ({0.1: ["a"]}, "the costs of learning rate 0.1 must be a list of numbers"),
        ({0.1: 0.5}, "the costs of learning rate 0.1 must be a list of numbers"),
        ([0.1], "what compare_learning_rates returns, or a dict rate -> costs; got a list"),
    ],
)
def test_what_compares_nothing_is_refused(comparison, words):
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_learning_rates(comparison)


# --- moments ------------------------------------------------------------------------------------


def test_moments_come_in_many_forms(moments):
    forms = [moments, dict(moments), iter(moments), list(reversed(moments))]
    forms.append([SimpleNamespace(iteration=i, parameters=p) for i, p in moments])
    for form in forms:
        snapshots = as_snapshots(form)
        assert [snapshot.iteration for snapshot in snapshots] == [0, 50, 100, 150, 200]
        assert snapshots[2].parameters["W1"] is moments[2][1]["W1"]


def test_parameters_alone_are_one_moment_and_in_a_list_they_are_numbered(moments):
    assert [s.iteration for s in as_snapshots(START)] == [0]
    assert [s.iteration for s in as_snapshots([p for _, p in moments])] == [0, 1, 2, 3, 4]


def test_the_parameters_of_a_step_are_those_after_it():
    assert [s.iteration for s in as_snapshots(dnn.train(X, Y, START, 0.1, 3))] == [1, 2, 3]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ([], "there are no parameters to draw"),
        ({}, "parameters has no W1, b1"),
        (None, "parameters must be a dict"),
        ("W1", "parameters must be a dict"),
        ([START, {"W1": np.ones((1, 2)), "b1": np.ones((1, 1))}], "of different networks"),
        ([(0.5, START)], "the iteration of a snapshot must be a whole number from 0 up"),
        ({"W1": 1}, "parameters has no b1"),
    ],
)
def test_what_is_no_moment_is_refused(parameters, words):
    for draw in (lambda p: dnn.plot_activations(p, X), lambda p: dnn.animate_training(p, X, Y)):
        with pyplot_untouched(), pytest.raises(ValueError, match=words):
            draw(parameters)


# --- plot_activations and plot_gradients --------------------------------------------------------


def heights(ax):
    return np.array([bar.get_height() for bar in ax.patches])


def test_one_moment_is_a_histogram_of_all_activations_a_layer():
    figure = dnn.plot_activations(START, X, figure=Figure((9, 3)))
    assert [heights(ax).sum() for ax in figure.axes] == [6 * 40, 4 * 40, 40]
    _, caches = dnn.L_model_forward(X, START)
    dead = np.mean(caches[1][0][0] == 0)
    assert figure.axes[0].get_title() == f"A1, layer 1: relu\n{100 * dead:.0f} % are 0"
    assert figure.get_suptitle() == "Activations by layer"
    assert is_drawn(figure)


def test_several_moments_are_bands_around_the_median(moments):
    figure = dnn.plot_activations(moments, X, hidden="tanh", figure=Figure((9, 3)))
    for l, ax in enumerate(figure.axes, start=1):
        (median,) = ax.get_lines()
        np.testing.assert_array_equal(median.get_xdata(), [0, 50, 100, 150, 200])
        AL, caches = dnn.L_model_forward(X, moments[2][1], hidden="tanh")
        A = AL if l == 3 else caches[l][0][0]
        assert median.get_ydata()[2] == pytest.approx(np.median(A))
        wide, narrow = (band.get_paths()[0].get_extents() for band in ax.collections)
        assert wide.height >= narrow.height
        assert wide.y1 <= 1
    assert not same_color(*(band.get_facecolor() for band in figure.axes[0].collections))
    assert "line: median" in figure.get_suptitle()


def test_gradients_are_logarithms_on_one_scale_for_all_layers(moments):
    figure = dnn.plot_gradients(moments, X, Y, figure=Figure((9, 3)))
    AL, caches = dnn.L_model_forward(X, START)
    dW2 = np.abs(dnn.L_model_backward(AL, Y, caches)["dW2"])
    (median,) = figure.axes[1].get_lines()
    assert median.get_ydata()[0] == pytest.approx(np.median(np.log10(dW2[dW2 > 0])))
    assert len({ax.get_ylim() for ax in figure.axes}) == 1
    assert [ax.get_title().splitlines()[0] for ax in figure.axes] == [
        f"dW{l}, layer {l}" for l in (1, 2, 3)
    ]
    assert is_drawn(figure)


def test_gradients_of_one_moment_share_their_scale():
    figure = dnn.plot_gradients(START, X, Y, figure=Figure((9, 3)))
    assert len({ax.get_xlim() for ax in figure.axes}) == 1
    assert heights(figure.axes[0]).sum() <= START["W1"].size


@pytest.mark.parametrize("moments_", [[START], [START, START]])
def test_slopes_that_are_all_zero_are_said_not_drawn(moments_):
    dead = [{name: 0 * p for name, p in parameters.items()} for parameters in moments_]
    figure = dnn.plot_gradients(dead, X, Y, figure=Figure((9, 3)))
    assert figure.axes[0].get_title() == "dW1, layer 1\n100 % are 0"
    assert texts(figure.axes[0]) == ["no value to draw"]
    assert pixels(figure).any()


def test_what_is_not_finite_is_counted_in_the_title():
    broken = {**START, "b2": np.array([[np.nan], [0.0], [0.0], [0.0]])}
    figure = dnn.plot_activations(broken, X, hidden="tanh", figure=Figure((9, 3)))
    assert figure.axes[1].get_title().endswith("% are 0, 25 % not finite")
    assert texts(figure.axes[2]) == ["no value to draw"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((START, np.ones((3, 4)), Y), "W1 is .* so X must have 2 rows"),
        ((START, X, Y.T), "labels as a column; use Y.T"),
        ((START, X, Y, {"hidden": "no"}), "unknown activation 'no'"),
        (
            (START, X, Y, {"figure": 3}),
            "figure must be a matplotlib Figure or SubFigure; got a int",
        ),
    ],
)
def test_what_does_not_pass_through_the_network_is_refused(arguments, words):
    *given, options = arguments if len(arguments) == 4 else (*arguments, {})
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.plot_gradients(*given, **options)


# --- animate_training ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def film(moments):
    return dnn.animate_training(moments, X, Y)


def test_a_film_has_a_frame_a_moment_and_the_boundary_moves(film):
    assert film.iterations == (0, 50, 100, 150, 200)
    assert {frame.shape for frame in film.frames} == {(352, 448, 3)}
    changes = [(a != b).mean() for a, b in zip(film.frames, film.frames[1:], strict=False)]
    assert min(changes) > 0.001
    assert repr(film) == "Film(frames=5, iterations=0 to 200)"


def test_a_gif_has_as_many_frames_of_so_many_seconds_and_starts_again(moments, tmp_path):
    path = tmp_path / "training.gif"
    film = dnn.animate_training(moments[:3], X, Y, path=path, seconds=0.3)
    with Image.open(path) as image:
        assert (image.format, image.n_frames, image.info["loop"]) == ("GIF", 3, 0)
        for k in range(3):
            image.seek(k)
            assert image.info["duration"] == 300
            difference = np.asarray(image.convert("RGB")).astype(int) - film.frames[k]
            assert np.abs(difference).mean() < 2
    assert [p.name for p in tmp_path.iterdir()] == ["training.gif"]


def test_a_page_holds_every_frame_as_it_was_and_needs_nothing_else(film, tmp_path):
    film.save(tmp_path / "training.html")
    page = (tmp_path / "training.html").read_text()
    sources = re.findall(r'"data:image/png;base64,(.*?)"', page, re.DOTALL)
    for frame, source in zip(film.frames, sources, strict=True):
        content = base64.b64decode(source.replace("\\\n", ""))
        np.testing.assert_array_equal(
            np.asarray(Image.open(io.BytesIO(content)).convert("RGB")), frame
        )
    assert 'type="range"' in page
    assert not re.search("https?:|<link|src=[\"'](?!data:)", page)
    signs = set(re.findall(r'class="fa (fa-[a-z-]+)', page))
    assert len(signs) >= 8
    assert all(f".{sign}::before" in page for sign in signs)


@pytest.mark.parametrize(("seconds", "milliseconds"), [(0.2, "200"), (0.3, "300"), (0.0417, "42")])
def test_a_page_shows_each_frame_for_its_seconds(film, seconds, milliseconds):
    page = film._replace(seconds=seconds).html()
    found = re.search(r"new Animation\(frames, img_id, slider_id, (\S+),", page)
    assert found.group(1) == milliseconds


def test_a_notebook_plays_the_gif(film):
    source = re.search('base64,(.*)"', film._repr_html_()).group(1)
    assert base64.b64decode(source) == film.gif()


def test_of_many_moments_some_are_picked_evenly(moments):
    film = dnn.animate_training([moments[0][1]] * 101, X, Y, most=3)
    assert film.iterations == (0, 50, 100)


def test_first_weights_are_pictures_on_one_scale_over_all_moments():
    W1 = np.ones((2, 12))
    moments = [{"W1": k * W1, "b1": np.zeros((2, 1))} for k in (0, 1, 2)]
    film = dnn.animate_training(moments)
    middle = [frame[200, 120].tolist() for frame in film.frames]
    assert middle[0] == pytest.approx([127.5] * 3, abs=1)
    assert middle[1] == pytest.approx([191] * 3, abs=1)
    assert middle[2] == [255] * 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"X": np.ones((3, 4))}, "a plane has two features"),
        ({"X": None, "show": "boundary"}, "give X and Y"),
        ({"Y": None}, "give X and Y"),
        ({"X": None}, "n_0 = 2 weights, which does not make a picture"),
        ({"show": "weight"}, "unknown picture to show 'weight', did you mean 'weights'"),
        ({"path": "film.mp4"}, "unknown kind of film '.mp4'. Known: .gif, .html"),
        ({"seconds": 0}, "seconds must be a number in"),
        ({"most": 1}, "most must be a whole number from 2 up; got 1"),
        ({"parameters": dnn.initialize_parameters_deep([3, 1])}, "so X must have 3 rows"),
    ],
)
def test_what_makes_no_film_is_refused(options, words):
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.animate_training(**{"parameters": START, "X": X, "Y": Y, **options})


def test_a_film_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "old.gif"
    path.write_bytes(b"old")
    film = Film((np.zeros((4, 4, 3), np.uint8),), (0,), 0.1)
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        film.save(path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["old.gif"]


# --- plot_costs ---------------------------------------------------------------------------------


def test_costs_stand_at_their_iterations_beside_those_of_validation_with_the_best_marked():
    ax = dnn.plot_costs([0.7, 0.5, 0.4], every=50, validation_costs=[0.7, 0.55, 0.6], ax=new_ax())
    lines = {line.get_gid(): line for line in ax.get_lines()}
    np.testing.assert_array_equal(lines["costs"].get_xdata(), [0, 50, 100])
    np.testing.assert_array_equal(lines["validation"].get_xydata()[:, 1], [0.7, 0.55, 0.6])
    np.testing.assert_array_equal(lines["best"].get_xydata(), [[50, 0.55]])
    assert lines["costs"].get_linestyle() != lines["validation"].get_linestyle()


@pytest.mark.parametrize(("colour", "is_dark"), [("none", False), ("black", True)])
def test_costs_can_be_read_on_dark_and_on_transparent_figures(colour, is_dark):
    figure = Figure(facecolor=colour)
    dnn.plot_costs([0.7, 0.5], ax=figure.add_subplot())
    grey = pixels(figure)
    assert (grey[0, 0] == 0) == is_dark
    margin = grey[: grey.shape[0] // 10]
    assert margin.max() - margin.min() > 150  # the title differs from what it stands on
    assert np.median(grey[grey.shape[0] // 2 - 100 : grey.shape[0] // 2 + 100, 200:400]) == 255


# --- pyplot -------------------------------------------------------------------------------------

PICTURES = {
    "rates": (lambda **k: dnn.plot_learning_rates(COMPARISON, **k), "ax"),
    "activations": (lambda **k: dnn.plot_activations(START, X, **k), "figure"),
    "gradients": (lambda **k: dnn.plot_gradients(START, X, Y, **k), "figure"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_with_axes_pyplot_is_left_alone_and_without_a_figure_is_made(name):
    draw, argument = PICTURES[name]
    with pyplot_untouched():
        draw(**{argument: new_ax() if argument == "ax" else Figure()})
    with pyplot_figure():
        assert is_drawn(draw().figure)


def test_a_film_leaves_pyplot_alone():
    with pyplot_untouched():
        dnn.animate_training(START, X, Y)


# --- the end of a curve, its scale, and one that grows ------------------------------------------


def test_the_end_of_a_training_is_a_point_of_its_curve():
    ax = plot_costs([0.7, 0.5, 0.4], last=(250, 0.35), ax=Figure().add_subplot())
    (line,) = ax.get_lines()
    assert line.get_xdata().tolist() == [0, 100, 200, 250]
    assert line.get_ydata().tolist() == [0.7, 0.5, 0.4, 0.35]
    ax = plot_costs(
        [0.7, 0.5], validation_costs=[0.8, 0.6], last=(150, 0.4, 0.55), ax=Figure().add_subplot()
    )
    best = next(line for line in ax.get_lines() if line.get_gid() == "best")
    assert best.get_xdata()[0] == 150


@pytest.mark.parametrize("last", [(200, 0.1), (100, 0.1), (250,)])
def test_an_end_that_is_not_after_the_costs_is_refused(last):
    with pytest.raises(ValueError, match="the iteration after 200"):
        plot_costs([0.7, 0.5, 0.4], last=last, ax=Figure().add_subplot())


def test_costs_are_drawn_on_a_log_axis_when_asked():
    ax = plot_costs([1.0, 0.1, 0.01], yscale="log", ax=Figure().add_subplot())
    assert ax.get_yscale() == "log"
    with pytest.raises(ValueError, match="unknown yscale 'logg', did you mean 'log'"):
        plot_costs([1.0], yscale="logg", ax=Figure().add_subplot())


def test_a_curve_grows_while_a_network_is_trained_and_the_steps_are_as_without_it():
    X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    figures, options = [], {"num_iterations": 450, "learning_rate": 0.5}
    watched = dnn.fit(
        X, Y, [1, 1], watch=lambda s: live_costs(s, show=figures.append, seconds=0), **options
    )
    plain = dnn.fit(X, Y, [1, 1], **options)
    np.testing.assert_array_equal(watched.parameters["W1"], plain.parameters["W1"])
    drawn = [f.axes[0].get_lines()[0].get_xdata().tolist() for f in figures]
    assert drawn[:2] == [[0], [0, 100]]
    assert drawn[-1] == [0, 100, 200, 300, 400, 449]
    assert figures[-1].axes[0].get_title() == "Learning rate = 0.5"


def test_a_curve_of_a_training_that_goes_on_begins_where_that_goes_on():
    X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    *_, last = dnn.train(X, Y, dnn.initialize_parameters_deep([1, 1]), num_iterations=150)
    figures = []
    *_, _ = live_costs(
        dnn.train(X, Y, last.state, num_iterations=310), show=figures.append, seconds=0
    )
    x, y = (getattr(figures[-1].axes[0].get_lines()[0], f"get_{name}data")() for name in "xy")
    assert x.tolist() == [200, 300, 309]
    assert np.isfinite(y).all()
    assert len(figures[-1].axes[0].get_lines()) == 1


def test_in_a_notebook_the_curve_stays_in_one_place(monkeypatch):
    shown = []

    class Handle:
        def update(self, figure):
            shown.append(("update", figure))

    def display(figure, display_id):
        shown.append(("display", figure))
        assert display_id
        return Handle()

    ipython = pytest.importorskip("IPython.display")
    monkeypatch.setattr(ipython, "display", display)
    X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    dnn.fit(X, Y, [1, 1], num_iterations=250, watch=lambda steps: live_costs(steps, seconds=0))
    assert [how for how, _ in shown] == ["display", "update", "update", "update"]


def test_outside_of_a_notebook_live_costs_says_what_it_needs(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "IPython.display", None)
    with pytest.raises(ImportError, match="elsewhere pass show=, a function that is given"):
        next(live_costs(iter([])))
