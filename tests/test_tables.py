"""Tables as they come: every column has a kind, gaps are closed, and all of it is said."""

import csv
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dnn import ColumnWarning, DataError, load_csv, load_csv_features
from dnn.datasets.columns import KINDS, understood
from dnn.datasets.dates import read_dates
from dnn.datasets.encoding import decided
from dnn.datasets.notation import read_numbers
from dnn.datasets.plain_columns import as_plain, from_plain
from dnn.datasets.table_examples import fitted
from dnn.datasets.tables import load_new_rows


@pytest.fixture
def table(tmp_path):
    """Return what writes a CSV file and returns its path."""

    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def refused(*words):
    """Expect an error that holds these words in this order, on one line."""
    return pytest.raises(DataError, match="^[^\n]*" + "[^\n]*".join(map(re.escape, words)))


# --- numbers as people write them ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["3,750", "1,234.5", "7"], [3750, 1234.5, 7]),
        (["1.234,5", "1.234", "0,5"], [1234.5, 1234, 0.5]),
        (["1,5", "2"], [1.5, 2]),
        (["0,125", "0,250"], [0.125, 0.25]),
        (["1.234", "2.345"], [1.234, 2.345]),
        (["1.234.567", "1.234"], [1234567, 1234]),
        (["1,234,567", "1,234"], [1234567, 1234]),
        (["1 234", "12"], [1234, 12]),
        (["1\u202f234,5", "12"], [1234.5, 12]),
        (["-3,750.25", "+1,000"], [-3750.25, 1000]),
        (["1,5e3", "2,5"], [1500, 2.5]),
    ],
)
def test_thousands_and_decimals_are_told_by_the_whole_column(cells, values):
    reading = read_numbers(cells)
    assert reading.rival is None
    assert reading.values.tolist() == values


@pytest.mark.parametrize("cell", ["a", ""])
def test_a_header_is_thought_of_where_what_does_not_fit_stands_in_the_first_line_alone(table, cell):
    def told(at):
        lines = [f"{cell if k == at else k},{k % 2}" for k in range(1, 41)]
        with pytest.raises(DataError) as error:
            load_csv(table("\n".join(lines)), header=False, missing="error")
        return str(error.value)

    assert ("pass header=True" in told(at=1)) is (cell == "a")
    assert "pass header=True" not in told(at=20)


def test_a_comma_that_may_mean_both_is_asked_for(table):
    content = 'price,y\n"3,750",0\n"1,200",1\n800,1\n'
    with refused(
        "column 'price': all of it can be read in two ways, such as '3,750'; pass "
        "kinds={'price': 'comma-thousands'} or kinds={'price': 'comma-decimals'}"
    ):
        load_csv(table(content))
    thousands = load_csv(table(content), kinds={"price": "comma-thousands"})
    decimals = load_csv(table(content), kinds={"price": "comma-decimals"})
    assert thousands.X.tolist() == [[3750, 1200, 800]]
    assert decimals.X.tolist() == [[3.75, 1.2, 800]]


def test_labels_are_written_like_any_other_number(table):
    path = table('x,price\n1,"3,750.5"\n2,"1,200"\n')
    assert load_csv(path).Y.tolist() == [[3750.5, 1200]]
    with refused("column 'price': all of it can be read in two ways"):
        load_csv(table('x,price\n1,"3,750"\n2,"1,200"\n'))


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20), st.sampled_from(" '\u00a0")
)
def test_numbers_in_groups_of_three_come_back(numbers, space):
    cells = [f"{n:,}".replace(",", space) for n in numbers]
    assert read_numbers(cells).values.tolist() == numbers


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20))
def test_both_notations_of_money_come_back_exactly(cents):
    english = [f"{n / 100:,.2f}" for n in cents]
    german = [text.translate(str.maketrans(",.", ".,")) for text in english]
    values = [float(text.replace(",", "")) for text in english]
    assert read_numbers(english, "comma-thousands").values.tolist() == values
    assert read_numbers(german).values.tolist() == values


# --- kinds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2.5", "1e3"], "number"),
        (["1", "", "NA"], "number"),
        (["0", "1"], "number"),
        (["true", "False", "TRUE"], "true-false"),
        (["yes", "no", "n/a"], "true-false"),
        (["y", "n"], "true-false"),
        (["y", "y"], "category"),
        (["on", "off"], "true-false"),
        (["2024-02-29", "2023-01-01"], "date"),
        (["2024-02-29T10:00:00Z", "2023-01-01T00:00:00+02:00"], "date"),
        (["Jan 1 2000", "Feb 1 2000"], "date"),
        (["31.12.1999", "1.1.2000"], "date"),
        (["12:30", "07:05"], "date"),
        (["a", "b", "a"], "category"),
        (["+", "-", "+"], "category"),
        ([f"name {i}" for i in range(30)], "text"),
        ([f"city {i % 50}" for i in range(1000)], "category"),
        ([f"city {i % 101}" for i in range(2000)], "text"),
    ],
)
def test_the_kind_of_a_column_is_found(cells, kind):
    assert understood("x", cells).kind == kind


def test_days_and_months_are_told_by_the_whole_column_or_asked_for(table):
    assert read_dates(["1/2/1970", "13/2/1970"]).values.tolist() == [31, 43]
    assert read_dates(["1/2/1970", "2/13/1970"]).values.tolist() == [1, 43]
    content = "day,y\n1/2/1970,0\n3/5/1970,1\n"
    with refused("column 'day'", "kinds={'day': 'day-first'} or kinds={'day': 'month-first'}"):
        load_csv(table(content))
    assert load_csv(table(content), kinds={"day": "day-first"}).X.tolist() == [[0, 91]]
    assert load_csv(table(content), kinds={"day": "month-first"}).X.tolist() == [[0, 62]]


@given(st.lists(st.dates(), min_size=1, max_size=10))
def test_dates_become_days_since_the_first(dates):
    cells = understood("day", [day.isoformat() for day in dates]).cells
    assert (cells - cells.min()).tolist() == [(day - min(dates)).days for day in dates]


def test_every_kind_can_be_asked_for(table):
    path = table("a,b,y\n1,2,0\n0,3,1\n1,4,1\n")
    for kind, row in KINDS.items():
        if kind in ("date", "day-first", "month-first"):
            with refused("column 'a': 3 of 3 are no date"):
                load_csv(path, kinds={"a": kind})
            continue
        features = load_csv(path, kinds={"a": kind}).features
        wanted = {"category": ("a=0", "a=1", "b")}.get(kind, ("a", "b"))
        assert features == (wanted if row.is_learnt else ("b",))
    with pytest.raises(ValueError, match="unknown kind of column 'numbr', did you mean 'number'"):
        load_csv(path, kinds={"a": "numbr"})
    with refused("unknown column 'c'"):
        load_csv(path, kinds={"c": "number"})


def test_mistakes_among_numbers_are_few_different_cells_else_the_column_is_text(table):
    numbers = [str(k) for k in range(60)]
    assert understood("x", [*numbers, *["?!"] * 60]).kind == "number"
    assert len(understood("x", [*numbers, "oops"]).faults) == 1
    tickets = [*numbers, *(f"PC {k}" for k in range(20))]
    assert understood("ticket", tickets).kind == "text"


def test_text_with_too_many_values_is_left_out_and_said(table):
    rows = "".join(f"name {i},{i % 3},{i % 2}\n" for i in range(30))
    dataset = load_csv(table("name,x,y\n" + rows))
    assert dataset.features == ("x",)
    assert dataset.remarks == (
        "text, each value of which would be a feature, is left out: column 'name' (30 different)",
    )


@pytest.mark.parametrize("header", ["", "Unnamed: 0", "rownames"])
@pytest.mark.parametrize("order", [[0, 1, 2], [1, 2, 3], [2, 0, 1]])
def test_the_number_of_the_row_is_left_out_and_said(table, header, order):
    rows = "".join(f"{k},{k * k},{k % 2}\n" for k in order)
    dataset = load_csv(table(f"{header},x,y\n{rows}"))
    assert dataset.features == ("x",)
    assert "is the number of the row and is left out" in dataset.remarks[0]


def test_a_column_with_a_name_that_counts_the_rows_is_kept_and_pointed_out(table):
    dataset = load_csv(table("id,x,y\n1,5,0\n2,6,1\n3,9,1\n"))
    assert dataset.features == ("id", "x")
    assert "column 'id' counts the rows" in dataset.remarks[0]


def test_columns_are_chosen_and_dropped_by_name_or_place(table):
    path = table("a,b,c,y\n1,2,3,0\n4,5,6,1\n")
    assert load_csv(path, columns=["c", 0]).features == ("a", "c")
    assert load_csv(path, drop=["b"]).features == ("a", "c")
    assert load_csv(path, columns=["a", "b"], drop=[0]).features == ("b",)
    with refused("unknown column 'd'"):
        load_csv(path, drop=["d"])
    with refused("no column is left to learn from"):
        load_csv(path, drop=["a", "b", "c"])
    with pytest.raises(ValueError, match="drop must be a list of columns"):
        load_csv(path, drop="b")


# --- missing values -----------------------------------------------------------------------------


GAPS = "age,fur,open,y\n3,long,yes,0\nNA,long,no,1\n5,?,no,0\n10,short,,1\n4,short,yes,1\n"


def test_gaps_are_filled_by_median_or_most_frequent_with_a_flag(table):
    dataset = load_csv(table(GAPS))
    assert dict(zip(dataset.features, dataset.X.tolist(), strict=True)) == {
        "age": [3, 4.5, 5, 10, 4],
        "age is missing": [0, 1, 0, 0, 0],
        "fur=long": [1, 1, 1, 0, 0],
        "fur=short": [0, 0, 0, 1, 1],
        "fur is missing": [0, 0, 1, 0, 0],
        "open": [1, 0, 0, 0, 1],
        "open is missing": [0, 0, 0, 1, 0],
    }
    assert [row.missing for row in dataset.table.summary] == [1, 1, 1, 0]


def test_gaps_are_dropped_and_counted_or_refused(table):
    dataset = load_csv(table(GAPS), missing="drop")
    assert dataset.features == ("age", "fur=long", "fur=short", "open")
    assert dataset.X.tolist() == [[3, 4], [1, 0], [0, 1], [1, 1]]
    assert (
        "3 rows miss a value and are left out: column 'age' (1); column 'fur' (1)"
        in (dataset.remarks[0])
    )
    with refused("column 'age': 1 of 5 is missing, the first in line 3; column 'fur'"):
        load_csv(table(GAPS), missing="error")
    with pytest.raises(ValueError, match="missing must be median, drop or error; got 'mean'"):
        load_csv(table(GAPS), missing="mean")


@pytest.mark.parametrize(
    "gap", ["", "NA", "n/a", "NaN", "nan", "-", "--", "?", "null", "None", "."]
)
def test_a_row_without_a_label_is_left_out_and_counted_never_filled(table, gap):
    dataset = load_csv(table(f"x,y\n1,cat\n2,{gap}\n3,dog\n4,{gap}\n"))
    assert dataset.X.tolist() == [[1, 3]]
    assert dataset.Y.tolist() == [[0, 1]]
    assert dataset.remarks == ("2 rows have no label and are left out, the first in line 3",)


def test_mistakes_are_never_taken_for_gaps_unless_their_rows_are_to_be_dropped(table):
    content = "date,y\n" + "".join(f"2024-01-0{k},{k % 2}\n" for k in range(1, 9)) + "soon,1\n"
    with refused(
        "column 'date': 1 of 9 is no date, the first in line 10 ('soon'); drop=['date'], or "
        "missing='drop' leaves these rows out"
    ):
        load_csv(table(content))
    assert load_csv(table(content), missing="drop").X.shape == (1, 8)


def test_a_column_without_a_value_is_left_out_and_said(table):
    dataset = load_csv(table("a,b,y\n1,,0\n2,NA,1\n"))
    assert dataset.features == ("a",)
    assert dataset.remarks[0] == "column 'b' holds no value and is left out"
    with refused("no column is left to learn from: column 'b' holds no value"):
        load_csv(table("b,y\n,0\nNA,1\n"))


def test_labels_that_differ_in_case_or_blanks_are_pointed_out(table):
    dataset = load_csv(table("x,y\n1,Adelie\n2,adelie\n3,Adelie\n4,Gen too\n5,Gentoo\n"))
    assert len(dataset.classes) == 4
    assert [remark[:42] for remark in dataset.remarks if "differ" in remark] == [
        "the labels 'Adelie' (2) and 'adelie' (1) d",
        "the labels 'Gen too' (1) and 'Gentoo' (1) ",
    ]


# --- nothing leaks ------------------------------------------------------------------------------


def test_medians_and_categories_come_from_the_rows_to_train_on_alone(table):
    rows = "".join(f"{k},{'ab'[k % 2]},{k % 2}\n" for k in range(8)) + ",c,0\n1e9,a,1\n"
    dataset = load_csv(table("x,k,y\n" + rows), missing="median")
    some = fitted(dataset, np.arange(8))
    assert some.features == ("x", "k=a", "k=b")
    assert some.X[:, 8].tolist() == [3.5, 0, 0]
    assert "1 cell is of a category that training did not have, 'c' (1)" in some.remarks[-1]


@given(st.lists(st.sampled_from(["1", "2", "9", "", "a"]), min_size=2, max_size=10), st.data())
def test_what_is_not_trained_on_changes_nothing(cells, data):
    column = understood("x", cells, "category")
    rows = np.array(data.draw(st.lists(st.integers(0, len(cells) - 1), min_size=1, unique=True)))
    others = np.setdiff1d(np.arange(len(cells)), rows)
    changed = column.cells.copy()
    changed[others] = "new"
    assert decided(column, 0, rows) == decided(column._replace(cells=changed), 0, rows)


def test_a_share_is_held_out_before_anything_is_taken_from_it(table):
    rows = "".join(f"{k},{k % 2}\n" for k in range(40)) + ",0\n,1\n"
    whole = load_csv(table("x,y\n" + rows))
    train = load_csv(table("x,y\n" + rows), test_fraction=0.25, split_seed=3)
    assert (train.X.shape[1], train.test.X.shape[1]) == (32, 10)
    assert train.features == train.test.features
    fill = next(column.fill for column in train.columns.columns)
    known = train.X[0] if len(train.X) == 1 else train.X[0][train.X[1] == 0]
    assert fill == np.median(known)
    assert whole.X.shape[1] == 42


# --- new rows -----------------------------------------------------------------------------------


def test_new_rows_come_in_any_column_order_with_other_columns_and_gaps(table):
    dataset = load_csv(table(GAPS))
    path = table("y,other,open,fur,age\n0,x,yes,long,3\n,x,no,long,\n", "new.csv")
    X = load_csv_features(path, dataset.columns)
    assert X.tolist() == dataset.X[:, :2].tolist()
    assert load_new_rows(path, dataset.columns, label="y").labels == ("0", None)


def test_all_rows_of_a_table_are_encoded_again_as_they_were(table):
    dataset = load_csv(table(GAPS))
    again = load_csv_features(
        table(GAPS), from_plain(json.loads(json.dumps(as_plain(dataset.columns))))
    )
    assert again.tolist() == dataset.X.tolist()


def test_unseen_categories_are_named_and_counted(table):
    dataset = load_csv(table("fur,y\nlong,0\nshort,1\n"))
    path = table("fur\nlong\ncurly\ncurly\nbald\n", "new.csv")
    with pytest.warns(
        ColumnWarning,
        match=r"column 'fur': 3 cells are of categories that training did not have, 'curly' \(2\); "
        r"'bald' \(1\), and count as none of those it had",
    ):
        X = load_csv_features(path, dataset.columns)
    assert X.tolist() == [[1, 0, 0, 0], [0, 0, 0, 0]]


def test_a_gap_where_training_had_none_is_filled_and_said_or_refused(table):
    path = table("x,z\n,1\n", "new.csv")
    content = "x,z,y\n1,1,0\n3,2,1\n"
    with pytest.warns(ColumnWarning, match="column 'x': 1 cell is missing, .* and becomes 2"):
        assert load_csv_features(path, load_csv(table(content)).columns).tolist() == [[2], [1]]
    with refused("column 'x': 1 of 1 is missing, the first in line 2"):
        load_csv_features(path, load_csv(table(content), missing="error").columns)


def test_new_cells_are_read_as_the_old_ones_were(table):
    dataset = load_csv(table('price,day,y\n"1,234.5",13/2/1970,0\n"3,750",1/3/1970,1\n'))
    new = table('price,day\n"3,750",2/3/1970\n', "new.csv")
    assert load_csv_features(new, dataset.columns).tolist() == [[3750], [17]]
    with refused("column 'day': 1 of 1 is no date, the first in line 2 ('soon')"):
        load_csv_features(table("price,day\n1,soon\n", "new.csv"), dataset.columns)


def test_a_table_without_names_goes_by_place_past_what_is_left_out(table):
    rows = "".join(f"name {k},{k},{'ab'[k % 2]},{k % 3}\n" for k in range(30))
    dataset = load_csv(table(rows), label=1)
    assert dataset.features == ("column 3=a", "column 3=b", "column 4")
    new = table("x,b,2\n", "new.csv")
    assert load_csv_features(new, dataset.columns, label=1).tolist() == [[0], [1], [2]]
    new = table("x,99,b,2\n", "new.csv")
    assert load_csv_features(new, dataset.columns, label=1).tolist() == [[0], [1], [2]]


# --- hostile tables -----------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "NA",
            "-",
            "?",
            "0",
            "1",
            "1,5",
            "1.234,5",
            "3,750",
            "yes",
            "no",
            "true",
            "2024-01-01",
            "1/2/2024",
            "13/2/2024",
            "inf",
            "-1e400",
            "1e308",
            "-1e308",
            "a",
            "A",
            " a",
            "None",
        ]
    ),
    st.text("01.,-/ ae:%", max_size=6),
    st.floats().map(repr),
)


@settings(deadline=None, max_examples=300)
@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=12)
    ),
    st.sampled_from(["median", "drop", "error"]),
)
def test_any_table_loads_with_finite_numbers_or_says_what_is_wrong(tmp_path_factory, rows, missing):
    path = tmp_path_factory.mktemp("fuzz") / "table.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[f"c{j}" for j in range(len(rows[0]))], *rows])
    try:
        dataset = load_csv(path, header=True, missing=missing)
    except DataError:
        return
    assert np.isfinite(dataset.X).all()
    assert dataset.X.shape == (len(dataset.features), dataset.Y.shape[1])
    assert from_plain(json.loads(json.dumps(as_plain(dataset.columns)))) == dataset.columns
    assert len(dataset.table.summary) == len(rows[0])


@pytest.mark.parametrize("spoilt", [None, [], {"columns": 3}, {"columns": [{"name": "a"}]}])
def test_columns_that_are_no_columns_are_refused(spoilt):
    with pytest.raises(ValueError, match="the columns of the table are not all there"):
        from_plain(spoilt)
