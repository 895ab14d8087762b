"""One pass as a film: values flow right, slopes flow left, and the boxes have their sizes."""

import io
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from networks import drawn, labels
from PIL import Image
from rendered import by_gid, is_drawn, new_ax, pyplot_untouched, texts

import dnn
from dnn.activations import layer_activations
from dnn.chinese import in_chinese
from dnn.plots.common import BLUE, VERMILION
from dnn.plots.formulas import NUMBERS, formulas
from dnn.plots.gif import gif_of
from dnn.plots.pass_board import board_places, draw_cells
from dnn.plots.pass_film import DIRECTIONS, SENTENCES
from dnn.plots.pass_network import flowing
from dnn.plots.pass_scene import BOARD, parts_of, scene_of, slot

X, Y, PARAMETERS = drawn([2, 3, 1], m=4)
STEPS = ("A0", "Z1", "A1", "Z2", "A2", "cost")
STEPS += ("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1")


def scene(dims, m=4, output="sigmoid", most=6):
    X, _, parameters = drawn(dims, m=m)
    Y = labels(dims[-1], m, output)
    activations = layer_activations(len(dims) - 1, "relu", output)
    steps = dnn.trace(X, parameters, Y, output=output)
    return scene_of(steps, parameters, Y, activations, str, most)


@pytest.fixture(scope="module")
def film():
    with pyplot_untouched():
        return dnn.animate_pass(PARAMETERS, X, Y, moves=3)


def test_there_is_a_frame_for_each_step_of_the_trace_but_the_slope_of_the_input(film):
    assert film.moments == STEPS
    assert [*film.moments, "dA0"] == list(dnn.trace(X, PARAMETERS, Y).names)
    assert len(film.frames) == 13
    assert {len(frames) for frames in film.leading} == {3}
    assert repr(film) == "Film(frames=13, steps=A0 to db1)"
    changes = [(a != b).mean() for a, b in zip(film.frames, film.frames[1:], strict=False)]
    assert min(changes) > 0.001


def moved(film, step, colour):
    """Return how far to the right the pixels of a colour lie that no frame at rest has."""
    k = film.moments.index(step)
    network = slice(40, 260)  # rows of pixels
    rest = film.frames[k][network].astype(int)
    places = []
    for frame in film.leading[k]:
        is_dot = np.abs(frame[network] - 255 * np.array(to_rgb(colour))).max(axis=2) < 30
        is_new = np.abs(frame[network] - rest).max(axis=2) > 60
        places.append(np.nonzero(is_dot & is_new)[1].mean())
    return np.diff(places)


@pytest.mark.parametrize("step", ["Z1", "Z2", "cost"])
def test_values_flow_to_the_right(film, step):
    assert (moved(film, step, BLUE) > 20).all()


@pytest.mark.parametrize("step", ["dZ2", "dA1"])
def test_slopes_flow_to_the_left(film, step):
    assert (moved(film, step, VERMILION) < -20).all()


def test_each_equation_is_spelt_with_the_matrices_that_it_takes():
    made = scene([2, 3, 1])
    spelt = {step.name: " ".join(p.text for p in parts_of(made, step)) for step in made.steps}
    assert spelt["Z1"] == "Z1 = W1 · A0 + b1"
    assert spelt["A2"] == "A2 = sigmoid ( Z2 )"
    assert spelt["cost"] == "J = mean of the losses of A2 and Y"
    assert spelt["dZ2"] == "dZ2 = A2 − Y"
    assert spelt["dW2"] == "dW2 = dZ2 · A1.T / 4"
    assert spelt["db1"] == "db1 = sum of the columns of dZ1 / 4"
    assert spelt["dA1"] == "dA1 = W2.T · dZ2"
    assert spelt["dZ1"] == "dZ1 = dA1 ∗ relu' ( Z1 )"


@pytest.mark.parametrize("dims", [[2, 1], [2, 3, 1], [5, 4, 4, 2], [12, 20, 7, 5, 1]])
def test_the_boxes_multiply_and_are_as_large_as_rows_and_columns(dims):
    made = scene(dims, m=9)
    for step in made.steps:
        places = board_places(made, step)
        named = {part.text: part.value for part, _ in places if part.value is not None}
        if step.kind == "dW":
            name, dZ, A_T = named
            np.testing.assert_allclose(named[name], named[dZ] @ named[A_T] / 9)
        if step.kind == "dA":
            name, W_T, dZ = named
            np.testing.assert_allclose(named[name], named[W_T] @ named[dZ])
        for part, x in places:
            if part.value is not None and part.value.ndim == 2:
                ax = Figure().add_subplot()
                frame = draw_cells(ax, made, part.value, x)[1]
                rows, columns = part.value.shape
                assert frame.get_height() == pytest.approx(made.side(rows))
                assert frame.get_width() == pytest.approx(made.side(columns))


def test_the_lines_of_a_matrix_run_between_its_cells_alone():
    frame, grid = draw_cells(Figure().add_subplot(), scene([2, 3, 1]), np.eye(3, 4), 5.0)[1:3]
    (left, low), width, height = frame.get_xy(), frame.get_width(), frame.get_height()
    upright, level = np.split(np.array(grid.get_segments()), [3])
    assert upright[:, :, 0] == pytest.approx(np.c_[[1, 2, 3], [1, 2, 3]] * width / 4 + left)
    assert level[:, :, 1] == pytest.approx(np.c_[[1, 2], [1, 2]] * height / 3 + low)


def test_the_arrows_into_a_layer_are_thickest_half_way_through_its_step():
    made = scene([2, 3, 1])
    step = next(step for step in made.steps if step.kind == "dW")

    def width(share):
        (arrows,) = flowing(Figure().add_subplot(), made, step, share)
        return arrows.get_linewidth()[0]

    assert width(0) < width(0.25) < width(0.5) > width(0.75) > width(1) > width(0)


@pytest.mark.parametrize(("dims", "m"), [([2, 3, 1], 4), ([3000, 20, 7, 5, 1], 209), ([1, 90], 7)])
def test_every_equation_fits_on_the_sheet(dims, m):
    made = scene(dims, m)
    for step in made.steps:
        assert sum(slot(made, part) for part in parts_of(made, step)) <= BOARD
        places = [x for _, x in board_places(made, step)]
        assert places == sorted(places)


def test_the_equations_of_all_that_a_layer_may_wear_can_be_drawn():
    figure = Figure()
    for l, g in enumerate(dnn.ACTIVATIONS, start=1):
        for k, formula in enumerate(formulas(l, g).values()):
            figure.text(0.15 * k, 0.1 * l, formula, size=6)
    assert is_drawn(figure)


@pytest.mark.parametrize("output", dnn.OUTPUTS)
def test_every_output_can_be_drawn_in_chinese(output):
    X, _, parameters = drawn([9, 3], m=5)
    film = dnn.animate_pass(parameters, X, labels(3, 5, output), output=output, lang="zh", moves=0)
    assert film.moments == ("A0", "Z1", "A1", "cost", "dZ1", "dW1", "db1")


def test_every_sentence_of_a_film_is_known_in_chinese():
    for sentence in [*SENTENCES.values(), *(words for words, _ in DIRECTIONS.values())]:
        said = in_chinese(sentence.format(g="relu"))
        assert not re.search("[a-z]{3,}", said.replace("relu", ""))


def test_a_gif_moves_and_then_stands_and_a_page_stands_only(film, tmp_path):
    film.save(tmp_path / "pass.gif")
    assert (tmp_path / "pass.gif").stat().st_size < 1_000_000
    durations = []
    with Image.open(tmp_path / "pass.gif") as image:
        for k in range(image.n_frames):
            image.seek(k)
            durations.append(image.info["duration"])
    assert {80, 1600} <= set(durations)
    assert sum(durations) == 13 * (3 * 80 + 1600)
    page = film._replace(lang="zh", title="网络的一次传播").html()
    assert len(re.findall('"data:image/png;base64', page)) == 13
    assert not re.search("https?:|<link|src=[\"'](?!data:)", page)
    assert '<html lang="zh">' in page
    assert "网络的一次传播" in page


def test_a_gif_keeps_frequent_colours_as_they_are_and_does_not_dither():
    frames = np.full((2, 8, 8, 3), 255, np.uint8)
    frames[1, 2:4, 2:4] = (0, 114, 178)
    with Image.open(io.BytesIO(gif_of(list(frames), [50, 70]))) as image:
        for k, duration in enumerate((50, 70)):
            image.seek(k)
            assert image.info["duration"] == duration
            np.testing.assert_array_equal(np.asarray(image.convert("RGB")), frames[k])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"X": X.T}, "pass X.T"),
        ({"Y": Y[0]}, r"Y.reshape\(1, 4\)"),
        ({"hidden": "rellu"}, "did you mean 'relu'"),
        ({"lang": "fr"}, "unknown language 'fr'. Known: en, zh"),
        ({"most": 2}, "most must be a whole number from 3 up"),
        ({"moves": -1}, "moves must be a whole number from 0 up"),
        ({"seconds": 0}, "seconds must be a number in"),
        ({"path": "pass.mp4"}, "unknown kind of film '.mp4'. Known: .gif, .html"),
    ],
)
def test_what_makes_no_pass_is_refused(options, words):
    with pyplot_untouched(), pytest.raises(ValueError, match=words):
        dnn.animate_pass(**{"parameters": PARAMETERS, "X": X, "Y": Y, **options})


# --- the equations below a network --------------------------------------------------------------


def test_a_network_can_be_drawn_with_the_equations_of_each_layer():
    ax = dnn.plot_network([2, 3, 1], equations=True, hidden="tanh", ax=new_ax(9, 7))
    written = [text.get_text() for text in ax.texts if text.get_gid() == "equation"]
    first = formulas(1, "tanh")
    assert written == [*first.values(), *formulas(2, "sigmoid", "sigmoid").values()]
    assert first["dZ"] == r"$dZ^{[1]} = dA^{[1]} * \mathrm{tanh}'(Z^{[1]})$"
    numbers = [text for text in texts(ax) if re.fullmatch(r"\(\d\)", text)]
    assert numbers == [f"({n})" for n in (1, 2, 6, 7, 8, 9)] * 2
    assert list(NUMBERS.values()) == [1, 2, 6, 7, 8, 9]
    assert len(by_gid(ax, "unit")) == 6
    assert is_drawn(ax.figure)


def test_a_network_in_chinese_has_no_english_word():
    ax = dnn.plot_network([3, 4, 1], PARAMETERS_OF_3, lang="zh", ax=new_ax())
    legend = ax.get_legend()
    said = [*texts(ax), ax.get_title(), legend.get_title().get_text()]
    said += [text.get_text() for text in legend.get_texts()]
    words = re.findall("[a-z]{3,}", re.sub(r"\$.*?\$", "", " ".join(said)))
    assert set(words) == {"relu", "sigmoid"}


PARAMETERS_OF_3 = dnn.initialize_parameters_deep([3, 4, 1])
