"""What people keep their examples in is loaded, and what is wrong with it is said."""

import csv
import os
import re
import subprocess
import sys

import h5py
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from dnn import (
    DataError,
    Dataset,
    load_csv,
    load_csv_features,
    load_data,
    load_dataset,
    load_h5,
    load_image_folder,
    output_for,
    predict_image,
    standardize,
)


def refused(*words, error=DataError):
    """Expect an error whose message holds these words, in this order, on one line."""
    return pytest.raises(error, match="^[^\n]*" + "[^\n]*".join(map(re.escape, words)) + "[^\n]*$")


@pytest.fixture
def table(tmp_path):
    """Return what writes a CSV file, text or bytes, and returns its path."""

    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# --- CSV: what comes back -----------------------------------------------------------------------

PLAIN = "a,b,kind\n1,2.5,cat\n-3,4e2,dog\n5,6,cat\n"


def is_plain(dataset):
    """Say whether a data set is that of PLAIN."""
    return (
        dataset.X.tolist() == [[1.0, -3.0, 5.0], [2.5, 400.0, 6.0]]
        and dataset.Y.tolist() == [[0, 1, 0]]
        and dataset.classes == ("cat", "dog")
    )


def test_a_table_becomes_columns_classes_and_features(table):
    dataset = load_csv(table(PLAIN))
    assert is_plain(dataset)
    assert (dataset.X.dtype, dataset.Y.dtype) == (np.float64, np.int64)
    assert dataset.features == ("a", "b")
    assert dataset.image_shape is dataset.test is None
    assert dataset.skipped == ()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        "\n\n" + PLAIN.replace("\n", "\n\n  \n"),
        PLAIN.rstrip("\n"),
        PLAIN.replace(",", " , "),
        '"a","b","kind"\n"1","2.5","cat"\n"-3","4e2","dog"\n"5","6","cat"\n',
        'a,b,kind\n1, 2.5, "cat"\n-3, 4e2, "dog"\n5, 6, "cat"\n',
    ],
)
def test_the_same_table_in_other_clothes_is_the_same(table, content):
    dataset = load_csv(table(content))
    assert is_plain(dataset)
    assert dataset.features == ("a", "b")


def test_quoted_cells_may_hold_delimiters_marks_and_line_ends(table):
    dataset = load_csv(table('"a, b","k ""1"""\n1,"x, y"\n2,"two\nlines"\n3,"x, y"\n'))
    assert dataset.features == ("a, b",)
    assert dataset.classes == ("two\nlines", "x, y")


def test_a_table_without_a_header_keeps_its_first_line(table):
    dataset = load_csv(table("5.1,3.5,setosa\n4.9,3.0,setosa\n6.0,2.2,virginica\n"))
    assert dataset.X.shape == (2, 3)
    assert dataset.features is None
    assert load_csv(table("1,0\n2,1\n")).X.tolist() == [[1.0, 2.0]]


def test_header_overrides_what_was_found(table):
    path = table("1,2,3\n4,5,0\n6,7,1\n")
    assert load_csv(path).X.shape == (2, 3)
    dataset = load_csv(path, header=True)
    assert dataset.features == ("1", "2")
    assert dataset.X.shape == (2, 2)
    with refused("column 1: 1 of 2 is no number, the first in line 1 ('a')", "pass header=True"):
        load_csv(table("a,b,0\n1,2,1\n"), header=False)


def test_a_header_cell_without_a_name_is_called_by_its_place(table):
    assert load_csv(table(",b,y\n1,2,0\n3,4,1\n")).features == ("column 1", "b")


def test_semicolons_with_decimal_commas_are_told_from_commas(table):
    dataset = load_csv(table("a;b;y\n1,5;2,5;0\n3,5;4,5;1\n"))
    assert dataset.X.tolist() == [[1.5, 3.5], [2.5, 4.5]]


@pytest.mark.parametrize("label", ["kind", 0, -3, "0", "-3"])
def test_the_label_column_goes_by_name_or_by_place(table, label):
    dataset = load_csv(table("kind,a,b\ncat,1,2.5\ndog,-3,4e2\ncat,5,6\n"), label=label)
    assert is_plain(dataset)
    assert dataset.features == ("a", "b")


def test_a_name_goes_before_a_place(table):
    assert load_csv(table("1,0,x\n5,8,0\n6,9,1\n"), label="0", header=True).classes == ("8", "9")


@pytest.mark.parametrize(
    ("cells", "kind", "classes", "Y"),
    [
        (["3", "1.0", "3"], None, ("1", "3"), [1, 0, 1]),
        (["-1", "1", "1"], None, ("-1", "1"), [0, 1, 1]),
        (["10", "9", "2"], None, ("2", "9", "10"), [2, 1, 0]),
        (["3", "1", "2"], "numbers", None, [3.0, 1.0, 2.0]),
        (["0.5", "1", "2"], None, None, [0.5, 1.0, 2.0]),
        (["0.5", "1.5", "0.5"], "classes", ("0.5", "1.5"), [0, 1, 0]),
        (["b", "a", "1"], None, ("1", "a", "b"), [2, 1, 0]),
        (["1", "2", "a"], "classes", ("1", "2", "a"), [0, 1, 2]),
        (["ö", "z", "ö"], None, ("z", "ö"), [1, 0, 1]),
    ],
)
def test_labels_are_classes_or_numbers(table, cells, kind, classes, Y):
    rows = "".join(f"0,{cell}\n" for cell in cells)
    dataset = load_csv(table("x,label\n" + rows), kind=kind)
    assert dataset.classes == classes
    assert dataset.Y.tolist() == [Y]
    assert dataset.Y.dtype == (np.float64 if classes is None else np.int64)


def test_up_to_20_different_whole_numbers_are_classes(table):
    def count(n, times=2):
        return load_csv(table("x,y\n" + "".join(f"0,{i}\n" for i in range(n)) * times)).classes

    assert len(count(20)) == 20
    assert count(21) is None


def test_many_whole_numbers_that_hardly_come_back_are_no_classes(table):
    rows = "".join(f"0,{1947 + i}\n" for i in range(16))
    assert load_csv(table("x,year\n" + rows)).classes is None
    assert len(load_csv(table("x,year\n" + rows), kind="classes").classes) == 16


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.tuples(
                *[st.floats(allow_nan=False, allow_infinity=False)] * n,
                st.text("abc ,;'\"\n\tü", min_size=1).filter(lambda t: t == t.strip() != ""),
            ),
            min_size=2,
            max_size=20,
        )
    )
)
def test_what_is_written_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    n, texts = len(rows[0]) - 1, [row[-1] for row in rows]
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[*"wxyz"[:n], "label"], *rows])
    if len(set(texts)) == 1:
        with refused("there must be at least two classes"):
            load_csv(path, kind="classes", header=True)
        return
    dataset = load_csv(path, kind="classes", header=True)
    assert dataset.X.T.tolist() == [list(row[:-1]) for row in rows]
    assert [dataset.classes[k] for k in dataset.Y[0]] == texts


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60) | st.text("01.,;\t\n\r\"'-e ax\x00﻿", max_size=60).map(str.encode))
@example(b'"')
@example(b"\xef\xbb\xbf")
@example(b"1,2\n\x00,3")
@example("٣,1\n٤,0".encode())
def test_any_bytes_load_or_are_a_data_error(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "table.csv"
    path.write_bytes(content)
    try:
        dataset = load_csv(path)
    except DataError:
        return
    assert np.isfinite(dataset.X).all()
    assert dataset.Y.shape == (1, dataset.X.shape[1])
    assert output_for(dataset).why


# --- CSV: what is wrong -------------------------------------------------------------------------


def test_every_bad_column_is_named_with_its_count_first_line_and_remedy(table):
    rows = "1,2,0\n\nx,3,1\n3,1_000,0\n-inf,4,1\n5,6,1\n"
    with refused(
        "column 'a': 2 of 5 are no number, the first in line 4 ('x'); drop=['a'], or "
        "missing='drop' leaves these rows out, or pass kinds={'a': 'category'}; column 'b': 1 of 5 "
        "is no number, the first in line 5 ('1_000'); drop=['b'], or"
    ):
        load_csv(table("a,b,y\n" + rows))
    with refused(
        "column 1: 2 of 5 are no number, the first in line 3 ('x'); drop=['column 1'], or"
    ):
        load_csv(table(rows))
    with refused("column 'a': 1 of 3 is not finite, the first in line 3 ('-inf')"):
        load_csv(table("a,y\n1,0\n-inf,1\n2,1\n"))


def test_a_line_number_counts_the_lines_inside_of_quotes(table):
    with refused("column 'x': 1 of 3 is no number, the first in line 4 ('bad')"):
        load_csv(table('x,y\n1,"two\nlines"\nbad,other\n2,other\n'))


def test_a_bad_cell_of_great_length_is_shortened(table):
    with refused("the first in line 3 ('" + "b" * 40 + "...')"):
        load_csv(table("x,y\n1,0\n" + "b" * 1000 + ",1\n"))


def test_a_word_among_numeric_labels_is_a_mistake(table):
    with refused(
        "column 'y': 1 of 3 is no number, the first in line 4 ('three')", "kind='classes'"
    ):
        load_csv(table("x,y\n1,0\n2,1\n3,three\n"))
    assert load_csv(table("x,y\n1,0\n2,1\n3,three\n"), missing="drop").Y.tolist() == [[0, 1]]


def test_text_is_no_number_to_be_predicted(table):
    with refused("column 'kind': 3 of 3 are no number, the first in line 2 ('cat')"):
        load_csv(table(PLAIN), kind="numbers")


def test_a_column_of_texts_that_differ_is_hardly_the_labels(table):
    path = table("x,name\n" + "".join(f"{i},person {i}\n" for i in range(30)))
    with refused("column 'name'", "holds 30 different texts in 30 lines", "label=..."):
        load_csv(path)
    assert len(load_csv(path, kind="classes").classes) == 30


def test_lines_of_another_length_are_named(table):
    with refused("as many cells as the header, 3, but line 3 has 2; line 5 has 4"):
        load_csv(table("a,b,y\n1,2,0\n1,2\n1,2,0\n1,2,0,4\n"))
    with refused("as many cells as line 1, 3, but line 2 has 2"):
        load_csv(table("1,2,0\n1,2\n"))


@pytest.mark.parametrize("content", ["", "\n \r\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said(table, content):
    with refused("table.csv: is empty, it holds no line with values"):
        load_csv(table(content))


def test_a_header_alone_is_said(table):
    with refused("holds only a header and no examples below it", "header=False"):
        load_csv(table("a,b,y\n"))


def test_names_that_are_there_twice_get_a_number_and_are_listed(table):
    dataset = load_csv(table("a,b,a,b,a.2,y\n1,2,3,4,6,0\n1,2,3,5,7,1\n"))
    assert dataset.features == ("a", "b", "a.3", "b.2", "a.2")
    assert dataset.remarks == (
        "more than one column has the same name, and the later ones get a number: 'a' (a.3); "
        "'b' (b.2)",
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("knd", "unknown label column 'knd', did you mean 'kind'? Known: a, b, kind"),
        (3, "label 3 is no column of 3; they count from 0 to 2, or back from -1 to -3: a, b, kind"),
        (-4, "label -4 is no column of 3"),
        (None, "unknown label column None. Known: a, b, kind"),
        (1.5, "unknown label column 1.5"),
    ],
)
def test_a_label_column_that_is_not_there_lists_those_that_are(table, label, words):
    with refused(words):
        load_csv(table(PLAIN), label=label)


def test_a_label_by_name_asks_for_a_header(table):
    with refused("has no header, so no column is called 'kind'"):
        load_csv(table("1,2,0\n3,4,1\n"), label="kind")


def test_a_table_of_labels_alone_is_said(table):
    with refused("has only one column"):
        load_csv(table("y\n0\n1\n"))


@pytest.mark.parametrize("cell", ["cat", "1"])
def test_labels_that_are_all_the_same_are_said(table, cell):
    with refused("column 'y': every label is", "at least two classes"):
        load_csv(table(f"x,y\n1,{cell}\n2,{cell}\n"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,\x00\x81\xff\n", "table.csv, line 2: is no text; save the table as CSV in UTF-8"),
        (b"PK\x03\x04...", "is a zip archive or an Excel workbook"),
        (b"\x1f\x8b...", "is a gzip archive"),
        (b"\x89HDF\r\n\x1a\n", "is an HDF5 file"),
        ('x,y\n1,"cat\n2,dog\n', "line 2: a quotation mark is opened and never closed"),
        ('x,y\n1,"c"at\n', "line 2: a cell goes on after its closing quotation mark"),
        ("x,y\n1," + "c" * 200_000, "line 2: a cell is longer than 131072 characters"),
        ("1," * 300_000 + "\n1,2\n", "as many cells as line 1, 300001, but line 2 has 2"),
    ],
)
def test_what_is_no_csv_is_said(table, content, words):
    with refused(words):
        load_csv(table(content))


def test_no_file_a_directory_and_a_pipe_are_said(tmp_path):
    with refused("nowhere.csv: there is no such file"):
        load_csv(tmp_path / "nowhere.csv")
    with refused("is a directory, where a CSV file was expected"):
        load_csv(tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    with refused("is a pipe, where"):
        load_csv(tmp_path / "pipe.csv")
    with refused("cannot be read"):
        load_csv("a\0b.csv")


def test_a_file_that_may_not_be_read_is_said(tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError

    monkeypatch.setattr("builtins.open", denied)
    with refused("may not be read, permission is denied"):
        load_csv(__file__)


def test_an_unknown_kind_is_refused(table):
    with refused("kind must be None, 'classes' or 'numbers'; got 'class'", error=ValueError):
        load_csv(table(PLAIN), kind="class")


# --- CSV: new rows ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "features"),
    [
        ("a,b\n1,2\n3,4\n", ["a", "b"]),
        ("b;a\n2;1\n4;3\n", ["a", "b"]),
        ("kind,b,other,a\ncat,2,,1\ndog,4,x,3\n", ["a", "b"]),
        ("1,2\n3,4\n", ["a", "b"]),
        ("1,2,cat\n3,4,dog\n", ["a", "b"]),
        ("a,b\n1,2\n3,4\n", 2),
        ("a,b,y\n1,2,0\n3,4,1\n", 2),
        ("1,2\n3,4\n", 2),
    ],
)
def test_new_rows_go_by_name_where_both_have_names_else_by_place(table, content, features):
    assert load_csv_features(table(content), features).tolist() == [[1.0, 3.0], [2.0, 4.0]]


def test_one_new_row_is_enough_and_the_label_may_lie_elsewhere(table):
    assert load_csv_features(table("1,2\n"), ["a", "b"]).tolist() == [[1.0], [2.0]]
    assert load_csv_features(table("1,2,cat\n"), ["a", "b"]).tolist() == [[1.0], [2.0]]
    assert load_csv_features(table("cat,1,2\n"), 2, label=0).tolist() == [[1.0], [2.0]]


def test_new_rows_of_other_features_are_refused(table):
    with refused("has no column 'b', which the network was trained on; its columns are a, c"):
        load_csv_features(table("a,c\n1,2\n"), ["a", "b"])
    with refused("has 4 columns, but the network was trained on 2 features; give 2", "or 3"):
        load_csv_features(table("1,2,3,4\n"), ["a", "b"])
    with refused("column 'b': 1 of 2 is no number, the first in line 2 ('x')"):
        load_csv_features(table("a,b\n1,x\n2,3\n"), ["a", "b"])


# --- HDF5 ---------------------------------------------------------------------------------------


@pytest.fixture
def h5(tmp_path):
    """Return what writes an HDF5 file of these data sets, and returns its path."""

    def write(**values):
        path = tmp_path / "set.h5"
        with h5py.File(path, "w") as file:
            for key, value in values.items():
                file[key] = value
        return path

    return write


PIXELS = np.random.RandomState(0).randint(0, 256, (4, 2, 3, 3)).astype(np.uint8)


def test_pictures_become_columns_divided_by_255(h5):
    names = np.array([b"non-cat", b"cat"])
    dataset = load_h5(h5(train_set_x=PIXELS, train_set_y=[0, 1, 1, 0], list_classes=names))
    assert np.array_equal(dataset.X, PIXELS.reshape(4, -1).T / 255)
    assert dataset.image_shape == (2, 3, 3)
    assert dataset.classes == ("non-cat", "cat")
    assert dataset.Y.tolist() == [[0, 1, 1, 0]]
    assert dataset.Y.dtype == np.int64


def test_grey_pictures_get_their_channel(h5):
    dataset = load_h5(h5(x=PIXELS[..., 0].astype(np.int32), y=[0, 1, 2, 0]))
    assert dataset.image_shape == (2, 3, 1)
    assert np.array_equal(dataset.X, PIXELS[..., 0].reshape(4, -1).T / 255)
    assert dataset.classes == ("0", "1", "2")


@pytest.mark.parametrize("shape", [(4,), (4, 1), (1, 4)])
@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.float32, bool])
def test_a_matrix_becomes_features_whatever_the_labels_are_stored_as(h5, shape, dtype):
    x = np.arange(12, dtype=np.float32).reshape(4, 3)
    dataset = load_h5(h5(points=x, side=np.array([0, 1, 1, 0], dtype).reshape(shape)))
    assert np.array_equal(dataset.X, x.T)
    assert dataset.X.dtype == np.float64
    assert dataset.Y.tolist() == [[0, 1, 1, 0]]
    assert dataset.classes == ("0", "1")
    assert dataset.image_shape is None


def test_numbers_to_be_predicted_and_integers_beside_them(h5):
    path = h5(x=np.eye(3), y=[0.5, 1.5, 2.5])
    assert load_h5(path).classes is None
    assert load_h5(path).Y.tolist() == [[0.5, 1.5, 2.5]]
    path = h5(x=np.eye(3), weight=[0.5, 1.5, 2.5], y=[0, 1, 1])
    assert load_h5(path).Y.tolist() == [[0, 1, 1]]
    assert load_h5(path, y="weight").classes is None
    assert load_h5(path, kind="numbers").Y.dtype == np.float64


def test_keys_and_classes_may_be_named(h5):
    path = h5(a=np.eye(3), b=2 * np.eye(3), u=[0, 1, 2], v=[2, 1, 0], names=[b"x", b"y", b"z"])
    dataset = load_h5(path, "b", "v", classes="names")
    assert dataset.X[0, 0] == 2
    assert dataset.Y.tolist() == [[2, 1, 0]]
    assert dataset.classes == ("x", "y", "z")
    assert load_h5(path, "a", "u", classes=["p", "q", "r"]).classes == ("p", "q", "r")


def test_a_choice_left_open_lists_the_keys(h5):
    path = h5(a=np.eye(3), b=np.eye(3), u=[0, 1, 2], v=[2, 1, 0], names=[b"x", b"y", b"z"])
    with refused("2 data sets look like the examples; name one with x=KEY", "'a' (3, 3) float64"):
        load_h5(path, y="u")
    with refused("2 data sets look like the labels; name one with y=KEY", "'names' (3,) text"):
        load_h5(path, x="a")
    with refused("no data set looks like the examples", "The file holds no data set at its top"):
        load_h5(h5())


@pytest.mark.parametrize(
    ("values", "options", "words"),
    [
        ({"x": np.eye(3), "y": [0, 1]}, {}, "key 'y': holds 2 labels, but 'x' holds 3 examples"),
        ({"x": np.eye(3), "y": [0, 1, 1]}, {"x": "z"}, "key 'z': is missing; the keys in this"),
        (
            {"x": np.eye(3), "y": [0, 1, 1]},
            {"x": "x", "y": "x"},
            "labels must be (m,), (m, 1) or (1, m)",
        ),
        ({"x": np.eye(3), "y": [0, 1, 1]}, {"x": "y", "y": "x"}, "must be a matrix (m, n) or"),
        ({"x": [[np.nan, 1.0], [0, 1]], "y": [0, 1]}, {}, "key 'x': [0, 0] (counted from 0) is"),
        ({"x": np.eye(2), "y": [0.0, np.inf]}, {}, "key 'y': [1] (counted from 0) is inf"),
        ({"x": PIXELS / 255, "y": [0, 1, 1, 0]}, {}, "pixels must be integers 0 to 255"),
        ({"x": PIXELS.astype(int) * 2, "y": [0, 1, 1, 0]}, {}, "pixel values must lie within"),
        ({"x": np.eye(2), "y": [0, 0]}, {}, "every label is '0'; there must be at least two"),
        ({"x": np.eye(2), "y": [0, 2], "list_classes": [b"a", b"b"]}, {}, "label 1 (counted from"),
        ({"x": np.eye(2), "y": [0, 1], "list_classes": [1, 2]}, {"y": "y"}, "names of the classes"),
        ({"x": [[b"a", b"b"]] * 2, "y": [0, 1]}, {"x": "x"}, "examples must be numbers"),
        ({"x": np.eye(2), "y": [b"a", b"b"]}, {"y": "y"}, "labels must be numbers"),
    ],
)
def test_what_is_wrong_with_an_h5_file_is_said(h5, values, options, words):
    with refused(words):
        load_h5(h5(**values), **options)


def test_groups_and_links_out_of_the_file_are_no_candidates(h5):
    path = h5(x=np.eye(2), y=[0, 1])
    with h5py.File(path, "r+") as file:
        file.create_group("more")["z"] = np.ones((2, 2))
        file["elsewhere"] = h5py.ExternalLink("other.h5", "x")
        file["nowhere"] = h5py.SoftLink("/gone")
        file["none"] = h5py.Empty("f8")
        file["scalar"] = 3
    assert np.array_equal(load_h5(path).X, np.eye(2))
    assert np.array_equal(load_h5(path, x="more/z").X, np.ones((2, 2)))


# --- folders of pictures ------------------------------------------------------------------------


def picture(path, shade=128, size=(8, 6), mode="RGB"):
    """Write a picture of one shade."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, shade if mode == "L" else (shade,) * len(mode)).save(path)
    return path


@pytest.fixture
def folder(tmp_path):
    """Return a folder of two classes, three pictures, of several kinds."""
    picture(tmp_path / "pets" / "dogs" / "b.png", 255)
    picture(tmp_path / "pets" / "dogs" / "a.bmp", 0, mode="L")
    picture(tmp_path / "pets" / "cats" / "c.jpg", 51)
    return tmp_path / "pets"


def test_one_folder_a_class_in_sorted_order(folder):
    dataset = load_image_folder(folder, size=4)
    assert dataset.classes == ("cats", "dogs")
    assert dataset.Y.tolist() == [[0, 1, 1]]
    assert dataset.Y.dtype == np.int64
    assert dataset.image_shape == (4, 4, 3)
    assert dataset.X.shape == (48, 3)
    assert np.allclose(dataset.X, [[0.2, 0.0, 1.0]], atol=0.01)
    assert load_image_folder(folder, size=(2, 5)).image_shape == (2, 5, 3)
    assert load_image_folder(str(folder)).image_shape == (64, 64, 3)


def test_hidden_and_nested_files_and_litter_are_passed_over(folder):
    (folder / "readme.txt").write_text("pets")
    (folder / "dogs" / ".hidden.png").write_text("no picture")
    (folder / "dogs" / "Thumbs.db").write_text("no picture")
    picture(folder / ".cache" / "x.png")
    picture(folder / "dogs" / "puppies" / "x.png")
    assert load_image_folder(folder, size=2).Y.tolist() == [[0, 1, 1]]


def test_a_broken_picture_is_named_and_skipped_on_request(folder):
    (folder / "dogs" / "broken.png").write_bytes(b"no picture")
    with refused("1 of 4 files cannot be read as pictures", "broken.png", "skip_broken=True"):
        load_image_folder(folder, size=2)
    dataset = load_image_folder(folder, size=2, skip_broken=True)
    assert dataset.Y.tolist() == [[0, 1, 1]]
    assert len(dataset.skipped) == 1
    assert "broken.png" in dataset.skipped[0]


def test_ten_broken_pictures_are_named_and_the_rest_counted(folder):
    for k in range(13):
        (folder / "dogs" / f"broken{k:02}.png").write_bytes(b"no picture")
    with refused("13 of 16 files", "broken09.png", "; and 3 more.") as caught:
        load_image_folder(folder, size=2)
    assert "broken10" not in str(caught.value)
    assert len(load_image_folder(folder, size=2, skip_broken=True).skipped) == 13


def test_a_class_without_pictures_is_named(folder):
    (folder / "birds").mkdir()
    with refused("birds: this class folder is empty; put its pictures into it, or remove it"):
        load_image_folder(folder)
    (folder / "birds" / "x.png").write_bytes(b"no picture")
    with refused("birds: none of its 1 files can be read as a picture"):
        load_image_folder(folder, skip_broken=True)


def test_class_folders_one_level_deeper_are_pointed_at(tmp_path):
    for part in ("mine", "yours"):
        for name in ("cats", "dogs"):
            picture(tmp_path / part / name / "x.png")
    with refused("mine: holds no pictures, only folders (cats, dogs); if these are the classes"):
        load_image_folder(tmp_path)


def test_train_and_test_and_val_folders_are_parts(tmp_path):
    for k, place in enumerate(
        ["Train/cats/a", "Train/dogs/b", "Train/dogs/c", "test/dogs/d", "valid/cats/e"]
    ):
        picture(tmp_path / f"{place}.png", shade=k)
    dataset = load_image_folder(tmp_path, size=2)
    assert dataset.classes == dataset.test.classes == ("cats", "dogs")
    assert dataset.Y.tolist() == [[0, 1, 1]]
    assert dataset.test.Y.tolist() == [[1]]
    assert dataset.validation.Y.tolist() == [[0]]
    assert (tmp_path / "test" / "birds").mkdir() is None
    with refused("test: holds birds, but the classes in", "Train are cats, dogs"):
        load_image_folder(tmp_path, size=2)


def test_classes_that_are_called_like_parts_are_classes(tmp_path):
    for place in ["train/a", "plane/b", "test/c"]:
        picture(tmp_path / f"{place}.png")
    assert load_image_folder(tmp_path, size=2).classes == ("plane", "test", "train")


def test_folders_that_are_no_classes_are_said(tmp_path):
    with refused("holds no folders; put the pictures of each class into a folder"):
        load_image_folder(tmp_path)
    picture(tmp_path / "cats" / "x.png")
    with refused("holds only one class folder, 'cats'; there must be at least two classes"):
        load_image_folder(tmp_path)
    with refused("nowhere: there is no such folder"):
        load_image_folder(tmp_path / "nowhere")
    with refused("x.png: is a file, where a folder of class folders was expected"):
        load_image_folder(tmp_path / "cats" / "x.png")
    with refused("cannot be listed"):
        load_image_folder("a\0b")


def test_folders_inside_of_a_class_are_left_out_and_said(folder):
    picture(folder / "dogs" / "puppies" / "x.png")
    (folder / "dogs" / ".cache").mkdir()
    (folder / "dogs" / "empty").mkdir()
    remark = (
        f"the folder {folder / 'dogs' / 'puppies'} lies inside of a class: its 1 file is left out"
    )
    assert load_image_folder(folder, size=2).remarks == (remark,)


def test_parts_may_be_called_sets_and_a_test_without_classes_is_left_out_and_said(tmp_path):
    for place in ["training_set/cats/a", "training_set/dogs/b", "test_set/cats/c", "val/d"]:
        picture(tmp_path / f"{place}.png")
    dataset = load_image_folder(tmp_path, size=2)
    assert (dataset.Y.tolist(), dataset.test.Y.tolist()) == ([[0, 1]], [[0]])
    assert dataset.validation is None
    told = f"the folder {tmp_path / 'val'} holds none of classes and is left out"
    assert dataset.remarks == (told,)


def test_what_an_archive_brings_besides_is_no_class(tmp_path):
    for name in ("cats", "dogs"):
        picture(tmp_path / "pets" / name / "x.png")
    (tmp_path / "__MACOSX" / "pets").mkdir(parents=True)
    with refused("only one class folder, 'pets'", f"if they are cats, dogs, give {tmp_path}/pets"):
        load_image_folder(tmp_path)
    (tmp_path / "more" / "fish").mkdir(parents=True)
    (tmp_path / "pets" / "readme.txt").write_text("pets")
    with refused("holds no pictures, only folders (fish); if these are the classes, give"):
        load_image_folder(tmp_path)


def test_a_command_sorts_pictures_whose_names_tell_their_class_and_it_works(tmp_path):
    for name in ("cat.0", "cat.1", "dog_1", "dog (2)"):
        picture(tmp_path / f"{name}.png")
    with refused("holds no folders", "Their names begin with cat, dog: cd ") as caught:
        load_image_folder(tmp_path)
    subprocess.run(["sh", "-c", str(caught.value).split(": ", 2)[2]], check=True)
    assert load_image_folder(tmp_path, size=2).Y.tolist() == [[0, 0, 1, 1]]


def test_a_picture_of_an_iphone_is_told_how_to_be_saved(folder):
    (folder / "dogs" / "x.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
    with refused("x.HEIC: is not a picture of a kind that can be read; save it as JPEG"):
        load_image_folder(folder)


@pytest.mark.parametrize("size", [0, -1, 2.5, "64", (0, 4), (4, None)])
def test_a_size_is_a_whole_number(folder, size):
    with refused("size must be a whole number from 1 up", error=ValueError):
        load_image_folder(folder, size)


# --- whatever it is -----------------------------------------------------------------------------


def test_the_pictures_that_come_with_the_package_bring_their_test_set():
    cats, (train_x, train_y, test_x, _, _) = load_dataset(), load_data()
    assert np.array_equal(cats.X, train_x.reshape(len(train_x), -1).T / 255)
    assert np.array_equal(cats.Y, train_y)
    assert cats.test.X.shape[1] == len(test_x)
    assert cats.test.classes == cats.classes == ("non-cat", "cat")


def test_every_kind_of_path_finds_its_loader(table, h5, folder, tmp_path):
    assert is_plain(load_dataset(table(PLAIN)))
    assert is_plain(load_dataset(table(PLAIN.replace(",", "\t"), "table.TSV"), label="kind"))
    path = h5(x=np.eye(2), y=[0, 1])
    assert np.array_equal(load_dataset(path).X, np.eye(2))
    os.rename(path, tmp_path / "without-suffix")
    assert np.array_equal(load_dataset(str(tmp_path / "without-suffix"), y="y").X, np.eye(2))
    assert load_dataset(folder, size=2).image_shape == (2, 2, 3)


def test_half_of_the_pair_is_told_of(tmp_path):
    (tmp_path / "train_catvnoncat.h5").write_bytes(b"")
    with refused("has no test_catvnoncat.h5"):
        load_dataset(tmp_path)


def test_what_is_nothing_of_it_is_said(tmp_path, table):
    with refused("nowhere: there is no such file or folder"):
        load_dataset(tmp_path / "nowhere")
    with refused("notes.doc: is no kind of data that is known; give a table (.csv, .tsv"):
        load_dataset(table("a", "notes.doc"))
    os.mkfifo(tmp_path / "pipe")
    with refused("pipe: is no kind of data that is known"):
        load_dataset(tmp_path / "pipe")


def test_an_option_of_another_kind_is_refused(table, folder):
    with refused("'size' is no option of a CSV file, which takes label,", error=ValueError):
        load_dataset(table(PLAIN), size=3)
    with refused("'label' is no option of a folder of pictures", error=ValueError):
        load_dataset(folder, label=3)
    with refused("'x' is no option of the two files of the course", error=ValueError):
        load_dataset(x=3)


# --- the output that the labels ask for ---------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "Y", "name", "units", "why"),
    [
        (("a", "b"), [[0, 1]], "sigmoid", 1, "The labels are 2 classes (a, b), so"),
        (tuple("abcdefg"), [[0, 6]], "softmax", 7, "7 classes (a, b, c, d, e, ...), so"),
        (None, [[0.5, 3.0]], "linear", 1, "The labels are numbers from 0.5 to 3, so"),
    ],
)
def test_the_output_follows_from_the_labels(classes, Y, name, units, why):
    output = output_for(Dataset(np.zeros((1, 2)), np.array(Y), classes))
    assert output[:2] == (name, units)
    assert why in output.why


def test_one_class_asks_for_no_output():
    with pytest.raises(ValueError, match="there must be two or more; got 1"):
        output_for(Dataset(np.zeros((1, 1)), np.zeros((1, 1)), ("a",)))


# --- one picture --------------------------------------------------------------------------------

GREY = {"image_shape": (2, 2, 1)}


def test_a_picture_gets_the_name_of_its_class(tmp_path):
    parameters = {"W1": np.full((1, 4), 10.0), "b1": np.array([[-20.0]])}
    bright, dark = picture(tmp_path / "bright.png", 255), picture(tmp_path / "dark.png", 0)
    seen = predict_image(bright, parameters, classes=[b"dark", b"bright"], **GREY)
    assert (seen.name, seen.pixels.shape, seen.pixels.dtype) == ("bright", (2, 2, 1), np.uint8)
    assert seen.probability > 0.99
    seen = predict_image(dark, parameters, classes=["dark", "bright"], **GREY)
    assert seen.name == "dark"
    assert seen.probability > 0.99
    assert predict_image(dark, parameters, **GREY).name == "0"


def test_a_picture_is_told_by_softmax_and_on_the_scale_of_training(tmp_path):
    path = picture(tmp_path / "grey.png", 51)
    parameters = {"W1": np.eye(3, 4), "b1": np.array([[0.0], [1.0], [0.0]])}
    seen = predict_image(path, parameters, classes="abc", output="softmax", **GREY)
    assert seen.name == "b"
    assert np.isclose(seen.probability, np.e / (np.e + 2))
    _, transform = standardize(np.array([[0.0, 0.4]] * 4))
    parameters = {"W1": np.ones((1, 4)), "b1": np.array([[0.0]])}
    assert predict_image(path, parameters, transform=transform, **GREY).probability == 0.5


@pytest.mark.parametrize(
    ("units", "options", "words"),
    [
        (1, {"image_shape": (64, 64, 3)}, "pictures of (64, 64, 3) have 12288 values, but the"),
        (1, {"output": "linear"}, "output 'linear' with 1 units names no class"),
        (3, {}, "output 'sigmoid' with 3 units names no class"),
        (1, {"classes": ["cat"]}, "the network tells 2 classes apart, but 1 names are given"),
        (3, {"classes": ["a", "b"], "output": "softmax"}, "tells 3 classes apart, but 2 names"),
    ],
)
def test_a_network_that_names_no_class_of_a_picture_is_refused(tmp_path, units, options, words):
    parameters = {"W1": np.ones((units, 4)), "b1": np.zeros((units, 1))}
    with refused(words, error=ValueError):
        predict_image(picture(tmp_path / "x.png"), parameters, **{**GREY, **options})
    with refused("nowhere.png: there is no such file", error=ValueError):
        predict_image("nowhere.png", {"W1": np.ones((1, 4)), "b1": np.zeros((1, 1))}, **GREY)


# --- the package --------------------------------------------------------------------------------


@pytest.mark.parametrize("late", ["csv", "h5py", "PIL", "matplotlib"])
def test_import_dnn_loads_no_reader_of_files(late):
    code = f"import sys, dnn; sys.exit({late!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
