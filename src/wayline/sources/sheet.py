"""The rows of one raw batch inside DuckDB, and the SQL text for their cells.

Columns are registered by position (`c0`, `c1`, …), because DuckDB takes `Id` and `id` for one name and a table may hold both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.sources.cells import are_full, are_plain, may_nest, wall_times, whole
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


@dataclass(frozen=True)
class Sheet:
    """SQL for the cells of a batch. Every expression may stand in a SELECT from VIEW; a missing cell is NULL.

    `full` are the text columns of which no cell is missing or blank, `plain` those in which JSON escapes nothing; `walls` holds
    columns of wall-clock times that were read already (µs).
    """

    columns: tuple[str, ...]
    types: tuple[pa.DataType, ...]
    read: ReadOptions
    is_nested: bool = False
    full: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    walls: Mapping[str, pa.Array] = field(default_factory=dict)

    def raw(self, column: str) -> str:
        return f"c{self.columns.index(column)}"

    def type_of(self, column: str) -> pa.DataType:
        return self.types[self.columns.index(column)]

    def is_text(self, column: str) -> bool:
        return _is_text(self.type_of(column))

    def wall(self, column: str) -> str:
        """A column of `walls`."""
        return f"w{self.columns.index(column)}"

    def text(self, column: str) -> str:
        """The cell as it stands, NULL where it is missing: blank, or one of the words for it."""
        cell = self.raw(column)
        if not self.is_text(column):
            return _plain_text(cell, self.type_of(column))
        words = [word for word in self.read.missing if word.strip()]
        if not words and column in self.full:
            return cell
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
        columns = list(columns)
        if columns and all(self._is_certain(column) for column in columns):
            return self._json_of_certain(columns)
        pairs = ", ".join(f"{quoted(_key(column))} || {self._json_cell(column)}" for column in columns)
        return f"'{{' || concat_ws(',', {pairs}) || '}}'" if pairs else "'{}'"

    def _is_certain(self, column: str) -> bool:
        """Whether every cell is there and its text is JSON once it stands in quotes."""
        if self.is_text(column):
            begins_like_json = self.is_nested and column not in self.plain
            return column in self.full and self.text(column) == self.raw(column) and not begins_like_json
        return column in self.full and pa.types.is_temporal(self.type_of(column))

    def _json_of_certain(self, columns: list[str]) -> str:
        """As `json`, in one piece: commas and names between cells that are all there."""
        pieces, text = [], "{"
        for column in columns:
            bare = not self.is_text(column) or column in self.plain
            text += _key(column) + '"' * bare
            pieces += [quoted(text), self.text(column) if bare else f"to_json({self.text(column)})"]
            text = '"' * bare + ","
        return f"concat({', '.join(pieces)}, {quoted(text[:-1] + '}')})"

    def _json_cell(self, column: str) -> str:
        if pa.types.is_floating(self.type_of(column)):
            cell = self.raw(column)
            return f"CASE WHEN isfinite({cell}) THEN to_json({cell}) END"
        if pa.types.is_integer(self.type_of(column)) or pa.types.is_boolean(self.type_of(column)):
            return f"to_json({self.raw(column)})"
        if self.is_nested:
            cell = self.text(column)
            # CASE inside CASE: only what begins as an object or a list is tried as JSON, AND would try every cell
            valid = f"CASE WHEN json_valid({cell}) THEN {cell} ELSE to_json({cell}) END"
            return f"CASE WHEN left(ltrim({cell}), 1) IN ('{{', '[') THEN {valid} ELSE to_json({cell}) END"
        return f"to_json({self.text(column)})"

    def hash(self, *, also: str = "''") -> str:
        """The md5 of all cells: equal for equal rows whatever the order of the columns, different for all others.

        Each cell carries its length, so that no text in it can pass for the border between two cells.
        """
        names = sorted(self.columns)
        parts = [f"{self._length(name)}, ':', {self._hash_cell(name)}" for name in names]
        return f"md5(concat({quoted(chr(31).join(names))}, {', '.join([*parts, also])}))"

    def _length(self, column: str) -> str:
        length = f"strlen({self._hash_cell(column)})::VARCHAR"
        return length if column in self.full else f"coalesce({length}, '~')"

    def _hash_cell(self, column: str) -> str:
        return self.raw(column) if self.is_text(column) else f"{self.raw(column)}::VARCHAR"


def sheet_of(
    columns: Sequence[str], batch: RawBatch, read: ReadOptions, *, is_nested: bool = False, times: Iterable[str] = ()
) -> Sheet:
    """`is_nested`: text cells may hold JSON objects and lists, which stay such in `properties`. `times` are the columns of ISO times."""
    cells = dict(zip(columns, map(whole, batch.table.columns), strict=True))
    texts = {name: column for name, column in cells.items() if pa.types.is_string(column.type)}
    full = {name for name, column in cells.items() if name not in texts and _is_full(column)}
    full |= {name for name, column in texts.items() if are_full(column)}
    plain = frozenset(
        name for name, column in texts.items() if are_plain(column) and not (is_nested and may_nest(column))
    )
    read_times = {name: wall_times(texts[name]) for name in dict.fromkeys(times) if name in texts}
    walls = {name: column for name, column in read_times.items() if column is not None}
    return Sheet(tuple(columns), tuple(batch.table.schema.types), read, is_nested, frozenset(full), plain, walls)


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


def registered(con: duckdb.DuckDBPyConnection, batch: RawBatch, sheet: Sheet) -> None:
    """Makes the batch the view that every expression selects from: `row`, `line`, and the columns by position."""
    table = batch.table
    lines = batch.lines if batch.lines is not None else pa.nulls(table.num_rows, pa.int64())
    names = ["row", "line", *(f"c{index}" for index in range(table.num_columns)), *map(sheet.wall, sheet.walls)]
    con.register(
        VIEW,
        pa.Table.from_arrays([batch.row_numbers(), lines, *table.columns, *sheet.walls.values()], names=names),
    )


def number_of(text: str, decimal: str) -> str:
    """A DOUBLE from text with this decimal mark, NULL where it is no number. Points that group thousands are taken out of `1.234,50`."""
    cell = f"trim({text}, {_BLANK})"
    if decimal == ",":
        grouped = f"CASE WHEN regexp_full_match({cell}, '{_GROUPED}') THEN replace({cell}, '.', '') ELSE {cell} END"
        cell = f"replace({grouped}, ',', '.')"
    return f"CASE WHEN regexp_full_match({cell}, '{_NUMBER}') THEN TRY_CAST({cell} AS DOUBLE) END"


def _is_full(column: pa.Array) -> bool:
    """Whether every cell of a column that is no text has a value; of floating point, not every value has a text."""
    return column.null_count == 0 and not pa.types.is_floating(column.type)


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
