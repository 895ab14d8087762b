"""Parameters on disk: bit for bit, whole or not at all, and no file is believed unseen."""

import os
import stat
from pathlib import Path

import h5py
import numpy as np
import pytest

import dnn
from dnn.files.atomic import atomic_path


@pytest.fixture
def parameters():
    return dnn.initialize_parameters_deep([4, 3, 1])


@pytest.fixture
def path(tmp_path, parameters):
    """Return a good file, to be spoilt."""
    dnn.save_parameters(tmp_path / "parameters.h5", parameters)
    return tmp_path / "parameters.h5"


def same_bits(a, b):
    return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("layer_dims", [[5, 1], [4, 3, 1], [12, 4, 3, 2, 1]])
def test_parameters_come_back_bit_for_bit(tmp_path, layer_dims, dtype, order):
    saved = dnn.initialize_parameters_deep(layer_dims)
    saved = {name: p.astype(dtype, order=order) for name, p in saved.items()}
    for p in saved.values():
        p.flags.writeable = False
    dnn.save_parameters(tmp_path / "p.h5", saved)
    loaded = dnn.load_parameters(tmp_path / "p.h5")
    assert list(loaded) == list(saved)
    assert all(same_bits(loaded[name], saved[name]) for name in saved)


def test_the_bits_of_nan_and_infinity_and_minus_zero_are_kept(tmp_path):
    W = np.array([[np.inf, -0.0, 5e-324, np.nan]])
    W.view(np.uint64)[0, 3] = 0x7FF8_0000_DEAD_BEEF
    dnn.save_parameters(tmp_path / "p.h5", {"W1": W, "b1": np.array([[-np.inf]])})
    assert same_bits(dnn.load_parameters(tmp_path / "p.h5")["W1"], W)


def test_more_than_nine_layers_keep_their_order(tmp_path):
    saved = dnn.initialize_parameters_deep([2] * 12 + [1])
    dnn.save_parameters(tmp_path / "p.h5", saved)
    assert list(dnn.load_parameters(tmp_path / "p.h5")) == list(saved)


def test_numbers_of_the_other_byte_order_become_the_machine_s_own(path, parameters):
    with h5py.File(path, "r+") as file:
        del file["W1"]
        file["W1"] = parameters["W1"].astype(">f8")
    W = dnn.load_parameters(path)["W1"]
    assert W.dtype.isnative
    np.testing.assert_array_equal(W, parameters["W1"])


def test_paths_are_text_or_path(tmp_path, parameters):
    dnn.save_parameters(str(tmp_path / "p.h5"), parameters)
    assert list(dnn.load_parameters(str(tmp_path / "p.h5"))) == list(parameters)


def test_equal_parameters_give_equal_files(tmp_path, path, parameters):
    dnn.save_parameters(tmp_path / "again.h5", parameters)
    assert (tmp_path / "again.h5").read_bytes() == path.read_bytes()


# --- what is not saved --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"W2": np.ones((1, 5))}, "layer 2"),
        ({"b2": np.ones((2, 1))}, "b2 must be"),
        ({"W1": np.ones((3, 4), dtype=int)}, "W1: must be float32 or float64, but it is int64"),
        ({"b1": np.ones((3, 1), dtype=np.float16)}, "b1: must be float32 or float64"),
        ({"W1": np.full((3, 4), "a")}, "W1 must be an array of numbers"),
        ({"W1": [[1.0]]}, "W1 must be an array"),
        ({"extra": np.ones((1, 1))}, "parameters has no W3, b3"),
    ],
)
def test_what_is_no_network_is_not_saved_and_the_old_file_stays(path, parameters, change, words):
    before = path.read_bytes()
    with pytest.raises(ValueError, match=words):
        dnn.save_parameters(path, {**parameters, **change})
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


# --- whole or not at all ------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(
    path, monkeypatch, step, error
):
    before = path.read_bytes()

    def fail(*_):
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        dnn.save_parameters(path, dnn.initialize_parameters_deep([9, 1]))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_full_disk_leaves_no_part_of_a_file_and_names_the_file(tmp_path, parameters, monkeypatch):
    def half(self, content):
        with open(self, "wb") as stream:
            stream.write(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left on device") as caught:
        dnn.save_parameters(tmp_path / "p.h5", parameters)
    assert caught.value.filename == str(tmp_path / "p.h5")
    assert os.listdir(tmp_path) == []


def test_the_content_is_on_the_disk_before_it_gets_its_name(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: done.append("fsync") or fsync(handle))
    monkeypatch.setattr(os, "replace", lambda *paths: done.append("replace") or replace(*paths))
    with atomic_path(tmp_path / "a") as temporary:
        temporary.write_bytes(b"whole")
        assert not (tmp_path / "a").exists()
    assert done == ["fsync", "replace", "fsync"]
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_a_missing_folder_is_told_by_the_name_that_was_given(tmp_path, parameters):
    with pytest.raises(FileNotFoundError) as caught:
        dnn.save_parameters(tmp_path / "nowhere" / "p.h5", parameters)
    assert caught.value.filename == str(tmp_path / "nowhere" / "p.h5")


def test_a_folder_is_not_replaced_by_a_file(tmp_path, parameters):
    with pytest.raises(IsADirectoryError):
        dnn.save_parameters(tmp_path, parameters)


def test_a_new_file_has_the_permissions_of_any_new_file(path, tmp_path):
    (tmp_path / "other").write_text("")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_a_link_stays_a_link(tmp_path, path, parameters):
    (tmp_path / "link.h5").symlink_to(path)
    dnn.save_parameters(tmp_path / "link.h5", dnn.initialize_parameters_deep([9, 1]))
    assert (tmp_path / "link.h5").is_symlink()
    assert dnn.load_parameters(path)["W1"].shape == (1, 9)


# --- files that are not believed ----------------------------------------------------------------


def replaced(name, value):
    def spoil(file):
        del file[name]
        if value is not None:
            file[name] = value

    return spoil


def external_link(file):
    del file["W1"]
    file["W1"] = h5py.ExternalLink("other.h5", "/W1")


def external_storage(file):
    del file["W1"]
    file.create_dataset("W1", (3, 4), "f8", external=[("raw.bin", 0, 96)])


def virtual(file):
    del file["W1"]
    layout = h5py.VirtualLayout((3, 4), "f8")
    layout[:] = h5py.VirtualSource("other.h5", "W1", shape=(3, 4))
    file.create_virtual_dataset("W1", layout)


def huge(file):
    del file["W1"]
    file.create_dataset("W1", (10**9, 10**9), "f8", chunks=(1000, 1000))


def circle(file):
    del file["W1"]
    file["W1"] = h5py.SoftLink("/W1")


def attribute(name, value):
    def spoil(file):
        if value is None:
            del file.attrs[name]
        else:
            file.attrs[name] = value

    return spoil


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            attribute("format", None),
            "has no attribute 'format', .* keys are 'W1', 'W2', 'b1', 'b2'",
        ),
        (attribute("format", "dnn-checkpoint"), "has the format 'dnn-checkpoint', where 'dnn-par"),
        (attribute("format", np.zeros(3)), "attribute 'format': must be one text or one whole"),
        (attribute("format", h5py.Empty("f8")), "attribute 'format': must be one text or one"),
        (attribute("version", None), "attribute 'version': must be a whole number .* it is None"),
        (attribute("version", "1"), "attribute 'version': must be a whole number .* it is '1'"),
        (attribute("version", 0), "attribute 'version': must be a whole number from 1 up"),
        (attribute("version", 2), r"newer dnn \(version 2 .*reads up to 1\); update dnn"),
        (replaced("W1", None), "key 'W1': is missing; the keys must be W1, b1, W2, b2, "),
        (replaced("b2", None), "key 'b2': is missing"),
        (
            replaced("W1", np.zeros((3, 4), dtype=int)),
            "key 'W1': must be float32 or float64, .* int",
        ),
        (replaced("W1", np.zeros((3, 4), dtype=complex)), "key 'W1': must be float32 or float64"),
        (replaced("W1", b"text"), r"key 'W1': must be a matrix, .* but it is \(\)"),
        (replaced("W1", np.zeros(4)), r"key 'W1': must be a matrix, .* but it is \(4,\)"),
        (replaced("b1", np.zeros((1, 3))), "b1 must be .3, 1., .*; reshape it"),
        (replaced("W2", np.zeros((3, 1))), "layer 2"),
        (replaced("W1", np.zeros((0, 4))), "key 'W1': is empty"),
        (lambda file: file.create_dataset("x", data=1.0), "key 'W3': is missing"),
        (lambda file: [file.__delitem__(k) for k in list(file)], "key 'W1': is missing; .* none"),
        (external_link, "key 'W1': is a link that leads out of this file"),
        (external_storage, "key 'W1': keeps its values in external storage"),
        (virtual, "key 'W1': keeps its values in a virtual data set"),
        (huge, "key 'W1': declares shape .* and would take"),
        (circle, "key 'W1': "),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_by_name_and_key(path, spoil, words):
    with h5py.File(path, "r+") as file:
        spoil(file)
    with pytest.raises(dnn.DataError, match=words) as caught:
        dnn.load_parameters(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is an empty file"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1", "is a Git LFS pointer"),
        (b"\x80\x04\x95pickle", "is not an HDF5 file"),
    ],
)
def test_a_file_that_is_not_hdf5_is_told(tmp_path, content, words):
    (tmp_path / "p.h5").write_bytes(content)
    with pytest.raises(dnn.DataError, match=words):
        dnn.load_parameters(tmp_path / "p.h5")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_short_is_refused(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(dnn.DataError, match=r"parameters\.h5"):
        dnn.load_parameters(path)


def test_a_file_of_pictures_is_of_another_kind(tmp_path):
    with h5py.File(tmp_path / "train.h5", "w") as file:
        file["train_set_x"] = np.zeros((1, 2, 2, 3), dtype=np.uint8)
    with pytest.raises(dnn.DataError, match=r"is of another kind: .* keys are 'train_set_x'"):
        dnn.load_parameters(tmp_path / "train.h5")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(dnn.DataError, match="there is no such file"):
        dnn.load_parameters(tmp_path / "p.h5")
