"""JSON lines and JSON lists: every key is a column, numbers keep their digits, a broken line costs itself only."""

import gzip
import json

import pytest

from wayline.errors import InputError
from wayline.sources.opening import open_table
from wayline.sources.raw import RawTable, ReadOptions


@pytest.fixture
def opened(tmp_path):
    def write_and_open(content: bytes | str, name: str = "table.jsonl", **read: str) -> RawTable:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_table(path, ReadOptions(**read))

    return write_and_open


def rows(table: RawTable) -> list[dict[str, str | None]]:
    return [row for batch in table.batches() for row in batch.table.to_pylist()]


def broken(table: RawTable) -> list[tuple[int, int | None, str]]:
    return [(row.row, row.line, row.rule) for batch in table.batches() for row in batch.broken]


def test_numbers_keep_the_digits_they_were_written_with(opened):
    table = opened('{"id": 12345678901234567890123, "price": 1.10, "e": 1E5, "zero": -0}\n')
    assert rows(table) == [{"id": "12345678901234567890123", "price": "1.10", "e": "1E5", "zero": "-0"}]


def test_nested_values_stay_json_text_under_their_key(opened):
    (row,) = rows(opened('{"a": {"b": [1.50, null, true, "é\\n"]}, "c": [], "d": false}\n'))
    assert row == {"a": '{"b":[1.50,null,true,"é\\n"]}', "c": "[]", "d": "false"}


def test_keys_that_come_late_are_columns_too(opened):
    table = opened('{"a": 1}\n' + '{"a": 2}\n' * 30_000 + '{"b": 3}\n')
    assert table.columns == ("a", "b")
    assert rows(table)[-1] == {"a": None, "b": "3"}


def test_null_and_absent_are_missing_and_empty_is_empty(opened):
    assert rows(opened('{"a": null, "b": ""}\n{"b": "x"}\n')) == [{"a": None, "b": ""}, {"a": None, "b": "x"}]


def test_a_broken_line_is_kept_with_its_number(opened):
    table = opened('{"a": 1}\n\n{"a": \n[1]\n{"a": 2} x\n{"a": "\\u0000"}\n{"a": 3}\n')
    assert rows(table) == [{"a": "1"}, {"a": "3"}]
    assert broken(table) == [
        (2, 3, "invalid-json"),
        (3, 4, "not-an-object"),
        (4, 5, "invalid-json"),
        (5, 6, "nul-byte"),
    ]


def test_row_numbers_leave_the_broken_ones_out(opened):
    (batch,) = opened('{"a": 1}\n{\n{"a": 3}\n').batches()
    assert batch.row_numbers().to_pylist() == [1, 3]
    assert batch.lines.to_pylist() == [1, 3]


def test_a_list_of_objects_is_read_element_by_element(opened):
    table = opened('[{"id": 1},\n {"id": 2, "k": [1,\n 2]}, 5,\n {"id": 3}]', "table.json")
    assert rows(table) == [{"id": "1", "k": None}, {"id": "2", "k": "[1,2]"}, {"id": "3", "k": None}]
    assert broken(table) == [(3, 3, "not-an-object")]


def test_a_long_list_is_read_in_pieces(opened):
    table = opened(json.dumps([{"n": n, "t": "x" * 50} for n in range(50_000)]), "table.json")
    assert [row["n"] for row in rows(table)] == [str(n) for n in range(50_000)]


@pytest.mark.parametrize(
    "text", ['[{"a": 1}, {"a":', '[{"a": 1} {"a": 2}]', '[{"a": 1}', '[{"a": 1}] x', '[{"a": 1},]']
)
def test_a_list_that_is_cut_or_broken_is_refused_with_the_row(opened, text):
    with pytest.raises(InputError, match=r"list is broken: .* after row 1"):
        opened(text, "table.json")


def test_one_object_over_many_lines_is_no_table(opened):
    with pytest.raises(InputError, match="holds no row"):
        opened('{\n "a": 1,\n "rows": []\n}\n', "table.json")


def test_objects_without_keys_are_no_rows(opened):
    with pytest.raises(InputError, match="only empty objects"):
        opened("{}\n{}\n")


def test_an_empty_list_is_a_table_of_no_rows(opened):
    table = opened("[]", "table.json")
    assert (table.columns, rows(table)) == ((), [])
    assert [finding.rule for finding in table.findings] == ["no-rows"]


def test_half_a_surrogate_pair_becomes_the_replacement_character(opened):
    assert rows(opened('{"a": "\\ud83d\\ude00 \\ud83d"}\n')) == [{"a": "😀 \ufffd"}]


def test_deep_nesting_is_a_broken_line(opened):
    table = opened('{"a": 1}\n{"a": ' + "[" * 100_000 + "]" * 100_000 + "}\n")
    assert broken(table) == [(2, 2, "invalid-json")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_and_other_encodings_are_read(opened, encoding):
    assert rows(opened('{"a": "ä"}\n'.encode(encoding))) == [{"a": "ä"}]


def test_zipped_lines_that_are_cut_fail_and_say_where(opened):
    whole = gzip.compress("".join(f'{{"a": {n * 7919 % 10007}}}\n' for n in range(200_000)).encode())
    with pytest.raises(InputError, match=r"is cut off: .* after row \d{5}"):
        opened(whole[: len(whole) // 2])
