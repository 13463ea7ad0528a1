"""A sheet of a workbook is a table: cells as they would be typed, stored values for formulas, and a clear answer for what is no table."""

import datetime as dt
import io
import zipfile
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayline.errors import InputError
from wayline.sources.opening import open_table
from wayline.sources.propose import propose
from wayline.sources.raw import DETECT, ReadOptions

Moment = partial(dt.datetime, tzinfo=None)  # spreadsheets know no zones


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day, clock = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        )
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.datetime):
                        sheet.write_datetime(at, column, cell, clock)
                    elif isinstance(cell, dt.date):
                        sheet.write_datetime(at, column, cell, day)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return path


def rows(path: Path, read: ReadOptions = DETECT) -> list[list[str | None]]:
    return [list(row.values()) for batch in open_table(path, read).batches() for row in batch.table.to_pylist()]


def rules(path: Path) -> dict[str, int]:
    table = open_table(path)
    list(table.batches())
    return {finding.rule: finding.count for finding in table.findings}


EVENTS = [
    ["customer", "when", "what", "amount", "open"],
    [17.0, Moment(2024, 1, 2, 13, 14, 15), "order", 12.5, True],
    [18.0, Moment(2024, 1, 3), "pay", 1200.0, False],
]


def test_cells_are_text_as_they_would_be_typed(tmp_path):
    assert rows(workbook(tmp_path / "x.xlsx", Orders=EVENTS)) == [
        ["17", "2024-01-02T13:14:15", "order", "12.5", "true"],
        ["18", "2024-01-03", "pay", "1200", "false"],
    ]


def test_the_first_filled_visible_sheet_is_read_and_the_others_are_named(tmp_path):
    path = workbook(tmp_path / "x.xlsx", Empty=[], Orders=EVENTS, Notes=[["a", "b"], ["c", "d"]])
    table = open_table(path)
    [said] = table.findings
    assert table.read.sheet == "Orders"
    assert said.rule == "sheet"
    assert "'Orders' was read" in said.message
    assert said.examples == ("Notes",)
    assert rows(path, ReadOptions(sheet="Notes")) == [["c", "d"]]


def test_an_unknown_sheet_is_answered_with_those_that_are_there(tmp_path):
    path = workbook(tmp_path / "x.xlsx", Orders=EVENTS)
    with pytest.raises(InputError, match=r"'Order' is not there. Did you mean 'Orders'"):
        open_table(path, ReadOptions(sheet="Order"))


def test_titles_above_and_empty_rows_and_columns_are_no_data(tmp_path):
    grid = [
        ["Export of March"],
        [],
        [None, "id", "what", None, "note"],
        [],
        [None, 1, "a", None, "n"],
        [],
        [None, 2, "b"],
    ]
    path = workbook(tmp_path / "x.xlsx", S=grid)
    table = open_table(path)
    [batch] = table.batches()
    assert table.columns == ("id", "what", "note")
    assert batch.table.to_pylist() == [
        {"id": "1", "what": "a", "note": "n"},
        {"id": "2", "what": "b", "note": None},
    ]
    assert batch.lines.to_pylist() == [5, 7]
    assert rules(path) == {"rows-above-header": 1}


def test_merged_cells_hold_their_value_in_every_row(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["region", "what"])
        sheet.merge_range(1, 0, 3, 0, "North")
        for row, what in enumerate("abc", 1):
            sheet.write(row, 1, what)
    assert rows(path) == [["North", "a"], ["North", "b"], ["North", "c"]]
    assert rules(path)["merged-cells"] == 2


def test_stored_values_of_formulas_are_read_and_errors_and_long_ids_are_said(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "sum", "lost"])
        sheet.write(1, 0, 12345678901234567)
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    assert rows(path)[0][1:] == ["2", None]
    assert rules(path) == {"formula-error": 1, "long-number": 1}


def test_the_sheet_stands_in_the_proposed_roles(tmp_path):
    many = [
        EVENTS[0],
        *([n % 7, Moment(2024, 1, 1 + n % 20, 10), ["order", "pay"][n % 2], 2.5, True] for n in range(40)),
    ]
    proposal = propose(open_table(workbook(tmp_path / "x.xlsx", Orders=many, Notes=[["a"], ["b"]])))
    assert proposal.roles.read.sheet == "Orders"
    assert proposal.roles.times["occurred_at"].column == "when"


def repacked(content: bytes, put: bytes) -> bytes:
    """The workbook with its first sheet's cells replaced."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, after = text.split(b"<sheetData>")[0], text.split(b"</sheetData>")[1]
                text = before + b"<sheetData>" + put + b"</sheetData>" + after
            new.writestr(name, text)
    return sink.getvalue()


HOSTILE = {
    "names the cell": b'<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>',
    "cells; at most": b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "not well-formed": b"<row><c></row>",
    "without a filled cell": b"",
}


@pytest.mark.parametrize(("message", "cells"), HOSTILE.items())
def test_workbooks_that_ask_too_much_are_refused(tmp_path, message, cells):
    path = workbook(tmp_path / "x.xlsx", S=EVENTS)
    path.write_bytes(repacked(path.read_bytes(), cells))
    with pytest.raises(InputError, match=message):
        open_table(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=3), st.integers(0, 20)), min_size=1, max_size=3)
)
def test_mutated_workbooks_are_read_or_refused(tmp_path, edits):
    path = tmp_path / "x.xlsx"
    sheet = (
        b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="b"><v>1</v></c></row><row r="2"><c r="A2"><f>1</f></c></row>'
    )
    for place, put, drop in edits:
        at = int(place * len(sheet))
        sheet = sheet[:at] + put + sheet[at + drop :]
    path.write_bytes(repacked(workbook(path, S=EVENTS).read_bytes(), sheet))
    try:
        table = open_table(path, ReadOptions(header="no"))
        assert all(batch.rows for batch in table.batches())
    except InputError as error:
        assert error.message  # noqa: PT017
