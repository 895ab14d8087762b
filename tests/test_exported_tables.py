"""Tables as programs and people write them: encodings, titles, units, names; all of it is said."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnn import DataError, load_csv, load_csv_features, load_dataset
from dnn.datasets.columns import understood
from dnn.datasets.missing import BESIDE_NUMBERS, ERRORS
from dnn.datasets.notation import read_again, read_numbers
from dnn.files.texts import read_text


@pytest.fixture
def table(tmp_path):
    """Return what writes a file, text or bytes, and returns its path."""

    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refused(*words):
    """Expect an error that holds these words in this order, on one line."""
    return pytest.raises(DataError, match="^[^\n]*" + "[^\n]*".join(map(re.escape, words)))


# --- encodings ----------------------------------------------------------------------------------

WESTERN = "Größe;Ort;Käse\n1,5;Köln;ja\n2,5;Málaga;nein\n3,5;Besançon;ja\n" * 3
CHINESE = "身高,体重,城市,类别\n161,75,广州,狗\n150,60,北京,猫\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_way_of_writing_unicode_is_known_by_itself(table, encoding):
    path = table(WESTERN.encode(encoding))
    assert read_text(str(path)) == (WESTERN, None)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_what_windows_writes_in_the_west_is_known_and_said(table, encoding):
    text, remark = read_text(str(table(WESTERN.encode(encoding))))
    assert text == WESTERN
    assert remark.endswith("table.csv is not UTF-8 and is read as cp1252: Größe, Käse, Köln")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
        ("城市,y\n廣州,1\n臺北,2\n", "big5"),
        ("種類,y\nネコ,1\nイヌ,2\n", "shift_jis"),
        ("도시,y\n서울,1\n부산,2\n", "euc_kr"),
        ("имя,город\nИван,Москва\n", "cp1251"),
        ("miasto,y\nWrocław,1\nŁódź,2\nGdańsk,3\n", "cp1250"),
    ],
)
def test_another_encoding_is_asked_for_and_shown_with_what_it_makes_of_the_words(
    table, text, encoding
):
    path = table(text.encode(encoding))
    word = re.search(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*", text).group()
    name = "gb18030" if encoding == "gbk" else encoding
    with refused("is not UTF-8 text; pass its encoding: ", f"encoding='{name}' ({word}"):
        load_csv(path)
    assert read_text(str(path), encoding).text == text


def test_a_table_in_a_named_encoding_is_the_same_and_its_new_rows_too(table):
    dataset = load_csv(table(CHINESE.encode("gbk")), encoding="gbk")
    assert dataset.classes == ("狗", "猫")
    assert dataset.features == ("身高", "体重", "城市=北京", "城市=广州")
    for encoding in ("gbk", "utf-8"):
        new = table("城市,体重,身高\n广州,75,161\n".encode(encoding), "new.csv")
        assert load_csv_features(new, dataset.columns, encoding="gbk").tolist() == [
            [161],
            [75],
            [0],
            [1],
        ]


def test_an_encoding_that_does_not_fit_is_refused(table):
    with refused("is no ascii text"):
        load_csv(table(CHINESE.encode("gbk")), encoding="ascii")


# --- around the table ---------------------------------------------------------------------------

PLAIN = "x,y,kind\n1,4,cat\n2,5.5,dog\n8,7,cat\n"


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        ("# by a sensor\n# on Monday\n" + PLAIN, ["2 lines above the table are left out: '# by a"]),
        ("Pets 2023\n\n" + PLAIN, ["1 line above the table is left out: 'Pets 2023'"]),
        ("Pets 2023,,\n,,\n" + PLAIN, ["2 lines above the table are left out: 'Pets 2023'"]),
        ("#" + PLAIN, []),
        ("sep=;\n" + PLAIN.replace(",", ";"), []),
        (PLAIN.replace(",", "|"), []),
        (PLAIN.replace("\n", ",\n"), []),
        (PLAIN.replace("\n", ",\n").replace("kind,", "kind"), []),
        (PLAIN + "x,y,kind\n", ["1 line repeats the header and is left out, the first is line 5"]),
        (PLAIN.replace("\n", "\r"), []),
    ],
)
def test_what_stands_around_a_table_is_no_part_of_it_and_is_said(table, content, remarks):
    dataset = load_csv(table(content))
    assert dataset.features == ("x", "y")
    assert dataset.X.tolist() == [[1, 2, 8], [4, 5.5, 7]]
    assert dataset.classes == ("cat", "dog")
    assert len(dataset.remarks) == len(remarks)
    assert all(map(str.startswith, dataset.remarks, remarks))


def test_rows_with_names_have_a_column_more_than_the_header(table):
    dataset = load_csv(table('"x" "kind"\n"a" 1 "cat"\n"b" 2 "dog"\n"c" 5 "dog"\n'), drop=[0])
    assert dataset.features == ("x",)
    assert dataset.X.tolist() == [[1, 2, 5]]


def test_years_may_be_names_beside_texts(table):
    rows = "Aruba,ABW,4.8,4.7,4.6\nPeru,PER,7.0,6.9,6.9\n"
    dataset = load_csv(table("Country,Code,1960,1961,1962\n" + rows))
    assert dataset.features[-2:] == ("1960", "1961")
    assert load_csv(table("Tom,1960,1961,7\nAnn,1970,1980,8\n")).X.shape[1] == 2


def test_a_first_row_of_texts_that_come_back_below_is_no_header(table):
    mushrooms = "p,x,s,n,t\ne,x,s,y,t\np,x,y,w,t\ne,b,s,w,t\n"
    assert load_csv(table(mushrooms), label=0).Y.shape == (1, 4)
    names = "class,cap,surface,colour,bruises\n"
    assert load_csv(table(names + mushrooms), label="class").Y.shape == (1, 4)


def test_a_row_or_header_with_one_cell_filled_is_no_title_where_no_names_follow(table):
    assert load_csv(table("id,,\n1,2,0\n5,5,1\n")).features == ("id", "column 2")
    assert load_csv(table(",,1\n3,5,0\n2,2,1\n")).Y.shape == (1, 3)


def test_a_header_of_another_length_is_no_title(table):
    with refused("as many cells as the header, 2, but 2 lines have 5, the first is line 2"):
        load_csv(table("a,b\n1,2,3,4,5\n6,7,8,9,0\n"))


def test_lines_of_another_length_are_left_out_on_request_and_told(table):
    path = table(PLAIN + "Total: 3\n" + "1,2,3,4\n")
    with refused("line 5 has 1; line 6 has 4; mend them, or leave such lines out with skip_broken"):
        load_csv(path)
    dataset = load_csv(path, skip_broken=True)
    assert dataset.X.shape == (2, 3)
    assert [told.split(", ")[1] for told in dataset.skipped] == [
        "line 5: has 1 cell",
        "line 6: has 4 cells",
    ]


@pytest.mark.parametrize("name", ["iris.data", "iris", "iris.dat", "IRIS.TXT", "adult.test"])
def test_a_text_that_is_a_table_needs_no_ending(table, name):
    assert load_dataset(table(PLAIN, name)).X.shape == (2, 3)


# --- numbers with what stands around them -------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "values", "notation"),
    [
        (["$1,234.50", "$99", "-$3"], [1234.5, 99, -3], "comma-thousands|$|"),
        (["$236,707", "$1,000"], [236707, 1000], "comma-thousands|$|"),
        (["5 949,94 €", "12,5 €"], [5949.94, 12.5], "comma-decimals||€"),
        (["€10", "€ 12"], [10, 12], "number|€|"),
        (["USD 10", "USD 12.5"], [10, 12.5], "number|USD|"),
        (["12.5 %", "3%", "-1 %", "0"], [12.5, 3, -1, 0], "number||%"),
        (["12 kg", "7kg", "9"], [12, 7, 9], "number||kg"),
        (["1 room", "2 rooms", "3 Rooms"], [1, 2, 3], "number||room"),
        (["1st", "2nd", "3rd", "4th"], [1, 2, 3, 4], "number||st"),
        (["1,498 sq ft", "900.5 sq ft"], [1498, 900.5], "comma-thousands||sq ft"),
        (["(3.20)", "4.10"], [-3.2, 4.1], "number||"),
        (["($3.20)", "$4.10"], [-3.2, 4.1], "number|$|"),
        (["1.2M", "350k", "19M"], [1.2e6, 3.5e5, 1.9e7], "number||"),
        (["10,000+", "500+", "1,000,000+"], [1e4, 500, 1e6], "comma-thousands||+"),
        (["37.5°", "36.6°"], [37.5, 36.6], "number||°"),
    ],
)
def test_what_most_numbers_of_a_column_have_around_them_is_taken_off(cells, values, notation):
    reading = read_numbers(cells)
    assert (reading.notation, reading.rival) == (notation, None)
    np.testing.assert_allclose(reading.values, values)
    np.testing.assert_allclose(read_again(cells, notation).values, values)


@pytest.mark.parametrize(
    "cells",
    [
        ["12 kg", "500 g", "1 lb"],
        ["PC 17599", "PC 17600"],
        ["user12", "user13"],
        ["10-19 years", "20-29 years"],
        ["C85", "E46"],
        ["12:30", "13:45"],
        ["5'11\"", "6'2\""],
    ],
)
def test_what_is_no_number_with_a_unit_is_none(cells):
    assert np.isnan(read_numbers(cells).values).all()


def test_another_unit_is_a_mistake_and_named(table):
    rows = "".join(f"{k} kg,{k % 2}\n" for k in range(20))
    with refused("column 'w': 1 of 21 is no number such as 1 kg, the first in line 22 ('500 g')"):
        load_csv(table("w,y\n" + rows + "500 g,1\n"))
    with refused("column 'w': 1 of 21 is no number such as 1%, the first in line 22 ('5')"):
        load_csv(table("w,y\n" + rows.replace("kg", "%") + "5,1\n"))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20))
def test_dollars_come_back_to_the_cent(cents):
    cells = [f"${n / 100:,.2f}".replace("$-", "-$") for n in cents]
    values = read_numbers(cells, "comma-thousands").values
    assert values.tolist() == [float(f"{n / 100:.2f}") for n in cents]


def test_new_rows_are_read_with_the_unit_of_the_old(table):
    dataset = load_csv(table("w,y\n12 kg,0\n7 kg,1\n9 kg,1\n"))
    assert dataset.table.summary[0].values == "7 kg to 12 kg"
    new = table("w\n8 kg\n9\n", "new.csv")
    assert load_csv_features(new, dataset.columns).tolist() == [[8, 9]]
    with refused("column 'w': 1 of 1 is no number such as 1 kg, the first in line 2 ('8 g')"):
        load_csv_features(table("w\n8 g\n", "new.csv"), dataset.columns)


def test_labels_of_few_words_with_a_number_stay_classes(table):
    rows = "".join(f"{k},{k % 3 + 1} stars\n" for k in range(9))
    assert load_csv(table("x,y\n" + rows)).classes == ("1 stars", "2 stars", "3 stars")
    rows = "".join(f'{k},"${k * k + 1000:,}"\n' for k in range(30))
    assert load_csv(table("x,price\n" + rows)).Y[0, :2].tolist() == [1000, 1001]


def test_what_commas_mean_is_told_by_the_other_columns(table):
    assert load_csv(table('a,b,y\n"3,750",0.5,0\n"1,200",1.5,1\n')).X[0].tolist() == [3750, 1200]
    assert load_csv(table("a;b;y\n3,750;0,5;0\n1,200;1,55;1\n")).X[0].tolist() == [3.75, 1.2]
    with refused("column 'a': all of it can be read in two ways"):
        load_csv(table('a,b,c,y\n"3,750",0.5,"1,5",0\n"1,200",1.5,"2,5",1\n'))
    days = load_csv(table("day,other,y\n1/2/1970,13/2/1970,0\n3/2/1970,1/2/1970,1\n"))
    assert days.X[0].tolist() == [0, 2]


# --- words, dates, row numbers ------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted(BESIDE_NUMBERS | ERRORS))
def test_words_for_no_value_are_gaps_among_numbers(word):
    values = understood("x", ["1", "2.5", word.upper(), "4"])
    assert (values.kind, values.faults) == ("number", ())
    assert values.missing.tolist() == [False, False, True, False]


def test_a_word_that_may_be_a_category_is_one_among_words():
    assert understood("x", ["none", "grass", "none", "stone"]).cells[0] == "none"


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["20240229", "20240301", "20240305"], [0, 1, 5]),
        (["2022-02", "2022-03", "2022-01"], [31, 59, 0]),
        (["Jan-95", "Feb-95"], [0, 31]),
        (["01/2020", "02/2020"], [0, 31]),
    ],
)
def test_days_without_signs_and_months_are_dates(cells, days):
    values = understood("when", cells)
    assert values.kind == "date"
    assert (values.cells - values.cells.min()).tolist() == days


def test_numbers_of_eight_digits_that_are_not_all_days_are_numbers():
    assert understood("id", ["20240229", "20240230", "20241301"]).kind == "number"


def test_ids_are_pointed_out_where_rows_were_left_out_between_them(table):
    dataset = load_csv(table("id,x,y\n1,5,a\n2,6,\n3,9,b\n4,1,b\n"))
    assert "column 'id' counts the rows" in dataset.remarks[1]


def test_dates_are_no_labels_and_the_other_columns_are_listed(table):
    rows = "".join(f"{k},2024-01-{k:02d}\n" for k in range(1, 30))
    with refused("holds 29 different dates in 29 lines", "label=...", "its columns are temp, day"):
        load_csv(table("temp,day\n" + rows))
