"""Text files as UTF-8: which encoding a file is in, found by its mark or by trial, and its bytes put into UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.encoding_trial import by_trial, example
from wayline.sources.records import line_ends

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def choose_encoding(head: bytes, given: str) -> tuple[str, list[Finding]]:
    """The codec for a text that begins with `head`: its byte order mark, else the given one, else by trial.

    Raises InputError for a given encoding that is unknown.
    """
    wanted = known_encoding(given) if given else ""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if marked:
        fits = not wanted or marked.startswith(wanted)
        message = f"the file begins with the mark of {marked} and was read so, although {wanted} was given"
        return marked, [] if fits else [Finding("encoding-mark", "warning", message)]
    if wanted:
        return wanted, []
    name = _wide(head) or ("utf-8" if _is_utf8(head) else by_trial(head))
    shown = example(head, name)
    message = f"the text was taken for {name}" + (f"; it reads: {shown}" if shown else "")
    return name, [Finding("assumed-encoding", "info", message)]


def known_encoding(name: str) -> str:
    """Python's name of a given encoding. Raises InputError for one that is unknown or is none for text."""
    try:
        codec = codecs.lookup(name)
        b"aaaa".decode(name, "ignore")
        codecs.getincrementaldecoder(name)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"encoding '{name}' is unknown",
            hint="Known are, among others: utf-8, utf-16, cp1252, latin-1, mac-roman, shift-jis.",
        ) from error
    return codec.name.removesuffix("-sig")


def utf8_start(head: bytes, encoding: str, *, whole: bool) -> bytes:
    """The start of a text in UTF-8, as long as the lines that end in it unless it is the `whole` file."""
    decoded = b"".join(as_utf8([head], encoding, Repairs(encoding), whole=whole))
    end = len(decoded) if whole else 1 + max(decoded.rfind(b"\n"), decoded.rfind(b"\r"))
    return repaired(decoded[:end] or decoded, 1, Repairs(encoding))


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
        places = " and ".join(str(line) for line in self.lines[:2])
        message = (
            f"bytes that are not {self.encoding}: {self.count}, the first on line {places}; each was read as the cp1252 "
            f"character of that byte. If the text looks wrong, set read: {{encoding: …}}"
        )
        return [Finding("invalid-bytes", "warning", message, line=self.lines[0], count=self.count)]

    def note(self, line: int, text: bytes, position: int) -> None:
        """One more, at `position` of `text`, which begins on `line`."""
        self.count += 1
        if len(self.lines) < 5:
            place = line + line_ends(text[:position])
            if place not in self.lines:
                self.lines.append(place)


def as_utf8(chunks: Iterable[bytes], encoding: str, repairs: Repairs, *, whole: bool = True) -> Iterator[bytes]:
    """The text in UTF-8, without a byte order mark, in pieces. UTF-8 passes unchecked: see `repaired`.

    `whole`: what comes at the end is the end of the file, so that half a character there is an error.
    """
    first = True
    for piece in chunks if encoding == "utf-8" else _decoded(chunks, encoding, repairs, whole=whole):
        text = piece.removeprefix(codecs.BOM_UTF8) if first else piece
        first = False
        if text:
            yield text


def _decoded(chunks: Iterable[bytes], encoding: str, repairs: Repairs, *, whole: bool) -> Iterator[bytes]:
    wide = encoding.startswith(("utf-16", "utf-32"))
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass" if wide else "surrogateescape")
    line = 1
    try:
        for chunk in chain(chunks, (b"",) if whole else ()):
            text = decoder.decode(chunk, final=not chunk).encode("utf-8", "surrogatepass")
            yield _settled(text, line, repairs)
            line += line_ends(text)
    except UnicodeError as error:
        raise InputError(
            f"the file is not {encoding} text: {error}", hint="Name the right one: read: {encoding: …}"
        ) from error


def repaired(block: bytes, line: int, repairs: Repairs) -> bytes:
    """`block` if it is UTF-8, else with each invalid byte replaced; `line` is the one at which it begins."""
    try:
        block.decode()
    except UnicodeDecodeError:
        escaped = block.decode(errors="surrogateescape").encode("utf-8", "surrogatepass")
        return _settled(escaped, line, repairs)
    return block


# Python's surrogateescape leaves an invalid byte as a lone surrogate, which no valid text holds. Each becomes the
# character that cp1252 has for the byte: bytes stay distinct, so two ids never become one.
_ESCAPED = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def _settled(text: bytes, line: int, repairs: Repairs) -> bytes:
    if not _ESCAPED.search(text):
        return text
    for found in _ESCAPED.finditer(text):
        repairs.note(line, text, found.start())
    return _ESCAPED.sub(_of_escape, text)


def _of_escape(found: re.Match[bytes]) -> bytes:
    byte = ord(found[0].decode("utf-8", "surrogatepass")) - 0xDC00
    if not 0x80 <= byte <= 0xFF:
        return "\ufffd".encode()
    return (bytes([byte]).decode("cp1252", "ignore") or chr(byte)).encode()
