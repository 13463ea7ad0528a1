"""A JSON list read element by element, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from wayline.sources.byte_stream import DamagedFileError
from wayline.sources.json_text import Item, as_item_value, decoder

LONGEST_ELEMENT = 64 << 20
_SPACE = " \t\r\n"
_FRESH = 1 << 16
_HINT = "The rows after it cannot be told apart. Mend it, or export one object a line: then only that row is lost."


class _Text:
    """The text that is not read yet, with the line on which it begins."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.pieces = iter(lines)
        self.text, self.position, self.line = "", 0, 1

    def more(self) -> bool:
        """Fetches at least as much as is held, so that a long element is not tried at each line; False at the end."""
        held = self.text[self.position :]
        fresh: list[str] = []
        size, wanted = 0, max(_FRESH, len(held))
        for piece in self.pieces:
            fresh.append(piece.decode() + "\n")
            size += len(fresh[-1])
            if size >= wanted:
                break
        self.text, self.position = "".join(chain((held,), fresh)), 0
        return size > 0

    def advance(self, position: int) -> None:
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            position = self.position
            while position < len(self.text) and self.text[position] in _SPACE:
                position += 1
            self.advance(position)
            if position < len(self.text):
                return self.text[position]
            if not self.more():
                return ""

    def element(self) -> tuple[object, str]:
        while True:
            try:
                value, end = decoder.raw_decode(self.text, self.position)
            except (ValueError, RecursionError) as error:
                if (
                    isinstance(error, RecursionError)
                    or len(self.text) - self.position > LONGEST_ELEMENT
                    or not self.more()
                ):
                    raise self.damage(f"is no JSON value ({_reason(error)})") from error
                continue
            if end < len(self.text) or not self.more():
                raw = self.text[self.position : end]
                self.advance(end)
                return value, raw

    def damage(self, message: str) -> DamagedFileError:
        return DamagedFileError(f"the JSON list is broken: what stands on line {self.line} {message}", hint=_HINT)


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(getattr(error, "msg", error))


def elements(lines: Iterable[bytes]) -> Iterator[Item]:
    """The elements of the list in order. Raises DamagedFileError where one cannot be read: the next would be a guess."""
    text = _Text(lines)
    text.peek()
    text.advance(text.position + 1)
    if text.peek() != "]":
        yield from _until_end(text)
    text.advance(text.position + 1)
    if text.peek():
        raise text.damage("comes after the end of the list")


def _until_end(text: _Text) -> Iterator[Item]:
    while True:
        text.peek()
        line = text.line
        value, raw = text.element()
        yield Item(as_item_value(value, raw), raw.encode(), line)
        after = text.peek()
        if after == "]":
            return
        if after != ",":
            raise text.damage(f"is '{after}', expected a comma or the end of the list" if after else "is cut off")
        text.advance(text.position + 1)
