"""Parquet columns keep their types; what DuckDB and JSON do not know becomes text or a plainer type."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wayline.errors import InputError
from wayline.sources.opening import open_table

NOON = dt.datetime(2024, 1, 2, 12, 0)  # noqa: DTZ001 - a time without zone is what is meant


def read(tmp_path, table: pa.Table, **options) -> pa.Table:
    pq.write_table(table, tmp_path / "t.parquet", **options)
    opened = open_table(tmp_path / "t.parquet")
    assert opened.format == "parquet"
    return pa.concat_tables([batch.table for batch in opened.batches()])


@pytest.mark.parametrize(
    ("column", "kind", "values"),
    [
        (pa.array([1, None], pa.int32()), pa.int32(), [1, None]),
        (pa.array(["007", None]), pa.string(), ["007", None]),
        (pa.array(["x", "y", "x"]).dictionary_encode(), pa.string(), ["x", "y", "x"]),
        (pa.array(["x"], pa.large_string()), pa.string(), ["x"]),
        (pa.array([Decimal("1.10")]), pa.decimal128(3, 2), [Decimal("1.10")]),
        (pa.array([NOON], pa.timestamp("us")), pa.timestamp("us"), [NOON]),
        (
            pa.array([NOON], pa.timestamp("us", "Europe/Berlin")),
            pa.timestamp("us", "Europe/Berlin"),
            [NOON.replace(tzinfo=dt.UTC)],
        ),
        (pa.array([{"a": 1, "b": [1.5, None]}, None]), pa.string(), ['{"a":1,"b":[1.5,null]}', None]),
        (pa.array([[1, 2], []]), pa.string(), ["[1,2]", "[]"]),
        (pa.array([[NOON.date()]]), pa.string(), ['["2024-01-02"]']),
        (pa.array([[float("nan"), float("inf")]]), pa.string(), ["[null,null]"]),
        (pa.array([b"abc"]), pa.string(), ["abc"]),
        (pa.array([b"\xff\xfe"]), pa.string(), ["//4="]),
        (pa.array([None, None], pa.null()), pa.string(), [None, None]),
        (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), pa.string(), ['[["k",1]]']),
    ],
)
def test_columns_keep_their_type_or_become_text(tmp_path, column, kind, values):
    table = read(tmp_path, pa.table({"c": column}))
    assert table.schema.field("c").type == kind
    assert table.column("c").to_pylist() == values


def test_nested_columns_are_said(tmp_path):
    pq.write_table(pa.table({"a": [[1]], "b": [1]}), tmp_path / "t.parquet")
    (finding,) = open_table(tmp_path / "t.parquet").findings
    assert (finding.rule, finding.examples) == ("nested-column", ("a",))


def test_rows_come_in_batches_with_progress(tmp_path):
    pq.write_table(pa.table({"a": range(150_000)}), tmp_path / "t.parquet")
    opened = open_table(tmp_path / "t.parquet")
    seen: list[tuple[int, int]] = []
    batches = list(opened.batches(progress=lambda done, total: seen.append((done, total))))
    assert [batch.first_row for batch in batches] == [1, 65_537, 131_073]
    assert seen[-1] == (opened.bytes_total, opened.bytes_total)
    assert opened.sample(2).column("a").to_pylist() == [0, 1]


def test_the_suffix_does_not_matter(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "t.csv")
    assert open_table(tmp_path / "t.csv").format == "parquet"


def test_no_rows_is_said(tmp_path):
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), tmp_path / "t.parquet")
    opened = open_table(tmp_path / "t.parquet")
    assert list(opened.batches()) == []
    assert [finding.rule for finding in opened.findings] == ["no-rows"]


@pytest.mark.parametrize("cut", [10, 200, -5])
def test_a_damaged_file_is_refused(tmp_path, cut):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": range(1000)}), path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match="damaged Parquet file"):
        open_table(path)


def test_a_page_that_does_not_unpack_is_refused_with_its_row(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": [f"x{n}" for n in range(1000)]}), path, use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[40:400] = b"\xff" * 360
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="damaged Parquet file"):
        list(open_table(path).batches())


def test_a_name_twice_is_refused(tmp_path):
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"]), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="'a' at columns 1, 2"):
        open_table(tmp_path / "t.parquet")
