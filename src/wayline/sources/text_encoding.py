"""Text files as UTF-8: which encoding a file is in, found by its mark or by trial, and its bytes put into UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wayline.errors import InputError
from wayline.findings import Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK_TEXT = "\ufeff"


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec name of Python's, and how it was found: `given`, `mark` or `trial`."""

    name: str
    found: str


def known_encoding(name: str) -> str:
    """Python's name of a given encoding. Raises InputError for one that is unknown or is none for text."""
    try:
        codec = codecs.lookup(name)
        b"".decode(name)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"encoding '{name}' is unknown", hint="Known are, among others: utf-8, utf-16, cp1252, latin-1, mac-roman, shift-jis."
        ) from error
    return codec.name


def find_encoding(head: bytes) -> Encoding:
    """The encoding of a text that begins with `head`: by its mark, by the zeros of UTF-16, by trial of UTF-8, else cp1252."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, "mark")
    wide = _wide(head)
    if wide:
        return Encoding(wide, "trial")
    if _is_utf8(head):
        return Encoding("utf-8", "trial")
    return Encoding("cp1252", "trial")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: in one half of the byte pairs nearly every byte of Western text is zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > 0.4 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return ""


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


@dataclass
class Repairs:
    """Bytes that the encoding does not allow, and the physical lines of the first of them."""

    encoding: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def finding(self) -> list[Finding]:
        """Nothing, or one finding for the whole file."""
        if not self.count:
            return []
        places = ", ".join(str(line) for line in self.lines)
        message = (
            f"{self.count} byte sequences are not {self.encoding}; each was read as the cp1252 character of that byte "
            f"(first on line {places}). If the text looks wrong, set read: {{encoding: …}}"
        )
        return [Finding("invalid-bytes", "warning", message, line=self.lines[0], count=self.count)]

    def note(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < 5 and line not in self.lines:
            self.lines.append(line)


def as_utf8(chunks: Iterable[bytes], encoding: str, repairs: Repairs) -> Iterator[bytes]:
    """The text in UTF-8, without a byte order mark, in pieces. UTF-8 passes unchecked: see `repaired`."""
    pieces = iter(chunks) if encoding == "utf-8" else _decoded(chunks, encoding, repairs)
    first = True
    for piece in pieces:
        text = piece.removeprefix(codecs.BOM_UTF8) if first else piece
        first = False
        if text:
            yield text


def _decoded(chunks: Iterable[bytes], encoding: str, repairs: Repairs) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors=REPAIR)
    line = 1
    try:
        for chunk in chunks:
            text = decoder.decode(chunk)
            line += _noted(text, line, repairs)
            yield _encoded(text)
        text = decoder.decode(b"", final=True)
        _noted(text, line, repairs)
        yield _encoded(text)
    except UnicodeError as error:
        raise InputError(f"the file is not {encoding} text: {error}", hint="Name the right one with read: {encoding: …}") from error


def repaired(block: bytes, line: int, repairs: Repairs) -> bytes:
    """`block` if it is UTF-8, else with each invalid sequence replaced; `line` is the one at which it begins."""
    try:
        block.decode()
    except UnicodeDecodeError:
        text = block.decode(errors=REPAIR)
        _noted(text, line, repairs)
        return _encoded(text)
    return block


# Invalid bytes are first decoded to this private character and a stand-in for the byte, so that their lines can be
# counted; then each becomes the character of cp1252. Bytes stay distinct: two ids never become one.
_SENTINEL = "\U0010fffe"
REPAIR = "wayline-repair"


def _mark_invalid(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    invalid = error.object[error.start : error.end]
    wide = error.encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    return _SENTINEL + ("\ufffd" if wide else "".join(map(_of_byte, invalid))), error.end


def _of_byte(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


codecs.register_error(REPAIR, _mark_invalid)


def _noted(text: str, line: int, repairs: Repairs) -> int:
    """Notes each repaired place of `text`, which begins on `line`; returns how many line ends it has."""
    lines_before = 0
    position = 0
    while (found := text.find(_SENTINEL, position)) >= 0:
        lines_before += text.count("\n", position, found)
        repairs.note(line + lines_before)
        position = found + 1
    return text.count("\n")


def _encoded(text: str) -> bytes:
    return text.replace(_SENTINEL, "").encode("utf-8", "replace")
