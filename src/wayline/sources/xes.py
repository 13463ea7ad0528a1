"""XES event logs (IEEE 1849), also with gzip: one row an event, the attributes of its trace before it with `case:`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.byte_stream import ByteStream, DamagedFileError
from wayline.sources.header import MOST_COLUMNS
from wayline.sources.raw import BrokenRow, Progress, RawBatch, RawTable, ReadOptions
from wayline.sources.xes_events import XesEvent, XesReader, shown

BATCH_ROWS = 50_000
BATCH_CELLS = 2_000_000
NAME, STEP = "concept:name", "lifecycle:transition"
COUNTED = "event:counted"
"""Column of the event's name; a transition other than `complete` stands behind it, so that one act is counted once."""


@dataclass(frozen=True, slots=True)
class _Log:
    stream: ByteStream
    columns: tuple[str, ...]


def open_xes(stream: ByteStream, read: ReadOptions) -> RawTable:
    """Opens a log. Reads it through once, for attributes may appear at any event.

    Raises InputError for a document type, for text that is no XES, and for a log that is cut off.
    """
    keys: dict[str, None] = {}
    steps: Counter[str] = Counter()
    for event in _events(stream, lambda _done, _total: None, XesReader()):
        if event.rule:
            continue
        keys.update(dict.fromkeys(event.cells))
        steps[_step(event)] += 1
        if len(keys) > MOST_COLUMNS:
            raise InputError(
                f"{stream.path} has more than {MOST_COLUMNS} different attributes", hint="Are ids used as keys?"
            )
    others = {step: count for step, count in steps.items() if step not in ("", "complete")}
    columns = tuple(sorted(keys, key=lambda key: not key.startswith("case:")))
    log = _Log(stream, (*columns, COUNTED) if others and NAME in keys else columns or (NAME,))
    return RawTable(
        stream.path,
        "xes",
        log.columns,
        replace(read, decimal=".", encoding=""),
        stream.size,
        lambda progress, found: _batches(log, progress, found),
        tuple(_lifecycle(others)),
    )


def _lifecycle(others: dict[str, int]) -> Iterator[Finding]:
    if others:
        named = ", ".join(f"{step} ({count:,})" for step, count in sorted(others.items())[:8])
        message = f"events with another transition than complete carry it in their name, as in 'Check start': {named}"
        yield Finding("lifecycle", "info", message, count=sum(others.values()))


def _step(event: XesEvent) -> str:
    return (event.cells.get(STEP) or "").strip().lower()


def _events(stream: ByteStream, progress: Progress, reader: XesReader) -> Iterator[XesEvent]:
    row = 0
    try:
        for event in reader.read(stream.chunks(progress)):
            row += 1
            yield event
    except DamagedFileError as error:
        place = f", after row {row}" if row else ""
        hint = error.hint or "Nothing of it can be trusted; copy or export it again."
        raise InputError(f"{stream.path}: {error.message}{place}", hint=hint) from error


def _batches(log: _Log, progress: Progress, found: list[Finding]) -> Iterator[RawBatch]:
    reader = XesReader()
    limit = max(1, min(BATCH_ROWS, BATCH_CELLS // len(log.columns)))
    held: list[XesEvent] = []
    row = 1
    for event in _events(log.stream, progress, reader):
        held.append(event)
        if len(held) >= limit:
            yield _batch(log, row, held)
            row, held = row + len(held), []
    if held:
        yield _batch(log, row, held)
    if row + len(held) == 1:
        found.append(Finding("no-rows", "warning", f"{log.stream.path} has no events"))
    found.extend(_passed_over(reader.counts))


def _passed_over(counts: Counter[str]) -> Iterator[Finding]:
    for name, count in sorted(counts.items()):
        if name == "twice":
            yield Finding(
                "repeated-key", "warning", "attributes whose key stands twice keep the first value", count=count
            )
        else:
            yield Finding(
                "unknown-element",
                "warning",
                f"elements <{name[:60]}> are no part of XES and were passed over",
                count=count,
            )


def _batch(log: _Log, first_row: int, events: list[XesEvent]) -> RawBatch:
    whole = [event for event in events if not event.rule]
    broken = tuple(
        BrokenRow(row, event.line, event.rule, event.message, shown(event))
        for row, event in enumerate(events, first_row)
        if event.rule
    )
    arrays = [
        pa.array([_counted(event) if key == COUNTED else event.cells.get(key) for event in whole], pa.string())
        for key in log.columns
    ]
    table = pa.Table.from_arrays(arrays, names=list(log.columns))
    return RawBatch(first_row, table, broken, pa.array([event.line for event in whole], pa.int64()))


def _counted(event: XesEvent) -> str | None:
    name, step = event.cells.get(NAME), _step(event)
    return name if not name or step in ("", "complete") else f"{name} {step}"
