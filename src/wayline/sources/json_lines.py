"""JSON lines, one object a line, and JSON lists of objects: every key is a column of text, in order of first sight.

Numbers keep their digits, nested values are JSON text under their own key, null and absent keys are missing cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.byte_stream import ByteStream, DamagedFileError
from wayline.sources.header import MOST_COLUMNS, refuse_duplicates
from wayline.sources.json_array import elements
from wayline.sources.json_text import Fault, Item, cell, parsed
from wayline.sources.raw import LONGEST_RAW, BrokenRow, Progress, RawBatch, RawTable, ReadOptions
from wayline.sources.text_encoding import Repairs, as_utf8, choose_encoding, repaired

BATCH_ROWS = 200_000
PART_ROWS = 10_000
"""Python objects held at a time; with many more of them the garbage collector takes most of the time."""

BATCH_CELLS = 4_000_000
BATCH_BYTES = 16 << 20
LONGEST_LINE = 64 << 20


Cut = Callable[[Iterable[bytes]], Iterator[Item]]
"""Lines of text in, rows out."""


@dataclass(frozen=True, slots=True)
class _Source:
    stream: ByteStream
    encoding: str
    read_items: Cut

    def items(self, progress: Progress, repairs: Repairs) -> Iterator[Item]:
        """Every row, whole or faulty, in file order. Raises InputError, with the row, where the file is damaged."""
        row = 0
        try:
            for item in self.read_items(_lines(self.stream, self.encoding, progress, repairs)):
                row += 1
                yield item
        except DamagedFileError as error:
            hint = error.hint or "Nothing of it can be trusted; copy or export it again."
            raise InputError(f"{error.message}, after row {row}", hint=hint) from error


def open_json(stream: ByteStream, head: bytes, read: ReadOptions, *, array: bool, cut: Cut | None = None) -> RawTable:
    """Opens JSON lines or (`array`) a list of objects. Reads it through once, for keys may appear in any row.

    `cut` takes the rows out of lines that are no rows themselves.
    """
    encoding, doubts = choose_encoding(head, read.encoding)
    source = _Source(stream, encoding, elements if array else cut or _line_items)
    keys = _keys(source)
    columns = tuple(key or f"column {position}" for position, key in enumerate(keys, 1))
    refuse_duplicates(stream.path, columns)
    return RawTable(
        stream.path,
        "json" if array else "jsonl",
        columns,
        replace(read, encoding=encoding, decimal="."),
        stream.size,
        lambda progress, found: _joined(_parts(source, keys, columns, progress, found)),
        tuple(doubt for doubt in doubts if encoding != "utf-8"),  # the standard says UTF-8: nothing was assumed
    )


def _keys(source: _Source) -> list[str]:
    keys: dict[str, None] = {}
    rows, fault = 0, None
    for item in source.items(lambda _done, _total: None, Repairs(source.encoding)):
        if isinstance(item.value, Fault):
            fault = fault or item
            continue
        rows += 1
        if keys.keys() >= item.value.keys():
            continue
        keys.update(dict.fromkeys(item.value))
        if len(keys) > MOST_COLUMNS:
            raise InputError(
                f"{source.stream.path} has more than {MOST_COLUMNS} different keys", hint="Are ids used as keys?"
            )
    if fault and not rows:
        reason = fault.value.message if isinstance(fault.value, Fault) else ""
        raise InputError(
            f"{source.stream.path} holds no row: line {fault.line} is no JSON object ({reason})",
            hint='Expected one object a line, {"id": "1", …}, or a list of objects, [{…}, {…}]; '
            "rows inside a larger object have to be taken out of it.",
        )
    if rows and not keys:
        raise InputError(
            f"{source.stream.path} holds only empty objects", hint='Expected named values, {"id": "1", …}.'
        )
    return list(keys)


def _lines(stream: ByteStream, encoding: str, progress: Progress, repairs: Repairs) -> Iterator[bytes]:
    """The text in UTF-8, a line at a time."""
    held, line = b"", 1
    for piece in as_utf8(stream.chunks(progress), encoding, repairs):
        whole, newline, rest = piece.rpartition(b"\n")
        if not newline:
            held += piece
            if len(held) > LONGEST_LINE:
                raise DamagedFileError(f"{stream.path} has a line longer than {LONGEST_LINE >> 20} MiB")
            continue
        block = repaired(held + whole + newline, line, repairs)
        lines = block.split(b"\n")
        yield from lines[:-1]
        line += len(lines) - 1
        held = rest
    if held:
        yield repaired(held, line, repairs)


def _line_items(lines: Iterable[bytes]) -> Iterator[Item]:
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text:
            yield Item(parsed(text), text, number)


def _parts(
    source: _Source, keys: list[str], columns: tuple[str, ...], progress: Progress, found: list[Finding]
) -> Iterator[RawBatch]:
    repairs = Repairs(source.encoding)
    limit = max(1, min(PART_ROWS, BATCH_CELLS // max(1, len(keys))))
    row, size = 1, 0
    held: list[Item] = []
    for item in source.items(progress, repairs):
        held.append(item)
        size += len(item.raw)
        if len(held) >= limit or size >= BATCH_BYTES:
            yield _batch(held, row, keys, columns)
            row += len(held)
            held, size = [], 0
    if held:
        yield _batch(held, row, keys, columns)
    found.extend(repairs.finding())
    if row + len(held) == 1:
        found.append(Finding("no-rows", "warning", f"{source.stream.path} has no rows"))


def _joined(parts: Iterator[RawBatch]) -> Iterator[RawBatch]:
    held: list[RawBatch] = []
    for part in parts:
        held.append(part)
        size = sum(batch.table.nbytes for batch in held)
        if sum(batch.rows for batch in held) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield _one(held)
            held = []
    if held:
        yield _one(held)


def _one(parts: list[RawBatch]) -> RawBatch:
    tables = pa.concat_tables([part.table for part in parts])
    broken = tuple(row for part in parts for row in part.broken)
    lines = pa.chunked_array([part.lines for part in parts]).combine_chunks()
    return RawBatch(parts[0].first_row, tables, broken, lines)


def _batch(items: list[Item], first_row: int, keys: list[str], columns: tuple[str, ...]) -> RawBatch:
    broken, objects, lines = [], [], []
    for row, item in enumerate(items, first_row):
        if isinstance(item.value, Fault):
            raw = item.raw[: LONGEST_RAW * 4].decode(errors="replace")[:LONGEST_RAW]
            broken.append(BrokenRow(row, item.line, item.value.rule, item.value.message, raw))
        else:
            objects.append(item.value)
            lines.append(item.line)
    arrays = [pa.array([cell(value.get(key)) for value in objects], pa.string()) for key in keys]
    table = pa.Table.from_arrays(arrays, names=list(columns))
    return RawBatch(first_row, table, tuple(broken), pa.array(lines, pa.int64()))
