"""The table of shapes, before and after vectorisation, in two languages; and what it finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import drawn

import dnn
from dnn.checks.networks import network_dims
from dnn.lesson.glossary import SHAPE_WORDS
from dnn.lesson.shape_table import expected_shapes
from dnn.text import html_table

networks = st.builds(
    drawn,
    st.lists(st.integers(1, 6), min_size=2, max_size=5),
    m=st.integers(1, 7),
    seed=st.integers(0, 2**32 - 1),
)


def traced(X, Y, parameters):
    """Return every array of one pass by name, those of one example too."""
    many = dnn.trace(X, parameters, Y)
    one = dnn.trace(X, parameters, Y, single=True)
    named = {step.name: step.value for t in (one, many) for step in t if " " not in step.name}
    del named["cost"]
    return {**named, **parameters, "X": X, "Y": Y, "AL": many["AL"].value}


def check_of(layer_dims=(4, 3, 1), m=7, lang="en", **arrays):
    """Return what was found of one array."""
    (check,) = dnn.explain_shapes(list(layer_dims), m, lang=lang, **arrays).checks
    return check


@given(networks)
def test_all_that_flows_through_a_network_is_right(network):
    X, Y, parameters = network
    arrays = traced(X, Y, parameters)
    for m in (X.shape[1], None):
        table = dnn.explain_shapes(network_dims(parameters), m, **arrays)
        assert table.is_right
        assert {check.name for check in table.checks} == set(arrays)
        assert str(table).endswith(f"All {len(arrays)} given are right.")


@given(networks, st.data())
def test_whatever_is_transposed_is_mended_by_transposing(network, data):
    X, Y, parameters = network
    arrays = traced(X, Y, parameters)
    turned = sorted(n for n, a in arrays.items() if a.shape != a.shape[::-1])
    if not turned:
        return
    name = data.draw(st.sampled_from(turned))
    dims = network_dims(parameters)
    table = dnn.explain_shapes(dims, X.shape[1], **{**arrays, name: arrays[name].T})
    (wrong,) = (check for check in table.checks if not check.is_right)
    assert (wrong.name, wrong.mend) == (name, f"transpose it, {name}.T")


@given(networks, st.data())
def test_whatever_lost_its_dimension_of_1_is_mended_by_giving_it_back(network, data):
    X, Y, parameters = network
    columns = {n: a for n, a in traced(X, Y, parameters).items() if 1 in a.shape}
    name = data.draw(st.sampled_from(sorted(columns)))
    shape = columns[name].shape
    dims = network_dims(parameters)
    check = check_of(dims, X.shape[1], **{name: columns[name].ravel()})
    assert check.mend.endswith(f"{name}.reshape({shape[0]}, {shape[1]})")
    assert ("keepdims=True" in check.mend) == name.startswith("db")


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"W1": np.ones((3, 4))}, "W1 is right"),
        ({"W1": np.ones((4, 3))}, "W1 is (4, 3), wrong: transpose it, W1.T"),
        (
            {"db1": np.ones(3)},
            "db1 is (3,), wrong: sum with keepdims=True, or db1.reshape(3, 1)",
        ),
        (
            {"db1": np.ones((3, 7))},
            "db1 is (3, 7), wrong: sum over the examples, dZ1.sum(axis=1, keepdims=True) / m",
        ),
        (
            {"db1": np.float64(1)},
            "db1 is (), wrong: sum over the examples, dZ1.sum(axis=1, keepdims=True) / m",
        ),
        ({"b1": np.ones(3)}, "b1 is (3,), wrong: b1.reshape(3, 1)"),
        (
            {"b1": np.ones((3, 3))},
            "b1 is (3, 3), wrong: a slope or b of rank 1 was broadcast: keepdims=True in db1, and "
            "b1 of shape (3, 1)",
        ),
        ({"Y": np.ones(7)}, "Y is (7,), wrong: Y.reshape(1, 7)"),
        ({"x": np.ones(4)}, "x is (4,), wrong: x.reshape(4, 1)"),
        ({"A1": np.ones((3, 9))}, "A1 is (3, 9), wrong: it needs 7 columns, m = 7"),
        ({"Z1": np.ones((2, 7))}, "Z1 is (2, 7), wrong: it needs 3 rows, n_1 = 3"),
        ({"W2": np.ones((1, 4))}, "W2 is (1, 4), wrong: it needs 3 columns, n_1 = 3"),
        ({"X": np.ones((9, 8))}, "X is (9, 8), wrong: no operation mends it, it must be (4, 7)"),
        (
            {"X": np.ones((7, 2, 2, 1))},
            "X is (7, 2, 2, 1), wrong: one column per example, X.reshape(7, -1).T",
        ),
        ({"W2": [[1, 2, 3]]}, "W2 is a list, wrong: make it an array, np.array(W2)"),
        ({"dAL": np.ones((7, 1))}, "dAL is (7, 1), wrong: transpose it, dAL.T"),
    ],
)
def test_a_wrong_shape_is_told_with_the_operation_that_mends_it(arrays, sentence):
    assert str(check_of(**arrays)) == sentence


def test_the_mend_of_pictures_mends_them():
    pictures = np.random.RandomState(0).rand(7, 2, 2, 1)
    assert check_of(X=pictures.reshape(7, -1).T).is_right
    np.testing.assert_array_equal(pictures.reshape(7, -1).T, dnn.flatten_images(pictures * 255))


def test_m_is_read_off_the_arrays_where_it_is_not_given():
    table = dnn.explain_shapes([4, 3, 1], A1=np.ones((3, 7)), X=np.ones((7, 4)), Z1=np.ones((3, 9)))
    assert [check.is_right for check in table.checks] == [False, False, True]
    assert table.rows[0].shape == (4, 7)
    assert str(table.checks[0]) == "X is (7, 4), wrong: transpose it, X.T"


def test_without_m_any_number_of_examples_would_do():
    check = check_of(m=None, Y=np.ones((2, 2, 7)))
    assert str(check) == "Y is (2, 2, 7), wrong: no operation mends it, it must be (1, m)"
    assert check_of(m=None, W1=np.ones((3, 4))).is_right


@pytest.mark.parametrize("name", ["W9", "Q", "W0", "cost", "dX"])
def test_an_unknown_name_is_refused_with_the_known_ones(name):
    with pytest.raises(ValueError, match=f"unknown name of an array {name!r}.* Known: X, A0, dA0"):
        dnn.explain_shapes([4, 3, 1], 7, **{name: np.ones((1, 1))})


def test_the_rows_hold_one_example_and_m():
    rows = dnn.explain_shapes([4, 3, 1], m=7).rows
    assert [(row.single_names, row.single_shape) for row in rows if row.layer != 1] == [
        ("x = a0, da0", (4, 1)),
        ("W2, dW2", (1, 3)),
        ("b2, db2", (1, 1)),
        ("z2, a2 = aL, y, dz2", (1, 1)),
    ]
    assert expected_shapes(rows)["dA1"] == (3, 7)


def test_logistic_regression_has_one_layer():
    table = dnn.explain_shapes([4, 1], m=1)
    assert "L = 1 layer: 0 hidden layers" in str(table)
    assert "1 example " in str(table)


def test_in_chinese_it_says_the_same():
    arrays = {"W1": np.ones((4, 3)), "A1": np.ones((3, 7))}
    en, zh = (dnn.explain_shapes([4, 3, 1], 7, lang=lang, **arrays) for lang in ("en", "zh"))
    assert [row.shape for row in en.rows] == [row.shape for row in zh.rows]
    assert "1 个隐藏层" in str(zh)
    assert str(zh.checks[0]) == "W1 的形状是 (4, 3)，错误：转置，W1.T"
    assert str(zh).endswith("所给的 2 个数组中有 1 个需要修正。")
    with pytest.raises(ValueError, match=r"unknown language 'fr'\. Known: en, zh"):
        dnn.explain_shapes([4, 1], lang="fr")


def test_columns_align_in_a_terminal_where_a_chinese_character_is_two_wide():
    lines = str(dnn.explain_shapes([4, 3, 1], 7, lang="zh")).splitlines()[2:]
    width = {line: len(line) + sum(ord(sign) > 0x2E7F for sign in line) for line in lines}
    starts = {width[line] - width_of(line[line.index("(n_") :]) for line in lines}
    assert len(starts) == 1


def width_of(text):
    return len(text) + sum(ord(sign) > 0x2E7F for sign in text)


def test_both_languages_have_the_same_sentences_with_the_same_places():
    en, zh = SHAPE_WORDS["en"], SHAPE_WORDS["zh"]
    assert list(en) == list(zh)
    for key in en:
        places = [
            sorted({p.split("}")[0] for p in text.split("{")[1:]}) for text in (en[key], zh[key])
        ]
        assert places[0] == places[1], key


def test_the_glossary_has_every_term_once_in_both_languages():
    terms = list(dnn.GLOSSARY)
    assert len(terms) >= 40
    for column in zip(*terms, strict=True):
        assert len(set(column)) == len(terms)
    assert dnn.GLOSSARY["weight"] is dnn.GLOSSARY["权重"]
    assert dnn.GLOSSARY["learning rate"].zh == "学习率"
    assert dnn.GLOSSARY[0].en == "neural network"
    assert "隐藏层" in repr(dnn.GLOSSARY)
    assert "<td" in dnn.GLOSSARY._repr_html_()
    with pytest.raises(ValueError, match="unknown term 'wight', did you mean 'weight'"):
        dnn.GLOSSARY["wight"]


def test_a_notebook_shows_the_table_and_escapes_what_it_is_given():
    html = dnn.explain_shapes([4, 3, 1], 7, W1=np.ones((4, 3)))._repr_html_()
    assert "transpose it, W1.T" in html
    assert "background" not in html
    assert "&lt;b&gt;" in html_table("<b>", ["<b>"], [["<b>"]])
    assert repr(dnn.explain_shapes([4, 1])) == str(dnn.explain_shapes([4, 1]))
