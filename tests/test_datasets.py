"""Files to arrays: what people really have is loaded, and what is wrong with a file is said."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from dnn.datasets import course as datasets
from dnn.datasets.course import flatten_images, load_data
from dnn.files import h5data, h5files, memory
from dnn.files.h5files import DataError

ROOT = Path(__file__).resolve().parent.parent
TRAIN, TEST = "train_catvnoncat.h5", "test_catvnoncat.h5"
CLASSES = np.array([b"non-cat", b"cat"])


def pictures(m: int, side: int = 4, seed: int = 0) -> np.ndarray:
    return np.random.RandomState(seed).randint(0, 256, (m, side, side, 3)).astype(np.uint8)


def write(path: Path, part: str, m: int, **changed: Any) -> Path:
    """Write one good file; `changed` replaces the value of x, y or classes, None leaves it out."""
    values = {"x": pictures(m), "y": np.arange(m) % 2, "classes": CLASSES, **changed}
    names = {"x": f"{part}_set_x", "y": f"{part}_set_y", "classes": "list_classes"}
    with h5py.File(path, "w") as file:
        for short, value in values.items():
            if value is not None:
                file[names[short]] = value
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a directory with a good pair of files: 10 pictures, and 6."""
    write(tmp_path / TRAIN, "train", 10)
    write(tmp_path / TEST, "test", 6)
    return tmp_path


def error_of(folder: Path | str, *words: str) -> str:
    """Return the message of the DataError that loading raises, which must hold these words."""
    with pytest.raises(DataError) as caught:
        load_data(folder)
    message = str(caught.value)
    for word in words:
        assert word in message
    assert "\n" not in message
    return message


def replace(folder: Path, key: str, change: Callable[[h5py.File, str], Any]) -> None:
    """Take `key` out of the training file and let `change` put something in its place."""
    with h5py.File(folder / TRAIN, "r+") as file:
        del file[key]
        change(file, key)


# --- what comes back ----------------------------------------------------------------------------


def test_a_good_pair_comes_back_as_it_was_written(folder: Path) -> None:
    train_x, train_y, test_x, test_y, classes = load_data(folder)
    assert np.array_equal(train_x, pictures(10))
    assert np.array_equal(test_x, pictures(6))
    assert train_x.dtype == test_x.dtype == np.uint8
    assert np.array_equal(train_y, np.arange(10)[np.newaxis] % 2)
    assert train_y.dtype == test_y.dtype == np.int64
    assert test_y.shape == (1, 6)
    assert np.array_equal(classes, CLASSES)
    assert classes[1].decode("utf-8") == "cat"


def test_the_directory_may_be_a_string_a_path_or_begin_with_a_tilde(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    for directory in (folder, str(folder), os.fsencode(folder), f"~/{folder.name}"):
        assert load_data(directory)[1].shape == (1, 10)


def test_the_variable_names_the_directory_and_the_argument_goes_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder / "other"
    other.mkdir()
    write(other / TRAIN, "train", 3)
    write(other / TEST, "test", 2)
    monkeypatch.setenv("DNN_DATA", str(other))
    assert load_data()[0].shape[0] == 3
    assert load_data(folder)[0].shape[0] == 10


def test_the_files_are_closed_after_loading_and_after_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    class Spy(h5py.File):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            opened.append((self, args[1:]))

    monkeypatch.setattr(h5files, "H5File", Spy)
    load_data(folder)
    write(folder / TEST, "test", 6, y=None)
    error_of(folder, "test_set_y")
    assert len(opened) == 4
    assert not any(file for file, _ in opened)  # a closed file is false
    assert all(arguments == ("r",) for _, arguments in opened)


def test_the_files_are_not_changed_by_loading(folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in (TRAIN, TEST)]
    for name in (TRAIN, TEST):
        (folder / name).chmod(0o444)
    load_data(folder)
    assert [(folder / name).read_bytes() for name in (TRAIN, TEST)] == before


# --- the copies that people have ----------------------------------------------------------------


@pytest.mark.parametrize("shape", [(10,), (10, 1), (1, 10)])
def test_labels_load_as_a_row_whichever_way_they_lie(folder: Path, shape: tuple[int, ...]) -> None:
    write(folder / TRAIN, "train", 10, y=(np.arange(10) % 2).reshape(shape))
    assert np.array_equal(load_data(folder)[1], np.arange(10)[np.newaxis] % 2)


@pytest.mark.parametrize("dtype", ["bool", "u1", "i2", ">i4", "u8", "f2", "f4", ">f8"])
def test_labels_load_from_any_dtype_whose_values_are_0_and_1(folder: Path, dtype: str) -> None:
    write(folder / TRAIN, "train", 10, y=(np.arange(10) % 2).astype(dtype))
    train_y = load_data(folder)[1]
    assert np.array_equal(train_y, np.arange(10)[np.newaxis] % 2)
    assert train_y.dtype == np.int64


@pytest.mark.parametrize("dtype", ["u2", ">i2", "i4", "i8", "u8"])
def test_pictures_in_wider_integers_become_uint8(folder: Path, dtype: str) -> None:
    write(folder / TRAIN, "train", 10, x=pictures(10).astype(dtype))
    train_x = load_data(folder)[0]
    assert np.array_equal(train_x, pictures(10))
    assert train_x.dtype == np.uint8


@pytest.mark.parametrize("without", [TRAIN, TEST])
def test_missing_class_names_are_taken_from_the_other_file(folder: Path, without: str) -> None:
    names = np.array([b"dog", b"cat"])
    for part, name, m in (("train", TRAIN, 10), ("test", TEST, 6)):
        write(folder / name, part, m, classes=None if name == without else names)
    assert np.array_equal(load_data(folder)[4], names)


def test_without_class_names_in_both_files_they_are_the_courses(folder: Path) -> None:
    write(folder / TRAIN, "train", 10, classes=None)
    write(folder / TEST, "test", 6, classes=None)
    assert np.array_equal(load_data(folder)[4], CLASSES)


def test_class_names_of_variable_length_become_bytes(folder: Path) -> None:
    write(folder / TRAIN, "train", 10, classes=["non-cat", "cat"])
    assert load_data(folder)[4].dtype == CLASSES.dtype


@pytest.mark.parametrize(
    "how",
    [
        {"compression": "gzip"},
        {"compression": "gzip", "shuffle": True, "fletcher32": True, "chunks": (3, 2, 2, 1)},
        {"compression": "lzf"},
        {"compression": "lzf", "chunks": (7, 4, 4, 3), "maxshape": (None, 4, 4, 3)},
        {"chunks": (10, 1, 1, 1)},
    ],
    ids=str,
)
@pytest.mark.parametrize("libver", ["earliest", "latest"])
def test_files_that_were_written_again_load(folder: Path, how: dict[str, Any], libver: str) -> None:
    with h5py.File(folder / TRAIN, "w", libver=libver) as file:
        file.create_dataset("train_set_x", data=pictures(10), **how)
        file.create_dataset("train_set_y", data=np.arange(10) % 2, compression="gzip")
        file["list_classes"] = CLASSES
    assert np.array_equal(load_data(folder)[0], pictures(10))


def test_a_file_behind_a_user_block_loads(folder: Path) -> None:
    with h5py.File(folder / TRAIN, "w", userblock_size=512) as file:
        file["train_set_x"], file["train_set_y"] = pictures(2), [0, 1]
    assert load_data(folder)[0].shape[0] == 2


def test_links_inside_the_file_are_followed(folder: Path) -> None:
    def link(file: h5py.File, key: str) -> None:
        file["store/pixels"] = pictures(10)
        file["store/alias"] = h5py.SoftLink("pixels")
        file["again"] = h5py.SoftLink("/store")
        file[key] = h5py.SoftLink("./again/alias")

    replace(folder, "train_set_x", link)
    assert np.array_equal(load_data(folder)[0], pictures(10))


# --- where the files are ------------------------------------------------------------------------


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    error_of(tmp_path / "nowhere", "nowhere", "does not exist", TRAIN, TEST)


def test_a_directory_without_the_files_says_what_it_holds(tmp_path: Path) -> None:
    error_of(tmp_path, str(tmp_path), "holds no HDF5 file")
    (tmp_path / "train_signs.h5").touch()
    error_of(tmp_path, "train_signs.h5", TRAIN)


def test_one_file_of_the_two_is_not_enough(folder: Path) -> None:
    (folder / TEST).unlink()
    assert f"has no {TRAIN}" not in error_of(folder, f"has no {TEST}")


def test_a_file_in_place_of_the_directory_is_said(folder: Path) -> None:
    error_of(folder / TRAIN, "is a file", "give a directory")


def test_a_directory_in_place_of_the_file_is_said(folder: Path) -> None:
    (folder / TRAIN).unlink()
    (folder / TRAIN).mkdir()
    error_of(folder, TRAIN, "is a directory, where an HDF5 file was expected")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_socket_in_place_of_the_file_does_not_keep_us_waiting(folder: Path) -> None:
    (folder / TRAIN).unlink()
    os.mkfifo(folder / TRAIN)
    error_of(folder, TRAIN, "is a pipe, where")
    (folder / TRAIN).unlink()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(folder / TRAIN))
        error_of(folder, TRAIN, "is a socket, where")


def test_a_variable_that_names_no_directory_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DNN_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"DNN_DATA.*does not exist"):
        load_data()


def test_without_the_embedded_files_both_places_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "__file__", str(tmp_path / "dnn" / "datasets" / "course.py"))
    monkeypatch.delenv("DNN_DATA", raising=False)
    with pytest.raises(DataError) as caught:
        load_data()
    for spot in (tmp_path / "dnn" / "data" / "cats", tmp_path / "data" / "cats"):
        assert str(spot) in str(caught.value)
    assert "DNN_DATA" in str(caught.value)


@pytest.mark.parametrize("spot", ["dnn/data/cats", "data/cats"])
def test_the_embedded_files_are_found_in_both_places(
    folder: Path, spot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / spot).mkdir(parents=True)
    for name in (TRAIN, TEST):
        (folder / name).rename(folder / spot / name)
    monkeypatch.setattr(datasets, "__file__", str(folder / "dnn" / "datasets" / "course.py"))
    monkeypatch.setenv("DNN_DATA", "")  # an empty variable is no variable
    assert load_data()[1].shape == (1, 10)


def test_a_path_that_no_system_takes_is_a_data_error(tmp_path: Path) -> None:
    error_of(tmp_path / "a\0b", "cannot be listed")
    error_of(tmp_path / ("n" * 5000), "cannot be listed")


def test_a_file_that_may_not_be_read_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(h5files, "H5File", refuse)
        error_of(folder, TRAIN, "permission is denied")
    monkeypatch.setattr(h5files, "_first_bytes", refuse)
    error_of(folder, TRAIN, "permission is denied")


def test_a_directory_that_may_not_be_listed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    error_of(tmp_path, "cannot be listed", "Permission denied")


def test_a_file_that_another_program_writes_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: Any) -> None:
        raise BlockingIOError(11, "unable to lock file")

    monkeypatch.setattr(h5files, "H5File", locked)
    error_of(folder, TRAIN, "another program")


# --- files that are something else --------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty file"),
        (b"\x89HDF", "cut short after 4 bytes"),
        (b"\n <!DOCTYPE html>\n<html><body>404</body></html>", "web page"),
        (b"\xef\xbb\xbf<html lang='en'>", "web page"),
        (b"<!-- saved --><HTML>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2572022\n", "git lfs"),
        (b"\x1f\x8b\x08" + bytes(40), "unpack it"),
        (b"PK\x03\x04" + bytes(40), "unpack it"),
        (b"\x93NUMPY\x01\x00" + bytes(40), "not an HDF5 file"),
        (np.random.RandomState(0).bytes(5000), "not an HDF5 file"),
        (b"\x89HDF\r\n\x1a\n" + bytes(3000), "cut short or damaged"),
    ],
    ids=["empty", "stub", "html", "bom", "comment", "lfs", "gzip", "zip", "npy", "noise", "zeros"],
)
def test_a_file_that_is_not_hdf5_is_recognised(folder: Path, content: bytes, words: str) -> None:
    (folder / TEST).write_bytes(content)
    error_of(folder, TEST, words)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_said_to_be_cut_short(folder: Path, part: float) -> None:
    whole = (folder / TRAIN).read_bytes()
    (folder / TRAIN).write_bytes(whole[: int(part * len(whole))])
    error_of(folder, TRAIN, "cut short")


# --- keys and links -----------------------------------------------------------------------------


@pytest.mark.parametrize("short", ["x", "y"])
def test_a_missing_key_lists_the_keys_that_are_there(folder: Path, short: str) -> None:
    write(folder / TRAIN, "train", 10, **{short: None})
    other = {"x": "train_set_y", "y": "train_set_x"}[short]
    error_of(folder, TRAIN, f"key 'train_set_{short}'", "is missing", other, "list_classes")


def test_a_missing_key_in_an_empty_or_a_crowded_file_is_told_in_short(folder: Path) -> None:
    write(folder / TRAIN, "train", 10, x=None, y=None, classes=None)
    error_of(folder, "is missing", "are none")
    with h5py.File(folder / TRAIN, "w") as file:
        for i in range(100):
            file[f"{i:03d}" + "long" * 500] = i
    assert len(error_of(folder, "is missing", "'001long", "...")) < 1000 + len(str(folder))


@pytest.mark.parametrize("key", ["train_set_x", "train_set_y", "list_classes"])
def test_a_group_or_a_type_in_place_of_a_data_set_is_said(folder: Path, key: str) -> None:
    replace(folder, key, lambda file, name: file.create_group(name))
    error_of(folder, TRAIN, repr(key), "is a group")
    replace(folder, key, lambda file, name: file.__setitem__(name, np.dtype("u1")))
    error_of(folder, TRAIN, repr(key), "is a datatype")


@pytest.mark.parametrize("key", ["train_set_x", "train_set_y", "list_classes"])
@pytest.mark.parametrize("around", [False, True])
def test_an_external_link_is_refused_and_not_opened(folder: Path, key: str, around: bool) -> None:
    outside = write(folder / "outside.h5", "train", 10)

    def link(file: h5py.File, name: str) -> None:
        file["out"] = h5py.ExternalLink(str(outside), "/")
        file[name] = (
            h5py.SoftLink(f"/out/{key}") if around else h5py.ExternalLink(str(outside), key)
        )

    replace(folder, key, link)
    error_of(folder, TRAIN, repr(key), "leads out of this file")
    outside.write_bytes(b"were it opened, the message would be another")
    error_of(folder, TRAIN, repr(key), "leads out of this file")


def test_links_that_lead_nowhere_or_in_a_circle_are_said(folder: Path) -> None:
    replace(folder, "train_set_x", lambda file, key: file.__setitem__(key, h5py.SoftLink("/gone")))
    error_of(folder, TRAIN, "'train_set_x'", "leads nowhere")
    replace(folder, "train_set_x", lambda file, key: file.__setitem__(key, h5py.SoftLink(key)))
    error_of(folder, TRAIN, "'train_set_x'", "a circle")


def test_external_storage_is_refused(folder: Path) -> None:
    (folder / "secret.bin").write_bytes(bytes(480))

    def outside(file: h5py.File, key: str) -> None:
        storage = [(str(folder / "secret.bin"), 0, 480)]
        file.create_dataset(key, (10, 4, 4, 3), "u1", external=storage)

    replace(folder, "train_set_x", outside)
    error_of(folder, TRAIN, "'train_set_x'", "external storage")


def test_virtual_data_sets_are_refused(folder: Path) -> None:
    def virtual(file: h5py.File, key: str) -> None:
        layout = h5py.VirtualLayout((6, 4, 4, 3), "u1")
        layout[:] = h5py.VirtualSource(str(folder / TEST), "test_set_x", (6, 4, 4, 3))
        file.create_virtual_dataset(key, layout)

    replace(folder, "train_set_x", virtual)
    error_of(folder, TRAIN, "'train_set_x'", "virtual data set")


# --- shape, dtype, range ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"x": pictures(10).reshape(10, -1)}, "the shape is (10, 48)"),
        ({"x": pictures(10)[..., 0]}, "the shape is (10, 4, 4)"),
        ({"x": np.uint8(7)}, "the shape is ()"),
        ({"x": pictures(10) / 255}, "store them as uint8"),
        ({"x": pictures(10).astype("f4")}, "store them as uint8"),
        ({"x": pictures(10) > 9}, "they are bool"),
        ({"x": pictures(10).astype("c8")}, "they are complex64"),
        ({"x": pictures(10).astype("i2") - 1}, "from -1 to"),
        ({"x": pictures(10).astype("u2") + 1}, "to 256"),
        ({"x": np.full((10, 4, 4, 3), 2**63, "u8")}, "9223372036854775808"),
        ({"x": pictures(10)[:0]}, "is empty"),
        ({"x": pictures(10)[:, :, :0]}, "is empty"),
        ({"x": h5py.Empty("u1")}, "is empty"),
        ({"x": np.array([b"cat.png"])}, "the shape is (1,)"),
        ({"x": pictures(9)}, "holds 10 labels, but 'train_set_x' holds 9 pictures"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pictures_that_are_none_are_refused(
    folder: Path, changed: dict[str, Any], words: str
) -> None:
    write(folder / TRAIN, "train", 10, **changed)
    error_of(folder, TRAIN, "train_set_x", words)


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([0, 1, 2, 0, 0, 0, 0, 0, 0, 0], "label 2 (counted from 0) is 2"),
        ([0, 1, -1, 0, 0, 0, 0, 0, 0, 0], "is -1"),
        ([0, 1, 0.5, 0, 0, 0, 0, 0, 0, 0], "is 0.5"),
        ([0, 1, 0, np.nan, 0, 0, 0, 0, 0, 0], "label 3 (counted from 0) is nan"),
        ([0, 1, 0, np.inf, 0, 0, 0, 0, 0, 0], "is inf"),
        (np.eye(2)[np.arange(10) % 2], "the shape is (10, 2)"),
        (np.zeros((10, 1, 1)), "the shape is (10, 1, 1)"),
        (1, "the shape is ()"),
        ([b"cat"] * 10, "numbers 0 and 1"),
        (["cat"] * 10, "numbers 0 and 1"),
        (np.zeros(10, "c16"), "numbers 0 and 1"),
        (np.zeros(10, [("a", "i4"), ("b", "i4")]), "numbers 0 and 1"),
        (np.zeros(0, "i8"), "is empty"),
        (np.zeros((0, 1), "i8"), "is empty"),
        (h5py.Empty("i8"), "is empty"),
        ([0, 1, 0], "holds 3 labels"),
        ([1], "holds 1 labels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_labels_that_are_none_are_refused(folder: Path, y: Any, words: str) -> None:
    write(folder / TRAIN, "train", 10, y=y)
    error_of(folder, TRAIN, "key 'train_set_y'", words)


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ([0, 1], "as text"),
        ([b"cat"], "two names"),
        ([[b"non-cat", b"cat"]], "two names"),
        (b"cat", "two names"),
        (np.zeros(0, "S3"), "two names"),
        (h5py.Empty("S3"), "is empty"),
    ],
)
def test_class_names_that_do_not_cover_the_labels_are_refused(
    folder: Path, classes: Any, words: str
) -> None:
    write(folder / TRAIN, "train", 10, classes=classes)
    error_of(folder, TRAIN, "key 'list_classes'", words)


def test_class_names_that_contradict_each_other_are_refused(folder: Path) -> None:
    write(folder / TEST, "test", 6, classes=CLASSES[::-1])
    error_of(folder, TEST, "key 'list_classes'", "would not mean the same")


def test_pictures_of_two_sizes_are_refused(folder: Path) -> None:
    write(folder / TEST, "test", 6, x=pictures(6, side=5))
    error_of(folder, TEST, "'test_set_x'", "(5, 5, 3)", "(4, 4, 3)", TRAIN)


# --- size and damage ----------------------------------------------------------------------------


@pytest.mark.parametrize("m", [10**8, 10**12, 2**63 // 12288])
@pytest.mark.parametrize("how", [{"chunks": (1, 64, 64, 3), "compression": "gzip"}, {}])
def test_a_declared_size_beyond_memory_is_refused_at_once(
    folder: Path, m: int, how: dict[str, Any]
) -> None:
    shape = (m, 64, 64, 3)
    replace(folder, "train_set_x", lambda file, key: file.create_dataset(key, shape, "u1", **how))
    start = time.perf_counter()
    error_of(folder, TRAIN, "'train_set_x'", str(shape), "of memory are available")
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("key", ["train_set_y", "list_classes"])
def test_labels_and_class_names_beyond_memory_are_refused_too(folder: Path, key: str) -> None:
    dtype = "i8" if key == "train_set_y" else "S7"
    replace(folder, key, lambda file, name: file.create_dataset(name, (10**15,), dtype))
    error_of(folder, TRAIN, repr(key), "of memory are available")


def test_one_chunk_beyond_memory_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with h5py.File(folder / TRAIN, "r+") as file:
        del file["train_set_x"]
        more, chunks = (None, 4, 4, 3), (10**6, 4, 4, 3)
        file.create_dataset(
            "train_set_x", (10, 4, 4, 3), "u1", maxshape=more, chunks=chunks, compression="gzip"
        )
    monkeypatch.setattr(h5data, "available_memory", lambda: 10**6)
    error_of(folder, TRAIN, "'train_set_x'", "of memory are available")


@pytest.mark.parametrize("how", [{"chunks": (1, 4, 4, 3), "compression": "gzip"}, {}])
def test_values_that_were_never_written_are_refused(folder: Path, how: dict[str, Any]) -> None:
    shape = (10, 4, 4, 3)
    replace(folder, "train_set_x", lambda file, key: file.create_dataset(key, shape, "u1", **how))
    error_of(folder, TRAIN, "'train_set_x'", "never wholly written")


def test_values_that_were_written_in_part_are_refused(folder: Path) -> None:
    def half(file: h5py.File, key: str) -> None:
        dataset = file.create_dataset(key, (10, 4, 4, 3), "u1", chunks=(1, 4, 4, 3))
        dataset[:7] = pictures(7)

    replace(folder, "train_set_x", half)
    error_of(folder, TRAIN, "'train_set_x'", "never wholly written")


def test_a_chunk_that_unpacks_to_more_than_its_shape_is_refused(folder: Path) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(64)) + packer.flush()

    def plant(file: h5py.File, key: str) -> None:
        shape = (10, 4, 4, 3)
        dataset = file.create_dataset(key, shape, "u1", chunks=shape, compression="gzip")
        dataset.id.write_direct_chunk((0, 0, 0, 0), bomb)

    replace(folder, "train_set_x", plant)
    error_of(folder, TRAIN, "'train_set_x'", "hold far more than the shape")


def test_filters_that_trust_their_parameters_are_refused(folder: Path) -> None:
    def pack(file: h5py.File, key: str) -> None:
        file.create_dataset(key, data=pictures(10), scaleoffset=0)

    replace(folder, "train_set_x", pack)
    error_of(folder, TRAIN, "'train_set_x'", "only gzip or lzf", "write it again")


def test_compressed_text_of_variable_length_says_what_to_do(folder: Path) -> None:
    def pack(file: h5py.File, key: str) -> None:
        file.create_dataset(key, data=["non-cat", "cat"], compression="gzip")

    replace(folder, "list_classes", pack)
    error_of(folder, TRAIN, "'list_classes'", "write it again as plain text")


@pytest.mark.parametrize("userblock", [0, 512])
@pytest.mark.parametrize("libver", ["earliest", "latest"])
def test_text_of_variable_length_is_read_as_hdf5_reads_it(
    folder: Path, userblock: int, libver: str
) -> None:
    names = ["not a cat \u2013 a dog", "", "c" * 9000]
    for name, part, m in ((TRAIN, "train", 10), (TEST, "test", 6)):
        with h5py.File(folder / name, "w", userblock_size=userblock, libver=libver) as file:
            file["decoys"] = [f"text {i}" * i for i in range(200)]
            file[f"{part}_set_x"], file[f"{part}_set_y"] = pictures(m), np.arange(m) % 2
            file["list_classes"] = names
    assert load_data(folder)[4].tolist() == [name.encode() for name in names]


def test_a_text_longer_than_the_file_is_refused_before_it_is_allocated(folder: Path) -> None:
    with h5py.File(folder / TRAIN, "r+") as file:
        del file["list_classes"]
        file["list_classes"] = ["non-cat", "cat"]
        offset = file["list_classes"].id.get_offset()
    content = bytearray((folder / TRAIN).read_bytes())
    assert content[offset : offset + 4] == bytes([7, 0, 0, 0])
    content[offset + 3] = 0xFF
    (folder / TRAIN).write_bytes(content)
    error_of(folder, TRAIN, "'list_classes'", "a text is missing")


def test_compressions_that_lie_one_over_the_other_are_refused(folder: Path) -> None:
    def twice(file: h5py.File, key: str) -> None:
        filters = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        filters.set_chunk((10, 4, 4, 3))
        filters.set_filter(h5py.h5z.FILTER_LZF, h5py.h5z.FLAG_OPTIONAL)
        filters.set_deflate(9)
        space = h5py.h5s.create_simple((10, 4, 4, 3))
        h5py.h5d.create(file.id, key.encode(), h5py.h5t.NATIVE_UINT8, space, filters)
        file[key][()] = pictures(10)

    replace(folder, "train_set_x", twice)
    error_of(folder, TRAIN, "'train_set_x'", "only gzip or lzf")


@pytest.mark.parametrize("how", [{"compression": "gzip"}, {"compression": "lzf"}, {}])
def test_flipped_bytes_in_a_chunk_are_damage(folder: Path, how: dict[str, Any]) -> None:
    with h5py.File(folder / TRAIN, "r+") as file:
        del file["train_set_x"]
        dataset = file.create_dataset("train_set_x", data=pictures(10), fletcher32=True, **how)
        chunk = dataset.id.get_chunk_info(0)
    content = bytearray((folder / TRAIN).read_bytes())
    content[chunk.byte_offset + chunk.size // 2] ^= 0xFF
    (folder / TRAIN).write_bytes(content)
    error_of(folder, TRAIN, "'train_set_x'", "damaged")


def test_running_out_of_memory_while_reading_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(h5py.Dataset, "__getitem__", refuse)
    error_of(folder, TRAIN, "'train_set_x'", "does not fit in memory")


def test_the_memory_that_can_be_had_is_the_least_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 2**20 < memory.available_memory() < 2**50
    monkeypatch.setattr(memory, "_free_memory", lambda: 2**31)
    monkeypatch.setattr(memory, "_group_limit", lambda: 2**30)
    assert memory.available_memory() == 2**30
    monkeypatch.setattr(memory, "_free_memory", lambda: None)
    monkeypatch.setattr(memory, "_group_limit", lambda: None)
    assert memory.available_memory() == 4 * 2**30


def test_memory_is_known_on_systems_that_tell_less(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("builtins.open", missing)
    assert (memory._free_memory() or 0) > 2**20
    monkeypatch.delattr(os, "sysconf")
    assert memory._free_memory() is None


def loads_or_says_so(folder: Path, content: bytes) -> bool:
    """Say whether the training file loads with this content; any error but DataError comes out."""
    (folder / TRAIN).write_bytes(content)
    try:
        train_x, train_y, *_ = load_data(folder)
    except DataError as error:
        return TRAIN not in str(error) and pytest.fail(f"names no file: {error}")
    assert len(train_x) == train_y.size
    return True


def damaged(whole: bytes, rng: np.random.RandomState) -> bytes:
    """Return a copy with one to eight bytes changed, most of them in the headers."""
    content = bytearray(whole)
    for place in rng.randint(0, len(whole) if rng.rand() < 0.5 else 2500, rng.randint(1, 9)):
        content[place] = rng.choice([0, 0xFF, rng.randint(256), content[place] ^ 1])
    return bytes(content)


@pytest.mark.parametrize("libver", ["earliest", "latest"])
def test_a_damaged_file_loads_or_raises_a_data_error_and_nothing_else(
    folder: Path, libver: str
) -> None:
    with h5py.File(folder / TRAIN, "w", libver=libver) as file:
        for key, value in (("train_set_x", pictures(10)), ("train_set_y", np.arange(10) % 2)):
            file.create_dataset(key, data=value, compression="gzip", fletcher32=True)
        file["list_classes"] = ["non-cat", "cat"]
    whole, rng = (folder / TRAIN).read_bytes(), np.random.RandomState(1)
    assert loads_or_says_so(folder, whole)
    assert not any(loads_or_says_so(folder, whole[:n]) for n in range(0, len(whole), 97))
    loaded = [loads_or_says_so(folder, damaged(whole, rng)) for _ in range(300)]
    assert 0 < sum(loaded) < 300


# --- the data sets themselves -------------------------------------------------------------------


def test_the_embedded_pictures_are_found_from_any_working_directory(tmp_path: Path) -> None:
    code = "import dnn; x, y, *_ = dnn.load_data(); print(x.shape[1:], x.dtype, y.shape[0])"
    environment = {name: value for name, value in os.environ.items() if name != "DNN_DATA"}
    environment["PYTHONPATH"] = str(ROOT)
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout == "(64, 64, 3) uint8 1\n", run.stderr


def test_the_embedded_pictures_are_a_fair_set_to_learn_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DNN_DATA", raising=False)
    train_x, train_y, test_x, test_y, classes = load_data()
    assert 400 <= len(train_x) <= 1000
    assert 200 <= len(test_x) <= 300
    for images, labels in ((train_x, train_y), (test_x, test_y)):
        assert images.shape[1:] == (64, 64, 3)
        assert labels.shape == (1, len(images))
        assert set(labels.ravel()) == {0, 1}
        assert 0.35 <= labels.mean() <= 0.45
    assert np.array_equal(classes, CLASSES)


def test_the_embedded_files_are_small() -> None:
    files = [ROOT / "data" / "cats" / name for name in (TRAIN, TEST)]
    assert sum(file.stat().st_size for file in files) <= 4 * 2**20


@pytest.mark.skipif("DNN_COURSE_DATA" not in os.environ, reason="DNN_COURSE_DATA is not set")
def test_the_courses_own_files_load() -> None:
    train_x, train_y, test_x, test_y, classes = load_data(os.environ["DNN_COURSE_DATA"])
    assert train_x.shape == (209, 64, 64, 3)
    assert test_x.shape == (50, 64, 64, 3)
    assert train_y.sum() == 72
    assert test_y.shape == (1, 50)
    assert np.array_equal(classes, CLASSES)
    assert classes.dtype == CLASSES.dtype


# --- pictures -> X ------------------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 7])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64"])
def test_flatten_images_is_the_courses_expression_in_value_and_layout(
    m: int, order: Any, dtype: str
) -> None:
    images = np.array(pictures(m), dtype=dtype, order=order)
    images.flags.writeable = False
    X, expected = flatten_images(images), images.reshape(m, -1).T / 255
    assert np.array_equal(X, expected)
    assert X.dtype == expected.dtype == (np.float32 if dtype == "float32" else np.float64)
    assert X.strides == expected.strides
    assert X.shape == (48, m)
    assert X.flags.f_contiguous


def test_each_column_is_one_picture() -> None:
    images = pictures(3)
    X = flatten_images(images)
    for i in range(3):
        assert np.array_equal(X[:, i], images[i].ravel() / 255)


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (pictures(1)[0], r"images\[np.newaxis\]"),
        (pictures(2).reshape(2, -1), r"the shape is \(2, 48\)"),
        (np.uint8(3), r"the shape is \(\)"),
        (pictures(0), "at least one picture"),
        (np.zeros((2, 0, 4, 3)), "at least one picture"),
        ([[[[1]]]], "got a list"),
        (None, "got a NoneType"),
        (np.full((1, 2, 2, 1), "a"), "dtype is <U1"),
        (np.zeros((1, 2, 2, 1), bool), "dtype is bool"),
        (np.zeros((1, 2, 2, 1), object), "dtype is object"),
    ],
)
def test_flatten_images_says_what_it_expected(images: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        flatten_images(images)
