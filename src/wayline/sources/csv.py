"""CSV and TSV: delimited text, cut into columns of text. Ids keep their zeros and digits, empty cells are empty text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.byte_stream import ByteStream, DamagedFileError
from wayline.sources.dialect import Dialect, find_dialect
from wayline.sources.header import column_names
from wayline.sources.raw import LONGEST_RAW, BrokenRow, Progress, RawBatch, RawTable, ReadOptions
from wayline.sources.records import Grammar, Record, line_ends
from wayline.sources.signature import refuse_binary
from wayline.sources.text_encoding import Repairs, as_utf8, choose_encoding, repaired, utf8_start

BLOCK = 4 << 20
HEAD = 1 << 20
LONGEST_LINE = 64 << 20


@dataclass(frozen=True)
class _Layout:
    """How this file is cut: where its data begin and what a whole row looks like."""

    stream: ByteStream
    encoding: str
    grammar: Grammar
    columns: tuple[str, ...]
    skipped: int
    first_line: int


def open_csv(stream: ByteStream, head: bytes, read: ReadOptions) -> RawTable:
    """Opens delimited text that begins with the bytes `head`. What `read` leaves open is detected and said in findings."""
    encoding, doubts = choose_encoding(head, read.encoding)
    if not encoding.startswith(("utf-16", "utf-32")):
        refuse_binary(stream.path, head)
    whole = len(head) < HEAD
    dialect = find_dialect(stream.path, utf8_start(head, encoding, whole=whole), read, whole=whole)
    names, findings = column_names(stream.path, dialect.names)
    layout = _Layout(stream, encoding, dialect.grammar, names, dialect.skipped, dialect.first_line)
    return RawTable(
        stream.path,
        "tsv" if dialect.grammar.delimiter == b"\t" else "csv",
        names,
        _as_read(read, encoding, dialect),
        stream.size,
        lambda progress, found: _batches(layout, progress, found),
        (*doubts, *dialect.findings, *findings),
    )


def _as_read(read: ReadOptions, encoding: str, dialect: Dialect) -> ReadOptions:
    return replace(
        read,
        delimiter=dialect.grammar.delimiter.decode(),
        encoding=encoding,
        decimal=dialect.decimal,
        quote=dialect.grammar.quote.decode() or "none",
        header=dialect.header,
    )


def _batches(layout: _Layout, progress: Progress, found: list[Finding]) -> Iterator[RawBatch]:
    row, line = 1, layout.first_line
    repairs = Repairs(layout.encoding)
    try:
        for block, clean in _blocks(layout, progress, repairs):
            text = repaired(block, line, repairs)
            batch = (_fast(text, layout, row, line) if clean else None) or _exact(text, layout, row, line)
            line += line_ends(block)
            row += batch.rows
            if batch.rows:
                yield batch
    except DamagedFileError as error:
        raise InputError(
            f"{error.message}, after row {row - 1}", hint="Nothing of it can be trusted; copy or export it again."
        ) from error
    found.extend(repairs.finding())
    if row == 1:
        found.append(Finding("no-rows", "warning", f"{layout.stream.path} has a header and no rows"))


def _blocks(layout: _Layout, progress: Progress, repairs: Repairs) -> Iterator[tuple[bytes, bool]]:
    """Whole records, about 8 MiB at a time, and whether every quote in them is closed."""
    pieces = _skipping(as_utf8(layout.stream.chunks(progress), layout.encoding, repairs), layout.skipped)
    held: list[bytes] = []
    size, wanted = 0, BLOCK
    damage: DamagedFileError | None = None
    try:
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size < wanted:
                continue
            block = b"".join(held)
            end, clean = layout.grammar.complete(block, last=False)
            if end:
                yield block[:end], clean
            elif size > LONGEST_LINE:
                raise DamagedFileError(f"{layout.stream.path} has a line longer than {LONGEST_LINE >> 20} MiB")  # noqa: TRY301
            held, size = [block[end:]], size - end
            wanted = size + BLOCK
    except DamagedFileError as error:
        damage = error  # the rows before it are still counted, so that the message can say where it is
    yield from _last_blocks(layout, b"".join(held), cut=damage is not None)
    if damage:
        raise damage


def _last_blocks(layout: _Layout, rest: bytes, *, cut: bool) -> Iterator[tuple[bytes, bool]]:
    while rest:
        end, clean = layout.grammar.complete(rest, last=not cut)
        if not end:
            return
        yield rest[:end], clean
        rest = rest[end:]


def _skipping(pieces: Iterator[bytes], count: int) -> Iterator[bytes]:
    for piece in pieces:
        if count < len(piece):
            yield piece[count:] if count else piece
        count = max(0, count - len(piece))


def _fast(text: bytes, layout: _Layout, row: int, line: int) -> RawBatch | None:
    """The block cut by Arrow, or None where it does not fit the columns exactly."""
    if b"\0" in text:
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=list(layout.columns)),
            arrow_csv.ParseOptions(
                delimiter=layout.grammar.delimiter.decode(),
                quote_char=layout.grammar.quote.decode() or False,
                newlines_in_values=True,
            ),
            arrow_csv.ConvertOptions(
                check_utf8=False, strings_can_be_null=False, column_types=dict.fromkeys(layout.columns, pa.string())
            ),
        )
    except pa.ArrowInvalid:
        return None
    return RawBatch(row, table, (), _line_numbers(table, text, line))


def _line_numbers(table: pa.Table, text: bytes, line: int) -> pa.Array | None:
    """The line on which each row begins, told from the line breaks in its cells; None where empty lines lie between."""
    lines = line_ends(text) + (not text.endswith((b"\n", b"\r")))
    if lines == table.num_rows:
        return pa.arange(line, line + lines)
    breaks = pa.repeat(pa.scalar(0, pa.int64()), table.num_rows)
    for column in table.columns:
        breaks = pc.add(breaks, pc.count_substring_regex(column.combine_chunks(), r"\r\n|\r|\n"))
    ends = pc.cumulative_sum(pc.add(breaks, 1))
    if not len(ends) or ends[-1].as_py() != lines:
        return None
    return pc.add(pc.subtract(ends, pc.add(breaks, 1)), line)


def _exact(text: bytes, layout: _Layout, row: int, line: int) -> RawBatch:
    """The block cut record by record: every row that does not fit is kept with its reason."""
    whole: list[list[str]] = []
    lines: list[int] = []
    broken: list[BrokenRow] = []
    for number, record in enumerate(layout.grammar.cut(text), row):
        fault = _fault(record, layout)
        if fault:
            broken.append(_broken(number, line, record, *fault))
            continue
        whole.append([cell.decode() for cell in record.cells or ()])
        lines.append(line + record.line)
    columns = zip(*whole, strict=True) if whole else ((),) * len(layout.columns)
    arrays = [pa.array(cells, pa.string()) for cells in columns]
    table = pa.Table.from_arrays(arrays, names=list(layout.columns))
    return RawBatch(row, table, tuple(broken), pa.array(lines, pa.int64()))


def _fault(record: Record, layout: _Layout) -> tuple[str, str] | None:
    if record.cells is None:
        return "unbalanced-quote", "a quote is opened and never closed"
    if b"\0" in record.raw:
        return "nul-byte", "the row holds NUL bytes, which no text has"
    if len(record.cells) != len(layout.columns):
        return "ragged-row", f"cells in the row: {len(record.cells)}, columns in the header: {len(layout.columns)}"
    return None


def _broken(number: int, line: int, record: Record, rule: str, message: str) -> BrokenRow:
    raw = record.raw.decode().rstrip("\r\n")
    shown = raw if len(raw) <= LONGEST_RAW else raw[:LONGEST_RAW] + " …"
    return BrokenRow(number, line + record.line, rule, message, shown)
