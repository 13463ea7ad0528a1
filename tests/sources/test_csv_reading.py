"""Delimited text becomes columns of text, and every row of the file is either whole or kept with its reason."""

import gzip
from pathlib import Path

import pytest

from wayline.errors import InputError
from wayline.sources.opening import open_table
from wayline.sources.raw import BrokenRow, RawTable, ReadOptions


@pytest.fixture
def opened(tmp_path):
    def write_and_open(content: bytes | str, **read: str) -> RawTable:
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_table(path, ReadOptions(**read))

    return write_and_open


MANY_ROWS = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(300_000))


def rows(table: RawTable) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for batch in table.batches() for row in batch.table.to_pylist()]


def broken(table: RawTable) -> list[BrokenRow]:
    return [row for batch in table.batches() for row in batch.broken]


def rules(table: RawTable) -> set[str]:
    return {finding.rule for finding in table.findings}


def test_ids_are_text_and_keep_zeros_and_digits(opened):
    table = opened("id,tweet\n00042,567594449874587648\n")
    assert table.columns == ("id", "tweet")
    assert rows(table) == [("00042", "567594449874587648")]


def test_an_empty_cell_is_empty_text(opened):
    assert rows(opened('a,b,c\n1,,""\n')) == [("1", "", "")]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1,2\t3;4\n", "\t"),
        ("a|b\nx,y|z\n", "|"),
        ("sep=;\na;b\n1;2\n", ";"),
        ("name\nAnn\nBob\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_fits_the_rows(opened, text, delimiter):
    assert opened(text).read.delimiter == delimiter


def test_a_given_delimiter_is_not_doubted(opened):
    table = opened("a,b;c\n1,2;3\n", delimiter=";")
    assert table.columns == ("a,b", "c")
    assert "assumed-delimiter" not in rules(table)


def test_what_was_assumed_is_said(opened):
    assert {"assumed-encoding", "assumed-delimiter", "assumed-decimal"} <= rules(opened("a;b\n1,5;2,25\n3,75;4,5\n"))


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b\n1,5;2\n", ","),
        ("a;b\n1.234,56;2\n", ","),
        ("a,b\n1.5,2\n", "."),
        ("a;b\n1,234;2\n", "."),  # thousands or thousandths: not told by the file
    ],
)
def test_the_decimal_sign_is_told_from_the_numbers(opened, text, decimal):
    assert opened(text).read.decimal == decimal


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(opened):
    table = opened('id,text\r\n1,"a, ""b""\r\nc"\r\n2,5" disk\r\n')
    assert rows(table) == [("1", 'a, "b"\r\nc'), ("2", '5" disk')]


def test_rows_know_their_number_and_line(opened):
    (batch,) = opened('id,text\n1,"a\nb"\n2\n3,c\n').batches()
    assert batch.row_numbers().to_pylist() == [1, 3]
    assert batch.lines.to_pylist() == [2, 5]
    assert batch.rows == 3


def test_lines_are_known_after_line_breaks_in_cells(opened):
    (batch,) = opened('id,text\n1,"a\nb"\n2,c\n').batches()
    assert batch.lines.to_pylist() == [2, 4]


def test_a_row_with_too_few_or_too_many_cells_is_kept_with_its_reason(opened):
    table = opened("a,b\n1,2\n1,2,3\n4\n5,6\n")
    assert rows(table) == [("1", "2"), ("5", "6")]
    assert broken(table) == [
        BrokenRow(2, 3, "ragged-row", "cells in the row: 3, columns in the header: 2", "1,2,3"),
        BrokenRow(3, 4, "ragged-row", "cells in the row: 1, columns in the header: 2", "4"),
    ]


def test_a_quote_that_is_never_closed_costs_its_own_line_only(opened):
    table = opened('a,b\n1,2\n1,"2\n3,4\n5,6\n')
    assert rows(table) == [("1", "2"), ("3", "4"), ("5", "6")]
    assert [(row.row, row.line, row.rule, row.raw) for row in broken(table)] == [(2, 3, "unbalanced-quote", '1,"2')]


def test_a_quote_open_for_megabytes_costs_its_own_line_only(opened):
    table = opened('a,b\n1,"2\n' + ("x" * 1000 + ",4\n") * 40_000)
    assert sum(batch.table.num_rows for batch in table.batches()) == 40_000
    assert [row.line for row in broken(table)] == [2]


def test_quotes_can_be_ordinary_characters(opened):
    assert rows(opened('a,b\n1,"x\n2,y"\n', quote="none")) == [("1", '"x'), ("2", 'y"')]


def test_another_quote_can_be_given(opened):
    assert rows(opened("a,b\n1,'x,y'\n", quote="'")) == [("1", "x,y")]


def test_a_row_with_nul_bytes_is_broken(opened):
    table = opened(b"a,b\n1,\x002\n3,4\n")
    assert rows(table) == [("3", "4")]
    assert [row.rule for row in broken(table)] == ["nul-byte"]


def test_empty_lines_are_no_rows(opened):
    table = opened("\n\n,,\na,b,c\n\n1,2,3\n\n\n")
    assert table.columns == ("a", "b", "c")
    assert rows(table) == [("1", "2", "3")]


def test_spaces_around_column_names_are_taken_off_and_said(opened):
    table = opened("Q14FIND ,*RESPNUM,NETPRO  \n1,2,3\n")
    assert table.columns == ("Q14FIND", "*RESPNUM", "NETPRO")
    assert "header-spaces" in rules(table)


def test_a_name_with_nul_bytes_is_refused(opened):
    with pytest.raises(InputError, match="NUL bytes in its column names"):
        opened(b"a\x00,b\n1,2\n")


def test_columns_without_a_name_get_their_position(opened):
    table = opened("a,,c\n1,2,3\n")
    assert table.columns == ("a", "column 2", "c")
    assert "unnamed-column" in rules(table)


def test_a_name_twice_is_refused_with_its_positions(opened):
    with pytest.raises(InputError, match="'a' at columns 1, 3; 'b' at columns 2, 4"):
        opened("a,b,a,b\n1,2,3,4\n")


@pytest.mark.parametrize(
    "text",
    [
        "u1,2024-01-01,web\nu2,2024-01-02,web\n",
        "u1,signup,web\nu1,import,web\nu2,signup,web\n",
        "10245;3,5\n10246;4,5\n",
        "1,2,3\n4,5,6\n",
        "ann@example.org,x\nbob@example.org,y\n",
    ],
)
def test_a_first_line_that_looks_like_data_is_asked_about(opened, text):
    with pytest.raises(InputError, match="no header") as raised:
        opened(text)
    assert "header: no" in raised.value.hint


@pytest.mark.parametrize("text", ["country,2014,2015\nde,1,2\nfr,3,4\n", "who,2024-01-01\nann,5\n", "a,b\na,b\n1,2\n"])
def test_names_that_are_years_dates_or_repeated_lines_are_names(opened, text):
    assert opened(text).read.header == "yes"


def test_without_header_columns_are_numbered(opened):
    table = opened("u1,2024-01-01\nu2,2024-01-02\n", header="no")
    assert table.columns == ("column 1", "column 2")
    assert rows(table) == [("u1", "2024-01-01"), ("u2", "2024-01-02")]


def test_lines_above_the_header_are_refused(opened):
    with pytest.raises(InputError, match="1 columns in its first line, but 3 cells in line 3"):
        opened("Report of May\n\na,b,c\n1,2,3\n4,5,6\n")


def test_a_header_alone_is_a_table_of_no_rows(opened):
    table = opened("a,b\n")
    assert list(table.batches()) == []
    assert "no-rows" in rules(table)
    assert table.sample().column_names == ["a", "b"]


def test_zipped_text_is_told_by_its_bytes(opened):
    table = opened(gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n"))
    assert rows(table) == [("1", "2"), ("3", "4")]


def test_a_zipped_file_cut_off_fails_and_says_where(opened):
    whole = gzip.compress(MANY_ROWS, 1)
    table = opened(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"is cut off: .* after row 1\d{5}"):
        list(table.batches())


def test_damaged_zipped_data_fail_and_say_where(opened):
    damaged = bytearray(gzip.compress(MANY_ROWS, 1))
    damaged[len(damaged) // 2] ^= 0xFF
    with pytest.raises(InputError, match=r"is damaged: .* after row \d+"):
        list(opened(bytes(damaged)).batches())


def test_a_line_of_ten_megabytes_is_no_header(opened):
    with pytest.raises(InputError, match="a first line of more than"):
        opened("x" * 10_000_000)


def test_a_row_of_ten_megabytes_is_kept_in_short(opened):
    (row,) = broken(opened("a,b\n1,2\n" + "x" * 10_000_000 + "\n3,4\n"))
    assert row.rule == "ragged-row"
    assert len(row.raw) < 2100


def test_a_cell_of_ten_megabytes_arrives_whole(opened):
    cell = "x\n" * 5_000_000
    arrived = rows(opened(f'a,b\n1,"{cell}"\n3,4\n'))
    assert [(row[0], len(row[1])) for row in arrived] == [("1", len(cell)), ("3", 1)]
    assert arrived[0][1].replace("x\n", "") == ""


@pytest.mark.parametrize("read", [{"delimiter": "ab"}, {"quote": "\n"}, {"header": "maybe"}, {"encoding": "klingon"}])
def test_options_that_mean_nothing_are_refused(opened, read):
    with pytest.raises(InputError):
        opened("a,b\n1,2\n", **read)


def test_sample_gives_the_first_rows(opened):
    table = opened("a\n" + "".join(f"x{n}\n" for n in range(100)))
    assert table.sample(3).column("a").to_pylist() == ["x0", "x1", "x2"]


def test_progress_tells_the_bytes_of_the_file(opened):
    table = opened("a,b\n" + "1,2\n" * 800_000)
    seen: list[tuple[int, int]] = []
    list(table.batches(progress=lambda done, total: seen.append((done, total))))
    assert seen[-1] == (table.bytes_total, table.bytes_total)
    assert seen == sorted(seen)
    assert table.bytes_total == Path(table.path).stat().st_size


def test_batches_can_be_asked_for_twice_and_findings_are_not_doubled(opened):
    table = opened(b"a,b\n1,\xe9\n", encoding="utf-8")
    assert rows(table) == rows(table) == [("1", "é")]
    assert [finding.rule for finding in table.findings].count("invalid-bytes") == 1
