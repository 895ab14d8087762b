"""The door: what the commands say, write and refuse, in this process and as processes."""

import io
import json
import os
import platform
import pty
import subprocess
import sys
import termios
import time
import zlib
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

import dnn
from dnn.cli.entry import main
from dnn.files.pictures import read_picture

CHECKOUT = Path(__file__).resolve().parent.parent
FILES = [
    "checkpoint.h5",
    "confusion.png",
    "costs.png",
    "mislabeled.png",
    "parameters.h5",
    "report.html",
    "run.json",
]
SIDE = 8


# --- a small world ------------------------------------------------------------------------------


def write_set(folder, part, m, seed):
    """Write one file of a set that is easy to learn: cats are the bright pictures."""
    rng = np.random.RandomState(seed)
    y = np.arange(m) % 3 == 0
    x = rng.randint(0, 128, (m, SIDE, SIDE, 3)) + 127 * y.reshape(-1, 1, 1, 1)
    with h5py.File(folder / f"{part}_catvnoncat.h5", "w") as file:
        file[f"{part}_set_x"], file[f"{part}_set_y"] = x.astype(np.uint8), y.astype(np.int64)
        file["list_classes"] = np.array([b"non-cat", b"cat"])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "small set"
    folder.mkdir()
    write_set(folder, "train", 12, seed=1)
    write_set(folder, "test", 9, seed=2)
    return folder


@pytest.fixture(scope="module")
def run_folder(data, tmp_path_factory):
    """Return the folder of a finished run; read from it, do not write."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    assert (
        main(
            [
                "train",
                "--data",
                str(data),
                "--layers",
                "4",
                "--iterations",
                "300",
                "--out",
                str(folder),
            ]
        )
        == 0
    )
    return folder


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DNN_DATA", raising=False)
    return tmp_path


@pytest.fixture
def refused(capsys):
    """Return what runs a command that must end in one line on the error stream; return it."""

    def run(*arguments):
        assert main([str(argument) for argument in arguments]) == 2
        error = capsys.readouterr().err
        assert error.startswith("dnn: error: ")
        assert error.endswith("\n")
        assert error.count("\n") == 1
        return error.removeprefix("dnn: error: ").rstrip()

    return run


def command(*arguments):
    return [sys.executable, "-m", "dnn", *map(str, arguments)]


def environment(**changes):
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), **changes}


def process(*arguments, **options):
    return subprocess.run(
        command(*arguments), env=environment(), capture_output=True, text=True, **options
    )


def small(data, *arguments):
    """Return the words of a short training."""
    return ["train", "--data", str(data), "--layers", "4,3", "--iterations", "201", *arguments]


# --- dnn train ----------------------------------------------------------------------------------


def test_train_as_a_process_tells_and_writes_a_run_from_any_folder(data, tmp_path):
    ran = process(*small(data, "--learning-rate", "0.05"), cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    lines = ran.stdout.splitlines()
    assert lines[0] == (
        "Loaded 12 pictures to train on (33.3% cat) and 9 to test on (33.3% cat), "
        f"8x8 each, from {data}"
    )
    assert lines[1].endswith("2 classes (non-cat, cat), so the output is sigmoid with 1 unit.")
    assert lines[2] == (
        "Training [192, 4, 3, 1] (2 hidden, 3 in all): 201 iterations, learning rate 0.05, seed 1"
    )
    assert [line.split(":")[0] for line in lines[3:6]] == [
        f"Cost after iteration {i}" for i in (0, 100, 200)
    ]
    assert lines[6].split()[::5] == ["accuracy", "ROC"]
    assert lines[7].split()[::4] == ["train", "0.6667"]
    assert lines[8].split()[::4] == ["test", "0.6667"]
    folder = tmp_path / "runs" / "small-set-4-3"
    assert sorted(path.name for path in folder.iterdir()) == FILES


def test_the_record_holds_all_that_made_the_run(data, tmp_path):
    assert main(small(data, "--seed", "7", "--learning-rate", "0.05", "--out", "mine")) == 0
    record = json.loads((tmp_path / "mine" / "run.json").read_text())
    given = {"learning_rate": 0.05, "num_iterations": 201, "seed": 7}
    assert record["hyperparameters"] == dnn.hyperparameters(**given)
    assert record["layer_dims"] == [192, 4, 3, 1]
    assert (record["stopped"], record["iterations"]) == (None, 201)
    assert record["versions"] == {
        "dnn": dnn.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
    assert record["source"]["data"] == str(data)
    assert record["data"] == {
        "m_train": 12,
        "m_test": 9,
        "image_shape": [8, 8, 3],
        "classes": ["non-cat", "cat"],
        "features": None,
        "standardized": False,
        "held_out": None,
        "skipped": [],
        "columns": None,
        "remarks": [],
    }


def test_the_run_is_what_the_functions_give(data, tmp_path):
    assert main(small(data, "--out", "mine")) == 0
    train_x, train_y, test_x, test_y, _ = dnn.load_data(data)
    X, X_test = dnn.flatten_images(train_x), dnn.flatten_images(test_x)
    expected, costs = dnn.L_layer_model(X, train_y, [192, 4, 3, 1], num_iterations=201)
    parameters = dnn.load_parameters(tmp_path / "mine" / "parameters.h5")
    for name in expected:
        np.testing.assert_array_equal(parameters[name], expected[name])
    record = json.loads((tmp_path / "mine" / "run.json").read_text())
    assert record["costs"]["every"] == 100
    np.testing.assert_array_equal(record["costs"]["values"], costs)
    assert record["train"]["accuracy"] == np.mean(dnn.predict(X, None, expected) == train_y)
    assert record["test"]["accuracy"] == np.mean(dnn.predict(X_test, None, expected) == test_y)
    assert record["test"]["majority"] == pytest.approx(2 / 3)


def test_the_pictures_of_a_run_are_pngs_that_show_something(run_folder):
    for name in ("costs.png", "mislabeled.png"):
        with Image.open(run_folder / name) as image:
            assert image.format == "PNG"
            assert len(image.convert("L").getcolors()) > 5


def test_the_same_seed_gives_the_same_run_byte_for_byte_and_another_does_not(data, tmp_path):
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main(small(data, "--seed", seed, "--out", name)) == 0
    files = [file for file in FILES if file not in ("report.html", "run.json")]
    contents = {name: [(tmp_path / name / file).read_bytes() for file in files] for name in "abc"}
    records = [json.loads((tmp_path / name / "run.json").read_text()) for name in "ab"]
    for record in records:
        record.pop("made")  # when that was, and how long it took
    assert contents["a"] == contents["b"]
    assert records[0] == records[1]
    assert contents["a"][4] != contents["c"][4]


@pytest.mark.parametrize("word", ["none", "0", "", "None"])
def test_no_hidden_layer_is_logistic_regression(data, tmp_path, word):
    assert main(["train", "--data", str(data), "--layers", word, "--iterations", "1"]) == 0
    parameters = dnn.load_parameters(tmp_path / "runs" / "small-set" / "parameters.h5")
    assert {name: p.shape for name, p in parameters.items()} == {"W1": (1, 192), "b1": (1, 1)}


def test_the_environment_variable_names_the_data_too(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DNN_DATA", str(data))
    assert main(["train", "--layers", "none", "--iterations", "1", "--out", "mine"]) == 0
    assert str(data) in capsys.readouterr().out
    record = json.loads((tmp_path / "mine" / "run.json").read_text())
    assert record["source"]["data"] == str(data)


def test_an_existing_run_is_refused_before_training_and_overwritten_when_forced(
    data, refused, tmp_path, monkeypatch
):
    assert main(small(data, "--out", "mine")) == 0
    before = (tmp_path / "mine" / "parameters.h5").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("dnn.datasets.loading.load_dataset", lambda *_: pytest.fail("loaded"))
        assert "mine holds a run already" in refused(*small(data, "--seed", "2", "--out", "mine"))
    assert (tmp_path / "mine" / "parameters.h5").read_bytes() == before
    assert main(small(data, "--seed", "2", "--out", "mine", "--force")) == 0
    assert (tmp_path / "mine" / "parameters.h5").read_bytes() != before


def test_a_part_of_a_run_is_not_overwritten_either(data, refused, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "costs.png").write_text("precious")
    assert "holds a run already (costs.png)" in refused(*small(data, "--out", "mine"))


def test_a_training_that_fails_leaves_no_empty_folders(refused, tmp_path):
    refused("train", "--data", "nowhere", "--out", "a/b/c")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_was_there_stays_when_training_fails(refused, tmp_path):
    (tmp_path / "mine").mkdir()
    refused("train", "--data", "nowhere", "--out", "mine")
    assert os.listdir(tmp_path) == ["mine"]


def test_when_writing_fails_the_run_can_be_gone_on_with(data, refused, tmp_path, monkeypatch):
    assert main(small(data, "--out", "mine")) == 0
    with monkeypatch.context() as patch:
        full = OSError(28, "No space left on device", "mine/costs.png")
        patch.setattr("dnn.run.folder.save_figure", lambda *_: (_ for _ in ()).throw(full))
        assert refused(*small(data, "--out", "mine", "--force")) == (
            "mine/costs.png: No space left on device"
        )
    assert main(["train", "--resume", "mine"]) == 0
    assert sorted(os.listdir("mine")) == FILES


def test_a_training_that_leaves_all_bounds_is_told_and_what_was_reached_is_kept(
    data, refused, tmp_path, capsys
):
    error = refused(*small(data, "--learning-rate", "1e300", "--out", "mine"))
    assert error.startswith("training diverged: ")
    assert "what was reached is in mine; to try next: dnn train --data " in error
    assert ".parameters" not in error
    record = json.loads((tmp_path / "mine" / "run.json").read_text())
    assert record["stopped"] == "diverged"
    assert len(record["costs"]["values"]) == 1
    parameters = dnn.load_parameters(tmp_path / "mine" / "parameters.h5")
    assert all(np.isfinite(p).all() for p in parameters.values())
    save("new.png", np.full((SIDE, SIDE, 3), 20))
    assert main(["predict", "new.png", "--run", "mine"]) == 0
    assert capsys.readouterr().err == (
        "dnn: warning: the training of mine diverged, its answers mean little\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--iterations", "0"], "argument --iterations: must be a whole number from 1 up; got 0"),
        (["--iterations", "2.5"], "argument --iterations: must be a whole number from 1 up; got 2"),
        (["--seed", "-1"], "argument --seed: must be a whole number from 0 up; got -1"),
        (["--seed", "4294967296"], "argument --seed: must be below 2^32; got 4294967296"),
        (["--learning-rate", "0"], "argument --learning-rate: must be a number in (0, inf); got 0"),
        (
            ["--learning-rate", "nan"],
            "argument --learning-rate: must be a number in (0, inf); got nan",
        ),
        (
            ["--learning-rate", "fast"],
            "argument --learning-rate: must be a number in (0, inf); got 'fast'",
        ),
        (["--layers", "20,-7"], "argument --layers: must be sizes of hidden layers"),
        (["--layers", "20;7"], "argument --layers: must be sizes of hidden layers"),
        (["--layers", "20,,7"], "argument --layers: must be sizes of hidden layers"),
        (["--layers", str(10**12)], "Unable to allocate"),
        (["--lay", "20"], "unrecognized arguments: --lay"),
        (["--out", "a-file"], "a-file: is a file, but a run is a folder"),
        (["--out", "a-file/mine"], "a-file"),
        (["--out", "/proc/mine"], "/proc/mine"),
        (["--data", "nowhere"], "nowhere"),
    ],
)
def test_train_refuses_in_one_line(data, refused, tmp_path, arguments, words):
    (tmp_path / "a-file").write_text("")
    assert words in refused("train", "--data", data, *arguments)


# --- dnn predict --------------------------------------------------------------------------------


def save(path, pixels, **options):
    Image.fromarray(np.asarray(pixels, dtype=np.uint8)).save(path, **options)


def test_predict_says_what_it_saw_and_keeps_the_picture(run_folder, tmp_path, capsys):
    save("bright.png", np.full((30, 40, 3), 230))
    save("dark.png", np.full((SIDE, SIDE, 3), 20))
    assert main(["predict", "bright.png", "dark.png", "--run", str(run_folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    parameters = dnn.load_parameters(run_folder / "parameters.h5")
    for k, (name, shade, size) in enumerate([("bright", 230, "40x30"), ("dark", 20, "8x8")]):
        AL, _ = dnn.L_model_forward(np.full((SIDE * SIDE * 3, 1), shade / 255), parameters)
        answer = "cat" if AL[0, 0] > 0.5 else "non-cat"
        seen = run_folder / "predictions" / f"{name}.png"
        assert lines[2 * k] == (
            f"{name}.png: {answer}, probability of cat {AL[0, 0]:.4f} (PNG, {size})"
        )
        assert lines[2 * k + 1] == f"  the 8x8 picture seen: {seen}"
        with Image.open(seen) as image:
            assert (image.format, image.size, image.mode) == ("PNG", (SIDE, SIDE), "RGB")
            assert (np.asarray(image) == shade).all()


def test_a_picture_of_the_right_size_is_seen_unchanged(data, run_folder):
    train_x = dnn.load_data(data)[0]
    save("first.png", train_x[0])
    assert main(["predict", "first.png", "--run", str(run_folder)]) == 0
    seen = read_picture(run_folder / "predictions" / "first.png", (SIDE, SIDE, 3)).pixels
    np.testing.assert_array_equal(seen, train_x[0])


def test_pictures_of_one_name_are_told_apart(run_folder, capsys):
    for name, shade in (("twin.png", 10), ("twin.bmp", 200)):
        save(name, np.full((4, 4, 3), shade))
    assert main(["predict", "twin.png", "twin.bmp", "--run", str(run_folder)]) == 0
    for name, shade in (("twin.png", 10), ("twin-2.png", 200)):
        seen = read_picture(run_folder / "predictions" / name, (SIDE, SIDE, 3)).pixels
        assert (seen == shade).all()


def bomb():
    """Return a PNG whose header declares 20000 x 20000 pixels."""
    content = io.BytesIO()
    Image.new("L", (1, 1)).save(content, format="PNG")
    head = b"IHDR" + (20000).to_bytes(4, "big") * 2 + content.getvalue()[24:29]
    return (
        content.getvalue()[:12]
        + head
        + zlib.crc32(head).to_bytes(4, "big")
        + content.getvalue()[33:]
    )


def broken():
    content = io.BytesIO()
    Image.fromarray(np.random.RandomState(0).randint(0, 255, (40, 40, 3), dtype=np.uint8)).save(
        content, format="PNG"
    )
    return content.getvalue()[:2000]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"no picture", "notes.txt: is not a picture of a kind that can be read"),
        ("empty.png", b"", "empty.png: is not a picture of a kind that can be read"),
        ("bomb.png", bomb(), "bomb.png: has more than 89 million pixels"),
        ("broken.png", broken(), "broken.png: cannot be read, the picture is damaged"),
        ("nowhere.png", None, "nowhere.png: there is no such file"),
        ("/dev/zero", None, "/dev/zero: is a device, where"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_and_nothing_is_written(
    run_folder, refused, tmp_path, name, content, words
):
    save("good-one.png", np.full((6, 9, 3), 50))
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert words in refused("predict", "good-one.png", name, "--run", run_folder)
    assert not (run_folder / "predictions" / "good-one.png").exists()


def copied(run_folder, tmp_path):
    """Return a copy of a run, to be spoilt."""
    (tmp_path / "copy").mkdir()
    for name in FILES:
        (tmp_path / "copy" / name).write_bytes((run_folder / name).read_bytes())
    return tmp_path / "copy"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "x"}, "run.json: is not the record of a run"),
        ({"version": 2}, "run.json: has version 2, this dnn reads 1; update dnn"),
        ({"data": None}, "run.json: 'data' must be a mapping; got None"),
        (
            {"data": {"image_shape": [8, 8, -3], "classes": ["a", "b"]}},
            "run.json: 'data.m_train' is missing",
        ),
        ({"stopped": "often"}, "run.json: 'stopped' must be one of [None, 'unfinished',"),
        ({"layer_dims": "many"}, "run.json: 'layer_dims' must be sizes of layers; got 'many'"),
        ({"hyperparameters": {"hidden": 3}}, "run.json: 'hyperparameters': unknown hidden 3"),
        (
            {"layer_dims": [192, 9, 1]},
            "run.json: and its parameters are not of one run: 'layer_dims' is [192, 9, 1]",
        ),
    ],
)
def test_a_spoilt_record_is_told(run_folder, refused, tmp_path, change, words):
    folder = copied(run_folder, tmp_path)
    record = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**record, **change}))
    assert words in refused("predict", "x.png", "--run", folder)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"1"])
def test_a_record_that_is_not_json_of_a_run_is_told(run_folder, refused, tmp_path, content):
    folder = copied(run_folder, tmp_path)
    (folder / "run.json").write_bytes(content)
    assert "run.json: is " in refused("predict", "x.png", "--run", folder)


def test_a_run_without_its_parts_is_told(run_folder, refused, tmp_path):
    folder = copied(run_folder, tmp_path)
    (folder / "parameters.h5").unlink()
    assert "parameters.h5: there is no such file" in refused("predict", "x.png", "--run", folder)
    (folder / "run.json").unlink()
    assert "has no run.json" in refused("predict", "x.png", "--run", folder)
    assert "no such folder" in refused("predict", "x.png", "--run", "nowhere")
    assert "is a file" in refused("predict", "x.png", "--run", folder / "costs.png")
    assert "required: --run" in refused("predict", "x.png")


# --- dnn shapes, dnn ----------------------------------------------------------------------------


def test_shapes_prints_the_table(capsys):
    assert main(["shapes", "12288", "20", "7", "5", "1", "--m", "209"]) == 0
    assert capsys.readouterr().out == f"{dnn.explain_shapes([12288, 20, 7, 5, 1], 209)}\n"


def test_shapes_prints_the_table_in_chinese(capsys, refused):
    assert main(["shapes", "4", "3", "1", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == f"{dnn.explain_shapes([4, 3, 1], lang='zh')}\n"
    assert "argument --lang: invalid choice: 'fr'" in refused("shapes", "4", "1", "--lang", "fr")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("shapes 5", "layer_dims needs the input and at least one layer"),
        ("shapes 5 0", "argument UNITS: must be a whole number from 1 up; got 0"),
        ("shapes 5 -1", "must be a whole number from 1 up; got -1"),
        ("shapes 5 1 --m 0", "argument --m: must be a whole number from 1 up; got 0"),
        ("shapes", "the following arguments are required: UNITS"),
        ("", "the following arguments are required: COMMAND"),
        ("tain", "invalid choice: 'tain'"),
    ],
)
def test_a_command_line_that_is_wrong_is_told_in_one_line(refused, words, message):
    assert message in refused(*words.split())


@pytest.mark.parametrize("words", [["--help"], ["train", "--help"], ["--version"]])
def test_help_is_cheap_and_complete(words):
    code = (
        "import sys\nfrom dnn.cli import main\n"
        f"try: main({words})\nexcept SystemExit as end: assert end.code == 0\n"
        "sys.exit(bool({'h5py', 'matplotlib', 'PIL', 'tqdm'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    expected = {"--help": "predict", "train": "--learning-rate", "--version": dnn.__version__}
    assert expected[words[0]] in ran.stdout


# --- the process: signals, pipes, terminals -----------------------------------------------------


def test_an_error_of_the_process_is_one_line_and_status_2(tmp_path):
    ran = process("train", "--data", "no\nwhere", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.startswith("dnn: error: no where")
    assert ran.stderr.count("\n") == 1


def test_a_reader_that_goes_away_is_no_error(data, tmp_path):
    with subprocess.Popen(
        command("train", "--data", data, "--layers", "4", "--iterations", 10**8),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 141


def on_a_terminal(*words, columns, cwd):
    """Run a command with its error stream on a terminal; return status, output and terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    with subprocess.Popen(
        command(*words), cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=theirs
    ) as running:
        os.close(theirs)
        seen, end = b"", time.monotonic() + 30
        while time.monotonic() < end:
            try:
                chunk = os.read(ours, 4096)
            except OSError:  # the other side is closed
                break
            seen += chunk
            if not chunk:
                break
        output = running.stdout.read().decode()
    os.close(ours)
    return running.returncode, output, seen.decode()


@pytest.mark.parametrize("columns", [100, 0])
def test_on_a_terminal_a_bar_shows_the_cost(data, tmp_path, columns):
    pytest.importorskip("tqdm")
    status, output, terminal = on_a_terminal(
        *small(data, "--out", "mine"), columns=columns, cwd=tmp_path
    )
    assert status == 0
    assert "Cost after iteration" not in output
    record = json.loads((tmp_path / "mine" / "run.json").read_text())
    last = terminal.rstrip().split("\r")[-1]
    assert "201/201" in last
    assert f"cost {record['costs']['values'][-1]:.6f}" in last


def test_without_tqdm_the_terminal_gets_plain_lines(data, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(small(data, "--out", "mine")) == 0
    assert "Cost after iteration 200: " in capsys.readouterr().out
