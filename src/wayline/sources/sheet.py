"""The rows of one raw batch inside DuckDB, and the SQL text for their cells.

Columns are registered by position (`c0`, `c1`, …), because DuckDB takes `Id` and `id` for one name and a table may hold both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.sources.raw import RawBatch, ReadOptions
from wayline.sources.role_model import Cells, Either, Roles, Value, Word

if TYPE_CHECKING:
    import duckdb

VIEW = "raw_batch"
_NUMBER = r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"
_GROUPED = r"[-+]?\d{1,3}(\.\d{3})+(,\d*)?"
_BLANK = "' \t\n\r'"


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def cell_says(cell: str, rest: str) -> str:
    """SQL of a message that begins with a cell in quotes."""
    return f"chr(39) || {cell} || {quoted(chr(39) + rest)}"


def rows_of(batch: RawBatch) -> pa.Table:
    """The batch as it is registered: `row`, `line`, and the columns by position."""
    table = batch.table
    lines = batch.lines if batch.lines is not None else pa.nulls(table.num_rows, pa.int64())
    names = ["row", "line", *(f"c{index}" for index in range(table.num_columns))]
    return pa.Table.from_arrays([batch.row_numbers(), lines, *table.columns], names=names)


@dataclass(frozen=True)
class Sheet:
    """SQL for the cells of a batch. Every expression may stand in a SELECT from VIEW; a missing cell is NULL."""

    columns: tuple[str, ...]
    types: tuple[pa.DataType, ...]
    read: ReadOptions
    is_nested: bool = False

    def raw(self, column: str) -> str:
        return f"c{self.columns.index(column)}"

    def type_of(self, column: str) -> pa.DataType:
        return self.types[self.columns.index(column)]

    def is_text(self, column: str) -> bool:
        return _is_text(self.type_of(column))

    def text(self, column: str) -> str:
        """The cell as it stands, NULL where it is missing: blank, or one of the words for it."""
        cell = self.raw(column)
        if not self.is_text(column):
            return _plain_text(cell, self.type_of(column))
        words = [word for word in self.read.missing if word.strip()]
        listed = f" WHEN {cell} IN ({', '.join(map(quoted, words))}) THEN NULL" if words else ""
        # What begins above the space is not blank: one cheap comparison for nearly every cell.
        return f"CASE{listed} WHEN {cell} >= '!' THEN {cell} WHEN trim({cell}, {_BLANK}) <> '' THEN {cell} END"

    def value(self, value: Value | None) -> str:
        """The text of a role. Parts that are missing make a joined key NULL; in a name joined by a space they are left out."""
        match value:
            case None:
                return "NULL::VARCHAR"
            case Word(text):
                return f"{quoted(text)}::VARCHAR"
            case Either(name):
                raise AssertionError(f"'{name}' is not decided; roles are bound before rows are read")
            case Cells((column,)):
                return self.text(column)
            case Cells(columns, " "):
                return f"nullif(concat_ws(' ', {', '.join(map(self.text, columns))}), '')"
            case Cells(columns, joiner):
                return "(" + f" || {quoted(joiner)} || ".join(f"({self.text(column)})" for column in columns) + ")"

    def number(self, value: Value) -> str:
        """A DOUBLE, NULL where the cell is missing or no number."""
        if isinstance(value, Cells) and len(value.columns) == 1 and not self.is_text(value.columns[0]):
            cell = f"TRY_CAST({self.raw(value.columns[0])} AS DOUBLE)"
            return f"CASE WHEN isfinite({cell}) THEN {cell} END"
        return number_of(self.value(value), self.read.decimal)

    def json(self, columns: Iterable[str]) -> str:
        """A JSON object of these columns by name; missing cells are left out."""
        pairs = ", ".join(f"{quoted(_key(column))} || {self._json_cell(column)}" for column in columns)
        return f"'{{' || concat_ws(',', {pairs}) || '}}'" if pairs else "'{}'"

    def _json_cell(self, column: str) -> str:
        if pa.types.is_floating(self.type_of(column)):
            cell = self.raw(column)
            return f"CASE WHEN isfinite({cell}) THEN to_json({cell}) END"
        if pa.types.is_integer(self.type_of(column)) or pa.types.is_boolean(self.type_of(column)):
            return f"to_json({self.raw(column)})"
        if self.is_nested:
            cell = self.text(column)
            return f"CASE WHEN json_valid({cell}) AND left(ltrim({cell}), 1) IN ('{{', '[') THEN {cell} ELSE to_json({cell}) END"
        return f"to_json({self.text(column)})"

    def hash(self, *, also: str = "''") -> str:
        """The md5 of all cells: equal for equal rows whatever the order of the columns, different for all others.

        Each cell carries its length, so that no text in it can pass for the border between two cells.
        """
        names = sorted(self.columns)
        parts = [f"coalesce(strlen({cell})::VARCHAR, '~'), ':', {cell}" for cell in map(self._hash_cell, names)]
        return f"md5(concat({quoted(chr(31).join(names))}, {', '.join([*parts, also])}))"

    def _hash_cell(self, column: str) -> str:
        return self.raw(column) if self.is_text(column) else f"{self.raw(column)}::VARCHAR"


def sheet_of(columns: Sequence[str], batch: RawBatch, read: ReadOptions, *, is_nested: bool = False) -> Sheet:
    """`is_nested`: text cells may hold JSON objects and lists, which stay such in `properties`."""
    return Sheet(tuple(columns), tuple(batch.table.schema.types), read, is_nested)


def read_as(roles: ReadOptions, file: ReadOptions) -> ReadOptions:
    """What roles say of reading, and the detected rest."""
    return replace(
        file,
        decimal=roles.decimal or file.decimal,
        dates=roles.dates or file.dates,
        zone=roles.zone or file.zone,
        missing=roles.missing or file.missing,
    )


def kept(sheet: Sheet, roles: Roles) -> list[str]:
    """The columns that go into `properties`: all but the dropped ones."""
    return [column for column in sheet.columns if column not in roles.drop]


def registered(con: duckdb.DuckDBPyConnection, batch: RawBatch) -> None:
    """Makes the batch the view that every expression selects from."""
    con.register(VIEW, rows_of(batch))


def number_of(text: str, decimal: str) -> str:
    """A DOUBLE from text with this decimal mark, NULL where it is no number. Points that group thousands are taken out of `1.234,50`."""
    cell = f"trim({text}, {_BLANK})"
    if decimal == ",":
        grouped = f"CASE WHEN regexp_full_match({cell}, '{_GROUPED}') THEN replace({cell}, '.', '') ELSE {cell} END"
        cell = f"replace({grouped}, ',', '.')"
    return f"CASE WHEN regexp_full_match({cell}, '{_NUMBER}') THEN TRY_CAST({cell} AS DOUBLE) END"


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or _is_text_dictionary(kind)
    )


def _is_text_dictionary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind)) and _is_text(kind.value_type)


def _plain_text(cell: str, kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        # A column of whole ids with gaps arrives as floating point; `12345.0` is nobody's id.
        whole = f"{cell} = trunc({cell}) AND abs({cell}) < 9007199254740992"
        return f"CASE WHEN isnan({cell}) THEN NULL WHEN {whole} THEN {cell}::BIGINT::VARCHAR ELSE {cell}::VARCHAR END"
    return f"{cell}::VARCHAR"


def _key(column: str) -> str:
    return json.dumps(column, ensure_ascii=False) + ":"
