"""Rows inside larger JSON objects: a list under a known key, on each line or in one object over many lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from wayline.sources.byte_stream import DamagedFileError
from wayline.sources.json_text import Fault, Item, as_item_value, json_text, parsed

LONGEST_DOCUMENT = 256 << 20
Flatten = Callable[[dict[str, object]], Iterator[dict[str, object]]]


def unwrapped(keys: tuple[str, ...]) -> Flatten:
    """Takes the list out that stands under one of `keys`; the single values beside it belong to each row. Else the object is the row."""

    def flatten(value: dict[str, object]) -> Iterator[dict[str, object]]:
        key = next((key for key in keys if _is_rows(value.get(key))), "")
        if not key:
            yield value
            return
        beside = {
            name: one
            for name, one in value.items()
            if not isinstance(one, list | dict) and name in ("sentAt", "receivedAt")
        }
        rows = value[key]
        assert isinstance(rows, list), "only lists are rows"
        for row in rows:
            yield beside | row

    return flatten


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def cut_by(flatten: Flatten) -> Callable[[Iterable[bytes]], Iterator[Item]]:
    """Lines in, rows out. Raises DamagedFileError for an object over many lines that is no JSON or too large."""

    def cut(lines: Iterable[bytes]) -> Iterator[Item]:
        for text, line in _objects(lines):
            value = parsed(text)
            if isinstance(value, Fault):
                yield Item(value, text, line)
                continue
            for row in flatten(value):
                raw = json_text(row)
                yield Item(as_item_value(row, raw), raw.encode(errors="replace"), line)

    return cut


def _objects(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """(text, line) of each object: one a line, or all lines together where the first line alone is none."""
    numbered = ((line.strip(), number) for number, line in enumerate(lines, 1) if line.strip())
    opening = next(numbered, None)
    if opening is None:
        return
    if not isinstance(parsed(opening[0]), Fault):
        yield from chain([opening], numbered)
        return
    held, size = [opening[0]], len(opening[0])
    for line, _ in numbered:
        held.append(line)
        size += len(line)
        if size > LONGEST_DOCUMENT:
            raise DamagedFileError(
                f"the JSON object is larger than {LONGEST_DOCUMENT >> 20} MiB", hint="Export one object a line instead."
            )
    yield b"\n".join(held), opening[1]
