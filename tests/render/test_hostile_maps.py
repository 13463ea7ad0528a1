"""Images that are none, text that would run, maps of every size: each format gives a faithful picture or says what is left out."""

import base64
import csv
import io
import re
import struct
import zipfile
import zlib

import pytest
from lxml import etree
from pptx import Presentation

from documents_maps import large, worldly
from wayline.errors import InputError
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.render.formats import FORMATS, made
from wayline.render.images import drawable
from wayline.views.map_view import map_view

DRAWN = (".html", ".svg", ".pdf", ".png", ".pptx")


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows=None):
    """A black-and-white image; `rows` fewer than its height break it."""
    packed = zlib.compress((b"\0" * (1 + (width + 7) // 8)) * (height if rows is None else rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def address(held, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(held).decode()}"


BROKEN = {
    "no image": address(b"<html>"),
    "cut short": address(png(50, 50)[:60]),
    "too few rows": address(png(50, 50, rows=3)),
    "a bomb": address(png(30_000, 30_000, rows=1)),
    "damaged": address(png(50, 50).replace(b"IDAT", b"IDAX")),
    "svg": "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+",
    "script": "javascript:alert(1)",
    "elsewhere": "https://example.org/x.png",
    "file": "file:///etc/passwd",
    "half a jpeg": address(b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
    "jpeg without an end": address(b"\xff\xd8\xff\xff\xff\xff\xd9", "jpeg"),
    "short webp": address(b"RIFF\x04\x00\x00\x00WEBP", "webp"),
}


def pictured(image):
    stages = (Stage("g", "G", steps=(Step("s", "S"),)),)
    cards = (Card("l", "s", text="t", image=image, alt="what it shows"),)
    return map_view(JourneyMap("m", "M", stages=stages, lanes=(Lane("l", "image", "L"),), cards=cards), None)


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_whole_image_is_named_and_noted(case):
    assert drawable(BROKEN[case]) == ""
    page, notes = made(pictured(BROKEN[case]), ".html")
    assert "Picture: what it shows" in page.decode()
    assert notes == ["1 picture is named, not drawn: outside the map, no whole PNG, JPEG, GIF or WebP, or too large"]
    assert b"javascript:" not in page


@pytest.mark.parametrize("case", ["a bomb", "cut short", "half a jpeg", "svg"])
@pytest.mark.parametrize("suffix", DRAWN)
def test_a_broken_image_breaks_no_document(suffix, case):
    content, notes = made(pictured(BROKEN[case]), suffix)
    assert len(content) > 1000
    assert any("1 picture is named, not drawn" in note for note in notes)


@pytest.mark.parametrize("suffix", DRAWN)
def test_a_whole_image_is_drawn_whatever_its_address_calls_it(suffix):
    content, notes = made(pictured(address(png(40, 30), "jpeg")), suffix)
    assert not [note for note in notes if "picture" in note]
    if suffix in (".html", ".svg"):
        assert b"data:image/png;base64," in content


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "view",
    [large(1, 1, 2, 1), large(4, 40, 60, 300), worldly(("😀😀😀", "👨‍👩‍👧‍👦")), worldly(("w" * 200, "ß" * 200))],
    ids=["one step", "60 lanes", "only emoji", "words of 200"],
)
def test_maps_of_every_shape_become_every_format(suffix, view):
    content, _ = made(view, suffix)
    assert content
    if suffix == ".svg":
        etree.fromstring(content)
    if suffix == ".html":
        assert b"I take step" in content or view["steps"][0]["title"].encode() in content


@pytest.mark.parametrize("suffix", [".html", ".svg", ".md", ".mmd", ".csv", ".xlsx"])
def test_a_map_of_300_steps_and_5000_cards_keeps_all_of_them(suffix):
    content, _ = made(large(10, 300, 12, 5000), suffix)
    if suffix == ".xlsx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml")
    text = content.decode()
    assert re.search(r"\b4999\b", text) or suffix == ".mmd"  # mermaid holds steps and feelings only
    assert re.search(r"I take (?:<[^>]*>)*step (?:<[^>]*>)*299", text) or suffix == ".svg"


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "]]>", "[x](javascript:alert(1))", "click A call alert()")  # fmt: skip


def test_no_cell_of_a_csv_is_a_formula():
    rows = csv.reader(io.StringIO(made(worldly(HOSTILE), ".csv")[0].decode("utf-8-sig")))
    assert not [
        cell
        for row in rows
        for cell in row
        if cell.lstrip()[:1] in ("=", "@") or re.match(r"[+-][^\d]|[+-]\d+[^\d.]", cell)
    ]


def test_slides_hold_hostile_text_as_text_and_no_link_or_action():
    content = made(worldly(HOSTILE), ".pptx")[0]
    text = " ".join(shape.text_frame.text for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes if shape.has_text_frame)  # fmt: skip
    assert "<script>alert(1)</script>" in text
    book = zipfile.ZipFile(io.BytesIO(content))
    slides = [book.read(name) for name in book.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert slides
    assert not [slide for slide in slides if b"hlinkClick" in slide or b"action=" in slide]


def test_markdown_holds_no_markup_and_no_link_that_runs():
    text, _, drawn = made(worldly(HOSTILE), ".md")[0].decode().partition("```mermaid")
    assert drawn.rstrip().endswith("```")  # within the fence nothing is markup
    assert drawn.count("```") == 1
    assert not re.search(r"(?<!\\)<(script|img)", text)
    assert not re.search(r"(?<!\\)\[x\]\(javascript:", text)


def test_mermaid_has_no_directive_that_a_title_began():
    lines = (
        made(worldly((*HOSTILE, "a\nclick b call c()", "x: 5: me", "%%{init: {}}%%")), ".mmd")[0].decode().splitlines()
    )
    assert lines[0].strip() == "journey"
    assert not [line for line in lines if line.strip().startswith("%%")]


def test_an_image_that_only_typesetting_finds_broken_is_refused_in_words():
    head = struct.pack(">IIBBBBB", 8, 4, 8, 3, 0, 0, 0)  # colours by number, and no palette
    held = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 36)) + chunk(b"IEND", b"")
    broken = address(b"\x89PNG\r\n\x1a\n" + held)
    assert drawable(broken)
    with pytest.raises(InputError, match="cannot be drawn"):
        made(pictured(broken), ".pdf")
