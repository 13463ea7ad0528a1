"""Which images of a map a document may hold: whole PNG, JPEG, GIF and WebP files of a size that no reader chokes on."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from functools import lru_cache

from wayline.views.shape import MapView

MOST_PIXELS = 25_000_000
MOST_BYTES = 4_000_000
_ADDRESS = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)")


@lru_cache(maxsize=512)
def drawable(address: str) -> str:
    """The address of an image that stands in the map itself and can be drawn, in its shortest form; else nothing."""
    found = _ADDRESS.fullmatch(address) if len(address) < MOST_BYTES * 1.5 else None
    if found is None:
        return ""
    try:
        held = base64.b64decode("".join(found.group(2).split()), validate=True)
        kind, width, height = _measured(held)
    except (binascii.Error, ValueError, struct.error, IndexError, zlib.error):
        return ""
    if not 0 < width * height <= MOST_PIXELS or len(held) > MOST_BYTES:
        return ""
    return f"data:image/{kind};base64,{base64.b64encode(held).decode('ascii')}"


def note(view: MapView) -> list[str]:
    """The sentence on cards whose image a document cannot hold; nothing where there is none."""
    lanes = (lane for side in view["sides"] for lane in side["lanes"])
    cards = (card for lane in lanes for row in lane["rows"] for cell in row for card in cell["cards"])
    count = sum(1 for card in cards if card["image"] and not drawable(card["image"]))
    named = "1 picture is" if count == 1 else f"{count} pictures are"
    why = "outside the map, no whole PNG, JPEG, GIF or WebP, or too large"
    return [f"{named} named, not drawn: {why}"] if count else []


def _measured(held: bytes) -> tuple[str, int, int]:
    """Kind, width and height as the bytes themselves say. ValueError for what is no image or is cut short."""
    if held.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", *_png(held)
    if held.startswith(b"\xff\xd8"):
        return "jpeg", *_jpeg(held)
    if held[:6] in (b"GIF87a", b"GIF89a") and held.rstrip(b"\0").endswith(b";"):
        width, height = struct.unpack_from("<HH", held, 6)
        return "gif", width, height
    if held[:4] == b"RIFF" and held[8:12] == b"WEBP" and struct.unpack_from("<I", held, 4)[0] + 8 <= len(held):
        return "webp", *_webp(held)
    raise ValueError("no image")


def _png(held: bytes) -> tuple[int, int]:
    """The chunks to the last one, each with its sum, and as many rows as are promised."""
    width, height, depth, colour = struct.unpack_from(">IIBB", held, 16)
    if width * height > MOST_PIXELS:
        return width, height
    place, packed = 8, b""
    while held[place + 4 : place + 8] != b"IEND":
        size = struct.unpack_from(">I", held, place)[0]
        body = held[place + 4 : place + 8 + size]
        if zlib.crc32(body) != struct.unpack_from(">I", held, place + 8 + size)[0]:
            raise ValueError("a damaged chunk")
        packed += body[4:] if body[:4] == b"IDAT" else b""
        place += 12 + size
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 1)
    if _unpacked(packed, wanted := height * (1 + (width * bits + 7) // 8)) < wanted:
        raise ValueError("too few rows")
    return width, height


def _unpacked(packed: bytes, wanted: int) -> int:
    """How many bytes come out, counted up to `wanted` and never held at once."""
    stream, count = zlib.decompressobj(), 0
    while packed and count < wanted and not stream.eof:
        count += len(stream.decompress(packed, 1 << 20))
        packed = stream.unconsumed_tail
    return count


def _jpeg(held: bytes) -> tuple[int, int]:
    if b"\xff\xd9" not in held[-64:]:
        raise ValueError("cut short")
    place = 2
    while held[place] == 0xFF:
        mark, size = held[place + 1], struct.unpack_from(">H", held, place + 2)[0]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", held, place + 5)
            return width, height
        place += 2 + size
    raise ValueError("no frame")


def _webp(held: bytes) -> tuple[int, int]:
    kind = held[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(held[24:27], "little"), 1 + int.from_bytes(held[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(held[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", held, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("an unknown WebP")
