"""Runs whose files were edited, exchanged or linked to devices: told by name, never believed."""

import contextlib
import copy
import json
import os
import pickle
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

import dnn
from dnn.cli import main
from dnn.files.atomic import atomic_path
from dnn.run.answers import ask
from dnn.run.folder import read_run
from dnn.run.records import RunError
from dnn.run.settings import LATER as SOURCE_LATER
from dnn.run.settings import SettingsError, new_settings
from dnn.training.checkpoint import load_checkpoint

ROOT = Path(__file__).resolve().parent.parent
KINDS = {  # of data -> what the label of row k is
    "two classes": lambda k: "cat" if k % 3 else "dog",
    "three classes": lambda k: "abc"[k % 3],
    "numbers": lambda k: f"{k / 8 + 0.25}",
}
VALUES = [None, True, False, 0, 1, -1, 1.5, 1e400, "", "x", [], [1], ["x"], {}, {"x": 1}]
GONE = object()


@pytest.fixture(scope="module", params=KINDS)
def trained(request, tmp_path_factory):
    """Return the folder of a run, trained with everything that a record can tell of."""
    folder = tmp_path_factory.mktemp("trained")
    label = KINDS[request.param]
    rows = "".join(f"{k},{k * k % 11},{label(k)}\n" for k in range(60))
    (folder / "table.csv").write_text("a,b,kind\n" + rows)
    words = ["--data", str(folder / "table.csv"), "--out", str(folder / "run"), "--layers", "3"]
    more = ["--iterations", "6", "--every", "2", "--validation", "0.2", "--patience", "9"]
    assert main(["train", *words, *more, "--optimizer", "adam"]) == 0
    return folder / "run"


@pytest.fixture
def run(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "run")


def answers(folder):
    """Return what the network of a run says of three examples."""
    return ask(read_run(folder), np.array([[0.0, 3.0, 50.0], [1.0, 9.0, 4.0]]))


LATER = {("source", name) for name in SOURCE_LATER} | {("data", "columns"), ("data", "remarks")}


def places(value, path=()):
    """Yield the place of every value in a record, those of lists by their first entries."""
    entries = value.items() if isinstance(value, dict) else enumerate(value[:2])
    for key, entry in entries:
        yield (*path, key)
        if isinstance(entry, dict | list):
            yield from places(entry, (*path, key))


def edited(record, path, value):
    """Return a record with another value at a place, or none."""
    record = copy.deepcopy(record)
    *way, last = path
    there = record
    for key in way:
        there = there[key]
    if value is GONE:
        del there[last]
    else:
        there[last] = value
    return record


def written(folder, record):
    (folder / "run.json").write_text(json.dumps(record))


def test_no_edit_of_a_record_is_believed_that_changes_an_answer(run):
    record = json.loads((run / "run.json").read_text())
    expected, refused = answers(run), 0
    free = {("data", "classes")}  # a class may have any name
    for path in places(record):
        for value in [*VALUES, GONE]:
            written(run, edited(record, path, value))
            found = loaded_or_refused(answers, run, RunError, str(run))
            refused += found is None
            assert found in (None, expected) or path[:2] in free, (path, value)
    assert refused > 1000


TELL = ("made", "judged", "diagnosis")  # what nothing depends on but what is told


def test_no_field_of_a_record_may_become_a_mapping_or_be_missing(run):
    record = json.loads((run / "run.json").read_text())
    for path in places(record):
        if path[0] in ("costs", "train", "validation", "test", "format", "version", *TELL):
            continue  # they come when training has ended, or say what the record is
        written(run, edited(record, path, {"x": {}}))
        with pytest.raises(RunError, match=r"run\.json: "):
            read_run(run)
        if isinstance(path[-1], str) and path[0] not in ("versions", "hyperparameters"):
            written(run, edited(record, path, GONE))
            if path[:2] == ("data", "columns") and len(path) > 2:
                with pytest.raises(RunError, match=r"'data\.columns'"):
                    read_run(run)
            elif path not in LATER and path[-1] != "m_validation":
                with pytest.raises(RunError, match=f"'{'.'.join(path)}' is missing"):
                    read_run(run)


def test_a_scaling_that_the_record_does_not_tell_of_is_refused(run):
    record = json.loads((run / "run.json").read_text())
    for value, words in (
        (False, "says that the examples are not standardized, but scaling.h5 says how"),
        (GONE, "'data.standardized' is missing"),
        (None, "'data.standardized' must be true or false; got None"),
        ("true", "'data.standardized' must be true or false; got 'true'"),
        (1, "'data.standardized' must be true or false; got 1"),
    ):
        written(run, edited(record, ("data", "standardized"), value))
        with pytest.raises(RunError, match=words):
            read_run(run)


def test_activations_are_those_that_the_checkpoint_was_trained_with(run):
    record = json.loads((run / "run.json").read_text())
    written(run, edited(record, ("hyperparameters", "hidden"), "tanh"))
    with pytest.raises(RunError, match="not of one run: hidden is 'tanh' in the one and 'relu' in"):
        read_run(run)


@pytest.mark.parametrize("what", ["mean", "scale"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_scaling_of_no_numbers_is_refused(run, what, value):
    with h5py.File(run / "scaling.h5", "r+") as file:
        file[f"X/{what}"][1, 0] = value
    with pytest.raises(dnn.DataError, match=r"scaling\.h5, key 'X': means must be finite numbers"):
        read_run(run)


@pytest.mark.parametrize("value", [0.0, -0.0, -1.0])
def test_a_scale_that_is_not_above_0_is_refused(run, value):
    with h5py.File(run / "scaling.h5", "r+") as file:
        file["X/scale"][0, 0] = value
    with pytest.raises(dnn.DataError, match="and scales be above 0"):
        read_run(run)


@pytest.mark.parametrize("parts", [("mean",), ("scale",), ("mean", "scale")])
def test_a_scaling_of_several_columns_is_refused(run, parts):
    with h5py.File(run / "scaling.h5", "r+") as file:
        for part in parts:
            column = file[f"X/{part}"][()]
            del file[f"X/{part}"]
            file[f"X/{part}"] = np.hstack([column, column])
    with pytest.raises(dnn.DataError, match=r"key 'X': mean and scale must be \(n, 1\) both"):
        read_run(run)


def test_scales_of_other_numbers_than_the_network_s_are_refused(run):
    has_numbers = json.loads((run / "run.json").read_text())["data"]["classes"] is None
    with h5py.File(run / "scaling.h5", "r+") as file:
        if has_numbers:
            del file["Y"]
        else:
            file["Y/mean"] = file["Y/scale"] = np.ones((1, 1))
    wanted = "X and Y" if has_numbers else "X alone"
    with pytest.raises(RunError, match=rf"scaling\.h5: must hold the scales of {wanted}"):
        read_run(run)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_network_that_holds_no_numbers_is_refused(run, value):
    with h5py.File(run / "parameters.h5", "r+") as file:
        file["W2"][0, 1] = value
    with pytest.raises(RunError, match=r"damaged after training: W2\[0, 1\] is (nan|inf)"):
        read_run(run)


def test_parameters_of_another_network_are_refused(run):
    dims = [2, 4, *dnn.load_parameters(run / "parameters.h5")["b2"].shape[:1]]
    dnn.save_parameters(run / "parameters.h5", dnn.initialize_parameters_deep(dims))
    with pytest.raises(RunError, match=r"not of one run: 'layer_dims' is \[2, 3, .*\[2, 4, "):
        read_run(run)


@pytest.mark.parametrize(("every", "is_one"), [(1, True), (250, True), (0, False), (-1, False)])
def test_a_run_may_be_saved_after_every_iteration_but_not_more_often(run, every, is_one):
    record = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps({**record, "checkpoint_every": every}))
    with contextlib.nullcontext() if is_one else pytest.raises(RunError, match="checkpoint_every"):
        read_run(run)


# --- checkpoints --------------------------------------------------------------------------------


def test_no_edit_of_a_checkpoint_s_record_is_believed(run):
    path = run / "checkpoint.h5"
    expected = pickle.dumps(load_checkpoint(path))
    with h5py.File(path) as file:
        record = json.loads(file["record"][()])
    # what only the data, or the next training, can tell to be another
    free = {"hyperparameters", "data", "m", "best_iteration"}
    for place in places(record):
        for value in [*VALUES, GONE]:
            with h5py.File(path, "r+") as file:
                del file["record"]
                file["record"] = np.bytes_(json.dumps(edited(record, place, value)))
            found = loaded_or_refused(load_checkpoint, path, dnn.DataError, "checkpoint.h5, key")
            same = found is None or pickle.dumps(found) == expected
            assert same or place[0] in free, (place, value)


def loaded_or_refused(load, path, error, words):
    """Return what is loaded, or None where it is refused with these words."""
    try:
        return load(path)
    except error as refusal:
        return None if words in str(refusal) else pytest.fail(str(refusal))


@pytest.mark.parametrize("field", ["iteration", "data", "m", "best_iteration"])
@pytest.mark.parametrize("value", [True, "x", 1.5, -1, [], {}])
def test_a_field_of_another_kind_is_named(run, field, value):
    path = run / "checkpoint.h5"
    with h5py.File(path, "r+") as file:
        record = json.loads(file["record"][()])
        del file["record"]
        file["record"] = np.bytes_(json.dumps({**record, field: value}))
    with pytest.raises(dnn.DataError, match=f"key 'record': {field} must be"):
        load_checkpoint(path)


@pytest.mark.parametrize("key", ["parameters/W1", "best/W2", "best/b1", "memory/s/dW1"])
@pytest.mark.parametrize("change", ["nan", "inf", "shape", "dtype", "gone"])
def test_every_array_of_a_checkpoint_is_checked(run, key, change):
    path = run / "checkpoint.h5"
    with h5py.File(path, "r+") as file:
        values = file[key][()]
        del file[key]
        if change in ("nan", "inf"):
            values[0, 0] = float(change)
        if change == "shape":
            values = np.pad(values, 1)
        if change == "dtype":
            values = values.astype("f4" if "memory" not in key else "i4")
        if change != "gone":
            file[key] = values
    with pytest.raises(dnn.DataError, match=r"checkpoint\.h5"):
        load_checkpoint(path)


@pytest.mark.parametrize("key", ["costs", "validation_costs", "validation_scores"])
@pytest.mark.parametrize("values", [[1.0], [1.0] * 4, [np.nan] * 3])
def test_lists_of_another_length_or_of_no_numbers_are_refused(run, key, values):
    path = run / "checkpoint.h5"
    with h5py.File(path, "r+") as file:
        record = json.loads(file["record"][()])
        assert record["lists"][key] == 3
        record["lists"][key] = len(values)
        for name, content in ((key, values), ("record", np.bytes_(json.dumps(record)))):
            del file[name]
            file[name] = content
    if key == "validation_scores" and len(values) == 3:
        return  # R2 of one number has no value
    with pytest.raises(dnn.DataError, match=f"key 'record': {key}"):
        load_checkpoint(path)


def rewritten(path, **fields):
    """Write other fields into the record of a checkpoint; lists are cut to these lengths."""
    with h5py.File(path, "r+") as file:
        record = json.loads(file["record"][()])
        for name, n in fields.pop("lists", {}).items():
            record["lists"][name] = n
            values = file[name][:n]
            del file[name]
            file[name] = values
        del file["record"]
        file["record"] = np.bytes_(json.dumps({**record, **fields}))


def test_the_best_iteration_is_one_that_was_judged(run):
    path = run / "checkpoint.h5"
    iteration = load_checkpoint(path).state.iteration
    rewritten(path, best_iteration=iteration)
    assert load_checkpoint(path).history.best_iteration == iteration
    words = f"best_iteration is {iteration + 1}, which is not one of the {iteration} recorded"
    rewritten(path, best_iteration=iteration + 1)
    with pytest.raises(dnn.DataError, match=words):
        load_checkpoint(path)
    rewritten(path, best_iteration=0, lists={"validation_costs": 0, "validation_scores": 0})
    with pytest.raises(dnn.DataError, match="best_iteration is 0, which is not one of"):
        load_checkpoint(path)


# --- what is no file ----------------------------------------------------------------------------


def no_files(folder):
    """Yield paths of what is no ordinary file, each with what it is."""
    os.mkfifo(folder / "pipe")
    yield folder / "pipe", "a pipe"
    (folder / "to a device").symlink_to("/dev/zero")
    yield folder / "to a device", "a device"
    yield Path("/dev/null"), "a device"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(folder / "socket"))
        yield folder / "socket", "a socket"


def test_what_is_no_file_is_never_replaced(tmp_path):
    for path, kind in no_files(tmp_path):
        before = os.stat(path)
        words = f"is {kind}, which no file may replace"
        with pytest.raises(OSError, match=words) as caught, atomic_path(path):
            pytest.fail("a temporary file was made")
        assert caught.value.filename == str(path)
        assert os.stat(path) == before
    assert sorted(os.listdir(tmp_path)) == ["pipe", "socket", "to a device"]


def test_what_is_no_file_is_refused_by_every_reader(tmp_path):
    readers = [dnn.load_parameters, load_checkpoint, dnn.load_csv, dnn.load_h5]
    for path, kind in no_files(tmp_path):
        for read in readers:
            with pytest.raises(dnn.DataError, match=f"is {kind}, where a"):
                read(path)


def test_hyperparameters_are_read_from_files_alone(tmp_path):
    for path, kind in no_files(tmp_path):
        with pytest.raises(SettingsError, match=f"is {kind}, where a file of JSON was expected"):
            new_settings({"mapping": str(path)})


@pytest.mark.parametrize("name", ["run.json", "parameters.h5", "scaling.h5", "checkpoint.h5"])
def test_a_file_of_a_run_that_is_a_link_to_a_device_or_a_pipe_is_told(run, name):
    (run / name).unlink()
    (run / name).symlink_to("/dev/zero")
    with pytest.raises(ValueError, match=f"{name}: is a device, where"):
        read_run(run)
    (run / name).unlink()
    os.mkfifo(run / name)
    with pytest.raises(ValueError, match=f"{name}: is a pipe, where"):
        read_run(run)


@pytest.mark.parametrize("name", ["run.json", "parameters.h5", "scaling.h5", "costs.png"])
def test_resume_leaves_a_device_where_it_is(run, name):
    (run / name).unlink()
    (run / name).symlink_to("/dev/zero")
    device = os.stat("/dev/zero")
    ended = subprocess.run(
        [sys.executable, "-m", "dnn", "train", "--resume", run, "--iterations", "8"],
        cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert f"{name}: is a device" in ended.stderr
    assert os.stat("/dev/zero") == device


def test_a_record_of_great_length_is_refused_before_it_is_read(run):
    with open(run / "run.json", "r+b") as file:
        file.truncate(2**40)
    with pytest.raises(RunError, match="is longer than any record"):
        read_run(run)
