"""Letters that a document leaves to its reader's fonts are told of; a document that holds them all says nothing."""

import pytest

from wayline.maps.model import JourneyMap, Stage, Step
from wayline.render.formats import made
from wayline.render.reader_fonts import note
from wayline.views.map_view import map_view

TOLD = "shown in the reader's fonts, since the file holds none for them: {}; a PDF or PNG looks the same everywhere"
CASES = (
    ("Grüße, žluťoučký, Привет, Ωmega → ◆ − “x”", []),
    ("你好", [TOLD.format("Chinese characters")]),
    ("مرحبا and 한국 🙂", [TOLD.format("Arabic, Hangul, signs and emoji")]),
    (
        "שלום हिन्दी ไทย ქართული 你 한",
        [TOLD.format("Chinese characters, Devanagari, Georgian, Hangul, Hebrew and 1 more")],
    ),
)


@pytest.mark.parametrize(("text", "notes"), CASES)
def test_scripts_are_named(text, notes):
    assert note({"a": [{"text": text}], "b": 3, "c": None}) == notes


def test_an_svg_carries_western_letters_only():
    assert note({"a": "Grüße žluťoučký → ◆"}, everyday=True) == []
    assert note({"a": "Привет"}, everyday=True) == [TOLD.format("Cyrillic")]


@pytest.mark.parametrize("suffix", [".html", ".svg", ".pptx"])
def test_every_format_that_holds_no_fonts_says_so(suffix):
    view = map_view(JourneyMap("m", "你好", stages=(Stage("s", "S", steps=(Step("a", "A"),)),)), None)
    assert TOLD.format("Chinese characters") in made(view, suffix)[1]


def test_a_pdf_holds_its_fonts():
    view = map_view(JourneyMap("m", "مرحبا", stages=(Stage("s", "S", steps=(Step("a", "A"),)),)), None)
    assert not any("reader's fonts" in one for one in made(view, ".pdf")[1])
