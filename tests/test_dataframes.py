"""DataFrames of pandas and polars go in directly, and so do the files that pandas reads."""

import subprocess
import sys

import numpy as np
import pytest

import dnn
from dnn import (
    ColumnWarning,
    DataError,
    features_from_dataframe,
    from_dataframe,
    load_csv,
    load_csv_features,
    load_dataset,
)

pandas = pytest.importorskip("pandas", reason="pandas is not installed")


def pets():
    """Return a DataFrame of every dtype that there is."""
    return pandas.DataFrame(
        {
            "height": [25.0, 60.5, np.nan, 23.0],
            "legs": pandas.array([4, 4, None, 3], dtype="Int64"),
            "weight": np.array([4, 30, 5, 4], dtype=np.float32),
            "tame": [True, False, True, True],
            "shy": pandas.array([True, None, False, True], dtype="boolean"),
            "born": pandas.to_datetime(["2020-01-01", "2019-12-31", None, "2020-02-01"]),
            "slept": pandas.to_timedelta([1, 2, 3, 4], unit="D"),
            "size": pandas.Categorical(["s", "l", "m", "s"], categories=["s", "m", "l", "xl"]),
            "fur": ["long", None, "short", "long"],
            "price": ["1,200", "3,750.5", "800", "900"],
            "kind": ["cat", "dog", "cat", "cat"],
        }
    )


def test_every_dtype_keeps_its_meaning():
    dataset = from_dataframe(pets(), label="kind")
    rows = dict(zip(dataset.features, dataset.X.tolist(), strict=True))
    assert rows == {
        "height": [25, 60.5, 25, 23],
        "height is missing": [0, 0, 1, 0],
        "legs": [4, 4, 4, 3],
        "legs is missing": [0, 0, 1, 0],
        "weight": [4, 30, 5, 4],
        "tame": [1, 0, 1, 1],
        "shy": [1, 1, 0, 1],
        "shy is missing": [0, 1, 0, 0],
        "born": [1, 0, 1, 32],
        "born is missing": [0, 0, 1, 0],
        "slept": [1, 2, 3, 4],
        "size=s": [1, 0, 0, 1],
        "size=m": [0, 0, 1, 0],
        "size=l": [0, 1, 0, 0],
        "fur=long": [1, 1, 0, 1],
        "fur=short": [0, 0, 1, 0],
        "fur is missing": [0, 1, 0, 0],
        "price": [1200, 3750.5, 800, 900],
    }
    assert (dataset.Y.tolist(), dataset.classes) == ([[0, 1, 0, 0]], ("cat", "dog"))


def test_polars_gives_the_same_as_pandas():
    polars = pytest.importorskip("polars", reason="polars is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    of_pandas = pets()
    sizes = polars.Series(of_pandas["size"].tolist(), dtype=polars.Enum(["s", "m", "l", "xl"]))
    of_polars = polars.from_pandas(of_pandas).with_columns(size=sizes)
    assert from_dataframe(of_polars).X.tolist() == from_dataframe(of_pandas).X.tolist()
    columns = from_dataframe(of_pandas).columns
    X = features_from_dataframe(of_polars.select(reversed(of_polars.columns)), columns)
    assert X.tolist() == from_dataframe(of_pandas).X.tolist()


def test_a_data_frame_and_the_file_that_it_writes_are_the_same(tmp_path):
    df = pets().drop(columns=["slept", "size"])
    df.to_csv(tmp_path / "pets.csv", index=False)
    assert load_csv(tmp_path / "pets.csv").X.tolist() == from_dataframe(df).X.tolist()
    df.to_csv(tmp_path / "numbered.csv")
    assert load_csv(tmp_path / "numbered.csv").features == from_dataframe(df).features


@pytest.mark.parametrize("suffix", ["parquet", "feather", "xlsx"])
def test_files_that_pandas_reads_are_tables(tmp_path, suffix):
    pytest.importorskip({"xlsx": "openpyxl"}.get(suffix, "pyarrow"), reason="not installed")
    df = pets().drop(columns=["slept"] if suffix == "xlsx" else [])
    path = tmp_path / f"pets.{suffix}"
    getattr(df, {"xlsx": "to_excel"}.get(suffix, f"to_{suffix}"))(
        path, **({"index": False} if suffix == "xlsx" else {})
    )
    dataset = load_dataset(path, label="kind", drop=["size"])
    assert dataset.X.tolist() == from_dataframe(df, drop=["size"]).X.tolist()
    assert load_csv_features(path, dataset.columns).tolist() == dataset.X.tolist()


def test_without_pandas_the_extra_that_brings_it_is_named(tmp_path, monkeypatch):
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match=r"x\.parquet: cannot be read"):
        load_dataset(tmp_path / "x.parquet")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(
        DataError, match=r"pandas and pyarrow .* pip install 'dnn-course\[tables\]'"
    ):
        load_dataset(tmp_path / "x.parquet")
    with pytest.raises(DataError, match="there is no such file"):
        dnn.datasets.dataframes.load_table(tmp_path / "y.xlsx")


def test_dnn_does_not_load_pandas():
    code = "import dnn, sys; dnn.from_dataframe; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_new_rows_of_a_data_frame_are_read_as_those_of_a_file(tmp_path):
    (tmp_path / "pets.csv").write_text("fur,legs,kind\nlong,4,cat\nshort,4,dog\n")
    columns = load_csv(tmp_path / "pets.csv").columns
    df = pandas.DataFrame({"legs": [3], "fur": pandas.Categorical(["short"])})
    assert features_from_dataframe(df, columns).tolist() == [[0], [1], [3]]
    with pytest.warns(ColumnWarning, match="'curly'"):
        features_from_dataframe(df.assign(fur="curly"), columns)
    with pytest.raises(DataError, match="the DataFrame: has no column 'fur'"):
        features_from_dataframe(df[["legs"]], columns)


def test_numbers_that_are_wanted_as_categories_are_written_as_people_write_them():
    df = pandas.DataFrame({"size": [3.0, 2.5, 3.0, 2.5], "big": [True, False] * 2, "y": [0, 1] * 2})
    dataset = from_dataframe(df, kinds={"size": "category", "big": "category"})
    assert dataset.features == ("size=2.5", "size=3", "big=False", "big=True")


def test_labels_of_every_dtype():
    x = [1.0, 2.0, 3.0, 4.0]

    def labels(values):
        dataset = from_dataframe(pandas.DataFrame({"x": x, "y": values}))
        return dataset.classes, dataset.Y.tolist()

    assert labels([True, False, True, True]) == (("False", "True"), [[1, 0, 1, 1]])
    assert labels([0.0, 1.0, np.nan, 1.0]) == (("0", "1"), [[0, 1, 1]])
    assert labels([0.5, 1.0, np.nan, 1.0]) == (None, [[0.5, 1, 1]])
    assert labels(pandas.Categorical([3, 1, 3, 1])) == (("1", "3"), [[1, 0, 1, 0]])


def test_what_is_no_data_frame_is_refused():
    with pytest.raises(TypeError, match="df must be a DataFrame of pandas or polars; got list"):
        from_dataframe([[1, 2]])
    twice = pandas.DataFrame([[1, 2, 0], [3, 4, 1]], columns=["a", "a", "y"])
    with pytest.raises(DataError, match="more than one column is called a"):
        from_dataframe(twice)
    with pytest.raises(DataError, match="has no rows"):
        from_dataframe(twice.iloc[:0, 1:])
    infinite = pandas.DataFrame({"a": [1.0, np.inf], "y": [0, 1]})
    with pytest.raises(DataError, match=r"column 'a': 1 of 2 is not finite, the first in row 1"):
        from_dataframe(infinite)
