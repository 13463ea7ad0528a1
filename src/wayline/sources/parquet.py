"""Parquet: columns keep their types; dictionaries are written out, nested values become JSON text."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as arrow_parquet

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.byte_stream import ByteStream
from wayline.sources.header import column_names
from wayline.sources.json_text import Literal, json_text
from wayline.sources.raw import Progress, RawBatch, RawTable, ReadOptions

BATCH_ROWS = 65_536


def open_parquet(stream: ByteStream, read: ReadOptions) -> RawTable:
    """Opens a Parquet file. Raises InputError where it is damaged or has no columns or one name twice."""
    with _readable(stream, 0), arrow_parquet.ParquetFile(stream.path) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
        names, findings = column_names(stream.path, schema.names)
    if not names:
        raise InputError(f"{stream.path} is a Parquet file without columns", hint="Export the table again.")
    return RawTable(
        stream.path,
        "parquet",
        names,
        replace(read, decimal=".", header="yes"),
        stream.size,
        lambda progress, found: _batches(stream, names, rows, progress, found),
        (*findings, *_nested(schema, names)),
    )


def _nested(schema: pa.Schema, names: tuple[str, ...]) -> list[Finding]:
    nested = tuple(name for name, kind in zip(names, schema.types, strict=True) if pa.types.is_nested(kind))
    if not nested:
        return []
    message = f"nested columns were read as JSON text: {', '.join(nested[:5])}"
    return [Finding("nested-column", "info", message, count=len(nested), examples=nested[:5])]


def _batches(
    stream: ByteStream, names: tuple[str, ...], rows: int, progress: Progress, found: list[Finding]
) -> Iterator[RawBatch]:
    row = 1
    for table in _tables(stream, names):
        yield RawBatch(row, table)
        row += table.num_rows
        progress(stream.size * (row - 1) // max(1, rows), stream.size)
    if row == 1:
        found.append(Finding("no-rows", "warning", f"{stream.path} has columns and no rows"))


def _tables(stream: ByteStream, names: tuple[str, ...]) -> Iterator[pa.Table]:
    row = 0
    with arrow_parquet.ParquetFile(stream.path) as file:
        pieces = file.iter_batches(batch_size=BATCH_ROWS, use_threads=False)
        while True:
            with _readable(stream, row):
                piece = next(pieces, None)
                if piece is None:
                    return
                table = pa.Table.from_arrays([plain_column(column) for column in piece.columns], names=list(names))
                table.validate(full=True)  # damaged pages can hold text that is none
            if table.num_rows:
                yield table
            row += table.num_rows


@contextmanager
def _readable(stream: ByteStream, row: int) -> Iterator[None]:
    """Turns what Arrow raises on damaged files into an InputError."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError, KeyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        place = f" after row {row}" if row else ""
        raise InputError(
            f"{stream.path} is a damaged Parquet file{place}: {reason[:200]}",
            hint="Copy or export it again; nothing of it was kept.",
        ) from error


def plain_column(column: pa.Array) -> pa.Array:
    """A column of a type that DuckDB and JSON know: text, numbers, truth, times."""
    kind = column.type
    if isinstance(column, pa.ExtensionArray):
        return plain_column(column.storage)
    if pa.types.is_dictionary(kind):
        return plain_column(column.cast(kind.value_type))
    if pa.types.is_run_end_encoded(kind):
        return plain_column(pa.compute.run_end_decode(column))
    if pa.types.is_nested(kind):
        return pa.array(
            [None if value is None else json_text(_jsonable(value)) for value in column.to_pylist()], pa.string()
        )
    if (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    ):
        return _text_of_bytes(column)
    if (
        pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_null(kind)
        or pa.types.is_decimal256(kind)
    ):
        return column.cast(pa.string())
    if pa.types.is_float16(kind):
        return column.cast(pa.float32())
    if pa.types.is_duration(kind):
        return column.cast(pa.int64())
    return column


def _text_of_bytes(column: pa.Array) -> pa.Array:
    values = column.to_pylist()
    try:
        return pa.array([None if value is None else value.decode() for value in values], pa.string())
    except UnicodeDecodeError:
        return pa.array([None if value is None else base64.b64encode(value).decode() for value in values], pa.string())


def _jsonable(value: object) -> object:
    """A Python value of Arrow's as lists, objects, text and numbers as written."""
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, float):
        return Literal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, int | Decimal):
        return Literal(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
